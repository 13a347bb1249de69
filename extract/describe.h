/*
 * The page's own metadata: JSON-LD, Open Graph, meta, link, microdata,
 * visible title, byline and date.
 */

#ifndef READER_DESCRIBE_H
#define READER_DESCRIBE_H

#include "tree.h"
#include "url.h"

#include <jansson.h>

typedef struct {
    reader_string_t name;
    reader_string_t url;     /* absolute and vetted, or empty */
} reader_author_t;

typedef struct {
    reader_string_t url;     /* absolute and vetted */
    reader_string_t alt;
    unsigned width, height;  /* 0: not known */
} reader_image_t;

/* A link element: alternate (hreflang, feed), prev, next, license, ... */
typedef struct {
    reader_string_t href;    /* absolute and vetted */
    reader_string_t hreflang;
    reader_string_t type;
    reader_string_t title;
} reader_link_t;

/* A meta element as found: "og:title", "description", ...; lower-case name. */
typedef struct {
    reader_string_t name;
    reader_string_t value;
} reader_meta_t;

/*
 * All text is UTF-8 with white space collapsed and control characters gone;
 * empty means that the page does not say.  Dates are ISO 8601.
 */
typedef struct {
    reader_string_t title;       /* of the article */
    reader_string_t page_title;  /* the title element as found */
    reader_string_t subtitle;
    reader_string_t byline;
    reader_author_t *authors;
    size_t author_count;
    reader_string_t published;   /* "2026-03-04" or with time and zone */
    reader_string_t modified;
    reader_string_t published_as_found; /* if it begins with an ISO date */
    reader_string_t site_name;
    reader_string_t language;    /* BCP 47, by pattern only */
    reader_string_t direction;   /* "ltr", "rtl", "auto" or empty */
    reader_string_t description;
    reader_string_t type;        /* "article", "NewsArticle", ... */
    reader_string_t section;
    reader_string_t *keywords;
    size_t keyword_count;
    reader_string_t license;
    reader_image_t image;        /* url empty: none */
    reader_string_t favicon;
    reader_string_t robots;
    reader_string_t canonical;   /* absolute and vetted */
    reader_string_t prev, next, amp;
    int accessible_for_free;     /* -1: not known */
    bool no_transform;           /* as reader_view_t.no_transform */
    reader_string_t policies;    /* as reader_view_t.policies */
    reader_link_t *alternates;
    size_t alternate_count;
    reader_meta_t *metas;        /* at most 64 */
    size_t meta_count;
    json_t **json_ld;            /* the page's documents: see below */
    size_t json_ld_count;
    reader_string_t article_body; /* the text of the article, of JSON-LD */
    reader_node_id_t title_node; /* the heading that shows the title */
    reader_node_id_t byline_node; /* what shows byline and date; READER_NONE */
    reader_node_id_t date_node;
    /*
     * Where a value comes from, to be read after "from"; static, NULL if
     * there is none.
     */
    const char *title_from;
    const char *title_support;   /* what in the head says the same */
    const char *subtitle_from;
    const char *byline_from;
    const char *published_from;
    const char *modified_from;
    const char *site_name_from;
    const char *language_from;
    const char *direction_from;
    const char *description_from;
    const char *type_from;
    const char *section_from;
    const char *canonical_from;
    const char *license_from;
    const char *image_from;
    reader_url_t base;           /* page address, or a vetted <base> */
    reader_url_t address;        /* page address */
} reader_metadata_t;

/*
 * hidden, per node, is that of reader_hidden_t, after reader_blocks_cut: what
 * is hidden is neither title nor byline.  The documents in json_ld, which the
 * arena releases, are whole only if that is asked for.
 */
void reader_describe(reader_tree_t *tree, const reader_sift_t *sift,
                     const uint8_t *hidden, reader_string_t url,
                     bool whole_json_ld, reader_metadata_t *metadata);

#endif
