#include "sieve.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif


static uint32_t
bit(char c)
{
    return (uint32_t) 1 << ((unsigned char) c & 31);
}


void
reader_sieve_add(reader_sieve_t *sieve, reader_string_t word)
{
    size_t length = word.length % READER_SIEVE_LENGTHS;

    sieve->firsts[length] |= bit(word.data[0]);
    sieve->lasts[length] |= bit(word.data[word.length - 1]);
}


static inline bool
passes(const reader_sieve_t *sieve, const char *word, const char *end)
{
    size_t length = (size_t) (end - word) % READER_SIEVE_LENGTHS;

    return word < end
           && (sieve->firsts[length] & bit(word[0])
               && sieve->lasts[length] & bit(end[-1]));
}


bool
reader_sieve_passes(const reader_sieve_t *sieve, reader_string_t word)
{
    return passes(sieve, word.data, word.data + word.length);
}


#ifdef __SSE2__

/*
 * Which of 16 bytes part words, as bits, and whether some may be another: a
 * reference, or a control character other than pages use to part words.
 */
static inline unsigned
blanks_of_16(const char *at, bool *odd)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *) at);
    __m128i space = _mm_set1_epi8(' ');

#define IS(c) _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c))
    __m128i blank = _mm_or_si128(IS(' '), _mm_or_si128(IS('\n'), IS('\t')));
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, space), bytes);
    __m128i other = _mm_or_si128(_mm_andnot_si128(blank, low), IS('&'));
#undef IS

    *odd = _mm_movemask_epi8(other) != 0;

    return (unsigned) _mm_movemask_epi8(blank);
}

#endif


/* The rest of a list, of which a word may have begun before. */
static bool
rest_passes(const reader_sieve_t *sieve, const char *word, const char *at,
            const char *end)
{
    for (; at < end; at++) {
        if ((unsigned char) *at > ' ' && *at != '&') {
            continue;
        }

        if ((*at != ' ' && *at != '\n' && *at != '\t')
            || passes(sieve, word, at)) {
            return true;
        }

        word = at + 1;
    }

    return passes(sieve, word, end);
}


bool
reader_sieve_passes_any(const reader_sieve_t *sieve, reader_string_t list)
{
    const char *at = list.data, *end = at + list.length, *word = at;

#ifdef __SSE2__
    unsigned fresh = 0xFFFF; /* of 16 bytes */

    if (list.length < 16) {
        return rest_passes(sieve, word, at, end);
    }

    while (at < end) {
        unsigned blanks;
        bool odd;

        if (end - at < 16) {
            fresh = fresh << (16 - (end - at)); /* the last 16 again */
            at = end - 16;
        }

        blanks = blanks_of_16(at, &odd) & fresh;

        if (odd) {
            return true;
        }

        for (; blanks != 0; blanks &= blanks - 1) {
            const char *blank = at + __builtin_ctz(blanks);

            if (passes(sieve, word, blank)) {
                return true;
            }

            word = blank + 1;
        }

        at += 16;
    }
#endif

    return rest_passes(sieve, word, at, end);
}
