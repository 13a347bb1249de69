#include "figures.h"

#include "overlap.h"
#include "table.h"

#include <string.h>

#define PATH_FACTOR 0x9E3779B97F4A7C15u /* Knuth's multiplicative hashing */
#define LEVEL_NONE 9
#define NONE_NEAR (LEVEL_NONE + 1)
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

/* A byte for each stem, 16 in a vector. */
typedef int8_t part_t __attribute__((vector_size(16)));

enum { PARTS = (READER_TOKEN_COUNT + sizeof(part_t) - 1) / sizeof(part_t) };

/* Levels from a block up to the next element with a stem; NONE_NEAR: more. */
typedef union {
    part_t parts[PARTS];
    int8_t of[PARTS * sizeof(part_t)];
} levels_t;


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


uint32_t
reader_figures_tokens(const reader_figures_t *figures, reader_node_id_t node)
{
    const uint32_t known = (uint32_t) 1 << 31;
    const reader_tree_t *tree = figures->tree;
    const reader_attribute_t *attribute = reader_tree_attributes(tree, node);
    const reader_attribute_t *end =
        attribute + tree->nodes[node].attribute_count;
    uint32_t set = 0;

    for (; attribute < end; attribute++) {
        uint32_t *tokens = &figures->tokens[attribute->number];

        if (attribute->number == 0 || attribute->known == READER_NAME_STYLE) {
            continue;
        }

        if (*tokens == 0) {
            *tokens = known
                      | reader_lexicon_tokens(figures->lookup,
                                              attribute->value);
        }

        set |= *tokens;
    }

    return set & ~known;
}


static void
read_holders(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_elements_t *elements = &figures->elements;

    figures->tokens = reader_arena_array(arena, figures->tree->value_count,
                                         sizeof(uint32_t));
    figures->holder_tokens = reader_arena_alloc(
        arena, (elements->holder_count + 1) * sizeof(uint32_t));

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        figures->holder_tokens[i] =
            reader_figures_tokens(figures, elements->holders[i].node);
    }

    for (uint32_t i = 0; i < figures->blocks->count; i++) {
        figures->of[i].holder =
            elements->numbers[figures->blocks->items[i].element];
    }
}


/* The blocks' points for the elements around them. */
static void
add_points(reader_figures_t *figures)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        float length = (float) block->characters / 100, points;
        uint32_t holder = figures->of[i].holder;
        uint16_t tag = tree->nodes[block->element].tag;

        if (block->characters < CONTAINER_CHARACTERS) {
            continue;
        }

        points = 1 + (float) block->commas + (length < 3 ? length : 3);
        points *= 1 - (float) block->link_characters
                          / (float) block->characters;

        if (tag != GUMBO_TAG_DIV && tag != GUMBO_TAG_SECTION
            && tag != GUMBO_TAG_TD && tag != GUMBO_TAG_ARTICLE
            && tag != GUMBO_TAG_MAIN && tag != GUMBO_TAG_BODY) {
            holder = figures->elements.holders[holder].around;
        }

        for (int level = 0; level <= CONTAINER_LEVELS
                            && holder != READER_NONE; level++) {
            figures->containers[holder] +=
                level == 0   ? points
                : level == 1 ? points / 2
                             : points / (float) (3 * level);
            holder = figures->elements.holders[holder].around;
        }
    }
}


static void
score_containers(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_elements_t *elements = &figures->elements;

    figures->containers =
        reader_arena_array(arena, elements->holder_count + 1, sizeof(float));
    add_points(figures);

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];
        float score = figures->containers[i];
        uint32_t tokens;
        reader_sums_t sums;

        if (score <= 0) {
            continue;
        }

        tokens = figures->holder_tokens[i];

        if (tokens & TOKENS_FOR) {
            score += CONTAINER_TOKEN_BONUS;
        }

        if (tokens & TOKENS_AGAINST) {
            score -= CONTAINER_TOKEN_BONUS;
        }

        sums = reader_figures_between(figures, holder->first, holder->end);

        if (sums.characters != 0) {
            score *= 1 - (float) sums.link_characters
                             / (float) sums.characters;
        }

        figures->containers[i] = score;

        if (score > figures->top_score) {
            figures->top_score = score;
            figures->top = holder->node;
        }
    }
}


/* The element with the largest sum of prose less the rest. */
static void
find_best(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_elements_t *elements = &figures->elements;
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

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];
        float sum = sums[holder->end] - sums[holder->first];

        if (sum >= best && sum > 0) {
            best = sum;
            figures->best = holder->node;
        }
    }
}


/* The number of this key's signature; a new one gets the next number. */
static uint32_t
sign(reader_table_t *table, uint32_t *count, uint32_t key)
{
    size_t at = reader_table_find(table, key | 1);

    if (reader_table_is_far(table, at)) {
        return (*count)++;
    }

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


_Static_assert(GUMBO_TAG_LAST < UINT8_MAX, "a tag and none fit in a byte");


/* Of each holder: the tags of it and of those around it, eight at most. */
static uint64_t *
find_paths(const reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_elements_t *elements = &figures->elements;
    uint64_t *paths = reader_arena_alloc(
        arena, (elements->holder_count + 1) * sizeof(uint64_t));

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];

        paths[i] = figures->tree->nodes[holder->node].tag + 1u;

        if (holder->around != READER_NONE) {
            paths[i] |= paths[holder->around] << 8;
        }
    }

    return paths;
}


static void
take_signatures(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;
    const uint64_t *tags = find_paths(figures, arena);
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
        const uint32_t *hashes = figures->elements.classes_hash;
        reader_block_figures_t *of = &figures->of[i];
        reader_node_id_t parent = tree->nodes[block->element].parent;
        uint32_t class = hashes[block->element];
        uint64_t path = tags[of->holder] * PATH_FACTOR;

        if (parent != READER_NONE) {
            class = class * 31 + hashes[parent];
        }

        of->class_signature = sign(&class_table, &classes, class);
        of->path_signature =
            sign(&path_table, &paths, (uint32_t) (path >> 32));
        add_to(&figures->classes[of->class_signature], i, block);
        add_to(&figures->paths[of->path_signature], i, block);
    }
}


/* Of each holder, for the blocks that it is the element of. */
static levels_t *
find_levels(const reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_elements_t *elements = &figures->elements;
    levels_t *levels = reader_arena_alloc(
        arena, (elements->holder_count + 1) * sizeof(levels_t));

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        uint32_t around = elements->holders[i].around;
        uint32_t tokens = figures->holder_tokens[i];

        if (around == READER_NONE) {
            memset(&levels[i], NONE_NEAR, sizeof(levels_t));
        }

        for (int k = 0; k < PARTS && around != READER_NONE; k++) {
            part_t part = levels[around].parts[k];

            levels[i].parts[k] = part - (part < NONE_NEAR); /* true is -1 */
        }

        for (; tokens != 0; tokens &= tokens - 1) {
            levels[i].of[__builtin_ctz(tokens)] = 1;
        }
    }

    return levels;
}


/* How many levels up the nearest element with a stem of each group is. */
static void
take_levels(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;
    const levels_t *all = find_levels(figures, arena);
    uint64_t commented = 0, characters = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];
        reader_block_figures_t *of = &figures->of[i];
        levels_t levels = all[of->holder];
        bool comment = levels.of[READER_TOKEN_COMMENT] != NONE_NEAR;

        for (int k = 0; k < PARTS; k++) {
            levels.parts[k] += levels.parts[k] > LEVEL_NONE;
        }

        /* inline elements within the block: no level up */
        for (reader_node_id_t at = tree->nodes[block->first].parent;
             at != block->element; at = tree->nodes[at].parent) {
            uint32_t tokens =
                figures->holder_tokens[figures->elements.numbers[at]];

            comment |= (tokens & 1u << READER_TOKEN_COMMENT) != 0;

            for (; tokens != 0; tokens &= tokens - 1) {
                levels.of[__builtin_ctz(tokens)] = 0;
            }
        }

        memcpy(of->levels, levels.of, sizeof(of->levels));
        characters += block->characters;
        commented += comment ? block->characters : 0;
    }

    figures->comment_share =
        characters == 0 ? 0 : (float) commented / (float) characters;
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
    const reader_elements_t *elements = &figures->elements;

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];
        uint16_t tag = figures->tree->nodes[holder->node].tag;

        if (tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2
            || tag == GUMBO_TAG_H3) {
            reader_sums_t sums = reader_figures_between(figures, holder->first,
                                                        holder->end);

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
    figures->lookup = lookup;
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
    reader_elements_find(tree, blocks, &figures->elements);
    read_holders(figures, arena);
    score_containers(figures, arena);
    find_best(figures, arena);
    take_signatures(figures, arena);
    take_levels(figures, arena);
    take_lines(figures, lookup);
    count_headings(figures);

    reader_overlap_take(figures, arena, metadata);
}
