
/*
 * Validators of a view. Its entity tag is that of its page with a suffix:
 *
 *     W/"<of the page>-<format>[w|d]<fingerprint>"
 *
 * "w" says that the tag of the page is weak, "d" that the page has none and
 * the time of its Last-Modified stands in for it. So a view is validated
 * without converting anything, a tag that a client gives back leads to the
 * validator of the page, and no two views share a tag.
 */


#include "ngx_http_reader.h"


#define NGX_HTTP_READER_SUFFIX_LEN  (sizeof("-hw01234567") - 1)
#define NGX_HTTP_READER_TAG_MAX     1024

/* the last second that the four digits of a year can name */
#define NGX_HTTP_READER_TIME_MAX    253402300799


typedef struct {
    ngx_str_t                    opaque;   /* without the quotes */
    u_char                       kind;     /* 0, or 'w', or 'd' */
} ngx_http_reader_tag_t;


static ngx_int_t ngx_http_reader_next_tag(ngx_str_t *list,
    ngx_http_reader_tag_t *tag);
static ngx_int_t ngx_http_reader_page_tag(ngx_http_request_t *r,
    ngx_http_reader_tag_t *tag, u_char *buf);
static ngx_int_t ngx_http_reader_strip_tag(ngx_http_reader_tag_t *tag,
    reader_format_t format, uint32_t fingerprint);
static u_char *ngx_http_reader_suffix(u_char *p, reader_format_t format,
    u_char kind, uint32_t fingerprint);
static ngx_uint_t ngx_http_reader_matches(ngx_str_t *list, ngx_str_t *opaque);


/* in the order of reader_format_t; none is a hexadecimal digit, w or d */

static u_char  ngx_http_reader_letters[] = "htmjx";


/*
 * The tag of a view of the page that this response is. NGX_DECLINED: the page
 * has no validator, so a view has none; NGX_ERROR: no memory.
 */

ngx_int_t
ngx_http_reader_view_tag(ngx_http_request_t *r, reader_format_t format,
    uint32_t fingerprint, ngx_str_t *etag)
{
    u_char                 *p, time[NGX_TIME_T_LEN];
    ngx_http_reader_tag_t   tag;

    if (ngx_http_reader_page_tag(r, &tag, time) != NGX_OK) {
        return NGX_DECLINED;
    }

    p = ngx_pnalloc(r->pool, sizeof("W/\"\"") - 1 + tag.opaque.len
                             + NGX_HTTP_READER_SUFFIX_LEN);
    if (p == NULL) {
        return NGX_ERROR;
    }

    etag->data = p;

    p = ngx_cpymem(p, "W/\"", sizeof("W/\"") - 1);
    p = ngx_cpymem(p, tag.opaque.data, tag.opaque.len);
    p = ngx_http_reader_suffix(p, format, tag.kind, fingerprint);
    *p++ = '"';

    etag->len = p - etag->data;

    return NGX_OK;
}


static ngx_int_t
ngx_http_reader_page_tag(ngx_http_request_t *r, ngx_http_reader_tag_t *tag,
    u_char *buf)
{
    ngx_str_t  list;

    if (r->headers_out.etag) {
        list = r->headers_out.etag->value;

        if (list.len <= NGX_HTTP_READER_TAG_MAX
            && ngx_http_reader_next_tag(&list, tag) == NGX_OK
            && list.len == 0)
        {
            return NGX_OK;
        }
    }

    if (r->headers_out.last_modified_time >= 0) {
        tag->kind = 'd';
        tag->opaque.data = buf;
        tag->opaque.len = ngx_sprintf(buf, "%xT",
                                      r->headers_out.last_modified_time)
                          - buf;
        return NGX_OK;
    }

    return NGX_DECLINED;
}


/*
 * Does the client have the view with this tag? RFC 9110, 13.1.2: "*" is any
 * representation, and tags are compared weakly.
 */

ngx_uint_t
ngx_http_reader_view_known(ngx_str_t *tags, ngx_str_t *etag)
{
    ngx_str_t              list;
    ngx_http_reader_tag_t  tag;

    list = *etag;

    return ngx_http_reader_next_tag(&list, &tag) == NGX_OK
           && ngx_http_reader_matches(tags, &tag.opaque);
}


/*
 * Does the client have the page, which is to be sent as it came? Its
 * validators were taken out of the request, as a view might have been sent;
 * so this is done in place of the upstream, and as nginx does it for files.
 */

ngx_uint_t
ngx_http_reader_page_known(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx)
{
    time_t                     since;
    ngx_str_t                 *value, list;
    ngx_http_reader_tag_t      tag;
    ngx_http_core_loc_conf_t  *clcf;

    if (r->headers_out.status != NGX_HTTP_OK) {
        return 0;
    }

    if (ctx->tags.len) {

        if (r->headers_out.etag == NULL) {
            return 0;
        }

        list = r->headers_out.etag->value;

        return ngx_http_reader_next_tag(&list, &tag) == NGX_OK
               && list.len == 0
               && ngx_http_reader_matches(&ctx->tags, &tag.opaque);
    }

    if (ctx->if_modified_since == NULL
        || r->headers_out.last_modified_time < 0)
    {
        return 0;
    }

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);

    value = &ctx->if_modified_since->value;
    since = ngx_parse_http_time(value->data, value->len);

    switch (clcf->if_modified_since) {

    case NGX_HTTP_IMS_EXACT:
        return since == r->headers_out.last_modified_time;

    case NGX_HTTP_IMS_BEFORE:
        return since >= r->headers_out.last_modified_time;

    default: /* NGX_HTTP_IMS_OFF */
        return 0;
    }
}


static ngx_uint_t
ngx_http_reader_matches(ngx_str_t *tags, ngx_str_t *opaque)
{
    ngx_str_t              list;
    ngx_http_reader_tag_t  tag;

    if (tags->len == 1 && tags->data[0] == '*') {
        return 1;
    }

    list = *tags;

    while (ngx_http_reader_next_tag(&list, &tag) == NGX_OK) {

        if (tag.opaque.len == opaque->len
            && ngx_memcmp(tag.opaque.data, opaque->data, opaque->len) == 0)
        {
            return 1;
        }
    }

    return 0;
}


/*
 * Of the tags of a client, those of this view, each as its page has it: a list
 * for If-None-Match, or if there is but a time, that. *etag is the first one
 * as the client has it. NGX_DECLINED: none is of this view; NGX_ERROR: no
 * memory.
 */

ngx_int_t
ngx_http_reader_page_tags(ngx_http_request_t *r, ngx_str_t *tags,
    reader_format_t format, uint32_t fingerprint, ngx_str_t *value,
    ngx_uint_t *is_time, ngx_str_t *etag)
{
    u_char                 *p;
    ngx_int_t               n, time;
    ngx_str_t               list, whole;
    ngx_http_reader_tag_t   tag;

    list = *tags;
    time = NGX_ERROR;

    ngx_str_null(etag);
    ngx_str_null(value);

    while (ngx_http_reader_next_tag(&list, &tag) == NGX_OK) {

        whole = tag.opaque;

        if (ngx_http_reader_strip_tag(&tag, format, fingerprint) != NGX_OK) {
            continue;
        }

        if (tag.kind == 'd') {
            n = ngx_hextoi(tag.opaque.data, tag.opaque.len);

            if (n == NGX_ERROR || n > NGX_HTTP_READER_TIME_MAX) {
                continue;
            }

            if (time == NGX_ERROR) {
                time = n;
            }
        }

        if (etag->len == 0) {

            /* what is added to a tag is less than the suffix that it loses */

            p = ngx_pnalloc(r->pool, sizeof("W/\"\"") - 1 + whole.len
                                     + sizeof("Mon, 28 Sep 1970 06:00:00 GMT")
                                     + tags->len);
            if (p == NULL) {
                return NGX_ERROR;
            }

            etag->data = p;
            etag->len = ngx_sprintf(p, "W/\"%V\"", &whole) - p;

            value->data = p + etag->len;
        }

        if (tag.kind == 'd') {
            continue;
        }

        p = value->data + value->len;

        if (value->len) {
            p = ngx_cpymem(p, ", ", 2);
        }

        p = ngx_sprintf(p, "%s\"%V\"", tag.kind ? "W/" : "", &tag.opaque);

        value->len = p - value->data;
    }

    if (etag->len == 0) {
        return NGX_DECLINED;
    }

    *is_time = (value->len == 0);

    if (*is_time) {
        value->len = ngx_http_time(value->data, time) - value->data;
    }

    return NGX_OK;
}


/* makes a tag of this view that of its page, else NGX_DECLINED */

static ngx_int_t
ngx_http_reader_strip_tag(ngx_http_reader_tag_t *tag, reader_format_t format,
    uint32_t fingerprint)
{
    size_t  len;
    u_char  *kind, suffix[NGX_HTTP_READER_SUFFIX_LEN];

    static u_char  kinds[] = { 0, 'w', 'd', 0 };

    kind = kinds;

    do {
        len = ngx_http_reader_suffix(suffix, format, *kind, fingerprint)
              - suffix;

        if (tag->opaque.len >= len
            && ngx_memcmp(tag->opaque.data + tag->opaque.len - len, suffix,
                          len)
               == 0)
        {
            tag->opaque.len -= len;
            tag->kind = *kind;
            return NGX_OK;
        }

    } while (*++kind);

    return NGX_DECLINED;
}


static u_char *
ngx_http_reader_suffix(u_char *p, reader_format_t format, u_char kind,
    uint32_t fingerprint)
{
    *p++ = '-';
    *p++ = ngx_http_reader_letters[format];

    if (kind) {
        *p++ = kind;
    }

    return ngx_sprintf(p, "%08xD", fingerprint);
}


/*
 * Takes the next entity tag off a list, RFC 9110, 8.8.3. Elements that are
 * none are skipped. NGX_DECLINED: there is none left.
 */

static ngx_int_t
ngx_http_reader_next_tag(ngx_str_t *list, ngx_http_reader_tag_t *tag)
{
    u_char  *p, *end, *last;

    p = list->data;
    last = list->data + list->len;

    for ( ;; ) {
        p = ngx_http_reader_skip_commas(p, last);

        if (p == last) {
            return NGX_DECLINED;
        }

        tag->kind = 0;

        if (last - p > 2 && *p == 'W' && p[1] == '/') {
            tag->kind = 'w';
            p += 2;
        }

        if (*p == '"') {

            /* there are no escapes in it, and commas are as any character */

            for (end = ++p; end < last && *end > 0x20 && *end != 0x7f; end++) {
                if (*end == '"') {
                    break;
                }
            }

            if (end < last && *end == '"') {
                tag->opaque.data = p;
                tag->opaque.len = end - p;

                p = ngx_http_reader_skip_space(end + 1, last);

                if (p == last || *p == ',') {
                    p = ngx_http_reader_skip_commas(p, last);

                    list->data = p;
                    list->len = last - p;

                    return NGX_OK;
                }
            }
        }

        while (p < last && *p != ',') {
            p++;
        }
    }
}
