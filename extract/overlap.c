#include "overlap.h"

#include "table.h"
#include "unicode.h"

#include <string.h>

#define GRAM 4 /* words of an n-gram */

/* FNV-1a; no word is */
#define HASH_NONE 2166136261u
#define HASH_PRIME 16777619u

typedef struct {
    uint32_t *items; /* hashes of lower-case words, all blocks in a row */
    size_t *starts;  /* per block, and the end */
    size_t count;
} words_t;

/* ASCII letters in lower case and digits; 0: what parts words, or no ASCII. */
static const uint8_t ascii_words[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
    ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
    ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e',
    ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j',
    ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o',
    ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
    ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
    ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
    ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's',
    ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x',
    ['y'] = 'y', ['z'] = 'z',
};


/* Looking up a word costs more than reading a byte: what spend() takes. */
static void
spend_words(reader_arena_t *arena, size_t words)
{
    reader_arena_spend(arena, words * 8);
}


/* Hashes of the words of a text, appended; at most room of them. */
static size_t
hash_words(reader_arena_t *arena, reader_string_t text, uint32_t *hashes,
           size_t room)
{
    const char *at = text.data, *end = at + text.length, *stop = at;
    uint32_t hash = HASH_NONE;
    size_t count = 0;

    while (at < end && count < room) {
        uint8_t byte = ascii_words[(unsigned char) *at];
        uint32_t code;

        if (at >= stop) {
            size_t piece = (size_t) (end - at);

            piece = piece < READER_ARENA_PIECE ? piece : READER_ARENA_PIECE;
            reader_arena_spend(arena, piece);
            stop = at + piece;
        }

        if (byte != 0) {
            do {
                hash = (hash ^ byte) * HASH_PRIME;
                at++;
            } while (at < stop
                     && (byte = ascii_words[(unsigned char) *at]) != 0);
            continue;
        }

        code = reader_unicode_next(&at, end);

        switch (code < 0x80 ? READER_UNICODE_OTHER
                            : reader_unicode_class(code)) {

        case READER_UNICODE_IDEOGRAPH:
            if (hash != HASH_NONE) {
                hashes[count++] = hash | 1;
                hash = HASH_NONE;
            }

            if (count < room) {
                hashes[count++] = (code * 2654435761u) | 1;
            }
            break;

        case READER_UNICODE_LETTER:
        case READER_UNICODE_LOWER:
        case READER_UNICODE_UPPER:
        case READER_UNICODE_DIGIT:
            hash = (hash ^ reader_unicode_lower(code)) * HASH_PRIME;
            break;

        default:
            if (hash != HASH_NONE) {
                hashes[count++] = hash | 1;
                hash = HASH_NONE;
            }
        }
    }

    if (hash != HASH_NONE && count < room) {
        hashes[count++] = hash | 1;
    }

    return count;
}


static uint32_t
gram_at(const uint32_t *words)
{
    uint32_t hash = 0;

#pragma GCC unroll 4
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
read_words(const reader_figures_t *figures, reader_arena_t *arena,
           words_t *words)
{
    uint32_t count = figures->blocks->count;
    size_t room = 16;

    for (uint32_t i = 0; i < count; i++) {
        room += figures->blocks->items[i].characters + 1;
    }

    words->items = reader_arena_alloc(arena, room * sizeof(uint32_t));
    words->starts = reader_arena_alloc(arena, (count + 1) * sizeof(size_t));
    words->count = 0;

    for (uint32_t i = 0; i < count; i++) {
        words->starts[i] = words->count;
        words->count +=
            hash_words(arena, figures->blocks->texts[i], words->items + words->count,
                       room - words->count);
    }

    words->starts[count] = words->count;
}


/* The share of each block's words that are in this text. */
static void
compare_words(reader_figures_t *figures, reader_arena_t *arena,
              const words_t *words, reader_string_t text, bool title)
{
    uint32_t *own =
        reader_arena_alloc(arena, (text.length + 1) * sizeof(uint32_t));
    size_t count = hash_words(arena, text, own, text.length + 1);
    reader_table_t table;
    bool seen[256] = { false }; /* by the upper bits of a word's hash */

    reader_table_init(&table, arena, count);

    for (size_t i = 0; i < count; i++) {
        spend_words(arena, 1);
        reader_table_put(&table, own[i], 1);
        seen[own[i] >> 24] = true;
    }

    for (uint32_t b = 0; b < figures->blocks->count; b++) {
        size_t length = length_of(words, b), hits = 0;
        float share;

        for (size_t i = words->starts[b]; i < words->starts[b + 1]; i++) {
            uint32_t word = words->items[i];

            hits += seen[word >> 24] && reader_table_has(&table, word);
        }

        spend_words(arena, length);
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
    reader_table_t table;
    size_t count;

    if (body.length == 0) {
        return;
    }

    own = reader_arena_alloc(arena, (body.length + 1) * sizeof(uint32_t));
    count = hash_words(arena, body, own, body.length + 1);
    reader_table_init(&table, arena, count);

    for (size_t i = 0; i + GRAM <= count; i++) {
        spend_words(arena, 1);
        reader_table_put(&table, gram_at(own + i), 1);
    }

    for (uint32_t b = 0; b < figures->blocks->count; b++) {
        size_t first = words->starts[b], end = words->starts[b + 1];
        size_t hits = 0;

        if (end - first < GRAM) {
            continue;
        }

        spend_words(arena, end - first);

        for (size_t i = first; i + GRAM <= end; i++) {
            hits += reader_table_has(&table, gram_at(words->items + i));
        }

        figures->of[b].in_body =
            (float) hits / (float) (end - first - GRAM + 1);
    }
}


/*
 * The share of each block's 4-grams that some other block has as well, and
 * that one before it has.  What is stripped says nothing.
 */
static void
compare_blocks(reader_figures_t *figures, reader_arena_t *arena,
               const words_t *words)
{
    const uint32_t several = (uint32_t) 1 << 31; /* beside the first block */
    uint32_t count = figures->blocks->count;
    uint32_t *slots =
        reader_arena_alloc(arena, (words->count + 1) * sizeof(uint32_t));
    reader_table_t table;

    reader_table_init(&table, arena, words->count);

    for (uint32_t b = 0; b < count; b++) {
        size_t first = words->starts[b], end = words->starts[b + 1];
        size_t said = 0;

        spend_words(arena, end - first);

        for (size_t i = first; i + GRAM <= end; i++) {
            uint32_t key = gram_at(words->items + i);
            size_t at = reader_table_find(&table, key);
            uint32_t by;

            slots[i] = (uint32_t) at;

            if (table.keys[at] == 0) {
                table.keys[at] = key;
                table.values[at] = b;
                continue;
            }

            by = table.values[at] & ~several;

            if (by != b) {
                table.values[at] |= several;

                if (figures->blocks->items[by].strip == READER_STRIP_NONE) {
                    figures->of[b].said_by = by;
                    said++;
                }
            }
        }

        if (said != 0) {
            figures->of[b].said = (float) said / (float) (end - first - GRAM + 1);
        }
    }

    for (uint32_t b = 0; b < count; b++) {
        size_t first = words->starts[b], end = words->starts[b + 1];
        size_t hits = 0;

        if (end - first < GRAM) {
            continue;
        }

        spend_words(arena, end - first);

        for (size_t i = first; i + GRAM <= end; i++) {
            hits += (table.values[slots[i]] & several) != 0;
        }

        figures->of[b].repeated =
            (float) hits / (float) (end - first - GRAM + 1);
    }
}


void
reader_overlap_take(reader_figures_t *figures, reader_arena_t *arena,
                    const reader_metadata_t *metadata)
{
    words_t words;

    read_words(figures, arena, &words);
    compare_words(figures, arena, &words, metadata->title, true);
    compare_words(figures, arena, &words, metadata->description, false);
    compare_body(figures, arena, &words, article_body(metadata));
    compare_blocks(figures, arena, &words);
}
