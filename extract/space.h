/* White space in text: where a browser would show it, and how much of it. */

#ifndef READER_SPACE_H
#define READER_SPACE_H

#include "arena.h"

/*
 * Takes white space and U+00A0 off the start or the end of *text.  Returns
 * what is to stand for it: NULL for none, " ", or a no-break space if there
 * was nothing else.
 */
const char *reader_space_before(reader_string_t *text);
const char *reader_space_after(reader_string_t *text);

/* text, which begins and ends with none, with each run of white space as
   one space; text itself if it is like that. */
reader_string_t reader_space_collapsed(reader_arena_t *arena,
                                       reader_string_t text);

#endif
