#include "profile.h"

#include "buffer.h"
#include "table.h"
#include "view_style.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* jansson's hash seed: any fixed one, so that the same input gives the same
 * bytes, and no file is read for a random one. */
#define HASH_SEED 0x5eed

/* The page around an article where the operator has none. */
static const char layout[] =
    "<!DOCTYPE html><html lang=\"{{lang}}\" dir=\"{{dir}}\">"
    "<head>{{head}}{{style}}</head><body>{{skip}}{{header}}"
    "<main><article id=\"r-a\">{{#title}}<h1>{{title}}</h1>{{/title}}"
    "{{about}}{{contents}}{{content}}{{pages}}</article></main>{{footer}}"
    "</body></html>\n";


static void
mix(uint32_t *hash, reader_string_t text)
{
    *hash = reader_table_mix(*hash, text);
    *hash = reader_table_mix(*hash, READER_STRING("\n"));
}


static void
mix_text(uint32_t *hash, const char *text)
{
    mix(hash, (reader_string_t) { text, strlen(text) });
}


static void
mix_number(uint32_t *hash, unsigned number)
{
    char digits[16];

    snprintf(digits, sizeof(digits), "%u", number);
    mix_text(hash, digits);
}


static void
mix_list(uint32_t *hash, const reader_string_t *list, size_t count)
{
    mix_number(hash, (unsigned) count);

    for (size_t i = 0; i < count; i++) {
        mix(hash, list[i]);
    }
}


/* Of every option, of the version, and of what is built in as data. */
static uint32_t
take_fingerprint(const reader_options_t *options)
{
    uint32_t hash = READER_TABLE_HASH_START;

    mix_text(&hash, READER_VERSION);
    mix(&hash, reader_view_style);
    mix_text(&hash, layout);
    mix_number(&hash, options->min_length);
    mix_number(&hash, options->min_score);
    mix_number(&hash, options->images);
    mix_number(&hash, options->wrap);
    mix(&hash, options->template);
    mix_list(&hash, options->strip, options->strip_count);
    mix_list(&hash, options->keep, options->keep_count);
    mix(&hash, options->model);

    for (size_t i = 0; options->model.length == 0
                       && reader_model_text[i] != NULL; i++) {
        mix_text(&hash, reader_model_text[i]);
    }

    return hash;
}


reader_profile_t *
reader_profile_new(const reader_options_t *options, reader_error_t *error)
{
    reader_profile_t *profile = calloc(1, sizeof(*profile));

    if (profile == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        return NULL;
    }

    profile->options =
        options == NULL ? READER_OPTIONS_DEFAULT : *options;

    json_object_seed(HASH_SEED);

    reader_signals_prepare(profile->logarithms);
    profile->model = reader_model_new(profile->options.model, error);

    if (profile->model != NULL) {
        profile->rules = reader_rules_new(&profile->options, error);
    }

    if (profile->rules != NULL) {
        profile->lexicon = reader_lexicon_new(error);
    }

    if (profile->lexicon != NULL) {
        profile->decoder = reader_decoder_new(error);
    }

    if (profile->decoder != NULL) {
        profile->template = reader_template_new(
            profile->options.template.length != 0
                ? profile->options.template
                : (reader_string_t) { layout, sizeof(layout) - 1 },
            error);
    }

    if (profile->template == NULL) {
        reader_profile_free(profile);
        return NULL;
    }

    profile->fingerprint = take_fingerprint(&profile->options);

    /* the caller's, and compiled */
    profile->options.model = READER_EMPTY;
    profile->options.template = READER_EMPTY;
    profile->options.strip = profile->options.keep = NULL;
    profile->options.strip_count = profile->options.keep_count = 0;

    return profile;
}


uint32_t
reader_profile_fingerprint(const reader_profile_t *profile)
{
    return profile->fingerprint;
}


const char *
reader_profile_style_source(const reader_profile_t *profile)
{
    return profile->template->sources;
}


void
reader_profile_free(reader_profile_t *profile)
{
    if (profile == NULL) {
        return;
    }

    reader_decoder_free(profile->decoder);
    reader_lexicon_free(profile->lexicon);
    reader_model_free(profile->model);
    reader_rules_free(profile->rules);
    reader_template_free(profile->template);
    free(profile);
}
