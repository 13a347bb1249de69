
/*
 * A job: the collected body of a response, inflated and converted.
 *
 * Its memory is malloc'ed, as it may be large, has to be given back before
 * the request ends, and must not depend on a pool while a conversion runs.
 */


#include "ngx_http_reader.h"


#define NGX_HTTP_READER_FIRST_SIZE  16384
#define NGX_HTTP_READER_TITLE_SIZE  512

/* what a worker keeps of the memory of conversions: a few pages' worth */
#define NGX_HTTP_READER_RESERVE     (8 * 1024 * 1024)


static void ngx_http_reader_reserve_cleanup(void *data);
static void ngx_http_reader_free(ngx_http_reader_bytes_t *bytes);
static ngx_int_t ngx_http_reader_copy(ngx_str_t *to, reader_string_t *from,
    ngx_pool_t *pool);
static ngx_int_t ngx_http_reader_copy_title(ngx_str_t *to,
    reader_string_t *from, ngx_pool_t *pool);


static ngx_http_reader_status_e  ngx_http_reader_results[] = {
    NGX_HTTP_READER_CONVERTED,             /* READER_OK */
    NGX_HTTP_READER_NOT_ARTICLE,           /* READER_NOT_ARTICLE */
    NGX_HTTP_READER_CLEAN,                 /* READER_CLEAN */
    NGX_HTTP_READER_TOO_LARGE,             /* READER_TOO_LARGE */
    NGX_HTTP_READER_TOO_DEEP,              /* READER_TOO_DEEP */
    NGX_HTTP_READER_TIMEOUT,               /* READER_TIMEOUT */
    NGX_HTTP_READER_MEMORY,                /* READER_MEMORY */
    NGX_HTTP_READER_CHARSET,               /* READER_CHARSET */
    NGX_HTTP_READER_TRUNCATED,             /* READER_CANCELLED */
    NGX_HTTP_READER_ERROR                  /* READER_ERROR */
};

_Static_assert(sizeof(ngx_http_reader_results)
               / sizeof(ngx_http_reader_results[0]) == READER_ERROR + 1,
               "each reader_result_t has a status");


/* it is empty as long as there are no workers, so that each has its own */

ngx_int_t
ngx_http_reader_add_reserve(ngx_conf_t *cf, ngx_http_reader_main_conf_t *rmcf)
{
    ngx_pool_cleanup_t  *cln;

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NGX_ERROR;
    }

    rmcf->reserve = reader_reserve_new(NGX_HTTP_READER_RESERVE);
    if (rmcf->reserve == NULL) {
        return NGX_ERROR;
    }

    cln->handler = ngx_http_reader_reserve_cleanup;
    cln->data = rmcf->reserve;

    return NGX_OK;
}


static void
ngx_http_reader_reserve_cleanup(void *data)
{
    reader_reserve_free(data);
}


/*
 * Copies from the request whatever a conversion needs. The caller sees to it
 * that ngx_http_reader_job_free() is called.
 */

ngx_http_reader_job_t *
ngx_http_reader_job_create(ngx_http_request_t *r,
    ngx_http_reader_loc_conf_t *conf, ngx_http_reader_ctx_t *ctx)
{
    ngx_str_t                    *charset;
    ngx_http_reader_job_t        *job;
    ngx_http_reader_main_conf_t  *rmcf;

    rmcf = ngx_http_get_module_main_conf(r, ngx_http_reader_filter_module);

    job = ngx_pcalloc(r->pool, sizeof(ngx_http_reader_job_t));
    if (job == NULL) {
        return NULL;
    }

    job->profile = conf->profile;
    job->format = ctx->format;
    job->save_data = ctx->save_data;
    job->encoding = ngx_http_reader_encoding(r);

    job->limits = READER_LIMITS_DEFAULT;
    job->limits.input = conf->buffer_size;
    job->limits.memory = conf->memory;
    job->limits.cpu_ms = (unsigned) conf->timeout;
    job->limits.cancelled = &job->cancelled;
    job->limits.reserve = rmcf->reserve;

    charset = r->headers_out.override_charset
              ? r->headers_out.override_charset : &r->headers_out.charset;

    if (charset->len) {
        job->charset.data = ngx_pstrdup(r->pool, charset);
        if (job->charset.data == NULL) {
            return NULL;
        }

        job->charset.len = charset->len;
    }

    ngx_memcpy(job->links, ctx->links, sizeof(job->links));

    if (ngx_http_reader_url(r, &job->url) != NGX_OK) {
        return NULL;
    }

    if (r->headers_out.content_length_n > 0
        && ngx_http_reader_grow(&job->body,
                                (size_t) r->headers_out.content_length_n,
                                (size_t) r->headers_out.content_length_n)
           != NGX_OK)
    {
        return NULL;
    }

    return job;
}


/* may be called again */

void
ngx_http_reader_job_free(ngx_http_reader_job_t *job)
{
    if (job->converted) {
        reader_view_free(&job->view);
        job->converted = 0;
    }

    ngx_http_reader_free(&job->body);
    ngx_http_reader_free(&job->page);
}


/* NGX_DECLINED: over the limit; NGX_ERROR: no memory; nothing was taken */

ngx_int_t
ngx_http_reader_job_collect(ngx_http_reader_job_t *job, u_char *data,
    size_t len)
{
    ngx_http_reader_bytes_t  *body;

    body = &job->body;

    if (len > job->limits.input - body->len) {
        return NGX_DECLINED;
    }

    if (ngx_http_reader_grow(body, body->len + len, job->limits.input)
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    ngx_memcpy(body->data + body->len, data, len);
    body->len += len;

    return NGX_OK;
}


/* makes room for size bytes; doubles, but not beyond max */

ngx_int_t
ngx_http_reader_grow(ngx_http_reader_bytes_t *bytes, size_t size, size_t max)
{
    u_char  *data;

    if (size <= bytes->size) {
        return NGX_OK;
    }

    size = ngx_max(size, bytes->size * 2);
    size = ngx_max(size, NGX_HTTP_READER_FIRST_SIZE);
    size = ngx_min(size, max);

    data = realloc(bytes->data, size);
    if (data == NULL) {
        return NGX_ERROR;
    }

    bytes->data = data;
    bytes->size = size;

    return NGX_OK;
}


static void
ngx_http_reader_free(ngx_http_reader_bytes_t *bytes)
{
    free(bytes->data);

    bytes->data = NULL;
    bytes->len = 0;
    bytes->size = 0;
}


/*
 * May be called in a thread: touches nothing but the job. The outcome is in
 * job->status, and if job->converted is set, in job->view.
 */

void
ngx_http_reader_job_run(ngx_http_reader_job_t *job)
{
    reader_page_t             page;
    reader_result_t           result;
    ngx_http_reader_bytes_t  *bytes;

    bytes = &job->body;

    if (job->encoding != NGX_HTTP_READER_IDENTITY) {

        job->status = ngx_http_reader_inflate(job);

        if (job->status != NGX_HTTP_READER_CONVERTED) {
            ngx_http_reader_free(&job->page);
            return;
        }

        bytes = &job->page;
    }

    ngx_memzero(&page, sizeof(reader_page_t));

    page.html.data = (const char *) bytes->data;
    page.html.length = bytes->len;
    page.charset.data = (const char *) job->charset.data;
    page.charset.length = job->charset.len;
    page.url.data = (const char *) job->url.data;
    page.url.length = job->url.len;
    page.format = job->format;
    page.save_data = job->save_data;
    ngx_memcpy(page.links, job->links, sizeof(page.links));

    result = reader_convert(job->profile, &page, &job->limits, &job->view);

    if (result == READER_OK && job->view.bytes.length == 0) {
        result = READER_ERROR;
    }

    job->converted = 1;
    job->status = job->view.no_transform ? NGX_HTTP_READER_BYPASS
                                         : ngx_http_reader_results[result];
}


/*
 * Takes what is of use out of a finished job and gives the rest of its memory
 * back now: a client may take minutes to receive a view of a few kilobytes.
 * The body stays, as it may have to be sent.
 */

ngx_int_t
ngx_http_reader_job_take(ngx_http_reader_job_t *job,
    ngx_http_reader_ctx_t *ctx, ngx_pool_t *pool)
{
    ngx_int_t  rc;

    ctx->bytes_in = job->page.len ? job->page.len : job->body.len;

    rc = NGX_OK;

    if (job->converted) {

        ctx->words = job->view.words;
        ctx->score = job->view.score;
        ctx->usec = (ngx_uint_t) (job->view.cpu_ns / 1000);
        ctx->measured = 1;

        rc = ngx_http_reader_copy_title(&ctx->title, &job->view.title, pool);

        if (rc == NGX_OK) {
            rc = ngx_http_reader_copy(&ctx->canonical, &job->view.canonical,
                                      pool);
        }

        if (rc == NGX_OK) {
            rc = ngx_http_reader_copy(&ctx->robots, &job->view.robots, pool);
        }

        if (rc == NGX_OK) {
            rc = ngx_http_reader_copy(&ctx->policies, &job->view.policies,
                                      pool);
        }

        if (rc == NGX_OK && job->status == NGX_HTTP_READER_CONVERTED) {
            rc = ngx_http_reader_copy(&ctx->view, &job->view.bytes, pool);
        }

        reader_view_free(&job->view);
        job->converted = 0;
    }

    ngx_http_reader_free(&job->page);

    return rc;
}


static ngx_int_t
ngx_http_reader_copy(ngx_str_t *to, reader_string_t *from, ngx_pool_t *pool)
{
    if (from->length == 0) {
        return NGX_OK;
    }

    to->data = ngx_pnalloc(pool, from->length);
    if (to->data == NULL) {
        return NGX_ERROR;
    }

    to->len = from->length;
    ngx_memcpy(to->data, from->data, from->length);

    return NGX_OK;
}


/* it may end up in a header: no control bytes, and not too long */

static ngx_int_t
ngx_http_reader_copy_title(ngx_str_t *to, reader_string_t *from,
    ngx_pool_t *pool)
{
    size_t           i;
    reader_string_t  title;

    title = *from;

    if (title.length > NGX_HTTP_READER_TITLE_SIZE) {
        title.length = NGX_HTTP_READER_TITLE_SIZE;

        /* not within a character of UTF-8 */

        while (title.length && (title.data[title.length] & 0xc0) == 0x80) {
            title.length--;
        }
    }

    if (title.length == 0) {
        return NGX_OK;
    }

    if (ngx_http_reader_copy(to, &title, pool) != NGX_OK) {
        return NGX_ERROR;
    }

    for (i = 0; i < to->len; i++) {
        if (to->data[i] < 0x20 || to->data[i] == 0x7f) {
            to->data[i] = ' ';
        }
    }

    return NGX_OK;
}
