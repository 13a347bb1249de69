/* Where raw text ends: contents that are no markup (13.2.5.9 to 31). */

#ifndef READER_SIFT_RAW_H
#define READER_SIFT_RAW_H

#include "reader.h"

/*
 * The "<" of the end tag of this lower-case name, or end.  The contents are
 * from `at` to it.
 */
const char *reader_raw_end(const char *at, const char *end, const char *name);

/* The same for a script, which may hold "</script" inside "<!-- <script". */
const char *reader_script_end(const char *at, const char *end);

/* Behind the comment or bogus comment whose "<" is at `at`. */
const char *reader_comment_end(const char *at, const char *end);

#endif
