/* The bytes of HTML: escaping, attributes, and the items of a view. */

#ifndef READER_MARKUP_H
#define READER_MARKUP_H

#include "view.h"

/*
 * Text or the value of an attribute: & < > " and U+00A0 as references in
 * both (HTML standard, 13.3 "escaping a string").
 */
void reader_markup_escape(reader_buffer_t *out, reader_string_t text);

/* ' name="value"'; nothing if value is empty. */
void reader_markup_attribute(reader_buffer_t *out, const char *name,
                             reader_string_t value);

/* The id of a heading: "r-" and what leads to it. */
void reader_markup_heading_id(reader_buffer_t *out,
                              const reader_attributes_t *attributes);

#endif
