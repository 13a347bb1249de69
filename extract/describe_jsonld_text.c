#include "describe_jsonld_text.h"
#include "ascii.h"
#include "buffer.h"

#include <string.h>


reader_string_t
reader_jsonld_unwrap(reader_string_t text)
{
    const char *p = text.data;
    const char *end = p + text.length;

    while (p < end && *p != '{' && *p != '[') {
        /* the bracket of <![CDATA[ is none */
        if (*p == '<' && end - p >= 9 && memcmp(p, "<![CDATA[", 9) == 0) {
            p += 8;
        }

        p++;
    }

    while (end > p && end[-1] != '}' && end[-1] != ']') {
        end--;
    }

    /* "]]>" behind it */
    while (end - p > 2 && end[-1] == ']' && end[-2] == ']'
           && end < text.data + text.length && *end == '>' && *p == '{') {
        end -= 2;

        while (end > p && end[-1] != '}') {
            end--;
        }
    }

    return (reader_string_t) { p, (size_t) (end - p) };
}


static bool
is_hex(char c)
{
    return reader_ascii_digit(c)
           || (reader_ascii_lower(c) >= 'a' && reader_ascii_lower(c) <= 'f');
}


static unsigned
hex4(const char *p)
{
    unsigned value = 0;

    for (int i = 0; i < 4; i++) {
        char c = reader_ascii_lower(p[i]);

        value = value * 16
                + (unsigned) (reader_ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }

    return value;
}


/* Where \uXXXX is one of such a range. */
static bool
is_unit(const char *p, const char *end, unsigned first, unsigned last)
{
    return end - p >= 6 && p[0] == '\\' && p[1] == 'u' && is_hex(p[2])
           && is_hex(p[3]) && is_hex(p[4]) && is_hex(p[5])
           && hex4(p + 2) >= first && hex4(p + 2) <= last;
}


size_t
reader_jsonld_escape(const char *p, const char *end)
{
    if (end - p < 2) {
        return 0;
    }

    if (p[1] != '\0' && strchr("\"\\/bfnrt", p[1]) != NULL) {
        return 2;
    }

    if (is_unit(p, end, 0xD800, 0xDBFF)) {
        return is_unit(p + 6, end, 0xDC00, 0xDFFF) ? 12 : 0;
    }

    return is_unit(p, end, 0, 0xFFFF) && !is_unit(p, end, 0xDC00, 0xDFFF) ? 6
                                                                          : 0;
}


reader_string_t
reader_jsonld_unescape(reader_arena_t *arena, reader_string_t text)
{
    static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
    const char *p = text.data, *end = p + text.length;
    reader_buffer_t out;

    reader_buffer_init(&out, arena, text.length + 1);

    while (p < end) {
        const char *next = memchr(p, '\\', (size_t) (end - p));
        const char *letter;
        uint32_t code;

        next = next == NULL ? end : next;
        reader_buffer_add(&out, p, (size_t) (next - p));
        p = next;

        if (p == end) {
            break;
        }

        if (p[1] != 'u') {
            letter = strchr(letters, p[1]);
            reader_buffer_byte(&out, letter == NULL ? p[1]
                                                    : meant[letter - letters]);
            p += 2;
            continue;
        }

        code = hex4(p + 2);
        p += 6;

        if (code >= 0xD800 && code <= 0xDBFF) {
            code = 0x10000 + ((code - 0xD800) << 10) + hex4(p + 2) - 0xDC00;
            p += 6;
        }

        if (code == 0) {
            break;
        }

        reader_buffer_code_point(&out, code);
    }

    return reader_buffer_value(&out);
}


/* A backslash at p inside a string; writes what JSON allows of it. */
static const char *
mend_escape(reader_buffer_t *out, const char *p, const char *end)
{
    size_t length = reader_jsonld_escape(p, end);

    if (length != 0) {
        reader_buffer_add(out, p, length);
        return p + length;
    }

    if (end - p < 2) {
        return end;
    }

    if (is_unit(p, end, 0xD800, 0xDFFF)) {
        reader_buffer_text(out, "\\ufffd");
        return p + 6;
    }

    return p + 1; /* an escape that JSON has not: \' */
}


reader_string_t
reader_jsonld_mend(reader_arena_t *arena, reader_string_t text)
{
    const char *p = text.data;
    const char *end = p + text.length;
    bool string = false;
    size_t comma = SIZE_MAX; /* where the last one was written */
    int depth = 0;
    reader_buffer_t out;

    reader_buffer_init(&out, arena, text.length + 16);

    while (p < end) {
        char c = *p;

        if (string) {
            if (c == '\\') {
                p = mend_escape(&out, p, end);
                continue;
            }

            if (c != '"' && (unsigned char) c >= 0x20) {
                const char *start = p;

                while (p < end && *p != '"' && *p != '\\'
                       && (unsigned char) *p >= 0x20) {
                    p++;
                }

                reader_buffer_add(&out, start, (size_t) (p - start));
                continue;
            }

            string = c != '"';
            reader_buffer_byte(&out, string ? ' ' : c);
            p++;
            continue;
        }

        if (c == '/' && end - p > 1 && p[1] == '*') {
            const char *close = memmem(p + 2, (size_t) (end - p - 2), "*/", 2);

            p = close == NULL ? end : close + 2;
            continue;
        }

        switch (c) {
        case '"':
            string = true;
            break;

        case '{':
        case '[':
            if (++depth > READER_JSONLD_DEPTH_MAX) {
                return READER_EMPTY;
            }
            break;

        case '}':
        case ']':
            depth--;

            if (comma != SIZE_MAX) {
                out.data[comma] = ' ';
            }
            break;

        default:
            break;
        }

        if (c == ',') {
            comma = comma == SIZE_MAX ? out.length : comma;
        } else if (!reader_ascii_space(c)) {
            comma = SIZE_MAX;
        }

        reader_buffer_byte(&out, c);
        p++;
    }

    reader_arena_spend(arena, text.length);

    return reader_buffer_value(&out);
}
