/* The compiler of templates: its text and slots.  Tags: template_tags.c */

#include "template_compiler.h"

#include "ascii.h"
#include "sha256.h"
#include "template_html.h"
#include "utf8.h"
#include "view_style.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_SIZE 400 /* bytes that the names of all slots come to */
#define NAME_MAX 30    /* of a name that is wrong, in a message */

#define SOURCE_SIZE (READER_SHA256_SOURCE_SIZE + 2) /* quotes, and a space */

static const struct {
    const char *name;
    reader_slot_kind_t kind;
} slots[READER_SLOTS] = {
    [READER_SLOT_TITLE] = { "title", READER_SLOT_OF_TEXT },
    [READER_SLOT_BYLINE] = { "byline", READER_SLOT_OF_TEXT },
    [READER_SLOT_DATE] = { "date", READER_SLOT_OF_TEXT },
    [READER_SLOT_PUBLISHED] = { "published", READER_SLOT_OF_TEXT },
    [READER_SLOT_MODIFIED] = { "modified", READER_SLOT_OF_TEXT },
    [READER_SLOT_SITE] = { "site", READER_SLOT_OF_TEXT },
    [READER_SLOT_SECTION] = { "section", READER_SLOT_OF_TEXT },
    [READER_SLOT_DESCRIPTION] = { "description", READER_SLOT_OF_TEXT },
    [READER_SLOT_MINUTES] = { "minutes", READER_SLOT_OF_TEXT },
    [READER_SLOT_WORDS] = { "words", READER_SLOT_OF_TEXT },
    [READER_SLOT_SOURCE] = { "source", READER_SLOT_OF_TEXT },
    [READER_SLOT_LANG] = { "lang", READER_SLOT_OF_TEXT },
    [READER_SLOT_DIR] = { "dir", READER_SLOT_OF_TEXT },
    [READER_SLOT_URL] = { "url", READER_SLOT_OF_ADDRESS },
    [READER_SLOT_HOME] = { "home", READER_SLOT_OF_ADDRESS },
    [READER_SLOT_IMAGE] = { "image", READER_SLOT_OF_ADDRESS },
    [READER_SLOT_ORIGINAL] = { "original", READER_SLOT_OF_ADDRESS },
    [READER_SLOT_TEXT] = { "text", READER_SLOT_OF_ADDRESS },
    [READER_SLOT_MARKDOWN] = { "markdown", READER_SLOT_OF_ADDRESS },
    [READER_SLOT_JSON] = { "json", READER_SLOT_OF_ADDRESS },
    [READER_SLOT_HEAD] = { "head", READER_SLOT_OF_HEAD },
    [READER_SLOT_STYLE] = { "style", READER_SLOT_OF_HEAD },
    [READER_SLOT_SKIP] = { "skip", READER_SLOT_OF_LINE },
    [READER_SLOT_HEADER] = { "header", READER_SLOT_OF_BLOCKS },
    [READER_SLOT_ABOUT] = { "about", READER_SLOT_OF_BLOCKS },
    [READER_SLOT_CONTENTS] = { "contents", READER_SLOT_OF_BLOCKS },
    [READER_SLOT_CONTENT] = { "content", READER_SLOT_OF_BLOCKS },
    [READER_SLOT_PAGES] = { "pages", READER_SLOT_OF_BLOCKS },
    [READER_SLOT_FOOTER] = { "footer", READER_SLOT_OF_BLOCKS },
};


const char *
reader_slot_name(reader_slot_t slot)
{
    return slots[slot].name;
}


reader_slot_kind_t
reader_slot_kind(reader_slot_t slot)
{
    return slots[slot].kind;
}


bool
reader_slot_is_markup(reader_slot_t slot)
{
    return slots[slot].kind >= READER_SLOT_OF_HEAD;
}


static size_t
line_of(const reader_compiler_t *compiler, const char *at)
{
    size_t line = 1;

    for (const char *p = compiler->start; p < at; p++) {
        line += *p == '\n';
    }

    return line;
}


bool
reader_template_fault(reader_compiler_t *compiler, const char *at,
                      const char *format, ...)
{
    char *text = compiler->error->text;
    size_t size = sizeof(compiler->error->text);
    int length = snprintf(text, size, "line %zu: ", line_of(compiler, at));
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + length, size - (size_t) length, format, arguments);
    va_end(arguments);

    return false;
}


reader_step_t *
reader_template_add(reader_compiler_t *compiler, reader_step_kind_t kind)
{
    reader_step_t *step = &compiler->template->steps[compiler->template->count];

    compiler->template->count++;
    step->kind = kind;

    return step;
}


void
reader_template_copy_to(reader_compiler_t *compiler, const char *to)
{
    if (to > compiler->copied) {
        reader_template_add(compiler, READER_STEP_COPY)->text =
            (reader_string_t) { compiler->copied,
                                (size_t) (to - compiler->copied) };
    }

    compiler->copied = to;
}


void
reader_template_add_style(reader_compiler_t *compiler, reader_string_t style)
{
    char *at = compiler->template->sources + compiler->sources_length;
    char source[READER_SHA256_SOURCE_SIZE];

    reader_sha256_source(style, source);
    compiler->sources_length += (size_t) sprintf(
        at, "%s'%s'", compiler->sources_length == 0 ? "" : " ", source);
}


bool
reader_template_is_at(const reader_compiler_t *compiler, const char *text)
{
    size_t length = strlen(text);

    return (size_t) (compiler->end - compiler->at) >= length
           && memcmp(compiler->at, text, length) == 0;
}


void
reader_template_skip_space(reader_compiler_t *compiler)
{
    while (compiler->at < compiler->end && reader_ascii_space(*compiler->at)) {
        compiler->at++;
    }
}


reader_string_t
reader_template_take_name(reader_compiler_t *compiler)
{
    const char *from = compiler->at;

    while (compiler->at < compiler->end
           && (reader_ascii_letter(*compiler->at)
               || reader_ascii_digit(*compiler->at) || *compiler->at == '_'
               || *compiler->at == '-' || *compiler->at == ':')) {
        compiler->at++;
    }

    return (reader_string_t) { from, (size_t) (compiler->at - from) };
}


const reader_template_open_t *
reader_template_top(const reader_compiler_t *compiler)
{
    return compiler->depth == 0 ? NULL : &compiler->stack[compiler->depth - 1];
}


const reader_template_open_t *
reader_template_around(const reader_compiler_t *compiler,
                       bool (*sort)(reader_string_t name))
{
    for (unsigned i = compiler->depth; i > 0; i--) {
        const reader_template_open_t *open = &compiler->stack[i - 1];

        if (open->section == 0 && sort(open->name)) {
            return open;
        }
    }

    return NULL;
}


bool
reader_template_push(reader_compiler_t *compiler, const char *at,
                     reader_string_t name, size_t section)
{
    if (compiler->depth == READER_TEMPLATE_DEPTH) {
        return reader_template_fault(
            compiler, at, "more than %d elements in one another",
            READER_TEMPLATE_DEPTH);
    }

    compiler->stack[compiler->depth++] =
        (reader_template_open_t) { name, line_of(compiler, at), section };

    return true;
}


static bool
find_slot(reader_compiler_t *compiler, reader_string_t name,
          reader_slot_t *slot)
{
    char names[NAMES_SIZE];
    size_t length = 0;

    for (unsigned i = 0; i < READER_SLOTS; i++) {
        if (name.length == strlen(slots[i].name)
            && memcmp(name.data, slots[i].name, name.length) == 0) {
            *slot = (reader_slot_t) i;
            return true;
        }

        length += (size_t) snprintf(names + length, sizeof(names) - length,
                                    "%s%s", i == 0 ? "" : ", ",
                                    slots[i].name);
    }

    return reader_template_fault(
        compiler, compiler->at, "unknown slot \"%.*s\", it must be one of %s",
        (int) (name.length > NAME_MAX ? NAME_MAX : name.length), name.data,
        names);
}


bool
reader_template_take_slot(reader_compiler_t *compiler, reader_slot_t *slot,
                          char *sign)
{
    const char *from = compiler->at;
    reader_string_t name;

    compiler->at += 2;
    *sign = '\0';

    if (reader_template_is_at(compiler, "#")
        || reader_template_is_at(compiler, "/")) {
        *sign = *compiler->at++;
    }

    reader_template_skip_space(compiler);
    name = reader_template_take_name(compiler);
    reader_template_skip_space(compiler);

    if (name.length == 0 || !reader_template_is_at(compiler, "}}")) {
        return reader_template_fault(
            compiler, from,
            "malformed slot, it must be \"{{name}}\", \"{{#name}}\" or "
            "\"{{/name}}\"");
    }

    compiler->at += 2;

    return find_slot(compiler, name, slot);
}


static bool
add_section(reader_compiler_t *compiler, const char *from, reader_slot_t slot)
{
    reader_string_t name = { slots[slot].name, strlen(slots[slot].name) };

    if (slot == READER_SLOT_CONTENT || slot == READER_SLOT_HEAD) {
        return reader_template_fault(
            compiler, from,
            "slot \"%s\" is never empty, it must not begin a section",
            slots[slot].name);
    }

    reader_template_add(compiler, READER_STEP_IF)->slot = slot;

    return reader_template_push(compiler, from, name,
                                compiler->template->count);
}


static bool
end_section(reader_compiler_t *compiler, const char *from, reader_slot_t slot)
{
    const reader_template_open_t *open = reader_template_top(compiler);
    reader_step_t *steps = compiler->template->steps;

    if (open == NULL || open->section == 0
        || steps[open->section - 1].slot != slot) {
        return reader_template_fault(
            compiler, from, "\"{{/%s}}\" ends no section that is open here",
            slots[slot].name);
    }

    steps[open->section - 1].next = compiler->template->count;
    compiler->depth--;

    return true;
}


static bool
is_body(reader_string_t name)
{
    return reader_ascii_is(name, "body");
}


/* Whether markup of ours may stand here. */
static bool
check_place(reader_compiler_t *compiler, const char *from, reader_slot_t slot)
{
    const reader_template_open_t *open = reader_template_top(compiler);

    if (slots[slot].kind == READER_SLOT_OF_HEAD) {
        return (open != NULL && open->section == 0
                && reader_ascii_is(open->name, "head"))
               || reader_template_fault(
                   compiler, from,
                   "slot \"%s\" must be directly in the head element",
                   slots[slot].name);
    }

    if (reader_template_around(compiler, is_body) == NULL) {
        return reader_template_fault(compiler, from,
                                     "slot \"%s\" must be in the body element",
                                     slots[slot].name);
    }

    open = reader_template_around(compiler, slots[slot].kind
                                                    == READER_SLOT_OF_BLOCKS
                                                ? reader_template_is_closed
                                                : reader_template_is_link);

    return open == NULL
           || reader_template_fault(
               compiler, from,
               "slot \"%s\" must not be in the %.*s element of line %zu",
               slots[slot].name, (int) open->name.length, open->name.data,
               open->line);
}


/* Those that are there once, whatever the page. */
static bool
check_count(reader_compiler_t *compiler, const char *from, reader_slot_t slot)
{
    bool *given = slot == READER_SLOT_HEAD ? &compiler->has_head
                                           : &compiler->has_content;

    for (unsigned i = 0; i < compiler->depth; i++) {
        if (compiler->stack[i].section != 0) {
            return reader_template_fault(compiler, from,
                                         "slot \"%s\" must not be in a "
                                         "section",
                                         slots[slot].name);
        }
    }

    if (*given) {
        return reader_template_fault(compiler, from,
                                     "slot \"%s\" is given twice",
                                     slots[slot].name);
    }

    *given = true;

    return true;
}


/* A slot in text. */
static bool
take_text_slot(reader_compiler_t *compiler)
{
    const char *from = compiler->at;
    reader_slot_t slot;
    char sign;

    reader_template_copy_to(compiler, from);

    if (!reader_template_take_slot(compiler, &slot, &sign)) {
        return false;
    }

    compiler->copied = compiler->at;

    if (reader_template_around(compiler, reader_template_is_foreign)) {
        return reader_template_fault(compiler, from, "a slot must not be in "
                                                     "an svg or math element");
    }

    if (sign != '\0') {
        return sign == '#' ? add_section(compiler, from, slot)
                           : end_section(compiler, from, slot);
    }

    if (reader_slot_is_markup(slot) && !check_place(compiler, from, slot)) {
        return false;
    }

    if ((slot == READER_SLOT_CONTENT || slot == READER_SLOT_HEAD)
        && !check_count(compiler, from, slot)) {
        return false;
    }

    if (slot == READER_SLOT_STYLE) {
        reader_template_add_style(compiler, reader_view_style);
    }

    reader_template_add(compiler, READER_STEP_SLOT)->slot = slot;

    return true;
}


static bool
compile(reader_compiler_t *compiler)
{
    const reader_template_open_t *open;
    bool good = true;

    while (good && compiler->at < compiler->end) {
        if (reader_template_is_at(compiler, "{{")) {
            good = take_text_slot(compiler);
        } else if (*compiler->at == '<') {
            good = reader_template_take_markup(compiler);
        } else {
            compiler->at++;
        }
    }

    if (!good) {
        return false;
    }

    reader_template_copy_to(compiler, compiler->end);
    open = reader_template_top(compiler);

    if (open != NULL) {
        return reader_template_fault(
            compiler, compiler->end, "%s%.*s%s of line %zu is not closed",
            open->section != 0 ? "{{#" : "<", (int) open->name.length,
            open->name.data, open->section != 0 ? "}}" : ">", open->line);
    }

    if (!compiler->has_doctype) {
        return reader_template_fault(
            compiler, compiler->start,
            "a template must begin with \"<!DOCTYPE html>\"");
    }

    if (!compiler->has_head || !compiler->has_content) {
        return reader_template_fault(
            compiler, compiler->end,
            "slot \"%s\" is missing, a template must have it",
            compiler->has_head ? "content" : "head");
    }

    if (compiler->sources_length == 0) {
        strcpy(compiler->template->sources, "'none'");
    }

    return true;
}


/* A copy without a byte order mark, with the line ends that a parser makes of
   them (Infra, "normalize newlines"): the hash of a style is of these. */
static size_t
copy_text(char *to, reader_string_t text)
{
    size_t length = 0;

    if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) {
        text.data += 3;
        text.length -= 3;
    }

    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != '\r') {
            to[length++] = text.data[i];
        } else if (i + 1 == text.length || text.data[i + 1] != '\n') {
            to[length++] = '\n';
        }
    }

    return length;
}


/* No step but the last ends without a slot or a comment, and no style is
   without one or an element. */
static bool
make_room(reader_template_t *template, reader_string_t text)
{
    size_t pieces = 2;

    for (size_t i = 0; i + 1 < text.length; i++) {
        pieces += (text.data[i] == '{' && text.data[i + 1] == '{')
                  || text.data[i] == '<';
    }

    template->steps = calloc(2 * pieces, sizeof(*template->steps));
    template->text = malloc(text.length + 1);
    template->sources = malloc(pieces * SOURCE_SIZE);

    return template->steps != NULL && template->text != NULL
           && template->sources != NULL;
}


reader_template_t *
reader_template_new(reader_string_t text, reader_error_t *error)
{
    reader_compiler_t compiler = { .error = error };
    reader_template_t *template = calloc(1, sizeof(*template));
    size_t length;

    if (template == NULL || !make_room(template, text)) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        reader_template_free(template);
        return NULL;
    }

    length = copy_text(template->text, text);
    compiler.template = template;
    compiler.start = compiler.at = compiler.copied = template->text;
    compiler.end = template->text + length;
    text = (reader_string_t) { template->text, length };

    if (memchr(text.data, '\0', length) != NULL
        || reader_utf8_valid(text) != length) {
        reader_template_fault(&compiler, text.data + reader_utf8_valid(text),
                              "a template must be in UTF-8, without NUL");
        reader_template_free(template);
        return NULL;
    }

    if (!compile(&compiler)) {
        reader_template_free(template);
        return NULL;
    }

    return template;
}


bool
reader_template_check(reader_string_t text, reader_error_t *error)
{
    reader_template_t *template = reader_template_new(text, error);
    bool good = template != NULL;

    reader_template_free(template);

    return good;
}


void
reader_template_free(reader_template_t *template)
{
    if (template != NULL) {
        free(template->steps);
        free(template->text);
        free(template->sources);
        free(template);
    }
}
