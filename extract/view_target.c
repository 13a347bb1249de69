#include "view_page.h"

#include "ascii.h"
#include "charref.h"

#include <string.h>

/* More names than this in one slot: the table is being attacked. */
#define PROBES_MAX 32
#define NAME_MAX_LENGTH 256
#define NOTE_TEXT_MAX 12
#define NOTE_VALUE_MAX 256 /* bytes of an attribute that are looked at */

/* Words in class, role, rel or href that say: this refers to a note. */
static const char *const note_words[] = {
    "footnote", "fnref",   "noteref", "cite_ref", "reference",
    "citation", "endnote", "sidenote", "fn",      "note",
};

static int
hex_value(char c)
{
    if (reader_ascii_digit(c)) {
        return c - '0';
    }

    c = reader_ascii_lower(c);

    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}


/* HTML standard, 7.4.6.4: the fragment, percent-decoded, names the part */
static reader_string_t
decoded(reader_arena_t *arena, reader_string_t text)
{
    char *copy;
    size_t length = 0;

    if (text.length == 0 || memchr(text.data, '%', text.length) == NULL) {
        return text;
    }

    copy = reader_arena_alloc(arena, text.length);

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (c == '%' && i + 2 < text.length && hex_value(text.data[i + 1]) >= 0
            && hex_value(text.data[i + 2]) >= 0) {
            c = (char) (hex_value(text.data[i + 1]) << 4
                        | hex_value(text.data[i + 2]));
            i += 2;
        }

        copy[length++] = c;
    }

    return (reader_string_t) { copy, length };
}


static reader_string_t
before_fragment(reader_string_t url)
{
    const char *hash =
        url.length == 0 ? NULL : memchr(url.data, '#', url.length);

    if (hash != NULL) {
        url.length = (size_t) (hash - url.data);
    }

    return url;
}


static bool
is_this_page(const reader_metadata_t *metadata, reader_string_t url)
{
    url = before_fragment(url);

    return url.length != 0
           && (reader_string_equal(url,
                                   before_fragment(metadata->address.href))
               || reader_string_equal(url,
                                      before_fragment(metadata->canonical)));
}


static bool
has_byte(reader_string_t text, char byte)
{
    return text.length != 0 && memchr(text.data, byte, text.length) != NULL;
}


/* False: this link has no fragment. */
static bool
read_part(const reader_view_page_t *page, reader_node_id_t link,
          reader_view_part_t *part)
{
    const reader_metadata_t *metadata = page->document->metadata;
    const reader_attribute_t *attribute =
        reader_tree_find(page->tree, link, READER_NAME_HREF);
    reader_string_t href;
    const char *hash;

    /* there may be one in a reference, "&num;" */
    if (attribute == NULL
        || (!has_byte(attribute->value, '#')
            && !has_byte(attribute->value, '&'))) {
        return false;
    }

    href = reader_ascii_trim(reader_view_value(page, attribute));
    hash = href.length == 0 ? NULL : memchr(href.data, '#', href.length);

    if (hash == NULL) {
        return false;
    }

    memset(part, 0, sizeof(*part));
    part->node = link;

    if (hash != href.data) {
        part->url = reader_url_resolve(page->arena, &metadata->base, href,
                                       READER_URL_LINK, false);
    }

    part->inside = hash == href.data || is_this_page(metadata, part->url);

    if (part->inside) {
        part->name.data = hash + 1;
        part->name.length = href.length - (size_t) (hash + 1 - href.data);
        part->name = decoded(page->arena, part->name);
    }

    return true;
}


/* The slot of this name, or a free one, or NULL if there is neither. */
static reader_target_t *
slot_of(const reader_view_page_t *page, reader_string_t name)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    if (page->target_size == 0 || name.length == 0
        || name.length > NAME_MAX_LENGTH) {
        return NULL;
    }

    for (size_t i = 0; i < name.length; i++) {
        hash = (hash ^ (unsigned char) name.data[i]) * 16777619u;
    }

    for (unsigned i = 0; i < PROBES_MAX; i++) {
        reader_target_t *slot =
            &page->targets[(hash + i) & (page->target_size - 1)];

        if (slot->name.data == NULL || reader_string_equal(slot->name, name)) {
            return slot;
        }
    }

    return NULL;
}


const reader_view_part_t *
reader_view_part(const reader_view_page_t *page, reader_node_id_t link)
{
    uint32_t low = 0, high = page->part_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (page->parts[middle].node < link) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }

    return low < page->part_count && page->parts[low].node == link
               ? &page->parts[low]
               : NULL;
}


/* Returns how many of them stay on the page. */
static uint32_t
collect_parts(reader_view_page_t *page)
{
    uint32_t inside = 0;

    for (uint32_t i = 0; i < page->link_count; i++) {
        reader_view_part_t part;

        reader_arena_spend(page->arena, 2);

        if (!read_part(page, page->links[i], &part)) {
            continue;
        }

        if (page->part_count == 0) {
            page->parts = reader_arena_alloc(
                page->arena, (page->link_count - i) * sizeof(part));
        }

        page->parts[page->part_count++] = part;
        inside += part.inside;
    }

    return inside;
}


static void
collect_names(reader_view_page_t *page, uint32_t count)
{
    for (page->target_size = 16; page->target_size < 2 * count;) {
        page->target_size *= 2;
    }

    page->targets = reader_arena_array(page->arena, page->target_size,
                                       sizeof(reader_target_t));

    for (uint32_t i = 0; i < page->part_count; i++) {
        reader_target_t *slot = page->parts[i].inside
                                    ? slot_of(page, page->parts[i].name)
                                    : NULL;

        if (slot != NULL && slot->name.data == NULL) {
            slot->name = page->parts[i].name;
            slot->node = READER_NONE;
        }
    }
}


/* An element of a name that is wanted; the first one has it. */
static void
take_name(reader_view_page_t *page, reader_node_id_t node,
          reader_string_t name, unsigned *count)
{
    reader_target_t *slot = slot_of(page, name);

    if (slot != NULL && slot->name.data != NULL
        && slot->node == READER_NONE) {
        slot->node = node;
        slot->id = ++*count;
        page->target_of[node - page->from] =
            (uint32_t) (slot - page->targets) + 1;
    }
}


static void
find_nodes(reader_view_page_t *page)
{
    const reader_node_t *nodes = page->tree->nodes;
    unsigned count = 0;

    page->target_of = reader_arena_array(page->arena, page->end - page->from,
                                         sizeof(uint32_t));
    reader_arena_spend(page->arena, page->end - page->from);

    for (reader_node_id_t i = page->from; i < page->end; i++) {
        reader_string_t name;

        if (page->marks[i] == 0 || nodes[i].attribute_count == 0) {
            continue;
        }

        reader_arena_spend(page->arena, 2);

        if (reader_tree_value(page->tree, i, READER_NAME_ID, &name)) {
            take_name(page, i, name, &count);
        }

        if (nodes[i].tag == GUMBO_TAG_A
            && reader_tree_value(page->tree, i, READER_NAME_NAME, &name)) {
            take_name(page, i, name, &count);
        }
    }
}


/* What the links lead to of what was found. */
static void
find_ends(reader_view_page_t *page)
{
    for (uint32_t i = 0; i < page->part_count; i++) {
        reader_view_part_t *part = &page->parts[i];
        const reader_target_t *slot =
            part->inside ? slot_of(page, part->name) : NULL;

        if (slot != NULL && slot->name.data != NULL
            && slot->node != READER_NONE) {
            part->target = (uint32_t) (slot - page->targets) + 1;
        }
    }
}


/*
 * The block that a note's target is or begins: an li, or a paragraph.
 * READER_NONE if what is there cannot be a note.
 */
static reader_node_id_t
note_block(const reader_view_page_t *page, reader_node_id_t node)
{
    const reader_node_t *nodes = page->tree->nodes;

    for (unsigned i = 0; i < 4 && node > page->from; i++) {
        reader_node_id_t parent = nodes[node].parent;
        uint16_t tag = nodes[node].tag;
        bool first = node == parent + 1
                     || (node == parent + 2
                         && (nodes[parent + 1].flags & READER_NODE_SPACE));

        if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD) {
            return node;
        }

        if (tag == GUMBO_TAG_P || tag == GUMBO_TAG_DIV
            || tag == GUMBO_TAG_ASIDE) {
            if (nodes[parent].tag != GUMBO_TAG_LI || !first) {
                return node;
            }

        } else if (!first || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_SECTION
                   || (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)) {
            break;
        }

        node = parent;
    }

    return READER_NONE;
}


static bool
has_note_word(const reader_view_page_t *page, reader_node_id_t node)
{
    static const reader_name_t names[] = {
        READER_NAME_CLASS, READER_NAME_ROLE, READER_NAME_REL,
        READER_NAME_HREF,  READER_NAME_ID,
    };

    for (unsigned n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
        const reader_attribute_t *attribute =
            reader_tree_find(page->tree, node, names[n]);
        reader_string_t value;

        if (attribute == NULL) {
            continue;
        }

        value = attribute->value;
        value.length = value.length < NOTE_VALUE_MAX ? value.length
                                                     : NOTE_VALUE_MAX;

        if (reader_ascii_contains_one_of(
                reader_charref_decode(page->arena, value, true), note_words,
                sizeof(note_words) / sizeof(char *))) {
            return true;
        }
    }

    return false;
}


/* "1", "[12]", "(a)", "*", a dagger: a short text with brackets or none */
static bool
is_note_text(const char *text, size_t length)
{
    size_t letters = 0;

    for (size_t i = 0; i < length; i++) {
        if (reader_ascii_space(text[i])) {
            return false;
        }

        letters += reader_ascii_letter(text[i])
                   || (unsigned char) text[i] >= 0xC0;
    }

    return length != 0 && letters <= 3;
}


bool
reader_view_is_note_reference(const reader_view_page_t *page,
                              reader_node_id_t link, uint32_t target)
{
    const reader_node_t *nodes = page->tree->nodes;
    const reader_target_t *to = &page->targets[target - 1];
    char text[NOTE_TEXT_MAX];
    size_t length;
    reader_node_id_t parent = nodes[link].parent;

    if (to->node < nodes[link].end
        || !reader_view_short_text(page, link, text, sizeof(text), &length)
        || !is_note_text(text, length)) {
        return false;
    }

    return nodes[parent].tag == GUMBO_TAG_SUP
           || (link + 1 < nodes[link].end
               && nodes[link + 1].tag == GUMBO_TAG_SUP)
           || has_note_word(page, link) || has_note_word(page, parent);
}


static void
number_notes(reader_view_page_t *page)
{
    for (uint32_t i = 0; i < page->part_count; i++) {
        const reader_view_part_t *part = &page->parts[i];
        reader_target_t *target;
        reader_node_id_t block;
        unsigned *note;

        if (part->target == 0 || page->targets[part->target - 1].note != 0
            || !reader_view_is_note_reference(page, part->node,
                                              part->target)) {
            continue;
        }

        target = &page->targets[part->target - 1];
        block = note_block(page, target->node);

        if (block == READER_NONE) {
            continue;
        }

        if (page->note_of == NULL) {
            page->note_of = reader_arena_array(
                page->arena, page->end - page->from, sizeof(unsigned));
        }

        note = &page->note_of[block - page->from];
        *note = *note == 0 ? ++page->note_count : *note;
        target->note = *note;
    }
}


void
reader_view_find_targets(reader_view_page_t *page)
{
    uint32_t inside = collect_parts(page);

    if (inside != 0) {
        collect_names(page, inside);
        find_nodes(page);
        find_ends(page);
        number_notes(page);
    }
}
