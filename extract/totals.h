/* What a choice of blocks adds up to: those that are kept, or all. */

#ifndef READER_TOTALS_H
#define READER_TOTALS_H

#include "figures.h"

typedef struct {
    reader_sums_t sums;
    double score;
    double sentence_ends;
    double description, body, repeated;
    uint32_t sure;
    uint32_t runs, run_longest; /* of blocks without a gap: the caller's */
    uint32_t paragraphs, items, cells, headings; /* blocks */
    uint32_t list_characters;
    uint32_t pre_characters;
    uint32_t ellipses, times, more, bylines, questions, short_links, prices;
    uint32_t h1, longest_good;
    uint32_t forum, comment, product, card, card_blocks, forum_blocks;
    uint32_t first, last;
} reader_totals_t;

/* The sums over all blocks. */
void reader_totals_all(const reader_figures_t *figures,
                       reader_totals_t *totals);

/* Adds the block of this index; *totals was zero before the first. */
void reader_totals_add(reader_totals_t *totals,
                       const reader_figures_t *figures, uint32_t index);

#endif
