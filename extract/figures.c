#include "figures.h"

#include "ascii.h"
#include "overlap.h"
#include "table.h"

#include <string.h>

#define PATH_LENGTH 8          /* tags of a tag path */
#define LEVEL_NONE 9
#define CONTAINER_CHARACTERS 25 /* a shorter block says nothing */
#define CONTAINER_LEVELS 4
#define CONTAINER_TOKEN_BONUS 25

/* Stems that speak for or against an element as a container. */
#define TOKENS_FOR                                                            \
    (1u << READER_TOKEN_BODY | 1u << READER_TOKEN_CONTENT                     \
     | 1u << READER_TOKEN_LEAD)
#define TOKENS_AGAINST                                                        \
    (1u << READER_TOKEN_COMMENT | 1u << READER_TOKEN_NAV                      \
     | 1u << READER_TOKEN_FOOTER | 1u << READER_TOKEN_SIDEBAR                 \
     | 1u << READER_TOKEN_RELATED | 1u << READER_TOKEN_SHARE                  \
     | 1u << READER_TOKEN_AD | 1u << READER_TOKEN_SUBSCRIBE                   \
     | 1u << READER_TOKEN_POPUP)

static void
add_block(reader_sums_t *sums, const reader_block_t *block)
{
    sums->blocks++;
    sums->characters += block->characters;
    sums->link_characters += block->link_characters;
    sums->words += block->words;

    if (block->flags & READER_BLOCK_GOOD) {
        sums->good++;
        sums->good_characters += block->characters;
    }
}


static void
sum_blocks(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_blocks_t *blocks = figures->blocks;
    reader_sums_t sums = { 0 };

    figures->sums =
        reader_arena_alloc(arena, (blocks->count + 1) * sizeof(sums));

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        figures->sums[i] = sums;
        add_block(&sums, block);
    }

    figures->sums[blocks->count] = sums;
}


reader_sums_t
reader_figures_between(const reader_figures_t *figures, uint32_t from,
                       uint32_t to)
{
    const reader_sums_t *a = &figures->sums[from], *b = &figures->sums[to];

    return (reader_sums_t) {
        b->blocks - a->blocks,
        b->characters - a->characters,
        b->link_characters - a->link_characters,
        b->words - a->words,
        b->good - a->good,
        b->good_characters - a->good_characters,
    };
}


reader_sums_t
reader_figures_in(const reader_figures_t *figures, reader_node_id_t node)
{
    const uint32_t *before = figures->blocks->before;

    return reader_figures_between(figures, before[node],
                                  before[figures->tree->nodes[node].end]);
}


_Static_assert(READER_TOKEN_COUNT < 32, "a bit is left beside the tokens");


/* Class and id stems of every element, and what tells siblings apart. */
static void
read_classes(reader_figures_t *figures, reader_arena_t *arena,
             reader_lookup_t *lookup)
{
    const uint32_t known = (uint32_t) 1 << 31;
    const reader_tree_t *tree = figures->tree;
    uint32_t *tokens = reader_arena_array(arena, tree->value_count,
                                          sizeof(uint32_t));

    figures->tokens =
        reader_arena_array(arena, tree->count, sizeof(uint32_t));
    figures->classes_hash =
        reader_arena_array(arena, tree->count, sizeof(uint32_t));

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        const reader_attribute_t *attribute = reader_tree_attributes(tree, id);
        const reader_attribute_t *end = attribute + node->attribute_count;
        uint32_t hash = 2166136261u ^ node->tag;

        if (node->flags & READER_NODE_TEXT) {
            continue;
        }

        for (; attribute < end; attribute++) {
            uint32_t number = attribute->number;

            if (number == 0 || attribute->known == READER_NAME_STYLE) {
                continue;
            }

            if (tokens[number] == 0) {
                tokens[number] =
                    known | reader_lexicon_tokens(lookup, attribute->value);
            }

            figures->tokens[id] |= tokens[number] & ~known;

            if (attribute->known == READER_NAME_CLASS) {
                hash = (hash ^ number * 2654435761u) * 16777619u;
            }
        }

        figures->classes_hash[id] = hash * 16777619u;
        figures->articles += node->tag == GUMBO_TAG_ARTICLE;
    }
}


static void
score_containers(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;

    figures->containers =
        reader_arena_array(arena, tree->count, sizeof(float));

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        float length = (float) block->characters / 100, points;
        reader_node_id_t at = block->element;
        uint16_t tag = tree->nodes[at].tag;

        if (block->characters < CONTAINER_CHARACTERS) {
            continue;
        }

        points = 1 + (float) block->commas + (length < 3 ? length : 3);
        points *= 1 - (float) block->link_characters
                          / (float) block->characters;

        if (tag != GUMBO_TAG_DIV && tag != GUMBO_TAG_SECTION
            && tag != GUMBO_TAG_TD && tag != GUMBO_TAG_ARTICLE
            && tag != GUMBO_TAG_MAIN && tag != GUMBO_TAG_BODY) {
            at = tree->nodes[at].parent;
        }

        for (int level = 0; level <= CONTAINER_LEVELS && at != READER_NONE;
             level++) {
            figures->containers[at] +=
                level == 0   ? points
                : level == 1 ? points / 2
                             : points / (float) (3 * level);
            at = tree->nodes[at].parent;
        }
    }

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        float score = figures->containers[id];
        reader_sums_t sums;

        if (score <= 0) {
            continue;
        }

        if (figures->tokens[id] & TOKENS_FOR) {
            score += CONTAINER_TOKEN_BONUS;
        }

        if (figures->tokens[id] & TOKENS_AGAINST) {
            score -= CONTAINER_TOKEN_BONUS;
        }

        sums = reader_figures_in(figures, id);

        if (sums.characters != 0) {
            score *= 1 - (float) sums.link_characters
                             / (float) sums.characters;
        }

        figures->containers[id] = score;

        if (score > figures->top_score) {
            figures->top_score = score;
            figures->top = id;
        }
    }
}


/* The element with the largest sum of prose less the rest. */
static void
find_best(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;
    float *sums =
        reader_arena_alloc(arena, (blocks->count + 1) * sizeof(float));
    float best = 0;

    sums[0] = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        float characters = (float) block->characters;

        sums[i + 1] =
            sums[i]
            + (block->flags & READER_BLOCK_GOOD
                   ? characters
                   : -(20 + characters / 5
                       + (float) block->link_characters / 2));
    }

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        float sum = sums[blocks->before[tree->nodes[id].end]]
                    - sums[blocks->before[id]];

        if (sum >= best && sum > 0
            && !(tree->nodes[id].flags & READER_NODE_TEXT)) {
            best = sum;
            figures->best = id;
        }
    }
}


/* The number of this key's signature; a new one gets the next number. */
static uint32_t
sign(reader_table_t *table, uint32_t *count, uint32_t key)
{
    size_t at = reader_table_find(table, key | 1);

    if (table->keys[at] == 0) {
        table->keys[at] = key | 1;
        table->values[at] = (*count)++;
    }

    return table->values[at];
}


static void
add_to(reader_signature_t *signature, uint32_t index,
       const reader_block_t *block)
{
    if (signature->sums.blocks == 0) {
        signature->first = index;
    }

    add_block(&signature->sums, block);
}


static void
take_signatures(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;
    uint32_t classes = 0, paths = 0;
    reader_table_t class_table, path_table;

    reader_table_init(&class_table, arena, blocks->count);
    reader_table_init(&path_table, arena, blocks->count);
    figures->classes = reader_arena_array(arena, blocks->count + 1,
                                          sizeof(reader_signature_t));
    figures->paths = reader_arena_array(arena, blocks->count + 1,
                                        sizeof(reader_signature_t));

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        reader_node_id_t at = block->element;
        uint32_t key = figures->classes_hash[at], path = 2166136261u;

        if (tree->nodes[at].parent != READER_NONE) {
            key = key * 31 + figures->classes_hash[tree->nodes[at].parent];
        }

        for (int k = 0; k < PATH_LENGTH && at != READER_NONE; k++) {
            path = (path ^ tree->nodes[at].tag) * 16777619u;
            at = tree->nodes[at].parent;
        }

        figures->of[i].class_signature =
            sign(&class_table, &classes, key);
        figures->of[i].path_signature =
            sign(&path_table, &paths, path);
        add_to(&figures->classes[figures->of[i].class_signature], i, block);
        add_to(&figures->paths[figures->of[i].path_signature], i, block);
    }
}


/* How many levels up the nearest element with a stem of each group is. */
static void
take_levels(reader_figures_t *figures)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;
    uint64_t commented = 0, all = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        uint8_t *levels = figures->of[i].levels;
        reader_node_id_t at = tree->nodes[block->first].parent;
        uint32_t seen = 0;
        int level = 0; /* inline elements within the block */

        memset(levels, LEVEL_NONE, READER_TOKEN_COUNT);

        while (at != READER_NONE && level < LEVEL_NONE) {
            uint32_t fresh;

            if (level != 0 || at == block->element) {
                level++;
            }

            fresh = figures->tokens[at] & ~seen;
            seen |= fresh;

            for (; fresh != 0; fresh &= fresh - 1) {
                levels[__builtin_ctz(fresh)] =
                    (uint8_t) (level < LEVEL_NONE ? level : LEVEL_NONE);
            }

            at = tree->nodes[at].parent;
        }

        all += block->characters;

        if (seen & 1u << READER_TOKEN_COMMENT) {
            commented += block->characters;
        }
    }

    figures->comment_share =
        all == 0 ? 0 : (float) commented / (float) all;
}


static void
take_lines(reader_figures_t *figures, reader_lookup_t *lookup)
{
    const reader_blocks_t *blocks = figures->blocks;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        if (block->characters < 250) {
            figures->of[i].line = (uint8_t) reader_lexicon_line(
                lookup, blocks->texts[i]);
        }
    }
}


static void
count_headings(reader_figures_t *figures)
{
    const reader_tree_t *tree = figures->tree;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        uint16_t tag = tree->nodes[id].tag;

        if (!(tree->nodes[id].flags & READER_NODE_TEXT)
            && (tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2
                || tag == GUMBO_TAG_H3)) {
            reader_sums_t sums = reader_figures_in(figures, id);

            figures->headings++;
            figures->link_headings +=
                sums.link_characters * 2 > sums.characters;
        }
    }
}


void
reader_figures_take(reader_tree_t *tree, reader_lookup_t *lookup,
                    const reader_metadata_t *metadata,
                    const reader_blocks_t *blocks, reader_figures_t *figures)
{
    reader_arena_t *arena = tree->arena;

    memset(figures, 0, sizeof(*figures));
    figures->tree = tree;
    figures->blocks = blocks;
    figures->of = reader_arena_array(arena, blocks->count + 1,
                                     sizeof(reader_block_figures_t));
    figures->title_block = READER_NONE;

    if (metadata->title_node != READER_NONE) {
        uint32_t block = blocks->before[metadata->title_node];

        if (block < blocks->count
            && blocks->items[block].first
                   < tree->nodes[metadata->title_node].end) {
            figures->title_block = block;
        }
    }

    figures->url = reader_lexicon_url(lookup, metadata->address.href);
    figures->service =
        reader_lexicon_is_service(lookup, metadata->title)
        || reader_lexicon_is_service(lookup, metadata->page_title);

    sum_blocks(figures, arena);
    read_classes(figures, arena, lookup);
    score_containers(figures, arena);
    find_best(figures, arena);
    take_signatures(figures, arena);
    take_levels(figures);
    take_lines(figures, lookup);
    count_headings(figures);

    reader_overlap_take(figures, arena, metadata);
}
