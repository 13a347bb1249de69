/* The model: its text form, its score, and what it says about a score. */

#include "model_parts.h"
#include "signals.h"
#include "tap.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *text;
    const char *error;
} bad_model_t;

static const bad_model_t bad_models[] = {
    { "word\n", "model, line 1: unknown word" },
    { "const block_base 0\nconst nothing 1\n",
      "model, line 2: unknown constant" },
    { "const block_base x\n", "model, line 1: bad value" },
    { "tree block 1 2\n", "model, line 1: words behind a tree" },
    { "tree sentence 1\n", "model, line 1: unknown table" },
    { "tree block height<1:0 1 2\n", "model, line 1: unknown feature" },
    { "tree block words<1:0 1\n", "model, line 1: tree ends early" },
    { "tree block words<:0 1 2\n", "model, line 1: bad threshold" },
    { "tree block words<nan:0 1 2\n", "model, line 1: bad threshold" },
    { "tree block words<1:0 1 2x\n", "model, line 1: bad value" },
};

static const char text[] = "const block_base .5\n"
                           "tree block words<2:.25 characters<3:-.5 -1 0 1\n"
                           "tree block depth<1:0 .125 -.125\n";


static size_t
signal_named(const char *name)
{
    size_t i = 0;

    while (strcmp(reader_signal_name(i), name) != 0) {
        i++;
    }

    return i;
}


static void
test_score(void)
{
    float *row = calloc(reader_signal_count(), sizeof(float));
    float *parts = calloc(reader_signal_count(), sizeof(float));
    reader_error_t error;
    reader_model_t *model =
        reader_model_new((reader_string_t){ text, strlen(text) }, &error);

    ok(model != NULL, "a model");
    ok(reader_model_score(model, READER_MODEL_BLOCK, row) == -.375f,
       "left and left");
    row[signal_named("characters")] = 3;
    ok(reader_model_score(model, READER_MODEL_BLOCK, row) == .625f,
       "a value at the threshold goes right");
    row[signal_named("words")] = 5;
    row[signal_named("depth")] = 1;
    ok(reader_model_score(model, READER_MODEL_BLOCK, row) == 1.375f, "right");
    reader_model_explain(model, READER_MODEL_BLOCK, row, parts);
    ok(parts[signal_named("words")] == .75f
           && parts[signal_named("depth")] == -.125f,
       "what each signal contributed");
    ok(reader_model_score(model, READER_MODEL_PAGE, row) == 0,
       "a table without trees");
    reader_model_free(model);
    free(row);
    free(parts);
}


/* A tree on these signals, with so many splits that trees share. */
static void
write_tree(FILE *out, unsigned splits)
{
    static const char *const signals[] = { "words", "depth", "position",
                                           "page_blocks" };

    unsigned left;

    if (splits == 0) {
        fprintf(out, " %d.%03d", rand() % 3 - 1, rand() % 1000);
        return;
    }

    left = (unsigned) rand() % splits;
    fprintf(out, " %s<%d.5:0", signals[rand() % 4], rand() % 9);
    write_tree(out, left);
    write_tree(out, splits - 1 - left);
}


/* Tiles of as many rows, and what a row alone scores. */
static bool
scores_are_same(const reader_model_t *model, size_t count)
{
    reader_limits_t limits = { 0, (size_t) 1 << 30, 0, NULL, NULL };
    reader_arena_t *arena = reader_arena_new(&limits);
    size_t width = reader_signal_count();
    float *tiles = reader_model_tiles(arena, width, count);
    float *scores = reader_arena_alloc(arena, (count + 1) * sizeof(float));
    float *row = reader_arena_alloc(arena, width * sizeof(float));
    bool same = true;

    scores[count] = 12345;

    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < width; k++) {
            /* page_blocks: one value for all */
            tiles[reader_model_place(width, i) + k * READER_MODEL_TILE] =
                k == signal_named("page_blocks") ? 3 : (float) (rand() % 10);
        }
    }

    reader_model_score_rows(model, READER_MODEL_BLOCK, tiles, width, count,
                            scores, arena);

    for (size_t i = 0; i < count; i++) {
        float score;

        reader_model_row(tiles, width, i, row);
        score = reader_model_score(model, READER_MODEL_BLOCK, row);
        same &= memcmp(&score, &scores[i], sizeof(score)) == 0;
    }

    same &= scores[count] == 12345;
    reader_arena_free(arena);

    return same;
}


static void
test_scorer(const reader_model_t *model, const char *name)
{
    for (size_t count = 0; count <= 2 * READER_MODEL_TILE + 1; count++) {
        if (!scores_are_same(model, count)) {
            is_int(count, 0, "rows that score otherwise than alone");
        }
    }

    ok(scores_are_same(model, 1000), name);
}


/* Many rows score as each of them alone. */
static void
test_rows(void)
{
    char *trees;
    size_t length;
    FILE *out = open_memstream(&trees, &length);
    reader_error_t error;
    reader_model_t *model;

    srand(1);
    fprintf(out, "const block_base .3\n");

    for (unsigned splits = 0; splits < READER_MODEL_LEAVES_MAX; splits++) {
        for (int i = 0; i < 5; i++) {
            fprintf(out, "tree block");
            write_tree(out, splits);
            fprintf(out, "\n");
        }
    }

    fclose(out);
    model = reader_model_new((reader_string_t){ trees, length }, &error);
    test_scorer(model, "as this processor does best");
    model->score_tile = reader_model_score_tile;
    test_scorer(model, "as any processor does");
    reader_model_free(model);
    free(trees);
}


static void
write_leaves(FILE *out, int leaves)
{
    if (leaves == 1) {
        fprintf(out, " 1");
        return;
    }

    fprintf(out, " words<1:0");
    write_leaves(out, leaves / 2);
    write_leaves(out, leaves - leaves / 2);
}


static void
test_leaves(void)
{
    for (int leaves = 16; leaves <= 17; leaves++) {
        char *tree;
        size_t length;
        FILE *out = open_memstream(&tree, &length);
        reader_error_t error = { "" };
        reader_model_t *model;

        fprintf(out, "tree block");
        write_leaves(out, leaves);
        fclose(out);
        model = reader_model_new((reader_string_t){ tree, length }, &error);
        ok(strcmp(error.text, leaves == 16
                                  ? ""
                                  : "model, line 1: tree has too many leaves")
               == 0,
           "a tree has 16 leaves at most");
        reader_model_free(model);
        free(tree);
    }
}


static void
test_bad(void)
{
    for (size_t i = 0; i < sizeof(bad_models) / sizeof(*bad_models); i++) {
        reader_error_t error = { "" };
        reader_string_t bad = { bad_models[i].text,
                                strlen(bad_models[i].text) };

        ok(reader_model_new(bad, &error) == NULL
               && strcmp(error.text, bad_models[i].error) == 0,
           bad_models[i].error);
    }
}


static void
test_built_in(void)
{
    reader_error_t error = { "" };
    reader_model_t *model =
        reader_model_new((reader_string_t){ NULL, 0 }, &error);

    ok(model != NULL, "the model built in is one");
    ok(reader_model_const(model, READER_CONST_SWITCH_FAR) > 0,
       "and has its constants");
    reader_model_free(model);
}


int
main(void)
{
    test_score();
    test_rows();
    test_leaves();
    test_bad();
    test_built_in();

    return done_testing();
}
