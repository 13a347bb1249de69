#include "css_colour.h"

#include "ascii.h"
#include "css.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))


static bool
starts(const char *value, const char *with)
{
    return strncmp(value, with, strlen(with)) == 0;
}


static bool
is_hex(const char *value, reader_colour_t *colour)
{
    size_t length = strspn(value, "0123456789abcdef");
    float parts[4] = { 0, 0, 0, 255 };
    size_t width = length == 3 || length == 4 ? 1 : 2;

    if (length != 3 && length != 4 && length != 6 && length != 8) {
        return false;
    }

    for (size_t i = 0; i * width < length; i++) {
        unsigned part = 0;

        for (size_t k = 0; k < 2; k++) {
            char c = value[i * width + (width == 2 ? k : 0)];

            part = part * 16
                   + (unsigned) (c <= '9' ? c - '0' : c - 'a' + 10);
        }

        parts[i] = (float) part;
    }

    *colour = (reader_colour_t) { .red = parts[0], .green = parts[1],
                           .blue = parts[2], .alpha = parts[3] / 255,
                           .known = true };

    return true;
}


/* rgb(), rgba(); of other functions the name and the alpha matter */
static bool
is_function(const char *value, reader_colour_t *colour)
{
    const char *at = strchr(value, '(');
    double parts[4] = { 0, 0, 0, 1 };

    if (at == NULL) {
        return false;
    }

    at++;

    for (int i = 0; i < 4; i++) {
        reader_css_unit_t unit;
        double part;

        while (*at == ' ' || *at == '/' || *at == ',') {
            at++;
        }

        unit = reader_css_number(&at, &part);

        if (unit == READER_CSS_NO_NUMBER) {
            break;
        }

        parts[i] = unit != READER_CSS_PERCENT ? part
                   : i == 3                   ? part / 100
                                              : part * 2.55;
    }

    *colour = (reader_colour_t) { .red = (float) parts[0],
                           .green = (float) parts[1],
                           .blue = (float) parts[2],
                           .alpha = (float) parts[3],
                           .known = starts(value, "rgb") };

    return true;
}


bool
reader_colour_take(const char *value, reader_colour_t *colour)
{
    static const struct {
        const char *name;
        reader_colour_t colour;
    } names[] = {
        { "transparent", { 0, 0, 0, 0, true, "" } },
        { "white", { 255, 255, 255, 1, true, "" } },
        { "black", { 0, 0, 0, 1, true, "" } },
        { "red", { 255, 0, 0, 1, true, "" } },
        { "lime", { 0, 255, 0, 1, true, "" } },
        { "blue", { 0, 0, 255, 1, true, "" } },
        { "yellow", { 255, 255, 0, 1, true, "" } },
        { "silver", { 192, 192, 192, 1, true, "" } },
        { "gray", { 128, 128, 128, 1, true, "" } },
        { "grey", { 128, 128, 128, 1, true, "" } },
        { "snow", { 255, 250, 250, 1, true, "" } },
        { "ivory", { 255, 255, 240, 1, true, "" } },
    };

    memset(colour, 0, sizeof(*colour));
    colour->alpha = 1;

    if (value[0] == '#') {
        return is_hex(value + 1, colour);
    }

    for (size_t i = 0; i < COUNT(names); i++) {
        size_t length = strlen(names[i].name);

        if (starts(value, names[i].name)
            && !reader_ascii_letter(value[length])) {
            *colour = names[i].colour;
            return true;
        }
    }

    if (is_function(value, colour)) {
        return true;
    }

    /* "inherit" and the like: nothing to compare */
    for (size_t i = 0; i + 1 < sizeof(colour->name)
                       && reader_ascii_letter(value[i]);
         i++) {
        colour->name[i] = value[i];
    }

    return false;
}


bool
reader_colour_is_white(const reader_colour_t *colour)
{
    return colour->known && colour->red >= 250 && colour->green >= 250
           && colour->blue >= 250;
}


bool
reader_colour_same(const reader_colour_t *a, const reader_colour_t *b)
{
    if (!a->known || !b->known) {
        return a->name[0] != '\0' && strcmp(a->name, b->name) == 0
               && strcmp(a->name, "inherit") != 0
               && strcmp(a->name, "initial") != 0
               && strcmp(a->name, "currentcolor") != 0;
    }

    return a->red - b->red < 4 && b->red - a->red < 4
           && a->green - b->green < 4 && b->green - a->green < 4
           && a->blue - b->blue < 4 && b->blue - a->blue < 4
           && b->alpha > .9f;
}
