#include "tap.h"

#include "plain.h"

static reader_arena_t *arena;

static const struct {
    const char *name, *text, *want;
} cases[] = {
    { "plain text", "a b\tc\nd", "a b\tc\nd" },
    { "letters of all sorts", "\xC3\xA9\xD8\xB9\xE0\xA4\x95\xE6\xB0\xB4",
      "\xC3\xA9\xD8\xB9\xE0\xA4\x95\xE6\xB0\xB4" },
    { "escape sequences", "a\x1B[2Jb\x07\x7F", "a[2Jb" },
    { "C1 controls", "a\xC2\x9B" "2Jb\xC2\x85", "a2Jb" },
    { "no-break space stays", "a\xC2\xA0" "b", "a\xC2\xA0" "b" },
    { "soft hyphen", "a\xC2\xAD" "b", "ab" },
    { "zero-width space and BOM", "a\xE2\x80\x8B" "b\xEF\xBB\xBF" "c", "abc" },
    { "joiners stay", "a\xE2\x80\x8C" "b\xE2\x80\x8D" "c",
      "a\xE2\x80\x8C" "b\xE2\x80\x8D" "c" },
    { "marks stay", "\xE2\x80\x8E" "a\xE2\x80\x8F\xD8\x9C",
      "\xE2\x80\x8E" "a\xE2\x80\x8F\xD8\x9C" },
    { "overrides go", "\xE2\x80\xAE" "abc\xE2\x80\xAC", "abc" },
    { "balanced isolates stay", "\xE2\x81\xA7" "a\xE2\x81\xA9",
      "\xE2\x81\xA7" "a\xE2\x81\xA9" },
    { "an open isolate goes", "\xE2\x81\xA7" "a", "a" },
    { "a closing isolate goes", "a\xE2\x81\xA9" "b\xE2\x81\xA7", "ab" },
    { "open, close, open", "\xE2\x81\xA7" "a\xE2\x81\xA9\xE2\x81\xA7" "b",
      "ab" },
    { "line and paragraph separators", "a\xE2\x80\xA8" "b\xE2\x80\xA9" "c",
      "abc" },
    { "tag characters", "a\xF3\xA0\x81\xA1\xF3\xA0\x81\xA2" "b", "ab" },
    { "the flag of Wales",
      "\xF0\x9F\x8F\xB4\xF3\xA0\x81\xA7\xF3\xA0\x81\xA2\xF3\xA0\x81\xB7"
      "\xF3\xA0\x81\xAC\xF3\xA0\x81\xB3\xF3\xA0\x81\xBF!",
      "\xF0\x9F\x8F\xB4\xF3\xA0\x81\xA7\xF3\xA0\x81\xA2\xF3\xA0\x81\xB7"
      "\xF3\xA0\x81\xAC\xF3\xA0\x81\xB3\xF3\xA0\x81\xBF!" },
    { "a flag of nowhere",
      "\xF0\x9F\x8F\xB4\xF3\xA0\x81\xA8\xF3\xA0\x81\xA9\xF3\xA0\x81\xBF!",
      "\xF0\x9F\x8F\xB4!" },
    { "a flag cut short", "\xF0\x9F\x8F\xB4\xF3\xA0\x81\xA7",
      "\xF0\x9F\x8F\xB4" },
    { "an emoji's selector", "\xE2\x9D\xA4\xEF\xB8\x8F",
      "\xE2\x9D\xA4\xEF\xB8\x8F" },
    { "selectors in a row", "\xE2\x9D\xA4\xEF\xB8\x8F\xEF\xB8\x81\xEF\xB8\x82",
      "\xE2\x9D\xA4\xEF\xB8\x8F" },
    { "an ideographic variant", "\xE8\x91\x9B\xF3\xA0\x84\x80",
      "\xE8\x91\x9B\xF3\xA0\x84\x80" },
    { "the same behind a letter", "a\xF3\xA0\x84\x80", "a" },
    { "two of them", "\xE8\x91\x9B\xF3\xA0\x84\x80\xF3\xA0\x84\x81",
      "\xE8\x91\x9B\xF3\xA0\x84\x80" },
    { "Hangul fillers", "a\xE1\x85\x9F\xE1\x85\xA0\xE3\x85\xA4\xEF\xBE\xA0",
      "a" },
    { "noncharacters", "a\xEF\xBF\xBE\xEF\xB7\x90\xF0\x9F\xBF\xBF", "a" },
};


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_string_t text;

    arena = reader_arena_new(&limits);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        text = (reader_string_t) { cases[i].text, strlen(cases[i].text) };
        is_str(reader_plain(arena, text), cases[i].want, cases[i].name);
    }

    text = (reader_string_t) { "a\0b", 3 };
    is_str(reader_plain(arena, text), "ab", "NUL");
    text = (reader_string_t) { " \n a \t\xE2\x80\x8B b\f", 12 };
    is_str(reader_plain_line(arena, text), "a b", "a line");
    text = (reader_string_t) { "a b", 3 };
    ok(reader_plain_line(arena, text).data == text.data, "a line as it is");
    text = (reader_string_t) { NULL, 0 };
    is_str(reader_plain_line(arena, text), "", "nothing");
    reader_arena_free(arena);

    return done_testing();
}
