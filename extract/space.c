#include "space.h"

#include "ascii.h"

#include <string.h>

#define NBSP "\xC2\xA0"


const char *
reader_space_before(reader_string_t *text)
{
    const char *space = NULL;

    for (;;) {
        if (text->length != 0 && reader_ascii_space(text->data[0])) {
            space = " ";
            text->data++;
            text->length--;

        } else if (text->length >= 2 && memcmp(text->data, NBSP, 2) == 0) {
            space = space == NULL ? NBSP : space;
            text->data += 2;
            text->length -= 2;

        } else {
            return space;
        }
    }
}


const char *
reader_space_after(reader_string_t *text)
{
    const char *space = NULL;

    for (;;) {
        const char *end = text->data + text->length;

        if (text->length != 0 && reader_ascii_space(end[-1])) {
            space = " ";
            text->length--;

        } else if (text->length >= 2 && memcmp(end - 2, NBSP, 2) == 0) {
            space = space == NULL ? NBSP : space;
            text->length -= 2;

        } else {
            return space;
        }
    }
}


reader_string_t
reader_space_collapsed(reader_arena_t *arena, reader_string_t text)
{
    char *copy;
    size_t i, length = 0;

    for (i = 0; i < text.length; i++) {
        if ((unsigned char) text.data[i] <= ' '
            && reader_ascii_space(text.data[i])
            && (text.data[i] != ' ' || reader_ascii_space(text.data[i + 1]))) {
            break;
        }
    }

    if (i == text.length) {
        return text;
    }

    copy = reader_arena_alloc(arena, text.length);

    for (i = 0; i < text.length; i++) {
        if (!reader_ascii_space(text.data[i])) {
            copy[length++] = text.data[i];
        } else if (copy[length - 1] != ' ') {
            copy[length++] = ' ';
        }
    }

    return (reader_string_t) { copy, length };
}
