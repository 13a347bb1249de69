#include "markup.h"
#include "view_head.h"

#include "ascii.h"

#include <string.h>

/* A page is long enough for a list of contents from here on. */
#define CONTENTS_SECTIONS 3
#define CONTENTS_WORDS 800
#define CONTENTS_MAX 64

#define SOURCE_MAX 80 /* bytes of the address that are shown */

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};


static void
add_site(const reader_metadata_t *metadata, reader_buffer_t *out)
{
    if (metadata->site_name.length == 0) {
        return;
    }

    reader_buffer_text(out, "<header>");

    if (metadata->address.href.length != 0) {
        reader_buffer_text(out, "<a href=\"/\">");
    }

    reader_markup_escape(out, metadata->site_name);

    if (metadata->address.href.length != 0) {
        reader_buffer_text(out, "</a>");
    }

    reader_buffer_text(out, "</header>");
}


static bool
is_english(const reader_metadata_t *metadata)
{
    return metadata->language.length == 0
           || reader_ascii_is(metadata->language, "en")
           || reader_ascii_starts(metadata->language, "en-")
           || reader_ascii_starts(metadata->language, "en_");
}


static unsigned
two_digits(const char *text)
{
    return (unsigned) (text[0] - '0') * 10 + (unsigned) (text[1] - '0');
}


/* Numbers and signs would be put in another order by a text from right to
   left that is around them. */
static void
add_isolated(const reader_metadata_t *metadata, reader_buffer_t *out)
{
    if (reader_ascii_is(metadata->direction, "rtl")) {
        reader_buffer_text(out, " dir=\"ltr\"");
    }
}


/* "4 March 2026"; as ISO writes it where the page is not in English */
static void
add_date(const reader_metadata_t *metadata, reader_buffer_t *out)
{
    reader_string_t date = metadata->published;
    unsigned month, day;

    if (date.length < 10) {
        reader_markup_escape(out, date);
        return;
    }

    month = two_digits(date.data + 5);
    day = two_digits(date.data + 8);

    if (!is_english(metadata) || month < 1 || month > 12) {
        date.length = 10;
        reader_markup_escape(out, date);
        return;
    }

    reader_buffer_number(out, day);
    reader_buffer_byte(out, ' ');
    reader_buffer_text(out, months[month - 1]);
    reader_buffer_byte(out, ' ');
    reader_buffer_add(out, date.data, 4);
}


static void
add_byline(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_metadata_t *metadata = document->metadata;

    reader_buffer_text(out, "<p class=\"m\">");

    if (metadata->byline.length != 0) {
        reader_buffer_text(out, is_english(metadata) ? "By " : "");
        reader_markup_escape(out, metadata->byline);
        reader_buffer_text(out, " · ");
    }

    if (metadata->published.length != 0) {
        reader_buffer_text(out, "<time");
        reader_markup_attribute(out, "datetime", metadata->published);
        add_isolated(metadata, out);
        reader_buffer_byte(out, '>');
        add_date(metadata, out);
        reader_buffer_text(out, "</time> · ");
    }

    reader_buffer_number(out, reader_view_minutes(document));
    reader_buffer_text(out, " min</p>");
}


static void
add_contents(const reader_document_t *document, const reader_body_t *body,
             reader_buffer_t *out)
{
    unsigned count = 0;

    if (body->section_count < CONTENTS_SECTIONS
        || document->selection->words < CONTENTS_WORDS) {
        return;
    }

    reader_buffer_text(out, "<nav aria-label=\"Contents\"><details>"
                            "<summary>Contents</summary><ol>");

    for (uint32_t i = 0; i < body->count && count < CONTENTS_MAX; i++) {
        const reader_item_t *item = &body->items[i];
        reader_string_t text;

        if (item->kind != READER_OPEN
            || !reader_element_is_heading((reader_element_t)
                                              item->element)) {
            continue;
        }

        text = reader_view_text_of(document, body, i, item->match);

        if (text.length == 0) {
            continue;
        }

        reader_buffer_text(out, "<li><a href=\"#");
        reader_markup_heading_id(out, item->attributes);
        reader_buffer_text(out, "\">");
        reader_markup_escape(out, text);
        reader_buffer_text(out, "</a></li>");
        count++;
    }

    reader_buffer_text(out, "</ol></details></nav>");
}


static void
add_page_link(const reader_metadata_t *metadata, const char *rel,
              const char *label, reader_string_t url, reader_buffer_t *out)
{
    if (url.length == 0) {
        return;
    }

    reader_buffer_text(out, "<a rel=\"");
    reader_buffer_text(out, rel);
    reader_buffer_byte(out, '"');
    reader_markup_attribute(out, "href", reader_view_local(metadata, url));
    reader_buffer_byte(out, '>');
    reader_buffer_text(out, label);
    reader_buffer_text(out, "</a> ");
}


/* Articles of several pages. */
static void
add_pages(const reader_metadata_t *metadata, reader_buffer_t *out)
{
    if (metadata->prev.length == 0 && metadata->next.length == 0) {
        return;
    }

    reader_buffer_text(out, "<nav aria-label=\"Pages\">");
    add_page_link(metadata, "prev", "Previous page", metadata->prev, out);
    add_page_link(metadata, "next", "Next page", metadata->next, out);
    reader_buffer_text(out, "</nav>");
}


/* The page that this is a view of, as people write addresses. */
static void
add_footer(const reader_metadata_t *metadata, reader_buffer_t *out)
{
    reader_string_t url = metadata->canonical.length != 0
                              ? metadata->canonical
                              : metadata->address.href;
    reader_string_t label = url;

    if (url.length == 0) {
        return;
    }

    if (reader_ascii_starts(label, "http://")) {
        label.data += 7;
        label.length -= 7;
    } else if (reader_ascii_starts(label, "https://")) {
        label.data += 8;
        label.length -= 8;
    }

    if (label.length != 0 && label.data[label.length - 1] == '/') {
        label.length--;
    }

    reader_buffer_text(out, "<footer>Reader view of <a rel=\"bookmark\"");
    reader_markup_attribute(out, "href", reader_view_local(metadata, url));
    reader_buffer_byte(out, '>');

    if (label.length > SOURCE_MAX) {
        label.length = SOURCE_MAX;
        reader_markup_escape(out, label);
        reader_buffer_text(out, "…");
    } else {
        reader_markup_escape(out, label);
    }

    reader_buffer_text(out, "</a></footer>");
}


void
reader_view_html(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_metadata_t *metadata = document->metadata;
    reader_body_t body;

    reader_view_body(document, &body);
    reader_view_head(document, out);
    reader_buffer_text(out, "<body><a class=\"k\" href=\"#r-a\">"
                            "Skip to article</a>");
    add_site(metadata, out);
    reader_buffer_text(out, "<main><article id=\"r-a\"><h1>");
    reader_markup_escape(out, metadata->title);
    reader_buffer_text(out, "</h1>");
    add_byline(document, out);
    add_contents(document, &body, out);
    reader_view_html_content(document, &body, true, out);
    add_pages(metadata, out);
    reader_buffer_text(out, "</article></main>");
    add_footer(metadata, out);
    reader_buffer_text(out, "</body></html>\n");
}
