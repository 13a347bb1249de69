#include "select.h"

#include "notes.h"
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

#define LEAD_LEVELS 4 /* of elements around a lead image that are looked at */
#define CAPTION_LEVELS 2 /* from a caption's text up to the class that says so */

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


static float
emission(const selector_t *s, uint32_t index)
{
    float score = s->blocks->items[index].score;

    if (score < 0 && is_doubtful(s, index)) {
        return score * DOUBTFUL_FACTOR;
    }

    return score > SURE_SCORE ? score + SURE_BONUS : score;
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
    uint8_t state;

    for (uint32_t i = 0; i < count; i++) {
        float cost, score, stay[2], change[2];

        if (items[i].strip != READER_STRIP_NONE) {
            continue;
        }

        score = emission(s, i) / 2;
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
    uint32_t wanted =
        all / 100 * (all < TINY_PAGE_CHARACTERS ? TINY_PAGE_PERCENT
                                                : SHORT_PERCENT);

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


/* Text and everything else, from the html element down, that is shown. */
static void
show(const selector_t *s, reader_node_id_t node, uint8_t mark)
{
    uint8_t *marks = s->selection->marks;

    marks[node] |= mark;

    for (node = s->tree->nodes[node].parent;
         node != READER_NONE && !(marks[node] & READER_MARK_SHOWN);
         node = s->tree->nodes[node].parent) {
        marks[node] |= READER_MARK_SHOWN;
    }
}


static void
show_block(const selector_t *s, uint32_t index, uint8_t mark)
{
    const reader_block_t *block = &s->blocks->items[index];

    for (reader_node_id_t id = block->first; id < block->end; id++) {
        if (s->blocks->owner[id] == index) {
            show(s, id, mark);
        }
    }
}


/* A caption or credit that the page marks by class or wording only. */
static bool
is_caption(const selector_t *s, uint32_t index)
{
    const reader_block_t *block = &s->blocks->items[index];
    const reader_block_figures_t *of = &s->figures->of[index];

    return block->strip == READER_STRIP_CAPTION
           || (block->strip == READER_STRIP_NONE && !block->kept
               && (of->levels[READER_TOKEN_CAPTION] <= CAPTION_LEVELS
                   || of->line == READER_LINE_CREDIT));
}


/* Whether what lies beside this block belongs to it, kept or dropped. */
static bool
is_text(const selector_t *s, uint32_t index)
{
    return s->blocks->items[index].strip == READER_STRIP_NONE
           && !is_caption(s, index);
}


/* Elements that are content without holding text. */
static bool
is_embedded(const reader_node_t *node)
{
    switch (node->tag) {

    case GUMBO_TAG_IMG:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_BR:
        return true;
    }

    return false;
}


/* The smallest element around all that is shown. */
static reader_node_id_t
find_root(const selector_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    const uint8_t *marks = s->selection->marks;
    reader_node_id_t first = READER_NONE, last = 0, root;

    for (reader_node_id_t id = 0; id < s->tree->count; id++) {
        if ((marks[id] & READER_MARK_SHOWN)
            && ((nodes[id].flags & READER_NODE_TEXT)
                || is_embedded(&nodes[id]))) {
            first = first == READER_NONE ? id : first;
            last = id;
        }
    }

    if (first == READER_NONE) {
        return 0;
    }

    for (root = nodes[first].parent;
         nodes[root].end <= last && root != 0; root = nodes[root].parent) {
        /* up */
    }

    return root;
}


/* Whether the element, or one a few levels up, has one of these stems. */
static bool
is_near(const selector_t *s, reader_node_id_t node, uint32_t tokens)
{
    for (int level = 0; level < LEAD_LEVELS && node != READER_NONE;
         level++) {
        if (s->figures->tokens[node] & tokens) {
            return true;
        }

        node = s->tree->nodes[node].parent;
    }

    return false;
}


/*
 * Whether what lies between two blocks belongs to the main content: what has
 * kept text on both sides; a lead image between the title and the text; what
 * follows the last text in the same element.
 */
static bool
belongs(const selector_t *s, uint32_t before, uint32_t after,
        reader_node_id_t node)
{
    const reader_block_t *items = s->blocks->items;
    bool kept_before = before != READER_NONE && items[before].kept;
    bool kept_after = after != READER_NONE && items[after].kept;
    uint32_t title = s->figures->title_block;
    reader_node_id_t parent;

    if (kept_before && kept_after) {
        return true;
    }

    if (kept_after) {
        return title != READER_NONE && items[title].first < node
               && !is_near(s, node,
                           1u << READER_TOKEN_BIO | 1u << READER_TOKEN_AD
                               | 1u << READER_TOKEN_SHARE
                               | 1u << READER_TOKEN_RELATED);
    }

    if (kept_before) {
        parent = s->tree->nodes[items[before].element].parent;

        return parent != READER_NONE && node < s->tree->nodes[parent].end
               && s->tree->nodes[parent].tag != GUMBO_TAG_BODY;
    }

    return false;
}


static void
show_between(const selector_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    reader_block_t *items = s->blocks->items;
    uint32_t count = s->blocks->count, before = READER_NONE, after = 0;
    uint32_t next = 0;

    for (reader_node_id_t id = 0; id < s->tree->count; id++) {
        /* blocks that begin before this node are behind it */
        while (next < count && items[next].first <= id) {
            if (is_text(s, next)) {
                before = next;
            }

            next++;
        }

        if (after < next) {
            after = next;
        }

        while (after < count && !is_text(s, after)) {
            after++;
        }

        if (nodes[id].flags & READER_NODE_TEXT) {
            uint32_t owner = s->blocks->owner[id];

            if (owner != READER_NONE && is_caption(s, owner)
                && belongs(s, before, after < count ? after : READER_NONE,
                           id)) {
                show(s, id, READER_MARK_SHOWN | READER_MARK_CAPTION);
            }

            continue;
        }

        if (!is_embedded(&nodes[id])) {
            continue;
        }

        if (before != READER_NONE && id < items[before].end) {
            if (items[before].kept) { /* within a line of text */
                show(s, id, READER_MARK_SHOWN);
            }

        } else if (belongs(s, before, after < count ? after : READER_NONE,
                           id)) {
            show(s, id, READER_MARK_SHOWN);
        }
    }
}


/* What is inside an embedded element goes with it. */
static void
show_insides(const selector_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    uint8_t *marks = s->selection->marks;

    for (reader_node_id_t id = 0; id < s->tree->count; id++) {
        if (!(nodes[id].flags & READER_NODE_TEXT) && is_embedded(&nodes[id])
            && (marks[id] & READER_MARK_SHOWN)) {
            for (reader_node_id_t in = id + 1; in < nodes[id].end; in++) {
                marks[in] |= READER_MARK_SHOWN;
            }

            id = nodes[id].end - 1;
        }
    }
}


static void
show_notes(const selector_t *s)
{
    uint8_t *notes =
        reader_arena_array(s->tree->arena, s->blocks->count + 1, 1);

    reader_notes_find(s->tree, s->blocks, notes);

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        const reader_block_t *block = &s->blocks->items[i];

        if (notes[i] && !block->kept && block->strip == READER_STRIP_NONE) {
            show_block(s, i, READER_MARK_SHOWN | READER_MARK_CAPTION);
        }
    }
}


static void
mark(const selector_t *s)
{
    reader_selection_t *selection = s->selection;

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        const reader_block_t *block = &s->blocks->items[i];

        if (block->kept) {
            show_block(s, i, READER_MARK_SHOWN);
            selection->words += block->words;
            selection->characters += block->characters;
        }
    }

    show_notes(s);
    show_between(s);
    show_insides(s);
    selection->root = find_root(s);
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
    mark(&s);

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
