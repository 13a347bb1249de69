#include "byline.h"
#include "ascii.h"
#include "date.h"
#include "unicode.h"
#include "words.h"

#include <string.h>

#define BYLINE_MAX 160 /* bytes */
#define WORDS_MAX 24

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Before a name; with a space or colon behind it. */
static const char *const prefixes[] = {
    "by", "von", "par", "por", "di", "door", "af", "av", "text", "words",
    "text by", "words by", "text und fotos", "text und foto", "written by",
    "author", "authors", "author(s)", "autor", "autorin", "autoren", "auteur",
    "autore", "autores", "posted by", "published by", "story by", "a cura di",
    "ein artikel von", "ein beitrag von", "eine analyse von",
    "ein kommentar von", "ein gastbeitrag von", "kommentar von",
    "ein interview von", "eine kolumne von", "interview", "gastbeitrag von",
    "alle beitr\xC3\xA4ge von", "alle artikel von", "mehr von", "more by",
    "posts by", "view all posts by", "geschrieben von",
    "ver\xC3\xB6" "ffentlicht von", "verfasst von", "contributed by",
    "reviewed by", "medically reviewed by", "edited by", "guest post by",
    "report by", "analysis by", "opinion by", "submitted by", "started by",
    "created by", "article by", "aus", "tekst", "tekst:", "redaktion",
    "about", "meet the author", "about the author", "from", "follow",
    "zeige alle beitr\xC3\xA4ge von", "articles by", "all posts by",
    "erstellt von", "artikel von", "beitrag von", "authored by",
    "pressemitteilung von", "auteur(s)", "this post was written by",
    "post by", "insights from", "\xC2\xA9", "see all posts by",
    "publi\xC3\xA9 par", "publicado por", "escrito por", "scritto da",
    "pubblicato da", "geschreven door", "skrevet av", "skrevet af",
    "skriven av", "foto", "fotos", "research by", "by:",
    "\xD0\xB0\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80", "\xE4\xBD\x9C\xE8\x80\x85",
    "\xE6\x96\x87", "\xE6\x92\xB0\xE6\x96\x87",
};

/* What is behind one of these, which begin with no letter, is no name. */
static const char *const cuts[] = {
    " | ", " \xC2\xB7 ", " \xE2\x80\xA2 ", " \xE2\x80\x93 ",
    " \xE2\x80\x94 ", " - ", " @", " ist ", " is a ", " is the ", " is an ",
    " updated", " published", " posted", " on ", " in ", " f\xC3\xBCr ",
    " for ", ", dpa", ", afp", ", reuters", ", cnn", "/dpa", "(dpa", " at ",
    " aktualisiert", " am ", " vom ", ", special to",
};

/* Nobody's name: accounts, buttons. */
static const char *const nobody[] = {
    "admin", "administrator", "name", "login",
    "autoren", "author", "authors", "autor", "staff", "guest", "anonymous",
    "editor", "webmaster", "read more", "follow", "log in", "sign in",
    "profile", "comments", "share", "reply", "user", "team", "home",
    "contributor", "contributors", "no author", "posted", "datum", "stand",
    "see all", "full bio", "view more posts", "learn more", "bluesky", "xing",
    "youtube", "facebook", "twitter", "linkedin", "instagram", "member login",
    "more about me", "view full profile", "view profile", "on bluesky",
    "full profile", "bio", "member", "more", "mehr", "alle beitr\xC3\xA4ge",
    "website", "email", "e-mail", "contact", "kontakt", "subscribe",
    "register", "sign up", "posted by", "last", "view all", "view all posts", "follow author", "the author", "unknown",
    "none", "null", "undefined", "n/a", "about the author", "super user",
    "superuser",
    "nobody", "author name", "default", "root", "test", "blog",
};


static reader_string_t
rest_of(reader_string_t text, size_t at)
{
    return reader_ascii_trim(
        (reader_string_t) { text.data + at, text.length - at });
}


/* Without a no-break space at its ends either. */
static reader_string_t
trim(reader_string_t text)
{
    static const char space[] = "\xC2\xA0";

    text = reader_ascii_trim(text);

    while (text.length >= 2 && memcmp(text.data, space, 2) == 0) {
        text = rest_of(text, 2);
    }

    while (text.length >= 2
           && memcmp(text.data + text.length - 2, space, 2) == 0) {
        text.length -= 2;
        text = reader_ascii_trim(text);
    }

    return text;
}


static reader_string_t
trim_marks(reader_string_t text)
{
    static const char *const ends[] = { ",", ";", ":", "|", "-", "/", "\xC2\xB7",
                                        "\xE2\x80\xA2", "\xE2\x80\x93",
                                        "\xE2\x80\x94", "&", "\xE2\x80\x8B",
                                        " and", " und" };

    for (bool again = true; again;) {
        again = false;
        text = trim(text);

        for (size_t i = 0; i < COUNT(ends); i++) {
            size_t length = strlen(ends[i]);

            if (text.length >= length
                && memcmp(text.data + text.length - length, ends[i], length)
                       == 0) {
                text.length -= length;
                again = true;
            }

            if (text.length >= length
                && memcmp(text.data, ends[i], length) == 0) {
                text.data += length;
                text.length -= length;
                again = true;
            }
        }
    }

    return text;
}


/* "ByJane Doe": the space is a matter of style sheets. */
static bool
is_glued(reader_string_t text, size_t length)
{
    return length >= 2 && reader_ascii_lower(text.data[length - 2]) == 'b'
           && reader_ascii_lower(text.data[length - 1]) == 'y'
           && text.data[length] >= 'A' && text.data[length] <= 'Z';
}


static reader_string_t
strip_prefixes(reader_string_t text)
{
    for (int round = 0; round < 3; round++) {
        char first = text.length == 0 ? '\0' : reader_ascii_lower(*text.data);
        size_t best = 0;

        for (size_t i = 0; i < COUNT(prefixes); i++) {
            size_t length;

            if (prefixes[i][0] != first) {
                continue;
            }

            length = strlen(prefixes[i]);

            if (length > best && reader_ascii_starts(text, prefixes[i])
                && (text.length == length || text.data[length] == ' '
                    || text.data[length] == ':'
                    || (text.length - length >= 2
                        && memcmp(text.data + length, "\xC2\xA0", 2) == 0)
                    || is_glued(text, length)
                    || (text.length - length >= 3
                        && memcmp(text.data + length, "\xEF\xBC\x9A", 3)
                               == 0))) {
                best = length;
            }
        }

        if (best == 0) {
            break;
        }

        text = trim(rest_of(text, best));

        while (text.length != 0 && (text.data[0] == ':')) {
            text = trim(rest_of(text, 1));
        }

        if (text.length >= 3 && memcmp(text.data, "\xEF\xBC\x9A", 3) == 0) {
            text = rest_of(text, 3);
        }
    }

    return text;
}


static reader_string_t
cut_behind(reader_string_t text)
{
    for (size_t i = 0; i < COUNT(cuts); i++) {
        size_t length = strlen(cuts[i]);

        for (size_t at = 1; at + length <= text.length; at++) {
            reader_string_t rest = { text.data + at, text.length - at };

            if (*rest.data == cuts[i][0]
                && reader_ascii_starts(rest, cuts[i])) {
                text.length = at;
            }
        }
    }

    return text;
}


static bool
is_name(reader_string_t text)
{
    if (text.length < 2 || text.length > BYLINE_MAX
        || reader_words_count(text) > WORDS_MAX
        || reader_ascii_is_one_of(text, nobody, COUNT(nobody))) {
        return false;
    }

    if (reader_ascii_digit(text.data[0]) || text.data[0] == '@'
        || reader_ascii_starts(text, "http")
        || reader_ascii_starts(text, "www.")) {
        return false;
    }

    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '?' || text.data[i] == '!' || text.data[i] == '{'
            || text.data[i] == '=') {
            return false;
        }
    }

    return true;
}


static reader_string_t
strip(reader_string_t text)
{
    text = strip_prefixes(trim_marks(text));

    if (text.length > 2 && text.data[0] == '"'
        && text.data[text.length - 1] == '"') {
        text.data++;
        text.length -= 2;
    }

    return trim_marks(text);
}


reader_string_t
reader_byline_strip(reader_string_t text)
{
    text = strip(text);

    /* "Jane Doe @jane" */
    for (size_t at = 1; at + 1 < text.length; at++) {
        if (text.data[at] == ' ' && text.data[at + 1] == '@') {
            text = trim_marks((reader_string_t) { text.data, at });
            break;
        }
    }

    return is_name(text) ? text : (reader_string_t) { NULL, 0 };
}


reader_string_t
reader_byline_clean(reader_string_t text)
{
    reader_date_t date;
    size_t start, end;

    text = strip(text);

    if (reader_date_find(text, false, &date, &start, &end)) {
        if (start == 0) {
            text = strip(rest_of(text, end));
        } else {
            text.length = start;
        }
    }

    text = strip(cut_behind(text));

    return is_name(text) ? text : (reader_string_t) { NULL, 0 };
}


bool
reader_byline_looks_like_name(reader_string_t text)
{
    const char *p = text.data;
    const char *end = p + text.length;
    size_t words = 0, capitals = 0;
    bool start = true;

    while (p < end) {
        uint32_t code = reader_unicode_next(&p, end);

        if (reader_unicode_space(code)) {
            start = true;
            continue;
        }

        if (start) {
            reader_unicode_t class = reader_unicode_class(code);

            words++;
            capitals += class == READER_UNICODE_UPPER
                        || class == READER_UNICODE_LETTER
                        || class == READER_UNICODE_IDEOGRAPH;
        }

        start = false;
    }

    return words <= 8 && capitals * 2 >= words && capitals > 0;
}


reader_string_t
reader_byline_joint_at_end(reader_string_t text)
{
    static const char *const joints[] = { ",", " and", " und", " &", " et",
                                          " y", " e" };

    text = trim(text);

    for (size_t i = 0; i < COUNT(joints); i++) {
        size_t length = strlen(joints[i]);

        if (text.length > length
            && memcmp(text.data + text.length - length, joints[i], length)
                   == 0) {
            return rest_of(text, text.length - length);
        }
    }

    return (reader_string_t) { NULL, 0 };
}


bool
reader_byline_is_joint(reader_string_t text)
{
    static const char *const joints[] = { ",", "and", "und", "&", "et", "y",
                                          "e", "en", "og", "och", ", and",
                                          "/", ";", "|" };

    text = trim(text);

    for (size_t i = 0; i < COUNT(joints); i++) {
        if (reader_ascii_is(text, joints[i])) {
            return true;
        }
    }

    return false;
}
