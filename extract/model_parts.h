/* What the files of the model share: its trees, and what is left of them. */

#ifndef READER_MODEL_PARTS_H
#define READER_MODEL_PARTS_H

#include "model.h"

#define READER_MODEL_LEAVES_MAX 16 /* of a tree: numbers of four bits */

typedef struct {
    float threshold;
    float value;
    uint16_t feature;
    uint16_t next[2]; /* below the threshold, and else; of a leaf: itself */
} reader_tree_node_t;

/*
 * What a node asks; many nodes ask the same.  Of a node only the place within
 * its tree is told, from 0: as a bit, that makes a tree a set in 32 bits.
 */
typedef struct {
    uint32_t split;  /* of its feature and threshold; none of a leaf */
    uint16_t result; /* see reader_step_t, as for split */
    uint16_t right;  /* place of the right subtree; the left one is next */
} reader_fork_t;

/* A node of a split: what remains of its tree if all rows go one way. */
typedef struct {
    uint32_t tree;
    uint32_t left;
    uint32_t right;
} reader_use_t;

typedef struct {
    reader_tree_node_t *nodes; /* of all trees, each in preorder */
    uint32_t count;
    uint32_t capacity;
    uint32_t *roots;
    uint32_t root_count;
    uint32_t root_capacity;
    uint32_t depth; /* splits on the longest way to a leaf */

    /* the same for many rows; see reader_forest_prepare() */
    float *thresholds;     /* of all splits: by feature, then rising */
    uint32_t split_count;
    uint32_t *first;       /* split of each feature; feature_count + 1 */
    uint32_t feature_count;
    reader_use_t *uses;    /* by split */
    uint32_t *first_use;   /* of each split; split_count + 1 */
    reader_fork_t *forks;  /* of each node */
    uint32_t *all;         /* of each tree: the set of its nodes, */
    uint32_t *inner;       /* and of those that are no leaves */
    float (*values)[READER_MODEL_LEAVES_MAX]; /* of each tree's leaves */
    uint8_t (*bytes)[sizeof(float)][READER_MODEL_LEAVES_MAX]; /* the same:
                              * the first byte of all, then the second one */
} reader_forest_t;

/* A byte for each row of a tile. */
typedef struct {
    uint8_t rows[READER_MODEL_TILE];
} reader_marks_t;

/* The splits of a feature that part rows: [first, end). */
typedef struct {
    uint32_t feature;
    uint32_t first;
    uint32_t end;
} reader_asked_t;

/*
 * A node at which rows part: one of two results by the marks of its split.
 * All are told by how many bytes they are behind the first one.
 */
typedef struct {
    uint32_t split;
    uint32_t result;
    uint16_t left;
    uint16_t right;
} reader_step_t;

/* Results: numbers of leaves, then those of nodes, then those of trees. */
#define READER_MODEL_TOPS ((size_t) 2 * READER_MODEL_LEAVES_MAX)

/* What is left of the trees for the rows of a page. */
typedef struct {
    const reader_forest_t *forest;
    float base;
    reader_asked_t *asked;
    uint32_t asked_count;
    reader_step_t *steps;    /* of one tree after the other, leaves first */
    uint32_t step_count;
    reader_marks_t *marks;   /* room for those of each split */
    reader_marks_t *results; /* likewise; what never changes is there */
} reader_cut_t;

/* Adds up what the trees say of each row of a tile. */
typedef void (*reader_tile_scorer_t)(const reader_cut_t *cut,
                                     const float *tile, float *scores);

struct reader_model {
    reader_forest_t forests[READER_MODEL_TABLES];
    float consts[READER_CONST_COUNT];
    reader_tile_scorer_t score_tile;
};

bool reader_model_is_leaf(const reader_forest_t *forest, uint32_t node);

/* What every sum starts with. */
float reader_model_base(const reader_model_t *model,
                        reader_model_table_t table);

/* Fills the latter part of a forest; NULL or what is wrong. */
const char *reader_forest_prepare(reader_forest_t *forest);
void reader_forest_free(reader_forest_t *forest);

/* For any processor. */
void reader_model_score_tile(const reader_cut_t *cut, const float *tile,
                             float *scores);

/* For this one; NULL: there is none that is better. */
reader_tile_scorer_t reader_model_wide_scorer(void);

#endif
