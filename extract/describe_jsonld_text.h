/* The text of a JSON-LD script, made fit for jansson and small. */

#ifndef READER_DESCRIBE_JSONLD_TEXT_H
#define READER_DESCRIBE_JSONLD_TEXT_H

#include "arena.h"

#define READER_JSONLD_DEPTH_MAX 32 /* jansson recurses */

/* Where the JSON begins and ends: without comments and CDATA around it. */
reader_string_t reader_jsonld_unwrap(reader_string_t script);

/*
 * A copy without the usual faults: control characters in strings, unknown
 * escapes, lone surrogates, commas before a closing bracket, comments.
 * Empty if it is nested too deep.
 */
reader_string_t reader_jsonld_mend(reader_arena_t *arena,
                                   reader_string_t text);

/*
 * A copy without white space and without the members that nobody asks for;
 * empty if it is not certain that there is nothing to mend, and that jansson
 * would take it all.  The text of the article, a string that may be long, is
 * not in there either: body is set to it as it is written, data NULL if there
 * is none.
 */
reader_string_t reader_jsonld_prune(reader_arena_t *arena,
                                    reader_string_t text,
                                    reader_string_t *body);

/*
 * The length of the escape at p, a backslash in a string; 0 if JSON has no
 * such escape, or half a pair of surrogates.
 */
size_t reader_jsonld_escape(const char *p, const char *end);

/* What such a string without wrong escapes stands for, up to a NUL byte. */
reader_string_t reader_jsonld_unescape(reader_arena_t *arena,
                                       reader_string_t text);

#endif
