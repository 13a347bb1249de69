/* What a template may hold: elements and attributes by name. */

#ifndef READER_TEMPLATE_HTML_H
#define READER_TEMPLATE_HTML_H

#include "reader.h"

/*
 * Why an element, or an attribute with this value, cannot be in a template;
 * NULL: it can.
 */
const char *reader_template_bans_element(reader_string_t name);
const char *reader_template_bans_attribute(reader_string_t element,
                                           reader_string_t name,
                                           reader_string_t value);

/* An attribute that a browser follows: no text goes in there. */
bool reader_template_is_address(reader_string_t attribute);

bool reader_template_is_void(reader_string_t element);

/* An element that blocks cannot be in: a parser would close it, or move them.
   And one that links cannot be in. */
bool reader_template_is_closed(reader_string_t element);
bool reader_template_is_link(reader_string_t element);

/* svg and math, which are read by rules of their own. */
bool reader_template_is_foreign(reader_string_t element);

#endif
