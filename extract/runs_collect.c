/* The items of a view as runs. */

#include "runs.h"

#include "ascii.h"
#include "glyph.h"
#include "unicode.h"

#include <string.h>

/* What is open while the items are gone through. */
typedef struct {
    reader_runs_t *runs;
    unsigned marks[READER_MARK_COUNT];  /* elements of that kind */
    uint32_t opened[READER_MARK_COUNT]; /* run of the outermost */
    uint32_t link;                      /* run, or READER_NO_PARTNER */
    unsigned code;
    unsigned quotes;
} collector_t;

typedef uint32_t (*script_t)(uint32_t code);


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
        reader_runs_add_code(collector->runs, text);
    } else {
        reader_runs_add_text(collector->runs, text);
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
    bool linked = collector->link == READER_NO_PARTNER;
    const reader_phrases_t *phrases = runs->document->phrases;
    const char *kind = item->element == READER_EL_AUDIO ? phrases->audio
                       : embed && !a->video             ? phrases->embedded
                                                        : phrases->video;

    if (linked) {
        reader_runs_add(runs, READER_RUN_LINK)->attributes = a;
    }

    reader_runs_add_text(runs, (reader_string_t) { kind, strlen(kind) });

    if (name.length != 0 || a->host.length != 0) {
        reader_runs_add_text(runs, READER_STRING(": "));
        reader_runs_add_text(runs, name.length != 0 ? name : a->host);
    }

    if (name.length != 0 && a->host.length != 0) {
        reader_runs_add_text(runs, READER_STRING(" ("));
        reader_runs_add_text(runs, a->host);
        reader_runs_add_text(runs, READER_STRING(")"));
    }

    if (linked) {
        runs->items[link].partner = runs->count;
        reader_runs_add(runs, READER_RUN_UNLINK)->partner = link;
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
        reader_runs_add_break(runs);
        break;

    case READER_EL_IMG:
        if (is_fetched(item->attributes->src)) {
            reader_runs_add(runs, READER_RUN_IMAGE)->attributes =
                item->attributes;
        } else {
            reader_runs_add_text(runs, item->attributes->alt);
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
        reader_runs_add(runs, READER_RUN_OPEN)->mark = (uint8_t) mark;
    }

    collector->code += is_code(item->element);

    switch (item->element) {

    case READER_EL_A:
        if (item->flags & READER_ITEM_NOTE_REFERENCE) {
            reader_runs_add(runs, READER_RUN_NOTE)->attributes =
                item->attributes;
            return true;
        }

        if (item->flags & READER_ITEM_NOTE_BACK) {
            return true;
        }

        if (item->attributes->href.length != 0) {
            collector->link = runs->count;
            reader_runs_add(runs, READER_RUN_LINK)->attributes =
                item->attributes;
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
            reader_runs_add(runs, READER_RUN_MATH)->attributes =
                item->attributes;
            return true;
        }
        return false;

    default:
        if (reader_element_is_block(item->element)) {
            reader_runs_add_break(runs);
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
        reader_runs_add(runs, READER_RUN_CLOSE)->mark = (uint8_t) mark;
        runs->items[runs->count - 1].partner = open;
    }

    if (item->element == READER_EL_A && collector->link != READER_NO_PARTNER) {
        runs->items[collector->link].partner = runs->count;
        reader_runs_add(runs, READER_RUN_UNLINK)->partner = collector->link;
        collector->link = READER_NO_PARTNER;

    } else if (item->element == READER_EL_Q) {
        add_words(collector, --collector->quotes % 2 == 0
                                 ? READER_STRING("\u201D")
                                 : READER_STRING("\u2019"));

    } else if (item->element == READER_EL_RT
               && runs->body->items[at + 1].element != READER_EL_RP) {
        add_words(collector, READER_STRING(")"));

    } else if (reader_element_is_block(item->element)) {
        reader_runs_add_break(runs);
    }
}


void
reader_runs_collect(reader_runs_t *runs, uint32_t from, uint32_t to)
{
    const reader_item_t *items = runs->body->items;
    collector_t collector = { .runs = runs, .link = READER_NO_PARTNER };

    reader_runs_clear(runs);

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

    reader_runs_finish(runs);
}
