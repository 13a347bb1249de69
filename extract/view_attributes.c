/* What elements have beside their names, one by one looked at. */

#include "view_page.h"

#include "ascii.h"
#include "plain.h"

#include <string.h>

/* Rels that say something of a link; all others are for scripts. */
static const char *const rels[] = {
    "nofollow", "ugc", "sponsored", "license", "author",
    "bookmark", "tag", "me",        "next",    "prev",
};

/* Classes of what shows line numbers beside code. */
static const char *const gutters[] = {
    "gutter",          "lineno",       "linenos",
    "line-number",     "linenumber",   "line-numbers",
    "hljs-ln-numbers", "rouge-gutter", "blob-num",
};


reader_string_t
reader_view_rel(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_string_t value;
    reader_buffer_t out;

    if (!reader_tree_value(page->tree, node, READER_NAME_REL, &value)) {
        return READER_EMPTY;
    }

    reader_buffer_init(&out, page->arena, 0);

    for (size_t i = 0; i < sizeof(rels) / sizeof(rels[0]); i++) {
        size_t length = strlen(rels[i]);

        for (size_t at = 0; at + length <= value.length; at++) {
            reader_string_t rest = { value.data + at, value.length - at };

            if ((at == 0 || reader_ascii_space(value.data[at - 1]))
                && reader_ascii_starts(rest, rels[i])
                && (rest.length == length
                    || reader_ascii_space(rest.data[length]))) {
                if (out.length != 0) {
                    reader_buffer_byte(&out, ' ');
                }

                reader_buffer_text(&out, rels[i]);
                break;
            }
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
            name = reader_ascii_trim(name);

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


bool
reader_view_is_gutter(const reader_view_page_t *page, reader_node_id_t node)
{
    return reader_view_has_class(page, node, gutters,
                                 sizeof(gutters) / sizeof(gutters[0]));
}


static void
describe_list(const reader_view_page_t *page, reader_node_id_t node,
              reader_attributes_t *attributes)
{
    reader_string_t value;

    attributes->reversed =
        reader_tree_attribute(page->tree, node, "reversed", &value);

    if (reader_tree_value(page->tree, node, READER_NAME_TYPE, &value)
        && value.length == 1 && memchr("aAiI", value.data[0], 4) != NULL) {
        attributes->list_type = value.data[0];
    }

    if (reader_tree_attribute(page->tree, node, "start", &value)) {
        attributes->number = (int) reader_view_number(page, node, "start");
        attributes->numbered =
            attributes->number > 1
            || reader_ascii_is(reader_ascii_trim(value), "0");
    }
}


static void
describe_item(const reader_view_page_t *page, reader_node_id_t node,
              reader_attributes_t *attributes)
{
    unsigned number = reader_view_number(page, node, "value");
    reader_node_id_t parent = page->tree->nodes[node].parent;

    if (number != 0 && page->tree->nodes[parent].tag == GUMBO_TAG_OL) {
        attributes->numbered = true;
        attributes->number = (int) number;
    }
}


const reader_attributes_t *
reader_view_attributes(const reader_view_page_t *page, reader_node_id_t node,
                       reader_element_t element)
{
    reader_attributes_t found, *attributes;
    reader_string_t value;

    memset(&found, 0, sizeof(found));

    switch (element) {
    case READER_EL_OL:
        describe_list(page, node, &found);
        break;

    case READER_EL_LI:
        describe_item(page, node, &found);
        break;

    case READER_EL_ABBR:
    case READER_EL_DFN:
        found.title = reader_view_label(page, node, "title");
        break;

    case READER_EL_TIME:
    case READER_EL_DEL:
    case READER_EL_INS:
        if (reader_tree_value(page->tree, node, READER_NAME_DATETIME, &value)
            && reader_policy_datetime(value)) {
            found.datetime = value;
        }
        break;

    case READER_EL_CODE:
        found.code = reader_view_code(page, node);
        break;

    default:
        return NULL;
    }

    attributes = reader_arena_alloc(page->arena, sizeof(*attributes));
    *attributes = found;

    return attributes;
}
