/* The multi-byte decoders of the Encoding standard, over glibc's iconv. */

#ifndef READER_DECODE_MULTIBYTE_H
#define READER_DECODE_MULTIBYTE_H

#include "buffer.h"
#include "encoding.h"

/* iconv's names, by reader_iconv_t. */
extern const char *const reader_iconv_names[READER_ICONV_COUNT];

/*
 * These add valid UTF-8, U+FFFD for each error.  An ASCII byte behind a bad
 * lead byte is always seen, so no quote or "<" is swallowed.
 */
void reader_decode_double(reader_buffer_t *out, reader_string_t bytes,
                          unsigned index);
void reader_decode_euc_jp(reader_buffer_t *out, reader_string_t bytes);
void reader_decode_iso_2022_jp(reader_buffer_t *out, reader_string_t bytes);

#endif
