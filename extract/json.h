/*
 * JSON written into a buffer: keys and commas are kept right, and strings
 * are fit for any place, also inside a script element.
 */

#ifndef READER_JSON_H
#define READER_JSON_H

#include "buffer.h"

#include <jansson.h>

typedef struct {
    reader_buffer_t *out;
    bool first;      /* nothing stands in the innermost object or array */
} reader_json_t;

void reader_json_begin(reader_json_t *json, reader_buffer_t *out);

/* key is NULL in arrays and at the top. */
void reader_json_open(reader_json_t *json, const char *key, char bracket);
void reader_json_close(reader_json_t *json, char bracket);

/* A string; < > & U+2028 U+2029 and controls as \u00XX.  value is UTF-8. */
void reader_json_string(reader_json_t *json, const char *key,
                        reader_string_t value);

/* The same; null if it is empty. */
void reader_json_optional(reader_json_t *json, const char *key,
                          reader_string_t value);
void reader_json_number(reader_json_t *json, const char *key,
                        unsigned long number);
void reader_json_word(reader_json_t *json, const char *key,
                      const char *word); /* null, true, false, 0.93 */

/* A member whose key is the page's. */
void reader_json_member(reader_json_t *json, reader_string_t key,
                        reader_string_t value);

/*
 * A value of jansson's, written anew: strings without invisible characters,
 * nothing below a depth of 32.  Returns false, and leaves nothing, if that
 * takes more than limit bytes.
 */
bool reader_json_value(reader_json_t *json, json_t *value, size_t limit);

#endif
