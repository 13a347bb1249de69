#include "describe.h"
#include "describe_jsonld.h"
#include "describe_parts.h"
#include "ascii.h"
#include "buffer.h"

#include <string.h>

#define METAS_MAX 64
#define KEYWORDS_MAX 32
#define KEYWORD_MAX 100 /* bytes */


static void
choose_base(reader_facts_t *facts, reader_string_t url,
            reader_metadata_t *metadata)
{
    reader_arena_t *arena = facts->arena;
    reader_string_t href;

    if (!reader_url_parse(arena, url, &metadata->address)) {
        memset(&metadata->address, 0, sizeof(metadata->address));
    }

    metadata->base = metadata->address;
    href = reader_url_resolve(arena, &metadata->address, facts->base,
                              READER_URL_MEDIA, false);

    if (facts->base.length != 0 && href.length != 0
        && href.length <= READER_BASE_MAX
        && !reader_url_parse(arena, href, &metadata->base)) {
        metadata->base = metadata->address;
    }
}


static void
choose_description(reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const metas[] = { "dc:description", "dc.description",
                                         "dcterms.description",
                                         "og:description", "description",
                                         "twitter:description", NULL };

    metadata->description =
        reader_jsonld_string(facts, facts->article, "description");
    metadata->description_from = "JSON-LD description";

    if (metadata->description.length == 0) {
        metadata->description =
            reader_facts_line(facts->arena, reader_facts_meta(facts, metas));
        metadata->description_from = metadata->description.length != 0
                                         ? "a meta element like description"
                                         : NULL;
    }
}


static void
add_keyword(reader_facts_t *facts, reader_metadata_t *metadata,
            reader_string_t keyword)
{
    keyword = reader_facts_line(facts->arena, keyword);

    if (keyword.length == 0 || keyword.length > KEYWORD_MAX
        || metadata->keyword_count == KEYWORDS_MAX) {
        return;
    }

    for (size_t i = 0; i < metadata->keyword_count; i++) {
        if (metadata->keywords[i].length == keyword.length
            && memcmp(metadata->keywords[i].data, keyword.data,
                      keyword.length)
                   == 0) {
            return;
        }
    }

    metadata->keywords[metadata->keyword_count++] = keyword;
}


/* "a, b, c" */
static void
add_keywords(reader_facts_t *facts, reader_metadata_t *metadata,
             reader_string_t list)
{
    size_t start = 0;

    for (size_t at = 0; at <= list.length; at++) {
        if (at == list.length || list.data[at] == ',') {
            add_keyword(facts, metadata,
                        (reader_string_t) { list.data + start, at - start });
            start = at + 1;
        }
    }
}


static void
choose_keywords(reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const lists[] = { "keywords", "news_keywords", NULL };
    const json_t *json = json_object_get(facts->article, "keywords");
    const json_t *item;
    size_t i;

    metadata->keywords = reader_arena_array(facts->arena, KEYWORDS_MAX,
                                            sizeof(*metadata->keywords));

    for (i = 0; i < facts->meta_count; i++) {
        if (reader_ascii_is(facts->metas[i].name, "article:tag")
            || reader_ascii_is(facts->metas[i].name, "og:article:tag")) {
            add_keyword(facts, metadata, facts->metas[i].value);
        }
    }

    if (json_is_array(json)) {
        json_array_foreach(json, i, item)
        {
            add_keyword(facts, metadata, reader_jsonld_name(facts, item));
        }
    } else {
        add_keywords(facts, metadata, reader_jsonld_name(facts, json));
    }

    if (metadata->keyword_count == 0) {
        add_keywords(facts, metadata, reader_facts_meta(facts, lists));
    }
}


/*
 * "false", false or "False" in JSON-LD, else Open Graph's content tier, of
 * which "metered" says neither.
 */
static int
accessible_for_free(const reader_facts_t *facts)
{
    static const char *const tier[] = { "article:content_tier", NULL };
    static const struct {
        const char *word;
        int free;
    } words[] = {
        { "false", 0 }, { "true", 1 }, { "locked", 0 }, { "free", 1 },
    };

    const json_t *value =
        json_object_get(facts->article, "isAccessibleForFree");
    reader_string_t text;

    if (json_is_boolean(value)) {
        return json_is_true(value);
    }

    text = reader_jsonld_name(facts, value);

    if (text.length == 0) {
        text = reader_facts_meta(facts, tier);
    }

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (reader_ascii_contains(text, words[i].word)) {
            return words[i].free;
        }
    }

    return -1;
}


static void
choose_kind(reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const og_type[] = { "og:type", NULL };
    static const char *const sections[] = { "article:section",
                                            "og:article:section", NULL };
    static const char *const robots[] = { "robots", NULL };

    metadata->type = reader_jsonld_string(facts, facts->article, "@type");
    metadata->type_from = "JSON-LD @type";

    if (metadata->type.length == 0) {
        metadata->type = reader_facts_meta(facts, og_type);
        metadata->type_from = "og:type";
    }

    metadata->section =
        reader_facts_line(facts->arena, reader_facts_meta(facts, sections));
    metadata->section_from = "article:section";

    if (metadata->section.length == 0) {
        metadata->section =
            reader_jsonld_string(facts, facts->article, "articleSection");
        metadata->section_from = "JSON-LD articleSection";
    }

    metadata->robots = reader_facts_meta(facts, robots);
    metadata->accessible_for_free = accessible_for_free(facts);
    metadata->no_transform = facts->no_transform;
    metadata->policies =
        (reader_string_t) { facts->policies, facts->policies_length };
}


/*
 * The metas to give out.  Of a page that has more of them than that, those of
 * Open Graph, its articles, Twitter and Dublin Core come first.
 */
static void
choose_metas(reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const vocabularies[] = { "og:", "article:", "twitter:",
                                                "dc.", "dc:", "dcterms." };
    reader_meta_t *metas;
    size_t count = 0;

    metadata->metas = facts->metas;
    metadata->meta_count = facts->meta_count;

    if (facts->meta_count <= METAS_MAX) {
        return;
    }

    metas = reader_arena_array(facts->arena, METAS_MAX, sizeof(*metas));

    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < facts->meta_count && count < METAS_MAX; i++) {
            bool known = false;

            for (size_t k = 0;
                 k < sizeof(vocabularies) / sizeof(vocabularies[0]); k++) {
                known = known
                        || reader_ascii_starts(facts->metas[i].name,
                                               vocabularies[k]);
            }

            if (known == (round == 0)) {
                metas[count++] = facts->metas[i];
            }
        }
    }

    metadata->metas = metas;
    metadata->meta_count = count;
}


void
reader_describe(reader_tree_t *tree, const reader_sift_t *sift,
                const uint8_t *hidden, reader_string_t url,
                bool whole_json_ld, reader_metadata_t *metadata)
{
    reader_site_names_t names;
    reader_facts_t facts;

    memset(metadata, 0, sizeof(*metadata));
    reader_facts_gather(tree, hidden, &facts);
    choose_base(&facts, url, metadata);
    reader_jsonld_read(sift, whole_json_ld, &facts, metadata);

    reader_describe_site(&facts, metadata, &names);
    reader_describe_title(&facts, &names, metadata);
    reader_describe_byline(&facts, &names, metadata);
    reader_describe_dates(&facts, metadata);
    reader_describe_links(&facts, metadata);
    choose_description(&facts, metadata);
    choose_keywords(&facts, metadata);
    choose_kind(&facts, metadata);
    choose_metas(&facts, metadata);
}
