#include "verdict.h"

#include "kind.h"
#include "row.h"

#include <string.h>

static const char *const names[] = {
    "kept_link_density", "kept_share", "kept_good_share", "kept_sure",
    "kept_score", "kept_block_length", "kept_runs",
    "kept_run_longest", "kept_headings", "kept_list_share",
    "kept_same_parent", "kept_same_class", "kept_ellipses", "kept_times",
    "kept_in_description", "kept_in_body", "kept_repeated", "kept_forum",
    "kept_comment", "kept_product", "kept_card", "kept_sentence_rate",
    "kept_position", "kept_pre", "kept_prices",
    "kept_characters", "kept_blocks", "kept_good",
    "kept_longest_good", "kept_run_share_of_page", "kept_gap",

    "between_link_density", "between_link_headings", "between_links",
    "kept_teasers", "kept_under_headings",

    "title_near", "has_body",
};

#define NAME_COUNT (sizeof(names) / sizeof(*names))

#define LINK_PERCENT 60
#define TEASER_CHARACTERS 400


size_t
reader_verdict_count(void)
{
    return NAME_COUNT + reader_kind_count();
}


const char *
reader_verdict_name(size_t signal)
{
    return signal < NAME_COUNT ? names[signal]
                               : reader_kind_name(signal - NAME_COUNT);
}


/* The largest share of the kept text in one element, or of one class. */
static void
put_same(reader_row_t *row, const reader_figures_t *figures, reader_arena_t *arena,
         uint32_t kept)
{
    const reader_blocks_t *blocks = figures->blocks;
    const reader_elements_t *elements = &figures->elements;
    uint32_t *parents = reader_arena_array(arena, elements->holder_count + 1,
                                           sizeof(uint32_t));
    uint32_t *classes =
        reader_arena_array(arena, blocks->count + 1, sizeof(uint32_t));
    uint32_t parent_best = 0, class_best = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        uint32_t parent = elements->holders[figures->of[i].holder].around;
        uint32_t class = figures->of[i].class_signature;

        if (!block->kept || parent == READER_NONE) {
            continue;
        }

        parents[parent] += block->characters;
        classes[class] += block->characters;

        if (parents[parent] > parent_best) {
            parent_best = parents[parent];
        }

        if (classes[class] > class_best) {
            class_best = classes[class];
        }
    }

    reader_row_ratio(row, parent_best, kept);
    reader_row_ratio(row, class_best, kept);
}


static bool
is_link(const reader_block_t *block)
{
    return (uint64_t) block->link_characters * 100
           > (uint64_t) block->characters * LINK_PERCENT;
}


/* Whether both blocks are in the element around the one that holds this. */
static bool
are_together(const reader_figures_t *figures, const reader_block_t *block,
             const reader_block_t *other)
{
    const reader_node_t *nodes = figures->tree->nodes;
    reader_node_id_t around = nodes[block->element].parent;

    return around != READER_NONE && other->first > around
           && other->first < nodes[around].end;
}


/* A few words about another page, with its link as their title or behind. */
static bool
is_teaser(const reader_figures_t *figures, uint32_t index)
{
    const reader_block_t *block = &figures->blocks->items[index];

    if (block->characters > TEASER_CHARACTERS) {
        return false;
    }

    return (index > 0 && is_link(block - 1)
            && are_together(figures, block, block - 1))
           || (index + 1 < figures->blocks->count && is_link(block + 1)
               && are_together(figures, block, block + 1));
}


/* What lies between the first and the last block that were kept. */
static void
put_between(reader_row_t *row, const reader_figures_t *figures,
            const reader_kept_t *kept)
{
    uint32_t end = kept->sums.blocks == 0 ? 0 : kept->last + 1;
    reader_sums_t sums = reader_figures_between(figures, kept->first, end);
    const reader_node_t *nodes = figures->tree->nodes;
    uint32_t headings = 0, links = 0, teasers = 0, under = 0;

    for (uint32_t i = kept->first; i < end; i++) {
        const reader_block_t *block = &figures->blocks->items[i];

        links += is_link(block);
        headings += is_link(block)
                    && reader_is_heading(&nodes[block->element]);

        if (block->kept) {
            teasers += is_teaser(figures, i) ? block->characters : 0;
            under += i > 0 && reader_is_heading(&nodes[block[-1].element]);
        }
    }

    reader_row_ratio(row, sums.link_characters, sums.characters);
    reader_row_ratio(row, headings, kept->sums.blocks);
    reader_row_ratio(row, links, sums.blocks);
    reader_row_ratio(row, teasers, kept->sums.characters);
    reader_row_ratio(row, under, kept->sums.blocks);
}


static void
put_kept(reader_row_t *row, const reader_figures_t *figures,
         const reader_kept_t *kept, reader_arena_t *arena)
{
    const reader_sums_t *all = &figures->sums[figures->blocks->count];
    double characters = kept->sums.characters;

    reader_row_ratio(row, kept->sums.link_characters, characters);
    reader_row_ratio(row, characters, all->characters);
    reader_row_ratio(row, kept->sums.good_characters, all->good_characters);
    reader_row_ratio(row, kept->sure, characters);
    reader_row_ratio(row, kept->score, characters);
    reader_row_ratio(row, characters, kept->sums.blocks);
    reader_row_put(row, kept->runs);
    reader_row_ratio(row, kept->run_longest, characters);
    reader_row_log(row, kept->headings);
    reader_row_ratio(row, kept->list_characters, characters);
    put_same(row, figures, arena, kept->sums.characters);
    reader_row_put(row, kept->ellipses);
    reader_row_put(row, kept->times);
    reader_row_ratio(row, kept->description, characters);
    reader_row_ratio(row, kept->body, characters);
    reader_row_ratio(row, kept->repeated, characters);
    reader_row_ratio(row, kept->forum, characters);
    reader_row_ratio(row, kept->comment, characters);
    reader_row_ratio(row, kept->product, characters);
    reader_row_ratio(row, kept->card, characters);
    reader_row_ratio(row, kept->sentence_ends, kept->sums.words);
    reader_row_ratio(row, kept->first, all->blocks);
    reader_row_ratio(row, kept->pre_characters, characters);
    reader_row_log(row, kept->prices);
    reader_row_log(row, kept->sums.characters);
    reader_row_log(row, kept->sums.blocks);
    reader_row_log(row, kept->sums.good);
    reader_row_log(row, kept->longest_good);
    reader_row_ratio(row, kept->run_longest, all->characters);
    reader_row_ratio(row, kept->last + 1.0 - kept->first - kept->sums.blocks,
                 kept->last + 1.0 - kept->first);
}


float *
reader_verdict_signals(const reader_figures_t *figures,
                       const float *kind, reader_arena_t *arena)
{
    float *signals = reader_arena_array(arena, reader_verdict_count(),
                                        sizeof(float));
    reader_row_t row = { signals };
    reader_kept_t kept;

    reader_totals_kept(figures, &kept);
    put_kept(&row, figures, &kept, arena);
    put_between(&row, figures, &kept);
    reader_row_put(&row, figures->title_block == READER_NONE
                ? -999
                : (double) kept.first - figures->title_block);
    reader_row_put(&row, kept.body > 0);
    memcpy(row.at, kind, reader_kind_count() * sizeof(float));

    return signals;
}
