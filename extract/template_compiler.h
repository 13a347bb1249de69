/* What template.c and template_tags.c share while they compile a template. */

#ifndef READER_TEMPLATE_COMPILER_H
#define READER_TEMPLATE_COMPILER_H

#include "template.h"

#define READER_TEMPLATE_DEPTH 64

typedef enum {
    READER_SLOT_OF_TEXT,
    READER_SLOT_OF_ADDRESS,
    READER_SLOT_OF_HEAD, /* from here on: markup */
    READER_SLOT_OF_LINE,
    READER_SLOT_OF_BLOCKS
} reader_slot_kind_t;

/* What is open: an element, or a section if it has a step. */
typedef struct {
    reader_string_t name;
    size_t line;
    size_t section; /* its step, and 1; 0: an element */
} reader_template_open_t;

typedef struct {
    reader_template_t *template;
    reader_error_t *error;
    const char *start, *at, *end;
    const char *copied; /* up to here the steps have it */
    reader_template_open_t stack[READER_TEMPLATE_DEPTH];
    unsigned depth;
    bool has_doctype, has_head, has_content;
    size_t sources_length;
} reader_compiler_t;

/* Functions that return bool go on at compiler->at; false: *error says why. */

/* Says what is wrong in the line of at; false. */
__attribute__((format(printf, 3, 4))) bool
reader_template_fault(reader_compiler_t *compiler, const char *at,
                      const char *format, ...);

bool reader_template_is_at(const reader_compiler_t *compiler,
                           const char *text);
void reader_template_skip_space(reader_compiler_t *compiler);
reader_string_t reader_template_take_name(reader_compiler_t *compiler);

reader_step_t *reader_template_add(reader_compiler_t *compiler,
                                   reader_step_kind_t kind);

/* What was read since the last step, up to here, becomes one. */
void reader_template_copy_to(reader_compiler_t *compiler, const char *to);

void reader_template_add_style(reader_compiler_t *compiler,
                               reader_string_t style);

/* The innermost open element of that sort; NULL if there is none. */
const reader_template_open_t *
reader_template_around(const reader_compiler_t *compiler,
                       bool (*sort)(reader_string_t name));

const reader_template_open_t *
reader_template_top(const reader_compiler_t *compiler);

bool reader_template_push(reader_compiler_t *compiler, const char *at,
                          reader_string_t name, size_t section);

/* "{{name}}", "{{#name}}" or "{{/name}}"; *sign is # or / or NUL. */
bool reader_template_take_slot(reader_compiler_t *compiler,
                               reader_slot_t *slot, char *sign);

const char *reader_slot_name(reader_slot_t slot);
reader_slot_kind_t reader_slot_kind(reader_slot_t slot);

/* A tag, a comment or the doctype.  (template_tags.c) */
bool reader_template_take_markup(reader_compiler_t *compiler);

#endif
