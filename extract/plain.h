/*
 * Text without the characters that a reader does not see or that do
 * something: controls, bidi overrides, tag characters, zero-width ones.
 */

#ifndef READER_PLAIN_H
#define READER_PLAIN_H

#include "arena.h"

/*
 * text, valid UTF-8, without them; text itself if there are none.  TAB, LF,
 * FF, CR stay (as HTML's white space).  What stays of the rest:
 *   - U+200C, U+200D, U+200E, U+200F, U+061C: scripts need them
 *   - isolates (U+2066 to U+2069) that are balanced within text
 *   - one variation selector in a row; U+E0100 to U+E01EF behind a Han
 *     character
 *   - tag characters that make up one of the three flags that exist
 */
reader_string_t reader_plain(reader_arena_t *arena, reader_string_t text);

/*
 * The same, with runs of white space as one space and none at the ends: for
 * metadata and attributes.
 */
reader_string_t reader_plain_line(reader_arena_t *arena, reader_string_t text);

#endif
