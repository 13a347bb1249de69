#include "sift_parts.h"

#include "ascii.h"
#include "scan.h"

#include <string.h>

/* Longer than any name that is written, "<" and "/>" with it. */
#define TAG_ROOM 96


static void
widen(reader_sifter_t *s, size_t length)
{
    size_t wider = s->capacity * 2 + length;

    s->out = reader_arena_grow(s->arena, s->out, s->capacity, wider);
    s->capacity = wider;
}


static inline char *
room(reader_sifter_t *s, size_t length)
{
    if (s->capacity - s->shown < length) {
        widen(s, length);
    }

    return s->out + s->shown;
}


static void
widen_list(reader_sifter_t *s, reader_shown_t **list, size_t *capacity)
{
    size_t wider = *capacity * 2 + 64;

    *list = reader_arena_grow(s->arena, *list, *capacity * sizeof(**list),
                              wider * sizeof(**list));
    *capacity = wider;
}


/* For a tag or a run of text. */
static inline bool
has_room(const reader_sifter_t *s)
{
    return s->capacity - s->shown >= TAG_ROOM
           && s->tag_count < s->tag_capacity
           && s->text_count < s->text_capacity;
}


static __attribute__((noinline)) void
make_room(reader_sifter_t *s)
{
    (void) room(s, TAG_ROOM);

    if (s->tag_count == s->tag_capacity) {
        widen_list(s, &s->tags, &s->tag_capacity);
    }

    if (s->text_count == s->text_capacity) {
        widen_list(s, &s->texts, &s->text_capacity);
    }
}


static inline char *
put(char *out, reader_string_t bytes)
{
    for (size_t i = 0; i < bytes.length; i++) { /* a few bytes each */
        *out++ = bytes.data[i];
    }

    return out;
}


/* A name of HTML: a store is quicker than to know how long it is. */
static inline char *
put_name(char *out, const reader_sift_name_t *name)
{
    memcpy(out, name->shown, sizeof(name->shown));

    return out + name->length;
}


void
reader_skeleton_add(reader_sifter_t *s, const char *bytes, size_t length)
{
    memcpy(room(s, length), bytes, length);
    s->shown += length;
}


static inline void
add_tag(reader_sifter_t *s, const reader_tag_t *tag)
{
    const char *start = tag->name.data - 1;

    s->tags[s->tag_count++] = (reader_shown_t) {
        .shown = (uint32_t) s->shown,
        .start = (uint32_t) (start - s->start),
        .attributes = s->attributes_before,
        .attribute_count = s->attributes.count - s->attributes_before,
        .length = (uint32_t) (tag->end - start) & 0x3FFFFFFF
    };
}


void
reader_skeleton_start_more(reader_sifter_t *s, const reader_tag_t *tag,
                           const reader_sift_name_t *name,
                           reader_string_t more)
{
    char *out;

    make_room(s);
    add_tag(s, tag);
    out = s->out + s->shown;
    *out++ = '<';
    out = put(put_name(out, name), more);
    *out++ = '>';
    s->shown = (size_t) (out - s->out);
}


void
reader_skeleton_start(reader_sifter_t *s, const reader_tag_t *tag,
                      const reader_sift_name_t *name)
{
    char *out = s->out + s->shown;

    if (!has_room(s)) {
        reader_skeleton_start_more(s, tag, name, (reader_string_t) { "", 0 });
        return;
    }

    add_tag(s, tag);
    *out++ = '<';
    out = put_name(out, name);
    *out++ = '>';
    s->shown = (size_t) (out - s->out);
}


void
reader_skeleton_end(reader_sifter_t *s, const reader_sift_name_t *name)
{
    char *out = room(s, TAG_ROOM);

    memcpy(out, "</", 2);
    out = put_name(out + 2, name);
    *out++ = '>';
    s->shown = (size_t) (out - s->out);
}


void
reader_skeleton_foreign(reader_sifter_t *s, const reader_tag_t *tag)
{
    char *out;

    make_room(s);
    add_tag(s, tag);
    out = s->out + s->shown;
    *out++ = '<';
    out = put(out, tag->name);

    if (tag->self_closing) {
        *out++ = '/';
    }

    *out++ = '>';
    s->shown = (size_t) (out - s->out);
}


void
reader_skeleton_foreign_end(reader_sifter_t *s, reader_string_t name)
{
    char *out = room(s, TAG_ROOM);

    memcpy(out, "</", 2);
    out = put(out + 2, name);
    *out++ = '>';
    s->shown = (size_t) (out - s->out);
}


void
reader_skeleton_doctype(reader_sifter_t *s, const char *until)
{
    reader_skeleton_add(s, s->at, (size_t) (until - s->at));
    s->newline = false;
}


/*
 * A comment makes the tree builder end a text node.  It matters only where
 * nothing else would: before more text, and where text is put elsewhere if it
 * is not yet in the tree.
 */
void
reader_skeleton_comment(reader_sifter_t *s)
{
    if (s->pending) {
        s->comment = true;

    } else if (s->newline) {
        reader_skeleton_add(s, "<!>", 3); /* no newline is eaten any more */
        s->newline = false;
    }
}


void
reader_skeleton_pending(reader_sifter_t *s)
{
    if (s->comment) {
        reader_skeleton_add(s, "<!>", 3);
        s->comment = false;
        s->pending = false;
    }
}


/* The character that a reference by number stands for, if white space. */
static const char *
read_space_number(const char *at, const char *to, char *space)
{
    unsigned base = 10, value = 0;
    const char *digits;

    if (at < to && (*at | 0x20) == 'x') {
        base = 16;
        at++;
    }

    for (digits = at; at < to; at++) {
        char c = reader_ascii_lower(*at);
        unsigned digit;

        if (reader_ascii_digit(c)) {
            digit = (unsigned) (c - '0');
        } else if (base == 16 && c >= 'a' && c <= 'f') {
            digit = (unsigned) (c - 'a') + 10;
        } else {
            break;
        }

        value = value > 0xFF ? value : value * base + digit;
    }

    if (at == digits || value > ' ' || !reader_ascii_space((char) value)) {
        return NULL;
    }

    *space = (char) value;

    return at < to && *at == ';' ? at + 1 : at;
}


/*
 * The white space character at `at`, which may be a reference (none in raw
 * text) or a line end of two bytes: where it ends, or NULL.
 */
static const char *
read_space(const char *at, const char *to, bool raw, char *space)
{
    size_t left = (size_t) (to - at);

    if (*at == '\r') {
        *space = '\n';
        return left > 1 && at[1] == '\n' ? at + 2 : at + 1;
    }

    if (reader_ascii_space(*at)) {
        *space = *at;
        return at + 1;
    }

    if (*at != '&' || raw) {
        return NULL;
    }

    if (left > 2 && at[1] == '#') {
        return read_space_number(at + 2, to, space);
    }

    if (left >= 5 && memcmp(at, "&Tab;", 5) == 0) {
        *space = '\t';
        return at + 5;
    }

    if (left >= 9 && memcmp(at, "&NewLine;", 9) == 0) {
        *space = '\n';
        return at + 9;
    }

    return NULL;
}


const char *
reader_skeleton_space(const char *at, const char *to)
{
    const char *next = at;
    char space;

    while (next != NULL) {
        at = reader_scan_space(next, to);
        next = at < to && *at == '&' ? read_space(at, to, false, &space) : NULL;
    }

    return at;
}


/* There is room for it. */
static inline reader_shown_t *
show_run(reader_sifter_t *s, char byte, const char *from, const char *to,
         bool raw)
{
    reader_shown_t *record = &s->texts[s->text_count++];

    *record = (reader_shown_t) {
        .shown = (uint32_t) s->shown,
        .start = (uint32_t) (from - s->start),
        .length = (uint32_t) (to - from) & 0x3FFFFFFF,
        .space = byte != 'x',
        .raw = raw
    };
    s->out[s->shown++] = byte;

    return record;
}


/* No node is made of the newline that the last start tag eats. */
static const char *
skip_newline(reader_sifter_t *s, const char *from, const char *to, bool raw)
{
    char space;
    const char *next = read_space(from, to, raw, &space);

    if (next == NULL || space != '\n') {
        return from;
    }

    make_room(s);
    show_run(s, '\n', from, next, raw);

    return next;
}


/* Where more is to be seen to than one run. */
static __attribute__((noinline)) void
show_runs(reader_sifter_t *s, const char *from, const char *space,
          const char *to, bool raw)
{
    reader_skeleton_pending(s);

    if (s->newline) {
        from = skip_newline(s, from, to, raw);
        s->newline = false;
    }

    s->pending = true;
    s->empty = false;

    /* they are one, but where only one of them implies a body */
    if (space != from && space != to && (!s->body || s->columns)) {
        make_room(s);
        reader_fold_text(s, show_run(s, ' ', from, space, raw));
        from = space;
    }

    if (from != to) {
        make_room(s);
        reader_fold_text(s,
                         show_run(s, space == to ? ' ' : 'x', from, to, raw));
    }
}


void
reader_skeleton_text(reader_sifter_t *s, const char *from, const char *space,
                     const char *to, bool raw)
{
    if (s->comment || s->newline || !s->body || s->columns || !has_room(s)) {
        show_runs(s, from, space, to, raw);
        return;
    }

    s->pending = true;
    s->empty = false;
    reader_fold_text(s, show_run(s, space == to ? ' ' : 'x', from, to, raw));
}
