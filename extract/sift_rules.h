/*
 * How tree construction takes each element name (HTML standard, 13.2.6.4.7 to
 * 13.2.6.4.15), as far as sift_fold.c keeps track of it; as Gumbo 0.10.1 has
 * it.
 */

#ifndef READER_SIFT_RULES_H
#define READER_SIFT_RULES_H

#include "reader.h"

#include <gumbo.h>

enum {
    READER_RULE_UNTOLD = 0,         /* tracking starts anew */
    READER_RULE_INLINE = 1 << 0,    /* no rule of its own */
    READER_RULE_BLOCK = 1 << 1,     /* closes a paragraph */
    READER_RULE_HEADING = 1 << 2,
    READER_RULE_ITEM = 1 << 3,      /* li */
    READER_RULE_TERM = 1 << 4,      /* dt, dd */
    READER_RULE_PARAGRAPH = 1 << 5,
    READER_RULE_VOID = 1 << 6,      /* has no contents */
    READER_RULE_FORMATTING = 1 << 7,
    READER_RULE_BUTTON = 1 << 9,
    READER_RULE_STOP = 1 << 10,     /* ends the search for an open item */
    READER_RULE_IN_HEAD = 1 << 11,  /* may stand in the head */
    /* and in a noscript there */
    READER_RULE_IN_NOSCRIPT = 1 << 12,
    READER_RULE_PART = 1 << 13,     /* a table, or a part of it */
    READER_RULE_FRAME = 1 << 14,    /* and holds nothing but such parts */
    READER_RULE_SPECIAL = 1 << 15,  /* the standard's category */
    READER_RULE_SCOPE = 1 << 16,    /* what is around it is out of scope */
    READER_RULE_LIST = 1 << 17,     /* and for an item of a list it is */
    READER_RULE_TEMPLATE = 1 << 18,
    READER_RULE_SELECT = 1 << 19,
    READER_RULE_OPTION = 1 << 20,   /* or a group of them */
    READER_RULE_FORM = 1 << 22,
    READER_RULE_TABLE_SCOPE = 1 << 21, /* out of the scope of table parts */
    READER_RULE_CLOSES = READER_RULE_BLOCK | READER_RULE_PARAGRAPH
                         | READER_RULE_ITEM | READER_RULE_TERM
                         | READER_RULE_HEADING
};

/* By Gumbo's number for the name. */
extern const uint32_t reader_rules[GUMBO_TAG_LAST + 1];

/* How deep in a table a part of it stands: 0 for the table, 3 for a cell. */
unsigned reader_rule_level(uint16_t tag);

#endif
