/*
 * The text and inline elements of a block as a short list of runs: what
 * Markdown and plain text have in common.  White space at the edges of
 * emphasis and links is moved outside, quotes and the brackets of ruby are
 * put in, raised and lowered digits become Unicode's own, media become links.
 */

#ifndef READER_RUNS_H
#define READER_RUNS_H

#include "view.h"

#define READER_NO_PARTNER UINT32_MAX

typedef enum {
    READER_RUN_TEXT,
    READER_RUN_CODE,
    READER_RUN_BREAK,
    READER_RUN_OPEN,  /* emphasis: mark, partner */
    READER_RUN_CLOSE,
    READER_RUN_LINK,  /* reader_run_address(); partner */
    READER_RUN_UNLINK,
    READER_RUN_IMAGE, /* attributes: an address a browser would load, alt */
    READER_RUN_NOTE,  /* attributes->note */
    READER_RUN_MATH   /* attributes->tex */
} reader_run_kind_t;

typedef enum {
    READER_MARK_EMPHASIS,
    READER_MARK_STRONG,
    READER_MARK_DELETED,
    READER_MARK_COUNT
} reader_run_mark_t;

typedef struct {
    uint8_t kind;
    uint8_t mark;
    bool space;       /* TEXT of white space only */
    bool dropped;
    uint32_t partner; /* OPEN, CLOSE, LINK, UNLINK: the other's index */
    uint32_t from;    /* TEXT, CODE: where it begins in text... */
    uint32_t to;      /* ...and ends; of others: where they stand */
    const reader_attributes_t *attributes;
} reader_run_t;

/* Used for one block after the other. */
typedef struct {
    const reader_document_t *document;
    const reader_body_t *body;
    reader_buffer_t text;
    reader_run_t *items;
    uint32_t count;
    uint32_t capacity;
    bool breaks;      /* else they are spaces */
} reader_runs_t;

void reader_runs_init(reader_runs_t *runs, const reader_document_t *document,
                      const reader_body_t *body);

/*
 * The items [from, to), between which blocks are as breaks are.  Nothing but
 * text and images at the ends, no white space there.
 */
void reader_runs_collect(reader_runs_t *runs, uint32_t from, uint32_t to);

/* Or: this text, which is in one line. */
void reader_runs_collect_text(reader_runs_t *runs, reader_string_t text);

/* Or one by one, the partners being the caller's business. */
void reader_runs_clear(reader_runs_t *runs);
reader_run_t *reader_runs_add(reader_runs_t *runs, reader_run_kind_t kind);
void reader_runs_add_text(reader_runs_t *runs, reader_string_t text);
void reader_runs_add_code(reader_runs_t *runs, reader_string_t text);
void reader_runs_add_break(reader_runs_t *runs);

/* Puts white space where it belongs; what holds nothing is gone then. */
void reader_runs_finish(reader_runs_t *runs);

/* Takes all of these marks away. */
void reader_runs_drop(reader_runs_t *runs, reader_run_mark_t mark);

/* Puts the mark around everything, instead of the same within. */
void reader_runs_wrap(reader_runs_t *runs, reader_run_mark_t mark);

/* Takes the dropped ones out and joins text with text. */
void reader_runs_compact(reader_runs_t *runs);

/* Where a LINK or UNLINK leads. */
reader_string_t reader_run_address(const reader_runs_t *runs,
                                   const reader_run_t *run);

reader_string_t reader_run_text(const reader_runs_t *runs,
                                const reader_run_t *run);

#endif
