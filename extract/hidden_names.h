/*
 * What an element's classes and its id hide: rules of the page's own style
 * elements, and classes that mean text for screen readers wherever they are.
 */

#ifndef READER_HIDDEN_NAMES_H
#define READER_HIDDEN_NAMES_H

#include "hidden_sheet.h"

/* Above the bits of READER_SHEET_*. */
enum {
    READER_NAMES_UNSEEN = 16, /* for screen readers */
    READER_NAMES_RULED = 32,  /* rules hide one; two together may undo that */
    READER_NAMES_READ = 64    /* always: alone, they say nothing */
};

typedef struct {
    const reader_tree_t *tree;
    reader_hidden_sheet_t sheet;
    reader_sieve_t words; /* classes that say something */
    uint8_t *found;       /* by number of a class value; 0: not looked at */
} reader_hidden_names_t;

void reader_hidden_names_init(reader_hidden_names_t *names,
                              const reader_tree_t *tree,
                              const reader_sift_t *sift);

/* What the classes of this attribute say; it is kept, in found. */
unsigned reader_hidden_classes(const reader_hidden_names_t *names,
                               const reader_attribute_t *classes);

/* The same together with an id.  Each attribute may be NULL. */
unsigned reader_hidden_names(const reader_hidden_names_t *names,
                             const reader_attribute_t *classes,
                             const reader_attribute_t *id);

#endif
