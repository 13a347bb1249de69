/*
 * JSON of pages, read into an arena, with the usual faults mended: comments,
 * a comma before a closing bracket, control characters in strings, escapes
 * that JSON has not, lone surrogates (which become U+FFFD).
 */

#ifndef READER_JSON_READ_H
#define READER_JSON_READ_H

#include "arena.h"

typedef enum {
    READER_VALUE_NULL,
    READER_VALUE_FALSE,
    READER_VALUE_TRUE,
    READER_VALUE_INTEGER,
    READER_VALUE_REAL,
    READER_VALUE_STRING,
    READER_VALUE_ARRAY,
    READER_VALUE_OBJECT
} reader_value_kind_t;

typedef struct reader_value reader_value_t;

struct reader_value {
    reader_value_kind_t kind;
    reader_string_t key;       /* of a member of an object; no two the same */
    reader_value_t *next;      /* in the same array or object, or NULL */
    union {
        reader_string_t text;  /* STRING: UTF-8, references not resolved */
        long long integer;
        double real;
        reader_value_t *first; /* ARRAY, OBJECT: what is in it, or NULL */
    };
};

/*
 * The first value in text (valid UTF-8), whatever stands behind it; NULL if
 * that is no JSON even so, nested more than 32 deep, or has a number too large
 * for its type.  Strings are spans of text where nothing had to be resolved.
 */
reader_value_t *reader_json_read(reader_arena_t *arena, reader_string_t text);

/* value may be NULL, which is of no kind and has no members. */
bool reader_value_is(const reader_value_t *value, reader_value_kind_t kind);
reader_value_t *reader_value_member(const reader_value_t *value,
                                    const char *key);

/* The first item of an array, NULL if it is empty; else value itself. */
const reader_value_t *reader_value_single(const reader_value_t *value);

#endif
