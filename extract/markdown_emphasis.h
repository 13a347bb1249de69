/* Which emphasis Markdown can express. */

#ifndef READER_MARKDOWN_EMPHASIS_H
#define READER_MARKDOWN_EMPHASIS_H

#include "runs.h"

/* What the mark is written as, once or twice. */
#define READER_MARKDOWN_DELIMITER(mark)                                       \
    ((mark) == READER_MARK_DELETED ? '~' : '*')

/*
 * Takes the marks out that a parser of CommonMark would not take for such:
 * they would show as asterisks.  Text is never changed to save a mark.
 */
void reader_markdown_emphasis(reader_runs_t *runs);

#endif
