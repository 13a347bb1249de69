#include "starts.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <string.h>

/* In the order of the symbols; 0 is no ASCII, the last one is other ASCII. */
static const char characters[READER_STARTS_SYMBOLS + 1] =
    "?abcdefghijklmnopqrstuvwxyz -:(?";

#define OTHER (READER_STARTS_SYMBOLS - 1)


/*
 * A partial match is one that more text could complete (pcre2partial); "hard"
 * prefers it to a complete one, so that all but PCRE2_ERROR_NOMATCH says yes.
 */
static bool
may_begin(const pcre2_code *code, pcre2_match_data *match, const char *text,
          size_t length)
{
    return pcre2_match(code, (PCRE2_SPTR) text, length, 0,
                       PCRE2_NO_UTF_CHECK | PCRE2_PARTIAL_HARD, match, NULL)
           != PCRE2_ERROR_NOMATCH;
}


static pcre2_code *
compile(const char *pattern)
{
    PCRE2_SIZE offset;
    int error;

    return pcre2_compile((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
                         PCRE2_CASELESS | PCRE2_UTF | PCRE2_NO_UTF_CHECK
                             | PCRE2_ANCHORED,
                         &error, &offset, NULL);
}


/* Whether any other ASCII character may follow this one. */
static bool
others_follow(const reader_starts_t *starts, const pcre2_code *code,
              pcre2_match_data *match, char first)
{
    char text[2] = { first };

    for (int c = 1; c < 0x80; c++) {
        text[1] = (char) c;

        if (starts->symbols[c] == OTHER && may_begin(code, match, text, 2)) {
            return true;
        }
    }

    return false;
}


static char
upper(char c)
{
    return (char) (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}


/* What may follow this character. */
static void
learn_first(reader_starts_t *starts, const pcre2_code *code,
            pcre2_match_data *match, char first)
{
    uint32_t *thirds = starts->thirds[starts->symbols[(unsigned char) first]];
    char text[3] = { first };

    if (!others_follow(starts, code, match, first)) {
        thirds[OTHER] = 0;
    }

    for (int b = 1; b < OTHER; b++) {
        text[1] = characters[b];

        if (!may_begin(code, match, text, 2)) {
            thirds[b] = 0;
            continue;
        }

        for (int c = 1; c < OTHER; c++) {
            text[2] = characters[c];

            if (!may_begin(code, match, text, 3)) {
                thirds[b] &= ~((uint32_t) 1 << c);
            }
        }
    }
}


/* Of either case, as patterns take both for the same. */
static void
learn(reader_starts_t *starts, const pcre2_code *code,
      pcre2_match_data *match, const char *firsts)
{
    uint32_t shortest = 0; /* in characters, and so in bytes at least */

    pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &shortest);

    for (; *firsts != '\0'; firsts++) {
        bool may = may_begin(code, match, firsts, 1);

        uint32_t least = may ? shortest : UINT32_MAX; /* never */

        starts->shortest[(unsigned char) upper(*firsts)] = least;
        starts->shortest[(unsigned char) *firsts] = least;

        if (may && starts->symbols[(unsigned char) *firsts] != OTHER) {
            learn_first(starts, code, match, *firsts);
        }
    }
}


void
reader_starts_init(reader_starts_t *starts)
{
    memset(starts, 0, sizeof(*starts));
    memset(starts->thirds, 0xFF, sizeof(starts->thirds));

    for (int c = 0; c < 0x80; c++) {
        starts->symbols[c] = OTHER;
    }

    for (uint8_t i = 1; i < OTHER; i++) {
        starts->symbols[(unsigned char) characters[i]] = i;
        starts->symbols[(unsigned char) upper(characters[i])] = i;
    }
}


void
reader_starts_learn(reader_starts_t *starts, const char *pattern,
                    const char *firsts)
{
    pcre2_code *code = compile(pattern);
    pcre2_match_data *match =
        code == NULL ? NULL
                     : pcre2_match_data_create_from_pattern(code, NULL);

    /* thousands of questions: too many without the compiler */
    if (match != NULL
        && pcre2_jit_compile(code, PCRE2_JIT_PARTIAL_HARD) == 0) {
        learn(starts, code, match, firsts);
    }

    pcre2_match_data_free(match);
    pcre2_code_free(code);
}


static inline bool
may(const reader_starts_t *starts, const char *at, const char *end)
{
    size_t left = (size_t) (end - at);
    uint8_t a, b = 0, c = 0;

    if (left == 0) {
        return true;
    }

    if (starts->shortest[(unsigned char) *at] > left) {
        return false;
    }

    /* where there is no character, the bit of another one tells the same */
    a = starts->symbols[(unsigned char) at[0]];

    if (left > 1) {
        b = starts->symbols[(unsigned char) at[1]];
    }

    if (left > 2) {
        c = starts->symbols[(unsigned char) at[2]];
    }

    return starts->thirds[a][b] >> c & 1;
}


bool
reader_starts_may(const reader_starts_t *starts, const char *at,
                  const char *end)
{
    return may(starts, at, end);
}


const char *
reader_starts_find(const reader_starts_t *starts, const char *at,
                   const char *end)
{
    while (at < end && !may(starts, at, end)) {
        at++;
    }

    return at;
}


uint64_t
reader_starts_of(const char *pattern, const char *set)
{
    pcre2_code *code = compile(pattern);
    pcre2_match_data *match =
        code == NULL ? NULL
                     : pcre2_match_data_create_from_pattern(code, NULL);
    uint64_t firsts = match == NULL ? UINT64_MAX : 0;

    for (size_t i = 0; set[i] != '\0' && match != NULL; i++) {
        if (may_begin(code, match, set + i, 1)) {
            firsts |= (uint64_t) 1 << i;
        }
    }

    pcre2_match_data_free(match);
    pcre2_code_free(code);

    return firsts;
}
