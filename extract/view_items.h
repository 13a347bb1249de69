/* The list of items itself, and what is done to the whole of it. */

#ifndef READER_VIEW_ITEMS_H
#define READER_VIEW_ITEMS_H

#include "view.h"

typedef struct {
    reader_arena_t *arena;
    reader_item_t *items;
    uint32_t count;
    uint32_t capacity;
    size_t size;              /* bytes of text, URLs and tags */
    size_t limit;             /* fails with READER_TOO_LARGE above it */
    bool unfinished;          /* some are not what they have to be yet */
    unsigned *resolved;       /* id to the id that is written, 0: none */
    unsigned resolved_count;
    uint32_t section_count;
    unsigned note_count;
} reader_items_t;

/* expected: how many there is room for at first; not 0. */
void reader_items_init(reader_items_t *items, reader_arena_t *arena,
                       uint32_t expected, size_t limit);

/* Returns the index.  attributes may be NULL. */
uint32_t reader_items_open(reader_items_t *items, reader_element_t element,
                           const reader_attributes_t *attributes,
                           uint16_t flags);
void reader_items_close(reader_items_t *items, uint32_t open);

/* Takes back the close that is the last item; returns its open. */
uint32_t reader_items_reopen(reader_items_t *items);

void reader_items_void(reader_items_t *items, reader_element_t element,
                       const reader_attributes_t *attributes, uint16_t flags);
void reader_items_words(reader_items_t *items, reader_string_t text,
                        uint16_t flags);

/* A copy to change before it becomes an item's; attributes may be NULL. */
reader_attributes_t *
reader_items_attributes(reader_items_t *items,
                        const reader_attributes_t *attributes);

/* Links to id lead to this open item. */
void reader_items_name(reader_items_t *items, uint32_t open, unsigned id);

/*
 * When all is closed: links lead to the ids that were written, references to
 * notes that are not there become links, lists of nothing but notes are
 * marked, tables know their columns.
 */
void reader_items_finish(reader_items_t *items, reader_body_t *body);

#endif
