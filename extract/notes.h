/* Footnotes: what short links in the text lead to. */

#ifndef READER_NOTES_H
#define READER_NOTES_H

#include "elements.h"

/*
 * The blocks that are no main content but notes to it: flags[block] is set to
 * 1 for them.  A note is an element that a link of a few characters ("1",
 * "[2]", "*") in a kept block leads to, and that is short itself.
 */
void reader_notes_find(const reader_tree_t *tree,
                       const reader_blocks_t *blocks,
                       const reader_elements_t *elements, uint8_t *flags);

#endif
