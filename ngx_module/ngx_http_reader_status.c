
/*
 * What becomes of responses, counted in shared memory by all workers, and
 * shown by reader_status as JSON or in the text format of Prometheus.
 */


#include "ngx_http_reader.h"


#define NGX_HTTP_READER_STATUSES     (NGX_HTTP_READER_ERROR + 1)
#define NGX_HTTP_READER_FORMATS      (READER_DECLUTTER + 1)
#define NGX_HTTP_READER_BUCKETS      (sizeof(ngx_http_reader_buckets)         \
                                      / sizeof(ngx_http_reader_buckets[0]))

/* over twice what the longest report is */
#define NGX_HTTP_READER_REPORT_SIZE  16384


typedef struct {
    char                        *name;
    ngx_uint_t                   usec;
} ngx_http_reader_bucket_t;


/* upper bounds of the histogram, in seconds; the rest is in the count only */

static ngx_http_reader_bucket_t  ngx_http_reader_buckets[] = {
    { "0.001", 1000 },
    { "0.0025", 2500 },
    { "0.005", 5000 },
    { "0.01", 10000 },
    { "0.025", 25000 },
    { "0.05", 50000 },
    { "0.1", 100000 },
    { "0.25", 250000 },
    { "0.5", 500000 },
    { "1", 1000000 },
    { "2.5", 2500000 }
};


/* the bytes are those of pages that were converted, and of their views */

struct ngx_http_reader_counters_s {
    ngx_atomic_t                 off;
    ngx_atomic_t                 responses[NGX_HTTP_READER_FORMATS]
                                          [NGX_HTTP_READER_STATUSES];
    ngx_atomic_t                 bytes_in[NGX_HTTP_READER_FORMATS];
    ngx_atomic_t                 bytes_out[NGX_HTTP_READER_FORMATS];

    ngx_atomic_t                 conversions;
    ngx_atomic_t                 usec;
    ngx_atomic_t                 buckets[NGX_HTTP_READER_BUCKETS];
};


typedef u_char *(*ngx_http_reader_report_pt)(u_char *p, u_char *last,
    ngx_http_reader_counters_t *counters);


static ngx_int_t ngx_http_reader_init_zone(ngx_shm_zone_t *zone, void *data);
static ngx_int_t ngx_http_reader_json_handler(ngx_http_request_t *r);
static ngx_int_t ngx_http_reader_prometheus_handler(ngx_http_request_t *r);
static ngx_int_t ngx_http_reader_report(ngx_http_request_t *r, ngx_str_t *type,
    ngx_http_reader_report_pt report);
static u_char *ngx_http_reader_json(u_char *p, u_char *last,
    ngx_http_reader_counters_t *counters);
static u_char *ngx_http_reader_prometheus(u_char *p, u_char *last,
    ngx_http_reader_counters_t *counters);


char *
ngx_http_reader_set_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_main_conf_t *rmcf = conf;

    ssize_t     size;
    ngx_str_t  *value;

    if (rmcf->zone) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (value[1].len == 0) {
        return ngx_http_reader_invalid(cf, cmd, &value[1],
                                       "the name of a zone");
    }

    size = ngx_parse_size(&value[2]);

    /* what nginx needs at least, for a zone of its own */

    if (size == NGX_ERROR || size < (ssize_t) (8 * ngx_pagesize)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid value \"%V\" in \"%V\" directive, it must "
                           "be a size of at least %uik",
                           &value[2], &cmd->name, 8 * ngx_pagesize / 1024);
        return NGX_CONF_ERROR;
    }

    rmcf->zone = ngx_shared_memory_add(cf, &value[1], size,
                                       &ngx_http_reader_filter_module);
    if (rmcf->zone == NULL) {
        return ngx_http_reader_invalid(cf, cmd, &value[1],
                                       "the name of a zone of its own");
    }

    rmcf->zone->init = ngx_http_reader_init_zone;
    rmcf->zone->data = rmcf;

    return NGX_CONF_OK;
}


/* the counters outlive a reload, if neither name nor size change */

static ngx_int_t
ngx_http_reader_init_zone(ngx_shm_zone_t *zone, void *data)
{
    ngx_http_reader_main_conf_t  *old = data;

    ngx_slab_pool_t              *shpool;
    ngx_http_reader_main_conf_t  *rmcf;

    rmcf = zone->data;

    if (old) {
        rmcf->counters = old->counters;
        return NGX_OK;
    }

    shpool = (ngx_slab_pool_t *) zone->shm.addr;

    if (zone->shm.exists) {
        rmcf->counters = shpool->data;
        return NGX_OK;
    }

    rmcf->counters = ngx_slab_calloc(shpool,
                                     sizeof(ngx_http_reader_counters_t));
    if (rmcf->counters == NULL) {
        return NGX_ERROR;
    }

    shpool->data = rmcf->counters;

    return NGX_OK;
}


char *
ngx_http_reader_set_status(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_http_core_loc_conf_t     *clcf;
    ngx_http_reader_main_conf_t  *rmcf;

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (clcf->handler == ngx_http_reader_json_handler
        || clcf->handler == ngx_http_reader_prometheus_handler)
    {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (cf->args->nelts == 1 || ngx_strcmp(value[1].data, "json") == 0) {
        clcf->handler = ngx_http_reader_json_handler;

    } else if (ngx_strcmp(value[1].data, "prometheus") == 0) {
        clcf->handler = ngx_http_reader_prometheus_handler;

    } else {
        return ngx_http_reader_invalid(cf, cmd, &value[1],
                                       "\"json\" or \"prometheus\"");
    }

    rmcf = ngx_http_conf_get_module_main_conf(cf,
                                              ngx_http_reader_filter_module);
    rmcf->shown = 1;

    return NGX_CONF_OK;
}


char *
ngx_http_reader_init_main_conf(ngx_conf_t *cf, void *conf)
{
    ngx_http_reader_main_conf_t *rmcf = conf;

    if (rmcf->shown && rmcf->zone == NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"reader_status\" needs a \"reader_zone\" in the "
                           "\"http\" block");
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


/*
 * In the log phase, so that the numbers are those of $reader_status in the
 * access log. Where the reader is off for good, nothing is counted.
 */

ngx_int_t
ngx_http_reader_count(ngx_http_request_t *r)
{
    ngx_uint_t                    i;
    ngx_http_reader_ctx_t        *ctx;
    ngx_http_reader_loc_conf_t   *conf;
    ngx_http_reader_counters_t   *counters;
    ngx_http_reader_main_conf_t  *rmcf;

    if (r != r->main) {
        return NGX_OK;
    }

    rmcf = ngx_http_get_module_main_conf(r, ngx_http_reader_filter_module);

    counters = rmcf->counters;
    ctx = ngx_http_reader_get_ctx(r);

    if (ctx == NULL) {
        conf = ngx_http_get_module_loc_conf(r, ngx_http_reader_filter_module);

        if (conf->enable) {
            ngx_atomic_fetch_add(&counters->off, 1);
        }

        return NGX_OK;
    }

    ngx_atomic_fetch_add(&counters->responses[ctx->format][ctx->status], 1);

    if (ctx->status == NGX_HTTP_READER_CONVERTED) {
        ngx_atomic_fetch_add(&counters->bytes_in[ctx->format], ctx->bytes_in);
        ngx_atomic_fetch_add(&counters->bytes_out[ctx->format],
                             ctx->view.len);
    }

    if (!ctx->measured) {
        return NGX_OK;
    }

    ngx_atomic_fetch_add(&counters->conversions, 1);
    ngx_atomic_fetch_add(&counters->usec, ctx->usec);

    for (i = 0; i < NGX_HTTP_READER_BUCKETS; i++) {
        if (ctx->usec <= ngx_http_reader_buckets[i].usec) {
            ngx_atomic_fetch_add(&counters->buckets[i], 1);
            break;
        }
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_reader_json_handler(ngx_http_request_t *r)
{
    static ngx_str_t  type = ngx_string("application/json");

    return ngx_http_reader_report(r, &type, ngx_http_reader_json);
}


static ngx_int_t
ngx_http_reader_prometheus_handler(ngx_http_request_t *r)
{
    static ngx_str_t  type = ngx_string("text/plain; version=0.0.4");

    return ngx_http_reader_report(r, &type, ngx_http_reader_prometheus);
}


static ngx_int_t
ngx_http_reader_report(ngx_http_request_t *r, ngx_str_t *type,
    ngx_http_reader_report_pt report)
{
    ngx_int_t                     rc;
    ngx_buf_t                    *b;
    ngx_chain_t                   out;
    ngx_http_reader_main_conf_t  *rmcf;

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD))) {
        return NGX_HTTP_NOT_ALLOWED;
    }

    rc = ngx_http_discard_request_body(r);

    if (rc != NGX_OK) {
        return rc;
    }

    b = ngx_create_temp_buf(r->pool, NGX_HTTP_READER_REPORT_SIZE);
    if (b == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    rmcf = ngx_http_get_module_main_conf(r, ngx_http_reader_filter_module);

    b->last = report(b->pos, b->end, rmcf->counters);

    b->last_buf = (r == r->main) ? 1 : 0;
    b->last_in_chain = 1;

    out.buf = b;
    out.next = NULL;

    r->headers_out.content_type = *type;
    r->headers_out.content_type_len = type->len;
    r->headers_out.content_type_lowcase = NULL;

    r->headers_out.status = NGX_HTTP_OK;
    r->headers_out.content_length_n = b->last - b->pos;

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    return ngx_http_output_filter(r, &out);
}


static u_char *
ngx_http_reader_json(u_char *p, u_char *last,
    ngx_http_reader_counters_t *counters)
{
    ngx_uint_t    f, i;
    ngx_atomic_t  total;

    p = ngx_slprintf(p, last, "{\"off\":%uA,\"formats\":{", counters->off);

    for (f = 0; f < NGX_HTTP_READER_FORMATS; f++) {

        p = ngx_slprintf(p, last, "%s\"%V\":{\"responses\":{", f ? "," : "",
                         ngx_http_reader_format_name(f));

        for (i = NGX_HTTP_READER_BYPASS; i < NGX_HTTP_READER_STATUSES; i++) {
            p = ngx_slprintf(p, last, "%s\"%V\":%uA",
                             i == NGX_HTTP_READER_BYPASS ? "" : ",",
                             ngx_http_reader_status_name(i),
                             counters->responses[f][i]);
        }

        p = ngx_slprintf(p, last, "},\"bytes_in\":%uA,\"bytes_out\":%uA}",
                         counters->bytes_in[f], counters->bytes_out[f]);
    }

    p = ngx_slprintf(p, last, "},\"seconds\":{\"count\":%uA,\"sum\":%uA.%06uA,"
                     "\"buckets\":[",
                     counters->conversions, counters->usec / 1000000,
                     counters->usec % 1000000);

    /* as in Prometheus, a bucket holds all that are below */

    total = 0;

    for (i = 0; i < NGX_HTTP_READER_BUCKETS; i++) {
        total += counters->buckets[i];
        p = ngx_slprintf(p, last, "%s{\"le\":%s,\"count\":%uA}", i ? "," : "",
                         ngx_http_reader_buckets[i].name, total);
    }

    return ngx_slprintf(p, last, "]}}\n");
}


static u_char *
ngx_http_reader_prometheus(u_char *p, u_char *last,
    ngx_http_reader_counters_t *counters)
{
    ngx_str_t    *format;
    ngx_uint_t    f, i;
    ngx_atomic_t  total;

    p = ngx_slprintf(p, last,
        "# HELP reader_responses_total Responses by $reader_status and by the "
        "format asked for.\n"
        "# TYPE reader_responses_total counter\n"
        "reader_responses_total{status=\"off\",format=\"\"} %uA\n",
        counters->off);

    for (f = 0; f < NGX_HTTP_READER_FORMATS; f++) {
        format = ngx_http_reader_format_name(f);

        for (i = NGX_HTTP_READER_BYPASS; i < NGX_HTTP_READER_STATUSES; i++) {
            p = ngx_slprintf(p, last, "reader_responses_total{status=\"%V\","
                             "format=\"%V\"} %uA\n",
                             ngx_http_reader_status_name(i), format,
                             counters->responses[f][i]);
        }
    }

    p = ngx_slprintf(p, last,
        "# HELP reader_bytes_in_total Bytes of pages that were converted.\n"
        "# TYPE reader_bytes_in_total counter\n");

    for (f = 0; f < NGX_HTTP_READER_FORMATS; f++) {
        p = ngx_slprintf(p, last, "reader_bytes_in_total{format=\"%V\"} %uA\n",
                         ngx_http_reader_format_name(f),
                         counters->bytes_in[f]);
    }

    p = ngx_slprintf(p, last,
        "# HELP reader_bytes_out_total Bytes of their views.\n"
        "# TYPE reader_bytes_out_total counter\n");

    for (f = 0; f < NGX_HTTP_READER_FORMATS; f++) {
        p = ngx_slprintf(p, last, "reader_bytes_out_total{format=\"%V\"} "
                         "%uA\n",
                         ngx_http_reader_format_name(f),
                         counters->bytes_out[f]);
    }

    p = ngx_slprintf(p, last,
        "# HELP reader_conversion_seconds CPU time of conversions, also of "
        "those without a view.\n"
        "# TYPE reader_conversion_seconds histogram\n");

    total = 0;

    for (i = 0; i < NGX_HTTP_READER_BUCKETS; i++) {
        total += counters->buckets[i];
        p = ngx_slprintf(p, last, "reader_conversion_seconds_bucket{le=\"%s\"} "
                         "%uA\n", ngx_http_reader_buckets[i].name, total);
    }

    return ngx_slprintf(p, last,
        "reader_conversion_seconds_bucket{le=\"+Inf\"} %uA\n"
        "reader_conversion_seconds_sum %uA.%06uA\n"
        "reader_conversion_seconds_count %uA\n",
        counters->conversions, counters->usec / 1000000,
        counters->usec % 1000000, counters->conversions);
}
