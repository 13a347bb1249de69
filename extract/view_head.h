/* The head of the HTML view: the page's own metadata, written anew. */

#ifndef READER_VIEW_HEAD_H
#define READER_VIEW_HEAD_H

#include "view.h"

/* What a head element holds, but for style sheets. */
void reader_view_head(const reader_document_t *document,
                      reader_buffer_t *out);

#endif
