/* SHA-256 (FIPS 180-4), for the hash of the style sheet in a policy. */

#ifndef READER_SHA256_H
#define READER_SHA256_H

#include "reader.h"

/* "sha256-" and 44 characters of base64: a source expression of CSP. */
#define READER_SHA256_SOURCE_SIZE 52

void reader_sha256(reader_string_t data, unsigned char digest[32]);
void reader_sha256_source(reader_string_t data,
                          char source[READER_SHA256_SOURCE_SIZE]);

#endif
