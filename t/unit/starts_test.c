/* What the three first characters rule out, PCRE2 does not match either */

#include "starts.h"
#include "tap.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdint.h>

static const char pattern[] =
    "read (?:more|on)|l.s (?:mer|ogs)|by:? |like$|\\d+ views|p.t.te|"
    "(?:photo|file)s?(?: by|:)|\xC3\xBC" "ber|of|go+gle";


static reader_starts_t starts;


static bool
may(const char *text)
{
    return reader_starts_may(&starts, text, text + strlen(text));
}


/* Texts of pieces that match, nearly match, or do not. */
static void
make_text(uint32_t *state, char *text)
{
    static const char *const pieces[] = {
        "read ", "MORE", "on", "l", "s", "e", " ", "mer", "ogs", "By", ":",
        "like", "1", "7", " views", "p", "t", "te", "photo", "file", " by",
        "\xC3\xBC", "\xC3\x9C", "ber", "o", "F", "g", "gle", ",", "(",
    };
    unsigned count;

    *state = *state * 1664525u + 1013904223u;
    count = 1 + (*state >> 24) % 5;
    *text = '\0';

    while (count-- != 0) {
        *state = *state * 1664525u + 1013904223u;
        strcat(text,
               pieces[(*state >> 16) % (sizeof(pieces) / sizeof(*pieces))]);
    }
}


static void
check_generated(void)
{
    int number;
    PCRE2_SIZE offset;
    pcre2_code *code = pcre2_compile(
        (PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
        PCRE2_CASELESS | PCRE2_UTF | PCRE2_ANCHORED, &number, &offset, NULL);
    pcre2_match_data *match =
        pcre2_match_data_create_from_pattern(code, NULL);
    unsigned wrong = 0, matched = 0, passed = 0;
    uint32_t state = 7;

    for (int i = 0; i < 300000; i++) {
        char text[32];
        bool matches;

        make_text(&state, text);
        matches = pcre2_match(code, (PCRE2_SPTR) text, strlen(text), 0, 0,
                              match, NULL)
                  >= 0;
        matched += matches;
        passed += may(text);

        if (matches && !may(text) && wrong++ < 5) {
            printf("# %s\n", text);
        }
    }

    is_int(wrong, 0, "nothing that matches is ruled out");
    ok(matched > 1000, "some of the texts match");
    ok(passed < 150000, "most are ruled out");
    pcre2_match_data_free(match);
    pcre2_code_free(code);
}


int
main(void)
{
    reader_starts_init(&starts);
    ok(may("Roading"), "nothing is ruled out that was not asked for");
    reader_starts_learn(&starts, pattern, READER_STARTS_ALL);
    ok(may("Read more"), "the start of an alternative");
    ok(!may("Roading"), "one letter that is another");
    ok(may("by "), "a match of three characters");
    ok(may("of"), "of two");
    ok(!may("x"), "one that nothing begins with");
    ok(!may("g"), "what is shorter than any match");
    ok(may("\xC3\x9C" "ber"), "what is not ASCII is not told");
    check_generated();

    reader_starts_init(&starts);
    reader_starts_learn(&starts, "(", READER_STARTS_ALL);
    ok(may("Reading"), "where the pattern is none, all may match");

    return done_testing();
}
