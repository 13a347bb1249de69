/* What the files of the sifter share: its state, and writing the skeleton. */

#ifndef READER_SIFT_PARTS_H
#define READER_SIFT_PARTS_H

#include "sift.h"

/* Gumbo's character reference code may look one byte past the end. */
#define READER_SIFT_PADDING 8

/* Tag names as pages write them, up to 8 bytes, and what Gumbo calls them. */
#define READER_SIFT_NAMES 256

typedef struct {
    uint64_t bytes;  /* of reader_tag_t */
    uint16_t tag;    /* GumboTag */
    uint8_t written; /* length of the name; 0: none */
    uint8_t length;  /* of what is shown */
    uint32_t class;  /* of reader_classes */
    char shown[16];  /* to Gumbo: "annotation-xml" is the longest there is */
} reader_sift_name_t;

typedef struct {
    reader_arena_t *arena;
    const char *start;
    const char *at;
    const char *end;
    bool whole;   /* no skeleton: out is the page, and limits are watched */
    bool inexact; /* the skeleton would not be exact */
    bool repaired;

    char *out;
    size_t shown;
    size_t capacity;
    reader_shown_t *tags;
    size_t tag_count;
    size_t tag_capacity;
    reader_shown_t *texts;
    size_t text_count;
    size_t text_capacity;

    reader_attribute_list_t attributes;
    uint32_t attributes_before; /* this tag's */
    reader_sets_t *sets;
    reader_fold_t fold;
    reader_depth_t depth;
    unsigned start_tags;
    unsigned merged; /* html and body tags with attributes */

    bool body;     /* the tree builder has come to the body */
    bool columns;  /* white space is told from text for good */
    bool template; /* there was a template */
    bool col;      /* there was a col */
    bool unknown;  /* there was an HTML element of unknown name */
    bool select;   /* perhaps inside a select; whole: there was one,
                    * or a frameset */
    bool newline;  /* the last token was a start tag that eats a newline */
    bool empty;    /* the last thing read was "</>" */
    bool pending;  /* text was shown that may not be in the tree yet */
    bool comment;  /* a comment came behind it */

    reader_string_t foreign[READER_OPEN_DEPTH_MAX]; /* open SVG and MathML */
    unsigned foreign_depth;
    reader_sift_name_t names[READER_SIFT_NAMES]; /* by hash */
    reader_sift_name_t long_name; /* the last one of more bytes */
    GumboTag around;              /* the last HTML tag, if a start tag */
    bool foreign_text;            /* the innermost may hold text only */

    /* whole: what is open from the outermost svg or math on is foreign[] */
    unsigned nested;
    unsigned point; /* from here on that is HTML; 0: nothing is */
    bool lost;      /* or all that follows may be there */

    reader_string_t *json_ld;
    size_t json_ld_count;
    size_t json_ld_capacity;
    reader_string_t *styles;
    size_t style_count;
    size_t style_capacity;
} reader_sifter_t;

/* sift.c: the page, or up to inexact; false if a limit is passed. */
bool reader_sift_run(reader_sifter_t *s);
void reader_sift_result(const reader_sifter_t *s, reader_sift_t *sift);

/* sift_skeleton.c */

/* Bytes that are no record: an end tag, a comment, a doctype. */
void reader_skeleton_add(reader_sifter_t *s, const char *bytes, size_t length);

/* A start tag, and one with something between its name and its end. */
void reader_skeleton_start(reader_sifter_t *s, const reader_tag_t *tag,
                           const reader_sift_name_t *name);
void reader_skeleton_start_more(reader_sifter_t *s, const reader_tag_t *tag,
                                const reader_sift_name_t *name,
                                reader_string_t more);
void reader_skeleton_end(reader_sifter_t *s, const reader_sift_name_t *name);

/* The same in SVG and MathML, by names as written. */
void reader_skeleton_foreign(reader_sifter_t *s, const reader_tag_t *tag);
void reader_skeleton_foreign_end(reader_sifter_t *s, reader_string_t name);

void reader_skeleton_doctype(reader_sifter_t *s, const char *until);

/* A comment was read, or text is about to be shown. */
void reader_skeleton_comment(reader_sifter_t *s);
void reader_skeleton_pending(reader_sifter_t *s);

/*
 * Text of the page from here to there, at least a byte, with white space up to
 * `space`; raw: without references.
 */
void reader_skeleton_text(reader_sifter_t *s, const char *from,
                          const char *space, const char *to, bool raw);

/* Behind the white space, with references, that text starts with. */
const char *reader_skeleton_space(const char *at, const char *to);

/*
 * sift_foreign.c: a tag while foreign_depth is not 0, or one that makes it so.
 * False: not exact.  A tag that leads back to HTML is still to be shown: then
 * it leaves foreign_depth at 0, and shown false.
 */
bool reader_foreign_start(reader_sifter_t *s, const reader_tag_t *tag,
                          GumboTag name);
bool reader_foreign_end(reader_sifter_t *s, const reader_tag_t *tag,
                        GumboTag name, bool *shown);

/*
 * sift_fold.c: an HTML tag is read, before it is shown and after; an end tag
 * is read, and shown unless there is nothing to be ended; text was shown; a
 * tag of SVG or MathML was shown, an end tag that closes so many of them is
 * about to be.
 */
void reader_fold_before(reader_sifter_t *s, GumboTag tag);
void reader_fold_start(reader_sifter_t *s, GumboTag tag);
void reader_fold_end(reader_sifter_t *s, const reader_sift_name_t *name);
void reader_fold_text(reader_sifter_t *s, const reader_shown_t *record);
void reader_fold_foreign(reader_sifter_t *s, GumboTag tag, bool closed);
void reader_fold_foreign_end(reader_sifter_t *s, unsigned count);

/*
 * sift_whole.c, of a page shown whole: a declaration, and where it ends; a
 * start tag; whether raw text may follow it (it does not in SVG), and what did;
 * an end tag.  False from the others: not to be shown to Gumbo.
 */
const char *reader_whole_declaration(reader_sifter_t *s);
bool reader_whole_start(reader_sifter_t *s, const reader_tag_t *tag,
                        GumboTag name);
bool reader_whole_is_raw(const reader_sifter_t *s);
bool reader_whole_contents(reader_sifter_t *s, GumboTag name, const char *from);
bool reader_whole_end(reader_sifter_t *s, const reader_tag_t *tag);

/* sift_contents.c: of a raw text element whose start tag was read. */
void reader_sift_contents(reader_sifter_t *s, const reader_tag_t *tag,
                          GumboTag name);

#endif
