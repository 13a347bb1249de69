#include "markdown_inline.h"

#include "markdown_emphasis.h"
#include "markdown_escape.h"

#include <string.h>


static bool
is_blank(reader_string_t text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != ' ') {
            return false;
        }
    }

    return true;
}


/* In a cell, a backslash before | in code is read in different ways. */
static bool
is_ambiguous(reader_string_t text, unsigned flags)
{
    if (!(flags & READER_MARKDOWN_CELL)) {
        return false;
    }

    for (size_t i = 0; i + 1 < text.length; i++) {
        if (text.data[i] == '\\' && text.data[i + 1] == '|') {
            return true;
        }
    }

    return false;
}


/* Code that cannot be written as code becomes text. */
static void
settle_code(reader_runs_t *runs, unsigned flags)
{
    bool changed = false;

    for (uint32_t i = 0; i < runs->count; i++) {
        reader_run_t *run = &runs->items[i];
        reader_string_t text = reader_run_text(runs, run);

        if (run->kind == READER_RUN_CODE
            && (is_blank(text) || is_ambiguous(text, flags))) {
            run->kind = READER_RUN_TEXT;
            changed = true;
        }
    }

    if (changed) {
        reader_runs_compact(runs);
    }
}


/* The text of math that has no TeX which could be written. */
static void
write_math(const reader_attributes_t *math, unsigned flags,
           reader_buffer_t *out)
{
    if (!reader_markdown_math(out, math->tex, math->block, flags)) {
        reader_markdown_escape(out, math->tex, flags);
    }
}


static void
write_image(const reader_attributes_t *image, unsigned flags,
            reader_buffer_t *out)
{
    reader_buffer_text(out, "![");
    reader_markdown_escape(out, image->alt, flags);
    reader_buffer_text(out, "](");
    reader_markdown_destination(
        out, image->large.length != 0 ? image->large : image->src, flags);
    reader_buffer_byte(out, ')');
}


static bool
are_images_links(const reader_runs_t *runs)
{
    return runs->document->images == READER_IMAGES_OFF
           || runs->document->images == READER_IMAGES_PLACEHOLDER;
}


/* Nothing that a program would load: a link, or in a link text. */
static void
write_image_link(const reader_runs_t *runs, const reader_attributes_t *image,
                 bool linked, unsigned flags, reader_buffer_t *out)
{
    const char *label = runs->document->phrases->image;

    reader_buffer_text(out, linked ? "" : "[");
    reader_markdown_escape(out, (reader_string_t) { label, strlen(label) },
                           flags);

    if (image->alt.length != 0) {
        reader_buffer_text(out, ": ");
        reader_markdown_escape(out, image->alt, flags);
    }

    if (!linked) {
        reader_buffer_text(out, "](");
        reader_markdown_destination(
            out, image->large.length != 0 ? image->large : image->src, flags);
        reader_buffer_byte(out, ')');
    }
}


static void
write_mark(unsigned mark, reader_buffer_t *out)
{
    char delimiter = READER_MARKDOWN_DELIMITER(mark);

    reader_buffer_byte(out, delimiter);

    if (mark != READER_MARK_EMPHASIS) {
        reader_buffer_byte(out, delimiter);
    }
}


static unsigned
text_flags(const reader_runs_t *runs, uint32_t at, unsigned flags)
{
    const reader_run_t *before = at == 0 ? NULL : &runs->items[at - 1];
    const reader_run_t *after =
        at + 1 == runs->count ? NULL : &runs->items[at + 1];

    if (!(flags & READER_MARKDOWN_CELL)
        && (before == NULL || before->kind == READER_RUN_BREAK)) {
        flags |= READER_MARKDOWN_LINE_START;
    }

    if (before != NULL && before->kind == READER_RUN_NOTE) {
        flags |= READER_MARKDOWN_AFTER_NOTE;
    }

    if (after != NULL
        && (after->kind == READER_RUN_LINK || after->kind == READER_RUN_NOTE
            || (after->kind == READER_RUN_IMAGE && are_images_links(runs)))) {
        flags |= READER_MARKDOWN_BEFORE_LINK;
    }

    return flags;
}


void
reader_markdown_inline(reader_runs_t *runs, unsigned flags,
                       reader_buffer_t *out)
{
    bool linked = false;

    settle_code(runs, flags);
    reader_markdown_emphasis(runs);

    for (uint32_t i = 0; i < runs->count; i++) {
        if (runs->items[i].mark == READER_MARK_DELETED
            && runs->items[i].kind == READER_RUN_OPEN) {
            flags |= READER_MARKDOWN_DELETED;
        }
    }

    for (uint32_t i = 0; i < runs->count; i++) {
        const reader_run_t *run = &runs->items[i];

        switch (run->kind) {

        case READER_RUN_TEXT:
            reader_markdown_escape(out, reader_run_text(runs, run),
                                   text_flags(runs, i, flags));
            break;

        case READER_RUN_CODE:
            reader_markdown_code(out, reader_run_text(runs, run), flags);
            break;

        case READER_RUN_BREAK:
            reader_buffer_text(out, "\\\n");
            break;

        case READER_RUN_OPEN:
        case READER_RUN_CLOSE:
            write_mark(run->mark, out);
            break;

        case READER_RUN_LINK:
            reader_buffer_byte(out, '[');
            linked = true;
            break;

        case READER_RUN_UNLINK:
            linked = false;
            reader_buffer_text(out, "](");
            reader_markdown_destination(out, reader_run_address(runs, run),
                                        flags);
            reader_buffer_byte(out, ')');
            break;

        case READER_RUN_IMAGE:
            if (are_images_links(runs)) {
                write_image_link(runs, run->attributes, linked, flags, out);
            } else {
                write_image(run->attributes, flags, out);
            }
            break;

        case READER_RUN_NOTE:
            reader_buffer_text(out, "[^");
            reader_buffer_number(out, run->attributes->note);
            reader_buffer_byte(out, ']');
            break;

        default:
            write_math(run->attributes, flags, out);
            break;
        }
    }
}
