/*
 * Promise 5: time is linear in the page, and bounded; promise 4: memory is.
 *
 *   growth_test [SMALL LARGE]...
 *
 * Pages that cost the most there is for their bytes, within the limits that
 * end a conversion early: for each, one of 2 MB must not take more than 2.75
 * times as long as one of 1 MB, a conversion must end when its time is up, and
 * take no more memory than it may.  With arguments the pages are files.
 *
 * Instructions double; times do a little more, as 2 MB fill the caches.  On a
 * quiet machine 2.5 times and 5 ms hold; what is allowed here is more, as
 * neighbours take the caches away, and yet far from 4 times, that is n^2.
 */

#include "reader.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define SMALL_SIZE ((size_t) 1 << 20)
#define LARGE_SIZE ((size_t) 2 << 20)
#define LARGE_TAGS 48000      /* below READER_START_TAGS_MAX */
#define GROWTH_MAX 2.75
#define TRIES 8               /* the best counts: others use the machine too */
#define NS_MIN 20000000       /* less is no time at all */
#define CPU_MS 40
#define CPU_SLACK_NS 20000000
#define MEMORY ((size_t) 64 << 20)
#define RESERVE ((size_t) 64 << 20) /* else it is the kernel's pages, too */
#define MEMORY_SLACK ((size_t) 6 << 20) /* Gumbo's vectors, the C library */

/* With a sanitizer it is the sanitizer that would be measured: then the pages
   are for it to look at, once each. */
#ifdef __SANITIZE_ADDRESS__
#define MEASURED false
#else
#define MEASURED true
#endif

typedef struct {
    const char *name;
    const char *before;
    unsigned times; /* that before is written */
    const char *unit; /* up to three numbers in it */
    unsigned tags;    /* start tags in unit */
    const char *after;
} bomb_t;

#define W "water rose by noon and the herd moved up "
#define W4 W W W W
#define X10(x) x x x x x x x x x x

static const bomb_t bombs[] = {
    /* the tree builder */
    { "formatting in each paragraph",
      "<b a><b b><b c><i a><i b><i c><u a><u b><u c><s a><s b><s c>", 1,
      "<p>" W, 1, "" },
    { "deep divisions", "<div>", 240, "<p>" W, 1, "" },
    { "deep parts of a line", "<span>", 240, "<i>" W "</i>", 1, "" },
    { "text out of a table", "<table>", 1, "<b>" W "</b><tr>", 2, "" },
    { "links over paragraphs", "", 1, "<a><b><p>" W W W "</a></b></p>", 3, "" },
    { "links over divisions", "", 1,
      "<a>" X10("<div>") X10(W) "</a>" X10("</div>"), 11, "" },
    { "end tags of nothing", "<div>", 240, "</x-y>", 0, "" },
    { "end tags of paragraphs", "", 1, "</p>", 1, "" },
    { "attributes that differ", "", 1, "<b a=%u>" W "</b>", 1, "" },
    { "html and body", "<body a>", 60, "<p>" W, 1, "" },
    { "shown whole", "<frameset></frameset>", 1, "<p>" W, 1, "" },
    { "SVG shown whole", "<frameset></frameset>", 1,
      "<svg><desc>" W W "</desc></svg>", 2, "" },
    { "raw text that may be none", "<frameset></frameset>", 1,
      "<style><b>" W W "</style>", 1, "" },
    { "what may be a tag of SVG", "<svg><desc></svg >", 1, "<b>" W "</b>", 1,
      "" },
    { "CDATA shown whole", "<svg><font>", 1, "<![CDATA[ a ]]>b", 0, "" },
    { "CDATA without end", "<svg><font>", 1, "<![CDATA[", 0, "" },
    { "links that are opened again", "<p><a href=x>", 1, X10("<"), 0,
      "</p>" X10(X10("<p>y<object><a href=y>b</a></object></p>")) },
    { "SVG that ends early", "", 1, "<svg><g></p>" W W, 2, "" },
    { "comments", "", 1, "<!-- a -->" W, 0, "" },
    { "comment ends", "<!--", 1, "-!", 0, "" },
    { "CDATA in SVG", "<svg>", 1, "<![CDATA[ a ]]> b", 0, "" },
    { "less-than signs", "<p>", 1, "<", 0, "" },
    { "templates", "", 1, "<template><p>" W W "</template>", 2, "" },
    { "options", "<select>", 1, "<option>" W, 1, "" },

    /* attributes, styles, classes */
    { "rules of a sheet", "<style>", 1, ".a%u,.b%u{display:none}", 0,
      "</style>" },
    { "a style without end", "<p style=\"", 1, "color:red;", 0, "\">" },
    { "brackets in a style", "<p style=\"", 1, "((((", 0, "\">" },
    { "styles", "", 1, "<p style=\"" X10("color:red;") "\">" W, 1, "" },
    { "a class without end", "<p class=\"", 1, "article-body%u ", 0, "\">" },
    { "classes", "", 1, "<p class=\"c%u post-content bar-%u\">" W, 1, "" },
    { "a class of many words", "", 1,
      "<p class=\"" X10("abc-def-") X10("abc-def-") "\">" W, 1, "" },
    { "sources", "<img width=600 srcset=\"", 1, "a%u.jpg %uw,", 0, "\">" },
    { "images", "", 1, "<img src=/i%u.jpg width=600 height=400 alt=b>", 1, "" },
    { "words of a rel", "<link rel=\"", 1, "alternate ", 0, "\">" },
    { "languages of code", "<pre><code class=\"", 1, "lang-! ", 0,
      X10(X10(X10(" "))) "\">a</code></pre>" },
    { "references in a class", "<p class=\"", 1, "z ", 0,
      "\">" X10(X10("<a href=#x>1</a> b ")) "<p id=x>c" },
    { "up in an address", "", 1,
      "<a href=\"/" X10("../../../") "\">" W "</a>", 1, "" },
    { "letters in an address", "", 1,
      "<a href=\"/" X10("\xe6\xb0\xb4 ") "\">" W "</a>", 1, "" },

    /* what a page says about itself */
    { "objects in JSON-LD", "<script type=application/ld+json>{\"@graph\":[", 1,
      "{\"@id\":\"#%u\",\"@type\":\"Person\",\"knows\":{\"@id\":\"#%u\"}},", 0,
      "{\"@type\":\"Article\",\"author\":{\"@id\":\"#0\"}}]}</script>" },
    { "dates", "", 1, "<time>1 January 2020</time> ", 1, "" },
    { "bylines", "", 1, "<p>By Anna Maria Beier and Bernd Carl Dorn", 1, "" },
    { "descriptions", "", 1, "<meta name=description content=\"" W "%u\">", 1,
      "" },

    /* blocks */
    { "paragraphs", "", 1, "<p>" W "%u %u", 1, "" },
    { "the same paragraph", "", 1, "<p>" W W, 1, "" },
    { "headings", "", 1, "<h2 id=h%u>" W "</h2>", 1, "" },
    { "links", "", 1, "<a href=/x%u>" W "</a> ", 1, "" },
    { "line ends", "<p>", 1, W "<br>", 1, "" },
    { "items", "<ul>", 1, "<li>" W, 1, "" },
    { "lists in lists", "", 1, X10("<ul><li>") W4 W4 W4 X10("</ul>"), 20, "" },
    { "quotations", "<blockquote>", 200, "<p>" W, 1, "" },
    { "notes", "<ol>", 1,
      "<li id=f%u>" W "<sup><a href=\"#f%u\">%u</a></sup>", 3, "</ol>" },
    { "cells", "<table><tr>", 1, "<td>" W, 1, "" },
    { "rows", "<table>", 1, "<tr><td>" W W, 2, "" },
    { "cells of many rows", "<table>", 1,
      "<tr><td rowspan=65534 colspan=1000>" W, 2, "" },
    { "tables", "", 1, "<table><tr><td>a<td>b<tr><td>" W4 "<td>c</table>", 6,
      "" },
    { "formulas", "", 1, "<math><mi>x</mi><mo>=</mo></math>" W4, 3, "" },
    { "marks in marks", "<p>", 1,
      "<em>a<strong>b<em>*c*</em></strong></em>" W W W, 3, "" },
    { "code", "<p>", 1, "<code>```%u``</code>" W, 1, "" },
    { "lines of code", "<pre>", 1, "<i>x = %u;</i>" W "\n", 1, "</pre>" },
    { "details", "<details><summary>a</summary>", 100, "<p>" W, 1, "" },
    { "hidden paragraphs", "", 1, "<p style=display:none>" W, 1, "" },

    /* text */
    { "words", "<p>", 1, "a ", 0, "" },
    { "no words", "<p>", 1, "a", 0, "" },
    { "sentences without spaces", "<p>", 1, "\xe6\xb0\xb4\xe4\xbd\x8d\xe3\x80\x82",
      0, "" },
    { "directions", "<p>", 1, "\xe2\x80\xae\xe2\x81\xa7" "a", 0, "" },
    { "marks on a letter", "<p>a", 1, "\xcc\x81", 0, "" },
    { "flags", "<p>\xf0\x9f\x8f\xb4", 1, "\xf3\xa0\x81\xa7", 0, "" },
    { "references", "<p>", 1, "&#x4e00;&notin&CounterClockwiseContour", 0, "" },
    { "ampersands", "<p>", 1, "&", 0, "" },
    { "spaces", "<p>a", 1, " ", 0, "b" },
    { "newlines", "<pre>a", 1, "\n", 0, "b</pre>" },
    { "stars", "<p>", 1, "*a **a ", 0, "" },
    { "underscores", "<p>", 1, "_a __a ", 0, "" },
    { "square brackets", "<p>", 1, "[a](b)![", 0, "" },
    { "backticks", "<p><code>", 1, "a````%u`", 0, "</code>" },
    { "bars in a cell", "<table><tr><td>a<td>b<tr><td>", 1, "|\\", 0,
      "<td>c</table>" },
    { "addresses", "<p>", 1, "https://a.example/b_c*d ", 0, "" },
};

static const char paragraphs[] = X10(
    "<p>The river had been rising since dawn, and by noon the lower meadow was"
    " under a hand's breadth of water, said the keeper of the mill.</p>");

static reader_profile_t *profile;


static reader_string_t
build(const bomb_t *bomb, size_t size, size_t tags)
{
    char *page = malloc(size + 4096), unit[1024];
    size_t length = (size_t) sprintf(
        page, "<!DOCTYPE html><title>River</title><article>%s", paragraphs);

    for (unsigned i = 0; i < bomb->times; i++) {
        length += (size_t) sprintf(page + length, "%s", bomb->before);
    }

    for (unsigned i = 0; (size_t) (i + 1) * bomb->tags <= tags; i++) {
        size_t more = (size_t) snprintf(unit, sizeof(unit), bomb->unit, i, i,
                                        i);

        if (length + more + strlen(bomb->after) + sizeof(paragraphs) > size) {
            break;
        }

        memcpy(page + length, unit, more);
        length += more;
    }

    length += (size_t) sprintf(page + length, "%s%s", bomb->after, paragraphs);

    return (reader_string_t) { page, length };
}


/* CPU time of one conversion; what became of it goes to result. */
static uint64_t
convert(reader_string_t html, int format, const reader_limits_t *limits,
        reader_result_t *result)
{
    reader_page_t page = { .html = html,
                           .url = { "https://site.example/a", 22 },
                           .format = (reader_format_t) format };
    reader_view_t view;
    uint64_t ns;

    *result = reader_convert(profile, &page, limits, &view);
    ns = view.cpu_ns;
    reader_view_free(&view);

    return ns;
}


static void
check_growth(const char *name, reader_string_t small, reader_string_t large)
{
    reader_limits_t limits = { .input = SIZE_MAX,
                               .memory = (size_t) 1 << 30,
                               .reserve = reader_reserve_new(RESERVE) };
    uint64_t one = UINT64_MAX, two = UINT64_MAX;
    reader_result_t result = READER_OK, other;

    for (int i = 0; i < TRIES; i++) {
        uint64_t ns = convert(small, i % 4, &limits, &result);

        one = ns < one ? ns : one;
        ns = convert(large, i % 4, &limits, &other);
        two = ns < two ? ns : two;

        if (!MEASURED || (double) two <= (GROWTH_MAX - 0.3) * (double) one) {
            break;
        }
    }

    if (!ok(!MEASURED || two < NS_MIN
                || (double) two <= GROWTH_MAX * (double) one,
            name)) {
        printf("# %s: %.1f ms, then %.1f ms (%s)\n", name, (double) one / 1e6,
               (double) two / 1e6, reader_result_name(result));
    }

    reader_reserve_free(limits.reserve);
}


/* Each format in its turn: they are many pages. */
static void
check_limits(const char *name, reader_string_t page, int format)
{
    reader_limits_t limits = { .input = SIZE_MAX,
                               .memory = MEMORY,
                               .cpu_ms = CPU_MS };
    reader_result_t result = READER_OK;
    uint64_t ns = UINT64_MAX, most = CPU_MS * 1000000u + CPU_SLACK_NS;

    for (int i = 0; i < (MEASURED ? TRIES : 1) && ns > most; i++) {
        ns = convert(page, format, &limits, &result);
    }

    if (!ok((!MEASURED || ns <= most) && result != READER_ERROR, name)) {
        printf("# %s: %.1f ms of %d\n", reader_result_name(result),
               (double) ns / 1e6, CPU_MS);
    }

    limits.cpu_ms = 0;
    convert(page, READER_JSON, &limits, &result); /* for main to look at */
}


static size_t
peak(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);

    return (size_t) usage.ru_maxrss * 1024;
}


static reader_string_t
read_file(const char *name)
{
    FILE *file = fopen(name, "rb");
    char *data = malloc(LARGE_SIZE * 4);
    reader_string_t text = { data, 0 };

    if (file != NULL) {
        text.length = fread(data, 1, LARGE_SIZE * 4, file);
        fclose(file);
    }

    return text;
}


int
main(int argc, char **argv)
{
    reader_options_t options = READER_OPTIONS_DEFAULT;
    size_t count = argc > 1 ? (size_t) (argc - 1) / 2
                            : sizeof(bombs) / sizeof(*bombs);
    size_t most;

    options.min_length = 0;
    options.min_score = 0;
    profile = reader_profile_new(&options, &(reader_error_t) { "" });

    /* memory first: what a process had once, it had */
    most = peak() + LARGE_SIZE + 8192 + MEMORY + MEMORY_SLACK;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            const bomb_t *bomb = &bombs[argc > 1 ? 0 : i];
            const char *name = argc > 1 ? argv[2 * i + 2] : bomb->name;
            reader_string_t large =
                argc > 1 ? read_file(name)
                         : build(bomb, LARGE_SIZE, LARGE_TAGS);

            if (pass == 0) {
                check_limits(name, large, (int) i % 4);
                check_limits(name, large, READER_DECLUTTER);

            } else {
                reader_string_t small =
                    argc > 1 ? read_file(argv[2 * i + 1])
                             : build(bomb, SMALL_SIZE, LARGE_TAGS / 2);

                check_growth(name, small, large);
                free((char *) (uintptr_t) small.data);
            }

            free((char *) (uintptr_t) large.data);
        }

        if (pass == 0
            && !ok(!MEASURED || peak() <= most, "memory is bounded")) {
            printf("# %zu, above %zu\n", peak(), most);
        }
    }

    reader_profile_free(profile);

    return done_testing();
}
