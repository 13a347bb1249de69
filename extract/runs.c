#include "runs.h"

#include "glyph.h"
#include "unicode.h"

#include <string.h>


void
reader_runs_init(reader_runs_t *runs, const reader_document_t *document,
                 const reader_body_t *body)
{
    memset(runs, 0, sizeof(*runs));
    runs->document = document;
    runs->body = body;
    reader_buffer_init(&runs->text, document->arena, 1024);
}


reader_string_t
reader_run_text(const reader_runs_t *runs, const reader_run_t *run)
{
    return (reader_string_t) { runs->text.data + run->from,
                               run->to - run->from };
}


reader_string_t
reader_run_address(const reader_runs_t *runs, const reader_run_t *run)
{
    const reader_attributes_t *attributes =
        run->kind == READER_RUN_UNLINK ? runs->items[run->partner].attributes
                                       : run->attributes;

    return attributes->href.length != 0 ? attributes->href : attributes->src;
}


void
reader_runs_clear(reader_runs_t *runs)
{
    runs->count = 0;
    runs->text.length = 0;
}


reader_run_t *
reader_runs_add(reader_runs_t *runs, reader_run_kind_t kind)
{
    reader_run_t *run;

    if (runs->count == runs->capacity) {
        uint32_t capacity = runs->capacity == 0 ? 64 : runs->capacity * 2;

        runs->items = reader_arena_grow(runs->text.arena, runs->items,
                                        runs->capacity * sizeof(*runs->items),
                                        capacity * sizeof(*runs->items));
        runs->capacity = capacity;
    }

    run = &runs->items[runs->count++];
    memset(run, 0, sizeof(*run));
    run->kind = (uint8_t) kind;
    run->partner = READER_NO_PARTNER;
    run->from = run->to = (uint32_t) runs->text.length;

    return run;
}


static void
add_span(reader_runs_t *runs, reader_run_kind_t kind, const char *data,
         size_t length, bool space)
{
    reader_run_t *run;

    if (length == 0) {
        return;
    }

    run = reader_runs_add(runs, kind);
    reader_buffer_add(&runs->text, data, length);
    run->to = (uint32_t) runs->text.length;
    run->space = space;
}


/* Where the white space at the start of the text ends. */
static const char *
skip_space(const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;

        if (!reader_unicode_space(reader_unicode_next(&next, end))) {
            break;
        }

        at = next;
    }

    return at;
}


/* Where the white space at the end of the text begins. */
static const char *
trim_space(const char *start, const char *end)
{
    while (start < end
           && reader_unicode_space(reader_glyph_last(
               (reader_string_t) { start, (size_t) (end - start) }))) {
        do {
            end--;
        } while (end > start && ((unsigned char) *end & 0xC0) == 0x80);
    }

    return end;
}


void
reader_runs_add_text(reader_runs_t *runs, reader_string_t text)
{
    const char *end = text.data + text.length;
    const char *start = skip_space(text.data, end);
    const char *stop = trim_space(start, end);

    add_span(runs, READER_RUN_TEXT, text.data, (size_t) (start - text.data),
             true);
    add_span(runs, READER_RUN_TEXT, start, (size_t) (stop - start), false);
    add_span(runs, READER_RUN_TEXT, stop, (size_t) (end - stop), true);
}


void
reader_runs_add_code(reader_runs_t *runs, reader_string_t text)
{
    add_span(runs, READER_RUN_CODE, text.data, text.length, false);
}


void
reader_runs_add_break(reader_runs_t *runs)
{
    if (!runs->breaks) {
        add_span(runs, READER_RUN_TEXT, " ", 1, true);

    } else {
        reader_runs_add(runs, READER_RUN_BREAK)->space = true;
    }
}


static void
swap(reader_runs_t *runs, uint32_t a, uint32_t b)
{
    reader_run_t run = runs->items[a];

    runs->items[a] = runs->items[b];
    runs->items[b] = run;

    for (int i = 0; i < 2; i++) {
        uint32_t at = i == 0 ? a : b;
        uint32_t partner = runs->items[at].partner;

        if (partner != READER_NO_PARTNER) {
            runs->items[partner].partner = at;
        }
    }
}


/* White space goes out of what it is at the edge of. */
static void
move_space(reader_runs_t *runs)
{
    reader_run_t *items = runs->items;

    for (uint32_t i = runs->count; i-- > 0;) {
        for (uint32_t j = i; j + 1 < runs->count
                             && (items[j].kind == READER_RUN_OPEN
                                 || items[j].kind == READER_RUN_LINK)
                             && items[j + 1].space;
             j++) {
            swap(runs, j, j + 1);
        }
    }

    for (uint32_t i = 1; i < runs->count; i++) {
        for (uint32_t j = i; j > 0
                             && (items[j].kind == READER_RUN_CLOSE
                                 || items[j].kind == READER_RUN_UNLINK)
                             && items[j - 1].space;
             j--) {
            swap(runs, j, j - 1);
        }
    }
}


/* None at the ends, one at a time, and rather a break than a space. */
static void
drop_space(reader_runs_t *runs)
{
    reader_run_t *items = runs->items;
    uint32_t end;

    for (uint32_t i = 0; i < runs->count; i = end + 1) {
        uint32_t kept = READER_NO_PARTNER;

        for (end = i; end < runs->count && items[end].space; end++) {
            if (kept == READER_NO_PARTNER
                && items[end].kind == READER_RUN_BREAK) {
                kept = end;
            }
        }

        if (kept == READER_NO_PARTNER) {
            kept = i;
        }

        for (uint32_t j = i; j < end; j++) {
            items[j].dropped = i == 0 || end == runs->count || j != kept;
        }
    }
}


/* Whether these two are one piece of text or code. */
static bool
is_joined(const reader_run_t *a, const reader_run_t *b)
{
    return a->kind == b->kind && a->to == b->from
           && (a->kind == READER_RUN_TEXT || a->kind == READER_RUN_CODE);
}


static void
compact(reader_runs_t *runs, bool join)
{
    reader_run_t *items = runs->items;
    uint32_t count = 0;

    for (uint32_t i = 0; i < runs->count; i++) {
        reader_run_t *run = &items[count];

        if (items[i].dropped) {
            continue;
        }

        *run = items[i];

        /* nothing in it; of a link: nothing but an image that has no text
         * and no address */
        if ((run->kind == READER_RUN_CLOSE || run->kind == READER_RUN_UNLINK)
            && run->partner + 1 == count) {
            count--;
            continue;
        }

        if (run->kind == READER_RUN_CLOSE || run->kind == READER_RUN_UNLINK) {
            items[run->partner].partner = count;

        } else if (run->kind == READER_RUN_OPEN
                   || run->kind == READER_RUN_LINK) {
            items[run->partner].partner = count;
        }

        if (join && count != 0 && is_joined(run - 1, run)) {
            run[-1].to = run->to;
            run[-1].space &= run->space;

        } else {
            count++;
        }
    }

    runs->count = count;
}


void
reader_runs_compact(reader_runs_t *runs)
{
    compact(runs, true);
}


void
reader_runs_finish(reader_runs_t *runs)
{
    if (runs->count == 1 && !runs->items[0].space) {
        return; /* most blocks are nothing but text */
    }

    move_space(runs);
    compact(runs, false); /* empty marks hide that space is at an end */
    drop_space(runs);
    compact(runs, true);
}


void
reader_runs_collect_text(reader_runs_t *runs, reader_string_t text)
{
    reader_runs_clear(runs);
    reader_runs_add_text(runs, text);
    reader_runs_finish(runs);
}


void
reader_runs_drop(reader_runs_t *runs, reader_run_mark_t mark)
{
    for (uint32_t i = 0; i < runs->count; i++) {
        reader_run_t *run = &runs->items[i];

        run->dropped =
            (run->kind == READER_RUN_OPEN || run->kind == READER_RUN_CLOSE)
            && run->mark == mark;
    }

    reader_runs_compact(runs);
}


void
reader_runs_wrap(reader_runs_t *runs, reader_run_mark_t mark)
{
    reader_runs_drop(runs, mark);

    if (runs->count == 0) {
        return;
    }

    reader_runs_add(runs, READER_RUN_CLOSE)->mark = (uint8_t) mark;
    reader_runs_add(runs, READER_RUN_CLOSE); /* makes room */
    memmove(runs->items + 1, runs->items,
            (runs->count - 1) * sizeof(*runs->items));

    runs->items[0].kind = READER_RUN_OPEN;
    runs->items[0].mark = (uint8_t) mark;
    runs->items[0].partner = runs->count - 1;
    runs->items[0].space = false;
    runs->items[0].dropped = false;
    runs->items[0].from = runs->items[0].to = 0;

    for (uint32_t i = 1; i < runs->count; i++) {
        if (runs->items[i].partner != READER_NO_PARTNER) {
            runs->items[i].partner++;
        }
    }

    runs->items[runs->count - 1].partner = 0;
}
