#include "overlap.h"

#include "characters.h"

#include <string.h>

#define GRAM 4 /* words of an n-gram */

/* A lookup that takes more steps is given up: keys can be made to clash. */
#define STEPS_MAX 256

/* So that few others than the words of a title and a description are. */
#define SEEN_BITS 12

/* What is spent for a word that is looked up: as for so many bytes. */
#define WORD_COST 8

typedef struct {
    uint32_t *items; /* hashes of lower-case words, all blocks in a row */
    size_t *starts;  /* per block, and the end */
    size_t count;
} words_t;

/* A hash table of words or n-grams; a key of 0 is a free slot. */
typedef struct {
    uint32_t key;
    uint32_t value;
} slot_t;

typedef struct {
    slot_t *items;
    size_t mask;
} slots_t;


static slots_t
new_slots(reader_arena_t *arena, size_t count)
{
    size_t size = 64;

    while (size < count + count / 2) {
        size *= 2;
    }

    return (slots_t) { reader_arena_array(arena, size, sizeof(slot_t)),
                       size - 1 };
}


/* The slot of this key, or the free one where it belongs; NULL if far. */
static slot_t *
find(const slots_t *slots, uint32_t key)
{
    size_t at = key >> 1; /* the lowest bit is always set */

    for (unsigned step = 0; step < STEPS_MAX; step++) {
        slot_t *slot = &slots->items[(at + step) & slots->mask];

        if (slot->key == key || slot->key == 0) {
            return slot;
        }
    }

    return NULL;
}


static void
spend_words(reader_arena_t *arena, size_t count)
{
    reader_arena_spend(arena, count * WORD_COST);
}


/* The words of a text that blocks are compared to. */
static words_t
words_of(reader_arena_t *arena, reader_string_t text)
{
    char *copy = reader_arena_alloc(arena, text.length + READER_TEXT_BEHIND);
    words_t words = { NULL, NULL, 0 };

    if (text.length != 0) {
        memcpy(copy, text.data, text.length);
    }

    memset(copy + text.length, ' ', READER_TEXT_BEHIND);
    text.data = copy;
    words.items = reader_arena_alloc(
        arena, READER_WORDS_IN(text.length) * sizeof(uint32_t));
    words.count = reader_characters_words(arena, text, words.items);

    return words;
}


static words_t
words_of_blocks(reader_arena_t *arena, const reader_blocks_t *blocks)
{
    words_t words = { NULL, NULL, 0 };
    size_t room = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        room += READER_WORDS_IN(blocks->texts[i].length);
    }

    words.items = reader_arena_alloc(arena, room * sizeof(uint32_t));
    words.starts =
        reader_arena_alloc(arena, (blocks->count + 1) * sizeof(size_t));

    for (uint32_t i = 0; i < blocks->count; i++) {
        words.starts[i] = words.count;
        words.count += reader_characters_words(arena, blocks->texts[i],
                                               words.items + words.count);
    }

    words.starts[blocks->count] = words.count;

    return words;
}


/* Words of the title and of the description. */
typedef struct {
    slots_t slots;
    bool seen[1 << SEEN_BITS]; /* by the upper bits of a word's hash */
} known_t;

enum { IN_TITLE = 1, IN_DESCRIPTION = 2 };


static void
learn(reader_arena_t *arena, known_t *known, const words_t *words,
      uint32_t where)
{
    spend_words(arena, words->count);

    for (size_t i = 0; i < words->count; i++) {
        uint32_t word = words->items[i];
        slot_t *slot = find(&known->slots, word);

        if (slot != NULL) {
            slot->key = word;
            slot->value |= where;
            known->seen[word >> (32 - SEEN_BITS)] = true;
        }
    }
}


/* The shares of each block's words that are in title and description. */
static void
compare_words(reader_figures_t *figures, reader_arena_t *arena,
              const words_t *words, const reader_metadata_t *metadata)
{
    words_t title = words_of(arena, metadata->title);
    words_t description = words_of(arena, metadata->description);
    reader_block_figures_t *of = figures->of;
    const uint32_t *items = words->items;
    size_t count = words->count;
    known_t known = { .seen = { false } };
    uint32_t block = 0;

    known.slots = new_slots(arena, title.count + description.count);
    learn(arena, &known, &title, IN_TITLE);
    learn(arena, &known, &description, IN_DESCRIPTION);

    spend_words(arena, count);

    for (size_t i = 0; i < count; i++) {
        uint32_t word = items[i];
        const slot_t *slot;

        if (known.seen[word >> (32 - SEEN_BITS)]
            && (slot = find(&known.slots, word)) != NULL) {
            while (words->starts[block + 1] <= i) {
                block++;
            }

            of[block].in_title += slot->value & IN_TITLE ? 1 : 0;
            of[block].in_description += slot->value & IN_DESCRIPTION ? 1 : 0;
        }
    }

    for (uint32_t b = 0; b < figures->blocks->count; b++) {
        if (of[b].in_title + of[b].in_description != 0) {
            float length = (float) (words->starts[b + 1] - words->starts[b]);

            of[b].in_title /= length;
            of[b].in_description /= length;
        }
    }
}


/* By multilinear hashing (Lemire, Kaser: Strongly universal, 2014). */
static uint32_t
gram_at(const uint32_t *words)
{
    static const uint64_t factors[GRAM] = {
        0x9E3779B97F4A7C15u, 0xBF58476D1CE4E5B9u, 0x94D049BB133111EBu,
        0xD6E8FEB86659FD93u,
    };
    uint64_t sum = 0;

#pragma GCC unroll 4
    for (size_t i = 0; i < GRAM; i++) {
        sum += words[i] * factors[i];
    }

    return (uint32_t) (sum >> 32) | 1;
}


static size_t
grams_in(const words_t *words, uint32_t block)
{
    size_t length = words->starts[block + 1] - words->starts[block];

    return length < GRAM ? 0 : length - GRAM + 1;
}


/* The share of each block's 4-grams that the page has as articleBody. */
static void
compare_body(reader_figures_t *figures, reader_arena_t *arena,
             const words_t *words, reader_string_t text)
{
    words_t body;
    slots_t slots;

    if (text.length == 0) {
        return;
    }

    body = words_of(arena, text);
    slots = new_slots(arena, body.count);
    spend_words(arena, body.count);

    for (size_t i = 0; i + GRAM <= body.count; i++) {
        uint32_t key = gram_at(body.items + i);
        slot_t *slot = find(&slots, key);

        if (slot != NULL) {
            slot->key = key;
        }
    }

    for (uint32_t b = 0; b < figures->blocks->count; b++) {
        size_t first = words->starts[b], end = words->starts[b + 1];
        size_t hits = 0;

        spend_words(arena, end - first);

        for (size_t i = first; i + GRAM <= end; i++) {
            const slot_t *slot = find(&slots, gram_at(words->items + i));

            hits += slot != NULL && slot->key != 0;
        }

        if (hits != 0) {
            figures->of[b].in_body = (float) hits / (float) grams_in(words, b);
        }
    }
}


/* Of the 4-grams of the blocks each has as value its first block, and */
#define SEVERAL ((uint32_t) 1 << 31) /* that others have it as well, */
#define TWICE ((uint32_t) 1 << 30)   /* that this one has it twice or more */
#define BLOCK (TWICE - 1)

/* Of a block: how many of its 4-grams */
typedef struct {
    uint32_t said;    /* blocks before this one have, */
    uint32_t several; /* others have; */
    bool unsure;      /* that it has to be counted again */
} shared_t;


static void
find_shared(const reader_figures_t *figures, reader_arena_t *arena,
            const words_t *words, const slots_t *slots, shared_t *shared)
{
    for (uint32_t b = 0; b < figures->blocks->count; b++) {
        size_t first = words->starts[b], end = words->starts[b + 1];

        spend_words(arena, end - first);

        for (size_t i = first; i + GRAM <= end; i++) {
            uint32_t key = gram_at(words->items + i), by;
            slot_t *slot = find(slots, key);

            if (slot == NULL) {
                continue;
            }

            if (slot->key == 0) {
                *slot = (slot_t) { key, b };
                continue;
            }

            by = slot->value & BLOCK;

            if (by == b) {
                slot->value |= TWICE;
                continue;
            }

            if (!(slot->value & SEVERAL)) {
                shared[by].several++;
                shared[by].unsure |= (slot->value & TWICE) != 0;
                slot->value |= SEVERAL;
            }

            shared[b].several++;

            if (figures->blocks->items[by].strip == READER_STRIP_NONE) {
                figures->of[b].said_by = by;
                shared[b].said++;
            }
        }
    }
}


static uint32_t
count_several(reader_arena_t *arena, const words_t *words,
              const slots_t *slots, uint32_t b)
{
    size_t first = words->starts[b], end = words->starts[b + 1];
    uint32_t several = 0;

    spend_words(arena, end - first);

    for (size_t i = first; i + GRAM <= end; i++) {
        const slot_t *slot = find(slots, gram_at(words->items + i));

        several += slot != NULL && (slot->value & SEVERAL);
    }

    return several;
}


/*
 * The share of each block's 4-grams that some other block has as well, and
 * that one before it has.  What is stripped says nothing.
 */
static void
compare_blocks(reader_figures_t *figures, reader_arena_t *arena,
               const words_t *words)
{
    uint32_t count = figures->blocks->count;
    shared_t *shared = reader_arena_array(arena, count, sizeof(*shared));
    size_t all = 0;
    slots_t slots;

    for (uint32_t b = 0; b < count; b++) {
        all += grams_in(words, b);
    }

    slots = new_slots(arena, all);
    find_shared(figures, arena, words, &slots, shared);

    for (uint32_t b = 0; b < count; b++) {
        float length = (float) grams_in(words, b);

        if (shared[b].unsure) {
            shared[b].several = count_several(arena, words, &slots, b);
        }

        if (shared[b].several != 0) {
            figures->of[b].repeated = (float) shared[b].several / length;
            figures->of[b].said = (float) shared[b].said / length;
        }
    }
}


void
reader_overlap_take(reader_figures_t *figures, reader_arena_t *arena,
                    const reader_metadata_t *metadata)
{
    words_t words = words_of_blocks(arena, figures->blocks);

    compare_words(figures, arena, &words, metadata);
    compare_body(figures, arena, &words, metadata->article_body);
    compare_blocks(figures, arena, &words);
}
