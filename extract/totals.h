/* What blocks add up to: all of a page, and those of them that are kept. */

#ifndef READER_TOTALS_H
#define READER_TOTALS_H

#include "figures.h"

/* Of all blocks, beside their sums. */
typedef struct {
    uint32_t tags[GUMBO_TAG_LAST + 1]; /* blocks in an element of each */
    uint32_t lines[READER_LINE_COUNT]; /* blocks that are such a line */
    uint32_t ellipses, times, questions, short_links, prices;
    uint32_t forum, product, card;     /* characters near such a stem */
    uint32_t forum_blocks, card_blocks;
} reader_totals_t;

/* Of those that are kept. */
typedef struct {
    reader_sums_t sums;
    double score;
    double sentence_ends;
    double description, body, repeated;
    uint32_t sure;
    uint32_t runs, run_longest; /* of blocks without a gap */
    uint32_t headings;          /* blocks */
    uint32_t list_characters, pre_characters;
    uint32_t ellipses, times, prices;
    uint32_t longest_good;
    uint32_t forum, comment, product, card;
    uint32_t first, last;
} reader_kept_t;

void reader_totals_all(const reader_figures_t *figures,
                       reader_totals_t *totals);

void reader_totals_kept(const reader_figures_t *figures, reader_kept_t *kept);

#endif
