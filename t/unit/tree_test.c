/*
 * The flat tree against Gumbo's of the page itself, for each rule that makes
 * a skeleton exact; and what nodes, texts and attributes are.
 */

#include "same_tree.h"
#include "tap.h"

#include <stdlib.h>

/* Each of these was once, or could well be, another tree. */
static const char *const pages[] = {
    "",
    " ",
    "a",
    "<!doctype html><title>a &amp; b</title><p class=c>d",
    "<!doctype html><table><p>a<table>b",
    "<table><p>a<table>b",

    /* 1: white space and text part ways */
    " a",
    "<head> a",
    "<head></head> a",
    "<noscript> a",
    "<head><noscript> </noscript> a",
    "<template><tr> a",
    "<table><colgroup> a",
    "<table><col> a",
    "<table><colgroup>&#32;a<td> b",
    "</body> a",
    "<body></html> a",

    /* 2: references to white space, newlines */
    "<table>&#32;&#10;<tr>&#9;<td>&#12;",
    "<table>&#32;a",
    "<table>&#11;",
    "<table>&nbsp;",
    "<head>&Tab;&NewLine;&#13;<b>",
    "<pre>\n\na</pre>",
    "<pre>&#10;\na",
    "<pre>&#xA\na",
    "<listing>\r\n\ra",
    "<textarea>\n\n</textarea>",
    "<pre></>\na",
    "<pre></b>\na",
    "<pre><!doctype>\na",
    "<select><pre>\na",

    /* 3: comments */
    "<table>a<!-- --> <tr>",
    "<table> <!-- -->a<tr>",
    "<table>a<!-- --></b> <tr>",
    "<table>a<!-- --><tr> b",
    "<form>a<!-- --></form>b",
    "<div><form><p>a<!-- --></form>b",
    "<select>a<!-- --><p> b",
    "<select><option>a<!-- --></option>b",
    "<pre><!-- -->\na",
    "<a><p>a<!-- --></a>b",
    "<b><p>a<!-- --></b> c",
    "<p>a<?b?>c</ d>e<!f>g",
    "<!-- -->a",
    "<body></html><!-- --> a",

    /* 4: "</>" */
    "a</> b",
    "</>a<p></></>b",
    "<table></> </>a",
    "<p></><svg></svg>a",
    "<svg></><g></g></svg>",

    /* 5: SVG and MathML */
    "<svg><g><path/></g></svg>a",
    "<svg><g><path></svg>a",
    "<svg><path></path></path>a</svg>b",
    "<x-y><svg></path></svg>b",
    "<svg></svg >a</svg>b",
    "<svg><title>a</title><desc> </desc></svg>",
    "<svg><title><b>a</b></title></svg>",
    "<svg><style>a<b>c</style></svg>",
    "<svg><script>a<g></g></script></svg>b",
    "<svg><style><![CDATA[a<b>&amp;]]></style><g><![CDATA[ &lt; ]]>b</svg>",
    "<svg><g><p>a</g></svg>",
    "<svg><font color=a>b</font></svg>",
    "<svg><font>b</font></svg>",
    "<svg><foreignObject><p>a</foreignObject></svg>b",
    "<math><mi>a</mi><mo> </mo><mtext>&lt;</mtext></math>",
    "<math><annotation-xml><svg><p>a",
    "<table><svg><title>a</title></svg>b<tr>",
    "<p><b></p><math><mi>a</mi>",
    "<select><svg><title>a</title></svg>",
    "<svg><image/><image>a",
    "<svg/>a<math/>b",

    /* 6: raw text */
    "<script>a<!--<script>b</script>c--></script>d",
    "<script><!-->a</script>b",
    "<script><!--a</script>b",
    "<style><p></style>a<xmp>&amp;\r\n<b></xmp>c",
    "<iframe>\r</iframe><noembed> </noembed><noframes><p></noframes>",
    "<title>\n&amp;<p></titl></title >a",
    "<select><title>a</title><b>",
    "<select><script><option></script><option>",
    "<select><textarea></select></textarea>",
    "<table><title> </title><textarea>a</textarea>",
    "<title>a</title",
    "<title>a</title b",

    /* 7: shown whole */
    "<p>a<plaintext><b>",
    "<frameset><frame></frameset> a",
    "<p>a<isindex>",
    "<select><template><p>a",
    "<template><col>a",
    "<!doctype html",

    /* 8: the end of the page */
    "<p>a<b class='c>d",
    "<p>a<",
    "<p>a</",
    "<p>a</b",
    "a<!-- b",

    /* 9: names */
    "<a\x01>b</a\x01>c</a>",
    "<p\x0b>a</p>",
    "<x-y>a</z-w>b",
    "<p =a=b/c>",
    "<IMAGE src=a>",
    "<b\xc3\xa9>a</b>",

    /* 10: formatting elements and their attributes */
    "<p><b id=a><b id=a><b id=a><b id=a><p>c",
    "<p><b id=a><b id=b><b id=a><b id=a><p>c",
    "<p><font size=1 color=a><font color=a size=1><font size=1 color=a>"
    "<font size=1 color=a><p>c",
    "<p><i class=&amp;><i class='&'><i class=\"&#38;\"><i class=&amp;><p>",
    "<a href=b>c<p><a href=d>e</p>f",
    "<nobr>a<nobr>b",
    "<b><p>a</b>b<table><i>c<td></i>d",

    /* attributes that tree construction reads */
    "<table><input type=hidden><input type=HIDDEN ><input type=a>",
    "<table><input type=hi&#100;den>",
    "<p>a<html lang=b class='c\"'><body id=d><body id=e style=f>",
    "<body a=\"'\" b='\"'><html c=d'e\"f><body g><body =h>",
    "<html><head><template><body id=a></template><body id=b>",
};


static void
check_pages(void)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        reader_string_t page = { pages[i], strlen(pages[i]) };

        for (int whole = 0; whole < 2; whole++) {
            tree_check_t check;

            tree_check(&check, page, whole);

            /* CDATA in SVG is not shown whole */
            if (!ok(check.verdict == TREE_SAME
                        || (whole && strstr(pages[i], "<![CDATA[") != NULL
                            && check.verdict == TREE_LIMIT),
                    pages[i])) {
                printf("# got  '%.*s'\n# want '%.*s'\n", (int) check.got.length,
                       check.got.data, (int) check.want.length,
                       check.want.data);
            }

            reader_arena_free(check.arena);
        }
    }
}


static void
build(reader_arena_t *arena, const char *html, reader_tree_t *tree)
{
    reader_sift_t sift;

    if (!ok(reader_sift(arena, (reader_string_t) { html, strlen(html) }, &sift)
                == READER_OK,
            html)) {
        exit(1);
    }

    reader_tree_build(arena, &sift, tree);
}


static void
check_texts(reader_arena_t *arena)
{
    reader_tree_t tree;
    reader_string_t raw, text;

    build(arena, "<body><p>a &amp; b</p>&#32;&#10;<xmp>&amp;\r\n</xmp>", &tree);

    /* html, head, body, p, text, text, xmp, text */
    is_int(tree.count, 8, "nodes");
    raw = tree.nodes[4].source;
    is_str(raw, "a &amp; b", "text is a span of the page");
    is_int(tree.nodes[4].flags, READER_NODE_TEXT, "and not decoded yet");
    text = reader_tree_text(&tree, 4);
    is_str(text, "a & b", "it is decoded where it is used");
    is_int(tree.nodes[4].flags, READER_NODE_TEXT | READER_NODE_DECODED, "once");
    ok(reader_tree_text(&tree, 4).data == text.data, "and kept");
    ok(tree.nodes[5].flags & READER_NODE_SPACE,
       "white space, though it is written as references");
    text = reader_tree_text(&tree, 5);
    is_str(text, " \n", "what they stand for");
    ok(!(tree.nodes[7].flags & READER_NODE_SPACE), "raw text");
    text = reader_tree_text(&tree, 7);
    is_str(text, "&amp;\n", "has no references, but line ends");

    build(arena, "<table> <colgroup> a", &tree);
    is_int(tree.nodes[3].flags & READER_NODE_TEXT, READER_NODE_TEXT,
           "fostered text");

    build(arena, "<p>a</i>b</>c<!-- -->d", &tree);
    is_int(tree.count, 8, "runs with tags between them are nodes of their own");
    text = reader_tree_text(&tree, 5);
    is_str(text, "b", "side by side");
    is_int(tree.nodes[4].next, 5, "as siblings");

    build(arena, "<template> a", &tree);
    text = reader_tree_text(&tree, 3);
    is_str(text, " a", "runs that touch are one");
    ok(!(tree.nodes[3].flags & READER_NODE_SPACE), "with text in it");
}


static void
check_attributes(reader_arena_t *arena)
{
    reader_tree_t tree;
    reader_string_t value;

    build(arena,
          "<body class=a><p Title='b &amp; c' title=d hidden>"
          "<body class=e id=f onload='\"'>",
          &tree);

    ok(reader_tree_attribute(&tree, 3, "title", &value), "an attribute");
    is_str(value, "b & c", "its value, decoded");
    ok(reader_tree_attribute(&tree, 3, "hidden", &value) && value.length == 0,
       "one without value");
    ok(!reader_tree_attribute(&tree, 3, "class", &value), "one it has not");
    ok(reader_tree_attribute(&tree, 2, "class", &value), "of the body");
    is_str(value, "a", "the first tag's counts");
    ok(reader_tree_attribute(&tree, 2, "id", &value), "and of another tag");
    is_str(value, "f", "its value");
    ok(reader_tree_attribute(&tree, 2, "onload", &value), "with a quote");
    is_str(value, "\"", "its value");
    is_str(reader_tree_name(&tree, 3), "p", "the name");

    if (is_int((long) tree.nodes[3].attribute_count, 3, "all of them")) {
        const reader_attribute_t *attributes =
            reader_tree_attributes(&tree, 3);

        is_str(attributes[0].name, "Title", "as written");
        is_str(attributes[0].value, "b &amp; c", "its value too");
        is_str(attributes[1].value, "d", "although of the same name");
    }

    build(arena, "<p>a<html lang=b>", &tree);
    ok(reader_tree_attribute(&tree, 0, "lang", &value),
       "of an element that had no tag before");
    is_str(value, "b", "its value");

    build(arena, "<b id=a><p>c</b>d", &tree);
    ok(tree.nodes[5].tag == GUMBO_TAG_B
           && reader_tree_attribute(&tree, 5, "id", &value),
       "of an element that was cloned");
    is_str(value, "a", "its value");
}


int
main(void)
{
    reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);

    check_pages();
    check_texts(arena);
    check_attributes(arena);
    reader_arena_free(arena);

    return done_testing();
}
