/*
 * Subtrees that are folded: the tree builder is shown one empty element for
 * a whole subtree whose construction is plain, and the flat tree gets the
 * contents from here.
 *
 * Plain means: it is known for certain what every tag of it opens and closes,
 * its end tags may be left out or be those of elements around, and nothing is
 * left over behind it: no formatting element to be opened again, no form that
 * a later one would be ignored in.
 *
 * Where the element around is not plain, subtrees beside each other are shown
 * as the first of them, if the others go where it goes and close nothing that
 * it would not.
 *
 * What that takes is kept track of for certain or not at all: at anything
 * else, tracking starts anew behind it, with nothing known to be open; while
 * formatting elements may have to be opened again, not at all (sift_lost.c).
 */

#ifndef READER_SIFT_FOLD_H
#define READER_SIFT_FOLD_H

#include "node.h"
#include "sift_class.h"
#include "tag.h"

#ifndef READER_FOLD_DEPTH_MAX /* a test has it at few */
#define READER_FOLD_DEPTH_MAX 128
#endif

/* Closed elements beside each other, of which the tree builder sees the first */
typedef struct {
    uint32_t node;        /* the first */
    uint32_t shown;       /* behind it, in the skeleton */
    uint32_t tag_count;   /* of the sifter, there: its own is the last */
    uint32_t text_count;
} reader_fold_run_t;

/* An open element. */
typedef struct {
    uint16_t tag;
    bool foreign;
    bool implied;         /* it has no tag */
    uint32_t node;        /* in nodes */
    uint32_t shown;       /* behind its start tag, in the skeleton */
    uint32_t tag_count;   /* of the sifter, there: its own is the last */
    uint32_t text_count;
    reader_fold_run_t run; /* in it; tag_count 0: none */
} reader_fold_open_t;

typedef struct {
    reader_arena_t *arena;
    /*
     * As they will be in the tree, but for `next`; raw text is marked as
     * decoded, and a link that no end tag of its own closes as open.
     */
    reader_node_t *nodes;
    uint32_t count;
    uint32_t capacity;

    reader_fold_open_t open[READER_FOLD_DEPTH_MAX];
    unsigned depth;
    reader_fold_run_t run; /* in what is open around those */
    unsigned paragraphs;  /* in open */
    unsigned tables;
    unsigned inside;      /* templates */
    unsigned known;       /* formatting elements */
    bool select;          /* a select is */

    /* what there may be anywhere, at most */
    uint16_t formatting[GUMBO_TAG_LAST + 1]; /* to be opened again, by name */
    unsigned formatted;   /* of any name; more than known: nothing is tracked */
    unsigned since[GUMBO_TAG_LAST + 1]; /* the first of them: specials then */
    unsigned specials;    /* started where nothing was tracked */
    unsigned buttons;
    unsigned templates;   /* open; nothing is tracked in one */
    bool marked;          /* something that is out of scope */

    enum {
        FOLD_NOTHING,     /* no tag so far */
        FOLD_HTML,        /* that of the html element */
        FOLD_MORE
    } phase;
    bool early;           /* a template was in the head: its text is no body */
    bool form;            /* one may be open */
    bool parted;          /* one may be gone from around what is open */
    bool head;            /* in the head, of which all is tracked so far */
    bool prepared;        /* the tag that is being read is tracked */
    bool selecting;       /* perhaps inside a select */
    bool maybe_paragraph; /* one may be open around what is in open */
    bool sticky;          /* and one may turn up again later */
} reader_fold_t;

#endif
