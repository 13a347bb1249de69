
/*
 * Content-Security-Policy of an HTML view. That of the page stays in force,
 * by header or by <meta>, but without what would only break the view: it has
 * no scripts, and a style sheet and links of its own. Beside it is ours.
 */


#include "ngx_http_reader.h"


/*
 * A rule of n bytes becomes at most four (default-src, of at least 11 bytes)
 * of at most n + sizeof("; 'none'") bytes.
 */

#define NGX_HTTP_READER_POLICY_GROWTH  8


typedef struct {
    char                        *name;
    unsigned                     fetch:1;  /* default-src stands in for it */
    unsigned                     list:1;   /* of sources: empty is 'none' */
    unsigned                     header:1; /* is ignored in a <meta> */
} ngx_http_reader_directive_t;


static u_char *ngx_http_reader_reduce_list(u_char *p, ngx_str_t *list,
    u_char separator, ngx_uint_t meta);
static u_char *ngx_http_reader_reduce(u_char *p, ngx_str_t *policy,
    ngx_uint_t meta);
static ngx_int_t ngx_http_reader_find_rule(ngx_str_t *policy, char *name,
    ngx_str_t *value);
static u_char *ngx_http_reader_copy_rule(u_char *p,
    ngx_http_reader_directive_t *directive, ngx_str_t *value);
static ngx_int_t ngx_http_reader_next_word(ngx_str_t *text, ngx_str_t *word);


/* what of a policy still has a meaning where there is no script */

static ngx_http_reader_directive_t  ngx_http_reader_directives[] = {
    { "img-src", 1, 1, 0 },
    { "media-src", 1, 1, 0 },
    { "font-src", 1, 1, 0 },
    { "frame-src", 1, 1, 0 },
    { "frame-ancestors", 0, 1, 1 },
    { "base-uri", 0, 1, 0 },
    { "form-action", 0, 1, 0 },
    { "sandbox", 0, 0, 1 },
    { "upgrade-insecure-requests", 0, 0, 0 },
    { "block-all-mixed-content", 0, 0, 0 },
    { NULL, 0, 0, 0 }
};


/*
 * A second wall behind the writer, which writes no script, style, form, frame
 * or base. The sandbox, without allow-scripts, is a third one; a link may lead
 * to a file that is saved.
 */

static char  ngx_http_reader_our_policy[] =
    "default-src 'none'; style-src %s; "
    "img-src https: http: data:; media-src https: http:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-downloads";


ngx_int_t
ngx_http_reader_policy(ngx_conf_t *cf, const reader_profile_t *profile,
    ngx_str_t *policy)
{
    size_t       len;
    const char  *source;

    source = reader_profile_style_source(profile);
    len = sizeof(ngx_http_reader_our_policy) - 1 + ngx_strlen(source);

    policy->data = ngx_pnalloc(cf->pool, len);
    if (policy->data == NULL) {
        return NGX_ERROR;
    }

    policy->len = ngx_snprintf(policy->data, len,
                               ngx_http_reader_our_policy, source)
                  - policy->data;

    return NGX_OK;
}


/*
 * Allocates what ngx_http_reader_set_csp() needs. NGX_ERROR: no memory, and
 * nothing was changed.
 */

ngx_int_t
ngx_http_reader_prepare_csp(ngx_http_request_t *r, ngx_str_t *policy,
    ngx_str_t *meta, ngx_http_reader_csp_t *csp)
{
    size_t                     size;
    ngx_table_elt_t           *h;
    ngx_http_reader_fields_t   fields = { &r->headers_out.headers, NULL, 0 };

    size = meta->len;

    while ((h = ngx_http_reader_next_named(&fields, "Content-Security-Policy"))
           != NULL)
    {
        size += h->value.len;
    }

    csp->meta = *meta;
    csp->buffer = ngx_pnalloc(r->pool, NGX_HTTP_READER_POLICY_GROWTH * size);
    csp->of_meta = ngx_http_reader_push_field(r, "Content-Security-Policy",
                                              policy);
    csp->ours = ngx_http_reader_push_field(r, "Content-Security-Policy",
                                           policy);

    return csp->buffer && csp->of_meta && csp->ours ? NGX_OK : NGX_ERROR;
}


void
ngx_http_reader_set_csp(ngx_http_request_t *r, ngx_http_reader_csp_t *csp)
{
    u_char                    *p, *last;
    ngx_table_elt_t           *h;
    ngx_http_reader_fields_t   fields = { &r->headers_out.headers, NULL, 0 };

    p = csp->buffer;

    while ((h = ngx_http_reader_next_named(&fields, "Content-Security-Policy"))
           != NULL)
    {
        last = ngx_http_reader_reduce_list(p, &h->value, ',', 0);

        h->value.data = p;
        h->value.len = last - p;
        h->hash = (last != p);

        p = last;
    }

    last = ngx_http_reader_reduce_list(p, &csp->meta, '\n', 1);

    csp->of_meta->value.data = p;
    csp->of_meta->value.len = last - p;
    csp->of_meta->hash = (last != p);

    csp->ours->hash = 1;
}


/* returns where the reduced policies end, which is p if nothing is left */

static u_char *
ngx_http_reader_reduce_list(u_char *p, ngx_str_t *list, u_char separator,
    ngx_uint_t meta)
{
    u_char     *start, *from, *to;
    ngx_str_t   rest, policy;

    rest = *list;
    start = p;

    while (rest.len) {
        policy = ngx_http_reader_token(&rest, separator);

        from = (p == start) ? p : ngx_cpymem(p, ", ", 2);
        to = ngx_http_reader_reduce(from, &policy, meta);

        if (to != from) {
            p = to;
        }
    }

    return p;
}


static u_char *
ngx_http_reader_reduce(u_char *p, ngx_str_t *policy, ngx_uint_t meta)
{
    u_char                       *start;
    ngx_str_t                     value;
    ngx_http_reader_directive_t  *d;

    start = p;

    for (d = ngx_http_reader_directives; d->name; d++) {

        if (meta && d->header) {
            continue;
        }

        if (ngx_http_reader_find_rule(policy, d->name, &value) != NGX_OK
            && (!d->fetch
                || ngx_http_reader_find_rule(policy, "default-src", &value)
                   != NGX_OK))
        {
            continue;
        }

        if (p != start) {
            p = ngx_cpymem(p, "; ", 2);
        }

        p = ngx_http_reader_copy_rule(p, d, &value);
    }

    return p;
}


/* CSP 3, 2.2.1: the first of the rules with a name counts */

static ngx_int_t
ngx_http_reader_find_rule(ngx_str_t *policy, char *name, ngx_str_t *value)
{
    ngx_str_t  rest, word;

    rest = *policy;

    while (rest.len) {
        *value = ngx_http_reader_token(&rest, ';');

        if (ngx_http_reader_next_word(value, &word) == NGX_OK
            && ngx_http_reader_is(&word, name))
        {
            return NGX_OK;
        }
    }

    return NGX_DECLINED;
}


/*
 * Written anew, in visible ASCII. A source with other characters is none, and
 * allows nothing.
 */

static u_char *
ngx_http_reader_copy_rule(u_char *p, ngx_http_reader_directive_t *directive,
    ngx_str_t *value)
{
    ngx_str_t   rest, word;
    ngx_uint_t  empty;

    p = ngx_cpymem(p, directive->name, ngx_strlen(directive->name));

    rest = *value;
    empty = 1;

    while (ngx_http_reader_next_word(&rest, &word) == NGX_OK) {

        if (ngx_http_reader_visible(&word, ",")) {
            *p++ = ' ';
            p = ngx_cpymem(p, word.data, word.len);
            empty = 0;
        }
    }

    if (empty && directive->list) {
        p = ngx_cpymem(p, " 'none'", sizeof(" 'none'") - 1);
    }

    return p;
}


/* takes the first word off a text; NGX_DECLINED: there is none */

static ngx_int_t
ngx_http_reader_next_word(ngx_str_t *text, ngx_str_t *word)
{
    u_char  *p, *last;

    p = text->data;
    last = text->data + text->len;

    while (p < last && *p && ngx_strchr(" \t\n\f\r", *p)) {
        p++;
    }

    word->data = p;

    while (p < last && (*p == '\0' || !ngx_strchr(" \t\n\f\r", *p))) {
        p++;
    }

    word->len = p - word->data;

    text->data = p;
    text->len = last - p;

    return word->len ? NGX_OK : NGX_DECLINED;
}
