#include "describe_jsonld.h"
#include "buffer.h"
#include "describe_jsonld_text.h"
#include "words.h"

#include <string.h>

/*
 * jansson takes its memory from malloc, about twenty times the text at worst;
 * so that has a bound of its own.
 */
#define SCRIPT_MAX ((size_t) 256 << 10)
#define TOTAL_MAX ((size_t) 512 << 10)
#define OBJECTS_MAX 128

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct reader_jsonld {
    json_t *items[OBJECTS_MAX];
    size_t count;
};

/* schema.org's kinds of article, and what people read like one */
static const char *const article_types[] = {
    "Article", "NewsArticle", "BlogPosting", "LiveBlogPosting", "Report",
    "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle",
    "SatiricalArticle", "AdvertiserContentArticle", "ScholarlyArticle",
    "MedicalScholarlyArticle", "TechArticle", "APIReference",
    "SocialMediaPosting", "DiscussionForumPosting",
};

static const char *const near_article_types[] = {
    "Recipe", "HowTo", "Review", "Question", "CreativeWork", "Book",
    "VideoObject", "PodcastEpisode", "Course", "Guide", "Blog",
};

static const char *const page_types[] = {
    "WebPage", "ItemPage", "AboutPage", "FAQPage", "QAPage",
};

static const char *const site_types[] = { "WebSite" };


static void
release(void *json)
{
    json_decref(json);
}


/* schema.org/ before the name is fine. */
static reader_string_t
less_path(reader_string_t type)
{
    const char *slash = memrchr(type.data, '/', type.length);
    size_t start = slash == NULL ? 0 : (size_t) (slash + 1 - type.data);

    return (reader_string_t) { type.data + start, type.length - start };
}


static bool
is_among(reader_string_t name, const char *const *types, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(types[i]) == name.length
            && memcmp(types[i], name.data, name.length) == 0) {
            return true;
        }
    }

    return false;
}


/* Whether @type is, or has in it, one of these. */
static bool
is_one_of(const json_t *object, const char *const *types, size_t count)
{
    const json_t *type = json_object_get(object, "@type");
    size_t type_count = json_is_array(type) ? json_array_size(type) : 1;

    for (size_t i = 0; i < type_count; i++) {
        const char *text = json_string_value(
            json_is_array(type) ? json_array_get(type, i) : type);

        if (text != NULL
            && is_among(less_path((reader_string_t) { text, strlen(text) }),
                        types, count)) {
            return true;
        }
    }

    return false;
}


reader_jsonld_type_t
reader_jsonld_type(reader_string_t type)
{
    reader_string_t name = less_path(type);

    /* one with an escape in it might be any */
    if (memchr(name.data, '\\', name.length) != NULL
        || is_among(name, article_types, COUNT(article_types))
        || is_among(name, near_article_types, COUNT(near_article_types))) {
        return READER_JSONLD_ARTICLE;
    }

    return is_among(name, page_types, COUNT(page_types))
                   || is_among(name, site_types, COUNT(site_types))
               ? READER_JSONLD_PAGE
               : READER_JSONLD_OTHER;
}


static void
add_object(reader_jsonld_t *objects, json_t *object)
{
    if (json_is_object(object) && objects->count < OBJECTS_MAX) {
        objects->items[objects->count++] = object;
    }
}


/* The objects of a document, those of arrays and graphs, and main entities. */
static void
list_objects(reader_jsonld_t *objects, json_t *document)
{
    static const char *const inside[] = { "@graph", "mainEntity",
                                          "mainEntityOfPage" };
    size_t at = objects->count;
    size_t i;
    json_t *item;

    add_object(objects, document);

    if (json_is_array(document)) {
        json_array_foreach(document, i, item)
        {
            add_object(objects, item);

            if (json_is_array(item) && json_array_size(item) != 0) {
                add_object(objects, json_array_get(item, 0));
            }
        }
    }

    for (; at < objects->count; at++) {
        for (size_t k = 0; k < COUNT(inside); k++) {
            json_t *value = json_object_get(objects->items[at], inside[k]);

            add_object(objects, value);

            if (json_is_array(value)) {
                json_array_foreach(value, i, item)
                {
                    add_object(objects, item);
                }
            }
        }
    }
}


const json_t *
reader_jsonld_follow(const reader_facts_t *facts, const json_t *value)
{
    const char *id = json_string_value(json_object_get(value, "@id"));

    if (id == NULL || json_object_get(value, "name") != NULL) {
        return value;
    }

    for (size_t i = 0; i < facts->json_ld->count; i++) {
        const json_t *other = facts->json_ld->items[i];
        const char *other_id = json_string_value(json_object_get(other, "@id"));

        if (other_id != NULL && json_object_get(other, "name") != NULL
            && strcmp(id, other_id) == 0) {
            return other;
        }
    }

    return value;
}


static reader_string_t
line_of(const reader_facts_t *facts, const json_t *value)
{
    reader_string_t text = { json_string_value(value),
                             json_string_length(value) };

    return json_is_string(value) ? reader_facts_line(facts->arena, text)
                                 : READER_EMPTY;
}


reader_string_t
reader_jsonld_string(const reader_facts_t *facts, const json_t *object,
                     const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (json_is_array(value)) {
        value = json_array_get(value, 0);
    }

    if (json_is_object(value)) {
        value = json_object_get(value, "@value");
    }

    return line_of(facts, value);
}


reader_string_t
reader_jsonld_name(const reader_facts_t *facts, const json_t *value)
{
    if (json_is_array(value)) {
        value = json_array_get(value, 0);
    }

    if (json_is_string(value)) {
        return line_of(facts, value);
    }

    return reader_jsonld_string(facts, reader_jsonld_follow(facts, value),
                                "name");
}


reader_string_t
reader_jsonld_url(const reader_facts_t *facts, const json_t *value)
{
    static const char *const keys[] = { "url", "contentUrl", "@id" };
    const json_t *found;

    if (json_is_array(value)) {
        value = json_array_get(value, 0);
    }

    value = reader_jsonld_follow(facts, value);
    found = value;

    for (size_t i = 0;
         json_is_object(value) && !json_is_string(found) && i < COUNT(keys);
         i++) {
        found = json_object_get(value, keys[i]);

        if (json_is_array(found)) {
            found = json_array_get(found, 0);
        }
    }

    if (!json_is_string(found)) {
        return READER_EMPTY;
    }

    return (reader_string_t) { json_string_value(found),
                               json_string_length(found) };
}


/*
 * Of several articles the one whose headline is most like the page's title:
 * the others are teasers.
 */
static json_t *
best_article(reader_facts_t *facts, const reader_jsonld_t *objects,
             const char *const *types, size_t type_count)
{
    json_t *best = NULL;
    double best_score = -1;
    reader_words_t title, headline;
    size_t count = 0;

    for (size_t i = 0; i < objects->count; i++) {
        json_t *object = objects->items[i];
        reader_string_t text;
        double score;

        if (!is_one_of(object, types, type_count)) {
            continue;
        }

        text = reader_jsonld_string(facts, object, "headline");

        if (text.length == 0) {
            text = reader_jsonld_string(facts, object, "name");
        }

        if (count++ == 0) {
            reader_words_of(facts->title, &title);
        }

        reader_words_of(text, &headline);
        score = reader_words_share(&headline, &title);

        /* an object of @graph with nothing but an @id says nothing */
        if (json_object_get(object, "author") != NULL
            || json_object_get(object, "datePublished") != NULL) {
            score += 0.3;
        }

        if (score > best_score + 0.05) {
            best = object;
            best_score = score;
        }
    }

    /* a list of articles none of which is this page */
    return count > 2 && best_score < 0.5 ? NULL : best;
}


/*
 * One document, which the arena releases; NULL if it is none.  body is set to
 * its articleBody as far as that is not set yet.
 */
static json_t *
read_document(reader_arena_t *arena, reader_string_t text, bool whole,
              reader_string_t *body)
{
    reader_string_t pruned = READER_EMPTY, found = READER_EMPTY;
    void **slot;

    if (!whole) {
        pruned = reader_jsonld_prune(arena, text, &found);
    }

    text = pruned.length != 0 ? pruned : reader_jsonld_mend(arena, text);

    if (text.length == 0) {
        return NULL;
    }

    slot = reader_arena_defer(arena, release);
    *slot = json_loadb(text.data, text.length,
                       JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, NULL);
    reader_arena_spend(arena, 4 * text.length);

    if (body->data != NULL) {
        return *slot;
    }

    if (pruned.length == 0) {
        body->data = json_string_value(json_object_get(*slot, "articleBody"));
        body->length = body->data == NULL ? 0 : strlen(body->data);

    } else if (found.data != NULL) {
        *body = reader_jsonld_unescape(arena, found);
    }

    return *slot;
}


void
reader_jsonld_read(const reader_sift_t *sift, bool whole,
                   reader_facts_t *facts, reader_metadata_t *metadata)
{
    reader_arena_t *arena = facts->arena;
    reader_jsonld_t *objects = reader_arena_array(arena, 1, sizeof(*objects));
    size_t total = 0;

    facts->json_ld = objects;
    metadata->json_ld = reader_arena_array(arena, sift->json_ld_count + 1,
                                           sizeof(*metadata->json_ld));

    for (size_t i = 0; i < sift->json_ld_count; i++) {
        reader_string_t text = reader_jsonld_unwrap(sift->json_ld[i]);
        json_t *document;

        if (text.length == 0 || text.length > SCRIPT_MAX
            || total + text.length > TOTAL_MAX) {
            continue;
        }

        total += text.length;
        document = read_document(arena, text, whole, &metadata->article_body);

        if (document != NULL) {
            metadata->json_ld[metadata->json_ld_count++] = document;
            list_objects(objects, document);
        }
    }

    facts->article =
        best_article(facts, objects, article_types, COUNT(article_types));

    if (facts->article == NULL) {
        facts->article = best_article(facts, objects, near_article_types,
                                      COUNT(near_article_types));
    }

    for (size_t i = 0; i < objects->count; i++) {
        json_t *object = objects->items[i];

        if (facts->page == NULL
            && is_one_of(object, page_types, COUNT(page_types))) {
            facts->page = object;
        }

        if (facts->site == NULL
            && is_one_of(object, site_types, COUNT(site_types))) {
            facts->site = object;
        }
    }
}
