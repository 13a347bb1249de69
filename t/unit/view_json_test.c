/* The JSON view, read by a parser that is not ours. */

#include "json.h"
#include "view_fixture.h"

#include "tap.h"

static reader_string_t
string(const char *text)
{
    return (reader_string_t) { text, strlen(text) };
}


static json_t *
parsed(reader_string_t view)
{
    json_error_t error;
    json_t *json = json_loadb(view.data, view.length, JSON_REJECT_DUPLICATES,
                              &error);

    if (!ok(json_is_object(json), "an object")) {
        printf("# %s at %d in %.*s\n", error.text, error.position,
               (int) view.length, view.data);
    }

    return json;
}


static void
is_member(json_t *json, const char *key, const char *want)
{
    json_t *member = json_object_get(json, key);

    if (want == NULL) {
        ok(json_is_null(member), key);
    } else {
        is_bytes(json_string_value(member), json_string_length(member), want,
                 strlen(want), key);
    }
}


static void
test_nothing(void)
{
    static const char *const nulls[] = {
        "title",     "subtitle", "byline",  "dir",           "lang",
        "content",   "image",    "excerpt", "textContent",   "siteName",
        "published", "modified", "section", "publishedTime", "canonicalUrl",
        "description", "type",   "license", "favicon",       "robots",
        "prev",      "next",     "amp",     "accessibleForFree",
    };
    static const char *const arrays[] = {
        "authors", "keywords", "alternates", "headings",
        "links",   "images",   "embeds",     "jsonLd",
    };
    json_t *json;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    json = parsed(fixture_view(reader_view_json, string("")));

    for (size_t i = 0; i < sizeof(nulls) / sizeof(nulls[0]); i++) {
        is_member(json, nulls[i], NULL);
    }

    for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++) {
        ok(json_is_array(json_object_get(json, arrays[i]))
               && json_array_size(json_object_get(json, arrays[i])) == 0,
           arrays[i]);
    }

    is_int(json_integer_value(json_object_get(json, "length")), 0, "length");
    is_int(json_integer_value(json_object_get(json, "schema")), 1, "schema");
    json_decref(json);
}


static void
test_page(void)
{
    static const char html[] =
        "<p>Caf\u00e9 \U0001F600 &lt;b&gt; \"q\" \\<br>two</p>"
        "<h3>Head</h3><p><a href='/x' rel=nofollow>link <b>text</b></a>"
        "<figure><img src=/i.png alt=A width=10 height=20>"
        "<figcaption>Cap</figcaption></figure>"
        "<iframe src=https://www.youtube.com/embed/abc></iframe>";
    json_t *json, *item;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.title = string("T \"t\" </script>");
    fixture_metadata.published = string("2026-03-04");
    json = parsed(fixture_view(reader_view_json, string(html)));
    is_member(json, "title", "T \"t\" </script>");
    is_member(json, "publishedTime", "2026-03-04");
    is_member(json, "url", "https://site.example/a/page");
    is_member(json, "excerpt",
              "Caf\u00e9 \U0001F600 <b> \"q\" \\ two");
    item = json_object_get(json, "textContent");
    ok(strncmp(json_string_value(item),
               "Caf\u00e9 \U0001F600 <b> \"q\" \\\ntwo\nHead\nlink text",
               30) == 0,
       "textContent");
    ok(strstr(json_string_value(json_object_get(json, "content")),
              "<p>Caf\u00e9 \U0001F600 &lt;b&gt; &quot;q&quot; \\<br>two</p>")
           != NULL,
       "content");

    item = json_array_get(json_object_get(json, "headings"), 0);
    is_int(json_integer_value(json_object_get(item, "level")), 2, "level");
    is_member(item, "text", "Head");
    is_member(item, "id", "r-s-1");
    item = json_array_get(json_object_get(json, "links"), 0);
    is_member(item, "href", "https://site.example/x");
    is_member(item, "text", "link text");
    is_member(item, "rel", "nofollow");
    item = json_array_get(json_object_get(json, "images"), 0);
    is_member(item, "src", "https://site.example/i.png");
    is_member(item, "caption", "Cap");
    is_int(json_integer_value(json_object_get(item, "height")), 20, "height");
    item = json_array_get(json_object_get(json, "embeds"), 0);
    is_member(item, "url", "https://www.youtube.com/watch?v=abc");
    is_member(item, "host", "www.youtube.com");
    json_decref(json);
}


static void
test_bytes(void)
{
    reader_string_t view;
    json_t *json;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.title = string("<&>\u2028\u2029\t\n\x01\x7F");
    view = fixture_view(reader_view_json, string("<p>a\U0001F600"));
    ok(memchr(view.data, '<', view.length) == NULL
           && memchr(view.data, '>', view.length) == NULL
           && memchr(view.data, '&', view.length) == NULL,
       "nothing that a browser could take for markup");
    json = parsed(view);
    is_member(json, "title", "<&>\u2028\u2029\t\n\x01\x7F");
    is_int(json_integer_value(json_object_get(json, "length")), 3,
           "length in UTF-16 code units");
    json_decref(json);
}


static reader_string_t
written(const char *text, size_t limit, bool *fits)
{
    static const reader_limits_t limits = READER_LIMITS_DEFAULT;
    static reader_arena_t *arena;
    static reader_buffer_t out;
    reader_json_t json;
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

    reader_arena_free(arena);
    arena = reader_arena_new(&limits);
    reader_buffer_init(&out, arena, 0);
    reader_json_begin(&json, &out);
    *fits = reader_json_value(&json, value, limit);
    json_decref(value);

    return reader_buffer_value(&out);
}


static void
is_written(const char *text, const char *want, const char *name)
{
    bool fits;

    is_str(written(text, 1000, &fits), want, name);
}


static void
test_values(void)
{
    static char deep[200];
    bool fits;

    is_written("{\"a\":[1,-2,true,false,null,{\"b\":[]}],\"c\":{}}",
               "{\"a\":[1,-2,true,false,null,{\"b\":[]}],\"c\":{}}",
               "values in values");
    is_written("[1.5,1e300]", "[1.5,1.0000000000000001e+300]", "numbers");
    is_written("\"</script>\\u202e\\u0007\"", "\"\\u003c/script\\u003e\"",
               "strings are plain");
    is_written("{\"<\\u200b\":1}", "{\"\\u003c\":1}", "keys too");

    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    deep[199] = ']';
    is_int((long) written(deep, 1000, &fits).length, 31 * 2 + 4,
           "what is too deep is null");
    is_int((long) written("[\"aaaaaaaaaaaaaaaaaaaa\",2]", 10, &fits).length,
           0, "what is too long is not there");
    ok(!fits, "and that is said");
}


int
main(void)
{
    test_nothing();
    test_page();
    test_bytes();
    test_values();

    return done_testing();
}
