#include "verdict.h"

#include "ascii.h"

#include <math.h>
#include <string.h>

/*
 * How much text there is, is for reader_min_length to judge; these are about
 * its shape, so that a short article is one as well.
 */
static const char *const names[] = {
    "kept_link_density", "kept_share", "kept_good_share", "kept_sure",
    "kept_score", "kept_block_length", "kept_runs",
    "kept_run_longest", "kept_headings", "kept_list_share",
    "kept_same_parent", "kept_same_class", "kept_ellipses", "kept_times",
    "kept_in_description", "kept_in_body", "kept_repeated", "kept_forum",
    "kept_comment", "kept_product", "kept_card", "kept_sentence_rate",
    "kept_position", "kept_pre", "kept_prices",

    "title_shown", "title_heading", "title_near", "has_published",
    "has_byline", "has_body", "page_type",

    "url_root", "url_depth", "url_hyphens", "url_digits",
    "url_query", "url_forum", "url_listing", "url_docs", "url_dated",

    "page_link_density",
    "page_good_share", "page_articles", "page_headings",
    "page_link_headings", "page_times", "page_more_lines", "page_ellipses",
    "page_comment_share", "page_card_share", "page_card_blocks",
    "page_product_share", "page_questions", "page_short_links",
    "page_prices", "page_h1",
};

#define NAME_COUNT (sizeof(names) / sizeof(*names))
#define NEAR_TOKEN 4 /* levels within which a class stem counts */

typedef struct {
    float *row;
    size_t at;
} taker_t;

/* Sums over the blocks that are kept, or over all. */
typedef struct {
    reader_sums_t sums;
    double score;
    double sentence_ends;
    double description, body, repeated;
    uint32_t sure;
    uint32_t runs, run_longest;
    uint32_t headings;
    uint32_t list_characters;
    uint32_t pre_characters;
    uint32_t ellipses, times, more, questions, short_links, prices, h1;
    uint32_t forum, comment, product, card, card_blocks;
    uint32_t first, last;
} totals_t;


size_t
reader_verdict_count(void)
{
    return NAME_COUNT;
}


const char *
reader_verdict_name(size_t signal)
{
    return names[signal];
}


static void
put(taker_t *t, double value)
{
    t->row[t->at++] = (float) value;
}


static double
ratio(double part, double whole)
{
    return whole == 0 ? 0 : part / whole;
}


static bool
is_heading(uint16_t tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}


static void
add(totals_t *t, const reader_figures_t *figures, uint32_t index)
{
    const reader_block_t *block = &figures->blocks->items[index];
    const reader_block_figures_t *of = &figures->of[index];
    uint16_t tag = figures->tree->nodes[block->element].tag;
    uint32_t characters = block->characters;

    t->sums.blocks++;
    t->sums.characters += characters;
    t->sums.link_characters += block->link_characters;
    t->sums.words += block->words;

    if (block->flags & READER_BLOCK_GOOD) {
        t->sums.good++;
        t->sums.good_characters += characters;
    }

    t->score += (double) block->score * characters;
    t->sentence_ends += block->sentence_ends;
    t->description += (double) of->in_description * characters;
    t->body += (double) of->in_body * characters;
    t->repeated += (double) of->repeated * characters;
    t->sure += block->score > 2 ? characters : 0;
    t->headings += is_heading(tag);
    t->list_characters += tag == GUMBO_TAG_LI ? characters : 0;
    t->pre_characters += tag == GUMBO_TAG_PRE ? characters : 0;
    t->ellipses += (block->flags & READER_BLOCK_ENDS_ELLIPSIS) != 0;
    t->times += (block->flags & READER_BLOCK_TIME) != 0;
    t->more += of->line == READER_LINE_MORE;
    t->questions += block->questions;
    t->prices += block->prices;
    t->h1 += tag == GUMBO_TAG_H1;
    t->short_links += block->links != 0 && characters < 60;
    t->forum +=
        of->levels[READER_TOKEN_FORUM] <= NEAR_TOKEN ? characters : 0;
    t->comment +=
        of->levels[READER_TOKEN_COMMENT] <= NEAR_TOKEN ? characters : 0;
    t->product +=
        of->levels[READER_TOKEN_PRODUCT] <= NEAR_TOKEN ? characters : 0;
    t->card += of->levels[READER_TOKEN_CARD] <= NEAR_TOKEN ? characters : 0;
    t->card_blocks += of->levels[READER_TOKEN_CARD] <= NEAR_TOKEN;

    if (t->sums.blocks == 1) {
        t->first = index;
    }

    t->last = index;
}


/* The largest share of the kept text in one element, or of one class. */
static void
put_same(taker_t *t, const reader_figures_t *figures, reader_arena_t *arena,
         uint32_t kept)
{
    const reader_blocks_t *blocks = figures->blocks;
    uint32_t *parents = reader_arena_array(arena, figures->tree->count,
                                           sizeof(uint32_t));
    uint32_t *classes =
        reader_arena_array(arena, blocks->count + 1, sizeof(uint32_t));
    uint32_t parent_best = 0, class_best = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        reader_node_id_t parent =
            figures->tree->nodes[block->element].parent;
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

    put(t, ratio(parent_best, kept));
    put(t, ratio(class_best, kept));
}


static void
put_url(taker_t *t, const reader_metadata_t *metadata, unsigned url)
{
    reader_string_t path = metadata->address.path;
    uint32_t depth = 0, hyphens = 0, digits = 0;
    bool query = false;

    for (size_t i = 0; i < path.length && path.data[i] != '#'; i++) {
        char c = path.data[i];

        query = query || c == '?';
        depth += !query && c == '/' && i + 1 < path.length;
        hyphens += c == '-' || c == '_';
        digits += reader_ascii_digit(c);

        if (!query && c == '/') {
            hyphens = 0; /* those of the last segment count */
        }
    }

    put(t, path.length == 0 ? -1 : path.length <= 1);
    put(t, depth);
    put(t, hyphens);
    put(t, digits);
    put(t, query);

    for (unsigned kind = READER_URL_FORUM; kind <= READER_URL_DATED;
         kind <<= 1) {
        put(t, (url & kind) != 0);
    }
}


static double
page_type(const reader_metadata_t *metadata)
{
    static const char *const types[] = { "article", "posting", "website",
                                         "product", "collection", "itemlist",
                                         "qapage", "forum", "recipe",
                                         "profile", "webpage" };

    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        if (reader_ascii_contains(metadata->type, types[i])) {
            return (double) i + 1;
        }
    }

    return 0;
}


static void
put_kept(taker_t *t, const reader_figures_t *figures, const totals_t *kept,
         const totals_t *all, reader_arena_t *arena)
{
    double characters = kept->sums.characters;

    put(t, ratio(kept->sums.link_characters, characters));
    put(t, ratio(characters, all->sums.characters));
    put(t, ratio(kept->sums.good_characters, all->sums.good_characters));
    put(t, ratio(kept->sure, characters));
    put(t, ratio(kept->score, characters));
    put(t, ratio(characters, kept->sums.blocks));
    put(t, kept->runs);
    put(t, ratio(kept->run_longest, characters));
    put(t, log1p(kept->headings));
    put(t, ratio(kept->list_characters, characters));
    put_same(t, figures, arena, kept->sums.characters);
    put(t, kept->ellipses);
    put(t, kept->times);
    put(t, ratio(kept->description, characters));
    put(t, ratio(kept->body, characters));
    put(t, ratio(kept->repeated, characters));
    put(t, ratio(kept->forum, characters));
    put(t, ratio(kept->comment, characters));
    put(t, ratio(kept->product, characters));
    put(t, ratio(kept->card, characters));
    put(t, ratio(kept->sentence_ends, kept->sums.words));
    put(t, ratio(kept->first, all->sums.blocks));
    put(t, ratio(kept->pre_characters, characters));
    put(t, log1p(kept->prices));
}


static void
put_page(taker_t *t, const reader_figures_t *figures, const totals_t *all)
{
    double characters = all->sums.characters;

    put(t, ratio(all->sums.link_characters, characters));
    put(t, ratio(all->sums.good_characters, characters));
    put(t, log1p(figures->articles));
    put(t, log1p(figures->headings));
    put(t, ratio(figures->link_headings, figures->headings));
    put(t, log1p(all->times));
    put(t, log1p(all->more));
    put(t, log1p(all->ellipses));
    put(t, figures->comment_share);
    put(t, ratio(all->card, characters));
    put(t, log1p(all->card_blocks));
    put(t, ratio(all->product, characters));
    put(t, log1p(all->questions));
    put(t, ratio(all->short_links, all->sums.blocks));
    put(t, log1p(all->prices));
    put(t, all->h1);
}


float *
reader_verdict_signals(const reader_figures_t *figures,
                       const reader_metadata_t *metadata,
                       reader_arena_t *arena)
{
    taker_t t = { .row = reader_arena_array(arena, NAME_COUNT,
                                            sizeof(float)) };
    totals_t kept, all;
    uint32_t run = 0;

    memset(&kept, 0, sizeof(kept));
    memset(&all, 0, sizeof(all));

    for (uint32_t i = 0; i < figures->blocks->count; i++) {
        const reader_block_t *block = &figures->blocks->items[i];

        add(&all, figures, i);

        if (!block->kept) {
            run = 0;
            continue;
        }

        add(&kept, figures, i);
        kept.runs += run == 0;
        run += block->characters + 1;

        if (run > kept.run_longest) {
            kept.run_longest = run;
        }
    }

    put_kept(&t, figures, &kept, &all, arena);

    put(&t, figures->title_block != READER_NONE);
    put(&t, metadata->title_node == READER_NONE
                ? 0
                : figures->tree->nodes[metadata->title_node].tag);
    put(&t, figures->title_block == READER_NONE
                ? -999
                : (double) kept.first - figures->title_block);
    put(&t, metadata->published.length != 0);
    put(&t, metadata->byline.length != 0);
    put(&t, kept.body > 0);
    put(&t, page_type(metadata));
    put_url(&t, metadata, figures->url);
    put_page(&t, figures, &all);

    return t.row;
}
