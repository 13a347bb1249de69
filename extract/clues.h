/* What class and id values, addresses and beginnings of lines give away. */

#ifndef READER_CLUES_H
#define READER_CLUES_H

#include "reader.h"

enum {
    READER_SAYS_ASIDE = 1, /* comments, navigation, widgets */
    READER_SAYS_AUTHOR = 2,
    READER_SAYS_DATE = 4,
    READER_SAYS_MODIFIED = 8,
    READER_SAYS_PUBLISHED = 16
};

#define READER_CLUE_TRIPLE_BITS 12

/*
 * By three letters in a row, as a number, the parts of classes that they are
 * in: twice a stem's index, and one more where they are its first letters and
 * not the next ones.
 */
typedef struct {
    uint8_t first[1 << READER_CLUE_TRIPLE_BITS]; /* 0: none */
    uint8_t next[256];
} reader_clues_t;

void reader_clues_init(reader_clues_t *clues);

/* A set of the above, from the first 256 bytes of a class or id. */
unsigned reader_clue_words(const reader_clues_t *clues, reader_string_t value);

/* Whether this is the address of a person: /author/jane, ?author=1 */
bool reader_clue_author_address(reader_string_t href);

/* "By ...", in languages where bylines begin so; without space before it. */
bool reader_clue_starts_byline(reader_string_t text);

#endif
