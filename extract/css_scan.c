#include "css_scan.h"

#include <stdbool.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif


#ifdef __SSE2__

/* Which of 16 bytes are marks, as bits. */
static inline unsigned
marks_of_16(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *) at);

#define IS(c) _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c))
    return (unsigned) _mm_movemask_epi8(_mm_or_si128(
        _mm_or_si128(_mm_or_si128(IS('{'), IS('}')),
                     _mm_or_si128(IS('"'), IS('\''))),
        _mm_or_si128(IS('/'), IS('\\'))));
#undef IS
}


/* Which of 16 bytes are the first of "is", up to case; 17 are read. */
static inline unsigned
words_of_16(const char *at)
{
    __m128i bit = _mm_set1_epi8(0x20);
    __m128i first = _mm_loadu_si128((const __m128i *) at);
    __m128i second = _mm_loadu_si128((const __m128i *) (at + 1));

    return (unsigned) _mm_movemask_epi8(_mm_and_si128(
        _mm_cmpeq_epi8(_mm_or_si128(first, bit), _mm_set1_epi8('i')),
        _mm_cmpeq_epi8(_mm_or_si128(second, bit), _mm_set1_epi8('s'))));
}

#endif


const char *
reader_css_mark(const char *at, const char *end)
{
    static const bool marks[256] = {
        ['{'] = true, ['}'] = true, ['"'] = true,
        ['\''] = true, ['/'] = true, ['\\'] = true,
    };

#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        unsigned found = marks_of_16(at);

        if (found != 0) {
            return at + __builtin_ctz(found);
        }
    }
#endif

    while (at < end && !marks[(unsigned char) *at]) {
        at++;
    }

    return at;
}


/* "isp" or "isi", up to case. */
static inline bool
is_word(const char *at)
{
    char third = at[2] | 0x20;

    return (at[0] | 0x20) == 'i' && (at[1] | 0x20) == 's'
           && (third == 'p' || third == 'i');
}


const char *
reader_css_word(const char *at, const char *end)
{
#ifdef __SSE2__
    for (; end - at > 17; at += 16) {
        for (unsigned set = words_of_16(at); set != 0; set &= set - 1) {
            const char *word = at + __builtin_ctz(set);

            if (is_word(word)) {
                return word;
            }
        }
    }
#endif

    for (; end - at > 2; at++) {
        if (is_word(at)) {
            return at;
        }
    }

    return end;
}
