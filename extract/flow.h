/*
 * The blocks of a body, written as lines: what Markdown and plain text have
 * in common.  flow.c goes over the items, opens lists and quotes and puts
 * their marks in front of every line; a writer fills the lines.
 */

#ifndef READER_FLOW_H
#define READER_FLOW_H

#include "view.h"

/* What a run of text is. */
typedef enum {
    READER_FLOW_TEXT,    /* a paragraph, or text directly in a list item */
    READER_FLOW_HEADING, /* items[from - 1] is the heading */
    READER_FLOW_CAPTION, /* of a figure */
    READER_FLOW_LABEL,   /* dt, summary, caption of a table */
    READER_FLOW_NOTE     /* items[from - 1] is the note, blocks may follow */
} reader_flow_role_t;

typedef struct reader_flow reader_flow_t;

typedef struct {
    /* The items [from, to).  Nothing need be written. */
    void (*text)(reader_flow_t *flow, reader_flow_role_t role, uint32_t from,
                 uint32_t to);
    /* The pre at this item. */
    void (*code)(reader_flow_t *flow, uint32_t pre);
    /* The table at this item; false: go through it, each row a list. */
    bool (*table)(reader_flow_t *flow, uint32_t table);
    void (*rule)(reader_flow_t *flow);

    /* Marks of an unordered list and of one right behind it; behind numbers */
    char bullets[2];
    char delimiters[2];
    const char *definition;  /* in front of a dd */
    unsigned definition_gap; /* blank lines between dt and dd */
    bool interrupts;         /* numbers need no blank line before them */
} reader_flow_writer_t;

typedef struct reader_flow_frame reader_flow_frame_t;

struct reader_flow {
    const reader_flow_writer_t *writer;
    reader_arena_t *arena;
    const reader_body_t *body;
    reader_buffer_t *out;
    char quote;              /* in front of a quote's lines, and a space */
    bool started;            /* there is a line already */

    /* private */
    reader_flow_frame_t *frames;
    unsigned depth;
    unsigned marks;          /* frames that put something before lines */
    size_t marks_size;       /* bytes of that, so far */
    char closed_mark;        /* of the list that ended last... */
    unsigned closed_marks;   /* ...and in how many of those frames */
};

void reader_flow_init(reader_flow_t *flow, const reader_flow_writer_t *writer,
                      const reader_document_t *document,
                      const reader_body_t *body, reader_buffer_t *out);

/*
 * All items.  The last line has no line end.  Fails with READER_TOO_LARGE if
 * what stands before lines outgrows them.
 */
void reader_flow_run(reader_flow_t *flow);

/*
 * Begins a block: so many blank lines (within a list perhaps fewer), and the
 * marks in front of the first line.
 */
void reader_flow_begin(reader_flow_t *flow, unsigned blank_lines);

/* Ends the line and begins the next; empty if nothing will be in it. */
void reader_flow_line(reader_flow_t *flow, bool empty);

/* Adds text; all its lines but the first go on lines of their own, behind
   indent unless they are empty. */
void reader_flow_lines(reader_flow_t *flow, reader_string_t text,
                       const char *indent);

/* Cells that the marks in front of the next line take; *quotes: they are
   nothing but those of quotes.  quotes may be NULL. */
unsigned reader_flow_indent(const reader_flow_t *flow, bool *quotes);

#endif
