/*
 * The four views.
 *
 * One walker (view_body.c and the files beside it) goes over what was
 * selected and lays it down as one flat list of items; a writer is a loop
 * over this list, with as much lookahead as it likes.  All that has to be
 * decided about the page is decided by the walker, once for all formats.
 *
 * What a writer may rely on:
 *
 *   Items are balanced: every READER_OPEN has its READER_CLOSE and `match`
 *   leads from each to the other.  To skip an element, go on behind
 *   items[i].match.  Depth is at most READER_DEPTH_MAX.  A writer needs no
 *   stack of its own for correctness, and no recursion.
 *
 *   The outermost level holds blocks only: blockquote ul ol dl figure details
 *   table p h2...h6 pre, and hr.  There is no h1 (that is metadata->title,
 *   which is not repeated) and no div.
 *     ul, ol         hold li only
 *     dl             holds dt and dd only
 *     table          holds at most one caption, first, then thead, tbody,
 *                    tfoot, these tr, these th and td.  No table in a table.
 *                    Empty cells are there.  Spans are in the attributes.
 *     blockquote     holds blocks
 *     details        holds one summary, first, then blocks
 *     figure         holds blocks, img, video, audio, embed directly, and
 *                    figcaption
 *     li dt dd th td caption figcaption
 *                    hold text and inline elements, blocks, or first the one
 *                    and then the other: text after a block is in a p
 *                    (li, dd) or follows a br.  th, td, dt, caption: text,
 *                    inline elements, and in td also lists, pre, blockquote
 *     p h2...h6 summary
 *                    hold text, inline elements, br, img, math, embed ...
 *     pre            holds text and inline elements, no br, no img; what is
 *                    code has one code element directly in the pre around
 *                    everything
 *   No element that holds things is empty, but for th and td.  No a in an a,
 *   no heading in a heading.  Inline elements never hold blocks.
 *
 *   Text is valid UTF-8, without control, bidi override, tag and other
 *   invisible characters, not escaped for any format.  White space is
 *   collapsed to single U+0020 (U+00A0 stays), none at the start or end of a
 *   block or beside a br, and where an inline element begins or ends with
 *   white space it has been moved outside of it.  In a pre it is as in the
 *   page, with LF line ends, tabs, no LF at the end; nothing but a pre has LF
 *   in its text.  A text item is not empty.  Several may follow one another.
 *
 *   URLs are absolute, vetted for their use, and in WHATWG's serialisation:
 *   ASCII without controls, spaces, ", < or >.  Any of ( ) ' \ | [ ] * _ may
 *   occur.  Links to a part of the page are in `target`, not in `href`.
 */

#ifndef READER_VIEW_H
#define READER_VIEW_H

#include "buffer.h"
#include "phrases.h"
#include "policy.h"
#include "select.h"
#include "template.h"

/* What the stages before found out; what a view is written from. */
typedef struct {
    reader_arena_t *arena;
    reader_tree_t *tree;
    const reader_metadata_t *metadata;
    const reader_selection_t *selection;
    uint32_t removed;                   /* blocks of text that are left out */
    uint32_t removed_hidden;            /* and of them, those that are hidden */
    const reader_phrases_t *phrases;    /* of the page's language */
    const reader_template_t *template;  /* HTML */
    reader_images_t images;
    unsigned wrap;                      /* text: columns, or 0 */
    reader_string_t links[READER_LINKS]; /* vetted, as written; or empty */
} reader_document_t;

typedef enum {
    READER_OPEN,
    READER_CLOSE,
    READER_WORDS, /* text */
    READER_VOID   /* br hr wbr img audio video embed */
} reader_kind_t;

/* Of an item. */
enum {
    /* Text, or an image of a caption: not part of the running text. */
    READER_ITEM_CAPTION = 1,
    /* A link (a) that is a reference to note number attributes->note. */
    READER_ITEM_NOTE_REFERENCE = 2,
    /* A block, mostly an li, that is the note attributes->note itself. */
    READER_ITEM_NOTE = 4,
    /* A link (a) inside a note back to where it is referred to. */
    READER_ITEM_NOTE_BACK = 8,
    /* An ol or ul of which each li is a note. */
    READER_ITEM_NOTES = 16,
    /* An element that was opened before and goes on in another block. */
    READER_ITEM_AGAIN = 32,
    /* Text without anything that HTML has a reference for. */
    READER_ITEM_NO_MARKUP = 64
};

typedef enum {
    READER_ALIGN_NONE,
    READER_ALIGN_LEFT,
    READER_ALIGN_CENTER,
    READER_ALIGN_RIGHT
} reader_align_t;

/* One of a srcset; only those that say how wide they are are kept. */
typedef struct {
    reader_string_t url;
    unsigned width;            /* pixels, up to 1600 */
} reader_candidate_t;

/* What an element has beside its name; empty or 0: it has none. */
typedef struct {
    reader_string_t language;  /* any element: BCP 47, differs from parent's */
    reader_string_t direction; /* any element: "ltr", "rtl", "auto" */
    unsigned id;               /* a link's target: the id is "r-" and this */
    unsigned section;          /* h2...h6: 1, 2, ... in order */
    unsigned note;             /* 1, 2, ... see READER_ITEM_NOTE... */
    reader_string_t href;      /* a; empty if target is set; embed */
    unsigned target;           /* a: the id of an element of this view */
    reader_string_t rel;       /* a: of the subset that is kept */
    reader_string_t title;     /* abbr, dfn; embed: its name, may be empty */
    reader_string_t datetime;  /* time, del, ins */
    reader_string_t code;      /* pre, code: "python" */
    reader_string_t src;       /* img, audio, video: never empty there */
    reader_string_t large;     /* img: best source up to 1600 pixels wide */
    const reader_candidate_t *candidates; /* img: at most 3, or NULL */
    unsigned candidate_count;
    reader_string_t poster;    /* video */
    reader_string_t alt;       /* img; audio, video: title */
    reader_string_t host;      /* embed, audio, video: "www.youtube.com" */
    bool video;                /* embed: known to be a video */
    unsigned width, height;    /* img, video: pixels */
    bool numbered;             /* ol: has start; li: has value */
    int number;                /* ol: start; li: value */
    bool reversed;             /* ol */
    char list_type;            /* ol: 'a' 'A' 'i' 'I' or 0 */
    unsigned columns;          /* table: in the widest row, spans counted */
    unsigned colspan, rowspan; /* th, td: 0 or >= 2 */
    reader_align_t align;      /* th, td */
    const char *scope;         /* th: "row", "col", ... or NULL */
    reader_string_t tex;       /* math: TeX source, or empty */
    bool block;                /* math: display=block */
    const char *math;          /* MathML: attributes ready to be written,
                                  with a leading space, or NULL */
} reader_attributes_t;

/* Those of an item that has none. */
extern const reader_attributes_t reader_no_attributes;

typedef struct {
    uint8_t kind;              /* reader_kind_t */
    uint8_t element;           /* reader_element_t; READER_EL_NONE for text */
    uint16_t flags;
    uint32_t match;            /* OPEN, CLOSE: the other one; else itself */
    reader_string_t text;      /* READER_WORDS */
    const reader_attributes_t *attributes; /* OPEN, VOID: never NULL */
} reader_item_t;

typedef struct {
    const reader_item_t *items;
    uint32_t count;
    uint32_t section_count;    /* headings */
    size_t size;               /* about what text, URLs and tags come to */
} reader_body_t;

/* The walker.  Fails with READER_TOO_LARGE where the list outgrows the page */
void reader_view_body(const reader_document_t *document, reader_body_t *body);

/*
 * The text of items [from, to): without captions if running, br as a space;
 * for headings, alt texts, labels.  One line, in the arena.
 */
reader_string_t reader_view_text_of(const reader_document_t *document,
                                    const reader_body_t *body, uint32_t from,
                                    uint32_t to);

/* Minutes to read that text, at least 1. */
unsigned reader_view_minutes(const reader_document_t *document);

/* The part of url to write in a page at address: from its path on if it is
   of the same origin, else all of it. */
reader_string_t reader_view_local(const reader_metadata_t *metadata,
                                  reader_string_t url);

/* What page->links may be written as, empty where there is none. */
void reader_view_links(const reader_page_t *page,
                       const reader_metadata_t *metadata,
                       reader_arena_t *arena,
                       reader_string_t links[READER_LINKS]);

/* Whether such an address would be written, whatever the page. */
bool reader_view_link_is_good(reader_arena_t *arena, reader_string_t url);

/* The writers. */
void reader_view_html(const reader_document_t *document, reader_buffer_t *out);
void reader_view_text(const reader_document_t *document, reader_buffer_t *out);
void reader_view_markdown(const reader_document_t *document,
                          reader_buffer_t *out);
void reader_view_json(const reader_document_t *document, reader_buffer_t *out);

/* The items as HTML, without a page around them; for the JSON view. */
void reader_view_html_content(const reader_document_t *document,
                              const reader_body_t *body, bool local,
                              reader_buffer_t *out);

/* The running text: a block a line, without title and captions. */
void reader_view_running_text(const reader_body_t *body,
                              reader_buffer_t *out);

#endif
