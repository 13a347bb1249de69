/*
 * Pages that a skeleton is not exact for are shown as they are, but under the
 * same limits, and without what takes the process down in Gumbo 0.10.1:
 *
 * CDATA sections, where one is followed by text, in an element of SVG or
 * MathML that may hold HTML, in a table (an assertion in handle_in_table).
 * Whether one is in such a place is for the tree builder to say; so none is
 * shown at all.
 *
 * Elements of SVG or MathML with names like td and select.  When a table or a
 * template ends, the insertion mode is reset by the names of what is open
 * (13.2.4.1), and Gumbo does not look whether they are HTML.  Then it closes
 * cells and selects that are not there (close_current_cell, and others).  Such
 * pages are refused, with all that might be one.
 */

#include "sift_parts.h"

#include "ascii.h"
#include "sift_raw.h"

#include <string.h>

#define CDATA "<![CDATA["


static bool
has_root(const char *at, const char *end)
{
    reader_string_t rest = { at, (size_t) (end - at) };

    return reader_ascii_contains(rest, "<svg")
           || reader_ascii_contains(rest, "<math");
}


/* Whether there is what may be a start tag of such a name. */
static bool
has_mode_tag(const char *at, const char *end)
{
    while ((at = memchr(at, '<', (size_t) (end - at))) != NULL) {
        const char *from = ++at;

        while (at < end
               && (reader_ascii_letter(*at) || reader_ascii_digit(*at))) {
            at++;
        }

        if (reader_classes[reader_class_tag(
                (reader_string_t) { from, (size_t) (at - from) })]
            & READER_CLASS_MODE) {
            return true;
        }
    }

    return false;
}


/*
 * What is open in SVG or MathML is known while each tag is one of those below,
 * and each end tag that of the innermost; then it is also known to end.  Else
 * all that follows may be in there.
 */
static bool
lose(reader_sifter_t *s, const char *from)
{
    s->lost = true;

    return !has_mode_tag(from, s->end);
}


static bool
nest(reader_sifter_t *s, const reader_tag_t *tag)
{
    if (s->nested == READER_OPEN_DEPTH_MAX || s->empty) {
        /* behind "</>", Gumbo does not find the name again */
        return lose(s, tag->end);
    }

    s->foreign[s->nested++] = tag->name;

    return true;
}


/*
 * HTML inside SVG that ends there: where each has an end tag, each is closed by
 * that or by what is around it, and none is opened again behind that.
 */
enum {
    CONTAINER = 1,
    VOID
};

static const uint8_t simple[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_DIV] = CONTAINER,  [GUMBO_TAG_P] = CONTAINER,
    [GUMBO_TAG_SPAN] = CONTAINER, [GUMBO_TAG_A] = CONTAINER,
    [GUMBO_TAG_B] = CONTAINER,    [GUMBO_TAG_EM] = CONTAINER,
    [GUMBO_TAG_I] = CONTAINER,    [GUMBO_TAG_STRONG] = CONTAINER,
    [GUMBO_TAG_BR] = VOID,        [GUMBO_TAG_IMAGE] = VOID,
    [GUMBO_TAG_IMG] = VOID,
};


/* What holds HTML (13.2.6); for annotation-xml see is_unclear(). */
static bool
is_point(const reader_sifter_t *s, GumboTag name)
{
    switch (name) {

    case GUMBO_TAG_FOREIGNOBJECT:
    case GUMBO_TAG_DESC:
    case GUMBO_TAG_TITLE:
        return reader_ascii_is(s->foreign[0], "svg");

    case GUMBO_TAG_MI:
    case GUMBO_TAG_MO:
    case GUMBO_TAG_MN:
    case GUMBO_TAG_MS:
    case GUMBO_TAG_MTEXT:
        return reader_ascii_is(s->foreign[0], "math");

    default:
        return false;
    }
}


/* What may break out, or hold HTML for all that its tag says. */
static bool
is_unclear(const reader_sifter_t *s, const reader_tag_t *tag, GumboTag name)
{
    reader_string_t more = { tag->name.data,
                             (size_t) (tag->end - tag->name.data) };

    switch (name) {

    case GUMBO_TAG_FOREIGNOBJECT:
        return false;

    case GUMBO_TAG_ANNOTATION_XML:
        return reader_ascii_contains(more, "html")
               || memchr(more.data, '&', more.length) != NULL;

    case GUMBO_TAG_SVG:
        return reader_ascii_is(s->foreign[s->nested - 1], "annotation-xml");

    default:
        return reader_classes[name] & READER_CLASS_TANGLED;
    }
}


static bool
nest_foreign(reader_sifter_t *s, const reader_tag_t *tag, GumboTag name)
{
    unsigned class = reader_classes[name];

    if (s->point != 0) {
        return simple[name] == VOID
               || (simple[name] == CONTAINER ? nest(s, tag)
                                             : lose(s, tag->name.data - 1));
    }

    if (class & READER_CLASS_BREAKOUT) {
        s->nested = 0; /* for nothing that is open may hold HTML */
        return true;
    }

    if (class & READER_CLASS_MODE) {
        return false;
    }

    if (is_unclear(s, tag, name)) {
        return lose(s, tag->end);
    }

    if (tag->self_closing) {
        return true;
    }

    s->point = is_point(s, name) ? s->nested + 1 : 0;

    return nest(s, tag);
}


bool
reader_whole_start(reader_sifter_t *s, const reader_tag_t *tag, GumboTag name)
{
    s->select |= name == GUMBO_TAG_SELECT || name == GUMBO_TAG_FRAMESET;
    s->template |= name == GUMBO_TAG_TEMPLATE;
    s->col |= name == GUMBO_TAG_COL;

    if (s->lost) {
        return true;
    }

    if (s->nested != 0) {
        return nest_foreign(s, tag, name);
    }

    return !(reader_classes[name] & READER_CLASS_ROOT) || tag->self_closing
           || nest(s, tag);
}


/*
 * A select and a frameset ignore start tags that are followed by raw text
 * elsewhere, a template with columns even scripts: what they contain is markup
 * there, which may end anywhere.  So is all of it in SVG.
 */
bool
reader_whole_is_raw(const reader_sifter_t *s)
{
    return s->nested == 0 || s->lost || s->select || s->template;
}


bool
reader_whole_contents(reader_sifter_t *s, GumboTag name, const char *from)
{
    bool ignored = s->nested != 0 || (s->select && name != GUMBO_TAG_SCRIPT)
                   || (s->template && s->col);

    if (s->lost || !ignored
        || memchr(from, '<', (size_t) (s->at - from)) == NULL) {
        return true;
    }

    return lose(s, from) || (s->nested == 0 && !has_root(from, s->end));
}


/* Gumbo takes all behind a name for part of it, so "</svg >" ends no <svg>. */
bool
reader_whole_end(reader_sifter_t *s, const reader_tag_t *tag)
{
    bool bare = tag->end == tag->name.data + tag->name.length + 1;

    if (s->lost || s->nested == 0) {
        return true;
    }

    if (!bare || s->empty
        || !reader_ascii_same(s->foreign[s->nested - 1], tag->name)) {
        return lose(s, tag->end);
    }

    s->nested--;

    if (s->nested < s->point) {
        s->point = 0;
    }

    return true;
}


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

    if (!has_root(at, end)) {
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
