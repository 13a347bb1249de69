/* Which links a page never closes. */

#ifndef READER_TREE_LINKS_H
#define READER_TREE_LINKS_H

#include "arena.h"

/* A tag of the name "a", or what looks like one. */
typedef struct {
    uint32_t at; /* offset in the page */
    bool closes;
    bool seen; /* an element was made of it */
} reader_link_tag_t;

typedef struct {
    reader_string_t page;     /* NULL: it was not read yet */
    reader_link_tag_t *items; /* in order */
    uint32_t count;
    uint32_t hint;
} reader_link_tags_t;

/*
 * The flag of the node of a link, by its start tag in the page: 0 if the next
 * tag of a link's is an end tag; else READER_NODE_OPEN, and if it was asked for
 * before, READER_NODE_AGAIN.  The page, of less than 4 GB, is read once, at the
 * first call.
 */
unsigned reader_link_flags(reader_link_tags_t *tags, reader_arena_t *arena,
                           reader_string_t page, reader_string_t tag);

#endif
