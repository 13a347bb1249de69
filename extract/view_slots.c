#include "view_slots.h"

#include "ascii.h"
#include "markup.h"
#include "view_head.h"
#include "view_style.h"

#include <string.h>

/* A page is long enough for a list of contents from here on. */
#define CONTENTS_SECTIONS 3
#define CONTENTS_WORDS 800
#define CONTENTS_MINUTES 4 /* a word of CJK, being a character, takes less */
#define CONTENTS_MAX 64

#define SOURCE_MAX 80 /* bytes of the address that are shown */
#define DOTS "…"

#define BETWEEN " · "


/* For words that are not in the language of the page around them. */
static void
add_language(const reader_document_t *document, reader_buffer_t *out)
{
    if (document->metadata->language.length != 0
        && !reader_ascii_starts(document->metadata->language,
                                document->phrases->language)) {
        reader_buffer_text(out, " lang=\"en\" dir=\"ltr\"");
    }
}


static void
add_phrase(reader_buffer_t *out, const char *phrase)
{
    reader_markup_escape(out,
                         (reader_string_t) { phrase, strlen(phrase) });
}


static void
add_skip(const reader_document_t *document, reader_buffer_t *out)
{
    reader_buffer_text(out, "<a class=\"k\" href=\"#r-a\"");
    add_language(document, out);
    reader_buffer_byte(out, '>');
    add_phrase(out, document->phrases->skip);
    reader_buffer_text(out, "</a>");
}


static void
add_header(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_metadata_t *metadata = document->metadata;

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


static void
add_link(const reader_document_t *document, const char *rel,
         reader_string_t url, const char *label, reader_buffer_t *out)
{
    reader_buffer_text(out, "<a rel=\"");
    reader_buffer_text(out, rel);
    reader_buffer_byte(out, '"');
    reader_markup_attribute(out, "href", url);
    add_language(document, out);
    reader_buffer_byte(out, '>');
    add_phrase(out, label);
    reader_buffer_text(out, "</a>");
}


/* The other forms of the page are nothing for search engines. */
static void
add_form(const reader_document_t *document, reader_link_kind_t kind,
         const char *label, reader_buffer_t *out)
{
    if (document->links[kind].length == 0) {
        return;
    }

    reader_buffer_text(out, BETWEEN);
    add_link(document, "nofollow", document->links[kind], label, out);
}


static void
add_about(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_metadata_t *metadata = document->metadata;
    const reader_phrases_t *phrases = document->phrases;

    reader_buffer_text(out, "<p class=\"m\">");

    if (metadata->byline.length != 0) {
        reader_markup_escape(out, reader_phrase_before(phrases->by));
        reader_markup_escape(out, metadata->byline);
        reader_markup_escape(out, reader_phrase_after(phrases->by));
        reader_buffer_text(out, BETWEEN);
    }

    if (metadata->published.length != 0) {
        reader_buffer_text(out, "<time");
        reader_markup_attribute(out, "datetime", metadata->published);
        reader_buffer_byte(out, '>');
        reader_markup_escape(out, reader_view_slot_text(document,
                                                        READER_SLOT_DATE));
        reader_buffer_text(out, "</time>" BETWEEN);
    }

    reader_markup_escape(out,
                         reader_view_slot_text(document, READER_SLOT_MINUTES));
    add_form(document, READER_LINK_ORIGINAL, phrases->full, out);
    reader_buffer_text(out, "</p>");
}


static void
add_contents(const reader_document_t *document, const reader_body_t *body,
             reader_buffer_t *out)
{
    unsigned count = 0;

    if (body->section_count < CONTENTS_SECTIONS
        || document->selection->words < CONTENTS_WORDS
        || reader_view_minutes(document) < CONTENTS_MINUTES) {
        return;
    }

    reader_buffer_text(out, "<nav aria-label=\"");
    add_phrase(out, document->phrases->contents);
    reader_buffer_text(out, "\"><details><summary");
    add_language(document, out);
    reader_buffer_byte(out, '>');
    add_phrase(out, document->phrases->contents);
    reader_buffer_text(out, "</summary><ol>");

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


/* Articles of several pages. */
static void
add_pages(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_metadata_t *metadata = document->metadata;
    const reader_phrases_t *phrases = document->phrases;
    reader_string_t prev = reader_view_local(metadata, metadata->prev);
    reader_string_t next = reader_view_local(metadata, metadata->next);

    if (prev.length == 0 && next.length == 0) {
        return;
    }

    reader_buffer_text(out, "<nav aria-label=\"");
    add_phrase(out, phrases->pages);
    reader_buffer_text(out, "\">");

    if (prev.length != 0) {
        add_link(document, "prev", prev, phrases->previous, out);
    }

    if (prev.length != 0 && next.length != 0) {
        reader_buffer_text(out, BETWEEN);
    }

    if (next.length != 0) {
        add_link(document, "next", next, phrases->next, out);
    }

    reader_buffer_text(out, "</nav>");
}


static reader_string_t
address_of(const reader_metadata_t *metadata)
{
    return metadata->canonical.length != 0 ? metadata->canonical
                                           : metadata->address.href;
}


/* The page that this is a view of, and its other forms. */
static void
add_footer(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_phrases_t *phrases = document->phrases;
    reader_string_t url = address_of(document->metadata);

    if (url.length == 0) {
        return;
    }

    reader_buffer_text(out, "<footer><p");
    add_language(document, out);
    reader_buffer_byte(out, '>');
    reader_markup_escape(out, reader_phrase_before(phrases->view_of));
    reader_buffer_text(out, "<a rel=\"bookmark\"");
    reader_markup_attribute(out, "href",
                            reader_view_local(document->metadata, url));
    /* an address is read from left to right everywhere */
    reader_buffer_text(out, "><bdi dir=\"ltr\">");
    reader_markup_escape(out,
                         reader_view_slot_text(document, READER_SLOT_SOURCE));
    reader_buffer_text(out, "</bdi></a>");
    reader_markup_escape(out, reader_phrase_after(phrases->view_of));
    add_form(document, READER_LINK_ORIGINAL, phrases->full, out);
    add_form(document, READER_LINK_MARKDOWN, "Markdown", out);
    add_form(document, READER_LINK_TEXT, phrases->text, out);
    add_form(document, READER_LINK_JSON, "JSON", out);
    reader_buffer_text(out, "</p></footer>");
}


void
reader_view_slot_markup(const reader_document_t *document,
                        const reader_body_t *body, reader_slot_t slot,
                        reader_buffer_t *out)
{
    switch (slot) {
    case READER_SLOT_HEAD:
        reader_view_head(document, out);
        break;

    case READER_SLOT_STYLE:
        reader_buffer_text(out, "<style>");
        reader_buffer_string(out, reader_view_style);
        reader_buffer_text(out, "</style>");
        break;

    case READER_SLOT_SKIP:
        add_skip(document, out);
        break;

    case READER_SLOT_HEADER:
        add_header(document, out);
        break;

    case READER_SLOT_ABOUT:
        add_about(document, out);
        break;

    case READER_SLOT_CONTENTS:
        add_contents(document, body, out);
        break;

    case READER_SLOT_CONTENT:
        reader_view_html_content(document, body, true, out);
        break;

    case READER_SLOT_PAGES:
        add_pages(document, out);
        break;

    default: /* READER_SLOT_FOOTER */
        add_footer(document, out);
    }
}


static reader_string_t
date_of(const reader_document_t *document)
{
    reader_buffer_t out;

    reader_buffer_init(&out, document->arena, 32);
    reader_phrases_date(document->phrases, document->metadata->published,
                        &out);

    return reader_buffer_value(&out);
}


/* "4 min", with a no-break space: the number stays with its unit. */
static reader_string_t
minutes_of(const reader_document_t *document)
{
    reader_buffer_t out;

    reader_buffer_init(&out, document->arena, 32);

    for (const char *c = document->phrases->minutes; *c != '\0'; c++) {
        if (*c == '#') {
            reader_buffer_number(&out, reader_view_minutes(document));
        } else if (*c == ' ') {
            reader_buffer_text(&out, "\xC2\xA0");
        } else {
            reader_buffer_byte(&out, *c);
        }
    }

    return reader_buffer_value(&out);
}


static reader_string_t
number(const reader_document_t *document, size_t value)
{
    reader_buffer_t out;

    reader_buffer_init(&out, document->arena, 16);
    reader_buffer_number(&out, value);

    return reader_buffer_value(&out);
}


/* The address of the page as people write addresses. */
static reader_string_t
source_of(const reader_document_t *document)
{
    reader_string_t url = address_of(document->metadata);
    size_t scheme = reader_ascii_starts(url, "http://")    ? 7
                    : reader_ascii_starts(url, "https://") ? 8
                                                           : 0;
    reader_buffer_t out;

    url.data += scheme;
    url.length -= scheme;

    if (url.length != 0 && url.data[url.length - 1] == '/') {
        url.length--;
    }

    if (url.length <= SOURCE_MAX) {
        return url;
    }

    reader_buffer_init(&out, document->arena, SOURCE_MAX + sizeof(DOTS));
    reader_buffer_add(&out, url.data, SOURCE_MAX);
    reader_buffer_text(&out, DOTS);

    return reader_buffer_value(&out);
}


/* As found is "en_US" on many pages: that is no language to a browser. */
static reader_string_t
language_of(const reader_document_t *document)
{
    reader_string_t language = document->metadata->language;
    char *copy;

    if (reader_policy_language(language)) {
        return language;
    }

    copy = reader_arena_alloc(document->arena, language.length + 1);

    for (size_t i = 0; i < language.length; i++) {
        copy[i] = language.data[i];

        if (copy[i] == '_') {
            copy[i] = '-';
        }
    }

    language.data = copy;

    return reader_policy_language(language) ? language : READER_EMPTY;
}


reader_string_t
reader_view_slot_text(const reader_document_t *document, reader_slot_t slot)
{
    const reader_metadata_t *metadata = document->metadata;

    switch (slot) {
    case READER_SLOT_TITLE:
        return metadata->title;
    case READER_SLOT_BYLINE:
        return metadata->byline;
    case READER_SLOT_DATE:
        return date_of(document);
    case READER_SLOT_PUBLISHED:
        return metadata->published;
    case READER_SLOT_MODIFIED:
        return metadata->modified;
    case READER_SLOT_SITE:
        return metadata->site_name;
    case READER_SLOT_SECTION:
        return metadata->section;
    case READER_SLOT_DESCRIPTION:
        return metadata->description;
    case READER_SLOT_MINUTES:
        return minutes_of(document);
    case READER_SLOT_WORDS:
        return number(document, document->selection->words);
    case READER_SLOT_SOURCE:
        return source_of(document);
    case READER_SLOT_LANG:
        return language_of(document);
    case READER_SLOT_DIR:
        return metadata->direction;
    case READER_SLOT_URL:
        return reader_view_local(metadata, address_of(metadata));
    case READER_SLOT_HOME:
        return metadata->address.href.length != 0 ? READER_STRING("/")
                                                  : READER_EMPTY;
    case READER_SLOT_IMAGE:
        return reader_view_local(metadata, metadata->image.url);
    case READER_SLOT_ORIGINAL:
        return document->links[READER_LINK_ORIGINAL];
    case READER_SLOT_TEXT:
        return document->links[READER_LINK_TEXT];
    case READER_SLOT_MARKDOWN:
        return document->links[READER_LINK_MARKDOWN];
    default: /* READER_SLOT_JSON */
        return document->links[READER_LINK_JSON];
    }
}
