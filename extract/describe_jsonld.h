/* The page's JSON-LD (JSON-LD 1.1 in script elements; schema.org's terms). */

#ifndef READER_DESCRIBE_JSONLD_H
#define READER_DESCRIBE_JSONLD_H

#include "facts.h"

/*
 * Parses what sift has found into metadata->json_ld, whole or without what is
 * not asked for, and picks the objects about the article, the page
 * and the site for facts.  Scripts that are too large, too deep or no JSON even
 * after mending count for nothing.
 */
void reader_jsonld_read(const reader_sift_t *sift, bool whole,
                        reader_facts_t *facts, reader_metadata_t *metadata);

/*
 * The object that value stands for: another with its @id if value has no name
 * of its own, else value itself.
 */
const json_t *reader_jsonld_follow(const reader_facts_t *facts,
                                   const json_t *value);

/* A member that is a string, or the first string of an array; as a line. */
reader_string_t reader_jsonld_string(const reader_facts_t *facts,
                                     const json_t *object, const char *key);

/* What a value names: itself, its name, or that of its first item. */
reader_string_t reader_jsonld_name(const reader_facts_t *facts,
                                   const json_t *value);

/* The address of a value: itself, its url, contentUrl or @id; not vetted. */
reader_string_t reader_jsonld_url(const reader_facts_t *facts,
                                  const json_t *value);

typedef enum {
    READER_JSONLD_OTHER,
    READER_JSONLD_PAGE,    /* or site */
    READER_JSONLD_ARTICLE
} reader_jsonld_type_t;

/* What an object with this @type, as written in the page, may be. */
reader_jsonld_type_t reader_jsonld_type(reader_string_t type);

#endif
