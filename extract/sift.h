/*
 * Less for the tree builder: a tokenizer pass over the page that leaves out
 * what tree construction does not look at, and keeps the way back.
 *
 * Gumbo costs hundreds of instructions for every byte that it sees, so it
 * gets a stand-in for the page.  Its pointers into the stand-in lead back to
 * spans of the page; nothing behind `tree` may depend on what Gumbo saw.
 */

#ifndef READER_SIFT_H
#define READER_SIFT_H

#include "arena.h"

/* Bounds on the way to Gumbo; past them a page is READER_TOO_DEEP. */
#define READER_START_TAGS_MAX 50000
#define READER_ATTRIBUTES_MAX 256
#define READER_OPEN_DEPTH_MAX 256

typedef struct reader_cut reader_cut_t;

typedef struct {
    reader_string_t page;     /* what was sifted: valid UTF-8 */
    reader_string_t shown;    /* what the tree builder gets, 8 NULs behind */
    const reader_cut_t *cuts;
    size_t cut_count;
    reader_string_t *json_ld; /* contents of the page's JSON-LD scripts */
    size_t json_ld_count;
    reader_string_t *styles;  /* contents of its style elements */
    size_t style_count;
} reader_sift_t;

/* READER_OK or READER_TOO_DEEP. */
reader_result_t reader_sift(reader_arena_t *arena, reader_string_t page,
                            reader_sift_t *sift);

/* The byte of the page that a byte of what was shown stands for. */
const char *reader_sift_source(const reader_sift_t *sift, const char *shown);

#endif
