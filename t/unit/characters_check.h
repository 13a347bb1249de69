/*
 * Texts as they are put together, counted and parted into words sixteen bytes
 * at a time, against the same done character by character.
 */

#ifndef CHARACTERS_CHECK_H
#define CHARACTERS_CHECK_H

#include "buffer.h"
#include "characters.h"
#include "tap.h"

#include <stdlib.h>

#define ROUNDS 60000
#define RUNS_MAX 4
#define TEXT_MAX 4096

/* What the rules say, plainly. */
typedef struct {
    char text[TEXT_MAX];
    size_t length;
    bool gap; /* white space is pending in the text */
    reader_counts_t counts;
    uint32_t last; /* character */
    uint32_t hashes[TEXT_MAX];
    size_t words;
} plain_t;

static const char *const pieces[] = {
    " ", " ", " ", " ", "\n  ", "\t", "\r\n", "\xC2\xA0", "\xE3\x80\x80",
    "\xE2\x80\x8B", "\xEF\xBB\xBF", "a", "the", "Word", "UPPER",
    "international", "incomprehensibilities", "x1", "2026", "3.5", ".", ".",
    "...", "!", "?", ",", ";", "'", "\xE2\x80\x99", "\"", "\xE2\x80\x9D",
    "\xE2\x80\xA6", "/", "|", ">", "@", "$", "&", "-", "\x01", "\x7F",
    "\xC3\xA9t\xC3\xA9", "\xC3\x89", "\xD0\x9C\xD0\xBE\xD1\x81", "\xC5\x92",
    "\xE6\x9D\xB1\xE4\xBA\xAC", "\xE3\x80\x82", "\xE3\x80\x81",
    "\xEF\xBC\x81", "\xEA\xB0\x80", "\xD8\x9F", "\xE0\xA5\xA4", "\xC2\xA9",
    "\xE2\x82\xAC", "\xC2\xB7", "\xF0\x9F\x98\x80", "\xF0\xA0\x80\x80",
};

static uint32_t state = 1;


static uint32_t
random_below(uint32_t limit)
{
    state = state * 1664525u + 1013904223u;

    return (state >> 8) % limit;
}


static reader_string_t
random_run(char *room)
{
    uint32_t count = random_below(random_below(4) == 0 ? 40 : 6);
    size_t length = 0;

    while (count-- != 0) {
        const char *piece =
            pieces[random_below(sizeof(pieces) / sizeof(*pieces))];

        memcpy(room + length, piece, strlen(piece));
        length += strlen(piece);
    }

    return (reader_string_t) { room, length };
}


static bool
is_letter(reader_unicode_t class)
{
    return class == READER_UNICODE_LETTER || class == READER_UNICODE_LOWER
           || class == READER_UNICODE_UPPER || class == READER_UNICODE_DIGIT;
}


static void
count_plainly(plain_t *plain, uint32_t code)
{
    reader_counts_t *counts = &plain->counts;
    reader_unicode_t class = reader_unicode_class(code);

    counts->characters += counts->space && counts->characters != 0;
    counts->characters += class == READER_UNICODE_IDEOGRAPH ? 2 : 1;

    if (is_letter(class)) {
        bool begins = !counts->word || counts->space;

        counts->words += begins;
        counts->capitals += begins && class == READER_UNICODE_UPPER;
        counts->word = true;

    } else if (class == READER_UNICODE_IDEOGRAPH) {
        counts->words++;
        counts->word = false;

    } else if (code != '\'' && code != 0x2019) {
        counts->word = false;
    }

    counts->of[class]++;
    counts->questions += code == '?' || code == 0x061F;
    counts->sentence_ends +=
        (counts->space && reader_unicode_ends_sentence(plain->last))
        || (class == READER_UNICODE_IDEOGRAPH
            && reader_unicode_ends_sentence(code));
    counts->space = false;
    plain->last = code;
}


static void
add_plainly(plain_t *plain, reader_string_t run)
{
    const char *at = run.data, *end = at + run.length;

    while (at < end) {
        const char *from = at;
        uint32_t code = reader_unicode_next(&at, end);

        if (reader_unicode_space(code)) {
            plain->gap = plain->counts.space = true;
            continue;
        }

        if (plain->gap && plain->length != 0) {
            plain->text[plain->length++] = ' ';
        }

        plain->gap = false;
        memcpy(plain->text + plain->length, from, (size_t) (at - from));
        plain->length += (size_t) (at - from);
        count_plainly(plain, code);
    }
}


/* What the word is by itself, in small letters. */
static void
end_plain_word(reader_arena_t *arena, plain_t *plain, reader_buffer_t *word)
{
    reader_string_t text;

    if (word->length == 0) {
        return;
    }

    text.length = word->length;

    for (int i = 0; i < READER_TEXT_BEHIND; i++) {
        reader_buffer_byte(word, ' ');
    }

    text.data = word->data;
    plain->words +=
        reader_characters_words(arena, text, plain->hashes + plain->words);
    word->length = 0;
}


static void
hash_plainly(reader_arena_t *arena, plain_t *plain)
{
    const char *at = plain->text, *end = at + plain->length;
    reader_buffer_t word;

    reader_buffer_init(&word, arena, 64);

    while (at < end) {
        uint32_t code = reader_unicode_next(&at, end);
        reader_unicode_t class = reader_unicode_class(code);

        if (is_letter(class)) {
            reader_buffer_code_point(&word, reader_unicode_lower(code));
            continue;
        }

        end_plain_word(arena, plain, &word);

        if (class == READER_UNICODE_IDEOGRAPH) {
            plain->hashes[plain->words++] = (code * 2654435761u) | 1;
        }
    }

    end_plain_word(arena, plain, &word);
}


/* Small letters of ASCII are not told from one another. */
static bool
same_counts(const reader_counts_t *a, const reader_counts_t *b)
{
    static const reader_unicode_t classes[] = {
        READER_UNICODE_UPPER, READER_UNICODE_DIGIT, READER_UNICODE_IDEOGRAPH,
        READER_UNICODE_COMMA, READER_UNICODE_SEPARATOR, READER_UNICODE_SYMBOL,
        READER_UNICODE_CURRENCY,
    };

    for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
        if (a->of[classes[i]] != b->of[classes[i]]) {
            return false;
        }
    }

    return a->characters == b->characters && a->words == b->words
           && a->capitals == b->capitals
           && a->sentence_ends == b->sentence_ends
           && a->questions == b->questions && a->word == b->word
           && a->space == b->space;
}


/* As blocks.c does; some white space is of the text only, or not counted. */
static void
add_run(reader_texts_t *texts, reader_counts_t *counts, reader_string_t run,
    bool *gap)
{
    reader_added_t added;

    if (run.length == 0) {
        return;
    }

    if (!reader_texts_add_raw(texts, run, *gap, &added)) {
        added = reader_texts_add(texts, run, *gap);
    }

    counts->space |= added.before;
    reader_characters_count(counts, added.first, texts->end);
    counts->space = *gap = added.behind;
}


static bool
check_text(reader_arena_t *arena, reader_texts_t *texts, plain_t *plain)
{
    reader_counts_t counts = { .characters = 0 };
    uint32_t runs = 1 + random_below(RUNS_MAX);
    bool gap = false;
    uint32_t *hashes;
    reader_string_t text;
    size_t words;

    memset(plain, 0, sizeof(*plain));
    reader_texts_begin(texts);

    while (runs-- != 0) {
        char room[1024], *exact;
        reader_string_t run = random_run(room);

        /* so that AddressSanitizer sees what is read beyond it */
        exact = malloc(run.length + 1);
        memcpy(exact, run.data, run.length);
        run.data = exact;

        switch (random_below(8)) {
        case 0:
            gap = plain->gap = true;
            break;
        case 1:
            counts.space = plain->counts.space = true;
            break;
        }

        add_run(texts, &counts, run, &gap);
        add_plainly(plain, run);
        free(exact);
    }

    hash_plainly(arena, plain);
    text = reader_texts_last(texts);
    hashes = reader_arena_alloc(
        arena, READER_WORDS_IN(text.length) * sizeof(*hashes));
    words = reader_characters_words(arena, text, hashes);

    if (text.length == plain->length
        && memcmp(text.data, plain->text, text.length) == 0
        && (text.length == 0 || same_counts(&counts, &plain->counts))
        && words == plain->words
        && memcmp(hashes, plain->hashes, words * sizeof(*hashes)) == 0) {
        return true;
    }

    printf("# '%.*s'\n# '%.*s'\n", (int) text.length, text.data,
           (int) plain->length, plain->text);
    printf("# %u %u %u %u, %u %u %u %u\n", counts.characters, counts.words,
           counts.capitals, counts.sentence_ends, plain->counts.characters,
           plain->counts.words, plain->counts.capitals,
           plain->counts.sentence_ends);

    return false;
}


static void
test_random(reader_arena_t *arena)
{
    plain_t *plain = malloc(sizeof(*plain));
    reader_texts_t texts;
    unsigned wrong = 0;

    reader_texts_init(&texts, arena);

    for (int i = 0; i < ROUNDS && wrong < 5; i++) {
        wrong += !check_text(arena, &texts, plain);
    }

    is_int(wrong, 0, "random texts");
    free(plain);
}


/* Texts that are longer than the memory they begin in. */
static void
test_long(reader_arena_t *arena)
{
    reader_texts_t texts;
    reader_counts_t counts = { .characters = 0 };
    reader_string_t first, run = { "Some words, and more. ", 22 };
    bool gap = false, whole = true;
    uint32_t *hashes;

    reader_texts_init(&texts, arena);
    reader_texts_begin(&texts);
    add_run(&texts, &counts, run, &gap);
    first = reader_texts_last(&texts);
    reader_texts_begin(&texts);
    add_run(&texts, &counts, run, &gap);
    reader_texts_begin(&texts);
    memset(&counts, 0, sizeof(counts));
    gap = false;

    for (int i = 0; i < 5000; i++) {
        add_run(&texts, &counts, run, &gap);
    }

    for (size_t i = 0; i < reader_texts_last(&texts).length; i++) {
        whole &= texts.text[i] == run.data[i % run.length];
    }

    ok(whole, "a long text");
    is_str(first, "Some words, and more.", "the one before it stays");
    is_int(counts.characters, 5000 * 22 - 1, "its characters");
    is_int(counts.words, 20000, "its words");
    is_int(counts.of[READER_UNICODE_COMMA], 5000, "its commas");
    is_int(counts.capitals, 5000, "its capitals");
    is_int(counts.sentence_ends, 4999, "its sentences");

    hashes = reader_arena_alloc(arena, 60000 * sizeof(*hashes));
    is_int((long) reader_characters_words(arena, reader_texts_last(&texts),
                                          hashes),
           20000, "hashes of its words");
    ok(hashes[0] == hashes[19996] && hashes[1] != hashes[0],
       "which are the same for the same word");
    is_int((long) reader_characters_words(arena, first, hashes), 4,
           "of a text with another behind it");
}


static void
test_raw(reader_arena_t *arena)
{
    static const struct {
        const char *name;
        reader_string_t raw;
        bool added;
    } tests[] = {
        { "a reference", { "this &amp; that", 15 }, false },
        { "one far behind", { "twenty letters or so &lt;", 25 }, false },
        { "a NUL byte", { "a\0b", 3 }, false },
        { "line ends of any kind", { "a\r\nb\rc", 6 }, true },
    };
    reader_texts_t texts;
    reader_added_t added;

    reader_texts_init(&texts, arena);

    for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
        reader_texts_begin(&texts);
        ok(reader_texts_add_raw(&texts, tests[i].raw, false, &added)
                   == tests[i].added
               && (reader_texts_last(&texts).length != 0) == tests[i].added,
           tests[i].name);
    }

    is_str(reader_texts_last(&texts), "a b c", "and what is added");
}


static int
check_characters(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena;

    limits.memory = (size_t) 1 << 30;
    limits.cpu_ms = 0;
    arena = reader_arena_new(&limits);
    test_random(arena);
    test_long(arena);
    test_raw(arena);
    reader_arena_free(arena);

    return done_testing();
}

#endif
