/*
 * Stems of words, found in class and id values: groups of patterns compiled
 * into one automaton, which reads a value once.
 *
 * A pattern is a part of a regular expression, without anything that repeats
 * at will: a literal of a-z, '-' and '_'; (?:a|b); [ab]; \d; x?; _* for
 * any number of underscores; (?<![a-z]) before a stem; (?![a-z]) or
 * (?!letters) behind one.  Matching ignores case.
 */

#ifndef READER_STEMS_H
#define READER_STEMS_H

#include "reader.h"

#define READER_STEMS_GROUPS_MAX 32

/* Immutable and shared by all threads. */
typedef struct reader_stems reader_stems_t;

/* patterns[i] are the stems of group i; NULL with *error filled on failure */
reader_stems_t *reader_stems_new(const char *const *patterns, size_t count,
                                 reader_error_t *error);
void reader_stems_free(reader_stems_t *stems);

/*
 * The groups, as a set of 1 << i, of the stems in a value, as a regular
 * expression of all patterns finds them one after the other: leftmost first,
 * among those that begin at the same byte the one named first.  Takes time
 * proportional to the value, of which the first 512 bytes count.
 */
uint32_t reader_stems_find(const reader_stems_t *stems, reader_string_t value);

#endif
