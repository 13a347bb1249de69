#include "text_wrap.h"

#include "glyph.h"
#include "unicode.h"

#include <string.h>

/* JIS X 4051, 4.3: what no line begins with, and what no line ends with. */
static const char never_first[] =
    "、。，．・：；？！）］｝〕〉》」』】〙〗〟’”»ー々〻‐–〜～…‥"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ)]},.;:!?%";
static const char never_last[] = "（［｛〔〈《「『【〘〖〝‘“«([{$£¥";


/* Scripts without spaces between words, but for those that need a dictionary
   (Thai, Khmer, Lao): Korean has them. */
static bool
breaks_anywhere(uint32_t code)
{
    return (code >= 0x2E80 && code <= 0x312F)
           || (code >= 0x31A0 && code <= 0x9FFF)
           || (code >= 0xF900 && code <= 0xFAFF)
           || (code >= 0xFF00 && code <= 0xFF65)
           || (code >= 0x20000 && code <= 0x3FFFF);
}


static bool
is_one_of(uint32_t code, const char *set, size_t length)
{
    const char *at = set;

    while (at < set + length) {
        if (reader_unicode_next(&at, set + length) == code) {
            return true;
        }
    }

    return false;
}


/* Whether a line may end between these two, without a space. */
static bool
may_break(uint32_t before, uint32_t after)
{
    return (breaks_anywhere(before) || breaks_anywhere(after))
           && before != ' ' && after != ' '
           && reader_glyph_width(after) != 0 && before != 0x200D
           && !is_one_of(after, never_first, sizeof(never_first) - 1)
           && !is_one_of(before, never_last, sizeof(never_last) - 1);
}


typedef struct {
    reader_buffer_t out;
    size_t left;  /* cells in this line */
    size_t rest;  /* in the next ones */
    size_t width; /* of the piece that is being read */
    bool soft;
    bool any;     /* there is something in this line */
    bool space;   /* and a space before the piece */
} wrap_t;


static void
end_line(wrap_t *wrap, bool soft)
{
    if (soft) {
        reader_buffer_byte(&wrap->out, READER_WRAP_SOFT);
    }

    reader_buffer_byte(&wrap->out, '\n');
    wrap->left = wrap->rest;
    wrap->any = wrap->space = false;
}


/* What is not broken: with the space before it, if it fits. */
static void
add_piece(wrap_t *wrap, const char *from, const char *to)
{
    if (wrap->any && wrap->width + wrap->space > wrap->left) {
        end_line(wrap, wrap->soft && wrap->space);
    }

    if (wrap->space) {
        reader_buffer_byte(&wrap->out, ' ');
        wrap->left -= wrap->left != 0;
    }

    reader_buffer_add(&wrap->out, from, (size_t) (to - from));
    wrap->left -= wrap->width < wrap->left ? wrap->width : wrap->left;
    wrap->any = wrap->any || to != from;
    wrap->space = false;
    wrap->width = 0;
}


reader_string_t
reader_text_wrap(reader_arena_t *arena, reader_string_t text, size_t first,
                 size_t rest, bool soft)
{
    const char *at = text.data, *end = text.data + text.length;
    const char *piece = at;
    uint32_t before = '\n';
    wrap_t wrap = { .left = first, .rest = rest, .soft = soft };

    reader_buffer_init(&wrap.out, arena, text.length + text.length / 32 + 16);

    while (at < end) {
        const char *here = at;
        uint32_t code = reader_unicode_next(&at, end);

        if (code == ' ' || code == '\n') {
            add_piece(&wrap, piece, here);
            piece = at;

            if (code == ' ') {
                wrap.space = true;
            } else {
                end_line(&wrap, false);
            }

        } else if (here > piece && may_break(before, code)) {
            add_piece(&wrap, piece, here);
            piece = here;
            wrap.width = reader_glyph_width(code);

        } else {
            wrap.width += reader_glyph_width(code);
        }

        before = code;
    }

    add_piece(&wrap, piece, end);

    return reader_buffer_value(&wrap.out);
}


static void
finish_line(reader_string_t line, reader_buffer_t *out)
{
    bool soft = line.length != 0
                && line.data[line.length - 1] == READER_WRAP_SOFT;
    bool quoted = false;
    size_t at = 0;

    line.length -= soft;

    while (line.length != 0 && line.data[line.length - 1] == ' ') {
        line.length--; /* RFC 3676, 4.2: it would go on */
    }

    /* 4.5: the marks of quotes in one another stand together */
    while (at < line.length && line.data[at] == READER_WRAP_QUOTE) {
        reader_buffer_byte(out, '>');
        quoted = true;
        at++;

        if (at + 1 < line.length && line.data[at] == ' '
            && line.data[at + 1] == READER_WRAP_QUOTE) {
            at++;
        }
    }

    /* 4.4, space-stuffing: the mark of a quote has a space behind it */
    if (!quoted && line.length != 0
        && (line.data[0] == ' ' || line.data[0] == '>'
            || (line.length >= 5 && memcmp(line.data, "From ", 5) == 0))) {
        reader_buffer_byte(out, ' ');
    }

    for (; at < line.length; at++) {
        reader_buffer_byte(out, line.data[at] == READER_WRAP_QUOTE
                                    ? '>'
                                    : line.data[at]);
    }

    if (soft) {
        reader_buffer_byte(out, ' ');
    }
}


void
reader_text_wrap_finish(reader_buffer_t *out, size_t from)
{
    reader_buffer_t lines;
    const char *at = out->data + from, *end = out->data + out->length;

    reader_buffer_init(&lines, out->arena, out->length - from + 256);

    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t) (end - at));

        if (line_end == NULL) {
            line_end = end;
        }

        finish_line((reader_string_t) { at, (size_t) (line_end - at) },
                    &lines);

        if (line_end < end) {
            reader_buffer_byte(&lines, '\n');
            line_end++;
        }

        at = line_end;
    }

    out->length = from;
    reader_buffer_string(out, reader_buffer_value(&lines));
}
