/*
 * The words that a view says of its own, in the language of the page: "min",
 * "Contents", "Skip to article", and how a date is written.
 */

#ifndef READER_PHRASES_H
#define READER_PHRASES_H

#include "buffer.h"

#define READER_PHRASES_ENGLISH "en"

typedef struct {
    const char *language;   /* "pt" or "zh-Hant": a tag or the start of one */
    const char *by;         /* # stands for the author's name */
    const char *minutes;    /* # stands for the number */
    const char *date;       /* D, M, N, Y: day, month's name, its number, year;
                             "": as ISO writes it */
    const char *months[12]; /* as in a date; NULL if the date needs none */
    const char *skip;       /* to the article */
    const char *contents;
    const char *notes;
    const char *back;       /* from a note to where it is referred to */
    const char *pages;
    const char *previous;
    const char *next;
    const char *table;
    const char *image;
    const char *video;
    const char *audio;
    const char *embedded;
    const char *view_of;    /* # stands for the page's address */
    const char *full;       /* the page as it is without a reader */
    const char *text;       /* plain text, the format */
    const char *links;
} reader_phrases_t;

/* Of that language; English if there are none. */
const reader_phrases_t *reader_phrases(reader_string_t language);

/* Up to the # of a phrase, and what is behind it. */
reader_string_t reader_phrase_before(const char *phrase);
reader_string_t reader_phrase_after(const char *phrase);

/*
 * "4 March 2026", for an ISO date; what is none, or too short, as it is.
 * Plain text, not escaped for any format.
 */
void reader_phrases_date(const reader_phrases_t *phrases, reader_string_t date,
                         reader_buffer_t *out);

#endif
