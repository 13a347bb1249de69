/*
 * How what a pattern matches may begin: by three characters most lines are
 * told from those that a regular expression has to look at.
 */

#ifndef READER_STARTS_H
#define READER_STARTS_H

#include "reader.h"

/* Letters of either case, a few more, other ASCII; 0 is no ASCII. */
#define READER_STARTS_SYMBOLS 32

typedef struct {
    uint8_t symbols[256];
    uint32_t shortest[256]; /* match in bytes, by the first one */
    /* by the first and the second: the third, as bits of a set */
    uint32_t thirds[READER_STARTS_SYMBOLS][READER_STARTS_SYMBOLS];
} reader_starts_t;

/* Characters that a pattern may begin with, in small letters. */
#define READER_STARTS_ALL                                                     \
    " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

/* Where nothing was learnt everything may match. */
void reader_starts_init(reader_starts_t *starts);

/*
 * Asks PCRE2 what the pattern, caseless and with PCRE2_UTF, may match the
 * beginning of, if it begins with one of these characters: small letters and
 * others of ASCII.
 */
void reader_starts_learn(reader_starts_t *starts, const char *pattern,
                         const char *firsts);

/* False: the pattern matches nothing that begins at `at`, before end. */
bool reader_starts_may(const reader_starts_t *starts, const char *at,
                       const char *end);

/* The first place from `at` on where it may match, or end. */
const char *reader_starts_find(const reader_starts_t *starts, const char *at,
                               const char *end);

/*
 * Which of at most 64 characters of ASCII the pattern may match the beginning
 * of: 1 << the place of each.
 */
uint64_t reader_starts_of(const char *pattern, const char *set);

#endif
