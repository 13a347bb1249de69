/* The parts of describe.c: each fills its fields from the facts. */

#ifndef READER_DESCRIBE_PARTS_H
#define READER_DESCRIBE_PARTS_H

#include "facts.h"

/* Names of the site for the other parts to compare with, at most so many. */
#define READER_SITE_NAMES_MAX 9

typedef struct {
    /* as reader_words_letters() has them, empty ones left out */
    reader_string_t letters[READER_SITE_NAMES_MAX];
    size_t count;
} reader_site_names_t;

/* site_name, language, direction; and every name the site goes by. */
void reader_describe_site(reader_facts_t *facts, reader_metadata_t *metadata,
                          reader_site_names_t *names);

/* Whether text is a name of the site, up to case and punctuation. */
bool reader_is_exact_site_name(reader_arena_t *arena,
                               const reader_site_names_t *names,
                               reader_string_t text);

/* The same, or most of such a name, or such a name with a little more. */
bool reader_is_site_name(reader_arena_t *arena,
                         const reader_site_names_t *names,
                         reader_string_t text);

/* title, title_node, subtitle */
void reader_describe_title(reader_facts_t *facts,
                           const reader_site_names_t *names,
                           reader_metadata_t *metadata);

/* byline, authors, byline_node; after the title */
void reader_describe_byline(reader_facts_t *facts,
                            const reader_site_names_t *names,
                            reader_metadata_t *metadata);

/* published, modified, date_node; after title and language */
void reader_describe_dates(reader_facts_t *facts,
                           reader_metadata_t *metadata);

/* Everything that a link element or an address says, image and feeds. */
void reader_describe_links(reader_facts_t *facts,
                           reader_metadata_t *metadata);

/* The heading that shows the title, NULL if there is none. */
const reader_heading_t *reader_title_heading(const reader_facts_t *facts,
                                             const reader_metadata_t *metadata);

#endif
