#include "tag.h"

#include "ascii.h"
#include "scan.h"

#include <endian.h>
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


/* The next 8 bytes, the first one lowest. */
static inline uint64_t
load_8(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof(word));

    return le64toh(word);
}


/*
 * The lowest bit of the first of 8 bytes that is of this class, 64 if none is.
 * Letters, most of what names are made of, have bit 6 set, and what ends them
 * does not.
 */
static inline unsigned
find_in(uint64_t word, unsigned class)
{
    uint64_t marks = ~word & 0x4040404040404040u;

    for (; marks != 0; marks &= marks - 1) {
        unsigned bit = (unsigned) __builtin_ctzll(marks) - 6;

        if (byte_class[word >> bit & 0xFF] & class) {
            return bit;
        }
    }

    return 64;
}


static const char *
find(const char *at, const char *end, unsigned class)
{
    for (; end - at >= (ptrdiff_t) sizeof(uint64_t); at += sizeof(uint64_t)) {
        unsigned bit = find_in(load_8(at), class);

        if (bit != 64) {
            return at + bit / 8;
        }
    }

    while (at < end && !(byte_class[(unsigned char) *at] & class)) {
        at++;
    }

    return at;
}


/* The length of the name at `at`, if it ends in the next 8 bytes; or 0. */
static inline size_t
find_near(const char *at, const char *end, unsigned class, uint64_t *bytes)
{
    uint64_t word;
    unsigned bit;

    if (end - at < (ptrdiff_t) sizeof(word)) {
        return 0;
    }

    word = load_8(at);
    bit = find_in(word | 0x40, class); /* it is of one byte at least */

    if (bit == 64) {
        return 0;
    }

    *bytes = word & (((uint64_t) 1 << bit) - 1);

    return bit / 8;
}


/* The same of one that does not end so, or that the page ends with. */
static __attribute__((noinline)) size_t
find_far(const char *at, const char *end, unsigned class, uint64_t *bytes)
{
    size_t length;

    if (end - at >= (ptrdiff_t) sizeof(*bytes)) {
        *bytes = load_8(at);
        return (size_t) (find(at + sizeof(*bytes), end, class) - at);
    }

    *bytes = 0;
    length = (size_t) (find(at + 1, end, class) - at);
    memcpy(bytes, at, length);
    *bytes = le64toh(*bytes);

    return length;
}


static inline const char *
skip_space(const char *at, const char *end)
{
    while (at < end && (byte_class[(unsigned char) *at] & SPACE)) {
        at++;
    }

    return at;
}


static inline reader_string_t
span(const char *from, const char *to)
{
    return (reader_string_t) { from, (size_t) (to - from) };
}


/* The value behind a name, if there is one.  Where it ends, or the name. */
static const char *
read_value(const char *name_end, const char *end, reader_string_t *value)
{
    const char *at = skip_space(name_end, end);

    *value = (reader_string_t) { NULL, 0 };

    if (at == end || *at != '=') {
        return name_end;
    }

    at = skip_space(at + 1, end);

    if (at == end || *at == '>') {
        return at;
    }

    if (*at == '"' || *at == '\'') {
        const char *to = reader_scan_byte(at, end, 1, *at);

        *value = span(at + 1, to);

        return to < end ? to + 1 : end;
    }

    *value = span(at, find(at, end, VALUE_END));

    return at + value->length;
}


/*
 * The attribute at `at`, neither white space, slash nor ">".  Where it ends;
 * end if a quote is never closed.
 */
static inline __attribute__((always_inline)) const char *
read_attribute(const char *at, const char *end, reader_attribute_t *attribute)
{
    /* an = at the start of a name is part of it */
    const unsigned class = NAME_END | EQUALS;
    size_t length = find_near(at, end, class, &attribute->bytes);
    const char *to;

    if (length == 0) {
        length = find_far(at, end, class, &attribute->bytes);
    }

    to = at + length;
    attribute->name = (reader_string_t) { at, length };

    if (end - to > 2 && memcmp(to, "=\"", 2) == 0) { /* as most are written */
        const char *from = to + 2;

        to = reader_scan_byte(at, end, length + 2, '"');
        attribute->value = span(from, to);

        return to < end ? to + 1 : end;
    }

    return read_value(to, end, &attribute->value);
}


/* What is behind a tag's name, which is of this length unless 0. */
static __attribute__((noinline)) bool
read_rest(size_t length, const char *end, reader_tag_t *tag,
          reader_attribute_list_t *list)
{
    reader_attribute_t ignored, *item = &ignored, *limit = item + 1;
    const char *at;
    uint32_t count = 0;

    if (length == 0) {
        length = find_far(tag->name.data, end, NAME_END, &tag->bytes);
    }

    tag->name.length = length;
    at = tag->name.data + length;

    if (list != NULL) {
        item = list->items + list->count;
        limit = list->items + list->capacity;
    }

    while (at < end) {
        unsigned class = byte_class[(unsigned char) *at];

        if (class & SPACE) {
            at++;

        } else if (!(class & NAME_END)) {
            if (item == limit) {
                reader_attribute_list_widen(list);
                item = list->items + list->count + count;
                limit = list->items + list->capacity;
            }

            at = read_attribute(at, end, item);
            item += list != NULL;
            count++;

        } else if (*at == '/') {
            at++;
            tag->self_closing = at < end && *at == '>';

        } else {
            break;
        }
    }

    tag->end = at + (at < end);
    tag->attributes = count;

    if (list != NULL) {
        reader_attribute_list_add(list, count);
    }

    return at < end;
}


bool
reader_tag_read(const char *at, const char *end, reader_tag_t *tag,
                reader_attribute_list_t *list)
{
    size_t length;

    tag->closing = at[1] == '/';
    tag->self_closing = false;
    tag->name.data = at + 1 + tag->closing;
    length = find_near(tag->name.data, end, NAME_END, &tag->bytes);

    if (length == 0 || tag->name.data[length] != '>') {
        return read_rest(length, end, tag, list);
    }

    tag->name.length = length;
    tag->end = tag->name.data + length + 1;
    tag->attributes = 0;

    return true;
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
