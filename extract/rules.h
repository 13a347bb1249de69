/*
 * Site rules: what the operator knows about a site's pages, as selectors of
 * what is boilerplate (strip) and of what is main content (keep).
 *
 * The rule that decides about a node is the one on the nearest element around
 * it; of several on one element the one of the largest weight, and of equal
 * ones strip.  So what is stripped inside a kept part is stripped, and what
 * is kept inside a stripped part is kept.
 */

#ifndef READER_RULES_H
#define READER_RULES_H

#include "hidden.h"
#include "selector.h"

/* Immutable and shared by all threads. */
typedef struct reader_rules reader_rules_t;

/* What the rules say of one page. */
typedef struct {
    const reader_rules_t *rules;
    const uint16_t *by; /* per node: 1 + the rule that decides, 0: none;
                         * NULL if there are no rules */
} reader_ruling_t;

/* Of options->strip and options->keep; NULL, and error, if one is bad. */
reader_rules_t *reader_rules_new(const reader_options_t *options,
                                 reader_error_t *error);
void reader_rules_free(reader_rules_t *rules);

void reader_rules_apply(const reader_rules_t *rules,
                        const reader_tree_t *tree, reader_ruling_t *ruling);

/* What is stripped is no part of the page any more, like what is hidden. */
void reader_rules_hide(const reader_ruling_t *ruling,
                       const reader_tree_t *tree, reader_hidden_t *hidden);

bool reader_ruling_strips(const reader_ruling_t *ruling,
                          reader_node_id_t node);
bool reader_ruling_keeps(const reader_ruling_t *ruling,
                         reader_node_id_t node);

/* The selector of the rule that decides; NULL if there is none. */
const char *reader_ruling_text(const reader_ruling_t *ruling,
                               reader_node_id_t node);

#endif
