
/*
 * Request headers that are about the page, where a view is wanted. With a
 * validator of the page the upstream may answer 304, and the client takes the
 * view that it stored for fresh; with a range it sends bytes of the page. So
 * they are kept from the upstream, except for the tag of a view, which is put
 * back into the validator of the page that the view was made of.
 */


#include "ngx_http_reader.h"


static ngx_int_t ngx_http_reader_own_validator(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf,
    ngx_table_elt_t *own);


static ngx_str_t  ngx_http_reader_foreign[] = {
    ngx_string("If-None-Match"),
    ngx_string("If-Modified-Since"),
    ngx_string("Range"),
    ngx_string("If-Range"),
    ngx_null_string
};


/*
 * hash = 0 would not do: ngx_http_proxy_create_request() passes such headers
 * on. So they leave the list. The others do not move, as r->headers_in points
 * to them: each run of them becomes a part of the list, and each run of those
 * that leave it a part of ctx->dropped. NGX_ERROR: no memory, and nothing was
 * changed.
 */

ngx_int_t
ngx_http_reader_drop_foreign(ngx_http_request_t *r, ngx_http_reader_ctx_t *ctx,
    ngx_http_reader_loc_conf_t *conf)
{
    void             *elts;
    ngx_int_t         rc;
    ngx_list_t       *list;
    ngx_uint_t        i, foreign, previous;
    ngx_list_part_t  *part, *run, *first[2], *last[2];
    ngx_table_elt_t  *h, *keep, own;

    if (r->headers_in.if_none_match == NULL
        && r->headers_in.if_modified_since == NULL
        && r->headers_in.range == NULL
        && r->headers_in.if_range == NULL)
    {
        return NGX_OK;
    }

    rc = ngx_http_reader_own_validator(r, ctx, conf, &own);

    if (rc == NGX_ERROR) {
        return NGX_ERROR;
    }

    keep = (rc == NGX_OK) ? r->headers_in.if_none_match : NULL;

    list = &r->headers_in.headers;
    elts = NULL;
    previous = 0;

    ngx_memzero(first, sizeof(first));
    ngx_memzero(last, sizeof(last));

    for (part = &list->part; part; part = part->next) {

        h = part->elts;
        run = NULL;

        for (i = 0; i < part->nelts; i++) {

            foreign = (&h[i] != keep
                       && ngx_http_reader_index(ngx_http_reader_foreign,
                                                &h[i].key)
                          != NGX_DECLINED);

            if (run == NULL || foreign != previous) {
                run = ngx_palloc(r->pool, sizeof(ngx_list_part_t));
                if (run == NULL) {
                    return NGX_ERROR;
                }

                run->elts = &h[i];
                run->nelts = 0;
                run->next = NULL;

                if (first[foreign]) {
                    last[foreign]->next = run;

                } else {
                    first[foreign] = run;
                }

                last[foreign] = run;
                previous = foreign;
            }

            run->nelts++;
        }
    }

    if (first[0] == NULL) {

        /* what leaves the list keeps its memory */

        elts = ngx_palloc(r->pool, list->nalloc * list->size);
        if (elts == NULL) {
            return NGX_ERROR;
        }
    }

    ctx->dropped = first[1];
    ctx->if_none_match = r->headers_in.if_none_match;
    ctx->if_modified_since = r->headers_in.if_modified_since;
    ctx->range = r->headers_in.range;
    ctx->if_range = r->headers_in.if_range;

    if (ctx->if_none_match) {
        ctx->tags = ctx->if_none_match->value;
    }

    if (first[0]) {
        list->part = *first[0];
        list->last = (last[0] == first[0]) ? &list->part : last[0];

        /* this makes the last part full: a push will allocate a new one */
        list->nalloc = list->last->nelts;

    } else {
        list->part.elts = elts;
        list->part.nelts = 0;
        list->part.next = NULL;
        list->last = &list->part;
    }

    r->headers_in.if_none_match = NULL;
    r->headers_in.if_modified_since = NULL;
    r->headers_in.range = NULL;
    r->headers_in.if_range = NULL;

    ngx_log_debug2(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http reader keeps validators and range back, sends: "
                   "\"%V\" for \"%V\"",
                   keep ? &own.value : &ctx->own_tag, &ctx->own_tag);

    if (keep) {

        if (ngx_http_reader_is(&own.key, "If-None-Match")) {
            r->headers_in.if_none_match = keep;

        } else {
            r->headers_in.if_modified_since = keep;
        }

        ctx->replaced = *keep;
        *keep = own;
    }

    return NGX_OK;
}


/*
 * What If-None-Match becomes, or, if the page has no tag, If-Modified-Since in
 * its place. NGX_DECLINED: the client has no view of this kind.
 */

static ngx_int_t
ngx_http_reader_own_validator(ngx_http_request_t *r,
    ngx_http_reader_ctx_t *ctx, ngx_http_reader_loc_conf_t *conf,
    ngx_table_elt_t *own)
{
    ngx_int_t   rc;
    ngx_uint_t  is_time;

    if (!conf->etag || r->headers_in.if_none_match == NULL) {
        return NGX_DECLINED;
    }

    *own = *r->headers_in.if_none_match;

    rc = ngx_http_reader_page_tags(r, &r->headers_in.if_none_match->value,
                                   ctx->format, ctx->fingerprint,
                                   &own->value, &is_time, &ctx->own_tag);

    if (rc == NGX_OK && is_time) {
        ngx_str_set(&own->key, "If-Modified-Since");
        own->lowcase_key = (u_char *) "if-modified-since";
        own->hash = ngx_hash_key(own->lowcase_key, own->key.len);
    }

    return rc;
}


/*
 * After an internal redirect the response may be one that is not converted:
 * a file of X-Accel-Redirect has its own validators and ranges. What was
 * dropped goes to the end of the list, as others may have been added to it.
 */

void
ngx_http_reader_restore_foreign(ngx_http_request_t *r)
{
    ngx_list_t             *list;
    ngx_list_part_t        *part;
    ngx_http_reader_ctx_t  *ctx;

    ctx = ngx_http_reader_last_ctx(r);

    if (ctx == NULL || (ctx->dropped == NULL && ctx->own_tag.len == 0)) {
        return;
    }

    if (ctx->own_tag.len) {
        *ctx->if_none_match = ctx->replaced;
        ngx_str_null(&ctx->own_tag);
    }

    if (ctx->dropped) {
        list = &r->headers_in.headers;

        for (part = ctx->dropped; part; part = part->next) {
            list->last->next = part;
            list->last = part;
        }

        list->nalloc = list->last->nelts;

        ctx->dropped = NULL;
    }

    r->headers_in.if_none_match = ctx->if_none_match;
    r->headers_in.if_modified_since = ctx->if_modified_since;
    r->headers_in.range = ctx->range;
    r->headers_in.if_range = ctx->if_range;
}
