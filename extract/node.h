/* A node of the flat tree (tree.h). */

#ifndef READER_NODE_H
#define READER_NODE_H

#include "reader.h"

#include <gumbo.h>

#define READER_NONE UINT32_MAX

typedef uint32_t reader_node_id_t;

enum {
    READER_NODE_TEXT = 1,    /* else an element */
    READER_NODE_SPACE = 2,   /* text that is white space only */
    READER_NODE_FOREIGN = 4, /* an SVG or MathML element */
    READER_NODE_DECODED = 8, /* text whose character references are resolved */
    READER_NODE_OPEN = 16,   /* a link that the page never closes, */
    READER_NODE_AGAIN = 32   /* and what the parser opens again of it */
};

/* An element's tag is Gumbo's name for it, GUMBO_TAG_UNKNOWN for others. */
typedef struct {
    reader_node_id_t parent; /* READER_NONE for the root, the html element */
    reader_node_id_t next;   /* next sibling or READER_NONE */
    reader_node_id_t end;    /* one past the last node of the subtree */
    uint16_t tag;
    uint16_t flags;
    uint32_t attributes;     /* the first of them, in the tree's list */
    uint32_t attribute_count;
    reader_string_t source; /* the text, or the start tag; empty if implied */
} reader_node_t;

#endif
