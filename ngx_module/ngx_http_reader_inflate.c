
/*
 * Content codings: the body of a job, inflated. It touches nothing but the
 * job, and what a decoder takes from malloc is given back before it returns.
 */


#include "ngx_http_reader.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>


/*
 * RFC 9659, 3: a content-coded zstd frame must not need a window of more than
 * 8 megabytes. The window of brotli has at most 16 (RFC 7932, 9.1).
 */

#define NGX_HTTP_READER_ZSTD_WINDOW_LOG  23


typedef struct {
    u_char                  *in;
    u_char                  *in_last;
    u_char                  *out;
    u_char                  *out_last;

    union {
        z_stream             zlib;
        BrotliDecoderState  *brotli;
        ZSTD_DStream        *zstd;
    } state;

    unsigned                 members:1;
} ngx_http_reader_inflater_t;


/*
 * A step reads and writes as much as it can: NGX_AGAIN if there is more to do,
 * NGX_DONE at the end, NGX_DECLINED if the bytes are wrong, NGX_ERROR if there
 * is no memory. Only after NGX_OK of start() there is something to end().
 */

typedef struct {
    ngx_int_t              (*start)(ngx_http_reader_inflater_t *inf);
    ngx_int_t              (*step)(ngx_http_reader_inflater_t *inf);
    void                   (*end)(ngx_http_reader_inflater_t *inf);
} ngx_http_reader_coding_t;


static ngx_http_reader_status_e ngx_http_reader_inflate_all(
    ngx_http_reader_job_t *job, ngx_http_reader_coding_t *coding,
    ngx_http_reader_inflater_t *inf);
static ngx_int_t ngx_http_reader_gzip_start(ngx_http_reader_inflater_t *inf);
static ngx_int_t ngx_http_reader_deflate_start(
    ngx_http_reader_inflater_t *inf);
static ngx_int_t ngx_http_reader_zlib_start(ngx_http_reader_inflater_t *inf,
    int window_bits);
static ngx_int_t ngx_http_reader_zlib_step(ngx_http_reader_inflater_t *inf);
static void ngx_http_reader_zlib_end(ngx_http_reader_inflater_t *inf);
static ngx_int_t ngx_http_reader_brotli_start(ngx_http_reader_inflater_t *inf);
static ngx_int_t ngx_http_reader_brotli_step(ngx_http_reader_inflater_t *inf);
static void ngx_http_reader_brotli_end(ngx_http_reader_inflater_t *inf);
static ngx_int_t ngx_http_reader_zstd_start(ngx_http_reader_inflater_t *inf);
static ngx_int_t ngx_http_reader_zstd_step(ngx_http_reader_inflater_t *inf);
static void ngx_http_reader_zstd_end(ngx_http_reader_inflater_t *inf);


/* in the order of ngx_http_reader_encoding_e, from NGX_HTTP_READER_GZIP on */

static ngx_http_reader_coding_t  ngx_http_reader_codings[] = {

    { ngx_http_reader_gzip_start,
      ngx_http_reader_zlib_step,
      ngx_http_reader_zlib_end },

    { ngx_http_reader_deflate_start,
      ngx_http_reader_zlib_step,
      ngx_http_reader_zlib_end },

    { ngx_http_reader_brotli_start,
      ngx_http_reader_brotli_step,
      ngx_http_reader_brotli_end },

    { ngx_http_reader_zstd_start,
      ngx_http_reader_zstd_step,
      ngx_http_reader_zstd_end }
};

_Static_assert(sizeof(ngx_http_reader_codings)
               / sizeof(ngx_http_reader_codings[0])
               == NGX_HTTP_READER_UNKNOWN - NGX_HTTP_READER_GZIP,
               "each coding has an inflater");


/* NGX_HTTP_READER_CONVERTED if the whole body is in job->page now */

ngx_http_reader_status_e
ngx_http_reader_inflate(ngx_http_reader_job_t *job)
{
    ngx_http_reader_status_e     status;
    ngx_http_reader_coding_t    *coding;
    ngx_http_reader_inflater_t   inf;

    coding = &ngx_http_reader_codings[job->encoding - NGX_HTTP_READER_GZIP];

    ngx_memzero(&inf, sizeof(ngx_http_reader_inflater_t));

    inf.in = job->body.data;
    inf.in_last = job->body.data + job->body.len;

    if (coding->start(&inf) != NGX_OK) {
        return NGX_HTTP_READER_MEMORY;
    }

    status = ngx_http_reader_inflate_all(job, coding, &inf);

    coding->end(&inf);

    return status;
}


static ngx_http_reader_status_e
ngx_http_reader_inflate_all(ngx_http_reader_job_t *job,
    ngx_http_reader_coding_t *coding, ngx_http_reader_inflater_t *inf)
{
    size_t                    max;
    ngx_int_t                 rc;
    ngx_http_reader_bytes_t  *page;

    page = &job->page;

    /* one byte more, to tell a page of the limit from a larger one */
    max = job->limits.input + 1;

    for ( ;; ) {

        if (job->cancelled) {
            return NGX_HTTP_READER_TRUNCATED;
        }

        if (page->len == page->size
            && ngx_http_reader_grow(page, page->len + 1, max) != NGX_OK)
        {
            return NGX_HTTP_READER_MEMORY;
        }

        inf->out = page->data + page->len;
        inf->out_last = page->data + page->size;

        rc = coding->step(inf);

        page->len = inf->out - page->data;

        if (page->len == max) {
            return NGX_HTTP_READER_TOO_LARGE;
        }

        switch (rc) {

        case NGX_AGAIN:
            break;

        case NGX_DONE:
            return NGX_HTTP_READER_CONVERTED;

        case NGX_ERROR:
            return NGX_HTTP_READER_MEMORY;

        default: /* NGX_DECLINED */
            return NGX_HTTP_READER_ENCODING;
        }

        /* with room for output, but no input left: the body is cut off */

        if (inf->in == inf->in_last && inf->out < inf->out_last) {
            return NGX_HTTP_READER_ENCODING;
        }
    }
}


static ngx_int_t
ngx_http_reader_gzip_start(ngx_http_reader_inflater_t *inf)
{
    inf->members = 1;

    return ngx_http_reader_zlib_start(inf, MAX_WBITS + 16);
}


/*
 * RFC 9110, 8.4.1.2: "deflate" is the zlib format (RFC 1950), but some send
 * the bare deflate stream (RFC 1951). The header tells: method 8 and a
 * checksum, where a bare stream has a stored block with padding not 0.
 */

static ngx_int_t
ngx_http_reader_deflate_start(ngx_http_reader_inflater_t *inf)
{
    u_char  *p;

    p = inf->in;

    if (inf->in_last - p >= 2
        && (p[0] & 0x0f) == Z_DEFLATED
        && (p[0] * 256 + p[1]) % 31 == 0)
    {
        return ngx_http_reader_zlib_start(inf, MAX_WBITS);
    }

    return ngx_http_reader_zlib_start(inf, -MAX_WBITS);
}


static ngx_int_t
ngx_http_reader_zlib_start(ngx_http_reader_inflater_t *inf, int window_bits)
{
    return inflateInit2(&inf->state.zlib, window_bits) == Z_OK ? NGX_OK
                                                               : NGX_ERROR;
}


static ngx_int_t
ngx_http_reader_zlib_step(ngx_http_reader_inflater_t *inf)
{
    int        rc;
    z_stream  *zstream;

    zstream = &inf->state.zlib;

    zstream->next_in = inf->in;
    zstream->avail_in = inf->in_last - inf->in;
    zstream->next_out = inf->out;
    zstream->avail_out = inf->out_last - inf->out;

    rc = inflate(zstream, Z_NO_FLUSH);

    inf->in = zstream->next_in;
    inf->out = zstream->next_out;

    switch (rc) {

    case Z_OK:
        return NGX_AGAIN;

    case Z_STREAM_END:

        /*
         * RFC 1952, 2.2: a gzip file is a series of members. Padding behind
         * the last one is ignored, as by gzip and browsers.
         */

        if (!inf->members
            || inf->in_last - inf->in < 2
            || inf->in[0] != 0x1f
            || inf->in[1] != 0x8b)
        {
            return NGX_DONE;
        }

        return inflateReset(zstream) == Z_OK ? NGX_AGAIN : NGX_DECLINED;

    case Z_MEM_ERROR:
        return NGX_ERROR;

    default:
        return NGX_DECLINED;
    }
}


static void
ngx_http_reader_zlib_end(ngx_http_reader_inflater_t *inf)
{
    inflateEnd(&inf->state.zlib);
}


static ngx_int_t
ngx_http_reader_brotli_start(ngx_http_reader_inflater_t *inf)
{
    inf->state.brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);

    return inf->state.brotli ? NGX_OK : NGX_ERROR;
}


static ngx_int_t
ngx_http_reader_brotli_step(ngx_http_reader_inflater_t *inf)
{
    size_t                   avail_in, avail_out;
    const uint8_t           *next_in;
    BrotliDecoderResult      result;
    BrotliDecoderErrorCode   code;

    next_in = inf->in;
    avail_in = inf->in_last - inf->in;
    avail_out = inf->out_last - inf->out;

    result = BrotliDecoderDecompressStream(inf->state.brotli, &avail_in,
                                           &next_in, &avail_out, &inf->out,
                                           NULL);
    inf->in = inf->in_last - avail_in;

    switch (result) {

    case BROTLI_DECODER_RESULT_SUCCESS:

        /* what follows is ignored, as by browsers */

        return NGX_DONE;

    case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
    case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
        return NGX_AGAIN;

    default: /* BROTLI_DECODER_RESULT_ERROR */
        code = BrotliDecoderGetErrorCode(inf->state.brotli);

        return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES
               && code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES
               ? NGX_ERROR : NGX_DECLINED;
    }
}


static void
ngx_http_reader_brotli_end(ngx_http_reader_inflater_t *inf)
{
    BrotliDecoderDestroyInstance(inf->state.brotli);
}


static ngx_int_t
ngx_http_reader_zstd_start(ngx_http_reader_inflater_t *inf)
{
    size_t  rc;

    inf->state.zstd = ZSTD_createDStream();
    if (inf->state.zstd == NULL) {
        return NGX_ERROR;
    }

    rc = ZSTD_DCtx_setParameter(inf->state.zstd, ZSTD_d_windowLogMax,
                                NGX_HTTP_READER_ZSTD_WINDOW_LOG);
    if (ZSTD_isError(rc)) {
        ngx_http_reader_zstd_end(inf);
        return NGX_ERROR;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_reader_zstd_step(ngx_http_reader_inflater_t *inf)
{
    size_t          rc;
    ZSTD_inBuffer   in;
    ZSTD_outBuffer  out;

    in.src = inf->in;
    in.size = inf->in_last - inf->in;
    in.pos = 0;

    out.dst = inf->out;
    out.size = inf->out_last - inf->out;
    out.pos = 0;

    rc = ZSTD_decompressStream(inf->state.zstd, &out, &in);

    inf->in += in.pos;
    inf->out += out.pos;

    if (ZSTD_isError(rc)) {
        return ZSTD_getErrorCode(rc) == ZSTD_error_memory_allocation
               ? NGX_ERROR : NGX_DECLINED;
    }

    /* RFC 8878, 3: a series of frames; some of them may be skipped */

    return (rc == 0 && inf->in == inf->in_last) ? NGX_DONE : NGX_AGAIN;
}


static void
ngx_http_reader_zstd_end(ngx_http_reader_inflater_t *inf)
{
    ZSTD_freeDStream(inf->state.zstd);
}
