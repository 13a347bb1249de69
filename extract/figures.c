#include "figures.h"

#include "ascii.h"
#include "unicode.h"

#include <string.h>

#define GRAM 4                 /* words of an n-gram */
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

typedef struct {
    uint32_t *items; /* hashes of lower-case words, all blocks in a row */
    size_t *starts;  /* per block, and the end */
    size_t count;
} words_t;

/* A set of 32-bit hashes with a value each; open addressing. */
typedef struct {
    uint32_t *keys; /* 0: free */
    uint32_t *values;
    size_t mask;
} table_t;


static void
table_init(table_t *table, reader_arena_t *arena, size_t count)
{
    size_t size = 64;

    while (size < count * 2) {
        size *= 2;
    }

    table->keys = reader_arena_array(arena, size, sizeof(uint32_t));
    table->values = reader_arena_array(arena, size, sizeof(uint32_t));
    table->mask = size - 1;
}


/* The slot of this key, or the free one where it belongs. */
static size_t
table_find(const table_t *table, uint32_t key)
{
    size_t at = (key * 2654435769u) & table->mask;

    while (table->keys[at] != 0 && table->keys[at] != key) {
        at = (at + 1) & table->mask;
    }

    return at;
}


static void
table_put(table_t *table, uint32_t key, uint32_t value)
{
    size_t at = table_find(table, key);

    table->keys[at] = key;
    table->values[at] = value;
}


static bool
table_has(const table_t *table, uint32_t key)
{
    return table->keys[table_find(table, key)] != 0;
}


/* Hashes of the words of a text, appended; at most room of them. */
static size_t
hash_words(reader_string_t text, uint32_t *hashes, size_t room)
{
    const char *at = text.data, *end = at + text.length;
    uint32_t hash = 0;
    size_t count = 0;

    while (at < end && count < room) {
        uint32_t code = reader_unicode_next(&at, end);

        switch (reader_unicode_class(code)) {

        case READER_UNICODE_IDEOGRAPH:
            if (hash != 0) {
                hashes[count++] = hash | 1;
                hash = 0;
            }

            if (count < room) {
                hashes[count++] = (code * 2654435761u) | 1;
            }
            break;

        case READER_UNICODE_LETTER:
        case READER_UNICODE_LOWER:
        case READER_UNICODE_UPPER:
        case READER_UNICODE_DIGIT:
            hash = (hash == 0 ? 2166136261u : hash)
                   ^ reader_unicode_lower(code);
            hash *= 16777619u;
            break;

        default:
            if (hash != 0) {
                hashes[count++] = hash | 1;
                hash = 0;
            }
        }
    }

    if (hash != 0 && count < room) {
        hashes[count++] = hash | 1;
    }

    return count;
}


static uint32_t
gram_at(const uint32_t *words)
{
    uint32_t hash = 0;

    for (size_t i = 0; i < GRAM; i++) {
        hash = (hash ^ words[i]) * 16777619u;
        hash ^= hash >> 15;
    }

    return hash | 1;
}


static size_t
length_of(const words_t *words, uint32_t block)
{
    return words->starts[block + 1] - words->starts[block];
}


static void
read_words(reader_tree_t *tree, const reader_blocks_t *blocks, words_t *words)
{
    size_t room = 16;

    for (uint32_t i = 0; i < blocks->count; i++) {
        room += blocks->items[i].characters + 1;
    }

    words->items = reader_arena_alloc(tree->arena, room * sizeof(uint32_t));
    words->starts =
        reader_arena_alloc(tree->arena, (blocks->count + 1) * sizeof(size_t));
    words->count = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        reader_string_t text =
            reader_block_text(tree, blocks, &blocks->items[i]);

        words->starts[i] = words->count;
        words->count += hash_words(text, words->items + words->count,
                                   room - words->count);
    }

    words->starts[blocks->count] = words->count;
}


/* The share of each block's words that are in this text. */
static void
compare_words(reader_figures_t *figures, reader_arena_t *arena,
              const words_t *words, reader_string_t text, bool title)
{
    uint32_t *own =
        reader_arena_alloc(arena, (text.length + 1) * sizeof(uint32_t));
    size_t count = hash_words(text, own, text.length + 1);
    table_t table;

    table_init(&table, arena, count);

    for (size_t i = 0; i < count; i++) {
        table_put(&table, own[i], 1);
    }

    for (uint32_t b = 0; b < figures->blocks->count; b++) {
        size_t length = length_of(words, b), hits = 0;
        float share;

        for (size_t i = words->starts[b]; i < words->starts[b + 1]; i++) {
            hits += table_has(&table, words->items[i]);
        }

        share = length == 0 ? 0 : (float) hits / (float) length;

        if (title) {
            figures->of[b].in_title = share;
        } else {
            figures->of[b].in_description = share;
        }
    }
}


static reader_string_t
article_body(const reader_metadata_t *metadata)
{
    for (size_t i = 0; i < metadata->json_ld_count; i++) {
        const char *body = json_string_value(
            json_object_get(metadata->json_ld[i], "articleBody"));

        if (body != NULL) {
            return (reader_string_t) { body, strlen(body) };
        }
    }

    return (reader_string_t) { NULL, 0 };
}


static void
compare_body(reader_figures_t *figures, reader_arena_t *arena,
             const words_t *words, reader_string_t body)
{
    uint32_t *own;
    table_t table;
    size_t count;

    if (body.length == 0) {
        return;
    }

    own = reader_arena_alloc(arena, (body.length + 1) * sizeof(uint32_t));
    count = hash_words(body, own, body.length + 1);
    table_init(&table, arena, count);

    for (size_t i = 0; i + GRAM <= count; i++) {
        table_put(&table, gram_at(own + i), 1);
    }

    for (uint32_t b = 0; b < figures->blocks->count; b++) {
        size_t first = words->starts[b], end = words->starts[b + 1];
        size_t hits = 0;

        if (end - first < GRAM) {
            continue;
        }

        for (size_t i = first; i + GRAM <= end; i++) {
            hits += table_has(&table, gram_at(words->items + i));
        }

        figures->of[b].in_body =
            (float) hits / (float) (end - first - GRAM + 1);
    }
}


/* The share of each block's 4-grams that some other block has as well. */
static void
compare_blocks(reader_figures_t *figures, reader_arena_t *arena,
               const words_t *words)
{
    enum { SEVERAL = UINT32_MAX };
    uint32_t count = figures->blocks->count;
    table_t table;

    table_init(&table, arena, words->count);

    for (uint32_t b = 0; b < count; b++) {
        for (size_t i = words->starts[b];
             i + GRAM <= words->starts[b + 1]; i++) {
            uint32_t key = gram_at(words->items + i);
            size_t at = table_find(&table, key);

            if (table.keys[at] == 0) {
                table.keys[at] = key;
                table.values[at] = b;

            } else if (table.values[at] != b) {
                table.values[at] = SEVERAL;
            }
        }
    }

    for (uint32_t b = 0; b < count; b++) {
        size_t first = words->starts[b], end = words->starts[b + 1];
        size_t hits = 0;

        if (end - first < GRAM) {
            continue;
        }

        for (size_t i = first; i + GRAM <= end; i++) {
            size_t at = table_find(&table, gram_at(words->items + i));

            hits += table.values[at] == SEVERAL;
        }

        figures->of[b].repeated =
            (float) hits / (float) (end - first - GRAM + 1);
    }

    reader_arena_spend(arena, words->count * 8);
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
        sums.blocks++;
        sums.characters += block->characters;
        sums.link_characters += block->link_characters;
        sums.words += block->words;

        if (block->flags & READER_BLOCK_GOOD) {
            sums.good++;
            sums.good_characters += block->characters;
        }
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


/* Class and id stems of every element, and what tells siblings apart. */
static void
read_classes(reader_figures_t *figures, reader_arena_t *arena,
             reader_lookup_t *lookup)
{
    static const char *const names[] = { "class", "id", "itemprop", "role",
                                         "data-component", "data-testid" };
    const reader_tree_t *tree = figures->tree;

    figures->tokens =
        reader_arena_array(arena, tree->count, sizeof(uint32_t));
    figures->classes_hash =
        reader_arena_array(arena, tree->count, sizeof(uint32_t));

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        reader_attribute_t attribute;
        uint32_t hash = 2166136261u ^ node->tag;
        size_t cursor = 0;

        if (node->flags & READER_NODE_TEXT) {
            continue;
        }

        while (reader_tree_next_attribute(tree, id, &cursor, &attribute)) {
            for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
                if (!reader_ascii_is(attribute.name, names[i])) {
                    continue;
                }

                figures->tokens[id] |=
                    reader_lexicon_tokens(lookup, attribute.value);

                for (size_t k = 0; i == 0 && k < attribute.value.length;
                     k++) {
                    hash ^= (unsigned char) attribute.value.data[k];
                    hash *= 16777619u;
                }
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


static uint32_t
sign(reader_signature_t *signatures, table_t *table, uint32_t *count,
     uint32_t key)
{
    size_t at;

    key |= 1;
    at = table_find(table, key);

    if (table->keys[at] == 0) {
        table->keys[at] = key;
        table->values[at] = (*count)++;
        signatures[table->values[at]].key = key;
    }

    return table->values[at];
}


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
take_signatures(reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_tree_t *tree = figures->tree;
    const reader_blocks_t *blocks = figures->blocks;
    uint32_t classes = 0, paths = 0;
    table_t class_table, path_table;

    table_init(&class_table, arena, blocks->count);
    table_init(&path_table, arena, blocks->count);
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
            sign(figures->classes, &class_table, &classes, key);
        figures->of[i].path_signature =
            sign(figures->paths, &path_table, &paths, path);
        add_block(&figures->classes[figures->of[i].class_signature].sums,
                  block);
        add_block(&figures->paths[figures->of[i].path_signature].sums, block);
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

            for (int token = 0; fresh != 0; token++, fresh >>= 1) {
                if (fresh & 1) {
                    levels[token] = (uint8_t) (level < LEVEL_NONE
                                                   ? level
                                                   : LEVEL_NONE);
                }
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
take_lines(reader_figures_t *figures, reader_tree_t *tree,
           reader_lookup_t *lookup)
{
    const reader_blocks_t *blocks = figures->blocks;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        if (block->characters < 250) {
            figures->of[i].line = (uint8_t) reader_lexicon_line(
                lookup, reader_block_text(tree, blocks, block));
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
    words_t words;

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

    figures->forum_url =
        reader_lexicon_forum_url(lookup, metadata->address.href);

    sum_blocks(figures, arena);
    read_classes(figures, arena, lookup);
    score_containers(figures, arena);
    find_best(figures, arena);
    take_signatures(figures, arena);
    take_levels(figures);
    take_lines(figures, tree, lookup);
    count_headings(figures);

    read_words(tree, blocks, &words);
    compare_words(figures, arena, &words, metadata->title, true);
    compare_words(figures, arena, &words, metadata->description, false);
    compare_body(figures, arena, &words, article_body(metadata));
    compare_blocks(figures, arena, &words);
}
