#include "characters.h"

#include <endian.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define STEP 16
#define ALL_BITS ((1u << STEP) - 1)

/* Sixteen bytes; or sixteen answers, each 0 or 0xFF. */
typedef uint8_t bytes_t __attribute__((vector_size(STEP)));
typedef int8_t signed_t __attribute__((vector_size(STEP)));

#define TEXTS_SIZE ((size_t) 8 << 10)

/* What adding takes beside the run: a blank, and STEP bytes twice. */
#define TEXTS_SPARE (1 + 2 * STEP)

/* Digits have these bits as well. */
#define LETTERS_LOWER 0x2020202020202020u


static bytes_t
load(const char *at)
{
    bytes_t bytes;

    memcpy(&bytes, at, STEP);

    return bytes;
}


static void
store(char *at, bytes_t bytes)
{
    memcpy(at, &bytes, STEP);
}


/* The upper bit of each byte; the first is the lowest. */
static unsigned
bits_of(bytes_t bytes)
{
#ifdef __SSE2__
    return (unsigned) _mm_movemask_epi8((__m128i) bytes);
#else
    unsigned bits = 0;

    for (unsigned i = 0; i < STEP; i++) {
        bits |= (unsigned) (bytes[i] >> 7) << i;
    }

    return bits;
#endif
}


static uint32_t
sum_of(bytes_t bytes)
{
#ifdef __SSE2__
    __m128i sums = _mm_sad_epu8((__m128i) bytes, _mm_setzero_si128());

    return (uint32_t) (_mm_cvtsi128_si32(sums)
                       + _mm_extract_epi16(sums, 4));
#else
    uint32_t sum = 0;

    for (unsigned i = 0; i < STEP; i++) {
        sum += bytes[i];
    }

    return sum;
#endif
}


static bytes_t
all(char c)
{
    return (bytes_t) { 0 } + (uint8_t) c;
}


/*
 * Which of them are one of so many characters from this one on.  There is no
 * comparison of bytes without sign in SSE2, hence the 128.
 */
static bytes_t
among(bytes_t bytes, char first, int count)
{
    signed_t place = (signed_t) (bytes - (uint8_t) (first + 128));

    return (bytes_t) (place < (int8_t) (count - 128));
}


static bytes_t
are(bytes_t bytes, char c)
{
    return (bytes_t) (bytes == (uint8_t) c);
}


/* Letters and digits of ASCII. */
static bytes_t
are_word(bytes_t bytes)
{
    return among(bytes | 0x20, 'a', 26) | among(bytes, '0', 10);
}


static bytes_t
are_white(bytes_t bytes)
{
    return are(bytes, ' ') | among(bytes, '\t', '\r' - '\t' + 1);
}


static unsigned
lowest(unsigned bits)
{
    return (unsigned) __builtin_ctz(bits);
}


/*
 * One blank is before every text, and sixteen are behind the last one, until
 * another is expected or refused.
 */
void
reader_texts_init(reader_texts_t *texts, reader_arena_t *arena)
{
    char *memory = reader_arena_alloc(arena, TEXTS_SIZE);

    *memory = ' ';
    texts->arena = arena;
    texts->text = texts->end = memory + 1;
    texts->room = memory + TEXTS_SIZE;
}


/* Room for so many bytes; the last text moves if there is none. */
static void
reserve(reader_texts_t *texts, size_t size)
{
    size_t length = (size_t) (texts->end - texts->text);
    size_t wanted = 1 + length + size;
    char *memory;

    if (size <= (size_t) (texts->room - texts->end)) {
        return;
    }

    /* so that a text that grows bit by bit does not move as often */
    wanted += length < TEXTS_SIZE ? TEXTS_SIZE : length;
    memory = reader_arena_alloc(texts->arena, wanted);
    memcpy(memory, texts->text - 1, 1 + length);
    texts->text = memory + 1;
    texts->end = texts->text + length;
    texts->room = memory + wanted;
}


void
reader_texts_expect(reader_texts_t *texts, size_t size)
{
    reserve(texts, size + TEXTS_SPARE);
}


void
reader_texts_begin(reader_texts_t *texts)
{
    reserve(texts, 1 + STEP);
    *texts->end++ = ' ';
    texts->text = texts->end;
    store(texts->end, all(' '));
}


reader_string_t
reader_texts_last(const reader_texts_t *texts)
{
    return (reader_string_t) { texts->text,
                               (size_t) (texts->end - texts->text) };
}


static const char *
skip_white(const char *at, const char *end)
{
    while (at < end) {
        unsigned count = lowest(~bits_of(are_white(load(at))));
        const char *next = at += count;

        if (count == STEP) {
            continue;
        }

        if (at >= end || (unsigned char) *at < 0x80
            || !reader_unicode_space(reader_unicode_next(&next, end))) {
            break;
        }

        at = next;
    }

    return at < end ? at : end;
}


/* Characters that are no graphic ones of ASCII, as all white space is. */
static unsigned
no_graphic(bytes_t bytes)
{
    return bits_of((bytes_t) ((signed_t) bytes < '!'));
}


/*
 * Copies characters up to white space that is no single blank.  NULL: this is
 * raw text that has to be decoded.
 */
static char *
copy(char *out, const char **from, const char *end, bool raw)
{
    const char *at = *from;

    while (at < end) {
        bytes_t bytes = load(at);
        unsigned stops = no_graphic(bytes);
        const char *next;

        /* blanks before a graphic character are copied as well */
        stops &= ~bits_of(are(bytes, ' ')) | no_graphic(load(at + 1));
        stops |= bits_of(are(bytes, '&')); /* a reference, if it is raw */
        store(out, bytes);

        if (stops == 0) {
            at += STEP;
            out += STEP;
            continue;
        }

        at += lowest(stops);
        out += lowest(stops);
        next = at;

        if (*at == ' '
            || reader_unicode_space(reader_unicode_next(&next, end))) {
            break;
        }

        if (raw && (*at == '&' || *at == '\0')) {
            return NULL;
        }

        while (at < next) {
            *out++ = *at++;
        }
    }

    *from = at;

    return out;
}


/*
 * The run is put where there is room to read beyond its end, and so far behind
 * the text that what is written never reaches what is to be read.
 */
static bool
add(reader_texts_t *texts, reader_string_t run, bool space, bool raw,
    reader_added_t *added)
{
    bool empty = texts->end == texts->text;
    const char *at, *end;
    char *out, *from;

    reserve(texts, run.length + TEXTS_SPARE);
    out = texts->end;
    from = out + 1 + STEP;
    memcpy(from, run.data, run.length);
    store(from + run.length, all(' '));

    end = from + run.length;
    at = skip_white(from, end);
    added->before = at > from;
    added->behind = at == end;

    if (at < end && (space || added->before) && !empty) {
        *out++ = ' ';
    }

    added->first = out;

    while (at < end) {
        out = copy(out, &at, end, raw);

        if (out == NULL) {
            return false;
        }

        if (at < end) {
            at = skip_white(at, end);
            added->behind = at == end;
            *out = ' ';
            out += at < end;
        }
    }

    store(out, all(' '));
    texts->end = out;

    return true;
}


reader_added_t
reader_texts_add(reader_texts_t *texts, reader_string_t run, bool space)
{
    reader_added_t added;

    add(texts, run, space, false, &added);

    return added;
}


bool
reader_texts_add_raw(reader_texts_t *texts, reader_string_t run, bool space,
                     reader_added_t *added)
{
    return add(texts, run, space, true, added);
}


/* A letter or digit of ASCII. */
static bool
is_word(char c)
{
    return (unsigned char) ((c | 0x20) - 'a') < 26
           || (unsigned char) (c - '0') < 10;
}


static bool
is_upper(char c)
{
    return (unsigned char) (c - 'A') < 26;
}


/* Up to `at` there is nothing but letters, digits and blanks of ASCII. */
static void
pass(reader_counts_t *counts, const char *from, const char *at)
{
    if (at > from) {
        counts->space = at[-1] == ' ';

        if (at - from > counts->space) {
            counts->word = true;
            counts->ended = false;
        }
    }
}


/*
 * Any other character, and what it means for the one behind it.  Returns where
 * that is.
 */
static const char *
count_other(reader_counts_t *counts, const char *at, const char *end)
{
    const char *next = at + 1;
    uint32_t code = (unsigned char) *at;
    reader_unicode_t class;
    bool ends;

    if (code < 0x80) {
        class = (reader_unicode_t) reader_unicode_ascii[code];
        ends = code == '.' || code == '!' || code == '?';
    } else {
        next = at;
        code = reader_unicode_next(&next, end);
        class = reader_unicode_class(code);
        ends = reader_unicode_ends_sentence(code);
        counts->characters -= (uint32_t) (next - at) - 1;
    }

    counts->of[class]++;

    /* the point in "3.5" or "example.com" ends no sentence */
    if (counts->space && counts->ended) {
        counts->sentence_ends++;
    } else if (ends && class == READER_UNICODE_IDEOGRAPH) {
        counts->sentence_ends++;
    }

    switch (class) {

    case READER_UNICODE_IDEOGRAPH:
        counts->characters++;
        counts->words++;
        counts->word = false;
        break;

    case READER_UNICODE_LETTER:
    case READER_UNICODE_LOWER:
    case READER_UNICODE_UPPER:
    case READER_UNICODE_DIGIT:
        if (!counts->word || counts->space) {
            counts->words++;
            counts->capitals += class == READER_UNICODE_UPPER;
        }

        counts->word = true;
        break;

    default:
        counts->questions += code == '?' || code == 0x061F;
        /* an apostrophe inside a word does not end it */
        counts->word &= code == '\'' || code == 0x2019;
    }

    /* what count_ascii() takes for the start of a word is none within one */
    if (counts->word && is_word(*next)) {
        counts->words--;
        counts->capitals -= is_upper(*next);
    }

    if (ends && *next == ' ' && is_word(next[1])) {
        counts->sentence_ends++;
    }

    counts->ended = ends;
    counts->space = false;

    return next;
}


/* A word begins where no letter or digit of ASCII is before one. */
static const char *
count_ascii(reader_counts_t *counts, const char *at, const char *end,
            const char **passed)
{
    bytes_t uppers = { 0 }, digits = { 0 }, starts = { 0 }, capitals = { 0 };
    const char *stop = end - at < 255 * STEP ? end : at + 255 * STEP;

    while (at < stop) {
        bytes_t bytes = load(at);
        bytes_t words = are_word(bytes);
        bytes_t start = words & ~are_word(load(at - 1));
        bytes_t upper = among(bytes, 'A', 26);
        unsigned others = ~bits_of(words | are(bytes, ' ')) & ALL_BITS;
        const char *next = at + STEP;

        uppers -= upper;
        digits -= among(bytes, '0', 10);
        starts -= start;
        capitals -= start & upper;

        while (others != 0) {
            const char *other = at + lowest(others);

            pass(counts, *passed, other);
            *passed = count_other(counts, other, end);

            if (*passed >= next) {
                next = *passed;
                break;
            }

            others &= ~0u << (*passed - at);
        }

        at = next;
    }

    counts->of[READER_UNICODE_UPPER] += sum_of(uppers);
    counts->of[READER_UNICODE_DIGIT] += sum_of(digits);
    counts->words += sum_of(starts);
    counts->capitals += sum_of(capitals);

    return at;
}


void
reader_characters_count(reader_counts_t *counts, const char *at,
                        const char *end)
{
    const char *passed = at;

    if (at == end) {
        return;
    }

    counts->characters += counts->space && counts->characters != 0;
    counts->characters += (uint32_t) (end - at);

    if (is_word(*at)) {
        bool begins = counts->space || !counts->word;
        bool taken = !is_word(at[-1]); /* for a beginning, by count_ascii() */

        counts->words += (uint32_t) (begins - taken);
        counts->capitals += (uint32_t) (is_upper(*at) * (begins - taken));
        counts->sentence_ends += counts->space && counts->ended;
    }

    while (at < end) {
        at = count_ascii(counts, at, end, &passed);
    }

    pass(counts, passed, end);
    counts->space = false;
}


/* So that all bits count for all (splitmix64, after Stafford's mix 13). */
static uint64_t
mix(uint64_t bits)
{
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9u;

    return (bits ^ bits >> 27) * 0x94D049BB133111EBu;
}


/* Of ASCII; letters are made lower case. */
static uint32_t
hash_ascii(const char *at, size_t length)
{
    uint64_t hash = 0, bytes;

    for (; length > sizeof(bytes); length -= sizeof(bytes)) {
        memcpy(&bytes, at, sizeof(bytes));
        hash = mix(hash ^ (le64toh(bytes) | LETTERS_LOWER));
        at += sizeof(bytes);
    }

    memcpy(&bytes, at, sizeof(bytes));
    bytes = (le64toh(bytes) | LETTERS_LOWER) << 8 * (sizeof(bytes) - length);

    return (uint32_t) (mix(hash ^ bytes) >> 32) | 1;
}


/* A word among characters that are not ASCII, of which it may have some. */
typedef struct {
    const char *start; /* NULL: there is none */
    uint64_t hash;
    bool others; /* it has */
} word_t;


static uint32_t *
end_word(word_t *word, const char *end, uint32_t *hashes)
{
    if (word->start != NULL) {
        *hashes++ =
            word->others
                ? (uint32_t) (word->hash >> 32) | 1
                : hash_ascii(word->start, (size_t) (end - word->start));
        word->start = NULL;
    }

    return hashes;
}


static uint32_t *
hash_others(const char *at, const char *end, uint32_t *hashes)
{
    word_t word = { NULL, 0, false };

    while (at < end) {
        const char *from = at;
        uint32_t code = reader_unicode_next(&at, end);

        switch (reader_unicode_class(code)) {

        case READER_UNICODE_UPPER:
            code = reader_unicode_lower(code);
            /* fall through */

        case READER_UNICODE_LETTER:
        case READER_UNICODE_LOWER:
        case READER_UNICODE_DIGIT:
            if (word.start == NULL) {
                word = (word_t) { from, 0, false };
            }

            word.hash = mix(word.hash ^ code);
            word.others |= (unsigned char) *from >= 0x80;
            break;

        case READER_UNICODE_IDEOGRAPH:
            hashes = end_word(&word, from, hashes);
            *hashes++ = (code * 2654435761u) | 1;
            break;

        default:
            hashes = end_word(&word, from, hashes);
        }
    }

    return end_word(&word, at, hashes);
}


/*
 * Words in a run of letters, digits, and characters that are not ASCII, which
 * may be long.  Returns where it ends.
 */
static const char *
hash_run(reader_arena_t *arena, const char *at, uint32_t **hashes)
{
    const char *from = at;
    bool ascii = true;
    unsigned length;

    do {
        bytes_t bytes = load(at);
        unsigned high = bits_of(bytes);

        length = lowest(~(bits_of(are_word(bytes)) | high));
        ascii &= (high & ((1u << length) - 1)) == 0;
        at += length;
        reader_arena_spend(arena, length);
    } while (length == STEP);

    if (ascii) {
        *(*hashes)++ = hash_ascii(from, (size_t) (at - from));
    } else {
        *hashes = hash_others(from, at, *hashes);
    }

    return at;
}


size_t
reader_characters_words(reader_arena_t *arena, reader_string_t text,
                        uint32_t *hashes)
{
    const char *at = text.data, *end = at + text.length, *stop = at;
    uint32_t *first = hashes;

    while (at < end) {
        bytes_t bytes = load(at);
        unsigned high = bits_of(bytes), words = bits_of(are_word(bytes)) | high;
        unsigned starts, ends;
        const char *from = at;

        if (at >= stop) {
            stop = end - at < (ptrdiff_t) READER_ARENA_PIECE
                       ? end
                       : at + READER_ARENA_PIECE;
            reader_arena_spend(arena, (size_t) (stop - at));
        }

        if (end - at < STEP) {
            words &= (1u << (end - at)) - 1;
        }

        starts = words & ~(words << 1);
        ends = ~words & words << 1 & ALL_BITS;
        at += STEP;

        for (; ends != 0; ends &= ends - 1) {
            unsigned i = lowest(starts), k = lowest(ends);

            if (high != 0 && (high & ((1u << k) - (1u << i))) != 0) {
                hashes = hash_others(from + i, from + k, hashes);
            } else {
                *hashes++ = hash_ascii(from + i, k - i);
            }

            starts &= starts - 1;
        }

        /* one that may go on */
        if (starts > 1) {
            at = from + lowest(starts);
        } else if (starts == 1) {
            at = hash_run(arena, from, &hashes);
        }
    }

    return (size_t) (hashes - first);
}
