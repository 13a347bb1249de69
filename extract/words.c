#include "words.h"
#include "ascii.h"
#include "buffer.h"
#include "unicode.h"

#define FNV_OFFSET 2166136261u
#define FNV_PRIME 16777619u


static bool
is_letter(reader_unicode_t class)
{
    return class == READER_UNICODE_LETTER || class == READER_UNICODE_LOWER
           || class == READER_UNICODE_UPPER || class == READER_UNICODE_DIGIT;
}


/* The next character in lower case, and its class. */
static uint32_t
next_lower(const char **at, const char *end, reader_unicode_t *class)
{
    uint32_t code = (unsigned char) **at;

    if (code < 0x80) {
        (*at)++;
        *class = (reader_unicode_t) reader_unicode_ascii[code];

        return *class == READER_UNICODE_UPPER ? code | 0x20 : code;
    }

    code = reader_unicode_lower(reader_unicode_next(at, end));
    *class = reader_unicode_class(code);

    return code;
}


static void
insert(reader_words_t *words, uint32_t hash)
{
    size_t at = 0;

    while (at < words->count && words->hashes[at] < hash) {
        at++;
    }

    if (words->count == READER_WORDS_MAX
        || (at < words->count && words->hashes[at] == hash)) {
        return;
    }

    for (size_t i = words->count; i > at; i--) {
        words->hashes[i] = words->hashes[i - 1];
    }

    words->hashes[at] = hash;
    words->count++;
}


void
reader_words_of(reader_string_t text, reader_words_t *words)
{
    const char *p = text.data;
    const char *end = p + text.length;
    uint32_t hash = FNV_OFFSET;

    words->count = 0;

    while (p < end && words->count < READER_WORDS_MAX) {
        reader_unicode_t class;
        uint32_t code = next_lower(&p, end, &class);

        if (is_letter(class)) {
            hash = (hash ^ code) * FNV_PRIME;
            continue;
        }

        if (hash != FNV_OFFSET) {
            insert(words, hash);
            hash = FNV_OFFSET;
        }

        if (class == READER_UNICODE_IDEOGRAPH) {
            insert(words, (FNV_OFFSET ^ code) * FNV_PRIME);
        }
    }

    if (hash != FNV_OFFSET) {
        insert(words, hash);
    }
}


static size_t
common(const reader_words_t *a, const reader_words_t *b)
{
    size_t i = 0, j = 0, count = 0;

    while (i < a->count && j < b->count) {
        if (a->hashes[i] == b->hashes[j]) {
            count++;
            i++;
            j++;
        } else if (a->hashes[i] < b->hashes[j]) {
            i++;
        } else {
            j++;
        }
    }

    return count;
}


double
reader_words_jaccard(const reader_words_t *a, const reader_words_t *b)
{
    size_t both = common(a, b);
    size_t all = a->count + b->count - both;

    return all == 0 ? 0 : (double) both / (double) all;
}


double
reader_words_share(const reader_words_t *a, const reader_words_t *b)
{
    return a->count == 0 ? 0 : (double) common(a, b) / (double) a->count;
}


reader_string_t
reader_words_letters(reader_arena_t *arena, reader_string_t text)
{
    const char *p = text.data;
    const char *end = p + text.length;
    reader_buffer_t out;

    reader_buffer_init(&out, arena, text.length + 8);
    reader_arena_spend(arena, text.length);

    while (p < end) {
        reader_unicode_t class;
        uint32_t code = next_lower(&p, end, &class);

        if (!is_letter(class) && class != READER_UNICODE_IDEOGRAPH) {
            continue;
        }

        if (code < 0x80) {
            reader_buffer_byte(&out, (char) code);
        } else {
            reader_buffer_code_point(&out, code);
        }
    }

    return reader_buffer_value(&out);
}


size_t
reader_words_count(reader_string_t text)
{
    size_t count = 0;
    bool inside = false;

    for (size_t i = 0; i < text.length; i++) {
        bool space = reader_ascii_space(text.data[i]);

        count += !space && !inside;
        inside = !space;
    }

    return count;
}
