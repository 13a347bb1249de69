/*
 * Many rows of features at once: those of the blocks of one page.  Many
 * splits go the same way for all of them, as what they ask is the same all
 * over the page, so the trees are cut to what is left first.  The sums are
 * the same, to the last bit.
 */

#include "model_parts.h"

#define ROWS_MIN 8 /* for fewer, cutting takes longer than it saves */

typedef struct {
    float split;      /* the threshold, or the value of a leaf */
    uint16_t feature;
    uint16_t right;
} cut_t;

typedef struct {
    const reader_forest_t *forest;
    const float *min;
    const float *max;
    cut_t *nodes;
    uint32_t count;
} cutter_t;

/* A subtree that is still to be cut: its root, and whose right one it is. */
typedef struct {
    uint32_t root;
    uint32_t parent;
} pending_t;


static void
find_ranges(const float *rows, size_t width, size_t count, float *min,
            float *max)
{
    for (size_t k = 0; k < width; k++) {
        min[k] = max[k] = rows[k];
    }

    for (size_t i = 1; i < count; i++) {
        rows += width;

        for (size_t k = 0; k < width; k++) {
            min[k] = rows[k] < min[k] ? rows[k] : min[k];
            max[k] = rows[k] > max[k] ? rows[k] : max[k];
        }
    }
}


/* The first node from here on at which rows part. */
static uint32_t
skip_settled(const cutter_t *cutter, uint32_t at)
{
    const reader_tree_node_t *nodes = cutter->forest->nodes;

    while (nodes[at].feature != READER_MODEL_LEAF) {
        float threshold = nodes[at].threshold;

        if (cutter->max[nodes[at].feature] < threshold) {
            at++;
        } else if (cutter->min[nodes[at].feature] >= threshold) {
            at = nodes[at].right;
        } else {
            break;
        }
    }

    return at;
}


static void
cut_tree(cutter_t *cutter, uint32_t root)
{
    const reader_tree_node_t *nodes = cutter->forest->nodes;
    pending_t pending[READER_MODEL_DEPTH_MAX + 1];
    uint32_t left = 0;

    pending[left++] = (pending_t) { root, UINT32_MAX };

    while (left != 0) {
        pending_t next = pending[--left];
        uint32_t at = skip_settled(cutter, next.root);

        if (next.parent != UINT32_MAX) {
            cutter->nodes[next.parent].right = (uint16_t) cutter->count;
        }

        for (;;) {
            cut_t *cut = &cutter->nodes[cutter->count++];

            cut->feature = nodes[at].feature;

            if (cut->feature == READER_MODEL_LEAF) {
                cut->split = nodes[at].value;
                break;
            }

            cut->split = nodes[at].threshold;
            pending[left++] =
                (pending_t) { nodes[at].right, cutter->count - 1 };
            at = skip_settled(cutter, at + 1);
        }
    }
}


static float
sum_of(const cut_t *nodes, const uint32_t *roots, uint32_t count, float sum,
       const float *row)
{
    for (uint32_t i = 0; i < count; i++) {
        const cut_t *node = &nodes[roots[i]];

        while (node->feature != READER_MODEL_LEAF) {
            node = row[node->feature] < node->split ? node + 1
                                                    : &nodes[node->right];
        }

        sum += node->split;
    }

    return sum;
}


void
reader_model_score_rows(const reader_model_t *model,
                        reader_model_table_t table, const float *rows,
                        size_t width, size_t count, float *scores,
                        reader_arena_t *arena)
{
    const reader_forest_t *forest = &model->forests[table];
    cutter_t cutter = { .forest = forest };
    uint32_t *roots;
    float *ranges;

    if (count < ROWS_MIN) {
        for (size_t i = 0; i < count; i++) {
            scores[i] = reader_model_score(model, table, rows + i * width);
        }

        return;
    }

    ranges = reader_arena_alloc(arena, width * 2 * sizeof(float));
    find_ranges(rows, width, count, ranges, ranges + width);
    cutter.min = ranges;
    cutter.max = ranges + width;
    cutter.nodes = reader_arena_alloc(arena, (forest->count + 1)
                                                 * sizeof(*cutter.nodes));
    roots = reader_arena_alloc(arena, (forest->root_count + 1)
                                          * sizeof(uint32_t));

    for (uint32_t i = 0; i < forest->root_count; i++) {
        roots[i] = cutter.count;
        cut_tree(&cutter, forest->roots[i]);
    }

    reader_arena_spend(arena, forest->count);

    for (size_t i = 0; i < count; i++) {
        scores[i] = sum_of(cutter.nodes, roots, forest->root_count,
                           reader_model_base(model, table),
                           rows + i * width);
        reader_arena_spend(arena, 1024);
    }
}
