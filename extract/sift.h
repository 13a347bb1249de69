/*
 * Less for the tree builder: a tokenizer pass over the page that writes a
 * skeleton of it, and keeps the way back.
 *
 * Gumbo costs hundreds of instructions for every byte that it sees, and tree
 * construction looks at few of them: tags by name, whether there is text and
 * whether it is white space only, and hardly any attribute.  So Gumbo is
 * shown that: tags without attributes, one byte for each run of text, no
 * contents of scripts and styles, comments only where they part text.  Its
 * pointers into the skeleton lead back to spans of the page; nothing behind
 * `tree` may depend on what Gumbo saw.
 *
 * The tree is exactly the one that Gumbo builds of the page itself, but where
 * `repaired` says that Gumbo's would be wrong.  Where a page does something for
 * which a skeleton is not exact, `whole` is set, and Gumbo is shown the page.
 */

#ifndef READER_SIFT_H
#define READER_SIFT_H

#include "arena.h"
#include "sift_depth.h"
#include "sift_fold.h"
#include "sift_sets.h"

/* With those of the headers above; past them a page is READER_TOO_DEEP. */
#define READER_START_TAGS_MAX 50000

/* Offsets and lengths of what follows have 30 bits. */
#define READER_SIFT_MAX ((size_t) 1 << 30)

/* A start tag, or a run of text, which is one byte of the skeleton. */
typedef struct {
    uint32_t shown;       /* where it starts in the skeleton */
    uint32_t start;       /* where it starts in the page */
    uint32_t attributes;  /* the first of them, in the list */
    uint32_t attribute_count;
    uint32_t folded;      /* of a tag: its contents, where not shown */
    uint32_t folded_count;
    uint32_t length : 30; /* in the page */
    uint32_t space : 1;   /* white space only, references resolved */
    uint32_t raw : 1;     /* holds no references: <xmp>&amp;</xmp> */
} reader_shown_t;

typedef struct {
    reader_string_t page;  /* what was sifted: valid UTF-8 */
    reader_string_t shown; /* what the tree builder gets, 8 NULs behind */
    bool whole;            /* that is the page itself; no tags, no texts */
    bool repaired;         /* the tree may be another than Gumbo's */
    reader_shown_t *tags;  /* start tags, in order */
    size_t tag_count;
    reader_shown_t *texts; /* runs of text, in order */
    size_t text_count;
    const reader_node_t *folded; /* what tags refer to */
    size_t folded_count;
    reader_attribute_list_t attributes; /* of the tags */
    reader_string_t *json_ld; /* contents of the page's JSON-LD scripts */
    size_t json_ld_count;
    reader_string_t *styles; /* contents of its style elements */
    size_t style_count;
} reader_sift_t;

/*
 * READER_OK, READER_TOO_DEEP, or READER_TOO_LARGE above READER_SIFT_MAX.
 */
reader_result_t reader_sift(reader_arena_t *arena, reader_string_t page,
                            reader_sift_t *sift);

/* The same for sift->page, but Gumbo is to see all of it. */
reader_result_t reader_sift_whole(reader_arena_t *arena, reader_sift_t *sift);

/*
 * The record, of count, that is shown at this offset, or the last before it;
 * NULL if there is none.  *hint, at first 0, makes looking up in order fast.
 */
const reader_shown_t *reader_sift_find(const reader_shown_t *records,
                                       size_t count, size_t shown,
                                       size_t *hint);

#endif
