/*
 * Simple selectors, as operators write them in site rules:
 *
 *     tag  *  .class  #id  [attr]  [attr=value]  [attr^=value]  [attr$=value]
 *     [attr*=value]  [attr~=value]        as in CSS (Selectors 4, 5 and 6)
 *     ~pattern  ~*pattern                 a PCRE2 pattern that is found in the
 *                                         class or in the id; the second form
 *                                         ignores case, as in nginx
 *
 * and several of these joined, a pattern last: div.promo[data-kind=box]~^ad-.
 * A backslash takes the next character of a name as it is: .md\:hidden.
 */

#ifndef READER_SELECTOR_H
#define READER_SELECTOR_H

#include "tree.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define READER_SELECTOR_BYTES_MAX 512

/* Immutable and shared by all threads. */
typedef struct reader_selector reader_selector_t;

/* An element, read once for all selectors. */
typedef struct {
    const reader_tree_t *tree;
    reader_node_id_t node;
    reader_string_t name;     /* as the page wrote it */
    reader_string_t class;    /* data NULL: there is none */
    reader_string_t id;
    pcre2_match_data *match;
    pcre2_match_context *context;
} reader_selectee_t;

/* NULL, and error says what is wrong with the text. */
reader_selector_t *reader_selector_new(reader_string_t text,
                                       reader_error_t *error);
void reader_selector_free(reader_selector_t *selector);

bool reader_selector_matches(const reader_selector_t *selector,
                             const reader_selectee_t *element);

/*
 * Of two that match one element the larger one counts: ids before classes and
 * attributes before tags (Selectors 4, 17); a pattern says less than a tag.
 */
unsigned reader_selector_weight(const reader_selector_t *selector);

/* As it was written, NUL-terminated. */
const char *reader_selector_text(const reader_selector_t *selector);

#endif
