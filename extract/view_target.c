#include "view_page.h"

#include "ascii.h"

#include <string.h>

/* More names than this in one slot: the table is being attacked. */
#define PROBES_MAX 32
#define NAME_MAX_LENGTH 256
#define NOTE_TEXT_MAX 12

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


/* The fragment of a link that stays on the page; false: it does not. */
static bool
own_fragment(const reader_view_page_t *page, reader_string_t href,
             reader_string_t *fragment)
{
    const reader_metadata_t *metadata = page->document->metadata;
    reader_string_t url, address, canonical;
    const char *hash;

    href = reader_ascii_trim(href);
    hash = href.length == 0 ? NULL : memchr(href.data, '#', href.length);

    if (hash == NULL) {
        return false;
    }

    if (hash != href.data) {
        url = before_fragment(reader_url_resolve(page->arena, &metadata->base,
                                                 href, READER_URL_LINK,
                                                 false));

        address = before_fragment(metadata->address.href);
        canonical = before_fragment(metadata->canonical);

        if (url.length == 0
            || (!reader_string_equal(url, address)
                && !reader_string_equal(url, canonical))) {
            return false;
        }
    }

    fragment->data = hash + 1;
    fragment->length = href.length - (size_t) (hash + 1 - href.data);
    *fragment = decoded(page->arena, *fragment);

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


uint32_t
reader_view_target(const reader_view_page_t *page, reader_string_t href,
                   bool *fragment)
{
    reader_string_t name;
    const reader_target_t *slot;

    *fragment = own_fragment(page, href, &name);

    if (!*fragment) {
        return 0;
    }

    slot = slot_of(page, name);

    if (slot == NULL || slot->name.data == NULL || slot->node == READER_NONE) {
        return 0;
    }

    return (uint32_t) (slot - page->targets) + 1;
}


static bool
is_link(const reader_view_page_t *page, reader_node_id_t node)
{
    return page->tree->nodes[node].tag == GUMBO_TAG_A
           && !(page->tree->nodes[node].flags & READER_NODE_TEXT)
           && page->marks[node] != 0;
}


static void
collect_names(reader_view_page_t *page)
{
    unsigned links = 0;

    for (reader_node_id_t i = page->from; i < page->end; i++) {
        links += is_link(page, i);
    }

    if (links == 0) {
        return;
    }

    for (page->target_size = 16; page->target_size < 2 * links;) {
        page->target_size *= 2;
    }

    page->targets = reader_arena_array(page->arena, page->target_size,
                                       sizeof(reader_target_t));

    for (reader_node_id_t i = page->from; i < page->end; i++) {
        reader_string_t href, name;
        reader_target_t *slot;

        if (is_link(page, i)
            && reader_tree_value(page->tree, i, READER_NAME_HREF, &href)
            && own_fragment(page, href, &name)) {
            slot = slot_of(page, name);

            if (slot != NULL && slot->name.data == NULL) {
                slot->name = name;
                slot->node = READER_NONE;
            }
        }
    }
}


static void
find_nodes(reader_view_page_t *page)
{
    static const reader_name_t names[] = { READER_NAME_ID, READER_NAME_NAME };
    unsigned count = 0;

    page->target_of = reader_arena_array(page->arena, page->end - page->from,
                                         sizeof(uint32_t));

    for (reader_node_id_t i = page->from; i < page->end; i++) {
        unsigned kinds = page->tree->nodes[i].tag == GUMBO_TAG_A ? 2 : 1;
        reader_string_t name;
        reader_target_t *slot;

        reader_arena_spend(page->arena, 2);

        if (page->marks[i] == 0
            || (page->tree->nodes[i].flags & READER_NODE_TEXT)) {
            continue;
        }

        for (unsigned k = 0; k < kinds; k++) {
            if (!reader_tree_value(page->tree, i, names[k], &name)) {
                continue;
            }

            slot = slot_of(page, name);

            if (slot != NULL && slot->name.data != NULL
                && slot->node == READER_NONE) {
                slot->node = i;
                slot->id = ++count;
                page->target_of[i - page->from] =
                    (uint32_t) (slot - page->targets) + 1;
            }
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
    reader_string_t value;

    for (unsigned n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
        if (reader_tree_value(page->tree, node, names[n], &value)
            && reader_ascii_contains_one_of(
                value, note_words, sizeof(note_words) / sizeof(char *))) {
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
    page->note_of = reader_arena_array(page->arena, page->end - page->from,
                                       sizeof(unsigned));

    for (reader_node_id_t i = page->from; i < page->end; i++) {
        reader_string_t href;
        reader_target_t *target;
        reader_node_id_t block;
        uint32_t index;
        bool fragment;

        if (!is_link(page, i)
            || !reader_tree_value(page->tree, i, READER_NAME_HREF, &href)) {
            continue;
        }

        index = reader_view_target(page, href, &fragment);

        if (index == 0 || page->targets[index - 1].note != 0
            || !reader_view_is_note_reference(page, i, index)) {
            continue;
        }

        target = &page->targets[index - 1];
        block = note_block(page, target->node);

        if (block != READER_NONE) {
            unsigned *note = &page->note_of[block - page->from];

            *note = *note == 0 ? ++page->note_count : *note;
            target->note = *note;
        }
    }
}


void
reader_view_find_targets(reader_view_page_t *page)
{
    collect_names(page);

    if (page->target_size != 0) {
        find_nodes(page);
        number_notes(page);
    }
}
