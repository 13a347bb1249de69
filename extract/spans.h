/*
 * Where elements begin and end in the page's bytes, for those that can be cut
 * out of them.
 *
 * The end of an element is not in the tree, and what HTML makes of the rest of
 * a page may depend on what is in an element: an unclosed <b> goes on behind
 * it, text in a table comes out before it, a <div> closes a paragraph.  So a
 * span is given only to an element that is written out, from start tag to end
 * tag, with everything in it properly nested, and where the tree says that
 * this is what became of it.  Then the page without the span is parsed into
 * the same tree without the element, but that texts on both sides touch.
 */

#ifndef READER_SPANS_H
#define READER_SPANS_H

#include "tree.h"

typedef struct {
    uint32_t start; /* offset in sift->page of the "<" of the start tag */
    uint32_t inner; /* behind the start tag */
    uint32_t outer; /* the "<" of the end tag; = inner if there is none */
    uint32_t end;   /* behind the end tag; 0: this is no span */
} reader_span_t;

/* One for each node of the tree; of text, and where not certain, end is 0. */
reader_span_t *reader_spans_find(const reader_tree_t *tree,
                                 const reader_sift_t *sift);

#endif
