
/*
 * The request side, before there is content: is a view wanted, which one,
 * and what must not reach the upstream if it is.
 */


#include "ngx_http_reader.h"


static ngx_uint_t ngx_http_reader_wanted(ngx_http_request_t *r,
    ngx_http_complex_value_t *enable);
static ngx_int_t ngx_http_reader_choose(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf);
static void ngx_http_reader_cleanup(void *data);
static ngx_str_t ngx_http_reader_port(ngx_http_request_t *r);


/* in the order of reader_format_t */

static ngx_str_t  ngx_http_reader_formats[] = {
    ngx_string("html"),
    ngx_string("text"),
    ngx_string("markdown"),
    ngx_string("json"),
    ngx_string("declutter"),    /* a mode, no value of "reader_format" */
    ngx_null_string
};


/* values of Sec-Fetch-Dest under which a page may be shown */

static ngx_str_t  ngx_http_reader_destinations[] = {
    ngx_string("empty"),
    ngx_string("document"),
    ngx_string("iframe"),
    ngx_null_string
};


/* never ends a request: if there is no memory, there is no view */

ngx_int_t
ngx_http_reader_request_handler(ngx_http_request_t *r)
{
    ngx_pool_cleanup_t          *cln;
    ngx_http_reader_ctx_t       *ctx;
    ngx_http_reader_loc_conf_t  *conf;

    if (r != r->main
        || ngx_http_get_module_ctx(r, ngx_http_reader_filter_module))
    {
        return NGX_DECLINED;
    }

    if (r->internal) {
        ngx_http_reader_restore_foreign(r);
    }

    if (r->post_action) {
        return ngx_http_reader_thread_await(r);
    }

    conf = ngx_http_get_module_loc_conf(r, ngx_http_reader_filter_module);

    if (conf->enable == NULL
        || !ngx_http_reader_wanted(r, conf->enable))
    {
        return NGX_DECLINED;
    }

    cln = ngx_pool_cleanup_add(r->pool, sizeof(ngx_http_reader_ctx_t));
    if (cln == NULL) {
        return NGX_DECLINED;
    }

    ctx = cln->data;
    ngx_memzero(ctx, sizeof(ngx_http_reader_ctx_t));

    cln->handler = ngx_http_reader_cleanup;

    ctx->phase = NGX_HTTP_READER_PASS;
    ctx->status = NGX_HTTP_READER_BYPASS;
    ctx->format = READER_HTML;

    ngx_http_set_ctx(r, ctx, ngx_http_reader_filter_module);

    if (ngx_http_reader_choose(r, ctx, conf) != NGX_OK
        || ngx_http_reader_view_request(r, ctx, conf) != NGX_OK)
    {
        return NGX_DECLINED;
    }

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD))) {
        ngx_log_debug0(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                       "http reader bypass: method");
        return NGX_DECLINED;
    }

    /* RFC 9111, 5.2.1.6 */

    if (ngx_http_reader_named_has_token(&r->headers_in.headers,
                                        "Cache-Control", "no-transform"))
    {
        ngx_log_debug0(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                       "http reader bypass: no-transform of the client");
        return NGX_DECLINED;
    }

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader format: %V",
                   ngx_http_reader_format_name(ctx->format));

    if (!ngx_http_reader_may_be_page(r, conf)) {
        ngx_log_debug0(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                       "http reader expects no page, validators stay");

    } else if (ngx_http_reader_drop_foreign(r, ctx, conf) != NGX_OK) {
        return NGX_DECLINED;
    }

    ctx->phase = NGX_HTTP_READER_START;

    return NGX_DECLINED;
}


/* NGX_DECLINED: the page is to be sent */

static ngx_int_t
ngx_http_reader_choose(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_http_reader_loc_conf_t *conf)
{
    ngx_str_t  value;

    if (conf->mode) {

        if (ngx_http_complex_value(r, conf->mode, &value) != NGX_OK) {
            return NGX_DECLINED;
        }

        if (ngx_http_reader_is(&value, "declutter")) {
            ctx->format = READER_DECLUTTER;
            return NGX_OK;
        }

        if (!ngx_http_reader_is(&value, "article")) {
            ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
                          "unknown \"reader_mode\" value \"%V\"", &value);
            return NGX_DECLINED;
        }
    }

    if (conf->format == NULL) {
        return NGX_OK;
    }

    if (ngx_http_complex_value(r, conf->format, &value) != NGX_OK) {
        return NGX_DECLINED;
    }

    if (ngx_http_reader_is(&value, "auto")) {
        ctx->negotiated = 1;

        if (ngx_http_reader_negotiate(r, conf, &ctx->format) != NGX_OK) {
            ctx->page_preferred = 1;

            ngx_log_debug0(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                           "http reader bypass: the client prefers the page");
            return NGX_DECLINED;
        }

        return NGX_OK;
    }

    if (ngx_http_reader_format(&value, &ctx->format) != NGX_OK) {
        ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
                      "unknown \"reader_format\" value \"%V\"", &value);
        return NGX_DECLINED;
    }

    return NGX_OK;
}


/* an internal redirect clears the contexts, but cleanups know of them still */

ngx_http_reader_ctx_t *
ngx_http_reader_last_ctx(ngx_http_request_t *r)
{
    ngx_pool_cleanup_t  *cln;

    for (cln = r->pool->cleanup; cln; cln = cln->next) {
        if (cln->handler == ngx_http_reader_cleanup) {
            return cln->data;
        }
    }

    return NULL;
}


static void
ngx_http_reader_cleanup(void *data)
{
    ngx_http_reader_ctx_t *ctx = data;

    if (ctx->job) {
        ngx_http_reader_job_free(ctx->job);
    }
}


static ngx_uint_t
ngx_http_reader_wanted(ngx_http_request_t *r, ngx_http_complex_value_t *enable)
{
    ngx_str_t   value;
    ngx_uint_t  wanted;

    if (ngx_http_complex_value(r, enable, &value) != NGX_OK) {
        return 0;
    }

    wanted = (value.len
              && !ngx_http_reader_is(&value, "0")
              && !ngx_http_reader_is(&value, "off"));

    ngx_log_debug2(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader \"%V\": %s", &value, wanted ? "on" : "off");

    return wanted;
}


ngx_int_t
ngx_http_reader_format(ngx_str_t *name, reader_format_t *format)
{
    ngx_int_t  i;

    i = ngx_http_reader_index(ngx_http_reader_formats, name);

    if (i == NGX_DECLINED || i == READER_DECLUTTER) {
        return NGX_DECLINED;
    }

    *format = (reader_format_t) i;

    return NGX_OK;
}


ngx_str_t *
ngx_http_reader_format_name(reader_format_t format)
{
    return &ngx_http_reader_formats[format];
}


/*
 * Images, scripts and video under "reader on" keep their 304 and 206: only
 * a request that can end in a view loses its validators and its range.
 */

ngx_uint_t
ngx_http_reader_may_be_page(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf)
{
    u_char                    *lowcase;
    ngx_str_t                 *type;
    ngx_uint_t                 hash;
    ngx_table_elt_t           *h;
    ngx_http_core_loc_conf_t  *clcf;
    ngx_http_reader_fields_t   fields = { &r->headers_in.headers, NULL, 0 };

    while ((h = ngx_http_reader_next_named(&fields, "Sec-Fetch-Dest"))
           != NULL)
    {
        if (h->value.len
            && ngx_http_reader_index(ngx_http_reader_destinations, &h->value)
               == NGX_DECLINED)
        {
            return 0;
        }
    }

    if (r->exten.len == 0 || conf->types.size == 0) {
        return 1;
    }

    lowcase = ngx_pnalloc(r->pool, r->exten.len);
    if (lowcase == NULL) {
        return 1;
    }

    hash = ngx_hash_strlow(lowcase, r->exten.data, r->exten.len);

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);

    type = ngx_hash_find(&clcf->types_hash, hash, lowcase, r->exten.len);

    if (type == NULL) {
        return 1;
    }

    return ngx_hash_find(&conf->types, ngx_hash_key_lc(type->data, type->len),
                         type->data, type->len)
           != NULL;
}


/*
 * $scheme://$host:port$request_uri, where the port is the one of the Host
 * header: without it, absolute links in a view would lead elsewhere.
 */

ngx_int_t
ngx_http_reader_url(ngx_http_request_t *r, ngx_str_t *url)
{
    u_char                    *p;
    ngx_str_t                  scheme, host, port;
    ngx_http_core_srv_conf_t  *cscf;

    ngx_str_set(&scheme, "http");

#if (NGX_HTTP_SSL)

    if (r->connection->ssl) {
        ngx_str_set(&scheme, "https");
    }

#endif

    host = r->headers_in.server;

    if (host.len == 0) {
        cscf = ngx_http_get_module_srv_conf(r, ngx_http_core_module);
        host = cscf->server_name;
    }

    port = ngx_http_reader_port(r);

    url->len = scheme.len + sizeof("://") - 1 + host.len + port.len
               + r->unparsed_uri.len;

    url->data = ngx_pnalloc(r->pool, url->len);
    if (url->data == NULL) {
        return NGX_ERROR;
    }

    p = ngx_cpymem(url->data, scheme.data, scheme.len);
    p = ngx_cpymem(p, "://", sizeof("://") - 1);
    p = ngx_cpymem(p, host.data, host.len);
    p = ngx_cpymem(p, port.data, port.len);
    ngx_memcpy(p, r->unparsed_uri.data, r->unparsed_uri.len);

    return NGX_OK;
}


/* ":8080", or empty; r->headers_in.server is without, and is validated */

static ngx_str_t
ngx_http_reader_port(ngx_http_request_t *r)
{
    size_t      len;
    ngx_str_t   port, host;
    ngx_uint_t  i;

    ngx_str_set(&port, "");

    ngx_str_null(&host);

    if (r->headers_in.host) {
        host = r->headers_in.host->value;
    }

#if (NGX_HTTP_V3)

    /* no Host header is made of ":authority", unlike in HTTP/2 */

    if (r->http_version == NGX_HTTP_VERSION_30 && r->host_start) {
        host.data = r->host_start;
        host.len = r->host_end - r->host_start;
    }

#endif

    len = r->headers_in.server.len;

    if (len == 0
        || host.len < len + sizeof(":1") - 1
        || host.len > len + sizeof(":65535") - 1
        || ngx_strncasecmp(host.data, r->headers_in.server.data, len) != 0
        || host.data[len] != ':')
    {
        return port;
    }

    for (i = len + 1; i < host.len; i++) {
        if (host.data[i] < '0' || host.data[i] > '9') {
            return port;
        }
    }

    port.data = host.data + len;
    port.len = host.len - len;

    return port;
}
