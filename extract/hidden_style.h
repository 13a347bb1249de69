/* What one list of CSS declarations hides. */

#ifndef READER_HIDDEN_STYLE_H
#define READER_HIDDEN_STYLE_H

#include "reader.h"

/*
 * Ways to be hidden, as bits of a set.  Except for the first two, which
 * nothing inside undoes, each is inherited until a descendant says otherwise.
 */
enum {
    READER_HIDES_BOX = 1,        /* no box at all, or none that is seen */
    READER_HIDES_WORDS = 2,      /* text, but not images */
    READER_HIDES_VISIBILITY = 4,
    READER_HIDES_SIZE = 8,       /* letters of no size */
    READER_HIDES_COLOUR = 16,
    READER_HIDES_INDENT = 32,    /* out of the window, by text-indent */
    READER_HIDES_RULE = 64,      /* by a site rule, until one that keeps */

    READER_HIDES_PAGE = 63,      /* any that the page itself says */
    READER_HIDES = READER_HIDES_PAGE | READER_HIDES_RULE,

    READER_HIDES_IMAGES =
        READER_HIDES_BOX | READER_HIDES_VISIBILITY | READER_HIDES_INDENT
        | READER_HIDES_RULE
};

/* What is said of display. */
typedef enum {
    READER_DISPLAY_UNSET,
    READER_DISPLAY_NONE,
    READER_DISPLAY_SHOWN
} reader_display_t;

typedef struct {
    uint8_t hides;            /* a set of the above */
    uint8_t shows;            /* those that end here, if inherited */
    uint8_t display;          /* reader_display_t; none is in hides, too */
    bool important;           /* display or visibility are !important */
    bool fades;               /* hides a box by its opacity alone */
    bool enters;              /* so, but set to move into view */
    bool background;          /* there is one, other than white */
    bool white;               /* white text, without a background */
} reader_hidden_style_t;

/* The declarations of a style attribute or a rule. */
void reader_hidden_style(reader_string_t declarations,
                         reader_hidden_style_t *style);

#endif
