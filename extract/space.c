#include "space.h"

#include "ascii.h"
#include "special.h"

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
    size_t at = reader_special(text, 0, READER_SPECIAL_SPACE), from = 0, length = 0;
    char *copy;

    if (at == text.length) {
        return text;
    }

    copy = reader_arena_alloc(arena, text.length);

    while (at < text.length) {
        memcpy(copy + length, text.data + from, at - from);
        length += at - from;

        if (copy[length - 1] != ' ') {
            copy[length++] = ' ';
        }

        while (reader_ascii_space(text.data[at])) {
            at++;
        }

        from = at;
        at = reader_special(text, at, READER_SPECIAL_SPACE);
    }

    memcpy(copy + length, text.data + from, at - from);

    return (reader_string_t) { copy, length + at - from };
}
