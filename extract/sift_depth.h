/*
 * How deep the tree builder's stacks get, estimated from the tags alone: open
 * elements, and the list of active formatting elements, which is copied into
 * every paragraph that they are not closed in.  Where the estimate is low,
 * the arena's budgets still hold.
 */

#ifndef READER_SIFT_DEPTH_H
#define READER_SIFT_DEPTH_H

#include "sift_class.h"

#define READER_OPEN_DEPTH_MAX 256
#define READER_FORMATTING_MAX 32

/* HTML standard, 13.2.4.3: at most three equal ones ("Noah's Ark"). */
#define READER_EQUAL_MAX 3

#define READER_MARKERS_MAX 64

typedef struct {
    uint16_t tag;
    bool marker;
    uint32_t set; /* of attributes; of a marker: tables open around it */
} reader_formatting_t;

typedef struct {
    uint16_t open[GUMBO_TAG_LAST + 1];
    unsigned depth;
    reader_formatting_t list[READER_FORMATTING_MAX + READER_MARKERS_MAX + 1];
    unsigned count;      /* in list */
    unsigned formatting; /* in list, without markers */
    unsigned lost;       /* markers for which there was no room */
} reader_depth_t;

/*
 * A start tag in HTML content; set tells attribute sets apart.  False if a
 * limit is passed.
 */
bool reader_depth_open(reader_depth_t *depth, GumboTag tag, uint32_t set);

/* An end tag in HTML content. */
void reader_depth_close(reader_depth_t *depth, GumboTag tag);

#endif
