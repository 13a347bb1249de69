#include "markup_parts.h"

#include "special.h"

#include <string.h>


/* What is written for the byte at this place, of *length bytes; or NULL. */
static const char *
reference_for(reader_string_t text, size_t at, size_t *length)
{
    *length = 1;

    switch (text.data[at]) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        break;
    }

    if (text.length - at == 1 || text.data[at + 1] != '\xA0') {
        return NULL;
    }

    *length = 2;

    return "&nbsp;";
}


void
reader_markup_escape(reader_buffer_t *out, reader_string_t text)
{
    size_t from = 0, at = 0, length;

    while ((at = reader_special(text, at, READER_SPECIAL_MARKUP)) < text.length) {
        const char *reference = reference_for(text, at, &length);

        if (reference != NULL) {
            reader_buffer_add(out, text.data + from, at - from);
            reader_buffer_text(out, reference);
            from = at + length;
        }

        at += length;
    }

    reader_buffer_add(out, text.data + from, text.length - from);
}


/* ' name="' */
static void
begin_attribute(reader_buffer_t *out, const char *name)
{
    size_t length = strlen(name);
    char *to;

    reader_buffer_reserve(out, length + sizeof(" =\"") - 1);
    to = out->data + out->length;
    out->length += length + sizeof(" =\"") - 1;
    *to++ = ' ';
    memcpy(to, name, length);
    memcpy(to + length, "=\"", 2);
}


void
reader_markup_attribute(reader_buffer_t *out, const char *name,
                        reader_string_t value)
{
    if (value.length != 0) {
        begin_attribute(out, name);
        reader_markup_escape(out, value);
        reader_buffer_byte(out, '"');
    }
}


void
reader_markup_number(reader_buffer_t *out, const char *name, unsigned number)
{
    if (number != 0) {
        begin_attribute(out, name);
        reader_buffer_number(out, number);
        reader_buffer_byte(out, '"');
    }
}


void
reader_markup_word(reader_buffer_t *out, const char *name, const char *word)
{
    reader_markup_attribute(out, name, (reader_string_t){ word, strlen(word) });
}


void
reader_markup_phrase(const reader_markup_t *markup, const char *phrase)
{
    reader_markup_escape(markup->out,
                         (reader_string_t){ phrase, strlen(phrase) });
}


void
reader_markup_url(const reader_markup_t *markup, const char *name,
                  reader_string_t url)
{
    if (markup->local) {
        url = reader_view_local(markup->document->metadata, url);
    }

    reader_markup_attribute(markup->out, name, url);
}


void
reader_markup_heading_id(reader_buffer_t *out,
                         const reader_attributes_t *attributes)
{
    reader_buffer_text(out, attributes->id != 0 ? "r-" : "r-s-");
    reader_buffer_number(out, attributes->id != 0 ? attributes->id
                                                  : attributes->section);
}


static void
add_list(reader_markup_t *markup, const reader_item_t *item)
{
    const reader_attributes_t *attributes = item->attributes;

    if (attributes->numbered) {
        reader_buffer_text(markup->out, item->element == READER_EL_LI
                                            ? " value=\""
                                            : " start=\"");
        reader_buffer_number(markup->out, (unsigned long) attributes->number);
        reader_buffer_byte(markup->out, '"');
    }

    if (attributes->reversed) {
        reader_buffer_text(markup->out, " reversed=\"\"");
    }

    if (attributes->list_type != '\0') {
        reader_markup_attribute(markup->out, "type",
                                (reader_string_t){ &attributes->list_type, 1 });
    }
}


static void
add_link(reader_markup_t *markup, const reader_item_t *item)
{
    const reader_attributes_t *attributes = item->attributes;

    if (attributes->target != 0) {
        reader_buffer_text(markup->out, " href=\"#r-");
        reader_buffer_number(markup->out, attributes->target);
        reader_buffer_byte(markup->out, '"');
    } else {
        reader_markup_url(markup, "href", attributes->href);
        reader_markup_attribute(markup->out, "rel", attributes->rel);
    }

    if (item->flags & READER_ITEM_NOTE_BACK) {
        reader_markup_word(markup->out, "aria-label",
                           markup->document->phrases->back);
    }
}


static void
add_cell(reader_markup_t *markup, const reader_attributes_t *attributes)
{
    static const char *const aligns[] = { NULL, "left", "center", "right" };

    if (attributes->scope != NULL) {
        reader_markup_word(markup->out, "scope", attributes->scope);
    }

    reader_markup_number(markup->out, "colspan", attributes->colspan);
    reader_markup_number(markup->out, "rowspan", attributes->rowspan);

    if (attributes->align != READER_ALIGN_NONE) {
        reader_markup_word(markup->out, "align", aligns[attributes->align]);
    }
}


static void
add_own(reader_markup_t *markup, const reader_item_t *item)
{
    const reader_attributes_t *attributes = item->attributes;
    reader_buffer_t *out = markup->out;

    switch (item->element) {
    case READER_EL_A:
        add_link(markup, item);
        break;

    case READER_EL_OL:
    case READER_EL_LI:
        add_list(markup, item);
        break;

    case READER_EL_TH:
    case READER_EL_TD:
        add_cell(markup, attributes);
        break;

    case READER_EL_ABBR:
    case READER_EL_DFN:
        reader_markup_attribute(out, "title", attributes->title);
        break;

    case READER_EL_TIME:
    case READER_EL_DEL:
    case READER_EL_INS:
        reader_markup_attribute(out, "datetime", attributes->datetime);
        break;

    case READER_EL_PRE:
        reader_buffer_text(out, " tabindex=\"0\"");
        break;

    case READER_EL_CODE:
        if (attributes->code.length != 0) {
            reader_buffer_text(out, " class=\"language-");
            reader_markup_escape(out, attributes->code);
            reader_buffer_byte(out, '"');
        }
        break;

    case READER_EL_MATH:
        if (attributes->block) {
            reader_buffer_text(out, " display=\"block\"");
        }

        reader_markup_attribute(out, "alttext", attributes->alt);
        break;

    default:
        if (attributes->math != NULL) {
            reader_buffer_text(out, attributes->math);
        }
    }
}


/* A box of its own that scrolls: a wide table does not widen the page. */
static void
open_table_box(reader_markup_t *markup, uint32_t at)
{
    const reader_item_t *items = markup->body->items;
    reader_string_t label = READER_EMPTY;

    if (items[at + 1].element == READER_EL_CAPTION) {
        label = reader_view_text_of(markup->document, markup->body, at + 1,
                                    items[at + 1].match);
    }

    if (label.length == 0) {
        label.data = markup->document->phrases->table;
        label.length = strlen(label.data);
    }

    reader_buffer_text(markup->out, "<div class=\"t\" role=\"region\"");
    reader_markup_attribute(markup->out, "aria-label", label);
    reader_buffer_text(markup->out, " tabindex=\"0\">");
}


/* A list of notes is a part of a page of ours, not of a fragment. */
static bool
is_notes(const reader_markup_t *markup, const reader_item_t *item)
{
    return markup->local && (item->flags & READER_ITEM_NOTES) != 0;
}


static void
add_attributes(reader_markup_t *markup, const reader_item_t *item)
{
    const reader_attributes_t *attributes = item->attributes;
    reader_buffer_t *out = markup->out;

    if (reader_element_is_heading((reader_element_t) item->element)) {
        reader_buffer_text(out, " id=\"");
        reader_markup_heading_id(out, attributes);
        reader_buffer_byte(out, '"');

    } else if (attributes->id != 0) {
        reader_buffer_text(out, " id=\"r-");
        reader_buffer_number(out, attributes->id);
        reader_buffer_byte(out, '"');
    }

    reader_markup_attribute(out, "lang", attributes->language);
    reader_markup_attribute(out, "dir", attributes->direction);
    add_own(markup, item);
}


static void
open_element(reader_markup_t *markup, uint32_t at)
{
    const reader_item_t *item = &markup->body->items[at];
    reader_element_t element = (reader_element_t) item->element;
    reader_string_t start = reader_element_start(element);
    reader_buffer_t *out = markup->out;

    if (element == READER_EL_TABLE) {
        open_table_box(markup, at);

    } else if (is_notes(markup, item)) {
        reader_buffer_text(out, "<section");
        reader_markup_word(out, "aria-label", markup->document->phrases->notes);
        reader_buffer_byte(out, '>');
    }

    if (item->attributes == &reader_no_attributes
        && element != READER_EL_PRE) {
        reader_buffer_string(out, start);
        return;
    }

    markup->links += element == READER_EL_A;
    reader_buffer_add(out, start.data, start.length - 1);
    add_attributes(markup, item);
    reader_buffer_byte(out, '>');

    /* a parser drops the first line end in a pre */
    if (element == READER_EL_PRE
        && markup->body->items[at + 1].kind == READER_WORDS
        && markup->body->items[at + 1].text.data[0] == '\n') {
        reader_buffer_byte(out, '\n');
    }
}


static void
close_element(reader_markup_t *markup, const reader_item_t *item)
{
    reader_element_t element = (reader_element_t) item->element;

    markup->links -= element == READER_EL_A;
    reader_buffer_string(markup->out, reader_element_end(element));

    if (element == READER_EL_TABLE) {
        reader_buffer_text(markup->out, "</div>");

    } else if (is_notes(markup, &markup->body->items[item->match])) {
        reader_buffer_text(markup->out, "</section>");
    }
}


static void
add_void(reader_markup_t *markup, const reader_item_t *item)
{
    reader_element_t element = (reader_element_t) item->element;

    switch (element) {
    case READER_EL_IMG:
        reader_markup_image(markup, item->attributes);
        break;

    case READER_EL_AUDIO:
    case READER_EL_VIDEO:
        reader_markup_media(markup, element, item->attributes);
        break;

    case READER_EL_EMBED:
        reader_markup_embed(markup, item->attributes);
        break;

    default:
        reader_buffer_string(markup->out, reader_element_start(element));
    }
}


void
reader_view_html_content(const reader_document_t *document,
                         const reader_body_t *body, bool local,
                         reader_buffer_t *out)
{
    reader_markup_t markup = { document, body, out, local, false, 0 };

    for (uint32_t i = 0; i < body->count; i++) {
        const reader_item_t *item = &body->items[i];

        switch (item->kind) {
        case READER_OPEN:
            open_element(&markup, i);
            break;

        case READER_CLOSE:
            close_element(&markup, item);
            break;

        case READER_WORDS:
            if (item->flags & READER_ITEM_NO_MARKUP) {
                reader_buffer_string(out, item->text);
            } else {
                reader_markup_escape(out, item->text);
            }
            break;

        default:
            add_void(&markup, item);
        }
    }
}
