/*
 * The view as Markdown: CommonMark 0.31.2 with GFM's tables, struck text and
 * footnotes, and front matter before it.  There is no raw HTML in it, and no
 * text of the page becomes markup: what it says rendered is what it said.
 */

#include "flow.h"
#include "markdown_escape.h"
#include "markdown_inline.h"
#include "markdown_table.h"

#include <string.h>

#define AROUND 2048 /* bytes: front matter, marks */

typedef struct {
    reader_flow_t flow; /* first: callbacks get a pointer to it */
    reader_runs_t runs;
    reader_buffer_t line;
    unsigned flags; /* READER_MARKDOWN_MATH */
} markdown_t;


static reader_string_t
inline_text(markdown_t *markdown)
{
    markdown->line.length = 0;
    reader_markdown_inline(&markdown->runs, markdown->flags, &markdown->line);

    return reader_buffer_value(&markdown->line);
}


/* markdown->runs as a heading.  CommonMark, 4.2: number signs at its end,
   behind a space, would be taken off. */
static void
write_heading(markdown_t *markdown, unsigned level)
{
    reader_buffer_t *out = markdown->flow.out;
    reader_string_t text;
    size_t end;

    /* they are bold anyway */
    reader_runs_drop(&markdown->runs, READER_MARK_STRONG);

    if (markdown->runs.count == 0) {
        return;
    }

    text = inline_text(markdown);
    end = text.length;

    while (end > 0 && text.data[end - 1] == '#') {
        end--;
    }

    reader_flow_begin(&markdown->flow, 1);

    while (level-- > 0) {
        reader_buffer_byte(out, '#');
    }

    reader_buffer_byte(out, ' ');
    reader_buffer_add(out, text.data, end);

    if (end < text.length && (end == 0 || text.data[end - 1] == ' ')) {
        reader_buffer_byte(out, '\\');
    }

    reader_buffer_add(out, text.data + end, text.length - end);
}


/*
 * To a parser that does not know footnotes, "[^1]: word" defines a link to
 * "word", unless something follows that is no title (CommonMark, 4.7): a
 * space that is written as a character reference.
 */
static void
write_note(markdown_t *markdown, unsigned number)
{
    reader_buffer_t *out = markdown->flow.out;
    reader_string_t text = inline_text(markdown);
    size_t line = 0;
    size_t word = 0;

    while (line < text.length && text.data[line] != '\n') {
        line++;
    }

    while (word < line && text.data[word] != ' ') {
        word++;
    }

    reader_flow_begin(&markdown->flow, 1);
    reader_buffer_text(out, "[^");
    reader_buffer_number(out, number);
    reader_buffer_text(out, "]: ");

    if (word == line) {
        /* before the backslash of a break */
        word -= line < text.length;
        reader_buffer_add(out, text.data, word);
        reader_buffer_text(out, " &#32;");

    } else if (strchr("\"'(", text.data[word + 1]) != NULL) {
        reader_buffer_add(out, text.data, ++word);
        reader_buffer_text(out, "&#32;");

    } else {
        word = 0;
    }

    text.data += word;
    text.length -= word;
    reader_flow_lines(&markdown->flow, text, "    ");
}


static void
write_text(reader_flow_t *flow, reader_flow_role_t role, uint32_t from,
           uint32_t to)
{
    markdown_t *markdown = (markdown_t *) flow;
    const reader_item_t *items = flow->body->items;
    reader_runs_t *runs = &markdown->runs;

    runs->breaks = role != READER_FLOW_HEADING;
    reader_runs_collect(runs, from, to);

    if (runs->count == 0) {
        return;
    }

    switch (role) {

    case READER_FLOW_HEADING:
        write_heading(markdown, 2u + items[from - 1].element - READER_EL_H2);
        return;

    case READER_FLOW_NOTE:
        write_note(markdown, items[from - 1].attributes->note);
        return;

    case READER_FLOW_CAPTION:
        reader_runs_wrap(runs, READER_MARK_EMPHASIS);
        break;

    case READER_FLOW_LABEL:
        reader_runs_wrap(runs, READER_MARK_STRONG);
        break;

    default:
        break;
    }

    reader_flow_begin(flow, 1);
    reader_flow_lines(flow, inline_text(markdown), "");
}


/* The text of a pre in markdown->line. */
static reader_string_t
code_text(markdown_t *markdown, uint32_t pre)
{
    const reader_item_t *items = markdown->flow.body->items;

    markdown->line.length = 0;

    for (uint32_t i = pre + 1; i < items[pre].match; i++) {
        reader_buffer_string(&markdown->line, items[i].text);
    }

    return reader_buffer_value(&markdown->line);
}


static void
write_code(reader_flow_t *flow, uint32_t pre)
{
    markdown_t *markdown = (markdown_t *) flow;
    const reader_item_t *items = flow->body->items;
    reader_string_t text = code_text(markdown, pre);
    reader_string_t language = items[pre].attributes->code;
    size_t fence = reader_markdown_fence(text) + 1;

    if (text.length == 0) {
        return;
    }

    if (language.length == 0 && items[pre + 1].element == READER_EL_CODE) {
        language = items[pre + 1].attributes->code;
    }

    fence = fence < 3 ? 3 : fence;
    reader_flow_begin(flow, 1);

    for (size_t i = 0; i < fence; i++) {
        reader_buffer_byte(flow->out, '`');
    }

    if (reader_policy_code_language(language)) {
        reader_buffer_string(flow->out, language);
    }

    reader_flow_line(flow, text.data[0] == '\n');
    reader_flow_lines(flow, text, "");
    reader_flow_line(flow, false);

    for (size_t i = 0; i < fence; i++) {
        reader_buffer_byte(flow->out, '`');
    }
}


static void
write_rule(reader_flow_t *flow)
{
    /* "- ---" would be a rule, and no item of a list */
    reader_flow_begin(flow, 1);
    reader_buffer_text(flow->out, flow->marks == 0 ? "---" : "***");
}


static bool
write_table(reader_flow_t *flow, uint32_t table)
{
    markdown_t *markdown = (markdown_t *) flow;
    const reader_item_t *items = flow->body->items;

    if (!reader_markdown_table_fits(flow->body, table)) {
        return false;
    }

    if (items[table + 1].element == READER_EL_CAPTION) {
        write_text(flow, READER_FLOW_LABEL, table + 2, items[table + 1].match);
    }

    reader_markdown_table(flow, &markdown->runs, markdown->flags, table);

    return true;
}


static const reader_flow_writer_t writer = {
    .text = write_text,
    .code = write_code,
    .table = write_table,
    .rule = write_rule,
    .bullets = { '-', '*' },
    .delimiters = { '.', ')' },
    .definition = "- ",
    .definition_gap = 1,
    .interrupts = false,
};


static void
add_field(reader_buffer_t *out, const char *name, reader_string_t value)
{
    if (value.length == 0) {
        return;
    }

    reader_buffer_text(out, name);
    reader_buffer_text(out, ": ");
    reader_markdown_scalar(out, value);
    reader_buffer_byte(out, '\n');
}


static void
add_front_matter(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_metadata_t *metadata = document->metadata;

    reader_buffer_text(out, "---\n");
    add_field(out, "title", metadata->title);
    add_field(out, "author", metadata->byline);
    add_field(out, "site", metadata->site_name);
    add_field(out, "url",
              metadata->canonical.length != 0 ? metadata->canonical
                                              : metadata->address.href);
    add_field(out, "published", metadata->published);
    add_field(out, "modified", metadata->modified);
    add_field(out, "language", metadata->language);

    if (metadata->direction.length == 3
        && memcmp(metadata->direction.data, "rtl", 3) == 0) {
        add_field(out, "dir", metadata->direction);
    }

    add_field(out, "description", metadata->description);
    add_field(out, "image", metadata->image.url);
    add_field(out, "section", metadata->section);

    if (metadata->keyword_count != 0) {
        reader_buffer_text(out, "tags: [");

        for (size_t i = 0; i < metadata->keyword_count; i++) {
            reader_buffer_text(out, i == 0 ? "" : ", ");
            reader_markdown_scalar(out, metadata->keywords[i]);
        }

        reader_buffer_text(out, "]\n");
    }

    reader_buffer_text(out, "word_count: ");
    reader_buffer_number(out, document->selection->words);
    reader_buffer_text(out, "\n---\n\n");
}


/* Whether a dollar sign could be taken for that of math. */
static bool
has_math(const reader_body_t *body)
{
    for (uint32_t i = 0; i < body->count; i++) {
        if (body->items[i].element == READER_EL_MATH) {
            return true;
        }
    }

    return false;
}


void
reader_view_markdown(const reader_document_t *document, reader_buffer_t *out)
{
    reader_body_t body;
    markdown_t markdown = { .flags = 0 };

    reader_view_body(document, &body);
    reader_buffer_reserve(out, AROUND + body.size);
    reader_flow_init(&markdown.flow, &writer, document, &body, out);
    reader_runs_init(&markdown.runs, document, &body);
    reader_buffer_init(&markdown.line, document->arena, 1024);

    if (has_math(&body)) {
        markdown.flags = READER_MARKDOWN_MATH;
    }

    add_front_matter(document, out);
    reader_runs_collect_text(&markdown.runs, document->metadata->title);
    write_heading(&markdown, 1);
    reader_flow_run(&markdown.flow);
    reader_buffer_byte(out, '\n');
}
