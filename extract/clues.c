#include "clues.h"
#include "ascii.h"

#include <endian.h>
#include <string.h>

#define VALUE_MAX 256 /* bytes of a value that are looked at */
#define STEM_MIN 4    /* the shortest stem */
#define PART_MIN 3    /* and the shortest part of an address */
#define TEXTS_MAX 9   /* more than there are with the same first letter */

/* By the low bits of ASCII letters, which are those of both cases. */
#define LETTER(c) ((unsigned char) (c) & 31)
#define BIT(c) (1u << LETTER(c))

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct {
    const char *stem;
    unsigned says;
} stem_t;

/* Texts with the same first letter. */
typedef struct {
    uint32_t seconds; /* their second ones, as bits */
    const char *items[TEXTS_MAX];
} texts_t;

/* Substrings of class and id values in lower case. */
static const stem_t stems[] = {
    { "", 0 }, /* entries are not 0 */
    { "aktualisier", READER_SAYS_MODIFIED | READER_SAYS_DATE },
    { "author", READER_SAYS_AUTHOR },
    { "auteur", READER_SAYS_AUTHOR },
    { "autor", READER_SAYS_AUTHOR },
    { "byline", READER_SAYS_AUTHOR },
    { "by-line", READER_SAYS_AUTHOR },
    { "breadcrumb", READER_SAYS_ASIDE },
    { "comment", READER_SAYS_ASIDE },
    { "cookie", READER_SAYS_ASIDE },
    { "created", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    { "date", READER_SAYS_DATE },
    { "datum", READER_SAYS_DATE },
    { "dato", READER_SAYS_DATE },
    { "disqus", READER_SAYS_ASIDE },
    { "fecha", READER_SAYS_DATE },
    { "footer", READER_SAYS_ASIDE },
    { "journalist", READER_SAYS_AUTHOR },
    { "kommentar", READER_SAYS_ASIDE },
    { "login", READER_SAYS_ASIDE },
    { "menu", READER_SAYS_ASIDE },
    { "modif", READER_SAYS_MODIFIED | READER_SAYS_DATE },
    { "most-read", READER_SAYS_ASIDE },
    { "navbar", READER_SAYS_ASIDE },
    { "navig", READER_SAYS_ASIDE },
    { "newsletter", READER_SAYS_ASIDE },
    { "nickname", READER_SAYS_AUTHOR },
    { "popular", READER_SAYS_ASIDE },
    { "posted", READER_SAYS_DATE },
    { "poster", READER_SAYS_AUTHOR },
    { "promo", READER_SAYS_ASIDE },
    { "publish", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    { "recommend", READER_SAYS_ASIDE },
    { "redakteur", READER_SAYS_AUTHOR },
    { "related", READER_SAYS_ASIDE },
    { "reporter", READER_SAYS_AUTHOR },
    { "sidebar", READER_SAYS_ASIDE },
    { "signature", READER_SAYS_AUTHOR },
    { "skribent", READER_SAYS_AUTHOR },
    { "teaser", READER_SAYS_ASIDE },
    { "time", READER_SAYS_DATE },
    { "trending", READER_SAYS_ASIDE },
    { "updat", READER_SAYS_MODIFIED | READER_SAYS_DATE },
    { "username", READER_SAYS_AUTHOR },
    { "user-name", READER_SAYS_AUTHOR },
    { "vcard", READER_SAYS_AUTHOR },
    { "verfasser", READER_SAYS_AUTHOR },
    { "veroeffentlich", READER_SAYS_DATE | READER_SAYS_PUBLISHED },
    { "widget", READER_SAYS_ASIDE },
    { "writer", READER_SAYS_AUTHOR },
    { "writtenby", READER_SAYS_AUTHOR },
};


/*
 * A number for three letters in a row, up to case; at is one before them, so
 * that one load of four bytes will do.
 */
static unsigned
triple(const char *at)
{
    static const unsigned char letters[4] = { 0, 0xDF, 0xDF, 0xDF };
    uint32_t bytes, mask;

    memcpy(&bytes, at, sizeof(bytes));
    memcpy(&mask, letters, sizeof(mask));

    return (bytes & mask) * 0x9E3779B1u >> (32 - READER_CLUE_TRIPLE_BITS);
}


static void
add_triple(reader_clues_t *clues, const char *at, size_t entry)
{
    unsigned number = triple(at);

    clues->next[entry] = clues->first[number];
    clues->first[number] = (uint8_t) entry;
}


void
reader_clues_init(reader_clues_t *clues)
{
    memset(clues->first, 0, sizeof(clues->first));

    for (size_t i = 1; i < COUNT(stems); i++) {
        char start[4] = { 0 };

        memcpy(start + 1, stems[i].stem, 3);
        add_triple(clues, stems[i].stem, 2 * i);
        add_triple(clues, start, 2 * i + 1);
    }
}


static reader_string_t
rest_of(reader_string_t text, size_t at)
{
    return (reader_string_t) { text.data + at, text.length - at };
}


/* What the stems say, besides what is said, that these letters may be of. */
static unsigned
stems_at(const reader_clues_t *clues, unsigned entry, reader_string_t value,
         size_t at, unsigned says)
{
    for (; entry != 0; entry = clues->next[entry]) {
        const stem_t *stem = &stems[entry / 2];

        if ((says | stem->says) != says
            && reader_ascii_starts(rest_of(value, at + entry % 2),
                                   stem->stem)) {
            says |= stem->says;
        }
    }

    return says;
}


/*
 * A stem that begins at an even place has its second to fourth letters, and
 * one that begins at an odd place its first to third ones, at an odd place.
 * Of these, every other three letters, few are those of a stem: so a few are
 * looked up at a time.
 */
unsigned
reader_clue_words(const reader_clues_t *clues, reader_string_t value)
{
    unsigned says = 0;
    size_t at = 0;

    if (value.length > VALUE_MAX) {
        value.length = VALUE_MAX;
    }

    while (at + STEM_MIN <= value.length) {
        const char *here = value.data + at;
        unsigned entry;

        if (at + STEM_MIN + 6 <= value.length
            && !(clues->first[triple(here)] | clues->first[triple(here + 2)]
                 | clues->first[triple(here + 4)]
                 | clues->first[triple(here + 6)])) {
            at += 8;
            continue;
        }

        entry = clues->first[triple(here)];

        if (entry != 0) {
            says = stems_at(clues, entry, value, at, says);
        }

        at += 2;
    }

    return says;
}


/* Those that may begin with the two letters at this place. */
static const char *const *
texts_at(const texts_t by_letter[32], const char *at)
{
    static const char *const none[] = { NULL };
    const texts_t *texts = &by_letter[LETTER(at[0])];

    return texts->seconds >> LETTER(at[1]) & 1 ? texts->items : none;
}


/* Whether a person's address goes on like this behind a slash. */
static bool
is_person(reader_string_t rest)
{
    static const texts_t parts[32] = {
        [LETTER('a')] = { BIT('u'),
                          { "author/", "authors/", "autor/", "autoren/",
                            "autores/", "auteur/", "autori/", "author=" } },
        [LETTER('b')] = { BIT('y'), { "by/" } },
        [LETTER('c')] = { BIT('o'), { "contributor", "columnist" } },
        [LETTER('j')] = { BIT('o'), { "journalist" } },
        [LETTER('m')] = { BIT('e'), { "member/", "members/" } },
        [LETTER('p')] = { BIT('r') | BIT('e'),
                          { "profile/", "profiles/", "people/", "profil/" } },
        [LETTER('r')] = { BIT('e'), { "reporter", "redakt" } },
        [LETTER('s')] = { BIT('t') | BIT('k'), { "staff/", "skribent" } },
        [LETTER('u')] = { BIT('s'), { "user/", "users/" } },
        [LETTER('v')] = { BIT('e'), { "verfasser/" } },
        [LETTER('w')] = { BIT('r'), { "writer" } },
    };
    const char *const *part;

    if (rest.length < PART_MIN) {
        return false;
    }

    for (part = texts_at(parts, rest.data); *part != NULL; part++) {
        if (reader_ascii_starts(rest, *part)) {
            return true;
        }
    }

    return false;
}


/* The high bit of each byte that is a slash or a question mark. */
static uint64_t
marks_in(const char *at)
{
    const uint64_t ones = 0x0101010101010101u, most = ones * 0x7F;
    uint64_t bytes;

    memcpy(&bytes, at, sizeof(bytes));

    /* 0 where it is one: the two differ in one bit */
    bytes = (le64toh(bytes) | ones * 0x10) ^ ones * '?';

    return ~(((bytes & most) + most) | bytes | most);
}


bool
reader_clue_author_address(reader_string_t href)
{
    char padded[8] = { 0 };
    const char *data = href.data;
    size_t length = href.length;

    if (length <= PART_MIN) {
        return false;
    }

    if (length < sizeof(padded)) {
        memcpy(padded, data, length);
        data = padded;
        length = sizeof(padded);
    }

    for (size_t at = 0; at < length; at += sizeof(padded)) {
        uint64_t marks;

        /* some of the last eight for the second time */
        if (at > length - sizeof(padded)) {
            at = length - sizeof(padded);
        }

        for (marks = marks_in(data + at); marks != 0; marks &= marks - 1) {
            size_t behind = at + (size_t) __builtin_ctzll(marks) / 8 + 1;

            if (is_person(rest_of(href, behind))) {
                return true;
            }
        }
    }

    return false;
}


bool
reader_clue_starts_byline(reader_string_t text)
{
    static const texts_t latin[32] = {
        [LETTER('a')] = { BIT('u') | BIT(' ') | BIT('f') | BIT('v'),
                          { "author: ", "autor: ", "autorin: ", "auteur: ",
                            "auteur : ", "a cura di ", "af ", "av " } },
        [LETTER('b')] = { BIT('y'), { "by ", "by: " } },
        [LETTER('d')] = { BIT('i') | BIT('o'), { "di ", "door ", "door: " } },
        [LETTER('i')] = { BIT('n'), { "interview: " } },
        [LETTER('p')] = { BIT('a') | BIT('o') | BIT('u'),
                          { "par ", "por ", "por: ", "posted by ",
                            "published by " } },
        [LETTER('r')] = { BIT('e'), { "reviewed by " } },
        [LETTER('s')] = { BIT('t'), { "story by " } },
        [LETTER('t')] = { BIT('e'), { "text: ", "text by ", "tekst: " } },
        [LETTER('v')] = { BIT('o'), { "von ", "von: " } },
        [LETTER('w')] = { BIT('o') | BIT('r'),
                          { "words by ", "words: ", "written by " } },
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
                                          : texts_at(latin, text.data);

    if (*word != NULL) {
        text = reader_ascii_trim(text);
    }

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
