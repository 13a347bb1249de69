
/*
 * Whether a response may be converted at all, by its header.
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
static char *ngx_http_reader_forbidden(ngx_list_t *headers,
    ngx_http_reader_test_t *tests);


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


/* why it may not, or NULL */

char *
ngx_http_reader_ineligible(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf)
{
    char                 *name;
    ngx_http_upstream_t  *u;

    if (r->headers_out.status != NGX_HTTP_OK) {
        return "status";
    }

    if (r->headers_out.content_length_n == 0) {
        return "no body";
    }

    /*
     * With a range that was left in the request, the range filters would cut
     * the view, and the header would come after the body. With slices, the
     * rest of the page comes in subrequests, past this filter.
     */

    if (r->headers_in.range || r->subrequest_ranges) {
        return "range";
    }

    if (ngx_http_test_content_type(r, &conf->types) == NULL) {
        return "type";
    }

    name = ngx_http_reader_forbidden(&r->headers_out.headers,
                                     ngx_http_reader_tests);
    if (name) {
        return name;
    }

    u = r->upstream;

    if (u == NULL
        || (u->conf->ignore_headers & NGX_HTTP_UPSTREAM_IGN_XA_BUFFERING))
    {
        return NULL;
    }

    return ngx_http_reader_forbidden(&u->headers_in.headers,
                                     ngx_http_reader_upstream_tests);
}


static char *
ngx_http_reader_forbidden(ngx_list_t *headers, ngx_http_reader_test_t *tests)
{
    ngx_table_elt_t           *h;
    ngx_http_reader_test_t    *test;
    ngx_http_reader_fields_t   fields = { headers, NULL, 0 };

    while ((h = ngx_http_reader_next_field(&fields)) != NULL) {

        for (test = tests; test->forbids; test++) {

            if (h->key.len == test->name.len
                && ngx_strncasecmp(h->key.data, test->name.data,
                                   test->name.len)
                   == 0
                && test->forbids(&h->value))
            {
                return (char *) test->name.data;
            }
        }
    }

    return NULL;
}


static ngx_uint_t
ngx_http_reader_no_transform(ngx_str_t *value)
{
    return ngx_http_reader_has_token(value, "no-transform");
}


static ngx_uint_t
ngx_http_reader_attachment(ngx_str_t *value)
{
    ngx_str_t  list, token;

    list = *value;
    token = ngx_http_reader_token(&list, ';');

    return ngx_http_reader_is(&token, "attachment");
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
    return ngx_http_reader_is(value, "no");
}


/* NGX_HTTP_READER_UNKNOWN also stands for several codings */

ngx_http_reader_encoding_e
ngx_http_reader_encoding(ngx_http_request_t *r)
{
    ngx_int_t                    n;
    ngx_table_elt_t             *h;
    ngx_http_reader_fields_t     fields = { &r->headers_out.headers, NULL, 0 };
    ngx_http_reader_encoding_e   encoding;

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

    while ((h = ngx_http_reader_next_named(&fields, "Content-Encoding"))
           != NULL)
    {
        if (h->value.len == 0) {
            continue;
        }

        n = ngx_http_reader_index(names, &h->value);

        if (n == NGX_DECLINED || encoding != NGX_HTTP_READER_IDENTITY) {
            return NGX_HTTP_READER_UNKNOWN;
        }

        encoding = encodings[n];
    }

    return encoding;
}
