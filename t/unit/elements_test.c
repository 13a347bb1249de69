/* What a page's elements hold, where they stand, and which stems they have. */

#include "buffer.h"
#include "places.h"
#include "tap.h"

typedef struct {
    const char *name;
    const char *html;
    const char *found;
} elements_test_t;

/* Of each holder: its name, that of the one around it, and its blocks. */
static const elements_test_t holders[] = {
    { "elements hold blocks, and hold each other",
      "<div><p>a<p>b</div><p>c",
      "html<- 0-3|body<html 0-3|div<body 0-2|p<div 0-1|p<div 1-2|"
      "p<body 2-3" },
    { "what is inline holds its block, too", "<p>a <b>b <i>c</i></b>",
      "html<- 0-1|body<html 0-1|p<body 0-1" },
    { "if the block begins in it", "<p><b><i>a</i> b</b> c",
      "html<- 0-1|body<html 0-1|p<body 0-1|b<p 0-1|i<b 0-1" },
    { "elements without text hold none",
      "<div><img src=a> </div><p>a<div><p></div>",
      "html<- 0-1|body<html 0-1|p<body 0-1" },
    { "a page without text has no holder", "<div><hr></div>", "" },
};

/* Embedded elements, links to the page, and how many articles and headings. */
static const elements_test_t lists[] = {
    { "embedded elements, in order",
      "<p>a<img src=a><br>b<p><svg><path/></svg><hr>", "img br svg hr|0 0 0" },
    { "links that may lead to the page",
      "<p><a href=#a>1</a><a href=b>2</a><a href='&#35;c'>3</a>"
      "<a href=#>4</a><a name=d>5</a>", "|2 0 0" },
    { "articles, and headings up to the third level",
      "<article><h1>a</h1><h2></h2><h4>b</h4></article>", "|0 1 2" },
};

/*
 * Of each block: depth; levels above and below the way to what has the highest
 * score; levels up to an article and a li.
 */
static const elements_test_t places[] = {
    { "levels up to what says what it is for",
      "<article><ul><li>a</li></ul><p>long enough, to say something"
      "</article><p>c",
      "5 0 2 2 0|4 0 1 1 13|3 1 1 13 13" },
    { "and no farther than far",
      "<article><div><div><div><div><div><div><div><div><div><div><div><div>"
      "<div><p>a", "17 0 12 12 13" },
};

typedef struct {
    reader_arena_t *arena;
    reader_tree_t tree;
    reader_blocks_t blocks;
    reader_figures_t figures;
    reader_buffer_t out;
} page_t;


static void
read_page(page_t *page, const reader_lexicon_t *lexicon, const char *html)
{
    static const reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_metadata_t metadata = { .title_node = READER_NONE,
                                   .byline_node = READER_NONE,
                                   .date_node = READER_NONE };
    reader_hidden_t hidden;
    reader_sift_t sift;

    page->arena = reader_arena_new(&limits);
    reader_sift(page->arena, (reader_string_t) { html, strlen(html) }, &sift);
    reader_tree_build(page->arena, &sift, &page->tree);
    reader_hidden_find(&page->tree, &sift, &hidden);
    reader_blocks_cut(&page->tree, &hidden,
                      &(reader_ruling_t) { NULL, NULL }, &page->blocks);
    reader_figures_take(&page->tree,
                        reader_lexicon_lookup(lexicon, page->arena),
                        &metadata, &page->blocks, &page->figures);
    reader_buffer_init(&page->out, page->arena, 0);
}


static void
add_name(page_t *page, reader_node_id_t node)
{
    uint16_t tag = page->tree.nodes[node].tag;

    reader_buffer_text(&page->out,
                       gumbo_normalized_tagname((GumboTag) tag));
}


static void
add_numbers(page_t *page, const int *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        char text[16];

        snprintf(text, sizeof(text), "%s%d", i == 0 ? "" : " ", numbers[i]);
        reader_buffer_text(&page->out, text);
    }
}


static void
describe_holders(page_t *page)
{
    const reader_elements_t *elements = &page->figures.elements;

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];
        char range[32];

        reader_buffer_text(&page->out, i == 0 ? "" : "|");
        add_name(page, holder->node);
        reader_buffer_byte(&page->out, '<');

        if (holder->around == READER_NONE) {
            reader_buffer_byte(&page->out, '-');
        } else {
            add_name(page, elements->holders[holder->around].node);
        }

        snprintf(range, sizeof(range), " %u-%u", holder->first, holder->end);
        reader_buffer_text(&page->out, range);
    }
}


static void
describe_lists(page_t *page)
{
    const reader_elements_t *elements = &page->figures.elements;
    int counts[] = { (int) elements->reference_count,
                     (int) elements->articles, (int) elements->headings };

    for (uint32_t i = 0; i < elements->embedded_count; i++) {
        reader_buffer_text(&page->out, i == 0 ? "" : " ");
        add_name(page, elements->embedded[i]);
    }

    reader_buffer_byte(&page->out, '|');
    add_numbers(page, counts, 3);
}


static void
describe_places(page_t *page)
{
    const reader_place_t *all =
        reader_places_find(&page->figures, page->arena);

    for (uint32_t i = 0; i < page->blocks.count; i++) {
        const reader_place_t *place = &all[page->figures.of[i].holder];
        int numbers[] = { place->depth, place->above, place->below,
                          place->levels[0],
                          place->levels[READER_PLACE_KINDS - 1] };

        reader_buffer_text(&page->out, i == 0 ? "" : "|");
        add_numbers(page, numbers, 5);
    }
}


static void
check(const reader_lexicon_t *lexicon, const elements_test_t *tests,
      size_t count, void (*describe)(page_t *page))
{
    for (size_t i = 0; i < count; i++) {
        page_t page;

        read_page(&page, lexicon, tests[i].html);
        describe(&page);
        is_str(reader_buffer_value(&page.out), tests[i].found,
               tests[i].name);
        reader_arena_free(page.arena);
    }
}


/* Levels from a block up to elements of these stems; stems on demand. */
static void
check_stems(const reader_lexicon_t *lexicon)
{
    const uint8_t *levels;
    page_t page;

    read_page(&page, lexicon,
              "<div class=nav><div class=footer><div><div><div><div><div><div>"
              "<div><p class=comment><b id=share>a</b></p></div></div></div>"
              "</div></div></div></div></div></div><img class=avatar src=a>");
    levels = page.figures.of[0].levels;
    is_int(levels[READER_TOKEN_SHARE], 0, "an inline element is no level up");
    is_int(levels[READER_TOKEN_COMMENT], 1, "the block's element is one");
    is_int(levels[READER_TOKEN_FOOTER], 9, "nine levels are near");
    is_int(levels[READER_TOKEN_NAV], 9, "and all else counts as nine");
    is_int(levels[READER_TOKEN_FORUM], 9, "what is nowhere as well");
    ok(page.figures.comment_share == 1, "all of the page is a comment");
    is_int(reader_figures_tokens(&page.figures,
                                 page.figures.elements.embedded[0]),
           1 << READER_TOKEN_BIO, "stems of what holds no text");
    reader_arena_free(page.arena);
}


#define CHECK(tests, describe)                                                \
    check(lexicon, tests, sizeof(tests) / sizeof(*(tests)), describe)

int
main(void)
{
    reader_error_t error;
    reader_lexicon_t *lexicon = reader_lexicon_new(&error);

    CHECK(holders, describe_holders);
    CHECK(lists, describe_lists);
    CHECK(places, describe_places);
    check_stems(lexicon);
    reader_lexicon_free(lexicon);

    return done_testing();
}
