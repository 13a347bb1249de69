
/*
 * The response side: whether a response may be converted at all, and the
 * headers of a view.
 */


#include "ngx_http_reader.h"


typedef ngx_uint_t (*ngx_http_reader_test_pt)(ngx_str_t *value);


typedef struct {
    ngx_str_t                name;
    ngx_http_reader_test_pt  forbids;
} ngx_http_reader_test_t;


static ngx_uint_t ngx_http_reader_no_transform(ngx_str_t *value);
static ngx_uint_t ngx_http_reader_attachment(ngx_str_t *value);
static ngx_uint_t ngx_http_reader_content_range(ngx_str_t *value);
static ngx_uint_t ngx_http_reader_refresh(ngx_str_t *value);
static ngx_uint_t ngx_http_reader_unbuffered(ngx_str_t *value);
static ngx_uint_t ngx_http_reader_forbidden(ngx_list_t *headers,
    ngx_http_reader_test_t *tests);
static ngx_table_elt_t *ngx_http_reader_push_header(ngx_http_request_t *r,
    char *name, ngx_str_t *value);
static void ngx_http_reader_drop_stale(ngx_http_request_t *r);


/* response headers that keep a page from being converted */

static ngx_http_reader_test_t  ngx_http_reader_tests[] = {
    /* RFC 9110, 7.7: an intermediary MUST NOT transform */
    { ngx_string("Cache-Control"), ngx_http_reader_no_transform },
    { ngx_string("Content-Disposition"), ngx_http_reader_attachment },
    { ngx_string("Content-Range"), ngx_http_reader_content_range },
    { ngx_string("Refresh"), ngx_http_reader_refresh },
    { ngx_string("X-Accel-Buffering"), ngx_http_reader_unbuffered },
    { ngx_null_string, NULL }
};


/* nginx keeps this one from the client, so it is in u->headers_in only */

static ngx_http_reader_test_t  ngx_http_reader_upstream_tests[] = {
    { ngx_string("X-Accel-Buffering"), ngx_http_reader_unbuffered },
    { ngx_null_string, NULL }
};


/* what is said about the page and is not true of a view */

static ngx_str_t  ngx_http_reader_stale[] = {
    ngx_string("Accept-Ranges"),
    ngx_string("Content-Digest"),
    ngx_string("Content-Encoding"),
    ngx_string("Content-Length"),
    ngx_string("Content-MD5"),
    ngx_string("Content-Security-Policy-Report-Only"),
    ngx_string("Digest"),
    ngx_string("ETag"),
    ngx_string("Last-Modified"),
    ngx_string("Refresh"),
    ngx_string("Repr-Digest"),
    ngx_string("SourceMap"),
    ngx_string("Speculation-Rules"),
    ngx_string("X-Content-Type-Options"),
    ngx_string("X-SourceMap"),
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


/*
 * A second wall behind the writer, which writes no script, style, form, frame
 * or base. Policies add up: one of the origin stays in force beside it. The
 * sandbox, without allow-scripts, is a third wall.
 */

static char  ngx_http_reader_policy[] =
    "default-src 'none'; style-src '%s'; "
    "img-src https: http: data:; media-src https: http:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";


ngx_uint_t
ngx_http_reader_eligible(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf)
{
    ngx_http_upstream_t  *u;

    /*
     * With a range that was left in the request, the range filters would cut
     * the view, and the header would come after the body. With slices, the
     * rest of the page comes in subrequests, past this filter.
     */

    if (r->headers_out.status != NGX_HTTP_OK
        || r->headers_out.content_length_n == 0
        || r->headers_in.range
        || r->subrequest_ranges
        || ngx_http_test_content_type(r, &conf->types) == NULL
        || ngx_http_reader_forbidden(&r->headers_out.headers,
                                     ngx_http_reader_tests))
    {
        return 0;
    }

    u = r->upstream;

    return u == NULL
           || (u->conf->ignore_headers & NGX_HTTP_UPSTREAM_IGN_XA_BUFFERING)
           || !ngx_http_reader_forbidden(&u->headers_in.headers,
                                         ngx_http_reader_upstream_tests);
}


static ngx_uint_t
ngx_http_reader_forbidden(ngx_list_t *headers, ngx_http_reader_test_t *tests)
{
    ngx_uint_t               i;
    ngx_list_part_t         *part;
    ngx_table_elt_t         *h;
    ngx_http_reader_test_t  *test;

    part = &headers->part;
    h = part->elts;

    for (i = 0; /* void */; i++) {

        if (i >= part->nelts) {
            if (part->next == NULL) {
                break;
            }

            part = part->next;
            h = part->elts;
            i = 0;
        }

        if (h[i].hash == 0) {
            continue;
        }

        for (test = tests; test->forbids; test++) {

            if (h[i].key.len == test->name.len
                && ngx_strncasecmp(h[i].key.data, test->name.data,
                                   test->name.len)
                   == 0
                && test->forbids(&h[i].value))
            {
                return 1;
            }
        }
    }

    return 0;
}


static ngx_uint_t
ngx_http_reader_no_transform(ngx_str_t *value)
{
    ngx_str_t  list, token;

    list = *value;

    while (list.len) {
        token = ngx_http_reader_token(&list, ',');

        if (token.len == sizeof("no-transform") - 1
            && ngx_strncasecmp(token.data, (u_char *) "no-transform",
                               token.len)
               == 0)
        {
            return 1;
        }
    }

    return 0;
}


static ngx_uint_t
ngx_http_reader_attachment(ngx_str_t *value)
{
    ngx_str_t  list, token;

    list = *value;
    token = ngx_http_reader_token(&list, ';');

    return token.len == sizeof("attachment") - 1
           && ngx_strncasecmp(token.data, (u_char *) "attachment", token.len)
              == 0;
}


static ngx_uint_t
ngx_http_reader_content_range(ngx_str_t *value)
{
    return 1;
}


/* to another page; a mere reload is dropped from the view */

static ngx_uint_t
ngx_http_reader_refresh(ngx_str_t *value)
{
    return ngx_strlcasestrn(value->data, value->data + value->len,
                            (u_char *) "url", sizeof("url") - 2)
           != NULL;
}


static ngx_uint_t
ngx_http_reader_unbuffered(ngx_str_t *value)
{
    return value->len == sizeof("no") - 1
           && ngx_strncasecmp(value->data, (u_char *) "no", value->len) == 0;
}


/* takes the first element off a list, without white space around it */

ngx_str_t
ngx_http_reader_token(ngx_str_t *list, u_char separator)
{
    u_char     *p, *last;
    ngx_str_t   token;

    token.data = list->data;
    last = list->data + list->len;

    for (p = token.data; p < last && *p != separator; p++) { /* void */ }

    list->data = (p < last) ? p + 1 : last;
    list->len = last - list->data;

    while (token.data < p && (*token.data == ' ' || *token.data == '\t')) {
        token.data++;
    }

    while (token.data < p && (p[-1] == ' ' || p[-1] == '\t')) {
        p--;
    }

    token.len = p - token.data;

    return token;
}


/* NGX_HTTP_READER_UNKNOWN also stands for several codings */

ngx_http_reader_encoding_e
ngx_http_reader_encoding(ngx_http_request_t *r)
{
    ngx_int_t                    n;
    ngx_uint_t                   i;
    ngx_list_part_t             *part;
    ngx_table_elt_t             *h;
    ngx_http_reader_encoding_e   encoding;

    static ngx_str_t  header[] = {
        ngx_string("Content-Encoding"),
        ngx_null_string
    };

    static ngx_str_t  names[] = {
        ngx_string("identity"),
        ngx_string("none"),
        ngx_string("gzip"),
        ngx_string("x-gzip"),
        ngx_string("deflate"),
        ngx_string("br"),
        ngx_string("zstd"),
        ngx_null_string
    };

    static ngx_http_reader_encoding_e  encodings[] = {
        NGX_HTTP_READER_IDENTITY,
        NGX_HTTP_READER_IDENTITY,
        NGX_HTTP_READER_GZIP,
        NGX_HTTP_READER_GZIP,
        NGX_HTTP_READER_DEFLATE,
        NGX_HTTP_READER_BROTLI,
        NGX_HTTP_READER_ZSTD
    };

    encoding = NGX_HTTP_READER_IDENTITY;

    part = &r->headers_out.headers.part;
    h = part->elts;

    for (i = 0; /* void */; i++) {

        if (i >= part->nelts) {
            if (part->next == NULL) {
                break;
            }

            part = part->next;
            h = part->elts;
            i = 0;
        }

        if (h[i].hash == 0
            || h[i].value.len == 0
            || ngx_http_reader_index(header, &h[i].key) == NGX_DECLINED)
        {
            continue;
        }

        n = ngx_http_reader_index(names, &h[i].value);

        if (n == NGX_DECLINED || encoding != NGX_HTTP_READER_IDENTITY) {
            return NGX_HTTP_READER_UNKNOWN;
        }

        encoding = encodings[n];
    }

    return encoding;
}


/*
 * Makes the response header that of a view. A length of -1 is that of an
 * answer to HEAD. On error the header is as it was.
 */

ngx_int_t
ngx_http_reader_view_headers(ngx_http_request_t *r, reader_format_t format,
    off_t length)
{
    ngx_str_t                    value;
    ngx_table_elt_t             *nosniff, *csp;
    ngx_http_reader_loc_conf_t  *conf;

    ngx_str_set(&value, "nosniff");

    nosniff = ngx_http_reader_push_header(r, "X-Content-Type-Options", &value);

    if (nosniff == NULL) {
        return NGX_ERROR;
    }

    csp = NULL;

    if (format == READER_HTML) {
        conf = ngx_http_get_module_loc_conf(r, ngx_http_reader_filter_module);

        csp = ngx_http_reader_push_header(r, "Content-Security-Policy",
                                          &conf->csp);
        if (csp == NULL) {
            return NGX_ERROR;
        }
    }

    if (ngx_http_reader_filter_links(r) != NGX_OK) {
        return NGX_ERROR;
    }

    /* nothing fails from here on */

    ngx_http_reader_drop_stale(r);

    nosniff->hash = 1;

    if (csp) {
        csp->hash = 1;
    }

    r->headers_out.content_type = ngx_http_reader_content_types[format].type;
    r->headers_out.content_type_len =
                               ngx_http_reader_content_types[format].type_len;
    r->headers_out.content_type_lowcase = NULL;

    ngx_str_set(&r->headers_out.charset, "utf-8");
    r->headers_out.override_charset = NULL;

    r->headers_out.content_length_n = length;
    r->headers_out.last_modified_time = -1;

    r->allow_ranges = 0;

    return NGX_OK;
}


ngx_int_t
ngx_http_reader_csp(ngx_conf_t *cf, const reader_profile_t *profile,
    ngx_str_t *csp)
{
    size_t       len;
    const char  *source;

    source = reader_profile_style_source(profile);
    len = sizeof(ngx_http_reader_policy) - 1 + ngx_strlen(source);

    csp->data = ngx_pnalloc(cf->pool, len);
    if (csp->data == NULL) {
        return NGX_ERROR;
    }

    csp->len = ngx_snprintf(csp->data, len, ngx_http_reader_policy, source)
               - csp->data;

    return NGX_OK;
}


/* the header is not sent until its hash is set */

static ngx_table_elt_t *
ngx_http_reader_push_header(ngx_http_request_t *r, char *name,
    ngx_str_t *value)
{
    ngx_table_elt_t  *h;

    h = ngx_list_push(&r->headers_out.headers);
    if (h == NULL) {
        return NULL;
    }

    h->hash = 0;
    h->key.data = (u_char *) name;
    h->key.len = ngx_strlen(name);
    h->value = *value;
    h->lowcase_key = NULL;

#if (nginx_version >= 1023000)
    h->next = NULL;
#endif

    return h;
}


static void
ngx_http_reader_drop_stale(ngx_http_request_t *r)
{
    ngx_uint_t        i;
    ngx_list_part_t  *part;
    ngx_table_elt_t  *h;

    part = &r->headers_out.headers.part;
    h = part->elts;

    for (i = 0; /* void */; i++) {

        if (i >= part->nelts) {
            if (part->next == NULL) {
                break;
            }

            part = part->next;
            h = part->elts;
            i = 0;
        }

        if (h[i].hash
            && ngx_http_reader_index(ngx_http_reader_stale, &h[i].key)
               != NGX_DECLINED)
        {
            h[i].hash = 0;
        }
    }

    r->headers_out.accept_ranges = NULL;
    r->headers_out.content_encoding = NULL;
    r->headers_out.content_length = NULL;
    r->headers_out.etag = NULL;
    r->headers_out.last_modified = NULL;
    r->headers_out.refresh = NULL;
}
