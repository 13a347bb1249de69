/* Base64 with padding (RFC 4648, section 4). */

#ifndef READER_BASE64_H
#define READER_BASE64_H

#include "reader.h"

#define READER_BASE64_LENGTH(size) (((size) + 2) / 3 * 4)

/* Writes READER_BASE64_LENGTH(size) characters, without a NUL. */
void reader_base64(const uint8_t *bytes, size_t size, char *out);

#endif
