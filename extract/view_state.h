/* What view_build.c and view_flow.c share of what they build. */

#ifndef READER_VIEW_STATE_H
#define READER_VIEW_STATE_H

#include "view_build.h"
#include "view_items.h"

/*
 * Deeper ones are unwrapped.  With what is implied, MathML, and the page
 * around it: 64 + 4 + 16 + 24 + 6 < READER_DEPTH_MAX
 */
#define READER_BLOCKS_MAX 64
#define READER_IMPLIED_MAX 4
#define READER_INLINES_MAX 16
#define READER_MATH_MAX 24

/* Where a block may stand, and what it may hold. */
typedef enum {
    READER_HOLDS_FLOW,  /* blocks, text gets a p: blockquote, the root */
    READER_HOLDS_TIGHT, /* text, and blocks after it: li, dd, figcaption */
    READER_HOLDS_CELL,  /* the same, but no p: td, th */
    READER_HOLDS_LINE,  /* text and br: dt, caption */
    READER_HOLDS_TEXT,  /* text, br as a space: h2...h6, summary */
    READER_HOLDS_PRE,
    READER_HOLDS_P,
    READER_HOLDS_FIGURE, /* blocks and media */
    READER_HOLDS_LIST,   /* li */
    READER_HOLDS_TERMS,  /* dt, dd */
    READER_HOLDS_TABLE,  /* caption thead tbody tfoot */
    READER_HOLDS_ROWS,   /* tr */
    READER_HOLDS_ROW     /* th, td */
} reader_content_t;

typedef struct {
    uint8_t element;
    bool implied; /* block: not of the page, made for its content */
    bool opened;
    bool written;     /* inline: was opened before */
    bool skipped;     /* inline: without effect */
    bool text;        /* block: something is in it */
    bool interrupted; /* block: the next text does not flow on */
    uint16_t flags;
    uint32_t item;
    unsigned note;
    const reader_attributes_t *attributes;
    reader_locale_t locale; /* of the page's element */
    reader_locale_t shown;  /* of what was written */
} reader_frame_t;

/* A link's target: the next block opened here, or what is next in a line. */
typedef struct {
    unsigned id;
    unsigned block; /* index into blocks */
} reader_waiting_t;

struct reader_build {
    reader_arena_t *arena;
    reader_items_t items;

    unsigned block_count;    /* blocks[0] is the root */
    unsigned opened_blocks;  /* a prefix of blocks */
    reader_frame_t *inlines; /* grows with the depth of the page */
    unsigned inline_count;
    unsigned inline_capacity;
    unsigned opened_inlines; /* a prefix of inlines, with skipped */
    unsigned live_inlines;   /* not skipped */
    uint32_t math[READER_MATH_MAX];
    unsigned math_count, math_skipped;

    bool flowing;           /* there is text before in this run */
    unsigned breaks;        /* br to be written before the next text */
    const char *space;      /* white space to be written before it, or NULL */
    unsigned lines;         /* in a pre: line ends, likewise */
    reader_string_t indent; /* in a pre: white space, likewise */
    unsigned rule;          /* hr, to be written in this many blocks; 0: none */
    unsigned note;
    reader_locale_t locale;

    reader_waiting_t *waiting; /* targets without content so far */
    unsigned waiting_count, waiting_capacity;

    /* last: only those that are used are set */
    reader_frame_t blocks[READER_BLOCKS_MAX + READER_IMPLIED_MAX];
};

reader_frame_t *reader_build_top(reader_build_t *build);
reader_content_t reader_build_content(const reader_frame_t *frame);
reader_content_t reader_build_here(reader_build_t *build); /* of the top */

/* Opens the blocks that are wanted; *frame says what it is in the view. */
void reader_build_open_blocks(reader_build_t *build);
void reader_build_open_frame(reader_build_t *build, reader_frame_t *frame,
                             bool inline_element);
void reader_build_close_inlines(reader_build_t *build, unsigned down_to);

/* A run of text is over. */
void reader_build_end_run(reader_build_t *build);

/* Gets the blocks into a state where text may follow; false: it may not. */
bool reader_build_prepare(reader_build_t *build, bool media, uint16_t flags);

#endif
