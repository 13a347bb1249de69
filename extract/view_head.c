#include "view_head.h"

#include "ascii.h"
#include "json.h"
#include "markup.h"

#include <string.h>

/* All that is the page's own fits in so many bytes; see rank_t. */
#define HEAD_MAX 3072
#define PARTS_MAX 128
#define HREFLANGS_MAX 10
#define TITLE_MAX 300
#define VALUE_MAX 500

#define OG_DESCRIPTION_NAME READER_STRING("og:description")

/* What goes first where it does not all fit is last here. */
typedef enum {
    NEEDED,
    PLAIN,        /* canonical, description, author, robots */
    GRAPH,
    HREFLANG,
    FEED,
    OG_DESCRIPTION,
    TWITTER,
    JSON_LD,
    RANKS
} rank_t;

/* The parts in the order of the page, in one buffer one after the other. */
typedef struct {
    const reader_document_t *document;
    const reader_metadata_t *metadata;
    reader_buffer_t text;
    struct {
        rank_t rank;
        size_t end;
    } parts[PARTS_MAX];
    unsigned count;
} head_t;

/* What is taken from the page's meta elements, in this order. */
static const struct {
    reader_string_t name;
    rank_t rank;
    bool url;
} metas[] = {
    { { "og:type", 7 }, GRAPH, false },
    { { "og:title", 8 }, GRAPH, false },
    { { "og:site_name", 12 }, GRAPH, false },
    { { "og:url", 6 }, GRAPH, true },
    { { "og:image", 8 }, GRAPH, true },
    { { "og:image:alt", 12 }, GRAPH, false },
    { { "og:image:width", 14 }, GRAPH, false },
    { { "og:image:height", 15 }, GRAPH, false },
    { { "og:description", 14 }, OG_DESCRIPTION, false },
    { { "og:locale", 9 }, GRAPH, false },
    { { "article:published_time", 22 }, GRAPH, false },
    { { "article:modified_time", 21 }, GRAPH, false },
    { { "article:section", 15 }, GRAPH, false },
    { { "article:tag", 11 }, GRAPH, false },
    { { "twitter:card", 12 }, TWITTER, false },
    { { "twitter:site", 12 }, TWITTER, false },
    { { "twitter:creator", 15 }, TWITTER, false },
};


static void
end_part(head_t *head, rank_t rank)
{
    if (head->count == PARTS_MAX) {
        head->text.length = head->parts[PARTS_MAX - 1].end;
        return;
    }

    head->parts[head->count].rank = rank;
    head->parts[head->count++].end = head->text.length;
}


static reader_string_t
cut(reader_string_t value, size_t length)
{
    if (value.length > length) {
        value.length = length;

        while (((unsigned char) value.data[value.length] & 0xC0) == 0x80) {
            value.length--;
        }
    }

    return value;
}


/* Of name and property, one may be empty. */
static void
add_meta(head_t *head, reader_string_t name, reader_string_t property,
         reader_string_t value, rank_t rank)
{
    if (value.length == 0) {
        return;
    }

    reader_buffer_text(&head->text, "<meta");
    reader_markup_attribute(&head->text, "name", name);
    reader_markup_attribute(&head->text, "property", property);
    reader_markup_attribute(&head->text, "content", cut(value, VALUE_MAX));
    reader_buffer_byte(&head->text, '>');
    end_part(head, rank);
}


static void
add_link(head_t *head, const char *rel, reader_string_t href,
         const reader_link_t *link, rank_t rank)
{
    if (href.length == 0) {
        return;
    }

    reader_buffer_text(&head->text, "<link rel=\"");
    reader_buffer_text(&head->text, rel);
    reader_buffer_byte(&head->text, '"');

    if (link != NULL) {
        reader_markup_attribute(&head->text, "hreflang", link->hreflang);
        reader_markup_attribute(&head->text, "type", link->type);
    }

    reader_markup_attribute(&head->text, "href", href);

    if (link != NULL) {
        reader_markup_attribute(&head->text, "title",
                                cut(link->title, TITLE_MAX));
    }

    reader_buffer_byte(&head->text, '>');
    end_part(head, rank);
}


/* Both are lower-case; most differ in length. */
static bool
is_named(const reader_meta_t *meta, reader_string_t name)
{
    return meta->name.length == name.length
           && memcmp(meta->name.data, name.data, name.length) == 0;
}


/*
 * Nearly all pages give one text for both descriptions: it is written once,
 * RDFa's property beside HTML's name (HTML+RDFa 1.1, section 3.1).
 */
static void
add_description(head_t *head)
{
    reader_string_t description = head->metadata->description;
    reader_string_t property = READER_EMPTY;

    for (size_t i = 0; i < head->metadata->meta_count; i++) {
        const reader_meta_t *meta = &head->metadata->metas[i];

        if (is_named(meta, OG_DESCRIPTION_NAME)
            && reader_string_equal(meta->value, description)) {
            property = OG_DESCRIPTION_NAME;
        }
    }

    add_meta(head, READER_STRING("description"), property, description,
             PLAIN);
}


static void
add_metas(head_t *head)
{
    const reader_metadata_t *metadata = head->metadata;

    for (size_t m = 0; m < sizeof(metas) / sizeof(metas[0]); m++) {
        reader_string_t name = metas[m].name;
        bool twitter = metas[m].rank == TWITTER;

        for (size_t i = 0; i < metadata->meta_count; i++) {
            reader_string_t value = metadata->metas[i].value;

            if (!is_named(&metadata->metas[i], name)
                || (metas[m].rank == OG_DESCRIPTION
                    && reader_string_equal(value, metadata->description))) {
                continue;
            }

            if (metas[m].url) {
                value = reader_url_resolve(head->document->arena,
                                           &metadata->base, value,
                                           READER_URL_MEDIA, false);
            }

            add_meta(head, twitter ? name : READER_EMPTY,
                     twitter ? READER_EMPTY : name, value, metas[m].rank);
        }
    }
}


static bool
is_feed(reader_string_t type)
{
    return reader_ascii_is(type, "application/rss+xml")
           || reader_ascii_is(type, "application/atom+xml")
           || reader_ascii_is(type, "application/feed+json");
}


/* Another form of the page, of ours. */
static void
add_form(head_t *head, reader_link_kind_t kind, reader_string_t type)
{
    reader_link_t link = { .type = type };

    add_link(head, "alternate", head->document->links[kind], &link, PLAIN);
}


static void
add_alternates(head_t *head)
{
    const reader_metadata_t *metadata = head->metadata;
    unsigned hreflangs = 0;

    for (size_t i = 0; i < metadata->alternate_count; i++) {
        const reader_link_t *link = &metadata->alternates[i];

        if (reader_policy_language(link->hreflang)
            || reader_ascii_is(link->hreflang, "x-default")) {
            if (hreflangs++ < HREFLANGS_MAX) {
                add_link(head, "alternate", link->href, link, HREFLANG);
            }

        } else if (is_feed(link->type)) {
            add_link(head, "alternate", link->href, link, FEED);
        }
    }

    add_form(head, READER_LINK_MARKDOWN, READER_STRING("text/markdown"));
    add_form(head, READER_LINK_TEXT, READER_STRING("text/plain"));
    add_form(head, READER_LINK_JSON, READER_STRING("application/json"));
    add_link(head, "prev", metadata->prev, NULL, PLAIN);
    add_link(head, "next", metadata->next, NULL, PLAIN);
    add_link(head, "license", metadata->license, NULL, PLAIN);

    for (size_t i = 0; i < metadata->author_count; i++) {
        add_link(head, "author", metadata->authors[i].url, NULL, PLAIN);
    }
}


/* A type of schema.org's for an article, else "Article" */
static reader_string_t
schema_type(const reader_metadata_t *metadata)
{
    static const char *const suffixes[] = { "Article", "Posting", "Report" };
    reader_string_t type = metadata->type;

    for (size_t i = 0; i < type.length; i++) {
        if (!reader_ascii_letter(type.data[i])) {
            return READER_STRING("Article");
        }
    }

    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(suffixes[i]);

        if (type.length >= length && type.length <= 40
            && memcmp(type.data + type.length - length, suffixes[i], length)
                   == 0) {
            return type;
        }
    }

    return READER_STRING("Article");
}


static void
add_named(reader_json_t *json, const char *key, const char *type,
          reader_string_t name)
{
    if (name.length != 0) {
        reader_json_open(json, key, '{');
        reader_json_string(json, "@type",
                           (reader_string_t) { type, strlen(type) });
        reader_json_string(json, "name", name);
        reader_json_close(json, '}');
    }
}


static void
add_known(reader_json_t *json, const char *key, reader_string_t value)
{
    if (value.length != 0) {
        reader_json_string(json, key, cut(value, VALUE_MAX));
    }
}


/*
 * Not the page's JSON-LD, which may be of any size: what it said.  That it is
 * about this page goes without saying.
 */
static void
add_json_ld(head_t *head)
{
    const reader_metadata_t *metadata = head->metadata;
    reader_json_t json;

    if (metadata->json_ld_count == 0 || metadata->title.length == 0) {
        return;
    }

    reader_buffer_text(&head->text, "<script type=\"application/ld+json\">");
    reader_json_begin(&json, &head->text);
    reader_json_open(&json, NULL, '{');
    reader_json_string(&json, "@context",
                       READER_STRING("https://schema.org"));
    reader_json_string(&json, "@type", schema_type(metadata));
    add_known(&json, "headline", metadata->title);

    if (metadata->author_count != 0) {
        reader_json_open(&json, "author", '[');

        for (size_t i = 0; i < metadata->author_count; i++) {
            add_named(&json, NULL, "Person", metadata->authors[i].name);
        }

        reader_json_close(&json, ']');
    }

    add_known(&json, "datePublished", metadata->published);
    add_known(&json, "dateModified", metadata->modified);
    add_named(&json, "publisher", "Organization", metadata->site_name);
    add_known(&json, "image", metadata->image.url);

    if (metadata->accessible_for_free == 0) {
        reader_json_word(&json, "isAccessibleForFree", "false");
    }

    reader_json_close(&json, '}');
    reader_buffer_text(&head->text, "</script>");
    end_part(head, JSON_LD);
}


/* Writes what fits: a rank is in with all its parts or out with them. */
static void
write_parts(head_t *head, reader_buffer_t *out)
{
    size_t sizes[RANKS] = { 0 };
    size_t total = 0, start = 0;
    unsigned last = 0;

    for (unsigned i = 0; i < head->count; i++) {
        sizes[head->parts[i].rank] += head->parts[i].end - start;
        start = head->parts[i].end;
    }

    for (unsigned rank = 0; rank < RANKS; rank++) {
        total += sizes[rank];

        if (total > HEAD_MAX) {
            break;
        }

        last = rank + 1;
    }

    start = 0;

    for (unsigned i = 0; i < head->count; i++) {
        if (head->parts[i].rank < last) {
            reader_buffer_add(out, head->text.data + start,
                              head->parts[i].end - start);
        }

        start = head->parts[i].end;
    }
}


void
reader_view_head(const reader_document_t *document, reader_buffer_t *out)
{
    const reader_metadata_t *metadata = document->metadata;
    reader_string_t title = metadata->page_title;
    head_t head;

    head.document = document;
    head.metadata = metadata;
    head.count = 0;
    reader_buffer_init(&head.text, document->arena, HEAD_MAX);

    if (title.length == 0) {
        title = metadata->title;
    }

    reader_buffer_text(out, "<meta charset=\"utf-8\"><title>");
    reader_markup_escape(out, cut(title, TITLE_MAX));
    reader_buffer_text(out, "</title><meta name=\"viewport\" content=\""
                            "width=device-width,initial-scale=1\">");

    add_link(&head, "canonical", metadata->canonical, NULL, PLAIN);
    add_description(&head);
    add_meta(&head, READER_STRING("author"), READER_EMPTY, metadata->byline,
             PLAIN);
    add_meta(&head, READER_STRING("robots"), READER_EMPTY, metadata->robots,
             PLAIN);
    add_metas(&head);
    add_alternates(&head);
    add_json_ld(&head);
    write_parts(&head, out);

    /* else browsers ask for /favicon.ico */
    reader_buffer_text(out, "<link rel=\"icon\" href=\"data:,\">");
}
