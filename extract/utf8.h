/* UTF-8: validation and repair. */

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

#endif
