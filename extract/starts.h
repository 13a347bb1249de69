/*
 * How what a pattern matches may begin: by three characters most lines are
 * told from those that a regular expression has to look at.
 */

#ifndef READER_STARTS_H
#define READER_STARTS_H

#include "reader.h"

/* Letters of either case, and a few more; 0 is any other byte. */
#define READER_STARTS_SYMBOLS 32

typedef struct {
    uint8_t symbols[256];
    /* by the first and the second: the third, as bits of a set */
    uint32_t thirds[READER_STARTS_SYMBOLS][READER_STARTS_SYMBOLS];
} reader_starts_t;

/*
 * Asks PCRE2 what the pattern, caseless and with PCRE2_UTF, may match the
 * beginning of.  If it cannot be asked, everything may match.
 */
void reader_starts_learn(reader_starts_t *starts, const char *pattern);

/* False: the pattern matches nothing that begins at `at`, before end. */
bool reader_starts_may(const reader_starts_t *starts, const char *at,
                       const char *end);

#endif
