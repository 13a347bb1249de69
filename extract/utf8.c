#include "utf8.h"

#include "scan.h"


/*
 * Unicode, table 3-7.  The length of the well-formed sequence at p, or minus
 * the length of the longest part of one (at least a byte).
 */
static int
sequence(const char *at, const char *end)
{
    const unsigned char *p = (const unsigned char *) at;
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
        if (end - at <= i || p[i] < low || p[i] > high) {
            return -i;
        }

        low = 0x80;
        high = 0xBF;
    }

    return length;
}


size_t
reader_utf8_valid(reader_string_t text)
{
    const char *end = text.data + text.length;
    const char *at = reader_scan_ascii(text.data, end);

    while (at < end) {
        int length = sequence(at, end);

        if (length < 0) {
            return (size_t) (at - text.data);
        }

        at += length;

        /* letters of other scripts come in runs */
        if (at < end && (unsigned char) *at < 0x80) {
            at = reader_scan_ascii(at, end);
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

        bad = -sequence(text.data, text.data + text.length);
        reader_buffer_code_point(out, 0xFFFD);
        text.data += bad;
        text.length -= (size_t) bad;
        reader_arena_spend(out->arena, valid + 1);
    }
}
