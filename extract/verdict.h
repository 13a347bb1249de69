/* Is this page an article at all? */

#ifndef READER_VERDICT_H
#define READER_VERDICT_H

#include "totals.h"
#include "model.h"

/* The signals of a page: how many, and what they are called. */
size_t reader_verdict_count(void);
const char *reader_verdict_name(size_t signal);

/*
 * Signals of the page with the blocks that select has kept, and those of its
 * kind (kind.h) behind them, in the arena.
 */
float *reader_verdict_signals(const reader_figures_t *figures,
                              const float *kind, reader_arena_t *arena);

#endif
