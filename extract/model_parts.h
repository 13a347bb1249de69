/* What the files of the model share: its trees. */

#ifndef READER_MODEL_PARTS_H
#define READER_MODEL_PARTS_H

#include "model.h"

#define READER_MODEL_LEAF UINT16_MAX
#define READER_MODEL_DEPTH_MAX 32
#define READER_MODEL_LEAVES_MAX 256 /* of a tree */

typedef struct {
    float threshold; /* below: the next node; else the one at right */
    float value;
    uint16_t feature; /* or READER_MODEL_LEAF */
    uint16_t right;
    uint16_t split;   /* number of its feature and threshold */
} reader_tree_node_t;

/* What a node asks; many nodes ask the same. */
typedef struct {
    float threshold;
    uint16_t feature;
} reader_split_t;

typedef struct {
    reader_tree_node_t *nodes; /* of all trees, each in preorder */
    uint32_t count;
    uint32_t capacity;
    uint32_t *roots;
    uint32_t root_count;
    uint32_t root_capacity;
    reader_split_t *splits; /* all that there are */
    uint32_t split_count;
} reader_forest_t;

struct reader_model {
    reader_forest_t forests[READER_MODEL_TABLES];
    float consts[READER_CONST_COUNT];
};

/* What every sum starts with. */
float reader_model_base(const reader_model_t *model,
                        reader_model_table_t table);

#endif
