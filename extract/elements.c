#include "elements.h"

#define HASH_START 2166136261u
#define HASH_PRIME 16777619u
#define CLASS_FACTOR 2654435761u

/* Elements that are content without holding text. */
static const uint8_t is_embedded[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_IMG] = 1,    [GUMBO_TAG_VIDEO] = 1, [GUMBO_TAG_AUDIO] = 1,
    [GUMBO_TAG_IFRAME] = 1, [GUMBO_TAG_EMBED] = 1, [GUMBO_TAG_OBJECT] = 1,
    [GUMBO_TAG_MATH] = 1,   [GUMBO_TAG_SVG] = 1,   [GUMBO_TAG_HR] = 1,
    [GUMBO_TAG_BR] = 1,     [GUMBO_TAG_WBR] = 1,
};


/* Written with a "#" in front, or with a character reference. */
static bool
is_reference(const reader_attribute_t *attribute)
{
    return attribute->known == READER_NAME_HREF && attribute->value.length > 1
           && (attribute->value.data[0] == '#'
               || attribute->value.data[0] == '&');
}


/* What tells siblings apart, and whether a link leads to the page itself. */
static uint32_t
read_attributes(const reader_tree_t *tree, reader_node_id_t id, bool *reference)
{
    const reader_node_t *node = &tree->nodes[id];
    const reader_attribute_t *attribute = reader_tree_attributes(tree, id);
    const reader_attribute_t *end = attribute + node->attribute_count;
    uint32_t hash = HASH_START ^ node->tag;

    *reference = false;

    for (; attribute < end; attribute++) {
        if (attribute->known == READER_NAME_CLASS && attribute->number != 0) {
            hash = (hash ^ attribute->number * CLASS_FACTOR) * HASH_PRIME;
        }

        *reference |= is_reference(attribute);
    }

    return hash * HASH_PRIME;
}


/* Elements hold blocks, by their numbers so far. */
static void
add_holders(const reader_tree_t *tree, const reader_blocks_t *blocks,
            const reader_node_id_t *nodes, reader_elements_t *elements)
{
    elements->holders = reader_arena_alloc(
        tree->arena, (elements->holder_count + 1) * sizeof(reader_holder_t));

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_node_t *node = &tree->nodes[nodes[i]];

        elements->holders[i] = (reader_holder_t){
            nodes[i],
            node->parent == READER_NONE ? READER_NONE
                                        : elements->numbers[node->parent],
            blocks->before[nodes[i]],
            blocks->before[node->end],
        };
    }
}


void
reader_elements_find(const reader_tree_t *tree, const reader_blocks_t *blocks,
                     reader_elements_t *elements)
{
    reader_arena_t *arena = tree->arena;
    size_t room = tree->count * sizeof(reader_node_id_t);
    reader_node_id_t *holders = reader_arena_alloc(arena, room);

    *elements = (reader_elements_t){
        .numbers = reader_arena_alloc(arena, room),
        .embedded = reader_arena_alloc(arena, room),
        .references = reader_arena_alloc(arena, room),
        .classes_hash =
            reader_arena_array(arena, tree->count, sizeof(uint32_t)),
    };

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        bool reference;

        if (node->flags & READER_NODE_TEXT) {
            continue;
        }

        elements->classes_hash[id] = read_attributes(tree, id, &reference);
        elements->articles += node->tag == GUMBO_TAG_ARTICLE;
        elements->headings += node->tag == GUMBO_TAG_H1
                              || node->tag == GUMBO_TAG_H2
                              || node->tag == GUMBO_TAG_H3;

        /* lists grow whether this is one of them or not */
        elements->references[elements->reference_count] = id;
        elements->reference_count += reference && node->tag == GUMBO_TAG_A;
        elements->embedded[elements->embedded_count] = id;
        elements->embedded_count += is_embedded[node->tag];

        if (blocks->before[id] != blocks->before[node->end]) {
            elements->numbers[id] = elements->holder_count;
            holders[elements->holder_count++] = id;
        }
    }

    add_holders(tree, blocks, holders, elements);
}
