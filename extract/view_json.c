#include "ascii.h"
#include "json.h"
#include "view.h"

#include <stdio.h>
#include <string.h>

#define LISTED_MAX 2000 /* headings, links, images, embeds: each so many */
#define LISTS 5        /* these, and that of JSON-LD */
#define JSON_LD_MAX ((size_t) 64 << 10)
#define AROUND 8192 /* bytes: metadata, lists */
#define EXCERPT_MAX 2000 /* bytes: a paragraph, but not any */

/* Tokens of text, for language models: bytes of UTF-8 through this. */
#define BYTES_A_TOKEN 4

typedef struct {
    const reader_document_t *document;
    const reader_metadata_t *metadata;
    const reader_body_t *body;
    reader_json_t json;
    const char *cut[LISTS]; /* lists that have not all that there is */
    unsigned cut_count;
} view_t;


/*
 * Code points of UTF-8: bytes but those that go on, 10xxxxxx.  *units: as
 * JavaScript counts, in UTF-16, where what begins with 1111xxxx is two.
 */
static size_t
code_points(reader_string_t text, size_t *units)
{
    const uint64_t ones = 0x0101010101010101u;
    size_t points = 0, long_ones = 0, at = 0;

    for (; at + 8 <= text.length; at += 8) {
        uint64_t bytes, first, second;

        memcpy(&bytes, text.data + at, sizeof(bytes));
        first = bytes >> 7;
        second = bytes >> 6;
        points += 8 - ((first & ~second & ones) * ones >> 56);
        long_ones +=
            (first & second & bytes >> 5 & bytes >> 4 & ones) * ones >> 56;
    }

    for (; at < text.length; at++) {
        points += ((unsigned char) text.data[at] & 0xC0) != 0x80;
        long_ones += (unsigned char) text.data[at] >= 0xF0;
    }

    *units = points + long_ones;

    return points;
}


static void
add_size(reader_json_t *json, const char *key, unsigned number)
{
    if (number == 0) {
        reader_json_word(json, key, "null");
    } else {
        reader_json_number(json, key, number);
    }
}


/* The description, else the start of the first paragraph. */
static reader_string_t
excerpt(const view_t *view, reader_string_t text)
{
    if (view->metadata->description.length != 0) {
        return view->metadata->description;
    }

    for (uint32_t i = 0; i < view->body->count; i++) {
        const reader_item_t *item = &view->body->items[i];

        if (item->kind == READER_OPEN && item->element == READER_EL_P) {
            text = reader_view_text_of(view->document, view->body, i,
                                       item->match);
            break;
        }
    }

    if (text.length > EXCERPT_MAX) {
        text.length = EXCERPT_MAX;

        while (((unsigned char) text.data[text.length] & 0xC0) == 0x80) {
            text.length--;
        }
    }

    return text;
}


static void
add_content(view_t *view)
{
    reader_json_t *json = &view->json;
    reader_arena_t *arena = view->document->arena;
    reader_buffer_t content, text;
    size_t points, units;

    reader_buffer_init(&content, arena, view->body->size * 5 / 4);
    reader_view_html_content(view->document, view->body, false, &content);
    reader_buffer_init(&text, arena, view->body->size);
    reader_view_running_text(view->body, &text);
    points = code_points(reader_buffer_value(&text), &units);

    reader_json_optional(json, "content", reader_buffer_value(&content));
    reader_json_optional(json, "textContent", reader_buffer_value(&text));
    reader_json_number(json, "length", units);
    reader_json_optional(json, "excerpt",
                         excerpt(view, reader_buffer_value(&text)));
    reader_json_number(json, "wordCount", view->document->selection->words);
    reader_json_number(json, "characterCount", points);
    reader_json_number(json, "readingTimeMinutes",
                       reader_view_minutes(view->document));
    reader_json_number(json, "tokenEstimate",
                       (text.length + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN);
}


static void
add_authors(view_t *view)
{
    reader_json_open(&view->json, "authors", '[');

    for (size_t i = 0; i < view->metadata->author_count; i++) {
        reader_json_open(&view->json, NULL, '{');
        reader_json_string(&view->json, "name",
                           view->metadata->authors[i].name);
        reader_json_optional(&view->json, "url",
                             view->metadata->authors[i].url);
        reader_json_close(&view->json, '}');
    }

    reader_json_close(&view->json, ']');
}


static void
add_lead(view_t *view)
{
    const reader_image_t *image = &view->metadata->image;

    if (image->url.length == 0) {
        reader_json_word(&view->json, "image", "null");
        return;
    }

    reader_json_open(&view->json, "image", '{');
    reader_json_string(&view->json, "url", image->url);
    reader_json_optional(&view->json, "alt", image->alt);
    add_size(&view->json, "width", image->width);
    add_size(&view->json, "height", image->height);
    reader_json_close(&view->json, '}');
}


static void
add_alternates(view_t *view)
{
    reader_json_open(&view->json, "alternates", '[');

    for (size_t i = 0; i < view->metadata->alternate_count; i++) {
        const reader_link_t *link = &view->metadata->alternates[i];

        reader_json_open(&view->json, NULL, '{');
        reader_json_string(&view->json, "href", link->href);
        reader_json_optional(&view->json, "hreflang", link->hreflang);
        reader_json_optional(&view->json, "type", link->type);
        reader_json_optional(&view->json, "title", link->title);
        reader_json_close(&view->json, '}');
    }

    reader_json_close(&view->json, ']');
}


static void
add_headings(view_t *view)
{
    unsigned count = 0;

    reader_json_open(&view->json, "headings", '[');

    for (uint32_t i = 0; i < view->body->count; i++) {
        const reader_item_t *item = &view->body->items[i];
        char id[24];

        if (item->kind != READER_OPEN
            || !reader_element_is_heading((reader_element_t) item->element)) {
            continue;
        }

        if (item->attributes->id != 0) {
            snprintf(id, sizeof(id), "r-%u", item->attributes->id);
        } else {
            snprintf(id, sizeof(id), "r-s-%u", item->attributes->section);
        }

        if (count++ == LISTED_MAX) {
            view->cut[view->cut_count++] = "headings";
            break;
        }

        reader_json_open(&view->json, NULL, '{');
        reader_json_number(&view->json, "level",
                           item->element - READER_EL_H2 + 2u);
        reader_json_string(
            &view->json, "text",
            reader_view_text_of(view->document, view->body, i, item->match));
        reader_json_string(&view->json, "id",
                           (reader_string_t){ id, strlen(id) });
        reader_json_close(&view->json, '}');
    }

    reader_json_close(&view->json, ']');
}


static void
add_links(view_t *view)
{
    unsigned count = 0;

    reader_json_open(&view->json, "links", '[');

    for (uint32_t i = 0; i < view->body->count; i++) {
        const reader_item_t *item = &view->body->items[i];

        if (item->kind != READER_OPEN || item->element != READER_EL_A
            || item->attributes->href.length == 0) {
            continue;
        }

        if (count++ == LISTED_MAX) {
            view->cut[view->cut_count++] = "links";
            break;
        }

        reader_json_open(&view->json, NULL, '{');
        reader_json_string(&view->json, "href", item->attributes->href);
        reader_json_string(
            &view->json, "text",
            reader_view_text_of(view->document, view->body, i, item->match));
        reader_json_optional(&view->json, "rel", item->attributes->rel);
        reader_json_close(&view->json, '}');
    }

    reader_json_close(&view->json, ']');
}


/* The text of the figcaption of the figure around item i. */
static reader_string_t
caption_of(const view_t *view, uint32_t figure)
{
    const reader_item_t *items = view->body->items;

    if (figure == UINT32_MAX) {
        return READER_EMPTY;
    }

    for (uint32_t i = figure + 1; i < items[figure].match; i++) {
        if (items[i].kind == READER_OPEN
            && items[i].element == READER_EL_FIGCAPTION) {
            return reader_view_text_of(view->document, view->body, i,
                                       items[i].match);
        }
    }

    return READER_EMPTY;
}


static void
add_images(view_t *view)
{
    uint32_t figure = UINT32_MAX, last = UINT32_MAX;
    reader_string_t caption = READER_EMPTY;
    unsigned count = 0;

    reader_json_open(&view->json, "images", '[');

    for (uint32_t i = 0; i < view->body->count; i++) {
        const reader_item_t *item = &view->body->items[i];

        if (item->element == READER_EL_FIGURE) {
            figure = item->kind == READER_OPEN ? i : UINT32_MAX;
        }

        if (item->element != READER_EL_IMG) {
            continue;
        }

        if (figure != last || figure == UINT32_MAX) { /* once a figure */
            caption = caption_of(view, figure);
            last = figure;
        }

        if (count++ == LISTED_MAX) {
            view->cut[view->cut_count++] = "images";
            break;
        }

        reader_json_open(&view->json, NULL, '{');
        reader_json_string(&view->json, "src", item->attributes->src);
        reader_json_string(&view->json, "alt", item->attributes->alt);
        reader_json_optional(&view->json, "caption", caption);
        add_size(&view->json, "width", item->attributes->width);
        add_size(&view->json, "height", item->attributes->height);
        reader_json_close(&view->json, '}');
    }

    reader_json_close(&view->json, ']');
}


static void
add_embeds(view_t *view)
{
    unsigned count = 0;

    reader_json_open(&view->json, "embeds", '[');

    for (uint32_t i = 0; i < view->body->count; i++) {
        const reader_item_t *item = &view->body->items[i];
        const reader_attributes_t *attributes = item->attributes;

        if (item->kind != READER_VOID
            || (item->element != READER_EL_EMBED
                && item->element != READER_EL_AUDIO
                && item->element != READER_EL_VIDEO)) {
            continue;
        }

        if (count++ == LISTED_MAX) {
            view->cut[view->cut_count++] = "embeds";
            break;
        }

        reader_json_open(&view->json, NULL, '{');
        reader_json_string(&view->json, "url",
                           attributes->href.length != 0 ? attributes->href
                                                        : attributes->src);
        reader_json_string(&view->json, "host", attributes->host);
        reader_json_optional(&view->json, "title", attributes->title);
        reader_json_close(&view->json, '}');
    }

    reader_json_close(&view->json, ']');
}


/* As found; the first of a name. */
static void
add_meta(view_t *view)
{
    const reader_meta_t *metas = view->metadata->metas;

    reader_json_open(&view->json, "meta", '{');

    for (size_t i = 0; i < view->metadata->meta_count; i++) {
        bool again = false;

        for (size_t k = 0; k < i && !again; k++) {
            again = metas[k].name.length == metas[i].name.length
                    && memcmp(metas[k].name.data, metas[i].name.data,
                              metas[i].name.length)
                           == 0;
        }

        if (!again) {
            reader_json_member(&view->json, metas[i].name, metas[i].value);
        }
    }

    reader_json_close(&view->json, '}');
}


static void
add_json_ld(view_t *view)
{
    size_t start = view->json.out->length;

    reader_json_open(&view->json, "jsonLd", '[');

    for (size_t i = 0; i < view->metadata->json_ld_count; i++) {
        size_t used = view->json.out->length - start;

        if (used >= JSON_LD_MAX
            || !reader_json_value(&view->json, view->metadata->json_ld[i],
                                  JSON_LD_MAX - used)) {
            view->cut[view->cut_count++] = "jsonLd";
            break;
        }
    }

    reader_json_close(&view->json, ']');
}


static void
add_keywords(view_t *view)
{
    reader_json_open(&view->json, "keywords", '[');

    for (size_t i = 0; i < view->metadata->keyword_count; i++) {
        reader_json_string(&view->json, NULL, view->metadata->keywords[i]);
    }

    reader_json_close(&view->json, ']');
}


static void
add_verdict(view_t *view)
{
    const reader_selection_t *selection = view->document->selection;
    char number[8] = "1";

    /* by hand: printf would use the locale's decimal point */
    if (!(selection->confidence >= 1)) {
        unsigned hundredths = selection->confidence > 0
                                  ? (unsigned) (selection->confidence * 100)
                                  : 0;

        snprintf(number, sizeof(number), "0.%02u", hundredths % 100);
    }

    reader_json_word(&view->json, "readerable",
                     selection->readerable ? "true" : "false");
    reader_json_word(&view->json, "confidence", number);
    reader_json_string(&view->json, "generator",
                       READER_STRING("reader " READER_VERSION));
}


/* What the object does not have of the page. */
static void
add_extraction(view_t *view)
{
    const reader_document_t *document = view->document;
    reader_json_t *json = &view->json;

    reader_json_open(json, "extraction", '{');
    reader_json_number(json, "removedHidden", document->removed_hidden);
    reader_json_number(json, "removedNodes", document->removed);
    reader_json_word(json, "truncated",
                     view->cut_count != 0 ? "true" : "false");
    reader_json_open(json, "warnings", '[');

    for (unsigned i = 0; i < view->cut_count; i++) {
        reader_buffer_t text;

        reader_buffer_init(&text, document->arena, 64);
        reader_buffer_text(&text, "not all are listed: ");
        reader_buffer_text(&text, view->cut[i]);
        reader_json_string(json, NULL, reader_buffer_value(&text));
    }

    reader_json_close(json, ']');
    reader_json_close(json, '}');
}


static void
add_metadata(view_t *view)
{
    const reader_metadata_t *metadata = view->metadata;
    reader_json_t *json = &view->json;

    reader_json_optional(json, "title", metadata->title);
    reader_json_optional(json, "subtitle", metadata->subtitle);
    reader_json_optional(json, "byline", metadata->byline);
    add_authors(view);
    reader_json_optional(json, "dir", metadata->direction);
    reader_json_optional(json, "lang", metadata->language);
    reader_json_optional(json, "siteName", metadata->site_name);
    reader_json_optional(json, "publishedTime",
                         metadata->published_as_found.length != 0
                             ? metadata->published_as_found
                             : metadata->published);
    reader_json_optional(json, "published", metadata->published);
    reader_json_optional(json, "modified", metadata->modified);
    reader_json_string(json, "url", metadata->address.href);
    reader_json_optional(json, "canonicalUrl", metadata->canonical);
    reader_json_optional(json, "description", metadata->description);
    reader_json_optional(json, "type", metadata->type);
    reader_json_optional(json, "section", metadata->section);
    add_keywords(view);
    reader_json_optional(json, "license", metadata->license);
    add_lead(view);
    reader_json_optional(json, "favicon", metadata->favicon);
    reader_json_optional(json, "robots", metadata->robots);
    reader_json_word(json, "accessibleForFree",
                     metadata->accessible_for_free < 0    ? "null"
                     : metadata->accessible_for_free == 0 ? "false"
                                                          : "true");
    add_alternates(view);
    reader_json_optional(json, "prev", metadata->prev);
    reader_json_optional(json, "next", metadata->next);
    reader_json_optional(json, "amp", metadata->amp);
}


void
reader_view_json(const reader_document_t *document, reader_buffer_t *out)
{
    reader_body_t body;
    view_t view;

    reader_view_body(document, &body);
    view.document = document;
    view.metadata = document->metadata;
    view.body = &body;
    view.cut_count = 0;
    reader_buffer_reserve(out, AROUND + 3 * body.size);
    reader_json_begin(&view.json, out);

    reader_json_open(&view.json, NULL, '{');
    reader_json_number(&view.json, "schema", 1);
    add_metadata(&view);
    add_content(&view);
    add_headings(&view);
    add_links(&view);
    add_images(&view);
    add_embeds(&view);
    add_meta(&view);
    add_json_ld(&view);
    add_verdict(&view);
    add_extraction(&view);
    reader_json_close(&view.json, '}');
    reader_buffer_byte(out, '\n');
}
