/* The tags of a template, read more strictly than a browser does. */

#include "template_compiler.h"

#include "ascii.h"
#include "template_html.h"


#define VALUE_MAX 30 /* of a value that is wrong, in a message */

static const char addresses[] =
    "url, home, image, original, text, markdown and json";


static bool
check_slot(reader_compiler_t *compiler, const char *from,
           reader_string_t attribute, reader_slot_t slot, char sign)
{
    bool address = reader_template_is_address(attribute);

    if (sign != '\0') {
        return reader_template_fault(compiler, from,
                                     "a section must not be in an attribute");
    }

    if (reader_slot_is_markup(slot)
        || (address && reader_slot_kind(slot) != READER_SLOT_OF_ADDRESS)) {
        return reader_template_fault(
            compiler, from,
            "slot \"%s\" must not be in the %.*s attribute, it may hold %s",
            reader_slot_name(slot), (int) attribute.length, attribute.data,
            address ? addresses : "slots of text and addresses");
    }

    return reader_template_around(compiler, reader_template_is_foreign) == NULL
           || reader_template_fault(
               compiler, from, "a slot must not be in an svg or math element");
}


/*
 * The value of an attribute, behind the quote, up to behind the other one.
 * One that is a slot and nothing else is a step of its own, with its name,
 * before which there is space.
 */
static bool
take_value(reader_compiler_t *compiler, const char *space,
           reader_string_t name, reader_string_t *value)
{
    char quote = *compiler->at++;
    const char *from = compiler->at;

    while (compiler->at < compiler->end && *compiler->at != quote) {
        const char *at = compiler->at;
        reader_slot_t slot;
        char sign;

        if (!reader_template_is_at(compiler, "{{")) {
            compiler->at++;
            continue;
        }

        if (!reader_template_take_slot(compiler, &slot, &sign)
            || !check_slot(compiler, at, name, slot, sign)) {
            return false;
        }

        if (at == from && compiler->at < compiler->end
            && *compiler->at == quote) {
            reader_step_t *step;

            reader_template_copy_to(compiler, space);
            step = reader_template_add(compiler, READER_STEP_ATTRIBUTE);
            step->slot = slot;
            step->text = name;
            compiler->copied = compiler->at + 1;
            break;
        }

        reader_template_copy_to(compiler, at);
        reader_template_add(compiler, READER_STEP_SLOT)->slot = slot;
        compiler->copied = compiler->at;
    }

    if (compiler->at == compiler->end) {
        return reader_template_fault(compiler, from,
                                     "the value of the %.*s attribute does "
                                     "not end",
                                     (int) name.length, name.data);
    }

    *value = (reader_string_t) { from, (size_t) (compiler->at++ - from) };

    return true;
}


static bool
take_bare_value(reader_compiler_t *compiler, const char *from,
                reader_string_t name, reader_string_t *value)
{
    *value = reader_template_take_name(compiler);

    return (value->length != 0 && compiler->at < compiler->end
            && (reader_ascii_space(*compiler->at) || *compiler->at == '>'))
           || reader_template_fault(compiler, from,
                                    "the value of the %.*s attribute must be "
                                    "in quotes",
                                    (int) name.length, name.data);
}


static bool
take_attribute(reader_compiler_t *compiler, reader_string_t element)
{
    const char *space = compiler->at, *from, *why;
    reader_string_t name, value = { "", 0 };
    bool good = true;

    reader_template_skip_space(compiler);
    from = compiler->at;
    name = reader_template_take_name(compiler);

    if (reader_template_is_at(compiler, "{{")) {
        return reader_template_fault(compiler, from,
                                     "a slot in a tag must be in the quoted "
                                     "value of an attribute");
    }

    if (name.length == 0 || space == from) {
        return reader_template_fault(compiler, from, "malformed tag");
    }

    if (reader_template_is_at(compiler, "=")) {
        compiler->at++;
        good = reader_template_is_at(compiler, "\"")
                       || reader_template_is_at(compiler, "'")
                   ? take_value(compiler, space, name, &value)
                   : take_bare_value(compiler, from, name, &value);
    }

    if (!good) {
        return false;
    }

    why = reader_template_bans_attribute(element, name, value);

    return why == NULL
           || reader_template_fault(
               compiler, from, "attribute %.*s=\"%.*s\" is not allowed: %s",
               (int) name.length, name.data,
               (int) (value.length > VALUE_MAX ? VALUE_MAX : value.length),
               value.data, why);
}


/* Behind <style>: one text up to the end tag; the policy has its hash. */
static bool
take_style(reader_compiler_t *compiler, const char *tag)
{
    const char *from = compiler->at;

    if (reader_template_around(compiler, reader_template_is_foreign)) {
        return reader_template_fault(compiler, tag,
                                     "a style element must not be in an svg "
                                     "or math element");
    }

    for (; compiler->at < compiler->end; compiler->at++) {
        reader_string_t rest = { compiler->at,
                                 (size_t) (compiler->end - compiler->at) };

        if (reader_template_is_at(compiler, "{{")) {
            return reader_template_fault(
                compiler, compiler->at,
                "a slot must not be in a style element");
        }

        if (reader_ascii_starts(rest, "</style>")) {
            reader_template_add_style(
                compiler, (reader_string_t) {
                              from, (size_t) (compiler->at - from) });
            compiler->at += sizeof("</style>") - 1;
            return true;
        }
    }

    return reader_template_fault(compiler, tag,
                                 "the style element is not closed");
}


/* Up to behind the >; *closed: it ends with />. */
static bool
take_attributes(reader_compiler_t *compiler, const char *tag,
                reader_string_t element, bool *closed)
{
    *closed = false;

    while (compiler->at < compiler->end) {
        const char *space = compiler->at;

        reader_template_skip_space(compiler);
        *closed = reader_template_is_at(compiler, "/>");

        if (*closed || reader_template_is_at(compiler, ">")) {
            compiler->at += *closed ? 2 : 1;
            return true;
        }

        compiler->at = space;

        if (!take_attribute(compiler, element)) {
            return false;
        }
    }

    return reader_template_fault(compiler, tag, "the %.*s tag does not end",
                                 (int) element.length, element.data);
}


static bool
take_start_tag(reader_compiler_t *compiler)
{
    const char *tag = compiler->at++;
    reader_string_t name = reader_template_take_name(compiler);
    const char *why = reader_template_bans_element(name);
    bool foreign, closed;

    if (why != NULL) {
        return reader_template_fault(compiler, tag,
                                     "the %.*s element is not allowed: %s",
                                     (int) name.length, name.data, why);
    }

    if (!take_attributes(compiler, tag, name, &closed)) {
        return false;
    }

    if (reader_ascii_is(name, "style")) {
        return take_style(compiler, tag);
    }

    foreign = reader_template_is_foreign(name)
              || reader_template_around(compiler, reader_template_is_foreign);

    if (!foreign && closed && !reader_template_is_void(name)) {
        return reader_template_fault(compiler, tag,
                                     "the %.*s element is not void, it must "
                                     "be closed by a tag of its own",
                                     (int) name.length, name.data);
    }

    if (foreign ? closed : reader_template_is_void(name)) {
        return true;
    }

    return reader_template_push(compiler, tag, name, 0);
}


static bool
take_end_tag(reader_compiler_t *compiler)
{
    const char *tag = compiler->at;
    const reader_template_open_t *open = reader_template_top(compiler);
    reader_string_t name;

    compiler->at += 2;
    name = reader_template_take_name(compiler);
    reader_template_skip_space(compiler);

    if (name.length == 0 || !reader_template_is_at(compiler, ">")) {
        return reader_template_fault(compiler, tag, "malformed end tag");
    }

    compiler->at++;

    if (open == NULL) {
        return reader_template_fault(compiler, tag,
                                     "</%.*s> closes no element",
                                     (int) name.length, name.data);
    }

    if (open->section != 0 || !reader_ascii_same(open->name, name)) {
        return reader_template_fault(
            compiler, tag, "</%.*s> where %s%.*s%s of line %zu is open",
            (int) name.length, name.data, open->section != 0 ? "{{#" : "<",
            (int) open->name.length, open->name.data,
            open->section != 0 ? "}}" : ">", open->line);
    }

    compiler->depth--;

    return true;
}


/* A comment is for those who write the template: it is left out. */
static bool
take_comment(reader_compiler_t *compiler)
{
    const char *from = compiler->at;

    reader_template_copy_to(compiler, from);

    for (compiler->at += 4; compiler->at < compiler->end; compiler->at++) {
        if (reader_template_is_at(compiler, "-->")) {
            compiler->at += 3;
            compiler->copied = compiler->at;
            return true;
        }
    }

    return reader_template_fault(compiler, from, "the comment does not end");
}


static bool
take_doctype(reader_compiler_t *compiler)
{
    if (compiler->has_doctype || compiler->depth != 0
        || compiler->template->count != 0) {
        return reader_template_fault(compiler, compiler->at,
                                     "the doctype must be given once, first");
    }

    compiler->has_doctype = true;
    compiler->at += sizeof("<!doctype html>") - 1;

    return true;
}


bool
reader_template_take_markup(reader_compiler_t *compiler)
{
    const char *from = compiler->at;
    reader_string_t rest = { from, (size_t) (compiler->end - from) };

    if (reader_template_is_at(compiler, "<!--")) {
        return take_comment(compiler);
    }

    if (reader_ascii_starts(rest, "<!doctype html>")) {
        return take_doctype(compiler);
    }

    if (reader_template_is_at(compiler, "</")) {
        return take_end_tag(compiler);
    }

    if (rest.length > 1 && reader_ascii_letter(from[1])) {
        return take_start_tag(compiler);
    }

    return reader_template_fault(
        compiler, from,
        "a \"<\" that begins no tag must be written as \"&lt;\"");
}
