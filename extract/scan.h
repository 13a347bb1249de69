/* Where in a text the next byte of some kind is: many at a time are asked. */

#ifndef READER_SCAN_H
#define READER_SCAN_H

#include "reader.h"

/* All give a place from `at` on; the text's length if there is none. */

/* Of & < > " or the first byte of U+00A0 (and of some others): see markup.h */
size_t reader_scan_markup(reader_string_t text, size_t at);

/*
 * Of a byte that a character begins with which is not for everyone to see:
 * see plain.h.  Most that begin with these bytes are.
 */
size_t reader_scan_suspect(reader_string_t text, size_t at);

/* Of ASCII white space other than a space, or of a space before a space. */
size_t reader_scan_space(reader_string_t text, size_t at);

#endif
