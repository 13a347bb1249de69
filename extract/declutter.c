#include "declutter.h"

#include "ascii.h"

#include <stdio.h>
#include <string.h>

/*
 * Encodings in which the bytes of "<" and ">" may be a part of something else.
 * In all others of the Encoding standard each stands for itself and nothing
 * else does, so that the nth one of the decoded text is the nth of the page.
 */
static const char *const foreign[] = { "iso-2022-jp", "utf-16le",
                                       "utf-16be" };

/* From the decoded page to the served one, in order. */
typedef struct {
    const char *text; /* decoded, up to where it was followed */
    const char *html;
    bool same;        /* but for a BOM */
} mapper_t;


static size_t
count_bytes(reader_string_t string, char byte)
{
    size_t count = 0;

    for (size_t i = 0; i < string.length; i++) {
        count += string.data[i] == byte;
    }

    return count;
}


static bool
can_be_mapped(reader_string_t text, reader_string_t html,
              const char *encoding)
{
    for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++) {
        if (strcmp(encoding, foreign[i]) == 0) {
            return false;
        }
    }

    return count_bytes(text, '<') == count_bytes(html, '<')
           && count_bytes(text, '>') == count_bytes(html, '>');
}


/* Where this byte, a < or >, of the text is in the page. */
static const char *
map(mapper_t *m, const char *at)
{
    size_t steps = 0;

    if (m->same) {
        return m->html + (at - m->text);
    }

    for (; m->text <= at; m->text++) {
        steps += *m->text == *at;
    }

    for (; steps != 0; m->html++) {
        steps -= *m->html == *at;
    }

    return m->html - 1;
}


static void
explain(reader_buffer_t *out, const reader_clutter_page_t *page,
        reader_node_id_t id, size_t offset, size_t length)
{
    reader_clutter_t kind = (reader_clutter_t) page->kinds[id];
    const char *rule = reader_ruling_text(&page->blocks->ruling, id);
    reader_string_t tag = page->tree->nodes[id].source;
    char line[128];

    snprintf(line, sizeof(line), "cut %zu bytes at %zu: %s", length, offset,
             reader_clutter_name(kind));
    reader_buffer_text(out, line);

    if (kind == READER_CLUTTER_RULE && rule != NULL) {
        reader_buffer_text(out, ": strip ");
        reader_buffer_text(out, rule);
    }

    reader_buffer_text(out, "\n    ");

    for (size_t i = 0; i < tag.length && i < 160; i++) {
        reader_buffer_byte(out, reader_ascii_space(tag.data[i])
                                    ? ' '
                                    : tag.data[i]);
    }

    reader_buffer_byte(out, '\n');
}


bool
reader_declutter(const reader_clutter_page_t *page, reader_string_t html,
                 const char *encoding, reader_buffer_t *out,
                 reader_buffer_t *explanation)
{
    reader_string_t text = page->sift->page;
    bool same = text.length != 0 && text.data >= html.data
                && text.data + text.length == html.data + html.length;
    mapper_t from = { text.data, same ? text.data : html.data, same };
    const char *done = html.data;
    bool any = false;
    mapper_t to = from;

    if (!same && !can_be_mapped(text, html, encoding)) {
        reader_buffer_text(explanation, "not cut: its charset does not tell "
                                        "where a tag is\n");
        return false;
    }

    for (reader_node_id_t id = 0; id < page->tree->count; id++) {
        const reader_span_t *span = &page->spans[id];
        const char *start, *end;

        if (page->kinds[id] == READER_CLUTTER_NONE) {
            continue;
        }

        start = map(&from, text.data + span->start);
        end = map(&to, text.data + span->end - 1) + 1;
        explain(explanation, page, id, (size_t) (start - html.data),
                (size_t) (end - start));
        reader_buffer_add(out, done, (size_t) (start - done));
        done = end;
        any = true;
        id = page->tree->nodes[id].end - 1;
    }

    if (!any) {
        reader_buffer_text(explanation, "nothing to cut\n");
        return false;
    }

    reader_buffer_add(out, done,
                      (size_t) (html.data + html.length - done));

    return true;
}
