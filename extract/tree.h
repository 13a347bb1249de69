/*
 * The page as one flat array of nodes in document order.  A subtree is the
 * slice [node, nodes[node].end); every pass is a loop.
 */

#ifndef READER_TREE_H
#define READER_TREE_H

#include "sift.h"
#include "tag.h"

#include <gumbo.h>

typedef struct {
    reader_arena_t *arena;
    reader_node_t *nodes; /* nodes[0] is the html element */
    uint32_t count;
    bool quirks;
    const reader_attribute_t *attributes; /* of all elements */
    uint32_t value_count; /* one more than the largest number of a value */
} reader_tree_t;

void reader_tree_build(reader_arena_t *arena, const reader_sift_t *sift,
                       reader_tree_t *tree);

/*
 * The text of a text node, references resolved (once; it is kept), line ends
 * normalised, NUL bytes dropped.
 */
reader_string_t reader_tree_text(reader_tree_t *tree, reader_node_id_t node);

/*
 * The value of the element's attribute of this lower-case ASCII name,
 * references resolved.  False, and an empty value, if it has none.
 */
bool reader_tree_attribute(const reader_tree_t *tree, reader_node_id_t node,
                           const char *name, reader_string_t *value);

/* The same by the number of a known name, which is quicker. */
bool reader_tree_value(const reader_tree_t *tree, reader_node_id_t node,
                       reader_name_t name, reader_string_t *value);

/*
 * The attributes of the element, as many as its attribute_count: the first of
 * a name as well as later ones (which HTML ignores).
 */
const reader_attribute_t *reader_tree_attributes(const reader_tree_t *tree,
                                                 reader_node_id_t node);

/* The first attribute of a known name, or NULL. */
const reader_attribute_t *reader_tree_find(const reader_tree_t *tree,
                                           reader_node_id_t node,
                                           reader_name_t name);

/* The element's name as the page wrote it, in any case. */
reader_string_t reader_tree_name(const reader_tree_t *tree,
                                 reader_node_id_t node);

#endif
