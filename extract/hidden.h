/*
 * What the page's own HTML hides from somebody who looks at it: attributes,
 * inline styles, and the rules of small style elements.  What sheets in other
 * files say, and what a script does, is not known here.
 */

#ifndef READER_HIDDEN_H
#define READER_HIDDEN_H

#include "hidden_style.h"
#include "tree.h"

typedef struct {
    uint8_t *in;    /* per node: READER_HIDES_*, inherited ones included */
    uint8_t *hides; /* per element: what it adds */
    uint8_t *shows; /* per element: what ends with it */
} reader_hidden_t;

/*
 * Closed details and formulas are not hidden, nor are images by aria-hidden:
 * it is for those who do not see.  Its text is, being decoration.
 */
void reader_hidden_find(const reader_tree_t *tree, const reader_sift_t *sift,
                        reader_hidden_t *hidden);

/* The first element from this one on that hides or shows, or tree->count. */
reader_node_id_t reader_hidden_next(const reader_tree_t *tree,
                                    const reader_hidden_t *hidden,
                                    reader_node_id_t from);

/* Takes back what this element hides; then look at all again. */
void reader_hidden_pardon(reader_hidden_t *hidden, reader_node_id_t node);
void reader_hidden_spread(const reader_tree_t *tree, reader_hidden_t *hidden);

#endif
