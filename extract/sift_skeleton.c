#include "sift_parts.h"

#include "ascii.h"

#include <string.h>

/* Longer than any name that is written, "<" and "/>" with it. */
#define TAG_ROOM 96


static char *
room(reader_sifter_t *s, size_t length)
{
    if (s->capacity - s->shown < length) {
        size_t wider = s->capacity * 2 + length;

        s->out = reader_arena_grow(s->arena, s->out, s->capacity, wider);
        s->capacity = wider;
    }

    return s->out + s->shown;
}


static reader_shown_t *
add(reader_sifter_t *s, reader_shown_t **list, size_t *count, size_t *capacity,
    const char *from, const char *to)
{
    reader_shown_t *record;

    if (*count == *capacity) {
        size_t wider = *capacity * 2 + 64;

        *list = reader_arena_grow(s->arena, *list, *capacity * sizeof(**list),
                                  wider * sizeof(**list));
        *capacity = wider;
    }

    record = &(*list)[(*count)++];
    record->shown = (uint32_t) s->shown;
    record->start = (uint32_t) (from - s->start);
    record->length = (uint32_t) (to - from) & 0x3FFFFFFF;
    record->space = false;
    record->raw = false;
    record->folded_count = 0;
    record->attributes = s->attributes_before;
    record->attribute_count = s->attributes.count - s->attributes_before;

    return record;
}


static char *
put(char *out, reader_string_t bytes)
{
    for (size_t i = 0; i < bytes.length; i++) { /* a few bytes each */
        *out++ = bytes.data[i];
    }

    return out;
}


void
reader_skeleton_add(reader_sifter_t *s, const char *bytes, size_t length)
{
    memcpy(room(s, length), bytes, length);
    s->shown += length;
}


void
reader_skeleton_start(reader_sifter_t *s, const reader_tag_t *tag,
                      reader_string_t name, reader_string_t more)
{
    const char *start = tag->name.data - 1;
    char *out = room(s, TAG_ROOM);

    add(s, &s->tags, &s->tag_count, &s->tag_capacity, start, tag->end);
    *out++ = '<';
    out = put(out, name);
    out = put(out, more);
    *out++ = '>';
    s->shown = (size_t) (out - s->out);
}


void
reader_skeleton_end(reader_sifter_t *s, reader_string_t name)
{
    char *out = room(s, TAG_ROOM);

    *out++ = '<';
    *out++ = '/';
    out = put(out, name);
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


/* Behind the white space that text starts with. */
static const char *
skip_space(const char *at, const char *to, bool raw)
{
    const char *next = at;
    char space;

    while (next != NULL) {
        at = next;

        while (at < to
               && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'
                   || *at == '\f')) {
            at++;
        }

        next = at < to && *at == '&' ? read_space(at, to, raw, &space) : NULL;
    }

    return at;
}


static void
show_run(reader_sifter_t *s, char byte, const char *from, const char *to,
         bool raw)
{
    char *out = room(s, 1);
    reader_shown_t *record =
        add(s, &s->texts, &s->text_count, &s->text_capacity, from, to);

    record->space = byte != 'x';
    record->raw = raw;
    *out = byte;
    s->shown++;
    reader_fold_text(s, record);
}


void
reader_skeleton_text(reader_sifter_t *s, const char *from, const char *to,
                     bool raw)
{
    const char *at = from, *next;
    char space;

    reader_skeleton_pending(s);

    if (s->newline) {
        next = read_space(at, to, raw, &space);

        if (next != NULL && space == '\n') {
            show_run(s, '\n', at, next, raw);
            from = at = next;
        }

        s->newline = false;
    }

    s->pending = true;
    s->empty = false;

    at = skip_space(at, to, raw);

    if (at == to) {
        if (from != to) {
            show_run(s, ' ', from, to, raw);
        }

        return;
    }

    /* they are one, but where only one of them implies a body */
    if (at != from && (!s->body || s->columns)) {
        show_run(s, ' ', from, at, raw);
        from = at;
    }

    show_run(s, 'x', from, to, raw);
}
