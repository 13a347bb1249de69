/* From a line of text to the names in it. */

#ifndef READER_BYLINE_H
#define READER_BYLINE_H

#include "arena.h"

/*
 * text, one line, without "By", and without quotes around it; empty if what
 * is left is nobody's name.  For what names its author on purpose: JSON-LD.
 */
reader_string_t reader_byline_strip(reader_string_t text);

/* The same for what a page shows: dates, agencies and more are cut off too. */
reader_string_t reader_byline_clean(reader_string_t text);

/* Whether most words of text are spelled like those of a name. */
bool reader_byline_looks_like_name(reader_string_t text);

/* "and", ",", "und", ...: what joins two names. */
bool reader_byline_is_joint(reader_string_t text);

/* Such a joint as the end of text, "Jane Doe and"; empty if it has none. */
reader_string_t reader_byline_joint_at_end(reader_string_t text);

#endif
