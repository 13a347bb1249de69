/* What the slots of a template stand for in the view of one page. */

#ifndef READER_VIEW_SLOTS_H
#define READER_VIEW_SLOTS_H

#include "view.h"

/* Plain text, or an address; for slots that are no markup. */
reader_string_t reader_view_slot_text(const reader_document_t *document,
                                      reader_slot_t slot);

/* Markup of our own; nothing is added if the slot is empty. */
void reader_view_slot_markup(const reader_document_t *document,
                             const reader_body_t *body, reader_slot_t slot,
                             reader_buffer_t *out);

#endif
