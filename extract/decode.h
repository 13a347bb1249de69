/*
 * From the bytes of the page to valid UTF-8: BOM, HTTP charset, meta; iconv.
 * (Encoding standard; HTML standard, 13.2.3.2)
 */

#ifndef READER_DECODE_H
#define READER_DECODE_H

#include "arena.h"

/* Tables and converters, made once; immutable and shared by all threads. */
typedef struct reader_decoder reader_decoder_t;

reader_decoder_t *reader_decoder_new(reader_error_t *error);
void reader_decoder_free(reader_decoder_t *decoder);

/*
 * Decodes html, whose HTTP charset is charset (may be empty).  *text is valid
 * UTF-8 without a BOM; it is html itself where nothing had to change.  *name
 * is the static, lower-case WHATWG name of the encoding.  READER_OK or
 * READER_CHARSET (a label of the replacement kind, x-user-defined).
 */
reader_result_t reader_decode(const reader_decoder_t *decoder,
                              reader_arena_t *arena, reader_string_t html,
                              reader_string_t charset, reader_string_t *text,
                              const char **name);

#endif
