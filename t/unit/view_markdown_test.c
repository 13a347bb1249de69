/* The Markdown view, piece by piece. */

#include "markdown_escape.h"
#include "view_fixture.h"

#include "tap.h"

#define LONG_LIST 200


/* Behind the front matter, without the last line's end. */
static reader_string_t
body_of(reader_string_t view)
{
    static const char end[] = "\n---\n\n";
    const char *at = memmem(view.data, view.length, end, sizeof(end) - 1);

    if (at != NULL) {
        view.length -= (size_t) (at - view.data) + sizeof(end) - 1;
        view.data = at + sizeof(end) - 1;
    }

    if (view.length != 0 && view.data[view.length - 1] == '\n') {
        view.length--;
    }

    return view;
}


static void
is(const char *html, const char *want, const char *name)
{
    reader_string_t view = fixture_view(
        reader_view_markdown, (reader_string_t) { html, strlen(html) });

    is_str(body_of(view), want, name);
}


static void
test_escapes(void)
{
    is("<p>1. one", "1\\. one", "a number is no list");
    is("<p>1986. A year", "1986\\. A year", "nor is a year");
    is("<p>1) one", "1\\) one", "nor with a parenthesis");
    is("<p>3.5 kg", "3.5 kg", "a decimal number stays");
    is("<p>1234567890. x", "1234567890. x", "ten digits are no list");
    is("<p>- x", "\\- x", "no list");
    is("<p>+ x", "\\+ x", "no list");
    is("<p>-5 degrees", "-5 degrees", "a negative number stays");
    is("<p>+49 30 1", "+49 30 1", "a telephone number stays");
    is("<p># x", "\\# x", "no heading");
    is("<p>C# and F#", "C# and F#", "number signs elsewhere stay");
    is("<p>&gt; x", "\\> x", "no quote");
    is("<p>a &gt; b", "a > b", "greater-than elsewhere stays");
    is("<p>---", "\\---", "no rule");
    is("<p>- - -", "\\- - -", "no rule");
    is("<p>***", "\\*\\*\\*", "no rule");
    is("<p>: x", "\\: x", "no definition");
    is("<p>a<br>===", "a\\\n\\===", "no heading by underlining");
    is("<p>a<br>---", "a\\\n\\---", "no heading by underlining");
    is("<p>a|b<br>--|--", "a|b\\\n\\--|--", "no table");
    is("<p>a<br>2. b", "a\\\n2\\. b", "no list behind a break");
    is("<p>```c", "\\`\\`\\`c", "no fence");
    is("<p>~~~c", "\\~\\~\\~c", "no fence");
    is("<p>[x]: http://e.example/", "\\[x\\]: http://e.example/",
       "no definition of a link");
    is("<p>[x](javascript:alert(1))", "\\[x\\]\\(javascript:alert(1))",
       "no link");
    is("<p>![x](https://e.example/)", "!\\[x\\]\\(https://e.example/)",
       "no image");
    is("<p>&lt;script>alert(1)&lt;/script>",
       "\\<script>alert(1)\\</script>", "no raw HTML");
    is("<p>&lt;https://e.example/>", "\\<https://e.example/>",
       "no link in angle brackets");
    is("<p>&lt;!-- x -->", "\\<!-- x -->", "no comment");
    is("<p>&amp;copy; &amp;#35; &amp;#x41;", "\\&copy; \\&#35; \\&#x41;",
       "no character reference");
    is("<p>AT&amp;T, a &amp; b; &amp;;", "AT&T, a & b; &;",
       "ampersands stay");
    is("<p>&amp;<b></b><span>copy;</span>", "\\&copy;",
       "no character reference across elements");
    is("<p>a*b *c*", "a\\*b \\*c\\*", "no emphasis");
    is("<p>snake_case_name", "snake_case_name", "snake_case stays");
    is("<p>_x_ __init__ a_ _b", "\\_x\\_ \\_\\_init\\_\\_ a\\_ \\_b",
       "underscores at the edge of a word do not");
    is("<p>~~x~~ ~5 kg, 5~6 a~", "\\~\\~x\\~\\~ ~5 kg, 5\\~6 a\\~",
       "tildes that could strike");
    is("<p>$5 and $6.50, 20%, #1", "$5 and $6.50, 20%, #1",
       "prices stay");
    is("<p>https://e.example/a_b-c?x=1&amp;y=2#z",
       "https://e.example/a_b-c?x=1&y=2#z", "addresses stay");
    is("<p>C:\\dir\\*.txt", "C:\\\\dir\\\\\\*.txt", "backslashes");
    is("<p>a\\<br>b", "a\\\\\\\nb", "a backslash before a break");
    is("<p>Wow!<a href=/x>x</a>", "Wow\\![x](https://site.example/x)",
       "an exclamation mark before a link");
    is("<p>Wow! <a href=/x>x</a>", "Wow! [x](https://site.example/x)",
       "or not quite before it");
    is("<p>a `b` c", "a \\`b\\` c", "no code");
}


static void
test_emphasis(void)
{
    is("<p><em>a</em> <strong>b</strong> <del>c</del>", "*a* **b** ~~c~~",
       "marks");
    is("<p>un<b>believ</b>able", "un**believ**able", "within a word");
    is("<p>\u4E2D<b>\u6587</b>\u5B57", "\u4E2D**\u6587**\u5B57",
       "between Han");
    is("<p><b>x)</b>word", "x)word", "a closing mark behind punctuation");
    is("<p>word<b>(x</b>", "word(x", "an opening mark before punctuation");
    is("<p><b>x)</b> word", "**x)** word", "before a space it is good");
    is("<p><b>\u4E2D\u3002</b>\u6587", "\u4E2D\u3002\u6587",
       "a full stop of another script is punctuation too");
    is("<p>5<b>\u20AC</b>5", "5\u20AC5",
       "a symbol is punctuation to some");
    is("<p><b> a </b>b", "**a** b", "spaces go outside");
    is("<p>x<b>&nbsp;a&nbsp;</b>b", "x\u00A0**a**\u00A0b",
       "and other spaces");
    is("<p><b><i>a</i></b>", "***a***", "both");
    is("<p><b>a <i>b</i></b>", "**a *b***", "one in the other");
    is("<p><b>a <b>b</b> c</b>", "**a b c**", "no more than once");
    is("<p><i>a <cite>b</cite></i>", "*a b*", "nor by another name");
    is("<p><b><i>a-</i>+<i>+b</i></b>", "***a-*++b**",
       "an opening mark that could close another");
    is("<p><b>a</b><b>b</b>", "**ab**", "one behind the other");
    is("<p><b>a</b><i>b</i>", "**a**b", "two kinds without a gap");
    is("<p><b>a<br></b>b", "**a**\\\nb", "a break goes outside");
    is("<p><b><img src=data:,x alt=''></b>x", "x", "nothing in it");
    is("<h2><b>Title</b> and <i>more</i></h2>", "## Title and *more*",
       "headings are bold anyway");
    is("<p>2<sup>10</sup>, H<sub>2</sub>O, 4<sup>th</sup>",
       "2\u00B9\u2070, H\u2082O, 4th", "raised and lowered");
    is("<p><q>a <q>b</q></q>",
       "\u201Ca \u2018b\u2019\u201D", "quotes");
    is("<p><ruby>\u6F22<rt>kan</rt></ruby>",
       "\u6F22(kan)", "ruby without brackets");
    is("<p><ruby>\u6F22<rp>[</rp><rt>kan</rt><rp>]</rp></ruby>",
       "\u6F22\\[kan\\]", "ruby with brackets");
}


static void
test_code(void)
{
    is("<p><code>a*b</code> <kbd>Esc</kbd>", "`a*b` `Esc`", "spans");
    is("<p><code>a`b</code>", "``a`b``", "with a grave accent");
    is("<p><code>`</code>", "`` ` ``", "that is one");
    is("<p><code>a</code><code>b</code>", "`ab`", "one behind the other");
    is("<p><code>a <a href=/x>b</a> c</code>",
       "`a `[`b`](https://site.example/x)` c`", "with a link in it");
    is("<p><code>a<br>b</code>", "`a`\\\n`b`", "with a break in it");
    is("<p><b><code>x</code></b>y", "`x`y",
       "bold code within a word cannot be");
    is("<pre><code class=language-c>int a;\n\n  b();\n</code></pre>",
       "```c\nint a;\n\n  b();\n```", "a block with its language");
    is("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````", "a longer fence");
    is("<pre>&lt;b>\t*x*</pre>", "```\n<b>\t*x*\n```", "nothing is escaped");
    is("<ul><li>a<pre>b\n\nc</pre></ul>",
       "- a\n\n  ```\n  b\n\n  c\n  ```", "in a list");
    is("<blockquote><pre>b\n\nc</pre></blockquote>",
       "> ```\n> b\n>\n> c\n> ```", "in a quote");
}


static void
test_links(void)
{
    is("<p><a href=/x>a</a>", "[a](https://site.example/x)", "a link");
    is("<p><a href='/x_(y)'>a</a>", "[a](<https://site.example/x_(y)>)",
       "parentheses");
    is("<p><a href='/x y'>a</a>", "[a](https://site.example/x%20y)",
       "a space");
    is("<p><a href='/?a&amp;copy;b'>a</a>",
       "[a](https://site.example/?a\\&copy;b)", "no reference in it");
    is("<p><a href='/) [x](javascript:alert(1)'>a</a>",
       "[a](<https://site.example/)%20[x](javascript:alert(1)>)",
       "the address does not end early");
    is("<p><a href='/x' title='t'>a]b[c</a>",
       "[a\\]b\\[c](https://site.example/x)", "brackets in the text");
    is("<p><a href='javascript:alert(1)'>a</a>", "a", "hostile");
    is("<p><a href='#x'>a</a> <b id=x>b</b>", "a **b**",
       "within the page");
    is("<p><a href=/x><img src=/i.png alt='A *'></a>",
       "[![A \\*](https://site.example/i.png)](https://site.example/x)",
       "around an image");
    is("<p>a <a href=/x><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='"
       " alt=''></a> b", "a b", "around nothing");
    is("<p><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' alt=Dot>",
       "Dot", "an image without an address is its text");
    is("<p><iframe src='https://www.youtube.com/embed/abc' title='How [it] "
       "works'></iframe>",
       "[Video: How \\[it\\] works (www.youtube.com)]"
       "(https://www.youtube.com/watch?v=abc)", "a video");
    is("<p><a href='tel:+1'>call</a>", "[call](tel:+1)", "a number");
}


static void
test_blocks(void)
{
    is("<h2>A</h2><h3>B</h3><h4>C</h4>", "## A\n\n### B\n\n#### C",
       "headings");
    is("<h2>A #</h2><h3>#</h3><h3>C#</h3>", "## A \\#\n\n### \\#\n\n### C#",
       "number signs at their end");
    is("<h2>A<br>B</h2>", "## A B", "a break in a heading");
    is("<p>a<hr><p>b", "a\n\n---\n\nb", "a rule");
    is("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "- a\n- b\n  - c\n- d",
       "a list");
    is("<ol start=9><li>a<li>b<ul><li>c</ul></ol>",
       "9. a\n10. b\n    - c", "numbers");
    is("<ol reversed><li>a<li>b<li value=7>c</ol>", "3. a\n2. b\n7. c",
       "numbers that count down");
    is("<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b",
       "a list that cannot interrupt a paragraph");
    is("<ul><li><p>a<p>b<li>c</ul>", "- a\n\n  b\n\n- c", "paragraphs in it");
    is("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n* b\n\n- c",
       "lists one behind the other");
    is("<ol><li>a</ol><ol><li>b</ol>", "1. a\n\n1) b", "with numbers");
    is("<ul><li><ul><li>a</ul></ul>", "- - a", "nothing but a list in it");
    is("<ul><li>- x<li># y</ul>", "- \\- x\n- \\# y",
       "what an item begins with");
    is("<ul><li><h2>a</h2><p>b</ul>", "- ## a\n\n  b", "a heading in it");
    is("<blockquote><p>a<p>b</blockquote><blockquote>c</blockquote>",
       "> a\n>\n> b\n\n> c", "quotes");
    is("<blockquote><ul><li>a<li>b</ul><blockquote>c</blockquote>"
       "</blockquote>", "> - a\n> - b\n>\n> > c", "and what is in them");
    is("<dl><dt>T<dd>a<dd>b<dt>U<dd>c</dl>",
       "**T**\n\n- a\n- b\n\n**U**\n\n- c", "definitions");
    is("<details><summary>S</summary><p>a</details>", "**S**\n\na",
       "details");
    is("<figure><img src=/i.png alt=I><figcaption>C <i>c</i></figcaption>"
       "</figure>", "![I](https://site.example/i.png)\n\n*C c*", "a figure");
}


static void
test_tables(void)
{
    is("<table><caption>C</caption><tr><th>A<th align=right>B"
       "<tr><td>a|b<td>`c`<tr><td><code>d|e</code><td><a href='/|'>f</a>"
       "</table>",
       "**C**\n\n| A | B |\n| --- | --: |\n| a\\|b | \\`c\\` |\n"
       "| `d\\|e` | [f](https://site.example/\\|) |", "a table");
    is("<table><tr><th>A<th>B<tr><td>a<br>b<td></table>",
       "| A | B |\n| --- | --- |\n| a b |  |", "a break in a cell");
    is("<table><tr><th>A<th>B<tr><td>a<td>b<td>c</table>",
       "| A | B |   |\n| --- | --- | --- |\n| a | b | c |",
       "more cells than headers");
    is("<table><tr><td>a<td>b<tr><td>c<td>d</table>",
       "|   |   |\n| --- | --- |\n| a | b |\n| c | d |",
       "without headers");
    is("<table><tr><th>A<th>B<tr><td colspan=2>a<tr><td>b<td>c</table>",
       "- A\n- B\n\n* a\n\n- b\n- c", "with spans: a list a row");
    is("<table><tr><th>A<th>B<tr><td><ul><li>a</ul><td>c</table>",
       "- A\n- B\n\n* - a\n* c", "with blocks in a cell");
    is("<table><tr><th>A<th>B<tr><td><code>a\\|b</code><td>c</table>",
       "| A | B |\n| --- | --- |\n| a\\\\\\|b | c |",
       "code that a cell cannot hold");
}


#define NOTES(first, text)                                                    \
    "<p>A.<sup><a href='#fn1' id='ref1'>1</a></sup>" first "</p>"             \
    "<ol><li id='fn1'>" text " <a href='#ref1'>\u21A9</a></ol>"


static void
test_notes(void)
{
    is(NOTES("", "By hand."), "A.[^1]\n\n[^1]: By hand.", "a note");
    is(NOTES("", "<p>a b</p><p>c</p>"), "A.[^1]\n\n[^1]: a b\\\n    c",
       "of two paragraphs");
    is(NOTES("", "javascript:alert(1)"),
       "A.[^1]\n\n[^1]: javascript:alert(1) &#32;",
       "one word is no address of a link");
    is(NOTES("", "word \"title\""), "A.[^1]\n\n[^1]: word &#32;\"title\"",
       "nor with a title");
    is(NOTES("(x)", "a b"), "A.[^1]\\(x)\n\n[^1]: a b",
       "a reference does not become a link");
    is("<p><sup><a href='#fn1' id='ref1'>1</a></sup>: x</p>"
       "<ol><li id='fn1'>a b <a href='#ref1'>\u21A9</a></ol>",
       "[^1]\\: x\n\n[^1]: a b", "nor a definition");
}


#define MATH(tex)                                                             \
    "<p>$5: <math><semantics><mi>x</mi>"                                      \
    "<annotation encoding='application/x-tex'>" tex                           \
    "</annotation></semantics></math> $"


static void
test_math(void)
{
    is(MATH("x^2"), "\\$5: $x^2$ $", "TeX, and dollars beside it");
    is(MATH("a &lt;b *c"), "\\$5: $a \\lt b \\ast c$ $",
       "what Markdown would see in it");
    is(MATH("[a](javascript:x)"), "\\$5: $[a] (javascript:x)$ $",
       "no link in it");
    is(MATH("a`b"), "\\$5: a\\`b $", "TeX that cannot be written");
}


static void
test_front_matter(void)
{
    reader_string_t keywords[] = { READER_STRING("a, b"),
                                   READER_STRING("c\"d") };
    reader_string_t html = READER_STRING("<p>x");

    is_str(fixture_view(reader_view_markdown, html),
           "---\nurl: \"https://site.example/a/page\"\nword_count: 42\n"
           "---\n\nx\n",
           "what is not known is left out");

    fixture_metadata.title = READER_STRING("A \"b\" \\ # *c*");
    fixture_metadata.byline = READER_STRING("Ada\n---\nx: y");
    fixture_metadata.site_name = READER_STRING("<b>&amp;[x](javascript:y)");
    fixture_metadata.canonical = READER_STRING("https://site.example/c");
    fixture_metadata.published = READER_STRING("2026-03-04");
    fixture_metadata.modified = READER_STRING("2026-03-05T01:02:03Z");
    fixture_metadata.language = READER_STRING("ar");
    fixture_metadata.direction = READER_STRING("rtl");
    fixture_metadata.description =
        READER_STRING("\x7F\xC2\x85\u2028\uFEFF\u00E9");
    fixture_metadata.image.url = READER_STRING("https://site.example/i.png");
    fixture_metadata.section = READER_STRING("yes");
    fixture_metadata.keywords = keywords;
    fixture_metadata.keyword_count = 2;

    is_str(fixture_view(reader_view_markdown, html),
           "---\n"
           "title: \"A \\\"b\\\" \\\\ # *c*\"\n"
           "author: \"Ada\\u000a---\\u000ax: y\"\n"
           "site: \"\\u003cb>&amp;[x\\u005d(javascript:y)\"\n"
           "url: \"https://site.example/c\"\n"
           "published: \"2026-03-04\"\n"
           "modified: \"2026-03-05T01:02:03Z\"\n"
           "language: \"ar\"\n"
           "dir: \"rtl\"\n"
           "description: \"\\u007f\\u0085\\u2028\\ufeff\u00E9\"\n"
           "image: \"https://site.example/i.png\"\n"
           "section: \"yes\"\n"
           "tags: [\"a, b\", \"c\\\"d\"]\n"
           "word_count: 42\n"
           "---\n\n# A \"b\" \\\\ # \\*c\\*\n\nx\n",
           "every string is one of JSON, on its line");

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
}


/* Lists and quotes in one another: a line's marks do not grow without end. */
static void
test_depth(void)
{
    static char html[LONG_LIST * 32];
    reader_string_t view;
    size_t longest = 0;
    size_t length = 0;

    for (int i = 0; i < LONG_LIST; i++) {
        strcat(html, i % 2 == 0 ? "<ul><li>" : "<blockquote>");
    }

    strcat(html, "deep<pre>a\nb</pre>");
    view = fixture_view(reader_view_markdown,
                        (reader_string_t) { html, strlen(html) });

    for (size_t i = 0; i < view.length; i++) {
        length = view.data[i] == '\n' ? 0 : length + 1;
        longest = length > longest ? length : longest;
    }

    ok(memmem(view.data, view.length, "deep", 4) != NULL, "depth: it is there");
    ok(longest < 100, "depth: lines stay short");
}


int
main(void)
{
    test_escapes();
    test_emphasis();
    test_code();
    test_links();
    test_blocks();
    test_tables();
    test_notes();
    test_math();
    test_front_matter();
    test_depth();

    return done_testing();
}
