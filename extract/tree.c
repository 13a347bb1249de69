#include "tree.h"

#include "ascii.h"
#include "charref.h"

#include <string.h>


static void *
gumbo_allocate(void *arena, size_t size)
{
    return reader_arena_alloc(arena, size);
}


static void
gumbo_release(void *arena, void *block)
{
    (void) arena;
    (void) block;
}


static const GumboVector *
children_of(const GumboNode *node)
{
    if (node->type == GUMBO_NODE_ELEMENT
        || node->type == GUMBO_NODE_TEMPLATE) {
        return &node->v.element.children;
    }

    return NULL;
}


/* The node behind this one and its subtree, NULL at the end of the root. */
static const GumboNode *
follow(const GumboNode *node, const GumboNode *root)
{
    while (node != root) {
        const GumboVector *siblings = children_of(node->parent);
        unsigned next = (unsigned) node->index_within_parent + 1;

        if (next < siblings->length) {
            return siblings->data[next];
        }

        node = node->parent;
    }

    return NULL;
}


static const GumboNode *
step(const GumboNode *node, const GumboNode *root)
{
    const GumboVector *children = children_of(node);

    if (children != NULL && children->length != 0) {
        return children->data[0];
    }

    return follow(node, root);
}


static bool
is_wanted(const GumboNode *node)
{
    return node->type != GUMBO_NODE_COMMENT;
}


static uint32_t
count_nodes(reader_arena_t *arena, const GumboNode *root)
{
    uint32_t count = 0;

    for (const GumboNode *node = root; node != NULL;
         node = step(node, root)) {
        count += is_wanted(node);
        reader_arena_spend(arena, 8);
    }

    return count;
}


static void
fill_element(reader_node_t *node, const reader_sift_t *sift,
             const GumboElement *element)
{
    GumboStringPiece tag = element->original_tag;

    node->tag = (uint16_t) element->tag;

    if (element->tag_namespace != GUMBO_NAMESPACE_HTML) {
        node->flags |= READER_NODE_FOREIGN;
    }

    if (tag.length != 0) { /* a tag is never cut inside */
        node->source.data = reader_sift_source(sift, tag.data);
        node->source.length = tag.length;
    }
}


/*
 * Gumbo's own decoded text: one text node may have come from several runs,
 * with tags between them that the parser ignored.
 */
static void
fill_text(reader_node_t *node, const char *text)
{
    const char *at = text;

    while (reader_ascii_space(*at)) {
        at++;
    }

    node->flags = READER_NODE_TEXT | READER_NODE_DECODED;
    node->source = (reader_string_t) { text, strlen(text) };

    if (*at == '\0') {
        node->flags |= READER_NODE_SPACE;
    }
}


static void
flatten(reader_tree_t *tree, const reader_sift_t *sift, const GumboNode *root)
{
    reader_node_id_t at = 0, parent = READER_NONE;
    const GumboNode *node = root;

    while (node != NULL) {
        const GumboVector *children;

        if (is_wanted(node)) {
            reader_node_t *flat = &tree->nodes[at];

            flat->parent = parent;
            flat->next = READER_NONE;
            flat->end = at + 1;

            if (node->type == GUMBO_NODE_ELEMENT
                || node->type == GUMBO_NODE_TEMPLATE) {
                fill_element(flat, sift, &node->v.element);
            } else {
                fill_text(flat, node->v.text.text);
            }

            at++;
        }

        reader_arena_spend(tree->arena, 8);
        children = children_of(node);

        if (children != NULL && children->length != 0) {
            parent = at - 1;
            node = children->data[0];
            continue;
        }

        /* up to the first ancestor with a child left, closing on the way */
        while (node != root) {
            const GumboVector *siblings = children_of(node->parent);
            unsigned next = (unsigned) node->index_within_parent + 1;

            if (next < siblings->length) {
                node = siblings->data[next];
                break;
            }

            node = node->parent;
            tree->nodes[parent].end = at;
            parent = tree->nodes[parent].parent;
        }

        if (node == root) {
            break;
        }
    }

    tree->nodes[0].end = at;
}


/* next: a node that ends where the subtree before it ends is its sibling */
static void
link_siblings(reader_tree_t *tree)
{
    for (reader_node_id_t i = 0; i < tree->count; i++) {
        reader_node_t *node = &tree->nodes[i];

        if (node->parent != READER_NONE
            && node->end < tree->nodes[node->parent].end) {
            node->next = node->end;
        }
    }
}


void
reader_tree_build(reader_arena_t *arena, const reader_sift_t *sift,
                  reader_tree_t *tree)
{
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *output;

    options.allocator = gumbo_allocate;
    options.deallocator = gumbo_release;
    options.userdata = arena;
    options.max_errors = 0;

    /* never destroyed: that recurses, and all of it is in the arena */
    output = gumbo_parse_with_options(&options, sift->shown.data,
                                      sift->shown.length);

    tree->arena = arena;
    tree->count = count_nodes(arena, output->root);
    tree->nodes = reader_arena_array(arena, tree->count,
                                     sizeof(reader_node_t));
    tree->quirks = output->document->v.document.doc_type_quirks_mode
                   == GUMBO_DOCTYPE_QUIRKS;

    flatten(tree, sift, output->root);
    link_siblings(tree);
}


reader_string_t
reader_tree_text(reader_tree_t *tree, reader_node_id_t id)
{
    reader_node_t *node = &tree->nodes[id];

    if (!(node->flags & READER_NODE_DECODED)) {
        node->source = reader_charref_decode(tree->arena, node->source,
                                             false);
        node->flags |= READER_NODE_DECODED;
    }

    return node->source;
}


reader_string_t
reader_tree_name(const reader_tree_t *tree, reader_node_id_t node)
{
    reader_string_t tag = tree->nodes[node].source;
    size_t length = 1;

    if ((tree->nodes[node].flags & READER_NODE_TEXT) || tag.length == 0) {
        return (reader_string_t) { NULL, 0 };
    }

    while (length < tag.length && !reader_ascii_space(tag.data[length])
           && tag.data[length] != '/' && tag.data[length] != '>') {
        length++;
    }

    return (reader_string_t) { tag.data + 1, length - 1 };
}


/* HTML standard, 13.2.5.32 to 40; the tag is known to be complete. */
bool
reader_tree_next_attribute(const reader_tree_t *tree, reader_node_id_t node,
                           size_t *cursor, reader_attribute_t *attribute)
{
    reader_string_t tag = tree->nodes[node].source;
    size_t at = *cursor, start;

    if ((tree->nodes[node].flags & READER_NODE_TEXT) || tag.length == 0) {
        return false;
    }

    if (at == 0) {
        at = 1 + reader_tree_name(tree, node).length;
    }

    while (at < tag.length && (reader_ascii_space(tag.data[at]) || tag.data[at] == '/')) {
        at++;
    }

    if (at >= tag.length || tag.data[at] == '>') {
        return false;
    }

    start = at;

    do { /* an = at the start of a name is part of it */
        at++;
    } while (at < tag.length && !reader_ascii_space(tag.data[at]) && tag.data[at] != '/'
             && tag.data[at] != '>' && tag.data[at] != '=');

    attribute->name = (reader_string_t) { tag.data + start, at - start };
    attribute->value = (reader_string_t) { NULL, 0 };

    while (at < tag.length && reader_ascii_space(tag.data[at])) {
        at++;
    }

    if (at < tag.length && tag.data[at] == '=') {
        at++;

        while (at < tag.length && reader_ascii_space(tag.data[at])) {
            at++;
        }

        start = at;

        if (at < tag.length && (tag.data[at] == '"' || tag.data[at] == '\'')) {
            const char *close = memchr(tag.data + at + 1, tag.data[at],
                                       tag.length - at - 1);

            start++;
            at = close == NULL ? tag.length : (size_t) (close - tag.data);
            attribute->value =
                (reader_string_t) { tag.data + start, at - start };
            at += close != NULL;

        } else {
            while (at < tag.length && !reader_ascii_space(tag.data[at])
                   && tag.data[at] != '>') {
                at++;
            }

            attribute->value =
                (reader_string_t) { tag.data + start, at - start };
        }
    }

    *cursor = at;

    return true;
}


bool
reader_tree_attribute(const reader_tree_t *tree, reader_node_id_t node,
                      const char *name, reader_string_t *value)
{
    size_t cursor = 0;
    reader_attribute_t attribute;

    while (reader_tree_next_attribute(tree, node, &cursor, &attribute)) {
        if (reader_ascii_is(attribute.name, name)) {
            *value = reader_charref_decode(tree->arena, attribute.value,
                                           true);
            return true;
        }
    }

    *value = (reader_string_t) { NULL, 0 };

    return false;
}
