/*
 * As much of CSS as it takes to see what a page hides: declarations, names of
 * classes and ids, numbers (CSS Syntax Module Level 3).  One pass over the
 * bytes, no allocation; what is longer than the bounds below is no match.
 */

#ifndef READER_CSS_H
#define READER_CSS_H

#include "reader.h"

#define READER_CSS_NAME 32   /* bytes of room for a property's name, */
#define READER_CSS_VALUE 256 /* and for its value */

typedef enum {
    READER_CSS_NO_NUMBER,
    READER_CSS_NUMBER,   /* without a unit */
    READER_CSS_PERCENT,
    READER_CSS_ABSOLUTE, /* a length, in px */
    READER_CSS_RELATIVE  /* to a font or the window; px where that is usual */
} reader_css_unit_t;

/*
 * Takes the name of the next declaration off the front of a list of them,
 * which has no braces around it: ASCII in lower case, escapes resolved, in the
 * list itself or in room.  Empty if it is no name of a property that matters
 * here.  False at the end.
 */
bool reader_css_name(reader_string_t *list, char *room, reader_string_t *name);

/* Passes over what is left of a declaration. */
void reader_css_pass(reader_string_t *list);

/*
 * Takes the value that is behind a name: in lower case, escapes resolved,
 * comments and white space one space, cut off if it is longer than its room,
 * NUL-terminated; without !important, which it says whether it is.
 */
bool reader_css_value(reader_string_t *list, char *value);

/*
 * Takes an identifier off the front, escapes resolved to UTF-8 and its case
 * kept.  Returns its length, 0 if there is none or it has size bytes or more.
 */
size_t reader_css_identifier(reader_string_t *css, char *name, size_t size);

/* Takes the comment or string at the front off; false if there is none. */
bool reader_css_skip(reader_string_t *css);

/* Behind the next byte, and the one that it escapes, of at least one. */
void reader_css_step(reader_string_t *css);

/* Takes a number with its unit off the front of a declaration's value. */
reader_css_unit_t reader_css_number(const char **value, double *number);

#endif
