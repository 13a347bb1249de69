/* Code points: as much of Unicode as counting text takes. */

#ifndef READER_UNICODE_H
#define READER_UNICODE_H

#include "reader.h"

typedef enum {
    READER_UNICODE_OTHER,
    READER_UNICODE_LETTER,    /* of a script without case, marks included */
    READER_UNICODE_LOWER,
    READER_UNICODE_UPPER,
    READER_UNICODE_DIGIT,
    READER_UNICODE_IDEOGRAPH, /* Han, kana, Hangul syllables and their stops */
    READER_UNICODE_COMMA,
    READER_UNICODE_SEPARATOR, /* between items of a line: | and the like */
    READER_UNICODE_SYMBOL,    /* (c) and @ */
    READER_UNICODE_CURRENCY,
    READER_UNICODE_CLASSES    /* how many there are */
} reader_unicode_t;

/*
 * The code point at *at, which is moved behind it.  The text is valid UTF-8;
 * what is cut off at the end counts as U+FFFD.
 */
uint32_t reader_unicode_next(const char **at, const char *end);

/* The last code point of such a text, which is not empty. */
uint32_t reader_unicode_last(reader_string_t text);

reader_unicode_t reader_unicode_class(uint32_t code);
extern const uint8_t reader_unicode_ascii[128]; /* the same of ASCII */

/* White space of any kind, no-break and ideographic space included. */
bool reader_unicode_space(uint32_t code);

/* . ! ? and what other scripts have for them. */
bool reader_unicode_ends_sentence(uint32_t code);
bool reader_unicode_is_quote(uint32_t code); /* a closing quote or bracket */

/* Lower case, for Latin, Greek, Cyrillic and Armenian. */
uint32_t reader_unicode_lower(uint32_t code);

#endif
