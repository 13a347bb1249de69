/*
 * What of a page is clutter for sure: cookie banners, newsletter boxes, share
 * links, lists of other pages, advertisements, trackers, and what site rules
 * strip.  Of a page that is no article less is sure than of one that is.
 */

#ifndef READER_CLUTTER_H
#define READER_CLUTTER_H

#include "clutter_tables.h"
#include "figures.h"
#include "select.h"
#include "spans.h"

typedef struct {
    reader_tree_t *tree;
    const reader_sift_t *sift;
    const reader_blocks_t *blocks;
    const reader_figures_t *figures;
    const reader_selection_t *selection;
    const reader_span_t *spans;
    uint8_t *kinds; /* per node: the reader_clutter_t that it is cut as, of the
                     * outermost element only */
} reader_clutter_page_t;

/* Sets page->kinds. */
void reader_clutter_find(reader_clutter_page_t *page);

/* clutter_script.c: scripts, pixels and frames of trackers. */
void reader_clutter_trackers_find(reader_clutter_page_t *page);

/* Whether an address is of a tracker. */
bool reader_clutter_is_tracker(reader_string_t url);

#endif
