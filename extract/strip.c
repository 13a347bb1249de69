#include "strip.h"

/* A line that shows byline or date and little else is not longer. */
#define BYLINE_CHARACTERS 200

static const char *const names[] = {
    [READER_STRIP_NONE] = "",
    [READER_STRIP_HIDDEN] = "hidden",
    [READER_STRIP_TITLE] = "repeats the title",
    [READER_STRIP_BYLINE] = "byline or date",
    [READER_STRIP_CAPTION] = "caption",
};


const char *
reader_strip_name(reader_strip_t strip)
{
    return names[strip];
}


/*
 * What is hidden is not the page; but where most of the prose is, as behind a
 * screen that a script takes away once the page is loaded, hiding says
 * nothing.
 */
static bool
hiding_counts(const reader_blocks_t *blocks)
{
    uint64_t hidden = 0, all = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        if (block->flags & READER_BLOCK_GOOD) {
            all += block->characters;

            if (block->flags & READER_BLOCK_HIDDEN) {
                hidden += block->characters;
            }
        }
    }

    return hidden * 2 <= all;
}


/* The blocks that begin inside the element, but for prose among them. */
static void
strip_element(const reader_tree_t *tree, reader_blocks_t *blocks,
              reader_node_id_t node, reader_strip_t reason, uint32_t longest)
{
    uint32_t i;

    if (node == READER_NONE) {
        return;
    }

    for (i = blocks->before[node]; i < blocks->before[tree->nodes[node].end];
         i++) {
        reader_block_t *block = &blocks->items[i];

        if (block->strip == READER_STRIP_NONE && block->characters <= longest
            && (reason == READER_STRIP_TITLE
                || !(block->flags & READER_BLOCK_GOOD))) {
            block->strip = (uint8_t) reason;
        }
    }
}


void
reader_strip(reader_tree_t *tree, const reader_metadata_t *metadata,
             reader_blocks_t *blocks)
{
    bool hiding = hiding_counts(blocks);

    for (uint32_t i = 0; i < blocks->count; i++) {
        reader_block_t *block = &blocks->items[i];

        block->strip = READER_STRIP_NONE;

        if (hiding && (block->flags & READER_BLOCK_HIDDEN)) {
            block->strip = READER_STRIP_HIDDEN;

        } else if (block->flags & READER_BLOCK_CAPTION) {
            block->strip = READER_STRIP_CAPTION;
        }
    }

    strip_element(tree, blocks, metadata->title_node, READER_STRIP_TITLE,
                  UINT32_MAX);
    strip_element(tree, blocks, metadata->byline_node, READER_STRIP_BYLINE,
                  BYLINE_CHARACTERS);
    strip_element(tree, blocks, metadata->date_node, READER_STRIP_BYLINE,
                  BYLINE_CHARACTERS);
}
