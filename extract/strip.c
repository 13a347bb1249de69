#include "strip.h"

#include "ascii.h"

/* A line that shows byline or date and little else is not longer. */
#define BYLINE_CHARACTERS 200

/* A longer table is no box beside the text. */
#define FLOAT_CHARACTERS 400

/* A longer caption is none: its end tag is missing, and it holds the page. */
#define CAPTION_CHARACTERS 600

static const char *const names[] = {
    [READER_STRIP_NONE] = "",
    [READER_STRIP_HIDDEN] = "hidden",
    [READER_STRIP_TITLE] = "repeats the title",
    [READER_STRIP_BYLINE] = "byline or date",
    [READER_STRIP_CAPTION] = "caption",
    [READER_STRIP_AD] = "says that it is an advertisement",
    [READER_STRIP_COMMENTS] = "comments under the text",
    [READER_STRIP_LINKS] = "a line of links",
    [READER_STRIP_SAID] = "said before",
    [READER_STRIP_ASIDE] = "a box that floats beside the text",
    [READER_STRIP_RULE] = "site rule",
};


const char *
reader_strip_name(reader_strip_t strip)
{
    return names[strip];
}


/* The blocks that begin inside the element; of a byline no prose. */
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
            && (reason != READER_STRIP_BYLINE
                || !(block->flags & READER_BLOCK_GOOD))) {
            block->strip = (uint8_t) reason;
        }
    }
}


/* Elements that are asked for here. */
typedef struct {
    reader_node_id_t *nodes; /* in document order */
    uint32_t count;
} asides_t;


static asides_t
find_asides(const reader_tree_t *tree)
{
    static const bool tags[GUMBO_TAG_LAST + 1] = {
        [GUMBO_TAG_FIGCAPTION] = true,
        [GUMBO_TAG_CAPTION] = true,
        [GUMBO_TAG_TABLE] = true,
    };
    asides_t asides = {
        reader_arena_alloc(tree->arena,
                           tree->count * sizeof(reader_node_id_t)),
        0,
    };

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        asides.nodes[asides.count] = id;
        asides.count += tags[tree->nodes[id].tag];
    }

    return asides;
}


/* Whether the element has so little text; looks no further than that. */
static bool
is_small(const reader_tree_t *tree, const reader_blocks_t *blocks,
         reader_node_id_t node, uint32_t most)
{
    uint32_t end = blocks->before[tree->nodes[node].end], characters = 0;

    for (uint32_t i = blocks->before[node]; i < end && characters <= most;
         i++) {
        characters += blocks->items[i].characters;
    }

    return characters <= most;
}


static void
strip_captions(const reader_tree_t *tree, reader_blocks_t *blocks,
               const asides_t *asides)
{
    for (uint32_t i = 0; i < asides->count; i++) {
        reader_node_id_t id = asides->nodes[i];

        if (tree->nodes[id].tag != GUMBO_TAG_TABLE
            && is_small(tree, blocks, id, CAPTION_CHARACTERS)) {
            strip_element(tree, blocks, id, READER_STRIP_CAPTION, UINT32_MAX);
        }
    }
}


/*
 * <table align=left|right> floats (HTML 4.01, 11.2.1): where tables made the
 * layout, that was the way to put a box into the text.
 */
static void
strip_floats(const reader_tree_t *tree, reader_blocks_t *blocks,
             const asides_t *asides)
{
    for (uint32_t i = 0; i < asides->count; i++) {
        reader_node_id_t id = asides->nodes[i];
        reader_string_t align;

        if (tree->nodes[id].tag == GUMBO_TAG_TABLE
            && reader_tree_attribute(tree, id, "align", &align)
            && (reader_ascii_is(align, "left")
                || reader_ascii_is(align, "right"))
            && is_small(tree, blocks, id, FLOAT_CHARACTERS)) {
            strip_element(tree, blocks, id, READER_STRIP_ASIDE,
                          FLOAT_CHARACTERS);
        }
    }
}


void
reader_strip(reader_tree_t *tree, const reader_metadata_t *metadata,
             reader_blocks_t *blocks)
{
    asides_t asides;

    for (uint32_t i = 0; i < blocks->count; i++) {
        reader_block_t *block = &blocks->items[i];

        /* what is hidden is not the page */
        if (!(block->flags & READER_BLOCK_HIDDEN)) {
            block->strip = READER_STRIP_NONE;

        } else if (blocks->hidden[block->first] & READER_HIDES_RULE) {
            block->strip = READER_STRIP_RULE;

        } else {
            block->strip = READER_STRIP_HIDDEN;
        }
    }

    asides = find_asides(tree);
    strip_captions(tree, blocks, &asides);
    strip_floats(tree, blocks, &asides);

    strip_element(tree, blocks, metadata->title_node, READER_STRIP_TITLE,
                  UINT32_MAX);
    strip_element(tree, blocks, metadata->byline_node, READER_STRIP_BYLINE,
                  BYLINE_CHARACTERS);
    strip_element(tree, blocks, metadata->date_node, READER_STRIP_BYLINE,
                  BYLINE_CHARACTERS);
}
