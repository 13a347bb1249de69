/*
 * The tree from the skeleton against the tree of the page itself, for the
 * pages of t/ and for generated documents.  The long run is t/fuzz/skeleton.c.
 * Run in the directory that t/ is in.
 */

#include "same_tree.h"
#include "tap.h"

#include "../fuzz/grammar.h"
#include "utf8.h"

#include <glob.h>
#include <stdlib.h>

#define DOCUMENTS 20000
#define DOCUMENT_MAX 8192
#define PAGES_MIN 20

#define X7 "<x><x><x><x><x><x><x>"
#define X30 X7 X7 X7 X7 "<x><x>"
#define X127 X30 X30 X30 X30 X7


static tree_verdict_t
verdict_of(reader_string_t page, bool *whole)
{
    tree_check_t check;

    tree_check(&check, page, false);
    reader_arena_free(check.arena);
    *whole = check.whole;

    return check.verdict;
}


static void
check_file(const char *name, unsigned *compared)
{
    static char page[4 << 20];
    FILE *file = fopen(name, "rb");
    reader_string_t text = { page, 0 };
    bool whole;

    if (file == NULL) {
        ok(false, name);
        return;
    }

    text.length = fread(page, 1, sizeof(page), file);
    fclose(file);

    if (reader_utf8_valid(text) == text.length) { /* all but a few are */
        ok(verdict_of(text, &whole) == TREE_SAME, name);
        *compared += 1;
    }
}


static void
check_files(const char *pattern, unsigned *compared)
{
    glob_t found;

    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            check_file(found.gl_pathv[i], compared);
        }

        globfree(&found);
    }
}


static void
check_documents(size_t (*write)(uint64_t, char *, size_t), const char *what)
{
    unsigned different = 0, wholes = 0, limited = 0;

    for (unsigned seed = 1; seed <= DOCUMENTS; seed++) {
        char page[DOCUMENT_MAX];
        reader_string_t text = { page,
                                 write(seed, page, sizeof(page)) };
        bool whole;
        tree_verdict_t verdict = verdict_of(text, &whole);

        wholes += whole;
        limited += verdict == TREE_LIMIT;

        if (verdict == TREE_DIFFERENT) {
            different++;
            printf("# seed %u\n", seed);
        }
    }

    is_int(different, 0, what);
    ok(wholes < DOCUMENTS / 8, "few of them are parsed whole");
    ok(limited < DOCUMENTS / 50, "few of them are past a limit");
}


/* What took millions of generated documents to be found. */
static void
check_found(void)
{
    static const char *const pages[] = {
        "<h3><tt><h3></tt><h3 ></h3><h3></h3>",
        "<ul><li><form><li><div></form><li>a</li><li>b</li>",
        "<main><p></dt></p><b><div><div><div><div><div><div><div><div></b>"
        "</main><p> <div>",
        "<template><template></template><select></select><template></template>"
        "<tr>",
        "<template><b><table><tr><th></template> ",
        "<form><table><tr><td></form></table><form>",
        "<div><form><table><tr></table></div><form>",
        "<li><p><noscript><li>",
        "<table>&#12</i>x",
        "<template>a</template><noscript>b</noscript>",
        X127 "<p><button><p></button><a><section>c</section>",
    };

    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        bool whole;

        ok(verdict_of((reader_string_t) { pages[i], strlen(pages[i]) }, &whole)
               == TREE_SAME,
           pages[i]);
    }
}


/*
 * Pages that Gumbo ends the process for (an assertion) must not be shown to
 * it; others that are parsed whole must.
 */
static void
check_aborts(void)
{
    static const struct {
        const char *page;
        tree_verdict_t verdict;
    } pages[] = {
        { "<table><svg><select><svg></caption><desc> <select></br><col><svg>"
          "<noscript><option> <td><dt></table>",
          TREE_LIMIT },
        { "<table><hr></style><mi></object><math><select><mi><rp></object>"
          "<select><math></foreignObject><table>",
          TREE_LIMIT },
        { "<table><svg></tr><select><title><select><select>x</tr><thead>"
          "<foreignObject><b><svg><title></p><title>",
          TREE_LIMIT },
        { "<hr><table><math><select></h1><annotation-xml encoding=text/html>"
          "</x><select></svg><html><table></p><table>",
          TREE_LIMIT },
        { "<rp><template><table><math></style><select><select><mi><select><rp>"
          "<tbody>",
          TREE_LIMIT },
        { "<svg><foreignObject><td>", TREE_LIMIT },
        { "<svg><desc></svg ></desc><select>", TREE_LIMIT },
        { "<plaintext><svg><td>", TREE_SAME },
        { "<frameset><svg><desc/></svg><td>", TREE_SAME },
        { "<frameset><svg><div><td>", TREE_SAME },
        { "<svg><foreignObject><div>a<p>b<a href=c>d</a><img></p></div>"
          "</foreignObject></svg><table><td><select>",
          TREE_SAME },
        /* raw text that Gumbo reads as markup */
        { "<svg><foreignObject></foreignObject><style><desc></style></svg><td>",
          TREE_LIMIT },
        { "<select><title><svg><desc></title></select><td>", TREE_LIMIT },
        { "<template><col><script><svg></script></template><svg><desc></desc>"
          "</svg><td>",
          TREE_LIMIT },
        { "<select><title><b></title></select><td>", TREE_SAME },
        { "<math><mi>a</mi><annotation-xml encoding=MathML-Content><ci>b</ci>"
          "</annotation-xml></math><table><td>",
          TREE_SAME },
        { "<math><annotation-xml encoding=text/html></annotation-xml></math>"
          "<table><td>",
          TREE_LIMIT },
        { "<math><mtext><span>a<br></span></mtext></math><table><td>",
          TREE_SAME },
    };

    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        bool whole;

        reader_string_t page = { pages[i].page, strlen(pages[i].page) };

        is_int(verdict_of(page, &whole), pages[i].verdict, page.data);
    }
}


int
main(void)
{
    unsigned compared = 0;

    check_files("t/site/*.html", &compared);
    check_files("t/pages/*.html", &compared);
    ok(compared >= PAGES_MIN, "there were pages to compare");
    check_found();
    check_aborts();
    check_documents(grammar_write, "generated documents that differ");
    check_documents(grammar_write_tidy, "those of elements that nest");

    return done_testing();
}
