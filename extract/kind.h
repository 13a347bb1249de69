/*
 * What kind of page this is, as far as can be told before its main content is
 * known: one text, or many that stand side by side (a thread, a list, a shop).
 */

#ifndef READER_KIND_H
#define READER_KIND_H

#include "totals.h"

/* The signals: how many, and what they are called. */
size_t reader_kind_count(void);
const char *reader_kind_name(size_t signal);

/* Writes reader_kind_count() numbers; *all are the totals of all blocks. */
void reader_kind_signals(const reader_figures_t *figures,
                         const reader_metadata_t *metadata,
                         const reader_totals_t *all, float *signals);

#endif
