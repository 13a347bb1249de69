/*
 * What one pass over the elements of a page finds for all that follow: those
 * that hold blocks, those that are content without text, links within the
 * page.
 */

#ifndef READER_ELEMENTS_H
#define READER_ELEMENTS_H

#include "blocks.h"

/* An element with blocks in it. */
typedef struct {
    reader_node_id_t node;
    uint32_t around; /* number of the next one around it; READER_NONE: none */
    uint32_t first;  /* its blocks: [first, end) */
    uint32_t end;
} reader_holder_t;

typedef struct {
    reader_holder_t *holders; /* in document order */
    uint32_t holder_count;
    uint32_t *numbers;          /* of each node that is one: its number */
    reader_node_id_t *embedded; /* images and the like, in document order */
    uint32_t embedded_count;
    reader_node_id_t *references; /* links that may lead to a place within
                                   * the page, in document order */
    uint32_t reference_count;
    uint32_t *classes_hash; /* per node: of its tag and class value */
    uint32_t articles;      /* article elements */
    uint32_t headings;      /* h1 to h3 */
} reader_elements_t;

void reader_elements_find(const reader_tree_t *tree,
                          const reader_blocks_t *blocks,
                          reader_elements_t *elements);

#endif
