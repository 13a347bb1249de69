/* The text view, piece by piece. */

#include "glyph.h"
#include "view_fixture.h"

#include "tap.h"

#define HEAD "1 min.\nhttps://site.example/a/page\n\n"


static void
is(const char *html, const char *want, const char *name)
{
    reader_string_t view = fixture_view(
        reader_view_text, (reader_string_t) { html, strlen(html) });
    size_t head = strlen(HEAD);

    if (view.length > head && memcmp(view.data, HEAD, head) == 0) {
        view.data += head;
        view.length -= head + 1; /* the last line's end */
    }

    is_str(view, want, name);
}


static void
test_inline(void)
{
    is("<p>a <b>b</b> <i>c</i> <code>d</code> *e* _f_ &lt;g>",
       "a b c d *e* _f_ <g>", "no marks");
    is("<p>a<br>b", "a\nb", "a break");
    is("<p>10<sup>6</sup> CO<sub>2</sub>", "10\u2076 CO\u2082",
       "raised and lowered");
    is("<p>a <img src=/i.png alt='An image'> b <img src=/j.png alt=''> c",
       "a [Image: An image] b c", "images that say something");
    is("<p><q>a</q>", "\u201Ca\u201D", "quotes");
}


static void
test_links(void)
{
    is("<p><a href=/x>a</a> <a href=/y>b</a> <a href=/x>c</a>",
       "a [1] b [2] c [1]\n\nLinks\n[1] https://site.example/x\n"
       "[2] https://site.example/y",
       "each address once");
    is("<p><a href='mailto:a@b.example'>a</a> <a href='tel:+1'>b</a>",
       "a [1] b\n\nLinks\n[1] mailto:a@b.example", "what can be opened");
    is("<p><a href='https://e.example/'>https://e.example/</a>",
       "https://e.example/", "what the text says already");
    is("<p><a href='javascript:x'>a</a> <a href='#b'>b</a>", "a b",
       "hostile, or within the page");
}


static void
test_many_links(void)
{
    static char html[64 * 1000];
    reader_string_t view;
    size_t length = 0;

    for (int i = 0; i < 1000; i++) {
        length += (size_t) sprintf(html + length, "<p><a href=/%d>x</a>",
                                   i % 500);
    }

    view = fixture_view(reader_view_text, (reader_string_t) { html, length });
    ok(memmem(view.data, view.length, "\nx [500]\n\nx [1]\n", 16) != NULL,
       "many links: each address has its number");
    ok(memmem(view.data, view.length, "\n[500] https://site.example/499\n",
              32) != NULL,
       "many links: all are in the list");
    ok(memmem(view.data, view.length, "[501]", 5) == NULL,
       "many links: and no more");
}


static void
test_blocks(void)
{
    is("<p>a<h2>B \u4E2D</h2><p>c<h3>D</h3><p>e",
       "a\n\n\nB \u4E2D\n----\n\nc\n\nD\n\ne", "headings");
    is("<ul><li>a<li>b<ol><li>c<li>d</ol></ul>",
       "* a\n* b\n  1. c\n  2. d", "lists");
    is("<ul><li><p>a<p>b<li>c</ul>", "* a\n\n  b\n\n* c", "loose ones");
    is("<ol start=99><li>a<li>b<br>c</ol>", "99. a\n100. b\n     c",
       "numbers");
    is("<blockquote><p>a<p>b<ul><li>c</ul></blockquote>",
       "> a\n>\n> b\n>\n> * c", "quotes");
    is("<pre>a\n\n  b</pre><blockquote><pre>c\n\nd</pre></blockquote>",
       "    a\n\n      b\n\n>     c\n>\n>     d", "code");
    is("<dl><dt>T<dd>a<dd>b<dt>U<dd>c</dl>",
       "T\n    a\n    b\n\nU\n    c", "definitions");
    is("<figure><img src=/i.png alt=I><figcaption>C</figcaption></figure>",
       "[Image: I]\nC", "a caption follows its image");
    is("<p>a<hr><p>b", "a\n\n* * *\n\nb", "a rule");
}


static void
test_tables(void)
{
    is("<table><caption>C</caption><tr><th>Time<th align=right>Level"
       "<tr><td>06:00<td align=right>1.9<tr><td>9<td align=right>12.0</table>",
       "C\n\nTime   Level\n-----  -----\n06:00    1.9\n9       12.0",
       "columns");
    is("<table><tr><td>\u4E2D\u6587<td>a<tr><td>b<td>e\u0301<td>d</table>",
       "\u4E2D\u6587  a\nb     e\u0301  d",
       "wide characters take two cells, marks none");
    is("<table><tr><th>A<th>B<th>C<tr><td rowspan=2>1<td>2<td>3"
       "<tr><td colspan=2>4</table>",
       "A  B  C\n-  -  -\n1  2  3\n   4", "spans");
    is("<table><tr><td>a<td><td>b<tr><td>c<td><td>d</table>",
       "a  b\nc  d", "columns of nothing are left out");
#define LONG "0123456789 0123456789 0123456789 0123456789 0123456789"
    is("<table><tr><th>A<th>B<tr><td>" LONG "<td>" LONG "<tr><td>c<td>"
       "</table>",
       "A: " LONG "\nB: " LONG "\n\nA: c", "records, if there is no room");
    is("<table><tr><td>" LONG "<td>" LONG "<tr><td>c<td>d</table>",
       LONG "\n" LONG "\n\nc\nd", "without headers");
    is("<blockquote><table><tr><td>a<td>b<tr><td>c<td>d</table>"
       "</blockquote>", "> a  b\n> c  d", "in a quote");
}


static void
test_notes(void)
{
    is("<p>A.<sup><a href='#fn1' id='ref1'>1</a></sup></p>"
       "<ol><li id='fn1'>By hand. <a href='#ref1'>\u21A9</a></ol>",
       "A. (note 1)\n\nFootnotes\n(1) By hand.", "notes");
    is("<p>A.<sup><a href='#fn1' id='ref1'>1</a></sup></p><h2>References</h2>"
       "<ol><li id='fn1'>By hand. <a href='#ref1'>\u21A9</a></ol>",
       "A. (note 1)\n\n\nReferences\n----------\n\n(1) By hand.",
       "under a heading of their own");
}


static void
test_head(void)
{
    reader_string_t html = READER_STRING("<p>x");

    fixture_metadata.title = READER_STRING("Title \u4E2D");
    fixture_metadata.byline = READER_STRING("Ada Reporter");
    fixture_metadata.site_name = READER_STRING("Valley News");
    fixture_metadata.canonical = READER_STRING("https://site.example/c");
    fixture_metadata.published = READER_STRING("2026-03-04T12:30:00Z");
    fixture_metadata.language = READER_STRING("en-GB");
    is_str(fixture_view(reader_view_text, html),
           "Title \u4E2D\n========\n\n"
           "By Ada Reporter, Valley News. 2026-03-04 12:30 UTC. 1 min.\n"
           "https://site.example/c\n\nx\n",
           "title, meta line, address");

    fixture_metadata.published = READER_STRING("2026-03-04T12:30:00+05:30");
    fixture_metadata.site_name = READER_EMPTY;
    fixture_metadata.language = READER_STRING("de");
    is_str(fixture_view(reader_view_text, html),
           "Title \u4E2D\n========\n\n"
           "Von Ada Reporter. 2026-03-04 12:30 +05:30. 1 Min.\n"
           "https://site.example/c\n\nx\n",
           "in another language");

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.published = READER_STRING("2026-03-04");
    is_str(fixture_view(reader_view_text, html),
           "2026-03-04. 1 min.\nhttps://site.example/a/page\n\nx\n",
           "what is not known is left out");

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
}


static void
test_glyphs(void)
{
    is_int((long) reader_glyph_text_width(READER_STRING("a\u4E2D\uFF21")), 5,
           "glyph: wide");
    is_int((long) reader_glyph_text_width(READER_STRING("e\u0301\u200D")), 1,
           "glyph: combining");
    is_int(reader_glyph_width(0x1F600), 2, "glyph: emoji");
    is_int(reader_glyph_width(0x05D0), 1, "glyph: Hebrew");
    is_int(reader_glyph_class('$'), READER_GLYPH_PUNCTUATION, "glyph: $");
    is_int(reader_glyph_class(0x20AC), READER_GLYPH_SYMBOL, "glyph: euro");
    is_int(reader_glyph_class(0x3002), READER_GLYPH_PUNCTUATION,
           "glyph: ideographic full stop");
    is_int(reader_glyph_class(0xA0), READER_GLYPH_SPACE, "glyph: no-break");
    is_int(reader_glyph_class(0xE9), READER_GLYPH_OTHER, "glyph: letter");
    is_int((long) reader_glyph_last(READER_STRING("a\u4E2D")), 0x4E2D,
           "glyph: last");
}


int
main(void)
{
    test_inline();
    test_links();
    test_many_links();
    test_blocks();
    test_tables();
    test_notes();
    test_head();
    test_glyphs();

    return done_testing();
}
