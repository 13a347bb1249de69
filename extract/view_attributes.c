/* What elements have beside their names, one by one looked at. */

#include "view_page.h"

#include "ascii.h"
#include "charref.h"

#include <string.h>

/* Rels that say something of a link; all others are for scripts. */
static const reader_string_t rels[] = {
    { "nofollow", 8 }, { "ugc", 3 },      { "sponsored", 9 }, { "license", 7 },
    { "author", 6 },   { "bookmark", 8 }, { "tag", 3 },       { "me", 2 },
    { "next", 4 },     { "prev", 4 },
};

#define RELS (sizeof(rels) / sizeof(rels[0]))


void
reader_view_find(const reader_view_page_t *page, reader_node_id_t node,
                 const reader_string_t *names, size_t count,
                 const reader_attribute_t **found)
{
    const reader_attribute_t *attribute =
        reader_tree_attributes(page->tree, node);
    const reader_attribute_t *end =
        attribute + page->tree->nodes[node].attribute_count;

    for (size_t i = 0; i < count; i++) {
        found[i] = NULL;
    }

    for (; attribute < end; attribute++) {
        if (attribute->known != READER_NAME_OTHER) {
            continue;
        }

        for (size_t i = 0; i < count; i++) {
            if (attribute->name.length == names[i].length && found[i] == NULL
                && reader_ascii_same(attribute->name, names[i])) {
                found[i] = attribute;
                break;
            }
        }
    }
}


reader_string_t
reader_view_value(const reader_view_page_t *page,
                  const reader_attribute_t *attribute)
{
    return attribute == NULL
               ? READER_EMPTY
               : reader_charref_decode(page->arena, attribute->value, true);
}


/* A bit for each of rels that is in the value. */
static unsigned
rels_in(reader_string_t value)
{
    unsigned set = 0;

    for (size_t i = 0, start = 0; i <= value.length; i++) {
        if (i != value.length && !reader_ascii_space(value.data[i])) {
            continue;
        }

        for (unsigned r = 0; r < RELS; r++) {
            if (i - start == rels[r].length
                && reader_ascii_same(
                    (reader_string_t) { value.data + start, i - start },
                    rels[r])) {
                set |= 1u << r;
            }
        }

        start = i + 1;
    }

    return set;
}


reader_string_t
reader_view_rel(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_string_t value;
    reader_buffer_t out;
    unsigned set;

    if (!reader_tree_value(page->tree, node, READER_NAME_REL, &value)) {
        return READER_EMPTY;
    }

    set = rels_in(value);
    reader_buffer_init(&out, page->arena, 0);

    for (unsigned r = 0; set >> r != 0; r++) {
        if (set >> r & 1) {
            if (out.length != 0) {
                reader_buffer_byte(&out, ' ');
            }

            reader_buffer_string(&out, rels[r]);
        }
    }

    return reader_buffer_value(&out);
}


/* "python" of class="highlight language-python"; empty if there is none */
static reader_string_t
language_in(reader_string_t value)
{
    static const char *const prefixes[] = { "language-", "lang-",
                                            "highlight-source-", "brush:" };

    for (size_t at = 0; at < value.length; at++) {
        reader_string_t rest = { value.data + at, value.length - at };

        if (at != 0 && !reader_ascii_space(value.data[at - 1])) {
            continue;
        }

        for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
            size_t length = 0;
            reader_string_t name;

            if (!reader_ascii_starts(rest, prefixes[i])) {
                continue;
            }

            name.data = rest.data + strlen(prefixes[i]);
            name.length = rest.length - strlen(prefixes[i]);
            name = reader_ascii_trim_start(name);

            while (length < name.length && name.data[length] != ';'
                   && !reader_ascii_space(name.data[length])) {
                length++;
            }

            name.length = length;

            if (reader_policy_code_language(name)) {
                return name;
            }
        }
    }

    return READER_EMPTY;
}


reader_string_t
reader_view_code(const reader_view_page_t *page, reader_node_id_t node)
{
    static const char *const names[] = { "data-lang", "data-language",
                                         "class" };
    reader_string_t value;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!reader_tree_attribute(page->tree, node, names[i], &value)) {
            continue;
        }

        if (i == 2) {
            value = language_in(value);
        }

        value = reader_ascii_trim(value);

        if (reader_policy_code_language(value)) {
            return value;
        }
    }

    return READER_EMPTY;
}


static reader_attributes_t *
new_attributes(const reader_view_page_t *page)
{
    return reader_arena_array(page->arena, 1, sizeof(reader_attributes_t));
}


static reader_attributes_t *
of_list(const reader_view_page_t *page, reader_node_id_t node)
{
    static const reader_string_t names[] = { { "start", 5 },
                                             { "reversed", 8 } };
    const reader_attribute_t *found[2];
    reader_attributes_t *attributes = new_attributes(page);
    reader_string_t type, start;

    reader_view_find(page, node, names, 2, found);
    reader_tree_value(page->tree, node, READER_NAME_TYPE, &type);
    start = reader_ascii_trim(reader_view_value(page, found[0]));

    if (type.length == 1 && memchr("aAiI", type.data[0], 4) != NULL) {
        attributes->list_type = type.data[0];
    }

    attributes->number = (int) reader_view_number(start);
    attributes->numbered =
        attributes->number > 1 || reader_ascii_is(start, "0");
    attributes->reversed = found[1] != NULL;

    return attributes;
}


static reader_attributes_t *
of_list_item(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_node_id_t parent = page->tree->nodes[node].parent;
    reader_attributes_t *attributes;
    reader_string_t value;
    unsigned number;

    if (page->tree->nodes[parent].tag != GUMBO_TAG_OL
        || !reader_tree_attribute(page->tree, node, "value", &value)) {
        return NULL;
    }

    number = reader_view_number(value);

    if (number == 0) {
        return NULL;
    }

    attributes = new_attributes(page);
    attributes->numbered = true;
    attributes->number = (int) number;

    return attributes;
}


static reader_attributes_t *
of_abbreviation(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_attributes_t *attributes = new_attributes(page);

    attributes->title = reader_view_label(page, node, "title");

    return attributes;
}


static reader_attributes_t *
of_time(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_attributes_t *attributes;
    reader_string_t value;

    if (!reader_tree_value(page->tree, node, READER_NAME_DATETIME, &value)
        || !reader_policy_datetime(value)) {
        return NULL;
    }

    attributes = new_attributes(page);
    attributes->datetime = value;

    return attributes;
}


static reader_attributes_t *
of_code(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_string_t code = reader_view_code(page, node);
    reader_attributes_t *attributes;

    if (code.length == 0) {
        return NULL;
    }

    attributes = new_attributes(page);
    attributes->code = code;

    return attributes;
}


const reader_attributes_t *
reader_view_attributes(const reader_view_page_t *page, reader_node_id_t node,
                       reader_element_t element)
{
    if (page->tree->nodes[node].attribute_count == 0) {
        return NULL;
    }

    switch (element) {
    case READER_EL_OL:
        return of_list(page, node);

    case READER_EL_LI:
        return of_list_item(page, node);

    case READER_EL_ABBR:
    case READER_EL_DFN:
        return of_abbreviation(page, node);

    case READER_EL_TIME:
    case READER_EL_DEL:
    case READER_EL_INS:
        return of_time(page, node);

    case READER_EL_CODE:
        return of_code(page, node);

    default:
        return NULL;
    }
}
