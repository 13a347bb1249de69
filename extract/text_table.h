/* Tables as plain text: columns if there is room, else a block a row. */

#ifndef READER_TEXT_TABLE_H
#define READER_TEXT_TABLE_H

#include "flow.h"
#include "text_inline.h"

void reader_text_table(reader_flow_t *flow, reader_runs_t *runs,
                       reader_text_links_t *links, uint32_t table);

#endif
