/* What is found many bytes at a time is what is found one by one */

#include "special.h"
#include "tap.h"

#include <stdlib.h>

#define LENGTHS 80
#define ROUNDS 200

typedef bool (*is_found_t)(unsigned char c, unsigned char next);


static bool
is_markup(unsigned char c, unsigned char next)
{
    (void) next;

    return c == '&' || c == '<' || c == '>' || c == '"' || c == 0xC2;
}


static bool
is_suspect(unsigned char c, unsigned char next)
{
    (void) next;

    return (c < ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r')
           || c == 0x7F || c == 0xC2 || c == 0xCD || (c >= 0xE1 && c <= 0xE3)
           || c >= 0xEF;
}


static bool
is_space(unsigned char c, unsigned char next)
{
    return c == '\t' || c == '\n' || c == '\f' || c == '\r'
           || (c == ' ' && next == ' ');
}


static bool
is_markdown(unsigned char c, unsigned char next)
{
    (void) next;

    return c < ' ' || strchr("!$&(*:<[\\]_`|~", c) != NULL;
}


static bool
is_json(unsigned char c, unsigned char next)
{
    (void) next;

    return c < ' ' || strchr("\"&<>\\\x7F\xE2", c) != NULL;
}


static const struct {
    const char *name;
    reader_special_t kind;
    is_found_t is_found;
} kinds[] = {
    { "markup", READER_SPECIAL_MARKUP, is_markup },
    { "suspect", READER_SPECIAL_SUSPECT, is_suspect },
    { "space", READER_SPECIAL_SPACE, is_space },
    { "Markdown", READER_SPECIAL_MARKDOWN, is_markdown },
    { "JSON", READER_SPECIAL_JSON, is_json },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))
#define FIRST 3 /* kinds that reader_special_kinds() tells */


/* The same byte by byte. */
static size_t
find(reader_string_t text, size_t at, is_found_t is_found)
{
    while (at < text.length
           && !is_found((unsigned char) text.data[at],
                        at + 1 < text.length ? (unsigned char) text.data[at + 1]
                                             : 0)) {
        at++;
    }

    return at;
}


static bool
is_same(reader_string_t text, size_t k)
{
    for (size_t at = 0; at <= text.length; at++) {
        if (reader_special(text, at, kinds[k].kind)
            != find(text, at, kinds[k].is_found)) {
            return false;
        }
    }

    return true;
}


static bool
are_kinds_same(reader_string_t text)
{
    unsigned want = 0;

    for (size_t k = 0; k < FIRST; k++) {
        if (find(text, 0, kinds[k].is_found) < text.length) {
            want |= kinds[k].kind;
        }
    }

    return reader_special_kinds(text) == want;
}


/* Each byte is any, or one of a few, or a letter; most in three of four are. */
static void
fill(uint32_t *state, char *text, size_t length, unsigned round)
{
    static const char few[] =
        "      \t&\"<>\n\r\f\v\x7F\xC2\xA0\xE2\xE4\xEF!*:[]\\_`|~";

    for (size_t i = 0; i < length; i++) {
        unsigned kind;

        *state = *state * 1664525u + 1013904223u;
        kind = (*state >> 24) % (round % 4 == 0 ? 3 : 48);
        text[i] = kind == 0   ? (char) (*state >> 16)
                  : kind == 1 ? few[(*state >> 8) % (sizeof(few) - 1)]
                              : 'a';
    }
}


int
main(void)
{
    uint32_t state = 1;
    bool same[KINDS], first = true;

    for (size_t k = 0; k < KINDS; k++) {
        same[k] = true;
    }

    for (size_t length = 0; length < LENGTHS; length++) {
        char *data = malloc(length == 0 ? 1 : length);
        reader_string_t text = { data, length };

        for (unsigned round = 0; round < ROUNDS; round++) {
            fill(&state, data, length, round);
            first = first && are_kinds_same(text);

            for (size_t k = 0; k < KINDS; k++) {
                same[k] = same[k] && is_same(text, k);
            }
        }

        free(data);
    }

    for (size_t k = 0; k < KINDS; k++) {
        ok(same[k], kinds[k].name);
    }

    ok(first, "what there is anywhere");

    return done_testing();
}
