
/*
 * The directives that say what a view looks like: "reader_images",
 * "reader_link", "reader_text_wrap" and "reader_template".
 */


#include "ngx_http_reader.h"


#define NGX_HTTP_READER_TEMPLATE_SIZE  (256 * 1024)


typedef struct {
    ngx_str_t                   path;
    reader_string_t             text;
} ngx_http_reader_template_t;


static ngx_http_reader_template_t *ngx_http_reader_read_template(
    ngx_conf_t *cf, ngx_str_t *path);
static ngx_uint_t ngx_http_reader_saves_data(ngx_http_request_t *r);
static uint32_t ngx_http_reader_mix(uint32_t hash, ngx_uint_t n,
    ngx_str_t *value);


static ngx_str_t  ngx_http_reader_policies[] = {
    ngx_string("lazy"),                    /* READER_IMAGES_LAZY */
    ngx_string("on"),                      /* READER_IMAGES_ON */
    ngx_string("placeholder"),             /* READER_IMAGES_PLACEHOLDER */
    ngx_string("off"),                     /* READER_IMAGES_OFF */
    ngx_null_string
};


static char  ngx_http_reader_unreadable[] =
    "invalid file \"%V\" in \"reader_template\" directive, it must be a file "
    "that can be read: %s failed";


/* of "reader_link off", so that nothing is inherited */
static ngx_http_complex_value_t  *ngx_http_reader_no_links[READER_LINKS];


static ngx_str_t  ngx_http_reader_link_kinds[] = {
    ngx_string("original"),                /* READER_LINK_ORIGINAL */
    ngx_string("text"),                    /* READER_LINK_TEXT */
    ngx_string("markdown"),                /* READER_LINK_MARKDOWN */
    ngx_string("json"),                    /* READER_LINK_JSON */
    ngx_null_string
};


char *
ngx_http_reader_set_images(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    ngx_int_t   n;
    ngx_str_t  *value;

    if (rlcf->images != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;
    n = ngx_http_reader_index(ngx_http_reader_policies, &value[1]);

    if (n == NGX_DECLINED) {
        return ngx_http_reader_invalid(cf, cmd, &value[1],
                                       "\"on\", \"lazy\", \"placeholder\" "
                                       "or \"off\"");
    }

    rlcf->images = n;

    return NGX_CONF_OK;
}


char *
ngx_http_reader_set_link(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    ngx_int_t                   n;
    ngx_str_t                  *value;
    reader_string_t             url;
    ngx_http_complex_value_t  **cv;

    static char  allowed[] = "an http or https URL without user and password, "
                             "or be relative to the page's, or contain "
                             "variables";

    value = cf->args->elts;

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "off") == 0) {

        if (rlcf->links) {
            return rlcf->links == ngx_http_reader_no_links
                   ? "is duplicate" : "cannot be both \"off\" and links";
        }

        rlcf->links = ngx_http_reader_no_links;

        return NGX_CONF_OK;
    }

    n = ngx_http_reader_index(ngx_http_reader_link_kinds, &value[1]);

    if (n == NGX_DECLINED || cf->args->nelts == 2) {
        return ngx_http_reader_invalid(cf, cmd, &value[1],
                                       "\"original\", \"text\", \"markdown\" "
                                       "or \"json\", and an address, or "
                                       "\"off\"");
    }

    if (rlcf->links == ngx_http_reader_no_links) {
        return "cannot be both \"off\" and links";
    }

    if (rlcf->links == NULL) {
        rlcf->links = ngx_pcalloc(cf->pool, READER_LINKS
                                            * sizeof(rlcf->links[0]));
        if (rlcf->links == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    cv = &rlcf->links[n];

    if (*cv) {
        return "is duplicate";
    }

    *cv = ngx_http_reader_compile(cf, cmd, &value[2], allowed);
    if (*cv == NULL) {
        return NGX_CONF_ERROR;
    }

    url.data = (const char *) value[2].data;
    url.length = value[2].len;

    if ((*cv)->lengths == NULL
        && (url.length == 0 || !reader_link_is_allowed(url)))
    {
        return ngx_http_reader_invalid(cf, cmd, &value[2], allowed);
    }

    return NGX_CONF_OK;
}


char *
ngx_http_reader_set_text_wrap(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    ngx_int_t   n;
    ngx_str_t  *value;

    if (rlcf->text_wrap != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_strcmp(value[1].data, "off") == 0) {
        rlcf->text_wrap = 0;
        return NGX_CONF_OK;
    }

    n = ngx_atoi(value[1].data, value[1].len);

    if (n == NGX_ERROR || n < READER_WRAP_MIN || n > READER_WRAP_MAX) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid value \"%V\" in \"%V\" directive, it must "
                           "be \"off\" or a number from %d to %d",
                           &value[1], &cmd->name, READER_WRAP_MIN,
                           READER_WRAP_MAX);
        return NGX_CONF_ERROR;
    }

    rlcf->text_wrap = n;

    return NGX_CONF_OK;
}


/* the file is read once, here, and however often it is named */

char *
ngx_http_reader_set_template(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    ngx_str_t                   *value;
    reader_error_t               error;
    ngx_http_reader_template_t  *template;

    if (rlcf->template != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_strcmp(value[1].data, "off") == 0) {
        rlcf->template = NULL;
        return NGX_CONF_OK;
    }

    if (value[1].len == 0) {
        return ngx_http_reader_invalid(cf, cmd, &value[1],
                                       "\"off\" or the name of a file");
    }

    if (ngx_conf_full_name(cf->cycle, &value[1], 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    template = ngx_http_reader_read_template(cf, &value[1]);
    if (template == NULL) {
        return NGX_CONF_ERROR;
    }

    if (!reader_template_check(template->text, &error)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid file \"%V\" in \"%V\" directive, %s",
                           &value[1], &cmd->name, error.text);
        return NGX_CONF_ERROR;
    }

    rlcf->template = &template->text;

    return NGX_CONF_OK;
}


static ngx_http_reader_template_t *
ngx_http_reader_read_template(ngx_conf_t *cf, ngx_str_t *path)
{
    u_char                       *p;
    ssize_t                       n;
    ngx_err_t                     err;
    ngx_uint_t                    i;
    ngx_file_t                    file;
    ngx_http_reader_template_t   *t, **template;
    ngx_http_reader_main_conf_t  *rmcf;

    rmcf = ngx_http_conf_get_module_main_conf(cf,
                                              ngx_http_reader_filter_module);
    template = rmcf->templates.elts;

    for (i = 0; i < rmcf->templates.nelts; i++) {
        if (template[i]->path.len == path->len
            && ngx_strncmp(template[i]->path.data, path->data, path->len) == 0)
        {
            return template[i];
        }
    }

    template = ngx_array_push(&rmcf->templates);
    t = ngx_palloc(cf->pool, sizeof(ngx_http_reader_template_t));
    p = ngx_pnalloc(cf->pool, NGX_HTTP_READER_TEMPLATE_SIZE + 1);

    if (template == NULL || t == NULL || p == NULL) {
        return NULL;
    }

    *template = t;

    ngx_memzero(&file, sizeof(ngx_file_t));

    file.name = *path;
    file.log = cf->log;
    file.fd = ngx_open_file(path->data, NGX_FILE_RDONLY, NGX_FILE_OPEN, 0);

    if (file.fd == NGX_INVALID_FILE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           ngx_http_reader_unreadable, path, ngx_open_file_n);
        return NULL;
    }

    n = ngx_read_file(&file, p, NGX_HTTP_READER_TEMPLATE_SIZE + 1, 0);

    err = ngx_errno;

    if (ngx_close_file(file.fd) == NGX_FILE_ERROR) {
        ngx_conf_log_error(NGX_LOG_ALERT, cf, ngx_errno,
                           ngx_close_file_n " \"%V\" failed", path);
    }

    if (n == NGX_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, err,
                           ngx_http_reader_unreadable, path, ngx_read_file_n);
        return NULL;
    }

    if (n > NGX_HTTP_READER_TEMPLATE_SIZE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid file \"%V\" in \"reader_template\" "
                           "directive, it must be of at most %dk", path,
                           NGX_HTTP_READER_TEMPLATE_SIZE / 1024);
        return NULL;
    }

    t->path = *path;
    t->text.data = (const char *) p;
    t->text.length = n;

    return t;
}


void
ngx_http_reader_merge_view(ngx_http_reader_loc_conf_t *prev,
    ngx_http_reader_loc_conf_t *conf)
{
    ngx_conf_merge_uint_value(conf->images, prev->images, READER_IMAGES_LAZY);
    ngx_conf_merge_uint_value(conf->text_wrap, prev->text_wrap, 0);
    ngx_conf_merge_ptr_value(conf->template, prev->template, NULL);

    /* as with add_header: inherited if there are none on this level */

    if (conf->links == NULL) {
        conf->links = prev->links;
    }
}


void
ngx_http_reader_view_options(ngx_http_reader_loc_conf_t *conf,
    reader_options_t *options)
{
    options->images = (reader_images_t) conf->images;
    options->wrap = (unsigned) conf->text_wrap;

    if (conf->template) {
        options->template = *conf->template;
    }
}


/* whether views of this format depend on the request header Save-Data */

ngx_uint_t
ngx_http_reader_by_save_data(ngx_http_reader_loc_conf_t *conf,
    reader_format_t format)
{
    return format == READER_HTML && conf->images == READER_IMAGES_LAZY;
}


/*
 * What a request says about its view, before it goes to the upstream: a tag
 * of the view is a tag of all of this.
 */

ngx_int_t
ngx_http_reader_view_request(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_http_reader_loc_conf_t *conf)
{
    ngx_str_t    value;
    ngx_uint_t   i;

    ctx->fingerprint = conf->fingerprint;

    if (ctx->format != READER_HTML) {
        return NGX_OK;
    }

    if (ngx_http_reader_by_save_data(conf, ctx->format)
        && ngx_http_reader_saves_data(r))
    {
        ctx->save_data = 1;
        ctx->fingerprint = ~ctx->fingerprint;
    }

    for (i = 0; conf->links && i < READER_LINKS; i++) {

        if (conf->links[i] == NULL) {
            continue;
        }

        if (ngx_http_complex_value(r, conf->links[i], &value) != NGX_OK) {
            return NGX_ERROR;
        }

        ctx->links[i].data = (const char *) value.data;
        ctx->links[i].length = value.len;

        ctx->fingerprint = ngx_http_reader_mix(ctx->fingerprint, i, &value);
    }

    return NGX_OK;
}


/* "Save-Data: on", perhaps with parameters behind a semicolon */

static ngx_uint_t
ngx_http_reader_saves_data(ngx_http_request_t *r)
{
    ngx_str_t                  list, token;
    ngx_table_elt_t           *h;
    ngx_http_reader_fields_t   fields = { &r->headers_in.headers, NULL, 0 };

    h = ngx_http_reader_next_named(&fields, "Save-Data");
    if (h == NULL) {
        return 0;
    }

    list = h->value;
    token = ngx_http_reader_token(&list, ';');

    return ngx_http_reader_is(&token, "on");
}


/* FNV-1a, over the number of a link and its address */

static uint32_t
ngx_http_reader_mix(uint32_t hash, ngx_uint_t n, ngx_str_t *value)
{
    size_t  i;

    hash = (hash ^ (uint32_t) n) * 16777619;

    for (i = 0; i < value->len; i++) {
        hash = (hash ^ value->data[i]) * 16777619;
    }

    return hash;
}
