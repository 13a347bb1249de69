#include "hidden_names.h"

#include "ascii.h"
#include "charref.h"

#include <string.h>

#define PAIR_COST 32 /* what is spent for two that are looked up */
#define CLASSES_MAX 64 /* of one element that are looked at */

/* Text for screen readers, in the frameworks that are used most. */
static const char *const unseen_classes[] = {
    "sr-only",            "visually-hidden",   "visuallyhidden",
    "screen-reader-text", "screen-reader-only", "screenreader-only",
    "sr-text",            "show-for-sr",       "a11y-hidden",
    "u-visually-hidden",  "element-invisible", "hidden-visually",
    "assistive-text",     "is-visually-hidden", "screen-reader",
    "usa-sr-only",        "govuk-visually-hidden", "cdk-visually-hidden",
    "visually-hidden-focusable", "sr-only-focusable",
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))


static bool
is_unseen_class(reader_string_t word)
{
    for (size_t i = 0; i < COUNT(unseen_classes); i++) {
        if (unseen_classes[i][0] == word.data[0]
            && strncmp(unseen_classes[i], word.data, word.length) == 0
            && unseen_classes[i][word.length] == '\0') {
            return true;
        }
    }

    return false;
}


/* ASCII white space, without a call for each byte. */
static inline bool
is_blank(char c)
{
    return c == ' ' || ((unsigned char) c < ' ' && reader_ascii_space(c));
}


/* The next word of a list, of length 0 if there is none. */
static reader_string_t
take_word(reader_string_t *list)
{
    const char *at = list->data, *end = at + list->length, *from;

    while (at < end && is_blank(*at)) {
        at++;
    }

    for (from = at; at < end && !is_blank(*at);) {
        at++;
    }

    *list = (reader_string_t) { at, (size_t) (end - at) };

    return (reader_string_t) { from, (size_t) (at - from) };
}


/* What rules say of this class or id, less what two classes undo. */
static uint32_t
rules_of(const reader_hidden_names_t *names, uint32_t hash,
         const uint32_t *all, size_t count)
{
    uint32_t rules = reader_hidden_sheet_find(&names->sheet, hash);

    if (!(rules & (READER_SHEET_DISPLAY | READER_SHEET_VISIBILITY))) {
        return 0;
    }

    if (!names->sheet.has_pairs) {
        return rules;
    }

    reader_arena_spend(names->tree->arena, count * PAIR_COST);

    for (size_t i = 0; i < count; i++) {
        if (all[i] != hash
            && reader_hidden_sheet_shows(&names->sheet, hash, all[i])) {
            return 0;
        }
    }

    return rules;
}


/* What they say of an element with these classes, and this id if not NULL. */
static uint32_t
rules_of_all(const reader_hidden_names_t *names, reader_string_t classes,
             const reader_string_t *id)
{
    reader_string_t word;
    uint32_t hashes[CLASSES_MAX + 1], rules = 0;
    size_t count = 0;

    if (id != NULL) {
        hashes[count++] = reader_hidden_sheet_hash('#', id->data, id->length);
    }

    while (count < CLASSES_MAX && (word = take_word(&classes)).length != 0) {
        hashes[count++] =
            reader_hidden_sheet_hash('.', word.data, word.length);
    }

    for (size_t i = 0; i < count; i++) {
        rules |= rules_of(names, hashes[i], hashes, count);
    }

    return rules;
}


static bool
is_ruled(const reader_hidden_names_t *names, char kind, reader_string_t name)
{
    uint32_t hash = reader_hidden_sheet_hash(kind, name.data, name.length);

    return (reader_hidden_sheet_find(&names->sheet, hash)
            & (READER_SHEET_DISPLAY | READER_SHEET_VISIBILITY)) != 0;
}


static reader_string_t
value_of(const reader_hidden_names_t *names,
         const reader_attribute_t *attribute)
{
    return reader_charref_decode(names->tree->arena, attribute->value, true);
}


static unsigned
read_classes(const reader_hidden_names_t *names, reader_string_t classes)
{
    reader_string_t left = classes, word;
    unsigned found = 0;

    for (size_t count = 0;
         count < CLASSES_MAX && (word = take_word(&left)).length != 0;
         count++) {
        if (!reader_sieve_passes(&names->words, word)) {
            continue;
        }

        if (is_unseen_class(word)) {
            found |= READER_NAMES_UNSEEN;
        }

        if (is_ruled(names, '.', word)) {
            found |= READER_NAMES_RULED;
        }
    }

    if (found & READER_NAMES_RULED) {
        found |= rules_of_all(names, classes, NULL);
    }

    return found;
}


unsigned
reader_hidden_classes(const reader_hidden_names_t *names,
                      const reader_attribute_t *classes)
{
    uint8_t *found = &names->found[classes->number];

    if (*found == 0) {
        *found = READER_NAMES_READ;
        reader_arena_spend(names->tree->arena, classes->value.length);

        if (reader_sieve_passes_any(&names->words, classes->value)) {
            *found |= (uint8_t) read_classes(names, value_of(names, classes));
        }
    }

    return *found;
}


unsigned
reader_hidden_names(const reader_hidden_names_t *names,
                    const reader_attribute_t *classes,
                    const reader_attribute_t *id)
{
    unsigned found = classes != NULL ? reader_hidden_classes(names, classes)
                                     : READER_NAMES_READ;
    reader_string_t name, words = { "", 0 };

    if (id == NULL || !names->sheet.has_ids) {
        return found;
    }

    reader_arena_spend(names->tree->arena, id->value.length);
    name = value_of(names, id);

    if (!(found & READER_NAMES_RULED)
        && (name.length == 0 || !reader_sieve_passes(&names->sheet.ids, name)
            || !is_ruled(names, '#', name))) {
        return found;
    }

    if (classes != NULL) {
        reader_arena_spend(names->tree->arena, classes->value.length);
        words = value_of(names, classes);
    }

    return (found & READER_NAMES_UNSEEN) | rules_of_all(names, words, &name);
}


void
reader_hidden_names_init(reader_hidden_names_t *names,
                         const reader_tree_t *tree, const reader_sift_t *sift)
{
    names->tree = tree;
    names->found = reader_arena_array(tree->arena, tree->value_count, 1);
    reader_hidden_sheet_read(tree, sift, &names->sheet);
    names->words = names->sheet.classes;

    for (size_t i = 0; i < COUNT(unseen_classes); i++) {
        const char *name = unseen_classes[i];

        reader_sieve_add(&names->words,
                         (reader_string_t) { name, strlen(name) });
    }
}
