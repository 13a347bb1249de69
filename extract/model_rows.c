/*
 * Many rows of features at once: those of the blocks of one page.
 *
 * Many splits go the same way for all of them, as what they ask is the same
 * all over the page, so the trees are cut to what is left first.  What is left
 * is asked of a tile of rows at a time, a byte for each: first all splits, each
 * of them once, however many nodes have it; then the trees from their leaves
 * up, each node taking the leaf's number from one child or the other (all of a
 * tree is looked at: less work than to branch, see Lucchese and others,
 * "QuickScorer", 2015).  The leaves' values are added up in the order of the
 * trees, so that the sums are those of reader_model_score() to the last bit.
 */

#include "model_parts.h"

#include <string.h>

#define ROWS_MIN 8 /* for fewer, cutting takes longer than it saves */

#define TILE READER_MODEL_TILE
#define PART 16 /* rows that go into one vector of bytes */
#define PARTS (TILE / PART)
#define LANES 4 /* and into one of floats */

typedef float floats_t __attribute__((vector_size(16), may_alias));
typedef int32_t masks_t __attribute__((vector_size(16), may_alias));
typedef uint8_t bytes_t __attribute__((vector_size(16), may_alias));

/* A byte for each row of a tile: see place_of(). */
typedef struct {
    bytes_t parts[PARTS];
} marks_t;

/*
 * One of two results by the marks of a split; each is told by how many bytes
 * it is behind the first one.
 */
typedef struct {
    uint32_t split;
    uint32_t left;  /* results: first the numbers of leaves, then */
    uint32_t right; /* those of the tree's nodes */
} step_t;

typedef struct {
    uint32_t first; /* of its steps, which go from the root down */
    uint32_t count; /* 0: it is a leaf */
    uint32_t value; /* of its first leaf */
} cut_t;

/* What is left of the trees. */
typedef struct {
    const reader_forest_t *forest;
    const float *min; /* of each feature */
    const float *max;
    cut_t *trees;
    step_t *steps;
    uint32_t step_count;
    float *values; /* of leaves */
    uint32_t value_count;
    uint32_t *splits; /* those that are asked */
    uint32_t split_count;
    uint16_t *number; /* of each of the forest's splits, and 1; 0: not asked */
} cutter_t;

/* A subtree that is still to be cut: its root, and where its result goes. */
typedef struct {
    uint32_t root;
    uint32_t *result;
} pending_t;


void
reader_model_row(const float *tiles, size_t width, size_t index, float *row)
{
    const float *at = tiles + reader_model_place(width, index);

    for (size_t k = 0; k < width; k++) {
        row[k] = at[k * TILE];
    }
}


size_t
reader_model_place(size_t width, size_t index)
{
    return index / TILE * TILE * width + index % TILE;
}


/* The range of each feature; four at a time are compared. */
static void
find_ranges(const float *tiles, size_t width, size_t count, float *min,
            float *max)
{
    for (size_t k = 0; k < width; k++) {
        float low[LANES], high[LANES];

        for (size_t lane = 0; lane < LANES; lane++) {
            low[lane] = high[lane] = tiles[k * TILE];
        }

        for (size_t i = 0; i < count / TILE; i++) {
            const float *column = tiles + (i * width + k) * TILE;

#pragma GCC unroll 8
            for (size_t row = 0; row < TILE; row += LANES) {
                for (size_t lane = 0; lane < LANES; lane++) {
                    float value = column[row + lane];

                    low[lane] = low[lane] < value ? low[lane] : value;
                    high[lane] = high[lane] > value ? high[lane] : value;
                }
            }
        }

        for (size_t i = count / TILE * TILE; i < count; i++) {
            float value = tiles[reader_model_place(width, i) + k * TILE];

            low[0] = low[0] < value ? low[0] : value;
            high[0] = high[0] > value ? high[0] : value;
        }

        min[k] = low[0];
        max[k] = high[0];

        for (size_t lane = 1; lane < LANES; lane++) {
            min[k] = low[lane] < min[k] ? low[lane] : min[k];
            max[k] = high[lane] > max[k] ? high[lane] : max[k];
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


/* Where the marks of this split will be. */
static uint32_t
ask(cutter_t *cutter, uint16_t split)
{
    if (cutter->number[split] == 0) {
        cutter->splits[cutter->split_count++] = split;
        cutter->number[split] = (uint16_t) cutter->split_count;
    }

    return (cutter->number[split] - 1u) * (uint32_t) sizeof(marks_t);
}


static uint32_t
result_of(uint32_t number)
{
    return number * (uint32_t) sizeof(marks_t);
}


static void
cut_tree(cutter_t *cutter, uint32_t root, cut_t *tree)
{
    const reader_tree_node_t *nodes = cutter->forest->nodes;
    pending_t pending[READER_MODEL_DEPTH_MAX + 1];
    uint32_t left = 0;
    uint32_t all;

    tree->first = cutter->step_count;
    tree->value = cutter->value_count;
    pending[left++] = (pending_t){ root, &all };

    while (left != 0) {
        pending_t next = pending[--left];
        uint32_t at = skip_settled(cutter, next.root);
        uint32_t *result = next.result;

        while (nodes[at].feature != READER_MODEL_LEAF) {
            step_t *step = &cutter->steps[cutter->step_count];

            *result = result_of(READER_MODEL_LEAVES_MAX
                                + (cutter->step_count++ - tree->first));
            step->split = ask(cutter, nodes[at].split);
            pending[left++] = (pending_t){ nodes[at].right, &step->right };
            result = &step->left;
            at = skip_settled(cutter, at + 1);
        }

        *result = result_of(cutter->value_count - tree->value);
        cutter->values[cutter->value_count++] = nodes[at].value;
    }

    tree->count = cutter->step_count - tree->first;
}


static void
cut(cutter_t *cutter, const float *tiles, size_t width, size_t count,
    reader_arena_t *arena)
{
    const reader_forest_t *forest = cutter->forest;
    float *ranges = reader_arena_alloc(arena, width * 2 * sizeof(float));

    find_ranges(tiles, width, count, ranges, ranges + width);
    cutter->min = ranges;
    cutter->max = ranges + width;
    cutter->trees =
        reader_arena_alloc(arena, (forest->root_count + 1) * sizeof(cut_t));
    cutter->steps =
        reader_arena_alloc(arena, (forest->count + 1) * sizeof(step_t));
    cutter->values =
        reader_arena_alloc(arena, (forest->count + 1) * sizeof(float));
    cutter->splits =
        reader_arena_alloc(arena, (forest->split_count + 1) * sizeof(uint32_t));
    cutter->number =
        reader_arena_array(arena, forest->split_count + 1, sizeof(uint16_t));

    for (uint32_t i = 0; i < forest->root_count; i++) {
        cut_tree(cutter, forest->roots[i], &cutter->trees[i]);
    }
}


/* Where the byte for this row of a tile is: see mark_split(). */
static size_t
place_of(size_t row)
{
    size_t lane = row % LANES, vector = row % PART / LANES;

    return row / PART * PART + lane * LANES + vector;
}


/*
 * The bytes of the rows whose value is below the threshold are all ones.  Four
 * vectors of four comparisons each become one of bytes as each gives every
 * fourth byte.
 */
static void
mark_split(const floats_t *column, float threshold, marks_t *marks)
{
    static const bytes_t bytes[LANES] = {
        { 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0 },
        { 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0 },
        { 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0 },
        { 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255 },
    };
    floats_t below = { threshold, threshold, threshold, threshold };

#pragma GCC unroll 2
    for (size_t part = 0; part < PARTS; part++) {
        const floats_t *four = &column[part * LANES];

        marks->parts[part] = ((bytes_t) (four[0] < below) & bytes[0])
                             | ((bytes_t) (four[1] < below) & bytes[1])
                             | ((bytes_t) (four[2] < below) & bytes[2])
                             | ((bytes_t) (four[3] < below) & bytes[3]);
    }
}


static const marks_t *
marks_at(const marks_t *first, uint32_t bytes)
{
    return (const marks_t *) (const void *) ((const char *) first + bytes);
}


/* The leaves that a tile's rows come to, by their numbers within the tree. */
static void
find_leaves(const cut_t *tree, const step_t *steps, const marks_t *marks,
            marks_t *results, marks_t *leaves)
{
    marks_t *top = results + READER_MODEL_LEAVES_MAX;

    for (uint32_t i = tree->count; i-- > 0;) {
        const step_t *step = &steps[tree->first + i];

#pragma GCC unroll 2
        for (size_t part = 0; part < PARTS; part++) {
            bytes_t right = marks_at(results, step->right)->parts[part];
            bytes_t both =
                marks_at(results, step->left)->parts[part] ^ right;

            top[i].parts[part] =
                right ^ (marks_at(marks, step->split)->parts[part] & both);
        }
    }

    *leaves = tree->count == 0 ? results[0] : *top;
}


/* Four sums at a time, as each of them has to be added up in order. */
static void
add_leaves(const cutter_t *cutter, const marks_t *leaves, float base,
           size_t count, float *scores)
{
    for (size_t row = 0; row < count; row += LANES) {
        const uint8_t *at = (const uint8_t *) leaves + place_of(row);
        float a = base, b = base, c = base, d = base;

        for (uint32_t i = 0; i < cutter->forest->root_count; i++) {
            const float *values = cutter->values + cutter->trees[i].value;

            a += values[at[0]];
            b += values[at[LANES]];
            c += values[at[2 * LANES]];
            d += values[at[3 * LANES]];
            at += sizeof(*leaves);
        }

        switch (count - row) {
        default:
            scores[row + 3] = d;
            /* fall through */
        case 3:
            scores[row + 2] = c;
            /* fall through */
        case 2:
            scores[row + 1] = b;
            /* fall through */
        case 1:
            scores[row] = a;
        }
    }
}


static void
score_tile(const cutter_t *cutter, const float *tile, marks_t *marks,
           marks_t *results, marks_t *leaves)
{
    const reader_forest_t *forest = cutter->forest;

    for (uint32_t i = 0; i < cutter->split_count; i++) {
        const reader_split_t *split = &forest->splits[cutter->splits[i]];

        mark_split((const floats_t *) (tile + split->feature * TILE),
                   split->threshold, &marks[i]);
    }

    for (uint32_t i = 0; i < forest->root_count; i++) {
        find_leaves(&cutter->trees[i], cutter->steps, marks, results,
                    &leaves[i]);
    }
}


static void
score_few(const reader_model_t *model, reader_model_table_t table,
          const float *tiles, size_t width, size_t count, float *scores,
          reader_arena_t *arena)
{
    float *row = reader_arena_alloc(arena, width * sizeof(float));

    for (size_t i = 0; i < count; i++) {
        reader_model_row(tiles, width, i, row);
        scores[i] = reader_model_score(model, table, row);
    }
}


void
reader_model_score_rows(const reader_model_t *model, reader_model_table_t table,
                        const float *tiles, size_t width, size_t count,
                        float *scores, reader_arena_t *arena)
{
    const reader_forest_t *forest = &model->forests[table];
    cutter_t cutter = { .forest = forest };
    marks_t *marks, *results, *leaves;

    if (count < ROWS_MIN) {
        score_few(model, table, tiles, width, count, scores, arena);
        return;
    }

    cut(&cutter, tiles, width, count, arena);
    reader_arena_spend(arena, forest->count);

    marks =
        reader_arena_alloc(arena, (cutter.split_count + 1) * sizeof(marks_t));
    leaves =
        reader_arena_alloc(arena, (forest->root_count + 1) * sizeof(marks_t));
    results = reader_arena_alloc(arena,
                                 2 * READER_MODEL_LEAVES_MAX * sizeof(marks_t));

    for (int i = 0; i < READER_MODEL_LEAVES_MAX; i++) {
        memset(&results[i], i, sizeof(marks_t));
    }

    for (size_t i = 0; i < count; i += TILE) {
        score_tile(&cutter, tiles + i * width, marks, results, leaves);
        add_leaves(&cutter, leaves, reader_model_base(model, table),
                   count - i < TILE ? count - i : TILE, scores + i);
        reader_arena_spend(arena, 1024 * TILE);
    }
}
