#include "starts.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <string.h>

/* In the order of the symbols; 0 is none of them. */
static const char characters[READER_STARTS_SYMBOLS + 1] =
    "?abcdefghijklmnopqrstuvwxyz '-:(";


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


static void
learn(reader_starts_t *starts, const pcre2_code *code,
      pcre2_match_data *match)
{
    char text[3];

    for (int a = 1; a < READER_STARTS_SYMBOLS; a++) {
        text[0] = characters[a];

        if (!may_begin(code, match, text, 1)) {
            memset(starts->thirds[a], 0, sizeof(starts->thirds[a]));
            continue;
        }

        for (int b = 1; b < READER_STARTS_SYMBOLS; b++) {
            text[1] = characters[b];

            if (!may_begin(code, match, text, 2)) {
                starts->thirds[a][b] = 0;
                continue;
            }

            for (int c = 1; c < READER_STARTS_SYMBOLS; c++) {
                text[2] = characters[c];

                if (!may_begin(code, match, text, 3)) {
                    starts->thirds[a][b] &= ~((uint32_t) 1 << c);
                }
            }
        }
    }
}


void
reader_starts_learn(reader_starts_t *starts, const char *pattern)
{
    pcre2_match_data *match;
    pcre2_code *code;
    PCRE2_SIZE offset;
    int error;

    memset(starts->symbols, 0, sizeof(starts->symbols));
    memset(starts->thirds, 0xFF, sizeof(starts->thirds));

    for (uint8_t i = 1; i < READER_STARTS_SYMBOLS; i++) {
        unsigned char c = (unsigned char) characters[i];

        starts->symbols[c] = i;

        if (c >= 'a' && c <= 'z') {
            starts->symbols[c - 'a' + 'A'] = i;
        }
    }

    code = pcre2_compile((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
                         PCRE2_CASELESS | PCRE2_UTF | PCRE2_NO_UTF_CHECK
                             | PCRE2_ANCHORED,
                         &error, &offset, NULL);

    if (code == NULL) {
        return;
    }

    match = pcre2_match_data_create_from_pattern(code, NULL);

    /* thousands of questions: too many without the compiler */
    if (match != NULL
        && pcre2_jit_compile(code, PCRE2_JIT_PARTIAL_HARD) == 0) {
        learn(starts, code, match);
    }

    pcre2_match_data_free(match);
    pcre2_code_free(code);
}


bool
reader_starts_may(const reader_starts_t *starts, const char *at,
                  const char *end)
{
    size_t left = (size_t) (end - at);
    uint8_t a, b = 0, c = 0;

    if (left == 0) {
        return true;
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
