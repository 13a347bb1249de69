#include "tap.h"

#include "ascii.h"
#include "url.h"

#include <stdlib.h>

static reader_arena_t *arena;
static reader_url_t base;

typedef struct {
    const char *reference;
    const char *want; /* NULL: refused */
} case_t;

/* against http://a.example/b/c/d;p?q (RFC 3986, 5.4; URL standard) */
static const case_t relative[] = {
    { "g", "http://a.example/b/c/g" },
    { "./g", "http://a.example/b/c/g" },
    { "g/", "http://a.example/b/c/g/" },
    { "/g", "http://a.example/g" },
    { "//g", "http://g/" },
    { "?y", "http://a.example/b/c/d;p?y" },
    { "g?y", "http://a.example/b/c/g?y" },
    { "#s", "http://a.example/b/c/d;p?q#s" },
    { "g#s", "http://a.example/b/c/g#s" },
    { "", "http://a.example/b/c/d;p?q" },
    { ".", "http://a.example/b/c/" },
    { "./", "http://a.example/b/c/" },
    { "..", "http://a.example/b/" },
    { "../g", "http://a.example/b/g" },
    { "../..", "http://a.example/" },
    { "../../../g", "http://a.example/g" },
    { "/./g", "http://a.example/g" },
    { "/../g", "http://a.example/g" },
    { "g.", "http://a.example/b/c/g." },
    { "..g", "http://a.example/b/c/..g" },
    { "./../g", "http://a.example/b/g" },
    { "g;x=1/../y", "http://a.example/b/c/y" },
    { "g?y/../x", "http://a.example/b/c/g?y/../x" },
    { "%2e%2E/g", "http://a.example/b/g" },
    { ".%2e/%2e", "http://a.example/b/" },
    { "http:g", "http://a.example/b/c/g" },
    { "http:/g", "http://a.example/g" },
    { "https:g", "https://g/" },
    { "https:/g", "https://g/" },
    { "\\g", "http://a.example/g" },
    { "\\\\evil.example\\x", "http://evil.example/x" },
    { "/\\evil.example", "http://evil.example/" },
    { "..\\g", "http://a.example/b/g" },
    { " \t\n g \r", "http://a.example/b/c/g" },
    { "g\nh\ti", "http://a.example/b/c/ghi" },
    { "a b\"<c>`{d}", "http://a.example/b/c/a%20b%22%3Cc%3E%60%7Bd%7D" },
    { "?a b'\"<c>", "http://a.example/b/c/d;p?a%20b%27%22%3Cc%3E" },
    { "#a b\"<c>`", "http://a.example/b/c/d;p?q#a%20b%22%3Cc%3E%60" },
    { "\xC3\xA9?\xC3\xA9#\xC3\xA9",
      "http://a.example/b/c/%C3%A9?%C3%A9#%C3%A9" },
    { "100%", "http://a.example/b/c/100%" },
    { "//a.example//x", "http://a.example//x" },
};

static const case_t absolute[] = {
    { "HTTP://A.Example", "http://a.example/" },
    { "https:\\\\A.example\\x?\\", "https://a.example/x?\\" },
    { "http:////a.example/x", "http://a.example/x" },
    { "http://a.example:80/", "http://a.example/" },
    { "https://a.example:443/", "https://a.example/" },
    { "https://a.example:80/", "https://a.example:80/" },
    { "http://a.example:/", "http://a.example/" },
    { "http://a.example:0008080/", "http://a.example:8080/" },
    { "http://a.example:65536/", NULL },
    { "http://a.example:8x/", NULL },
    { "http://user@a.example/", NULL },
    { "http://user:pw@a.example/", NULL },
    { "http://@a.example/", NULL },
    { "http://a.example/@x", "http://a.example/@x" },
    { "http://", NULL },
    { "http:///", NULL },
    { "http://?x", NULL },
    { "http://a b/", NULL },
    { "http://a<b/", NULL },
    { "http://a%2Fb/", NULL },
    { "http://%61.example/", "http://a.example/" },
    { "http://a%00.example/", NULL },
    { "http://a\xFF.example/", NULL },
    { "http://b\xC3\xBC"
      "cher.example/",
      "http://xn--bcher-kva.example/" },
    { "http://B\xC3\x9C"
      "cher.example/",
      "http://xn--bcher-kva.example/" },
    { "http://\xE4\xBE\x8B\xE3\x81\x88.\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88/",
      "http://xn--r8jz45g.xn--zckzah/" },
    { "http://\xE4\xBB\x96\xE4\xBB\xAC\xE4\xB8\xBA\xE4\xBB\x80\xE4\xB9\x88"
      "\xE4\xB8\x8D\xE8\xAF\xB4\xE4\xB8\xAD\xE6\x96\x87/",
      "http://xn--ihqwcrb4cv8a8dqg056pqjye/" },
    { "http://a\xE3\x80\x82" "b/", "http://a.b/" },
    { "http://a\xEF\xBC\x8F" "b/", NULL }, /* full-width solidus */
    { "http://a\xE2\x84\x80.example/", NULL },
    { "http://1.2.3.4/", "http://1.2.3.4/" },
    { "http://0x7f.1/", "http://127.0.0.1/" },
    { "http://017700000001/", "http://127.0.0.1/" },
    { "http://1.2.3.4.5/", NULL },
    { "http://256.0.0.1/", NULL },
    { "http://1.2.3.08/", NULL },
    { "http://1e2.example/", "http://1e2.example/" },
    { "http://[::1]:80/", "http://[::1]/" },
    { "http://[0:0:1:0:0:0:0:1]:8080/x", "http://[0:0:1::1]:8080/x" },
    { "http://[::ffff:1.2.3.4]/", "http://[::ffff:102:304]/" },
    { "http://[::1/", NULL },
    { "http://[::g]/", NULL },
    { "http://[fe80::1%25eth0]/", NULL },
    { "mailto:a@b.example?subject=x y", "mailto:a@b.example?subject=x%20y" },
    { "TEL:+49 30", "tel:+49%2030" },
    { "mailto:", NULL },
    { "javascript:alert(1)", NULL },
    { "java\nscript:alert(1)", NULL },
    { "\x01javascript:alert(1)", NULL },
    { "JaVaScRiPt:alert(1)", NULL },
    { "vbscript:x", NULL },
    { "data:text/html,x", NULL },
    { "data:image/png;base64,AAAA", NULL }, /* not as a link */
    { "blob:https://a.example/x", NULL },
    { "file:///etc/passwd", NULL },
    { "ftp://a.example/", NULL },
    { "view-source:http://a.example/", NULL },
};

static const case_t images[] = {
    { "x.png", "http://a.example/b/c/x.png" },
    { "data:image/png;base64,iVBORw0KGgo=",
      "data:image/png;base64,iVBORw0KGgo=" },
    { "DATA:Image/WebP;base64,AA==", "data:image/webp;base64,AA==" },
    { "data:image/svg+xml;base64,PHN2Zz4=", NULL },
    { "data:image/png,abc", NULL },
    { "data:image/png;base64,", NULL },
    { "data:image/png;base64,a\"b", NULL },
    { "data:image/png;base64,a%20b", NULL },
    { "mailto:a@b.example", NULL },
};


static void
run(const case_t *cases, size_t count, reader_url_use_t use)
{
    for (size_t i = 0; i < count; i++) {
        reader_string_t reference = { cases[i].reference,
                                      strlen(cases[i].reference) };
        reader_string_t got =
            reader_url_resolve(arena, &base, reference, use, false);

        if (!is_str(got, cases[i].want == NULL ? "" : cases[i].want,
                    "resolved and vetted")) {
            printf("# of   '%s'\n", cases[i].reference);
        }
    }
}


static reader_string_t
string(const char *text)
{
    return (reader_string_t) { text, strlen(text) };
}


static void
test_parts(void)
{
    reader_url_t url;

    ok(reader_url_parse(arena, string(" https://A.example:8443/p?q#f"), &url),
       "an absolute URL parses");
    is_str(url.href, "https://a.example:8443/p?q#f", "href");
    is_str(url.scheme, "https", "scheme");
    is_str(url.origin, "https://a.example:8443", "origin");
    is_str(url.host, "a.example", "host");
    is_str(url.path, "/p?q#f", "path");
    ok(reader_url_parse(arena, string("http://[::1]/"), &url)
           && url.host.length == 5,
       "an IPv6 host keeps its brackets");
    ok(!reader_url_parse(arena, string("/x"), &url), "a path is no URL");
    ok(!reader_url_parse(arena, string("mailto:a@b"), &url),
       "mailto is no place");
    ok(url.href.length == 0, "and leaves nothing behind");
}


static void
test_local(void)
{
    reader_url_t none = { 0 };

    is_str(reader_url_resolve(arena, &base, string("g?x#y"), READER_URL_LINK,
                              true),
           "/b/c/g?x#y", "same origin: the path");
    is_str(reader_url_resolve(arena, &base, string("https://a.example/g"),
                              READER_URL_LINK, true),
           "https://a.example/g", "another scheme: the whole");
    is_str(reader_url_resolve(arena, &base, string("http://a.example.org/g"),
                              READER_URL_LINK, true),
           "http://a.example.org/g", "a longer host: the whole");
    is_str(reader_url_resolve(arena, &base,
                              string("http://a.example//evil.example/"),
                              READER_URL_LINK, true),
           "http://a.example//evil.example/", "two slashes: the whole");
    is_str(reader_url_resolve(arena, &base, string("/x/..//evil.example/"),
                              READER_URL_LINK, true),
           "http://a.example//evil.example/", "two slashes after dots");
    is_str(reader_url_resolve(arena, &none, string("g"), READER_URL_LINK,
                              false),
           "", "nothing relative without a base");
    is_str(reader_url_resolve(arena, &none, string("http:g"), READER_URL_LINK,
                              false),
           "http://g/", "without a base http:g has a host");
}


static void
test_length(void)
{
    static char text[3 * READER_URL_MAX];
    reader_string_t got;

    memset(text, 'a', sizeof(text));
    got = reader_url_resolve(arena, &base,
                             (reader_string_t) { text, READER_URL_MAX - 30 },
                             READER_URL_LINK, false);
    is_int((long) got.length, READER_URL_MAX - 30 + 21, "long, but it fits");
    got = reader_url_resolve(arena, &base,
                             (reader_string_t) { text, READER_URL_MAX + 1 },
                             READER_URL_LINK, false);
    is_int((long) got.length, 0, "too long as read");
    memset(text, ' ', sizeof(text));
    text[0] = text[READER_URL_MAX - 1] = 'a';
    got = reader_url_resolve(arena, &base,
                             (reader_string_t) { text, READER_URL_MAX },
                             READER_URL_LINK, false);
    is_int((long) got.length, 0, "too long as written");
}


/*
 * A reference that is taken as it is is what all the steps would make of it:
 * a space before it says nothing, but keeps it from being taken so.
 */
static void
test_plain(void)
{
    static const char *const pieces[] = {
        "http://", "https://", "HTTP://", "https:/", "https:", "mailto:",
        "a.example", "b-c.d.example", "xn--a", "1.2", "0x7f", ".", "..", "/",
        "/", "/", "//", "\\", "%2e", "%41", "%", "x", "y.z", ".h", "_", "A",
        "?", "#", "'", "\"", "`", "^", "{", "~", "@", ":", ":80", "[", " ",
        "\t", "\xC3\xA9", "\x7F", "-", "+",
    };
    uint32_t state = 1, plain = 0;
    bool same = true;

    for (unsigned round = 0; round < 200000 && same; round++) {
        char *text = malloc(256);
        size_t length = 0;
        unsigned count;
        reader_string_t got, want;

        state = state * 1664525u + 1013904223u;
        count = state >> 29;
        text[length++] = ' ';

        for (unsigned i = 0; i < count + 1; i++) {
            const char *piece;

            state = state * 1664525u + 1013904223u;
            piece = pieces[(state >> 16)
                           % (i == 0 ? 16 : sizeof(pieces) / sizeof(*pieces))];
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }

        got = reader_url_resolve(
            arena, &base, (reader_string_t) { text + 1, length - 1 },
            READER_URL_LINK, false);
        want = reader_url_resolve(arena, &base,
                                  (reader_string_t) { text, length },
                                  READER_URL_LINK, false);
        same = reader_string_equal(got, want);
        plain += got.length == length - 1
                 && memcmp(got.data, text + 1, got.length) == 0;

        if (!same) {
            printf("# of %.*s\n# got  %.*s\n# want %.*s\n", (int) length, text,
                   (int) got.length, got.length != 0 ? got.data : "",
                   (int) want.length, want.length != 0 ? want.data : "");
        }

        free(text);
    }

    ok(same && plain > 1000, "what is taken as it is");
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;

    arena = reader_arena_new(&limits);

    if (setjmp(*reader_arena_trap(arena)) != 0) {
        ok(false, "no budget was used up");
        return done_testing();
    }

    ok(reader_url_parse(arena, string("http://a.example/b/c/d;p?q"), &base),
       "the base parses");
    run(relative, sizeof(relative) / sizeof(relative[0]), READER_URL_LINK);
    run(absolute, sizeof(absolute) / sizeof(absolute[0]), READER_URL_LINK);
    run(images, sizeof(images) / sizeof(images[0]), READER_URL_IMAGE);
    test_parts();
    test_local();
    test_length();
    test_plain();
    reader_arena_free(arena);

    return done_testing();
}
