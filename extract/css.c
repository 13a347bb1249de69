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


static void
skip(reader_string_t *css, size_t count)
{
    css->data += count;
    css->length -= count;
}


/* CSS Syntax, 4.3.7; what the backslash escapes is at the front. */
static uint32_t
take_escape(reader_string_t *css)
{
    uint32_t code = 0;
    int digits = 0;

    while (digits < 6 && css->length != 0) {
        char c = reader_ascii_lower(css->data[0]);

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


bool
reader_css_skip(reader_string_t *css)
{
    char quote;

    if (css->length == 0) {
        return false;
    }

    if (css->length > 1 && css->data[0] == '/' && css->data[1] == '*') {
        const char *end = css->length < 4 ? NULL
                                          : memmem(css->data + 2,
                                                   css->length - 2, "*/", 2);

        skip(css, end == NULL ? css->length
                              : (size_t) (end - css->data) + 2);
        return true;
    }

    quote = css->data[0];

    if (quote != '"' && quote != '\'') {
        return false;
    }

    skip(css, 1);

    while (css->length != 0 && css->data[0] != quote) {
        if (css->data[0] == '\n') { /* a bad string ends here */
            return true;
        }

        skip(css, css->data[0] == '\\' && css->length > 1 ? 2 : 1);
    }

    if (css->length != 0) {
        skip(css, 1);
    }

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
        unsigned char c = (unsigned char) css->data[0];

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

            c = (unsigned char) code;

        } else if (reader_ascii_letter((char) c)
                   || reader_ascii_digit((char) c) || c == '-' || c == '_'
                   || c >= 0x80) {
            skip(css, 1);

        } else {
            break;
        }

        if (length < size) {
            name[length++] = (char) c;
        }
    }

    return length < size ? length : 0;
}


/* One part of a declaration, up to its end or one of the stops, one or two,
 * outside of brackets and strings. */
static size_t
take_part(reader_string_t *list, const char *stops, char *out, size_t size)
{
    size_t length = 0;
    unsigned depth = 0;

    while (list->length != 0) {
        char c = list->data[0];

        if (depth == 0 && (c == stops[0] || (c == stops[1] && c != '\0'))) {
            break;
        }

        if (c == '-' || (c >= 'a' && c <= 'z')) {
            skip(list, 1); /* most of them */

        } else if (reader_ascii_space(c)) {
            skip(list, 1);
            c = ' ';

        } else if (c == '"' || c == '\'') {
            reader_css_skip(list);
            c = '"';

        } else if (reader_css_skip(list)) {
            c = ' ';

        } else if (c == '\\') {
            uint32_t code;

            skip(list, 1);
            code = take_escape(list);
            c = (char) (code < 0x80 ? code : 0x7F);

        } else {
            skip(list, 1);

            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if ((c == ')' || c == ']' || c == '}') && depth != 0) {
                depth--;
            }
        }

        if (c == ' ' && (length == 0 || out[length - 1] == ' ')) {
            continue;
        }

        if (length + 1 < size) {
            out[length++] = reader_ascii_lower(c);
        }
    }

    while (length != 0 && out[length - 1] == ' ') {
        length--;
    }

    out[length] = '\0';

    return length;
}


bool
reader_css_declaration(reader_string_t *list,
                       reader_declaration_t *declaration)
{
    char *mark;
    size_t length;

    while (list->length != 0
           && (list->data[0] == ';' || reader_ascii_space(list->data[0]))) {
        skip(list, 1);
    }

    if (list->length == 0) {
        return false;
    }

    length = take_part(list, ":;", declaration->name,
                       sizeof(declaration->name));
    declaration->value[0] = '\0';
    declaration->important = false;

    if (length + 1 == sizeof(declaration->name)) {
        declaration->name[0] = '\0'; /* cut off: no property of ours */
    }

    if (list->length != 0 && list->data[0] == ':') {
        skip(list, 1);
        take_part(list, ";", declaration->value,
                  sizeof(declaration->value));
    } else {
        declaration->name[0] = '\0';
    }

    mark = strrchr(declaration->value, '!');

    if (mark != NULL
        && strcmp(mark + 1 + (mark[1] == ' '), "important") == 0) {
        declaration->important = true;
        *mark = '\0';

        if (mark != declaration->value && mark[-1] == ' ') {
            mark[-1] = '\0';
        }
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
