#include "special.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WIDTH 16

/* Controls; white space; leads of UTF-8 that are suspect. */
#define C READER_SPECIAL_SUSPECT | READER_SPECIAL_MARKDOWN | READER_SPECIAL_JSON
#define W READER_SPECIAL_SPACE | READER_SPECIAL_MARKDOWN | READER_SPECIAL_JSON
#define L READER_SPECIAL_SUSPECT

/* For texts of less than WIDTH.  A space before a space is not in here. */
static const uint8_t kinds[256] = {
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    W,
    W,
    C,
    W,
    W,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    C,
    ['!'] = READER_SPECIAL_MARKDOWN,
    ['"'] = READER_SPECIAL_MARKUP | READER_SPECIAL_JSON,
    ['$'] = READER_SPECIAL_MARKDOWN,
    ['&'] =
        READER_SPECIAL_MARKUP | READER_SPECIAL_MARKDOWN | READER_SPECIAL_JSON,
    ['('] = READER_SPECIAL_MARKDOWN,
    ['*'] = READER_SPECIAL_MARKDOWN,
    [':'] = READER_SPECIAL_MARKDOWN,
    ['<'] =
        READER_SPECIAL_MARKUP | READER_SPECIAL_MARKDOWN | READER_SPECIAL_JSON,
    ['>'] = READER_SPECIAL_MARKUP | READER_SPECIAL_JSON,
    ['['] = READER_SPECIAL_MARKDOWN,
    ['\\'] = READER_SPECIAL_MARKDOWN | READER_SPECIAL_JSON,
    [']'] = READER_SPECIAL_MARKDOWN,
    ['_'] = READER_SPECIAL_MARKDOWN,
    ['`'] = READER_SPECIAL_MARKDOWN,
    ['|'] = READER_SPECIAL_MARKDOWN,
    ['~'] = READER_SPECIAL_MARKDOWN,
    [0x7F] = READER_SPECIAL_SUSPECT | READER_SPECIAL_JSON,
    [0xC2] =
        READER_SPECIAL_MARKUP | READER_SPECIAL_SUSPECT,    /* C1, soft hyphen */
    [0xCD] = L,                                            /* U+034F */
    [0xE1] = L,                                            /* U+115F ... */
    [0xE2] = READER_SPECIAL_SUSPECT | READER_SPECIAL_JSON, /* U+200B ... */
    [0xE3] = L,                                            /* U+3164 */
    [0xEF] = L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
    L,
};

#undef C
#undef W
#undef L

typedef uint8_t bytes_t __attribute__((vector_size(WIDTH)));


static inline bytes_t
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


/* In pairs of a bit's difference: 0x22 and 0x26, 0x3C and 0x3E. */
static inline bytes_t
find_markup(bytes_t bytes)
{
    return (bytes_t) (((bytes | 4) == '&') | ((bytes | 2) == '>')
                      | (bytes == 0xC2));
}


static inline bytes_t
find_suspect(bytes_t bytes)
{
    return (bytes_t) (((bytes < ' ')
                       & ((bytes - '\t' > '\r' - '\t') | (bytes == '\v')))
                      | (bytes == 0x7F) | (bytes == 0xC2) | (bytes == 0xCD)
                      | (bytes - 0xE1 <= 0xE3 - 0xE1) | (bytes >= 0xEF));
}


static inline bytes_t
find_odd_space(bytes_t bytes)
{
    return (bytes_t) ((bytes - '\t' <= '\r' - '\t') & (bytes != '\v'));
}


/* A space; next: the bytes a byte further. */
static inline bytes_t
find_two_spaces(bytes_t bytes, bytes_t next)
{
    return (bytes_t) ((bytes == ' ') & (next == ' '));
}


/* What is no printable ASCII: for most texts, this is all that is asked. */
static inline bool
is_any_odd(bytes_t bytes)
{
    return bits((bytes_t) (bytes - ' ' >= 0x7F - ' ')) != 0;
}


/* $ and &, ( and *, [ and _, \ and ], | and ~ differ in a bit. */
static inline bytes_t
find_markdown(bytes_t bytes)
{
    return (bytes_t) (((bytes | 2) == '&') | ((bytes | 2) == '*')
                      | ((bytes | 4) == '_') | ((bytes | 1) == ']')
                      | ((bytes | 2) == '~') | (bytes == '!') | (bytes == ':')
                      | (bytes == '<') | (bytes == '`') | (bytes < ' '));
}


static inline bytes_t
find_json(bytes_t bytes)
{
    return (bytes_t) (((bytes | 4) == '&') | ((bytes | 2) == '>')
                      | (bytes == '\\') | (bytes < ' ') | (bytes == 0x7F)
                      | (bytes == 0xE2));
}


/* Those of kind among the WIDTH bytes there; for SPACE, a byte more is read. */
static inline unsigned
bits_at(reader_special_t kind, const char *at)
{
    bytes_t bytes = load(at);

    switch (kind) {
    case READER_SPECIAL_MARKUP:
        return bits(find_markup(bytes));

    case READER_SPECIAL_SUSPECT:
        return is_any_odd(bytes) ? bits(find_suspect(bytes)) : 0;

    case READER_SPECIAL_SPACE:
        return bits(find_odd_space(bytes)
                    | find_two_spaces(bytes, load(at + 1)));

    case READER_SPECIAL_MARKDOWN:
        return bits(find_markdown(bytes));

    default: /* READER_SPECIAL_JSON */
        return bits(find_json(bytes));
    }
}


/*
 * Up to length, which is WIDTH or more.  The last bytes are asked together
 * with some of those before them, so that nothing behind them is read.
 */
static inline size_t
find(const char *text, size_t length, size_t at, reader_special_t kind)
{
    unsigned set;

    for (; at + WIDTH <= length; at += WIDTH) {
        set = bits_at(kind, text + at);

        if (set != 0) {
            return at + (unsigned) __builtin_ctz(set);
        }
    }

    if (at < length) {
        set = bits_at(kind, text + length - WIDTH) >> (at + WIDTH - length);

        return set != 0 ? at + (unsigned) __builtin_ctz(set) : length;
    }

    return at;
}


static size_t
find_one(reader_string_t text, size_t at, reader_special_t kind)
{
    while (at < text.length && !(kinds[(unsigned char) text.data[at]] & kind)) {
        at++;
    }

    return at;
}


static bool
is_space(reader_string_t text, size_t at)
{
    return (kinds[(unsigned char) text.data[at]] & READER_SPECIAL_SPACE)
           || (text.data[at] == ' ' && at + 1 < text.length
               && text.data[at + 1] == ' ');
}


static size_t
find_next_space(reader_string_t text, size_t at)
{
    size_t last = text.length == 0 ? 0 : text.length - 1;

    if (last >= WIDTH) {
        at = find(text.data, last, at, READER_SPECIAL_SPACE);
    }

    /* the last byte has none behind it to look at */
    while (at < text.length && !is_space(text, at)) {
        at++;
    }

    return at;
}


size_t
reader_special(reader_string_t text, size_t at, reader_special_t kind)
{
    if (kind == READER_SPECIAL_SPACE) {
        return find_next_space(text, at);
    }

    if (text.length < WIDTH) {
        return find_one(text, at, kind);
    }

    switch (kind) {
    case READER_SPECIAL_MARKUP:
        return find(text.data, text.length, at, READER_SPECIAL_MARKUP);

    case READER_SPECIAL_SUSPECT:
        return find(text.data, text.length, at, READER_SPECIAL_SUSPECT);

    case READER_SPECIAL_MARKDOWN:
        return find(text.data, text.length, at, READER_SPECIAL_MARKDOWN);

    default: /* READER_SPECIAL_JSON */
        return find(text.data, text.length, at, READER_SPECIAL_JSON);
    }
}


/* The same as below; text is shorter than what is asked at once. */
static unsigned
kinds_one_by_one(reader_string_t text)
{
    unsigned found = 0;

    for (size_t i = 0; i < text.length; i++) {
        found |= kinds[(unsigned char) text.data[i]];

        if (text.data[i] == ' ' && is_space(text, i)) {
            found |= READER_SPECIAL_SPACE;
        }
    }

    return found
           & (READER_SPECIAL_MARKUP | READER_SPECIAL_SUSPECT
              | READER_SPECIAL_SPACE);
}


unsigned
reader_special_kinds(reader_string_t text)
{
    bytes_t markup = { 0 }, suspect = { 0 }, space = { 0 };
    size_t last;

    if (text.length < WIDTH + 1) {
        return kinds_one_by_one(text);
    }

    last = text.length - 1;

    for (size_t at = 0; at < last; at += WIDTH) {
        size_t from = at + WIDTH <= last ? at : last - WIDTH;
        bytes_t bytes = load(text.data + from);

        markup |= find_markup(bytes);
        space |= find_two_spaces(bytes, load(text.data + from + 1));

        if (is_any_odd(bytes)) {
            suspect |= find_suspect(bytes);
            space |= find_odd_space(bytes);
        }
    }

    return kinds_one_by_one((reader_string_t){ text.data + last, 1 })
           | (bits(markup) != 0 ? READER_SPECIAL_MARKUP : 0)
           | (bits(suspect) != 0 ? READER_SPECIAL_SUSPECT : 0)
           | (bits(space) != 0 ? READER_SPECIAL_SPACE : 0);
}
