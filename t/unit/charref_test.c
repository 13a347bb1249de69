/* Character references: named, bare, numeric; in text and in attributes. */

#include "tap.h"

#include "charref.h"
#include "charref_table.h"

#include <strings.h>

typedef struct {
    const char *raw;
    const char *text;
    const char *attribute; /* NULL: as text */
} case_t;

static const case_t cases[] = {
    { "", "", NULL },
    { "plain", "plain", NULL },
    { "&", "&", NULL },
    { "a & b && c", "a & b && c", NULL },
    { "&amp;&lt;&gt;&quot;&apos;", "&<>\"'", NULL },
    { "&AMP;&LT", "&<", NULL },
    { "&nbsp;|&nbsp|", "\u00A0|\u00A0|", NULL },
    { "x&eacute;y", "x\u00E9y", NULL },
    { "&CounterClockwiseContourIntegral;", "\u2233", NULL },
    { "&CounterClockwiseContourIntegral", "&CounterClockwiseContourIntegral",
      NULL },
    { "&CounterClockwiseContourIntegrals;",
      "&CounterClockwiseContourIntegrals;", NULL },
    { "&nGt;&NotEqualTilde;", "\u226B\u20D2\u2242\u0338", NULL },
    { "&zwnj;&Zopf;", "\u200C\u2124", NULL },
    /* longest match */
    { "&notin; &notit; &not;", "\u2209 \u00ACit; \u00AC",
      "\u2209 &notit; \u00AC" },
    { "&ampamp;", "&amp;", "&ampamp;" },
    { "&copy2 &copy", "\u00A92 \u00A9", "&copy2 \u00A9" },
    { "?a=1&copy=2&reg_id=3", "?a=1\u00A9=2\u00AE_id=3",
      "?a=1&copy=2\u00AE_id=3" },
    { "?a&lt&gt", "?a<>", NULL },
    { "&frac12x &thornx", "\u00BDx \u00FEx", "&frac12x &thornx" },
    /* names without a bare form */
    { "&hellip &euro", "&hellip &euro", NULL },
    { "&unknown; &xyz", "&unknown; &xyz", NULL },
    { "&; &;amp; &é", "&; &;amp; &é", NULL },
    /* numbers */
    { "&#65;&#x42;&#X43;&#0068;", "ABCD", NULL },
    { "&#65&#x42 &#x4g", "AB \4g", NULL },
    { "&#65=&#65x", "A=Ax", NULL },
    { "&#; &#x; &#xg; &#a", "&#; &#x; &#xg; &#a", NULL },
    { "&#128;&#x93;&#150;&#159;", "\u20AC\u201C\u2013\u0178", NULL },
    { "&#129;", "\xC2\x81", NULL },
    { "&#0;&#xD800;&#xDFFF;&#x110000;", "\uFFFD\uFFFD\uFFFD\uFFFD", NULL },
    { "&#99999999999999999999;&#xFFFFFFFFFFFFFFFF;", "\uFFFD\uFFFD", NULL },
    { "&#x10FFFF;&#xFFFE;", "\U0010FFFF\uFFFE", NULL },
    { "&#13;&#10;", "\r\n", NULL },
    /* line ends */
    { "a\r\nb\rc\n\r\n", "a\nb\nc\n\n", NULL },
    { "a\r", "a\n", NULL },
    /* not twice */
    { "&amp;lt;", "&lt;", NULL },
    { "&#38;amp;", "&amp;", NULL },
};


static const char *
wanted(const case_t *c, bool attribute)
{
    return attribute && c->attribute != NULL ? c->attribute : c->text;
}


static void
check_every_name(reader_arena_t *arena)
{
    size_t wrong = 0;

    for (size_t i = 0; i < reader_charref_count; i++) {
        char raw[64];
        size_t length =
            (size_t) snprintf(raw, sizeof(raw), "&%s;", reader_charrefs[i].name);
        reader_string_t got = reader_charref_decode(
            arena, (reader_string_t) { raw, length }, i % 2 != 0);

        wrong += got.length == 0 || got.data[0] == raw[0]
                 ? strcasecmp(reader_charrefs[i].name, "amp") != 0
                 : false;

        if (i > 0) {
            wrong += strcmp(reader_charrefs[i - 1].name,
                            reader_charrefs[i].name)
                     >= 0;
        }
    }

    is_int((long) reader_charref_count, 2125, "names in the table");
    is_int((long) wrong, 0, "every name is found, and they are in order");
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_string_t raw, got;

    if (arena == NULL || setjmp(*reader_arena_trap(arena)) != 0) {
        return 1;
    }

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[128];

        raw = (reader_string_t) { cases[i].raw, strlen(cases[i].raw) };

        snprintf(name, sizeof(name), "text: row %zu", i);
        is_str(reader_charref_decode(arena, raw, false),
               wanted(&cases[i], false), name);

        snprintf(name, sizeof(name), "attribute: row %zu", i);
        is_str(reader_charref_decode(arena, raw, true),
               wanted(&cases[i], true), name);
    }

    raw = (reader_string_t) { "a\0b", 3 };
    is_str(reader_charref_decode(arena, raw, false), "ab", "NUL in text");
    is_str(reader_charref_decode(arena, raw, true), "a\uFFFDb",
           "NUL in an attribute");

    raw = (reader_string_t) { "nothing to do", 13 };
    got = reader_charref_decode(arena, raw, false);
    ok(got.data == raw.data, "not copied where there is nothing to do");

    /* must not look at what is behind the end */
    raw = (reader_string_t) { "&amp;", 4 };
    is_str(reader_charref_decode(arena, raw, false), "&", "ends at its end");
    raw.length = 1;
    is_str(reader_charref_decode(arena, raw, false), "&", "one byte");

    check_every_name(arena);
    reader_arena_free(arena);

    return done_testing();
}
