#include "sift_parts.h"

#include "ascii.h"
#include "charref.h"
#include "scan.h"
#include "sift_raw.h"

#include <string.h>

/* Pages hold doctypes of at most some 130 bytes. */
#define DOCTYPE_MAX 512

/* html and body tags with attributes, each of which is given a name. */
#define MERGED_MAX 64

/* What start tags may say more of than that there is a body. */
#define FOLLOWED                                                              \
    (READER_CLASS_WHOLE | READER_CLASS_RCDATA | READER_CLASS_RAWTEXT          \
     | READER_CLASS_HEAD | READER_CLASS_NOTED)

/* Bytes read between two looks at the clock, at least. */
#define SPENT_AT_ONCE 1024

/* A name for a number: as good as the attributes for telling tags apart. */
#define ID_ROOM 12


static reader_string_t
write_id(char *room, uint32_t number)
{
    char *at = room + ID_ROOM;

    do {
        *--at = (char) ('a' + number % 26);
        number /= 26;
    } while (number != 0);

    *--at = ' ';

    return (reader_string_t) { at, (size_t) (room + ID_ROOM - at) };
}


static bool
is_hidden(reader_sifter_t *s, const reader_tag_t *tag)
{
    const char *at = tag->name.data + tag->name.length;
    reader_attribute_t attribute;

    while (reader_tag_attribute(&at, tag->end, &attribute)) {
        if (reader_ascii_is(attribute.name, "type")) {
            return reader_ascii_is(
                reader_charref_decode(s->arena, attribute.value, true),
                "hidden");
        }
    }

    return false;
}


/*
 * With what tree construction reads of a tag's attributes: whether formatting
 * elements are equal, the names that a second html or body tag adds, and
 * whether an input is hidden.
 */
static void
show_attributes(reader_sifter_t *s, const reader_tag_t *tag,
                const reader_sift_name_t *known, uint32_t set)
{
    char room[ID_ROOM];
    reader_string_t more = { "", 0 };

    if (set != 0) {
        more = write_id(room, set);

    } else if (known->tag != GUMBO_TAG_INPUT) {
        more = write_id(room, s->merged++);

    } else if (is_hidden(s, tag)) {
        more = (reader_string_t) { " type=hidden", 12 };
    }

    reader_skeleton_start_more(s, tag, known, more);
}


/* Notes what the tag says of where the tree builder is; false: not exact. */
static bool
follow_start(reader_sifter_t *s, GumboTag name)
{
    unsigned class = reader_classes[name];

    if (class & READER_CLASS_WHOLE) {
        return false;
    }

    if (s->select
        && ((class & (READER_CLASS_RCDATA | READER_CLASS_RAWTEXT))
            || name == GUMBO_TAG_TEMPLATE)) {
        return false; /* all but scripts are ignored in a select */
    }

    if (!(class & READER_CLASS_HEAD)) {
        s->body = true;
    }

    switch (name) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
        return s->merged < MERGED_MAX;

    case GUMBO_TAG_UNKNOWN:
        s->unknown = true;
        break;

    case GUMBO_TAG_TEMPLATE:
        s->template = true;
        s->columns = true;
        break;

    case GUMBO_TAG_COL:
        s->col = true;
        s->columns = true;
        break;

    case GUMBO_TAG_COLGROUP:
        s->columns = true;
        break;

    case GUMBO_TAG_SELECT:
        s->select = true;
        break;

    default:
        break;
    }

    return !(s->template && s->col);
}


static bool
show_start(reader_sifter_t *s, const reader_tag_t *tag,
           const reader_sift_name_t *known, uint32_t set)
{
    GumboTag name = known->tag;
    unsigned class = known->class;
    bool select = s->select;

    if (!(class & FOLLOWED)) {
        s->body = true;

    } else if (!follow_start(s, name)) {
        return false;
    }

    s->around = name;
    reader_fold_before(s, name);

    if (select || (class & READER_CLASS_MOVES)) {
        /* most tags are ignored there; others may move what is open */
        reader_skeleton_pending(s);
        s->pending &= select;

    } else if (!(class & READER_CLASS_IGNORABLE)) {
        s->pending = false;
        s->comment = false;
    }

    if (set != 0
        || ((class & READER_CLASS_ATTRIBUTES) && tag->attributes != 0)) {
        show_attributes(s, tag, known, set);
    } else {
        reader_skeleton_start(s, tag, known);
    }

    s->newline = (class & READER_CLASS_NEWLINE) != 0;
    reader_fold_start(s, name);

    return true;
}


static void
show_end(reader_sifter_t *s, const reader_sift_name_t *known)
{
    GumboTag name = known->tag;

    if (name == GUMBO_TAG_SELECT) {
        s->select = false;

    } else if (name == GUMBO_TAG_FORM) {
        reader_skeleton_pending(s); /* a form may be taken from around text */
    }

    reader_fold_end(s, known);
    s->newline = false;
}


static __attribute__((noinline)) const reader_sift_name_t *
learn(reader_sifter_t *s, const reader_tag_t *tag, reader_sift_name_t *known)
{
    GumboTag name = reader_class_tag(tag->name);
    const char *text = "x"; /* all names that Gumbo does not know are alike */

    if (tag->name.length > sizeof(tag->bytes)) {
        known = &s->long_name;
    }

    if (name != GUMBO_TAG_UNKNOWN) {
        text = gumbo_normalized_tagname(name);
    }

    known->bytes = tag->bytes;
    known->written = (uint8_t) tag->name.length;
    known->tag = (uint16_t) name;
    known->class = reader_classes[name];
    known->length = (uint8_t) strlen(text);
    memcpy(known->shown, text, known->length);

    return known;
}


/* Asks Gumbo once for each spelling, of up to 8 bytes. */
static inline const reader_sift_name_t *
name_of(reader_sifter_t *s, const reader_tag_t *tag)
{
    reader_sift_name_t *known =
        &s->names[(tag->bytes * 0x9E3779B97F4A7C15u) >> 56];

    return known->bytes == tag->bytes && known->written == tag->name.length
               ? known
               : learn(s, tag, known);
}


/* <svg> or <math>, in HTML; false if a limit is passed. */
static bool
read_root(reader_sifter_t *s, const reader_tag_t *tag, GumboTag name)
{
    if (s->whole) {
        return tag->self_closing || reader_depth_open(&s->depth, name, 0);
    }

    s->body = true;
    s->inexact = s->select || !reader_foreign_start(s, tag, name);

    return true;
}


/* False if a limit is passed. */
static bool
read_start(reader_sifter_t *s, const reader_tag_t *tag)
{
    const reader_sift_name_t *known = name_of(s, tag);
    GumboTag name = known->tag;
    unsigned class = known->class;
    const char *contents = s->at;
    uint32_t set = 0;

    if (++s->start_tags > READER_START_TAGS_MAX
        || tag->attributes > READER_ATTRIBUTES_MAX) {
        return false;
    }

    if (s->foreign_depth != 0) {
        if (s->foreign_depth + s->depth.depth >= READER_OPEN_DEPTH_MAX
            && !tag->self_closing) {
            return false;
        }

        s->inexact = !reader_foreign_start(s, tag, name);

        if (s->inexact || s->foreign_depth != 0) {
            return true;
        }
    }

    if (s->whole && !reader_whole_start(s, tag, name)) {
        return false;
    }

    if (class & READER_CLASS_ROOT) {
        return read_root(s, tag, name);
    }

    if ((class & READER_CLASS_COMPARED) && tag->attributes != 0) {
        set = reader_sets_number(s->sets, tag);
    }

    if (!s->whole && !show_start(s, tag, known, set)) {
        s->inexact = true;
        return true;
    }

    if (!reader_depth_open(&s->depth, name, set)) {
        return false;
    }

    if ((class & READER_CLASS_RAW)
        && (!s->whole || reader_whole_is_raw(s))) {
        reader_sift_contents(s, tag, name);

    } else if (name == GUMBO_TAG_PLAINTEXT) {
        s->at = s->end;
    }

    return !s->whole || s->at == contents
           || reader_whole_contents(s, name, contents);
}


/* False if a limit is passed. */
static bool
read_end(reader_sifter_t *s, const reader_tag_t *tag)
{
    const reader_sift_name_t *known = name_of(s, tag);
    GumboTag name = known->tag;

    if (s->foreign_depth != 0) {
        bool shown;

        s->inexact = !reader_foreign_end(s, tag, name, &shown);

        if (s->inexact || shown) {
            return true;
        }
    }

    s->around = GUMBO_TAG_LAST;
    reader_depth_close(&s->depth, name);

    if (s->whole) {
        return reader_whole_end(s, tag);
    }

    show_end(s, known);

    return true;
}


/* A tag that the end of the page cuts off is no token. */
static bool
read_tag(reader_sifter_t *s, reader_tag_t *tag, reader_attribute_list_t *list)
{
    bool complete = reader_tag_read(s->at, s->end, tag, list);

    s->at = complete ? tag->end : s->end;

    return complete;
}


/* False if a limit is passed. */
static bool
read_start_tag(reader_sifter_t *s)
{
    reader_tag_t tag;
    bool passed = true;

    s->attributes_before = s->attributes.count;

    if (read_tag(s, &tag, s->whole ? NULL : &s->attributes)) {
        passed = read_start(s, &tag);
        s->empty = false;
    }

    return passed;
}


/* False if a limit is passed. */
static bool
read_end_tag(reader_sifter_t *s)
{
    reader_tag_t tag;
    bool passed = true;

    if (read_tag(s, &tag, NULL)) {
        passed = read_end(s, &tag);
        s->empty = false;
    }

    return passed;
}


/* Text of SVG or MathML; false where HTML could come in between. */
static bool
read_cdata(reader_sifter_t *s)
{
    const char *from = s->at + sizeof("<![CDATA[") - 1;
    const char *to = memmem(from, (size_t) (s->end - from), "]]>", 3);

    if (to == NULL || s->foreign_text) {
        return false;
    }

    if (to != from) {
        reader_skeleton_text(s, from, reader_scan_space(from, to), to, true);
    }

    s->at = to + 3;

    return true;
}


/* The declaration or comment at s->at, which starts with "<!". */
static void
read_declaration(reader_sifter_t *s)
{
    reader_string_t rest = { s->at + 2, (size_t) (s->end - s->at - 2) };
    const char *end;

    s->empty = false;

    if (s->whole) {
        s->at = reader_whole_declaration(s);
        return;
    }

    end = reader_comment_end(s->at, s->end);

    if (s->foreign_depth != 0 && rest.length >= 7
               && memcmp(rest.data, "[CDATA[", 7) == 0) {
        s->inexact = !read_cdata(s);
        return;

    } else if (!reader_ascii_starts(rest, "doctype")) {
        reader_skeleton_comment(s);

    } else if (end - s->at <= DOCTYPE_MAX && end[-1] == '>') {
        reader_skeleton_doctype(s, end);

    } else {
        s->inexact = true;
    }

    s->at = end;
}


static inline bool
is_letter(char c)
{
    return (unsigned char) ((c | 0x20) - 'a') < 26;
}


typedef enum {
    TEXT,
    START_TAG,
    END_TAG,
    MARKUP
} token_t;


/* What starts at `at`: TEXT, if that is the end of the page. */
static inline token_t
what_starts(const char *at, const char *end)
{
    if (end - at < 2 || *at != '<') {
        return TEXT;
    }

    if (is_letter(at[1])) {
        return START_TAG;
    }

    if (at[1] == '/') {
        return end - at < 3 ? TEXT : is_letter(at[2]) ? END_TAG : MARKUP;
    }

    return at[1] == '!' || at[1] == '?' ? MARKUP : TEXT;
}


/* Up to what is no text, or the end of the page; what that is. */
static inline token_t
read_text(reader_sifter_t *s)
{
    const char *from = s->at, *end = s->end;
    const char *space = reader_scan_space(from, end), *to = space;
    token_t next;

    while ((next = what_starts(to, end)) == TEXT && to < end) {
        to = reader_scan_byte(to, end, 1, '<');
        reader_arena_spend(s->arena, 1);
    }

    s->at = to;

    if (s->whole) {
        return next;
    }

    if (space < to && *space == '&') {
        space = reader_skeleton_space(space, to);
    }

    reader_skeleton_text(s, from, space, to, false);

    if (space < to) {
        s->body = true; /* text implies one */
    }

    return next;
}


/* What starts with the "<" at s->at, and is no tag of a name. */
static void
read_markup(reader_sifter_t *s)
{
    const char *at = s->at;

    if (at[1] == '!') {
        read_declaration(s);

    } else if (at[1] == '/' && at[2] == '>') {
        s->at += 3; /* nothing at all */
        s->empty = true;

    } else { /* "<?" and "</ " */
        if (!s->whole) {
            reader_skeleton_comment(s);
        }

        s->empty = false;
        s->at = reader_comment_end(at, s->end);
    }
}


bool
reader_sift_run(reader_sifter_t *s)
{
    const char *counted = s->at;

    while (s->at < s->end && !s->inexact) {
        token_t token = what_starts(s->at, s->end);

        if (token == TEXT) {
            token = read_text(s);
        }

        if (token == START_TAG) {
            if (!read_start_tag(s)) {
                return false;
            }

        } else if (token == END_TAG) {
            if (!read_end_tag(s)) {
                return false;
            }

        } else if (token == MARKUP) {
            read_markup(s);
        }

        if (s->at - counted >= SPENT_AT_ONCE) {
            reader_arena_spend(s->arena, (size_t) (s->at - counted));
            counted = s->at;
        }
    }

    return true;
}


void
reader_sift_result(const reader_sifter_t *s, reader_sift_t *sift)
{
    sift->shown = (reader_string_t) { s->out, s->shown };
    sift->whole = s->whole;
    sift->repaired = s->repaired;
    sift->tags = s->tags;
    sift->tag_count = s->tag_count;
    sift->texts = s->texts;
    sift->text_count = s->text_count;
    sift->attributes = s->attributes;
    sift->folded = s->fold.nodes;
    sift->folded_count = s->fold.count;
    sift->json_ld = s->json_ld;
    sift->json_ld_count = s->json_ld_count;
    sift->styles = s->styles;
    sift->style_count = s->style_count;
}


/* What most pages need, so that little of it is copied to grow. */
static void
make_room(reader_sifter_t *s, size_t length)
{
    s->tag_capacity = length / 256 + 64;
    s->tags = reader_arena_alloc(s->arena, s->tag_capacity * sizeof(*s->tags));
    s->text_capacity = length / 256 + 64;
    s->texts =
        reader_arena_alloc(s->arena, s->text_capacity * sizeof(*s->texts));
    s->fold.capacity = (uint32_t) (length / 96 + 128);
    s->fold.nodes = reader_arena_alloc(
        s->arena, s->fold.capacity * sizeof(*s->fold.nodes));
}


reader_result_t
reader_sift(reader_arena_t *arena, reader_string_t page, reader_sift_t *sift)
{
    reader_sifter_t *s;

    memset(sift, 0, sizeof(*sift));
    sift->page = page;

    if (page.length >= READER_SIFT_MAX) {
        return READER_TOO_LARGE;
    }

    s = reader_arena_array(arena, 1, sizeof(*s));
    s->arena = arena;
    s->start = s->at = page.length == 0 ? "" : page.data;
    s->end = s->start + page.length;
    s->sets = reader_sets_new(arena);
    reader_attribute_list_init(&s->attributes, arena,
                               (uint32_t) (page.length / 64 + 64));
    s->fold.arena = arena;
    make_room(s, page.length);
    s->capacity = page.length / 8 + 256;
    s->out = reader_arena_alloc(arena, s->capacity);
    s->around = GUMBO_TAG_LAST;

    if (memchr(s->start, '\0', page.length) != NULL) {
        return reader_sift_whole(arena, sift);
    }

    if (!reader_sift_run(s)) {
        return READER_TOO_DEEP;
    }

    if (s->inexact) {
        return reader_sift_whole(arena, sift);
    }

    reader_skeleton_add(s, "\0\0\0\0\0\0\0", READER_SIFT_PADDING);
    s->shown -= READER_SIFT_PADDING;
    reader_sift_result(s, sift);

    return READER_OK;
}


const reader_shown_t *
reader_sift_find(const reader_shown_t *records, size_t count, size_t shown,
                 size_t *hint)
{
    size_t low = 0, high = count;

    if (*hint < count && records[*hint].shown == shown) {
        return &records[(*hint)++];
    }

    while (low < high) { /* the first behind it */
        size_t middle = low + (high - low) / 2;

        if (records[middle].shown <= shown) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }

    *hint = low;

    return low == 0 ? NULL : &records[low - 1];
}
