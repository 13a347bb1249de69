#include "profile.h"
#include "view_style.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* jansson's hash seed: any fixed one, so that the same input gives the same
 * bytes, and no file is read for a random one. */
#define HASH_SEED 0x5eed


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

    profile->model = reader_model_new(profile->options.model, error);

    if (profile->model != NULL) {
        profile->lexicon = reader_lexicon_new(error);
    }

    if (profile->lexicon != NULL) {
        profile->decoder = reader_decoder_new(error);
    }

    if (profile->decoder == NULL) {
        reader_profile_free(profile);
        return NULL;
    }

    profile->options.model = (reader_string_t) { NULL, 0 };
    return profile;
}


const char *
reader_profile_style_source(const reader_profile_t *profile)
{
    (void) profile;

    return reader_view_style_source;
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
    free(profile);
}
