/*
 * What kind of boilerplate a line is, by how it begins, or by the call to
 * action that it ends with.
 */

#ifndef READER_LINES_H
#define READER_LINES_H

#include "lexicon.h"
#include "pattern.h"

/* Compiled patterns; immutable and shared by all threads. */
typedef struct reader_lines reader_lines_t;

/* NULL with *error filled if there is no memory. */
reader_lines_t *reader_lines_new(reader_error_t *error);
void reader_lines_free(reader_lines_t *lines);

/*
 * Text is UTF-8 with white space collapsed; match has room for
 * READER_LINE_COUNT + 1 pairs.
 */
reader_line_t reader_lines_find(const reader_lines_t *lines,
                                reader_string_t text,
                                pcre2_match_data *match);

#endif
