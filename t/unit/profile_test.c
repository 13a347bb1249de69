/* A profile's fingerprint tells apart what converts pages differently. */

#include "reader.h"
#include "tap.h"

#include <string.h>


static uint32_t
fingerprint(reader_options_t options)
{
    reader_error_t error;
    reader_profile_t *profile = reader_profile_new(&options, &error);
    uint32_t hash;

    if (!ok(profile != NULL, "a profile")) {
        printf("# %s\n", error.text);
        return 0;
    }

    hash = reader_profile_fingerprint(profile);
    reader_profile_free(profile);

    return hash;
}


int
main(void)
{
    static const char model[] = "const block_base .5\n";
    static const char layout[] =
        "<!doctype html><html><head>{{head}}</head><body>{{content}}</body>"
        "</html>";
    reader_options_t options = READER_OPTIONS_DEFAULT;
    reader_string_t rule = { ".box", 4 };
    uint32_t first = fingerprint(options), stripped, kept;

    ok(fingerprint(options) == first, "the same options: the same");

    options.min_length++;
    ok(fingerprint(options) != first, "min_length");

    options = READER_OPTIONS_DEFAULT;
    options.min_score++;
    ok(fingerprint(options) != first, "min_score");

    options = READER_OPTIONS_DEFAULT;
    options.model = (reader_string_t) { model, strlen(model) };
    ok(fingerprint(options) != first, "model");

    options = READER_OPTIONS_DEFAULT;
    options.strip = &rule;
    options.strip_count = 1;
    stripped = fingerprint(options);
    ok(stripped != first, "strip");

    options = READER_OPTIONS_DEFAULT;
    options.keep = &rule;
    options.keep_count = 1;
    kept = fingerprint(options);
    ok(kept != first, "keep");
    ok(kept != stripped, "strip is not keep");

    options = READER_OPTIONS_DEFAULT;
    options.images = READER_IMAGES_OFF;
    ok(fingerprint(options) != first, "images");

    options = READER_OPTIONS_DEFAULT;
    options.wrap = 72;
    ok(fingerprint(options) != first, "wrap");

    options = READER_OPTIONS_DEFAULT;
    options.template = (reader_string_t) { layout, strlen(layout) };
    ok(fingerprint(options) != first, "template");

    return done_testing();
}
