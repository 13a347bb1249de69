/*
 * The four views.  One walker goes over what was selected and calls the
 * writer of a format; a writer copies nothing from the page but text and
 * vetted URLs, and writes names from tables.
 */

#ifndef READER_VIEW_H
#define READER_VIEW_H

#include "buffer.h"
#include "select.h"

/* What the stages before found out; what a view is written from. */
typedef struct {
    reader_arena_t *arena;
    reader_tree_t *tree;
    const reader_metadata_t *metadata;
    const reader_selection_t *selection;
} reader_document_t;

void reader_view_html(const reader_document_t *document, reader_buffer_t *out);
void reader_view_text(const reader_document_t *document, reader_buffer_t *out);
void reader_view_markdown(const reader_document_t *document,
                          reader_buffer_t *out);
void reader_view_json(const reader_document_t *document, reader_buffer_t *out);

#endif
