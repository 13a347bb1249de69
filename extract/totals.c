#include "totals.h"

#include <string.h>

#define SURE_SCORE 2
#define NEAR_TOKEN 4 /* levels within which a class stem counts */


void
reader_totals_add(reader_totals_t *t, const reader_figures_t *figures,
                  uint32_t index)
{
    const reader_block_t *block = &figures->blocks->items[index];
    const reader_block_figures_t *of = &figures->of[index];
    const reader_node_t *element = &figures->tree->nodes[block->element];
    uint16_t tag = element->tag;
    uint32_t characters = block->characters;

    t->sums.blocks++;
    t->sums.characters += characters;
    t->sums.link_characters += block->link_characters;
    t->sums.words += block->words;

    if (block->flags & READER_BLOCK_GOOD) {
        t->sums.good++;
        t->sums.good_characters += characters;

        if (characters > t->longest_good) {
            t->longest_good = characters;
        }
    }

    t->score += (double) block->score * characters;
    t->sentence_ends += block->sentence_ends;
    t->description += (double) of->in_description * characters;
    t->body += (double) of->in_body * characters;
    t->repeated += (double) of->repeated * characters;
    t->sure += block->score > SURE_SCORE ? characters : 0;
    t->headings += reader_is_heading(element);
    t->list_characters += tag == GUMBO_TAG_LI ? characters : 0;
    t->pre_characters += tag == GUMBO_TAG_PRE ? characters : 0;
    t->ellipses += (block->flags & READER_BLOCK_ENDS_ELLIPSIS) != 0;
    t->times += (block->flags & READER_BLOCK_TIME) != 0;
    t->more += of->line == READER_LINE_MORE;
    t->questions += block->questions;
    t->prices += block->prices;
    t->h1 += tag == GUMBO_TAG_H1;
    t->paragraphs += tag == GUMBO_TAG_P;
    t->items += tag == GUMBO_TAG_LI;
    t->cells += tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
    t->bylines += of->line == READER_LINE_META
                  || of->line == READER_LINE_AUTHOR;
    t->short_links += block->links != 0 && characters < 60;
    t->forum +=
        of->levels[READER_TOKEN_FORUM] <= NEAR_TOKEN ? characters : 0;
    t->comment +=
        of->levels[READER_TOKEN_COMMENT] <= NEAR_TOKEN ? characters : 0;
    t->product +=
        of->levels[READER_TOKEN_PRODUCT] <= NEAR_TOKEN ? characters : 0;
    t->card += of->levels[READER_TOKEN_CARD] <= NEAR_TOKEN ? characters : 0;
    t->forum_blocks += of->levels[READER_TOKEN_FORUM] <= NEAR_TOKEN;
    t->card_blocks += of->levels[READER_TOKEN_CARD] <= NEAR_TOKEN;

    if (t->sums.blocks == 1) {
        t->first = index;
    }

    t->last = index;
}


void
reader_totals_all(const reader_figures_t *figures, reader_totals_t *totals)
{
    memset(totals, 0, sizeof(*totals));

    for (uint32_t i = 0; i < figures->blocks->count; i++) {
        reader_totals_add(totals, figures, i);
    }
}
