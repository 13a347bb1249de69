/* UTF-8: validation, repair and code points. */

#ifndef READER_UTF8_H
#define READER_UTF8_H

#include "buffer.h"

/* The length of what is valid from the start: text.length if all is. */
size_t reader_utf8_valid(reader_string_t text);

/*
 * Adds text with U+FFFD for each maximal part of an ill-formed sequence
 * (Encoding standard, UTF-8 decoder; Unicode, 3.9).
 */
void reader_utf8_repair(reader_buffer_t *out, reader_string_t text);

/*
 * The code point at *at, which is moved behind it.  The text must be valid
 * and *at inside it.
 */
uint32_t reader_utf8_next(reader_string_t text, size_t *at);

#endif
