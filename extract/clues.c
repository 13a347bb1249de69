#include "clues.h"
#include "ascii.h"

#include <string.h>

#define VALUE_MAX 256 /* bytes of a value that are looked at */
#define STEM_MIN 4    /* the shortest stem */
#define LETTER_MAX 5  /* the most stems with the same first letter */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct {
    const char *stem;
    unsigned says;
} stem_t;

/* Substrings of class and id values in lower case, by first letter. */
static const stem_t stems[26][LETTER_MAX] = {
    ['a' - 'a'] = {
        { "aktualisier", READER_SAYS_MODIFIED | READER_SAYS_DATE },
        { "author", READER_SAYS_AUTHOR },
        { "auteur", READER_SAYS_AUTHOR },
        { "autor", READER_SAYS_AUTHOR },
    },
    ['b' - 'a'] = {
        { "byline", READER_SAYS_AUTHOR },
        { "by-line", READER_SAYS_AUTHOR },
        { "breadcrumb", READER_SAYS_ASIDE },
    },
    ['c' - 'a'] = {
        { "comment", READER_SAYS_ASIDE },
        { "cookie", READER_SAYS_ASIDE },
        { "created", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    },
    ['d' - 'a'] = {
        { "date", READER_SAYS_DATE },
        { "datum", READER_SAYS_DATE },
        { "dato", READER_SAYS_DATE },
        { "disqus", READER_SAYS_ASIDE },
    },
    ['f' - 'a'] = {
        { "fecha", READER_SAYS_DATE },
        { "footer", READER_SAYS_ASIDE },
    },
    ['j' - 'a'] = {
        { "journalist", READER_SAYS_AUTHOR },
    },
    ['k' - 'a'] = {
        { "kommentar", READER_SAYS_ASIDE },
    },
    ['l' - 'a'] = {
        { "login", READER_SAYS_ASIDE },
    },
    ['m' - 'a'] = {
        { "menu", READER_SAYS_ASIDE },
        { "modif", READER_SAYS_MODIFIED | READER_SAYS_DATE },
        { "most-read", READER_SAYS_ASIDE },
    },
    ['n' - 'a'] = {
        { "navbar", READER_SAYS_ASIDE },
        { "navig", READER_SAYS_ASIDE },
        { "newsletter", READER_SAYS_ASIDE },
        { "nickname", READER_SAYS_AUTHOR },
    },
    ['p' - 'a'] = {
        { "popular", READER_SAYS_ASIDE },
        { "posted", READER_SAYS_DATE },
        { "poster", READER_SAYS_AUTHOR },
        { "promo", READER_SAYS_ASIDE },
        { "publish", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    },
    ['r' - 'a'] = {
        { "recommend", READER_SAYS_ASIDE },
        { "redakteur", READER_SAYS_AUTHOR },
        { "related", READER_SAYS_ASIDE },
        { "reporter", READER_SAYS_AUTHOR },
    },
    ['s' - 'a'] = {
        { "sidebar", READER_SAYS_ASIDE },
        { "signature", READER_SAYS_AUTHOR },
        { "skribent", READER_SAYS_AUTHOR },
    },
    ['t' - 'a'] = {
        { "teaser", READER_SAYS_ASIDE },
        { "time", READER_SAYS_DATE },
        { "trending", READER_SAYS_ASIDE },
    },
    ['u' - 'a'] = {
        { "updat", READER_SAYS_MODIFIED | READER_SAYS_DATE },
        { "username", READER_SAYS_AUTHOR },
        { "user-name", READER_SAYS_AUTHOR },
    },
    ['v' - 'a'] = {
        { "vcard", READER_SAYS_AUTHOR },
        { "verfasser", READER_SAYS_AUTHOR },
        { "veroeffentlich", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    },
    ['w' - 'a'] = {
        { "widget", READER_SAYS_ASIDE },
        { "writer", READER_SAYS_AUTHOR },
        { "writtenby", READER_SAYS_AUTHOR },
    },
};


/* Whether text, which has length bytes, begins with what is in lower case. */
static bool
begins(const char *text, size_t length, const char *with)
{
    size_t i = 0;

    while (with[i] != '\0') {
        if (i == length || reader_ascii_lower(text[i]) != with[i]) {
            return false;
        }

        i++;
    }

    return true;
}


unsigned
reader_clue_words(reader_string_t value)
{
    unsigned says = 0;

    if (value.length > VALUE_MAX) {
        value.length = VALUE_MAX;
    }

    for (size_t at = 0; at + STEM_MIN <= value.length; at++) {
        unsigned letter = (unsigned) ((value.data[at] | 0x20) - 'a');

        if (letter >= 26) {
            continue;
        }

        for (size_t i = 0; i < LETTER_MAX; i++) {
            const stem_t *stem = &stems[letter][i];

            if (stem->stem == NULL) {
                break;
            }

            if (stem->stem[1] == (value.data[at + 1] | 0x20)
                && begins(value.data + at, value.length - at, stem->stem)) {
                says |= stem->says;
            }
        }
    }

    return says;
}


bool
reader_clue_author_address(reader_string_t href)
{
    /* behind a slash or question mark */
    static const char *const parts[] = {
        "author/",   "authors/",   "autor/",      "autoren/",   "autores/",
        "auteur/",   "autori/",    "profile/",    "profiles/",  "people/",
        "by/",       "staff/",     "writer",      "contributor", "columnist",
        "journalist", "reporter",  "redakt",      "author=",    "profil/",
        "skribent",  "verfasser/", "user/",       "users/",     "member/",
        "members/",
    };

    for (size_t at = 0; at + 3 < href.length; at++) {
        if (href.data[at] != '/' && href.data[at] != '?') {
            continue;
        }

        for (size_t i = 0; i < COUNT(parts); i++) {
            if (parts[i][0] == (href.data[at + 1] | 0x20)
                && begins(href.data + at + 1, href.length - at - 1,
                          parts[i])) {
                return true;
            }
        }
    }

    return false;
}


bool
reader_clue_starts_byline(reader_string_t text)
{
    static const char *const words[] = {
        "by ",  "by: ", "von ", "von: ", "par ", "por ", "por: ", "di ",
        "text: ", "text by ", "words by ", "words: ", "written by ",
        "author: ", "autor: ", "autorin: ", "auteur: ", "auteur : ",
        "posted by ", "published by ", "door ", "door: ", "af ", "av ",
        "tekst: ", "interview: ", "story by ", "a cura di ", "reviewed by ",
        "\xD0\xB0\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80: ",
        "\xD0\x90\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80: ",
    };

    if (text.length < 2) {
        return false;
    }

    for (size_t i = 0; i < COUNT(words); i++) {
        size_t length = strlen(words[i]);

        if (reader_ascii_lower(text.data[0])
            != reader_ascii_lower(words[i][0])) {
            continue;
        }

        /* the name may be in an element that follows */
        if (reader_ascii_starts(text, words[i])
            || (text.length == length - 1
                && memcmp(text.data + 1, words[i] + 1, length - 2) == 0)) {
            return true;
        }
    }

    return false;
}
