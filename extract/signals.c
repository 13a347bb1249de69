#include "signals.h"

#include "ascii.h"
#include "model.h"
#include "places.h"

#include <math.h>
#include <string.h>

#define ANCESTORS 4      /* that are described one by one */
#define SIBLINGS 24      /* to each side that are looked at */
#define PAGE_SIGNALS 9   /* the last ones */
#define SIGNATURE_SIGNALS 7
#define MISSING (-99)    /* there is no such thing on this page */

/* What an ancestor says to all blocks in it. */
typedef struct {
    float characters; /* 0: not asked yet */
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
    const reader_place_t *places; /* of each holder */
    lines_t *lines;          /* of all blocks before; blocks.count + 1 */
    float (*classes)[SIGNATURE_SIGNALS]; /* of each signature */
    float (*paths)[SIGNATURE_SIGNALS];
    ancestor_t *ancestors;   /* of each holder */
    uint32_t heading;        /* the last heading block so far */
    float page[PAGE_SIGNALS]; /* those that all blocks share */
    const float *logarithms;
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


/* Signals of a block are as far apart as a tile has rows. */
static void
put(float **at, float value)
{
    **at = value;
    *at += READER_MODEL_TILE;
}


static void
put_all(float **at, const float *values, int count)
{
#pragma GCC unroll 8
    for (int i = 0; i < count; i++) {
        put(at, values[i]);
    }
}


static float
ratio(uint32_t part, uint32_t whole)
{
    return whole == 0 ? 0 : (float) part / (float) whole;
}


void
reader_signals_prepare(float logarithms[READER_LOGARITHMS])
{
    for (int i = 0; i < READER_LOGARITHMS; i++) {
        logarithms[i] = log1pf((float) i);
    }
}


/* Most are of small numbers, again and again. */
static float
logarithm(const taker_t *t, uint32_t value)
{
    return value < READER_LOGARITHMS ? t->logarithms[value]
                                     : log1pf((float) value);
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
put_text(float **at, taker_t *t, const reader_block_t *b)
{
    put(at, logarithm(t, b->characters));
    put(at, logarithm(t, b->words));
    put(at, ratio(b->characters, b->words));
    put(at, ratio(b->link_characters, b->characters));
    put(at, ratio(b->italic_characters, b->characters));
    put(at, ratio(b->commas, b->words));
    put(at, flag(b, READER_BLOCK_ENDS_SENTENCE));
    put(at, ratio(b->capitals, b->words));
    put(at, ratio(b->upper, b->characters));
    put(at, ratio(b->digits, b->characters));
    put(at, ratio(b->separators, b->words + 1));
}


static void
put_tag(float **at, const taker_t *t, const reader_block_t *block)
{
    uint16_t tag = t->tree->nodes[block->element].tag;

    put(at, (float) heading_level(t, block));
    put(at, (float) (tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION
                     || tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_BODY));
    put(at, flag(block, READER_BLOCK_CAPTION));
}


static float
signed_log(float value)
{
    return value < 0 ? -log1pf(-value) : log1pf(value);
}


/* Of the way from one block to another. */
static float
distance(taker_t *t, uint32_t from, uint32_t to)
{
    return from > to ? -logarithm(t, from - to) : logarithm(t, to - from);
}


static void
put_position(float **at, taker_t *t, uint32_t index,
             const reader_block_t *block)
{
    const reader_figures_t *f = t->figures;
    uint32_t count = t->blocks->count;
    const reader_sums_t *before = &f->sums[index], *all = &f->sums[count];

    put(at, ratio(index, count));
    put(at, ratio(before->characters, all->characters));
    put(at, logarithm(t, count - index - 1));
    put(at, ratio(before->good_characters, all->good_characters));
    put(at, ratio(all->good_characters - before->good_characters
                      - (block->flags & READER_BLOCK_GOOD
                             ? block->characters
                             : 0),
                  all->good_characters));

    if (f->title_block == READER_NONE) {
        put(at, MISSING);
        put(at, MISSING);

    } else {
        put(at, distance(t, f->title_block, index));
        put(at, signed_log((float) before->characters
                           - (float) f->sums[f->title_block].characters));
    }

    put(at, t->places[f->of[index].holder].depth);
}


static float
container_share(const reader_figures_t *f, uint32_t holder)
{
    return holder == READER_NONE || f->top_score <= 0
               ? 0
               : f->containers[holder] / f->top_score;
}


static void
put_containers(float **at, taker_t *t, uint32_t index)
{
    const reader_figures_t *f = t->figures;
    uint32_t holder = f->of[index].holder;
    const reader_holder_t *holders = f->elements.holders;
    const reader_place_t *place = &t->places[holder];
    uint32_t parent = holders[holder].around;
    uint32_t grand =
        parent == READER_NONE ? parent : holders[parent].around;
    uint32_t first = t->blocks->before[f->best];
    uint32_t end = t->blocks->before[t->tree->nodes[f->best].end];

    put(at, container_share(f, parent));
    put(at, container_share(f, grand));
    put(at, place->above);
    put(at, place->below);
    put(at, index >= first && index < end);
    put(at, index < first  ? -logarithm(t, first - index)
            : index >= end ? logarithm(t, index - end + 1)
                           : 0);
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


static ancestor_t
look_at(const taker_t *t, const reader_holder_t *holder)
{
    const reader_sums_t *from = &t->figures->sums[holder->first];
    const reader_sums_t *to = &t->figures->sums[holder->end];
    uint32_t characters = to->characters - from->characters;

    return (ancestor_t) {
        logarithm(t, characters),
        ratio(to->link_characters - from->link_characters, characters),
    };
}


static void
put_ancestors(float **at, taker_t *t, uint32_t index)
{
    const reader_holder_t *holders = t->figures->elements.holders;
    uint32_t holder = t->figures->of[index].holder;

    for (int i = 0; i < ANCESTORS; i++) {
        ancestor_t *ancestor = &t->ancestors[holder];

        if (ancestor->characters == 0) {
            *ancestor = look_at(t, &holders[holder]);
        }

        put(at, ancestor->characters);
        put(at, ancestor->link_density);

        if (holders[holder].around != READER_NONE) {
            holder = holders[holder].around;
        }
    }
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
    uint32_t count = t->blocks->count;
    const reader_sums_t *from =
        &t->figures->sums[index < width ? 0 : index - width];
    const reader_sums_t *to =
        &t->figures->sums[width < count - index ? index + width + 1 : count];

    return ratio(to->link_characters - from->link_characters,
                 to->characters - from->characters);
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
put_lines(float **at, const taker_t *t, uint32_t index, uint32_t width)
{
    uint32_t count = t->blocks->count;
    const lines_t *from = &t->lines[index < width ? 0 : index - width];
    const lines_t *to =
        &t->lines[width < count - index ? index + width + 1 : count];

    put(at, (float) (to->times - from->times));
    put(at, (float) (to->symbols - from->symbols));
}


static void
put_neighbours(float **at, taker_t *t, uint32_t index)
{
    if (index + 1 < t->blocks->count) {
        const reader_block_t *next = &t->blocks->items[index + 1];

        put(at, logarithm(t, next->characters));
        put(at, ratio(next->link_characters, next->characters));

    } else {
        put(at, 0);
        put(at, 0);
    }

    put(at, density_around(t, index, 3));
    put(at, density_around(t, index, 6));
    put_lines(at, t, index, 6);

    if (t->heading == READER_NONE) {
        put(at, MISSING);
        put(at, 0);
        put(at, 0);

    } else {
        put(at, logarithm(t, index - t->heading));
        put(at, t->figures->of[t->heading].line);
        put(at, t->figures->of[t->heading].in_title);
    }
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


/* Returns where the page's signals begin. */
static float *
put_block(taker_t *t, uint32_t index, float *at)
{
    const reader_block_t *block = &t->blocks->items[index];
    const reader_block_figures_t *of = &t->figures->of[index];
    const reader_place_t *place = &t->places[of->holder];

    put_text(&at, t, block);
    put(&at, (float) (of->line == READER_LINE_MORE));
    put_tag(&at, t, block);
    put_position(&at, t, index, block);
    put_containers(&at, t, index);
    put_ancestors(&at, t, index);
    put(&at, siblings_alike(t, block->element));
    put_all(&at, t->classes[of->class_signature], SIGNATURE_SIGNALS);
    put_all(&at, t->paths[of->path_signature], SIGNATURE_SIGNALS);
    put_neighbours(&at, t, index);
    put(&at, of->in_title);
    put(&at, of->in_description);
    put(&at, of->repeated);
    put(&at, of->said);

#pragma GCC unroll 16
    for (int i = 0; i < READER_PLACE_KINDS; i++) {
        put(&at, place->levels[i]);
    }

#pragma GCC unroll 16
    for (size_t i = 0; i < sizeof(tokens); i++) {
        put(&at, of->levels[tokens[i]]);
    }

    return at;
}


/* What the page says to all rows of a tile, behind what blocks do. */
static void
fill_page(const float *page, float *at)
{
    for (int i = 0; i < PAGE_SIGNALS; i++) {
        for (int row = 0; row < READER_MODEL_TILE; row++) {
            *at++ = page[i];
        }
    }
}


float *
reader_signals_take(const reader_figures_t *figures,
                    const reader_metadata_t *metadata,
                    const float logarithms[READER_LOGARITHMS],
                    reader_arena_t *arena)
{
    uint32_t count = figures->blocks->count;
    size_t width = reader_signal_count();
    float *rows = reader_model_tiles(arena, width, count);
    taker_t t = { .figures = figures,
                  .tree = figures->tree,
                  .blocks = figures->blocks,
                  .heading = READER_NONE,
                  .logarithms = logarithms };

    t.ancestors = reader_arena_array(
        arena, figures->elements.holder_count + 1, sizeof(ancestor_t));
    take_page(&t, metadata);
    take_lines(&t, arena);
    t.classes = take_signatures(&t, figures->classes, arena);
    t.paths = take_signatures(&t, figures->paths, arena);
    t.places = reader_places_find(figures, arena);

    for (uint32_t i = 0; i < count; i++) {
        float *row = rows + reader_model_place(width, i);
        float *page = row + (width - PAGE_SIGNALS) * READER_MODEL_TILE;

        if (i % READER_MODEL_TILE == 0) {
            fill_page(t.page, page);
        }

        if (put_block(&t, i, row) != page) {
            reader_arena_fail(arena, READER_ERROR); /* not what names[] says */
        }

        if (heading_level(&t, &t.blocks->items[i]) != 0) {
            t.heading = i;
        }

        reader_arena_spend(arena, 512);
    }

    return rows;
}
