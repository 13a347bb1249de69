/*
 * The passes over the characters of the page's text: white space collapsed,
 * characters counted, words told apart.  ASCII is looked at sixteen bytes at a
 * time, other characters one by one.
 */

#ifndef READER_CHARACTERS_H
#define READER_CHARACTERS_H

#include "arena.h"
#include "unicode.h"

/* Room for texts, which do not move; the last one is still being written. */
typedef struct {
    reader_arena_t *arena;
    char *text; /* the last one */
    char *end;  /* of it; blanks are behind it */
    char *room; /* the end of the memory */
} reader_texts_t;

/* What was added to a text. */
typedef struct {
    const char *first; /* its first character, behind a blank if there is one */
    bool before;       /* white space before it, */
    bool behind;       /* and behind it; both if there is nothing else */
} reader_added_t;

void reader_texts_init(reader_texts_t *texts, reader_arena_t *arena);

/* Begins another text, which is empty. */
void reader_texts_begin(reader_texts_t *texts);

/* The last text will be so many bytes longer, and does not move for them. */
void reader_texts_expect(reader_texts_t *texts, size_t size);

/*
 * Adds the characters of a run, which is not empty, to the last text, white
 * space within them as one blank each; one before them as well if `space` or
 * the run begins with white space, unless the text is empty.
 */
reader_added_t reader_texts_add(reader_texts_t *texts, reader_string_t run,
                                bool space);

/*
 * The same for text as it is in the page, which saves decoding most of it.
 * False, and nothing is added, if there are references to resolve, or NUL
 * bytes to drop.
 */
bool reader_texts_add_raw(reader_texts_t *texts, reader_string_t run,
                          bool space, reader_added_t *added);

/* The last text, which ends with no white space. */
reader_string_t reader_texts_last(const reader_texts_t *texts);

/*
 * What there is in a text, and where counting stands between two parts of it:
 * how many characters of each class (blanks and small letters of ASCII are not
 * counted so); characters are code points, but those of CJK count twice, and
 * are a word each.
 */
typedef struct {
    uint32_t of[READER_UNICODE_CLASSES];
    uint32_t characters;
    uint32_t words;
    uint32_t capitals;      /* words that begin with an upper-case letter */
    uint32_t sentence_ends; /* but for one at the very end */
    uint32_t questions;
    bool ended;             /* the last character ends a sentence */
    bool word;              /* inside a word, or behind one but for blanks */
    bool space;             /* white space is pending */
} reader_counts_t;

/*
 * Counts [at, end), which neither begins nor ends with a blank, has no other
 * white space, and lies in the memory of texts.
 */
void reader_characters_count(reader_counts_t *counts, const char *at,
                             const char *end);

/*
 * Hashes of the words of a text in lower case, CJK characters singly; none is
 * 0.  There are at most READER_WORDS_IN(its length) of them.  The text ends
 * with a blank or has one behind it, and READER_TEXT_BEHIND bytes can be read
 * there; so it is in the memory of texts.
 */
#define READER_TEXT_BEHIND 16
#define READER_WORDS_IN(length) ((length) / 2 + 1)
size_t reader_characters_words(reader_arena_t *arena, reader_string_t text,
                               uint32_t *hashes);

#endif
