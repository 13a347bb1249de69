#include "sift.h"

#include "ascii.h"

#include <string.h>

/* Gumbo's character reference code may look one byte past the end. */
#define PADDING 8

struct reader_cut {
    size_t shown; /* from this byte of what is shown on ... */
    size_t page;  /* ... bytes come from this byte of the page on */
};

/* What a tag's contents are for the tokenizer; HTML standard, 13.2.6.4.7. */
typedef enum {
    CONTENT_MARKUP,
    CONTENT_RAW,
    CONTENT_SCRIPT,
    CONTENT_PLAINTEXT
} content_t;

typedef struct {
    const char *name;
    content_t content;
} raw_element_t;

static const raw_element_t raw_elements[] = {
    { "script", CONTENT_SCRIPT },   { "style", CONTENT_RAW },
    { "title", CONTENT_RAW },       { "textarea", CONTENT_RAW },
    { "xmp", CONTENT_RAW },         { "iframe", CONTENT_RAW },
    { "noembed", CONTENT_RAW },     { "noframes", CONTENT_RAW },
    { "plaintext", CONTENT_PLAINTEXT },
};

/*
 * Elements whose start tag closes an open one of the same name, or that have
 * no end tag: they cannot nest on their own, and pages leave them open by the
 * hundred, so they say nothing about depth.
 */
static const char *const flat_elements[] = {
    "p",    "li",   "dd",    "dt",    "td",    "th",     "tr",     "tbody",
    "thead", "tfoot", "option", "optgroup", "rp", "rt",  "area",   "base",
    "br",   "col",  "embed", "hr",    "img",   "input",  "link",   "meta",
    "param", "source", "track", "wbr", "html", "body",   "head",   "keygen",
    "nobr", "a",
};

#define NAME_MAX 16   /* names that are compared are shorter */
#define OPEN_NAMES 64 /* slots for counting open tags by name */

typedef struct {
    reader_arena_t *arena;
    const char *start;
    const char *at;
    const char *end;
    char *out;        /* what is shown so far */
    size_t shown;
    const char *kept; /* the page up to here is in out */
    reader_cut_t *cuts;
    size_t cut_count;
    size_t cut_capacity;
    reader_string_t *json_ld;
    size_t json_ld_count;
    size_t json_ld_capacity;
    reader_string_t *styles;
    size_t style_count;
    size_t style_capacity;
    uint16_t open[OPEN_NAMES];
    unsigned depth;
    unsigned foreign; /* open svg and math elements */
    unsigned tags;
} sifter_t;

typedef struct {
    char name[NAME_MAX]; /* lower case; cut off if it is longer */
    size_t name_length;  /* of the whole name */
    bool closing;
    bool self_closing;
    bool complete;
    unsigned attributes;
    reader_string_t type; /* the type attribute, as written */
} tag_t;


static bool
named(const tag_t *tag, const char *name)
{
    return tag->name_length < NAME_MAX && strcmp(tag->name, name) == 0;
}


static void
push(sifter_t *s, reader_string_t **list, size_t *count, size_t *capacity,
     reader_string_t item)
{
    if (*count == *capacity) {
        size_t wider = *capacity == 0 ? 8 : *capacity * 2;

        *list = reader_arena_grow(s->arena, *list, *capacity * sizeof(item),
                                  wider * sizeof(item));
        *capacity = wider;
    }

    (*list)[(*count)++] = item;
}


/* Shows the page up to here. */
static void
keep(sifter_t *s, const char *until)
{
    size_t length = (size_t) (until - s->kept);

    memcpy(s->out + s->shown, s->kept, length);
    s->shown += length;
    s->kept = until;
}


/* Leaves the page out from where it was last shown to here. */
static void
cut(sifter_t *s, const char *until)
{
    if (s->cut_count == s->cut_capacity) {
        size_t wider = s->cut_capacity * 2;

        s->cuts = reader_arena_grow(s->arena, s->cuts,
                                    s->cut_capacity * sizeof(reader_cut_t),
                                    wider * sizeof(reader_cut_t));
        s->cut_capacity = wider;
    }

    s->cuts[s->cut_count].shown = s->shown;
    s->cuts[s->cut_count].page = (size_t) (until - s->start);
    s->cut_count++;
    s->kept = until;
}


/* The attribute that starts at s->at; HTML standard, 13.2.5.32 to 39. */
static void
read_attribute(sifter_t *s, tag_t *tag)
{
    const char *name = s->at, *name_end, *value;
    char quote;

    do { /* an = at the start of a name is part of it */
        s->at++;
    } while (s->at < s->end && !reader_ascii_space(*s->at) && *s->at != '/'
             && *s->at != '>' && *s->at != '=');

    name_end = s->at;
    tag->attributes++;

    while (s->at < s->end && reader_ascii_space(*s->at)) {
        s->at++;
    }

    if (s->at == s->end || *s->at != '=') {
        return;
    }

    s->at++;

    while (s->at < s->end && reader_ascii_space(*s->at)) {
        s->at++;
    }

    if (s->at == s->end || *s->at == '>') {
        return;
    }

    value = s->at;
    quote = *value;

    if (quote == '"' || quote == '\'') {
        value++;
        s->at = memchr(value, quote, (size_t) (s->end - value));

        if (s->at == NULL) {
            s->at = s->end;
            return;
        }

    } else {
        quote = '\0';

        while (s->at < s->end && !reader_ascii_space(*s->at) && *s->at != '>') {
            s->at++;
        }
    }

    if (tag->type.data == NULL
        && reader_ascii_is(
            (reader_string_t) { name, (size_t) (name_end - name) }, "type")) {
        tag->type = (reader_string_t) { value, (size_t) (s->at - value) };
    }

    if (quote != '\0') {
        s->at++;
    }
}


/* The tag at s->at, which is its "<"; leaves s->at behind its ">". */
static void
read_tag(sifter_t *s, tag_t *tag)
{
    memset(tag, 0, sizeof(*tag));
    s->at++;

    if (*s->at == '/') {
        tag->closing = true;
        s->at++;
    }

    while (s->at < s->end && !reader_ascii_space(*s->at) && *s->at != '/'
           && *s->at != '>') {
        if (tag->name_length < NAME_MAX - 1) {
            tag->name[tag->name_length] = reader_ascii_lower(*s->at);
        }

        tag->name_length++;
        s->at++;
    }

    while (s->at < s->end) {
        if (*s->at == '>') {
            s->at++;
            tag->complete = true;
            return;
        }

        if (reader_ascii_space(*s->at)) {
            s->at++;

        } else if (*s->at == '/') {
            s->at++;
            tag->self_closing = s->at < s->end && *s->at == '>';

        } else {
            read_attribute(s, tag);
        }
    }
}


/* Behind the comment, or bogus comment, whose "<" is at s->at. */
static void
skip_comment(sifter_t *s)
{
    const char *at = s->at + 2;

    if (s->end - s->at >= 4 && memcmp(s->at, "<!--", 4) == 0) {
        at += 2;

        if (at < s->end && *at == '>') { /* <!--> */
            s->at = at + 1;
            return;
        }

        if (s->end - at >= 2 && at[0] == '-' && at[1] == '>') { /* <!---> */
            s->at = at + 2;
            return;
        }

        while (at < s->end) {
            at = memchr(at, '-', (size_t) (s->end - at));

            if (at == NULL) {
                break;
            }

            if (s->end - at >= 3 && at[1] == '-' && at[2] == '>') {
                s->at = at + 3;
                return;
            }

            if (s->end - at >= 4 && at[1] == '-' && at[2] == '!'
                && at[3] == '>') {
                s->at = at + 4;
                return;
            }

            at++;
        }

        s->at = s->end;
        return;
    }

    at = memchr(at - 1, '>', (size_t) (s->end - at + 1));
    s->at = at == NULL ? s->end : at + 1;
}


static bool
starts_tag(const sifter_t *s, const char *at, const char *name)
{
    size_t length = strlen(name), left = (size_t) (s->end - at);

    return left > length
           && reader_ascii_starts((reader_string_t) { at, left }, name)
           && (reader_ascii_space(at[length]) || at[length] == '/'
               || at[length] == '>');
}


/* The end of raw text: the "<" of its end tag, or the end of the page. */
static const char *
raw_end(const sifter_t *s, const char *name)
{
    const char *at = s->at;

    while ((at = memchr(at, '<', (size_t) (s->end - at))) != NULL) {
        if (s->end - at > 2 && at[1] == '/' && starts_tag(s, at + 2, name)) {
            return at;
        }

        at++;
    }

    return s->end;
}


/*
 * The end of a script.  Behind "<!--" a "<script" starts the double escaped
 * state, in which "</script" does not end it (13.2.5.15 to 31).
 */
static const char *
script_end(const sifter_t *s)
{
    bool escaped = false, twice = false;
    const char *at;

    for (at = s->at; at < s->end; at++) {
        if (*at == '-' && escaped && s->end - at >= 3 && at[1] == '-'
            && at[2] == '>') {
            escaped = false;
            twice = false;

        } else if (*at == '<') {
            if (!escaped && s->end - at >= 4
                && memcmp(at, "<!--", 4) == 0) {
                escaped = true;
                at += 1; /* "<!-->" closes it at once */

            } else if (s->end - at > 2 && at[1] == '/'
                       && starts_tag(s, at + 2, "script")) {
                if (!twice) {
                    return at;
                }

                twice = false;

            } else if (escaped && !twice
                       && starts_tag(s, at + 1, "script")) {
                twice = true;
            }
        }
    }

    return s->end;
}


/* MIME type application/ld+json, maybe with parameters. */
static bool
is_json_ld(reader_string_t type)
{
    static const char name[] = "application/ld+json";
    size_t length = sizeof(name) - 1;

    type = reader_ascii_trim(type);

    return reader_ascii_starts(type, name)
           && (type.length == length || type.data[length] == ';'
               || reader_ascii_space(type.data[length]));
}


static void
skip_contents(sifter_t *s, const tag_t *tag, content_t content)
{
    const char *start = s->at, *end;
    reader_string_t text;

    if (content == CONTENT_PLAINTEXT) {
        s->at = s->end;
        return;
    }

    end = content == CONTENT_SCRIPT ? script_end(s) : raw_end(s, tag->name);
    text = (reader_string_t) { start, (size_t) (end - start) };
    s->at = end;

    if (content == CONTENT_SCRIPT) {
        if (is_json_ld(tag->type)) {
            push(s, &s->json_ld, &s->json_ld_count, &s->json_ld_capacity,
                 text);
        }

    } else if (named(tag, "style")) {
        push(s, &s->styles, &s->style_count, &s->style_capacity, text);

    } else {
        return; /* a title or the like: the tree wants its text */
    }

    keep(s, start);
    cut(s, end);
}


static unsigned
name_slot(const tag_t *tag)
{
    unsigned hash = 5381;

    for (size_t i = 0; i < tag->name_length && i < NAME_MAX - 1; i++) {
        hash = hash * 33 + (unsigned char) tag->name[i];
    }

    return hash % OPEN_NAMES;
}


/* An estimate of how deep the tree is, from the tags alone. */
static bool
count_depth(sifter_t *s, const tag_t *tag)
{
    unsigned slot = name_slot(tag);

    if (tag->closing) {
        if (s->open[slot] != 0) {
            s->open[slot]--;
            s->depth--;
        }

        return true;
    }

    if (s->foreign != 0 && tag->self_closing) {
        return true;
    }

    for (size_t i = 0; i < sizeof(flat_elements) / sizeof(char *); i++) {
        if (named(tag, flat_elements[i])) {
            return true;
        }
    }

    s->open[slot]++;
    s->depth++;

    return s->depth <= READER_OPEN_DEPTH_MAX;
}


static void
count_foreign(sifter_t *s, const tag_t *tag)
{
    if (!named(tag, "svg") && !named(tag, "math")) {
        return;
    }

    if (!tag->closing && !tag->self_closing) {
        s->foreign++;

    } else if (tag->closing && s->foreign != 0) {
        s->foreign--;
    }
}


static bool
sift_tag(sifter_t *s)
{
    tag_t tag;

    read_tag(s, &tag);

    if (!tag.complete) {
        return true; /* the end of the page cuts it off: no token */
    }

    reader_arena_spend(s->arena, 64);

    if (!tag.closing && ++s->tags > READER_START_TAGS_MAX) {
        return false;
    }

    if (tag.attributes > READER_ATTRIBUTES_MAX || !count_depth(s, &tag)) {
        return false;
    }

    count_foreign(s, &tag);

    if (tag.closing || s->foreign != 0) {
        return true; /* in SVG and MathML there is no raw text */
    }

    for (size_t i = 0; i < sizeof(raw_elements) / sizeof(*raw_elements);
         i++) {
        if (named(&tag, raw_elements[i].name)) {
            skip_contents(s, &tag, raw_elements[i].content);
            break;
        }
    }

    return true;
}


reader_result_t
reader_sift(reader_arena_t *arena, reader_string_t page, reader_sift_t *sift)
{
    sifter_t s = { .arena = arena };

    s.start = s.at = s.kept = page.length == 0 ? "" : page.data;
    s.end = s.start + page.length;
    s.out = reader_arena_alloc(arena, page.length + PADDING);
    s.cut_capacity = 64;
    s.cuts = reader_arena_alloc(arena, s.cut_capacity * sizeof(reader_cut_t));
    cut(&s, s.start);

    while (s.at < s.end) {
        s.at = memchr(s.at, '<', (size_t) (s.end - s.at));

        if (s.at == NULL || s.end - s.at < 2) {
            break;
        }

        if (s.at[1] == '!' || s.at[1] == '?') {
            skip_comment(&s);

        } else if (reader_ascii_letter(s.at[1])
                   || (s.at[1] == '/' && s.end - s.at > 2
                       && reader_ascii_letter(s.at[2]))) {
            if (!sift_tag(&s)) {
                return READER_TOO_DEEP;
            }

        } else if (s.at[1] == '/' && s.end - s.at > 2 && s.at[2] != '>') {
            skip_comment(&s);

        } else {
            s.at++;
        }
    }

    keep(&s, s.end);
    memset(s.out + s.shown, 0, PADDING);

    sift->page = page;
    sift->shown = (reader_string_t) { s.out, s.shown };
    sift->cuts = s.cuts;
    sift->cut_count = s.cut_count;
    sift->json_ld = s.json_ld;
    sift->json_ld_count = s.json_ld_count;
    sift->styles = s.styles;
    sift->style_count = s.style_count;

    return READER_OK;
}


const char *
reader_sift_source(const reader_sift_t *sift, const char *shown)
{
    size_t at = (size_t) (shown - sift->shown.data);
    size_t low = 0, high = sift->cut_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (sift->cuts[middle].shown <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }

    return sift->page.data + sift->cuts[low].page
           + (at - sift->cuts[low].shown);
}
