/* Colours of CSS, as far as it takes to tell whether letters can be seen. */

#ifndef READER_CSS_COLOUR_H
#define READER_CSS_COLOUR_H

#include "reader.h"

typedef struct {
    float red, green, blue; /* 0 to 255 */
    float alpha;            /* 0 to 1 */
    bool known;             /* else only alpha and name say something */
    char name[24];          /* as written, if not known */
} reader_colour_t;

/*
 * The colour that a declaration's value begins with; the value is in lower
 * case.  False if it is none that is known.
 */
bool reader_colour_take(const char *value, reader_colour_t *colour);

bool reader_colour_is_white(const reader_colour_t *colour); /* or nearly */

/* Whether nobody could read the one on the other. */
bool reader_colour_same(const reader_colour_t *letters,
                        const reader_colour_t *ground);

#endif
