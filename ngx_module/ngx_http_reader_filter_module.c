
/*
 * The reader filter.
 *
 * As in image_filter, the header is held back while the body is collected,
 * and both are sent when the outcome is known: a view with headers to match,
 * or the page as it came with its headers untouched.
 */


#include "ngx_http_reader.h"


static ngx_int_t ngx_http_reader_header_filter(ngx_http_request_t *r);
static ngx_int_t ngx_http_reader_validate(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf);
static ngx_int_t ngx_http_reader_start(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf);
static ngx_int_t ngx_http_reader_pass(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_status_e status);
static void ngx_http_reader_validate_page(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx);
static void ngx_http_reader_log_page(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx);
static ngx_int_t ngx_http_reader_body_filter(ngx_http_request_t *r,
    ngx_chain_t *in);
static ngx_int_t ngx_http_reader_finish(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx);
static ngx_int_t ngx_http_reader_complete(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx);
static ngx_int_t ngx_http_reader_send_view(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx);
static ngx_int_t ngx_http_reader_send_page(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_chain_t *in, ngx_uint_t last);
static ngx_int_t ngx_http_reader_send(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_chain_t *out);
static void ngx_http_reader_terminated(void *data);

static ngx_int_t ngx_http_reader_init(ngx_conf_t *cf);


static ngx_http_module_t  ngx_http_reader_filter_module_ctx = {
    ngx_http_reader_add_variables,         /* preconfiguration */
    ngx_http_reader_init,                  /* postconfiguration */

    ngx_http_reader_create_main_conf,      /* create main configuration */
    ngx_http_reader_init_main_conf,        /* init main configuration */

    NULL,                                  /* create server configuration */
    NULL,                                  /* merge server configuration */

    ngx_http_reader_create_loc_conf,       /* create location configuration */
    ngx_http_reader_merge_loc_conf         /* merge location configuration */
};


ngx_module_t  ngx_http_reader_filter_module = {
    NGX_MODULE_V1,
    &ngx_http_reader_filter_module_ctx,    /* module context */
    ngx_http_reader_commands,              /* module directives */
    NGX_HTTP_MODULE,                       /* module type */
    NULL,                                  /* init master */
    NULL,                                  /* init module */
    NULL,                                  /* init process */
    NULL,                                  /* init thread */
    NULL,                                  /* exit thread */
    NULL,                                  /* exit process */
    NULL,                                  /* exit master */
    NGX_MODULE_V1_PADDING
};


static ngx_http_output_header_filter_pt  ngx_http_next_header_filter;
static ngx_http_output_body_filter_pt    ngx_http_next_body_filter;


static ngx_int_t
ngx_http_reader_header_filter(ngx_http_request_t *r)
{
    char                        *reason;
    ngx_int_t                    rc;
    ngx_http_reader_ctx_t       *ctx;
    ngx_http_reader_loc_conf_t  *conf;

    if (r != r->main) {
        return ngx_http_next_header_filter(r);
    }

    ctx = ngx_http_get_module_ctx(r, ngx_http_reader_filter_module);
    conf = ngx_http_get_module_loc_conf(r, ngx_http_reader_filter_module);

    if (conf->enable
        && ngx_http_reader_vary(r, conf, conf->negotiated
                                         || (ctx && ctx->negotiated))
           != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (conf->enable
        && (ctx == NULL || ctx->page_preferred)
        && ngx_http_reader_announce(r, conf) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (ctx == NULL) {
        return ngx_http_next_header_filter(r);
    }

    if (ctx->phase != NGX_HTTP_READER_START) {

        /*
         * Not selected, or a special response in place of the page that
         * was being read.
         */

        ctx->phase = NGX_HTTP_READER_PASS;

        return ngx_http_next_header_filter(r);
    }

    ctx->phase = NGX_HTTP_READER_PASS;

    rc = ngx_http_reader_validate(r, ctx, conf);

    if (rc != NGX_DECLINED) {
        return rc;
    }

    reason = ngx_http_reader_ineligible(r, conf);

    if (reason) {
        ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                       "http reader bypass: %s", reason);

        return ngx_http_reader_pass(r, ctx, NGX_HTTP_READER_BYPASS);
    }

    if (ngx_http_reader_encoding(r) == NGX_HTTP_READER_UNKNOWN) {
        return ngx_http_reader_pass(r, ctx, NGX_HTTP_READER_ENCODING);
    }

    if (r->headers_out.content_length_n > (off_t) conf->buffer_size) {
        return ngx_http_reader_pass(r, ctx, NGX_HTTP_READER_TOO_LARGE);
    }

    if (r->method == NGX_HTTP_HEAD) {

        /* whether there is an article is not known without the body */

        if (ngx_http_reader_view_headers(r, ctx, &ctx->etag, -1) != NGX_OK) {
            return ngx_http_reader_pass(r, ctx, NGX_HTTP_READER_MEMORY);
        }

        ctx->status = NGX_HTTP_READER_HEAD;

        return ngx_http_next_header_filter(r);
    }

    return ngx_http_reader_start(r, ctx, conf);
}


/*
 * A 304 of the upstream, or of nginx itself, to the validator that was made of
 * the tag of a view; or a view that the client has, before it is made again.
 * NGX_DECLINED: there is more to do. The tag of the view is left in ctx.
 */

static ngx_int_t
ngx_http_reader_validate(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_http_reader_loc_conf_t *conf)
{
    ngx_uint_t  known;

    if (!conf->etag
        || ngx_http_reader_view_tag(r, ctx->format, ctx->fingerprint,
                                    &ctx->etag)
           == NGX_ERROR)
    {
        return NGX_DECLINED;
    }

    known = (ctx->etag.len
             && ngx_http_reader_view_known(&ctx->tags, &ctx->etag));

    if (r->headers_out.status == NGX_HTTP_NOT_MODIFIED && ctx->own_tag.len) {

        /* it may come without the tag of the page, or with another date */

        if (!known) {
            ctx->etag = ctx->own_tag;
        }

    } else if (!known || ngx_http_reader_ineligible(r, conf)) {
        return NGX_DECLINED;
    }

    if (ngx_http_reader_vary_view(r, ctx, conf) != NGX_OK
        || ngx_http_reader_view_unmodified(r, ctx->format, &ctx->etag)
           != NGX_OK)
    {
        return NGX_DECLINED;
    }

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader not modified: %V", &ctx->etag);

    ctx->status = NGX_HTTP_READER_NOT_MODIFIED;

    return ngx_http_next_header_filter(r);
}


/* the header is held back from here on */

static ngx_int_t
ngx_http_reader_start(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_http_reader_loc_conf_t *conf)
{
    ngx_http_cleanup_t  *cln;

    cln = ngx_http_cleanup_add(r, 0);

    if (cln) {
        ctx->job = ngx_http_reader_job_create(r, conf, ctx);
    }

    if (ctx->job == NULL) {
        return ngx_http_reader_pass(r, ctx, NGX_HTTP_READER_MEMORY);
    }

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader reads the page, length:%O",
                   r->headers_out.content_length_n);

    cln->handler = ngx_http_reader_terminated;
    cln->data = r;

    ctx->phase = NGX_HTTP_READER_READ;

    /* stays so if the request ends before the page is complete */
    ctx->status = NGX_HTTP_READER_TRUNCATED;

    r->filter_need_in_memory = 1;

    ctx->keepalive = r->keepalive;
    ctx->allow_ranges = r->allow_ranges;
    r->allow_ranges = 0;

    return NGX_OK;
}


/* the page as it comes, by its header alone */

static ngx_int_t
ngx_http_reader_pass(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_http_reader_status_e status)
{
    ctx->status = status;

    ngx_http_reader_log_page(r, ctx);

    ngx_http_reader_validate_page(r, ctx);

    return ngx_http_next_header_filter(r);
}


/* the client may have the page, of which it then gets a header only */

static void
ngx_http_reader_validate_page(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx)
{
    if (!ngx_http_reader_page_known(r, ctx)) {
        return;
    }

    ngx_log_debug0(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader page not modified");

    ngx_http_reader_page_unmodified(r);
}


/* a page that is bypassed was not to be a view in the first place */

static void
ngx_http_reader_log_page(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx)
{
    if (ctx->status != NGX_HTTP_READER_BYPASS) {
        ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
                      "reader left the page as it is (%V)",
                      ngx_http_reader_status_name(ctx->status));
    }
}


static ngx_int_t
ngx_http_reader_body_filter(ngx_http_request_t *r, ngx_chain_t *in)
{
    ngx_int_t               rc;
    ngx_buf_t              *b;
    ngx_chain_t            *cl;
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_get_module_ctx(r, ngx_http_reader_filter_module);

    if (ctx == NULL || r != r->main || ctx->phase == NGX_HTTP_READER_PASS) {
        return ngx_http_next_body_filter(r, in);
    }

    ngx_log_debug0(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader body filter");

    if (ctx->phase == NGX_HTTP_READER_WAIT) {
        return NGX_AGAIN;
    }

    if (ctx->phase == NGX_HTTP_READER_DONE) {
        return ngx_http_reader_complete(r, ctx);
    }

    /*
     * r->buffered is never set while reading: if the upstream dies, the
     * request has to be finalized at once and not after send_timeout.
     */

    for (cl = in; cl; cl = cl->next) {

        b = cl->buf;

        if (b->flush && r->upstream && r->upstream->cleanup == NULL) {

            /*
             * The upstream was finalized with an error: what there is
             * follows its header, and no last_buf does.
             */

            ctx->status = NGX_HTTP_READER_TRUNCATED;

            /* by now keepalive is off; the header says what it was before */

            r->keepalive = ctx->keepalive;

            rc = ngx_http_reader_send_page(r, ctx, cl, 0);

            r->keepalive = 0;

            return rc;
        }

        if (ngx_buf_in_memory(b)) {

            rc = ngx_http_reader_job_collect(ctx->job, b->pos,
                                             b->last - b->pos);
            if (rc != NGX_OK) {
                ctx->status = (rc == NGX_DECLINED) ? NGX_HTTP_READER_TOO_LARGE
                                                   : NGX_HTTP_READER_MEMORY;

                return ngx_http_reader_send_page(r, ctx, cl, 0);
            }

            b->pos = b->last;

        } else if (b->in_file && b->file_last > b->file_pos) {

            ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                          "reader got a file buffer, as a filter before it "
                          "ignores filter_need_in_memory");

            ctx->status = NGX_HTTP_READER_ERROR;

            return ngx_http_reader_send_page(r, ctx, cl, 0);
        }

        if (b->last_buf) {
            return ngx_http_reader_finish(r, ctx);
        }
    }

    /* a NULL chain has nothing to push on: no header has been sent */

    return NGX_OK;
}


static ngx_int_t
ngx_http_reader_finish(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx)
{
    switch (ngx_http_reader_thread_post(r, ctx)) {

    case NGX_OK:
        ctx->phase = NGX_HTTP_READER_WAIT;

        return NGX_AGAIN;

    case NGX_BUSY:
        ctx->status = NGX_HTTP_READER_OVERLOAD;

        return ngx_http_reader_send_page(r, ctx, NULL, 1);

    default: /* NGX_DECLINED */
        ngx_http_reader_job_run(ctx->job);

        return ngx_http_reader_complete(r, ctx);
    }
}


static ngx_int_t
ngx_http_reader_complete(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx)
{
    ngx_int_t               rc;
    ngx_http_reader_job_t  *job;

    job = ctx->job;

    ctx->status = job->status;

    rc = ngx_http_reader_job_take(job, ctx, r->pool);

    ngx_log_debug3(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader conversion: %V, score:%ui, %ui us",
                   ngx_http_reader_status_name(ctx->status), ctx->score,
                   ctx->usec);

    if (ctx->status == NGX_HTTP_READER_CONVERTED) {

        if (rc == NGX_OK) {
            rc = ngx_http_reader_send_view(r, ctx);

            if (rc != NGX_DECLINED) {
                return rc;
            }
        }

        ctx->status = NGX_HTTP_READER_MEMORY;
    }

    if (ctx->status == NGX_HTTP_READER_ERROR) {
        ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                      "reader failed to convert %uz bytes", ctx->bytes_in);
    }

    return ngx_http_reader_send_page(r, ctx, NULL, 1);
}


/* NGX_DECLINED: no memory, and nothing was sent or changed */

static ngx_int_t
ngx_http_reader_send_view(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx)
{
    ngx_buf_t    *b;
    ngx_chain_t   out;

    if (ngx_http_reader_view_headers(r, ctx, &ctx->etag, ctx->view.len)
        != NGX_OK)
    {
        return NGX_DECLINED;
    }

    ngx_log_debug2(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader sends a view, %uz bytes of %uz",
                   ctx->view.len, ctx->bytes_in);

    ngx_http_reader_job_free(ctx->job);

    b = &ctx->buf;

    b->pos = ctx->view.data;
    b->last = ctx->view.data + ctx->view.len;
    b->temporary = 1;
    b->last_buf = 1;
    b->last_in_chain = 1;

    out.buf = b;
    out.next = NULL;

    return ngx_http_reader_send(r, ctx, &out);
}


/*
 * The page as it came: what was collected, then the rest of the chain. With
 * last, there is no rest, and this is the end of the response. With neither,
 * nothing follows, and no end either.
 */

static ngx_int_t
ngx_http_reader_send_page(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_chain_t *in, ngx_uint_t last)
{
    ngx_buf_t                *b;
    ngx_chain_t               out;
    ngx_http_reader_bytes_t  *body;

    /*
     * As the range header filter runs only now, after the range body filter,
     * it must find no range: ngx_http_reader_eligible() has seen to that.
     * All that is left to it is the Accept-Ranges header.
     */

    r->allow_ranges = ctx->allow_ranges;

    ngx_http_reader_log_page(r, ctx);

    if (last) {
        ngx_http_reader_validate_page(r, ctx);
    }

    body = &ctx->job->body;

    if (ctx->bytes_in == 0) {
        ctx->bytes_in = body->len;
    }

    if (body->len == 0 && in) {
        return ngx_http_reader_send(r, ctx, in);
    }

    b = &ctx->buf;

    if (body->len) {
        b->pos = body->data;
        b->last = body->data + body->len;
        b->temporary = 1;
    }

    b->flush = (in == NULL && !last);
    b->last_buf = last;
    b->last_in_chain = last;

    out.buf = b;
    out.next = in;

    return ngx_http_reader_send(r, ctx, &out);
}


static ngx_int_t
ngx_http_reader_send(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_chain_t *out)
{
    ngx_int_t  rc;

    /* from now on the chain is not ours, not even after NGX_AGAIN */

    ctx->phase = NGX_HTTP_READER_PASS;

    rc = ngx_http_next_header_filter(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    return ngx_http_next_body_filter(r, out);
}


/*
 * After NGX_ERROR of an upstream, such as for an invalid chunk, no buffer says
 * that the page is over. Without this filter, its header would have been sent,
 * and the part that came; so they are sent before the connection is closed.
 *
 * And if a thread still works for a request that is over, it may stop.
 */

static void
ngx_http_reader_terminated(void *data)
{
    ngx_http_request_t *r = data;

    ngx_connection_t       *c;
    ngx_http_reader_ctx_t  *ctx;

    /* also if post_action has cleared the context while a thread worked */

    ctx = ngx_http_reader_last_ctx(r);

    if (ctx && ctx->job) {
        ctx->job->cancelled = 1;
    }

    c = r->connection;
    ctx = ngx_http_get_module_ctx(r, ngx_http_reader_filter_module);

    if (ctx == NULL
        || ctx->phase != NGX_HTTP_READER_READ
        || r->headers_out.status != NGX_HTTP_OK
        || c->error
        || c->timedout)
    {
        return;
    }

    (void) ngx_http_reader_send_page(r, ctx, NULL, 0);
}


static ngx_int_t
ngx_http_reader_init(ngx_conf_t *cf)
{
    ngx_http_handler_pt          *h;
    ngx_http_core_main_conf_t    *cmcf;
    ngx_http_reader_main_conf_t  *rmcf;

    cmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);

    h = ngx_array_push(&cmcf->phases[NGX_HTTP_PREACCESS_PHASE].handlers);
    if (h == NULL) {
        return NGX_ERROR;
    }

    *h = ngx_http_reader_request_handler;

    rmcf = ngx_http_conf_get_module_main_conf(cf,
                                              ngx_http_reader_filter_module);
    if (rmcf->zone) {
        h = ngx_array_push(&cmcf->phases[NGX_HTTP_LOG_PHASE].handlers);
        if (h == NULL) {
            return NGX_ERROR;
        }

        *h = ngx_http_reader_count;
    }

    ngx_http_next_header_filter = ngx_http_top_header_filter;
    ngx_http_top_header_filter = ngx_http_reader_header_filter;

    ngx_http_next_body_filter = ngx_http_top_body_filter;
    ngx_http_top_body_filter = ngx_http_reader_body_filter;

    return NGX_OK;
}
