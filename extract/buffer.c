#include "buffer.h"

#include <string.h>

#define CAPACITY_MIN 64


void
reader_buffer_init(reader_buffer_t *buffer, reader_arena_t *arena,
                   size_t capacity)
{
    buffer->arena = arena;
    buffer->data = capacity == 0 ? NULL : reader_arena_alloc(arena, capacity);
    buffer->length = 0;
    buffer->capacity = capacity;
}


static void
grow(reader_buffer_t *buffer, size_t extra)
{
    size_t capacity = buffer->capacity * 2;

    if (extra > SIZE_MAX / 2 - buffer->length) {
        reader_arena_fail(buffer->arena, READER_MEMORY);
    }

    if (capacity < buffer->length + extra) {
        capacity = buffer->length + extra;
    }

    if (capacity < CAPACITY_MIN) {
        capacity = CAPACITY_MIN;
    }

    buffer->data = reader_arena_grow(buffer->arena, buffer->data,
                                     buffer->capacity, capacity);
    buffer->capacity = capacity;
}


void
reader_buffer_reserve(reader_buffer_t *buffer, size_t extra)
{
    if (extra > buffer->capacity - buffer->length) {
        grow(buffer, extra);
    }
}


void
reader_buffer_byte(reader_buffer_t *buffer, char byte)
{
    if (buffer->length == buffer->capacity) {
        grow(buffer, 1);
    }

    buffer->data[buffer->length++] = byte;
}


void
reader_buffer_add(reader_buffer_t *buffer, const char *data, size_t length)
{
    if (length == 0) {
        return;
    }

    if (length > buffer->capacity - buffer->length) {
        grow(buffer, length);
    }

    memcpy(buffer->data + buffer->length, data, length);
    buffer->length += length;
    reader_arena_spend(buffer->arena, length); /* writers do not count */
}


void
reader_buffer_string(reader_buffer_t *buffer, reader_string_t string)
{
    reader_buffer_add(buffer, string.data, string.length);
}


void
reader_buffer_text(reader_buffer_t *buffer, const char *text)
{
    reader_buffer_add(buffer, text, strlen(text));
}


void
reader_buffer_number(reader_buffer_t *buffer, unsigned long number)
{
    char digits[24];
    size_t at = sizeof(digits);

    do {
        digits[--at] = (char) ('0' + number % 10);
        number /= 10;
    } while (number != 0);

    reader_buffer_add(buffer, digits + at, sizeof(digits) - at);
}


void
reader_buffer_code_point(reader_buffer_t *buffer, uint32_t code_point)
{
    char utf8[4];
    size_t length;

    if (code_point > 0x10FFFF
        || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        code_point = 0xFFFD;
    }

    if (code_point < 0x80) {
        utf8[0] = (char) code_point;
        length = 1;

    } else if (code_point < 0x800) {
        utf8[0] = (char) (0xC0 | code_point >> 6);
        utf8[1] = (char) (0x80 | (code_point & 0x3F));
        length = 2;

    } else if (code_point < 0x10000) {
        utf8[0] = (char) (0xE0 | code_point >> 12);
        utf8[1] = (char) (0x80 | (code_point >> 6 & 0x3F));
        utf8[2] = (char) (0x80 | (code_point & 0x3F));
        length = 3;

    } else {
        utf8[0] = (char) (0xF0 | code_point >> 18);
        utf8[1] = (char) (0x80 | (code_point >> 12 & 0x3F));
        utf8[2] = (char) (0x80 | (code_point >> 6 & 0x3F));
        utf8[3] = (char) (0x80 | (code_point & 0x3F));
        length = 4;
    }

    reader_buffer_add(buffer, utf8, length);
}


reader_string_t
reader_buffer_value(const reader_buffer_t *buffer)
{
    return (reader_string_t) { buffer->data, buffer->length };
}
