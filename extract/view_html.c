/* The HTML view: the steps of a template, one after the other. */

#include "markup.h"
#include "view_slots.h"

#define AROUND 6144 /* bytes: the page around what a body comes to */


/* Whether a slot has nothing to show. */
static bool
is_empty(const reader_document_t *document, const reader_body_t *body,
         reader_slot_t slot, reader_buffer_t *out)
{
    size_t length = out->length;
    bool empty;

    if (!reader_slot_is_markup(slot)) {
        return reader_view_slot_text(document, slot).length == 0;
    }

    reader_view_slot_markup(document, body, slot, out);
    empty = out->length == length;
    out->length = length;

    return empty;
}


static void
add_attribute(const reader_document_t *document, const reader_step_t *step,
              reader_buffer_t *out)
{
    reader_string_t value = reader_view_slot_text(document, step->slot);

    if (value.length != 0) {
        reader_buffer_byte(out, ' ');
        reader_buffer_string(out, step->text);
        reader_buffer_text(out, "=\"");
        reader_markup_escape(out, value);
        reader_buffer_byte(out, '"');
    }
}


void
reader_view_html(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_template_t *template = document->template;
    reader_body_t body;
    size_t at = 0;

    reader_view_body(document, &body);
    reader_buffer_reserve(out, AROUND + body.size + body.size / 8);

    while (at < template->count) {
        const reader_step_t *step = &template->steps[at++];

        switch (step->kind) {
        case READER_STEP_COPY:
            reader_buffer_string(out, step->text);
            break;

        case READER_STEP_ATTRIBUTE:
            add_attribute(document, step, out);
            break;

        case READER_STEP_IF:
            if (is_empty(document, &body, step->slot, out)) {
                at = step->next;
            }
            break;

        default: /* READER_STEP_SLOT */
            if (reader_slot_is_markup(step->slot)) {
                reader_view_slot_markup(document, &body, step->slot, out);
            } else {
                reader_markup_escape(
                    out, reader_view_slot_text(document, step->slot));
            }
        }
    }
}
