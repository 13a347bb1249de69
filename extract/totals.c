#include "totals.h"

#include <string.h>

#define SURE_SCORE 2
#define NEAR_TOKEN 4   /* levels within which a class stem counts */
#define SHORT_LINK 60  /* characters */


static bool
is_near(const reader_block_figures_t *of, reader_token_t token)
{
    return of->levels[token] <= NEAR_TOKEN;
}


void
reader_totals_all(const reader_figures_t *figures, reader_totals_t *totals)
{
    reader_totals_t *t = totals;

    memset(totals, 0, sizeof(*totals));

    for (uint32_t i = 0; i < figures->blocks->count; i++) {
        const reader_block_t *block = &figures->blocks->items[i];
        const reader_block_figures_t *of = &figures->of[i];
        uint32_t characters = block->characters;
        bool forum = is_near(of, READER_TOKEN_FORUM);
        bool card = is_near(of, READER_TOKEN_CARD);

        t->tags[figures->tree->nodes[block->element].tag]++;
        t->lines[of->line]++;
        t->ellipses += (block->flags & READER_BLOCK_ENDS_ELLIPSIS) != 0;
        t->times += (block->flags & READER_BLOCK_TIME) != 0;
        t->questions += block->questions;
        t->short_links += block->links != 0 && characters < SHORT_LINK;
        t->prices += block->prices;
        t->forum += forum ? characters : 0;
        t->product += is_near(of, READER_TOKEN_PRODUCT) ? characters : 0;
        t->card += card ? characters : 0;
        t->forum_blocks += forum;
        t->card_blocks += card;
    }
}


static void
add_kept(reader_kept_t *t, const reader_figures_t *figures, uint32_t index)
{
    const reader_block_t *block = &figures->blocks->items[index];
    const reader_block_figures_t *of = &figures->of[index];
    const reader_node_t *element = &figures->tree->nodes[block->element];
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
    t->list_characters += element->tag == GUMBO_TAG_LI ? characters : 0;
    t->pre_characters += element->tag == GUMBO_TAG_PRE ? characters : 0;
    t->ellipses += (block->flags & READER_BLOCK_ENDS_ELLIPSIS) != 0;
    t->times += (block->flags & READER_BLOCK_TIME) != 0;
    t->prices += block->prices;
    t->forum += is_near(of, READER_TOKEN_FORUM) ? characters : 0;
    t->comment += is_near(of, READER_TOKEN_COMMENT) ? characters : 0;
    t->product += is_near(of, READER_TOKEN_PRODUCT) ? characters : 0;
    t->card += is_near(of, READER_TOKEN_CARD) ? characters : 0;

    if (t->sums.blocks == 1) {
        t->first = index;
    }

    t->last = index;
}


void
reader_totals_kept(const reader_figures_t *figures, reader_kept_t *kept)
{
    uint32_t run = 0;

    memset(kept, 0, sizeof(*kept));

    for (uint32_t i = 0; i < figures->blocks->count; i++) {
        const reader_block_t *block = &figures->blocks->items[i];

        if (!block->kept) {
            run = 0;
            continue;
        }

        add_kept(kept, figures, i);
        kept->runs += run == 0;
        run += block->characters + 1;

        if (run > kept->run_longest) {
            kept->run_longest = run;
        }
    }
}
