/*
 * A tile of rows: first all splits are asked, each of them once, however many
 * nodes have it; then come the trees, from their leaves up, each node taking
 * the leaf's number from one child or the other (all of a tree is looked at:
 * less work than to branch).  The leaves' values are added up in the order of
 * the trees, so that the sums are those of reader_model_score() to the last
 * bit.
 *
 * This is for any processor, 16 bytes at a time; see also model_wide.c.
 */

#include "model_parts.h"

#define TILE READER_MODEL_TILE
#define PART 16 /* rows that go into one vector of bytes */
#define PARTS (TILE / PART)
#define LANES 4 /* and into one of floats */

typedef float floats_t __attribute__((vector_size(16), may_alias));
typedef uint8_t bytes_t __attribute__((vector_size(16), may_alias));


/* Where the byte for this row of a tile is: see ask_split(). */
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
ask_split(const floats_t *column, float threshold, bytes_t *marks)
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

        marks[part] = ((bytes_t) (four[0] < below) & bytes[0])
                      | ((bytes_t) (four[1] < below) & bytes[1])
                      | ((bytes_t) (four[2] < below) & bytes[2])
                      | ((bytes_t) (four[3] < below) & bytes[3]);
    }
}


static bytes_t *
bytes_at(reader_marks_t *first, uint32_t bytes)
{
    return (bytes_t *) (void *) ((char *) first + bytes);
}


/* The leaves that a tile's rows come to, by their numbers within the tree. */
static void
find_leaves(const reader_cut_t *cut)
{
    for (uint32_t i = 0; i < cut->step_count; i++) {
        const reader_step_t *step = &cut->steps[i];
        const bytes_t *left = bytes_at(cut->results, step->left);
        const bytes_t *right = bytes_at(cut->results, step->right);
        const bytes_t *marks = bytes_at(cut->marks, step->split);
        bytes_t *result = bytes_at(cut->results, step->result);

#pragma GCC unroll 2
        for (size_t part = 0; part < PARTS; part++) {
            result[part] =
                right[part] ^ (marks[part] & (left[part] ^ right[part]));
        }
    }
}


/* Four sums at a time, as each of them has to be added up in order. */
static void
add_leaves(const reader_cut_t *cut, float *scores)
{
    for (size_t row = 0; row < TILE; row += LANES) {
        const uint8_t *at =
            cut->results[READER_MODEL_TOPS].rows + place_of(row);
        float a = cut->base, b = a, c = a, d = a;

        for (uint32_t i = 0; i < cut->forest->root_count; i++) {
            const float *values = cut->forest->values[i];

            a += values[at[0]];
            b += values[at[LANES]];
            c += values[at[2 * LANES]];
            d += values[at[3 * LANES]];
            at += sizeof(reader_marks_t);
        }

        scores[row] = a;
        scores[row + 1] = b;
        scores[row + 2] = c;
        scores[row + 3] = d;
    }
}


void
reader_model_score_tile(const reader_cut_t *cut, const float *tile,
                        float *scores)
{
    for (uint32_t i = 0; i < cut->asked_count; i++) {
        reader_asked_t asked = cut->asked[i];

        for (uint32_t split = asked.first; split < asked.end; split++) {
            ask_split((const floats_t *) (tile + asked.feature * TILE),
                      cut->forest->thresholds[split],
                      (bytes_t *) &cut->marks[split]);
        }
    }

    find_leaves(cut);
    add_leaves(cut, scores);
}
