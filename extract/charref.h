/* Character references (HTML standard, 13.2.5.72 ff.): &amp; &#8212; &nbsp */

#ifndef READER_CHARREF_H
#define READER_CHARREF_H

#include "arena.h"

/*
 * Text or an attribute value of the page with its references resolved, line
 * ends as LF, and NUL bytes dropped (in attributes: U+FFFD).  Returns raw
 * itself where there is nothing to do.
 */
reader_string_t reader_charref_decode(reader_arena_t *arena,
                                      reader_string_t raw, bool attribute);

#endif
