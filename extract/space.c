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


/* Whether a control or two spaces in a row are in the eight bytes. */
static bool
may_have_run(const char *at)
{
    const uint64_t ones = 0x0101010101010101u, high = ones << 7;
    uint64_t bytes, others;

    memcpy(&bytes, at, sizeof(bytes));
    others = bytes ^ ones * ' ';
    others = ((others & ~high) + ~high) | others; /* high bit: no space */

    return ((((bytes - ones * ' ') & ~bytes) | (~others & (~others >> 8)))
            & high)
           != 0;
}


/* Whether there is white space to collapse; none is at the end. */
static bool
has_runs(reader_string_t text)
{
    const char *at = text.data, *end = at + text.length;

    /* the last byte of each eight is the first of the next */
    while (end - at > 8 && !may_have_run(at)) {
        at += 7;
    }

    if (text.length >= 8 && end - at <= 8 && !may_have_run(end - 8)) {
        return false;
    }

    for (;; at++) {
        while (at < end && (unsigned char) *at > ' ') {
            at++;
        }

        if (at == end) {
            return false;
        }

        if (reader_ascii_space(*at)
            && (*at != ' ' || reader_ascii_space(at[1]))) {
            return true;
        }
    }
}


reader_string_t
reader_space_collapsed(reader_arena_t *arena, reader_string_t text)
{
    char *copy;
    size_t length = 0;

    if (!has_runs(text)) {
        return text;
    }

    copy = reader_arena_alloc(arena, text.length);

    for (size_t i = 0; i < text.length; i++) {
        if (!reader_ascii_space(text.data[i])) {
            copy[length++] = text.data[i];
        } else if (copy[length - 1] != ' ') {
            copy[length++] = ' ';
        }
    }

    return (reader_string_t) { copy, length };
}
