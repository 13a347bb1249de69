
/*
 * Link headers of a view: those that make a browser fetch what only the page
 * needs, its style sheets, fonts and scripts, go; relations of the document,
 * such as canonical, alternate, license or next, stay.
 */


#include "ngx_http_reader.h"


static ngx_int_t ngx_http_reader_alternate(ngx_http_request_t *r,
    ngx_str_t *url, char *type);
static u_char *ngx_http_reader_copy_links(u_char *p, ngx_str_t *value,
    ngx_uint_t *dropped, ngx_uint_t *canonical);
static u_char *ngx_http_reader_link(u_char *p, u_char *last,
    ngx_uint_t *wanted, ngx_uint_t *canonical);
static u_char *ngx_http_reader_link_value(u_char *p, u_char *last,
    ngx_str_t *value);
static ngx_uint_t ngx_http_reader_fetched(ngx_str_t *rel);


/* the HTML standard, 4.6.7: link types for which a header makes one fetch */

static ngx_str_t  ngx_http_reader_fetched_rels[] = {
    ngx_string("dns-prefetch"),
    ngx_string("modulepreload"),
    ngx_string("preconnect"),
    ngx_string("prefetch"),
    ngx_string("preload"),
    ngx_string("prerender"),
    ngx_string("stylesheet"),
    ngx_null_string
};


/*
 * NGX_ERROR: no memory, and nothing was changed. *canonical is set if a link
 * that stays has this relation.
 */

ngx_int_t
ngx_http_reader_filter_links(ngx_http_request_t *r, ngx_uint_t *canonical)
{
    size_t                     len;
    u_char                    *p, *last;
    ngx_uint_t                 dropped;
    ngx_table_elt_t           *h;
    ngx_http_reader_fields_t   fields = { &r->headers_out.headers, NULL, 0 };

    *canonical = 0;
    len = 0;

    while ((h = ngx_http_reader_next_named(&fields, "Link")) != NULL) {
        len += h->value.len;
    }

    if (len == 0) {
        return NGX_OK;
    }

    /* the values are not ours to change: $upstream_http_link has them too */

    p = ngx_pnalloc(r->pool, len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    fields.part = NULL;

    while ((h = ngx_http_reader_next_named(&fields, "Link")) != NULL) {
        dropped = 0;

        last = ngx_http_reader_copy_links(p, &h->value, &dropped, canonical);

        if (!dropped) {
            continue;
        }

        h->value.data = p;
        h->value.len = last - p;

        if (h->value.len == 0) {
            h->hash = 0;
        }

        p = last;
    }

    return NGX_OK;
}


/*
 * An untouched page of a location where a view could have been sent names the
 * other forms of reader_link. NGX_ERROR: no memory.
 */

ngx_int_t
ngx_http_reader_announce(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf)
{
    ngx_str_t   url;
    ngx_uint_t  i;

    static char  *types[READER_LINKS] = {
        NULL,                              /* READER_LINK_ORIGINAL */
        "text/plain",                      /* READER_LINK_TEXT */
        "text/markdown",                   /* READER_LINK_MARKDOWN */
        "application/json"                 /* READER_LINK_JSON */
    };

    if (conf->links == NULL || ngx_http_reader_ineligible(r, conf)) {
        return NGX_OK;
    }

    for (i = 0; i < READER_LINKS; i++) {

        if (types[i] == NULL || conf->links[i] == NULL) {
            continue;
        }

        if (ngx_http_complex_value(r, conf->links[i], &url) != NGX_OK
            || ngx_http_reader_alternate(r, &url, types[i]) != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


/*
 * With $uri, which is not escaped any more, there may be anything in an
 * address: what RFC 3986 does not have in a URI is escaped.
 */

static ngx_int_t
ngx_http_reader_alternate(ngx_http_request_t *r, ngx_str_t *url, char *type)
{
    u_char           *p;
    size_t            i;
    ngx_str_t         value;
    ngx_table_elt_t  *link;
    reader_string_t   address;

    value.data = ngx_pnalloc(r->pool, sizeof("<>; rel=\"alternate\"; type=\"\"")
                                      + 3 * url->len + ngx_strlen(type));
    if (value.data == NULL) {
        return NGX_ERROR;
    }

    p = value.data;
    *p++ = '<';

    for (i = 0; i < url->len; i++) {

        if (url->data[i] <= 0x20 || url->data[i] >= 0x7f
            || ngx_strchr("<>\"\\^`{|}", url->data[i]))
        {
            p = ngx_sprintf(p, "%%%02Xd", (int) url->data[i]);

        } else {
            *p++ = url->data[i];
        }
    }

    address.data = (const char *) value.data + 1;
    address.length = p - value.data - 1;

    if (url->len == 0 || !reader_link_is_allowed(address)) {
        return NGX_OK;
    }

    p = ngx_sprintf(p, ">; rel=\"alternate\"; type=\"%s\"", type);

    value.len = p - value.data;

    link = ngx_http_reader_push_link(r, &value);
    if (link == NULL) {
        return NGX_ERROR;
    }

    link->hash = 1;

    return NGX_OK;
}


/*
 * A Link header that is not sent until its hash is set. $sent_http_link does
 * not go through the list of headers, but through those that are known as
 * links.
 */

ngx_table_elt_t *
ngx_http_reader_push_link(ngx_http_request_t *r, ngx_str_t *value)
{
    ngx_table_elt_t  *h, **link;

    h = ngx_http_reader_push_field(r, "Link", value);
    if (h == NULL) {
        return NULL;
    }

#if (nginx_version >= 1023000)

    for (link = &r->headers_out.link; *link; link = &(*link)->next) {
        /* void */
    }

#else

    if (r->headers_out.link.elts == NULL
        && ngx_array_init(&r->headers_out.link, r->pool, 1,
                          sizeof(ngx_table_elt_t *))
           != NGX_OK)
    {
        return NULL;
    }

    link = ngx_array_push(&r->headers_out.link);
    if (link == NULL) {
        return NULL;
    }

#endif

    *link = h;

    return h;
}


/* copies the wanted links to p, where there is room for the whole value */

static u_char *
ngx_http_reader_copy_links(u_char *p, ngx_str_t *value, ngx_uint_t *dropped,
    ngx_uint_t *canonical)
{
    u_char      *start, *end, *last, *to;
    ngx_uint_t   wanted, is_canonical;

    to = p;
    end = value->data;
    last = value->data + value->len;

    for ( ;; ) {

        end = ngx_http_reader_skip_commas(end, last);

        if (end == last) {
            return to;
        }

        start = end;
        end = ngx_http_reader_link(start, last, &wanted, &is_canonical);

        if (!wanted) {
            *dropped = 1;
            continue;
        }

        if (is_canonical) {
            *canonical = 1;
        }

        if (to != p) {
            *to++ = ',';
        }

        to = ngx_cpymem(to, start, end - start);
    }
}


/*
 * RFC 8288, 3: "<" URI ">" *( ";" name [ "=" value ] ). Returns the end of the
 * link. One that is malformed is not wanted, as it is anyone's guess how a
 * browser reads it.
 */

static u_char *
ngx_http_reader_link(u_char *p, u_char *last, ngx_uint_t *wanted,
    ngx_uint_t *canonical)
{
    u_char      *end;
    ngx_str_t    name, value;
    ngx_uint_t   rel;

    *wanted = 0;
    *canonical = 0;

    end = (*p == '<') ? ngx_strlchr(p, last, '>') : NULL;

    if (end == NULL) {
        return ngx_http_reader_skip_element(p, last);
    }

    p = end + 1;
    rel = 0;
    *wanted = 1;

    for ( ;; ) {
        p = ngx_http_reader_skip_space(p, last);

        if (p == last || *p == ',') {
            return p;
        }

        if (*p != ';') {
            *wanted = 0;
            return ngx_http_reader_skip_element(p, last);
        }

        p = ngx_http_reader_skip_space(p + 1, last);

        name.data = p;

        while (p < last && *p != '=' && *p != ';' && *p != ','
               && *p != ' ' && *p != '\t')
        {
            p++;
        }

        name.len = p - name.data;

        p = ngx_http_reader_skip_space(p, last);

        if (p == last || *p != '=') {
            continue;
        }

        p = ngx_http_reader_skip_space(p + 1, last);
        p = ngx_http_reader_link_value(p, last, &value);

        if (p == NULL) {
            *wanted = 0;
            return last;
        }

        /* only the first rel counts */

        if (!rel
            && name.len == sizeof("rel") - 1
            && ngx_strncasecmp(name.data, (u_char *) "rel", name.len) == 0)
        {
            rel = 1;

            if (ngx_http_reader_fetched(&value)) {
                *wanted = 0;
            }

            *canonical = ngx_http_reader_is(&value, "canonical");
        }
    }
}


/* returns what is behind the value, or NULL if a quote is not closed */

static u_char *
ngx_http_reader_link_value(u_char *p, u_char *last, ngx_str_t *value)
{
    if (p < last && *p == '"') {
        return ngx_http_reader_quoted(p, last, value);
    }

    value->data = p;

    while (p < last && *p != ';' && *p != ',' && *p != ' ' && *p != '\t') {
        p++;
    }

    value->len = p - value->data;

    return p;
}


/* no relation has a backslash: one that is escaped is taken for fetched */

static ngx_uint_t
ngx_http_reader_fetched(ngx_str_t *rel)
{
    ngx_str_t  list, token;

    if (ngx_strlchr(rel->data, rel->data + rel->len, '\\')) {
        return 1;
    }

    list = *rel;

    while (list.len) {
        token = ngx_http_reader_token(&list, ' ');

        if (ngx_http_reader_index(ngx_http_reader_fetched_rels, &token)
            != NGX_DECLINED)
        {
            return 1;
        }
    }

    return 0;
}
