#include "json_read.h"

#include "ascii.h"
#include "buffer.h"
#include "table.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 32
#define INTEGER_MAX 20 /* bytes of a long long */

/* Up to so many members each is compared with all. */
#define COMPARED_MAX 8

/*
 * Slots that are looked at for a key.  A page can be made so that all keys
 * fall into the same ones: then members are left out.
 */
#define PROBES_MAX 48

typedef struct {
    reader_arena_t *arena;
    const char *at;
    const char *end;
} source_t;


/* The byte that is next behind white space and comments; NUL at the end. */
static char
next_sign(source_t *source)
{
    while (source->at < source->end) {
        const char *at = source->at, *end = source->end;

        if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r') {
            source->at++;

        } else if (*at == '/' && end - at > 1 && at[1] == '*') {
            at = memmem(at + 2, (size_t) (end - at - 2), "*/", 2);
            source->at = at == NULL ? end : at + 2;

        } else {
            return *at;
        }
    }

    return '\0';
}


/* Four hexadecimal digits, or -1. */
static long
unit_at(const char *at, const char *end)
{
    long unit = 0;

    if (end - at < 4) {
        return -1;
    }

    for (int i = 0; i < 4; i++) {
        char c = reader_ascii_lower(at[i]);

        if (!reader_ascii_digit(c) && (c < 'a' || c > 'f')) {
            return -1;
        }

        unit = unit * 16 + (reader_ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }

    return unit;
}


/* RFC 8259, section 7; at is behind "\u".  Returns where the escape ends. */
static const char *
add_code_point(reader_buffer_t *out, const char *at, const char *end,
               long unit)
{
    long trail;

    at += 4;

    if (unit >= 0xD800 && unit < 0xDC00 && end - at >= 6 && at[0] == '\\'
        && at[1] == 'u') {
        trail = unit_at(at + 2, end);

        if (trail >= 0xDC00 && trail <= 0xDFFF) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (trail - 0xDC00);
            at += 6;
        }
    }

    reader_buffer_code_point(out, (uint32_t) unit); /* U+FFFD for a lone one */

    return at;
}


/* at is a backslash; one that begins no escape is left out. */
static const char *
add_escape(reader_buffer_t *out, const char *at, const char *end)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    const char *name;
    long unit;

    if (end - at < 2) {
        return end;
    }

    name = at[1] == '\0' ? NULL : strchr(names, at[1]);

    if (name != NULL) {
        reader_buffer_byte(out, bytes[name - names]);
        return at + 2;
    }

    unit = at[1] == 'u' ? unit_at(at + 2, end) : -1;

    return unit < 0 ? at + 1 : add_code_point(out, at + 2, end, unit);
}


static const char *
behind_plain(const char *at, const char *end)
{
    while (at < end && *at != '"' && *at != '\\'
           && (unsigned char) *at >= ' ') {
        at++;
    }

    return at;
}


/* What is up to the closing quote; source is behind the opening one. */
static bool
read_string(source_t *source, reader_string_t *text)
{
    const char *start = source->at, *end = source->end;
    const char *at = behind_plain(start, end);
    reader_buffer_t out;

    reader_arena_spend(source->arena, (size_t) (at - start));
    *text = (reader_string_t) { start, (size_t) (at - start) };

    if (at < end && *at == '"') {
        source->at = at + 1;
        return true;
    }

    reader_buffer_init(&out, source->arena, text->length + 64);
    reader_buffer_string(&out, *text);

    while (at < end && *at != '"') {
        if (*at == '\\') {
            at = add_escape(&out, at, end);
        } else {
            reader_buffer_byte(&out, ' ');
            at++;
        }

        start = at;
        at = behind_plain(start, end);
        reader_buffer_add(&out, start, (size_t) (at - start));
    }

    *text = reader_buffer_value(&out);
    source->at = at < end ? at + 1 : end;

    return at < end;
}


static const char *
behind_digits(const char *at, const char *end)
{
    while (at < end && reader_ascii_digit(*at)) {
        at++;
    }

    return at;
}


/* Of a locale with a decimal comma, too. */
static bool
set_real(reader_arena_t *arena, reader_string_t text, reader_value_t *value)
{
    char *copy = memcpy(reader_arena_alloc(arena, text.length + 1), text.data,
                        text.length);
    char *point = memchr(copy, '.', text.length);

    copy[text.length] = '\0';

    if (point != NULL) {
        *point = *localeconv()->decimal_point;
    }

    value->kind = READER_VALUE_REAL;
    value->real = strtod(copy, NULL);

    return isfinite(value->real);
}


static bool
set_integer(reader_string_t text, reader_value_t *value)
{
    char copy[INTEGER_MAX + 1];

    if (text.length > INTEGER_MAX) {
        return false;
    }

    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    errno = 0;
    value->kind = READER_VALUE_INTEGER;
    value->integer = strtoll(copy, NULL, 10);

    return errno == 0;
}


/* RFC 8259, section 6 */
static bool
read_number(source_t *source, reader_value_t *value)
{
    const char *start = source->at, *at = start, *end = source->end, *digits;
    reader_string_t text;
    bool real = false;

    at += *at == '-';
    digits = at;
    at = behind_digits(at, end);

    if (at == digits || (*digits == '0' && at - digits > 1)) {
        return false;
    }

    if (at < end && *at == '.') {
        real = true;
        digits = ++at;
        at = behind_digits(at, end);

        if (at == digits) {
            return false;
        }
    }

    if (at < end && (*at | 0x20) == 'e') {
        real = true;
        at++;
        at += at < end && (*at == '+' || *at == '-');
        digits = at;
        at = behind_digits(at, end);

        if (at == digits) {
            return false;
        }
    }

    text = (reader_string_t) { start, (size_t) (at - start) };
    source->at = at;

    return real ? set_real(source->arena, text, value)
                : set_integer(text, value);
}


static bool
read_word(source_t *source, reader_value_t *value)
{
    static const struct {
        reader_string_t text;
        reader_value_kind_t kind;
    } words[] = {
        { { "null", 4 }, READER_VALUE_NULL },
        { { "true", 4 }, READER_VALUE_TRUE },
        { { "false", 5 }, READER_VALUE_FALSE },
    };
    const char *start = source->at;
    size_t length;

    while (source->at < source->end && reader_ascii_letter(*source->at)) {
        source->at++;
    }

    length = (size_t) (source->at - start);

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (length == words[i].text.length
            && memcmp(start, words[i].text.data, length) == 0) {
            value->kind = words[i].kind;
            return true;
        }
    }

    return false;
}


static bool
same(reader_string_t a, reader_string_t b)
{
    return a.length == b.length
           && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}


/* The member before this one that has its key, or NULL. */
static reader_value_t *
same_before(const reader_value_t *object, const reader_value_t *member)
{
    for (reader_value_t *at = object->first; at != member; at = at->next) {
        if (same(at->key, member->key)) {
            return at;
        }
    }

    return NULL;
}


/* The slot of the member's key or a free one; NULL: there is neither. */
static reader_value_t **
slot_of(reader_value_t **slots, size_t size, const reader_value_t *member)
{
    uint32_t hash = reader_table_hash(member->key);

    for (uint32_t probe = 0; probe < PROBES_MAX; probe++) {
        reader_value_t **slot = &slots[(hash / 2 + probe) & (size - 1)];

        if (*slot == NULL || same((*slot)->key, member->key)) {
            return slot;
        }
    }

    return NULL;
}


/* Of members with one key the last counts, in the place of the first. */
static void
join_same(reader_arena_t *arena, reader_value_t *object, size_t count)
{
    reader_value_t **slots = NULL, **link = &object->first;
    size_t size = 32;

    if (count > COMPARED_MAX) {
        while (size < 2 * count) {
            size *= 2;
        }

        slots = reader_arena_array(arena, size, sizeof(*slots));
    }

    while (*link != NULL) {
        reader_value_t *member = *link, *before = NULL, **slot = &before;

        if (slots != NULL) {
            slot = slot_of(slots, size, member);
        } else {
            before = same_before(object, member);
        }

        if (slot != NULL && *slot == NULL) {
            *slot = member;
            link = &member->next;
            continue;
        }

        *link = member->next;

        if (slot != NULL) {
            reader_value_t *next = (*slot)->next;

            **slot = *member;
            (*slot)->next = next;
        }
    }
}


static bool
read_leaf(source_t *source, char sign, reader_value_t *value)
{
    if (sign == '"') {
        source->at++;
        value->kind = READER_VALUE_STRING;
        return read_string(source, &value->text);
    }

    return sign == '-' || reader_ascii_digit(sign)
               ? read_number(source, value)
               : read_word(source, value);
}


/* A member's key and the colon behind it; a NUL byte in it is a fault. */
static bool
read_key(source_t *source, reader_string_t *key)
{
    if (next_sign(source) != '"') {
        return false;
    }

    source->at++;

    if (!read_string(source, key) || next_sign(source) != ':') {
        return false;
    }

    source->at++;

    return key->length == 0 || memchr(key->data, '\0', key->length) == NULL;
}


typedef struct {
    reader_value_t *value; /* an array or object that is open */
    reader_value_t **link; /* where the next one in it goes */
    size_t count;
} level_t;


reader_value_t *
reader_json_read(reader_arena_t *arena, reader_string_t text)
{
    source_t source = { arena, text.data, text.data + text.length };
    level_t levels[DEPTH_MAX + 1], *level = levels;
    reader_value_t *root = NULL, *value;

    *level = (level_t) { NULL, &root, 0 };

    for (;;) {
        bool object = level->value != NULL
                      && level->value->kind == READER_VALUE_OBJECT;
        char sign = next_sign(&source);

        /* also behind a comma */
        if (level->value == NULL || sign != (object ? '}' : ']')) {
            value = reader_arena_array(arena, 1, sizeof(*value));
            *level->link = value;
            level->link = &value->next;
            level->count++;

            if (object) {
                if (!read_key(&source, &value->key)) {
                    return NULL;
                }

                sign = next_sign(&source);
            }

            if (sign == '{' || sign == '[') {
                if (level == levels + DEPTH_MAX) {
                    return NULL;
                }

                source.at++;
                value->kind =
                    sign == '{' ? READER_VALUE_OBJECT : READER_VALUE_ARRAY;
                *++level = (level_t) { value, &value->first, 0 };
                continue;
            }

            if (!read_leaf(&source, sign, value)) {
                return NULL;
            }

            sign = next_sign(&source);
        }

        while (level->value != NULL) {
            object = level->value->kind == READER_VALUE_OBJECT;

            if (sign != (object ? '}' : ']')) {
                break;
            }

            if (object) {
                join_same(arena, level->value, level->count);
            }

            source.at++;
            level--;
            sign = next_sign(&source);
        }

        if (level->value == NULL) {
            return root;
        }

        if (sign != ',') {
            return NULL;
        }

        source.at++;
    }
}


bool
reader_value_is(const reader_value_t *value, reader_value_kind_t kind)
{
    return value != NULL && value->kind == kind;
}


reader_value_t *
reader_value_member(const reader_value_t *value, const char *key)
{
    size_t length = strlen(key);
    reader_value_t *member;

    if (!reader_value_is(value, READER_VALUE_OBJECT)) {
        return NULL;
    }

    for (member = value->first; member != NULL; member = member->next) {
        if (member->key.length == length
            && memcmp(member->key.data, key, length) == 0) {
            break;
        }
    }

    return member;
}


const reader_value_t *
reader_value_single(const reader_value_t *value)
{
    return reader_value_is(value, READER_VALUE_ARRAY) ? value->first : value;
}
