#include "tree.h"

#include "ascii.h"
#include "charref.h"


reader_string_t
reader_tree_text(reader_tree_t *tree, reader_node_id_t id)
{
    reader_node_t *node = &tree->nodes[id];

    if (!(node->flags & READER_NODE_DECODED)) {
        node->source = reader_charref_decode(tree->arena, node->source, false);
        node->flags |= READER_NODE_DECODED;
    }

    return node->source;
}


reader_string_t
reader_tree_name(const reader_tree_t *tree, reader_node_id_t node)
{
    reader_string_t tag = tree->nodes[node].source;

    if ((tree->nodes[node].flags & READER_NODE_TEXT) || tag.length == 0) {
        return (reader_string_t) { NULL, 0 };
    }

    return (reader_string_t) { tag.data + 1,
                              reader_tag_name_length(tag.data + 1,
                                                     tag.data + tag.length) };
}


bool
reader_tree_next_attribute(const reader_tree_t *tree, reader_node_id_t node,
                           size_t *cursor, reader_attribute_t *attribute)
{
    reader_string_t tag = tree->nodes[node].source;
    const char *at;
    bool found;

    if ((tree->nodes[node].flags & READER_NODE_TEXT) || tag.length == 0) {
        return false;
    }

    if (*cursor == 0) {
        *cursor = 1 + reader_tree_name(tree, node).length;
    }

    at = tag.data + *cursor;
    found = reader_tag_attribute(&at, tag.data + tag.length, attribute);
    *cursor = (size_t) (at - tag.data);

    return found;
}


bool
reader_tree_attribute(const reader_tree_t *tree, reader_node_id_t node,
                      const char *name, reader_string_t *value)
{
    size_t cursor = 0;
    reader_attribute_t attribute;

    while (reader_tree_next_attribute(tree, node, &cursor, &attribute)) {
        if (reader_ascii_is(attribute.name, name)) {
            *value = reader_charref_decode(tree->arena, attribute.value, true);
            return true;
        }
    }

    *value = (reader_string_t) { NULL, 0 };

    return false;
}
