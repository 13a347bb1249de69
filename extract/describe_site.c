/* The site's name, the language and the direction of the text. */

#include "describe_jsonld.h"
#include "describe_parts.h"
#include "ascii.h"
#include "buffer.h"
#include "unicode.h"
#include "words.h"

#include <endian.h>
#include <string.h>

#define LANGUAGE_MAX 35 /* RFC 5646, section 4.4.1 */

/* Letters that are looked at to tell the script, and their share. */
#define SAMPLE_LETTERS 4000
#define SAMPLE_BYTES ((size_t) 256 << 10)
#define SAMPLE_LEAST 100
#define SCRIPT_SHARE 0.6

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef enum {
    LATIN,
    CYRILLIC,
    GREEK,
    HEBREW,
    ARABIC,
    INDIC,
    THAI,
    HANGUL,
    KANA,
    HAN,
    SCRIPTS
} script_t;

static const struct {
    uint32_t first, last;
    script_t script;
} scripts[] = {
    { 0xC0, 0x24F, LATIN },    { 0x370, 0x3FF, GREEK },
    { 0x400, 0x52F, CYRILLIC }, { 0x590, 0x5FF, HEBREW },
    { 0x600, 0x6FF, ARABIC },  { 0x900, 0xDFF, INDIC },
    { 0xE00, 0xE7F, THAI },    { 0x1E00, 0x1EFF, LATIN },
    { 0x3040, 0x30FF, KANA },  { 0x4E00, 0x9FFF, HAN },
    { 0xAC00, 0xD7A3, HANGUL },
};

/* What language a script is, if that is for sure. */
static const char *const script_languages[SCRIPTS] = {
    [GREEK] = "el", [THAI] = "th", [HANGUL] = "ko",
    [KANA] = "ja",  [HAN] = "zh",
};

/*
 * Languages that are not written in Latin letters, or not only: everything
 * else is expected to be, where the page turns out to be in another script.
 */
static const struct {
    char language[4];
    script_t script;
} written_in[] = {
    { "ru", CYRILLIC }, { "uk", CYRILLIC }, { "be", CYRILLIC },
    { "bg", CYRILLIC }, { "mk", CYRILLIC }, { "sr", CYRILLIC },
    { "kk", CYRILLIC }, { "ky", CYRILLIC }, { "mn", CYRILLIC },
    { "tg", CYRILLIC }, { "tt", CYRILLIC }, { "uz", CYRILLIC },
    { "el", GREEK },    { "he", HEBREW },   { "iw", HEBREW },
    { "yi", HEBREW },   { "ar", ARABIC },   { "fa", ARABIC },
    { "ur", ARABIC },   { "ps", ARABIC },   { "ckb", ARABIC },
    { "ku", ARABIC },   { "sd", ARABIC },   { "ug", ARABIC },
    { "hi", INDIC },    { "mr", INDIC },    { "ne", INDIC },
    { "bn", INDIC },    { "ta", INDIC },    { "te", INDIC },
    { "kn", INDIC },    { "ml", INDIC },    { "gu", INDIC },
    { "pa", INDIC },    { "si", INDIC },    { "or", INDIC },
    { "as", INDIC },    { "sa", INDIC },    { "th", THAI },
    { "ko", HANGUL },   { "ja", KANA },     { "ja", HAN },
    { "zh", HAN },      { "yue", HAN },     { "wuu", HAN },
};


static void
add_letters(reader_site_names_t *names, reader_string_t letters)
{
    if (names->count < READER_SITE_NAMES_MAX && letters.length != 0) {
        names->letters[names->count++] = letters;
    }
}


static void
add_name(reader_arena_t *arena, reader_site_names_t *names,
         reader_string_t name)
{
    if (name.length != 0) {
        add_letters(names, reader_words_letters(arena, name));
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


/*
 * The host of the page that a web archive keeps a copy of, whose address is
 * the end of the copy's: "/web/2016/http://www.example.com/page".
 */
static reader_string_t
archived_host(const reader_metadata_t *metadata)
{
    reader_string_t path = metadata->address.path;
    reader_string_t host = READER_EMPTY;

    for (size_t at = 0; at + 3 < path.length; at++) {
        if (memcmp(path.data + at, "://", 3) == 0) {
            host.data = path.data + at + 3;

            while (at + 3 + host.length < path.length
                   && memchr("/:?#", host.data[host.length], 4) == NULL) {
                host.length++;
            }

            break;
        }
    }

    return host;
}


bool
reader_is_exact_site_name(reader_arena_t *arena,
                          const reader_site_names_t *names,
                          reader_string_t text)
{
    reader_string_t letters = reader_words_letters(arena, text);

    for (size_t i = 0; i < names->count; i++) {
        if (reader_string_equal(letters, names->letters[i])) {
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


/* The script of a letter that is not ASCII, or SCRIPTS. */
static script_t
script_of_letter(uint32_t code)
{
    for (size_t i = 0; i < COUNT(scripts); i++) {
        if (code >= scripts[i].first && code <= scripts[i].last) {
            return scripts[i].script;
        }
    }

    return SCRIPTS;
}


/* How many of eight ASCII characters are letters. */
static size_t
letters_in(uint64_t bytes)
{
    const uint64_t ones = 0x0101010101010101u, high = ones << 7;
    uint64_t lower = bytes | ones * 0x20;

    /* the high bit of each from 'a' on, less that of each behind 'z' */
    bytes = (lower + ones * (0x80 - 'a')) & ~(lower + ones * (0x80 - '{'));

    return (size_t) (((bytes & high) >> 7) * ones >> 56);
}


/* Moves *at over ASCII, to end at most; returns how many of it are letters. */
static size_t
skip_ascii(const char **at, const char *end)
{
    const uint64_t high = 0x8080808080808080u;
    const char *p = *at;
    size_t letters = 0;
    uint64_t bytes;

    for (; end - p >= (ptrdiff_t) sizeof(bytes); p += sizeof(bytes)) {
        memcpy(&bytes, p, sizeof(bytes));

        if (bytes & high) {
            break;
        }

        letters += letters_in(bytes);
    }

    /* of the last eight those that are new */
    if (p < end && end - p < 8 && end - *at >= 8) {
        memcpy(&bytes, end - sizeof(bytes), sizeof(bytes));
        bytes = le64toh(bytes) >> 8 * (8 - (end - p));

        if (!(bytes & high)) {
            letters += letters_in(bytes);
            p = end;
        }
    }

    for (; p < end && (unsigned char) *p < 0x80; p++) {
        letters += ((unsigned) *p | 0x20) - 'a' < 26;
    }

    *at = p;

    return letters;
}


/*
 * The script that most letters of the page are of, or SCRIPTS.  Most of the
 * largest sample are most of a smaller one as well.
 */
static script_t
script_of(const reader_facts_t *facts)
{
    const reader_node_t *node = facts->tree->nodes;
    const reader_node_t *last = node + facts->tree->count;
    size_t counts[SCRIPTS + 1] = { 0 };
    size_t letters = 0, bytes = 0;

    for (; node < last && letters < SAMPLE_LETTERS && bytes < SAMPLE_BYTES;
         node++) {
        const char *p, *end;

        if ((node->flags & (READER_NODE_TEXT | READER_NODE_SPACE))
            != READER_NODE_TEXT) {
            continue;
        }

        p = node->source.data;
        end = p + node->source.length;

        if ((size_t) (end - p) > SAMPLE_BYTES) {
            end = p + SAMPLE_BYTES;
        }

        bytes += (size_t) (end - p);

        while (p < end && letters < SAMPLE_LETTERS) {
            const char *start = p, *stop = end;
            size_t left = SAMPLE_LETTERS - letters, latin;

            if ((size_t) (end - p) > left) {
                stop = p + left;
            }

            latin = skip_ascii(&p, stop);
            counts[LATIN] += latin;
            letters += latin;

            if (p == start) {
                script_t script =
                    script_of_letter(reader_unicode_next(&p, end));

                counts[script]++;
                letters += script != SCRIPTS;
            }
        }

        if ((double) counts[LATIN] > SCRIPT_SHARE * SAMPLE_LETTERS) {
            return LATIN;
        }
    }

    if (letters < SAMPLE_LEAST) {
        return SCRIPTS;
    }

    /* Japanese is a mixture, and nothing else has kana in it */
    if ((double) counts[KANA] > 0.1 * (double) letters
        && (double) (counts[KANA] + counts[HAN])
               > SCRIPT_SHARE * (double) letters) {
        return KANA;
    }

    for (int script = 0; script < SCRIPTS; script++) {
        if ((double) counts[script] > SCRIPT_SHARE * (double) letters) {
            return (script_t) script;
        }
    }

    return SCRIPTS;
}


/* False if a page in this script is in no way in this language. */
static bool
fits_script(reader_string_t tag, script_t script)
{
    if (script == LATIN || script == SCRIPTS) {
        return true; /* transliterations; pages with much code */
    }

    for (size_t i = 0; i < COUNT(written_in); i++) {
        size_t length = strlen(written_in[i].language);

        if (written_in[i].script == script
            && reader_ascii_starts(tag, written_in[i].language)
            && (tag.length == length || tag.data[length] == '-'
                || tag.data[length] == '_')) {
            return true;
        }
    }

    /* "az-Cyrl" */
    return reader_ascii_contains(tag, "-cyrl")
           || reader_ascii_contains(tag, "-arab");
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
          "JSON-LD inLanguage" },
        { facts->content_language, "the meta element content-language" },
        { reader_facts_meta(facts, metas), "a meta element like og:locale" },
    };

    script_t script = script_of(facts);

    for (size_t i = 0; i < COUNT(candidates); i++) {
        reader_string_t value = reader_ascii_trim(candidates[i].value);

        if (is_language(value) && fits_script(value, script)) {
            metadata->language = value;
            metadata->language_from = candidates[i].from;
            return;
        }
    }

    if (script < SCRIPTS && script_languages[script] != NULL) {
        metadata->language =
            (reader_string_t) { script_languages[script],
                                strlen(script_languages[script]) };
        metadata->language_from = "the script of the text";
    }
}


static void
choose_direction(const reader_facts_t *facts, reader_metadata_t *metadata)
{
    static const char *const values[] = { "ltr", "rtl", "auto" };
    const struct {
        reader_string_t value;
        const char *from;
    } candidates[] = {
        { facts->inner_direction, "dir of what holds most of the page" },
        { facts->body_direction, "dir of body" },
        { facts->html_direction, "dir of html" },
    };

    for (size_t i = 0; i < COUNT(candidates); i++) {
        for (size_t k = 0; k < 3; k++) {
            if (reader_ascii_is(reader_ascii_trim(candidates[i].value),
                                values[k])) {
                metadata->direction_from = candidates[i].from;
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
    reader_string_t title = reader_facts_meta(facts, og_title);
    reader_string_t title_letters = reader_words_letters(arena, title);
    reader_string_t site = reader_facts_line(arena,
                                             reader_facts_meta(facts, og));
    bool site_is_title =
        site.length == 0
        || reader_string_equal(reader_words_letters(arena, site),
                               title_letters);
    reader_string_t publisher = reader_jsonld_name(
        facts, json_object_get(facts->article, "publisher"));

    if (publisher.length == 0) {
        publisher = reader_jsonld_name(
            facts, json_object_get(facts->page, "publisher"));
    }

    const struct {
        reader_string_t name;
        const char *from;
    } claims[] = {
        { publisher, "JSON-LD publisher" },
        { site, "og:site_name" },
        { reader_jsonld_name(facts, facts->site), "JSON-LD WebSite" },
        { reader_facts_meta(facts, application), "the meta element application-name" },
    };

    names->count = 0;

    for (size_t i = 0; i < COUNT(claims); i++) {
        reader_string_t letters;

        if (metadata->site_name.length == 0 && claims[i].name.length != 0) {
            metadata->site_name = claims[i].name;
            metadata->site_name_from = claims[i].from;
        }

        letters = reader_words_letters(arena, claims[i].name);

        /* some pages give the title of the article as a name of the site */
        if (site_is_title || !reader_string_equal(letters, title_letters)) {
            add_letters(names, letters);
        }
    }

    add_name(arena, names, domain_label(metadata->address.host));
    add_name(arena, names, metadata->address.host);
    add_name(arena, names, domain_label(archived_host(metadata)));
    add_name(arena, names, reader_facts_meta(facts, twitter));
    add_name(arena, names, rest_of_title(facts, title));

    choose_language(facts, metadata);
    choose_direction(facts, metadata);
}
