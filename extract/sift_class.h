/* What the sifter has to know of each element name. */

#ifndef READER_SIFT_CLASS_H
#define READER_SIFT_CLASS_H

#include "reader.h"

#include <gumbo.h>

enum {
    /* a start tag of this name may stand before the body */
    READER_CLASS_HEAD = 1 << 0,
    /* tree construction may ignore a start tag of this name outside select */
    READER_CLASS_IGNORABLE = 1 << 1,
    /* goes on the list of active formatting elements */
    READER_CLASS_FORMATTING = 1 << 2,
    /* puts a marker on that list */
    READER_CLASS_MARKER = 1 << 3,
    /* closes an open element of its name, or has no contents: no depth */
    READER_CLASS_FLAT = 1 << 4,
    /* the newline behind its start tag is dropped */
    READER_CLASS_NEWLINE = 1 << 5,
    /* contents: text, with references and without; a script */
    READER_CLASS_RCDATA = 1 << 6,
    READER_CLASS_RAWTEXT = 1 << 7,
    READER_CLASS_SCRIPT = 1 << 8,
    READER_CLASS_RAW =
        READER_CLASS_RCDATA | READER_CLASS_RAWTEXT | READER_CLASS_SCRIPT,
    /* ends SVG or MathML that it stands in */
    READER_CLASS_BREAKOUT = 1 << 9,
    /* in SVG or MathML: may do so, or may hold HTML */
    READER_CLASS_TANGLED = 1 << 10,
    /* in SVG or MathML: taken as it is while it holds text only */
    READER_CLASS_TEXT_ONLY = 1 << 11,
    /* around SVG or MathML: its end tag surely closes that too */
    READER_CLASS_AROUND = 1 << 12,
    /* nothing that a skeleton is exact for */
    READER_CLASS_WHOLE = 1 << 13,
    /* its start tag says something of what tree construction does next */
    READER_CLASS_NOTED = 1 << 14,
    /* svg and math */
    READER_CLASS_ROOT = 1 << 15,
    /* a start tag of this name may move text that is not in the tree yet */
    READER_CLASS_MOVES = 1 << 16,
    /* tree construction reads its attributes, or compares them with others' */
    READER_CLASS_ATTRIBUTES = 1 << 17,
    READER_CLASS_COMPARED = 1 << 18,
    /* an open element of its name says what the insertion mode is */
    READER_CLASS_MODE = 1 << 19
};

/* By Gumbo's number for the name. */
extern const uint32_t reader_classes[GUMBO_TAG_LAST + 1];

/* GUMBO_TAG_UNKNOWN for names that Gumbo does not know. */
GumboTag reader_class_tag(reader_string_t name);

#endif
