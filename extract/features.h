/*
 * The signals of a block, as numbers: what the model reads.
 *
 * Names and order are those of features.c's table; a model names the features
 * that it was trained on, so the table may grow.
 */

#ifndef READER_FEATURES_H
#define READER_FEATURES_H

#include "figures.h"

/* How many there are, and what they are called. */
size_t reader_feature_count(void);
const char *reader_feature_name(size_t feature);

/*
 * The features of all blocks: blocks.count rows of reader_feature_count()
 * numbers, in the arena.
 */
float *reader_features_take(const reader_figures_t *figures,
                            const reader_metadata_t *metadata,
                            reader_arena_t *arena);

#endif
