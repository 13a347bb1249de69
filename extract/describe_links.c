/* What link elements and addresses in the head say; the lead image. */

#include "describe_jsonld.h"
#include "describe_parts.h"
#include "ascii.h"
#include "buffer.h"
#include "plain.h"

#include <string.h>

#define ALTERNATES_MAX 64
#define IMAGE_SIDE_MAX 100000

typedef enum {
    CANONICAL,
    PREV,
    NEXT,
    AMP,
    LICENSE,
    ICON,
    ALTERNATE,
    IMAGE_SRC
} relation_t;

static const struct {
    const char *rel;
    relation_t relation;
} relations[] = {
    { "canonical", CANONICAL }, { "prev", PREV },      { "previous", PREV },
    { "next", NEXT },           { "amphtml", AMP },    { "license", LICENSE },
    { "icon", ICON },           { "alternate", ALTERNATE },
    { "image_src", IMAGE_SRC },
};


static reader_string_t
resolve(const reader_facts_t *facts, const reader_metadata_t *metadata,
        reader_string_t address, reader_url_use_t use)
{
    address = reader_ascii_trim(address);

    if (address.length == 0) {
        return READER_EMPTY;
    }

    return reader_url_resolve(facts->arena, &metadata->base, address, use,
                              false);
}


/* An alternate is a translation or a feed; the rest are for machines. */
static void
add_alternate(reader_facts_t *facts, reader_metadata_t *metadata,
              reader_node_id_t node, reader_string_t href)
{
    reader_link_t *link;
    reader_string_t type, title;

    if (metadata->alternate_count == ALTERNATES_MAX || href.length == 0) {
        return;
    }

    link = &metadata->alternates[metadata->alternate_count];
    reader_tree_attribute(facts->tree, node, "hreflang", &link->hreflang);
    reader_tree_value(facts->tree, node, READER_NAME_TYPE, &type);
    reader_tree_value(facts->tree, node, READER_NAME_TITLE, &title);

    if (link->hreflang.length == 0
        && !reader_ascii_contains(type, "rss")
        && !reader_ascii_contains(type, "atom")
        && !reader_ascii_contains(type, "feed+json")) {
        return;
    }

    link->href = href;
    link->hreflang = reader_plain_line(facts->arena, link->hreflang);
    link->type = reader_plain_line(facts->arena, type);
    link->title = reader_plain_line(facts->arena, title);
    metadata->alternate_count++;
}


static void
set_once(reader_string_t *field, reader_string_t value)
{
    if (field->length == 0) {
        *field = value;
    }
}


/* The same where it is told where the value comes from. */
static void
set_from(reader_string_t *field, const char **field_from,
         reader_string_t value, const char *from)
{
    if (field->length == 0 && value.length != 0) {
        *field = value;
        *field_from = from;
    }
}


static void
read_link(reader_facts_t *facts, reader_metadata_t *metadata,
          const reader_fact_link_t *link, relation_t relation,
          reader_string_t *image)
{
    reader_string_t href;

    if (!reader_tree_value(facts->tree, link->node, READER_NAME_HREF, &href)) {
        return;
    }

    if (relation == IMAGE_SRC) {
        set_once(image, href);
        return;
    }

    href = resolve(facts, metadata, href, READER_URL_MEDIA);

    switch (relation) {
    case CANONICAL:
        set_from(&metadata->canonical, &metadata->canonical_from, href,
                 "a link element with rel=canonical");
        break;
    case PREV:
        set_once(&metadata->prev, href);
        break;
    case NEXT:
        set_once(&metadata->next, href);
        break;
    case AMP:
        set_once(&metadata->amp, href);
        break;
    case LICENSE:
        set_from(&metadata->license, &metadata->license_from, href,
                 "a link with rel=license");
        break;
    case ICON:
        set_once(&metadata->favicon, href);
        break;
    default:
        add_alternate(facts, metadata, link->node, href);
    }
}


/* What a word of a rel asks for. */
static void
read_word(reader_facts_t *facts, reader_metadata_t *metadata,
          const reader_fact_link_t *link, reader_string_t word, bool sheet,
          reader_string_t *image)
{
    char first = reader_ascii_lower(word.data[0]);

    for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++) {
        if (relations[i].rel[0] != first
            || !reader_ascii_is(word, relations[i].rel)) {
            continue;
        }

        /* "alternate stylesheet" is another thing */
        if (relations[i].relation != ALTERNATE || !sheet) {
            read_link(facts, metadata, link, relations[i].relation, image);
        }
    }
}


/* Each word of a rel. */
static void
read_links(reader_facts_t *facts, reader_metadata_t *metadata,
           reader_string_t *image)
{
    for (size_t i = 0; i < facts->link_count; i++) {
        reader_string_t rel = facts->links[i].rel;
        bool sheet = reader_ascii_contains(rel, "stylesheet");
        size_t at = 0;

        reader_arena_spend(facts->arena, rel.length);

        while (at < rel.length) {
            reader_string_t word;
            size_t start;

            while (at < rel.length && reader_ascii_space(rel.data[at])) {
                at++;
            }

            start = at;

            while (at < rel.length && !reader_ascii_space(rel.data[at])) {
                at++;
            }

            word = (reader_string_t) { rel.data + start, at - start };

            if (word.length != 0) {
                read_word(facts, metadata, &facts->links[i], word, sheet,
                          image);
            }
        }
    }
}


/* "600", "600px"; 0 if it is no number of pixels. */
static unsigned
side_of(reader_string_t text)
{
    unsigned value = 0;
    size_t at = 0;

    while (at < text.length && reader_ascii_digit(text.data[at])
           && value <= IMAGE_SIDE_MAX) {
        value = value * 10 + (unsigned) (text.data[at++] - '0');
    }

    return value > IMAGE_SIDE_MAX ? 0 : value;
}


static unsigned
json_side(const reader_facts_t *facts, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (json_is_integer(value)) {
        json_int_t number = json_integer_value(value);

        return number > 0 && number <= IMAGE_SIDE_MAX ? (unsigned) number : 0;
    }

    return side_of(reader_jsonld_string(facts, object, key));
}


static void
choose_image(const reader_facts_t *facts, reader_metadata_t *metadata,
             reader_string_t image_src)
{
    static const char *const og[] = { "og:image:secure_url", "og:image",
                                      "og:image:url", NULL };
    static const char *const og_alt[] = { "og:image:alt", NULL };
    static const char *const og_width[] = { "og:image:width", NULL };
    static const char *const og_height[] = { "og:image:height", NULL };
    static const char *const twitter[] = { "twitter:image",
                                           "twitter:image:src", NULL };
    static const char *const twitter_alt[] = { "twitter:image:alt", NULL };
    reader_image_t *image = &metadata->image;
    const json_t *json = json_object_get(facts->article, "image");

    image->url = resolve(facts, metadata, reader_facts_meta(facts, og),
                         READER_URL_MEDIA);

    if (image->url.length != 0) {
        metadata->image_from = "og:image";
        image->alt = reader_facts_line(facts->arena,
                                       reader_facts_meta(facts, og_alt));
        image->width = side_of(reader_facts_meta(facts, og_width));
        image->height = side_of(reader_facts_meta(facts, og_height));
        return;
    }

    image->url = resolve(facts, metadata, reader_jsonld_url(facts, json),
                         READER_URL_MEDIA);

    if (image->url.length != 0) {
        metadata->image_from = "JSON-LD image";
        if (json_is_array(json)) {
            json = json_array_get(json, 0);
        }

        json = reader_jsonld_follow(facts, json);
        image->alt = reader_jsonld_string(facts, json, "caption");
        image->width = json_side(facts, json, "width");
        image->height = json_side(facts, json, "height");
        return;
    }

    image->url = resolve(facts, metadata, reader_facts_meta(facts, twitter),
                         READER_URL_MEDIA);

    if (image->url.length != 0) {
        metadata->image_from = "twitter:image";
        image->alt = reader_facts_line(facts->arena,
                                       reader_facts_meta(facts, twitter_alt));
        return;
    }

    set_from(&image->url, &metadata->image_from,
             resolve(facts, metadata, image_src, READER_URL_MEDIA),
             "a link element with rel=image_src");
}


void
reader_describe_links(reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const og_url[] = { "og:url", NULL };
    static const char *const rights[] = { "dcterms.license", "dc.rights",
                                          "dcterms.rights", NULL };
    reader_string_t image = READER_EMPTY;

    metadata->alternates = reader_arena_alloc(
        facts->arena, ALTERNATES_MAX * sizeof(*metadata->alternates));
    read_links(facts, metadata, &image);
    choose_image(facts, metadata, image);

    set_from(&metadata->canonical, &metadata->canonical_from,
             resolve(facts, metadata, reader_facts_meta(facts, og_url),
                     READER_URL_MEDIA),
             "og:url");
    set_from(&metadata->license, &metadata->license_from,
             resolve(facts, metadata,
                     reader_jsonld_url(facts, json_object_get(facts->article,
                                                              "license")),
                     READER_URL_MEDIA),
             "JSON-LD license");
    set_from(&metadata->license, &metadata->license_from,
             resolve(facts, metadata, reader_facts_meta(facts, rights),
                     READER_URL_MEDIA),
             "a meta element like dcterms.license");
}
