/* Broken lines: where they end, and what RFC 3676 wants of them. */

#include "text_wrap.h"
#include "view_fixture.h"

#include "tap.h"


static void
wraps(const char *text, size_t width, const char *want, const char *name)
{
    static const reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);

    is_str(reader_text_wrap(arena, (reader_string_t) { text, strlen(text) },
                            width, width, false),
           want, name);
    reader_arena_free(arena);
}


/* A view's lines behind title, meta line and address. */
static void
is(const char *html, const char *want, const char *name)
{
    static const char head[] = "1 min.\nhttps://site.example/a/page\n\n";
    reader_string_t view = fixture_view(
        reader_view_text, (reader_string_t) { html, strlen(html) });

    view.data += sizeof(head) - 1;
    view.length -= sizeof(head);
    is_str(view, want, name);
}


static void
test_wrap(void)
{
    wraps("aaa bbb ccc", 7, "aaa bbb\nccc", "a line may be full");
    wraps("aaa bbb ccc", 6, "aaa\nbbb\nccc", "but not more");
    wraps("aaa\nbb", 20, "aaa\nbb", "lines of their own stay");
    wraps("", 20, "", "nothing");
    wraps("a https://site.example/a-b_c/d e", 10,
          "a\nhttps://site.example/a-b_c/d\ne", "an address stays whole");
    wraps("e\u0301e\u0301e\u0301 bb", 6, "e\u0301e\u0301e\u0301 bb",
          "marks take no cell");
    wraps("aa\u00A0bb cc", 6, "aa\u00A0bb\ncc", "no break at a no-break space");
    wraps("\u4E2D\u6587\u4E2D\u6587", 5, "\u4E2D\u6587\n\u4E2D\u6587",
          "two cells each, and a break anywhere");
    wraps("\u4E2D\u6587\u3002\u4E2D\u6587", 5,
          "\u4E2D\n\u6587\u3002\n\u4E2D\u6587", "but not before a full stop");
    wraps("\u4E2D\u6587\u300C\u4E2D\u6587", 7,
          "\u4E2D\u6587\n\u300C\u4E2D\u6587", "nor after a bracket");
    wraps("\u4E2D\u6587abc\u4E2D", 7, "\u4E2D\u6587abc\n\u4E2D",
          "between scripts");
    wraps("\uD55C\uAD6D\uC5B4 \uD55C\uAD6D", 8, "\uD55C\uAD6D\uC5B4\n\uD55C\uAD6D",
          "Korean at spaces");
}


static void
test_flowed(void)
{
    fixture_document.wrap = 20;
    is("<p>The mill had stood empty since the flood.",
       "The mill had stood \nempty since the \nflood.",
       "a paragraph can be joined again");
    is("<ul><li>The mill had stood empty since the flood.</ul>",
       "* The mill had stood\n   empty since the\n   flood.",
       "an item has lines of its own, and a space before one");
    is("<blockquote><p>The mill had stood empty.</blockquote>",
       "> The mill had stood \n> empty.", "a quote");
    is("<blockquote><blockquote><p>The mill had stood.</blockquote>"
       "</blockquote>",
       ">> The mill had \n>> stood.", "marks of quotes stand together");
    is("<p>&gt; no quote<p>From here", " > no quote\n\n From here",
       "no mark of a quote, no line of a mailbox");
    is("<pre>a b c d e f g h i j k l m n o p\n  x  \n</pre>",
       "     a b c d e f g h i j k l m n o p\n       x",
       "code is not broken; a space at its end would join it");
    is("<h2>The mill had stood empty</h2><p>x",
       "\nThe mill had stood\nempty\n------------------\n\nx",
       "the widest line is underlined");
    is("<p>a <a href=/a-very-long/address/of/a/page>b</a>",
       "a b [1]\n\nLinks\n[1] https://site.example/a-very-long/address/of/a/page",
       "addresses are not broken");
    is("<table><tr><th>A<th>B<tr><td>0123456789<td>0123456789</table>",
       "A: 0123456789\nB: 0123456789", "a table that has no room");
    fixture_document.wrap = 0;
}


int
main(void)
{
    test_wrap();
    test_flowed();

    return done_testing();
}
