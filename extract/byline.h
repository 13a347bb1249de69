/* From a line of text to the names in it. */

#ifndef READER_BYLINE_H
#define READER_BYLINE_H

#include "arena.h"

/*
 * text, one line, without "By", dates, roles and what is glued to the name;
 * empty if what is left is nobody's name.
 */
reader_string_t reader_byline_clean(reader_arena_t *arena,
                                    reader_string_t text);

#endif
