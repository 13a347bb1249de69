/* What the files of the stems share: a pattern's stems, one by one. */

#ifndef READER_STEMS_PARTS_H
#define READER_STEMS_PARTS_H

#include "stems.h"

#define READER_STEM_LENGTH_MAX 63
#define READER_STEM_GUARD_MAX 15
#define READER_STEM_UNDERSCORES_MAX 2 /* longer runs count as so many */

/* What a byte is to a stem: 0 is what none has. */
enum {
    READER_SYMBOL_OTHER,
    READER_SYMBOL_LETTER, /* and the 25 that follow */
    READER_SYMBOL_DIGIT = READER_SYMBOL_LETTER + 26, /* any of them */
    READER_SYMBOL_MINUS,
    READER_SYMBOL_UNDERSCORE,
    READER_SYMBOL_COUNT
};

typedef struct {
    uint8_t symbols[READER_STEM_LENGTH_MAX];
    uint8_t length;
    bool before; /* not behind a letter */
    bool behind; /* not before a letter */
    uint8_t word_length;
    uint8_t word[READER_STEM_GUARD_MAX]; /* not before these symbols */
} reader_stem_t;

uint8_t reader_stem_symbol(char c);
bool reader_stem_is_letter(uint8_t symbol);

/* NULL, or what is wrong. */
typedef const char *(*reader_stem_taker_t)(void *data,
                                           const reader_stem_t *stem);

/*
 * Gives all stems of a pattern to take, in the order in which a regular
 * expression would try them.  NULL, or what is wrong with one.
 */
const char *reader_stems_enumerate(const char *pattern,
                                   reader_stem_taker_t take, void *data);

#endif
