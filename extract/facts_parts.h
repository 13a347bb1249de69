/* The parts of facts.c, one pass over the nodes of a page. */

#ifndef READER_FACTS_PARTS_H
#define READER_FACTS_PARTS_H

#include "clues.h"
#include "facts.h"

#define READER_HEADING_MAX 1024 /* bytes of a heading's text */

/* The pass, and what it remembers. */
typedef struct {
    reader_facts_t *facts;
    size_t offset;               /* bytes of text so far */
    reader_node_id_t aside;      /* the last one, and where it ends */
    reader_node_id_t aside_end;
    uint8_t *says;               /* by number of a class or id value */
    reader_clues_t clues;
} reader_gatherer_t;

/* The outermost aside around the node that is being looked at. */
reader_node_id_t reader_gather_aside(const reader_gatherer_t *gatherer,
                                     reader_node_id_t node);

/* Clues in a text that is not white space only. */
void reader_gather_text(reader_gatherer_t *gatherer, reader_node_id_t node);

/*
 * Clues in the attributes of an element, which says READER_SAYS_DATE and the
 * like by its name and class.
 */
void reader_gather_clues(reader_gatherer_t *gatherer, reader_node_id_t id,
                         unsigned says);

/* Notes what a meta element says. */
void reader_gather_meta(reader_facts_t *facts, reader_node_id_t node);

#endif
