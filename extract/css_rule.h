/*
 * The rules of a style sheet, in turn (CSS Syntax Module Level 3, as far as
 * it takes to see where one ends).
 */

#ifndef READER_CSS_RULE_H
#define READER_CSS_RULE_H

#include "reader.h"

typedef struct {
    reader_string_t left; /* what was not read yet */
    unsigned groups;      /* that are open: @media and the like */
} reader_css_sheet_t;

typedef struct {
    reader_string_t selectors;
    reader_string_t body; /* without the braces around it */
    bool escapes;         /* there is a backslash in it, outside of strings */
    bool conditional;     /* in a group */
} reader_css_rule_t;

/* The contents of a style element. */
void reader_css_sheet_init(reader_css_sheet_t *sheet, reader_string_t css);

/*
 * The next rule.  Those in @media and the like apply under a condition, as
 * far as the HTML tells; those for print, and what is in @keyframes and so on,
 * not at all: they are passed over.  False at the end.
 */
bool reader_css_rule(reader_css_sheet_t *sheet, reader_css_rule_t *rule);

#endif
