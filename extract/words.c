#include "words.h"
#include "ascii.h"
#include "buffer.h"
#include "unicode.h"

#define FNV_OFFSET 2166136261u
#define FNV_PRIME 16777619u


static bool
is_word_character(uint32_t code)
{
    switch (reader_unicode_class(code)) {
    case READER_UNICODE_LETTER:
    case READER_UNICODE_LOWER:
    case READER_UNICODE_UPPER:
    case READER_UNICODE_DIGIT:
        return true;
    default:
        return false;
    }
}


/* A letter or digit of ASCII, in lower case; else 0. */
static char
ascii_word_character(char c)
{
    char lower = (char) (c | 0x20);

    return lower >= 'a' && lower <= 'z' ? lower
           : c >= '0' && c <= '9'       ? c
                                        : '\0';
}


static bool
is_ideograph(uint32_t code)
{
    return reader_unicode_class(code) == READER_UNICODE_IDEOGRAPH;
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
        char c = ascii_word_character(*p);
        uint32_t code;

        if (c != '\0') {
            hash = (hash ^ (unsigned char) c) * FNV_PRIME;
            p++;
            continue;
        }

        code = reader_unicode_lower(reader_unicode_next(&p, end));

        if (is_word_character(code)) {
            hash = (hash ^ code) * FNV_PRIME;
            continue;
        }

        if (hash != FNV_OFFSET) {
            insert(words, hash);
            hash = FNV_OFFSET;
        }

        if (is_ideograph(code)) {
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

    while (p < end) {
        char c = ascii_word_character(*p);
        uint32_t code;

        if (c != '\0') {
            if (out.length == out.capacity) {
                reader_buffer_reserve(&out, 1);
            }

            out.data[out.length++] = c;
            p++;
            continue;
        }

        code = reader_unicode_lower(reader_unicode_next(&p, end));

        if (is_word_character(code) || is_ideograph(code)) {
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


size_t
reader_words_characters(reader_string_t text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++) {
        count += ((unsigned char) text.data[i] & 0xC0) != 0x80;
    }

    return count;
}
