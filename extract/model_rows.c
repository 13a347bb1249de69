/*
 * Many rows of features at once: those of the blocks of one page.
 *
 * Many splits go the same way for all of them, as what they ask is the same
 * all over the page, so the trees are cut to what is left first: a tree is a
 * set of nodes, from which each such split takes what no row comes to (see
 * Lucchese and others, "QuickScorer", 2015).  What is left is asked of a tile
 * of rows at a time.
 */

#include "model_parts.h"

#include <string.h>

#define ROWS_MIN 8 /* for fewer, cutting takes longer than it saves */
#define TILE READER_MODEL_TILE
#define LANES 4 /* floats that are compared at a time */
#define LINE 64 /* bytes that tiles and marks are aligned to */


static void *
aligned_room(reader_arena_t *arena, size_t size)
{
    char *room = reader_arena_alloc(arena, size + LINE);

    return room + LINE - (uintptr_t) room % LINE;
}


float *
reader_model_tiles(reader_arena_t *arena, size_t width, size_t count)
{
    size_t tile = TILE * width, last = count / TILE * tile;
    float *tiles = aligned_room(arena, (last + tile) * sizeof(float));

    memset(tiles + last, 0, tile * sizeof(float));

    return tiles;
}


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


/* The range of a feature; four at a time are compared. */
static void
find_range(const float *tiles, size_t width, size_t count, size_t feature,
           float *min, float *max)
{
    const float *last = tiles + (count / TILE * width + feature) * TILE;
    float low[LANES], high[LANES];

    for (size_t lane = 0; lane < LANES; lane++) {
        low[lane] = high[lane] = tiles[feature * TILE];
    }

    for (size_t i = 0; i < count / TILE; i++) {
        const float *column = tiles + (i * width + feature) * TILE;

#pragma GCC unroll 8
        for (size_t row = 0; row < TILE; row += LANES) {
            for (size_t lane = 0; lane < LANES; lane++) {
                float value = column[row + lane];

                low[lane] = low[lane] < value ? low[lane] : value;
                high[lane] = high[lane] > value ? high[lane] : value;
            }
        }
    }

    for (size_t row = 0; row < count % TILE; row++) {
        float value = last[row];

        low[0] = low[0] < value ? low[0] : value;
        high[0] = high[0] > value ? high[0] : value;
    }

    *min = low[0];
    *max = high[0];

    for (size_t lane = 1; lane < LANES; lane++) {
        *min = low[lane] < *min ? low[lane] : *min;
        *max = high[lane] > *max ? high[lane] : *max;
    }
}


/* Takes from the trees what no row comes to; notes the splits that are left. */
static void
settle(reader_cut_t *cut, const float *tiles, size_t width, size_t count,
       uint32_t *alive)
{
    const reader_forest_t *forest = cut->forest;

    for (uint32_t feature = 0; feature < forest->feature_count; feature++) {
        uint32_t first = forest->first[feature];
        uint32_t end = forest->first[feature + 1];
        const reader_use_t *use = &forest->uses[forest->first_use[first]];
        const reader_use_t *last = &forest->uses[forest->first_use[end]];
        float min, max;

        if (first == end) {
            continue;
        }

        find_range(tiles, width, count, feature, &min, &max);

        while (first < end && forest->thresholds[first] <= min) {
            first++;
        }

        while (first < end && forest->thresholds[end - 1] > max) {
            end--;
        }

        for (; use < &forest->uses[forest->first_use[first]]; use++) {
            alive[use->tree] &= use->right;
        }

        for (use = &forest->uses[forest->first_use[end]]; use < last; use++) {
            alive[use->tree] &= use->left;
        }

        if (first < end) {
            cut->asked[cut->asked_count++] =
                (reader_asked_t){ feature, first, end };
        }
    }
}


/* The first node of a set from this one on: it has one. */
static uint32_t
first_of(uint32_t set, uint32_t place)
{
    return (uint32_t) __builtin_ctz(set & ~(uint32_t) 0 << place);
}


/*
 * What is left of a subtree begins where the subtree did, or at the first node
 * after that which is left.
 */
static reader_step_t *
add_steps(reader_step_t *step, const reader_fork_t *forks, uint32_t alive,
          uint32_t inner)
{
    while (inner != 0) {
        uint32_t place = 31u - (uint32_t) __builtin_clz(inner);
        const reader_fork_t *fork = &forks[place];

        inner ^= (uint32_t) 1 << place;
        step->split = fork->split;
        step->result = fork->result;
        step->left = forks[first_of(alive, place + 1)].result;
        step->right = forks[first_of(alive, fork->right)].result;
        step++;
    }

    return step;
}


static void
make_room(reader_cut_t *cut, reader_arena_t *arena)
{
    const reader_forest_t *forest = cut->forest;

    cut->asked = reader_arena_alloc(arena, (forest->feature_count + 1)
                                               * sizeof(reader_asked_t));
    cut->steps =
        reader_arena_alloc(arena, (forest->count + 1) * sizeof(reader_step_t));
    cut->marks =
        aligned_room(arena, (forest->split_count + 1) * sizeof(reader_marks_t));
    cut->results = aligned_room(arena, (READER_MODEL_TOPS + forest->root_count)
                                           * sizeof(reader_marks_t));

    for (int i = 0; i < READER_MODEL_LEAVES_MAX; i++) {
        memset(&cut->results[i], i, sizeof(reader_marks_t));
    }
}


static void
cut_trees(reader_cut_t *cut, const float *tiles, size_t width, size_t count,
          reader_arena_t *arena)
{
    const reader_forest_t *forest = cut->forest;
    reader_step_t *step = cut->steps;
    uint32_t *alive =
        reader_arena_alloc(arena, (forest->root_count + 1) * sizeof(uint32_t));

    memcpy(alive, forest->all, forest->root_count * sizeof(uint32_t));
    settle(cut, tiles, width, count, alive);

    for (uint32_t i = 0; i < forest->root_count; i++) {
        const reader_fork_t *forks = &forest->forks[forest->roots[i]];
        uint32_t inner = alive[i] & forest->inner[i];
        size_t top = (READER_MODEL_TOPS + i) * sizeof(reader_marks_t);

        if (inner == 0) { /* a leaf */
            memcpy((char *) cut->results + top,
                   (char *) cut->results + forks[first_of(alive[i], 0)].result,
                   sizeof(reader_marks_t));
            continue;
        }

        step = add_steps(step, forks, alive[i], inner);
        step[-1].result = (uint32_t) top;
    }

    cut->step_count = (uint32_t) (step - cut->steps);
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
    reader_cut_t cut = { .forest = forest,
                         .base = reader_model_base(model, table) };

    if (count < ROWS_MIN) {
        score_few(model, table, tiles, width, count, scores, arena);
        return;
    }

    make_room(&cut, arena);
    cut_trees(&cut, tiles, width, count, arena);
    reader_arena_spend(arena, forest->count);

    for (size_t i = 0; i < count; i += TILE) {
        float tile_scores[TILE];
        size_t rows = count - i < TILE ? count - i : TILE;

        model->score_tile(&cut, tiles + i * width, tile_scores);
        memcpy(scores + i, tile_scores, rows * sizeof(float));
        reader_arena_spend(arena, 256 * TILE);
    }
}
