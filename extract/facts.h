/*
 * What a page says about itself, gathered in one pass and not judged yet;
 * describe.c and its parts decide.
 */

#ifndef READER_FACTS_H
#define READER_FACTS_H

#include "describe.h"

#define READER_FACT_METAS_MAX 256
#define READER_FACT_LINKS_MAX 256
#define READER_HEADINGS_MAX 64
#define READER_CLUES_MAX 256

typedef enum {
    READER_CLUE_AUTHOR_LINK,  /* rel=author or an address that says so */
    READER_CLUE_AUTHOR_ITEM,  /* itemprop or property author */
    READER_CLUE_AUTHOR_CLASS, /* class or id */
    READER_CLUE_AUTHOR_TEXT,  /* "By ..." */
    READER_CLUE_DATE_ITEM,    /* itemprop or property datePublished */
    READER_CLUE_DATE_TIME,    /* time */
    READER_CLUE_DATE_CLASS,
    READER_CLUE_DATE_TEXT     /* text with digits that may be a date */
} reader_clue_kind_t;

enum {
    READER_CLUE_MODIFIED = 1, /* a date of change */
    READER_CLUE_PUBLISHED = 2 /* time pubdate, class published */
};

typedef struct {
    reader_clue_kind_t kind;
    unsigned flags;
    reader_node_id_t node;
    reader_node_id_t aside;    /* see reader_facts_is_aside */
    size_t offset;             /* bytes of text before it */
    reader_string_t value;     /* content, datetime or title; may be empty */
} reader_clue_t;

typedef struct {
    reader_node_id_t node;
    int level;                 /* 1 to 6 */
    reader_node_id_t aside;
    size_t offset, end_offset;
    reader_string_t text;
} reader_heading_t;

typedef struct {
    reader_node_id_t node;
    reader_string_t rel;       /* as written */
} reader_fact_link_t;

/* The objects of the page's JSON-LD, flat. */
typedef struct reader_jsonld reader_jsonld_t;

typedef struct {
    reader_tree_t *tree;
    reader_arena_t *arena;
    const uint8_t *hidden;     /* per node: see reader_facts_is_hidden */
    reader_meta_t *metas;      /* with an itemprop as name as well */
    size_t meta_count;
    uint64_t meta_lengths[32]; /* of names, as bits, by the first letter */
    reader_fact_link_t *links;
    size_t link_count;
    reader_heading_t *headings;
    size_t heading_count;
    reader_clue_t *clues;
    size_t clue_count;
    reader_string_t title;     /* of the title element */
    reader_string_t item_headline;
    reader_string_t html_language, body_language, html_direction,
        body_direction, content_language;
    reader_string_t inner_direction; /* of what holds most of the page */
    reader_string_t base;      /* href of the first base element */
    bool no_transform;
    char *policies;            /* as reader_view_t.policies */
    size_t policies_length;
    /* JSON-LD; borrowed from the documents in reader_metadata_t.json_ld */
    const reader_jsonld_t *json_ld;
    json_t *article, *page, *site; /* NULL: none */
} reader_facts_t;

/*
 * Whether something is in comments, navigation, a footer or a widget, which
 * its aside is the outermost element of (READER_NONE: none), and the title is
 * not in there as well.
 */
bool reader_facts_is_aside(reader_node_id_t aside,
                           const reader_heading_t *title);

/*
 * Whether the page hides the node, and not only a rule of the site: what it
 * says would be a text that nobody sees.
 */
bool reader_facts_is_hidden(const reader_facts_t *facts, reader_node_id_t node);

void reader_facts_gather(reader_tree_t *tree, const uint8_t *hidden,
                         reader_facts_t *facts);

/*
 * The text inside a node, at most max bytes of it, as one line: elements that
 * end a line make a space.  Empty if there is more than max.  What is hidden is
 * left out where seen is true.
 */
reader_string_t reader_facts_text(const reader_facts_t *facts,
                                  reader_node_id_t node, size_t max, bool seen);

/* False if it is certain that no meta has this name, in lower case. */
bool reader_facts_may_have(const reader_facts_t *facts, const char *name);

/* Whether the meta has this name, in lower case as they all are. */
bool reader_facts_is_named(const reader_meta_t *meta, const char *name);

/* The value of the first meta that has one of these names; NULL ends them. */
reader_string_t reader_facts_meta(const reader_facts_t *facts,
                                  const char *const *names);

/* As one line, references in it resolved a second time (as sites need it). */
reader_string_t reader_facts_line(reader_arena_t *arena,
                                  reader_string_t text);

#endif
