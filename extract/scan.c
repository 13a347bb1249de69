#include "scan.h"

#include "ascii.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WIDTH 16

typedef enum { MARKUP, SUSPECT, SPACE } kind_t;

typedef uint8_t bytes_t __attribute__((vector_size(WIDTH)));

static const bool markup[256] = {
    ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, [0xC2] = 1,
};

/*
 * Controls but white space, and the leads of C1 and the soft hyphen; U+034F;
 * U+1100..; U+2000..; U+3164; U+F000.. to U+FFFF; planes 1 and up.
 */
static const bool suspects[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    [0x7F] = 1, [0xC2] = 1, [0xCD] = 1, [0xE1] = 1, [0xE2] = 1, [0xE3] = 1,
    [0xEF] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
};


static bytes_t
load(const char *at)
{
    bytes_t bytes;

    memcpy(&bytes, at, WIDTH);

    return bytes;
}


/* A bit for each byte, of which each is 0 or 0xFF. */
static unsigned
bits(bytes_t found)
{
#ifdef __SSE2__
    return (unsigned) _mm_movemask_epi8((__m128i) found);
#else
    unsigned set = 0;

    for (unsigned i = 0; i < WIDTH; i++) {
        set |= (unsigned) (found[i] & 1) << i;
    }

    return set;
#endif
}


/* Those of kind among the WIDTH bytes there; for SPACE, a byte more is read. */
static inline unsigned
bits_at(kind_t kind, const char *at)
{
    bytes_t bytes = load(at);

    switch (kind) {
    case MARKUP:
        /* in pairs that differ in a bit: 0x22 and 0x26, 0x3C and 0x3E */
        return bits((bytes_t) (((bytes | 4) == '&') | ((bytes | 2) == '>')
                               | (bytes == 0xC2)));

    case SUSPECT:
        if (bits((bytes_t) (bytes - ' ' >= 0x7F - ' ')) == 0) {
            return 0; /* printable ASCII, mostly */
        }

        return bits((bytes_t) (((bytes < ' ')
                                & ((bytes - '\t' > '\r' - '\t')
                                   | (bytes == '\v')))
                               | (bytes == 0x7F) | (bytes == 0xC2)
                               | (bytes == 0xCD)
                               | (bytes - 0xE1 <= 0xE3 - 0xE1)
                               | (bytes >= 0xEF)));

    default: /* SPACE */
        return bits((bytes_t) (((bytes - '\t' <= '\r' - '\t')
                                & (bytes != '\v'))
                               | ((bytes == ' ') & (load(at + 1) == ' '))));
    }
}


/*
 * Up to length, which is WIDTH or more.  The last bytes are asked together
 * with some of those before them, so that nothing behind them is read.
 */
static inline size_t
find(const char *text, size_t length, size_t at, kind_t kind)
{
    unsigned set;

    for (; at + WIDTH <= length; at += WIDTH) {
        set = bits_at(kind, text + at);

        if (set != 0) {
            return at + (unsigned) __builtin_ctz(set);
        }
    }

    if (at < length) {
        set = bits_at(kind, text + length - WIDTH)
              >> (at + WIDTH - length);

        return set != 0 ? at + (unsigned) __builtin_ctz(set) : length;
    }

    return at;
}


static inline size_t
find_in_table(reader_string_t text, size_t at, const bool table[256])
{
    while (at < text.length && !table[(unsigned char) text.data[at]]) {
        at++;
    }

    return at;
}


size_t
reader_scan_markup(reader_string_t text, size_t at)
{
    return text.length < WIDTH
               ? find_in_table(text, at, markup)
               : find(text.data, text.length, at, MARKUP);
}


size_t
reader_scan_suspect(reader_string_t text, size_t at)
{
    return text.length < WIDTH
               ? find_in_table(text, at, suspects)
               : find(text.data, text.length, at, SUSPECT);
}


static bool
is_odd_space(char c)
{
    return (unsigned char) c < ' ' && reader_ascii_space(c);
}


size_t
reader_scan_space(reader_string_t text, size_t at)
{
    size_t last = text.length == 0 ? 0 : text.length - 1;

    if (last >= WIDTH) {
        at = find(text.data, last, at, SPACE);
    } else {
        while (at < last
               && !(is_odd_space(text.data[at])
                    || (text.data[at] == ' ' && text.data[at + 1] == ' '))) {
            at++;
        }
    }

    /* the last byte has none behind it to look at */
    if (at == last && at < text.length && !is_odd_space(text.data[at])) {
        at++;
    }

    return at;
}
