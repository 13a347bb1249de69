
/*
 * Off the event loop: a job that runs in a thread pool, while its request
 * waits as it does for aio in nginx itself.
 *
 * Only ngx_http_reader_thread_handler() is called in a thread, and it sees
 * nothing but the job.
 */


#include "ngx_http_reader.h"


#define NGX_HTTP_READER_THREAD_MIN   (32 * 1024)
#define NGX_HTTP_READER_THREAD_MAX   (64 * 1024 * 1024)


#if (NGX_THREADS)

/* in milliseconds; as in ngx_http_copy_thread_handler() */
#define NGX_HTTP_READER_WATCHDOG     60000

/*
 * In r->buffered; of nginx itself only the image filter has it, which gets
 * nothing as long as this filter waits.
 */
#define NGX_HTTP_READER_BUFFERED     0x08


typedef struct {
    ngx_http_request_t          *request;
    ngx_http_reader_ctx_t       *ctx;
    unsigned                     delayed:1;
} ngx_http_reader_waiting_t;


static void ngx_http_reader_thread_handler(void *data, ngx_log_t *log);
static void ngx_http_reader_thread_event_handler(ngx_event_t *ev);
static char *ngx_http_reader_add_pool(ngx_conf_t *cf, ngx_command_t *cmd,
    ngx_str_t *name, ngx_thread_pool_t **pool);

#endif


/*
 * NGX_OK: the job was posted, and the chain is called with NULL when it is
 * done; NGX_BUSY: the queue is full; NGX_DECLINED: not a job for a thread.
 */

ngx_int_t
ngx_http_reader_thread_post(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx)
{
#if (NGX_THREADS)

    ngx_event_t                 *wev;
    ngx_thread_task_t           *task;
    ngx_http_reader_job_t       *job;
    ngx_http_reader_waiting_t   *waiting;
    ngx_http_reader_loc_conf_t  *conf;

    conf = ngx_http_get_module_loc_conf(r, ngx_http_reader_filter_module);

    job = ctx->job;

    /* how large a compressed page is will only be known when it is inflated */

    if (conf->thread_pool == NULL
        || (job->body.len < conf->thread_min
            && job->encoding == NGX_HTTP_READER_IDENTITY))
    {
        return NGX_DECLINED;
    }

    task = ngx_thread_task_alloc(r->pool, sizeof(ngx_http_reader_waiting_t));
    if (task == NULL) {
        return NGX_BUSY;
    }

    waiting = task->ctx;

    waiting->request = r;
    waiting->ctx = ctx;

    task->ctx = job;
    task->handler = ngx_http_reader_thread_handler;

    task->event.data = waiting;
    task->event.handler = ngx_http_reader_thread_event_handler;
    task->event.log = r->connection->log;

    if (ngx_thread_task_post(conf->thread_pool, task) != NGX_OK) {
        return NGX_BUSY;
    }

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader thread: %uz bytes", job->body.len);

    ngx_add_timer(&task->event, NGX_HTTP_READER_WATCHDOG);

    /*
     * blocked: the pool of the request, and so the job, outlives the thread;
     * aio: ngx_http_writer() does nothing but wait; buffered: the request is
     * not over, though all of the page has come.
     */

    r->main->blocked++;
    r->aio = 1;
    r->buffered |= NGX_HTTP_READER_BUFFERED;

    /*
     * As ngx_http_core_auth_delay() does it: there is nothing to send yet, so
     * that send_timeout must not run while the job is in the queue.
     */

    wev = r->connection->write;

    if (!wev->delayed) {
        waiting->delayed = 1;
        wev->delayed = 1;

        if (wev->timer_set) {
            ngx_del_timer(wev);
        }
    }

    return NGX_OK;

#else

    return NGX_DECLINED;

#endif
}


#if (NGX_THREADS)

static void
ngx_http_reader_thread_handler(void *data, ngx_log_t *log)
{
    ngx_http_reader_job_t *job = data;

    /*
     * A worker that was told to terminate runs what is left in the queue, but
     * has a second only before the master kills it.
     */

    if (ngx_terminate) {
        job->cancelled = 1;
    }

    ngx_http_reader_job_run(job);
}


static void
ngx_http_reader_thread_event_handler(ngx_event_t *ev)
{
    ngx_connection_t           *c;
    ngx_http_request_t         *r;
    ngx_http_reader_ctx_t      *ctx;
    ngx_http_reader_waiting_t  *waiting;

    waiting = ev->data;

    r = waiting->request;
    ctx = waiting->ctx;
    c = r->connection;

    ngx_http_set_log_request(c->log, r);

    ngx_log_debug0(NGX_LOG_DEBUG_HTTP, c->log, 0, "http reader thread done");

    if (ev->timedout) {
        ngx_log_error(NGX_LOG_ALERT, c->log, 0,
                      "reader thread took too long");
        ev->timedout = 0;
        return;
    }

    if (ev->timer_set) {
        ngx_del_timer(ev);
    }

    r->main->blocked--;
    r->aio = 0;
    r->buffered &= ~NGX_HTTP_READER_BUFFERED;

    if (waiting->delayed) {
        c->write->delayed = 0;
    }

    if (ctx->job->status == NGX_HTTP_READER_TRUNCATED) {
        ngx_log_error(NGX_LOG_INFO, c->log, 0,
                      "reader cancelled a conversion, the client has gone");
    }

    /*
     * Not so if there was something else to send meanwhile. After a redirect
     * to post_action the context is not that of the request any more, which
     * does no harm.
     */

    if (ctx->phase == NGX_HTTP_READER_WAIT) {
        ctx->phase = NGX_HTTP_READER_DONE;
    }

#if (nginx_version >= 1025004)

    if (r->main->terminated) {
        c->write->handler(c->write);
        return;
    }

#endif

    r->write_event_handler(r);

    ngx_http_run_posted_requests(c);
}


/*
 * The directive that makes the pool may be further down, even below the http
 * block, so that it is up to nginx to say at the end that there is none. All
 * that it says of us is the name of the file; so this is more than a name.
 */

static char *
ngx_http_reader_add_pool(ngx_conf_t *cf, ngx_command_t *cmd, ngx_str_t *name,
    ngx_thread_pool_t **pool)
{
    u_char           *p;
    size_t            len;
    ngx_conf_file_t  *file, place;

    static char  unknown[] = "\"%V\" directive, it must be \"off\" or the "
                             "name of a \"thread_pool\", in %V%Z";

    file = cf->conf_file;
    place = *file;

    len = sizeof(unknown) + cmd->name.len + file->file.name.len;

    p = ngx_pnalloc(cf->pool, len);
    if (p == NULL) {
        return NGX_CONF_ERROR;
    }

    place.file.name.data = p;
    place.file.name.len = ngx_snprintf(p, len, unknown, &cmd->name,
                                       &file->file.name)
                          - p - 1;

    cf->conf_file = &place;

    *pool = ngx_thread_pool_add(cf, name);

    cf->conf_file = file;

    return *pool ? NGX_CONF_OK : NGX_CONF_ERROR;
}

#endif


/*
 * For post_action: if the client left while a thread was at work, nothing is
 * asked of an upstream as long as r->aio is set, and nobody would wake the
 * request later. So it stops here, until the thread is done.
 */

ngx_int_t
ngx_http_reader_thread_await(ngx_http_request_t *r)
{
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_last_ctx(r);

    if (ctx == NULL || ctx->phase != NGX_HTTP_READER_WAIT) {
        return NGX_DECLINED;
    }

    ctx->job->cancelled = 1;

    r->write_event_handler = ngx_http_core_run_phases;

    return NGX_AGAIN;
}


char *
ngx_http_reader_set_thread_pool(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_reader_loc_conf_t *rlcf = conf;

    ssize_t     min;
    ngx_str_t  *value, size;

    if (rlcf->thread_pool != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (value[1].len == 0) {
        return ngx_http_reader_invalid(cf, cmd, &value[1],
                                       "\"off\" or the name of a thread pool");
    }

    if (ngx_strcmp(value[1].data, "off") == 0) {

        if (cf->args->nelts == 3) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid value \"%V\" in \"%V\" directive, "
                               "\"off\" must be alone",
                               &value[2], &cmd->name);
            return NGX_CONF_ERROR;
        }

        rlcf->thread_pool = NULL;

        return NGX_CONF_OK;
    }

    min = NGX_HTTP_READER_THREAD_MIN;

    if (cf->args->nelts == 3) {

        min = NGX_ERROR;

        if (ngx_strncmp(value[2].data, "min=", 4) == 0) {
            size.data = value[2].data + 4;
            size.len = value[2].len - 4;

            min = ngx_parse_size(&size);
        }

        if (min == NGX_ERROR || min > NGX_HTTP_READER_THREAD_MAX) {
            return ngx_http_reader_invalid(cf, cmd, &value[2],
                                           "\"min=\" and a size from 0 "
                                           "to 64m");
        }
    }

#if (NGX_THREADS)

    rlcf->thread_min = min;

    return ngx_http_reader_add_pool(cf, cmd, &value[1], &rlcf->thread_pool);

#else

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "\"%V %V\" is unsupported on this platform: the module "
                       "was built without threads, it must be \"off\"",
                       &cmd->name, &value[1]);
    return NGX_CONF_ERROR;

#endif
}
