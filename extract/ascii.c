#include "ascii.h"

#include <string.h>


bool
reader_ascii_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}


bool
reader_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}


bool
reader_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}


char
reader_ascii_lower(char c)
{
    return (char) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}


bool
reader_ascii_starts(reader_string_t string, const char *text)
{
    size_t i;

    for (i = 0; text[i] != '\0'; i++) {
        if (i == string.length
            || (string.data[i] != text[i]
                && reader_ascii_lower(string.data[i])
                       != reader_ascii_lower(text[i]))) {
            return false;
        }
    }

    return true;
}


bool
reader_ascii_is(reader_string_t string, const char *text)
{
    return string.length == strlen(text) && reader_ascii_starts(string, text);
}


bool
reader_ascii_is_one_of(reader_string_t string, const char *const *texts,
                       size_t count)
{
    char first = string.length == 0 ? '\0' : reader_ascii_lower(*string.data);

    for (size_t i = 0; i < count; i++) {
        if (reader_ascii_lower(*texts[i]) == first
            && reader_ascii_is(string, texts[i])) {
            return true;
        }
    }

    return false;
}


bool
reader_ascii_same(reader_string_t a, reader_string_t b)
{
    bool same = a.length == b.length;

    for (size_t i = 0; same && i < a.length; i++) {
        same = reader_ascii_lower(a.data[i]) == reader_ascii_lower(b.data[i]);
    }

    return same;
}


bool
reader_string_equal(reader_string_t a, reader_string_t b)
{
    return a.length == b.length
           && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}


bool
reader_ascii_contains(reader_string_t string, const char *text)
{
    size_t length = strlen(text);
    char first = reader_ascii_lower(text[0]);

    for (; string.length >= length; string.data++, string.length--) {
        if (length == 0
            || (reader_ascii_lower(string.data[0]) == first
                && reader_ascii_starts(string, text))) {
            return true;
        }
    }

    return false;
}


bool
reader_ascii_contains_one_of(reader_string_t string, const char *const *texts,
                             size_t count)
{
    /* what second bytes follow which first ones, as sets of their low bits,
       which are the same in both cases of a letter */
    uint32_t seconds[32] = { 0 };

    for (size_t i = 0; i < count; i++) {
        seconds[texts[i][0] & 31] |= 1u << (texts[i][1] & 31);
    }

    for (; string.length > 1; string.data++, string.length--) {
        unsigned first = string.data[0] & 31;

        if (!(seconds[first] >> (string.data[1] & 31) & 1)) {
            continue;
        }

        for (size_t i = 0; i < count; i++) {
            if ((unsigned) (texts[i][0] & 31) == first
                && reader_ascii_starts(string, texts[i])) {
                return true;
            }
        }
    }

    return false;
}


reader_string_t
reader_ascii_trim_start(reader_string_t string)
{
    const char *at = string.data, *end = at + string.length;

    while (at < end && reader_ascii_space(*at)) {
        at++;
    }

    return (reader_string_t) { at, (size_t) (end - at) };
}


reader_string_t
reader_ascii_trim(reader_string_t string)
{
    while (string.length != 0 && reader_ascii_space(string.data[0])) {
        string.data++;
        string.length--;
    }

    while (string.length != 0
           && reader_ascii_space(string.data[string.length - 1])) {
        string.length--;
    }

    return string;
}
