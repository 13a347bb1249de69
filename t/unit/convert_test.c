/* What a conversion leaves behind is its own: the page may be gone by then. */

#include "reader.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#define SENTENCE                                                              \
    "The ferry left the quay at noon, as it has on every day of the week for " \
    "more than a century, and nobody on board looked back at the town. "
#define PARAGRAPH "<p>" SENTENCE SENTENCE SENTENCE "</p>"

static const char html[] =
    "<!DOCTYPE html><html lang=en><head><title>The last ferry</title>"
    "<meta name=\"robots\" content=\"noindex\">"
    "<meta http-equiv=Content-Security-Policy content=\"img-src 'self'\">"
    "<link rel=canonical href=https://example.com/ferry></head><body><main>"
    "<article><h1>The last ferry</h1>" PARAGRAPH PARAGRAPH PARAGRAPH
    "</article></main></body></html>";


static char *
copy(const char *text)
{
    size_t length = strlen(text);
    char *bytes = malloc(length);

    memcpy(bytes, text, length);

    return bytes;
}


static bool
holds(reader_string_t string, const char *text)
{
    return string.length == strlen(text)
           && memcmp(string.data, text, string.length) == 0;
}


static void
test_format(const reader_profile_t *profile, reader_format_t format,
            const char *name)
{
    static const char url[] = "https://example.com/a", charset[] = "utf-8";
    char *page_bytes = copy(html), *url_bytes = copy(url);
    char *charset_bytes = copy(charset);
    reader_page_t page = { .html = { page_bytes, strlen(html) },
                           .url = { url_bytes, strlen(url) },
                           .charset = { charset_bytes, strlen(charset) },
                           .format = format };
    reader_view_t view;

    is_int(reader_convert(profile, &page, NULL, &view), READER_OK, name);

    memset(page_bytes, '#', strlen(html));
    memset(url_bytes, '#', strlen(url));
    memset(charset_bytes, '#', strlen(charset));

    ok(view.bytes.length != 0
           && memmem(view.bytes.data, view.bytes.length, "century", 7) != NULL,
       "there is a text");
    ok(memchr(view.bytes.data, '\0', view.bytes.length) == NULL
           && memmem(view.bytes.data, view.bytes.length, "####", 4) == NULL,
       "nothing in it was the caller's");
    ok(holds(view.title, "The last ferry"), "the title");
    ok(holds(view.robots, "noindex"), "what robots may do");
    ok(holds(view.policies, "img-src 'self'\n"), "the policy");
    ok(holds(view.canonical, "https://example.com/ferry"),
       "the canonical address");
    reader_view_free(&view);
    free(page_bytes);
    free(url_bytes);
    free(charset_bytes);
}


int
main(void)
{
    reader_error_t error;
    reader_profile_t *profile = reader_profile_new(NULL, &error);

    test_format(profile, READER_HTML, "HTML");
    test_format(profile, READER_TEXT, "plain text");
    test_format(profile, READER_MARKDOWN, "Markdown");
    test_format(profile, READER_JSON, "JSON");
    reader_profile_free(profile);

    return done_testing();
}
