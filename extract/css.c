#include "css.h"

#include "ascii.h"

#include <string.h>

#define DIGITS_MAX 18 /* of a number; more make no difference here */

typedef struct {
    const char *name;
    double px;
    reader_css_unit_t unit;
} unit_t;

/* Relative to a font of 16 px and a window of 1280 by 800. */
static const unit_t units[] = {
    { "px", 1, READER_CSS_ABSOLUTE },
    { "em", 16, READER_CSS_RELATIVE },
    { "rem", 16, READER_CSS_ABSOLUTE },
    { "%", 1, READER_CSS_PERCENT },
    { "pt", 96. / 72, READER_CSS_ABSOLUTE },
    { "vw", 12.8, READER_CSS_ABSOLUTE },
    { "vh", 8, READER_CSS_ABSOLUTE },
    { "ex", 8, READER_CSS_RELATIVE },
    { "ch", 8, READER_CSS_RELATIVE },
    { "in", 96, READER_CSS_ABSOLUTE },
    { "cm", 96 / 2.54, READER_CSS_ABSOLUTE },
    { "mm", 96 / 25.4, READER_CSS_ABSOLUTE },
    { "pc", 16, READER_CSS_ABSOLUTE },
};


/* What may be something else than a character of a name or a value. */
enum {
    NESTS = 1, /* or ends, or hides what follows */
    CHANGES = 2
};

static const uint8_t meanings[256] = {
    ['"'] = NESTS,    ['\''] = NESTS,   ['/'] = NESTS,    ['\\'] = NESTS,
    ['('] = NESTS,    [')'] = NESTS,    ['['] = NESTS,    [']'] = NESTS,
    ['{'] = NESTS,    ['}'] = NESTS,    [';'] = NESTS,    [':'] = CHANGES,
    [' '] = CHANGES,  ['\t'] = CHANGES, ['\n'] = CHANGES, ['\f'] = CHANGES,
    ['\r'] = CHANGES,
};


static void
skip(reader_string_t *css, size_t count)
{
    css->data += count;
    css->length -= count;
}


static inline char
to_lower(char c)
{
    return (char) (c + ((unsigned char) (c - 'A') < 26 ? 'a' - 'A' : 0));
}


/* CSS Syntax, 4.2: "name code point". */
static inline bool
is_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '-' || c == '_'
           || (unsigned char) c >= 0x80;
}


/* CSS Syntax, 4.3.7; what the backslash escapes is at the front. */
static uint32_t
take_escape(reader_string_t *css)
{
    uint32_t code = 0;
    int digits = 0;

    while (digits < 6 && css->length != 0) {
        char c = to_lower(css->data[0]);

        if (reader_ascii_digit(c)) {
            code = code * 16 + (uint32_t) (c - '0');
        } else if (c >= 'a' && c <= 'f') {
            code = code * 16 + (uint32_t) (c - 'a') + 10;
        } else {
            break;
        }

        digits++;
        skip(css, 1);
    }

    if (digits == 0) {
        if (css->length == 0) {
            return 0xFFFD;
        }

        code = (unsigned char) css->data[0];
        skip(css, 1);

        return code;
    }

    if (css->length != 0 && reader_ascii_space(css->data[0])) {
        skip(css, 1);
    }

    return code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)
               ? 0xFFFD
               : code;
}


void
reader_css_step(reader_string_t *css)
{
    skip(css, *css->data == '\\' && css->length > 1 ? 2 : 1);
}


bool
reader_css_skip(reader_string_t *css)
{
    const char *at = css->data, *end = at + css->length;
    char quote;

    if (at == end) {
        return false;
    }

    if (end - at > 1 && at[0] == '/' && at[1] == '*') {
        at = memmem(at + 2, (size_t) (end - at) - 2, "*/", 2);
        skip(css, at == NULL ? css->length : (size_t) (at - css->data) + 2);

        return true;
    }

    quote = *at;

    if (quote != '"' && quote != '\'') {
        return false;
    }

    for (at++; at < end && *at != quote; at++) {
        if (*at == '\n') { /* a bad string ends here */
            skip(css, (size_t) (at - css->data));
            return true;
        }

        at += *at == '\\' && end - at > 1;
    }

    skip(css, (size_t) (at - css->data) + (at < end));

    return true;
}


/* The code point is above U+007F. */
static size_t
put_utf8(char *out, uint32_t code)
{
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

    for (size_t i = length - 1; i != 0; i--) {
        out[i] = (char) (0x80 | (code & 0x3F));
        code >>= 6;
    }

    out[0] = (char) (first[length] | code);

    return length;
}


size_t
reader_css_identifier(reader_string_t *css, char *name, size_t size)
{
    size_t length = 0;

    while (css->length != 0) {
        char c = *css->data;

        if (c == '\\' && css->length > 1 && css->data[1] != '\n') {
            uint32_t code;

            skip(css, 1);
            code = take_escape(css);

            if (code > 0x7F) {
                length = length + 4 < size
                             ? length + put_utf8(name + length, code)
                             : size;
                continue;
            }

            c = (char) code;

        } else if (is_of_name(c)) {
            skip(css, 1);

        } else {
            break;
        }

        if (length < size) {
            name[length++] = c;
        }
    }

    return length < size ? length : 0;
}


/*
 * Takes off the front what has a meaning, and returns the character that
 * stands for it in a name or a value.
 */
static char
take_meaning(reader_string_t *list, unsigned *depth)
{
    char c = *list->data;
    uint32_t code;

    switch (c) {

    case '"':
    case '\'':
        reader_css_skip(list);
        return '"';

    case '/':
        if (reader_css_skip(list)) {
            return ' ';
        }
        break;

    case '\\':
        skip(list, 1);
        code = take_escape(list);
        return (char) (code < 0x80 ? to_lower((char) code) : 0x7F);

    case '(':
    case '[':
    case '{':
        (*depth)++;
        break;

    case ')':
    case ']':
    case '}':
        *depth -= *depth != 0;
        break;
    }

    skip(list, 1);

    return reader_ascii_space(c) ? ' ' : c;
}


/*
 * One part of a declaration, up to its end or one of the stops, one or two,
 * outside of brackets and strings.  out may be NULL.
 */
static size_t
take_part(reader_string_t *list, const char *stops, char *out, size_t size)
{
    unsigned meaning = out != NULL ? NESTS | CHANGES : NESTS;
    size_t length = 0;
    unsigned depth = 0;

    while (list->length != 0) {
        const char *at = list->data, *end = at + list->length;
        char c;

        for (; at < end && !(meanings[(unsigned char) *at] & meaning); at++) {
            if (length + 1 < size) {
                out[length++] = to_lower(*at);
            }
        }

        skip(list, (size_t) (at - list->data));

        if (at == end || (depth == 0 && (*at == stops[0] || *at == stops[1]))) {
            break;
        }

        c = take_meaning(list, &depth);

        if (length + 1 < size
            && !(c == ' ' && (length == 0 || out[length - 1] == ' '))) {
            out[length++] = c;
        }
    }

    while (length != 0 && out[length - 1] == ' ') {
        length--;
    }

    if (out != NULL) {
        out[length] = '\0';
    }

    return length;
}


bool
reader_css_name(reader_string_t *list, char *room, reader_string_t *name)
{
    const char *at = list->data, *end = at + list->length, *start;
    size_t length;

    while (at < end && (*at == ';' || reader_ascii_space(*at))) {
        at++;
    }

    for (start = at; at < end && ((*at >= 'a' && *at <= 'z') || *at == '-');) {
        at++;
    }

    *name = (reader_string_t) { start, (size_t) (at - start) };
    skip(list, (size_t) (start - list->data));

    if (list->length == 0) {
        return false;
    }

    if (at < end && *at == ':') { /* nearly always */
        skip(list, name->length);
        return true;
    }

    length = take_part(list, ":;", room, READER_CSS_NAME);
    *name = (reader_string_t) { room, strlen(room) };

    if (length + 1 == READER_CSS_NAME /* cut off: no property of ours */
        || list->length == 0 || list->data[0] != ':') {
        name->length = 0;
    }

    return true;
}


void
reader_css_pass(reader_string_t *list)
{
    take_part(list, ";", NULL, 0);
}


bool
reader_css_value(reader_string_t *list, char *value)
{
    char *mark;

    skip(list, 1); /* the colon */
    take_part(list, ";", value, READER_CSS_VALUE);
    mark = strrchr(value, '!');

    if (mark == NULL
        || strcmp(mark + 1 + (mark[1] == ' '), "important") != 0) {
        return false;
    }

    *mark = '\0';

    if (mark != value && mark[-1] == ' ') {
        mark[-1] = '\0';
    }

    return true;
}


static double
take_exponent(const char **value, double number)
{
    const char *at = *value + 1;
    bool negative = *at == '-';
    unsigned exponent = 0;

    if (*at == '-' || *at == '+') {
        at++;
    }

    if (!reader_ascii_digit(*at)) { /* "em", "ex" */
        return number;
    }

    for (; reader_ascii_digit(*at); at++) {
        exponent = exponent < 100 ? exponent * 10 + (unsigned) (*at - '0')
                                  : exponent;
    }

    for (; exponent != 0; exponent--) {
        number = negative ? number / 10 : number * 10;
    }

    *value = at;

    return number;
}


/* No strtod: it obeys the locale. */
reader_css_unit_t
reader_css_number(const char **value, double *number)
{
    const char *at = *value;
    bool negative;
    double scale = 1;
    int digits = 0;

    while (*at == ' ' || *at == ',') {
        at++;
    }

    negative = *at == '-';

    if (*at == '-' || *at == '+') {
        at++;
    }

    *number = 0;

    for (; reader_ascii_digit(*at); at++, digits++) {
        if (digits < DIGITS_MAX) {
            *number = *number * 10 + (*at - '0');
        }
    }

    if (*at == '.' && reader_ascii_digit(at[1])) {
        for (at++; reader_ascii_digit(*at); at++, digits++) {
            if (digits < DIGITS_MAX) {
                scale /= 10;
                *number += (*at - '0') * scale;
            }
        }
    }

    if (digits == 0) {
        return READER_CSS_NO_NUMBER;
    }

    if (*at == 'e') {
        *number = take_exponent(&at, *number);
    }

    if (negative) {
        *number = -*number;
    }

    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        size_t length = strlen(units[i].name);

        if (strncmp(at, units[i].name, length) == 0
            && !reader_ascii_letter(at[length])) {
            *value = at + length;
            *number *= units[i].px;

            return units[i].unit;
        }
    }

    if (reader_ascii_letter(*at)) { /* a unit that is not known */
        return READER_CSS_NO_NUMBER;
    }

    *value = at;

    return READER_CSS_NUMBER;
}
