#include "rules.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * PCRE2's count of steps after which a pattern is given up on and does not
 * match: a value has at most a kilobyte, and patterns that backtrack without
 * end are mistakes.
 */
#define MATCH_LIMIT 100000
#define HEAP_LIMIT 1024 /* kilobytes */

typedef struct {
    reader_selector_t *selector;
    bool keeps;
} rule_t;

struct reader_rules {
    rule_t *items; /* all of strip, then all of keep */
    size_t count;
};


static bool
add(reader_rules_t *rules, const reader_string_t *texts, size_t count,
    bool keeps, reader_error_t *error)
{
    for (size_t i = 0; i < count; i++) {
        rule_t *rule = &rules->items[rules->count];

        rule->selector = reader_selector_new(texts[i], error);
        rule->keeps = keeps;

        if (rule->selector == NULL) {
            return false;
        }

        rules->count++;
    }

    return true;
}


reader_rules_t *
reader_rules_new(const reader_options_t *options, reader_error_t *error)
{
    reader_rules_t *rules = calloc(1, sizeof(*rules));
    size_t count = options->strip_count + options->keep_count;

    if (options->strip_count > READER_RULES_MAX
        || options->keep_count > READER_RULES_MAX) {
        snprintf(error->text, sizeof(error->text),
                 "more than %d selectors to strip or to keep",
                 READER_RULES_MAX);
        free(rules);
        return NULL;
    }

    if (rules != NULL) {
        rules->items = calloc(count + 1, sizeof(rule_t));
    }

    if (rules == NULL || rules->items == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        free(rules);
        return NULL;
    }

    if (!add(rules, options->strip, options->strip_count, false, error)
        || !add(rules, options->keep, options->keep_count, true, error)) {
        reader_rules_free(rules);
        return NULL;
    }

    return rules;
}


void
reader_rules_free(reader_rules_t *rules)
{
    if (rules == NULL) {
        return;
    }

    for (size_t i = 0; i < rules->count; i++) {
        reader_selector_free(rules->items[i].selector);
    }

    free(rules->items);
    free(rules);
}


bool
reader_selector_check(reader_string_t selector, reader_error_t *error)
{
    reader_selector_t *compiled = reader_selector_new(selector, error);

    reader_selector_free(compiled);

    return compiled != NULL;
}


static void *
allocate(size_t size, void *arena)
{
    return reader_arena_alloc(arena, size);
}


static void
release(void *block, void *arena)
{
    (void) block;
    (void) arena;
}


/* 1 + the rule on this element itself that counts, or 0. */
static uint16_t
find(const reader_rules_t *rules, const reader_selectee_t *element)
{
    size_t best = 0;
    unsigned most = 0;

    for (size_t i = 0; i < rules->count; i++) {
        const reader_selector_t *selector = rules->items[i].selector;
        unsigned weight = reader_selector_weight(selector);

        if ((best == 0 || weight > most)
            && reader_selector_matches(selector, element)) {
            best = i + 1;
            most = weight;
        }
    }

    return (uint16_t) best;
}


void
reader_rules_apply(const reader_rules_t *rules, const reader_tree_t *tree,
                   reader_ruling_t *ruling)
{
    reader_selectee_t element = { .tree = tree };
    pcre2_general_context *context;
    uint16_t *by;

    ruling->rules = rules;
    ruling->by = NULL;

    if (rules->count == 0) {
        return;
    }

    context = pcre2_general_context_create(allocate, release, tree->arena);
    element.match = pcre2_match_data_create(1, context);
    element.context = pcre2_match_context_create(context);
    pcre2_set_match_limit(element.context, MATCH_LIMIT);
    pcre2_set_heap_limit(element.context, HEAP_LIMIT);

    by = reader_arena_array(tree->arena, tree->count, sizeof(*by));

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];

        if (!(node->flags & READER_NODE_TEXT)) {
            element.node = id;
            element.name = reader_tree_name(tree, id);
            (void) reader_tree_value(tree, id, READER_NAME_CLASS,
                                     &element.class);
            (void) reader_tree_value(tree, id, READER_NAME_ID, &element.id);
            reader_arena_spend(tree->arena,
                               node->source.length + rules->count * 8);
            by[id] = find(rules, &element);
        }

        if (by[id] == 0 && node->parent != READER_NONE) {
            by[id] = by[node->parent];
        }
    }

    ruling->by = by;
}


bool
reader_ruling_strips(const reader_ruling_t *ruling, reader_node_id_t node)
{
    return ruling->by != NULL && ruling->by[node] != 0
           && !ruling->rules->items[ruling->by[node] - 1].keeps;
}


bool
reader_ruling_keeps(const reader_ruling_t *ruling, reader_node_id_t node)
{
    return ruling->by != NULL && ruling->by[node] != 0
           && ruling->rules->items[ruling->by[node] - 1].keeps;
}


const char *
reader_ruling_text(const reader_ruling_t *ruling, reader_node_id_t node)
{
    return ruling->by == NULL || ruling->by[node] == 0
               ? NULL
               : reader_selector_text(
                     ruling->rules->items[ruling->by[node] - 1].selector);
}


void
reader_rules_hide(const reader_ruling_t *ruling, const reader_tree_t *tree,
                  reader_hidden_t *hidden)
{
    if (ruling->by == NULL) {
        return;
    }

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        if (tree->nodes[id].flags & READER_NODE_TEXT) {
            continue;
        }

        if (reader_ruling_strips(ruling, id)) {
            hidden->hides[id] |= READER_HIDES_RULE;

        } else if (reader_ruling_keeps(ruling, id)) {
            hidden->shows[id] |= READER_HIDES_RULE;
        }
    }

    reader_hidden_spread(tree, hidden);
}
