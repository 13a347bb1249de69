/*
 * The classes and ids that a page's own style elements hide by display or
 * visibility, in rules whose selector is one class or one id and nothing else.
 */

#ifndef READER_HIDDEN_SHEET_H
#define READER_HIDDEN_SHEET_H

#include "sieve.h"
#include "table.h"
#include "tree.h"

/* Of all style elements together; what is behind is not looked at. */
#define READER_SHEET_BYTES 65536
#define READER_SHEET_NAMES 1024

enum {
    READER_SHEET_DISPLAY = 1,    /* display: none */
    READER_SHEET_VISIBILITY = 2, /* visibility: hidden */
    READER_SHEET_IMPORTANT = 4,  /* one of them is !important */
    READER_SHEET_SHOWN = 8       /* two classes together: shown again */
};

typedef struct {
    reader_arena_t *arena;
    reader_string_t *styles; /* what was read: contents of style elements */
    size_t style_count;
    reader_table_t names;    /* READER_SHEET_*, by hash of a name */
    uint32_t count;
    reader_sieve_t classes;  /* what names may be there */
    reader_sieve_t ids;
    bool has_ids;            /* an id makes a difference */
    bool has_pairs;          /* two classes together do */
} reader_hidden_sheet_t;

void reader_hidden_sheet_read(const reader_tree_t *tree,
                              const reader_sift_t *sift,
                              reader_hidden_sheet_t *sheet);

/* Whether some rule states one. */
bool reader_hidden_sheet_has_background(const reader_hidden_sheet_t *sheet);

/* A name as the table has it: kind is '.' or '#'. */
uint32_t reader_hidden_sheet_hash(char kind, const char *name, size_t length);

/* What the rules of this name say, 0 if there are none. */
uint32_t reader_hidden_sheet_find(const reader_hidden_sheet_t *sheet,
                                  uint32_t hash);

/* Whether an element with both classes is shown again. */
bool reader_hidden_sheet_shows(const reader_hidden_sheet_t *sheet,
                               uint32_t hash, uint32_t other);

#endif
