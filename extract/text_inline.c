#include "text_inline.h"

#include "ascii.h"

#include <string.h>

#define SLOTS_MIN 64

/* More than this on one slot: the table is under attack.  Then an address may
   get more than one number, but none takes long to find. */
#define PROBES_MAX 32


void
reader_text_links_init(reader_text_links_t *links, reader_arena_t *arena)
{
    memset(links, 0, sizeof(*links));
    links->arena = arena;
}


/* FNV-1a */
static uint32_t
hash_of(reader_string_t text)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char) text.data[i]) * 16777619u;
    }

    return hash;
}


/* The slot of the URL, or a free one, or, after many probes, any. */
static unsigned *
find_slot(reader_text_links_t *links, reader_string_t url)
{
    unsigned at = hash_of(url) & (links->slot_count - 1);

    for (unsigned i = 0; i < PROBES_MAX; i++) {
        unsigned *slot = &links->slots[at];

        if (*slot == 0 || reader_string_equal(links->urls[*slot - 1], url)) {
            return slot;
        }

        at = (at + 1) & (links->slot_count - 1);
    }

    return &links->slots[at];
}


/* Four slots at least for each URL that there can be. */
static void
grow(reader_text_links_t *links)
{
    unsigned capacity =
        links->capacity == 0 ? SLOTS_MIN / 4 : links->capacity * 2;

    links->urls = reader_arena_grow(links->arena, links->urls,
                                    links->capacity * sizeof(*links->urls),
                                    capacity * sizeof(*links->urls));
    links->capacity = capacity;
    links->slot_count = capacity * 4;
    links->slots = reader_arena_array(links->arena, links->slot_count,
                                      sizeof(*links->slots));

    for (unsigned i = 0; i < links->count; i++) {
        *find_slot(links, links->urls[i]) = i + 1;
    }
}


static unsigned
number_of(reader_text_links_t *links, reader_string_t url)
{
    unsigned *slot;

    if (links->count == links->capacity) {
        grow(links);
    }

    slot = find_slot(links, url);

    if (*slot == 0 || !reader_string_equal(links->urls[*slot - 1], url)) {
        links->urls[links->count++] = url;
        *slot = links->count;
    }

    return *slot;
}


/* Of use to someone who reads, and worth a line. */
static bool
is_listed(reader_string_t url, reader_string_t text)
{
    return (reader_ascii_starts(url, "http:")
            || reader_ascii_starts(url, "https:")
            || reader_ascii_starts(url, "mailto:"))
           && !(url.length == text.length
                && memcmp(url.data, text.data, url.length) == 0);
}


static void
add_link(reader_text_links_t *links, reader_string_t url, size_t from,
         reader_buffer_t *out)
{
    reader_string_t text = { out->data + from, out->length - from };

    if (text.length != 0 && is_listed(url, text)) {
        reader_buffer_text(out, " [");
        reader_buffer_number(out, number_of(links, url));
        reader_buffer_byte(out, ']');
    }
}


/* Beside an image that says nothing, one space of two. */
static void
add_text(reader_string_t text, size_t start, reader_buffer_t *out)
{
    char last = out->length == start ? '\n' : out->data[out->length - 1];

    if ((last == ' ' || last == '\n') && text.data[0] == ' ') {
        text.data++;
        text.length--;
    }

    reader_buffer_string(out, text);
}


/* "(note 1)"; where that would be a foreign word, "(1)" */
static void
add_note(const reader_runs_t *runs, unsigned note, reader_buffer_t *out)
{
    bool english =
        strcmp(runs->document->phrases->language, READER_PHRASES_ENGLISH) == 0;
    char last = out->length == 0 ? '\n' : out->data[out->length - 1];

    if (last != ' ' && last != '\n') {
        reader_buffer_byte(out, ' ');
    }

    reader_buffer_text(out, english ? "(note " : "(");
    reader_buffer_number(out, note);
    reader_buffer_byte(out, ')');
}


void
reader_text_inline(const reader_runs_t *runs, reader_text_links_t *links,
                   reader_buffer_t *out)
{
    size_t start = out->length;
    size_t link = start;

    for (uint32_t i = 0; i < runs->count; i++) {
        const reader_run_t *run = &runs->items[i];

        switch (run->kind) {

        case READER_RUN_TEXT:
        case READER_RUN_CODE:
            add_text(reader_run_text(runs, run), start, out);
            break;

        case READER_RUN_BREAK:
            reader_buffer_byte(out, '\n');
            break;

        case READER_RUN_LINK:
            link = out->length;
            break;

        case READER_RUN_UNLINK:
            add_link(links, reader_run_address(runs, run), link, out);
            break;

        case READER_RUN_IMAGE:
            if (run->attributes->alt.length != 0) {
                reader_buffer_byte(out, '[');
                reader_buffer_text(out, runs->document->phrases->image);
                reader_buffer_text(out, ": ");
                reader_buffer_string(out, run->attributes->alt);
                reader_buffer_byte(out, ']');
            }
            break;

        case READER_RUN_NOTE:
            add_note(runs, run->attributes->note, out);
            break;

        case READER_RUN_MATH:
            reader_buffer_string(out, run->attributes->tex);
            break;

        default:
            break;
        }
    }

    while (out->length > start && out->data[out->length - 1] == ' ') {
        out->length--;
    }
}
