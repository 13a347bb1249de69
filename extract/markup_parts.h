/* What markup.c and markup_media.c share. */

#ifndef READER_MARKUP_PARTS_H
#define READER_MARKUP_PARTS_H

#include "markup.h"

typedef struct {
    const reader_document_t *document;
    const reader_body_t *body;
    reader_buffer_t *out;
    bool local;      /* in a page of ours: URLs of its own origin as paths */
    bool lead_shown; /* an image has been written */
    unsigned links;  /* a elements around what is written */
} reader_markup_t;

/* ' name="number"'; nothing if it is 0. */
void reader_markup_number(reader_buffer_t *out, const char *name,
                          unsigned number);
void reader_markup_word(reader_buffer_t *out, const char *name,
                        const char *word);
void reader_markup_phrase(const reader_markup_t *markup, const char *phrase);
void reader_markup_url(const reader_markup_t *markup, const char *name,
                       reader_string_t url);

void reader_markup_image(reader_markup_t *markup,
                         const reader_attributes_t *attributes);
void reader_markup_media(reader_markup_t *markup, reader_element_t element,
                         const reader_attributes_t *attributes);
void reader_markup_embed(reader_markup_t *markup,
                         const reader_attributes_t *attributes);

#endif
