/*
 * The learned part: sums of small decision trees, for blocks, for pages, and for
 * kinds of pages.
 *
 * A model is text, a line each:
 *     const NAME VALUE
 *     tree TABLE NODES...    TABLE is block, page or kind; NODES in preorder:
 *                            FEATURE<THRESHOLD:VALUE then its two subtrees,
 *                            or just VALUE for a leaf, of which a tree has
 *                            16 at most
 * VALUE of an inner node is the mean of its leaves, which only explanations
 * use.  The model built in is such text too (model_built_in.c, generated).
 */

#ifndef READER_MODEL_H
#define READER_MODEL_H

#include "arena.h"

typedef struct reader_model reader_model_t;

typedef enum {
    READER_MODEL_BLOCK,
    READER_MODEL_PAGE,
    READER_MODEL_KIND,
    READER_MODEL_TABLES
} reader_model_table_t;

typedef enum {
    READER_CONST_BLOCK_BASE,    /* log-odds of any block */
    READER_CONST_PAGE_BASE,     /* log-odds of any page */
    READER_CONST_KIND_BASE,     /* log-odds that a page is one text */
    READER_CONST_SWITCH_NEAR,   /* cost of a change between blocks alike */
    READER_CONST_SWITCH_FAR,    /* cost of a change between other blocks */
    READER_CONST_SWITCH_MANY,   /* factor of both on a page of many texts */
    READER_CONST_BLOCK_BIAS,    /* added to every block's log-odds */
    READER_CONST_ROOT_DROPPED,  /* weight of dropped text under a root */
    READER_CONST_ROOT_SURE,     /* log-odds that keep a block outside of it */
    READER_CONST_HEADING,       /* added to a short line before sure prose */
    READER_CONST_SERVICE,       /* added where the title is a login's, say */
    READER_CONST_COUNT
} reader_model_const_t;

/* Line after line of the model built in; NULL at the end. */
extern const char *const reader_model_text[];

/* NULL with *error filled if text is no model; empty: the one built in. */
reader_model_t *reader_model_new(reader_string_t text, reader_error_t *error);
void reader_model_free(reader_model_t *model);

float reader_model_const(const reader_model_t *model,
                         reader_model_const_t name);

/* The sum of the table's trees for these features. */
float reader_model_score(const reader_model_t *model,
                         reader_model_table_t table, const float *features);

/*
 * Many rows of features lie in tiles of so many rows: the first feature of all
 * of its rows, then the second one of all of them, up to width.  A tile is
 * there as a whole, even if the last rows of the last one mean nothing.
 */
#define READER_MODEL_TILE 32

/* Room for count rows, aligned; what is no row of the last tile is zeros. */
float *reader_model_tiles(reader_arena_t *arena, size_t width, size_t count);

/* Where the first feature of a row is; the next ones are a tile's rows apart. */
size_t reader_model_place(size_t width, size_t index);

/* Copies a row out of its tile. */
void reader_model_row(const float *tiles, size_t width, size_t index,
                      float *row);

/* What reader_model_score() says of each of count rows. */
void reader_model_score_rows(const reader_model_t *model,
                             reader_model_table_t table, const float *tiles,
                             size_t width, size_t count, float *scores,
                             reader_arena_t *arena);

/* Adds what each feature contributed to the score to contributions. */
void reader_model_explain(const reader_model_t *model,
                          reader_model_table_t table, const float *features,
                          float *contributions);

#endif
