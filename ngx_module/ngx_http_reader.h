
/*
 * What the files of the reader module share.
 */


#ifndef _NGX_HTTP_READER_H_INCLUDED_
#define _NGX_HTTP_READER_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "../extract/reader.h"


/* $reader_status; the names are in ngx_http_reader_variables.c */

typedef enum {
    NGX_HTTP_READER_OFF = 0,
    NGX_HTTP_READER_BYPASS,
    NGX_HTTP_READER_CONVERTED,
    NGX_HTTP_READER_HEAD,
    NGX_HTTP_READER_NOT_MODIFIED,
    NGX_HTTP_READER_NOT_ARTICLE,
    NGX_HTTP_READER_CLEAN,
    NGX_HTTP_READER_TOO_LARGE,
    NGX_HTTP_READER_TOO_DEEP,
    NGX_HTTP_READER_TIMEOUT,
    NGX_HTTP_READER_MEMORY,
    NGX_HTTP_READER_ENCODING,
    NGX_HTTP_READER_CHARSET,
    NGX_HTTP_READER_TRUNCATED,
    NGX_HTTP_READER_OVERLOAD,
    NGX_HTTP_READER_ERROR
} ngx_http_reader_status_e;


typedef enum {
    NGX_HTTP_READER_IDENTITY = 0,
    NGX_HTTP_READER_GZIP,
    NGX_HTTP_READER_DEFLATE,
    NGX_HTTP_READER_BROTLI,
    NGX_HTTP_READER_ZSTD,
    NGX_HTTP_READER_UNKNOWN
} ngx_http_reader_encoding_e;


typedef struct ngx_http_reader_counters_s  ngx_http_reader_counters_t;


typedef struct {
    ngx_array_t                  profiles; /* ngx_http_reader_profile_t */
    ngx_array_t                  templates; /* those that have been read */
    reader_reserve_t            *reserve;  /* each worker has a copy of it */

    ngx_shm_zone_t              *zone;
    ngx_http_reader_counters_t  *counters; /* in the zone */
    ngx_uint_t                   shown;    /* by reader_status */
} ngx_http_reader_main_conf_t;


typedef struct {
    ngx_http_complex_value_t    *enable;
    ngx_http_complex_value_t    *format;
    ngx_http_complex_value_t    *mode;

    ngx_hash_t                   types;
    ngx_array_t                 *types_keys;

    ngx_uint_t                   buffer_size;
    ngx_uint_t                   memory;
    ngx_uint_t                   timeout;
    ngx_uint_t                   min_length;
    ngx_uint_t                   min_score;

    ngx_array_t                 *strip;    /* reader_string_t */
    ngx_array_t                 *keep;

    ngx_array_t                 *accept;   /* reader_format_t */
    ngx_uint_t                   negotiated; /* reader_format auto */
    ngx_str_t                    vary;

    ngx_flag_t                   etag;
    ngx_flag_t                   csp;

    ngx_uint_t                   images;
    ngx_uint_t                   text_wrap;
    const reader_string_t       *template; /* NULL: the one built in */
    ngx_http_complex_value_t   **links;    /* READER_LINKS of them, or NULL */

#if (NGX_THREADS)
    ngx_thread_pool_t           *thread_pool;
#else
    void                        *thread_pool;
#endif
    size_t                       thread_min;

    const reader_profile_t      *profile;
    uint32_t                     fingerprint;
    ngx_str_t                    policy;
} ngx_http_reader_loc_conf_t;


typedef struct {
    u_char                      *data;
    size_t                       len;
    size_t                       size;
} ngx_http_reader_bytes_t;


/*
 * Everything that a conversion reads or writes: ngx_http_reader_job_run()
 * sees neither the request nor its pool.
 */

typedef struct {
    const reader_profile_t      *profile;
    reader_limits_t              limits;
    reader_format_t              format;
    ngx_http_reader_encoding_e   encoding;

    ngx_str_t                    charset;
    ngx_str_t                    url;
    reader_string_t              links[READER_LINKS];

    ngx_http_reader_bytes_t      body;     /* as the upstream sent it */
    ngx_http_reader_bytes_t      page;     /* inflated, if it has to be */

    reader_view_t                view;
    ngx_http_reader_status_e     status;

    /* the one field that may be set while a thread has the job */
    volatile int                 cancelled;

    unsigned                     converted:1;
    unsigned                     save_data:1;
} ngx_http_reader_job_t;


/* what ngx_http_reader_next_field() goes through */

typedef struct {
    ngx_list_t                  *list;
    ngx_list_part_t             *part;     /* NULL at the start */
    ngx_uint_t                   n;
} ngx_http_reader_fields_t;


typedef struct {
    u_char                      *buffer;
    ngx_str_t                    meta;
    ngx_table_elt_t             *of_meta;
    ngx_table_elt_t             *ours;
} ngx_http_reader_csp_t;


typedef enum {
    NGX_HTTP_READER_START = 0,
    NGX_HTTP_READER_READ,
    NGX_HTTP_READER_WAIT,                  /* for a thread */
    NGX_HTTP_READER_DONE,                  /* it has finished */
    NGX_HTTP_READER_PASS
} ngx_http_reader_phase_e;


typedef struct {
    ngx_http_reader_phase_e      phase;
    ngx_http_reader_status_e     status;
    reader_format_t              format;

    /* what the request says about its view */
    reader_string_t              links[READER_LINKS];
    uint32_t                     fingerprint;

    ngx_http_reader_job_t       *job;

    /* what is sent first, so that to fail open takes no memory */
    ngx_buf_t                    buf;

    /*
     * the headers that were taken out of the request; what If-None-Match was
     * before it became the validator of the page, and the tag of that view
     */
    ngx_list_part_t             *dropped;
    ngx_table_elt_t             *if_none_match;
    ngx_table_elt_t             *if_modified_since;
    ngx_table_elt_t             *range;
    ngx_table_elt_t             *if_range;
    ngx_table_elt_t              replaced;
    ngx_str_t                    own_tag;
    ngx_str_t                    tags;     /* of the client */
    ngx_str_t                    etag;     /* of the view, if it has one */

    ngx_str_t                    view;
    ngx_str_t                    title;
    ngx_str_t                    canonical;
    ngx_str_t                    policies;
    ngx_str_t                    robots;
    size_t                       bytes_in;
    size_t                       words;
    ngx_uint_t                   score;
    ngx_uint_t                   usec;     /* CPU time */

    unsigned                     allow_ranges:1;
    unsigned                     keepalive:1;
    unsigned                     measured:1;
    unsigned                     negotiated:1;
    unsigned                     page_preferred:1;
    unsigned                     save_data:1;
} ngx_http_reader_ctx_t;


/* ngx_http_reader_conf.c */

void *ngx_http_reader_create_main_conf(ngx_conf_t *cf);
void *ngx_http_reader_create_loc_conf(ngx_conf_t *cf);
char *ngx_http_reader_merge_loc_conf(ngx_conf_t *cf, void *parent,
    void *child);
ngx_http_complex_value_t *ngx_http_reader_compile(ngx_conf_t *cf,
    ngx_command_t *cmd, ngx_str_t *value, char *allowed);
char *ngx_http_reader_invalid(ngx_conf_t *cf, ngx_command_t *cmd,
    ngx_str_t *value, char *allowed);

/* ngx_http_reader_rules.c */

char *ngx_http_reader_set_rules(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
void ngx_http_reader_merge_rules(ngx_http_reader_loc_conf_t *prev,
    ngx_http_reader_loc_conf_t *conf);
void ngx_http_reader_rules_options(ngx_http_reader_loc_conf_t *conf,
    reader_options_t *options);

/* ngx_http_reader_view.c */

char *ngx_http_reader_set_images(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_reader_set_link(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_reader_set_text_wrap(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_reader_set_template(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
void ngx_http_reader_merge_view(ngx_http_reader_loc_conf_t *prev,
    ngx_http_reader_loc_conf_t *conf);
void ngx_http_reader_view_options(ngx_http_reader_loc_conf_t *conf,
    reader_options_t *options);
ngx_int_t ngx_http_reader_view_request(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf);
ngx_uint_t ngx_http_reader_by_save_data(ngx_http_reader_loc_conf_t *conf,
    reader_format_t format);

/* ngx_http_reader_request.c */

ngx_int_t ngx_http_reader_request_handler(ngx_http_request_t *r);
ngx_http_reader_ctx_t *ngx_http_reader_last_ctx(ngx_http_request_t *r);
ngx_int_t ngx_http_reader_format(ngx_str_t *name, reader_format_t *format);
ngx_str_t *ngx_http_reader_format_name(reader_format_t format);
ngx_uint_t ngx_http_reader_may_be_page(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf);
ngx_int_t ngx_http_reader_url(ngx_http_request_t *r, ngx_str_t *url);

/* ngx_http_reader_accept.c */

ngx_int_t ngx_http_reader_negotiate(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf, reader_format_t *format);
char *ngx_http_reader_set_accept(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
ngx_int_t ngx_http_reader_default_accept(ngx_conf_t *cf,
    ngx_array_t **accept);

/* ngx_http_reader_foreign.c */

ngx_int_t ngx_http_reader_drop_foreign(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf);
void ngx_http_reader_restore_foreign(ngx_http_request_t *r);

/* ngx_http_reader_etag.c */

ngx_int_t ngx_http_reader_view_tag(ngx_http_request_t *r,
    reader_format_t format, uint32_t fingerprint, ngx_str_t *etag);
ngx_uint_t ngx_http_reader_view_known(ngx_str_t *tags, ngx_str_t *etag);
ngx_uint_t ngx_http_reader_page_known(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx);
ngx_int_t ngx_http_reader_page_tags(ngx_http_request_t *r, ngx_str_t *tags,
    reader_format_t format, uint32_t fingerprint, ngx_str_t *value,
    ngx_uint_t *is_time, ngx_str_t *etag);

/* ngx_http_reader_eligible.c */

char *ngx_http_reader_ineligible(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf);
ngx_http_reader_encoding_e ngx_http_reader_encoding(ngx_http_request_t *r);

/* ngx_http_reader_headers.c */

ngx_int_t ngx_http_reader_view_headers(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_str_t *etag, off_t length);
ngx_int_t ngx_http_reader_view_unmodified(ngx_http_request_t *r,
    reader_format_t format, ngx_str_t *etag);
void ngx_http_reader_page_unmodified(ngx_http_request_t *r);

/* ngx_http_reader_csp.c */

ngx_int_t ngx_http_reader_policy(ngx_conf_t *cf,
    const reader_profile_t *profile, ngx_str_t *policy);
ngx_int_t ngx_http_reader_prepare_csp(ngx_http_request_t *r,
    ngx_str_t *policy, ngx_str_t *meta, ngx_http_reader_csp_t *csp);
void ngx_http_reader_set_csp(ngx_http_request_t *r,
    ngx_http_reader_csp_t *csp);

/* ngx_http_reader_vary.c */

ngx_int_t ngx_http_reader_vary(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf, ngx_uint_t negotiated);
ngx_int_t ngx_http_reader_vary_view(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf);
char *ngx_http_reader_set_vary(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);

/* ngx_http_reader_link.c */

ngx_int_t ngx_http_reader_announce(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf);
ngx_table_elt_t *ngx_http_reader_push_link(ngx_http_request_t *r,
    ngx_str_t *value);
ngx_int_t ngx_http_reader_filter_links(ngx_http_request_t *r,
    ngx_uint_t *canonical);

/* ngx_http_reader_fields.c */

ngx_table_elt_t *ngx_http_reader_next_field(ngx_http_reader_fields_t *fields);
ngx_table_elt_t *ngx_http_reader_next_named(ngx_http_reader_fields_t *fields,
    char *name);
ngx_table_elt_t *ngx_http_reader_push_field(ngx_http_request_t *r, char *name,
    ngx_str_t *value);
ngx_uint_t ngx_http_reader_is(ngx_str_t *value, char *name);
ngx_int_t ngx_http_reader_index(ngx_str_t *names, ngx_str_t *name);
ngx_str_t ngx_http_reader_token(ngx_str_t *list, u_char separator);
ngx_uint_t ngx_http_reader_has_token(ngx_str_t *value, char *name);
ngx_uint_t ngx_http_reader_named_has_token(ngx_list_t *list, char *name,
    char *token);
ngx_uint_t ngx_http_reader_visible(ngx_str_t *value, char *but);
u_char *ngx_http_reader_skip_element(u_char *p, u_char *last);
u_char *ngx_http_reader_quoted(u_char *p, u_char *last, ngx_str_t *value);
u_char *ngx_http_reader_skip_space(u_char *p, u_char *last);
u_char *ngx_http_reader_skip_commas(u_char *p, u_char *last);
u_char *ngx_http_reader_http_token(u_char *p, u_char *last, ngx_str_t *token);

/* ngx_http_reader_job.c */

ngx_int_t ngx_http_reader_add_reserve(ngx_conf_t *cf,
    ngx_http_reader_main_conf_t *rmcf);
ngx_http_reader_job_t *ngx_http_reader_job_create(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf, ngx_http_reader_ctx_t *ctx);
ngx_int_t ngx_http_reader_job_collect(ngx_http_reader_job_t *job, u_char *data,
    size_t len);
void ngx_http_reader_job_run(ngx_http_reader_job_t *job);
ngx_int_t ngx_http_reader_job_take(ngx_http_reader_job_t *job,
    ngx_http_reader_ctx_t *ctx, ngx_pool_t *pool);
void ngx_http_reader_job_free(ngx_http_reader_job_t *job);
ngx_int_t ngx_http_reader_grow(ngx_http_reader_bytes_t *bytes, size_t size,
    size_t max);

/* ngx_http_reader_thread.c */

ngx_int_t ngx_http_reader_thread_post(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx);
ngx_int_t ngx_http_reader_thread_await(ngx_http_request_t *r);
char *ngx_http_reader_set_thread_pool(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);

/* ngx_http_reader_inflate.c */

ngx_http_reader_status_e ngx_http_reader_inflate(ngx_http_reader_job_t *job);

/* ngx_http_reader_status.c */

char *ngx_http_reader_set_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_reader_set_status(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_reader_init_main_conf(ngx_conf_t *cf, void *conf);
ngx_int_t ngx_http_reader_count(ngx_http_request_t *r);

/* ngx_http_reader_variables.c */

ngx_http_reader_ctx_t *ngx_http_reader_get_ctx(ngx_http_request_t *r);

ngx_int_t ngx_http_reader_add_variables(ngx_conf_t *cf);
ngx_str_t *ngx_http_reader_status_name(ngx_http_reader_status_e status);


extern ngx_command_t  ngx_http_reader_commands[];
extern ngx_module_t   ngx_http_reader_filter_module;


#endif /* _NGX_HTTP_READER_H_INCLUDED_ */
