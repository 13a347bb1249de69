#include "plain.h"

#include "ascii.h"
#include "space.h"
#include "unicode.h"

#include <string.h>

typedef struct {
    uint32_t first, last;
} range_t;

/*
 * Never seen.  U+2066 to U+2069, U+FE00 to U+FE0F, U+E0000 and up have rules
 * of their own.  C1 controls are in here: terminals obey them in UTF-8 too.
 */
static const range_t invisible[] = {
    { 0x00, 0x08 },     { 0x0B, 0x0B },     { 0x0E, 0x1F },
    { 0x7F, 0x9F },     { 0xAD, 0xAD },     { 0x34F, 0x34F },
    { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 }, { 0x180B, 0x180F },
    { 0x200B, 0x200B }, { 0x2028, 0x202E }, { 0x2060, 0x2065 },
    { 0x206A, 0x206F }, { 0x3164, 0x3164 }, { 0xFDD0, 0xFDEF },
    { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB },
    { 0xFFFE, 0xFFFF },
};

/* Unicode, emoji-sequences: England, Scotland, Wales, behind U+1F3F4 */
static const char *const flags[] = { "gbeng", "gbsct", "gbwls" };

#define BLACK_FLAG 0x1F3F4
#define TAG_FIRST 0xE0000
#define TAG_CANCEL 0xE007F
#define TAG_LENGTH 4


static bool
is_invisible(uint32_t c)
{
    for (size_t i = 0; i < sizeof(invisible) / sizeof(invisible[0]); i++) {
        if (c <= invisible[i].last) {
            return c >= invisible[i].first;
        }
    }

    return (c & 0xFFFE) == 0xFFFE; /* the last two of each plane */
}


static bool
is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF)
           || (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3007;
}


/* Bytes of the tag characters at the start that make up a flag; or 0. */
static size_t
flag_length(reader_string_t text)
{
    char name[8];
    size_t count = 0;
    const char *at = text.data;

    while (at < text.data + text.length) {
        uint32_t c = reader_unicode_next(&at, text.data + text.length);

        count++;

        if (c == TAG_CANCEL && count <= sizeof(name)) {
            for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
                if (count - 1 == strlen(flags[i])
                    && memcmp(name, flags[i], count - 1) == 0) {
                    return count * TAG_LENGTH;
                }
            }

            return 0;
        }

        if (c < TAG_FIRST || c >= TAG_CANCEL || count > sizeof(name)) {
            return 0;
        }

        name[count - 1] = (char) (c - TAG_FIRST);
    }

    return 0;
}


/*
 * Bytes that a character begins with which may have to go: controls, and the
 * leads of C1 and the soft hyphen; U+034F; U+1100..; U+2000..; U+3164; U+F000..
 * to U+FFFF; planes 1 and up.
 */
static const bool suspects[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    [0x7F] = 1, [0xC2] = 1, [0xCD] = 1, [0xE1] = 1, [0xE2] = 1, [0xE3] = 1,
    [0xEF] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
};


/* Whether a rule of reader_plain() is about this code point. */
static bool
is_special(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= TAG_FIRST && c <= 0xE0FFF)
           || (c >= 0x2066 && c <= 0x2069) || is_invisible(c);
}


/* Whether the eight bytes at this place are all printable ASCII. */
static bool
is_printable(const char *at)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t bytes;

    memcpy(&bytes, at, sizeof(bytes));

    /* less than a space borrows, DEL carries into the high bit of a byte */
    return (((bytes - ones * ' ') | bytes | (bytes + ones)) & ones << 7) == 0;
}


static bool
has_special(reader_string_t text)
{
    const char *at = text.data, *end = at + text.length;

    while (at < end) {
        const char *stop = end - at > 8 ? at + 8 : end, *next;

        if (stop - at == 8 && is_printable(at)) {
            at = stop;
            continue;
        }

        /* the last few with some before them once more */
        if (stop - at < 8 && text.length >= 8 && is_printable(end - 8)) {
            return false;
        }

        while (at < stop && !suspects[(unsigned char) *at]) {
            at++;
        }

        if (at < stop) {
            next = at;

            if (is_special(reader_unicode_next(&next, end))) {
                return true;
            }

            at = next;
        }
    }

    return false;
}


static bool
is_isolate(const char *text, size_t left)
{
    return left >= 3 && memcmp(text, "\xE2\x81", 2) == 0
           && (unsigned char) text[2] >= 0xA6
           && (unsigned char) text[2] <= 0xA9;
}


/* Removes all isolates from text, in place, unless they are balanced. */
static size_t
balance(char *text, size_t length)
{
    size_t to = 0, depth = 0;
    bool balanced = true;

    for (size_t at = 0; at < length; at++) {
        if (is_isolate(text + at, length - at)) {
            bool closing = (unsigned char) text[at + 2] == 0xA9;

            balanced = balanced && !(closing && depth == 0);
            depth += closing ? (size_t) -1 : 1;
        }
    }

    if (balanced && depth == 0) {
        return length;
    }

    for (size_t at = 0; at < length; at++) {
        if (is_isolate(text + at, length - at)) {
            at += 2;
        } else {
            text[to++] = text[at];
        }
    }

    return to;
}


reader_string_t
reader_plain(reader_arena_t *arena, reader_string_t text)
{
    char *copy;
    size_t to = 0;
    uint32_t before = 0;
    bool isolates = false;

    reader_arena_spend(arena, text.length);

    if (!has_special(text)) {
        return text;
    }

    copy = reader_arena_alloc(arena, text.length + 1);

    for (size_t at = 0, spent = 0; at < text.length;) {
        const char *next = text.data + at;
        uint32_t c = reader_unicode_next(&next, text.data + text.length);
        size_t length = (size_t) (next - text.data) - at, keep = length;

        if (c >= 0xFE00 && c <= 0xFE0F) {
            keep = before >= 0xFE00 && before <= 0xFE0F ? 0 : length;

        } else if (c >= 0xE0100 && c <= 0xE01EF) {
            keep = is_han(before) ? length : 0;

        } else if (c >= TAG_FIRST && c <= 0xE0FFF) {
            keep = before == BLACK_FLAG
                       ? flag_length((reader_string_t) {
                             text.data + at, text.length - at })
                       : 0;

        } else if (is_invisible(c)) {
            keep = 0;
        }

        if (at - spent >= READER_ARENA_PIECE) {
            reader_arena_spend(arena, at - spent);
            spent = at;
        }

        isolates = isolates || (c >= 0x2066 && c <= 0x2069);
        memcpy(copy + to, text.data + at, keep);
        to += keep;
        at += keep > length ? keep : length;

        /* a selector that was dropped does not make room for the next */
        if (keep != 0 || c < 0xFE00) {
            before = c;
        }
    }

    if (isolates) {
        to = balance(copy, to);
    }

    copy[to] = '\0';

    return (reader_string_t) { copy, to };
}


reader_string_t
reader_plain_line(reader_arena_t *arena, reader_string_t text)
{
    return reader_space_collapsed(
        arena, reader_ascii_trim(reader_plain(arena, text)));
}
