/* Runs of text written as Markdown's inlines. */

#ifndef READER_MARKDOWN_INLINE_H
#define READER_MARKDOWN_INLINE_H

#include "runs.h"

/*
 * Adds the runs.  Nothing is escaped for what may stand around them but that
 * they begin a line, unless flags (READER_MARKDOWN_...) say they are in a
 * cell.  A break is a backslash and LF; there is no other LF.
 */
void reader_markdown_inline(reader_runs_t *runs, unsigned flags,
                            reader_buffer_t *out);

#endif
