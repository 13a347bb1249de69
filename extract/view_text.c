/* The view as plain text: nothing to parse, nothing to wrap, in UTF-8. */

#include "flow.h"
#include "glyph.h"
#include "text_inline.h"
#include "text_table.h"
#include "text_wrap.h"

#include "ascii.h"

#include <string.h>

#define AROUND 1024 /* bytes: the lines before the text, marks */
#define UNDERLINE_MAX 72
#define CODE_INDENT "    "
#define NOTE_INDENT "    "
#define WIDTH_MIN 10 /* of text, however far it is moved in */

typedef enum { LAST_OTHER, LAST_HEADING, LAST_IMAGE, LAST_NOTE } last_t;

typedef struct {
    reader_flow_t flow; /* first: callbacks get a pointer to it */
    reader_runs_t runs;
    reader_text_links_t links;
    reader_buffer_t line;
    last_t last; /* block that was written */
} text_t;


static reader_string_t
inline_text(text_t *text)
{
    text->line.length = 0;
    reader_text_inline(&text->runs, &text->links, &text->line);

    return reader_buffer_value(&text->line);
}


/*
 * The text in lines that fit, behind the marks of the next line; used: cells
 * of it that are taken.  soft: it is a paragraph, whose lines can be joined
 * again where nothing stands before them.
 */
static reader_string_t
wrapped(text_t *text, reader_string_t line, unsigned used, bool soft)
{
    unsigned wrap = text->runs.document->wrap;
    bool quotes;
    unsigned indent = reader_flow_indent(&text->flow, &quotes) + used;

    if (wrap == 0) {
        return line;
    }

    wrap = wrap > indent + WIDTH_MIN ? wrap - indent : WIDTH_MIN;

    return reader_text_wrap(text->flow.arena, line, wrap, wrap,
                            soft && quotes && used == 0);
}


/* The lines, and below them as many of c as the widest is wide. */
static void
write_underlined(text_t *text, reader_string_t lines, char c)
{
    const char *at = lines.data, *end = lines.data + lines.length;
    size_t width = 0;

    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t) (end - at));
        size_t length = (size_t) ((line_end == NULL ? end : line_end) - at);
        size_t this = reader_glyph_text_width((reader_string_t) { at, length });

        width = this > width ? this : width;
        at += length + 1;
    }

    reader_flow_lines(&text->flow, lines, "");
    reader_flow_line(&text->flow, false);

    for (size_t i = 0; i < width && i < UNDERLINE_MAX; i++) {
        reader_buffer_byte(text->flow.out, c);
    }
}


static void
write_heading(text_t *text, uint8_t element)
{
    reader_string_t line = wrapped(text, inline_text(text), 0, false);

    if (element == READER_EL_H2) {
        reader_flow_begin(&text->flow, 2);
        write_underlined(text, line, '-');

    } else {
        reader_flow_begin(&text->flow, 1);
        reader_flow_lines(&text->flow, line, "");
    }

    text->last = LAST_HEADING;
}


/* Under a heading of the page's own, or of ours. */
static void
write_note(text_t *text, unsigned number)
{
    reader_buffer_t *out = text->flow.out;
    reader_string_t line =
        wrapped(text, inline_text(text), sizeof(NOTE_INDENT) - 1, false);
    unsigned gap = 1;

    if (text->last == LAST_NOTE) {
        gap = 0;

    } else if (text->last != LAST_HEADING) {
        reader_flow_begin(&text->flow, 1);
        reader_buffer_text(out, text->runs.document->phrases->notes);
        gap = 0;
    }

    reader_flow_begin(&text->flow, gap);
    reader_buffer_byte(out, '(');
    reader_buffer_number(out, number);
    reader_buffer_text(out, ") ");
    reader_flow_lines(&text->flow, line, NOTE_INDENT);
    text->last = LAST_NOTE;
}


/* Images that say what they show, and nothing else. */
static bool
is_image(const reader_runs_t *runs)
{
    for (uint32_t i = 0; i < runs->count; i++) {
        if (runs->items[i].kind != READER_RUN_IMAGE
            && runs->items[i].kind != READER_RUN_LINK
            && runs->items[i].kind != READER_RUN_UNLINK
            && !runs->items[i].space) {
            return false;
        }
    }

    return true;
}


static void
write_text(reader_flow_t *flow, reader_flow_role_t role, uint32_t from,
           uint32_t to)
{
    text_t *text = (text_t *) flow;
    const reader_item_t *items = flow->body->items;
    reader_string_t line;
    bool attached = role == READER_FLOW_CAPTION && text->last == LAST_IMAGE;

    text->runs.breaks = role != READER_FLOW_HEADING;
    reader_runs_collect(&text->runs, from, to);

    if (role == READER_FLOW_NOTE && text->runs.count != 0) {
        write_note(text, items[from - 1].attributes->note);
        return;
    }

    if (role == READER_FLOW_HEADING && text->runs.count != 0) {
        write_heading(text, items[from - 1].element);
        return;
    }

    line = inline_text(text);

    if (line.length == 0) {
        return;
    }

    reader_flow_begin(flow, attached ? 0 : 1);
    reader_flow_lines(flow, wrapped(text, line, 0, true), "");
    text->last = is_image(&text->runs) ? LAST_IMAGE : LAST_OTHER;
}


static void
write_code(reader_flow_t *flow, uint32_t pre)
{
    text_t *text = (text_t *) flow;
    const reader_item_t *items = flow->body->items;
    reader_string_t code;

    text->line.length = 0;

    for (uint32_t i = pre + 1; i < items[pre].match; i++) {
        reader_buffer_string(&text->line, items[i].text);
    }

    code = reader_buffer_value(&text->line);

    if (code.length == 0) {
        return;
    }

    reader_flow_begin(flow, 1);

    if (code.data[0] != '\n') {
        reader_buffer_text(flow->out, CODE_INDENT);
    }

    reader_flow_lines(flow, code, CODE_INDENT);
    text->last = LAST_OTHER;
}


static bool
write_table(reader_flow_t *flow, uint32_t table)
{
    text_t *text = (text_t *) flow;
    const reader_item_t *items = flow->body->items;

    if (items[table + 1].element == READER_EL_CAPTION) {
        write_text(flow, READER_FLOW_LABEL, table + 2, items[table + 1].match);
    }

    reader_text_table(flow, &text->runs, &text->links, table);
    text->last = LAST_OTHER;

    return true;
}


static void
write_rule(reader_flow_t *flow)
{
    reader_flow_begin(flow, 1);
    reader_buffer_text(flow->out, "* * *");
    ((text_t *) flow)->last = LAST_OTHER;
}


static const reader_flow_writer_t writer = {
    .text = write_text,
    .code = write_code,
    .table = write_table,
    .rule = write_rule,
    .bullets = { '*', '*' },
    .delimiters = { '.', '.' },
    .definition = "    ",
    .definition_gap = 0,
    .interrupts = true,
};


/* "2026-03-04T12:30:00Z" as "2026-03-04 12:30 UTC" */
static void
add_date(reader_buffer_t *out, reader_string_t date)
{
    if (date.length < 17 || date.data[10] != 'T') {
        reader_buffer_string(out, date);
        return;
    }

    reader_buffer_add(out, date.data, 10);
    reader_buffer_byte(out, ' ');
    reader_buffer_add(out, date.data + 11, 5);

    for (size_t i = 16; i < date.length; i++) {
        if (date.data[i] == 'Z') {
            reader_buffer_text(out, " UTC");

        } else if (date.data[i] == '+' || date.data[i] == '-') {
            reader_buffer_byte(out, ' ');
            reader_buffer_add(out, date.data + i, date.length - i);
            return;
        }
    }
}


/* "By Ada Reporter, Valley News. 2026-03-04 12:30 UTC. 4 min." */
static reader_string_t
meta_line(const reader_document_t *document)
{
    const reader_metadata_t *metadata = document->metadata;
    const reader_phrases_t *phrases = document->phrases;
    reader_buffer_t out;

    reader_buffer_init(&out, document->arena, 256);

    if (metadata->byline.length != 0) {
        reader_buffer_string(&out, reader_phrase_before(phrases->by));
        reader_buffer_string(&out, metadata->byline);
        reader_buffer_string(&out, reader_phrase_after(phrases->by));
        reader_buffer_text(&out, metadata->site_name.length != 0 ? ", " : ". ");
    }

    if (metadata->site_name.length != 0) {
        reader_buffer_string(&out, metadata->site_name);
        reader_buffer_text(&out, ". ");
    }

    if (metadata->published.length != 0) {
        add_date(&out, metadata->published);
        reader_buffer_text(&out, ". ");
    }

    reader_buffer_string(&out, reader_phrase_before(phrases->minutes));
    reader_buffer_number(&out, reader_view_minutes(document));
    reader_buffer_string(&out, reader_phrase_after(phrases->minutes));

    if (out.data[out.length - 1] != '.') {
        reader_buffer_byte(&out, '.');
    }

    return reader_buffer_value(&out);
}


static void
write_meta(text_t *text, const reader_document_t *document)
{
    const reader_metadata_t *metadata = document->metadata;
    reader_string_t url = metadata->canonical.length != 0
                              ? metadata->canonical
                              : metadata->address.href;

    reader_flow_begin(&text->flow, 1);
    reader_flow_lines(&text->flow,
                      wrapped(text, meta_line(document), 0, false), "");

    if (url.length != 0) {
        reader_flow_line(&text->flow, false);
        reader_buffer_string(text->flow.out, url);
    }
}


static void
write_links(text_t *text)
{
    reader_buffer_t *out = text->flow.out;

    if (text->links.count == 0) {
        return;
    }

    reader_flow_begin(&text->flow, 1);
    reader_buffer_text(out, text->runs.document->phrases->links);

    for (unsigned i = 0; i < text->links.count; i++) {
        reader_flow_line(&text->flow, false);
        reader_buffer_byte(out, '[');
        reader_buffer_number(out, i + 1);
        reader_buffer_text(out, "] ");
        reader_buffer_string(out, text->links.urls[i]);
    }
}


void
reader_view_text(const reader_document_t *document, reader_buffer_t *out)
{
    reader_string_t title = document->metadata->title;
    reader_body_t body;
    text_t text = { .last = LAST_OTHER };
    size_t start = out->length;

    reader_view_body(document, &body);
    reader_buffer_reserve(out, AROUND + body.size);
    reader_flow_init(&text.flow, &writer, document, &body, out);

    if (document->wrap != 0) {
        text.flow.quote = READER_WRAP_QUOTE;
    }

    reader_runs_init(&text.runs, document, &body);
    reader_text_links_init(&text.links, document->arena);
    reader_buffer_init(&text.line, document->arena, 1024);

    if (title.length != 0) {
        reader_flow_begin(&text.flow, 0);
        write_underlined(&text, wrapped(&text, title, 0, false), '=');
    }

    write_meta(&text, document);
    text.last = LAST_OTHER;
    reader_flow_run(&text.flow);
    write_links(&text);
    reader_buffer_byte(out, '\n');

    if (document->wrap != 0) {
        reader_text_wrap_finish(out, start);
    }
}
