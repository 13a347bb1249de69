#include "view_page.h"

#include "ascii.h"

#include <string.h>

#define COLSPAN_MAX 100
#define ROWSPAN_MAX 1000

/* A cell of more text than this that is most of its table: a layout. */
#define CELL_MAX 500


static bool
is_presentation(const reader_view_page_t *page, reader_node_id_t table)
{
    reader_string_t role;

    return reader_tree_value(page->tree, table, READER_NAME_ROLE, &role)
           && (reader_ascii_is(role, "presentation")
               || reader_ascii_is(role, "none"));
}


bool
reader_view_is_data_table(const reader_view_page_t *page,
                          reader_node_id_t table)
{
    const reader_node_t *nodes = page->tree->nodes;
    const reader_view_sums_t *sums = reader_view_sums(page, table);
    unsigned rows = 0, cells = 0, widest = 0;
    uint32_t longest = 0;
    bool header = false;

    if ((sums->holds & READER_VIEW_TABLE) || is_presentation(page, table)) {
        return false;
    }

    for (reader_node_id_t i = table + 1; i < nodes[table].end; i++) {
        reader_arena_spend(page->arena, 2);

        if ((nodes[i].flags & READER_NODE_TEXT) || page->marks[i] == 0) {
            continue;
        }

        switch (nodes[i].tag) {
        case GUMBO_TAG_TR:
            rows++;
            cells = 0;
            break;

        case GUMBO_TAG_TH:
        case GUMBO_TAG_TD:
            cells++;
            widest = cells > widest ? cells : widest;
            header = header || nodes[i].tag == GUMBO_TAG_TH;

            if (reader_view_sums(page, i)->text > longest) {
                longest = reader_view_sums(page, i)->text;
            }

            if (reader_view_has_class(page, i, READER_VIEW_GUTTER)) {
                return false;
            }
            break;

        case GUMBO_TAG_CAPTION:
        case GUMBO_TAG_THEAD:
            header = true;
            break;

        case GUMBO_TAG_H1:
        case GUMBO_TAG_H2:
            return false; /* a page in a table */

        default:
            break;
        }
    }

    if (longest > CELL_MAX && longest > sums->text / 2) {
        return false;
    }

    return widest >= 2 && (rows >= 2 || header);
}


/* "text-align: right" in a style attribute, or the align attribute */
static reader_align_t
align_of(const reader_view_page_t *page, reader_node_id_t cell)
{
    static const struct {
        const char *name;
        reader_align_t align;
    } aligns[] = {
        { "left", READER_ALIGN_LEFT },
        { "center", READER_ALIGN_CENTER },
        { "right", READER_ALIGN_RIGHT },
    };
    static const char property[] = "text-align";
    reader_string_t value;

    if (reader_tree_value(page->tree, cell, READER_NAME_STYLE, &value)) {
        while (value.length != 0
               && (reader_ascii_lower(value.data[0]) != property[0]
                   || !reader_ascii_starts(value, property))) {
            value.data++;
            value.length--;
        }

        if (value.length != 0) {
            value.data += sizeof(property) - 1;
            value.length -= sizeof(property) - 1;

            while (value.length != 0
                   && (value.data[0] == ':'
                       || reader_ascii_space(value.data[0]))) {
                value.data++;
                value.length--;
            }
        }
    }

    if (value.length == 0) {
        reader_tree_value(page->tree, cell, READER_NAME_ALIGN, &value);
    }

    for (unsigned i = 0; value.length != 0 && i < 3; i++) {
        if (reader_ascii_starts(value, aligns[i].name)) {
            return aligns[i].align;
        }
    }

    return READER_ALIGN_NONE;
}


static const char *
scope_of(reader_string_t value)
{
    static const char *const scopes[] = { "col", "row", "colgroup",
                                          "rowgroup" };

    for (unsigned i = 0; value.length != 0 && i < 4; i++) {
        if (reader_ascii_is(value, scopes[i])) {
            return scopes[i];
        }
    }

    return NULL;
}


/* How many columns or rows it takes, if that is more than one; else 0. */
static unsigned
span_of(reader_string_t value, unsigned max)
{
    unsigned span = value.length == 0 ? 0 : reader_view_number(value);

    return span < 2 ? 0 : span < max ? span : max;
}


reader_attributes_t *
reader_view_cell(const reader_view_page_t *page, reader_node_id_t cell)
{
    static const reader_string_t names[] = { { "colspan", 7 },
                                             { "rowspan", 7 },
                                             { "scope", 5 } };
    const reader_attribute_t *found[3];
    reader_attributes_t *attributes;
    unsigned colspan, rowspan;
    reader_align_t align;
    const char *scope = NULL;

    if (page->tree->nodes[cell].attribute_count == 0) {
        return NULL;
    }

    reader_view_find(page, cell, names, 3, found);
    colspan = span_of(reader_view_value(page, found[0]), COLSPAN_MAX);
    rowspan = span_of(reader_view_value(page, found[1]), ROWSPAN_MAX);
    align = align_of(page, cell);

    if (page->tree->nodes[cell].tag == GUMBO_TAG_TH) {
        scope = scope_of(reader_view_value(page, found[2]));
    }

    if (colspan == 0 && rowspan == 0 && scope == NULL
        && align == READER_ALIGN_NONE) {
        return NULL;
    }

    attributes = reader_arena_array(page->arena, 1, sizeof(*attributes));
    attributes->colspan = colspan;
    attributes->rowspan = rowspan;
    attributes->align = align;
    attributes->scope = scope;

    return attributes;
}
