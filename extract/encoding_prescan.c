/* HTML standard, 13.2.3.2: "prescan a byte stream to determine its encoding" */

#include "ascii.h"
#include "encoding.h"

#include <string.h>

typedef struct {
    const char *p;
    const char *end;
} scan_t;

typedef struct {
    reader_string_t name;
    reader_string_t value;
} found_t;


static reader_string_t
span(const char *from, const char *to)
{
    return (reader_string_t) { from, (size_t) (to - from) };
}


static bool
is_name_end(char c)
{
    return reader_ascii_space(c) || c == '/' || c == '>';
}


/* "Get an attribute": false when the tag, or what may be read, is over. */
static bool
next_attribute(scan_t *scan, found_t *found)
{
    const char *p = scan->p;
    const char *end = scan->end;
    const char *start;

    found->value = span(p, p);

    while (p < end && (reader_ascii_space(*p) || *p == '/')) {
        p++;
    }

    if (p == end || *p == '>') {
        scan->p = p;
        return false;
    }

    /* an equals sign may begin a name, but not end an empty one */
    start = p++;

    while (p < end && *p != '=' && !is_name_end(*p)) {
        p++;
    }

    found->name = span(start, p);

    while (p < end && reader_ascii_space(*p)) {
        p++;
    }

    if (p == end || *p != '=') {
        scan->p = p;
        return p < end;
    }

    p++;

    while (p < end && reader_ascii_space(*p)) {
        p++;
    }

    if (p < end && (*p == '"' || *p == '\'')) {
        start = p + 1;
        p = memchr(start, *p, (size_t) (end - start));

        if (p == NULL) {
            scan->p = end;
            return false;
        }

        found->value = span(start, p);
        scan->p = p + 1;
        return true;
    }

    start = p;

    while (p < end && !reader_ascii_space(*p) && *p != '>') {
        p++;
    }

    found->value = span(start, p);
    scan->p = p;

    return p < end;
}


/* "Extracting a character encoding from a meta element": "...; charset=x" */
static const reader_encoding_t *
find_in_content(reader_string_t content)
{
    const char *p = content.data;
    const char *end = p + content.length;

    for (; end - p >= 7; p++) {
        const char *value;

        if (!reader_ascii_starts(span(p, end), "charset")) {
            continue;
        }

        value = p + 7;

        while (value < end && reader_ascii_space(*value)) {
            value++;
        }

        if (value == end || *value != '=') {
            continue;
        }

        value++;

        while (value < end && reader_ascii_space(*value)) {
            value++;
        }

        if (value < end && (*value == '"' || *value == '\'')) {
            const char *close =
                memchr(value + 1, *value, (size_t) (end - value - 1));

            return close == NULL ? NULL
                                 : reader_encoding_find(span(value + 1, close));
        }

        p = value;

        while (p < end && !reader_ascii_space(*p) && *p != ';') {
            p++;
        }

        return reader_encoding_find(span(value, p));
    }

    return NULL;
}


/* A declaration that one can read as ASCII cannot mean UTF-16. */
static const reader_encoding_t *
as_declared(const reader_encoding_t *encoding)
{
    switch (encoding->kind) {
    case READER_ENCODING_UTF16LE:
    case READER_ENCODING_UTF16BE:
        return &reader_encoding_utf8;

    case READER_ENCODING_USER_DEFINED:
        return &reader_encoding_windows_1252;

    default:
        return encoding;
    }
}


/* The attributes of a meta tag; the first of a name counts. */
static const reader_encoding_t *
read_meta(scan_t *scan)
{
    const reader_encoding_t *encoding = NULL;
    bool seen_http_equiv = false, seen_content = false, seen_charset = false;
    bool got_pragma = false, need_pragma = false;
    found_t found;

    while (next_attribute(scan, &found)) {
        if (!seen_http_equiv && reader_ascii_is(found.name, "http-equiv")) {
            seen_http_equiv = true;
            got_pragma = reader_ascii_is(found.value, "content-type");

        } else if (!seen_content && reader_ascii_is(found.name, "content")) {
            seen_content = true;

            if (!seen_charset && encoding == NULL) {
                encoding = find_in_content(found.value);
                need_pragma = encoding != NULL;
            }

        } else if (!seen_charset && reader_ascii_is(found.name, "charset")) {
            seen_charset = true;
            need_pragma = false;
            encoding = reader_encoding_find(found.value);
        }
    }

    /* a tag cut off by the limit declares nothing */
    if (encoding == NULL || scan->p == scan->end
        || (need_pragma && !got_pragma)) {
        return NULL;
    }

    return as_declared(encoding);
}


/* "Get an XML encoding": <?xml version="1.0" encoding="windows-1251"?> */
static const reader_encoding_t *
read_xml_declaration(reader_string_t page)
{
    const char *p = page.data;
    const char *end;
    const char *close;
    const reader_encoding_t *encoding;

    if (page.length < 5 || memcmp(p, "<?xml", 5) != 0) {
        return NULL;
    }

    end = memchr(p, '>', page.length);

    if (end == NULL) {
        return NULL;
    }

    p = memmem(p, (size_t) (end - p), "encoding", 8);

    if (p == NULL) {
        return NULL;
    }

    for (p += 8; p < end && (unsigned char) *p <= ' '; p++) { }

    if (p == end || *p != '=') {
        return NULL;
    }

    for (p++; p < end && (unsigned char) *p <= ' '; p++) { }

    if (p == end || (*p != '"' && *p != '\'')) {
        return NULL;
    }

    close = memchr(p + 1, *p, (size_t) (end - p - 1));

    if (close == NULL) {
        return NULL;
    }

    encoding = reader_encoding_find(span(p + 1, close));

    return encoding == NULL ? NULL : as_declared(encoding);
}


/* Behind the next occurrence of text, or the end. */
static const char *
skip_past(const char *p, const char *end, const char *text, size_t length)
{
    const char *found = memmem(p, (size_t) (end - p), text, length);

    return found == NULL ? end : found + length;
}


const reader_encoding_t *
reader_encoding_prescan(reader_string_t page, size_t limit)
{
    scan_t scan;
    found_t found;
    const reader_encoding_t *encoding;

    if (page.length == 0) {
        return NULL;
    }

    if (page.length > limit) {
        page.length = limit;
    }

    scan.p = page.data;
    scan.end = page.data + page.length;

    if (page.length >= 6) {
        if (memcmp(page.data, "<\0?\0x\0", 6) == 0) {
            return &reader_encoding_utf16le;
        }

        if (memcmp(page.data, "\0<\0?\0x", 6) == 0) {
            return &reader_encoding_utf16be;
        }
    }

    while (scan.p < scan.end) {
        const char *p = memchr(scan.p, '<', (size_t) (scan.end - scan.p));
        reader_string_t rest;

        if (p == NULL || scan.end - p < 2) {
            break;
        }

        rest = span(p, scan.end);

        if (reader_ascii_starts(rest, "<!--")) {
            scan.p = skip_past(p + 2, scan.end, "-->", 3);

        } else if (rest.length > 5 && reader_ascii_starts(rest, "<meta")
                   && (reader_ascii_space(p[5]) || p[5] == '/')) {
            scan.p = p + 5;
            encoding = read_meta(&scan);

            if (encoding != NULL) {
                return encoding;
            }

        } else if (reader_ascii_letter(p[1])
                   || (rest.length > 2 && p[1] == '/'
                       && reader_ascii_letter(p[2]))) {
            for (p++; p < scan.end && !reader_ascii_space(*p) && *p != '>';
                 p++) { }

            scan.p = p;

            while (next_attribute(&scan, &found)) { }

        } else if (p[1] == '!' || p[1] == '/' || p[1] == '?') {
            scan.p = skip_past(p + 1, scan.end, ">", 1);

        } else {
            scan.p = p + 1;
        }
    }

    return read_xml_declaration(page);
}
