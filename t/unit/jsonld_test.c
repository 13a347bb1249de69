/* JSON-LD: what is left out of a script changes nothing that is read of it. */

#include "tap.h"

#include "describe.h"
#include "describe_jsonld_text.h"
#include "hidden.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGES 30000
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static reader_arena_t *arena;
static uint32_t seed = 1;


static void
new_arena(void)
{
    reader_arena_free(arena);
    arena = reader_arena_new(&(reader_limits_t) {
        .input = 1u << 20, .memory = 64u << 20 });

    if (setjmp(*reader_arena_trap(arena)) != 0) {
        ok(false, "ran out of something");
        exit(1);
    }
}


static reader_string_t
prune(const char *text, reader_string_t *body)
{
    size_t length = strlen(text);
    char *copy = reader_arena_alloc(arena, length + 1);

    /* a block of its own, behind which nothing may be read */
    memcpy(copy, text, length);

    return reader_jsonld_prune(arena, (reader_string_t) { copy, length },
                               body);
}


static void
check_pruned(void)
{
    static const struct {
        const char *text, *pruned;
    } cases[] = {
        { "{}", "{}" },
        { " [ ] ", "[]" },
        { "[[{}],\t{ }\r\n]", "[[{}],{}]" },
        { "{\"@type\":\"Article\",\"x\":{\"name\":[1]},\"headline\" : \"a\"}",
          "{\"@type\":\"Article\",\"headline\":\"a\"}" },
        { "{\"x\":1,\"name\":\"a\",\"y\":[2,{}],\"@id\":3,\"z\":null}",
          "{\"name\":\"a\",\"@id\":3}" },
        { "{\"name\":\"a\",\"url\":\"b\"}", "{}" },
        { "[{\"@id\":\"a\"},{\"@type\":\"Thing\",\"name\":\"b\"}]",
          "[{},{}]" },
        { "{\"@type\":[\"x\",\"http://schema.org/WebPage\"],"
          "\"publisher\":{\"@type\":\"x\",\"name\":\"b\",\"image\":\"c\"},"
          "\"headline\":\"d\"}",
          "{\"@type\":[\"x\",\"http://schema.org/WebPage\"],"
          "\"publisher\":{\"name\":\"b\"}}" },
        { "{\"headline\":\"d\",\"@type\":\"WebPage\",\"headline\":\"e\"}",
          "{\"headline\":\"d\",\"@type\":\"WebPage\"}" },
        { "{\"@graph\":[{\"@type\":\"http:\\/\\/schema.org\\/Recipe\","
          "\"author\":{\"name\":\"a\",\"@graph\":[{}]}},{\"name\":1}]}",
          "{\"@graph\":[{\"@type\":\"http:\\/\\/schema.org\\/Recipe\","
          "\"author\":{\"name\":\"a\"}},{}]}" },
        { "{\"@type\":\"\\u0041rticle\",\"image\":[-1,0,1.5,true,false,"
          "null,\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\xC3\xA9\"]}",
          "{\"@type\":\"\\u0041rticle\",\"image\":[-1,0,1.5,true,false,"
          "null,\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"
          "\xC3\xA9\"]}" },
        { "{\"@type\":\"Article\",\"articleBody\":\"x\",\"name\":\"a\"}",
          "{\"@type\":\"Article\",\"name\":\"a\"}" },
    };
    static const char *const unsound[] = {
        "{", "[", "{]", "[}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]",
        "[,1]", "{,}", "[1 2]", "{\"a\" 1}", "{a:1}", "['a']", "[\"a]",
        "[\"\\x\"]", "[\"\\u12\"]", "[\"\\ud800\"]", "[\"\\udc00\"]",
        "[\"\\ud800\\u0041\"]", "[\"a\nb\"]", "[\"a\x01\"]", "[\"\\\"]",
        "{\"\\u006eame\":1}", "{\"x\\n\":1}", "[tru]", "[truee]", "[nul]",
        "[01]", "[+1]", "[-]", "[1.]", "[.5]", "[1e5]", "[1E400]",
        "[1234567890123456789]", "[0x1]", "[1a]", "[NaN]", "[1]x", "{}{}",
        "[/**/1]", "[\f1]", "[\"a\"\"b\"]", "{\"x\":[}]}",
        "{\"@type\":\"WebPage\",\"@type\":\"Article\"}", "[\xC2\xA0]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        "1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    };
    reader_string_t body;

    for (size_t i = 0; i < COUNT(cases); i++) {
        is_str(prune(cases[i].text, &body), cases[i].pruned, cases[i].text);
    }

    for (size_t i = 0; i < COUNT(unsound); i++) {
        is_str(prune(unsound[i], &body), "", unsound[i]);
    }
}


static void
check_body(void)
{
    static const struct {
        const char *text, *body;
    } cases[] = {
        { "{\"articleBody\":\"A river\"}", "A river" },
        { "{\"articleBody\":\"1\",\"articleBody\":\"2\"}", "2" },
        { "{\"articleBody\":\"1\",\"articleBody\":[\"2\"]}", "" },
        { "{\"articleBody\":{\"articleBody\":\"1\"},\"x\":\"2\"}", "" },
        { "{\"x\":{\"articleBody\":\"1\"}}", "" },
        { "[{\"articleBody\":\"1\"}]", "" },
        { "{\"articleBody\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20ac\\ud83d"
          "\\ude00.\"}",
          "\"\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80." },
        { "{\"articleBody\":\"1\\u00002\"}", "1" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        reader_string_t body;

        (void) prune(cases[i].text, &body);
        is_str(reader_jsonld_unescape(arena, body), cases[i].body,
               cases[i].text);
    }
}


static uint32_t
random_below(uint32_t limit)
{
    seed = seed * 1664525u + 1013904223u;

    return (uint32_t) ((uint64_t) seed * limit >> 32);
}


/* One of the words, not NULL. */
static const char *
any(const char *const *words)
{
    uint32_t count = 0;

    while (words[count] != NULL) {
        count++;
    }

    return words[random_below(count)];
}


static void add_value(char **out, const char *name, int depth);


static void
add_object(char **out, const char *of, int depth)
{
    static const char *const image_names[] = {
        "url", "contentUrl", "@id", "caption", "width", "height", "name",
        NULL,
    };
    static const char *const names[] = {
        "@type", "@type", "@id", "@id", "name", "name", "@graph",
        "mainEntity", "mainEntityOfPage", "headline", "author", "publisher",
        "image", "image", "url", "contentUrl", "description", "datePublished",
        "dateModified", "dateCreated", "inLanguage", "keywords", "license",
        "articleSection", "articleBody", "isAccessibleForFree", "caption",
        "alternativeHeadline", "@value", "width", "height", "other", "",
        "na\\u006de", "\xC3\xA9", NULL,
    };
    uint32_t count = random_below(12);

    *out += sprintf(*out, "{");

    for (uint32_t i = 0; i < count; i++) {
        const char *name = any(strcmp(of, "image") == 0 ? image_names : names);

        *out += sprintf(*out, "%s\"%s\":", i == 0 ? "" : ",", name);
        add_value(out, name, depth + 1);
    }

    *out += sprintf(*out, random_below(200) == 0 ? ",}" : "}");
}


static const char *
string_for(const char *name)
{
    static const struct {
        const char *name;
        const char *strings[12];
    } known[] = {
        { "@type",
          { "Article", "NewsArticle", "Recipe", "WebPage", "WebSite",
            "Person", "ImageObject", "https:\\/\\/schema.org\\/Article",
            "Art\\u0069cle", "http://schema.org/WebPage", NULL } },
        { "@id", { "#a", "#b", "#c", "\\u0023a", NULL } },
        { "url", { "/a", "/b", "https:\\/\\/a.b\\/", "", NULL } },
        { "contentUrl", { "/c", "/d", "", NULL } },
        { "width", { "600", "17px", "", NULL } },
        { "height", { "1", "23", NULL } },
        { "", { "River rises", "A town under water", "Jane Doe",
                "2026-03-04", "2025-01-02T03:04:05Z", "2024-05-06", "en",
                "false",
                "\\u0000", "a\\nb", "The Paper", NULL } },
    };
    size_t i = 0;

    while (known[i].name[0] != '\0' && strcmp(known[i].name, name) != 0) {
        i++;
    }

    return any(known[i].strings);
}


static void
add_value(char **out, const char *name, int depth)
{
    static const char *const others[] = { "1", "-0.5", "true", "false",
                                          "null", "1e3", NULL };
    uint32_t kind = random_below(depth > 2 ? 6 : 10);

    if (depth == 0) {
        kind = 7 + random_below(2);
    }

    if (kind < 5) {
        *out += sprintf(*out, "\"%s\"", string_for(name));

    } else if (kind == 5) {
        *out += sprintf(*out, "%s", any(others));

    } else if (kind < 9) {
        add_object(out, name, depth);

    } else {
        uint32_t count = random_below(4);

        *out += sprintf(*out, "[");

        for (uint32_t i = 0; i < count; i++) {
            *out += sprintf(*out, i == 0 ? "" : ",");
            add_value(out, name, depth + 1);
        }

        *out += sprintf(*out, "]");
    }
}


static reader_metadata_t
describe(const char *html, bool whole)
{
    reader_string_t page = { html, strlen(html) };
    reader_string_t url = { "https://example.com/", 20 };
    reader_metadata_t metadata;
    reader_hidden_t hidden;
    reader_sift_t sift;
    reader_tree_t tree;

    (void) reader_sift(arena, page, &sift);
    reader_tree_build(arena, &sift, &tree);
    reader_hidden_find(&tree, &sift, &hidden);
    reader_describe(&tree, &sift, hidden.in, url, whole, &metadata);

    return metadata;
}


static bool
same(reader_string_t a, reader_string_t b)
{
    return a.length == b.length
           && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}


static bool
is_same(const reader_metadata_t *a, const reader_metadata_t *b)
{
    bool is = a->json_ld_count == b->json_ld_count
              && a->author_count == b->author_count
              && a->keyword_count == b->keyword_count
              && a->accessible_for_free == b->accessible_for_free
              && a->image.width == b->image.width
              && a->image.height == b->image.height
              && same(a->article_body, b->article_body)
              && same(a->title, b->title) && same(a->subtitle, b->subtitle)
              && same(a->published, b->published)
              && same(a->modified, b->modified)
              && same(a->site_name, b->site_name)
              && same(a->language, b->language)
              && same(a->description, b->description)
              && same(a->type, b->type) && same(a->section, b->section)
              && same(a->license, b->license)
              && same(a->image.url, b->image.url)
              && same(a->image.alt, b->image.alt)
              && a->title_support == b->title_support
              && a->published_from == b->published_from;

    for (size_t i = 0; is && i < a->author_count; i++) {
        is = same(a->authors[i].name, b->authors[i].name)
             && same(a->authors[i].url, b->authors[i].url);
    }

    for (size_t i = 0; is && i < a->keyword_count; i++) {
        is = same(a->keywords[i], b->keywords[i]);
    }

    return is;
}


/* Documents made up of what is asked for, in any order and at any place. */
static void
check_same(void)
{
    static char page[1 << 20];
    size_t wrong = 0, read = 0, written = 0;

    for (int i = 0; i < PAGES; i++) {
        char *out = page;
        reader_metadata_t whole, part;

        out += sprintf(out, "<title>River rises</title>");

        for (uint32_t k = random_below(2); k < 2; k++) {
            out += sprintf(out, "<script type=application/ld+json>");
            add_value(&out, "", 0);
            out += sprintf(out, "</script>");
        }

        sprintf(out, "<h1>A town under water</h1>");
        new_arena();
        whole = describe(page, true);
        part = describe(page, false);
        read += whole.json_ld_count;
        written += whole.article_body.length + whole.description.length
                   + whole.byline.length;

        if (!is_same(&whole, &part)) {
            printf("# %s\n", page);
            wrong++;
        }
    }

    is_int((long) wrong, 0, "the same metadata of any document");
    ok(read > PAGES && written > PAGES / 2,
       "many documents are fit for that");
}


int
main(void)
{
    json_object_seed(1);
    new_arena();
    check_pruned();
    check_body();
    check_same();
    reader_arena_free(arena);

    return done_testing();
}
