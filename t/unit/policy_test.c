#include "tap.h"

#include "policy.h"

#include <stdio.h>

static reader_string_t
string(const char *text)
{
    return (reader_string_t) { text, strlen(text) };
}


/* Whether it is written as "<name>", "</name>". */
static bool
is_named(reader_element_t element, const char *name)
{
    reader_string_t start = reader_element_start(element);
    reader_string_t end = reader_element_end(element);
    size_t length = strlen(name);

    return start.length == length + 2 && end.length == length + 3
           && start.data[0] == '<' && memcmp(start.data + 1, name, length) == 0
           && start.data[length + 1] == '>' && memcmp(end.data, "</", 2) == 0
           && memcmp(end.data + 2, name, length) == 0
           && end.data[length + 2] == '>';
}


static void
is_fate(GumboTag tag, reader_fate_t fate, const char *name)
{
    reader_element_t element;
    bool kept = reader_policy_html((uint16_t) tag, &element) == READER_KEEP;

    ok(reader_policy_html((uint16_t) tag, &element) == fate
           && (!kept || is_named(element, name)),
       gumbo_normalized_tagname(tag));
}


static void
test_elements(void)
{
    static const GumboTag dropped[] = {
        GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,    GUMBO_TAG_LINK,
        GUMBO_TAG_META,     GUMBO_TAG_BASE,     GUMBO_TAG_TITLE,
        GUMBO_TAG_HEAD,     GUMBO_TAG_TEMPLATE, GUMBO_TAG_FRAME,
        GUMBO_TAG_FRAMESET, GUMBO_TAG_NOFRAMES, GUMBO_TAG_NOEMBED,
        GUMBO_TAG_APPLET,   GUMBO_TAG_PARAM,    GUMBO_TAG_SVG,
        GUMBO_TAG_CANVAS,   GUMBO_TAG_INPUT,    GUMBO_TAG_BUTTON,
        GUMBO_TAG_SELECT,   GUMBO_TAG_OPTGROUP, GUMBO_TAG_OPTION,
        GUMBO_TAG_TEXTAREA, GUMBO_TAG_DATALIST, GUMBO_TAG_OUTPUT,
        GUMBO_TAG_METER,    GUMBO_TAG_PROGRESS, GUMBO_TAG_KEYGEN,
        GUMBO_TAG_MAP,      GUMBO_TAG_AREA,     GUMBO_TAG_XMP,
        GUMBO_TAG_PLAINTEXT, GUMBO_TAG_BGSOUND, GUMBO_TAG_ANNOTATION_XML,
        GUMBO_TAG_MGLYPH,   GUMBO_TAG_MALIGNMARK,
    };

    for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
        is_fate(dropped[i], READER_DROP, "");
    }

    is_fate(GUMBO_TAG_STRIKE, READER_KEEP, "s");
    is_fate(GUMBO_TAG_ACRONYM, READER_KEEP, "abbr");
    is_fate(GUMBO_TAG_DIR, READER_KEEP, "ul");
    is_fate(GUMBO_TAG_TABLE, READER_KEEP, "table");
    is_fate(GUMBO_TAG_DIV, READER_UNWRAP_BLOCK, "");
    is_fate(GUMBO_TAG_FONT, READER_UNWRAP, "");
    is_fate(GUMBO_TAG_UNKNOWN, READER_UNWRAP, "");
    ok(reader_policy_is_dropped(string("DIALOG"))
           && reader_policy_is_dropped(string("fencedframe"))
           && !reader_policy_is_dropped(string("picture")),
       "names that the parser does not know");

    /* nothing can be written that is a name of what must not be */
    for (unsigned e = 1; e < READER_EL_COUNT; e++) {
        reader_element_t element = (reader_element_t) e;
        size_t length = reader_element_start(element).length - 2;
        char name[32] = "";

        memcpy(name, reader_element_start(element).data + 1, length);
        ok(length != 0 && is_named(element, name)
               && strspn(name, "abcdefghijklmnopqrstuvwxyz123456") == length,
           name);
    }
}


static void
test_math(void)
{
    reader_element_t element;

    ok(reader_policy_math(string("MFrac"), &element) == READER_KEEP
           && element == READER_EL_MFRAC,
       "mfrac");
    ok(reader_policy_math(string("annotation"), &element) == READER_DROP,
       "annotation");
    ok(reader_policy_math(string("annotation-xml"), &element) == READER_DROP,
       "annotation-xml");
    ok(reader_policy_math(string("maction"), &element) == READER_DROP,
       "maction");
    ok(reader_policy_math(string("math"), &element) == READER_DROP,
       "math in math");
    ok(reader_policy_math(string("mfenced"), &element) == READER_UNWRAP,
       "mfenced");
}


static void
test_values(void)
{
    ok(reader_policy_language(string("en")), "en");
    ok(reader_policy_language(string("zh-Hant-TW")), "zh-Hant-TW");
    ok(reader_policy_language(string("de-1996")), "de-1996");
    ok(!reader_policy_language(string("")), "no language");
    ok(!reader_policy_language(string("e")), "one letter");
    ok(!reader_policy_language(string("en_US")), "en_US");
    ok(!reader_policy_language(string("en-")), "en-");
    ok(!reader_policy_language(string("en--x")), "en--x");
    ok(!reader_policy_language(string("abcdefghi")), "nine letters");
    ok(!reader_policy_language(string("en-abcdefghi")), "nine in a part");
    ok(reader_policy_language(string("en-a-b-c-d-e-f")), "six parts");
    ok(!reader_policy_language(string("en-a-b-c-d-e-f-g")), "seven");
    ok(!reader_policy_language(string("en\"")), "a quote");
    ok(!reader_policy_language((reader_string_t) { "en\0", 3 }), "a NUL");

    ok(reader_policy_datetime(string("2026-03-04T12:30:00+01:00")), "a date");
    ok(reader_policy_datetime(string("P2Y6M")), "a duration");
    ok(!reader_policy_datetime(string("")), "no date");
    ok(!reader_policy_datetime(string("2026\" x")), "a quote");
    ok(!reader_policy_datetime((reader_string_t) { "2026\0", 5 }), "a NUL");

    ok(reader_policy_code_language(string("objective-c++")), "C++");
    ok(reader_policy_code_language(string("f#")), "F#");
    ok(!reader_policy_code_language(string("a b")), "a space");
    ok(!reader_policy_code_language(string("")), "no language");
    ok(!reader_policy_code_language(
           string("a23456789012345678901234567890123")),
       "33 characters");

    is_str(reader_policy_direction(string("RTL")), "rtl", "RTL");
    is_str(reader_policy_direction(string("rtl ")), "", "rtl and a space");
}


int
main(void)
{
    test_elements();
    test_math();
    test_values();

    return done_testing();
}
