/* What the walker makes of a page's elements, seen as HTML. */

#include "view_fixture.h"

#include "tap.h"

static bool local = true;


/* Captions are captions, as select would have marked them. */
static void
mark_captions(const reader_document_t *document)
{
    const reader_node_t *nodes = document->tree->nodes;
    uint8_t *marks = document->selection->marks;

    for (reader_node_id_t i = 0; i < document->tree->count; i++) {
        reader_string_t value;

        if ((nodes[i].flags & READER_NODE_TEXT) || marks[i] == 0
            || (nodes[i].tag != GUMBO_TAG_FIGCAPTION
                && !(reader_tree_attribute(document->tree, i, "class",
                                           &value)
                     && value.length == 6
                     && memcmp(value.data, "credit", 6) == 0))) {
            continue;
        }

        for (reader_node_id_t k = i; k < nodes[i].end; k++) {
            marks[k] |= READER_MARK_CAPTION;
        }
    }
}


/* Elements of class "ad" were not selected. */
static void
unmark_rest(const reader_document_t *document)
{
    for (reader_node_id_t i = 0; i < document->tree->count; i++) {
        reader_string_t value;

        if (!(document->tree->nodes[i].flags & READER_NODE_TEXT)
            && reader_tree_attribute(document->tree, i, "class", &value)
            && value.length == 2 && memcmp(value.data, "ad", 2) == 0) {
            memset(document->selection->marks + i, 0,
                   document->tree->nodes[i].end - i);
        }
    }
}


/* The element of class "by" is where the byline is. */
static void
find_byline(const reader_document_t *document, reader_metadata_t *metadata)
{
    *metadata = *document->metadata;

    for (reader_node_id_t i = 0; i < document->tree->count; i++) {
        reader_string_t value;

        if (!(document->tree->nodes[i].flags & READER_NODE_TEXT)
            && reader_tree_attribute(document->tree, i, "class", &value)
            && value.length == 2 && memcmp(value.data, "by", 2) == 0) {
            metadata->byline_node = i;
            metadata->byline = READER_STRING("Ada");
        }
    }
}


static void
content(const reader_document_t *found, reader_buffer_t *out)
{
    reader_document_t copy = *found;
    const reader_document_t *document = &copy;
    reader_metadata_t metadata;
    reader_body_t body;

    find_byline(found, &metadata);
    copy.metadata = &metadata;
    mark_captions(document);
    unmark_rest(document);
    reader_view_body(document, &body);
    reader_view_html_content(document, &body, local, out);
}


static void
running_text(const reader_document_t *document, reader_buffer_t *out)
{
    reader_body_t body;

    mark_captions(document);
    unmark_rest(document);
    reader_view_body(document, &body);
    reader_view_running_text(&body, out);
}


static void
is(const char *html, const char *want, const char *name)
{
    is_str(fixture_view(content, (reader_string_t) { html, strlen(html) }),
           want, name);
}


static void
reads(const char *html, const char *want, const char *name)
{
    is_str(fixture_view(running_text,
                        (reader_string_t) { html, strlen(html) }),
           want, name);
}


static void
test_paragraphs(void)
{
    is("<p>a<p>b", "<p>a</p><p>b</p>", "paragraphs");
    is("a<div>b</div>c", "<p>a</p><p>b</p><p>c</p>", "text without a p");
    is("<p></p><p> </p><p>&nbsp;</p><p><b></b>", "", "empty ones go");
    is("<div><section><p>a</div>", "<p>a</p>", "wrappers go");
    is("<p>a<br>b", "<p>a<br>b</p>", "a line break");
    is("<p><br>a<br>", "<p>a</p>", "none at the ends");
    is("a<br><br>b<br> <br>c", "<p>a</p><p>b</p><p>c</p>",
       "two are a paragraph's end");
    is("<p>a<hr><p>b", "<p>a</p><hr><p>b</p>", "a rule");
    is("<hr><p>a<hr><hr>", "<p>a</p>", "none at the ends");
    is("<p>a<hr><hr><div></div><p>b", "<p>a</p><hr><p>b</p>", "once");
    is("<p>a<x-y>b</x-y> <font color=red>c</font></p>", "<p>ab c</p>",
       "unknown elements are unwrapped");
    is("<p>a<span class=ad>x</span>b", "<p>ab</p>",
       "what was not selected is not there");
    is("a<div class=ad>x</div>b", "<p>a</p><p>b</p>",
       "and a block that was not ends a line");
    is("<p>a <span class=ad>x</span> b", "<p>a b</p>",
       "white space around it is one space");
    is("<form><p>a<label>b</label><input value=x><button>c</button>"
       "<select><option>d</select><textarea>e</textarea></form>",
       "<p>ab</p>", "controls go");
}


static void
test_space(void)
{
    is("<p> a \n b\t", "<p>a b</p>", "white space is collapsed");
    is("<p>a <b> b </b> c", "<p>a <b>b</b> c</p>", "across elements");
    is("<p>a<b> b </b>c", "<p>a <b>b</b> c</p>", "and moved outside");
    is("<p><b>a</b> <i>b</i>", "<p><b>a</b> <i>b</i></p>", "between them");
    is("<p><b>a</b>b<i> </i>c", "<p><b>a</b>b c</p>",
       "an element of white space is white space");
    is("<p>10&nbsp;km", "<p>10&nbsp;km</p>", "a no-break space stays");
    is("<p>a&nbsp; b&nbsp;", "<p>a&nbsp; b</p>", "but not at the end");
    is("<p>a<b>&nbsp;</b>b", "<p>a&nbsp;b</p>", "or alone in an element");
    is("<p>a <br> b", "<p>a<br>b</p>", "none beside a break");
    is("<p>a<wbr>b", "<p>a<wbr>b</p>", "a place to break");
    is("<p>a&#x200b;b&#x202e;c", "<p>abc</p>", "invisible characters go");
}


static void
test_inline(void)
{
    is("<b><p>a<p>b</b>", "<p><b>a</b></p><p><b>b</b></p>",
       "an inline element around blocks goes into them");
    is("<a href=/x><h2>t</h2><p>a</p></a>",
       "<h2 id=\"r-s-1\"><a href=\"/x\">t</a></h2><p><a href=\"/x\">a</a></p>",
       "and so does a link");
    is("<p><b>a<b>b</b></b>", "<p><b>ab</b></p>", "none inside itself");
    is("<p>x<sub>i<sub>j</sub></sub>", "<p>x<sub>i<sub>j</sub></sub></p>",
       "but indices are");
    is("<p><strike>a</strike> <acronym title=b>c</acronym>",
       "<p><s>a</s> <abbr title=\"b\">c</abbr></p>", "old names");
    is("<p><time datetime=2026-03-04>x</time>"
       "<time datetime='2026\"'>y</time>",
       "<p><time datetime=\"2026-03-04\">x</time><time>y</time></p>",
       "a date is looked at");
    is("<p><bdo>a</bdo> <bdo dir=rtl>b</bdo>",
       "<p>a <bdo dir=\"rtl\">b</bdo></p>", "bdo needs a direction");
    is("<p><bdo dir=rtl>b</bdo>",
       "<p dir=\"rtl\"><bdo dir=\"rtl\">b</bdo></p>", "and has its own");
    is("<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby><rt>c</rt>",
       "<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>c</p>", "ruby");
    is("<p><b onclick=x style=y id=z class=w data-q=v>a</b>",
       "<p><b>a</b></p>", "attributes go");
}


static void
test_links(void)
{
    is("<a href='../x?y=1&amp;z=2'>a</a>",
       "<p><a href=\"/x?y=1&amp;z=2\">a</a></p>", "same origin: a path");
    is("<a href=//other.example/x>a</a>",
       "<p><a href=\"https://other.example/x\">a</a></p>", "another origin");
    is("<a href=javascript:alert(1)>a</a> <a href='java&#10;script:x'>b</a> "
       "<a>c</a>",
       "<p>a b c</p>", "no link of another scheme");
    is("<a href='mailto:a@b.example' rel='nofollow noopener' target=_blank>"
       "a</a>",
       "<p><a href=\"mailto:a@b.example\" rel=\"nofollow\">a</a></p>",
       "words of rel");
    is("<a href='/x\"><script>'>a</a>",
       "<p><a href=\"/x%22%3E%3Cscript%3E\">a</a></p>", "quotes in a URL");
    is("<a href=/1>a<a href=/2>b</a></a>",
       "<p><a href=\"/1\">a</a><a href=\"/2\">b</a></p>", "none in a link");
    is("<p><a href=#x>a</a><p id=x>b",
       "<p><a href=\"#r-1\">a</a></p><p id=\"r-1\">b</p>",
       "a link within the page");
    is("<a href=/a/page#x>a</a><h3 id=x>b</h3>",
       "<p><a href=\"#r-1\">a</a></p><h2 id=\"r-1\">b</h2>",
       "the same, written out");
    is("<a href=#%C3%BC>a</a><p><a name=\xC3\xBC></a>b",
       "<p><a href=\"#r-1\">a</a></p><p id=\"r-1\">b</p>",
       "names are decoded");
    is("<a href=#gone>a</a>", "<p>a</p>", "a part that is not there");
    is("<h2 id=t>a <a href=#t>#</a></h2>", "<h2 id=\"r-1\">a</h2>",
       "a heading's link to itself");
    is("<a href=#x>a</a><div id=x><div id=y><p>b</div></div>"
       "<a href=#y>c</a>",
       "<p><a href=\"#r-1\">a</a></p><p id=\"r-1\">b</p>"
       "<p><a href=\"#r-1\">c</a></p>",
       "two ids of one place are one");
}


static void
test_headings(void)
{
    is("<h1>a</h1><h3>b</h3><h6>c</h6>",
       "<h2 id=\"r-s-1\">a</h2><h3 id=\"r-s-2\">b</h3>"
       "<h4 id=\"r-s-3\">c</h4>",
       "levels below the title, none left out");
    is("<h2><div>a</div><div>b<br>c</div></h2>",
       "<h2 id=\"r-s-1\">a b c</h2>", "a heading is one line");
    is("<h2><button>a</button></h2>", "<h2 id=\"r-s-1\">a</h2>",
       "an accordion's heading");
    is("<h2>a<h3>b</h3></h2>",
       "<h2 id=\"r-s-1\">a</h2><h3 id=\"r-s-2\">b</h3>", "not nested");
}


static void
test_lists(void)
{
    is("<ul><li>a<li><p>b</p><p>c</p></ul>",
       "<ul><li>a</li><li>b<p>c</p></li></ul>", "one paragraph needs no p");
    is("<ul><li>a<ul><li>b</ul>c</ul>",
       "<ul><li>a<ul><li>b</li></ul><p>c</p></li></ul>", "lists in lists");
    is("<ul><li>a</li><ul><li>b</li></ul></ul>",
       "<ul><li>a<ul><li>b</li></ul></li></ul>",
       "a list beside an item goes into it");
    is("<ul>a<div>b</div><li>c</ul>",
       "<ul><li>a<p>b</p></li><li>c</li></ul>", "text beside items");
    is("<ul><li></li><li> <b></b></li></ul>", "", "nothing but empty ones");
    is("<ol start=3 type=a reversed><li value=7>a</ol>",
       "<ol start=\"3\" reversed=\"\" type=\"a\"><li value=\"7\">a</li></ol>",
       "numbers");
    is("<ol start=x type=q><li>a</ol>", "<ol><li>a</li></ol>",
       "what is none");
    is("<menu><li>a</menu>", "<ul><li>a</li></ul>", "menu is a list");
    is("<li>a", "<p>a</p>", "an item without a list");
    is("<dl><dt>a<dd>b<dd><p>c<p>d</dl>",
       "<dl><dt>a</dt><dd>b</dd><dd>c<p>d</p></dd></dl>", "terms");
    is("<dl><div><dt>a<dd>b</div>c</dl>",
       "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>", "terms in wrappers");
    is("<blockquote>a<p>b</blockquote>",
       "<blockquote><p>a</p><p>b</p></blockquote>", "a quotation");
    is("<details><summary>a<p>b</summary>c<ul><li>d</ul></details>",
       "<details><summary>a b</summary><p>c</p><ul><li>d</li></ul></details>",
       "details");
    is("<summary>a</summary>b", "<p>a</p><p>b</p>", "a summary of nothing");
}


static void
test_tables(void)
{
    is("<table><caption>c</caption><tr><th scope=col>a<th>b"
       "<tr><td colspan=2 align=right>d</table>",
       "<div class=\"t\" role=\"region\" aria-label=\"c\" tabindex=\"0\">"
       "<table><caption>c</caption><tbody><tr><th scope=\"col\">a</th>"
       "<th>b</th></tr><tr><td colspan=\"2\" align=\"right\">d</td></tr>"
       "</tbody></table></div>",
       "a table");
    is("<table><tr><td>a<td><tr><td class=ad>x<td>b</table>",
       "<div class=\"t\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">"
       "<table><tbody><tr><td>a</td><td></td></tr><tr><td></td><td>b</td>"
       "</tr></tbody></table></div>",
       "empty cells stay, and keep the others in place");
    is("<table><tr><td><p>a</p><p>b<ul><li>c</ul>d<td><h2>e</h2>"
       "<tr><td>f<td>g</table>",
       "<p>a</p><p>b</p><ul><li>c</li></ul><p>d</p>"
       "<h2 id=\"r-s-1\">e</h2><p>f</p><p>g</p>",
       "a page in a table is no table");
    is("<table><tr><th>x<th>y<tr><td><p>a</p><p>b<ul><li>c</ul>d"
       "<td><h3>e</h3></table>",
       "<div class=\"t\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">"
       "<table><tbody><tr><th>x</th><th>y</th></tr>"
       "<tr><td>a<br>b<ul><li>c</li></ul><br>d</td><td>e</td></tr>"
       "</tbody></table></div>",
       "blocks in cells");
    is("<table><tr><td>a</table>", "<p>a</p>", "one cell");
    is("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
       "<p>a</p><p>b</p><p>c</p><p>d</p>", "a layout that says so");
    is("<table><tr><td><table><tr><th>a<th>b<tr><td>c<td>d</table><td>e"
       "<tr><td>f<td>g</table>",
       "<div class=\"t\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">"
       "<table><tbody><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td>"
       "</tr></tbody></table></div><p>e</p><p>f</p><p>g</p>",
       "a table around a table is a layout");
    is("<table><tr><th>a<th colspan=4294967297>b<tr><td rowspan=99999>c"
       "<td colspan=0>d</table>",
       "<div class=\"t\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">"
       "<table><tbody><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td>"
       "</tr></tbody></table></div>",
       "spans out of bounds");
}


static void
test_code(void)
{
    is("<pre>a\n  b\n\nc</pre>",
       "<pre tabindex=\"0\">a\n  b\n\nc</pre>", "white space is kept");
    is("<pre>\n\n\na\n\n</pre>", "<pre tabindex=\"0\">a</pre>",
       "no blank lines at the ends");
    is("<pre><code class='hljs language-c++'>  <span>int</span> i;\n"
       "</code></pre>",
       "<pre tabindex=\"0\"><code class=\"language-c++\">  int i;</code></pre>",
       "code in a language");
    is("<div class='highlight highlight-source-js'><pre>x</pre></div>",
       "<pre tabindex=\"0\"><code class=\"language-js\">x</code></pre>",
       "a language around it");
    is("<pre class='brush: ruby; gutter: true'>x</pre>",
       "<pre tabindex=\"0\"><code class=\"language-ruby\">x</code></pre>",
       "another way to say it");
    is("<pre class='language-\"><b>'>x</pre>",
       "<pre tabindex=\"0\">x</pre>", "what is no language");
    is("<pre><div>a</div><div>b</div>c<br>d</pre>",
       "<pre tabindex=\"0\">a\nb\nc\nd</pre>", "lines as blocks");
    is("<pre><span class=lineno>1</span>a<p>b</pre>",
       "<pre tabindex=\"0\">a\nb</pre>", "no line numbers");
    is("<pre>a&#13;&#10;b</pre>", "<pre tabindex=\"0\">a\nb</pre>",
       "no returns");
    is("<p>x <code class=language-sh>ls</code>",
       "<p>x <code class=\"language-sh\">ls</code></p>", "code in a line");
    is("<pre> \n </pre>", "", "nothing");
}


static void
test_twice(void)
{
    is("<p>a <math alttext=x><mi>x</mi></math><img src=/x.png alt=x> b",
       "<p>a <math alttext=\"x\"><mi>x</mi></math> b</p>",
       "a formula is not shown twice");
    is("<p>a <math alttext='{\\displaystyle x}'><mi>x</mi></math>"
       "<img src=/x.png alt=x> b",
       "<p>a <math alttext=\"{\\displaystyle x}\"><mi>x</mi></math> b</p>",
       "whatever is said of its size");
    is("<p>a <math alttext=x><mi>x</mi></math><img src=/y.png alt=y>"
       "<img src=/x.png alt=x>",
       "<p>a <math alttext=\"x\"><mi>x</mi></math>"
       "<img src=\"/y.png\" alt=\"y\" loading=\"lazy\">"
       "<img src=\"/x.png\" alt=\"x\" loading=\"lazy\"></p>",
       "other images are other images");
    is("<h2>A<span class=mw-editsection>[<a href=/e>edit</a>]</span></h2>",
       "<h2 id=\"r-s-1\">A</h2>", "no link to edit a section");
}


static void
test_header(void)
{
    is("<p class=by>By Ada<p>x", "<p>x</p>", "the header has the byline");
    is("<div> <a class=by href=/ada>Ada</a> </div><p>x", "<p>x</p>",
       "whatever element of its line it is");
    is("<p>As <a class=by href=/ada>Ada</a> says, so it is.",
       "<p>As <a href=\"/ada\">Ada</a> says, so it is.</p>",
       "but a sentence keeps its words");
}


static void
test_figures(void)
{
    is("<figure><img src=/a.jpg alt=x><figcaption><p>c</figcaption></figure>",
       "<figure><img src=\"/a.jpg\" alt=\"x\" loading=\"lazy\">"
       "<figcaption>c</figcaption></figure>",
       "a figure");
    is("<div><div><img src=/a.jpg></div><div class=credit>c</div></div>",
       "<figure><img src=\"/a.jpg\" alt=\"\" loading=\"lazy\">"
       "<figcaption>c</figcaption></figure>",
       "a caption without a figure gets one");
    is("<figure><a href=/b><img src=/a.jpg></a></figure>",
       "<figure><a href=\"/b\"><img src=\"/a.jpg\" alt=\"\" "
       "loading=\"lazy\"></a></figure>",
       "an image that is a link");
    is("<figure><figure><img src=/a.jpg></figure>"
       "<figure><img src=/b.jpg></figure></figure>",
       "<figure><img src=\"/a.jpg\" alt=\"\" loading=\"lazy\">"
       "</figure><figure><img src=\"/b.jpg\" alt=\"\" "
       "loading=\"lazy\"></figure>",
       "a gallery is no figure");
    is("<figcaption>c</figcaption>", "<p>c</p>", "a caption of nothing");
    reads("<p>a<figure><img src=/a.jpg alt=x><figcaption>c</figcaption>"
          "</figure><p>b",
          "a\nb", "captions are not running text");
}


static void
test_math(void)
{
    is("<p>x <math alttext='a/b' onclick=x><semantics><mfrac linethickness=0>"
       "<mi>a</mi><mi mathvariant=bold>b</mi></mfrac>"
       "<annotation encoding='application/x-tex'>\\frac ab</annotation>"
       "</semantics></math>",
       "<p>x <math alttext=\"a/b\"><semantics><mfrac linethickness=\"0\">"
       "<mi>a</mi><mi>b</mi></mfrac></semantics></math></p>",
       "presentation markup, without annotations");
    is("<math display=block><mtext><b>x</b>y</mtext><mrow>z</mrow></math>",
       "<p><math display=\"block\"><mtext>y</mtext><mrow></mrow></math></p>",
       "text in tokens only, and no HTML");
    is("<math><maction><mi>a</mi></maction><mglyph></mglyph>"
       "<ms>&lt;/math&gt;</ms></math>",
       "<p><math><ms>&lt;/math&gt;</ms></math></p>", "no actions");
    is("<p>a<svg><title>t</title><script>x</script></svg>b", "<p>atb</p>",
       "an SVG is its title");
}


static void
test_notes(void)
{
    is("<p>a<sup><a href=#fn1>1</a></sup>"
       "<ol><li id=fn1>n <a href=#ref1>b</a></ol>",
       "<p>a<sup><a href=\"#r-1\">1</a></sup></p>"
       "<section aria-label=\"Footnotes\"><ol><li id=\"r-1\">n b</li></ol>"
       "</section>",
       "a note");
    is("<p>a<sup id=ref1><a href=#fn1>1</a></sup>"
       "<ol><li id=fn1>n <a href=#ref1>b</a></ol>",
       "<p>a<sup id=\"r-1\"><a href=\"#r-2\">1</a></sup></p>"
       "<section aria-label=\"Footnotes\"><ol><li id=\"r-2\">n "
       "<a href=\"#r-1\" aria-label=\"Back to text\">b</a></li></ol>"
       "</section>",
       "and back");
}


static void
test_languages(void)
{
    is("<p lang=fr>a<p lang='x\"y'>b<p lang=de-AT dir=rtl>c",
       "<p lang=\"fr\">a</p><p>b</p><p lang=\"de-AT\" dir=\"rtl\">c</p>",
       "lang and dir by pattern");
    is("<div lang=fr><p>a<p lang=fr>b</div>",
       "<p lang=\"fr\">a</p><p lang=\"fr\">b</p>", "of a wrapper");
    is("<blockquote lang=la><p>a</blockquote>",
       "<blockquote lang=\"la\"><p>a</p></blockquote>", "once");
    is("<p>a <span lang=ja>b</span> <i lang=la>c</i>",
       "<p>a <span lang=\"ja\">b</span> <i lang=\"la\">c</i></p>", "inline");
    is("<span dir=ltr>a<div dir=rtl>b</div></span>",
       "<p dir=\"ltr\"><span>a</span></p><p dir=\"rtl\"><span>b</span></p>",
       "a block in another direction than the element around it");
}


static void
test_running_text(void)
{
    reads("<h2>a</h2><p>b<b>c</b> d<br>e<ul><li>f<li>g</ul>",
          "a\nbc d\ne\nf\ng", "a block a line");
    reads("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a\tb\nc\td",
          "cells");
    reads("<p>a<p>b &lt;c&gt;", "a\nb <c>", "nothing is escaped");
}


static void
test_bounds(void)
{
    static char html[200000];
    size_t length = 0, depth = 0, most = 0;
    reader_string_t view;

    for (unsigned i = 0; i < 200; i++) {
        length += (size_t) sprintf(html + length, "<blockquote>");
    }

    length += (size_t) sprintf(html + length, "<p>deep");
    view = fixture_view(content, (reader_string_t) { html, length });

    for (size_t i = 0; i + 1 < view.length; i++) {
        depth += view.data[i] == '<' && view.data[i + 1] != '/';
        depth -= view.data[i] == '<' && view.data[i + 1] == '/';
        most = depth > most ? depth : most;
    }

    ok(most > 32 && most <= READER_DEPTH_MAX, "depth is bounded");
    ok(memmem(view.data, view.length, "deep", 4) != NULL, "nothing is lost");

    /* a link of 2,000 bytes around each of 2,000 paragraphs */
    length = (size_t) sprintf(html, "<a href=https://x.example/");
    memset(html + length, 'a', 2000);
    length += 2000;
    html[length++] = '>';

    for (unsigned i = 0; i < 2000; i++) {
        length += (size_t) sprintf(html + length, "<p>x");
    }

    view = fixture_view(content, (reader_string_t) { html, length });
    is_str(view, "result too_large", "what grows beyond the page is too large");
}


int
main(void)
{
    test_paragraphs();
    test_space();
    test_inline();
    test_links();
    test_headings();
    test_lists();
    test_tables();
    test_code();
    test_figures();
    test_header();
    test_twice();
    test_math();
    test_notes();
    test_languages();
    test_running_text();
    test_bounds();

    local = false;
    is("<a href=/x>a</a><img src=/b.png>",
       "<p><a href=\"https://site.example/x\">a</a>"
       "<img src=\"https://site.example/b.png\" alt=\"\" loading=\"lazy\">"
       "</p>",
       "whole addresses for other formats");

    return done_testing();
}
