#include "select.h"

#include "copies.h"
#include "kind.h"
#include "show.h"
#include "signals.h"
#include "strip.h"
#include "verdict.h"

#include <math.h>
#include <string.h>

/* A text about logins is longer than what a login says. */
#define SERVICE_CHARACTERS 3000

/* Boilerplate by its shape: do not let a smooth run carry it along. */
#define LINK_HEAVY_PERCENT 50
#define DOUBTFUL_FACTOR 2.5f

/* p > .7 is sure: do not let a smooth run swallow it. */
#define SURE_SCORE 0.85f
#define SURE_BONUS 2.0f

#define HEADING_CHARACTERS 80
#define AD_CHARACTERS 120
#define SURE_KIND 2.0f

#define COMMENTED_PROSE 1500 /* characters of an article with comments */
#define STAMPS 2
#define STAMP_WORDS 12
#define LINE_LINKS 3
#define LINE_LINK_PERCENT 75

/* A table of data has a few cells at least, and short ones. */
#define TABLE_CELLS 4
#define CELL_CHARACTERS 80
#define TABLE_WEIGHT 3.0f /* blocks that a table counts as */
#define TABLE_IN_PROSE 1.0f

/* While less than this is kept, look again with a lower threshold. */
#define SHORT_CHARACTERS 250

typedef struct {
    const reader_profile_t *profile;
    reader_tree_t *tree;
    reader_blocks_t *blocks;
    const reader_figures_t *figures;
    float kind; /* log-odds that the page is one text, not many */
} selector_t;


static bool
is_one_text(const selector_t *s)
{
    return s->kind >= 0;
}


static bool
is_doubtful(const selector_t *s, uint32_t index)
{
    const reader_block_t *block = &s->blocks->items[index];

    return (uint64_t) block->link_characters * 100
               > (uint64_t) block->characters * LINK_HEAVY_PERCENT
           || (block->flags & READER_BLOCK_STARTS_LINK)
           || s->figures->of[index].line != READER_LINE_PLAIN;
}


/* A short line right before prose that is sure: a heading, whatever its tag. */
static bool
is_heading(const selector_t *s, uint32_t index)
{
    const reader_block_t *block = &s->blocks->items[index];
    const reader_block_t *next = block + 1;
    const reader_node_t *nodes = s->tree->nodes;

    return index + 1 < s->blocks->count
           && block->characters < HEADING_CHARACTERS
           && block->link_characters == 0 && block->sentence_ends == 0
           && s->figures->of[index].line == READER_LINE_PLAIN
           && (next->flags & READER_BLOCK_GOOD) && next->score > SURE_SCORE
           && nodes[block->element].parent == nodes[next->element].parent;
}


/* What speaks for keeping each block, as smoothing takes it. */
static float *
emissions(const selector_t *s)
{
    const reader_model_t *model = s->profile->model;
    float heading = reader_model_const(model, READER_CONST_HEADING);
    float *all = reader_arena_alloc(
        s->tree->arena, (s->blocks->count + 1) * sizeof(float));

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        float score = s->blocks->items[i].score;

        if (is_heading(s, i)) {
            score += heading;
        }

        if (score < 0 && is_doubtful(s, i)) {
            score *= DOUBTFUL_FACTOR;

        } else if (score > SURE_SCORE) {
            score += SURE_BONUS;
        }

        all[i] = score;
    }

    return all;
}


/* Short lines with a time or a number in these blocks: who said it, when. */
static uint32_t
count_stamps(const selector_t *s, uint32_t from, uint32_t to)
{
    uint32_t stamps = 0;

    for (uint32_t i = from; i < to; i++) {
        const reader_block_t *block = &s->blocks->items[i];

        stamps += !(block->flags & READER_BLOCK_GOOD)
                  && ((block->flags & READER_BLOCK_TIME)
                      || (block->digits > 1 && block->words < STAMP_WORDS));
    }

    return stamps;
}


/*
 * In a thread the replies are the content; under an article they are not.  So
 * on a page that is one text for sure a part for comments that begins behind
 * enough sure prose is stripped, if there are comments in it and the page's
 * address is none of a forum.
 */
static void
strip_comments(const selector_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    reader_block_t *items = s->blocks->items;
    const reader_elements_t *elements = &s->figures->elements;
    uint32_t block = 0, prose = 0;
    reader_node_id_t done = 0;

    if (s->kind < SURE_KIND
        || (s->figures->url & (READER_URL_FORUM | READER_URL_DOCS))) {
        return;
    }

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];

        if (holder->node < done) {
            continue;
        }

        for (; block < holder->first; block++) {
            if ((items[block].flags & READER_BLOCK_GOOD)
                && items[block].score > SURE_SCORE) {
                prose += items[block].characters;
            }
        }

        if ((s->figures->holder_tokens[i] & 1u << READER_TOKEN_COMMENT)
            && !reader_is_phrasing(&nodes[holder->node])
            && prose >= COMMENTED_PROSE) {
            bool comments = count_stamps(s, block, holder->end) >= STAMPS;

            for (; block < holder->end; block++) {
                if (comments && items[block].strip == READER_STRIP_NONE) {
                    items[block].strip = READER_STRIP_COMMENTS;
                }
            }

            done = nodes[holder->node].end;
        }
    }
}


static bool
holds_another(const reader_tree_t *tree, reader_node_id_t node)
{
    for (reader_node_id_t id = node + 1; id < tree->nodes[node].end; id++) {
        if (tree->nodes[id].tag == tree->nodes[node].tag
            && !(tree->nodes[id].flags & READER_NODE_TEXT)) {
            return true;
        }
    }

    return false;
}


/* Whether the blocks around [first, end) are sure prose beside the element. */
static bool
is_embedded_in_prose(const selector_t *s, reader_node_id_t node,
                     uint32_t first, uint32_t end)
{
    const reader_block_t *items = s->blocks->items;
    const reader_node_t *nodes = s->tree->nodes;
    reader_node_id_t parent = nodes[node].parent;

    return first != 0 && end < s->blocks->count && parent != READER_NONE
           && items[first - 1].score > SURE_SCORE
           && items[end].score > SURE_SCORE
           && items[first - 1].first > parent
           && items[end].first < nodes[parent].end;
}


/*
 * The cells of a table of data, or of a list of terms, say little one by one,
 * and half of it is worth nothing: they are kept or dropped together, by their
 * mean; without links and in the midst of prose they are kept.
 */
static void
join_cells(const selector_t *s, float *all)
{
    const reader_tree_t *tree = s->tree;
    const reader_elements_t *elements = &s->figures->elements;

    for (uint32_t k = 0; k < elements->holder_count; k++) {
        const reader_holder_t *holder = &elements->holders[k];
        const reader_node_t *node = &tree->nodes[holder->node];
        uint32_t first = holder->first, end = holder->end;
        reader_sums_t sums;
        float mean = 0, weight;

        if (node->tag != GUMBO_TAG_TABLE && node->tag != GUMBO_TAG_DL) {
            continue;
        }

        sums = reader_figures_between(s->figures, first, end);

        if (sums.blocks < TABLE_CELLS
            || sums.characters / sums.blocks > CELL_CHARACTERS
            || holds_another(tree, holder->node)) {
            continue;
        }

        for (uint32_t i = first; i < end; i++) {
            mean += all[i] / (float) sums.blocks;
        }

        if (mean < TABLE_IN_PROSE && sums.link_characters == 0
            && is_embedded_in_prose(s, holder->node, first, end)) {
            mean = TABLE_IN_PROSE;
        }

        weight = (float) sums.blocks < TABLE_WEIGHT ? (float) sums.blocks
                                                    : TABLE_WEIGHT;

        for (uint32_t i = first; i < end; i++) {
            all[i] = mean * weight / (float) sums.blocks;
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
           && s->figures->elements.classes_hash[first]
                  == s->figures->elements.classes_hash[second];
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

    /* what stands side by side begins and ends often */
    if (!is_one_text(s)) {
        near *= reader_model_const(model, READER_CONST_SWITCH_MANY);
        far *= reader_model_const(model, READER_CONST_SWITCH_MANY);
    }

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


/* A page of a few words has hardly room for boilerplate. */
static unsigned
share_wanted(uint32_t characters)
{
    static const struct {
        uint32_t characters;
        unsigned percent;
    } shares[] = { { 100, 90 }, { 600, 60 }, { UINT32_MAX, 40 } };
    size_t i = 0;

    while (characters > shares[i].characters) {
        i++;
    }

    return shares[i].percent;
}


/* So little was kept that the page must be of an unusual kind. */
static void
take_more(const selector_t *s)
{
    static const float thresholds[] = { .4f, .3f, .2f, .15f, .1f,
                                        .07f, .05f, .03f, .02f, .01f };
    reader_block_t *items = s->blocks->items;
    uint32_t all = s->figures->sums[s->blocks->count].characters;
    uint64_t wanted = (uint64_t) all * share_wanted(all) / 100;

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
    const reader_elements_t *elements = &s->figures->elements;
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

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];
        float sum = sums[holder->end] - sums[holder->first];

        if (sum >= best && sum > 0) {
            best = sum;
            root = holder->node;
        }
    }

    for (uint32_t i = 0; i < count; i++) {
        if (items[i].kept && items[i].score < sure
            && (items[i].first < root || items[i].first >= nodes[root].end)) {
            items[i].kept = 0;
        }
    }
}


/* What a th in front of it names: that it is links is the page's way. */
static bool
is_named(const reader_tree_t *tree, reader_node_id_t cell)
{
    const reader_node_t *nodes = tree->nodes;
    reader_node_id_t first;

    while (nodes[cell].tag != GUMBO_TAG_TD && reader_is_phrasing(&nodes[cell])
           && cell != 0) {
        cell = nodes[cell].parent;
    }

    if (nodes[cell].tag != GUMBO_TAG_TD) {
        return false;
    }

    first = nodes[cell].parent + 1;

    while (nodes[first].flags & READER_NODE_TEXT) {
        first++;
    }

    return nodes[first].tag == GUMBO_TAG_TH;
}


/*
 * Several links in one line or in lines parted by br, with little around them
 * and no sentence: a menu or a list of other pages, written without a list.
 */
static void
strip_link_lines(const selector_t *s)
{
    for (uint32_t i = 0; i < s->blocks->count; i++) {
        reader_block_t *block = &s->blocks->items[i];

        if (block->strip == READER_STRIP_NONE && block->links >= LINE_LINKS
            && block->sentence_ends == 0
            && (uint64_t) block->link_characters * 100
                   >= (uint64_t) block->characters * LINE_LINK_PERCENT
            && !is_named(s->tree, block->element)) {
            block->strip = READER_STRIP_LINKS;
        }
    }
}


/* A heading with nothing below it: what it stands over was dropped. */
static void
drop_last_headings(const selector_t *s)
{
    reader_block_t *items = s->blocks->items;
    uint32_t end = 0;

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        if (items[i].kept
            && !reader_is_heading(&s->tree->nodes[items[i].element])) {
            end = i + 1;
        }
    }

    for (uint32_t i = end; i < s->blocks->count && end != 0; i++) {
        items[i].kept = 0;
    }
}


/* Short lines that say themselves that they are advertisements. */
static void
strip_ads(const selector_t *s)
{
    for (uint32_t i = 0; i < s->blocks->count; i++) {
        reader_block_t *block = &s->blocks->items[i];

        if (s->figures->of[i].line == READER_LINE_AD
            && block->strip == READER_STRIP_NONE
            && block->characters < AD_CHARACTERS) {
            block->strip = READER_STRIP_AD;
        }
    }
}


/*
 * What a site rule keeps is kept, whatever else was said; but the title is
 * shown already, and a caption with its figure.
 */
static void
keep_by_rule(const selector_t *s)
{
    const reader_ruling_t *ruling = &s->blocks->ruling;

    for (uint32_t i = 0; i < s->blocks->count && ruling->by != NULL; i++) {
        reader_block_t *block = &s->blocks->items[i];

        if (reader_ruling_keeps(ruling, block->first)
            && !(block->flags & READER_BLOCK_HIDDEN)
            && block->strip != READER_STRIP_TITLE
            && block->strip != READER_STRIP_CAPTION) {
            block->strip = READER_STRIP_NONE;
            block->kept = 1;
        }
    }
}


static void
choose(const selector_t *s, const float *rows)
{
    const reader_model_t *model = s->profile->model;
    float bias = reader_model_const(model, READER_CONST_BLOCK_BIAS);

    uint32_t count = s->blocks->count;
    float *scores =
        reader_arena_alloc(s->tree->arena, (count + 1) * sizeof(float));

    reader_model_score_rows(model, READER_MODEL_BLOCK, rows,
                            reader_signal_count(), count, scores,
                            s->tree->arena);

    for (uint32_t i = 0; i < count; i++) {
        s->blocks->items[i].score = bias + scores[i];
    }

    strip_ads(s);

    if (is_one_text(s)) {
        strip_link_lines(s);
        strip_comments(s);
    }

    smooth(s);
    reader_copies_drop_bodies(s->blocks, s->figures);
    take_more(s);

    if (is_one_text(s)) {
        guard_root(s);
    } else {
        reader_copies_drop_said(s->blocks, s->figures);
    }

    drop_last_headings(s);
    keep_by_rule(s);
}


void
reader_select(const reader_profile_t *profile, reader_tree_t *tree,
              const reader_metadata_t *metadata, reader_blocks_t *blocks,
              const reader_figures_t *figures, const float *rows,
              reader_selection_t *selection)
{
    selector_t s = { .profile = profile,
                     .tree = tree,
                     .blocks = blocks,
                     .figures = figures };
    reader_totals_t all;
    float *kind = reader_arena_array(tree->arena, reader_kind_count(),
                                     sizeof(float));
    float score;

    memset(selection, 0, sizeof(*selection));
    selection->marks = reader_arena_array(tree->arena, tree->count, 1);

    reader_totals_all(figures, &all);
    reader_kind_signals(figures, metadata, &all, kind);
    s.kind = reader_model_score(profile->model, READER_MODEL_KIND, kind);

    choose(&s, rows);
    reader_show(tree, blocks, figures, selection);

    selection->signals = reader_verdict_signals(figures, kind, tree->arena);
    score = reader_model_score(profile->model, READER_MODEL_PAGE,
                               selection->signals);

    if (figures->service && selection->characters < SERVICE_CHARACTERS) {
        score += reader_model_const(profile->model, READER_CONST_SERVICE);
    }

    selection->confidence = 1 / (1 + exp(-(double) score));
    selection->score = (unsigned) (selection->confidence * 100 + .5);
    selection->readerable =
        selection->score >= profile->options.min_score
        && selection->characters >= profile->options.min_length;
}
