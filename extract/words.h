/* How alike two short texts are, by their words; letters-only comparison. */

#ifndef READER_WORDS_H
#define READER_WORDS_H

#include "arena.h"

#define READER_WORDS_MAX 64

/* The set of words of a text: hashes in order, CJK characters singly. */
typedef struct {
    uint32_t hashes[READER_WORDS_MAX];
    size_t count;
} reader_words_t;

void reader_words_of(reader_string_t text, reader_words_t *words);

/* Size of the intersection by that of the union; 0 if one is empty. */
double reader_words_jaccard(const reader_words_t *a, const reader_words_t *b);

/* The share of a's words that b has. */
double reader_words_share(const reader_words_t *a, const reader_words_t *b);

/* Only letters and digits, in lower case. */
reader_string_t reader_words_letters(reader_arena_t *arena,
                                     reader_string_t text);

/* Words, as runs of white space separate them. */
size_t reader_words_count(reader_string_t text);

#endif
