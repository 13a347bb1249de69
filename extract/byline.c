#include "byline.h"
#include "ascii.h"
#include "buffer.h"
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
    "\xD0\xB0\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80", "\xE4\xBD\x9C\xE8\x80\x85",
    "\xE6\x96\x87", "\xE6\x92\xB0\xE6\x96\x87",
};

/* What is behind one of these is none of the name. */
static const char *const cuts[] = {
    " | ", " \xC2\xB7 ", " \xE2\x80\xA2 ", " \xE2\x80\x93 ",
    " \xE2\x80\x94 ", " - ", " @", " ist ", " is a ", " is the ", " is an ",
    " updated", " published", " posted", " on ", " in ", " f\xC3\xBCr ",
    " for ", ", dpa", ", afp", ", reuters", ", cnn", "/dpa", "(dpa", " at ",
    " aktualisiert", " am ", " vom ", ", special to",
};

/* Nobody's name: accounts, buttons. */
static const char *const nobody[] = {
    "admin", "administrator", "redaktion", "die redaktion", "name", "login",
    "autoren", "author", "authors", "autor", "staff", "guest", "anonymous",
    "editor", "webmaster", "read more", "follow", "log in", "sign in",
    "profile", "comments", "share", "reply", "user", "team", "home",
    "contributor", "contributors", "follow author", "the author", "unknown",
    "none", "null", "undefined", "n/a", "about the author", "super user",
    "superuser", "online-redaktion", "onlineredaktion", "editorial staff",
    "nobody", "author name", "default", "root", "test", "blog",
};


static reader_string_t
rest_of(reader_string_t text, size_t at)
{
    return reader_ascii_trim(
        (reader_string_t) { text.data + at, text.length - at });
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
        text = reader_ascii_trim(text);

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


static reader_string_t
strip_prefixes(reader_string_t text)
{
    for (int round = 0; round < 3; round++) {
        size_t best = 0;

        for (size_t i = 0; i < COUNT(prefixes); i++) {
            size_t length = strlen(prefixes[i]);

            if (length > best && reader_ascii_starts(text, prefixes[i])
                && (text.length == length || text.data[length] == ' '
                    || text.data[length] == ':'
                    || (text.length - length >= 3
                        && memcmp(text.data + length, "\xEF\xBC\x9A", 3)
                               == 0))) {
                best = length;
            }
        }

        if (best == 0) {
            break;
        }

        text = rest_of(text, best);

        while (text.length != 0 && (text.data[0] == ':')) {
            text = rest_of(text, 1);
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

            if (reader_ascii_starts(rest, cuts[i])) {
                text.length = at;
            }
        }
    }

    return text;
}


static bool
is_nobody(reader_string_t text)
{
    for (size_t i = 0; i < COUNT(nobody); i++) {
        if (reader_ascii_is(text, nobody[i])) {
            return true;
        }
    }

    return false;
}


static bool
is_name(reader_string_t text)
{
    if (text.length < 2 || text.length > BYLINE_MAX
        || reader_words_count(text) > WORDS_MAX || is_nobody(text)) {
        return false;
    }

    if (reader_ascii_digit(text.data[0]) || text.data[0] == '@'
        || reader_ascii_contains(text, "http")
        || reader_ascii_contains(text, "www.")) {
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


reader_string_t
reader_byline_clean(reader_arena_t *arena, reader_string_t text)
{
    reader_date_t date;
    size_t start;

    (void) arena;
    text = trim_marks(text);
    text = strip_prefixes(text);

    if (reader_date_find(text, false, &date, &start, NULL)) {
        text.length = start;
    }

    text = trim_marks(cut_behind(text));

    return is_name(text) ? text : (reader_string_t) { NULL, 0 };
}
