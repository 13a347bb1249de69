/* Why a page came out as it did, for people, and as numbers for training. */

#ifndef READER_EXPLAIN_H
#define READER_EXPLAIN_H

#include "select.h"

/*
 * For people: the verdict, the metadata, and every block in order, kept or
 * dropped, with its score and the signals that weighed most.
 */
reader_string_t reader_explain(const reader_profile_t *profile,
                               reader_tree_t *tree,
                               const reader_metadata_t *metadata,
                               const reader_blocks_t *blocks,
                               const float *rows,
                               const reader_selection_t *selection);

/*
 * For training: lines of tab-separated fields.  N: feature names.  V: names
 * of page signals.  B, a block: strip reason, score, kept, features, text.
 * P: page score, page signals.
 */
reader_string_t reader_explain_numbers(reader_tree_t *tree,
                                       const reader_blocks_t *blocks,
                                       const float *rows,
                                       const reader_selection_t *selection);

#endif
