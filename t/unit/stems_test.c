/* Stems in class values, each answer as PCRE2 gives it for the same patterns */

#include "stems.h"
#include "tap.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdint.h>

static const char *const patterns[] = {
    "comment|repl(?:y|ies)|responses?(?![a-z])|(?<![a-z])post\\d",
    "(?<![a-z])tabs?(?![a-z])|nav|skip-?(?:to|li)",
    "(?:post|main)-?_*(?:body|text)|about-?_*(?:the-?)?_*author",
    "print(?!able)|(?<![a-z])lead(?!er)|(?<![a-z])de[ck]k?(?![a-z])",
    "post|text|author|tab",
};

#define COUNT (sizeof(patterns) / sizeof(*patterns))


static uint32_t
expected(pcre2_code *code, pcre2_match_data *match, const char *value)
{
    const PCRE2_SIZE *span = pcre2_get_ovector_pointer(match);
    size_t length = strlen(value), at = 0;
    uint32_t set = 0;

    while (at < length) {
        int rc = pcre2_match(code, (PCRE2_SPTR) value, length, at, 0, match,
                             NULL);

        if (rc < 2) {
            break;
        }

        set |= 1u << (rc - 2);
        at = span[1];
    }

    return set;
}


static pcre2_code *
compile(void)
{
    char all[1024] = "";
    int number;
    PCRE2_SIZE offset;

    for (size_t i = 0; i < COUNT; i++) {
        strcat(all, i == 0 ? "(" : "|(");
        strcat(all, patterns[i]);
        strcat(all, ")");
    }

    return pcre2_compile((PCRE2_SPTR) all, PCRE2_ZERO_TERMINATED,
                         PCRE2_CASELESS, &number, &offset, NULL);
}


/* Values of pieces that match, nearly match, or part them. */
static void
make_value(uint32_t *state, char *value)
{
    static const char *const pieces[] = {
        "comment", "Repl", "y", "ies", "response", "s", "post", "POST", "7",
        "tab", "na", "v", "skip", "-", "_", "__", "___", "to", "li", "main",
        "body", "text", "about", "the", "author", "print", "able", "lead",
        "er", "dec", "dek", "k", " ", "a", "\xC3\xA9", "d",
    };
    unsigned count;

    *state = *state * 1664525u + 1013904223u;
    count = 1 + (*state >> 24) % 8;
    *value = '\0';

    while (count-- != 0) {
        *state = *state * 1664525u + 1013904223u;
        strcat(value,
               pieces[(*state >> 16) % (sizeof(pieces) / sizeof(*pieces))]);
    }
}


static void
check_generated(const reader_stems_t *stems)
{
    pcre2_code *code = compile();
    pcre2_match_data *match =
        pcre2_match_data_create_from_pattern(code, NULL);
    uint32_t state = 1;
    unsigned differ = 0, found = 0;

    for (int i = 0; i < 200000; i++) {
        char value[128];
        uint32_t want, got;

        make_value(&state, value);
        want = expected(code, match, value);
        got = reader_stems_find(stems,
                                (reader_string_t) { value, strlen(value) });
        found += want != 0;

        if (want != got && differ++ < 5) {
            printf("# %s: got %x, want %x\n", value, got, want);
        }
    }

    is_int(differ, 0, "200,000 values have the stems that PCRE2 finds");
    ok(found > 100000, "and most of them have some");
    pcre2_match_data_free(match);
    pcre2_code_free(code);
}


/* More instructions than there is room for. */
#define WORD "abcdefghijklmnopqrst|"
#define WORDS WORD WORD WORD WORD WORD WORD WORD WORD WORD WORD WORD WORD
#define TOO_LONG WORDS WORDS WORDS WORDS WORDS "a"


static void
check_wrong(const char *pattern, const char *want)
{
    reader_error_t error = { "" };
    reader_stems_t *stems = reader_stems_new(&pattern, 1, &error);

    ok(stems == NULL && strstr(error.text, want) != NULL, pattern);

    if (strstr(error.text, want) == NULL) {
        printf("# got '%s'\n", error.text);
    }

    reader_stems_free(stems);
}


static void
check_long(const reader_stems_t *stems)
{
    char value[600];

    memset(value, '-', sizeof(value));
    memcpy(value + 505, "comment", 7);
    is_int(reader_stems_find(stems, (reader_string_t) { value, 600 }), 1,
           "a stem within the first 512 bytes counts");
    memset(value, '-', sizeof(value));
    memcpy(value + 506, "comment", 7);
    is_int(reader_stems_find(stems, (reader_string_t) { value, 600 }), 0,
           "a stem past them does not");
    is_int(reader_stems_find(stems, (reader_string_t) { NULL, 0 }), 0,
           "nothing has no stem");
}


int
main(void)
{
    reader_error_t error;
    reader_stems_t *stems = reader_stems_new(patterns, COUNT, &error);

    if (!ok(stems != NULL, "patterns are compiled")) {
        printf("# %s\n", error.text);
        return done_testing();
    }

    check_generated(stems);
    check_long(stems);
    check_wrong("a.b", "not part of a stem");
    check_wrong("(?:ab", "( without )");
    check_wrong("ab)", ") without (");
    check_wrong("a[bc", "[ without ]");
    check_wrong("a-*b", "underscores only");
    check_wrong("a(?!bcdefghijklmnopq)", "bad guard");
    check_wrong("a(?![a-z])b", "behind a guard");
    check_wrong("a(?<![a-z])b", "within a stem");
    check_wrong("a?", "an empty stem");
    check_wrong(TOO_LONG, "too long");
    reader_stems_free(stems);

    return done_testing();
}
