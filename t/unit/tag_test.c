/* Tags: where they end, their names and attributes as written. */

#include "buffer.h"
#include "tag.h"
#include "tap.h"

typedef struct {
    const char *html;
    const char *read; /* name, end, attributes [name=value]; "" if cut off */
} tag_case_t;

static const tag_case_t cases[] = {
    { "<a>", "a 3" },
    { "<A HREF=x>y", "A 10 [HREF=x]" },
    { "</a b=c>", "/a 8 [b=c]" },
    { "<a/>", "a/ 4" },
    { "<a / >", "a 6" },
    { "<a b/c>", "a 7 [b] [c]" },
    { "<a b=c/>", "a 8 [b=c/]" },
    { "<a b='c'/>", "a/ 10 [b=c]" },
    { "<a b=\">\" c='\"'>", "a 15 [b=>] [c=\"]" },
    { "<a b = c\n=\td>", "a 13 [b=c] [=] [d]" },
    { "<a =b=c>", "a 8 [=b=c]" },
    { "<a b=>", "a 6 [b]" },
    { "<a b=''>", "a 8 [b=]" },
    { "<a b'c\"d<e>", "a 11 [b'c\"d<e]" },
    { "<a b=c'd\"e`f<g>", "a 15 [b=c'd\"e`f<g]" },
    { "<a b=\"c\"d>", "a 10 [b=c] [d]" },
    { "<a\rb\fc\td\ne>", "a 11 [b] [c] [d] [e]" },
    { "<a\x01\x0b b>", "a\x01\x0b 7 [b]" },
    { "<b-c:d.e>", "b-c:d.e 9" },
    { "<a", "" },
    { "<a b", "" },
    { "<a b=", "" },
    { "<a b='c>", "" },
    { "<a b=\"c\"", "" },
    { "<a /", "" },
};


static reader_string_t
describe(reader_buffer_t *out, reader_string_t html)
{
    const char *end = html.data + html.length, *at;
    reader_tag_t tag;
    reader_attribute_t attribute;
    unsigned count = 0;

    out->length = 0;

    if (!reader_tag_read(html.data, end, &tag, NULL)) {
        return reader_buffer_value(out);
    }

    reader_buffer_text(out, tag.closing ? "/" : "");
    reader_buffer_string(out, tag.name);
    reader_buffer_text(out, tag.self_closing ? "/ " : " ");
    reader_buffer_number(out, (unsigned long) (tag.end - html.data));
    at = tag.name.data + tag.name.length;

    while (reader_tag_attribute(&at, tag.end, &attribute)) {
        reader_buffer_text(out, " [");
        reader_buffer_string(out, attribute.name);

        if (attribute.value.data != NULL) {
            reader_buffer_byte(out, '=');
            reader_buffer_string(out, attribute.value);
        }

        reader_buffer_byte(out, ']');
        count++;
    }

    if (count != tag.attributes) {
        reader_buffer_text(out, " counted wrongly");
    }

    return reader_buffer_value(out);
}


int
main(void)
{
    reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);
    reader_buffer_t out;

    reader_buffer_init(&out, arena, 256);

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reader_string_t html = { cases[i].html, strlen(cases[i].html) };

        is_str(describe(&out, html), cases[i].read, cases[i].html);
    }

    reader_arena_free(arena);

    return done_testing();
}
