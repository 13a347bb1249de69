/* What of a style sheet is looked at: scans, rules, and the sieve of names. */

#include "buffer.h"
#include "css_rule.h"
#include "css_scan.h"
#include "sieve.h"
#include "tap.h"

#include <stdlib.h>

typedef struct {
    const char *name;
    const char *css;
    const char *rules; /* each as selectors{body}, marked ? and \ */
} sheet_test_t;

static const sheet_test_t sheets[] = {
    { "rules in turn", " a , .b {c:d}\n.e{f}", "a , .b {c:d}.e{f}" },
    { "nothing", "", "" },
    { "selectors alone", ".a", "" },
    { "a block that does not end", ".a{b:c", ".a{b:c}" },
    { "blocks in a block", ".a{b{c}d}.e{}", ".a{b{c}d}.e{}" },
    { "braces in strings", ".a{b:'}'}.c{d:\"{\\\"}\"}",
      ".a{b:'}'}.c{d:\"{\\\"}\"}" },
    { "a string that its line ends", ".a{b:'c\n}.d{e}", ".a{b:'c\n}.d{e}" },
    { "braces in comments", "/*{*/.a/*{*/{b/*}*/}", ".a/*{*/{b/*}*/}" },
    { "a comment that does not end", ".a{b}/*.c{d}", ".a{b}" },
    { "an escaped brace", ".a{b\\}c}.d{}", ".a{b\\}c}\\.d{}" },
    { "one in a selector", ".a\\{b{c}.d{}", ".a\\{b{c}.d{}" },
    { "an escaped quote in one", ".a-\\[\\'\\'\\]{b}.d{}",
      ".a-\\[\\'\\'\\]{b}.d{}" },
    { "a backslash at the end", ".a{b\\", ".a{b\\}\\" },
    { "a backslash in a string", ".a{b:'\\66'}", ".a{b:'\\66'}" },
    { "in groups", "@media all{.a{b}@supports (c:d){.e{f}}}.g{h}",
      ".a{b}?.e{f}?.g{h}" },
    { "for print", "@media print{.a{b}}.c{d}", ".c{d}" },
    { "other at-rules", "@import 'a;b';@font-face{c:d}@charset \"e\";.f{}",
      ".f{}" },
    { "a brace too many", "}.a{b}}.c{d}", ".a{b}.c{d}" },
    { "an old wrapping", " <!-- .a{b} --> ", ".a{b}" },
};


static void
test_sheet(const sheet_test_t *test)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_css_sheet_t sheet;
    reader_css_rule_t rule;
    reader_buffer_t all;

    reader_buffer_init(&all, arena, 0);
    reader_css_sheet_init(
        &sheet, (reader_string_t) { test->css, strlen(test->css) });

    while (reader_css_rule(&sheet, &rule)) {
        reader_buffer_string(&all, rule.selectors);
        reader_buffer_byte(&all, '{');
        reader_buffer_string(&all, rule.body);
        reader_buffer_byte(&all, '}');

        if (rule.conditional) {
            reader_buffer_byte(&all, '?');
        }

        if (rule.escapes) {
            reader_buffer_byte(&all, '\\');
        }
    }

    is_str(reader_buffer_value(&all), test->rules, test->name);
    reader_arena_free(arena);
}


static unsigned
next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;

    return *state >> 16;
}


/* Bytes of a set in a block of just their size, for sanitizers to watch. */
static char *
make_bytes(uint32_t *state, const char *set, size_t length)
{
    char *bytes = malloc(length + (length == 0));
    size_t count = strlen(set);

    for (size_t i = 0; i < length; i++) {
        bytes[i] = set[next(state) % count];
    }

    return bytes;
}


/* However long: 16 bytes at a time and one by one say the same. */
static void
test_scans(void)
{
    uint32_t state = 5;
    unsigned wrong = 0, found = 0;

    for (int i = 0; i < 40000; i++) {
        size_t length = next(&state) % 70, mark = 0, word = 0;
        char *css = make_bytes(
            &state, i % 2 != 0 ? "aIiSspPx  " : "abcdefghijklmnop[|~{}\"'/\\",
            length);
        const char *end = css + length;

        while (mark < length && strchr("{}\"'/\\", css[mark]) == NULL) {
            mark++;
        }

        while (word < length
               && (length - word < 3 || strchr("iI", css[word]) == NULL
                   || strchr("sS", css[word + 1]) == NULL
                   || strchr("pPiI", css[word + 2]) == NULL)) {
            word++;
        }

        wrong += reader_css_mark(css, end) != css + mark;
        wrong += reader_css_word(css, end) != css + word;
        found += (mark < length) + (word < length);
        free(css);
    }

    ok(wrong == 0 && found > 10000, "marks and words are found");
}


static bool
passes_any(const reader_sieve_t *sieve, const char *list)
{
    return reader_sieve_passes_any(
        sieve, (reader_string_t) { list, strlen(list) });
}


static void
test_sieve(void)
{
    reader_sieve_t sieve = { { 0 }, { 0 } };
    uint32_t state = 3;
    unsigned wrong = 0, passed = 0;

    reader_sieve_add(&sieve, (reader_string_t) { "ab", 2 });
    reader_sieve_add(&sieve, (reader_string_t) { "abcde", 5 });
    reader_sieve_add(&sieve, (reader_string_t) { "cccccccccccccccccccc", 20 });

    ok(passes_any(&sieve, "ab") && passes_any(&sieve, "bb\t ab\nbb")
           && passes_any(&sieve, "bbbbbbbbbbbbbbbbbbbbbbb abcde")
           && passes_any(&sieve, "bb cccccccccccccccccccc bb"),
       "words that were added pass");
    ok(!passes_any(&sieve, "") && !passes_any(&sieve, " ")
           && !passes_any(&sieve, "ba abc bbbbbbbbbbbbbbbbbbbbbbbbbb dbcde"),
       "others do not");
    ok(passes_any(&sieve, "b&amp;") && passes_any(&sieve, "b\rb")
           && passes_any(&sieve, "bbbbbbbbbbbbbbbb b\fbbbbbbbbbbbb"),
       "words that may be others than they seem pass");

    for (int i = 0; i < 40000; i++) {
        size_t length = next(&state) % 60;
        char *list = make_bytes(&state, "abcde  ", length);
        const char *at = list, *end = list + length;
        bool any = false;

        while (at < end) {
            const char *blank = memchr(at, ' ', (size_t) (end - at));

            blank = blank == NULL ? end : blank;
            any |= blank != at
                   && reader_sieve_passes(
                       &sieve,
                       (reader_string_t) { at, (size_t) (blank - at) });
            at = blank + (blank < end);
        }

        wrong += any
                 != reader_sieve_passes_any(
                     &sieve, (reader_string_t) { list, length });
        passed += any;
        free(list);
    }

    ok(wrong == 0 && passed > 1000 && passed < 39000,
       "a list passes if one of its words does");
}


int
main(void)
{
    for (size_t i = 0; i < sizeof(sheets) / sizeof(*sheets); i++) {
        test_sheet(&sheets[i]);
    }

    test_scans();
    test_sieve();

    return done_testing();
}
