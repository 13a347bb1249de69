/*
 * As much of CSS as it takes to see what a page hides: declarations, names of
 * classes and ids, numbers (CSS Syntax Module Level 3).  One pass over the
 * bytes, no allocation; what is longer than the bounds below is no match.
 */

#ifndef READER_CSS_H
#define READER_CSS_H

#include "reader.h"

#define READER_CSS_NAME 32
#define READER_CSS_VALUE 256

/* ASCII in lower case, escapes resolved, comments and white space one space. */
typedef struct {
    char name[READER_CSS_NAME];   /* empty if there is no sound one */
    char value[READER_CSS_VALUE]; /* cut off if longer; without !important */
    bool important;
} reader_declaration_t;

typedef enum {
    READER_CSS_NO_NUMBER,
    READER_CSS_NUMBER,   /* without a unit */
    READER_CSS_PERCENT,
    READER_CSS_ABSOLUTE, /* a length, in px */
    READER_CSS_RELATIVE  /* to a font or the window; px where that is usual */
} reader_css_unit_t;

/*
 * Takes the next declaration off the front of a list of them, which has no
 * braces around it.  False at the end.
 */
bool reader_css_declaration(reader_string_t *list,
                            reader_declaration_t *declaration);

/*
 * Takes an identifier off the front, escapes resolved to UTF-8 and its case
 * kept.  Returns its length, 0 if there is none or it has size bytes or more.
 */
size_t reader_css_identifier(reader_string_t *css, char *name, size_t size);

/* Takes the comment or string at the front off; false if there is none. */
bool reader_css_skip(reader_string_t *css);

/* Takes a number with its unit off the front of a declaration's value. */
reader_css_unit_t reader_css_number(const char **value, double *number);

#endif
