/* Which blocks are boilerplate whatever their score, and why. */

#ifndef READER_STRIP_H
#define READER_STRIP_H

#include "figures.h"

/* Sets the strip member of blocks. */
void reader_strip(reader_tree_t *tree, const reader_metadata_t *metadata,
                  reader_blocks_t *blocks);

/* "hidden", "title", ...: the rule that decided. */
const char *reader_strip_name(reader_strip_t strip);

#endif
