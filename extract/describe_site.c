/* The site's name, the language and the direction of the text. */

#include "describe_jsonld.h"
#include "describe_parts.h"
#include "ascii.h"
#include "buffer.h"
#include "words.h"

#include <string.h>

#define LANGUAGE_MAX 35 /* RFC 5646, section 4.4.1 */


static void
add_name(reader_arena_t *arena, reader_site_names_t *names,
         reader_string_t name)
{
    reader_string_t letters;

    if (names->count == READER_SITE_NAMES_MAX || name.length == 0) {
        return;
    }

    letters = reader_words_letters(arena, name);

    if (letters.length != 0) {
        names->letters[names->count++] = letters;
    }
}


/* "nytimes" of www.nytimes.com, "bbc" of bbc.co.uk */
static reader_string_t
domain_label(reader_string_t host)
{
    const char *end = host.data + host.length;
    const char *best = host.data;
    size_t best_length = 0;
    int labels = 0;

    /* of the labels but the last, the longest of the last two */
    for (const char *p = end; p > host.data;) {
        const char *start = p;

        while (start > host.data && start[-1] != '.') {
            start--;
        }

        labels++;

        if (labels > 1 && labels <= 3 && (size_t) (p - start) > best_length
            && !(p - start == 3 && memcmp(start, "www", 3) == 0)) {
            best = start;
            best_length = (size_t) (p - start);
        }

        if (start == host.data || labels == 3
            || (labels == 2 && best_length > 3)) {
            break;
        }

        p = start - 1;
    }

    return (reader_string_t) { best, best_length };
}


bool
reader_is_exact_site_name(reader_arena_t *arena,
                          const reader_site_names_t *names,
                          reader_string_t text)
{
    reader_string_t letters = reader_words_letters(arena, text);

    for (size_t i = 0; i < names->count; i++) {
        if (letters.length == names->letters[i].length
            && memcmp(letters.data, names->letters[i].data, letters.length)
                   == 0) {
            return true;
        }
    }

    return false;
}


bool
reader_is_site_name(reader_arena_t *arena, const reader_site_names_t *names,
                    reader_string_t text)
{
    reader_string_t letters;

    if (text.length == 0 || text.length > 100) {
        return false;
    }

    letters = reader_words_letters(arena, text);

    for (size_t i = 0; i < names->count; i++) {
        reader_string_t name = names->letters[i];
        size_t shorter = letters.length < name.length ? letters.length
                                                      : name.length;
        size_t longer = letters.length + name.length - shorter;

        if (shorter == 0) {
            continue;
        }

        if (memcmp(letters.data, name.data, shorter) == 0
            && (shorter == longer
                || (shorter >= 4 && shorter * 2 >= longer))) {
            return true;
        }

        /* "The ..." */
        if (shorter >= 4 && shorter * 2 >= longer
            && memmem(letters.length > name.length ? letters.data : name.data,
                      longer,
                      letters.length > name.length ? name.data : letters.data,
                      shorter)
                   != NULL) {
            return true;
        }
    }

    return false;
}


/* RFC 5646 by its pattern: letters, then letters and digits after hyphens. */
static bool
is_language(reader_string_t tag)
{
    size_t part = 0, parts = 0;

    if (tag.length < 2 || tag.length > LANGUAGE_MAX) {
        return false;
    }

    for (size_t i = 0; i < tag.length; i++) {
        char c = tag.data[i];

        if (c == '-' || c == '_') {
            if (part == 0) {
                return false;
            }

            parts++;
            part = 0;
            continue;
        }

        if (!(reader_ascii_letter(c)
              || (parts > 0 && reader_ascii_digit(c)))
            || ++part > 8 || (parts == 0 && part > 3)) {
            return false;
        }
    }

    return part > 0;
}


static void
choose_language(const reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const metas[] = { "og:locale", "dc.language",
                                         "dcterms.language", "language",
                                         NULL };
    const struct {
        reader_string_t value;
        const char *from;
    } candidates[] = {
        { facts->html_language, "lang of html" },
        { facts->body_language, "lang of body" },
        { reader_jsonld_string(facts, facts->article, "inLanguage"),
          "JSON-LD" },
        { facts->content_language, "meta content-language" },
        { reader_facts_meta(facts, metas), "meta" },
    };

    for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++) {
        reader_string_t value = reader_ascii_trim(candidates[i].value);

        if (is_language(value)) {
            metadata->language = value;
            metadata->language_from = candidates[i].from;
            return;
        }
    }
}


static void
choose_direction(const reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const values[] = { "ltr", "rtl", "auto" };
    const reader_string_t candidates[] = { facts->html_direction,
                                           facts->body_direction };

    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < 3; k++) {
            if (reader_ascii_is(reader_ascii_trim(candidates[i]), values[k])) {
                metadata->direction =
                    (reader_string_t) { values[k], strlen(values[k]) };
                return;
            }
        }
    }
}


/* What the title element has besides og:title is a name of the site. */
static reader_string_t
rest_of_title(const reader_facts_t *facts, reader_string_t og_title)
{
    reader_string_t title = facts->title;
    reader_string_t rest = READER_EMPTY;

    if (og_title.length == 0 || og_title.length >= title.length) {
        return rest;
    }

    if (memcmp(title.data, og_title.data, og_title.length) == 0) {
        rest.data = title.data + og_title.length;
        rest.length = title.length - og_title.length;
    } else if (memcmp(title.data + title.length - og_title.length,
                      og_title.data, og_title.length)
               == 0) {
        rest.data = title.data;
        rest.length = title.length - og_title.length;
    }

    return rest;
}


void
reader_describe_site(reader_facts_t *facts, reader_metadata_t *metadata,
                     reader_site_names_t *names)
{
    static const char *const og[] = { "og:site_name", NULL };
    static const char *const application[] = { "application-name",
                                               "apple-mobile-web-app-title",
                                               NULL };
    static const char *const twitter[] = { "twitter:site", NULL };
    static const char *const og_title[] = { "og:title", NULL };
    reader_arena_t *arena = facts->arena;
    reader_string_t publisher = reader_jsonld_name(
        facts, json_object_get(facts->article, "publisher"));
    reader_string_t site = reader_facts_line(arena,
                                             reader_facts_meta(facts, og));
    reader_string_t website = reader_jsonld_name(facts, facts->site);

    if (publisher.length == 0) {
        publisher = reader_jsonld_name(
            facts, json_object_get(facts->page, "publisher"));
    }

    metadata->site_name_from = "JSON-LD publisher";
    metadata->site_name = publisher;

    if (metadata->site_name.length == 0) {
        metadata->site_name_from = "og:site_name";
        metadata->site_name = site;
    }

    if (metadata->site_name.length == 0) {
        metadata->site_name_from = "JSON-LD WebSite";
        metadata->site_name = website;
    }

    if (metadata->site_name.length == 0) {
        metadata->site_name_from = "meta application-name";
        metadata->site_name = reader_facts_meta(facts, application);
    }

    if (metadata->site_name.length == 0) {
        metadata->site_name_from = NULL;
    }

    names->count = 0;
    add_name(arena, names, site);
    add_name(arena, names, publisher);
    add_name(arena, names, website);
    add_name(arena, names, reader_facts_meta(facts, application));
    add_name(arena, names, domain_label(metadata->address.host));
    add_name(arena, names, metadata->address.host);
    add_name(arena, names, reader_facts_meta(facts, twitter));
    add_name(arena, names,
             rest_of_title(facts, reader_facts_meta(facts, og_title)));

    choose_language(facts, metadata);
    choose_direction(facts, metadata);
}
