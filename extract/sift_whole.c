/*
 * Pages that a skeleton is not exact for are shown as they are, but under the
 * same limits, and with one thing kept from Gumbo 0.10.1: it takes the
 * process down (an assertion in handle_in_table) where a CDATA section is
 * followed by text, in an element of SVG or MathML that may hold HTML, in a
 * table.  CDATA is that in SVG and MathML only; elsewhere it is a comment, or
 * text of a script, and stays so when one of its letters is another.
 */

#include "sift_parts.h"

#include "ascii.h"

#include <string.h>

#define CDATA "<![CDATA["


/*
 * Raw text is none in SVG, MathML, select, frameset, and maybe template; what
 * the page holds behind the first of these is not sure to be unused.  Scripts
 * are scripts in select and template.
 */
void
reader_whole_unused(reader_sifter_t *s, reader_string_t part, bool script)
{
    const char *at = part.data, *end = at + part.length;
    bool ignored = s->frames || s->depth.open[GUMBO_TAG_SVG] != 0
                   || s->depth.open[GUMBO_TAG_MATH] != 0;

    if (script ? ignored : s->unsure) {
        return;
    }

    while ((at = memmem(at, (size_t) (end - at), CDATA, strlen(CDATA)))
           != NULL) {
        s->out[at - s->start + 3] = 'c';
        at++;
    }
}


/* Whatever has kept from being found above. */
static bool
may_abort(const reader_sifter_t *s)
{
    reader_string_t shown = { s->out, s->shown };

    return memmem(s->out, s->shown, CDATA, strlen(CDATA)) != NULL
           && (reader_ascii_contains(shown, "<svg")
               || reader_ascii_contains(shown, "<math"));
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
    s->whole = true;
    s->out = reader_arena_alloc(arena, page.length + READER_SIFT_PADDING);
    s->shown = page.length;
    memcpy(s->out, s->start, page.length);
    memset(s->out + page.length, 0, READER_SIFT_PADDING);

    if (!reader_sift_run(s)) {
        return READER_TOO_DEEP;
    }

    reader_sift_result(s, sift);

    return may_abort(s) ? READER_ERROR : READER_OK;
}
