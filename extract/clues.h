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

/* A set of the above, from the first 256 bytes of a class or id. */
unsigned reader_clue_words(reader_string_t value);

/* Whether this is the address of a person: /author/jane, ?author=1 */
bool reader_clue_author_address(reader_string_t href);

/* "By ...", in the languages where bylines begin like that. */
bool reader_clue_starts_byline(reader_string_t text);

#endif
