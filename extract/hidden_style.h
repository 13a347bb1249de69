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

/* Properties that are asked for, as bits of a set. */
#define READER_PROPERTIES_ALL UINT32_MAX
#define READER_PROPERTIES_BOX 3u /* display and visibility */
#define READER_PROPERTIES_BACKGROUND ((uint32_t) 3 << 26)

/* What is said of display. */
typedef enum {
    READER_DISPLAY_UNSET,
    READER_DISPLAY_NONE,
    READER_DISPLAY_SHOWN
} reader_display_t;

typedef struct {
    uint8_t hides;       /* a set of the above */
    uint8_t shows;       /* those that end here, if inherited */
    uint8_t display;     /* reader_display_t; none is in hides, too */
    bool important : 1;  /* display or visibility are !important */
    bool fades : 1;      /* hides a box by its opacity alone */
    bool enters : 1;     /* so, but set to move into view */
    bool background : 1; /* there is one, other than white */
    bool white : 1;      /* white text, without a background */
    bool known : 1;      /* this was read; for who keeps it */
} reader_hidden_style_t;

/* The declarations of a style attribute or a rule, of properties wanted. */
void reader_hidden_style(reader_string_t declarations, uint32_t wanted,
                         reader_hidden_style_t *style);

#endif
