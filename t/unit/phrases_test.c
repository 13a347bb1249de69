/* Words of our own: for each language all of them, and dates. */

#include "phrases_table.h"

#include "tap.h"

#include <string.h>


static void
date_is(const char *language, const char *date, const char *want)
{
    static const reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_buffer_t out;

    reader_buffer_init(&out, arena, 0);
    reader_phrases_date(
        reader_phrases((reader_string_t) { language, strlen(language) }),
        (reader_string_t) { date, strlen(date) }, &out);
    is_str(reader_buffer_value(&out), want, language);
    reader_arena_free(arena);
}


static unsigned
marks(const char *phrase)
{
    unsigned count = 0;

    for (; *phrase != '\0'; phrase++) {
        count += *phrase == '#';
    }

    return count;
}


/* A member that a row left out would be NULL. */
static bool
is_complete(const reader_phrases_t *phrases)
{
    const char *const *words = &phrases->skip;
    size_t count = (size_t) (&phrases->links - words) + 1;

    for (size_t i = 0; i < count; i++) {
        if (words[i] == NULL || words[i][0] == '\0') {
            return false;
        }
    }

    for (size_t i = 0; strchr(phrases->date, 'M') != NULL && i < 12; i++) {
        if (phrases->months[i] == NULL) {
            return false;
        }
    }

    return marks(phrases->by) == 1 && marks(phrases->minutes) == 1
           && marks(phrases->view_of) == 1;
}


static const char *
language_of(const char *language)
{
    return reader_phrases((reader_string_t) { language, strlen(language) })
        ->language;
}


int
main(void)
{
    for (size_t i = 0; i < reader_phrases_count; i++) {
        const reader_phrases_t *phrases = &reader_phrases_table[i];

        ok(is_complete(phrases), phrases->language);
        ok(strcmp(language_of(phrases->language), phrases->language) == 0,
           "and is found");
    }

    ok(strcmp(language_of("de-AT"), "de") == 0, "of a country");
    ok(strcmp(language_of("PT_br"), "pt") == 0, "in any case, with a _");
    ok(strcmp(language_of("den"), "en") == 0, "no other with that start");
    ok(strcmp(language_of("zh-Hant-TW"), "zh-Hant") == 0, "of a script");
    ok(strcmp(language_of("zh-CN"), "zh") == 0, "the other script");
    ok(strcmp(language_of(""), "en") == 0, "none");

    date_is("en-GB", "2026-03-04T12:30:00Z", "4 March 2026");
    date_is("de", "2026-03-04", "4. März 2026");
    date_is("es", "2026-12-31", "31 de diciembre de 2026");
    date_is("hu", "2026-03-04", "2026. március 4.");
    date_is("ja", "2026-03-04", "2026年3月4日");
    date_is("fa", "2026-03-04", "2026-03-04");
    date_is("en", "2026-13-04", "2026-13-04");
    date_is("en", "2026", "2026");
    date_is("en", "<script>--", "<script>--");

    return done_testing();
}
