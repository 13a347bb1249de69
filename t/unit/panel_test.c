/* Parts that open at a click are seen; what else is hidden stays hidden. */

#include "blocks.h"
#include "buffer.h"
#include "panel.h"
#include "tap.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *html;
    const char *seen; /* the blocks that are not hidden */
} page_test_t;

#define NONE " style='display:none'"

static const page_test_t pages[] = {
    { "a tab panel", "<div>a</div><div role=tabpanel hidden>b</div>", "a|b" },
    { "a region with a heading of its own",
      "<h2>a</h2><div role=region aria-labelledby=k" NONE ">b</div>", "a|b" },
    { "a region without one", "<p>a</p><div role=region" NONE ">x</div>", "a" },
    { "named by its button",
      "<h2 aria-controls=k>a</h2><div id=k" NONE ">b</div>", "a|b" },
    { "named by a link", "<a href='#k'>a</a><div id=k" NONE ">b</div>", "a|b" },
    { "named by what is hidden itself",
      "<p>a</p><div hidden><a href='#k'>x</a></div><div id=k" NONE
      ">x</div>", "a" },
    { "named by nobody", "<a href='#j'>a</a><div id=k" NONE ">x</div>", "a" },
    { "the body of an accordion",
      "<h3>a</h3><div class='accordion__panel' aria-hidden=true>b</div>",
      "a|b" },
    { "with nothing that opens it",
      "<div><div class='accordion__panel' aria-hidden=true>x</div></div>a",
      "a" },
    { "behind what is hidden, too",
      "<div><h3 hidden>x</h3><div class=collapse" NONE ">x</div></div>a",
      "a" },
    { "a slide", "a<div class='swiper-slide' aria-hidden=true>b</div>",
      "a|b" },
    { "a copy of a slide",
      "a<div class='swiper-slide swiper-slide-duplicate' aria-hidden=true>"
      "x</div>", "a" },
    { "a window over the page",
      "<a href='#k'>a</a><div id=k class=modal" NONE ">x</div>", "a" },
    { "a dialog by its role",
      "<a href='#k'>a</a><div id=k role=dialog" NONE ">x</div>", "a" },
    { "a menu", "<a href='#k'>a</a><nav><div id=k" NONE ">x</div></nav>",
      "a" },
    { "white text is no fold",
      "<a href='#k'>a</a><p id=k style='color:transparent'>x</p>", "a" },
    { "hidden inside a panel", "<div role=tabpanel hidden>a<p hidden>x</p>"
      "</div>", "a" },
    { "a panel inside what is hidden",
      "a<div hidden><div role=tabpanel" NONE ">x</div></div>", "a" },
};


static void
test_page(const page_test_t *test)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_sift_t sift;
    reader_tree_t tree;
    reader_hidden_t hidden;
    reader_blocks_t blocks;
    reader_buffer_t all;

    reader_sift(arena, (reader_string_t) { test->html, strlen(test->html) },
                &sift);
    reader_tree_build(arena, &sift, &tree);
    reader_hidden_find(&tree, &sift, &hidden);
    reader_panel_unfold(&tree, &hidden);
    reader_blocks_cut(&tree, &hidden, &(reader_ruling_t) { NULL, NULL },
                      &blocks);
    reader_buffer_init(&all, arena, 0);

    for (uint32_t i = 0; i < blocks.count; i++) {
        if (blocks.items[i].flags & READER_BLOCK_HIDDEN) {
            continue;
        }

        if (all.length != 0) {
            reader_buffer_byte(&all, '|');
        }

        reader_buffer_string(&all, blocks.texts[i]);
    }

    is_str(reader_buffer_value(&all), test->seen, test->name);
    reader_arena_free(arena);
}


/* Each part looks for its opener: not over the whole page. */
static void
test_growth(void)
{
    enum { COUNT = 30000 };
    static const char part[] = "<p class=faq hidden>";
    static char page[COUNT * sizeof(part)];
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_sift_t sift;
    reader_tree_t tree;
    reader_hidden_t hidden;
    uint64_t before;

    for (size_t i = 0; i < COUNT; i++) {
        strcat(page + i * (sizeof(part) - 1), part);
    }

    reader_sift(arena, (reader_string_t) { page, strlen(page) }, &sift);
    reader_tree_build(arena, &sift, &tree);
    reader_hidden_find(&tree, &sift, &hidden);
    before = reader_arena_cpu_ns(arena);
    reader_panel_unfold(&tree, &hidden);
    ok(reader_arena_cpu_ns(arena) - before < 200000000,
       "many parts that nothing opens");
    reader_arena_free(arena);
}


int
main(void)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        test_page(&pages[i]);
    }

    test_growth();

    return done_testing();
}
