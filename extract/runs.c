#include "runs.h"

#include "ascii.h"
#include "glyph.h"
#include "unicode.h"

#include <string.h>

#define NO_PARTNER UINT32_MAX

/* What is open while the items are gone through. */
typedef struct {
    reader_runs_t *runs;
    unsigned marks[READER_MARK_COUNT];  /* elements of that kind */
    uint32_t opened[READER_MARK_COUNT]; /* run of the outermost */
    uint32_t link;                      /* run, or NO_PARTNER */
    unsigned code;
    unsigned quotes;
} collector_t;

typedef uint32_t (*script_t)(uint32_t code);


void
reader_runs_init(reader_runs_t *runs, const reader_document_t *document,
                 const reader_body_t *body)
{
    memset(runs, 0, sizeof(*runs));
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


static reader_run_t *
add(reader_runs_t *runs, reader_run_kind_t kind)
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
    run->partner = NO_PARTNER;
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

    run = add(runs, kind);
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


static void
add_text(reader_runs_t *runs, reader_string_t text)
{
    const char *end = text.data + text.length;
    const char *start = skip_space(text.data, end);
    const char *stop = trim_space(start, end);

    add_span(runs, READER_RUN_TEXT, text.data, (size_t) (start - text.data),
             true);
    add_span(runs, READER_RUN_TEXT, start, (size_t) (stop - start), false);
    add_span(runs, READER_RUN_TEXT, stop, (size_t) (end - stop), true);
}


static void
add_break(reader_runs_t *runs)
{
    if (!runs->breaks) {
        add_span(runs, READER_RUN_TEXT, " ", 1, true);

    } else {
        add(runs, READER_RUN_BREAK)->space = true;
    }
}


/* Text of a pre that has come into a line: its line ends are spaces here. */
static reader_string_t
in_one_line(reader_runs_t *runs, reader_string_t text)
{
    char *copy;

    if (memchr(text.data, '\n', text.length) == NULL
        && memchr(text.data, '\t', text.length) == NULL) {
        return text;
    }

    copy = reader_arena_alloc(runs->text.arena, text.length);

    for (size_t i = 0; i < text.length; i++) {
        copy[i] =
            text.data[i] == '\n' || text.data[i] == '\t' ? ' ' : text.data[i];
    }

    return (reader_string_t) { copy, text.length };
}


static void
add_words(collector_t *collector, reader_string_t text)
{
    text = in_one_line(collector->runs, text);

    if (collector->code != 0) {
        add_span(collector->runs, READER_RUN_CODE, text.data, text.length,
                 false);
    } else {
        add_text(collector->runs, text);
    }
}


static int
mark_of(uint8_t element)
{
    switch (element) {
    case READER_EL_EM:
    case READER_EL_I:
    case READER_EL_CITE:
    case READER_EL_DFN:
    case READER_EL_VAR:
        return READER_MARK_EMPHASIS;
    case READER_EL_STRONG:
    case READER_EL_B:
        return READER_MARK_STRONG;
    case READER_EL_DEL:
    case READER_EL_S:
        return READER_MARK_DELETED;
    default:
        return -1;
    }
}


static bool
is_code(uint8_t element)
{
    return element == READER_EL_CODE || element == READER_EL_KBD
           || element == READER_EL_SAMP;
}


/* Adds the sup or sub at this item if Unicode has all of its characters. */
static bool
add_script(collector_t *collector, uint32_t open, script_t script)
{
    const reader_item_t *items = collector->runs->body->items;
    char utf8[256];
    size_t length = 0;

    for (uint32_t i = open + 1; i < items[open].match; i++) {
        const char *at = items[i].text.data;
        const char *end = at + items[i].text.length;

        if (items[i].kind != READER_WORDS) {
            return false;
        }

        while (at < end) {
            uint32_t code = script(reader_unicode_next(&at, end));

            if (code == 0 || length + 3 > sizeof(utf8)) {
                return false;
            }

            if (code >= 0x800) {
                utf8[length++] = (char) (0xE0 | code >> 12);
                utf8[length++] = (char) (0x80 | (code >> 6 & 0x3F));
            } else {
                utf8[length++] = (char) (0xC0 | code >> 6);
            }
            utf8[length++] = (char) (0x80 | (code & 0x3F));
        }
    }

    add_words(collector, (reader_string_t) { utf8, length });

    return true;
}


/* "Video: How it works (www.youtube.com)" or "Video: www.youtube.com", as a
   link. */
static void
add_media(collector_t *collector, const reader_item_t *item)
{
    reader_runs_t *runs = collector->runs;
    const reader_attributes_t *a = item->attributes;
    bool embed = item->element == READER_EL_EMBED;
    reader_string_t name = embed ? a->title : a->alt;
    uint32_t link = runs->count;
    bool linked = collector->link == NO_PARTNER;

    if (linked) {
        add(runs, READER_RUN_LINK)->attributes = a;
    }

    add_text(runs, item->element == READER_EL_AUDIO ? READER_STRING("Audio")
                   : embed && !a->video             ? READER_STRING("Embedded")
                                                    : READER_STRING("Video"));

    if (name.length != 0 || a->host.length != 0) {
        add_text(runs, READER_STRING(": "));
        add_text(runs, name.length != 0 ? name : a->host);
    }

    if (name.length != 0 && a->host.length != 0) {
        add_text(runs, READER_STRING(" ("));
        add_text(runs, a->host);
        add_text(runs, READER_STRING(")"));
    }

    if (linked) {
        runs->items[link].partner = runs->count;
        add(runs, READER_RUN_UNLINK)->partner = link;
    }
}


static bool
is_fetched(reader_string_t url)
{
    return reader_ascii_starts(url, "http:")
           || reader_ascii_starts(url, "https:");
}


static void
add_void(collector_t *collector, const reader_item_t *item)
{
    reader_runs_t *runs = collector->runs;

    switch (item->element) {

    case READER_EL_BR:
        add_break(runs);
        break;

    case READER_EL_IMG:
        if (is_fetched(item->attributes->src)) {
            add(runs, READER_RUN_IMAGE)->attributes = item->attributes;
        } else {
            add_text(runs, item->attributes->alt);
        }
        break;

    case READER_EL_AUDIO:
    case READER_EL_VIDEO:
    case READER_EL_EMBED:
        add_media(collector, item);
        break;

    default:
        break;
    }
}


/* Returns whether the item's content has been dealt with. */
static bool
open_item(collector_t *collector, uint32_t at)
{
    reader_runs_t *runs = collector->runs;
    const reader_item_t *item = &runs->body->items[at];
    int mark = mark_of(item->element);

    if (mark >= 0 && collector->code == 0 && collector->marks[mark]++ == 0) {
        collector->opened[mark] = runs->count;
        add(runs, READER_RUN_OPEN)->mark = (uint8_t) mark;
    }

    collector->code += is_code(item->element);

    switch (item->element) {

    case READER_EL_A:
        if (item->flags & READER_ITEM_NOTE_REFERENCE) {
            add(runs, READER_RUN_NOTE)->attributes = item->attributes;
            return true;
        }

        if (item->flags & READER_ITEM_NOTE_BACK) {
            return true;
        }

        if (item->attributes->href.length != 0) {
            collector->link = runs->count;
            add(runs, READER_RUN_LINK)->attributes = item->attributes;
        }
        return false;

    case READER_EL_Q:
        add_words(collector, collector->quotes++ % 2 == 0
                                 ? READER_STRING("\u201C")
                                 : READER_STRING("\u2018"));
        return false;

    case READER_EL_RT:
        if (runs->body->items[at - 1].element != READER_EL_RP) {
            add_words(collector, READER_STRING("("));
        }
        return false;

    case READER_EL_SUP:
        return add_script(collector, at, reader_glyph_raised);

    case READER_EL_SUB:
        return add_script(collector, at, reader_glyph_lowered);

    case READER_EL_MATH:
        if (item->attributes->tex.length != 0) {
            add(runs, READER_RUN_MATH)->attributes = item->attributes;
            return true;
        }
        return false;

    default:
        if (reader_element_is_block(item->element)) {
            add_break(runs);
        }
        return false;
    }
}


static void
close_item(collector_t *collector, uint32_t at)
{
    reader_runs_t *runs = collector->runs;
    const reader_item_t *item = &runs->body->items[at];
    int mark = mark_of(item->element);

    collector->code -= is_code(item->element);

    if (mark >= 0 && collector->code == 0 && --collector->marks[mark] == 0) {
        uint32_t open = collector->opened[mark];

        runs->items[open].partner = runs->count;
        add(runs, READER_RUN_CLOSE)->mark = (uint8_t) mark;
        runs->items[runs->count - 1].partner = open;
    }

    if (item->element == READER_EL_A && collector->link != NO_PARTNER) {
        runs->items[collector->link].partner = runs->count;
        add(runs, READER_RUN_UNLINK)->partner = collector->link;
        collector->link = NO_PARTNER;

    } else if (item->element == READER_EL_Q) {
        add_words(collector, --collector->quotes % 2 == 0
                                 ? READER_STRING("\u201D")
                                 : READER_STRING("\u2019"));

    } else if (item->element == READER_EL_RT
               && runs->body->items[at + 1].element != READER_EL_RP) {
        add_words(collector, READER_STRING(")"));

    } else if (reader_element_is_block(item->element)) {
        add_break(runs);
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

        if (partner != NO_PARTNER) {
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
        uint32_t kept = NO_PARTNER;

        for (end = i; end < runs->count && items[end].space; end++) {
            if (kept == NO_PARTNER && items[end].kind == READER_RUN_BREAK) {
                kept = end;
            }
        }

        if (kept == NO_PARTNER) {
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


static void
finish(reader_runs_t *runs)
{
    move_space(runs);
    compact(runs, false); /* empty marks hide that space is at an end */
    drop_space(runs);
    compact(runs, true);
}


void
reader_runs_collect(reader_runs_t *runs, uint32_t from, uint32_t to)
{
    const reader_item_t *items = runs->body->items;
    collector_t collector = { .runs = runs, .link = NO_PARTNER };

    runs->count = 0;
    runs->text.length = 0;

    for (uint32_t i = from; i < to; i++) {
        switch (items[i].kind) {

        case READER_WORDS:
            add_words(&collector, items[i].text);
            break;

        case READER_VOID:
            add_void(&collector, &items[i]);
            break;

        case READER_OPEN:
            if (open_item(&collector, i)) {
                i = items[i].match;
            }
            break;

        default:
            close_item(&collector, i);
            break;
        }
    }

    finish(runs);
}


void
reader_runs_collect_text(reader_runs_t *runs, reader_string_t text)
{
    runs->count = 0;
    runs->text.length = 0;
    add_text(runs, text);
    finish(runs);
}


void
reader_runs_wrap(reader_runs_t *runs, reader_run_mark_t mark)
{
    if (runs->count == 0) {
        return;
    }

    for (uint32_t i = 0; i < runs->count; i++) {
        reader_run_t *run = &runs->items[i];

        run->dropped =
            (run->kind == READER_RUN_OPEN || run->kind == READER_RUN_CLOSE)
            && run->mark == mark;
    }

    reader_runs_compact(runs);

    add(runs, READER_RUN_CLOSE)->mark = (uint8_t) mark;
    add(runs, READER_RUN_CLOSE); /* makes room */
    memmove(runs->items + 1, runs->items,
            (runs->count - 1) * sizeof(*runs->items));

    runs->items[0].kind = READER_RUN_OPEN;
    runs->items[0].mark = (uint8_t) mark;
    runs->items[0].partner = runs->count - 1;
    runs->items[0].space = false;
    runs->items[0].dropped = false;
    runs->items[0].from = runs->items[0].to = 0;

    for (uint32_t i = 1; i < runs->count; i++) {
        if (runs->items[i].partner != NO_PARTNER) {
            runs->items[i].partner++;
        }
    }

    runs->items[runs->count - 1].partner = 0;
}
