/* What is found many bytes at a time is what is found one by one */

#include "scan.h"
#include "tap.h"

#include <stdlib.h>

#define LENGTHS 80
#define ROUNDS 200

typedef bool (*is_found_t)(reader_string_t text, size_t at);


static unsigned char
byte_at(reader_string_t text, size_t at)
{
    return at < text.length ? (unsigned char) text.data[at] : 0;
}


static bool
is_markup(reader_string_t text, size_t at)
{
    unsigned char c = byte_at(text, at);

    return c == '&' || c == '<' || c == '>' || c == '"' || c == 0xC2;
}


static bool
is_suspect(reader_string_t text, size_t at)
{
    unsigned char c = byte_at(text, at);

    return (c < ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r')
           || c == 0x7F || c == 0xC2 || c == 0xCD || (c >= 0xE1 && c <= 0xE3)
           || c >= 0xEF;
}


static bool
is_space(reader_string_t text, size_t at)
{
    unsigned char c = byte_at(text, at);

    return c == '\t' || c == '\n' || c == '\f' || c == '\r'
           || (c == ' ' && byte_at(text, at + 1) == ' ');
}


static bool
is_same(reader_string_t text, size_t (*scan)(reader_string_t, size_t),
        is_found_t is_found)
{
    for (size_t at = 0; at <= text.length; at++) {
        size_t want = at;

        while (want < text.length && !is_found(text, want)) {
            want++;
        }

        if (scan(text, at) != want) {
            return false;
        }
    }

    return true;
}


/* Each byte is any, or mostly a letter, a space or one of a few others. */
static void
fill(uint32_t *state, char *text, size_t length)
{
    static const char few[] = "     \t&\"<>\n\r\f\v\x7F\xC2\xA0\xE2\xE4\xEF";

    for (size_t i = 0; i < length; i++) {
        unsigned kind;

        *state = *state * 1664525u + 1013904223u;
        kind = *state >> 28;
        text[i] = kind == 0   ? (char) (*state >> 16)
                  : kind == 1 ? few[(*state >> 16) % (sizeof(few) - 1)]
                              : 'a';
    }
}


int
main(void)
{
    uint32_t state = 1;
    bool markup = true, suspect = true, space = true;

    for (size_t length = 0; length < LENGTHS; length++) {
        char *data = malloc(length == 0 ? 1 : length);
        reader_string_t text = { data, length };

        for (unsigned round = 0; round < ROUNDS; round++) {
            fill(&state, data, length);
            markup = markup && is_same(text, reader_scan_markup, is_markup);
            suspect = suspect
                      && is_same(text, reader_scan_suspect, is_suspect);
            space = space && is_same(text, reader_scan_space, is_space);
        }

        free(data);
    }

    ok(markup, "what markup has references for");
    ok(suspect, "what may not be for everyone to see");
    ok(space, "what white space is collapsed");

    return done_testing();
}
