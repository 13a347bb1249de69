/* What the first characters rule out, PCRE2 does not match either */

#include "starts.h"
#include "tap.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdint.h>

static const char *const patterns[] = {
    "read (?:more|on)", "l.s (?:mer|ogs)", "by:? ", "like$", "\\d+ views",
    "p.t.te", "(?:photo|file)s?(?: by|:)", "\xC3\xBC" "ber", "of", "go+gle",
    "we.{0,24}use", "[^x]zz", "\\(c\\)", "subscribe[^\\pL]*$",
};

enum { PATTERNS = sizeof(patterns) / sizeof(*patterns) };

static const char *const any[] = { NULL };

static reader_starts_t starts;


static bool
may(const char *text)
{
    return reader_starts_may(&starts, text, text + strlen(text)) != 0;
}


static void
build(const char *const *items, size_t count, const char *const *firsts)
{
    reader_start_t learnt[PATTERNS];

    for (size_t i = 0; i < count; i++) {
        reader_start_learn(&learnt[i], items[i], firsts, 1);
    }

    reader_starts_build(&starts, learnt, count, NULL);
}


/* Texts of pieces that match, nearly match, or do not. */
static void
make_text(uint32_t *state, char *text)
{
    static const char *const pieces[] = {
        "read ", "MORE", "on", "l", "s", "e", " ", "mer", "ogs", "By", ":",
        "like", "1", "7", " views", "p", "t", "te", "photo", "file", " by",
        "\xC3\xBC", "\xC3\x9C", "ber", "o", "F", "g", "gle", ",", "(", "we",
        "use", "zz", "(c)", "\xE2\x80\x99", "subscribe", "\xC5\xBF",
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


static bool
matches(pcre2_code *const *codes, pcre2_match_data *match, const char *text,
        size_t at)
{
    for (size_t i = 0; i < PATTERNS; i++) {
        if (pcre2_match(codes[i], (PCRE2_SPTR) text, strlen(text), at, 0,
                        match, NULL)
            >= 0) {
            return true;
        }
    }

    return false;
}


static void
check_generated(void)
{
    pcre2_code *codes[PATTERNS];
    pcre2_match_data *match = pcre2_match_data_create(8, NULL);
    unsigned wrong = 0, matched = 0, passed = 0, missed = 0;
    uint32_t state = 7;

    for (size_t i = 0; i < PATTERNS; i++) {
        int number;
        PCRE2_SIZE offset;

        codes[i] = pcre2_compile(
            (PCRE2_SPTR) patterns[i], PCRE2_ZERO_TERMINATED,
            PCRE2_CASELESS | PCRE2_UTF | PCRE2_ANCHORED, &number, &offset,
            NULL);
    }

    for (int i = 0; i < 100000; i++) {
        char text[64];
        const char *end, *found;

        make_text(&state, text);
        end = text + strlen(text);
        matched += matches(codes, match, text, 0);
        passed += may(text);

        if (matches(codes, match, text, 0) && !may(text) && wrong++ < 5) {
            printf("# %s\n", text);
        }

        found = reader_starts_find(&starts, text, end);

        for (const char *at = text; at < found; at++) {
            if (((unsigned char) *at & 0xC0) != 0x80
                && matches(codes, match, text, (size_t) (at - text))
                && missed++ < 5) {
                printf("# %s at %zu\n", text, (size_t) (at - text));
            }
        }
    }

    is_int(wrong, 0, "nothing that matches is ruled out");
    is_int(missed, 0, "nor passed over");
    ok(matched > 1000, "some of the texts match");
    ok(passed < 50000, "most are ruled out");

    for (size_t i = 0; i < PATTERNS; i++) {
        pcre2_code_free(codes[i]);
    }

    pcre2_match_data_free(match);
}


/* Patterns that are found by a window, beside characters of other scripts. */
static void
test_window(void)
{
    static const char *const calls[] = {
        "sign up(?: now)?[^\\pL\\pN]*$", "buy[^\\pL]*$", "jetzt \\pL+$",
        "\xE7\x82\xB9\xE5\x87\xBB[^\\pL]*\xE6\x9F\xA5$",
    };
    static const struct {
        const char *text;
        long at; /* -1: nowhere */
    } tests[] = {
        { "Please sign up", 7 },
        { "buy", 0 },
        { "bu", -1 },
        { "A longer line without any", -1 },
        { "\xE2\x80\x9CQuotes\xE2\x80\x9D \xE2\x80\xA6 buy", 17 },
        { "\xE2\x80\x9CQuotes\xE2\x80\x9D \xE2\x80\xA6", -1 },
        { "a\xE7\x82\xB9\xE6\x9F\xA5", 1 },
        { "\xE4\xB8\x81\xE4\xB8\x81\xE7\x82\xB9", 6 },
        { "\xE4\xB8\x81\xE4\xB8\x81\xE4\xB8\x81", -1 },
        { "a \xC5\xBFign up", 2 }, /* the same as s in another case */
    };

    build(calls, 4, any);
    ok(starts.paired, "pairs are looked for");

    for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
        const char *text = tests[i].text, *end = text + strlen(text);
        const char *found = reader_starts_find(&starts, text, end);

        is_int(found == end ? -1 : (long) (found - text), tests[i].at, text);
    }
}


/* All characters of the basic plane. */
static void
test_all_characters(void)
{
    static const char *const calls[] = {
        "sign up", "kiosk", "\xE7\x82\xB9[^\\pL]*$", "\xC3\xA4pf", "l.s now",
    };
    unsigned missed = 0, begin = 0;

    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        PCRE2_SIZE offset;
        int error;
        pcre2_code *code = pcre2_compile(
            (PCRE2_SPTR) calls[i], PCRE2_ZERO_TERMINATED,
            PCRE2_CASELESS | PCRE2_UTF | PCRE2_ANCHORED, &error, &offset,
            NULL);
        pcre2_match_data *match = pcre2_match_data_create(8, NULL);

        build(calls + i, 1, any);

        for (unsigned c = 0x80; c < 0x10000; c++) {
            char text[16];
            size_t length = 0;

            if (c < 0x800) {
                text[length++] = (char) (0xC0 | c >> 6);
            } else {
                text[length++] = (char) (0xE0 | c >> 12);
                text[length++] = (char) (0x80 | (c >> 6 & 0x3F));
            }

            text[length++] = (char) (0x80 | (c & 0x3F));
            memset(text + length, 'x', sizeof(text) - length);

            if (c >= 0xD800 && c < 0xE000) {
                continue;
            }

            if (pcre2_match(code, (PCRE2_SPTR) text, length, 0,
                            PCRE2_PARTIAL_HARD, match, NULL)
                != PCRE2_ERROR_NOMATCH) {
                begin++;
                missed += reader_starts_find(&starts, text,
                                             text + sizeof(text))
                          != text;
            }
        }

        pcre2_match_data_free(match);
        pcre2_code_free(code);
    }

    ok(begin >= 5, "some characters of other scripts may begin a match");
    is_int(missed, 0, "and none of them is passed over");
}


static void
test_single(void)
{
    build(patterns, PATTERNS - 4, any);
    ok(may("Read more"), "the start of an alternative");
    ok(!may("Roading"), "one letter that is another");
    ok(!may("Read it"), "one behind others");
    ok(may("by "), "a match of three characters");
    ok(may("of"), "of two");
    ok(may("offer"), "and what is behind it does not matter");
    ok(!may("x"), "one that nothing begins with");
    ok(!may("g"), "what is shorter than any match");
    ok(may("like") && !may("likes"), "the end of a line");
    ok(may("12 views"), "digits");
    ok(may("\xC3\x9C" "ber"), "what is not ASCII is not told");
}


static void
test_firsts(void)
{
    static const char *const firsts[] = { "r", "0123456789(", "z" };
    reader_start_t learnt[3];

    reader_start_learn(learnt, "r(?:ead|un)|\\d+ more", firsts, 3);
    ok(reader_start_is_any(&learnt[0]) && reader_start_is_any(&learnt[1]),
       "it begins with a letter or a digit");
    ok(!reader_start_is_any(&learnt[2]), "with no other letter");
    reader_starts_build(&starts, &learnt[1], 1, NULL);
    ok(may("5 more") && !may("read"), "only what begins so is learnt");

    reader_start_learn(learnt, "(", any, 1);
    reader_starts_build(&starts, learnt, 1, NULL);
    ok(may("Reading"), "where the pattern is none, all may match");
}


/* More patterns than there are bits. */
static void
test_many(void)
{
    reader_start_t learnt[100];
    bool all = true;

    for (int i = 0; i < 100; i++) {
        char pattern[] = { (char) ('a' + i % 26), (char) ('a' + i / 26), 'x',
                           '\0' };

        reader_start_learn(&learnt[i], pattern, any, 1);
    }

    reader_starts_build(&starts, learnt, 100, NULL);

    for (int i = 0; i < 100; i++) {
        char text[] = { (char) ('a' + i % 26), (char) ('a' + i / 26), 'X',
                        '\0' };

        all &= may(text);
    }

    ok(all, "many patterns");
    ok(!may("aza"), "of which none begins so");
}


int
main(void)
{
    test_single();
    test_firsts();
    test_many();
    test_window();
    test_all_characters();
    build(patterns, PATTERNS, any);
    check_generated();

    return done_testing();
}
