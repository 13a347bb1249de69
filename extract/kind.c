#include "kind.h"

#include "ascii.h"
#include "row.h"

static const char *const names[] = {
    "title_shown", "title_heading", "has_published", "has_byline",
    "declared_type",

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
put_url(reader_row_t *row, const reader_metadata_t *metadata, unsigned url)
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

    reader_row_put(row, path.length == 0 ? -1 : path.length <= 1);
    reader_row_put(row, depth);
    reader_row_put(row, hyphens);
    reader_row_put(row, digits);
    reader_row_put(row, query);

    for (unsigned kind = READER_URL_FORUM; kind <= READER_URL_DATED;
         kind <<= 1) {
        reader_row_put(row, (url & kind) != 0);
    }
}


/* As finely as pages put it, unlike signals.c: threads and lists are told
 * apart by it here. */
static float
declared_type(const reader_metadata_t *metadata)
{
    static const char *const types[] = { "article", "posting", "website",
                                         "product", "collection", "itemlist",
                                         "qapage", "forum", "recipe",
                                         "profile", "webpage" };

    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        if (reader_ascii_contains(metadata->type, types[i])) {
            return (float) (i + 1);
        }
    }

    return 0;
}


static void
put_page(reader_row_t *row, const reader_figures_t *figures,
         const reader_totals_t *all)
{
    const reader_sums_t *sums = &figures->sums[figures->blocks->count];
    const reader_elements_t *elements = &figures->elements;
    const uint32_t *tags = all->tags, *lines = all->lines;
    double characters = sums->characters, blocks = sums->blocks;
    uint32_t headings = 0;

    for (int tag = GUMBO_TAG_H1; tag <= GUMBO_TAG_H6; tag++) {
        headings += tags[tag];
    }

    reader_row_ratio(row, sums->link_characters, characters);
    reader_row_ratio(row, sums->good_characters, characters);
    reader_row_log(row, elements->articles);
    reader_row_log(row, elements->headings);
    reader_row_ratio(row, figures->link_headings, elements->headings);
    reader_row_log(row, all->times);
    reader_row_log(row, lines[READER_LINE_MORE]);
    reader_row_log(row, all->ellipses);
    reader_row_put(row, figures->comment_share);
    reader_row_ratio(row, all->card, characters);
    reader_row_log(row, all->card_blocks);
    reader_row_ratio(row, all->product, characters);
    reader_row_log(row, all->questions);
    reader_row_ratio(row, all->short_links, blocks);
    reader_row_log(row, all->prices);
    reader_row_put(row, tags[GUMBO_TAG_H1]);

    reader_row_ratio(row, tags[GUMBO_TAG_P], blocks);
    reader_row_ratio(row, tags[GUMBO_TAG_LI], blocks);
    reader_row_ratio(row, tags[GUMBO_TAG_TD] + tags[GUMBO_TAG_TH], blocks);
    reader_row_ratio(row, headings, blocks);
    reader_row_ratio(row, all->times, blocks);
    reader_row_ratio(row, sums->good, blocks);
    reader_row_ratio(row, lines[READER_LINE_META] + lines[READER_LINE_AUTHOR],
                     blocks);
    reader_row_ratio(row, all->forum_blocks, blocks);
    reader_row_ratio(row, all->forum, characters);
    reader_row_ratio(row, sums->words, blocks);
}


void
reader_kind_signals(const reader_figures_t *figures,
                    const reader_metadata_t *metadata,
                    const reader_totals_t *all, float *signals)
{
    reader_row_t row = { signals };

    reader_row_put(&row, figures->title_block != READER_NONE);
    reader_row_put(&row, metadata->title_node == READER_NONE
                ? 0
                : figures->tree->nodes[metadata->title_node].tag);
    reader_row_put(&row, metadata->published.length != 0);
    reader_row_put(&row, metadata->byline.length != 0);
    reader_row_put(&row, declared_type(metadata));
    put_url(&row, metadata, figures->url);
    put_page(&row, figures, all);
}
