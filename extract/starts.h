/*
 * How what a pattern matches may begin: by a few characters most lines are
 * told from those that a regular expression has to look at.
 */

#ifndef READER_STARTS_H
#define READER_STARTS_H

#include "reader.h"

/* Characters that are looked at. */
#define READER_STARTS_PLACES 6

/* Letters of either case, digits, a few more, other ASCII; 0 is no ASCII. */
#define READER_STARTS_SYMBOLS 32

/* Of one pattern. */
typedef struct {
    uint32_t places[READER_STARTS_PLACES]; /* symbols there, as bits */
    uint32_t shortest;                     /* match in characters */
    uint64_t leads; /* of a first character that is no ASCII: 0xC0 + bit */
} reader_start_t;

/* Of many, which are bits of a set; where there are more, some share one. */
typedef struct {
    uint64_t fits[READER_STARTS_PLACES][READER_STARTS_SYMBOLS];
    /* by how many characters there are, at least so many for the last one */
    uint64_t lengths[READER_STARTS_PLACES + 1];
    uint64_t leads;
    /* see reader_starts_find */
    uint8_t pairs[READER_STARTS_SYMBOLS][READER_STARTS_SYMBOLS];
    bool paired;
} reader_starts_t;

/*
 * Asks PCRE2 what the pattern, caseless and with PCRE2_UTF, may match the
 * beginning of, in text without line ends: for each of count sets of small
 * letters and others of ASCII, what begins with one of these; NULL is any
 * character.  The pattern has no ranges within brackets.
 */
void reader_start_learn(reader_start_t *starts, const char *pattern,
                        const char *const *firsts, size_t count);

/* Whether there is anything that begins so. */
bool reader_start_is_any(const reader_start_t *start);

/* Those of count that are any; bits, unless NULL, are what each is in a set. */
void reader_starts_build(reader_starts_t *starts, const reader_start_t *items,
                         size_t count, uint64_t *bits);

/*
 * The set of those that may match what begins at `at`, before end, and maybe of
 * others; 0: none of them matches.
 */
uint64_t reader_starts_may(const reader_starts_t *starts, const char *at,
                           const char *end);

/* The first place from `at` on where one may match, or end. */
const char *reader_starts_find(const reader_starts_t *starts, const char *at,
                               const char *end);

#endif
