/*
 * Statistics of the page that a block is judged by: containers, class
 * signatures, tag paths, repeated text, the title's place.
 */

#ifndef READER_FIGURES_H
#define READER_FIGURES_H

#include "describe.h"
#include "elements.h"
#include "lexicon.h"

/* Sums over a run of blocks. */
typedef struct {
    uint32_t blocks;
    uint32_t characters;
    uint32_t link_characters;
    uint32_t words;
    uint32_t good;            /* blocks with READER_BLOCK_GOOD */
    uint32_t good_characters;
} reader_sums_t;

/* Blocks of the same class signature, or of the same tag path. */
typedef struct {
    reader_sums_t sums;
    uint32_t first;           /* the first of them */
} reader_signature_t;

/* What is known about one block beside its own text. */
typedef struct {
    uint32_t holder;          /* number of its element */
    uint32_t class_signature; /* index of figures.classes */
    uint32_t path_signature;  /* index of figures.paths */
    float in_title;           /* share of its words that the title has */
    float in_description;
    float in_body;            /* share of its 4-grams in JSON-LD articleBody */
    float repeated;           /* share of its 4-grams that other blocks have */
    float said;               /* share that blocks before it have */
    uint32_t said_by;         /* one of these blocks, if said is not 0 */
    uint8_t line;             /* reader_line_t */
    uint8_t levels[READER_TOKEN_COUNT]; /* up to the nearest stem, 9: none */
} reader_block_figures_t;

typedef struct {
    const reader_tree_t *tree;
    const reader_blocks_t *blocks;
    reader_sums_t *sums;      /* of all blocks before; blocks.count + 1 */
    reader_elements_t elements;
    uint32_t *holder_tokens;  /* per holder: as reader_figures_tokens() */
    float *containers;        /* per holder: container score */
    float top_score;
    reader_node_id_t top;     /* the element of the highest container score */
    reader_node_id_t best;    /* the element with most prose for its size */
    reader_signature_t *classes;
    reader_signature_t *paths;
    reader_block_figures_t *of; /* per block */
    uint32_t title_block;     /* READER_NONE if no block shows the title */
    uint32_t link_headings;   /* h1 to h3 with hardly anything but links */
    float comment_share;      /* of characters, under a comment stem */
    unsigned url;             /* READER_URL_* */
    bool service;             /* by its title a login, an error, a cart */
    reader_lookup_t *lookup;
    uint32_t *tokens;         /* of each value that was looked up */
} reader_figures_t;

void reader_figures_take(reader_tree_t *tree, reader_lookup_t *lookup,
                         const reader_metadata_t *metadata,
                         const reader_blocks_t *blocks,
                         reader_figures_t *figures);

/* The stems in an element's class, id and the like: 1 << READER_TOKEN_*. */
uint32_t reader_figures_tokens(const reader_figures_t *figures,
                               reader_node_id_t node);

/* Of the blocks in an element. */
reader_sums_t reader_figures_in(const reader_figures_t *figures,
                                reader_node_id_t node);

/* Of blocks [from, to). */
reader_sums_t reader_figures_between(const reader_figures_t *figures,
                                     uint32_t from, uint32_t to);

#endif
