
/*
 * The directives "reader_strip" and "reader_keep": selectors of site rules.
 */


#include "ngx_http_reader.h"


/*
 * "off" alone is an empty list, so that nothing is inherited. The array holds
 * reader_string_t, as the library takes them.
 */

char *
ngx_http_reader_set_rules(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    char  *p = conf;

    ngx_str_t        *value;
    ngx_uint_t        i;
    ngx_array_t     **field;
    reader_error_t    error;
    reader_string_t  *selector;

    field = (ngx_array_t **) (p + cmd->offset);
    value = cf->args->elts;

    if (*field && ((*field)->nelts == 0
                   || (cf->args->nelts == 2
                       && ngx_strcmp(value[1].data, "off") == 0)))
    {
        return "cannot be both \"off\" and selectors";
    }

    if (*field == NULL) {
        *field = ngx_array_create(cf->pool, 4, sizeof(reader_string_t));
        if (*field == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "off") == 0) {
        return NGX_CONF_OK;
    }

    for (i = 1; i < cf->args->nelts; i++) {

        if ((*field)->nelts == READER_RULES_MAX) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid value \"%V\" in \"%V\" directive, "
                               "it must be one of at most %d selectors",
                               &value[i], &cmd->name, READER_RULES_MAX);
            return NGX_CONF_ERROR;
        }

        selector = ngx_array_push(*field);
        if (selector == NULL) {
            return NGX_CONF_ERROR;
        }

        selector->data = (const char *) value[i].data;
        selector->length = value[i].len;

        if (!reader_selector_check(*selector, &error)) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid value \"%V\" in \"%V\" directive, "
                               "it must be \"off\" or selectors made of tag, "
                               ".class, #id, [attr], [attr=value], and "
                               "~pattern at their end: %s",
                               &value[i], &cmd->name, error.text);
            return NGX_CONF_ERROR;
        }
    }

    return NGX_CONF_OK;
}


/* inherited if there are none on this level, as with add_header */

void
ngx_http_reader_merge_rules(ngx_http_reader_loc_conf_t *prev,
    ngx_http_reader_loc_conf_t *conf)
{
    if (conf->strip == NULL) {
        conf->strip = prev->strip;
    }

    if (conf->keep == NULL) {
        conf->keep = prev->keep;
    }
}


void
ngx_http_reader_rules_options(ngx_http_reader_loc_conf_t *conf,
    reader_options_t *options)
{
    if (conf->strip) {
        options->strip = conf->strip->elts;
        options->strip_count = conf->strip->nelts;
    }

    if (conf->keep) {
        options->keep = conf->keep->elts;
        options->keep_count = conf->keep->nelts;
    }
}
