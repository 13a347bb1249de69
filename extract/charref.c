#include "charref.h"
#include "buffer.h"
#include "charref_table.h"
#include "scan.h"

#include <string.h>

/* "CounterClockwiseContourIntegral"; and the longest without semicolon. */
#define NAME_MAX_LENGTH 31
#define BARE_MAX_LENGTH 6

#define REPLACEMENT 0xFFFD
#define CODE_POINT_MAX 0x10FFFF

/* HTML standard, 13.2.5.80: references to C1 controls mean windows-1252 */
static const uint16_t c1[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};


static bool
is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}


static int
digit_value(char c, unsigned base)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }

    if (base == 16 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
        return (c | 0x20) - 'a' + 10;
    }

    return -1;
}


static const reader_charref_t *
find(const char *name, size_t length)
{
    size_t low = 0;
    size_t high = reader_charref_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const reader_charref_t *entry = &reader_charrefs[middle];
        int order = strncmp(entry->name, name, length);

        if (order == 0 && entry->name[length] == '\0') {
            return entry;
        }

        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }

    return NULL;
}


/* 13.2.5.75 ff.: p is behind "&#".  Returns where the reference ends. */
static const char *
decode_number(reader_buffer_t *out, const char *p, const char *end)
{
    unsigned base = 10;
    uint32_t value = 0;
    const char *digits;

    if (p < end && (*p | 0x20) == 'x') {
        base = 16;
        p++;
    }

    digits = p;

    for (int digit; p < end && (digit = digit_value(*p, base)) >= 0; p++) {
        if (value <= CODE_POINT_MAX) {
            value = value * base + (uint32_t) digit;
        }
    }

    if (p == digits) {
        return NULL;
    }

    if (p < end && *p == ';') {
        p++;
    }

    if (value == 0) {
        value = REPLACEMENT;
    } else if (value >= 0x80 && value <= 0x9F) {
        value = c1[value - 0x80];
    }

    reader_buffer_code_point(out, value);

    return p;
}


/* 13.2.5.73: p is behind "&".  Returns where the reference ends. */
static const char *
decode_name(reader_buffer_t *out, const char *p, const char *end,
            bool attribute)
{
    const reader_charref_t *entry = NULL;
    size_t length = 0;

    while (length <= NAME_MAX_LENGTH && length < (size_t) (end - p)
           && is_alphanumeric(p[length])) {
        length++;
    }

    if (length != 0 && length < (size_t) (end - p) && p[length] == ';') {
        entry = find(p, length);
    }

    if (entry != NULL) {
        p += length + 1;
    } else {
        if (length > BARE_MAX_LENGTH) {
            length = BARE_MAX_LENGTH;
        }

        for (; length >= 2; length--) {
            entry = find(p, length);

            if (entry != NULL && entry->bare) {
                break;
            }
        }

        if (length < 2) {
            return NULL;
        }

        p += length;

        /* "?a=1&copy=2" in an attribute is an address */
        if (attribute && p < end && (*p == '=' || is_alphanumeric(*p))) {
            return NULL;
        }
    }

    reader_buffer_code_point(out, entry->first);

    if (entry->second != 0) {
        reader_buffer_code_point(out, entry->second);
    }

    return p;
}


/* At special, a byte that is not copied as it is.  Returns what is behind. */
static const char *
decode_special(reader_buffer_t *out, const char *special, const char *end,
               bool attribute)
{
    const char *next;

    if (*special == '\r') {
        reader_buffer_byte(out, '\n');
        return special + (end - special > 1 && special[1] == '\n' ? 2 : 1);
    }

    if (*special == '\0') {
        if (attribute) {
            reader_buffer_code_point(out, REPLACEMENT);
        }

        return special + 1;
    }

    if (end - special > 1 && special[1] == '#') {
        next = decode_number(out, special + 2, end);
    } else {
        next = decode_name(out, special + 1, end, attribute);
    }

    if (next == NULL) {
        reader_buffer_byte(out, '&');
        next = special + 1;
    }

    return next;
}


/* Apart, for next to nothing has to be decoded. */
static __attribute__((noinline)) reader_string_t
decode(reader_arena_t *arena, reader_string_t raw, const char *special,
       bool attribute)
{
    const char *at = raw.data, *end = at + raw.length;
    reader_buffer_t out;

    reader_buffer_init(&out, arena, raw.length + 8);

    while (special < end) {
        reader_buffer_add(&out, at, (size_t) (special - at));
        reader_arena_spend(arena, (size_t) (special - at) + 1);
        at = decode_special(&out, special, end, attribute);
        special = reader_scan_plain(at, end);
    }

    reader_buffer_add(&out, at, (size_t) (end - at));

    return reader_buffer_value(&out);
}


reader_string_t
reader_charref_decode(reader_arena_t *arena, reader_string_t raw,
                      bool attribute)
{
    const char *end = raw.data + raw.length;
    const char *special = reader_scan_plain(raw.data, end);

    return special == end ? raw : decode(arena, raw, special, attribute);
}
