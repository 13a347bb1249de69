/* Regular expressions of ours. */

#ifndef READER_PATTERN_H
#define READER_PATTERN_H

#include "reader.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/*
 * Caseless, for UTF-8 that is valid, compiled for speed; NULL with *error
 * filled if it cannot be.  pcre2_code_free() frees it.
 */
pcre2_code *reader_pattern_new(const char *pattern, uint32_t options,
                               reader_error_t *error);

#endif
