#include "kind.h"

#include "ascii.h"

#include <math.h>
#include <string.h>

static const char *const names[] = {
    "title_shown", "title_heading", "has_published", "has_byline",
    "page_type",

    "url_root", "url_depth", "url_hyphens", "url_digits",
    "url_query", "url_forum", "url_listing", "url_docs", "url_dated",

    "page_link_density",
    "page_good_share", "page_articles", "page_headings",
    "page_link_headings", "page_times", "page_more_lines", "page_ellipses",
    "page_comment_share", "page_card_share", "page_card_blocks",
    "page_product_share", "page_questions", "page_short_links",
    "page_prices", "page_h1",

    "page_paragraphs", "page_items", "page_cells", "page_heading_blocks",
    "page_time_blocks", "page_prose_blocks", "page_bylines",
    "page_forum_blocks", "page_forum_share", "page_words",
};

#define NAME_COUNT (sizeof(names) / sizeof(*names))

typedef struct {
    float *row;
    size_t at;
} taker_t;


size_t
reader_kind_count(void)
{
    return NAME_COUNT;
}


const char *
reader_kind_name(size_t signal)
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
put_page(taker_t *t, const reader_figures_t *figures, const reader_totals_t *all)
{
    double characters = all->sums.characters, blocks = all->sums.blocks;

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

    put(t, ratio(all->paragraphs, blocks));
    put(t, ratio(all->items, blocks));
    put(t, ratio(all->cells, blocks));
    put(t, ratio(all->headings, blocks));
    put(t, ratio(all->times, blocks));
    put(t, ratio(all->sums.good, blocks));
    put(t, ratio(all->bylines, blocks));
    put(t, ratio(all->forum_blocks, blocks));
    put(t, ratio(all->forum, characters));
    put(t, ratio(all->sums.words, blocks));
}


void
reader_kind_signals(const reader_figures_t *figures,
                    const reader_metadata_t *metadata, float *row)
{
    taker_t t = { .row = row };
    reader_totals_t all;

    memset(&all, 0, sizeof(all));

    for (uint32_t i = 0; i < figures->blocks->count; i++) {
        reader_totals_add(&all, figures, i);
    }

    put(&t, figures->title_block != READER_NONE);
    put(&t, metadata->title_node == READER_NONE
                ? 0
                : figures->tree->nodes[metadata->title_node].tag);
    put(&t, metadata->published.length != 0);
    put(&t, metadata->byline.length != 0);
    put(&t, page_type(metadata));
    put_url(&t, metadata, figures->url);
    put_page(&t, figures, &all);
}
