/*
 * Numbers for sets of attributes, the same for equal sets: what the "Noah's
 * Ark" clause (HTML standard, 13.2.4.3) compares, in a form that takes few
 * bytes.
 */

#ifndef READER_SIFT_SETS_H
#define READER_SIFT_SETS_H

#include "arena.h"
#include "tag.h"

#define READER_ATTRIBUTES_MAX 256

typedef struct reader_sets reader_sets_t;

reader_sets_t *reader_sets_new(reader_arena_t *arena);

/* 1 or more; the tag has at most READER_ATTRIBUTES_MAX attributes. */
uint32_t reader_sets_number(reader_sets_t *sets, const reader_tag_t *tag);

#endif
