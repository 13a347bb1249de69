#include "starts.h"

#include "ascii.h"
#include "unicode.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <string.h>

/* Beginnings of a match that are followed; where there are more, all may be. */
#define PREFIXES 64

/* Characters of a match that pairs are looked for in, and where they are. */
#define PAIRED 3

enum { FIRST = 1, SECOND = 2 };

/* CJK, that is characters without case. */
#define CJK_FIRST 0x2E80
#define CJK_END 0xA000

/* What stands for itself in a pattern behind a backslash only. */
#define SYNTAX "()[]{}?*+.^$|\\"

/* Symbols: 0 is no ASCII, 1 to 26 letters. */
enum {
    BLANK = 27,
    HYPHEN,
    COLON,
    DIGIT,
    OTHER /* the last */
};

#define NO_ASCII ((uint32_t) 1)
#define LETTERS ((uint32_t) 0x07FFFFFE)

static const uint8_t symbols[256] = {
    [1] = OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
    OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
    OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
    OTHER,
    [' '] = BLANK, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
    OTHER, OTHER, OTHER, OTHER, HYPHEN, OTHER, OTHER,
    ['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
    DIGIT, COLON, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
    ['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    20, 21, 22, 23, 24, 25, 26, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
    ['a'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    20, 21, 22, 23, 24, 25, 26, OTHER, OTHER, OTHER, OTHER, OTHER,
};

/* A character to ask for, and the symbols that the answer is for. */
typedef struct {
    char character;
    uint32_t symbols;
} question_t;

typedef struct {
    question_t items[0x80];
    size_t count;
} questions_t;

typedef struct {
    pcre2_code *code;
    pcre2_match_data *match;
    const char *pattern;
    questions_t questions; /* of ASCII */
} asker_t;

/* A match may begin so: no, yes, yes and more does not matter. */
typedef enum { NO, YES, DONE } answer_t;

/* How a match may begin: so many characters. */
typedef struct {
    char items[PREFIXES][READER_STARTS_PLACES];
    size_t count;
} prefixes_t;


static uint32_t
symbol_bit(char c)
{
    return (uint32_t) 1 << symbols[(unsigned char) c];
}


static uint64_t
lead_bit(char lead)
{
    return (uint64_t) 1 << (lead & 0x3F);
}


static void
add_question(questions_t *questions, char character, uint32_t answers)
{
    questions->items[questions->count++] = (question_t) { character, answers };
}


/*
 * The characters that the pattern names; and of each kind one that it does not
 * name, which stands for all of these, as there are no ranges.
 */
static void
choose_questions(questions_t *questions, const char *pattern)
{
    static const struct {
        const char *characters;
        uint32_t symbols;
    } kinds[] = {
        { "abcdefghijklmnopqrstuvwxyz", LETTERS },
        { "0123456789", (uint32_t) 1 << DIGIT },
        { "!\"#%&',;<=>@_`~",
          (uint32_t) 1 << HYPHEN | (uint32_t) 1 << COLON
              | (uint32_t) 1 << OTHER },
    };
    bool named[0x100] = { [' '] = true };

    for (const char *at = pattern; *at != '\0'; at++) {
        if (strchr(SYNTAX, *at) == NULL || (at > pattern && at[-1] == '\\')) {
            named[(unsigned char) reader_ascii_lower(*at)] = true;
        }
    }

    questions->count = 0;

    for (char c = ' '; c < 0x7F; c++) {
        if (named[(unsigned char) c]) {
            add_question(questions, c, symbol_bit(c));
        }
    }

    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        const char *c = kinds[i].characters;

        while (*c != '\0' && named[(unsigned char) *c]) {
            c++;
        }

        if (*c != '\0') {
            add_question(questions, *c, kinds[i].symbols);
        }
    }
}


/*
 * How a match may begin with this text.  A partial match is one that more text
 * could complete (pcre2partial); "hard" prefers it to a complete one.
 */
static answer_t
ask(const asker_t *asker, const char *text, size_t length)
{
    int rc = pcre2_match(asker->code, (PCRE2_SPTR) text, length, 0,
                         PCRE2_NO_UTF_CHECK | PCRE2_PARTIAL_HARD,
                         asker->match, NULL);

    return rc == PCRE2_ERROR_NOMATCH   ? NO
           : rc == PCRE2_ERROR_PARTIAL ? YES
                                       : DONE;
}


/*
 * Asks whether a character that is not ASCII may come behind this text, of
 * less than PAIRED characters.  Adds the leads of those that may.
 */
static bool
ask_others(const asker_t *asker, const char *text, size_t length,
           uint64_t *leads)
{
    /* of kinds that patterns tell apart, but none that they name; and what is
       the same as s and k in another case */
    static const char *const others[] = {
        "\xEA\x80\x80", "\xD9\xA0", "\xE2\xB8\xBA", "\xF0\x9F\x98\x80",
        "\xC5\xBF", "\xE2\x84\xAA",
    };
    enum { KINDS = 4, OTHERS = sizeof(others) / sizeof(*others) };
    char longer[PAIRED + 4];
    bool any = false;

    memcpy(longer, text, length);

    for (size_t i = 0; i < OTHERS; i++) {
        size_t more = strlen(others[i]);

        memcpy(longer + length, others[i], more);

        if (ask(asker, longer, length + more) != NO) {
            *leads |= i < KINDS ? UINT64_MAX : lead_bit(*others[i]);
            any = true;
        }
    }

    for (const char *at = asker->pattern; *at != '\0';) {
        const char *next = at;
        uint32_t code = reader_unicode_next(&next, at + strlen(at));
        size_t more = (size_t) (next - at);

        memcpy(longer + length, at, more);

        if (code >= 0x80 && ask(asker, longer, length + more) != NO) {
            *leads |= code >= CJK_FIRST && code < CJK_END ? lead_bit(*at)
                                                          : UINT64_MAX;
            any = true;
        }

        at = next;
    }

    return any;
}


/*
 * Asks how each of the prefixes may go on.  False: that is not told, as a match
 * is complete, or there are too many.
 */
static bool
go_on(const asker_t *asker, const prefixes_t *prefixes, size_t length,
      uint32_t *place, prefixes_t *longer)
{
    bool told = true;

    longer->count = 0;

    for (size_t i = 0; i < prefixes->count; i++) {
        char text[READER_STARTS_PLACES];

        memcpy(text, prefixes->items[i], length);

        for (size_t k = 0; k < asker->questions.count; k++) {
            const question_t *question = &asker->questions.items[k];
            answer_t answer;

            text[length] = question->character;
            answer = ask(asker, text, length + 1);

            if (answer == NO) {
                continue;
            }

            *place |= question->symbols;

            if (answer == DONE || longer->count == PREFIXES) {
                told = false;
            } else {
                memcpy(longer->items[longer->count++], text, length + 1);
            }
        }
    }

    return told;
}


/* What is not ASCII is asked for where pairs are looked for. */
static uint32_t
others_behind(const asker_t *asker, const prefixes_t *prefixes, size_t length)
{
    uint64_t leads = 0;

    for (size_t i = 0; i < prefixes->count; i++) {
        if (ask_others(asker, prefixes->items[i], length, &leads)) {
            return NO_ASCII;
        }
    }

    return 0;
}


/* What may come at the places behind a first character. */
static void
learn(const asker_t *asker, char first, bool others, uint32_t *places)
{
    prefixes_t prefixes[2];
    bool told = ask(asker, &first, 1) == YES;

    prefixes[0].count = 1;
    prefixes[0].items[0][0] = first;

    for (size_t i = 1; i < READER_STARTS_PLACES; i++) {
        const prefixes_t *before = &prefixes[(i + 1) % 2];

        if (!told) {
            places[i] = UINT32_MAX;
            continue;
        }

        places[i] = others && i < PAIRED
                        ? others_behind(asker, before, i)
                        : NO_ASCII;
        told = go_on(asker, before, i, &places[i], &prefixes[i % 2]);
    }
}


/* Learns by one first character after the other. */
static void
learn_all(const asker_t *asker, reader_start_t *starts, const uint32_t *sets,
          size_t count)
{
    uint32_t all = 0;

    for (size_t i = 0; i < count; i++) {
        all |= sets[i];

        if ((sets[i] & NO_ASCII)
            && ask_others(asker, "", 0, &starts[i].leads)) {
            starts[i].places[0] |= NO_ASCII;
        }
    }

    for (size_t k = 0; k < asker->questions.count; k++) {
        const question_t *question = &asker->questions.items[k];
        uint32_t places[READER_STARTS_PLACES];

        if (!(question->symbols & all)
            || ask(asker, &question->character, 1) == NO) {
            continue;
        }

        learn(asker, question->character, all & NO_ASCII, places);

        for (size_t i = 0; i < count; i++) {
            places[0] = question->symbols & sets[i];

            for (size_t p = 0; p < READER_STARTS_PLACES && places[0] != 0;
                 p++) {
                starts[i].places[p] |= places[p];
            }
        }
    }
}


/* The symbols of these characters. */
static uint32_t
symbols_of(const char *characters)
{
    uint32_t set = 0;

    if (characters == NULL) {
        return UINT32_MAX;
    }

    while (*characters != '\0') {
        set |= symbol_bit(*characters++);
    }

    return set;
}


void
reader_start_learn(reader_start_t *starts, const char *pattern,
                   const char *const *firsts, size_t count)
{
    uint32_t sets[READER_STARTS_SYMBOLS];
    asker_t asker = { .pattern = pattern };
    PCRE2_SIZE offset;
    int error;

    asker.code = pcre2_compile(
        (PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
        PCRE2_CASELESS | PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED,
        &error, &offset, NULL);

    if (asker.code != NULL) {
        asker.match = pcre2_match_data_create_from_pattern(asker.code, NULL);
    }

    for (size_t i = 0; i < count; i++) {
        /* where it is no pattern, anything may be */
        memset(&starts[i], asker.match == NULL ? 0xFF : 0, sizeof(*starts));
        starts[i].shortest = 0;
        sets[i] = symbols_of(firsts[i]);

        if (asker.match != NULL) {
            pcre2_pattern_info(asker.code, PCRE2_INFO_MINLENGTH,
                               &starts[i].shortest);
        }
    }

    if (asker.match != NULL) {
        choose_questions(&asker.questions, pattern);
        learn_all(&asker, starts, sets, count);
    }

    pcre2_match_data_free(asker.match);
    pcre2_code_free(asker.code);
}


bool
reader_start_is_any(const reader_start_t *start)
{
    return start->places[0] != 0;
}


static void
add(reader_starts_t *starts, const reader_start_t *start, uint64_t bit)
{
    for (size_t i = 0; i < READER_STARTS_PLACES; i++) {
        for (size_t s = 0; s < READER_STARTS_SYMBOLS; s++) {
            starts->fits[i][s] |= start->places[i] >> s & 1 ? bit : 0;
        }
    }

    for (size_t i = 0; i <= READER_STARTS_PLACES; i++) {
        starts->lengths[i] |=
            start->shortest <= i || i == READER_STARTS_PLACES ? bit : 0;
    }

    starts->leads |= start->leads;

    starts->paired &= start->shortest >= PAIRED;
}


/*
 * Which places of a match two symbols in a row may be: the first two, those
 * behind, or both.  Of a first character that is no ASCII, its first bytes.
 */
static uint8_t
places_of(const reader_starts_t *starts, size_t a, size_t b)
{
    if (a == 0 && starts->leads != 0) {
        return FIRST | SECOND;
    }

    return (uint8_t) ((starts->fits[0][a] & starts->fits[1][b] ? FIRST : 0)
                      | (starts->fits[1][a] & starts->fits[2][b] ? SECOND : 0));
}


/* Pairs of bytes are those of characters if all are ASCII. */
static bool
can_pair(const reader_starts_t *starts)
{
    for (size_t i = 1; i < PAIRED; i++) {
        if (starts->fits[i][0] != 0) {
            return false;
        }
    }

    return starts->paired;
}


void
reader_starts_build(reader_starts_t *starts, const reader_start_t *items,
                    size_t count, uint64_t *bits)
{
    unsigned used = 0;

    memset(starts, 0, sizeof(*starts));
    starts->paired = true;

    for (size_t i = 0; i < count; i++) {
        uint64_t bit = 0;

        if (reader_start_is_any(&items[i])) {
            bit = (uint64_t) 1 << used++ % 64;
            add(starts, &items[i], bit);
        }

        if (bits != NULL) {
            bits[i] = bit;
        }
    }

    starts->paired = can_pair(starts);

    for (size_t a = 0; a < READER_STARTS_SYMBOLS; a++) {
        for (size_t b = 0; b < READER_STARTS_SYMBOLS; b++) {
            starts->pairs[a][b] = places_of(starts, a, b);
        }
    }
}


uint64_t
reader_starts_may(const reader_starts_t *starts, const char *at,
                  const char *end)
{
    size_t length = (size_t) (end - at);
    uint64_t set;

    if (length > READER_STARTS_PLACES) {
        length = READER_STARTS_PLACES;
    }

    set = starts->lengths[length];

    for (size_t i = 0; i < length && set != 0; i++) {
        uint8_t symbol = symbols[(unsigned char) at[i]];

        set &= starts->fits[i][symbol];

        if (symbol == 0) { /* characters are not bytes any more */
            return i != 0
                           || ((unsigned char) *at >= 0xC0
                               && (starts->leads & lead_bit(*at)))
                       ? set
                       : 0;
        }
    }

    return set;
}


/*
 * By every other pair of characters: one of them is at the first or the second
 * place of a match.  How far to go does not depend on what is found.
 */
static const char *
find_by_pairs(const reader_starts_t *starts, const char *at, const char *end)
{
    for (const char *pair = at; end - pair >= 2; pair += 2) {
        uint8_t places = starts->pairs[symbols[(unsigned char) pair[0]]]
                                      [symbols[(unsigned char) pair[1]]];

        if (places == 0) {
            continue;
        }

        if ((places & SECOND) && pair > at
            && reader_starts_may(starts, pair - 1, end)) {
            return pair - 1;
        }

        if ((places & FIRST) && reader_starts_may(starts, pair, end)) {
            return pair;
        }
    }

    return end;
}


const char *
reader_starts_find(const reader_starts_t *starts, const char *at,
                   const char *end)
{
    if (starts->paired) {
        return find_by_pairs(starts, at, end);
    }

    while (at < end && reader_starts_may(starts, at, end) == 0) {
        at++;
    }

    return at;
}
