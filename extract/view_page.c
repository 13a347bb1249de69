#include "view_page.h"

#include "ascii.h"
#include "plain.h"

#include <string.h>

#define LABEL_MAX 1000
#define SPENT_AT_ONCE 1024 /* nodes: what is done for each is little */
#define HEADING_MAX 300 /* bytes; more is no heading but an unclosed one */


const reader_view_sums_t *
reader_view_sums(const reader_view_page_t *page, reader_node_id_t node)
{
    return &page->sums[node - page->from];
}


bool
reader_view_is_shown(const reader_view_page_t *page, reader_node_id_t node)
{
    return page->marks[node] != 0
           && node != page->title;
}


unsigned
reader_view_number(reader_string_t value)
{
    unsigned number = 0;
    size_t i = 0;

    value = reader_ascii_trim(value);

    for (; i < value.length && reader_ascii_digit(value.data[i]); i++) {
        number = number * 10 + (unsigned) (value.data[i] - '0');

        if (number > 30000) {
            return 0;
        }
    }

    value.data += i;
    value.length -= i;

    return value.length == 0 || value.data[0] == '.'
                   || reader_ascii_starts(value, "px")
               ? number
               : 0;
}


unsigned
reader_view_size(const reader_view_page_t *page, reader_node_id_t node,
                 reader_name_t name)
{
    reader_string_t value;

    reader_tree_value(page->tree, node, name, &value);

    return value.length == 0 ? 0 : reader_view_number(value);
}


reader_string_t
reader_view_label(const reader_view_page_t *page, reader_node_id_t node,
                  const char *name)
{
    reader_string_t value;

    reader_tree_attribute(page->tree, node, name, &value);
    value = reader_plain_line(page->arena, value);

    if (value.length > LABEL_MAX) {
        value.length = LABEL_MAX;

        while (((unsigned char) value.data[value.length] & 0xC0) == 0x80) {
            value.length--;
        }

        value = reader_ascii_trim(value);
    }

    return value;
}


bool
reader_view_short_text(const reader_view_page_t *page, reader_node_id_t node,
                       char *text, size_t size, size_t *length)
{
    reader_node_id_t end = page->tree->nodes[node].end;

    *length = 0;

    if (reader_view_sums(page, node)->text > size) {
        return false;
    }

    for (reader_node_id_t i = node; i < end; i++) {
        reader_string_t part;

        reader_arena_spend(page->arena, 1);

        if (!(page->tree->nodes[i].flags & READER_NODE_TEXT)
            || page->marks[i] == 0) {
            continue;
        }

        part = reader_plain_line(page->arena,
                                 reader_tree_text(page->tree, i));

        if (part.length > size - *length) {
            return false;
        }

        if (part.length != 0) {
            memcpy(text + *length, part.data, part.length);
        }

        *length += part.length;
    }

    return true;
}


static bool
is_media(uint16_t tag)
{
    return tag == GUMBO_TAG_IMG || tag == GUMBO_TAG_IMAGE
           || tag == GUMBO_TAG_IFRAME || tag == GUMBO_TAG_VIDEO
           || tag == GUMBO_TAG_AUDIO || tag == GUMBO_TAG_EMBED
           || tag == GUMBO_TAG_OBJECT || tag == GUMBO_TAG_MATH;
}


static bool
is_heading(uint16_t tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}


static reader_view_sums_t
sums_of_text(const reader_node_t *node, uint8_t mark)
{
    uint32_t length = (uint32_t) node->source.length;
    bool caption = (mark & READER_MARK_CAPTION) != 0;

    return (reader_view_sums_t) {
        .text = length,
        .holds = length == 0 ? 0
                 : caption   ? READER_VIEW_CAPTION
                             : READER_VIEW_TEXT
    };
}


static bool
is_image(const reader_node_t *node)
{
    return is_media(node->tag)
           && (!(node->flags & READER_NODE_FOREIGN)
               || node->tag == GUMBO_TAG_MATH);
}


static bool
is_table(const reader_node_t *node)
{
    return node->tag == GUMBO_TAG_TABLE
           && !(node->flags & READER_NODE_FOREIGN);
}


/*
 * One pass from the end: a node's children come behind it.  Collects the
 * links, and says which levels of headings there are.
 */
static void
look_over(reader_view_page_t *page, bool levels[7])
{
    const reader_node_t *nodes = page->tree->nodes + page->from;
    const uint8_t *marks = page->marks + page->from;
    uint32_t count = page->end - page->from;
    reader_view_sums_t *sums =
        reader_arena_array(page->arena, count, sizeof(*sums));
    reader_node_id_t *links =
        reader_arena_alloc(page->arena, count * sizeof(*links));
    uint32_t first = count; /* of links, from the end as well */
    uint32_t title = page->title - page->from;
    size_t size = 0;

    for (uint32_t i = count; i-- > 0;) {
        const reader_node_t *node = &nodes[i];
        reader_view_sums_t *own = &sums[i], *parent;
        bool shown;

        size += node->source.length;

        if (i % SPENT_AT_ONCE == 0) {
            reader_arena_spend(page->arena, 2 * SPENT_AT_ONCE);
        }

        if (marks[i] == 0) {
            continue;
        }

        shown = i != title;
        page->shown++;

        if (node->flags & READER_NODE_TEXT) {
            if (!(node->flags & READER_NODE_SPACE)) {
                *own = sums_of_text(node, marks[i]);
            }

        } else {
            own->holds |= is_image(node) ? READER_VIEW_IMAGE : 0;

            if (node->tag == GUMBO_TAG_A) {
                links[--first] = page->from + i;
            }

            if (shown && is_heading(node->tag) && own->text != 0
                && own->text <= HEADING_MAX) {
                levels[node->tag - GUMBO_TAG_H1 + 1] = true;
            }
        }

        if (shown && i != 0) {
            parent = &sums[node->parent - page->from];
            parent->text += own->text;
            parent->holds |=
                own->holds | (is_table(node) ? READER_VIEW_TABLE : 0);
        }
    }

    page->size = size;
    page->sums = sums;
    page->links = links + first;
    page->link_count = count - first;
}


/*
 * The levels that occur become h2, h3, ...: the title is the h1, and a page
 * that begins with h4 has chosen it for its looks.
 */
static void
rank_headings(reader_view_page_t *page, const bool levels[7])
{
    unsigned rank = 0;

    for (unsigned level = 1; level <= 6; level++) {
        page->headings[level] =
            (reader_element_t) (READER_EL_H2 + (rank < 4 ? rank : 4));
        rank += levels[level];
    }
}


void
reader_view_page(const reader_document_t *document, reader_view_page_t *page)
{
    bool levels[7] = { false };

    memset(page, 0, sizeof(*page));
    page->document = document;
    page->arena = document->arena;
    page->tree = document->tree;
    page->marks = document->selection->marks;
    page->title = document->metadata->title_node;

    if (document->selection->root < document->tree->count) {
        page->from = document->selection->root;
        page->end = document->tree->nodes[page->from].end;
    }

    page->classes = reader_arena_array(page->arena, page->tree->value_count,
                                       sizeof(*page->classes));
    look_over(page, levels);
    rank_headings(page, levels);
    reader_view_find_targets(page);
}
