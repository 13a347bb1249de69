/* What boilerplate is called, and where it comes from: data of clutter.c. */

#ifndef READER_CLUTTER_TABLES_H
#define READER_CLUTTER_TABLES_H

#include "reader.h"

typedef enum {
    READER_CLUTTER_NONE,
    READER_CLUTTER_RULE,
    READER_CLUTTER_CONSENT,
    READER_CLUTTER_NEWSLETTER,
    READER_CLUTTER_SHARE,
    READER_CLUTTER_RELATED,
    READER_CLUTTER_AD,
    READER_CLUTTER_TRACKER,
    READER_CLUTTER_COUNT
} reader_clutter_t;

/* A class name or an id, ended by * if more may follow; in lower case. */
typedef struct {
    const char *name;
    reader_clutter_t kind;
} reader_clutter_name_t;

/* Containers that a well known product makes, and nothing else is named so. */
extern const reader_clutter_name_t reader_clutter_products[];

/* Names that say what it is, if its structure agrees. */
extern const reader_clutter_name_t reader_clutter_words[];

/* Hosts, with all below them, and the start of a path; in lower case. */
extern const char *const reader_clutter_trackers[];

/* The start of an address without scheme and "www." that shares a page. */
extern const char *const reader_clutter_shares[];

/*
 * Snippets that load a tracker: a small script with one of `loads` is one.  It
 * may go if nothing that stays calls one of `names`.
 */
typedef struct {
    const char *loads[6]; /* up to NULL */
    const char *names[5];
} reader_clutter_snippet_t;

extern const reader_clutter_snippet_t reader_clutter_snippets[];
extern const size_t reader_clutter_snippet_count;

/* "cookie banner", "newsletter box", ... */
const char *reader_clutter_name(reader_clutter_t kind);

#endif
