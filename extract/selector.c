#include "selector.h"

#include "ascii.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 16

/* Bytes of a class or id that a pattern is tried on. */
#define PATTERN_VALUE_MAX 1024

typedef enum {
    PART_TAG,
    PART_CLASS,
    PART_ID,
    PART_ATTRIBUTE,
    PART_PATTERN
} part_kind_t;

typedef struct {
    part_kind_t kind;
    char operator;         /* of an attribute: '=', '^', '$', '*', '~' or 0 */
    const char *name;      /* NUL-terminated, in the selector's room */
    reader_string_t value; /* of an attribute */
} part_t;

struct reader_selector {
    char text[READER_SELECTOR_BYTES_MAX + 1];
    char room[READER_SELECTOR_BYTES_MAX * 2 + 2]; /* names without escapes */
    size_t used;
    part_t parts[PARTS_MAX];
    size_t count;
    pcre2_code *pattern; /* or NULL */
    unsigned weight;
};

/* What a part weighs; see reader_selector_weight. */
static const unsigned weights[] = {
    [PART_TAG] = 2,
    [PART_CLASS] = 1 << 6,
    [PART_ID] = 1 << 12,
    [PART_ATTRIBUTE] = 1 << 6,
    [PART_PATTERN] = 1,
};

/* Where an unescaped name ends. */
static const char ends_name[] = ".#[]~=^$*\"'>+:,()|\\ \t\r\n\f";


static bool
fail(reader_error_t *error, const char *why, const char *at)
{
    if (*at == '\0') {
        snprintf(error->text, sizeof(error->text), "%s at its end", why);
    } else {
        snprintf(error->text, sizeof(error->text), "%s at \"%.80s\"", why,
                 at);
    }

    return false;
}


/* The name at *at; its end is put there.  NULL if there is none. */
static const char *
read_name(reader_selector_t *selector, const char **at)
{
    const char *from = *at;
    char *name = selector->room + selector->used, *to = name;

    while (*from != '\0') {
        if (*from == '\\' && from[1] != '\0') {
            from++;

        } else if (strchr(ends_name, *from) != NULL) {
            break;
        }

        *to++ = *from++;
    }

    if (to == name) {
        return NULL;
    }

    *to++ = '\0';
    *at = from;
    selector->used += (size_t) (to - name);

    return name;
}


/* A value in quotes, or without up to the bracket. */
static bool
read_value(reader_selector_t *selector, const char **at,
           reader_string_t *value)
{
    const char *from = *at, *end;
    char *copy = selector->room + selector->used;

    if (*from == '"' || *from == '\'') {
        end = strchr(from + 1, *from);
        from++;
        *at = end == NULL ? "" : end + 1;

    } else {
        end = strchr(from, ']');
        *at = end == NULL ? "" : end;
    }

    if (end == NULL || end == from) {
        return false;
    }

    *value = (reader_string_t) { copy, (size_t) (end - from) };
    memcpy(copy, from, value->length);
    copy[value->length] = '\0';
    selector->used += value->length + 1;

    return true;
}


/* What is behind "[". */
static bool
read_attribute(reader_selector_t *selector, const char **at, part_t *part,
               reader_error_t *error)
{
    part->name = read_name(selector, at);

    if (part->name == NULL) {
        return fail(error, "an attribute's name is missing", *at);
    }

    if (**at != '\0' && **at != '=' && strchr("^$*~", **at) != NULL
        && (*at)[1] == '=') {
        part->operator= *(*at)++;
    }

    if (**at == '=') {
        if (part->operator== '\0') {
            part->operator= '=';
        }

        (*at)++;

        if (!read_value(selector, at, &part->value)) {
            return fail(error, "a value or its end is missing", *at);
        }
    }

    if (**at != ']') {
        return fail(error, "\"]\" is missing", *at);
    }

    (*at)++;

    return true;
}


static bool
read_pattern(reader_selector_t *selector, const char **at,
             reader_error_t *error)
{
    /* \C could match a part of a character, which JIT does not take either */
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
    int number;
    PCRE2_SIZE offset;

    if (**at == '*') {
        options |= PCRE2_CASELESS;
        (*at)++;
    }

    if (**at == '\0') {
        return fail(error, "a pattern is missing", *at);
    }

    selector->pattern =
        pcre2_compile((PCRE2_SPTR) *at, PCRE2_ZERO_TERMINATED, options,
                      &number, &offset, NULL);

    if (selector->pattern == NULL) {
        PCRE2_UCHAR why[128];

        pcre2_get_error_message(number, why, sizeof(why));

        return fail(error, (const char *) why, *at + offset);
    }

    /* without it matching is slower, and the same */
    (void) pcre2_jit_compile(selector->pattern, PCRE2_JIT_COMPLETE);
    *at += strlen(*at);

    return true;
}


static bool
read_part(reader_selector_t *selector, const char **at, reader_error_t *error)
{
    part_t *part = &selector->parts[selector->count];

    if (selector->count == PARTS_MAX) {
        return fail(error, "too many parts", *at);
    }

    switch (**at) {

    case '.':
    case '#':
        part->kind = **at == '.' ? PART_CLASS : PART_ID;
        (*at)++;
        part->name = read_name(selector, at);

        if (part->name == NULL) {
            return fail(error, "a name is missing", *at);
        }

        break;

    case '[':
        part->kind = PART_ATTRIBUTE;
        (*at)++;

        if (!read_attribute(selector, at, part, error)) {
            return false;
        }

        break;

    case '~':
        part->kind = PART_PATTERN;
        (*at)++;

        if (!read_pattern(selector, at, error)) {
            return false;
        }

        break;

    case '*':
        part->kind = PART_TAG;
        (*at)++;

        if (selector->count != 0) {
            return fail(error, "\"*\" stands at the start only", *at - 1);
        }

        return true; /* says nothing: no part */

    default:
        part->kind = PART_TAG;

        if (selector->count != 0 || *at != selector->text) {
            return fail(error, "cannot be read", *at);
        }

        part->name = read_name(selector, at);

        if (part->name == NULL) {
            return fail(error, "cannot be read", *at);
        }
    }

    selector->weight += weights[part->kind];
    selector->count++;

    return true;
}


reader_selector_t *
reader_selector_new(reader_string_t text, reader_error_t *error)
{
    reader_selector_t *selector;
    const char *at;

    if (text.length == 0 || text.length > READER_SELECTOR_BYTES_MAX) {
        snprintf(error->text, sizeof(error->text),
                 "it has 1 to %d characters", READER_SELECTOR_BYTES_MAX);
        return NULL;
    }

    selector = calloc(1, sizeof(*selector));

    if (selector == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        return NULL;
    }

    memcpy(selector->text, text.data, text.length);
    at = selector->text;

    do {
        if (!read_part(selector, &at, error)) {
            reader_selector_free(selector);
            return NULL;
        }
    } while (*at != '\0');

    return selector;
}


void
reader_selector_free(reader_selector_t *selector)
{
    if (selector != NULL) {
        pcre2_code_free(selector->pattern);
        free(selector);
    }
}


/* Whether one of the words of the value is this one. */
static bool
has_word(reader_string_t value, reader_string_t word)
{
    const char *at = value.data, *end = at + value.length;

    while (at < end) {
        const char *from;

        while (at < end && reader_ascii_space(*at)) {
            at++;
        }

        from = at;

        while (at < end && !reader_ascii_space(*at)) {
            at++;
        }

        if (word.length != 0 && (size_t) (at - from) == word.length
            && memcmp(from, word.data, word.length) == 0) {
            return true;
        }
    }

    return false;
}


static bool
matches_attribute(const part_t *part, const reader_selectee_t *element)
{
    reader_string_t want = part->value, got;

    if (!reader_tree_attribute(element->tree, element->node, part->name,
                               &got)) {
        return false;
    }

    switch (part->operator) {

    case '=':
        return reader_string_equal(got, want);

    case '^':
        return got.length >= want.length
               && memcmp(got.data, want.data, want.length) == 0;

    case '$':
        return got.length >= want.length
               && memcmp(got.data + got.length - want.length, want.data,
                         want.length)
                      == 0;

    case '*':
        return got.length >= want.length
               && memmem(got.data, got.length, want.data, want.length)
                      != NULL;

    case '~':
        return has_word(got, want);

    default:
        return true;
    }
}


static bool
is_found(const pcre2_code *pattern, const reader_selectee_t *element,
         reader_string_t value)
{
    if (value.length > PATTERN_VALUE_MAX) {
        value.length = PATTERN_VALUE_MAX;

        /* not within a character */
        while (value.length != 0
               && ((unsigned char) value.data[value.length] & 0xC0) == 0x80) {
            value.length--;
        }
    }

    reader_arena_spend(element->tree->arena, value.length * 16);

    /* the class and id of an element without any are not looked at */
    return value.data != NULL
           && pcre2_match(pattern, (PCRE2_SPTR) value.data, value.length, 0,
                          PCRE2_NO_UTF_CHECK, element->match,
                          element->context)
                  >= 0;
}


static bool
matches_part(const reader_selector_t *selector, const part_t *part,
             const reader_selectee_t *element)
{
    switch (part->kind) {

    case PART_TAG:
        return reader_ascii_is(element->name, part->name);

    case PART_CLASS:
        return has_word(element->class,
                        (reader_string_t) { part->name, strlen(part->name) });

    case PART_ID:
        return element->id.data != NULL
               && reader_string_equal(
                   element->id,
                   (reader_string_t) { part->name, strlen(part->name) });

    case PART_ATTRIBUTE:
        return matches_attribute(part, element);

    default:
        return is_found(selector->pattern, element, element->class)
               || is_found(selector->pattern, element, element->id);
    }
}


bool
reader_selector_matches(const reader_selector_t *selector,
                        const reader_selectee_t *element)
{
    for (size_t i = 0; i < selector->count; i++) {
        if (!matches_part(selector, &selector->parts[i], element)) {
            return false;
        }
    }

    return true;
}


unsigned
reader_selector_weight(const reader_selector_t *selector)
{
    return selector->weight;
}


const char *
reader_selector_text(const reader_selector_t *selector)
{
    return selector->text;
}
