#include "clues.h"
#include "ascii.h"

#include <string.h>

#define VALUE_MAX 256 /* bytes of a value that are looked at */
#define STEM_MIN 4    /* the shortest stem */
#define LETTER_MAX 5  /* the most stems with the same first letter */

/* So many with the same first letter, and NULL behind them. */
#define ADDRESS_MAX 9
#define BYLINE_MAX 9

/* By the low bits of ASCII letters, which are those of both cases. */
#define LETTER(c) ((unsigned char) (c) & 31)
#define BIT(c) (1u << LETTER(c))

typedef struct {
    const char *stem;
    unsigned says;
} stem_t;

/* Substrings of class and id values in lower case, by first letter. */
static const stem_t stems[32][LETTER_MAX] = {
    [LETTER('a')] = {
        { "aktualisier", READER_SAYS_MODIFIED | READER_SAYS_DATE },
        { "author", READER_SAYS_AUTHOR },
        { "auteur", READER_SAYS_AUTHOR },
        { "autor", READER_SAYS_AUTHOR },
    },
    [LETTER('b')] = {
        { "byline", READER_SAYS_AUTHOR },
        { "by-line", READER_SAYS_AUTHOR },
        { "breadcrumb", READER_SAYS_ASIDE },
    },
    [LETTER('c')] = {
        { "comment", READER_SAYS_ASIDE },
        { "cookie", READER_SAYS_ASIDE },
        { "created", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    },
    [LETTER('d')] = {
        { "date", READER_SAYS_DATE },
        { "datum", READER_SAYS_DATE },
        { "dato", READER_SAYS_DATE },
        { "disqus", READER_SAYS_ASIDE },
    },
    [LETTER('f')] = {
        { "fecha", READER_SAYS_DATE },
        { "footer", READER_SAYS_ASIDE },
    },
    [LETTER('j')] = {
        { "journalist", READER_SAYS_AUTHOR },
    },
    [LETTER('k')] = {
        { "kommentar", READER_SAYS_ASIDE },
    },
    [LETTER('l')] = {
        { "login", READER_SAYS_ASIDE },
    },
    [LETTER('m')] = {
        { "menu", READER_SAYS_ASIDE },
        { "modif", READER_SAYS_MODIFIED | READER_SAYS_DATE },
        { "most-read", READER_SAYS_ASIDE },
    },
    [LETTER('n')] = {
        { "navbar", READER_SAYS_ASIDE },
        { "navig", READER_SAYS_ASIDE },
        { "newsletter", READER_SAYS_ASIDE },
        { "nickname", READER_SAYS_AUTHOR },
    },
    [LETTER('p')] = {
        { "popular", READER_SAYS_ASIDE },
        { "posted", READER_SAYS_DATE },
        { "poster", READER_SAYS_AUTHOR },
        { "promo", READER_SAYS_ASIDE },
        { "publish", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    },
    [LETTER('r')] = {
        { "recommend", READER_SAYS_ASIDE },
        { "redakteur", READER_SAYS_AUTHOR },
        { "related", READER_SAYS_ASIDE },
        { "reporter", READER_SAYS_AUTHOR },
    },
    [LETTER('s')] = {
        { "sidebar", READER_SAYS_ASIDE },
        { "signature", READER_SAYS_AUTHOR },
        { "skribent", READER_SAYS_AUTHOR },
    },
    [LETTER('t')] = {
        { "teaser", READER_SAYS_ASIDE },
        { "time", READER_SAYS_DATE },
        { "trending", READER_SAYS_ASIDE },
    },
    [LETTER('u')] = {
        { "updat", READER_SAYS_MODIFIED | READER_SAYS_DATE },
        { "username", READER_SAYS_AUTHOR },
        { "user-name", READER_SAYS_AUTHOR },
    },
    [LETTER('v')] = {
        { "vcard", READER_SAYS_AUTHOR },
        { "verfasser", READER_SAYS_AUTHOR },
        { "veroeffentlich", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    },
    [LETTER('w')] = {
        { "widget", READER_SAYS_ASIDE },
        { "writer", READER_SAYS_AUTHOR },
        { "writtenby", READER_SAYS_AUTHOR },
    },
};

/* And of each first letter the second ones, as bits. */
static const uint32_t seconds[32] = {
    [LETTER('a')] = BIT('k') | BIT('u'),
    [LETTER('b')] = BIT('r') | BIT('y'),
    [LETTER('c')] = BIT('o') | BIT('r'),
    [LETTER('d')] = BIT('a') | BIT('i'),
    [LETTER('f')] = BIT('e') | BIT('o'),
    [LETTER('j')] = BIT('o'),
    [LETTER('k')] = BIT('o'),
    [LETTER('l')] = BIT('o'),
    [LETTER('m')] = BIT('e') | BIT('o'),
    [LETTER('n')] = BIT('a') | BIT('e') | BIT('i'),
    [LETTER('p')] = BIT('o') | BIT('r') | BIT('u'),
    [LETTER('r')] = BIT('e'),
    [LETTER('s')] = BIT('i') | BIT('k'),
    [LETTER('t')] = BIT('e') | BIT('i') | BIT('r'),
    [LETTER('u')] = BIT('p') | BIT('s'),
    [LETTER('v')] = BIT('c') | BIT('e'),
    [LETTER('w')] = BIT('i') | BIT('r'),
};


static reader_string_t
rest_of(reader_string_t text, size_t at)
{
    return (reader_string_t) { text.data + at, text.length - at };
}


unsigned
reader_clue_words(reader_string_t value)
{
    unsigned says = 0, letter, next;

    if (value.length > VALUE_MAX) {
        value.length = VALUE_MAX;
    }

    if (value.length < STEM_MIN) {
        return 0;
    }

    next = LETTER(value.data[0]);

    for (size_t at = 0; at + STEM_MIN <= value.length; at++) {
        const stem_t *stem;

        letter = next;
        next = LETTER(value.data[at + 1]);

        if (!(seconds[letter] >> next & 1)) {
            continue;
        }

        stem = stems[letter];

        for (size_t i = 0; i < LETTER_MAX && stem[i].stem != NULL; i++) {
            if (reader_ascii_starts(rest_of(value, at), stem[i].stem)) {
                says |= stem[i].says;
            }
        }
    }

    return says;
}


bool
reader_clue_author_address(reader_string_t href)
{
    /* behind a slash or question mark, by first letter */
    static const char *const parts[32][ADDRESS_MAX] = {
        [LETTER('a')] = { "author/", "authors/", "autor/", "autoren/",
                          "autores/", "auteur/", "autori/", "author=" },
        [LETTER('b')] = { "by/" },
        [LETTER('c')] = { "contributor", "columnist" },
        [LETTER('j')] = { "journalist" },
        [LETTER('m')] = { "member/", "members/" },
        [LETTER('p')] = { "profile/", "profiles/", "people/", "profil/" },
        [LETTER('r')] = { "reporter", "redakt" },
        [LETTER('s')] = { "staff/", "skribent" },
        [LETTER('u')] = { "user/", "users/" },
        [LETTER('v')] = { "verfasser/" },
        [LETTER('w')] = { "writer" },
    };

    for (int mark = 0; mark < 2; mark++) {
        const char *end = href.data + href.length, *at = href.data;

        while (end - at > 3
               && (at = memchr(at, "/?"[mark], (size_t) (end - at) - 3))
                      != NULL) {
            const char *const *part = parts[LETTER(*++at)];

            for (; *part != NULL; part++) {
                if (reader_ascii_starts(
                        (reader_string_t) { at, (size_t) (end - at) }, *part)) {
                    return true;
                }
            }
        }
    }

    return false;
}


bool
reader_clue_starts_byline(reader_string_t text)
{
    static const char *const latin[32][BYLINE_MAX] = {
        [LETTER('a')] = { "author: ", "autor: ", "autorin: ", "auteur: ",
                          "auteur : ", "a cura di ", "af ", "av " },
        [LETTER('b')] = { "by ", "by: " },
        [LETTER('d')] = { "di ", "door ", "door: " },
        [LETTER('i')] = { "interview: " },
        [LETTER('p')] = { "par ", "por ", "por: ", "posted by ",
                          "published by " },
        [LETTER('r')] = { "reviewed by " },
        [LETTER('s')] = { "story by " },
        [LETTER('t')] = { "text: ", "text by ", "tekst: " },
        [LETTER('v')] = { "von ", "von: " },
        [LETTER('w')] = { "words by ", "words: ", "written by " },
    };
    static const char *const cyrillic[] = {
        "\xD0\xB0\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80: ",
        "\xD0\x90\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80: ", NULL,
    };
    const char *const *word;

    if (text.length < 2) {
        return false;
    }

    word = text.data[0] == cyrillic[0][0] ? cyrillic
                                          : latin[LETTER(text.data[0])];

    for (; *word != NULL; word++) {
        /* the name may be in an element that follows */
        if (reader_ascii_starts(text, *word)
            || (reader_ascii_lower(text.data[0]) == **word
                && text.length == strlen(*word) - 1
                && memcmp(text.data + 1, *word + 1, text.length - 1) == 0)) {
            return true;
        }
    }

    return false;
}
