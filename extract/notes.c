#include "notes.h"

#include "table.h"

#define REFERENCE_CHARACTERS 5 /* "[12]" */
#define NOTE_BLOCKS 4
#define NOTE_CHARACTERS 1200


/* The block of a link's text, if that is no longer than a reference is. */
static uint32_t
short_text(const reader_tree_t *tree, const reader_blocks_t *blocks,
           reader_node_id_t link)
{
    uint32_t block = READER_NONE;
    size_t length = 0;

    for (reader_node_id_t id = link + 1; id < tree->nodes[link].end; id++) {
        if (tree->nodes[id].flags & READER_NODE_TEXT) {
            length += tree->nodes[id].source.length;
            block = blocks->owner[id];
        }

        if (length > REFERENCE_CHARACTERS) {
            return READER_NONE;
        }
    }

    return block;
}


/* The ids that references in kept blocks lead to; returns how many. */
static size_t
collect(const reader_tree_t *tree, const reader_blocks_t *blocks,
        const reader_elements_t *elements, reader_table_t *targets)
{
    size_t count = 0;

    for (uint32_t i = 0; i < elements->reference_count; i++) {
        reader_node_id_t id = elements->references[i];
        uint32_t block = short_text(tree, blocks, id);
        reader_string_t href;

        if (block == READER_NONE || !blocks->items[block].kept
            || !reader_tree_value(tree, id, READER_NAME_HREF, &href)
            || href.length < 2 || href.data[0] != '#') {
            continue;
        }

        count++;

        if (targets != NULL) {
            href.data++;
            href.length--;
            reader_table_put(targets, reader_table_hash(href), id);
        }
    }

    return count;
}


void
reader_notes_find(const reader_tree_t *tree, const reader_blocks_t *blocks,
                  const reader_elements_t *elements, uint8_t *flags)
{
    reader_table_t targets;
    size_t count = collect(tree, blocks, elements, NULL);

    if (count == 0) {
        return;
    }

    reader_table_init(&targets, tree->arena, count);
    collect(tree, blocks, elements, &targets);

    for (uint32_t k = 0; k < elements->holder_count; k++) {
        const reader_holder_t *holder = &elements->holders[k];
        uint32_t first = holder->first, end = holder->end, characters = 0;
        reader_string_t name;
        uint32_t key;

        if (end - first > NOTE_BLOCKS
            || !reader_tree_value(tree, holder->node, READER_NAME_ID, &name)) {
            continue;
        }

        key = reader_table_hash(name);

        /* notes stand behind what they are notes to */
        if (!reader_table_has(&targets, key)
            || targets.values[reader_table_find(&targets, key)]
                   > holder->node) {
            continue;
        }

        for (uint32_t i = first; i < end; i++) {
            characters += blocks->items[i].characters;
        }

        for (uint32_t i = first; i < end; i++) {
            flags[i] = characters <= NOTE_CHARACTERS;
        }
    }
}
