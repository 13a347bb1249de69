/*
 * How many of a block's words, or runs of words, stand elsewhere: in the
 * title, in the description, in the JSON-LD articleBody, in other blocks.
 */

#ifndef READER_OVERLAP_H
#define READER_OVERLAP_H

#include "figures.h"

/* Given the texts of the blocks, fills in_title to said_by of every block. */
void reader_overlap_take(reader_figures_t *figures, reader_arena_t *arena,
                         const reader_metadata_t *metadata);

#endif
