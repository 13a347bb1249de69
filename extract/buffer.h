/* A string that grows, in an arena. */

#ifndef READER_BUFFER_H
#define READER_BUFFER_H

#include "arena.h"

typedef struct {
    reader_arena_t *arena;
    char *data;
    size_t length;
    size_t capacity;
} reader_buffer_t;

/* A string_t of a string literal, and an empty one. */
#define READER_STRING(literal)                                                \
    ((reader_string_t) { (literal), sizeof(literal) - 1 })
#define READER_EMPTY ((reader_string_t) { NULL, 0 })

void reader_buffer_init(reader_buffer_t *buffer, reader_arena_t *arena,
                        size_t capacity);
void reader_buffer_reserve(reader_buffer_t *buffer, size_t extra);
void reader_buffer_byte(reader_buffer_t *buffer, char byte);
void reader_buffer_add(reader_buffer_t *buffer, const char *data,
                       size_t length);
void reader_buffer_string(reader_buffer_t *buffer, reader_string_t string);
void reader_buffer_text(reader_buffer_t *buffer, const char *text);
void reader_buffer_number(reader_buffer_t *buffer, unsigned long number);

/* The code point as UTF-8; U+FFFD for what is none. */
void reader_buffer_code_point(reader_buffer_t *buffer, uint32_t code_point);

/* Valid until the buffer changes. */
reader_string_t reader_buffer_value(const reader_buffer_t *buffer);

#endif
