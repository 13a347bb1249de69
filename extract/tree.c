#include "tree.h"

#include "ascii.h"
#include "charref.h"

#include <string.h>


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


const reader_attribute_t *
reader_tree_attributes(const reader_tree_t *tree, reader_node_id_t node)
{
    return &tree->attributes[tree->nodes[node].attributes];
}


const reader_attribute_t *
reader_tree_find(const reader_tree_t *tree, reader_node_id_t node,
                 reader_name_t name)
{
    const reader_attribute_t *attribute = reader_tree_attributes(tree, node);
    const reader_attribute_t *end =
        attribute + tree->nodes[node].attribute_count;

    while (attribute < end && attribute->known != (uint32_t) name) {
        attribute++;
    }

    return attribute < end ? attribute : NULL;
}


bool
reader_tree_value(const reader_tree_t *tree, reader_node_id_t node,
                  reader_name_t name, reader_string_t *value)
{
    const reader_attribute_t *attribute = reader_tree_find(tree, node, name);

    *value = attribute == NULL
                 ? (reader_string_t) { NULL, 0 }
                 : reader_charref_decode(tree->arena, attribute->value, true);

    return attribute != NULL;
}


bool
reader_tree_attribute(const reader_tree_t *tree, reader_node_id_t node,
                      const char *name, reader_string_t *value)
{
    const reader_attribute_t *attribute = reader_tree_attributes(tree, node);
    const reader_attribute_t *end =
        attribute + tree->nodes[node].attribute_count;
    reader_name_t known;

    *value = (reader_string_t) { NULL, 0 };

    if (attribute == end) {
        return false;
    }

    known = reader_attribute_name((reader_string_t) { name, strlen(name) });

    for (; attribute < end; attribute++) {
        if (attribute->known == known
            && (known != READER_NAME_OTHER
                || reader_ascii_is(attribute->name, name))) {
            *value =
                reader_charref_decode(tree->arena, attribute->value, true);
            return true;
        }
    }

    return false;
}
