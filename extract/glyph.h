/* Code points as layout and Markdown see them. */

#ifndef READER_GLYPH_H
#define READER_GLYPH_H

#include "reader.h"

/*
 * As CommonMark's flanking rules need it (spec 0.31.2, 6.2).  All of ASCII's
 * punctuation is punctuation; of the rest, versions of CommonMark before 0.31
 * do not count symbols.
 */
typedef enum {
    READER_GLYPH_OTHER,
    READER_GLYPH_SPACE,
    READER_GLYPH_PUNCTUATION,
    READER_GLYPH_SYMBOL
} reader_glyph_t;

reader_glyph_t reader_glyph_class(uint32_t code);

/* Cells of a terminal: 0, 1, or 2 for what East Asian fonts draw wide. */
unsigned reader_glyph_width(uint32_t code);

/* The same for text, which is valid UTF-8 in one line. */
size_t reader_glyph_text_width(reader_string_t text);

/* The first or last code point of text; U+000A if it is empty. */
uint32_t reader_glyph_first(reader_string_t text);
uint32_t reader_glyph_last(reader_string_t text);

/* Unicode's superscript and subscript for it, or 0. */
uint32_t reader_glyph_raised(uint32_t code);
uint32_t reader_glyph_lowered(uint32_t code);

#endif
