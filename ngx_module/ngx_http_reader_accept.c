
/*
 * Proactive negotiation: RFC 9110, 12.5.1. The types of reader_accept compete
 * with the page, which is HTML.
 */


#include "ngx_http_reader.h"


/* how closely a range fits a type; a closer one decides over the others */

typedef enum {
    NGX_HTTP_READER_NO_FIT = 0,
    NGX_HTTP_READER_ANY_TYPE,              /* all types */
    NGX_HTTP_READER_ANY_SUBTYPE,           /* text and whatever */
    NGX_HTTP_READER_SIMILAR,               /* XHTML, of an HTML page */
    NGX_HTTP_READER_EXACT,
    NGX_HTTP_READER_WITH_PARAMETERS
} ngx_http_reader_fit_e;


typedef struct {
    ngx_str_t                    type;
    ngx_str_t                    subtype;
    ngx_str_t                    parameters;   /* before q, or empty */
    ngx_uint_t                   q;            /* 0 to 1000 */
} ngx_http_reader_range_t;


typedef struct {
    reader_format_t              format;
    ngx_http_reader_fit_e        fit;
    ngx_uint_t                   q;
    ngx_uint_t                   place;        /* of the range in Accept */
} ngx_http_reader_offer_t;


static void ngx_http_reader_rate(ngx_http_reader_offer_t *offers,
    ngx_uint_t n, ngx_http_reader_range_t *range, ngx_uint_t place);
static ngx_uint_t ngx_http_reader_better(ngx_http_reader_offer_t *offer,
    ngx_http_reader_offer_t *best);
static ngx_http_reader_fit_e ngx_http_reader_fit(reader_format_t format,
    ngx_http_reader_range_t *range);
static ngx_uint_t ngx_http_reader_parameters_fit(reader_format_t format,
    ngx_str_t *parameters);
static ngx_int_t ngx_http_reader_next_range(ngx_str_t *list,
    ngx_http_reader_range_t *range);
static u_char *ngx_http_reader_parameter(u_char *p, u_char *last,
    ngx_str_t *name, ngx_str_t *value);
static ngx_int_t ngx_http_reader_q(ngx_str_t *value);


/* in the order of reader_format_t */

static struct {
    char       *type;
    char       *subtype;
    char       *variant;
} ngx_http_reader_media_types[] = {
    { "text", "html", NULL },
    { "text", "plain", NULL },
    { "text", "markdown", "GFM" },
    { "application", "json", NULL }
};


/*
 * NGX_OK: the view to send, in *format; NGX_DECLINED: the page is what the
 * client prefers, or has to take, as there is nothing else that it accepts.
 */

ngx_int_t
ngx_http_reader_negotiate(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf, reader_format_t *format)
{
    ngx_str_t                  list;
    ngx_uint_t                 i, n, place;
    reader_format_t           *accepted;
    ngx_table_elt_t           *h;
    ngx_http_reader_range_t    range;
    ngx_http_reader_offer_t   *best, offers[READER_JSON + 2];
    ngx_http_reader_fields_t   fields = { &r->headers_in.headers, NULL, 0 };

    ngx_memzero(offers, sizeof(offers));

    /* the page is the first offer: where all is equal, it wins */

    offers[0].format = READER_HTML;
    n = 1;

    accepted = conf->accept->elts;

    for (i = 0; i < conf->accept->nelts; i++) {
        if (accepted[i] != READER_HTML) {
            offers[n++].format = accepted[i];
        }
    }

    place = 0;

    while ((h = ngx_http_reader_next_named(&fields, "Accept")) != NULL) {
        list = h->value;

        while (ngx_http_reader_next_range(&list, &range) == NGX_OK) {
            ngx_http_reader_rate(offers, n, &range, place++);
        }
    }

    best = &offers[0];

    for (i = 0; i < n; i++) {
        ngx_log_debug3(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                       "http reader accept %V: q:%ui fit:%ui",
                       ngx_http_reader_format_name(offers[i].format),
                       offers[i].q, (ngx_uint_t) offers[i].fit);

        if (ngx_http_reader_better(&offers[i], best)) {
            best = &offers[i];
        }
    }

    *format = best->format;

    if (best->format != READER_HTML) {
        return NGX_OK;
    }

    for (i = 0; i < conf->accept->nelts; i++) {
        if (accepted[i] == READER_HTML) {
            return NGX_OK;
        }
    }

    return NGX_DECLINED;
}


static void
ngx_http_reader_rate(ngx_http_reader_offer_t *offers, ngx_uint_t n,
    ngx_http_reader_range_t *range, ngx_uint_t place)
{
    ngx_uint_t             i;
    ngx_http_reader_fit_e  fit;

    for (i = 0; i < n; i++) {
        fit = ngx_http_reader_fit(offers[i].format, range);

        if (fit > offers[i].fit) {
            offers[i].fit = fit;
            offers[i].q = range->q;
            offers[i].place = place;
        }
    }
}


/* at the same q, what is named beats what is meant, and the first the next */

static ngx_uint_t
ngx_http_reader_better(ngx_http_reader_offer_t *offer,
    ngx_http_reader_offer_t *best)
{
    ngx_uint_t  named, best_named;

    if (offer->q != best->q) {
        return offer->q > best->q;
    }

    if (offer->q == 0) {
        return 0;
    }

    named = ngx_max(offer->fit, NGX_HTTP_READER_ANY_SUBTYPE);
    named = ngx_min(named, NGX_HTTP_READER_SIMILAR);

    best_named = ngx_max(best->fit, NGX_HTTP_READER_ANY_SUBTYPE);
    best_named = ngx_min(best_named, NGX_HTTP_READER_SIMILAR);

    if (named != best_named) {
        return named > best_named;
    }

    return offer->place < best->place;
}


static ngx_http_reader_fit_e
ngx_http_reader_fit(reader_format_t format, ngx_http_reader_range_t *range)
{
    char        *type, *subtype;
    ngx_uint_t   any;

    type = ngx_http_reader_media_types[format].type;
    subtype = ngx_http_reader_media_types[format].subtype;

    any = (range->subtype.len == 1 && range->subtype.data[0] == '*');

    if (!ngx_http_reader_parameters_fit(format, &range->parameters)) {
        return NGX_HTTP_READER_NO_FIT;
    }

    if (any && range->type.len == 1 && range->type.data[0] == '*') {
        return NGX_HTTP_READER_ANY_TYPE;
    }

    if (format == READER_HTML
        && ngx_http_reader_is(&range->type, "application")
        && ngx_http_reader_is(&range->subtype, "xhtml+xml"))
    {
        return NGX_HTTP_READER_SIMILAR;
    }

    if (!ngx_http_reader_is(&range->type, type)) {
        return NGX_HTTP_READER_NO_FIT;
    }

    if (any) {
        return NGX_HTTP_READER_ANY_SUBTYPE;
    }

    if (!ngx_http_reader_is(&range->subtype, subtype)) {
        return NGX_HTTP_READER_NO_FIT;
    }

    return range->parameters.len ? NGX_HTTP_READER_WITH_PARAMETERS
                                 : NGX_HTTP_READER_EXACT;
}


/* a range with parameters is for types that have them all; q has been cut */

static ngx_uint_t
ngx_http_reader_parameters_fit(reader_format_t format, ngx_str_t *parameters)
{
    char       *variant;
    u_char     *p, *last;
    ngx_str_t   name, value;

    variant = ngx_http_reader_media_types[format].variant;

    p = parameters->data;
    last = parameters->data + parameters->len;

    while (p < last) {
        p = ngx_http_reader_parameter(p, last, &name, &value);

        if (p == NULL) {
            return 0;
        }

        if (name.len == 0) {
            continue;
        }

        /* that of the page is not known yet */

        if (ngx_http_reader_is(&name, "charset")
            && (format == READER_HTML || ngx_http_reader_is(&value, "utf-8")))
        {
            continue;
        }

        if (variant
            && ngx_http_reader_is(&name, "variant")
            && ngx_http_reader_is(&value, variant))
        {
            continue;
        }

        return 0;
    }

    return 1;
}


/*
 * Takes the next media range off a list; those that are malformed are skipped.
 * NGX_DECLINED: there is none left.
 */

static ngx_int_t
ngx_http_reader_next_range(ngx_str_t *list, ngx_http_reader_range_t *range)
{
    u_char     *p, *start, *end, *last;
    ngx_int_t   q;
    ngx_str_t   name, value;

    end = list->data;
    last = list->data + list->len;

next:

    p = ngx_http_reader_skip_commas(end, last);

    if (p == last) {
        return NGX_DECLINED;
    }

    end = ngx_http_reader_skip_element(p, last);

    p = ngx_http_reader_http_token(p, end, &range->type);

    if (p == NULL || p == end || *p != '/') {
        goto next;
    }

    p = ngx_http_reader_http_token(p + 1, end, &range->subtype);

    if (p == NULL
        || (range->type.data[0] == '*' && range->type.len == 1
            && (range->subtype.data[0] != '*' || range->subtype.len != 1)))
    {
        goto next;
    }

    p = ngx_http_reader_skip_space(p, end);

    range->q = 1000;
    range->parameters.data = p;

    while (p < end) {
        start = p;

        p = ngx_http_reader_parameter(p, end, &name, &value);

        if (p == NULL) {
            goto next;
        }

        if (ngx_http_reader_is(&name, "q")) {
            q = ngx_http_reader_q(&value);

            if (q == NGX_ERROR) {
                goto next;
            }

            range->q = q;

            /* what follows is no parameter of the type */

            p = start;
            break;
        }
    }

    range->parameters.len = p - range->parameters.data;

    list->data = end;
    list->len = last - end;

    return NGX_OK;
}


/*
 * OWS ";" OWS [ name "=" ( token / quoted-string ) ] OWS. Returns what is
 * behind it, or NULL if it is malformed.
 */

static u_char *
ngx_http_reader_parameter(u_char *p, u_char *last, ngx_str_t *name,
    ngx_str_t *value)
{
    ngx_str_null(name);
    ngx_str_null(value);

    p = ngx_http_reader_skip_space(p, last);

    if (p == last) {
        return p;
    }

    if (*p != ';') {
        return NULL;
    }

    p = ngx_http_reader_skip_space(p + 1, last);

    if (p == last || *p == ';') {
        return p;
    }

    p = ngx_http_reader_http_token(p, last, name);

    if (p == NULL || p == last || *p != '=') {
        return NULL;
    }

    p++;

    if (p == last || *p != '"') {
        p = ngx_http_reader_http_token(p, last, value);

    } else {
        p = ngx_http_reader_quoted(p, last, value);
    }

    return p ? ngx_http_reader_skip_space(p, last) : NULL;
}


/* RFC 9110, 12.4.2: at most three digits after the point; in thousandths */

static ngx_int_t
ngx_http_reader_q(ngx_str_t *value)
{
    size_t      i;
    ngx_int_t   q, digit;

    if (value->len == 0
        || value->len > sizeof("0.123") - 1
        || (value->data[0] != '0' && value->data[0] != '1')
        || (value->len > 1 && value->data[1] != '.'))
    {
        return NGX_ERROR;
    }

    q = (value->data[0] - '0') * 1000;
    digit = 100;

    for (i = 2; i < value->len; i++) {

        if (value->data[i] < '0' || value->data[i] > '9') {
            return NGX_ERROR;
        }

        q += (value->data[i] - '0') * digit;
        digit /= 10;
    }

    return q <= 1000 ? q : NGX_ERROR;
}


char *
ngx_http_reader_set_accept(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    ngx_str_t        *value;
    ngx_uint_t        i, n;
    reader_format_t   format, *accepted;

    if (rlcf->accept != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    rlcf->accept = ngx_array_create(cf->pool, cf->args->nelts - 1,
                                    sizeof(reader_format_t));
    if (rlcf->accept == NULL) {
        return NGX_CONF_ERROR;
    }

    value = cf->args->elts;
    accepted = rlcf->accept->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        if (ngx_http_reader_format(&value[i], &format) != NGX_OK) {
            return ngx_http_reader_invalid(cf, cmd, &value[i],
                                           "\"html\", \"text\", "
                                           "\"markdown\" or \"json\"");
        }

        for (n = 0; n < rlcf->accept->nelts; n++) {
            if (accepted[n] == format) {
                ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                                   "duplicate value \"%V\" in \"%V\" "
                                   "directive, each must be named once",
                                   &value[i], &cmd->name);
                return NGX_CONF_ERROR;
            }
        }

        /* the array has room for them all */

        accepted[rlcf->accept->nelts++] = format;
    }

    return NGX_CONF_OK;
}


/* if there is no directive */

ngx_int_t
ngx_http_reader_default_accept(ngx_conf_t *cf, ngx_array_t **accept)
{
    reader_format_t  *format;

    if (*accept) {
        return NGX_OK;
    }

    *accept = ngx_array_create(cf->pool, 1, sizeof(reader_format_t));
    if (*accept == NULL) {
        return NGX_ERROR;
    }

    format = ngx_array_push(*accept);
    *format = READER_MARKDOWN;

    return NGX_OK;
}
