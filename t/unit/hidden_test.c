/* What a page hides: inline styles, attributes, classes, its own sheets. */

#include "blocks.h"
#include "buffer.h"
#include "css.h"
#include "tap.h"

#include <stdlib.h>

typedef struct {
    const char *style;
    bool hides;
} style_test_t;

static const style_test_t styles[] = {
    { "display:none", true },
    { " DISPLAY : none !important ; color: red", true },
    { "display:/**/none", true },
    { "d\\69splay:none", true },
    { "d\\000069 splay:n\\6fne", true },
    { "display:none;display:block", false },
    { "display:none!important;display:block", true },
    { "display:none ! important;display:block!important", false },
    { "display:none;display:nonsense", true },
    { "display:none-of-these", false },
    { "/* display:none */", false },
    { "content:'display:none'", false },
    { "content:';display:none;'", false },
    { "background:url(a;display:none)", false },
    { "content:\"a\\\";display:none", false },
    { "dis/**/play:none", false },
    { "display", false },
    { "display:", false },
    { ":none", false },
    { ";;;display:none", true },
    { "visibility:hidden", true },
    { "visibility:collapse", true },
    { "visibility:hidden;visibility:visible", false },
    { "opacity:0", true },
    { "opacity:.05", true },
    { "opacity:1%", true },
    { "opacity:0;opacity:1", false },
    { "opacity:.5", false },
    { "opacity:1e-3", true },
    { "filter:opacity(0)", true },
    { "filter:blur(2px) opacity(5%)", true },
    { "filter:opacity(50%)", false },
    { "font-size:0", true },
    { "font-size:2px", true },
    { "font-size:1pt", true },
    { "font-size:0.1em", true },
    { "font-size:0%", true },
    { "font-size:12px", false },
    { "font-size:small", false },
    { "font-size:0;font-size:16px", false },
    { "font:0/0 a", true },
    { "font: italic bold 1px/2 serif", true },
    { "font: bold 900 16px serif", false },
    { "width:0;height:0;overflow:hidden", true },
    { "max-height:0;overflow:hidden", true },
    { "height:1px;width:1px;overflow:clip", true },
    { "height:0", false },
    { "height:0;overflow:hidden;padding-bottom:56.25%", false },
    { "height:0;overflow:auto", false },
    { "position:absolute;clip:rect(0 0 0 0)", true },
    { "position:absolute;clip:rect(1px, 1px, 1px, 1px)", true },
    { "position:absolute;clip:rect(0, 90px, 90px, 0)", false },
    { "clip:rect(auto auto auto auto)", false },
    { "clip-path:inset(100%)", true },
    { "clip-path:inset(50%)", true },
    { "clip-path:inset(0 0 100% 0)", true },
    { "clip-path:inset(10%)", false },
    { "clip-path:circle(0)", true },
    { "clip-path:circle(40%)", false },
    { "clip-path:polygon(0 0, 0 0)", true },
    { "clip-path:polygon(0 0, 100% 0, 50% 50%)", false },
    { "text-indent:-9999px", true },
    { "text-indent:-999em", true },
    { "text-indent:-2em", false },
    { "text-indent:2em", false },
    { "position:absolute;left:-9999px", true },
    { "position:fixed;top:-10000em", true },
    { "position:absolute;inset:0 auto auto -9999px", true },
    { "position:absolute;left:-20px", false },
    { "transform:scale(0)", true },
    { "transform:rotate(3deg) scaleY(0)", true },
    { "transform:scale(.9)", false },
    { "transform:translateX(-200vw)", true },
    { "transform:translate(-20px, 4px)", false },
    { "content-visibility:hidden", true },
    { "content-visibility:auto", false },
    { "position:absolute;z-index:-1", true },
    { "z-index:-1", false },
    { "position:absolute;z-index:2", false },
    { "color:transparent", true },
    { "color:rgba(0,0,0,0)", true },
    { "color:rgb(0 0 0 / 0%)", true },
    { "color:hsla(120, 100%, 50%, 0)", true },
    { "color:#0000", true },
    { "color:#00000000", true },
    { "color:rgb(0, 0, 0)", false },
    { "color:#000", false },
    { "-webkit-text-fill-color:transparent", true },
    { "color:transparent;background-clip:text", false },
    { "color:transparent;text-shadow:0 0 0 #333", false },
    { "color:#fff;background:#fff", true },
    { "color:white;background-color:#ffffff", true },
    { "color:rgb(255,255,255);background:#fefefe url", true },
    { "color:orchid;background:orchid", true },
    { "color:white;background:black", false },
    { "color:#fff;background:#fff url(dark.png)", false },
    { "color:inherit;background:inherit", false },
};

typedef struct {
    const char *name;
    const char *html;
    const char *seen; /* text that is seen, hidden parts left out */
} page_test_t;

#define SHEET(css, body) "<head><style>" css "</style></head>" body

static const page_test_t pages[] = {
    { "hidden", "a<p hidden>x</p>b", "a|b" },
    { "hidden, but shown by its style", "<p hidden style=display:block>a",
      "a" },
    { "hidden until found", "a<p hidden=until-found>x</p>", "a" },
    { "aria-hidden", "a<span aria-hidden=' TRUE '>x</span>b", "ab" },
    { "not aria-hidden", "a<span aria-hidden=false>b</span>", "ab" },
    { "within a line", "<p>a <b style='display:none'>x</b>b</p>", "a b" },
    { "a reference in a style", "a<p style='displ&#97;y:none'>x</p>", "a" },
    { "the first style counts",
      "a<p style='display:none' style='display:block'>x</p>", "a" },
    { "inside and around", "a<div hidden><p>x<i>y</i></p></div>b", "a|b" },
    { "visibility ends", "<p style=visibility:hidden>x"
      "<span style=visibility:visible>a</span>", "a" },
    { "display does not", "a<p style=display:none>x"
      "<span style=display:inline>y</span>", "a" },
    { "letters grow again", "<p style=font-size:0>x"
      "<span style=font-size:12px>a</span>", "a" },
    { "but not by a share of nothing", "a<p style=font-size:0>x"
      "<span style=font-size:2em>y</span>", "a" },
    { "a colour inside", "<p style=color:transparent>x"
      "<span style=color:red>a</span>", "a" },
    { "closed details", "<details><summary>a</summary>b</details>", "a|b" },
    { "a closed dialog", "a<dialog>x</dialog>", "a" },
    { "an open dialog", "a<dialog open>b</dialog>", "ab" },
    { "a popover", "a<div popover>x</div>", "a" },
    { "text for screen readers", "a<span class='k sr-only'>x</span>b",
      "ab" },
    { "the same for eyes and ears",
      "<span aria-hidden=true>$ 3</span> <span class=sr-only>x</span>",
      "$ 3" },
    { "and the other way round",
      "<span class=visually-hidden>x</span><span aria-hidden=true>$ 3"
      "</span>", "$ 3" },
    { "a class", SHEET(".k{display:none}", "a<p class='j k'>x</p>"), "a" },
    { "an id", SHEET("#k{visibility:hidden}", "a<p id=k>x</p>"), "a" },
    { "a class and an id show again",
      SHEET(".k{display:none}.k#i{display:block}",
            "<p class=k id=i>a</p><p class=k>x</p>"), "a" },
    { "an id, but shown by a class",
      SHEET("#i{display:none}#i.k{display:block}",
            "<p class=k id=i>a</p><p id=i>x</p>"), "a" },
    { "references in names",
      SHEET(".k,#i{display:none}",
            "a<p class='j&#32;&#107;'>x</p><p id='&#105;'>x</p>"), "a" },
    { "the last of many classes",
      SHEET(".k{display:none}",
            "a<p class='one two three four five six seven\nk'>x</p>"), "a" },
    { "a list of selectors",
      SHEET("p, .j , .k{color:red;display:none}", "a<p class=k>x</p>"),
      "a" },
    { "classes have a case", SHEET(".K{display:none}", "<p class=k>a"),
      "a" },
    { "escapes in names",
      SHEET(".\\31 k\\:{display:none}", "a<p class=1k:>x</p>"), "a" },
    { "escapes before a rule",
      SHEET(".a-\\[\\'\\'\\]{b:c}a\\',.k{display:none}", "a<p class=k>x</p>"),
      "a" },
    { "escapes in properties",
      SHEET(".j{display:block}.k{d\\69splay:none}", "a<p class=k>x</p>"),
      "a" },
    { "capitals", SHEET(".k{DISPLAY:NONE}", "a<p class=k>x</p>"), "a" },
    { "a longer selector", SHEET("p.k{display:none}", "<p class=k>a"),
      "a" },
    { "a state", SHEET(".k:hover{display:none}", "<p class=k>a"), "a" },
    { "a part", SHEET(".k::before{display:none}", "<p class=k>a"), "a" },
    { "below another", SHEET(".j .k{display:none}",
      "<div class=j><p class=k>a"), "a" },
    { "a later rule",
      SHEET(".k{display:none} .k{display:block}", "<p class=k>a"), "a" },
    { "an earlier rule",
      SHEET(".k{display:block} .k{display:none}", "a<p class=k>x</p>"),
      "a" },
    { "an important rule",
      SHEET(".k{display:none!important} .k{display:block}",
            "a<p class=k>x</p>"), "a" },
    { "a style against a rule",
      SHEET(".k{display:none}", "<p class=k style=display:block>a"), "a" },
    { "a style against an important rule",
      SHEET(".k{display:none!important}",
            "a<p class=k style=display:block>x</p>"), "a" },
    { "two classes show again",
      SHEET(".k{display:none}.k.on{display:block}",
            "<p class='on k'>a</p><p class=k>x</p>"), "a" },
    { "for print", SHEET("@media print{.k{display:none}}", "<p class=k>a"),
      "a" },
    { "for some windows",
      SHEET("@media (max-width:9em){.k{display:none}}", "<p class=k>a"),
      "a" },
    { "shown in some windows",
      SHEET(".k{display:none}@media (min-width:9em){.k{display:block}}",
            "<p class=k>a"), "a" },
    { "behind a group",
      SHEET("@media screen{.j{color:red}} .k{display:none}",
            "a<p class=k>x</p>"), "a" },
    { "behind what is skipped",
      SHEET("@import 'x';@font-face{src:url(})}@keyframes a{to{opacity:0}}"
            "/* } */.k{display:none}", "a<p class=k>x</p>"), "a" },
    { "old comment marks",
      SHEET("<!-- .k{display:none} -->", "a<p class=k>x</p>"), "a" },
    { "a sheet for pages without script",
      "<noscript><style>.k{display:none}</style></noscript><p class=k>a",
      "a" },
    { "a sheet for print",
      "<style media=print>.k{display:none}</style><p class=k>a", "a" },
    { "a sheet that breaks off", SHEET(".k{display:none", "a<p class=k>x"),
      "a" },
    { "braces that do not match",
      SHEET("}}}.k{display:none}", "a<p class=k>x"), "a" },
    { "white on nothing", "a<p style=color:white>x</p>", "a" },
    { "white on a table's colour",
      "<table bgcolor=#000><tr><td style=color:#fff>a</table>", "a" },
    { "white on black around it",
      "<div style='background:#111'><p style=color:#fff>a</p></div>", "a" },
    { "white, with a sheet of another file",
      "<link rel=stylesheet href=a.css><p style=color:white>a", "a" },
    { "white, with a rule that states a ground",
      SHEET(".j{background:#123}", "<p style=color:white>a"), "a" },
    { "a part that comes late",
      "<template id=B:0></template>a<div hidden id=S:0>b</div>", "a|b" },
    { "no part that comes late", "a<div hidden id=S:0>x</div>", "a" },
    { "moved into view by a script",
      "<h2 style='opacity:0;transform:translateY(30px)'>a</h2>", "a" },
    { "faded in by a script",
      "<h2 data-w-id=1 style='opacity:0'>a</h2>", "a" },
};

#define PROSE                                                                 \
    "The ferry left at noon, with two of the crew on deck, and the rest "     \
    "of them below. Nobody waved, and nobody had asked them to."


static reader_arena_t *
parse(const char *html, reader_tree_t *tree, reader_blocks_t *blocks)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_sift_t sift;
    reader_hidden_t hidden;

    reader_sift(arena, (reader_string_t) { html, strlen(html) }, &sift);
    reader_tree_build(arena, &sift, tree);
    reader_hidden_find(tree, &sift, &hidden);
    reader_blocks_cut(tree, &hidden, &(reader_ruling_t) { NULL, NULL }, blocks);

    return arena;
}


static void
test_styles(void)
{
    for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++) {
        reader_hidden_style_t style;

        reader_hidden_style(
            (reader_string_t) { styles[i].style, strlen(styles[i].style) },
            READER_PROPERTIES_ALL, &style);
        ok((style.hides != 0) == styles[i].hides, styles[i].style);
    }
}


static reader_string_t
seen(reader_arena_t *arena, const reader_blocks_t *blocks)
{
    reader_buffer_t all;

    reader_buffer_init(&all, arena, 0);

    for (uint32_t i = 0; i < blocks->count; i++) {
        if (blocks->items[i].flags & READER_BLOCK_HIDDEN) {
            continue;
        }

        if (all.length != 0) {
            reader_buffer_byte(&all, '|');
        }

        reader_buffer_string(&all, blocks->texts[i]);
    }

    return reader_buffer_value(&all);
}


static void
test_pages(void)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        reader_tree_t tree;
        reader_blocks_t blocks;
        reader_arena_t *arena = parse(pages[i].html, &tree, &blocks);

        is_str(seen(tree.arena, &blocks), pages[i].seen, pages[i].name);
        reader_arena_free(arena);
    }
}


static void
test_loading(void)
{
    reader_tree_t tree;
    reader_blocks_t blocks;
    reader_arena_t *arena;

    arena = parse("<body style=opacity:0><p>" PROSE "<b hidden>x</b></p>"
                  "<p>" PROSE "</p>", &tree, &blocks);
    is_str(seen(tree.arena, &blocks), PROSE "|" PROSE,
           "a page that a script uncovers is shown, but for parts of lines");
    reader_arena_free(arena);

    arena = parse("<p>" PROSE "</p><p>" PROSE "</p><p hidden>" PROSE
                  "</p>", &tree, &blocks);
    is_str(seen(tree.arena, &blocks), PROSE "|" PROSE, "a third is not");
    reader_arena_free(arena);
}


/* Whether the one element of this tag may be shown, by its own place. */
static bool
shows(const char *html, uint16_t tag)
{
    reader_tree_t tree;
    reader_blocks_t blocks;
    reader_arena_t *arena = parse(html, &tree, &blocks);
    bool found = false;

    for (reader_node_id_t id = 0; id < tree.count; id++) {
        if (tree.nodes[id].tag == tag
            && !(tree.nodes[id].flags & READER_NODE_TEXT)) {
            found = !(blocks.hidden[id] & READER_HIDES_IMAGES);
        }
    }

    reader_arena_free(arena);

    return found;
}


static void
test_images(void)
{
    ok(!shows("<img src=a hidden>", GUMBO_TAG_IMG), "a hidden image");
    ok(!shows("<p style=display:none><img src=a>", GUMBO_TAG_IMG),
       "an image in what is hidden");
    ok(shows("<p aria-hidden=true><img src=a>", GUMBO_TAG_IMG),
       "an image that is decoration");
    ok(shows("<p style=font-size:0><img src=a>", GUMBO_TAG_IMG),
       "an image between letters of no size");
    ok(shows("<img src=a style=opacity:0>", GUMBO_TAG_IMG),
       "an image that fades in");
    ok(shows("<span style='display:none'><math><mi>x</mi></math></span>"
             "<img aria-hidden=true>", GUMBO_TAG_MATH),
       "a formula beside its image");
    ok(!shows("<span style='display:none'>x<math><mi>x</mi></math></span>",
              GUMBO_TAG_MATH), "a formula in text that is hidden");
}


/* What an element hides and shows is so for all that is in it. */
static void
test_spread(void)
{
    static const uint8_t bits[] = { 0, 0, 0, 0, 0, 0, 0, 4, 8, 1, 20, 63 };
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_sift_t sift;
    reader_tree_t tree;
    reader_hidden_t hidden;
    char page[4096] = "";
    uint32_t state = 1;
    unsigned wrong = 0, differ = 0;

    for (int i = 0; i < 60; i++) {
        strcat(page, i % 3 == 0 ? "<div><p>a<b>c</b>" : "<i>d</i></div><div>");
    }

    reader_sift(arena, (reader_string_t) { page, strlen(page) }, &sift);
    reader_tree_build(arena, &sift, &tree);
    reader_hidden_find(&tree, &sift, &hidden);

    for (int round = 0; round < 100; round++) {
        for (reader_node_id_t id = 0; id < tree.count; id++) {
            state = state * 1664525u + 1013904223u;
            hidden.hides[id] = bits[(state >> 16) % sizeof(bits)];
            hidden.shows[id] = bits[(state >> 24) % sizeof(bits)];
        }

        reader_hidden_spread(&tree, &hidden);

        for (reader_node_id_t id = 0; id < tree.count; id++) {
            reader_node_id_t parent = tree.nodes[id].parent;
            unsigned in = parent == READER_NONE ? 0 : hidden.in[parent];

            wrong += hidden.in[id]
                     != ((in & ~(unsigned) hidden.shows[id])
                         | hidden.hides[id]);
            differ += hidden.in[id] != in;
        }
    }

    ok(wrong == 0 && differ > 1000, "what hides is spread");
    reader_arena_free(arena);
}


/* Work must grow with the page only. */
static void
test_bounds(void)
{
    static const struct {
        const char *name, *unit;
    } pieces[] = {
        { "media queries in media queries", "@media{" },
        { "open comments", "/*" },
        { "open strings", ".a{b:'" },
        { "selectors", ".a," },
        { "braces", "{" },
        { "escapes", "\\" },
    };
    enum { SIZE = 200000 };
    char *page = malloc(SIZE + 100);

    for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
        size_t unit = strlen(pieces[i].unit), at;
        reader_tree_t tree;
        reader_blocks_t blocks;
        reader_arena_t *arena;

        strcpy(page, "<style>");
        at = strlen(page);

        while (at < SIZE) {
            memcpy(page + at, pieces[i].unit, unit);
            at += unit;
        }

        strcpy(page + at, "</style><p class=a>a</p>");
        arena = parse(page, &tree, &blocks);
        ok(reader_arena_cpu_ns(arena) < 100000000, pieces[i].name);
        reader_arena_free(arena);
    }

    free(page);
}


int
main(void)
{
    test_styles();
    test_pages();
    test_loading();
    test_images();
    test_spread();
    test_bounds();

    return done_testing();
}
