/* Bytes as HTML sees them: ASCII only, whatever the locale. */

#ifndef READER_ASCII_H
#define READER_ASCII_H

#include "reader.h"

/* Space, tab, LF, FF, CR (Infra standard, "ASCII whitespace"). */
bool reader_ascii_space(char c);
bool reader_ascii_letter(char c);
bool reader_ascii_digit(char c);
char reader_ascii_lower(char c);

/* Equal up to the case of ASCII letters; text is NUL-terminated. */
bool reader_ascii_is(reader_string_t string, const char *text);

/* The same for two strings. */
bool reader_ascii_same(reader_string_t a, reader_string_t b);

/* The same bytes. */
bool reader_string_equal(reader_string_t a, reader_string_t b);

/* Equal, up to the case of ASCII letters, to one of count texts. */
bool reader_ascii_is_one_of(reader_string_t string, const char *const *texts,
                            size_t count);

/* Starts with text, up to the case of ASCII letters. */
bool reader_ascii_starts(reader_string_t string, const char *text);

/* Contains text, up to the case of ASCII letters. */
bool reader_ascii_contains(reader_string_t string, const char *text);

/* Contains, so, one of count texts, each of two bytes or more. */
bool reader_ascii_contains_one_of(reader_string_t string,
                                  const char *const *texts, size_t count);

/* Without ASCII white space at both ends, or only at the start. */
reader_string_t reader_ascii_trim(reader_string_t string);
reader_string_t reader_ascii_trim_start(reader_string_t string);

#endif
