#include "signals.h"

#include "ascii.h"
#include "model.h"

#include <math.h>
#include <string.h>

#define LOGARITHMS 256   /* that are kept */
#define ANCESTORS 4      /* containers that are described one by one */
#define FAR 12           /* levels or blocks beyond which none counts */
#define PAGE_SIGNALS 10  /* the last ones */
#define MISSING (-99)    /* there is no such thing on this page */

typedef struct {
    const reader_figures_t *figures;
    const reader_tree_t *tree;
    const reader_blocks_t *blocks;
    uint8_t *on_top_chain;   /* per node: an ancestor of top, or top */
    uint32_t *heading;       /* per block: the last heading block before it */
    float *at;                /* where the next signal goes */
    float page[PAGE_SIGNALS]; /* those that all blocks share */
    bool semantic[GUMBO_TAG_LAST + 1]; /* is one of semantic_tags */
    float logarithms[LOGARITHMS]; /* of 1 + i; 0: not known yet */
} taker_t;

/* Ancestors that say what a part of a page is for. */
static const uint16_t semantic_tags[] = {
    GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN,       GUMBO_TAG_ASIDE,
    GUMBO_TAG_NAV,     GUMBO_TAG_HEADER,     GUMBO_TAG_FOOTER,
    GUMBO_TAG_FORM,    GUMBO_TAG_SECTION,    GUMBO_TAG_UL,
    GUMBO_TAG_OL,      GUMBO_TAG_TABLE,      GUMBO_TAG_FIGURE,
    GUMBO_TAG_DL,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_LI,
    GUMBO_TAG_DETAILS,
};

static const char *const names[] = {
    "characters", "words", "word_length", "link_density", "links",
    "bold_density", "italic_density", "sentence_ends", "sentence_rate",
    "comma_rate", "ends_sentence", "ends_colon", "ends_ellipsis",
    "starts_link", "starts_lower", "capital_share", "upper_share",
    "digit_share", "separator_rate", "questions", "symbols", "prices",
    "cjk_share",
    "has_time", "good", "folded", "noscript",

    "line_more", "line_share", "line_credit", "line_ad", "line_comments",
    "line_meta", "line_author", "line_legal",

    "heading_level", "is_p", "is_li", "is_cell", "is_dl", "is_pre",
    "is_container", "is_caption", "share_of_element",

    "position", "position_characters", "blocks_left", "good_before",
    "good_after", "title_distance", "is_title", "after_title",
    "characters_since_title", "depth",

    "score_own", "score_parent", "score_grand", "up_to_top_chain",
    "below_top", "in_best", "best_distance",

    "own_characters", "own_link_density", "own_good", "own_good_share",
    "own_block_length",
    "parent_characters", "parent_link_density", "parent_good",
    "parent_good_share", "parent_block_length",
    "grand_characters", "grand_link_density", "grand_good",
    "grand_good_share", "grand_block_length",
    "great_characters", "great_link_density", "great_good",
    "great_good_share", "great_block_length",

    "own_siblings", "parent_siblings", "grand_siblings",

    "class_blocks", "class_characters", "class_share", "class_link_density",
    "class_good", "class_good_share", "class_good_before",
    "path_blocks", "path_characters", "path_share", "path_link_density",
    "path_good", "path_good_share", "path_good_before",

    "before2_characters", "before2_link_density", "before2_good",
    "before1_characters", "before1_link_density", "before1_good",
    "before1_heading", "before1_time",
    "after1_characters", "after1_link_density", "after1_good",
    "after1_heading",
    "after2_characters", "after2_link_density", "after2_good",
    "window3_link_density", "window3_length", "window3_good",
    "window6_link_density", "window6_length", "window6_good",
    "window6_times", "window6_symbols",

    "heading_distance", "heading_line", "heading_near_title",

    "in_title", "in_description", "in_body", "repeated", "said",

    "up_article", "up_main", "up_aside", "up_nav", "up_header", "up_footer",
    "up_form", "up_section", "up_ul", "up_ol", "up_table", "up_figure",
    "up_dl", "up_blockquote", "up_li", "up_details", "article_good_share",

    "token_comment", "token_nav", "token_footer", "token_header",
    "token_sidebar", "token_related", "token_share", "token_meta",
    "token_ad", "token_subscribe", "token_caption", "token_tags",
    "token_popup", "token_form", "token_body", "token_content",
    "token_title", "token_lead", "token_widget", "token_card",
    "token_media", "token_bio", "token_forum", "token_product",
    "token_quote", "token_hidden", "token_toc",

    "page_characters", "page_blocks", "page_good_share",
    "page_link_density", "page_articles", "page_comment_share",
    "page_forum_url", "page_url", "page_type", "page_outside_comments",
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
    put(t, b->links < 10 ? (float) b->links : 10);
    put(t, ratio(b->bold_characters, b->characters));
    put(t, ratio(b->italic_characters, b->characters));
    put(t, logarithm(t, b->sentence_ends));
    put(t, ratio(b->sentence_ends, b->words));
    put(t, ratio(b->commas, b->words));
    put(t, flag(b, READER_BLOCK_ENDS_SENTENCE));
    put(t, flag(b, READER_BLOCK_ENDS_COLON));
    put(t, flag(b, READER_BLOCK_ENDS_ELLIPSIS));
    put(t, flag(b, READER_BLOCK_STARTS_LINK));
    put(t, flag(b, READER_BLOCK_STARTS_LOWER));
    put(t, ratio(b->capitals, b->words));
    put(t, ratio(b->upper, b->characters));
    put(t, ratio(b->digits, b->characters));
    put(t, ratio(b->separators, b->words + 1));
    put(t, logarithm(t, b->questions));
    put(t, (float) (b->symbols != 0));
    put(t, (float) b->prices);
    put(t, ratio(b->cjk, b->words));
    put(t, flag(b, READER_BLOCK_TIME));
    put(t, flag(b, READER_BLOCK_GOOD));
    put(t, flag(b, READER_BLOCK_FOLDED));
    put(t, flag(b, READER_BLOCK_NOSCRIPT));
}


static void
put_line(taker_t *t, uint8_t line)
{
    for (int i = READER_LINE_PLAIN + 1; i < READER_LINE_COUNT; i++) {
        put(t, (float) (line == i));
    }
}


static void
put_tag(taker_t *t, const reader_block_t *block)
{
    uint16_t tag = t->tree->nodes[block->element].tag;
    reader_sums_t own = reader_figures_in(t->figures, block->element);

    put(t, (float) heading_level(t, block));
    put(t, (float) (tag == GUMBO_TAG_P));
    put(t, (float) (tag == GUMBO_TAG_LI));
    put(t, (float) (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH));
    put(t, (float) (tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD));
    put(t, (float) (tag == GUMBO_TAG_PRE));
    put(t, (float) (tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION
                    || tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_BODY));
    put(t, flag(block, READER_BLOCK_CAPTION));
    put(t, ratio(block->characters, own.characters));
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
        put(t, 0);
        put(t, MISSING);
        put(t, MISSING);

    } else {
        put(t, signed_log((float) index - (float) f->title_block));
        put(t, (float) (index == f->title_block));
        put(t, (float) (index > f->title_block));
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
    reader_node_id_t at = block->element, branch = block->element;
    const reader_node_t *best = &nodes[f->best];
    float levels = 0;

    for (int i = 0; i < 3; i++) {
        put(t, at == READER_NONE || f->top_score <= 0
                   ? 0
                   : f->containers[at] / f->top_score);
        at = at == READER_NONE ? at : nodes[at].parent;
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


static void
put_sums(taker_t *t, const reader_sums_t *sums)
{
    put(t, logarithm(t, sums->characters));
    put(t, ratio(sums->link_characters, sums->characters));
    put(t, logarithm(t, sums->good));
    put(t, ratio(sums->good, sums->blocks));
    put(t, ratio(sums->characters, sums->blocks));
}


static void
put_ancestors(taker_t *t, const reader_block_t *block)
{
    const reader_figures_t *f = t->figures;
    const reader_node_t *nodes = t->tree->nodes;
    reader_node_id_t at = block->element, siblings[3] = { 0 };

    for (int i = 0; i < ANCESTORS; i++) {
        reader_sums_t sums = reader_figures_in(f, at);

        put_sums(t, &sums);

        if (i < 3) {
            siblings[i] = at;
        }

        if (nodes[at].parent != READER_NONE) {
            at = nodes[at].parent;
        }
    }

    /* how many of the same kind stand beside it, up to a few */
    for (int i = 0; i < 3; i++) {
        reader_node_id_t next = siblings[i], parent = nodes[next].parent;
        float same = 0;

        if (parent != READER_NONE) {
            reader_node_id_t first = parent + 1;
            int looked = 0;

            /* around the element: from it on, then from the first on */
            for (; next != READER_NONE && looked < 24;
                 next = nodes[next].next, looked++) {
                same += f->classes_hash[next] != 0
                        && f->classes_hash[next]
                               == f->classes_hash[siblings[i]];
            }

            for (looked = 0, next = first;
                 next != siblings[i] && next != READER_NONE && looked < 24;
                 next = nodes[next].next, looked++) {
                same += f->classes_hash[next] != 0
                        && f->classes_hash[next]
                               == f->classes_hash[siblings[i]];
            }
        }

        put(t, same);
    }
}


/*
 * Replies under an article have a look of their own that begins behind the
 * text; those of a thread look like the post that they answer.
 */
static void
put_signature(taker_t *t, const reader_signature_t *signature)
{
    const reader_sums_t *all = &t->figures->sums[t->blocks->count];
    const reader_sums_t *sums = &signature->sums;

    put(t, logarithm(t, sums->blocks));
    put(t, logarithm(t, sums->characters));
    put(t, ratio(sums->characters, all->characters));
    put(t, ratio(sums->link_characters, sums->characters));
    put(t, logarithm(t, sums->good));
    put(t, ratio(sums->good, sums->blocks));
    put(t, ratio(t->figures->sums[signature->first].good_characters,
                 all->good_characters));
}


static void
put_neighbour(taker_t *t, int64_t index, bool heading)
{
    const reader_block_t *block;

    if (index < 0 || index >= t->blocks->count) {
        put(t, 0);
        put(t, 0);
        put(t, 0);

        if (heading) {
            put(t, 0);
        }

        return;
    }

    block = &t->blocks->items[index];
    put(t, logarithm(t, block->characters));
    put(t, ratio(block->link_characters, block->characters));
    put(t, flag(block, READER_BLOCK_GOOD));

    if (heading) {
        put(t, (float) heading_level(t, block));
    }
}


static void
put_window(taker_t *t, uint32_t index, uint32_t width)
{
    uint32_t from = index < width ? 0 : index - width;
    uint32_t to = index + width + 1;
    reader_sums_t sums;

    if (to > t->blocks->count) {
        to = t->blocks->count;
    }

    sums = reader_figures_between(t->figures, from, to);
    put(t, ratio(sums.link_characters, sums.characters));
    put(t, logarithm(t, sums.characters / sums.blocks));
    put(t, ratio(sums.good, sums.blocks));
}


/* Short lines around with a time, or with one of the signs of an address. */
static void
put_lines(taker_t *t, uint32_t index, uint32_t width)
{
    uint32_t from = index < width ? 0 : index - width;
    uint32_t times = 0, symbols = 0;

    for (uint32_t i = from; i <= index + width && i < t->blocks->count;
         i++) {
        const reader_block_t *block = &t->blocks->items[i];

        if (!(block->flags & READER_BLOCK_GOOD)) {
            times += (block->flags & READER_BLOCK_TIME) != 0
                     || (block->digits != 0 && block->words < 12);
            symbols += block->symbols != 0;
        }
    }

    put(t, (float) times);
    put(t, (float) symbols);
}


static void
put_neighbours(taker_t *t, uint32_t index)
{
    uint32_t heading = t->heading[index];

    put_neighbour(t, (int64_t) index - 2, false);
    put_neighbour(t, (int64_t) index - 1, true);
    put(t, index == 0 ? 0
                      : flag(&t->blocks->items[index - 1],
                             READER_BLOCK_TIME));
    put_neighbour(t, (int64_t) index + 1, true);
    put_neighbour(t, (int64_t) index + 2, false);
    put_window(t, index, 3);
    put_window(t, index, 6);
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
    enum { KINDS = sizeof(semantic_tags) / sizeof(*semantic_tags) };
    const reader_figures_t *f = t->figures;
    reader_node_id_t at = block->element, article = READER_NONE;
    float up[KINDS];
    float level = 0;

    for (int i = 0; i < KINDS; i++) {
        up[i] = FAR + 1;
    }

    while (at != READER_NONE) {
        uint16_t tag = t->tree->nodes[at].tag;

        for (int i = 0; t->semantic[tag] && i < KINDS; i++) {
            if (tag == semantic_tags[i] && up[i] > FAR) {
                up[i] = level < FAR ? level : FAR;
            }
        }

        if (tag == GUMBO_TAG_ARTICLE && article == READER_NONE) {
            article = at;
        }

        level++;
        at = t->tree->nodes[at].parent;
    }

    for (int i = 0; i < KINDS; i++) {
        put(t, up[i]);
    }

    if (article == READER_NONE) {
        put(t, MISSING);
    } else {
        put(t, ratio(reader_figures_in(f, article).good_characters,
                     f->sums[t->blocks->count].good_characters));
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
        logarithm(t, f->articles),
        f->comment_share,
        (float) (f->url & READER_URL_FORUM),
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
    put_line(t, of->line);
    put_tag(t, block);
    put_position(t, index, block);
    put_containers(t, block);
    put_ancestors(t, block);
    put_signature(t, &t->figures->classes[of->class_signature]);
    put_signature(t, &t->figures->paths[of->path_signature]);
    put_neighbours(t, index);
    put(t, of->in_title);
    put(t, of->in_description);
    put(t, of->in_body);
    put(t, of->repeated);
    put(t, of->said);
    put_semantics(t, block);

    for (int i = 0; i < READER_TOKEN_COUNT; i++) {
        put(t, of->levels[i]);
    }

    for (int i = 0; i < PAGE_SIGNALS; i++) {
        put(t, t->page[i]);
    }
}


float *
reader_signals_take(const reader_figures_t *figures,
                     const reader_metadata_t *metadata, reader_arena_t *arena)
{
    uint32_t count = figures->blocks->count, heading = READER_NONE;
    size_t width = reader_signal_count();
    float *rows = reader_arena_array(
        arena, ((size_t) count + READER_MODEL_TILE) * width, sizeof(float));
    taker_t t = { .figures = figures,
                  .tree = figures->tree,
                  .blocks = figures->blocks };

    for (size_t i = 0; i < sizeof(semantic_tags) / sizeof(*semantic_tags);
         i++) {
        t.semantic[semantic_tags[i]] = true;
    }

    take_page(&t, metadata);
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
