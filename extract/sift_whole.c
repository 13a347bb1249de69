/*
 * Pages that a skeleton is not exact for are shown as they are, but under the
 * same limits, and without CDATA sections.  Gumbo 0.10.1 takes the process
 * down (an assertion in handle_in_table) where one is followed by text, in an
 * element of SVG or MathML that may hold HTML, in a table.  Whether one is in
 * such a place is for the tree builder to say; so none is shown at all.
 */

#include "sift_parts.h"

#include "ascii.h"
#include "sift_raw.h"

#include <string.h>

#define CDATA "<![CDATA["


/*
 * CDATA is text in SVG and MathML, where a view has next to no use for it:
 * there it becomes a comment of blanks.  Elsewhere it is a comment already.
 */
const char *
reader_whole_declaration(reader_sifter_t *s)
{
    size_t left = (size_t) (s->end - s->at);
    const char *end;
    char *out = s->out + (s->at - s->start);

    if (left < strlen(CDATA) || memcmp(s->at, CDATA, strlen(CDATA)) != 0
        || (s->depth.open[GUMBO_TAG_SVG] == 0
            && s->depth.open[GUMBO_TAG_MATH] == 0)) {
        return reader_comment_end(s->at, s->end);
    }

    end = memmem(s->at, left, "]]>", 3);
    end = end == NULL ? s->end : end + 3;
    memset(out, ' ', (size_t) (end - s->at));
    memcpy(out, "<!--", 4);
    memcpy(s->out + (end - s->start) - 3, "-->", 3);
    s->repaired = true;

    return end;
}


/*
 * Those that were not found as what they are: a comment stays one when a
 * letter is another, and scripts are not read from here.
 */
static void
break_others(reader_sifter_t *s)
{
    char *at = s->out, *end = at + s->shown;
    reader_string_t shown = { s->out, s->shown };

    if (!reader_ascii_contains(shown, "<svg")
        && !reader_ascii_contains(shown, "<math")) {
        return; /* nothing may hold one */
    }

    while ((at = memmem(at, (size_t) (end - at), CDATA, strlen(CDATA)))
           != NULL) {
        at[3] = 'c';
        s->repaired = true;
    }
}


reader_result_t
reader_sift_whole(reader_arena_t *arena, reader_sift_t *sift)
{
    reader_sifter_t *s = reader_arena_array(arena, 1, sizeof(*s));
    reader_string_t page = sift->page;

    s->arena = arena;
    s->start = s->at = page.length == 0 ? "" : page.data;
    s->end = s->start + page.length;
    s->sets = reader_sets_new(arena);
    reader_attribute_list_init(&s->attributes, arena, 64);
    s->whole = true;
    s->out = reader_arena_alloc(arena, page.length + READER_SIFT_PADDING);
    s->shown = page.length;
    memcpy(s->out, s->start, page.length);
    memset(s->out + page.length, 0, READER_SIFT_PADDING);

    if (!reader_sift_run(s)) {
        return READER_TOO_DEEP;
    }

    break_others(s);
    reader_sift_result(s, sift);

    return READER_OK;
}
