#include "model_parts.h"

#include "kind.h"
#include "signals.h"
#include "verdict.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NODES_MAX 60000 /* a right child is 16 bits */

static const char *const table_names[] = {
    [READER_MODEL_BLOCK] = "block",
    [READER_MODEL_PAGE] = "page",
    [READER_MODEL_KIND] = "kind",
};

static const reader_model_const_t bases[] = {
    [READER_MODEL_BLOCK] = READER_CONST_BLOCK_BASE,
    [READER_MODEL_PAGE] = READER_CONST_PAGE_BASE,
    [READER_MODEL_KIND] = READER_CONST_KIND_BASE,
};

static const char *const const_names[] = {
    [READER_CONST_BLOCK_BASE] = "block_base",
    [READER_CONST_PAGE_BASE] = "page_base",
    [READER_CONST_KIND_BASE] = "kind_base",
    [READER_CONST_SWITCH_NEAR] = "switch_near",
    [READER_CONST_SWITCH_FAR] = "switch_far",
    [READER_CONST_SWITCH_MANY] = "switch_many",
    [READER_CONST_BLOCK_BIAS] = "block_bias",
    [READER_CONST_ROOT_DROPPED] = "root_dropped",
    [READER_CONST_ROOT_SURE] = "root_sure",
    [READER_CONST_HEADING] = "heading",
    [READER_CONST_SERVICE] = "service",
};


/* The next word of a line, NUL-terminated in place; NULL if there is none. */
static char *
next_word(char **line)
{
    char *word = *line + strspn(*line, " ");
    size_t length = strcspn(word, " ");

    if (length == 0) {
        return NULL;
    }

    *line = word + length;

    if (**line != '\0') {
        *(*line)++ = '\0';
    }

    return word;
}


static int
index_of(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return (int) i;
        }
    }

    return -1;
}


static int
feature_of(reader_model_table_t table, const char *name)
{
    static const struct {
        size_t (*count)(void);
        const char *(*name)(size_t);
    } signals[] = {
        [READER_MODEL_BLOCK] = { reader_signal_count, reader_signal_name },
        [READER_MODEL_PAGE] = { reader_verdict_count, reader_verdict_name },
        [READER_MODEL_KIND] = { reader_kind_count, reader_kind_name },
    };

    for (size_t i = 0; i < signals[table].count(); i++) {
        if (strcmp(signals[table].name(i), name) == 0) {
            return (int) i;
        }
    }

    return -1;
}


static void *
room_for_one(void *items, size_t size, uint32_t count, uint32_t *capacity)
{
    void *wider;

    if (count < *capacity) {
        return items;
    }

    *capacity = *capacity == 0 ? 256 : *capacity * 2;
    wider = realloc(items, *capacity * size);

    if (wider == NULL) {
        free(items);
    }

    return wider;
}


/* One word of a tree: a node behind the others.  NULL or what is wrong. */
static const char *
add_node(reader_forest_t *forest, reader_model_table_t table, char *word)
{
    char *less = strchr(word, '<'), *end;
    uint16_t number = (uint16_t) forest->count;
    reader_tree_node_t node = { .next = { number, number } };
    int feature;

    if (less != NULL) {
        *less = '\0';
        feature = feature_of(table, word);

        if (feature < 0) {
            return "unknown feature";
        }

        node.feature = (uint16_t) feature;
        node.next[0] = number + 1;
        node.threshold = strtof(less + 1, &end);

        if (end == less + 1 || *end != ':' || !isfinite(node.threshold)) {
            return "bad threshold";
        }

        word = end + 1;
    }

    node.value = strtof(word, &end);

    if (end == word || *end != '\0') {
        return "bad value";
    }

    forest->nodes = room_for_one(forest->nodes, sizeof(node), forest->count,
                                 &forest->capacity);

    if (forest->nodes == NULL) {
        forest->count = 0;
        return "out of memory";
    }

    if (forest->count == NODES_MAX) {
        return "too many nodes";
    }

    forest->nodes[forest->count++] = node;

    return NULL;
}


static const char *
add_tree(reader_model_t *model, char *line)
{
    /* nodes whose right subtree is still to come */
    uint32_t open[READER_MODEL_LEAVES_MAX];
    uint32_t depth = 0, splits = 0;
    char *word = next_word(&line);
    int table = word == NULL ? -1
                             : index_of(table_names, READER_MODEL_TABLES,
                                        word);
    reader_forest_t *forest;

    if (table < 0) {
        return "unknown table";
    }

    forest = &model->forests[table];
    forest->roots =
        room_for_one(forest->roots, sizeof(uint32_t), forest->root_count,
                     &forest->root_capacity);

    if (forest->roots == NULL) {
        forest->root_count = 0;
        return "out of memory";
    }

    forest->roots[forest->root_count++] = forest->count;

    for (;;) {
        const char *wrong;

        word = next_word(&line);

        if (word == NULL) {
            return "tree ends early";
        }

        wrong = add_node(forest, (reader_model_table_t) table, word);

        if (wrong != NULL) {
            return wrong;
        }

        if (!reader_model_is_leaf(forest, forest->count - 1)) {
            if (++splits == READER_MODEL_LEAVES_MAX) {
                return "tree has too many leaves"; /* one more than splits */
            }

            open[depth++] = forest->count - 1;

        } else if (depth == 0) {
            return next_word(&line) == NULL ? NULL : "words behind a tree";

        } else {
            /* a leaf ends a left subtree: the right one comes next */
            forest->nodes[open[--depth]].next[1] = (uint16_t) forest->count;
        }
    }
}


static const char *
add_const(reader_model_t *model, char *line)
{
    char *name = next_word(&line), *value = next_word(&line), *end;
    int number = name == NULL
                     ? -1
                     : index_of(const_names, READER_CONST_COUNT, name);

    if (number < 0 || value == NULL) {
        return "unknown constant";
    }

    model->consts[number] = strtof(value, &end);

    return *end == '\0' ? NULL : "bad value";
}


static const char *
add_line(reader_model_t *model, char *line)
{
    char *word = next_word(&line);

    if (word == NULL) {
        return NULL;
    }

    if (strcmp(word, "const") == 0) {
        return add_const(model, line);
    }

    if (strcmp(word, "tree") == 0) {
        return add_tree(model, line);
    }

    return "unknown word";
}


/* NULL or what is wrong; the line is copied, as parsing cuts it up. */
static const char *
read_line(reader_model_t *model, const char *data, size_t length)
{
    char *line = strndup(data, length);
    const char *wrong;

    if (line == NULL) {
        return "out of memory";
    }

    wrong = add_line(model, line);
    free(line);

    return wrong;
}


reader_model_t *
reader_model_new(reader_string_t text, reader_error_t *error)
{
    reader_model_t *model = calloc(1, sizeof(*model));
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t) 0), before;
    const char *wrong = NULL;
    unsigned number = 0;

    if (model == NULL || c == (locale_t) 0) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        free(model);

        if (c != (locale_t) 0) {
            freelocale(c);
        }

        return NULL;
    }

    before = uselocale(c); /* for strtof: others may have set a decimal comma */

    if (text.length == 0) {
        for (; reader_model_text[number] != NULL && wrong == NULL; number++) {
            wrong = read_line(model, reader_model_text[number],
                              strlen(reader_model_text[number]));
        }
    }

    while (text.length != 0 && wrong == NULL) {
        const char *end = memchr(text.data, '\n', text.length);
        size_t length =
            end == NULL ? text.length : (size_t) (end - text.data);

        wrong = read_line(model, text.data, length);
        length += end != NULL;
        text.data += length;
        text.length -= length;
        number++;
    }

    uselocale(before);
    freelocale(c);

    for (int i = 0; i < READER_MODEL_TABLES && wrong == NULL; i++) {
        wrong = reader_forest_prepare(&model->forests[i]);
    }

    if (wrong != NULL) {
        snprintf(error->text, sizeof(error->text), "model, line %u: %s",
                 number, wrong);
        reader_model_free(model);
        return NULL;
    }

    model->score_tile = reader_model_wide_scorer();

    if (model->score_tile == NULL) {
        model->score_tile = reader_model_score_tile;
    }

    return model;
}


void
reader_model_free(reader_model_t *model)
{
    if (model == NULL) {
        return;
    }

    for (int i = 0; i < READER_MODEL_TABLES; i++) {
        reader_forest_free(&model->forests[i]);
    }

    free(model);
}


float
reader_model_const(const reader_model_t *model, reader_model_const_t name)
{
    return model->consts[name];
}


float
reader_model_base(const reader_model_t *model, reader_model_table_t table)
{
    return model->consts[bases[table]];
}


bool
reader_model_is_leaf(const reader_forest_t *forest, uint32_t node)
{
    return forest->nodes[node].next[0] == node;
}


static const reader_tree_node_t *
next_of(const reader_forest_t *forest, const reader_tree_node_t *node,
        const float *features)
{
    bool below = features[node->feature] < node->threshold;

    return &forest->nodes[node->next[!below]];
}


float
reader_model_score(const reader_model_t *model, reader_model_table_t table,
                   const float *features)
{
    const reader_forest_t *forest = &model->forests[table];
    float sum = reader_model_base(model, table);

    for (uint32_t i = 0; i < forest->root_count; i++) {
        const reader_tree_node_t *node = &forest->nodes[forest->roots[i]];

        /* a leaf stays where it is: nobody could foresee where a way ends */
        for (uint32_t level = 0; level < forest->depth; level++) {
            node = next_of(forest, node, features);
        }

        sum += node->value;
    }

    return sum;
}


/*
 * Along a path each split moves the mean of the leaves below: that difference
 * is what its feature contributed (Saabas 2014, "Interpreting random
 * forests").
 */
void
reader_model_explain(const reader_model_t *model, reader_model_table_t table,
                     const float *features, float *contributions)
{
    const reader_forest_t *forest = &model->forests[table];

    for (uint32_t i = 0; i < forest->root_count; i++) {
        const reader_tree_node_t *node = &forest->nodes[forest->roots[i]];
        const reader_tree_node_t *next = next_of(forest, node, features);

        while (next != node) {
            contributions[node->feature] += next->value - node->value;
            node = next;
            next = next_of(forest, node, features);
        }
    }
}
