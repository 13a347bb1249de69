#include "describe_jsonld.h"
#include "ascii.h"
#include "buffer.h"
#include "words.h"

#include <string.h>

/*
 * jansson recurses and takes its memory from malloc, about twenty times the
 * text at worst; so both depth and size have a bound of their own.
 */
#define DEPTH_MAX 32
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


static void
release(void *json)
{
    json_decref(json);
}


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
is_hex(char c)
{
    return reader_ascii_digit(c)
           || (reader_ascii_lower(c) >= 'a' && reader_ascii_lower(c) <= 'f');
}


static unsigned
hex4(const char *p)
{
    unsigned value = 0;

    for (int i = 0; i < 4; i++) {
        char c = reader_ascii_lower(p[i]);

        value = value * 16
                + (unsigned) (reader_ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }

    return value;
}


/* A backslash at p inside a string; writes what JSON allows of it. */
static const char *
mend_escape(reader_buffer_t *out, const char *p, const char *end)
{
    if (end - p < 2) {
        return end;
    }

    if (strchr("\"\\/bfnrt", p[1]) != NULL && p[1] != '\0') {
        reader_buffer_add(out, p, 2);
        return p + 2;
    }

    if (p[1] == 'u' && end - p >= 6 && is_hex(p[2]) && is_hex(p[3])
        && is_hex(p[4]) && is_hex(p[5])) {
        unsigned unit = hex4(p + 2);

        if (unit < 0xD800 || unit > 0xDFFF) {
            reader_buffer_add(out, p, 6);
            return p + 6;
        }

        if (unit < 0xDC00 && end - p >= 12 && p[6] == '\\' && p[7] == 'u'
            && is_hex(p[8]) && is_hex(p[9]) && is_hex(p[10])
            && is_hex(p[11])) {
            unsigned trail = hex4(p + 8);

            if (trail >= 0xDC00 && trail <= 0xDFFF) {
                reader_buffer_add(out, p, 12);
                return p + 12;
            }
        }

        reader_buffer_text(out, "\\ufffd");
        return p + 6;
    }

    return p + 1; /* an escape that JSON has not: \' */
}


/*
 * A copy without the usual faults: control characters in strings, unknown
 * escapes, lone surrogates, commas before a closing bracket, comments.
 * Empty if it is nested too deep.
 */
static reader_string_t
mend(reader_arena_t *arena, reader_string_t text)
{
    const char *p = text.data;
    const char *end = p + text.length;
    bool string = false;
    size_t comma = SIZE_MAX; /* where the last one was written */
    int depth = 0;
    reader_buffer_t out;

    reader_buffer_init(&out, arena, text.length + 16);

    while (p < end) {
        char c = *p;

        if (string) {
            if (c == '\\') {
                p = mend_escape(&out, p, end);
                continue;
            }

            if (c != '"' && (unsigned char) c >= 0x20) {
                const char *start = p;

                while (p < end && *p != '"' && *p != '\\'
                       && (unsigned char) *p >= 0x20) {
                    p++;
                }

                reader_buffer_add(&out, start, (size_t) (p - start));
                continue;
            }

            string = c != '"';
            reader_buffer_byte(&out, string ? ' ' : c);
            p++;
            continue;
        }

        if (c == '/' && end - p > 1 && p[1] == '*') {
            const char *close = memmem(p + 2, (size_t) (end - p - 2), "*/", 2);

            p = close == NULL ? end : close + 2;
            continue;
        }

        switch (c) {
        case '"':
            string = true;
            break;

        case '{':
        case '[':
            if (++depth > DEPTH_MAX) {
                return READER_EMPTY;
            }
            break;

        case '}':
        case ']':
            depth--;

            if (comma != SIZE_MAX) {
                out.data[comma] = ' ';
            }
            break;

        default:
            break;
        }

        if (c == ',') {
            comma = comma == SIZE_MAX ? out.length : comma;
        } else if (!reader_ascii_space(c)) {
            comma = SIZE_MAX;
        }

        reader_buffer_byte(&out, c);
        p++;
    }

    reader_arena_spend(arena, text.length);

    return reader_buffer_value(&out);
}


static bool
type_is(const json_t *type, const char *name)
{
    const char *text = json_string_value(type);
    const char *slash;

    if (text == NULL) {
        return false;
    }

    slash = strrchr(text, '/');

    return strcmp(slash == NULL ? text : slash + 1, name) == 0;
}


bool
reader_jsonld_is(const json_t *object, const char *name)
{
    const json_t *type = json_object_get(object, "@type");
    size_t i;
    const json_t *item;

    if (json_is_array(type)) {
        json_array_foreach(type, i, item)
        {
            if (type_is(item, name)) {
                return true;
            }
        }

        return false;
    }

    return type_is(type, name);
}


static bool
is_one_of(const json_t *object, const char *const *types, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (reader_jsonld_is(object, types[i])) {
            return true;
        }
    }

    return false;
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

    reader_words_of(facts->title, &title);

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

        reader_words_of(text, &headline);
        score = reader_words_share(&headline, &title);
        count++;

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
        void **slot;

        if (text.length == 0 || text.length > SCRIPT_MAX
            || total + text.length > TOTAL_MAX) {
            continue;
        }

        total += text.length;
        text = mend(arena, text);

        if (text.length == 0) {
            continue;
        }

        slot = reader_arena_defer(arena, release);
        *slot = json_loadb(text.data, text.length,
                           JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, NULL);
        reader_arena_spend(arena, 4 * text.length);

        if (*slot != NULL) {
            metadata->json_ld[metadata->json_ld_count++] = *slot;
            list_objects(objects, *slot);
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

        if (facts->site == NULL && reader_jsonld_is(object, "WebSite")) {
            facts->site = object;
        }
    }
}
