/* The model: its text form, its score, and what it says about a score. */

#include "model.h"
#include "signals.h"
#include "tap.h"

#include <math.h>
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
    { "tree block words<1:0 1 2x\n", "model, line 1: bad value" },
};

static const char text[] =
    "const block_base .5\n"
    "tree block words<2:.25 characters<3:-.5 -1 0 1\n"
    "tree block links<1:0 .125 -.125\n";


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
        reader_model_new((reader_string_t) { text, strlen(text) }, &error);

    ok(model != NULL, "a model");
    ok(reader_model_score(model, READER_MODEL_BLOCK, row) == -.375f,
       "left and left");
    row[signal_named("characters")] = 3;
    ok(reader_model_score(model, READER_MODEL_BLOCK, row) == .625f,
       "a value at the threshold goes right");
    row[signal_named("words")] = 5;
    row[signal_named("links")] = 1;
    ok(reader_model_score(model, READER_MODEL_BLOCK, row) == 1.375f,
       "right");
    reader_model_explain(model, READER_MODEL_BLOCK, row, parts);
    ok(parts[signal_named("words")] == .75f
           && parts[signal_named("links")] == -.125f,
       "what each signal contributed");
    ok(reader_model_score(model, READER_MODEL_PAGE, row) == 0,
       "a table without trees");
    reader_model_free(model);
    free(row);
    free(parts);
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
        reader_model_new((reader_string_t) { NULL, 0 }, &error);

    ok(model != NULL, "the model built in is one");
    ok(reader_model_const(model, READER_CONST_SWITCH_FAR) > 0,
       "and has its constants");
    reader_model_free(model);
}


int
main(void)
{
    test_score();
    test_bad();
    test_built_in();

    return done_testing();
}
