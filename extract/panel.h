/*
 * Parts that are closed, but open at a click: accordions, tabs, the slides of
 * a carousel.  Their reader sees them, as he does closed details.
 */

#ifndef READER_PANEL_H
#define READER_PANEL_H

#include "hidden.h"

/* Takes back what hides such parts. */
void reader_panel_unfold(const reader_tree_t *tree, reader_hidden_t *hidden);

#endif
