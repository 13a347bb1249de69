/*
 * Lays down the items of a view so that they follow the content model that
 * view.h promises, whatever order it is told things in.
 *
 * Two stacks hold what is wanted: blocks, and the inline elements around the
 * text.  Nothing is written before there is content for it, so what is empty
 * leaves no trace.  Blocks are always outside of inline elements: an inline
 * element around blocks is closed before each of them and opened anew inside
 * when there is text.
 */

#ifndef READER_VIEW_BUILD_H
#define READER_VIEW_BUILD_H

#include "view.h"

typedef struct reader_build reader_build_t;

/* What an element inherits; copied into every frame. */
typedef struct {
    const reader_string_t *language;
    const reader_string_t *direction;
} reader_locale_t;

/*
 * expected: items there is room for at first; limit: bytes that all text and
 * URLs may come to.
 */
reader_build_t *reader_build_new(const reader_document_t *document,
                                 uint32_t expected, size_t limit);

/*
 * Opens a block element.  Returns whether it is on the stack now, and has to
 * be ended with reader_build_end_block(); if not, it was no place for it and
 * a paragraph ends there instead.  attributes may be NULL.
 */
bool reader_build_block(reader_build_t *build, reader_element_t element,
                        const reader_attributes_t *attributes,
                        uint16_t flags);
void reader_build_end_block(reader_build_t *build);

/* A block that is there even if nothing is in it: a cell of a table. */
void reader_build_force(reader_build_t *build);

/* An inline element; always on the stack, though perhaps without effect. */
void reader_build_inline(reader_build_t *build, reader_element_t element,
                         const reader_attributes_t *attributes,
                         uint16_t flags);
void reader_build_end_inline(reader_build_t *build);

/* Text does not flow on from here. */
void reader_build_boundary(reader_build_t *build);

/* White space of the page. */
void reader_build_space(reader_build_t *build);

/* Text of the page, references resolved; flags: READER_ITEM_CAPTION. */
void reader_build_text(reader_build_t *build, reader_string_t text,
                       uint16_t flags);

/* br hr wbr img audio video embed */
void reader_build_void(reader_build_t *build, reader_element_t element,
                       const reader_attributes_t *attributes, uint16_t flags);

/*
 * A MathML element, balanced by the caller.  Text in it goes through
 * reader_build_math_text().
 */
void reader_build_math(reader_build_t *build, reader_element_t element,
                       const reader_attributes_t *attributes, uint16_t flags);
void reader_build_end_math(reader_build_t *build);
void reader_build_math_text(reader_build_t *build, reader_string_t text);

/*
 * Links to id lead to the next block, or to what is laid down next in the
 * line; opened: the block is the innermost one on the stack.
 */
void reader_build_target(reader_build_t *build, unsigned id, bool opened);

/* The next block opened is this note. */
void reader_build_note(reader_build_t *build, unsigned note);

/* What elements that are opened from here on inherit. */
void reader_build_locale(reader_build_t *build, reader_locale_t locale);

/* Whether the innermost wanted block is, or is inside of, such an element. */
bool reader_build_inside(const reader_build_t *build,
                         reader_element_t element);

/* Whether nothing has been laid down since the void element with these. */
bool reader_build_is_last(const reader_build_t *build,
                          const reader_attributes_t *attributes);

/* Closes everything. */
void reader_build_finish(reader_build_t *build, reader_body_t *body);

#endif
