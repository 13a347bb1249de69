/*
 * The page around an article: text with slots in it, compiled once.
 *
 *   {{name}}             the value of a slot
 *   {{#name}}...{{/name}} what is between, where the slot is not empty
 *
 * A template is HTML, and it is checked that a browser reads it as it is
 * meant: every element but the void ones is closed, slots are only in text
 * and in quoted attributes, and there is nothing in it that the policy of a
 * view forbids anyway, such as scripts.  So what a page says can never
 * become markup, whatever slot it is in.
 */

#ifndef READER_TEMPLATE_H
#define READER_TEMPLATE_H

#include "reader.h"

typedef enum {
    /* text */
    READER_SLOT_TITLE,
    READER_SLOT_BYLINE,
    READER_SLOT_DATE,
    READER_SLOT_PUBLISHED,
    READER_SLOT_MODIFIED,
    READER_SLOT_SITE,
    READER_SLOT_SECTION,
    READER_SLOT_DESCRIPTION,
    READER_SLOT_MINUTES,
    READER_SLOT_WORDS,
    READER_SLOT_SOURCE,
    READER_SLOT_LANG,
    READER_SLOT_DIR,
    /* addresses */
    READER_SLOT_URL,
    READER_SLOT_HOME,
    READER_SLOT_IMAGE,
    READER_SLOT_ORIGINAL,
    READER_SLOT_TEXT,
    READER_SLOT_MARKDOWN,
    READER_SLOT_JSON,
    /* markup of our own: for the head */
    READER_SLOT_HEAD,
    READER_SLOT_STYLE,
    /* and for the body */
    READER_SLOT_SKIP,
    READER_SLOT_HEADER,
    READER_SLOT_ABOUT,
    READER_SLOT_CONTENTS,
    READER_SLOT_CONTENT,
    READER_SLOT_PAGES,
    READER_SLOT_FOOTER,
    READER_SLOTS
} reader_slot_t;

typedef enum {
    READER_STEP_COPY,      /* text as it is */
    READER_STEP_SLOT,
    READER_STEP_ATTRIBUTE, /* text is ' name'; nothing if the slot is empty */
    READER_STEP_IF         /* if the slot is empty, go on at step `next` */
} reader_step_kind_t;

typedef struct {
    reader_step_kind_t kind;
    reader_slot_t slot;
    reader_string_t text;
    size_t next;
} reader_step_t;

typedef struct {
    reader_step_t *steps;
    size_t count;
    char *text;    /* what the steps are spans of */
    char *sources; /* its style sheets as source expressions of CSP */

    /* private */
    size_t capacity;
} reader_template_t;

/*
 * Compiles a template; NULL, with "line N: ..." in *error, if there is
 * something wrong with it.  text is copied.
 */
reader_template_t *reader_template_new(reader_string_t text,
                                       reader_error_t *error);
void reader_template_free(reader_template_t *template);

bool reader_slot_is_markup(reader_slot_t slot);

#endif
