/*
 * Spans of elements: which there are, and that a page without one of them, or
 * without several, has the tree of the page without these elements.
 * Run in the directory that t/ is in.
 */

#include "same_rest.h"
#include "tap.h"

#include "../fuzz/grammar.h"

#include <glob.h>

/* More with SPANS_DOCUMENTS in the environment. */
#define DOCUMENTS 20000
#define DOCUMENT_MAX 8192
#define SINGLES_MAX 200 /* spans of a page that are tried one by one */

typedef struct {
    unsigned long pages, elements, spans, different;
} tally_t;


static uint32_t
next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;

    return *state >> 8;
}


/* Each span alone, or some, then a set of them that do not overlap. */
static bool
check(reader_arena_t *arena, reader_string_t page, uint32_t seed,
      tally_t *tally)
{
    reader_sift_t sift;
    reader_tree_t tree;
    reader_span_t *spans;
    uint8_t *gone, *moved;
    uint32_t found = 0, state = seed;
    bool good = true;

    if (!rest_tree(arena, page, &tree, &sift)) {
        return true;
    }

    spans = reader_spans_find(&tree, &sift);
    moved = rest_moved(&tree, &sift, spans);
    gone = reader_arena_array(arena, tree.count, 1);

    for (reader_node_id_t id = 0; id < tree.count; id++) {
        tally->elements += !(tree.nodes[id].flags & READER_NODE_TEXT);
        found += spans[id].end != 0;
    }

    tally->pages++;
    tally->spans += found;

    for (reader_node_id_t id = 0; id < tree.count; id++) {
        if (spans[id].end == 0
            || (found > SINGLES_MAX
                && next_random(&state) % found >= SINGLES_MAX / 8)) {
            continue;
        }

        gone[id] = 1;
        good = rest_same(&tree, page, spans, gone, moved) && good;
        gone[id] = 0;
    }

    for (reader_node_id_t id = 0; id < tree.count; id++) {
        if (spans[id].end != 0 && next_random(&state) % 3 == 0) {
            gone[id] = 1;
            id = tree.nodes[id].end - 1;
        }
    }

    return rest_same(&tree, page, spans, gone, moved) && good;
}


static bool
check_page(reader_string_t page, uint32_t seed, tally_t *tally)
{
    reader_limits_t limits = { SIZE_MAX, (size_t) 4 << 30, 0, NULL, NULL };
    reader_arena_t *arena = reader_arena_new(&limits);
    bool good = false;

    if (setjmp(*reader_arena_trap(arena)) == 0) {
        good = check(arena, page, seed, tally);
    }

    reader_arena_free(arena);
    tally->different += !good;

    return good;
}


static void
check_file(const char *name, tally_t *tally)
{
    static char page[4 << 20];
    FILE *file = fopen(name, "rb");
    reader_string_t text = { page, 0 };

    if (file != NULL) {
        text.length = fread(page, 1, sizeof(page), file);
        fclose(file);
    }

    ok(text.length != 0 && check_page(text, 1, tally), name);
}


static void
check_files(const char *pattern, tally_t *tally)
{
    glob_t found;

    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            check_file(found.gl_pathv[i], tally);
        }

        globfree(&found);
    }
}


/* The elements named x1, x2, ... of which there are spans, as a string. */
static void
spans_are(const char *html, const char *want)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_string_t page = { html, strlen(html) };
    char got[64] = "";

    if (setjmp(*reader_arena_trap(arena)) == 0) {
        reader_sift_t sift;
        reader_tree_t tree;
        reader_span_t *spans;
        tally_t tally = { 0, 0, 0, 0 };

        if (rest_tree(arena, page, &tree, &sift)) {
            spans = reader_spans_find(&tree, &sift);

            for (reader_node_id_t id = 0; id < tree.count; id++) {
                reader_string_t name;

                if (spans[id].end != 0
                    && reader_tree_attribute(&tree, id, "id", &name)) {
                    strncat(got, name.data, name.length);
                }
            }
        }

        ok(check(arena, page, 1, &tally), html);
    }

    is_bytes(got, strlen(got), want, strlen(want), html);
    reader_arena_free(arena);
}


static void
check_cases(void)
{
    spans_are("<body><p>a<div id=a>b</div>c", "");
    spans_are("<body><p>a</p><div id=a>b</div>c", "a");
    spans_are("<body>x<div id=a><b>b</div>c</b>", "");
    spans_are("<body>x<div id=a><b id=b>b</b></div>c", "ab");
    spans_are("<body>x<div id=a><p>b<p>c</div>c", "a");
    spans_are("<body>x<div id=a><ul id=b><li>b<li>c</ul></div>c", "ab");
    spans_are("<body>x<table id=a><tr><td><i id=b>b</i></table>c", "ab");
    spans_are("<body>x<table id=a>y<tr><td>b</table>c", "");
    spans_are("<body>x<div id=a><table>y<tr><td>b</table></div>c", "");
    spans_are("<body>x<div id=a>b", "");
    spans_are("<body>x<div id=a>b</div></div>c", "a");
    spans_are("<body>x<div id=a>b</p></div>c", "");
    spans_are("<body>x&am<b id=a>b</b>p;c", "");
    spans_are("<body>x&amp;<b id=a>b</b>p;c", "a");
    spans_are("<body>x<<b id=a>b</b>p>c", "");
    spans_are("<body>x\r<b id=a>b</b>\nc", "");
    spans_are("<body><pre><b id=a>b</b>\nc</pre>", "");
    spans_are("<div id=a>b</div><link id=b>", "b");
    spans_are("<head><title>x</title><script id=a>1</script></head>", "a");
    spans_are("<head></head><script id=a>1</script><body>c", "");
    spans_are("<body>x</body><script id=a>1</script>", "a");
    spans_are("<body>x<noscript id=a><img id=b></noscript>", "ab");
    spans_are("<head><noscript id=a><img id=b></noscript><body>y", "");
    spans_are("<head><noscript><img><img id=b></noscript><body>y", "b");
    spans_are("<body>x<noscript id=a><!--</noscript>--></noscript>", "");
    spans_are("<noscript id=a>1</noscript>x<noscript id=b>2</noscript>", "b");
    spans_are("<body>x<noscript id=a>1</noscript>y<noscript id=b>2</noscript>",
              "ab");
    spans_are("<body>x<noscript id=a><noscript id=b></noscript></noscript>",
              "b");
    spans_are("<body>x<a id=a>1<a id=b>2</a></a>", "");
    spans_are("<body><p><a>x</p><div id=a><a id=b>1</a></div>y", "");
    spans_are("<body>x<svg id=a><path id=b /><g></g></svg>y", "a");
    spans_are("<body>x<div id=a><svg><path /></svg></div>y", "a");
    spans_are("<p>x<select></p></select><p id=a>y</p>", "");
    spans_are("<p>x<select id=b></select></p><p id=a>y</p>", "ba");
    spans_are("<body>x<select id=a><option>1<option>2</select>y", "a");
    spans_are("<body>x<select><option>1<p id=a>y</p></select>y", "");
    spans_are("<form>x<form id=a>y</form>z</form>", "");
    spans_are("<body><p>x<dialog id=a>y</dialog>z</p>", "");
    spans_are("<div id=a></div><frameset><frame></frameset>", "");
    spans_are("<body>x<textarea id=a><b></textarea>y", "a");
    spans_are("<body>x<script id=a><!--<script></script>--></script>y", "a");
    spans_are("<body>x<div id=a><!-- </div> --></div>y", "a");
    spans_are("<body>x<div id=a title='</div>'>1</div>y", "a");
    spans_are("<body>x<DIV id=a>1</dIv >y", "a");
    spans_are("<body>x<button id=a>1<button id=b>2</button>y</button>", "");
    spans_are("<body>x<img id=a>y", "a");
    spans_are("<body>x<b><p>y<div id=a>z</div></b>w", "");
}


int
main(void)
{
    tally_t site = { 0, 0, 0, 0 }, made = { 0, 0, 0, 0 };
    const char *more = getenv("SPANS_DOCUMENTS");
    unsigned long count = more == NULL ? DOCUMENTS : strtoul(more, NULL, 10);

    check_cases();
    check_files("t/site/*.html", &site);
    check_files("t/pages/*.html", &site);

    if (getenv("SPANS_FILES") != NULL) {
        check_files(getenv("SPANS_FILES"), &site);
    }

    printf("# %lu of %lu elements of %lu pages have spans\n", site.spans,
           site.elements, site.pages);
    ok(site.spans * 2 > site.elements, "most elements of pages can be cut");

    for (unsigned long seed = 1; seed <= count; seed++) {
        char page[DOCUMENT_MAX];
        reader_string_t text = { page,
                                 grammar_write(seed, page, sizeof(page)) };

        if (!check_page(text, (uint32_t) seed, &made)) {
            printf("# seed %lu\n", seed);
        }
    }

    printf("# %lu of %lu elements of %lu documents have spans\n", made.spans,
           made.elements, made.pages);
    is_int((long) made.different, 0, "generated documents that differ");
    ok(made.spans * 20 > made.elements, "elements of these can be cut, too");

    return done_testing();
}
