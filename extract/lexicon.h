/*
 * Words that tell main content from boilerplate, in one place: stems of class
 * and id values, and how lines of boilerplate begin, in many languages.
 */

#ifndef READER_LEXICON_H
#define READER_LEXICON_H

#include "arena.h"

/* Groups of class and id stems; the order is that of lexicon.c's table. */
typedef enum {
    READER_TOKEN_COMMENT,
    READER_TOKEN_NAV,
    READER_TOKEN_FOOTER,
    READER_TOKEN_HEADER,
    READER_TOKEN_SIDEBAR,
    READER_TOKEN_RELATED,
    READER_TOKEN_SHARE,
    READER_TOKEN_META,
    READER_TOKEN_AD,
    READER_TOKEN_SUBSCRIBE,
    READER_TOKEN_CAPTION,
    READER_TOKEN_TAGS,
    READER_TOKEN_POPUP,
    READER_TOKEN_FORM,
    READER_TOKEN_BODY,
    READER_TOKEN_CONTENT,
    READER_TOKEN_TITLE,
    READER_TOKEN_LEAD,
    READER_TOKEN_WIDGET,
    READER_TOKEN_CARD,
    READER_TOKEN_MEDIA,
    READER_TOKEN_BIO,
    READER_TOKEN_FORUM,
    READER_TOKEN_PRODUCT,
    READER_TOKEN_QUOTE,
    READER_TOKEN_HIDDEN,
    READER_TOKEN_TOC,
    READER_TOKEN_COUNT
} reader_token_t;

/* What the beginning of a line, or a call to action at its end, gives away. */
typedef enum {
    READER_LINE_PLAIN,
    READER_LINE_MORE,      /* read more, see also, related */
    READER_LINE_SHARE,     /* share, follow, subscribe */
    READER_LINE_CREDIT,    /* photo, source, copyright */
    READER_LINE_AD,        /* advertisement, article continues below */
    READER_LINE_COMMENTS,  /* comments, leave a reply, log in */
    READER_LINE_META,      /* by, posted on, updated, tags */
    READER_LINE_AUTHOR,    /* about the author */
    READER_LINE_LEGAL,     /* cookies, privacy, JavaScript is off */
    READER_LINE_COUNT
} reader_line_t;

/* Compiled patterns; immutable and shared by all threads. */
typedef struct reader_lexicon reader_lexicon_t;

/* What matching in one conversion takes. */
typedef struct reader_lookup reader_lookup_t;

reader_lexicon_t *reader_lexicon_new(reader_error_t *error);
void reader_lexicon_free(reader_lexicon_t *lexicon);

reader_lookup_t *reader_lexicon_lookup(const reader_lexicon_t *lexicon,
                                       reader_arena_t *arena);

/*
 * The token groups, as a set of 1 << READER_TOKEN_*, with a stem in this class
 * or id value; of a long value only the first 512 bytes count.
 */
uint32_t reader_lexicon_tokens(reader_lookup_t *lookup, reader_string_t value);

/* What a line is; text is UTF-8 with white space collapsed. */
reader_line_t reader_lexicon_line(reader_lookup_t *lookup,
                                  reader_string_t text);

/* What an address says of its page; 0: nothing. */
enum {
    READER_URL_FORUM = 1,   /* a thread, a list of answers */
    READER_URL_LISTING = 2, /* a category, a shop, a search, an archive */
    READER_URL_DOCS = 4,    /* documentation, a wiki, a guide */
    READER_URL_DATED = 8    /* /2026/03/: an article */
};

unsigned reader_lexicon_url(reader_lookup_t *lookup, reader_string_t url);

/* Whether a page of this title is a login, an error, a cart and the like. */
bool reader_lexicon_is_service(reader_lookup_t *lookup,
                               reader_string_t title);

const char *reader_lexicon_token_name(reader_token_t token);

#endif
