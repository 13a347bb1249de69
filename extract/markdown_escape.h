/* Text, addresses and values as Markdown has to spell them. */

#ifndef READER_MARKDOWN_ESCAPE_H
#define READER_MARKDOWN_ESCAPE_H

#include "buffer.h"

enum {
    READER_MARKDOWN_LINE_START = 1, /* nothing stands before it in the line */
    READER_MARKDOWN_CELL = 2,       /* of a table: | has a meaning */
    READER_MARKDOWN_MATH = 4,       /* there is math: $ has a meaning */
    READER_MARKDOWN_DELETED = 8,    /* the text around has ~~ */
    READER_MARKDOWN_AFTER_NOTE = 16,
    READER_MARKDOWN_BEFORE_LINK = 32
};

/*
 * Text, of one line, so that it is nothing but text in CommonMark and GFM.
 * No more is escaped than is needed for that, but for the characters that are
 * always: \ ` * [ ] <.
 */
void reader_markdown_escape(reader_buffer_t *out, reader_string_t text,
                            unsigned flags);

/* A span of code; text is not empty and not white space only. */
void reader_markdown_code(reader_buffer_t *out, reader_string_t text,
                          unsigned flags);

/* The longest row of grave accents in text. */
size_t reader_markdown_fence(reader_string_t text);

/* What goes between the parentheses of a link or image. */
void reader_markdown_destination(reader_buffer_t *out, reader_string_t url,
                                 unsigned flags);

/*
 * TeX between dollar signs.  False, and nothing written, if it cannot be
 * written so that it is harmless for those who do not know of math.
 */
bool reader_markdown_math(reader_buffer_t *out, reader_string_t tex,
                          bool block, unsigned flags);

/*
 * A JSON string, which is a double-quoted scalar of YAML 1.2 too, in visible
 * characters.
 */
void reader_markdown_scalar(reader_buffer_t *out, reader_string_t text);

#endif
