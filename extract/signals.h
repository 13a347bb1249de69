/*
 * The signals of a block, as numbers: what the model reads.
 *
 * Names and order are those of signals.c's table; a model names the features
 * that it was trained on, so the table may grow.
 */

#ifndef READER_SIGNALS_H
#define READER_SIGNALS_H

#include "figures.h"

/* How many there are, and what they are called. */
size_t reader_signal_count(void);
const char *reader_signal_name(size_t feature);

/* Logarithms of 1 + i, which many signals are: found once. */
#define READER_LOGARITHMS 2048

void reader_signals_prepare(float logarithms[READER_LOGARITHMS]);

/*
 * The features of all blocks, in the arena: rows of reader_signal_count()
 * numbers in tiles (see model.h).
 */
float *reader_signals_take(const reader_figures_t *figures,
                           const reader_metadata_t *metadata,
                           const float logarithms[READER_LOGARITHMS],
                           reader_arena_t *arena);

#endif
