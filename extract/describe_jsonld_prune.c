#include "describe_jsonld.h"
#include "describe_jsonld_text.h"
#include "ascii.h"
#include "buffer.h"

#include <endian.h>
#include <string.h>

/* Within these, no number is too large for jansson. */
#define INTEGER_MAX 18 /* digits */
#define FRACTION_MAX 40

#define NAME_MAX 19 /* the longest of them */

/* Members by who is asked for them, and what is known of an object by them. */
enum {
    OF_ALL = 1,
    OF_PAGES = 2,        /* and of articles */
    OF_ARTICLES = 4,
    NAME = 8,
    ID = 16,
    TYPE = 32,
    OBJECTS = 64,        /* that are listed like this one */
    BODY = 128,
    KNOWN_TYPE = 256,    /* of an article, a page or a site */
    ARTICLE_TYPE = 512
};

typedef struct {
    const char *name;
    unsigned kind;
} member_t;

/* Every member that is asked for, by length of its name. */
static const member_t members[NAME_MAX + 1][5] = {
    [3] = { { "@id", ID }, { "url", OF_ALL } },
    [4] = { { "name", NAME } },
    [5] = { { "@type", TYPE }, { "image", OF_ARTICLES }, { "width", OF_ALL } },
    [6] = { { "@graph", OBJECTS }, { "@value", OF_ALL },
            { "author", OF_ARTICLES }, { "height", OF_ALL } },
    [7] = { { "caption", OF_ALL }, { "license", OF_ARTICLES } },
    [8] = { { "headline", OF_ARTICLES }, { "keywords", OF_ARTICLES } },
    [9] = { { "publisher", OF_PAGES } },
    [10] = { { "mainEntity", OBJECTS }, { "contentUrl", OF_ALL },
             { "inLanguage", OF_ARTICLES } },
    [11] = { { "dateCreated", OF_ARTICLES }, { "description", OF_ARTICLES },
             { "articleBody", BODY } },
    [12] = { { "dateModified", OF_PAGES } },
    [13] = { { "datePublished", OF_PAGES } },
    [14] = { { "articleSection", OF_ARTICLES } },
    [16] = { { "mainEntityOfPage", OBJECTS } },
    [19] = { { "isAccessibleForFree", OF_ARTICLES },
             { "alternativeHeadline", OF_ARTICLES } },
};

typedef enum {
    VALUE,
    MEMBER,
    NOTHING
} due_t;

/* An object or array that is open. */
typedef struct {
    char *start;   /* of what is kept of it */
    bool object;
    bool listed;   /* looked for by itself, not as the value of a member */
    unsigned has;  /* kinds of members that are kept, and of types */
    unsigned last; /* the kind of the member whose value is due, 0: none */
} level_t;

/* One pass, which recurses into nothing. */
typedef struct {
    const char *at, *end;
    char *to;
    due_t due;
    unsigned depth;
    unsigned left_out; /* depth of the object with such a member; 0: none */
    reader_string_t body;
    level_t levels[READER_JSONLD_DEPTH_MAX + 1];
} pruner_t;


static unsigned
kind_of(const char *name, size_t length)
{
    const member_t *member = members[length <= NAME_MAX ? length : 0];

    while (member->name != NULL && memcmp(member->name, name, length) != 0) {
        member++;
    }

    return member->kind;
}


static void
put(pruner_t *pruner, const char *text, size_t length)
{
    if (pruner->left_out == 0) {
        memcpy(pruner->to, text, length);
        pruner->to += length;
    }
}


static void
put_byte(pruner_t *pruner, char byte)
{
    if (pruner->left_out == 0) {
        *pruner->to++ = byte;
    }
}


/* The white space of JSON, which has no form feed. */
static bool
skip_space(pruner_t *pruner)
{
    while (pruner->at < pruner->end
           && (*pruner->at == ' ' || *pruner->at == '\n'
               || *pruner->at == '\r' || *pruner->at == '\t')) {
        pruner->at++;
    }

    return pruner->at < pruner->end;
}


/* The first quote, backslash or control character, or the end. */
static const char *
find_special(const char *p, const char *end)
{
    const uint64_t ones = 0x0101010101010101u, high = ones << 7;
    uint64_t bytes, quotes, backslashes;

    for (; end - p >= (ptrdiff_t) sizeof(bytes); p += sizeof(bytes)) {
        memcpy(&bytes, p, sizeof(bytes));
        bytes = le64toh(bytes);
        quotes = bytes ^ ones * '"';
        backslashes = bytes ^ ones * '\\';

        /* the high bit of the first of them, and of some behind it */
        bytes = ((quotes - ones) & ~quotes)
                | ((backslashes - ones) & ~backslashes)
                | ((bytes - ones * ' ') & ~bytes);

        if (bytes & high) {
            return p + __builtin_ctzll(bytes & high) / 8;
        }
    }

    while (p < end && *p != '"' && *p != '\\' && (unsigned char) *p >= ' ') {
        p++;
    }

    return p;
}


/* Behind the string at p, or NULL. */
static const char *
behind_string(const char *p, const char *end)
{
    size_t length;

    for (p++;; p += length) {
        p = find_special(p, end);

        if (p == end) {
            return NULL;
        }

        if (*p == '"') {
            return p + 1;
        }

        length = *p == '\\' ? reader_jsonld_escape(p, end) : 0;

        if (length == 0) {
            return NULL;
        }
    }
}


static size_t
count_digits(const char *p, const char *end)
{
    size_t count = 0;

    while (p + count < end && reader_ascii_digit(p[count])) {
        count++;
    }

    return count;
}


/* Behind the number at p; NULL if it is none, or not a plain one. */
static const char *
behind_number(const char *p, const char *end)
{
    size_t digits;

    p += *p == '-';
    digits = count_digits(p, end);

    if (digits == 0 || digits > INTEGER_MAX || (digits > 1 && *p == '0')) {
        return NULL;
    }

    p += digits;

    if (p < end && *p == '.') {
        digits = count_digits(++p, end);

        if (digits == 0 || digits > FRACTION_MAX) {
            return NULL;
        }

        p += digits;
    }

    return p;
}


static const char *
behind_word(const char *p, const char *end)
{
    static const char *const words[] = { "true", "false", "null" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t length = strlen(words[i]);

        if ((size_t) (end - p) >= length && memcmp(p, words[i], length) == 0) {
            return p + length;
        }
    }

    return NULL;
}


/*
 * At the end of an object: of one that is neither about the article, the page
 * or the site, nor can stand for what names its @id, there is nothing to keep.
 */
static void
forget(pruner_t *pruner, const level_t *level)
{
    const unsigned named = NAME | ID;

    if (pruner->left_out == 0 && level->listed
        && !(level->has & (KNOWN_TYPE | OBJECTS))
        && (level->has & named) != named) {
        pruner->to = level->start + 1;
    }
}


/* What a value is followed by, up to where the next one is due. */
static bool
end_value(pruner_t *pruner)
{
    while (pruner->depth != 0) {
        const level_t *level = &pruner->levels[pruner->depth];
        char c;

        if (pruner->depth == pruner->left_out) {
            pruner->left_out = 0;
        }

        if (!skip_space(pruner)) {
            return false;
        }

        c = *pruner->at++;

        if (c == ',') {
            pruner->due = level->object ? MEMBER : VALUE;

            if (!level->object) {
                put_byte(pruner, ',');
            }

            return true;
        }

        if (c != (level->object ? '}' : ']')) {
            return false;
        }

        if (level->object) {
            forget(pruner, level);
        }

        put_byte(pruner, c);
        pruner->depth--;
    }

    pruner->due = NOTHING;

    return !skip_space(pruner);
}


static bool
read_bracket(pruner_t *pruner)
{
    const level_t *around = &pruner->levels[pruner->depth];
    level_t *level = &pruner->levels[pruner->depth + 1];
    char c = *pruner->at++;

    if (pruner->depth == READER_JSONLD_DEPTH_MAX) {
        return false;
    }

    level->start = pruner->to;
    level->object = c == '{';
    level->listed =
        around->listed && (!around->object || around->last == OBJECTS);
    level->has = 0;
    level->last = 0;
    pruner->depth++;
    pruner->due = level->object ? MEMBER : VALUE;
    put_byte(pruner, c);

    /* as end_value() sees it, there is a value in an empty pair as well */
    return skip_space(pruner)
           && (*pruner->at != (level->object ? '}' : ']')
               || end_value(pruner));
}


/* A string that may be a type of the object that it is in, or the body. */
static void
read_string(pruner_t *pruner, reader_string_t string)
{
    level_t *level = &pruner->levels[pruner->depth];

    if (level->last == BODY && pruner->depth == 1) {
        pruner->body = string;
    }

    if (!level->object && pruner->depth != 0) {
        level--;
    }

    if (level->last == TYPE) {
        reader_jsonld_type_t type = reader_jsonld_type(string);

        level->has |= (type != READER_JSONLD_OTHER ? KNOWN_TYPE : 0u)
                      | (type == READER_JSONLD_ARTICLE ? ARTICLE_TYPE : 0u);
    }
}


static bool
read_value(pruner_t *pruner)
{
    const char *start, *end;

    if (!skip_space(pruner)) {
        return false;
    }

    start = pruner->at;

    switch (*start) {
    case '{':
    case '[':
        return read_bracket(pruner);

    case '"':
        end = behind_string(start, pruner->end);

        if (end != NULL) {
            read_string(pruner, (reader_string_t) {
                                    start + 1, (size_t) (end - start) - 2 });
        }
        break;

    case 't':
    case 'f':
    case 'n':
        end = behind_word(start, pruner->end);
        break;

    default:
        end = behind_number(start, pruner->end);
        break;
    }

    if (end == NULL) {
        return false;
    }

    put(pruner, start, (size_t) (end - start));
    pruner->at = end;

    return end_value(pruner);
}


/* Whether the member is asked for in this object, as far as that is known. */
static bool
is_wanted(const level_t *level)
{
    switch (level->last) {
    case 0:
    case BODY:
        return false;

    case OF_ARTICLES:
        return level->listed
               && (!(level->has & TYPE) || (level->has & ARTICLE_TYPE));

    case OF_PAGES:
    case OBJECTS:
    case TYPE:
        return level->listed;

    default:
        return true;
    }
}


/* A name and a colon; one with an escape in it might be any name. */
static bool
read_name(pruner_t *pruner)
{
    level_t *level = &pruner->levels[pruner->depth];
    const char *start, *end;

    if (!skip_space(pruner) || *pruner->at != '"') {
        return false;
    }

    start = ++pruner->at;
    end = find_special(start, pruner->end);

    if (end == pruner->end || *end != '"') {
        return false;
    }

    pruner->at = end + 1;

    if (!skip_space(pruner) || *pruner->at++ != ':') {
        return false;
    }

    pruner->due = VALUE;

    if (pruner->left_out != 0) {
        return true;
    }

    level->last = kind_of(start, (size_t) (end - start));

    if (level->last == BODY && pruner->depth == 1) {
        pruner->body = READER_EMPTY; /* the last one counts */
    }

    if (level->last == TYPE && (level->has & TYPE)) {
        return false; /* the last one counts, and the first was believed */
    }

    if (is_wanted(level)) {
        level->has |= level->last;
        put(pruner, ",", pruner->to[-1] != '{');
        put(pruner, start - 1, (size_t) (end - start) + 2);
        put_byte(pruner, ':');
    } else {
        pruner->left_out = pruner->depth;
    }

    return true;
}


reader_string_t
reader_jsonld_prune(reader_arena_t *arena, reader_string_t text,
                    reader_string_t *body)
{
    pruner_t pruner = { .at = text.data, .end = text.data + text.length };
    char *copy = reader_arena_alloc(arena, text.length);
    bool sound = true;

    pruner.to = copy;
    pruner.levels[0].listed = true;

    while (sound && pruner.due != NOTHING) {
        sound = pruner.due == MEMBER ? read_name(&pruner)
                                     : read_value(&pruner);
    }

    reader_arena_spend(arena, text.length);
    *body = sound ? pruner.body : READER_EMPTY;

    return sound ? (reader_string_t) { copy, (size_t) (pruner.to - copy) }
                 : READER_EMPTY;
}
