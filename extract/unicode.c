#include "unicode.h"

typedef struct {
    uint32_t first, last;
    reader_unicode_t class;
} range_t;

/* Beyond ASCII, ascending; what is not listed is READER_UNICODE_OTHER. */
static const range_t ranges[] = {
    { 0x00A2, 0x00A5, READER_UNICODE_CURRENCY },
    { 0x00A9, 0x00A9, READER_UNICODE_SYMBOL },
    { 0x00AA, 0x00AA, READER_UNICODE_LOWER },
    { 0x00B5, 0x00B5, READER_UNICODE_LOWER },
    { 0x00B7, 0x00B7, READER_UNICODE_SEPARATOR },
    { 0x00BA, 0x00BA, READER_UNICODE_LOWER },
    { 0x00BB, 0x00BB, READER_UNICODE_SEPARATOR },
    { 0x00C0, 0x00D6, READER_UNICODE_UPPER },
    { 0x00D8, 0x00DE, READER_UNICODE_UPPER },
    { 0x00DF, 0x00F6, READER_UNICODE_LOWER },
    { 0x00F8, 0x00FF, READER_UNICODE_LOWER },
    { 0x0100, 0x024F, READER_UNICODE_LOWER }, /* see reader_unicode_class */
    { 0x0250, 0x036F, READER_UNICODE_LOWER },
    { 0x0370, 0x0385, READER_UNICODE_LETTER },
    { 0x0386, 0x038F, READER_UNICODE_UPPER },
    { 0x0390, 0x0390, READER_UNICODE_LOWER },
    { 0x0391, 0x03AB, READER_UNICODE_UPPER },
    { 0x03AC, 0x03FF, READER_UNICODE_LOWER },
    { 0x0400, 0x042F, READER_UNICODE_UPPER },
    { 0x0430, 0x045F, READER_UNICODE_LOWER },
    { 0x0460, 0x052F, READER_UNICODE_LOWER },
    { 0x0531, 0x0556, READER_UNICODE_UPPER },
    { 0x0561, 0x0587, READER_UNICODE_LOWER },
    { 0x0591, 0x05F4, READER_UNICODE_LETTER }, /* Hebrew */
    { 0x060C, 0x060C, READER_UNICODE_COMMA },
    { 0x061B, 0x061B, READER_UNICODE_COMMA },
    { 0x0620, 0x065F, READER_UNICODE_LETTER }, /* Arabic */
    { 0x0660, 0x0669, READER_UNICODE_DIGIT },
    { 0x066E, 0x06D3, READER_UNICODE_LETTER },
    { 0x06D5, 0x06EF, READER_UNICODE_LETTER },
    { 0x06F0, 0x06F9, READER_UNICODE_DIGIT },
    { 0x06FA, 0x0963, READER_UNICODE_LETTER },
    { 0x0966, 0x096F, READER_UNICODE_DIGIT },
    { 0x0970, 0x10FF, READER_UNICODE_LETTER }, /* Indic, Thai, Georgian */
    { 0x1100, 0x11FF, READER_UNICODE_IDEOGRAPH },
    { 0x1200, 0x1360, READER_UNICODE_LETTER },
    { 0x1380, 0x1DFF, READER_UNICODE_LETTER },
    { 0x1E00, 0x1FFF, READER_UNICODE_LOWER }, /* Vietnamese, old Greek */
    { 0x2022, 0x2022, READER_UNICODE_SEPARATOR },
    { 0x203A, 0x203A, READER_UNICODE_SEPARATOR },
    { 0x20A0, 0x20BF, READER_UNICODE_CURRENCY },
    { 0x2C00, 0x2DFF, READER_UNICODE_LETTER },
    { 0x2E80, 0x2FDF, READER_UNICODE_IDEOGRAPH },
    { 0x3001, 0x3001, READER_UNICODE_COMMA },
    { 0x3002, 0x3002, READER_UNICODE_IDEOGRAPH },
    { 0x3005, 0x3007, READER_UNICODE_IDEOGRAPH },
    { 0x3041, 0x318F, READER_UNICODE_IDEOGRAPH },
    { 0x31F0, 0x31FF, READER_UNICODE_IDEOGRAPH },
    { 0x3400, 0x9FFF, READER_UNICODE_IDEOGRAPH },
    { 0xA000, 0xA4CF, READER_UNICODE_IDEOGRAPH },
    { 0xA4D0, 0xABFF, READER_UNICODE_LETTER },
    { 0xAC00, 0xD7FF, READER_UNICODE_IDEOGRAPH },
    { 0xF900, 0xFAFF, READER_UNICODE_IDEOGRAPH },
    { 0xFB00, 0xFDFF, READER_UNICODE_LETTER },
    { 0xFE70, 0xFEFC, READER_UNICODE_LETTER },
    { 0xFF01, 0xFF01, READER_UNICODE_IDEOGRAPH },
    { 0xFF0C, 0xFF0C, READER_UNICODE_COMMA },
    { 0xFF10, 0xFF19, READER_UNICODE_DIGIT },
    { 0xFF1F, 0xFF1F, READER_UNICODE_IDEOGRAPH },
    { 0xFF21, 0xFF5A, READER_UNICODE_LETTER },
    { 0xFF5C, 0xFF5C, READER_UNICODE_SEPARATOR },
    { 0xFF66, 0xFFDC, READER_UNICODE_IDEOGRAPH },
    { 0x10000, 0x1EFFF, READER_UNICODE_LETTER },
    { 0x20000, 0x3FFFF, READER_UNICODE_IDEOGRAPH },
};


#define LOWER READER_UNICODE_LOWER
#define UPPER READER_UNICODE_UPPER
#define DIGIT READER_UNICODE_DIGIT

const uint8_t reader_unicode_ascii[128] = {
    ['$'] = READER_UNICODE_CURRENCY,
    [','] = READER_UNICODE_COMMA,
    ['/'] = READER_UNICODE_SEPARATOR,
    ['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
    DIGIT,
    [';'] = READER_UNICODE_COMMA,
    ['>'] = READER_UNICODE_SEPARATOR,
    ['@'] = READER_UNICODE_SYMBOL,
    ['A'] = UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER,
    UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER,
    UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER,
    ['a'] = LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER,
    LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER,
    LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER,
    ['|'] = READER_UNICODE_SEPARATOR,
};


uint32_t
reader_unicode_next(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *) *at;
    size_t left = (size_t) (end - *at), length;
    uint32_t code = *p;

    if (code < 0x80) {
        (*at)++;
        return code;
    }

    length = code >= 0xF0 ? 4 : code >= 0xE0 ? 3 : 2;

    if (left < length) {
        *at = end;
        return 0xFFFD;
    }

    code &= 0x7Fu >> length;

    for (size_t i = 1; i < length; i++) {
        code = code << 6 | (p[i] & 0x3F);
    }

    *at += length;

    return code;
}


uint32_t
reader_unicode_last(reader_string_t text)
{
    const char *end = text.data + text.length, *at = end - 1;

    while (at > text.data && ((unsigned char) *at & 0xC0) == 0x80) {
        at--;
    }

    return reader_unicode_next(&at, end);
}


static reader_unicode_t
search(uint32_t code)
{
    size_t low = 0, high = sizeof(ranges) / sizeof(*ranges);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (code > ranges[middle].last) {
            low = middle + 1;

        } else if (code < ranges[middle].first) {
            high = middle;

        } else {
            return ranges[middle].class;
        }
    }

    return READER_UNICODE_OTHER;
}


reader_unicode_t
reader_unicode_class(uint32_t code)
{
    if (code < 0x80) {
        return (reader_unicode_t) reader_unicode_ascii[code];
    }

    /* blocks where capitals and small letters alternate */
    if ((code >= 0x0100 && code <= 0x0137)
        || (code >= 0x014A && code <= 0x0177)
        || (code >= 0x01CD && code <= 0x024F && (code < 0x01F0))
        || (code >= 0x0460 && code <= 0x052F)
        || (code >= 0x1E00 && code <= 0x1EFF)) {
        return code % 2 == 0 ? READER_UNICODE_UPPER : READER_UNICODE_LOWER;
    }

    if ((code >= 0x0139 && code <= 0x0148)
        || (code >= 0x0179 && code <= 0x017E)) {
        return code % 2 == 1 ? READER_UNICODE_UPPER : READER_UNICODE_LOWER;
    }

    return search(code);
}


bool
reader_unicode_space(uint32_t code)
{
    if (code < 0x80) {
        return code == ' ' || (code >= 0x09 && code <= 0x0D);
    }

    return code == 0x85 || code == 0xA0 || code == 0x1680
           || (code >= 0x2000 && code <= 0x200B) || code == 0x2028
           || code == 0x2029 || code == 0x202F || code == 0x205F
           || code == 0x3000 || code == 0xFEFF;
}


bool
reader_unicode_ends_sentence(uint32_t code)
{
    if (code < 0x80) {
        return code == '.' || code == '!' || code == '?';
    }

    switch (code) {

    case 0x2026: /* ellipsis */
    case 0x3002: /* ideographic full stop */
    case 0xFF01:
    case 0xFF0E:
    case 0xFF1F:
    case 0xFF61:
    case 0x061F: /* Arabic */
    case 0x06D4:
    case 0x0964: /* danda */
    case 0x0965:
    case 0x0589: /* Armenian */
    case 0x1362: /* Ethiopic */
    case 0x104B: /* Myanmar */
    case 0x17D4: /* Khmer */
        return true;
    }

    return false;
}


bool
reader_unicode_is_quote(uint32_t code)
{
    switch (code) {

    case '"':
    case '\'':
    case ')':
    case ']':
    case 0x00BB:
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x203A:
    case 0x300D:
    case 0x300F:
    case 0xFF09:
        return true;
    }

    return false;
}


uint32_t
reader_unicode_lower(uint32_t code)
{
    if (code < 0x80) {
        return code >= 'A' && code <= 'Z' ? code + 32 : code;
    }

    if (reader_unicode_class(code) != READER_UNICODE_UPPER) {
        return code;
    }

    if ((code >= 0xC0 && code <= 0xDE) || (code >= 0x0391 && code <= 0x03AB)
        || (code >= 0x0410 && code <= 0x042F)) {
        return code + 32;
    }

    if (code >= 0x0400 && code <= 0x040F) {
        return code + 80;
    }

    if (code >= 0x0531 && code <= 0x0556) {
        return code + 48;
    }

    if (code == 0x0130) { /* I with a dot above */
        return 'i';
    }

    if (code == 0x0178) {
        return 0xFF;
    }

    return code < 0x0370 || (code >= 0x0460 && code <= 0x052F)
                   || code >= 0x1E00
               ? code + 1
               : code;
}
