
/*
 * Vary: what decided between view and page is named on both, in one line, as
 * there are caches that read only one.
 */


#include "ngx_http_reader.h"


static ngx_uint_t ngx_http_reader_varies(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf);
static ngx_int_t ngx_http_reader_add_vary(ngx_http_request_t *r,
    ngx_str_t *one, ngx_str_t *other);
static u_char *ngx_http_reader_add_fields(u_char *start, u_char *p,
    ngx_str_t *value);
static u_char *ngx_http_reader_append(u_char *start, u_char *p,
    ngx_str_t *value);


/*
 * NGX_ERROR: no memory, and nothing was changed. This is for each response of
 * a location with the reader, as a response to another request could have been
 * the other variant.
 */

ngx_int_t
ngx_http_reader_vary(ngx_http_request_t *r, ngx_http_reader_loc_conf_t *conf,
    ngx_uint_t negotiated)
{
    static ngx_str_t  accept = ngx_string("Accept");
    static ngx_str_t  nothing = ngx_null_string;

    if ((conf->vary.len == 0 && !negotiated)
        || !ngx_http_reader_varies(r, conf))
    {
        return NGX_OK;
    }

    return ngx_http_reader_add_vary(r, negotiated ? &accept : &nothing,
                                    &conf->vary);
}


/* the same for what decides between two views; the page is one and the same */

ngx_int_t
ngx_http_reader_vary_view(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_http_reader_loc_conf_t *conf)
{
    static ngx_str_t  save_data = ngx_string("Save-Data");
    static ngx_str_t  nothing = ngx_null_string;

    if (!ngx_http_reader_by_save_data(conf, ctx->format)) {
        return NGX_OK;
    }

    return ngx_http_reader_add_vary(r, &save_data, &nothing);
}


static ngx_int_t
ngx_http_reader_add_vary(ngx_http_request_t *r, ngx_str_t *one,
    ngx_str_t *other)
{
    size_t                     len;
    u_char                    *p;
    ngx_str_t                  value;
    ngx_table_elt_t           *h, *first;
    ngx_http_reader_fields_t   fields = { &r->headers_out.headers, NULL, 0 };

    len = one->len + other->len + 2 * (sizeof(", ") - 1);

    while ((h = ngx_http_reader_next_named(&fields, "Vary")) != NULL) {

        if (ngx_http_reader_has_token(&h->value, "*")) {
            return NGX_OK;
        }

        len += h->value.len + sizeof(", ") - 1;
    }

    p = ngx_pnalloc(r->pool, len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    value.data = p;
    first = NULL;

    fields.part = NULL;

    while ((h = ngx_http_reader_next_named(&fields, "Vary")) != NULL) {
        p = ngx_http_reader_append(value.data, p, &h->value);

        if (first == NULL) {
            first = h;
        }
    }

    p = ngx_http_reader_add_fields(value.data, p, one);
    p = ngx_http_reader_add_fields(value.data, p, other);

    value.len = p - value.data;

    if (first == NULL) {
        first = ngx_http_reader_push_field(r, "Vary", &value);

        if (first == NULL) {
            return NGX_ERROR;
        }

        first->hash = 1;
    }

    fields.part = NULL;

    while ((h = ngx_http_reader_next_named(&fields, "Vary")) != NULL) {
        if (h != first) {
            h->hash = 0;
        }
    }

    first->value = value;

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader vary: %V", &value);

    return NGX_OK;
}


/* the type of a 304 is not known: it is taken from the extension */

static ngx_uint_t
ngx_http_reader_varies(ngx_http_request_t *r, ngx_http_reader_loc_conf_t *conf)
{
    switch (r->headers_out.status) {

    case NGX_HTTP_OK:
    case NGX_HTTP_PARTIAL_CONTENT:
        return ngx_http_test_content_type(r, &conf->types) != NULL;

    case NGX_HTTP_NOT_MODIFIED:
        return ngx_http_reader_may_be_page(r, conf);

    default:
        return 0;
    }
}


/* those of the value that are not there yet */

static u_char *
ngx_http_reader_add_fields(u_char *start, u_char *p, ngx_str_t *value)
{
    u_char      *last;
    ngx_str_t    list, token, known, there;
    ngx_uint_t   found;

    list = *value;
    last = p;

    while (list.len) {
        token = ngx_http_reader_token(&list, ',');

        known.data = start;
        known.len = last - start;

        found = (token.len == 0);

        while (known.len && !found) {
            there = ngx_http_reader_token(&known, ',');

            found = (there.len == token.len
                     && ngx_strncasecmp(there.data, token.data, token.len)
                        == 0);
        }

        if (!found) {
            p = ngx_http_reader_append(start, p, &token);
        }
    }

    return p;
}


static u_char *
ngx_http_reader_append(u_char *start, u_char *p, ngx_str_t *value)
{
    if (p != start && value->len) {
        p = ngx_cpymem(p, ", ", 2);
    }

    return ngx_cpymem(p, value->data, value->len);
}


char *
ngx_http_reader_set_vary(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    u_char      *p;
    size_t       len;
    ngx_str_t   *value, name;
    ngx_uint_t   i;

    if (rlcf->vary.data) {
        return "is duplicate";
    }

    value = cf->args->elts;

    /* so that nothing is inherited; "off" is no header that anyone sends */

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "off") == 0) {
        ngx_str_set(&rlcf->vary, "");
        return NGX_CONF_OK;
    }

    len = 0;

    for (i = 1; i < cf->args->nelts; i++) {

        p = ngx_http_reader_http_token(value[i].data,
                                       value[i].data + value[i].len, &name);

        if (p == NULL || name.len != value[i].len || name.data[0] == '*'
            || ngx_strcmp(value[i].data, "off") == 0)
        {
            return ngx_http_reader_invalid(cf, cmd, &value[i],
                                           "the name of a request header, "
                                           "or \"off\" alone");
        }

        len += value[i].len + sizeof(", ") - 1;
    }

    p = ngx_pnalloc(cf->pool, len);
    if (p == NULL) {
        return NGX_CONF_ERROR;
    }

    rlcf->vary.data = p;

    for (i = 1; i < cf->args->nelts; i++) {
        p = ngx_sprintf(p, "%s%V", i > 1 ? ", " : "", &value[i]);
    }

    rlcf->vary.len = p - rlcf->vary.data;

    return NGX_CONF_OK;
}
