#include "elements.h"

#define HASH_START 2166136261u
#define HASH_PRIME 16777619u
#define CLASS_FACTOR 2654435761u

/* What an element is looked for. */
enum {
    ELEMENT_OTHER,
    ELEMENT_EMBEDDED, /* content without text */
    ELEMENT_HEADING,
    ELEMENT_ARTICLE,
    ELEMENT_LINK,
    ELEMENT_KINDS
};

static const uint8_t kinds[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_IMG] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_VIDEO] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_AUDIO] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_IFRAME] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_EMBED] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_OBJECT] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_MATH] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_SVG] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_HR] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_BR] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_WBR] = ELEMENT_EMBEDDED,
    [GUMBO_TAG_H1] = ELEMENT_HEADING,
    [GUMBO_TAG_H2] = ELEMENT_HEADING,
    [GUMBO_TAG_H3] = ELEMENT_HEADING,
    [GUMBO_TAG_ARTICLE] = ELEMENT_ARTICLE,
    [GUMBO_TAG_A] = ELEMENT_LINK,
};


/* What tells siblings apart. */
static uint32_t
hash_class(const reader_tree_t *tree, reader_node_id_t id)
{
    const reader_node_t *node = &tree->nodes[id];
    const reader_attribute_t *attribute = reader_tree_attributes(tree, id);
    const reader_attribute_t *end = attribute + node->attribute_count;
    uint32_t hash = HASH_START ^ node->tag;

    for (; attribute < end; attribute++) {
        if (attribute->known == READER_NAME_CLASS && attribute->number != 0) {
            hash = (hash ^ attribute->number * CLASS_FACTOR) * HASH_PRIME;
        }
    }

    return hash * HASH_PRIME;
}


/* Whether an address begins with "#", or with a character reference. */
static bool
is_reference(const reader_tree_t *tree, reader_node_id_t link)
{
    const reader_attribute_t *href =
        reader_tree_find(tree, link, READER_NAME_HREF);

    return href != NULL && href->value.length > 1
           && (href->value.data[0] == '#' || href->value.data[0] == '&');
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
    const reader_node_t *node = tree->nodes;
    uint32_t count = tree->count;
    size_t room = count * sizeof(reader_node_id_t);
    reader_node_id_t *holders = reader_arena_alloc(arena, room);
    uint32_t counts[ELEMENT_KINDS] = { 0 }, embedded = 0;

    *elements = (reader_elements_t){
        .numbers = reader_arena_alloc(arena, room),
        .embedded = reader_arena_alloc(arena, room),
        .references = reader_arena_alloc(arena, room),
        .classes_hash =
            reader_arena_array(arena, count, sizeof(uint32_t)),
    };

    for (reader_node_id_t id = 0; id < count; id++, node++) {
        uint8_t kind;

        if (node->flags & READER_NODE_TEXT) {
            continue;
        }

        elements->classes_hash[id] = hash_class(tree, id);
        kind = kinds[node->tag];
        counts[kind]++;

        /* the list grows whether this is one of them or not */
        elements->embedded[embedded] = id;
        embedded += kind == ELEMENT_EMBEDDED;

        if (kind == ELEMENT_LINK && is_reference(tree, id)) {
            elements->references[elements->reference_count++] = id;
        }

        if (blocks->before[id] != blocks->before[node->end]) {
            elements->numbers[id] = elements->holder_count;
            holders[elements->holder_count++] = id;
        }
    }

    elements->embedded_count = embedded;
    elements->headings = counts[ELEMENT_HEADING];
    elements->articles = counts[ELEMENT_ARTICLE];
    add_holders(tree, blocks, holders, elements);
}
