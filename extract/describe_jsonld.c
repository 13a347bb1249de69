#include "describe_jsonld.h"
#include "ascii.h"
#include "buffer.h"
#include "words.h"

#include <string.h>

/* Values take about twenty times the text at worst: it has its own bound. */
#define SCRIPT_MAX ((size_t) 256 << 10)
#define TOTAL_MAX ((size_t) 512 << 10)
#define OBJECTS_MAX 128

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct reader_jsonld {
    reader_value_t *items[OBJECTS_MAX];
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


/* Where the JSON begins and ends: without comments and CDATA around it. */
static reader_string_t
unwrap(reader_string_t text)
{
    const char *p = text.data;
    const char *end = p + text.length;

    while (p < end && *p != '{' && *p != '[') {
        /* the bracket of <![CDATA[ is none */
        if (*p == '<' && end - p >= 9 && memcmp(p, "<![CDATA[", 9) == 0) {
            p += 8;
        }

        p++;
    }

    while (end > p && end[-1] != '}' && end[-1] != ']') {
        end--;
    }

    /* "]]>" behind it */
    while (end - p > 2 && end[-1] == ']' && end[-2] == ']'
           && end < text.data + text.length && *end == '>' && *p == '{') {
        end -= 2;

        while (end > p && end[-1] != '}') {
            end--;
        }
    }

    return (reader_string_t) { p, (size_t) (end - p) };
}


static bool
type_is(const reader_value_t *type, const char *name)
{
    reader_string_t text;
    const char *slash;

    if (!reader_value_is(type, READER_VALUE_STRING)) {
        return false;
    }

    text = type->text;
    slash = text.length == 0 ? NULL : memrchr(text.data, '/', text.length);

    if (slash != NULL) {
        text.length -= (size_t) (slash + 1 - text.data);
        text.data = slash + 1;
    }

    return text.length == strlen(name)
           && memcmp(text.data, name, text.length) == 0;
}


static bool
is_one_of(const reader_value_t *object, const char *const *types, size_t count)
{
    const reader_value_t *type = reader_value_member(object, "@type");
    bool array = reader_value_is(type, READER_VALUE_ARRAY);

    for (type = reader_value_single(type); type != NULL;
         type = array ? type->next : NULL) {
        for (size_t i = 0; i < count; i++) {
            if (type_is(type, types[i])) {
                return true;
            }
        }
    }

    return false;
}


bool
reader_jsonld_is(const reader_value_t *object, const char *name)
{
    return is_one_of(object, &name, 1);
}


static void
add_object(reader_jsonld_t *objects, reader_value_t *object)
{
    if (reader_value_is(object, READER_VALUE_OBJECT)
        && objects->count < OBJECTS_MAX) {
        objects->items[objects->count++] = object;
    }
}


/* The objects of a document, those of arrays and graphs, and main entities. */
static void
list_objects(reader_jsonld_t *objects, reader_value_t *document)
{
    static const char *const inside[] = { "@graph", "mainEntity",
                                          "mainEntityOfPage" };
    size_t at = objects->count;
    reader_value_t *item;

    add_object(objects, document);

    if (reader_value_is(document, READER_VALUE_ARRAY)) {
        for (item = document->first; item != NULL; item = item->next) {
            add_object(objects, item);

            if (reader_value_is(item, READER_VALUE_ARRAY)) {
                add_object(objects, item->first);
            }
        }
    }

    for (; at < objects->count; at++) {
        for (size_t k = 0; k < COUNT(inside); k++) {
            reader_value_t *value =
                reader_value_member(objects->items[at], inside[k]);

            add_object(objects, value);

            if (reader_value_is(value, READER_VALUE_ARRAY)) {
                for (item = value->first; item != NULL; item = item->next) {
                    add_object(objects, item);
                }
            }
        }
    }
}


const reader_value_t *
reader_jsonld_follow(const reader_facts_t *facts, const reader_value_t *value)
{
    const reader_value_t *id = reader_value_member(value, "@id");

    if (!reader_value_is(id, READER_VALUE_STRING)
        || reader_value_member(value, "name") != NULL) {
        return value;
    }

    for (size_t i = 0; i < facts->json_ld->count; i++) {
        const reader_value_t *other = facts->json_ld->items[i];
        const reader_value_t *other_id = reader_value_member(other, "@id");

        if (reader_value_is(other_id, READER_VALUE_STRING)
            && other_id->text.length == id->text.length
            && memcmp(other_id->text.data, id->text.data, id->text.length) == 0
            && reader_value_member(other, "name") != NULL) {
            return other;
        }
    }

    return value;
}


static reader_string_t
line_of(const reader_facts_t *facts, const reader_value_t *value)
{
    return reader_value_is(value, READER_VALUE_STRING)
               ? reader_facts_line(facts->arena, value->text)
               : READER_EMPTY;
}


reader_string_t
reader_jsonld_string(const reader_facts_t *facts,
                     const reader_value_t *object, const char *key)
{
    const reader_value_t *value =
        reader_value_single(reader_value_member(object, key));

    if (reader_value_is(value, READER_VALUE_OBJECT)) {
        value = reader_value_member(value, "@value");
    }

    return line_of(facts, value);
}


reader_string_t
reader_jsonld_name(const reader_facts_t *facts, const reader_value_t *value)
{
    value = reader_value_single(value);

    if (reader_value_is(value, READER_VALUE_STRING)) {
        return line_of(facts, value);
    }

    return reader_jsonld_string(facts, reader_jsonld_follow(facts, value),
                                "name");
}


reader_string_t
reader_jsonld_url(const reader_facts_t *facts, const reader_value_t *value)
{
    static const char *const keys[] = { "url", "contentUrl", "@id" };
    const reader_value_t *found;

    value = reader_jsonld_follow(facts, reader_value_single(value));
    found = value;

    for (size_t i = 0; reader_value_is(value, READER_VALUE_OBJECT)
                       && !reader_value_is(found, READER_VALUE_STRING)
                       && i < COUNT(keys);
         i++) {
        found = reader_value_single(reader_value_member(value, keys[i]));
    }

    return reader_value_is(found, READER_VALUE_STRING) ? found->text
                                                       : READER_EMPTY;
}


/*
 * Of several articles the one whose headline is most like the page's title:
 * the others are teasers.
 */
static reader_value_t *
best_article(reader_facts_t *facts, const reader_jsonld_t *objects,
             const char *const *types, size_t type_count)
{
    reader_value_t *best = NULL;
    double best_score = -1;
    reader_words_t title, headline;
    size_t count = 0;

    reader_words_of(facts->title, &title);

    for (size_t i = 0; i < objects->count; i++) {
        reader_value_t *object = objects->items[i];
        reader_string_t text;
        double score;

        if (!is_one_of(object, types, type_count)) {
            continue;
        }

        text = reader_jsonld_string(facts, object, "headline");

        if (text.length == 0) {
            text = reader_jsonld_string(facts, object, "name");
        }

        reader_words_of(text, &headline);
        score = reader_words_share(&headline, &title);
        count++;

        /* an object of @graph with nothing but an @id says nothing */
        if (reader_value_member(object, "author") != NULL
            || reader_value_member(object, "datePublished") != NULL) {
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


void
reader_jsonld_read(const reader_sift_t *sift, reader_facts_t *facts,
                   reader_metadata_t *metadata)
{
    reader_arena_t *arena = facts->arena;
    reader_jsonld_t *objects = reader_arena_array(arena, 1, sizeof(*objects));
    size_t total = 0;

    facts->json_ld = objects;
    metadata->json_ld = reader_arena_array(arena, sift->json_ld_count + 1,
                                           sizeof(*metadata->json_ld));

    for (size_t i = 0; i < sift->json_ld_count; i++) {
        reader_string_t text = unwrap(sift->json_ld[i]);
        reader_value_t *document;

        if (text.length == 0 || text.length > SCRIPT_MAX
            || total + text.length > TOTAL_MAX) {
            continue;
        }

        total += text.length;
        document = reader_json_read(arena, text);

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
        reader_value_t *object = objects->items[i];

        if (facts->page == NULL
            && is_one_of(object, page_types, COUNT(page_types))) {
            facts->page = object;
        }

        if (facts->site == NULL && reader_jsonld_is(object, "WebSite")) {
            facts->site = object;
        }
    }
}
