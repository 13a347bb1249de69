#include "select.h"

#include "show.h"
#include "signals.h"
#include "strip.h"
#include "verdict.h"

#include <math.h>
#include <string.h>

/* Boilerplate by its shape: do not let a smooth run carry it along. */
#define LINK_HEAVY_PERCENT 50
#define DOUBTFUL_FACTOR 2.5f

/* p > .7 is sure: do not let a smooth run swallow it. */
#define SURE_SCORE 0.85f
#define SURE_BONUS 2.0f

/* A body that was written twice, once for machines. */
#define COPY_CHARACTERS 800
#define COPY_SHARE 0.8f

/* A table of data has a few cells at least, and short ones. */
#define TABLE_CELLS 4
#define CELL_CHARACTERS 80
#define TABLE_WEIGHT 3.0f /* blocks that a table counts as */

/* While less than this is kept, look again with a lower threshold. */
#define SHORT_CHARACTERS 250
#define SHORT_PERCENT 40
#define TINY_PAGE_CHARACTERS 600
#define TINY_PAGE_PERCENT 60

typedef struct {
    const reader_profile_t *profile;
    reader_tree_t *tree;
    reader_blocks_t *blocks;
    const reader_figures_t *figures;
    reader_selection_t *selection;
} selector_t;


static bool
is_doubtful(const selector_t *s, uint32_t index)
{
    const reader_block_t *block = &s->blocks->items[index];

    return (uint64_t) block->link_characters * 100
               > (uint64_t) block->characters * LINK_HEAVY_PERCENT
           || (block->flags & READER_BLOCK_STARTS_LINK)
           || s->figures->of[index].line != READER_LINE_PLAIN;
}


/* What speaks for keeping each block, as smoothing takes it. */
static float *
emissions(const selector_t *s)
{
    float *all = reader_arena_alloc(
        s->tree->arena, (s->blocks->count + 1) * sizeof(float));

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        float score = s->blocks->items[i].score;

        if (score < 0 && is_doubtful(s, i)) {
            score *= DOUBTFUL_FACTOR;

        } else if (score > SURE_SCORE) {
            score += SURE_BONUS;
        }

        all[i] = score;
    }

    return all;
}


static bool
holds_another(const reader_tree_t *tree, reader_node_id_t node)
{
    for (reader_node_id_t id = node + 1; id < tree->nodes[node].end; id++) {
        if (tree->nodes[id].tag == GUMBO_TAG_TABLE
            && !(tree->nodes[id].flags & READER_NODE_TEXT)) {
            return true;
        }
    }

    return false;
}


/*
 * The cells of a table of data say little one by one, and half a table is
 * worth nothing: they are kept or dropped together, by their mean.
 */
static void
join_cells(const selector_t *s, float *all)
{
    const reader_tree_t *tree = s->tree;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        uint32_t first, end, characters;
        float sum = 0, weight;

        if (node->tag != GUMBO_TAG_TABLE
            || (node->flags & READER_NODE_TEXT)) {
            continue;
        }

        first = s->blocks->before[id];
        end = s->blocks->before[node->end];
        characters = reader_figures_in(s->figures, id).characters;

        if (end - first < TABLE_CELLS || holds_another(tree, id)
            || characters / (end - first) > CELL_CHARACTERS) {
            continue;
        }

        for (uint32_t i = first; i < end; i++) {
            sum += all[i];
        }

        weight = (float) (end - first) < TABLE_WEIGHT
                     ? (float) (end - first)
                     : TABLE_WEIGHT;

        for (uint32_t i = first; i < end; i++) {
            all[i] = sum / (float) (end - first) * weight
                     / (float) (end - first);
        }
    }
}


static bool
are_alike(const selector_t *s, uint32_t a, uint32_t b)
{
    const reader_node_t *nodes = s->tree->nodes;
    reader_node_id_t first = s->blocks->items[a].element;
    reader_node_id_t second = s->blocks->items[b].element;

    return nodes[first].parent == nodes[second].parent
           && s->figures->classes_hash[first]
                  == s->figures->classes_hash[second];
}


/*
 * The likeliest run of kept and dropped blocks, where every change has its
 * price (Viterbi 1967; for boilerplate: Vogels et al., Web2Text, 2018).
 * Stripped blocks take no part.
 */
static void
smooth(const selector_t *s)
{
    const reader_model_t *model = s->profile->model;
    float near = reader_model_const(model, READER_CONST_SWITCH_NEAR);
    float far = reader_model_const(model, READER_CONST_SWITCH_FAR);
    reader_block_t *items = s->blocks->items;
    uint32_t count = s->blocks->count, last = READER_NONE;
    uint32_t *before =
        reader_arena_alloc(s->tree->arena, (count + 1) * sizeof(uint32_t));
    uint8_t(*from)[2] = reader_arena_alloc(s->tree->arena, count * 2 + 2);
    float best[2] = { 0, 0 };
    float *all = emissions(s);
    uint8_t state;

    join_cells(s, all);

    for (uint32_t i = 0; i < count; i++) {
        float cost, score, stay[2], change[2];

        if (items[i].strip != READER_STRIP_NONE) {
            continue;
        }

        score = all[i] / 2;
        cost = last == READER_NONE ? 0
               : are_alike(s, last, i) ? near
                                       : far;

        for (int kept = 0; kept < 2; kept++) {
            stay[kept] = best[kept];
            change[kept] = best[1 - kept] - cost;
            from[i][kept] = (uint8_t) (stay[kept] >= change[kept] ? kept
                                                                  : 1 - kept);
        }

        for (int kept = 0; kept < 2; kept++) {
            best[kept] = (stay[kept] >= change[kept] ? stay[kept]
                                                     : change[kept])
                         + (kept ? score : -score);
        }

        before[i] = last;
        last = i;
    }

    state = best[1] > best[0];

    for (uint32_t i = last; i != READER_NONE; i = before[i]) {
        items[i].kept = state;
        state = from[i][state];
    }
}


static void
drop_copies(const selector_t *s)
{
    reader_block_t *items = s->blocks->items;
    uint32_t pieces = 0;

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        pieces += items[i].characters <= COPY_CHARACTERS && items[i].kept
                  && s->figures->of[i].repeated > COPY_SHARE;
    }

    if (pieces < 2) {
        return;
    }

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        if (items[i].characters > COPY_CHARACTERS
            && s->figures->of[i].repeated > COPY_SHARE) {
            items[i].kept = 0;
        }
    }
}


static uint32_t
kept_characters(const selector_t *s)
{
    uint32_t characters = 0;

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        if (s->blocks->items[i].kept) {
            characters += s->blocks->items[i].characters;
        }
    }

    return characters;
}


/* So little was kept that the page must be of an unusual kind. */
static void
take_more(const selector_t *s)
{
    static const float thresholds[] = { .4f, .3f, .2f, .15f, .1f,
                                        .07f, .05f, .03f, .02f, .01f };
    reader_block_t *items = s->blocks->items;
    uint32_t all = s->figures->sums[s->blocks->count].characters;
    uint64_t wanted = (uint64_t) all
                      * (all < TINY_PAGE_CHARACTERS ? TINY_PAGE_PERCENT
                                                    : SHORT_PERCENT)
                      / 100;

    if (wanted > SHORT_CHARACTERS) {
        wanted = SHORT_CHARACTERS;
    }

    for (size_t k = 0; k < sizeof(thresholds) / sizeof(*thresholds)
                       && kept_characters(s) < wanted;
         k++) {
        float score = logf(thresholds[k] / (1 - thresholds[k]));

        for (uint32_t i = 0; i < s->blocks->count; i++) {
            if (items[i].strip == READER_STRIP_NONE
                && items[i].score > score) {
                items[i].kept = 1;
            }
        }
    }
}


/*
 * Kept text scattered over the page: outside of the element that gathers most
 * of it only sure blocks stay.
 */
static void
guard_root(const selector_t *s)
{
    const reader_model_t *model = s->profile->model;
    float weight = reader_model_const(model, READER_CONST_ROOT_DROPPED);
    float sure = reader_model_const(model, READER_CONST_ROOT_SURE);
    const reader_node_t *nodes = s->tree->nodes;
    reader_block_t *items = s->blocks->items;
    uint32_t count = s->blocks->count;
    float *sums =
        reader_arena_alloc(s->tree->arena, (count + 1) * sizeof(float));
    reader_node_id_t root = 0;
    float best = 0;

    sums[0] = 0;

    for (uint32_t i = 0; i < count; i++) {
        float characters = (float) items[i].characters;

        sums[i + 1] =
            sums[i] + (items[i].kept ? characters : -weight * characters);
    }

    for (reader_node_id_t id = 0; id < s->tree->count; id++) {
        float sum = sums[s->blocks->before[nodes[id].end]]
                    - sums[s->blocks->before[id]];

        if (!(nodes[id].flags & READER_NODE_TEXT) && sum >= best
            && sum > 0) {
            best = sum;
            root = id;
        }
    }

    for (uint32_t i = 0; i < count; i++) {
        if (items[i].kept && items[i].score < sure
            && (items[i].first < root || items[i].first >= nodes[root].end)) {
            items[i].kept = 0;
        }
    }
}


static void
choose(const selector_t *s, const float *rows)
{
    const reader_model_t *model = s->profile->model;
    float bias = reader_model_const(model, READER_CONST_BLOCK_BIAS);

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        s->blocks->items[i].score =
            bias
            + reader_model_score(model, READER_MODEL_BLOCK,
                                 rows + i * reader_signal_count());
        reader_arena_spend(s->tree->arena, 1024);
    }

    smooth(s);
    drop_copies(s);
    take_more(s);
    guard_root(s);
}


void
reader_select(const reader_profile_t *profile, reader_tree_t *tree,
              const reader_metadata_t *metadata, reader_blocks_t *blocks,
              const reader_figures_t *figures, const float *rows,
              reader_selection_t *selection)
{
    selector_t s = { profile, tree, blocks, figures, selection };
    float score;

    memset(selection, 0, sizeof(*selection));
    selection->marks = reader_arena_array(tree->arena, tree->count, 1);

    choose(&s, rows);
    reader_show(tree, blocks, figures, selection);

    selection->signals =
        reader_verdict_signals(figures, metadata, tree->arena);
    score = reader_model_score(profile->model, READER_MODEL_PAGE,
                               selection->signals);
    selection->confidence = 1 / (1 + exp(-(double) score));
    selection->score = (unsigned) (selection->confidence * 100 + .5);
    selection->readerable =
        selection->score >= profile->options.min_score
        && selection->characters >= profile->options.min_length;
}
