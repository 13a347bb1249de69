#include "json.h"

#include "plain.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 32


void
reader_json_begin(reader_json_t *json, reader_buffer_t *out)
{
    json->out = out;
    json->first = true;
}


static void
add_string(reader_buffer_t *out, reader_string_t text)
{
    static const char digits[] = "0123456789abcdef";
    size_t from = 0;

    reader_buffer_byte(out, '"');

    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char) text.data[i];
        size_t length = 1;
        char escape[8] = "\\u00";

        if (c == '\n' || c == '\t' || c == '"' || c == '\\') {
            escape[1] = (char) (c == '\n' ? 'n' : c == '\t' ? 't' : c);
            escape[2] = '\0';

        } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x7F) {
            escape[4] = digits[c >> 4];
            escape[5] = digits[c & 15];
            escape[6] = '\0';

        } else if (c == 0xE2 && i + 2 < text.length
                   && text.data[i + 1] == '\x80'
                   && (text.data[i + 2] == '\xA8'
                       || text.data[i + 2] == '\xA9')) {
            memcpy(escape, text.data[i + 2] == '\xA8' ? "\\u2028" : "\\u2029",
                   7);
            length = 3;

        } else {
            continue;
        }

        reader_buffer_add(out, text.data + from, i - from);
        reader_buffer_text(out, escape);
        i += length - 1;
        from = i + 1;
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


static void
add_plain(reader_json_t *json, reader_string_t text)
{
    add_string(json->out, reader_plain(json->out->arena, text));
}


static void
add_leaf(reader_json_t *json, const reader_value_t *value)
{
    char number[40];

    switch (value->kind) {
    case READER_VALUE_STRING:
        add_plain(json, value->text);
        break;

    case READER_VALUE_INTEGER:
        snprintf(number, sizeof(number), "%lld", value->integer);
        reader_buffer_text(json->out, number);
        break;

    case READER_VALUE_REAL:
        /* the locale is that of the program: its decimal point may be "," */
        snprintf(number, sizeof(number), "%.17g", value->real);

        for (char *c = number; *c != '\0'; c++) {
            *c = *c == ',' ? '.' : *c;
        }

        reader_buffer_text(json->out, number);
        break;

    case READER_VALUE_TRUE:
        reader_buffer_text(json->out, "true");
        break;

    case READER_VALUE_FALSE:
        reader_buffer_text(json->out, "false");
        break;

    default:
        reader_buffer_text(json->out, "null");
    }
}


bool
reader_json_value(reader_json_t *json, const reader_value_t *value,
                  size_t limit)
{
    reader_buffer_t *out = json->out;
    const reader_value_t *around[DEPTH_MAX]; /* arrays and objects */
    const reader_value_t *next = NULL;
    unsigned depth = 0;
    size_t start = out->length;
    bool first = json->first;

    add_key(json, NULL);

    for (;;) {
        bool object = value->kind == READER_VALUE_OBJECT;

        if (out->length - start > limit) {
            out->length = start;
            json->first = first;
            return false;
        }

        if ((object || value->kind == READER_VALUE_ARRAY)
            && depth + 1 < DEPTH_MAX) {
            reader_buffer_byte(out, object ? '{' : '[');
            around[depth++] = value;
            next = value->first;
            json->first = true;
        } else {
            add_leaf(json, value);
            next = depth == 0 ? NULL : value->next;
        }

        /* of this level or of one around it */
        while (next == NULL && depth != 0) {
            value = around[--depth];
            next = depth == 0 ? NULL : value->next;
            reader_buffer_byte(out, value->kind == READER_VALUE_OBJECT ? '}'
                                                                       : ']');
            json->first = false;
        }

        if (next == NULL) {
            json->first = false;
            return true;
        }

        value = next;
        add_key(json, NULL);

        if (around[depth - 1]->kind == READER_VALUE_OBJECT) {
            add_plain(json, value->key);
            reader_buffer_byte(out, ':');
        }
    }
}
