#include "scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__

#include <emmintrin.h>

#define BLOCK 16

typedef __m128i block_t;


static inline block_t
load(const char *at)
{
    return _mm_loadu_si128((const block_t *) (const void *) at);
}


/* A bit for each byte that has its high bit set, lowest for the first. */
static inline unsigned
bits(block_t block)
{
    return (unsigned) _mm_movemask_epi8(block);
}


/* In two blocks. */
static inline unsigned
equal(const char *at, char byte)
{
    block_t wanted = _mm_set1_epi8(byte);
    unsigned first = bits(_mm_cmpeq_epi8(load(at), wanted));

    return bits(_mm_cmpeq_epi8(load(at + BLOCK), wanted)) << BLOCK | first;
}


/* Not blanks, nor what is from tab to CR, VT apart. */
static inline unsigned
no_space(const char *at)
{
    block_t block = load(at);
    block_t from_tab = _mm_sub_epi8(block, _mm_set1_epi8('\t'));
    block_t last = _mm_min_epu8(from_tab, _mm_set1_epi8('\r' - '\t'));
    block_t space = _mm_andnot_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('\v')),
                                     _mm_cmpeq_epi8(from_tab, last));

    space = _mm_or_si128(space, _mm_cmpeq_epi8(block, _mm_set1_epi8(' ')));

    return bits(space) ^ 0xFFFF;
}


/* Those of 4 to 16 bytes, some of them twice, and nothing that is behind. */
static inline block_t
load_short(const char *at, size_t length)
{
    uint64_t first, last;
    uint32_t words[2];

    if (length >= sizeof(first)) {
        memcpy(&first, at, sizeof(first));
        memcpy(&last, at + length - sizeof(last), sizeof(last));

    } else {
        memcpy(&words[0], at, sizeof(*words));
        memcpy(&words[1], at + length - sizeof(*words), sizeof(*words));
        first = last = (uint64_t) words[0] << 32 | words[1];
    }

    return _mm_set_epi64x((int64_t) last, (int64_t) first);
}


static inline unsigned
no_plain(block_t block)
{
    block_t references = _mm_cmpeq_epi8(block, _mm_set1_epi8('&'));
    block_t returns = _mm_cmpeq_epi8(block, _mm_set1_epi8('\r'));
    block_t nuls = _mm_cmpeq_epi8(block, _mm_setzero_si128());

    return bits(_mm_or_si128(_mm_or_si128(references, returns), nuls));
}


/* In four blocks. */
static inline bool
is_ascii(const char *at)
{
    block_t first = _mm_or_si128(load(at), load(at + BLOCK));
    block_t second = _mm_or_si128(load(at + 2 * BLOCK), load(at + 3 * BLOCK));

    return bits(_mm_or_si128(first, second)) == 0;
}

#endif


/* Apart, so that what is near costs no stack frame. */
static __attribute__((noinline)) const char *
find_far(const char *at, const char *end, char byte)
{
    const char *found = memchr(at, byte, (size_t) (end - at));

    return found != NULL ? found : end;
}


const char *
reader_scan_byte(const char *at, const char *end, size_t skip, char byte)
{
#ifdef __SSE2__
    if (end - at >= 2 * BLOCK && skip < 2 * BLOCK) {
        unsigned found = equal(at, byte) >> skip;

        if (found != 0) {
            return at + skip + (unsigned) __builtin_ctz(found);
        }

        skip = 2 * BLOCK;
    }
#endif

    return find_far(at + skip, end, byte);
}


static inline bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}


const char *
reader_scan_space(const char *at, const char *end)
{
#ifdef __SSE2__
    for (; end - at >= BLOCK; at += BLOCK) {
        unsigned found = no_space(at);

        if (found != 0) {
            return at + __builtin_ctz(found);
        }
    }
#endif

    while (at < end && is_space(*at)) {
        at++;
    }

    return at;
}


const char *
reader_scan_plain(const char *at, const char *end)
{
#ifdef __SSE2__
    size_t length = (size_t) (end - at);

    if (length >= 4 && length <= BLOCK
        && no_plain(load_short(at, length)) == 0) {
        return end;
    }

    for (; end - at > BLOCK; at += BLOCK) {
        unsigned found = no_plain(load(at));

        if (found != 0) {
            return at + __builtin_ctz(found);
        }
    }

    if (length > BLOCK) { /* the rest, and some of what is before */
        unsigned found = no_plain(load(end - BLOCK));

        return found != 0 ? end - BLOCK + __builtin_ctz(found) : end;
    }
#endif

    while (at < end && *at != '&' && *at != '\r' && *at != '\0') {
        at++;
    }

    return at;
}


const char *
reader_scan_ascii(const char *at, const char *end)
{
#ifdef __SSE2__
    while (end - at >= 4 * BLOCK && is_ascii(at)) {
        at += 4 * BLOCK;
    }

    for (; end - at >= BLOCK; at += BLOCK) {
        unsigned found = bits(load(at));

        if (found != 0) {
            return at + __builtin_ctz(found);
        }
    }
#endif

    while (at < end && (unsigned char) *at < 0x80) {
        at++;
    }

    return at;
}
