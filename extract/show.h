/*
 * From the blocks that were chosen to what the views show: their text, what
 * lies between them (images, captions, rules, formulas), and the notes to it.
 */

#ifndef READER_SHOW_H
#define READER_SHOW_H

#include "select.h"

/* Fills the marks, root, words and characters of *selection. */
void reader_show(reader_tree_t *tree, const reader_blocks_t *blocks,
                 const reader_figures_t *figures,
                 reader_selection_t *selection);

#endif
