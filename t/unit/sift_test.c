/* What the tree builder is shown of a page, and where that is given up. */

#include "sift.h"
#include "tap.h"

#include <stdlib.h>

typedef struct {
    const char *name;
    const char *html;
    const char *shown; /* NULL: the page itself */
} sift_case_t;

static const sift_case_t cases[] = {
    { "tags without attributes, text as one byte",
      "<body><pre class=a>some <em\ntitle='>'>text, more</pre>",
      "<body><pre>x<em b>x</pre>" },
    { "white space is a blank", "<body> \n<p>\t<xmp>a</xmp>\r\n",
      "<body> <p> <xmp>x</xmp> " },
    { "names that are not known", "<body><foo-bar></foo-bar><p\x01>",
      "<body><x></x><x>" },
    { "a doctype as it is", "<!DOCTYPE html SYSTEM 'a'><p>",
      "<!DOCTYPE html SYSTEM 'a'><p>" },

    /* folded: what is plain is shown as one empty element */
    { "a subtree", "<body><div>a<p>b <b>c</b></p><ul><li>d</ul></div>e",
      "<body><div></div>x" },
    { "items and paragraphs that end by themselves",
      "<ul><li><p>a<p>b<li>c</ul><p>d<div>e</div>",
      "<ul></ul><p><div></div>" },
    { "parts beside what is not plain",
      "<div><p>a</p><object><p>b</p></object><p>c</p></div>",
      "<div><p></p><object><p></p></object><p></p></div>" },
    { "the first of parts beside each other",
      "<div><p>a</p> <p>b</p>c<b>d</b><br><object></div>"
      "<ul></ul> <dl><dt></dl>",
      "<div><p></p><object></div><ul></ul> <dl></dl>" },
    { "also at the end", "<ul></ul> <dl><dt></dl>", "<ul></ul>" },
    { "not where the first does less", "<div><b>a</b><p>b</p><object></div>",
      "<div><b></b><p></p><object></div>" },
    { "nor what may be in a table",
      "<table><object></object><div>a</div> <div>b</div>",
      "<table><object></object><div></div> <div></div>" },
    { "a form", "<form><p>a</p></form><p>b", "<form></form><p>x" },
    { "not what a form may close, or not", "<form><p>a<form></p>",
      "<form><p>x<form></p>" },
    { "nor one that text is moved out of",
      "<form><p>a</p>b</form>", "<form><p></p>x</form>" },
    { "or may be, one text or both",
      "<div><form>a</>b</form></div>", "<div><form>xx</form></div>" },
    { "but what is around that", "<div><form><p>a</p>b</form></div>",
      "<div></div>" },
    { "not blocks in what is inline, where a paragraph may be open",
      "<object><p></object><span><div>a</div></span>",
      "<object><p></object><span><div></div></span>" },
    { "but where none is", "<div><span><div>a</div></span></div>",
      "<div></div>" },
    { "a link that ends another", "<div><a>a<a>b</a></a></div><p>c</p>",
      "<div></div>" },
    { "not one around a block of it", "<a><div>a<a>b</a></div><p>c</p>",
      "<a><div>x<a>x</a></div><p></p>" },
    { "what is not closed in what is", "<div>a<span>b<p>c<x-y>d</div>",
      "<div></div>" },
    { "and a paragraph that is not open", "<div>a</p></div>", "<div></div>" },
    { "not forms", "<div>a<form>b</div>", "<div>x<form>x</div>" },
    { "nothing behind formatting left open",
      "<p><b>a</p><p>b</p>", "<p><b>x</p><p>x</p>" },
    { "up to its end", "<p><b>a</p><p>b</b></p><p>c</p>",
      "<p><b>x</p><p>x</b></p><p></p>" },
    { "or to another link's", "<a><p>a<a>b</a><p>c</p>",
      "<a><p>x<a>x</a><p></p>" },
    { "which may be a long way",
      "<b><div><div><div><div><div><div><div><div></b><p>c</p>",
      "<b><div><div><div><div><div><div><div><div></b><p>x</p>" },
    { "nor where it may be out of scope",
      "<b><object></b></object><p>c</p>", "<b><object></b></object><p>x</p>" },
    { "pictures, and a head",
      "<html><head> <title>a</title><link><noscript><style>b</style>"
      "</noscript></head><body><div><svg><g><path d=''/></g></svg>a</div>",
      "<html><head></head><body><div></div>" },
    { "not a head that ends by itself",
      "<head><meta><img><p>a</p>", "<head><meta><img><p></p>" },
    { "nor one that is not the first",
      "<html></br><head><meta></head>", "<html></br><head><meta></head>" },
    { "a table", "<table><caption>a</caption> <colgroup><col></colgroup>"
      "<thead><tr><th>b<tr><td><p>c</thead><tbody></tbody></table>",
      "<table></table>" },
    { "one without a body", "<table><tr><td>a</td></tr></table>",
      "<table></table>" },
    { "not one with text out of place", "<table><tr>a<td>b</td></tr></table>",
      "<table><tr>x<td>x</td></tr></table>" },
    { "one that may close a paragraph, or not",
      "<p><table><tr><td><i>a</i></table>", "<p><table></table>" },
    { "not what is around that", "<div><p><table></table></div>",
      "<div><p><table></table></div>" },
    { "a select",
      "<select><option>a<optgroup><option>b</option></optgroup></select>",
      "<select></select>" },
    { "not one with anything else", "<select><option><b>a</select><p>b</p>",
      "<select><option><b>x</select><p>x</p>" },
    { "a template", "<body><template><p>a</p></template><p>b</p>",
      "<body><template></template><p></p>" },
    { "not a part of a table, or of what is not known",
      "<body><template><tr><p>a</p></template><p>b</p>",
      "<body><template><tr><p>x</p></template><p></p>" },
    { "end tags that are ignored",
      "<div></span><p>a</b></p></div>", "<div></div>" },
    { "not so those that are not", "<div><p>a</section></p></div>",
      "<div><p>x</section></p></div>" },

    /* 1: white space is told from text before the body, and in columns */
    { "before the body", " <title>a</title> b c", " <title>x</title> x" },
    { "in the body", "<body> a", "<body>x" },
    { "the body is implied", "<p> a", "<p>x" },
    { "after colgroup", "<p><table><colgroup> a", "<p><table><colgroup> x" },
    { "after template", "<p><template> a", "<p><template> x" },

    /* 2: references to white space; newlines */
    { "references to white space",
      "<xmp></xmp>&#32;&#x20 &#9;&#0010;&#xC;&#13&Tab;&NewLine;"
      "<xmp></xmp>&nbsp;<xmp></xmp>&#11;<xmp></xmp>&#<xmp></xmp>&Tab",
      "<xmp></xmp> <xmp></xmp>x<xmp></xmp>x<xmp></xmp>x<xmp></xmp>x" },
    { "the newline after pre",
      "<b><object>" /* nothing is folded behind them */
      "<pre>\n\na</pre><pre>\r\nb</pre><pre>\rc</pre><pre>&#10;d</pre>"
      "<pre>&#xA;e</pre><pre>&NewLine;f</pre><pre>&#13;g</pre><pre> \nh",
      "<b><object><pre>\nx</pre><pre>\nx</pre><pre>\nx</pre><pre>\nx</pre>"
      "<pre>\nx</pre><pre>\nx</pre><pre>x</pre><pre>x" },
    { "the newline in textarea", "<b><object><textarea>\n</textarea>",
      "<b><object><textarea>\n</textarea>" },

    /* 3: comments */
    { "comments are left out", "<!--a--><p><!--b--><b>c<!--d--><i>e",
      "<p><b>x<i>x" },
    { "unless text follows on text", "<p>a<!--b-->c<?d?>e</ f>g",
      "<p>x<!>x<!>x<!>x" },
    { "also behind end tags", "<p>a<!--b--></object>c",
      "<p>x</object><!>x" },
    { "and tags that may be ignored", "<p>a<!--b--><tr>c", "<p>x<tr><!>x" },
    { "and before an end of a form", "<b><object><form>a<!--b--></form>",
      "<b><object><form>x<!></form>" },
    { "and before a link, which may move what is open",
      "<a><object>a<!--b--><a>", "<a><object>x<!><a>" },
    { "and in a select", "<select>a<!--b--><p>", "<select>x<!><p>" },
    { "and where a newline is dropped", "<pre><!--a-->\nb", "<pre><!>x" },
    { "where a comment ends",
      "<p>a<!-->b<!--->c<!--d--!>e<!---->f<!>g<!--h-- >-->i",
      "<p>x<!>x<!>x<!>x<!>x<!>x<!>x" },

    /* 4: "</>" */
    { "nothing at all", "<p>a</>b", "<p>xx" },
    { "but before svg", "<p></><svg></svg>", NULL },

    /* 5: SVG and MathML */
    { "SVG keeps its names and slashes",
      "<b><object><svg viewBox=''><linearGradient id=a /><g><path d=''/></g></SVG>a",
      "<b><object><svg><linearGradient/><g><path/></g></SVG>x" },
    { "style is no raw text in it", "<b><object><svg><style>a<g/></style></svg>",
      "<b><object><svg><style>x<g/></style></svg>" },
    { "text in a title", "<b><object><svg><title>a</title></svg>",
      "<b><object><svg><title>x</title></svg>" },
    { "but no tag", "<svg><desc><g/></desc></svg>", NULL },
    { "what is not closed in it", "<b><object><svg><g><path></svg>a",
      "<b><object><svg><g><path></svg>x" },
    { "what is not open in it", "<b><object><svg></path></svg>",
      "<b><object><svg></x ></svg>" },
    { "what is around it", "<b><object><div>a<svg><g></div>",
      "<b><object><div>x<svg><g></div>" },
    { "but no other names of HTML", "<div><br><svg></div>", NULL },
    { "or that may be open", "<x-y><svg></path></svg>", NULL },
    { "end tags that end it", "<b><object><div><br><svg><g></p>a<math></br>b",
      "<b><object><div><br><svg><g></g></svg></p>x<math></math></br>x" },
    { "and that are folded", "<div><br><svg><g></p>a<math></br>b",
      "<div><br><svg></svg></p>x<math></math></br>x" },
    { "but where HTML may be", "<svg><desc></p></desc></svg>", NULL },
    { "what ends it", "<b><object><svg><g><p id=a>b<svg/>",
      "<b><object><svg><g><p>x<svg/>" },
    { "what may end it", "<svg><font>a", NULL },
    { "HTML in it", "<svg><foreignObject><p>", NULL },
    { "MathML", "<b><object><math><mi>a</mi><mo>+</mo></math>",
      "<b><object><math><mi>x</mi><mo>x</mo></math>" },
    { "CDATA", "<b><object><svg><style><![CDATA[ <g> ]]></style></svg>",
      "<b><object><svg><style>x</style></svg>" },
    { "elsewhere it is a comment", "<p>a<![CDATA[b]]>c", "<p>x<!>x" },
    { "white space in an end tag", "<svg></svg >", NULL },
    { "an odd name", "<svg><a\x0b>", NULL },

    /* 6: raw text */
    { "contents of scripts and styles",
      "<script>a<p></script><style><b></style>",
      "<script></script><style></style>" },
    { "scripts in comments in scripts",
      "<script><!--<script></script>--></script><p>", "<script></script><p>" },
    { "comments end", "<script><!--><script></script><p>",
      "<script></script><p>" },
    { "raw text", "<xmp><p></xm></xmp ><noembed>a</noembed><title> </TITLE>",
      "<xmp>x</xmp><noembed>x</noembed><title></title>" },
    { "raw text to the end", "<title>a</title", "<title>x" },
    { "scripts in a select", "<select><script><b></script>",
      "<select><script></script>" },
    { "but no other", "<select><title></title>", NULL },
    { "until it ends", "<p><select></select><textarea></textarea>",
      "<p><select></select>" },

    /* 7: what a skeleton is not exact for */
    { "plaintext", "<plaintext>", NULL },
    { "frameset", "<frameset>", NULL },
    { "isindex", "<p><isindex>", NULL },
    { "template in select", "<select><template>", NULL },
    { "svg in select", "<select><svg></svg>", NULL },
    { "col with template", "<template><col>", NULL },
    { "template with col", "<col></table><template>", NULL },
    { "a doctype without end", "<!doctype html", NULL },

    /* 8: at the end */
    { "a tag without end", "<p>a<b class='", "<p>x" },
    { "less-than signs", "<p>a < b <3 <", "<p>x" },
    { "an end tag without name", "<p>a</", "<p>x" },

    /* the attributes that count */
    { "equal formatting elements",
      "<b class=a id=b><i><b ID='b' class=&#97;><b class=b><a href=c>"
      "<b id=b class=a id=c>",
      "<b b><i><b b><b c><a><b b>" },
    { "html and body", "<html lang=a><body class=b><p><body id=c><body>",
      "<html a><body b><p><body c><body>" },
    { "hidden inputs",
      "<input type=HIDDEN><input type=text><input type=hi&#100;den>"
      "<input type=a type=hidden>",
      "<input type=hidden><input><input type=hidden><input>" },
};

static const char *const doctype_of_513 = "<!doctype html SYSTEM \"%s\">";


static reader_string_t
repeat(const char *before, const char *text, unsigned times)
{
    static char out[4 << 20];
    size_t length = strlen(before), one = strlen(text);

    memcpy(out, before, length);

    for (unsigned i = 0; i < times; i++) {
        memcpy(out + length, text, one);
        length += one;
    }

    return (reader_string_t) { out, length };
}


static reader_result_t
sift(reader_string_t page)
{
    reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);
    reader_sift_t result;
    reader_result_t code = reader_sift(arena, page, &result);

    reader_arena_free(arena);

    return code;
}


/* Formatting elements that differ. */
static reader_string_t
formats(unsigned times, const char *between)
{
    static char out[1 << 16];
    size_t length = 0;

    for (unsigned i = 0; i < times; i++) {
        length += (size_t) snprintf(out + length, sizeof(out) - length,
                                    "<b id=%u>%s", i, between);
    }

    return (reader_string_t) { out, length };
}


static void
check_limits(void)
{
    is_int(sift(repeat("", "<br>", 50000)), READER_OK, "50000 start tags");
    is_int(sift(repeat("", "<br>", 50001)), READER_TOO_DEEP, "and one more");
    is_int(sift(repeat("<p", " a=b", 256)), READER_OK,
           "256 attributes, cut off");
    is_int(sift(repeat("<p", " a=b", 257)), READER_OK,
           "what is cut off is no tag");
    is_int(sift(repeat("<frameset></frameset>", "<div>", 257)), READER_TOO_DEEP,
           "limits hold for a page parsed whole");
    is_int(sift(repeat("", "<div>", 256)), READER_OK, "256 open elements");
    is_int(sift(repeat("", "<div>", 257)), READER_TOO_DEEP, "and one more");
    is_int(sift(repeat("", "<div></div>", 300)), READER_OK,
           "closed ones do not count");
    is_int(sift(repeat("<svg>", "<g>", 255)), READER_OK, "in SVG");
    is_int(sift(repeat("<svg>", "<g>", 256)), READER_TOO_DEEP, "and one more");
    is_int(sift(formats(32, "")), READER_OK, "32 formatting elements");
    is_int(sift(formats(33, "")), READER_TOO_DEEP, "and one more");
    is_int(sift(formats(300, "</b>")), READER_OK, "closed ones do not count");
    is_int(sift(repeat("", "<p><b>", 100)), READER_OK,
           "three equal ones at most");
    is_int(sift(repeat("", "<a href=a>", 100)), READER_OK,
           "a link closes the one before");
    is_int(sift(repeat("<table><tr>", "<td><b><i><u><s><em>", 40)), READER_OK,
           "a cell closes those in the one before");
}


static void
check_collected(void)
{
    static const char html[] =
        "<script type='application/ld+json; charset=utf-8'>{1}</script>"
        "<script type=application/ld+jsonp>{2}</script>"
        "<script>{3}</script><style media=a>p{}</style><select>"
        "<script type=\" Application/LD+JSON \">{4}</script>";
    reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);
    reader_sift_t result;

    reader_sift(arena, (reader_string_t) { html, sizeof(html) - 1 }, &result);

    if (is_int((long) result.json_ld_count, 2, "JSON-LD scripts")) {
        is_str(result.json_ld[0], "{1}", "the first");
        is_str(result.json_ld[1], "{4}", "the second");
    }

    if (is_int((long) result.style_count, 1, "styles")) {
        is_str(result.styles[0], "p{}", "its contents");
    }

    reader_arena_free(arena);
}


static void
check_whole(void)
{
    reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);
    char doctype[600], filler[500];
    reader_string_t page = repeat("", "<html a>", 64);
    reader_sift_t result;

    reader_sift(arena, page, &result);
    ok(!result.whole, "64 html tags with attributes");
    page = repeat("", "<html a>", 65);
    reader_sift(arena, page, &result);
    ok(result.whole, "and one more");

    page = (reader_string_t) { "<p>a\0b", 6 };
    reader_sift(arena, page, &result);
    ok(result.whole, "NUL bytes");

    memset(filler, 'a', sizeof(filler));
    filler[488] = '\0';
    snprintf(doctype, sizeof(doctype), doctype_of_513, filler);
    page = (reader_string_t) { doctype, strlen(doctype) };
    reader_sift(arena, page, &result);
    ok(result.whole && page.length == 513, "a long doctype");

    page = (reader_string_t) { doctype, strlen(doctype) };
    memmove(doctype + 30, doctype + 31, page.length - 30);
    page.length--;
    reader_sift(arena, page, &result);
    ok(!result.whole && page.length == 512, "one that is just short enough");

    page = repeat("<table><math><mtext><![CDATA[ ]]>", "a", 1);
    is_int(reader_sift(arena, page, &result), READER_OK,
           "what Gumbo would abort on");
    is_str(result.shown, "<table><math><mtext><!--      -->a",
           "is kept from it");
    ok(result.repaired, "which is said");
    page = repeat("<title><![CDATA[</title><svg><font>", "a", 1);
    is_int(reader_sift(arena, page, &result), READER_OK, "what it would not");
    is_str(result.shown, "<title><![cDATA[</title><svg><font>a",
           "is made sure of");
    page = repeat("<title><![CDATA[</title><plaintext>", "a", 1);
    is_int(reader_sift(arena, page, &result), READER_OK, "without SVG");
    is_str(result.shown, "<title><![CDATA[</title><plaintext>a",
           "there is no need to");
    page = repeat("<svg><font><![CDATA[<p>a</p>]]>", "b", 1);
    is_int(reader_sift(arena, page, &result), READER_OK, "with markup");
    is_str(result.shown, "<svg><font><!--             -->b", "it goes as well");
    page = repeat("<select><style><![CDATA[", "<!-- -->", 1000);
    is_int(reader_sift(arena, page, &result), READER_OK,
           "where the skeleton is given up");
    ok(result.whole && result.shown.length == page.length, "the page is shown");
    reader_arena_free(arena);
}


int
main(void)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const sift_case_t *test = &cases[i];
        reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);
        reader_string_t html = { test->html, strlen(test->html) };
        reader_sift_t result;

        if (reader_sift(arena, html, &result) != READER_OK) {
            ok(false, test->name);

        } else if (test->shown == NULL) {
            ok(result.whole, test->name);
            is_str(result.shown, test->html, test->name);

        } else {
            is_str(result.shown, test->shown, test->name);
        }

        reader_arena_free(arena);
    }

    check_limits();
    check_collected();
    check_whole();

    return done_testing();
}
