/* Tables of GFM. */

#ifndef READER_MARKDOWN_TABLE_H
#define READER_MARKDOWN_TABLE_H

#include "flow.h"
#include "runs.h"

/*
 * Whether GFM has a table for the one at this item: each cell one column, one
 * row and one line, and at most one row of headers.
 */
bool reader_markdown_table_fits(const reader_body_t *body, uint32_t table);

/*
 * Writes it, without its caption.  Tables without headers get a row of empty
 * ones, which GFM insists on.  flags: READER_MARKDOWN_MATH or 0.
 */
void reader_markdown_table(reader_flow_t *flow, reader_runs_t *runs,
                           unsigned flags, uint32_t table);

#endif
