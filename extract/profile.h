/* What a profile is compiled to; see reader.h for what it promises. */

#ifndef READER_PROFILE_H
#define READER_PROFILE_H

#include "decode.h"
#include "lexicon.h"
#include "model.h"
#include "rules.h"
#include "signals.h"
#include "template.h"

struct reader_profile {
    reader_options_t options;
    reader_decoder_t *decoder;
    reader_lexicon_t *lexicon;
    reader_model_t *model; /* of options.model, or the one built in */
    reader_rules_t *rules;
    float logarithms[READER_LOGARITHMS]; /* for signals */
    uint32_t fingerprint;
    reader_template_t *template; /* likewise */
};

#endif
