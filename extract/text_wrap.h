/*
 * Lines of a given width, in cells of a terminal, as "format=flowed" has them
 * (RFC 3676): a line that a space ends goes on in the next one.
 */

#ifndef READER_TEXT_WRAP_H
#define READER_TEXT_WRAP_H

#include "buffer.h"

/* In what is not finished yet: no text of a page holds them. */
#define READER_WRAP_QUOTE '\x01' /* at the start of a line: a quote's mark */
#define READER_WRAP_SOFT '\x02'  /* at the end of a line: it goes on */

/*
 * Text with line ends where it would be wider: `first` cells are left in its
 * first line, `rest` in the others.  Words and addresses are not broken, so
 * that a line may be wider still; lines of Chinese and Japanese end anywhere
 * but where their rules forbid it.  With soft, what is broken at a space can
 * be joined again.
 */
reader_string_t reader_text_wrap(reader_arena_t *arena, reader_string_t text,
                                 size_t first, size_t rest, bool soft);

/* Ends the work on all lines from this offset on. */
void reader_text_wrap_finish(reader_buffer_t *out, size_t from);

#endif
