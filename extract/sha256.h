/*
 * SHA-256 (FIPS 180-4), for the hashes of style sheets in a policy: also of
 * those in an operator's template, so they cannot be worked out beforehand.
 * None of the libraries in use has it, nor has nginx without OpenSSL.
 */

#ifndef READER_SHA256_H
#define READER_SHA256_H

#include "reader.h"

#define READER_SHA256_SIZE 32

void reader_sha256(reader_string_t text, uint8_t digest[READER_SHA256_SIZE]);

/* "sha256-" and the digest in base64, NUL-terminated, as in a policy. */
#define READER_SHA256_SOURCE_SIZE (7 + 44 + 1)
void reader_sha256_source(reader_string_t text,
                          char source[READER_SHA256_SOURCE_SIZE]);

#endif
