/* Which blocks are the main content, and whether the page is an article. */

#ifndef READER_SELECT_H
#define READER_SELECT_H

#include "figures.h"
#include "profile.h"

/* A node's part in the views; 0: in none. */
enum {
    /* Text that is shown; an element that is shown or holds such text. */
    READER_MARK_SHOWN = 1,
    /* Of a caption, credit or note: in the views, not in the running text. */
    READER_MARK_CAPTION = 2
};

typedef struct {
    uint8_t *marks;          /* one per node of the tree */
    reader_node_id_t root;   /* smallest element around all that is shown */
    size_t words;            /* of the running text: a CJK character is one */
    size_t characters;       /* of the running text: a CJK character is two */
    unsigned score;          /* page score, 0 to 100 */
    double confidence;       /* 0 to 1 */
    bool readerable;         /* score and length reach what options ask for */
    const float *signals;    /* what the page score was made from */
} reader_selection_t;

/*
 * Judges the blocks, whose features are in rows: sets their kept and score
 * members, and all of *selection.
 */
void reader_select(const reader_profile_t *profile, reader_tree_t *tree,
                   const reader_metadata_t *metadata, reader_blocks_t *blocks,
                   const reader_figures_t *figures, const float *rows,
                   reader_selection_t *selection);

#endif
