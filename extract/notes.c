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
        reader_table_t *targets)
{
    size_t count = 0;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        reader_string_t href;
        uint32_t block;

        if (tree->nodes[id].tag != GUMBO_TAG_A
            || (tree->nodes[id].flags & READER_NODE_TEXT)) {
            continue;
        }

        block = short_text(tree, blocks, id);

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
                  uint8_t *flags)
{
    reader_table_t targets;
    size_t count = collect(tree, blocks, NULL);

    if (count == 0) {
        return;
    }

    reader_table_init(&targets, tree->arena, count);
    collect(tree, blocks, &targets);

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        uint32_t first = blocks->before[id];
        uint32_t end = blocks->before[tree->nodes[id].end];
        uint32_t characters = 0;
        reader_string_t name;
        uint32_t key;

        if ((tree->nodes[id].flags & READER_NODE_TEXT) || first == end
            || end - first > NOTE_BLOCKS
            || !reader_tree_value(tree, id, READER_NAME_ID, &name)) {
            continue;
        }

        key = reader_table_hash(name);

        /* notes stand behind what they are notes to */
        if (!reader_table_has(&targets, key)
            || targets.values[reader_table_find(&targets, key)] > id) {
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
