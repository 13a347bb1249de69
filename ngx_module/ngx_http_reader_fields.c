
/*
 * Header fields: finding them, and taking their values apart.
 */


#include "ngx_http_reader.h"


/* the next header that is not hidden, or NULL; starts with { list, NULL, 0 } */

ngx_table_elt_t *
ngx_http_reader_next_field(ngx_http_reader_fields_t *fields)
{
    ngx_table_elt_t  *h;

    if (fields->part == NULL) {
        fields->part = &fields->list->part;
        fields->n = 0;
    }

    for ( ;; ) {

        if (fields->n >= fields->part->nelts) {

            if (fields->part->next == NULL) {
                return NULL;
            }

            fields->part = fields->part->next;
            fields->n = 0;
            continue;
        }

        h = fields->part->elts;
        h += fields->n++;

        if (h->hash) {
            return h;
        }
    }
}


/* the next of these headers that has this name */

ngx_table_elt_t *
ngx_http_reader_next_named(ngx_http_reader_fields_t *fields, char *name)
{
    ngx_table_elt_t  *h;

    do {
        h = ngx_http_reader_next_field(fields);
    } while (h && !ngx_http_reader_is(&h->key, name));

    return h;
}


/* a response header that is not sent until its hash is set */

ngx_table_elt_t *
ngx_http_reader_push_field(ngx_http_request_t *r, char *name,
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


/* in any case of the letters */

ngx_uint_t
ngx_http_reader_is(ngx_str_t *value, char *name)
{
    size_t  len;

    len = ngx_strlen(name);

    return value->len == len
           && ngx_strncasecmp(value->data, (u_char *) name, len) == 0;
}


/* the place of a name in a list that ends with ngx_null_string */

ngx_int_t
ngx_http_reader_index(ngx_str_t *names, ngx_str_t *name)
{
    ngx_int_t  i;

    for (i = 0; names[i].len; i++) {

        if (names[i].len == name->len
            && ngx_strncasecmp(names[i].data, name->data, name->len) == 0)
        {
            return i;
        }
    }

    return NGX_DECLINED;
}


/*
 * Takes the first element off a list, without white space around it. Does not
 * know of quotes: those who have them take ngx_http_reader_skip_element().
 */

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


/* is a token one of those in a list with commas? */

ngx_uint_t
ngx_http_reader_has_token(ngx_str_t *value, char *name)
{
    ngx_str_t  list, token;

    list = *value;

    while (list.len) {
        token = ngx_http_reader_token(&list, ',');

        if (ngx_http_reader_is(&token, name)) {
            return 1;
        }
    }

    return 0;
}


/* in any of the headers with this name */

ngx_uint_t
ngx_http_reader_named_has_token(ngx_list_t *list, char *name, char *token)
{
    ngx_table_elt_t           *h;
    ngx_http_reader_fields_t   fields = { list, NULL, 0 };

    while ((h = ngx_http_reader_next_named(&fields, name)) != NULL) {
        if (ngx_http_reader_has_token(&h->value, token)) {
            return 1;
        }
    }

    return 0;
}


/* nothing but visible characters of ASCII, and none of these among them */

ngx_uint_t
ngx_http_reader_visible(ngx_str_t *value, char *but)
{
    size_t  i;

    for (i = 0; i < value->len; i++) {
        if (value->data[i] <= 0x20 || value->data[i] >= 0x7f
            || ngx_strchr(but, value->data[i]))
        {
            return 0;
        }
    }

    return 1;
}


/* to the comma, if there is one that is not quoted */

u_char *
ngx_http_reader_skip_element(u_char *p, u_char *last)
{
    ngx_str_t  value;

    while (p < last && *p != ',') {

        if (*p != '"') {
            p++;
            continue;
        }

        p = ngx_http_reader_quoted(p, last, &value);

        if (p == NULL) {
            return last;
        }
    }

    return p;
}


/*
 * RFC 9110, 5.6.4. The value is what is between the quotes, as it is written.
 * Returns what is behind them, or NULL if they are not closed.
 */

u_char *
ngx_http_reader_quoted(u_char *p, u_char *last, ngx_str_t *value)
{
    value->data = ++p;

    for ( /* void */ ; p < last; p++) {

        if (*p == '"') {
            value->len = p - value->data;
            return p + 1;
        }

        if (*p == '\\') {
            p++;
        }
    }

    return NULL;
}


u_char *
ngx_http_reader_skip_space(u_char *p, u_char *last)
{
    while (p < last && (*p == ' ' || *p == '\t')) {
        p++;
    }

    return p;
}


/* RFC 9110, 5.6.1: a list may have empty elements */

u_char *
ngx_http_reader_skip_commas(u_char *p, u_char *last)
{
    while (p < last && (*p == ',' || *p == ' ' || *p == '\t')) {
        p++;
    }

    return p;
}


/* RFC 9110, 5.6.2; NULL if there is none */

u_char *
ngx_http_reader_http_token(u_char *p, u_char *last, ngx_str_t *token)
{
    u_char  c;

    token->data = p;

    for ( /* void */ ; p < last; p++) {
        c = (u_char) (*p | 0x20);

        if ((c < 'a' || c > 'z')
            && (*p < '0' || *p > '9')
            && (*p < '!' || *p == 0x7f
                || ngx_strchr("!#$%&'*+-.^_`|~", *p) == NULL))
        {
            break;
        }
    }

    token->len = p - token->data;

    return token->len ? p : NULL;
}
