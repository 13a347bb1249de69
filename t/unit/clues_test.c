/* What classes, addresses and beginnings of lines give away. */

#include "tap.h"

#include "clues.h"

#include <stdio.h>
#include <stdlib.h>

static reader_clues_t clues;


/* Of a block of its own, behind which nothing may be read. */
static unsigned
words(const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    unsigned says;

    memcpy(copy + 1, text, length);
    says = reader_clue_words(&clues, (reader_string_t) { copy + 1, length });
    free(copy);

    return says;
}


static bool
address(const char *text)
{
    size_t length = strlen(text);
    char *copy = malloc(length + 1);
    bool is;

    memcpy(copy + 1, text, length);
    is = reader_clue_author_address((reader_string_t) { copy + 1, length });
    free(copy);

    return is;
}


static bool
byline(const char *text)
{
    size_t length = strlen(text);
    char *copy = malloc(length + 1);
    bool is;

    memcpy(copy + 1, text, length);
    is = reader_clue_starts_byline((reader_string_t) { copy + 1, length });
    free(copy);

    return is;
}


/* Each stem wherever it begins, whatever is around it, in both cases. */
static void
check_stems(void)
{
    static const struct {
        const char *stem;
        unsigned says;
    } stems[] = {
        { "author", READER_SAYS_AUTHOR },
        { "by-line", READER_SAYS_AUTHOR },
        { "date", READER_SAYS_DATE },
        { "datum", READER_SAYS_DATE },
        { "menu", READER_SAYS_ASIDE },
        { "time", READER_SAYS_DATE },
        { "updat", READER_SAYS_MODIFIED | READER_SAYS_DATE },
        { "poster", READER_SAYS_AUTHOR },
        { "posted", READER_SAYS_DATE },
        { "widget", READER_SAYS_ASIDE },
        { "veroeffentlich", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    };
    char value[300];

    for (size_t i = 0; i < sizeof(stems) / sizeof(*stems); i++) {
        size_t length = strlen(stems[i].stem), wrong = 0;

        for (size_t at = 0; at < 9; at++) {
            for (size_t behind = 0; behind < 3; behind++) {
                memset(value, 'x', sizeof(value));
                memcpy(value + at, stems[i].stem, length);
                wrong += words(value, at + length + behind) != stems[i].says;
                wrong += words(value, at + length - 1) != 0;
                value[at] -= 'a' - 'A';
                value[at + 2] -= value[at + 2] == '-' ? 0 : 'a' - 'A';
                wrong += words(value, at + length + behind) != stems[i].says;
            }
        }

        is_int((long) wrong, 0, stems[i].stem);
    }

    memset(value, 'x', sizeof(value));
    memcpy(value + 252, "date", 4);
    is_int((long) words(value, 300), READER_SAYS_DATE, "the 256th byte");
    memcpy(value + 252, "xdate", 5);
    is_int((long) words(value, 300), 0, "and no more");
    is_int((long) words("date", 3) + (long) words("date", 0), 0, "too short");
    is_int((long) words("menu post-date entry-author", 27),
           READER_SAYS_ASIDE | READER_SAYS_DATE | READER_SAYS_AUTHOR,
           "several");
    is_int((long) words("modified", 8),
           READER_SAYS_MODIFIED | READER_SAYS_DATE, "modified");
    is_int((long) words("date-modified", 13),
           READER_SAYS_MODIFIED | READER_SAYS_DATE, "one says more");
}


static void
check_addresses(void)
{
    static const char *const people[] = {
        "/author/jane", "/by/x", "/BY/", "?author=1", "/?author=1",
        "https://example.com/a/b/c/staff/jane",
        "https://example.com/Contributor", "x?user/1", "/1234567/by/",
        "/12345678/by/", "//////////////redakt",
    };
    static const char *const others[] = {
        "", "/", "/by", "by/x", "/b", "/author", "/authors", "x/autho",
        "https://example.com/", "https://example.com/stories/jane-doe",
        ".by/", ">author/", "/authorx", "/user", "//////////////",
    };

    for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++) {
        ok(address(people[i]), people[i]);
    }

    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        ok(!address(others[i]), others[i]);
    }

    ok(!reader_clue_author_address((reader_string_t) { NULL, 0 }), "none");
}


static void
check_bylines(void)
{
    static const char *const starts[] = {
        "By Jane", "by", "BY JANE", "By:", "Von Jane", "a cura di Jane",
        "Af Jane", "Av Jane", "Author: Jane", "auteur : Jane", "Par Jane",
        "Published by Jane", "Written by", "Words: Jane", "Door Jane",
        "\xD0\x90\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80: J",
    };
    static const char *const others[] = {
        "", "B", "B ", "Bye", "Byte by byte", "Area", "Vonnegut", "a", "wo",
        "\xD0\x90", "Authority",
    };

    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
        ok(byline(starts[i]), starts[i]);
    }

    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        ok(!byline(others[i]), others[i]);
    }
}


int
main(void)
{
    reader_clues_init(&clues);
    check_stems();
    check_addresses();
    check_bylines();

    return done_testing();
}
