
/*
 * The directives: what they take, how they are inherited, and the profiles
 * that the library compiles from them.
 */


#include "ngx_http_reader.h"


typedef enum {
    NGX_HTTP_READER_SIZE,
    NGX_HTTP_READER_TIME,
    NGX_HTTP_READER_NUMBER
} ngx_http_reader_unit_e;


typedef struct {
    ngx_http_reader_unit_e       unit;
    ngx_uint_t                   min;
    ngx_uint_t                   max;
    char                        *allowed;
} ngx_http_reader_bounds_t;


typedef struct {
    ngx_str_t                   *names;
    char                        *allowed;
} ngx_http_reader_choice_t;


typedef struct {
    ngx_uint_t                   min_length;
    ngx_uint_t                   min_score;
    ngx_array_t                 *strip;
    ngx_array_t                 *keep;
    ngx_uint_t                   images;
    ngx_uint_t                   text_wrap;
    const reader_string_t       *template;
    reader_profile_t            *profile;
} ngx_http_reader_profile_t;


static char *ngx_http_reader_enable(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
static char *ngx_http_reader_choose(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
static char *ngx_http_reader_types(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
static char *ngx_http_reader_limit(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
static const reader_profile_t *ngx_http_reader_profile(ngx_conf_t *cf,
    ngx_http_reader_loc_conf_t *conf);
static void ngx_http_reader_profile_cleanup(void *data);


static ngx_str_t  ngx_http_reader_default_types[] = {
    ngx_string("text/html"),
    ngx_string("application/xhtml+xml"),
    ngx_null_string
};


static ngx_str_t  ngx_http_reader_switch_names[] = {
    ngx_string("on"),
    ngx_string("off"),
    ngx_null_string
};

static ngx_str_t  ngx_http_reader_format_names[] = {
    ngx_string("html"),
    ngx_string("text"),
    ngx_string("markdown"),
    ngx_string("json"),
    ngx_string("auto"),
    ngx_null_string
};

static ngx_str_t  ngx_http_reader_mode_names[] = {
    ngx_string("article"),
    ngx_string("declutter"),
    ngx_null_string
};


static ngx_http_reader_choice_t  ngx_http_reader_switch =
    { ngx_http_reader_switch_names,
      "\"on\", \"off\" or contain variables" };

static ngx_http_reader_choice_t  ngx_http_reader_formats =
    { ngx_http_reader_format_names,
      "\"html\", \"text\", \"markdown\", \"json\", \"auto\" "
      "or contain variables" };

static ngx_http_reader_choice_t  ngx_http_reader_modes =
    { ngx_http_reader_mode_names,
      "\"article\", \"declutter\" or contain variables" };


static ngx_http_reader_bounds_t  ngx_http_reader_buffer_size_bounds =
    { NGX_HTTP_READER_SIZE, 1024, 64 * 1024 * 1024,
      "a size from 1k to 64m" };

static ngx_http_reader_bounds_t  ngx_http_reader_memory_bounds =
    { NGX_HTTP_READER_SIZE, 64 * 1024, 1024 * 1024 * 1024,
      "a size from 64k to 1024m" };

static ngx_http_reader_bounds_t  ngx_http_reader_timeout_bounds =
    { NGX_HTTP_READER_TIME, 1, 60000,
      "a time from 1ms to 60s" };

static ngx_http_reader_bounds_t  ngx_http_reader_min_length_bounds =
    { NGX_HTTP_READER_NUMBER, 0, 1000000,
      "a number from 0 to 1000000" };

static ngx_http_reader_bounds_t  ngx_http_reader_min_score_bounds =
    { NGX_HTTP_READER_NUMBER, 0, 100,
      "a number from 0 to 100" };


ngx_command_t  ngx_http_reader_commands[] = {

    { ngx_string("reader"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_HTTP_LIF_CONF
                        |NGX_CONF_TAKE1,
      ngx_http_reader_enable,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, enable),
      &ngx_http_reader_switch },

    { ngx_string("reader_format"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_choose,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, format),
      &ngx_http_reader_formats },

    { ngx_string("reader_accept"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_1MORE,
      ngx_http_reader_set_accept,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, accept),
      NULL },

    { ngx_string("reader_vary"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_1MORE,
      ngx_http_reader_set_vary,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, vary),
      NULL },

    { ngx_string("reader_etag"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, etag),
      NULL },

    { ngx_string("reader_csp"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, csp),
      NULL },

    { ngx_string("reader_mode"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_choose,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, mode),
      &ngx_http_reader_modes },

    { ngx_string("reader_types"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_1MORE,
      ngx_http_reader_types,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, types_keys),
      NULL },

    { ngx_string("reader_buffer_size"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_limit,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, buffer_size),
      &ngx_http_reader_buffer_size_bounds },

    { ngx_string("reader_memory"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_limit,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, memory),
      &ngx_http_reader_memory_bounds },

    { ngx_string("reader_timeout"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_limit,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, timeout),
      &ngx_http_reader_timeout_bounds },

    { ngx_string("reader_min_length"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_limit,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, min_length),
      &ngx_http_reader_min_length_bounds },

    { ngx_string("reader_min_score"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_limit,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, min_score),
      &ngx_http_reader_min_score_bounds },

    { ngx_string("reader_strip"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_1MORE,
      ngx_http_reader_set_rules,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, strip),
      NULL },

    { ngx_string("reader_keep"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_1MORE,
      ngx_http_reader_set_rules,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_reader_loc_conf_t, keep),
      NULL },

    { ngx_string("reader_thread_pool"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE12,
      ngx_http_reader_set_thread_pool,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("reader_images"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_set_images,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("reader_link"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE12,
      ngx_http_reader_set_link,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("reader_text_wrap"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_set_text_wrap,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("reader_template"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_reader_set_template,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("reader_zone"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE2,
      ngx_http_reader_set_zone,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("reader_status"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS|NGX_CONF_TAKE1,
      ngx_http_reader_set_status,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

      ngx_null_command
};


static char *
ngx_http_reader_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    char  *rv;

    rv = ngx_http_reader_choose(cf, cmd, conf);

    if (rv != NGX_CONF_OK) {
        return rv;
    }

    if (rlcf->enable->lengths == NULL
        && ngx_http_reader_is(&rlcf->enable->value, "off"))
    {
        rlcf->enable = NULL;
    }

    return NGX_CONF_OK;
}


/* one of a few names, or what has variables */

static char *
ngx_http_reader_choose(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    char  *p = conf;

    ngx_str_t                  *value;
    ngx_http_reader_choice_t   *choice;
    ngx_http_complex_value_t  **cv;

    cv = (ngx_http_complex_value_t **) (p + cmd->offset);

    if (*cv != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;
    choice = cmd->post;

    *cv = ngx_http_reader_compile(cf, cmd, &value[1], choice->allowed);

    if (*cv == NULL) {
        return NGX_CONF_ERROR;
    }

    if ((*cv)->lengths == NULL
        && ngx_http_reader_index(choice->names, &value[1]) == NGX_DECLINED)
    {
        return ngx_http_reader_invalid(cf, cmd, &value[1], choice->allowed);
    }

    return NGX_CONF_OK;
}


ngx_http_complex_value_t *
ngx_http_reader_compile(ngx_conf_t *cf, ngx_command_t *cmd, ngx_str_t *value,
    char *allowed)
{
    ngx_http_complex_value_t          *cv;
    ngx_http_compile_complex_value_t   ccv;

    cv = ngx_palloc(cf->pool, sizeof(ngx_http_complex_value_t));
    if (cv == NULL) {
        return NULL;
    }

    ngx_memzero(&ccv, sizeof(ngx_http_compile_complex_value_t));

    ccv.cf = cf;
    ccv.value = value;
    ccv.complex_value = cv;

    if (ngx_http_compile_complex_value(&ccv) != NGX_OK) {

        /* nginx has said what is wrong with the variable only */

        (void) ngx_http_reader_invalid(cf, cmd, value, allowed);
        return NULL;
    }

    return cv;
}


/* always NGX_CONF_ERROR */

char *
ngx_http_reader_invalid(ngx_conf_t *cf, ngx_command_t *cmd, ngx_str_t *value,
    char *allowed)
{
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\" in \"%V\" directive, "
                       "it must be %s",
                       value, &cmd->name, allowed);

    return NGX_CONF_ERROR;
}


/* a wrong type would never match, and nobody would know */

static char *
ngx_http_reader_types(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    u_char      *p, *last;
    ngx_str_t   *value, token;
    ngx_uint_t   i;

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        if (ngx_strcmp(value[i].data, "*") == 0) {
            continue;
        }

        last = value[i].data + value[i].len;

        p = ngx_http_reader_http_token(value[i].data, last, &token);

        if (p && p < last && *p == '/') {
            p = ngx_http_reader_http_token(p + 1, last, &token);

            if (p == last && ngx_strchr(value[i].data, '*') == NULL) {
                continue;
            }
        }

        return ngx_http_reader_invalid(cf, cmd, &value[i],
                                       "a type such as \"text/html\", "
                                       "or \"*\"");
    }

    return ngx_http_types_slot(cf, cmd, conf);
}


static char *
ngx_http_reader_limit(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    char  *p = conf;

    ngx_int_t                  n;
    ngx_str_t                 *value;
    ngx_uint_t                *field;
    ngx_http_reader_bounds_t  *bounds;

    field = (ngx_uint_t *) (p + cmd->offset);

    if (*field != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;
    bounds = cmd->post;

    switch (bounds->unit) {

    case NGX_HTTP_READER_SIZE:
        n = ngx_parse_size(&value[1]);
        break;

    case NGX_HTTP_READER_TIME:
        n = ngx_parse_time(&value[1], 0);
        break;

    default: /* NGX_HTTP_READER_NUMBER */
        n = ngx_atoi(value[1].data, value[1].len);
        break;
    }

    if (n == NGX_ERROR
        || (ngx_uint_t) n < bounds->min
        || (ngx_uint_t) n > bounds->max)
    {
        return ngx_http_reader_invalid(cf, cmd, &value[1], bounds->allowed);
    }

    *field = n;

    return NGX_CONF_OK;
}


void *
ngx_http_reader_create_main_conf(ngx_conf_t *cf)
{
    ngx_http_reader_main_conf_t  *rmcf;

    rmcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_reader_main_conf_t));
    if (rmcf == NULL) {
        return NULL;
    }

    if (ngx_array_init(&rmcf->profiles, cf->pool, 4,
                       sizeof(ngx_http_reader_profile_t))
        != NGX_OK
        || ngx_array_init(&rmcf->templates, cf->pool, 1, sizeof(void *))
           != NGX_OK
        || ngx_http_reader_add_reserve(cf, rmcf) != NGX_OK)
    {
        return NULL;
    }

    return rmcf;
}


void *
ngx_http_reader_create_loc_conf(ngx_conf_t *cf)
{
    ngx_http_reader_loc_conf_t  *conf;

    conf = ngx_pcalloc(cf->pool, sizeof(ngx_http_reader_loc_conf_t));
    if (conf == NULL) {
        return NULL;
    }

    /*
     * set by ngx_pcalloc():
     *
     *     conf->types = { NULL };
     *     conf->types_keys = NULL;
     *     conf->strip = NULL;
     *     conf->keep = NULL;
     *     conf->negotiated = 0;
     *     conf->vary = { 0, NULL };
     *     conf->links = NULL;
     *     conf->profile = NULL;
     *     conf->thread_min = 0;
     *     conf->fingerprint = 0;
     *     conf->policy = { 0, NULL };
     */

    conf->enable = NGX_CONF_UNSET_PTR;
    conf->format = NGX_CONF_UNSET_PTR;
    conf->mode = NGX_CONF_UNSET_PTR;
    conf->accept = NGX_CONF_UNSET_PTR;
    conf->etag = NGX_CONF_UNSET;
    conf->csp = NGX_CONF_UNSET;

    conf->buffer_size = NGX_CONF_UNSET_UINT;
    conf->memory = NGX_CONF_UNSET_UINT;
    conf->timeout = NGX_CONF_UNSET_UINT;
    conf->min_length = NGX_CONF_UNSET_UINT;
    conf->min_score = NGX_CONF_UNSET_UINT;

    conf->images = NGX_CONF_UNSET_UINT;
    conf->text_wrap = NGX_CONF_UNSET_UINT;
    conf->template = NGX_CONF_UNSET_PTR;

    conf->thread_pool = NGX_CONF_UNSET_PTR;

    return conf;
}


char *
ngx_http_reader_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_http_reader_loc_conf_t *prev = parent;
    ngx_http_reader_loc_conf_t *conf = child;

    ngx_conf_merge_ptr_value(conf->enable, prev->enable, NULL);
    ngx_conf_merge_ptr_value(conf->format, prev->format, NULL);
    ngx_conf_merge_ptr_value(conf->mode, prev->mode, NULL);
    ngx_conf_merge_ptr_value(conf->accept, prev->accept, NULL);
    ngx_conf_merge_str_value(conf->vary, prev->vary, "");
    ngx_conf_merge_value(conf->etag, prev->etag, 1);
    ngx_conf_merge_value(conf->csp, prev->csp, 1);

    ngx_conf_merge_uint_value(conf->buffer_size, prev->buffer_size,
                              2 * 1024 * 1024);
    ngx_conf_merge_uint_value(conf->memory, prev->memory, 64 * 1024 * 1024);
    ngx_conf_merge_uint_value(conf->timeout, prev->timeout, 500);
    ngx_conf_merge_uint_value(conf->min_length, prev->min_length, 250);
    ngx_conf_merge_uint_value(conf->min_score, prev->min_score, 50);

    ngx_http_reader_merge_rules(prev, conf);
    ngx_http_reader_merge_view(prev, conf);

    if (conf->thread_pool == NGX_CONF_UNSET_PTR) {
        conf->thread_min = prev->thread_min;
    }

    ngx_conf_merge_ptr_value(conf->thread_pool, prev->thread_pool, NULL);

    if (ngx_http_merge_types(cf, &conf->types_keys, &conf->types,
                             &prev->types_keys, &prev->types,
                             ngx_http_reader_default_types)
        != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (conf->enable) {
        conf->profile = ngx_http_reader_profile(cf, conf);

        if (conf->profile == NULL
            || ngx_http_reader_policy(cf, conf->profile, &conf->policy)
               != NGX_OK
            || ngx_http_reader_default_accept(cf, &conf->accept) != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }

        conf->fingerprint = reader_profile_fingerprint(conf->profile);

        conf->negotiated = (!(conf->mode
                              && conf->mode->lengths == NULL
                              && ngx_http_reader_is(&conf->mode->value,
                                                    "declutter"))
                            && conf->format
                            && conf->format->lengths == NULL
                            && ngx_http_reader_is(&conf->format->value,
                                                  "auto"));
    }

    return NGX_CONF_OK;
}


/* locations with the same options share one profile */

static const reader_profile_t *
ngx_http_reader_profile(ngx_conf_t *cf, ngx_http_reader_loc_conf_t *conf)
{
    ngx_uint_t                    i;
    reader_error_t                error;
    reader_options_t              options;
    ngx_pool_cleanup_t           *cln;
    ngx_http_reader_profile_t    *p;
    ngx_http_reader_main_conf_t  *rmcf;

    rmcf = ngx_http_conf_get_module_main_conf(cf,
                                              ngx_http_reader_filter_module);
    p = rmcf->profiles.elts;

    for (i = 0; i < rmcf->profiles.nelts; i++) {
        if (p[i].min_length == conf->min_length
            && p[i].min_score == conf->min_score
            && p[i].strip == conf->strip
            && p[i].keep == conf->keep
            && p[i].images == conf->images
            && p[i].text_wrap == conf->text_wrap
            && p[i].template == conf->template)
        {
            return p[i].profile;
        }
    }

    p = ngx_array_push(&rmcf->profiles);
    cln = ngx_pool_cleanup_add(cf->pool, 0);

    if (p == NULL || cln == NULL) {
        return NULL;
    }

    options = READER_OPTIONS_DEFAULT;
    options.min_length = conf->min_length;
    options.min_score = conf->min_score;
    ngx_http_reader_rules_options(conf, &options);
    ngx_http_reader_view_options(conf, &options);

    p->min_length = conf->min_length;
    p->min_score = conf->min_score;
    p->strip = conf->strip;
    p->keep = conf->keep;
    p->images = conf->images;
    p->text_wrap = conf->text_wrap;
    p->template = conf->template;
    p->profile = reader_profile_new(&options, &error);

    if (p->profile == NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"reader\" failed: %s",
                           error.text);
        return NULL;
    }

    cln->handler = ngx_http_reader_profile_cleanup;
    cln->data = p->profile;

    return p->profile;
}


static void
ngx_http_reader_profile_cleanup(void *data)
{
    reader_profile_free(data);
}
