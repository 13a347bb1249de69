#include "markdown_escape.h"

#include "ascii.h"
#include "glyph.h"
#include "special.h"
#include "unicode.h"

#include <stdio.h>
#include <string.h>

#define NOWHERE SIZE_MAX
#define DIGITS_MAX 9 /* of a list's number (CommonMark, 5.2) */


static reader_string_t
slice(reader_string_t text, size_t from, size_t to)
{
    return (reader_string_t) { text.data + from, to - from };
}


static reader_glyph_t
class_before(reader_string_t text, size_t at)
{
    return reader_glyph_class(reader_glyph_last(slice(text, 0, at)));
}


static reader_glyph_t
class_after(reader_string_t text, size_t at)
{
    return reader_glyph_class(reader_glyph_first(slice(text, at, text.length)));
}


static bool
ends_word(reader_string_t text, size_t at)
{
    return at == text.length || text.data[at] == ' ' || text.data[at] == '\t';
}


/*
 * The character that would make the line something else than text: a heading,
 * an item of a list, a quote, a rule, the underline of a heading, the second
 * row of a table, a definition.  Line starts with ` * [ _ < ~ are seen to by
 * the rules for any place.
 */
static size_t
block_mark(reader_string_t text)
{
    size_t at = 0;

    if (text.length == 0) {
        return NOWHERE;
    }

    switch (text.data[0]) {

    case '#':
    case '>':
        return 0;

    case '+':
    case '-':
    case ':':
        if (ends_word(text, 1)) {
            return 0;
        }
        break;

    default:
        break;
    }

    while (at < text.length && reader_ascii_digit(text.data[at])) {
        at++;
    }

    if (at > 0 && at <= DIGITS_MAX && at < text.length
        && (text.data[at] == '.' || text.data[at] == ')')
        && ends_word(text, at + 1)) {
        return at;
    }

    for (at = 0; at < text.length; at++) {
        if (memchr("-=:| \t", text.data[at], 6) == NULL) {
            return NOWHERE;
        }
    }

    return 0;
}


/* Whether what follows the ampersand makes it a character reference. */
static bool
is_reference(reader_string_t text, size_t at)
{
    size_t from = ++at;

    if (at < text.length && text.data[at] == '#') {
        from = ++at;
    }

    while (at < text.length
           && (reader_ascii_letter(text.data[at])
               || reader_ascii_digit(text.data[at]))) {
        at++;
    }

    return at > from && at < text.length && text.data[at] == ';';
}


/* A row of underscores does nothing within a word (CommonMark, 6.2). */
static bool
is_within_word(reader_string_t text, size_t from, size_t to)
{
    return from > 0 && to < text.length
           && class_before(text, from) == READER_GLYPH_OTHER
           && class_after(text, to) == READER_GLYPH_OTHER;
}


/*
 * Whether a single tilde cannot be the end of struck text, so that "~5" can
 * stay as it is.  GFM: one or two tildes.
 */
static bool
is_lone_tilde(reader_string_t text, size_t at, unsigned flags)
{
    reader_glyph_t before;

    if (flags & READER_MARKDOWN_DELETED) {
        return false;
    }

    if (at == 0) {
        return (flags & READER_MARKDOWN_LINE_START) != 0;
    }

    before = class_before(text, at);

    return before == READER_GLYPH_SPACE
           || (before == READER_GLYPH_PUNCTUATION && at + 1 < text.length
               && class_after(text, at + 1) == READER_GLYPH_OTHER);
}


/* Whether the character, or the row of it up to *end, needs backslashes. */
static bool
needs_escape(reader_string_t text, size_t at, size_t *end, unsigned flags)
{
    char c = text.data[at];

    *end = at + 1;

    switch (c) {

    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
        return true;

    case '_':
    case '~':
        while (*end < text.length && text.data[*end] == c) {
            ++*end;
        }

        return c == '_' ? !is_within_word(text, at, *end)
                        : *end > at + 1 || !is_lone_tilde(text, at, flags);

    case '&':
        return is_reference(text, at);

    case '|':
        return (flags & READER_MARKDOWN_CELL) != 0;

    case '$':
        return (flags & READER_MARKDOWN_MATH) && !ends_word(text, at + 1);

    case '!':
        return (flags & READER_MARKDOWN_BEFORE_LINK) && *end == text.length;

    case '(':
        if (at > 0 && text.data[at - 1] == ']') {
            return true; /* for readers less strict than CommonMark */
        }
        /* fall through */

    case ':':
        return (flags & READER_MARKDOWN_AFTER_NOTE) && at == 0;

    default:
        return false;
    }
}


/* The next character that may need a backslash, or is a control. */
static size_t
next_special(reader_string_t text, size_t at, size_t mark)
{
    size_t next = reader_special(text, at, READER_SPECIAL_MARKDOWN);

    return mark >= at && mark < next ? mark : next;
}


void
reader_markdown_escape(reader_buffer_t *out, reader_string_t text,
                       unsigned flags)
{
    size_t mark =
        flags & READER_MARKDOWN_LINE_START ? block_mark(text) : NOWHERE;
    size_t from = 0, at = 0, end;

    reader_buffer_reserve(out, text.length);

    while ((at = next_special(text, at, mark)) < text.length) {
        bool escape = needs_escape(text, at, &end, flags) || at == mark;

        if (!escape && (unsigned char) text.data[at] >= ' ') {
            at = end;
            continue;
        }

        reader_buffer_add(out, text.data + from, at - from);

        for (; at < end; at++) {
            if (escape) {
                reader_buffer_byte(out, '\\');
            }

            reader_buffer_byte(
                out, (unsigned char) text.data[at] < ' ' ? ' ' : text.data[at]);
        }

        from = end;
    }

    reader_buffer_add(out, text.data + from, text.length - from);
}


size_t
reader_markdown_fence(reader_string_t text)
{
    size_t longest = 0;
    size_t length = 0;

    for (size_t i = 0; i < text.length; i++) {
        length = text.data[i] == '`' ? length + 1 : 0;

        if (length > longest) {
            longest = length;
        }
    }

    return longest;
}


void
reader_markdown_code(reader_buffer_t *out, reader_string_t text, unsigned flags)
{
    size_t fence = reader_markdown_fence(text) + 1;
    char first = text.data[0];
    char last = text.data[text.length - 1];
    /* one space at both ends is taken off by who reads it */
    bool pad = first == '`' || last == '`' || (first == ' ' && last == ' ');

    for (size_t i = 0; i < fence; i++) {
        reader_buffer_byte(out, '`');
    }

    if (pad) {
        reader_buffer_byte(out, ' ');
    }

    for (size_t i = 0; i < text.length; i++) {
        /* GFM: the one escape that works in code, in a table */
        if (text.data[i] == '|' && (flags & READER_MARKDOWN_CELL)) {
            reader_buffer_byte(out, '\\');
        }

        reader_buffer_byte(out, text.data[i]);
    }

    if (pad) {
        reader_buffer_byte(out, ' ');
    }

    for (size_t i = 0; i < fence; i++) {
        reader_buffer_byte(out, '`');
    }
}


/* Of ASCII: bytes of a URL that have to be written as "%XX", or may have to
   have a backslash. */
static const bool odd[128] = {
    ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\\'] = 1, ['`'] = 1,
    ['&'] = 1, ['|'] = 1,
};


void
reader_markdown_destination(reader_buffer_t *out, reader_string_t url,
                            unsigned flags)
{
    bool brackets = memchr(url.data, '(', url.length) != NULL
                    || memchr(url.data, ')', url.length) != NULL;
    size_t from = 0;

    if (brackets) {
        reader_buffer_byte(out, '<');
    }

    for (size_t i = 0; i < url.length; i++) {
        unsigned char c = (unsigned char) url.data[i];

        if (c > ' ' && c < 0x7F && !odd[c]) {
            continue;
        }

        if (c != '&' && c != '|') {
            char encoded[4];

            snprintf(encoded, sizeof(encoded), "%%%02X", c);
            reader_buffer_add(out, url.data + from, i - from);
            reader_buffer_text(out, encoded);
            from = i + 1;

        } else if (c == '&' ? is_reference(url, i)
                            : (flags & READER_MARKDOWN_CELL) != 0) {
            reader_buffer_add(out, url.data + from, i - from);
            reader_buffer_byte(out, '\\');
            from = i;
        }
    }

    reader_buffer_add(out, url.data + from, url.length - from);

    if (brackets) {
        reader_buffer_byte(out, '>');
    }
}


/*
 * What Markdown would see in TeX is written another way that means the same:
 * < as \lt, * as \ast, and a space between ] and what would make a link of it.
 */
bool
reader_markdown_math(reader_buffer_t *out, reader_string_t tex, bool block,
                     unsigned flags)
{
    const char *dollars = block ? "$$" : "$";
    size_t length = tex.length;
    size_t from = 0;

    while (from < length && ends_word(tex, from)) {
        from++;
    }

    while (length > from && ends_word(tex, length - 1)) {
        length--;
    }

    tex = slice(tex, from, length);

    if (tex.length == 0 || memchr(tex.data, '`', tex.length) != NULL
        || memchr(tex.data, '$', tex.length) != NULL
        || tex.data[tex.length - 1] == '\\') {
        return false;
    }

    for (size_t i = 0; i < tex.length; i++) {
        if ((unsigned char) tex.data[i] < ' '
            || (tex.data[i] == '&' && is_reference(tex, i))
            || (tex.data[i] == '|' && (flags & READER_MARKDOWN_CELL))
            || (tex.data[i] == '\\'
                && (tex.data[i + 1] == '<' || tex.data[i + 1] == '*'))) {
            return false;
        }
    }

    reader_buffer_text(out, dollars);

    for (size_t i = 0; i < tex.length; i++) {
        char next = i + 1 < tex.length ? tex.data[i + 1] : '\0';

        if (tex.data[i] == '<') {
            reader_buffer_text(out, "\\lt ");

        } else if (tex.data[i] == '*') {
            reader_buffer_text(out, "\\ast ");

        } else {
            reader_buffer_byte(out, tex.data[i]);

            if (tex.data[i] == ']'
                && (next == '(' || next == '[' || next == ':')) {
                reader_buffer_byte(out, ' ');
            }
        }
    }

    reader_buffer_text(out, dollars);

    return true;
}


/*
 * Beside what JSON asks for: what YAML does not count as printable (1.2.2,
 * 5.1), and < and ]( for those who take the front matter for Markdown.
 */
void
reader_markdown_scalar(reader_buffer_t *out, reader_string_t text)
{
    const char *at = text.data, *from = at;
    const char *end = at + text.length;

    reader_buffer_byte(out, '"');

    while (at < end) {
        const char *start = at;
        uint32_t code = reader_unicode_next(&at, end);
        char escaped[8];

        if (code == '"' || code == '\\') {
            snprintf(escaped, sizeof(escaped), "\\%c", (int) code);

        } else if (code < ' ' || (code >= 0x7F && code < 0xA0) || code == '<'
                   || code == 0x2028 || code == 0x2029 || code == 0xFEFF
                   || code == 0xFFFE || code == 0xFFFF
                   || (code == ']' && at < end
                       && (*at == '(' || *at == '[' || *at == ':'))) {
            snprintf(escaped, sizeof(escaped), "\\u%04x", (unsigned) code);

        } else {
            continue;
        }

        reader_buffer_add(out, from, (size_t) (start - from));
        reader_buffer_text(out, escaped);
        from = at;
    }

    reader_buffer_add(out, from, (size_t) (end - from));
    reader_buffer_byte(out, '"');
}
