
/*
 * The response headers of a view, and of an answer without a body in its
 * place.
 */


#include "ngx_http_reader.h"


#define NGX_HTTP_READER_CANONICAL_MAX  1024


static ngx_uint_t ngx_http_reader_is_private(ngx_http_request_t *r);
static ngx_int_t ngx_http_reader_canonical(ngx_http_request_t *r,
    ngx_str_t *url, ngx_table_elt_t **link);
static ngx_int_t ngx_http_reader_robots(ngx_http_request_t *r,
    ngx_str_t *value, ngx_table_elt_t **robots);
static void ngx_http_reader_drop(ngx_http_request_t *r, ngx_str_t *names);
static ngx_int_t ngx_http_reader_declutter_headers(ngx_http_request_t *r,
    ngx_str_t *etag, off_t length);
static void ngx_http_reader_drop_of_bytes(ngx_http_request_t *r,
    ngx_table_elt_t *etag);
static void ngx_http_reader_drop_of_look(ngx_http_request_t *r);


/* what is said about the bytes of the page, of which none or some are sent */

static ngx_str_t  ngx_http_reader_of_bytes[] = {
    ngx_string("Accept-Ranges"),
    ngx_string("Content-Digest"),
    ngx_string("Content-Encoding"),
    ngx_string("Content-Length"),
    ngx_string("Content-MD5"),
    ngx_string("Content-Range"),
    ngx_string("Digest"),
    ngx_string("ETag"),
    ngx_string("Repr-Digest"),
    ngx_null_string
};


/* what else is not true of a view */

static ngx_str_t  ngx_http_reader_of_look[] = {
    ngx_string("Content-Security-Policy-Report-Only"),
    ngx_string("Refresh"),
    ngx_string("SourceMap"),
    ngx_string("Speculation-Rules"),
    ngx_string("X-Content-Type-Options"),
    ngx_string("X-SourceMap"),
    ngx_null_string
};


/* what a page may ask of those who index it */

static ngx_str_t  ngx_http_reader_robot_rules[] = {
    ngx_string("noindex"),
    ngx_string("nofollow"),
    ngx_string("none"),
    ngx_string("noarchive"),
    ngx_string("nosnippet"),
    ngx_string("noimageindex"),
    ngx_string("notranslate"),
    ngx_string("noai"),
    ngx_string("noimageai"),
    ngx_null_string
};


static ngx_str_t  ngx_http_reader_last_modified[] = {
    ngx_string("Last-Modified"),
    ngx_null_string
};


/*
 * RFC 9111, 3.2: a cache takes the headers of a 304 over into what it has
 * stored. The view that it stored has its own.
 */

static ngx_str_t  ngx_http_reader_of_page[] = {
    ngx_string("Content-Security-Policy"),
    ngx_string("Link"),
    ngx_null_string
};


/*
 * In the order of reader_format_t. Where type_len is less than the length of
 * the type, nginx adds no charset to it.
 */

static struct {
    ngx_str_t   type;
    size_t      type_len;
} ngx_http_reader_content_types[] = {
    { ngx_string("text/html; charset=utf-8"), sizeof("text/html") - 1 },
    { ngx_string("text/plain; charset=utf-8"), sizeof("text/plain") - 1 },
    /* RFC 7763 wants the charset, RFC 7764 has the variant */
    { ngx_string("text/markdown; charset=utf-8; variant=GFM"),
      sizeof("text/markdown") - 1 },
    { ngx_string("application/json; charset=utf-8"),
      sizeof("application/json") - 1 }
};


/* RFC 3676: the text view, where its lines are broken */

static ngx_str_t  ngx_http_reader_flowed =
    ngx_string("text/plain; charset=utf-8; format=flowed; delsp=no");


/*
 * Makes the response header that of a view. The etag may be empty: there is
 * none. A length of -1 is that of an answer to HEAD. On error the header is as
 * it was, but for a field more in Vary.
 */

ngx_int_t
ngx_http_reader_view_headers(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_str_t *etag, off_t length)
{
    ngx_str_t                    value;
    ngx_uint_t                   has_canonical;
    ngx_table_elt_t             *nosniff, *validator, *link, *corp, *robots;
    ngx_http_reader_csp_t        csp;
    ngx_http_reader_loc_conf_t  *conf;

    if (ctx->format == READER_DECLUTTER) {
        return ngx_http_reader_declutter_headers(r, etag, length);
    }

    conf = ngx_http_get_module_loc_conf(r, ngx_http_reader_filter_module);

    if (ngx_http_reader_vary_view(r, ctx, conf) != NGX_OK) {
        return NGX_ERROR;
    }

    ngx_str_set(&value, "nosniff");

    nosniff = ngx_http_reader_push_field(r, "X-Content-Type-Options", &value);

    if (nosniff == NULL) {
        return NGX_ERROR;
    }

    validator = NULL;

    if (etag->len) {
        validator = ngx_http_reader_push_field(r, "ETag", etag);

        if (validator == NULL) {
            return NGX_ERROR;
        }
    }

    csp.ours = NULL;

    if (ctx->format == READER_HTML && conf->csp
        && ngx_http_reader_prepare_csp(r, &conf->policy, &ctx->policies, &csp)
           != NGX_OK)
    {
        return NGX_ERROR;
    }

    link = NULL;
    corp = NULL;
    robots = NULL;

    if (ctx->format != READER_HTML) {

        /* in HTML there are a <link> and a <meta> */

        if (ngx_http_reader_canonical(r, &ctx->canonical, &link) != NGX_OK
            || ngx_http_reader_robots(r, &ctx->robots, &robots) != NGX_OK)
        {
            return NGX_ERROR;
        }

        /*
         * HTML is kept from pages of other origins that embed it as an image
         * or a script, but browsers do not know text/markdown
         */

        if (ngx_http_reader_is_private(r)) {
            ngx_str_set(&value, "same-origin");

            corp = ngx_http_reader_push_field(r,
                                        "Cross-Origin-Resource-Policy", &value);
            if (corp == NULL) {
                return NGX_ERROR;
            }
        }
    }

    if (ngx_http_reader_filter_links(r, &has_canonical) != NGX_OK) {
        return NGX_ERROR;
    }

    /* nothing fails from here on */

    ngx_http_reader_drop_of_bytes(r, validator);
    ngx_http_reader_drop_of_look(r);

    nosniff->hash = 1;

    if (link && !has_canonical) {
        link->hash = 1;
    }

    if (corp) {
        corp->hash = 1;
    }

    if (robots) {
        robots->hash = 1;
    }

    if (csp.ours) {
        ngx_http_reader_set_csp(r, &csp);
    }

    r->headers_out.content_type =
                             ngx_http_reader_content_types[ctx->format].type;
    r->headers_out.content_type_len =
                          ngx_http_reader_content_types[ctx->format].type_len;
    r->headers_out.content_type_lowcase = NULL;

    if (ctx->format == READER_TEXT && conf->text_wrap) {
        r->headers_out.content_type = ngx_http_reader_flowed;
    }

    ngx_str_set(&r->headers_out.charset, "utf-8");
    r->headers_out.override_charset = NULL;

    r->headers_out.content_length_n = length;

    r->allow_ranges = 0;

    return NGX_OK;
}


/* the page's own headers, its type and its policies included */

static ngx_int_t
ngx_http_reader_declutter_headers(ngx_http_request_t *r, ngx_str_t *etag,
    off_t length)
{
    ngx_table_elt_t  *validator;

    validator = NULL;

    if (etag->len) {
        validator = ngx_http_reader_push_field(r, "ETag", etag);

        if (validator == NULL) {
            return NGX_ERROR;
        }
    }

    ngx_http_reader_drop_of_bytes(r, validator);

    r->headers_out.content_length_n = length;

    r->allow_ranges = 0;

    return NGX_OK;
}


/* a 304 for a view; on error the header is as it was */

ngx_int_t
ngx_http_reader_view_unmodified(ngx_http_request_t *r, reader_format_t format,
    ngx_str_t *etag)
{
    ngx_table_elt_t  *validator;

    validator = ngx_http_reader_push_field(r, "ETag", etag);
    if (validator == NULL) {
        return NGX_ERROR;
    }

    ngx_http_reader_drop_of_bytes(r, validator);

    if (format != READER_DECLUTTER) {
        ngx_http_reader_drop_of_look(r);
        ngx_http_reader_drop(r, ngx_http_reader_of_page);
    }

    ngx_http_reader_page_unmodified(r);

    return NGX_OK;
}


/* as in ngx_http_not_modified_header_filter() */

void
ngx_http_reader_page_unmodified(ngx_http_request_t *r)
{
    r->headers_out.status = NGX_HTTP_NOT_MODIFIED;
    r->headers_out.status_line.len = 0;
    r->headers_out.content_type.len = 0;

    ngx_http_clear_content_length(r);
    ngx_http_clear_accept_ranges(r);

    if (r->headers_out.content_encoding) {
        r->headers_out.content_encoding->hash = 0;
        r->headers_out.content_encoding = NULL;
    }
}


/* for one user only, and without a policy of the origin about embedding */

static ngx_uint_t
ngx_http_reader_is_private(ngx_http_request_t *r)
{
    ngx_list_t                *headers;
    ngx_http_reader_fields_t   fields = { &r->headers_out.headers, NULL, 0 };

    headers = &r->headers_out.headers;

    if (ngx_http_reader_next_named(&fields, "Cross-Origin-Resource-Policy")) {
        return 0;
    }

    return r->headers_in.authorization != NULL
           || ngx_http_reader_named_has_token(headers, "Cache-Control",
                                              "private")
           || ngx_http_reader_named_has_token(headers, "Cache-Control",
                                              "no-store");
}


/*
 * The only header with text of the page: a URL that the library has parsed and
 * written anew. NGX_OK without a link: there is none, or it is not fit for a
 * header.
 */

static ngx_int_t
ngx_http_reader_canonical(ngx_http_request_t *r, ngx_str_t *url,
    ngx_table_elt_t **link)
{
    ngx_str_t  value;

    if (url->len == 0
        || url->len > NGX_HTTP_READER_CANONICAL_MAX
        || !ngx_http_reader_visible(url, "<>\""))
    {
        return NGX_OK;
    }

    value.data = ngx_pnalloc(r->pool, sizeof("<>; rel=\"canonical\"")
                                      + url->len);
    if (value.data == NULL) {
        return NGX_ERROR;
    }

    value.len = ngx_sprintf(value.data, "<%V>; rel=\"canonical\"", url)
                - value.data;

    *link = ngx_http_reader_push_link(r, &value);

    return *link ? NGX_OK : NGX_ERROR;
}


/* in our words, which are all that search engines know */

static ngx_int_t
ngx_http_reader_robots(ngx_http_request_t *r, ngx_str_t *value,
    ngx_table_elt_t **robots)
{
    u_char      *p;
    ngx_int_t    n;
    ngx_str_t    list, rule, result;
    ngx_uint_t   i, asked;

    list = *value;
    asked = 0;

    while (list.len) {
        rule = ngx_http_reader_token(&list, ',');
        n = ngx_http_reader_index(ngx_http_reader_robot_rules, &rule);

        if (n != NGX_DECLINED) {
            asked |= (ngx_uint_t) 1 << n;
        }
    }

    if (asked == 0) {
        return NGX_OK;
    }

    result.len = 0;

    for (i = 0; ngx_http_reader_robot_rules[i].len; i++) {
        result.len += ngx_http_reader_robot_rules[i].len + sizeof(", ") - 1;
    }

    p = ngx_pnalloc(r->pool, result.len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    result.data = p;

    for (i = 0; ngx_http_reader_robot_rules[i].len; i++) {
        if (asked & ((ngx_uint_t) 1 << i)) {
            p = ngx_sprintf(p, "%s%V", p == result.data ? "" : ", ",
                            &ngx_http_reader_robot_rules[i]);
        }
    }

    result.len = p - result.data;

    *robots = ngx_http_reader_push_field(r, "X-Robots-Tag", &result);

    return *robots ? NGX_OK : NGX_ERROR;
}


static void
ngx_http_reader_drop_of_bytes(ngx_http_request_t *r, ngx_table_elt_t *etag)
{
    ngx_http_reader_drop(r, ngx_http_reader_of_bytes);

    r->headers_out.accept_ranges = NULL;
    r->headers_out.content_encoding = NULL;
    r->headers_out.content_length = NULL;
    r->headers_out.content_range = NULL;

    r->headers_out.etag = etag;

    if (etag) {
        etag->hash = 1;
        return;
    }

    /* without a tag, the date would be taken for one of all variants */

    ngx_http_reader_drop(r, ngx_http_reader_last_modified);

    r->headers_out.last_modified = NULL;
    r->headers_out.last_modified_time = -1;
}


static void
ngx_http_reader_drop_of_look(ngx_http_request_t *r)
{
    ngx_http_reader_drop(r, ngx_http_reader_of_look);

    r->headers_out.refresh = NULL;
}


static void
ngx_http_reader_drop(ngx_http_request_t *r, ngx_str_t *names)
{
    ngx_table_elt_t           *h;
    ngx_http_reader_fields_t   fields = { &r->headers_out.headers, NULL, 0 };

    while ((h = ngx_http_reader_next_field(&fields)) != NULL) {
        if (ngx_http_reader_index(names, &h->key) != NGX_DECLINED) {
            h->hash = 0;
        }
    }
}
