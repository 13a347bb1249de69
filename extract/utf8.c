#include "utf8.h"

#include <string.h>

#define HIGH_BITS 0x8080808080808080u


/*
 * Unicode, table 3-7.  The length of the well-formed sequence at p, or minus
 * the length of the longest part of one (at least a byte).
 */
static int
sequence(const unsigned char *p, const unsigned char *end)
{
    unsigned char lead = *p;
    unsigned char low = 0x80, high = 0xBF;
    int length;

    if (lead < 0x80) {
        return 1;
    }

    if (lead < 0xC2 || lead > 0xF4) {
        return -1;
    }

    length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    switch (lead) {
    case 0xE0:
        low = 0xA0; /* else overlong */
        break;
    case 0xED:
        high = 0x9F; /* else a surrogate */
        break;
    case 0xF0:
        low = 0x90;
        break;
    case 0xF4:
        high = 0x8F; /* else above U+10FFFF */
        break;
    default:
        break;
    }

    for (int i = 1; i < length; i++) {
        if (end - p <= i || p[i] < low || p[i] > high) {
            return -i;
        }

        low = 0x80;
        high = 0xBF;
    }

    return length;
}


static const unsigned char *
skip_ascii(const unsigned char *p, const unsigned char *end)
{
    uint64_t words[2];

    while (end - p >= (ptrdiff_t) sizeof(words)) {
        memcpy(words, p, sizeof(words));

        if (((words[0] | words[1]) & HIGH_BITS) != 0) {
            break;
        }

        p += sizeof(words);
    }

    while (p < end && *p < 0x80) {
        p++;
    }

    return p;
}


size_t
reader_utf8_valid(reader_string_t text)
{
    const unsigned char *start = (const unsigned char *) text.data;
    const unsigned char *p = start;
    const unsigned char *end = p + text.length;

    while (p < end) {
        int length;

        p = skip_ascii(p, end);

        /* letters of other scripts come in runs */
        while (p < end && *p >= 0x80) {
            length = sequence(p, end);

            if (length < 0) {
                return (size_t) (p - start);
            }

            p += length;
        }
    }

    return text.length;
}


void
reader_utf8_repair(reader_buffer_t *out, reader_string_t text)
{
    while (text.length != 0) {
        size_t valid = reader_utf8_valid(text);
        int bad;

        reader_buffer_add(out, text.data, valid);
        text.data += valid;
        text.length -= valid;

        if (text.length == 0) {
            break;
        }

        bad = -sequence((const unsigned char *) text.data,
                        (const unsigned char *) text.data + text.length);
        reader_buffer_code_point(out, 0xFFFD);
        text.data += bad;
        text.length -= (size_t) bad;
        reader_arena_spend(out->arena, valid + 1);
    }
}
