/* Where in a text the next byte of some kind is: many at a time are asked. */

#ifndef READER_SPECIAL_H
#define READER_SPECIAL_H

#include "reader.h"

typedef enum {
    /* & < > " and what U+00A0 begins with: see markup.h */
    READER_SPECIAL_MARKUP = 1,
    /* Characters that are not for everyone to see begin with it; most that do
       are: see plain.h */
    READER_SPECIAL_SUSPECT = 2,
    /* ASCII white space but a space; a space before another */
    READER_SPECIAL_SPACE = 4,
    /* What Markdown may see something in, and controls: markdown_escape.h */
    READER_SPECIAL_MARKDOWN = 8,
    /* What a string of JSON may not be written with: see json.h */
    READER_SPECIAL_JSON = 16
} reader_special_t;

/* The first place from `at` on, or the text's length. */
size_t reader_special(reader_string_t text, size_t at, reader_special_t kind);

/* Which of the first three are anywhere in it. */
unsigned reader_special_kinds(reader_string_t text);

#endif
