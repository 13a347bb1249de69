#include "json.h"

#include "plain.h"
#include "special.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 32


void
reader_json_begin(reader_json_t *json, reader_buffer_t *out)
{
    json->out = out;
    json->first = true;
}


/* How the character at this place, of *length bytes, is written; 0: as it is.
   Returns the length of that. */
static size_t
escape(reader_string_t text, size_t at, size_t *length, char *to)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char c = (unsigned char) text.data[at];

    *length = 1;

    if (c == '\n' || c == '\t' || c == '"' || c == '\\') {
        to[0] = '\\';
        to[1] = (char) (c == '\n' ? 'n' : c == '\t' ? 't' : c);
        return 2;
    }

    if (c < 0x80) {
        memcpy(to, "\\u00", 4);
        to[4] = digits[c >> 4];
        to[5] = digits[c & 15];
        return 6;
    }

    if (text.length - at > 2 && text.data[at + 1] == '\x80'
        && (text.data[at + 2] == '\xA8' || text.data[at + 2] == '\xA9')) {
        memcpy(to, text.data[at + 2] == '\xA8' ? "\\u2028" : "\\u2029", 6);
        *length = 3;
        return 6;
    }

    return 0;
}


static void
add_string(reader_buffer_t *out, reader_string_t text)
{
    size_t from = 0, at = 0, length;

    reader_buffer_byte(out, '"');

    while ((at = reader_special(text, at, READER_SPECIAL_JSON)) < text.length) {
        char escaped[6];
        size_t escaped_length = escape(text, at, &length, escaped);

        if (escaped_length != 0) {
            reader_buffer_add(out, text.data + from, at - from);
            reader_buffer_add(out, escaped, escaped_length);
            from = at + length;
        }

        at += length;
    }

    reader_buffer_add(out, text.data + from, text.length - from);
    reader_buffer_byte(out, '"');
}


static void
add_key(reader_json_t *json, const char *key)
{
    if (!json->first) {
        reader_buffer_byte(json->out, ',');
    }

    json->first = false;

    if (key != NULL) {
        add_string(json->out, (reader_string_t) { key, strlen(key) });
        reader_buffer_byte(json->out, ':');
    }
}


void
reader_json_open(reader_json_t *json, const char *key, char bracket)
{
    add_key(json, key);
    reader_buffer_byte(json->out, bracket);
    json->first = true;
}


void
reader_json_close(reader_json_t *json, char bracket)
{
    reader_buffer_byte(json->out, bracket);
    json->first = false;
}


void
reader_json_string(reader_json_t *json, const char *key,
                   reader_string_t value)
{
    add_key(json, key);
    add_string(json->out, value);
}


void
reader_json_optional(reader_json_t *json, const char *key,
                     reader_string_t value)
{
    if (value.length == 0) {
        reader_json_word(json, key, "null");
    } else {
        reader_json_string(json, key, value);
    }
}


void
reader_json_number(reader_json_t *json, const char *key, unsigned long number)
{
    add_key(json, key);
    reader_buffer_number(json->out, number);
}


void
reader_json_word(reader_json_t *json, const char *key, const char *word)
{
    add_key(json, key);
    reader_buffer_text(json->out, word);
}


void
reader_json_member(reader_json_t *json, reader_string_t key,
                   reader_string_t value)
{
    add_key(json, NULL);
    add_string(json->out, key);
    reader_buffer_byte(json->out, ':');
    add_string(json->out, value);
}


/* Where a loop over a value of jansson's stands. */
typedef struct {
    json_t *value;
    void *member;        /* of an object */
    size_t index;        /* of an array */
} level_t;


static void
add_plain(reader_json_t *json, const char *data, size_t length)
{
    add_string(json->out,
               reader_plain(json->out->arena,
                            (reader_string_t) { data, length }));
}


static void
add_leaf(reader_json_t *json, const json_t *value)
{
    char number[40];

    switch (json_typeof(value)) {
    case JSON_STRING:
        add_plain(json, json_string_value(value), json_string_length(value));
        break;

    case JSON_INTEGER:
        snprintf(number, sizeof(number), "%lld",
                 (long long) json_integer_value(value));
        reader_buffer_text(json->out, number);
        break;

    case JSON_REAL:
        /* the locale is that of the program: its decimal point may be "," */
        snprintf(number, sizeof(number), "%.17g", json_real_value(value));

        for (char *c = number; *c != '\0'; c++) {
            *c = *c == ',' ? '.' : *c;
        }

        reader_buffer_text(json->out,
                           isfinite(json_real_value(value)) ? number
                                                            : "null");
        break;

    case JSON_TRUE:
        reader_buffer_text(json->out, "true");
        break;

    case JSON_FALSE:
        reader_buffer_text(json->out, "false");
        break;

    default:
        reader_buffer_text(json->out, "null");
    }
}


static const char *
next_key(level_t *level)
{
    level->member = level->member == NULL
                        ? json_object_iter(level->value)
                        : json_object_iter_next(level->value, level->member);

    return level->member == NULL ? NULL : json_object_iter_key(level->member);
}


bool
reader_json_value(reader_json_t *json, json_t *value, size_t limit)
{
    reader_buffer_t *out = json->out;
    level_t levels[DEPTH_MAX];
    unsigned depth = 0;
    size_t start = out->length;
    bool first = json->first;

    add_key(json, NULL);
    levels[0] = (level_t) { value, NULL, 0 };

    for (;;) {
        level_t *level = &levels[depth];
        json_t *child = NULL;

        if (out->length - start > limit) {
            out->length = start;
            json->first = first;
            return false;
        }

        if ((json_is_object(value) || json_is_array(value))
            && depth + 1 < DEPTH_MAX) {
            reader_buffer_byte(out, json_is_object(value) ? '{' : '[');
            levels[++depth] = (level_t) { value, NULL, 0 };
            level = &levels[depth];
            json->first = true;
        } else {
            add_leaf(json, value);
        }

        /* the next value: of this level or of one around it */
        for (; depth != 0; depth--) {
            level = &levels[depth];

            if (json_is_object(level->value)) {
                const char *key = next_key(level);

                if (key != NULL) {
                    add_key(json, NULL);
                    add_plain(json, key, strlen(key));
                    reader_buffer_byte(out, ':');
                    child = json_object_iter_value(level->member);
                    break;
                }

            } else if (level->index < json_array_size(level->value)) {
                add_key(json, NULL);
                child = json_array_get(level->value, level->index++);
                break;
            }

            reader_buffer_byte(out, json_is_object(level->value) ? '}' : ']');
            json->first = false;
        }

        if (child == NULL) {
            json->first = false;
            return true;
        }

        value = child;
    }
}
