#include "glyph.h"

#include "glyph_table.h"
#include "unicode.h"


static bool
is_in(const reader_glyph_range_t *ranges, size_t count, uint32_t code)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (code > ranges[middle].last) {
            low = middle + 1;

        } else if (code < ranges[middle].first) {
            high = middle;

        } else {
            return true;
        }
    }

    return false;
}


reader_glyph_t
reader_glyph_class(uint32_t code)
{
    if (code < 0x80) {
        bool alphanumeric = (code >= '0' && code <= '9')
                            || (code >= 'A' && code <= 'Z')
                            || (code >= 'a' && code <= 'z');

        return alphanumeric                  ? READER_GLYPH_OTHER
               : code <= ' ' || code == 0x7F ? READER_GLYPH_SPACE
                                             : READER_GLYPH_PUNCTUATION;
    }

    if (reader_unicode_space(code)) {
        return READER_GLYPH_SPACE;
    }

    if (is_in(reader_glyph_punctuation, reader_glyph_punctuation_count, code)) {
        return READER_GLYPH_PUNCTUATION;
    }

    if (is_in(reader_glyph_symbols, reader_glyph_symbols_count, code)) {
        return READER_GLYPH_SYMBOL;
    }

    return READER_GLYPH_OTHER;
}


unsigned
reader_glyph_width(uint32_t code)
{
    if (code < 0x300) {
        return code != 0xAD;
    }

    if (is_in(reader_glyph_wide, reader_glyph_wide_count, code)) {
        return 2;
    }

    return !is_in(reader_glyph_zero, reader_glyph_zero_count, code);
}


size_t
reader_glyph_text_width(reader_string_t text)
{
    const char *at = text.data;
    const char *end = at + text.length;
    size_t width = 0;

    while (at < end) {
        width += reader_glyph_width(reader_unicode_next(&at, end));
    }

    return width;
}


uint32_t
reader_glyph_first(reader_string_t text)
{
    const char *at = text.data;

    return text.length == 0 ? '\n' : reader_unicode_next(&at, at + text.length);
}


uint32_t
reader_glyph_last(reader_string_t text)
{
    const char *end = text.data + text.length;
    const char *at = end;

    if (text.length == 0) {
        return '\n';
    }

    do {
        at--;
    } while (at > text.data && ((unsigned char) *at & 0xC0) == 0x80);

    return reader_unicode_next(&at, end);
}


uint32_t
reader_glyph_raised(uint32_t code)
{
    switch (code) {
    case '1':
        return 0xB9;
    case '2':
        return 0xB2;
    case '3':
        return 0xB3;
    case '+':
        return 0x207A;
    case '-':
    case 0x2212:
        return 0x207B;
    case 'n':
        return 0x207F;
    default:
        return code >= '0' && code <= '9' ? 0x2070 + (code - '0') : 0;
    }
}


uint32_t
reader_glyph_lowered(uint32_t code)
{
    switch (code) {
    case '+':
        return 0x208A;
    case '-':
    case 0x2212:
        return 0x208B;
    default:
        return code >= '0' && code <= '9' ? 0x2080 + (code - '0') : 0;
    }
}
