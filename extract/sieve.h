/*
 * A quick test that most words fail which are none of those that are looked
 * for: by length, first and last byte.
 */

#ifndef READER_SIEVE_H
#define READER_SIEVE_H

#include "reader.h"

#define READER_SIEVE_LENGTHS 32

/* By length: sets of the low five bits of a byte.  Zeroed, it is empty. */
typedef struct {
    uint32_t firsts[READER_SIEVE_LENGTHS];
    uint32_t lasts[READER_SIEVE_LENGTHS];
} reader_sieve_t;

/* The word is not empty. */
void reader_sieve_add(reader_sieve_t *sieve, reader_string_t word);

/* Whether the word may be one of those that were added. */
bool reader_sieve_passes(const reader_sieve_t *sieve, reader_string_t word);

/*
 * Whether some word of a class attribute may be one of them: a list of words
 * with white space between, its character references not yet resolved.
 */
bool reader_sieve_passes_any(const reader_sieve_t *sieve,
                             reader_string_t list);

#endif
