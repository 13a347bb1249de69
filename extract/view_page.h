/*
 * What the walker has to know about the page before it starts: figures for
 * each node of the slice that holds the content, and decisions that need
 * them.  Internal to view_*.c.
 */

#ifndef READER_VIEW_PAGE_H
#define READER_VIEW_PAGE_H

#include "view.h"

/* What there is in a subtree, of what is shown. */
enum {
    READER_VIEW_IMAGE = 1,   /* or media */
    READER_VIEW_TABLE = 2,   /* below, not itself */
    READER_VIEW_CAPTION = 4, /* text of one */
    READER_VIEW_TEXT = 8     /* other text */
};

typedef struct {
    uint32_t text; /* bytes of it other than white space, or so */
    uint32_t holds;
} reader_view_sums_t;

/* A part of the page that links lead to. */
typedef struct {
    reader_string_t name;
    reader_node_id_t node;   /* READER_NONE: not in what is shown */
    unsigned id;             /* 1, 2, ... in the order of the page */
    unsigned note;           /* 0: no note */
} reader_target_t;

/* A link whose href has a fragment. */
typedef struct {
    reader_node_id_t node;
    uint32_t target;         /* index + 1 in targets; 0: not shown, or none */
    bool inside;             /* it leads to a part of this page: */
    reader_string_t name;    /* the part's */
    reader_string_t url;     /* not inside: what it leads to; may be empty */
} reader_view_part_t;

typedef struct {
    const reader_document_t *document;
    reader_arena_t *arena;
    reader_tree_t *tree;
    const uint8_t *marks;
    reader_node_id_t title;      /* the heading that shows it; not shown */
    reader_node_id_t from, end;
    reader_view_sums_t *sums;         /* of node i at i - from */
    size_t size;                 /* bytes of the slice in the page */
    reader_element_t headings[7]; /* by the page's level, 1 to 6 */
    uint32_t shown;              /* nodes that are marked */
    uint8_t *classes;            /* by number of the value; view_class.c */
    const reader_node_id_t *links; /* all a that are marked */
    uint32_t link_count;
    reader_view_part_t *parts;   /* some of them */
    uint32_t part_count;
    reader_target_t *targets;    /* open addressing; name.data NULL: free */
    unsigned target_size;        /* a power of two, or 0 */
    uint32_t *target_of;         /* of node i at i - from: index + 1, or 0 */
    unsigned *note_of;           /* of node i at i - from: its note, or 0 */
    unsigned note_count;
} reader_view_page_t;

void reader_view_page(const reader_document_t *document,
                      reader_view_page_t *page);

const reader_view_sums_t *reader_view_sums(const reader_view_page_t *page,
                                      reader_node_id_t node);

/* Whether a node is to be walked at all. */
bool reader_view_is_shown(const reader_view_page_t *page,
                          reader_node_id_t node);

/* Finds link targets and notes; needs sums and links. (view_target.c) */
void reader_view_find_targets(reader_view_page_t *page);

/* What this link is beside a link; NULL: nothing. */
const reader_view_part_t *reader_view_part(const reader_view_page_t *page,
                                           reader_node_id_t link);

/* Whether this link is a reference to the note that is its target. */
bool reader_view_is_note_reference(const reader_view_page_t *page,
                                   reader_node_id_t link, uint32_t target);

/*
 * What a link leads to, if that may be written; NULL: its text is all there
 * is.  note: the note it is in, or READER_NONE.  (view_link.c)
 */
reader_attributes_t *reader_view_link(const reader_view_page_t *page,
                                      reader_node_id_t link,
                                      reader_node_id_t note,
                                      uint16_t *flags);

/* A sign in a heading that leads to the heading. */
bool reader_view_is_permalink(const reader_view_page_t *page,
                              reader_node_id_t link);

/* The shown text of a subtree up to size bytes; true: that was all. */
bool reader_view_short_text(const reader_view_page_t *page,
                            reader_node_id_t node, char *text, size_t size,
                            size_t *length);

/* Whether a table holds data, not a layout.  (view_table.c) */
bool reader_view_is_data_table(const reader_view_page_t *page,
                               reader_node_id_t table);

/* Attributes of a th or td: spans, align, scope. */
reader_attributes_t *reader_view_cell(const reader_view_page_t *page,
                                      reader_node_id_t cell);

/*
 * The sources, alt text and size of an image; NULL if none is to be shown:
 * a tracking pixel, a placeholder without a picture behind it.  *emoji: it
 * stands for its alt text.  (view_image.c)
 */
reader_attributes_t *reader_view_image(const reader_view_page_t *page,
                                       reader_node_id_t image, bool *emoji);

/* The same for iframe, object, embed, video, audio.  (view_media.c) */
reader_attributes_t *reader_view_media(const reader_view_page_t *page,
                                       reader_node_id_t node,
                                       reader_element_t element);

/* All of a math element; its leaves hold text only.  (view_math.c) */
struct reader_build;
void reader_view_add_math(const reader_view_page_t *page,
                          struct reader_build *build, reader_node_id_t math,
                          uint16_t flags);

/* What an element has beside its name; NULL: nothing. (view_attributes.c) */
const reader_attributes_t *
reader_view_attributes(const reader_view_page_t *page, reader_node_id_t node,
                       reader_element_t element);

/* The words of a link's rel that are kept. */
reader_string_t reader_view_rel(const reader_view_page_t *page,
                                reader_node_id_t node);

/* The language of code that an element's attributes name. */
reader_string_t reader_view_code(const reader_view_page_t *page,
                                 reader_node_id_t node);

/*
 * The first attribute of each of these names, which are none of
 * reader_name_t's; NULL if the element has none.
 */
void reader_view_find(const reader_view_page_t *page, reader_node_id_t node,
                      const reader_string_t *names, size_t count,
                      const reader_attribute_t **found);

/* Its value, references resolved; empty if it is NULL. */
reader_string_t reader_view_value(const reader_view_page_t *page,
                                  const reader_attribute_t *attribute);

/* What the words of a class attribute say. */
typedef enum {
    READER_VIEW_GUTTER = 1, /* it holds the line numbers beside code */
    READER_VIEW_EDIT = 2,   /* and the "[edit]" beside the headings of a wiki */
    READER_VIEW_EMOJI = 4   /* this image is a letter */
} reader_view_class_t;

bool reader_view_has_class(const reader_view_page_t *page,
                           reader_node_id_t node, reader_view_class_t kind);

/* width or height; 0 if it is none. */
unsigned reader_view_size(const reader_view_page_t *page,
                          reader_node_id_t node, reader_name_t name);

/* The value of a number: leading digits, "" or "px" behind; 0: none. */
unsigned reader_view_number(reader_string_t value);

/* An attribute's value as one line of text, cut to a length in bytes. */
reader_string_t reader_view_label(const reader_view_page_t *page,
                                  reader_node_id_t node, const char *name);

#endif
