/* What scoring many rows takes of the trees, found once for all pages. */

#include "model_parts.h"

#include <stdlib.h>
#include <string.h>

/* A node that is not a leaf, by what it asks. */
typedef struct {
    float threshold;
    uint16_t feature;
    uint16_t tree;
    uint32_t node;
} question_t;


static int
compare_splits(const question_t *first, const question_t *second)
{
    if (first->feature != second->feature) {
        return first->feature < second->feature ? -1 : 1;
    }

    return (first->threshold > second->threshold)
           - (first->threshold < second->threshold);
}


static int
compare_questions(const void *a, const void *b)
{
    const question_t *first = a, *second = b;
    int order = compare_splits(first, second);

    return order != 0
               ? order
               : (first->node > second->node) - (first->node < second->node);
}


/* Nodes [from, to) of a tree. */
static uint32_t
nodes_between(uint32_t from, uint32_t to)
{
    return (uint32_t) (((uint64_t) 1 << to) - ((uint64_t) 1 << from));
}


static uint32_t
end_of_tree(const reader_forest_t *forest, uint32_t tree)
{
    return tree + 1 < forest->root_count ? forest->roots[tree + 1]
                                         : forest->count;
}


static uint16_t
result_of(uint32_t number)
{
    return (uint16_t) (number * sizeof(reader_marks_t));
}


/* Returns how many questions there are. */
static uint32_t
take_tree(reader_forest_t *forest, uint32_t tree, question_t *questions)
{
    uint32_t root = forest->roots[tree], leaves = 0, count = 0;
    uint32_t depths[2 * READER_MODEL_LEAVES_MAX] = { 0 }; /* of its nodes */

    for (uint32_t i = root; i < end_of_tree(forest, tree); i++) {
        const reader_tree_node_t *node = &forest->nodes[i];
        reader_fork_t *fork = &forest->forks[i];
        uint32_t depth = depths[i - root];

        forest->depth = depth > forest->depth ? depth : forest->depth;
        forest->all[tree] |= (uint32_t) 1 << (i - root);

        if (reader_model_is_leaf(forest, i)) {
            forest->values[tree][leaves] = node->value;

            for (size_t k = 0; k < sizeof(float); k++) {
                forest->bytes[tree][k][leaves] =
                    ((const uint8_t *) &node->value)[k];
            }

            fork->result = result_of(leaves++);

        } else {
            forest->inner[tree] |= (uint32_t) 1 << (i - root);
            depths[node->next[0] - root] = depths[node->next[1] - root] =
                depth + 1;
            fork->right = (uint16_t) (node->next[1] - root);
            fork->result = result_of(READER_MODEL_LEAVES_MAX + count);
            questions[count++] = (question_t){ node->threshold, node->feature,
                                               (uint16_t) tree, i };
        }
    }

    return count;
}


/* One past the last node of a subtree. */
static uint32_t
end_of_subtree(const reader_forest_t *forest, uint32_t node)
{
    while (!reader_model_is_leaf(forest, node)) {
        node = forest->nodes[node].next[1];
    }

    return node + 1;
}


static reader_use_t
use_of(const reader_forest_t *forest, const question_t *question)
{
    uint32_t root = forest->roots[question->tree];
    uint32_t place = question->node - root;
    uint32_t right = forest->forks[question->node].right;
    uint32_t end = end_of_subtree(forest, question->node) - root;
    uint32_t others = ~((uint32_t) 1 << place);

    return (reader_use_t){
        question->tree,
        others & ~nodes_between(right, end),
        others & ~nodes_between(place + 1, right),
    };
}


/* Gives nodes that ask the same the same number. */
static void
number_splits(reader_forest_t *forest, const question_t *questions,
              uint32_t count)
{
    uint32_t splits = 0, feature = 0;

    for (uint32_t i = 0; i < count; i++) {
        const question_t *question = &questions[i];

        if (i == 0 || compare_splits(question - 1, question) != 0) {
            for (; feature <= question->feature; feature++) {
                forest->first[feature] = splits;
            }

            forest->thresholds[splits] = question->threshold;
            forest->first_use[splits++] = i;
        }

        forest->forks[question->node].split =
            (splits - 1) * (uint32_t) sizeof(reader_marks_t);
        forest->uses[i] = use_of(forest, question);
    }

    forest->first[feature] = splits; /* behind the last one */
    forest->first_use[splits] = count;
    forest->split_count = splits;
}


const char *
reader_forest_prepare(reader_forest_t *forest)
{
    size_t nodes = forest->count + 1u, trees = forest->root_count + 1u;
    question_t *questions = calloc(nodes, sizeof(*questions));
    uint32_t count = 0;

    for (uint32_t i = 0; i < forest->count; i++) {
        if (forest->nodes[i].feature >= forest->feature_count) {
            forest->feature_count = forest->nodes[i].feature + 1u;
        }
    }

    forest->thresholds = calloc(nodes, sizeof(*forest->thresholds));
    forest->first = calloc(forest->feature_count + 1u, sizeof(*forest->first));
    forest->uses = calloc(nodes, sizeof(*forest->uses));
    forest->first_use = calloc(nodes, sizeof(*forest->first_use));
    forest->forks = calloc(nodes, sizeof(*forest->forks));
    forest->all = calloc(trees, sizeof(*forest->all));
    forest->inner = calloc(trees, sizeof(*forest->inner));
    forest->values = calloc(trees, sizeof(*forest->values));
    forest->bytes = calloc(trees, sizeof(*forest->bytes));

    if (questions == NULL || forest->thresholds == NULL || forest->first == NULL
        || forest->uses == NULL || forest->first_use == NULL
        || forest->forks == NULL || forest->all == NULL || forest->inner == NULL
        || forest->values == NULL || forest->bytes == NULL) {
        free(questions);
        return "out of memory";
    }

    for (uint32_t i = 0; i < forest->root_count; i++) {
        count += take_tree(forest, i, questions + count);
    }

    qsort(questions, count, sizeof(*questions), compare_questions);
    number_splits(forest, questions, count);
    free(questions);

    return NULL;
}


void
reader_forest_free(reader_forest_t *forest)
{
    free(forest->nodes);
    free(forest->roots);
    free(forest->thresholds);
    free(forest->first);
    free(forest->uses);
    free(forest->first_use);
    free(forest->forks);
    free(forest->all);
    free(forest->inner);
    free(forest->values);
    free(forest->bytes);
}
