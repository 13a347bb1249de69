/*
 * The page cut into blocks of text, in document order.
 *
 * A block is a run of text that no start or end of a non-phrasing element, no
 * hr and no two br in a row interrupt (Kohlschuetter, Fankhauser, Nejdl:
 * Boilerplate Detection using Shallow Text Features, WSDM 2010).
 */

#ifndef READER_BLOCKS_H
#define READER_BLOCKS_H

#include "rules.h"

typedef enum {
    READER_STRIP_NONE, /* not stripped: select decides */
    READER_STRIP_HIDDEN,
    READER_STRIP_TITLE,
    READER_STRIP_BYLINE,
    READER_STRIP_CAPTION, /* shown with its figure, no running text */
    READER_STRIP_AD,
    READER_STRIP_LINKS,
    READER_STRIP_COMMENTS,
    READER_STRIP_SAID,
    READER_STRIP_ASIDE,
    READER_STRIP_RULE
} reader_strip_t;

enum {
    READER_BLOCK_HIDDEN = 1,
    READER_BLOCK_CAPTION = 2,      /* in figcaption or caption */
    READER_BLOCK_STARTS_LINK = 4,
    READER_BLOCK_ENDS_SENTENCE = 8,
    READER_BLOCK_ENDS_ELLIPSIS = 16,
    READER_BLOCK_TIME = 32,        /* holds a time element */
    READER_BLOCK_GOOD = 64         /* looks like prose; see blocks.c */
};

/*
 * Characters are code points with runs of white space counted as one; those
 * of CJK count twice, as they say about twice as much, and are a word each.
 */
typedef struct {
    reader_node_id_t first;   /* first text node */
    reader_node_id_t end;     /* one past the last text node */
    reader_node_id_t element; /* innermost element around it that is none of
                               * phrasing content */
    uint32_t characters;
    uint32_t words;
    uint32_t link_characters;
    uint32_t italic_characters;
    uint32_t links;
    uint32_t sentence_ends;
    uint32_t commas;
    uint32_t capitals;        /* words that begin with an upper-case letter */
    uint32_t upper;           /* upper-case letters */
    uint32_t digits;
    uint32_t separators;      /* | · • » / and the like */
    uint32_t questions;
    uint32_t symbols;         /* © and @ */
    uint32_t prices;          /* signs of currencies */
    uint16_t flags;
    uint8_t strip;            /* reader_strip_t */
    uint8_t kept;             /* select's verdict */
    float score;              /* select's log-odds of being main content */
} reader_block_t;

typedef struct {
    reader_block_t *items;
    reader_string_t *texts;   /* of each, white space collapsed */
    uint32_t count;
    /*
     * For a node (or the number of nodes): how many blocks begin before it.
     * An element's blocks are [before[node], before[nodes[node].end]).
     */
    uint32_t *before;
    uint32_t *owner;          /* of a text node: its block or READER_NONE */
    const uint8_t *hidden;    /* per node: READER_HIDES_* */
    reader_ruling_t ruling;   /* what the site rules say */
} reader_blocks_t;

/*
 * Where most of the prose is hidden, what hides it is forgiven in *hidden: the
 * page waits for a script.
 */
void reader_blocks_cut(reader_tree_t *tree, reader_hidden_t *hidden,
                       const reader_ruling_t *ruling, reader_blocks_t *blocks);

/* How many are not kept; *hidden: because the page hides them. */
uint32_t reader_blocks_removed(const reader_blocks_t *blocks,
                               uint32_t *hidden);

/* Whether CSS would show this element inline: it does not end a block. */
bool reader_is_phrasing(const reader_node_t *node);

/* Whether this element is one of h1 to h6. */
bool reader_is_heading(const reader_node_t *node);

#endif
