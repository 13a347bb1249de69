
/*
 * $reader_*: what became of a response. As the header is held back, they are
 * final when add_header and log_format see them.
 */


#include "ngx_http_reader.h"


typedef struct {
    ngx_str_t                    name;
    ngx_http_get_variable_pt     handler;
} ngx_http_reader_variable_t;


static ngx_int_t ngx_http_reader_status_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_format_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_title_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_bytes_in_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_bytes_out_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_ratio_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_time_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_words_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_reader_score_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);

static ngx_int_t ngx_http_reader_set_string(ngx_http_variable_value_t *v,
    ngx_str_t *value);
static ngx_int_t ngx_http_reader_set_number(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, ngx_uint_t integer, ngx_uint_t fraction,
    ngx_uint_t digits);


static ngx_http_reader_variable_t  ngx_http_reader_variables[] = {
    { ngx_string("reader_status"), ngx_http_reader_status_variable },
    { ngx_string("reader_format"), ngx_http_reader_format_variable },
    { ngx_string("reader_title"), ngx_http_reader_title_variable },
    { ngx_string("reader_bytes_in"), ngx_http_reader_bytes_in_variable },
    { ngx_string("reader_bytes_out"), ngx_http_reader_bytes_out_variable },
    { ngx_string("reader_ratio"), ngx_http_reader_ratio_variable },
    { ngx_string("reader_time"), ngx_http_reader_time_variable },
    { ngx_string("reader_words"), ngx_http_reader_words_variable },
    { ngx_string("reader_score"), ngx_http_reader_score_variable },
    { ngx_null_string, NULL }
};


/* in the order of ngx_http_reader_status_e */

static ngx_str_t  ngx_http_reader_statuses[] = {
    ngx_string("off"),
    ngx_string("bypass"),
    ngx_string("converted"),
    ngx_string("head"),
    ngx_string("not_modified"),
    ngx_string("not_article"),
    ngx_string("clean"),
    ngx_string("too_large"),
    ngx_string("too_deep"),
    ngx_string("timeout"),
    ngx_string("memory"),
    ngx_string("encoding"),
    ngx_string("charset"),
    ngx_string("truncated"),
    ngx_string("overload"),
    ngx_string("error")
};


ngx_int_t
ngx_http_reader_add_variables(ngx_conf_t *cf)
{
    ngx_http_variable_t         *var;
    ngx_http_reader_variable_t  *v;

    for (v = ngx_http_reader_variables; v->name.len; v++) {
        var = ngx_http_add_variable(cf, &v->name, NGX_HTTP_VAR_NOCACHEABLE);
        if (var == NULL) {
            return NGX_ERROR;
        }

        var->get_handler = v->handler;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_reader_status_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_uint_t              status;
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);
    status = ctx ? ctx->status : NGX_HTTP_READER_OFF;

    return ngx_http_reader_set_string(v, &ngx_http_reader_statuses[status]);
}


ngx_str_t *
ngx_http_reader_status_name(ngx_http_reader_status_e status)
{
    return &ngx_http_reader_statuses[status];
}


static ngx_int_t
ngx_http_reader_format_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    return ngx_http_reader_set_string(v, ctx
                                    ? ngx_http_reader_format_name(ctx->format)
                                    : NULL);
}


static ngx_int_t
ngx_http_reader_title_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    return ngx_http_reader_set_string(v, ctx && ctx->title.len ? &ctx->title
                                                               : NULL);
}


static ngx_int_t
ngx_http_reader_bytes_in_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    if (ctx == NULL || ctx->bytes_in == 0) {
        return ngx_http_reader_set_string(v, NULL);
    }

    return ngx_http_reader_set_number(r, v, ctx->bytes_in, 0, 0);
}


static ngx_int_t
ngx_http_reader_bytes_out_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    if (ctx == NULL || ctx->status != NGX_HTTP_READER_CONVERTED) {
        return ngx_http_reader_set_string(v, NULL);
    }

    return ngx_http_reader_set_number(r, v, ctx->view.len, 0, 0);
}


/* as $gzip_ratio */

static ngx_int_t
ngx_http_reader_ratio_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_uint_t              hundredths;
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    if (ctx == NULL || ctx->status != NGX_HTTP_READER_CONVERTED) {
        return ngx_http_reader_set_string(v, NULL);
    }

    hundredths = (ngx_uint_t) ((uint64_t) ctx->bytes_in * 100 / ctx->view.len);

    return ngx_http_reader_set_number(r, v, hundredths / 100, hundredths % 100,
                                      2);
}


/* CPU time of the conversion, in seconds */

static ngx_int_t
ngx_http_reader_time_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    if (ctx == NULL || !ctx->measured) {
        return ngx_http_reader_set_string(v, NULL);
    }

    return ngx_http_reader_set_number(r, v, ctx->usec / 1000000,
                                      ctx->usec / 1000 % 1000, 3);
}


static ngx_int_t
ngx_http_reader_words_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    if (ctx == NULL || !ctx->measured) {
        return ngx_http_reader_set_string(v, NULL);
    }

    return ngx_http_reader_set_number(r, v, ctx->words, 0, 0);
}


static ngx_int_t
ngx_http_reader_score_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_get_ctx(r);

    if (ctx == NULL || !ctx->measured) {
        return ngx_http_reader_set_string(v, NULL);
    }

    return ngx_http_reader_set_number(r, v, ctx->score, 0, 0);
}


/* a subrequest and post_action see what became of the page before them */

ngx_http_reader_ctx_t *
ngx_http_reader_get_ctx(ngx_http_request_t *r)
{
    ngx_http_reader_ctx_t  *ctx;

    r = r->main;

    ctx = ngx_http_get_module_ctx(r, ngx_http_reader_filter_module);

    if (ctx == NULL && r->post_action) {
        return ngx_http_reader_last_ctx(r);
    }

    return ctx;
}


/* NULL: there is no value */

static ngx_int_t
ngx_http_reader_set_string(ngx_http_variable_value_t *v, ngx_str_t *value)
{
    if (value == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    v->data = value->data;
    v->len = value->len;
    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;

    return NGX_OK;
}


/* the fraction has 2 or 3 digits, or with 0 digits there is none */

static ngx_int_t
ngx_http_reader_set_number(ngx_http_request_t *r, ngx_http_variable_value_t *v,
    ngx_uint_t integer, ngx_uint_t fraction, ngx_uint_t digits)
{
    ngx_str_t  value;

    value.data = ngx_pnalloc(r->pool, NGX_INT_T_LEN + 4);
    if (value.data == NULL) {
        return NGX_ERROR;
    }

    switch (digits) {

    case 3:
        value.len = ngx_sprintf(value.data, "%ui.%03ui", integer, fraction)
                    - value.data;
        break;

    case 2:
        value.len = ngx_sprintf(value.data, "%ui.%02ui", integer, fraction)
                    - value.data;
        break;

    default:
        value.len = ngx_sprintf(value.data, "%ui", integer) - value.data;
        break;
    }

    return ngx_http_reader_set_string(v, &value);
}
