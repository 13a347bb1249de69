#include "hidden_style.h"

#include "css.h"
#include "css_colour.h"

#include <string.h>

#define FAINT 0.1      /* less opaque than this is not seen */
#define TINY_FONT 2.0  /* px; nobody reads smaller letters */
#define TINY_BOX 1.0   /* px; the box of the usual class for screen readers */
#define FAR_OUT -999.0 /* px to the left or above: out of every window */

/* Declarations that only together hide, and who won so far. */
typedef struct {
    reader_hidden_style_t *style;
    uint32_t important;       /* by place of properties */
    bool see_through;         /* the background is what the letters show */
    bool cropped;             /* overflow */
    bool no_size;             /* width or height */
    bool padded;              /* has a size all the same */
    bool absolute, behind;    /* position, z-index */
    bool faint;               /* opacity */
    bool moves;               /* transform, transition and the like */
    bool has_colour, has_background;
    reader_colour_t colour, background;
} state_t;

typedef struct {
    const char *name;
    void (*set)(state_t *state, const char *value);
    unsigned place; /* a bit of READER_PROPERTIES_* */
} property_t;

#define NAME_MAX 23       /* of these */
#define NAMES_OF_LENGTH 6 /* that are as long as one another */

#define COUNT(array) (sizeof(array) / sizeof(*(array)))


static bool
is_one_of(const char *value, const char *const *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (value[0] == values[i][0] && strcmp(value, values[i]) == 0) {
            return true;
        }
    }

    return false;
}


static bool
starts(const char *value, const char *with)
{
    return strncmp(value, with, strlen(with)) == 0;
}


/* The bit, from here on: hidden or shown, whatever was said before. */
static void
decide(state_t *state, uint8_t bit, bool hides)
{
    state->style->hides &= (uint8_t) ~bit;
    state->style->shows &= (uint8_t) ~bit;

    if (hides) {
        state->style->hides |= bit;
    } else {
        state->style->shows |= bit;
    }
}


/* A value that browsers do not know does not undo the one before it. */
static void
set_display(state_t *state, const char *value)
{
    static const char *const shown[] = {
        "block", "inline", "inline-block", "flex", "inline-flex", "grid",
        "inline-grid", "table", "inline-table", "table-row", "table-cell",
        "table-row-group", "table-caption", "list-item", "contents",
        "flow-root", "initial", "inherit", "unset", "revert", "-webkit-box",
        "-webkit-flex", "-ms-flexbox", "ruby", "run-in",
    };

    if (strcmp(value, "none") == 0) {
        state->style->display = READER_DISPLAY_NONE;

    } else if (is_one_of(value, shown, COUNT(shown))) {
        state->style->display = READER_DISPLAY_SHOWN;
    }
}


static void
set_visibility(state_t *state, const char *value)
{
    if (strcmp(value, "hidden") == 0 || strcmp(value, "collapse") == 0) {
        decide(state, READER_HIDES_VISIBILITY, true);

    } else if (strcmp(value, "visible") == 0
               || strcmp(value, "initial") == 0) {
        decide(state, READER_HIDES_VISIBILITY, false);
    }
}


static bool
is_share(const char *value, double *share)
{
    reader_css_unit_t unit = reader_css_number(&value, share);

    if (unit == READER_CSS_PERCENT) {
        *share /= 100;
    }

    return unit == READER_CSS_PERCENT || unit == READER_CSS_NUMBER;
}


static void
set_opacity(state_t *state, const char *value)
{
    double share;

    if (is_share(value, &share)) {
        state->faint = share < FAINT;
    }
}


static void
set_filter(state_t *state, const char *value)
{
    const char *opacity = strstr(value, "opacity(");
    double share;

    if (opacity != NULL && (opacity == value || opacity[-1] == ' ')
        && is_share(opacity + strlen("opacity("), &share)
        && share < FAINT) {
        state->style->hides |= READER_HIDES_BOX;
    }
}


static void
set_content_visibility(state_t *state, const char *value)
{
    if (strcmp(value, "hidden") == 0) {
        state->style->hides |= READER_HIDES_BOX;
    }
}


static void
set_size_of_font(state_t *state, reader_css_unit_t unit, double size)
{
    switch (unit) {

    case READER_CSS_ABSOLUTE:
        decide(state, READER_HIDES_SIZE, size <= TINY_FONT);
        break;

    case READER_CSS_NUMBER: /* only 0 is one */
        if (size == 0) {
            decide(state, READER_HIDES_SIZE, true);
        }
        break;

    case READER_CSS_PERCENT: /* of what is inherited: nothing stays nothing */
        size = size * 16 / 100;
        /* fall through */

    case READER_CSS_RELATIVE:
        if (size <= TINY_FONT) {
            decide(state, READER_HIDES_SIZE, true);
        }
        break;

    case READER_CSS_NO_NUMBER:
        break;
    }
}


static void
set_font_size(state_t *state, const char *value)
{
    static const char *const words[] = {
        "xx-small", "x-small", "small", "medium", "large", "x-large",
        "xx-large", "xxx-large", "initial",
    };
    double size;

    if (is_one_of(value, words, COUNT(words))) {
        decide(state, READER_HIDES_SIZE, false);

    } else {
        reader_css_unit_t unit = reader_css_number(&value, &size);

        set_size_of_font(state, unit, size);
    }
}


/* The size is the first length; weights are numbers above 0. */
static void
set_font(state_t *state, const char *value)
{
    while (value != NULL) {
        double size;
        const char *at = value + (*value == ' ');
        reader_css_unit_t unit = reader_css_number(&at, &size);

        if (unit != READER_CSS_NO_NUMBER
            && (unit != READER_CSS_NUMBER || size == 0)) {
            set_size_of_font(state, unit, size);
            return;
        }

        value = strchr(value + (*value == ' '), ' ');
    }
}


static bool
is_size(const char *value, double *size)
{
    reader_css_unit_t unit = reader_css_number(&value, size);

    return unit != READER_CSS_NO_NUMBER
           && (unit != READER_CSS_NUMBER || *size == 0);
}


static void
set_box(state_t *state, const char *value)
{
    double size;

    if (is_size(value, &size)) {
        state->no_size |= size <= TINY_BOX;
    }
}


/* A box of no height that its padding gives one: it holds a video. */
static void
set_padding(state_t *state, const char *value)
{
    while (*value != '\0') {
        if (*value >= '1' && *value <= '9') {
            state->padded = true;
            return;
        }

        value++;
    }
}


static void
set_overflow(state_t *state, const char *value)
{
    state->cropped = starts(value, "hidden") || starts(value, "clip");
}


/* rect(top right bottom left), with or without commas */
static void
set_clip(state_t *state, const char *value)
{
    double edges[4];

    if (!starts(value, "rect(")) {
        return;
    }

    value += strlen("rect(");

    for (int i = 0; i < 4; i++) {
        if (reader_css_number(&value, &edges[i]) == READER_CSS_NO_NUMBER) {
            return; /* auto: the edge of the box */
        }
    }

    if (edges[2] - edges[0] <= TINY_BOX || edges[1] - edges[3] <= TINY_BOX) {
        state->style->hides |= READER_HIDES_BOX;
    }
}


/* inset() of 1 to 4 values, as those of margin */
static bool
is_inset_to_nothing(const char *value)
{
    double edges[4];
    int count = 0;

    while (count < 4) {
        reader_css_unit_t unit = reader_css_number(&value, &edges[count]);

        if (unit == READER_CSS_NO_NUMBER) {
            break;
        }

        if (unit != READER_CSS_PERCENT) {
            edges[count] = 0; /* the box may be of any size */
        }

        count++;
    }

    for (int i = count; count != 0 && i < 4; i++) {
        edges[i] = edges[i == 1 ? 0 : i - 2];
    }

    return count != 0
           && (edges[0] + edges[2] >= 100 || edges[1] + edges[3] >= 100);
}


static void
set_clip_path(state_t *state, const char *value)
{
    double size;

    if (starts(value, "inset(")) {
        if (!is_inset_to_nothing(value + strlen("inset("))) {
            return;
        }

    } else if (starts(value, "circle(") || starts(value, "ellipse(")) {
        value = strchr(value, '(') + 1;

        if (!is_size(value, &size) || size > 0) {
            return;
        }

    } else if (starts(value, "polygon(")) {
        if (strpbrk(value, "123456789") != NULL) {
            return;
        }

    } else {
        return;
    }

    state->style->hides |= READER_HIDES_BOX;
}


static void
set_text_indent(state_t *state, const char *value)
{
    double size;

    if (is_size(value, &size)) {
        decide(state, READER_HIDES_INDENT, size <= FAR_OUT);
    }
}


/* left and the like, and the inset that stands for all of them */
static void
set_place(state_t *state, const char *value)
{
    double size;

    do {
        value += *value == ' ';

        if (is_size(value, &size) && size <= FAR_OUT) {
            state->style->hides |= READER_HIDES_BOX;
        }

        value = strchr(value, ' ');
    } while (value != NULL);
}


static void
set_scale(state_t *state, const char *value)
{
    double scale;

    if (is_share(value, &scale) && scale == 0) {
        state->style->hides |= READER_HIDES_BOX;
    }
}


static void
set_motion(state_t *state, const char *value)
{
    state->moves = strcmp(value, "none") != 0;
}


/* translate3d is how a row of slides is moved: it is left alone. */
static void
set_transform(state_t *state, const char *value)
{
    const char *at;

    set_motion(state, value);

    at = strstr(value, "scale");

    if (at != NULL && (at = strchr(at, '(')) != NULL) {
        set_scale(state, at + 1);
    }

    at = strstr(value, "translate");

    if (at != NULL && !starts(at, "translate3d")
        && (at = strchr(at, '(')) != NULL) {
        set_place(state, at + 1);
    }
}


static void
set_position(state_t *state, const char *value)
{
    state->absolute = strcmp(value, "absolute") == 0
                      || strcmp(value, "fixed") == 0;
}


static void
set_z_index(state_t *state, const char *value)
{
    double index;

    if (reader_css_number(&value, &index) == READER_CSS_NUMBER) {
        state->behind = index < 0;
    }
}


static void
set_colour(state_t *state, const char *value)
{
    reader_colour_take(value, &state->colour);
    state->has_colour = true;
}


static void
set_background(state_t *state, const char *value)
{
    if (strcmp(value, "none") == 0 || starts(value, "transparent")
        || strcmp(value, "inherit") == 0 || strcmp(value, "initial") == 0) {
        state->has_background = false;
        return;
    }

    reader_colour_take(value, &state->background);
    state->has_background = true;

    /* url(...) #000 and gradients: some background */
    if (strstr(value, "url(") != NULL || strstr(value, "gradient") != NULL) {
        memset(&state->background, 0, sizeof(state->background));
    }

    state->see_through |= strstr(value, " text") != NULL;
}


static void
set_background_clip(state_t *state, const char *value)
{
    state->see_through |= strcmp(value, "text") == 0;
}


/* A shadow or an outline shows letters that have no colour. */
static void
set_outline(state_t *state, const char *value)
{
    state->see_through |= strcmp(value, "none") != 0;
}


/*
 * By length of the name; those of one place share what !important is kept in,
 * and are asked for together.
 */
static const property_t properties[NAME_MAX + 1][NAMES_OF_LENGTH] = {
    [3] = { { "top", set_place, 15 } },
    [4] = { { "left", set_place, 14 }, { "font", set_font, 4 },
            { "clip", set_clip, 11 } },
    [5] = { { "width", set_box, 5 }, { "color", set_colour, 25 },
            { "right", set_place, 16 }, { "inset", set_place, 18 },
            { "scale", set_scale, 20 } },
    [6] = { { "height", set_box, 6 }, { "bottom", set_place, 17 },
            { "filter", set_filter, 3 } },
    [7] = { { "display", set_display, 0 }, { "padding", set_padding, 9 },
            { "opacity", set_opacity, 2 }, { "z-index", set_z_index, 24 } },
    [8] = { { "position", set_position, 23 },
            { "overflow", set_overflow, 10 } },
    [9] = { { "font-size", set_font_size, 4 }, { "max-width", set_box, 7 },
            { "transform", set_transform, 19 },
            { "clip-path", set_clip_path, 12 },
            { "translate", set_place, 21 }, { "animation", set_motion, 31 } },
    [10] = { { "background", set_background, 26 },
             { "visibility", set_visibility, 1 },
             { "transition", set_motion, 31 }, { "max-height", set_box, 8 },
             { "overflow-x", set_overflow, 10 },
             { "overflow-y", set_overflow, 10 } },
    [11] = { { "padding-top", set_padding, 9 },
             { "text-indent", set_text_indent, 13 },
             { "text-shadow", set_outline, 29 },
             { "will-change", set_motion, 31 } },
    [14] = { { "padding-bottom", set_padding, 9 } },
    [15] = { { "background-clip", set_background_clip, 28 } },
    [16] = { { "background-image", set_background, 27 },
             { "background-color", set_background, 26 } },
    [17] = { { "-webkit-clip-path", set_clip_path, 12 },
             { "-webkit-transform", set_transform, 19 } },
    [18] = { { "content-visibility", set_content_visibility, 22 } },
    [19] = { { "-webkit-text-stroke", set_outline, 30 } },
    [23] = { { "-webkit-text-fill-color", set_colour, 25 },
             { "-webkit-background-clip", set_background_clip, 28 } },
};


static const property_t *
find_property(reader_string_t name)
{
    const property_t *property, *end;

    if (name.length > NAME_MAX) {
        return NULL;
    }

    property = properties[name.length];
    end = property + NAMES_OF_LENGTH;

    for (; property < end && property->name != NULL; property++) {
        if (property->name[0] == name.data[0]
            && memcmp(property->name, name.data, name.length) == 0) {
            return property;
        }
    }

    return NULL;
}


static void
apply(state_t *state, const property_t *property, reader_string_t *list)
{
    char value[READER_CSS_VALUE];
    bool important = reader_css_value(list, value);
    uint32_t place = 1u << property->place;

    if (important || !(state->important & place)) {
        property->set(state, value);
    }

    if (important) {
        state->important |= place;
    }
}


static void
judge_colours(state_t *state)
{
    reader_hidden_style_t *style = state->style;

    style->background = state->has_background
                        && !reader_colour_is_white(&state->background);

    if (!state->has_colour) {
        return;
    }

    if (state->see_through) {
        style->shows |= READER_HIDES_COLOUR;

    } else {
        decide(state, READER_HIDES_COLOUR,
               state->colour.alpha < FAINT
                   || (state->has_background
                       && reader_colour_same(&state->colour, &state->background)));
        style->white = !state->has_background && reader_colour_is_white(&state->colour);
    }
}


void
reader_hidden_style(reader_string_t declarations, uint32_t wanted,
                    reader_hidden_style_t *style)
{
    state_t state;
    reader_string_t name;
    char room[READER_CSS_NAME];

    memset(style, 0, sizeof(*style));
    memset(&state, 0, sizeof(state));
    state.style = style;

    while (reader_css_name(&declarations, room, &name)) {
        const property_t *property = find_property(name);

        if (property != NULL && (wanted >> property->place & 1)) {
            apply(&state, property, &declarations);
        } else {
            reader_css_pass(&declarations);
        }
    }

    if (style->display == READER_DISPLAY_NONE
        || (state.no_size && state.cropped && !state.padded)) {
        style->hides |= READER_HIDES_BOX;
    }

    if (state.absolute && state.behind) {
        style->hides |= READER_HIDES_WORDS;
    }

    judge_colours(&state);

    if (state.faint) {
        style->fades = !(style->hides & READER_HIDES_BOX);
        style->enters = style->fades && state.moves;
        style->hides |= READER_HIDES_BOX;
    }

    style->important = (state.important & READER_PROPERTIES_BOX) != 0;
}
