#include "signals.h"

#include "ascii.h"
#include "model.h"

#include <math.h>
#include <string.h>

#define LOGARITHMS 256   /* that are kept */
#define ANCESTORS 4      /* that are described one by one */
#define SIBLINGS 24      /* to each side that are looked at */
#define FAR 12           /* levels or blocks beyond which none counts */
#define PAGE_SIGNALS 9   /* the last ones */
#define SIGNATURE_SIGNALS 7
#define MISSING (-99)    /* there is no such thing on this page */

/* Ancestors that say what a part of a page is for. */
static const uint16_t semantic_tags[] = {
    GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN, GUMBO_TAG_ASIDE,   GUMBO_TAG_NAV,
    GUMBO_TAG_FOOTER,  GUMBO_TAG_FORM, GUMBO_TAG_SECTION, GUMBO_TAG_TABLE,
    GUMBO_TAG_DL,      GUMBO_TAG_LI,
};

enum { KINDS = sizeof(semantic_tags) / sizeof(*semantic_tags) };

/* What an ancestor says: the blocks next to one mostly have the same. */
typedef struct {
    reader_node_id_t node;
    float characters;
    float link_density;
} ancestor_t;

/* Short lines with a time, or with one of the signs of an address. */
typedef struct {
    uint32_t times;
    uint32_t symbols;
} lines_t;

typedef struct {
    const reader_figures_t *figures;
    const reader_tree_t *tree;
    const reader_blocks_t *blocks;
    uint8_t *on_top_chain;   /* per node: an ancestor of top, or top */
    uint32_t *heading;       /* per block: the last heading block before it */
    lines_t *lines;          /* of all blocks before; blocks.count + 1 */
    float (*classes)[SIGNATURE_SIGNALS]; /* of each signature */
    float (*paths)[SIGNATURE_SIGNALS];
    ancestor_t ancestors[ANCESTORS]; /* of the last block */
    float *at;                /* where the next signal goes */
    float page[PAGE_SIGNALS]; /* those that all blocks share */
    uint8_t semantic[GUMBO_TAG_LAST + 1]; /* 1 + place in semantic_tags, or 0 */
    float logarithms[LOGARITHMS]; /* of 1 + i; 0: not known yet */
} taker_t;

/*
 * Stems of classes and ids whose nearest bearer counts.  What the other ones
 * say shows in what their blocks look like; rules.c and strip.c ask for them.
 */
static const uint8_t tokens[] = {
    READER_TOKEN_COMMENT, READER_TOKEN_NAV,     READER_TOKEN_FOOTER,
    READER_TOKEN_META,    READER_TOKEN_AD,      READER_TOKEN_CAPTION,
    READER_TOKEN_TAGS,    READER_TOKEN_POPUP,   READER_TOKEN_BODY,
    READER_TOKEN_CONTENT, READER_TOKEN_CARD,    READER_TOKEN_MEDIA,
    READER_TOKEN_QUOTE,
};

static const char *const names[] = {
    "characters", "words", "word_length", "link_density", "italic_density",
    "comma_rate", "ends_sentence", "capital_share", "upper_share",
    "digit_share", "separator_rate",

    "line_more",

    "heading_level", "is_container", "is_caption",

    "position", "position_characters", "blocks_left", "good_before",
    "good_after", "title_distance", "characters_since_title", "depth",

    "score_parent", "score_grand", "up_to_top_chain", "below_top", "in_best",
    "best_distance",

    "own_characters", "own_link_density", "parent_characters",
    "parent_link_density", "grand_characters", "grand_link_density",
    "great_characters", "great_link_density",

    "own_siblings",

    "class_blocks", "class_characters", "class_share", "class_link_density",
    "class_good", "class_good_share", "class_good_before", "path_blocks",
    "path_characters", "path_share", "path_link_density", "path_good",
    "path_good_share", "path_good_before",

    "after1_characters", "after1_link_density", "window3_link_density",
    "window6_link_density", "window6_times", "window6_symbols",

    "heading_distance", "heading_line", "heading_near_title",

    "in_title", "in_description", "repeated", "said",

    "up_article", "up_main", "up_aside", "up_nav", "up_footer", "up_form",
    "up_section", "up_table", "up_dl", "up_li",

    "token_comment", "token_nav", "token_footer", "token_meta", "token_ad",
    "token_caption", "token_tags", "token_popup", "token_body", "token_content",
    "token_card", "token_media", "token_quote",

    "page_characters", "page_blocks", "page_good_share", "page_link_density",
    "page_articles", "page_comment_share", "page_url", "page_type",
    "page_outside_comments",
};


size_t
reader_signal_count(void)
{
    return sizeof(names) / sizeof(*names);
}


const char *
reader_signal_name(size_t feature)
{
    return names[feature];
}


static void
put(taker_t *t, float value)
{
    *t->at = value;
    t->at += READER_MODEL_TILE;
}


static void
put_all(taker_t *t, const float *values, int count)
{
    for (int i = 0; i < count; i++) {
        put(t, values[i]);
    }
}


static float
ratio(uint32_t part, uint32_t whole)
{
    return whole == 0 ? 0 : (float) part / (float) whole;
}


/* Most are of small numbers, again and again. */
static float
logarithm(taker_t *t, uint32_t value)
{
    if (value >= LOGARITHMS) {
        return log1pf((float) value);
    }

    if (t->logarithms[value] == 0) {
        t->logarithms[value] = log1pf((float) value);
    }

    return t->logarithms[value];
}


static float
flag(const reader_block_t *block, unsigned bit)
{
    return block->flags & bit ? 1 : 0;
}


static unsigned
heading_level(const taker_t *t, const reader_block_t *block)
{
    uint16_t tag = t->tree->nodes[block->element].tag;

    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6
               ? tag - GUMBO_TAG_H1 + 1u
               : 0;
}


static void
put_text(taker_t *t, const reader_block_t *b)
{
    put(t, logarithm(t, b->characters));
    put(t, logarithm(t, b->words));
    put(t, ratio(b->characters, b->words));
    put(t, ratio(b->link_characters, b->characters));
    put(t, ratio(b->italic_characters, b->characters));
    put(t, ratio(b->commas, b->words));
    put(t, flag(b, READER_BLOCK_ENDS_SENTENCE));
    put(t, ratio(b->capitals, b->words));
    put(t, ratio(b->upper, b->characters));
    put(t, ratio(b->digits, b->characters));
    put(t, ratio(b->separators, b->words + 1));
}


static void
put_tag(taker_t *t, const reader_block_t *block)
{
    uint16_t tag = t->tree->nodes[block->element].tag;

    put(t, (float) heading_level(t, block));
    put(t, (float) (tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION
                    || tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_BODY));
    put(t, flag(block, READER_BLOCK_CAPTION));
}


static float
signed_log(float value)
{
    return value < 0 ? -log1pf(-value) : log1pf(value);
}


static void
put_position(taker_t *t, uint32_t index, const reader_block_t *block)
{
    const reader_figures_t *f = t->figures;
    uint32_t count = t->blocks->count;
    const reader_sums_t *before = &f->sums[index], *all = &f->sums[count];
    reader_node_id_t at = block->element;
    uint32_t depth = 0;

    put(t, ratio(index, count));
    put(t, ratio(before->characters, all->characters));
    put(t, logarithm(t, count - index - 1));
    put(t, ratio(before->good_characters, all->good_characters));
    put(t, ratio(all->good_characters - before->good_characters
                     - (block->flags & READER_BLOCK_GOOD
                            ? block->characters
                            : 0),
                 all->good_characters));

    if (f->title_block == READER_NONE) {
        put(t, MISSING);
        put(t, MISSING);

    } else {
        put(t, signed_log((float) index - (float) f->title_block));
        put(t, signed_log((float) before->characters
                          - (float) f->sums[f->title_block].characters));
    }

    while (at != READER_NONE) {
        depth++;
        at = t->tree->nodes[at].parent;
    }

    put(t, (float) depth);
}


static void
put_containers(taker_t *t, const reader_block_t *block)
{
    const reader_figures_t *f = t->figures;
    const reader_node_t *nodes = t->tree->nodes;
    reader_node_id_t branch = block->element, at;
    uint32_t holder = f->of[block - t->blocks->items].holder;
    const reader_node_t *best = &nodes[f->best];
    float levels = 0;

    for (int i = 0; i < 2; i++) {
        holder = holder == READER_NONE ? holder : f->elements.holders[holder].around;
        put(t, holder == READER_NONE || f->top_score <= 0
                   ? 0
                   : f->containers[holder] / f->top_score);
    }

    while (branch != READER_NONE && !t->on_top_chain[branch]) {
        branch = nodes[branch].parent;
        levels++;
    }

    /* how far above top the way to the block leaves the way to top ... */
    if (branch == READER_NONE) {
        put(t, FAR);
    } else {
        float up = 0;

        for (at = f->top; at != branch && up < FAR; up++) {
            at = nodes[at].parent;
        }

        put(t, up);
    }

    /* ... and how far below that the block is */
    put(t, levels < FAR ? levels : FAR);
    put(t, (float) (block->first > f->best && block->first < best->end));

    if (block->first < f->best) {
        put(t, -logarithm(t, t->blocks->before[f->best]
                          - (uint32_t) (block - t->blocks->items)));
    } else if (block->first >= best->end) {
        put(t, logarithm(t, (uint32_t) (block - t->blocks->items)
                         - t->blocks->before[best->end] + 1));
    } else {
        put(t, 0);
    }
}


/* How many beside an element, up to a few, are of the same kind. */
static float
siblings_alike(const taker_t *t, reader_node_id_t element)
{
    const reader_node_t *nodes = t->tree->nodes;
    const uint32_t *hashes = t->figures->elements.classes_hash;
    reader_node_id_t parent = nodes[element].parent, next;
    float same = 0;
    int looked;

    if (parent == READER_NONE || hashes[element] == 0) {
        return 0;
    }

    /* around the element: from it on, then from the first on */
    for (looked = 0, next = element; next != READER_NONE && looked < SIBLINGS;
         next = nodes[next].next, looked++) {
        same += hashes[next] == hashes[element];
    }

    for (looked = 0, next = parent + 1; next != element && looked < SIBLINGS;
         next = nodes[next].next, looked++) {
        same += hashes[next] == hashes[element];
    }

    return same;
}


static void
put_ancestors(taker_t *t, const reader_block_t *block)
{
    reader_node_id_t at = block->element;

    for (int i = 0; i < ANCESTORS; i++) {
        ancestor_t *ancestor = &t->ancestors[i];

        if (ancestor->node != at) {
            reader_sums_t sums = reader_figures_in(t->figures, at);

            ancestor->node = at;
            ancestor->characters = logarithm(t, sums.characters);
            ancestor->link_density =
                ratio(sums.link_characters, sums.characters);
        }

        put(t, ancestor->characters);
        put(t, ancestor->link_density);

        if (t->tree->nodes[at].parent != READER_NONE) {
            at = t->tree->nodes[at].parent;
        }
    }

    put(t, siblings_alike(t, block->element));
}


/*
 * Replies under an article have a look of their own that begins behind the
 * text; those of a thread look like the post that they answer.
 */
static float (*
take_signatures(taker_t *t, const reader_signature_t *signatures,
                reader_arena_t *arena))[SIGNATURE_SIGNALS]
{
    const reader_sums_t *all = &t->figures->sums[t->blocks->count];
    float(*signals)[SIGNATURE_SIGNALS];
    size_t count = 0;

    while (signatures[count].sums.blocks != 0) {
        count++; /* behind the last one are zeros */
    }

    signals = reader_arena_alloc(arena, (count + 1) * sizeof(*signals));

    for (size_t i = 0; i < count; i++) {
        const reader_sums_t *sums = &signatures[i].sums;
        const reader_sums_t *before = &t->figures->sums[signatures[i].first];

        signals[i][0] = logarithm(t, sums->blocks);
        signals[i][1] = logarithm(t, sums->characters);
        signals[i][2] = ratio(sums->characters, all->characters);
        signals[i][3] = ratio(sums->link_characters, sums->characters);
        signals[i][4] = logarithm(t, sums->good);
        signals[i][5] = ratio(sums->good, sums->blocks);
        signals[i][6] = ratio(before->good_characters, all->good_characters);
    }

    return signals;
}


static float
density_around(const taker_t *t, uint32_t index, uint32_t width)
{
    uint32_t from = index < width ? 0 : index - width;
    uint32_t to = index + width + 1;
    reader_sums_t sums;

    if (to > t->blocks->count) {
        to = t->blocks->count;
    }

    sums = reader_figures_between(t->figures, from, to);

    return ratio(sums.link_characters, sums.characters);
}


static void
take_lines(taker_t *t, reader_arena_t *arena)
{
    lines_t lines = { 0, 0 };

    t->lines = reader_arena_alloc(arena, (t->blocks->count + 1)
                                             * sizeof(lines_t));

    for (uint32_t i = 0; i < t->blocks->count; i++) {
        const reader_block_t *block = &t->blocks->items[i];

        t->lines[i] = lines;

        if (!(block->flags & READER_BLOCK_GOOD)) {
            lines.times += (block->flags & READER_BLOCK_TIME) != 0
                           || (block->digits != 0 && block->words < 12);
            lines.symbols += block->symbols != 0;
        }
    }

    t->lines[t->blocks->count] = lines;
}


static void
put_lines(taker_t *t, uint32_t index, uint32_t width)
{
    uint32_t count = t->blocks->count;
    const lines_t *from = &t->lines[index < width ? 0 : index - width];
    const lines_t *to =
        &t->lines[width < count - index ? index + width + 1 : count];

    put(t, (float) (to->times - from->times));
    put(t, (float) (to->symbols - from->symbols));
}


static void
put_neighbours(taker_t *t, uint32_t index)
{
    uint32_t heading = t->heading[index];

    if (index + 1 < t->blocks->count) {
        const reader_block_t *next = &t->blocks->items[index + 1];

        put(t, logarithm(t, next->characters));
        put(t, ratio(next->link_characters, next->characters));

    } else {
        put(t, 0);
        put(t, 0);
    }

    put(t, density_around(t, index, 3));
    put(t, density_around(t, index, 6));
    put_lines(t, index, 6);

    if (heading == READER_NONE) {
        put(t, MISSING);
        put(t, 0);
        put(t, 0);

    } else {
        put(t, logarithm(t, index - heading));
        put(t, t->figures->of[heading].line);
        put(t, t->figures->of[heading].in_title);
    }
}


static void
put_semantics(taker_t *t, const reader_block_t *block)
{
    reader_node_id_t at = block->element;
    float up[KINDS];
    float level = 0;

    for (int i = 0; i < KINDS; i++) {
        up[i] = FAR + 1;
    }

    while (at != READER_NONE) {
        uint8_t kind = t->semantic[t->tree->nodes[at].tag];

        if (kind != 0 && up[kind - 1] > FAR) {
            up[kind - 1] = level < FAR ? level : FAR;
        }

        level++;
        at = t->tree->nodes[at].parent;
    }

    put_all(t, up, KINDS);
}


/* What the page says it is: rough, as most pages do not say or do not care. */
static float
page_type(const reader_metadata_t *metadata)
{
    static const struct {
        const char *stem;
        float type;
    } types[] = {
        { "forum", 5 },   { "qapage", 5 },   { "question", 5 },
        { "product", 4 }, { "collection", 3 }, { "itemlist", 3 },
        { "article", 1 }, { "posting", 1 },  { "recipe", 1 },
        { "website", 2 }, { "webpage", 2 },
    };

    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        if (reader_ascii_contains(metadata->type, types[i].stem)) {
            return types[i].type;
        }
    }

    return 0;
}


static void
take_page(taker_t *t, const reader_metadata_t *metadata)
{
    const reader_figures_t *f = t->figures;
    const reader_sums_t *all = &f->sums[t->blocks->count];
    const float page[PAGE_SIGNALS] = {
        logarithm(t, all->characters),
        logarithm(t, all->blocks),
        ratio(all->good, all->blocks),
        ratio(all->link_characters, all->characters),
        logarithm(t, f->elements.articles),
        f->comment_share,
        (float) f->url,
        page_type(metadata),
        log1pf((1 - f->comment_share) * (float) all->good_characters),
    };

    memcpy(t->page, page, sizeof(page));
}


static void
put_block(taker_t *t, uint32_t index)
{
    const reader_block_t *block = &t->blocks->items[index];
    const reader_block_figures_t *of = &t->figures->of[index];

    put_text(t, block);
    put(t, (float) (of->line == READER_LINE_MORE));
    put_tag(t, block);
    put_position(t, index, block);
    put_containers(t, block);
    put_ancestors(t, block);
    put_all(t, t->classes[of->class_signature], SIGNATURE_SIGNALS);
    put_all(t, t->paths[of->path_signature], SIGNATURE_SIGNALS);
    put_neighbours(t, index);
    put(t, of->in_title);
    put(t, of->in_description);
    put(t, of->repeated);
    put(t, of->said);
    put_semantics(t, block);

    for (size_t i = 0; i < sizeof(tokens); i++) {
        put(t, of->levels[tokens[i]]);
    }

    put_all(t, t->page, PAGE_SIGNALS);
}


float *
reader_signals_take(const reader_figures_t *figures,
                     const reader_metadata_t *metadata, reader_arena_t *arena)
{
    uint32_t count = figures->blocks->count, heading = READER_NONE;
    size_t width = reader_signal_count();
    float *rows = reader_model_tiles(arena, width, count);
    taker_t t = { .figures = figures,
                  .tree = figures->tree,
                  .blocks = figures->blocks };

    for (int i = 0; i < KINDS; i++) {
        t.semantic[semantic_tags[i]] = (uint8_t) (i + 1);
    }

    for (int i = 0; i < ANCESTORS; i++) {
        t.ancestors[i].node = READER_NONE;
    }

    take_page(&t, metadata);
    take_lines(&t, arena);
    t.classes = take_signatures(&t, figures->classes, arena);
    t.paths = take_signatures(&t, figures->paths, arena);
    t.on_top_chain = reader_arena_array(arena, t.tree->count, 1);
    t.heading =
        reader_arena_alloc(arena, (count + 1) * sizeof(uint32_t));

    for (reader_node_id_t at = figures->top; at != READER_NONE;
         at = t.tree->nodes[at].parent) {
        t.on_top_chain[at] = 1;
    }

    for (uint32_t i = 0; i < count; i++) {
        t.heading[i] = heading;

        if (heading_level(&t, &t.blocks->items[i]) != 0) {
            heading = i;
        }
    }

    for (uint32_t i = 0; i < count; i++) {
        t.at = rows + reader_model_place(width, i);
        put_block(&t, i);
        reader_arena_spend(arena, 512);
    }

    return rows;
}
