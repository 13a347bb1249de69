#include "tag.h"

#include "ascii.h"

#include <string.h>

/* What a byte ends, by the states of a tag. */
enum {
    SPACE = 1,
    NAME_END = 2,  /* of a tag's name; not of an attribute's: = does too */
    VALUE_END = 4, /* of a value without quotes */
    EQUALS = 8
};

static const uint8_t byte_class[256] = {
    ['\t'] = SPACE | NAME_END | VALUE_END,
    ['\n'] = SPACE | NAME_END | VALUE_END,
    ['\f'] = SPACE | NAME_END | VALUE_END,
    ['\r'] = SPACE | NAME_END | VALUE_END,
    [' '] = SPACE | NAME_END | VALUE_END,
    ['/'] = NAME_END,
    ['>'] = NAME_END | VALUE_END,
    ['='] = EQUALS,
};


static inline const char *
skip(const char *at, const char *end, unsigned class)
{
    while (at < end && (byte_class[(unsigned char) *at] & class)) {
        at++;
    }

    return at;
}


static inline const char *
find(const char *at, const char *end, unsigned class)
{
    while (at < end && !(byte_class[(unsigned char) *at] & class)) {
        at++;
    }

    return at;
}


static inline reader_string_t
span(const char *from, const char *to)
{
    return (reader_string_t) { from, (size_t) (to - from) };
}


/*
 * The attribute at `at`, neither white space, slash nor ">".  Where it ends;
 * end if a quote is never closed.
 */
static inline const char *
read_attribute(const char *at, const char *end, reader_attribute_t *attribute)
{
    const char *from = at, *to;

    /* an = at the start of a name is part of it */
    at = find(at + 1, end, NAME_END | EQUALS);
    attribute->name = span(from, at);
    attribute->value = (reader_string_t) { NULL, 0 };
    to = skip(at, end, SPACE);

    if (to == end || *to != '=') {
        return at;
    }

    at = skip(to + 1, end, SPACE);

    if (at == end || *at == '>') {
        return at;
    }

    if (*at == '"' || *at == '\'') {
        from = at + 1;
        to = memchr(from, *at, (size_t) (end - from));

        if (to == NULL) {
            attribute->value = span(from, end);
            return end;
        }

        attribute->value = span(from, to);

        return to + 1;
    }

    to = find(at, end, VALUE_END);
    attribute->value = span(at, to);

    return to;
}


bool
reader_tag_read(const char *at, const char *end, reader_tag_t *tag,
                reader_attribute_list_t *list)
{
    reader_attribute_t attribute;
    uint64_t bytes = 0;

    at++;
    tag->attributes = 0;
    tag->self_closing = false;
    tag->closing = *at == '/';
    at += tag->closing;
    tag->name.data = at;

    for (; at < end && !(byte_class[(unsigned char) *at] & NAME_END); at++) {
        bytes = bytes << 8 | (unsigned char) *at;
    }

    tag->bytes = bytes;
    tag->name.length = (size_t) (at - tag->name.data);

    while (at < end) {
        if (*at == '>') {
            tag->end = at + 1;
            return true;
        }

        if (*at == '/') {
            at++;
            tag->self_closing = at < end && *at == '>';

        } else if (byte_class[(unsigned char) *at] & SPACE) {
            at++;

        } else {
            at = read_attribute(at, end, &attribute);
            tag->attributes++;

            if (list != NULL) {
                reader_attribute_list_add(list, attribute.name,
                                          attribute.value);
            }
        }
    }

    return false;
}


bool
reader_tag_attribute(const char **at, const char *end,
                     reader_attribute_t *attribute)
{
    const char *p = *at;

    while (p < end && (*p == '/' || reader_ascii_space(*p))) {
        p++;
    }

    if (p >= end || *p == '>') {
        *at = p;
        return false;
    }

    *at = read_attribute(p, end, attribute);

    return true;
}


size_t
reader_tag_name_length(const char *at, const char *end)
{
    return (size_t) (find(at, end, NAME_END) - at);
}
