/*
 * The title of the article.  Headings are what people call the title; what
 * the head says tells the right one among them, and stands in for it.
 */

#include "describe_jsonld.h"
#include "describe_parts.h"
#include "ascii.h"
#include "buffer.h"
#include "plain.h"
#include "unicode.h"
#include "words.h"

#include <string.h>

#define SUPPORT_MIN 0.5      /* for an h1 */
#define SUPPORT_MIN_H2 0.85
#define UNSUPPORTED_WORDS_MIN 4
#define SUPPORTS_MAX 8
#define CORE_MIN 15          /* bytes of a title inside a heading */
#define CORE_SHARE 0.4
#define SUBTITLE_MAX 400     /* bytes */
#define SUBTITLE_NODES 60    /* behind the heading */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A title that the page gives apart from its headings. */
typedef struct {
    reader_string_t text;    /* without the site's name */
    reader_words_t words;
    const char *name;        /* of what gives it */
} support_t;

typedef struct {
    support_t items[SUPPORTS_MAX];
    size_t count;
} supports_t;

static const char *const separators[] = {
    " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xB7 ",
    " :: ", " \xC2\xBB ", " \xC2\xAB ", " \xE2\x80\xA2 ", " / ", " < ",
    " > ", " \xE2\x80\xB9 ", " \xE2\x80\xBA ", " \xEF\xBD\x9C ",
    "\xEF\xBD\x9C", "|", ": ",
};


static reader_string_t
span(reader_string_t text, size_t start, size_t end)
{
    return reader_ascii_trim(
        (reader_string_t) { text.data + start, end - start });
}


/* Whether it may be in text: by the byte in its middle, which is no space. */
static bool
may_separate(const char *separator, reader_string_t text)
{
    char middle = separator[(strlen(separator) - 1) / 2];

    return text.length != 0 && memchr(text.data, middle, text.length) != NULL;
}


/*
 * Without a last or first part that is the site's name.  Kept as it is if
 * there is no such part.
 */
static reader_string_t
less_site(reader_arena_t *arena, const reader_site_names_t *names,
          reader_string_t title)
{
    for (int round = 0; round < 2; round++) {
        bool cut = false;

        for (size_t i = 0; i < COUNT(separators) && !cut; i++) {
            size_t length = strlen(separators[i]);

            if (!may_separate(separators[i], title)) {
                continue;
            }

            for (size_t at = title.length; at-- > 0 && !cut;) {
                reader_string_t rest;

                if (title.data[at] != separators[i][0]
                    || title.length - at < length
                    || memcmp(title.data + at, separators[i], length) != 0) {
                    continue;
                }

                rest = span(title, at + length, title.length);

                if (at > 0 && reader_is_site_name(arena, names, rest)) {
                    title = span(title, 0, at);
                    cut = true;
                    break;
                }

                rest = span(title, 0, at);

                if (rest.length != 0
                    && reader_is_site_name(arena, names, rest)) {
                    title = span(title, at + length, title.length);
                    cut = true;
                }
            }
        }

        if (!cut) {
            break;
        }
    }

    return title;
}


/* Without the last part, if what is left is a title and not a word. */
static reader_string_t
less_last_part(reader_string_t title)
{
    for (size_t i = 0; i < COUNT(separators) - 2; i++) {
        size_t length = strlen(separators[i]);

        if (!may_separate(separators[i], title)) {
            continue;
        }

        for (size_t at = title.length; at-- > 0;) {
            if (title.length - at >= length
                && memcmp(title.data + at, separators[i], length) == 0) {
                reader_string_t left = span(title, 0, at);

                if (reader_words_count(left) >= 2
                    && left.length * 2 >= title.length) {
                    return left;
                }

                break;
            }
        }
    }

    return title;
}


/* The name of the site supports nothing. */
static void
add_support(supports_t *supports, reader_arena_t *arena,
            const reader_site_names_t *names, const char *name,
            reader_string_t text)
{
    support_t *support;

    if (text.length == 0 || supports->count == SUPPORTS_MAX
        || reader_is_exact_site_name(arena, names, text)) {
        return;
    }

    support = &supports->items[supports->count++];
    support->name = name;
    support->text = text;
    reader_words_of(text, &support->words);
}


/*
 * How well the head says that this is the title, 0 to 1; by gets the name of
 * what says so best, NULL if nothing does.
 */
static double
support_of(const supports_t *supports, reader_string_t heading,
           const char **by)
{
    reader_words_t words;
    double best = 0;

    *by = NULL;
    reader_words_of(heading, &words);

    for (size_t i = 0; i < supports->count; i++) {
        double score = reader_words_jaccard(&words, &supports->items[i].words);
        double share =
            0.9 * reader_words_share(&words, &supports->items[i].words);

        if (words.count < 2) {
            share = 0;
        }

        if (share > score) {
            score = share;
        }

        if (score > best) {
            best = score;
            *by = supports->items[i].name;
        }
    }

    return best;
}


static const reader_heading_t *
best_heading(const reader_facts_t *facts, const reader_site_names_t *names,
             const supports_t *supports, int level, double least)
{
    const reader_heading_t *best = NULL;
    double best_score = least;

    for (size_t i = 0; i < facts->heading_count; i++) {
        const reader_heading_t *heading = &facts->headings[i];
        const char *by;
        double score;

        if (heading->level != level
            || (level > 1 && heading->aside != READER_NONE)
            || reader_is_exact_site_name(facts->arena, names, heading->text)) {
            continue;
        }

        score = support_of(supports, heading->text, &by);

        /* "News" and the title may both be in the head: take what says more */
        if (score > best_score || (best == NULL && score >= least)
            || (best != NULL && score >= best_score
                && heading->text.length > best->text.length)) {
            best = heading;
            best_score = score;
        }
    }

    return best;
}


/* The h1, if there is one and it is not the name of the site. */
static const reader_heading_t *
only_h1(const reader_facts_t *facts, const reader_site_names_t *names)
{
    const reader_heading_t *only = NULL;

    for (size_t i = 0; i < facts->heading_count; i++) {
        const reader_heading_t *heading = &facts->headings[i];

        if (heading->level != 1
            || reader_is_site_name(facts->arena, names, heading->text)) {
            continue;
        }

        if (only != NULL) {
            return NULL;
        }

        only = heading;
    }

    return only;
}


/*
 * Whether the heading is put together of core and something else: where one
 * ends and the other begins, a text node does too.  A title in the head that
 * was cut short, or made longer for search engines, does not count.
 */
static bool
is_part_of(reader_facts_t *facts, const reader_heading_t *heading,
           reader_string_t core)
{
    reader_tree_t *tree = facts->tree;
    reader_string_t whole = heading->text;
    reader_node_id_t end = tree->nodes[heading->node].end;
    bool starts = false, ends = false;

    if (core.length >= whole.length) {
        return false;
    }

    starts = memcmp(whole.data, core.data, core.length) == 0;
    ends = memcmp(whole.data + whole.length - core.length, core.data,
                  core.length)
           == 0;

    if (!starts && !ends) {
        return false;
    }

    for (reader_node_id_t i = heading->node; i < end; i++) {
        reader_string_t text;

        if (!(tree->nodes[i].flags & READER_NODE_TEXT)
            || (tree->nodes[i].flags & READER_NODE_SPACE)) {
            continue;
        }

        text = reader_plain_line(facts->arena, reader_tree_text(tree, i));

        if (text.length == 0 || text.length > core.length) {
            continue;
        }

        if (ends && memcmp(core.data, text.data, text.length) == 0) {
            return true;
        }

        if (starts
            && memcmp(core.data + core.length - text.length, text.data,
                      text.length)
                   == 0) {
            return true;
        }
    }

    return false;
}


/* Of "Local News | Title" and "Title | Opinion" the title. */
static reader_string_t
longest_part(reader_string_t text)
{
    reader_string_t best = READER_EMPTY;
    size_t start = 0;

    for (size_t at = 0; at <= text.length; at++) {
        if (at == text.length
            || (at + 3 <= text.length
                && memcmp(text.data + at, " | ", 3) == 0)) {
            if (at - start > best.length) {
                best = (reader_string_t) { text.data + start, at - start };
            }

            start = at + 3;
        }
    }

    return best;
}


/* Kickers and dates inside a heading: take what the head says is in it. */
static reader_string_t
core_of(reader_facts_t *facts, const reader_site_names_t *names,
        const supports_t *supports, const reader_heading_t *heading)
{
    reader_string_t whole = heading->text;

    for (size_t i = 0; i < supports->count; i++) {
        reader_string_t text = supports->items[i].text;

        if (text.length >= CORE_MIN
            && (double) text.length >= CORE_SHARE * (double) whole.length
            && is_part_of(facts, heading, text)) {
            return text;
        }
    }

    return longest_part(less_site(facts->arena, names, whole));
}


/* All capitals or none: a matter of style sheets and taste. */
static bool
is_one_case(reader_string_t text)
{
    const char *p = text.data;
    const char *end = p + text.length;
    bool upper = false, lower = false;

    while (p < end) {
        reader_unicode_t class =
            reader_unicode_class(reader_unicode_next(&p, end));

        lower = lower || class == READER_UNICODE_LOWER;
        upper = upper || class == READER_UNICODE_UPPER;
    }

    return lower != upper;
}


/* The typewriter's character for a typographic one, else code itself. */
static uint32_t
typed(uint32_t code)
{
    switch (code) {
    case 0x2018:
    case 0x2019:
        return '\'';
    case 0x201C:
    case 0x201D:
        return '"';
    case 0xA0:
        return ' ';
    default:
        return code;
    }
}


/* Whether plain is text before its quotes were curled for display. */
static bool
is_uncurled(reader_string_t plain, reader_string_t text)
{
    const char *p = plain.data, *end = p + plain.length;
    const char *q = text.data, *q_end = q + text.length;

    while (p < end && q < q_end) {
        if (reader_unicode_next(&p, end)
            != typed(reader_unicode_next(&q, q_end))) {
            return false;
        }
    }

    return p == end && q == q_end;
}


/*
 * A heading of one case, or with quotes that the site's software curls, as
 * the head spells it.
 */
static reader_string_t
spelled(reader_facts_t *facts, const supports_t *supports,
        reader_string_t title)
{
    reader_string_t letters;

    for (size_t i = 0; i < supports->count; i++) {
        if (is_uncurled(supports->items[i].text, title)) {
            return supports->items[i].text;
        }
    }

    if (!is_one_case(title)) {
        return title;
    }

    letters = reader_words_letters(facts->arena, title);

    for (size_t i = 0; i < supports->count; i++) {
        reader_string_t other =
            reader_words_letters(facts->arena, supports->items[i].text);

        if (other.length == letters.length
            && memcmp(other.data, letters.data, other.length) == 0) {
            return supports->items[i].text;
        }
    }

    return title;
}


static void
choose(reader_facts_t *facts, const reader_site_names_t *names,
       const supports_t *supports, reader_string_t og_title,
       reader_string_t work, reader_metadata_t *metadata)
{
    const reader_heading_t *heading =
        best_heading(facts, names, supports, 1, SUPPORT_MIN);
    const char *from = "the h1";
    const char *by;

    if (heading == NULL) {
        heading = best_heading(facts, names, supports, 2, SUPPORT_MIN_H2);
        from = "an h2";
    }

    if (heading == NULL) {
        heading = only_h1(facts, names);
        from = "the only h1";

        /* "Archive", "Lorem": a word that the head does not know */
        if (heading != NULL && supports->count != 0
            && reader_words_count(heading->text) < UNSUPPORTED_WORDS_MIN
            && support_of(supports, heading->text, &by) <= 0) {
            heading = NULL;
        }

        /* or the name of a section */
        if (heading != NULL
            && reader_words_count(heading->text) * 2
                   <= reader_words_count(og_title)) {
            heading = NULL;
        }
    }

    if (heading == NULL && og_title.length != 0) {
        metadata->title = longest_part(og_title);
        metadata->title_from = "og:title, less the name of the site";
        return;
    }


    if (heading != NULL) {
        metadata->title =
            spelled(facts, supports, core_of(facts, names, supports, heading));

        metadata->title_node = heading->node;
        metadata->title_from = from;
        support_of(supports, heading->text, &metadata->title_support);
        return;
    }

    if (work.length != 0) {
        metadata->title = work;
        metadata->title_from = "the meta element dc.title or citation_title";
        return;
    }

    metadata->title =
        less_last_part(less_site(facts->arena, names, facts->title));
    metadata->title_from =
        metadata->title.length != 0 ? "the title element" : NULL;
}


/* Of the first such meta, without the site's name; empty if that is all. */
static reader_string_t
head_title(reader_facts_t *facts, const reader_site_names_t *names,
           const char *const *metas)
{
    reader_string_t title =
        less_site(facts->arena, names,
                  reader_facts_line(facts->arena,
                                    reader_facts_meta(facts, metas)));

    return reader_is_exact_site_name(facts->arena, names, title)
               ? READER_EMPTY
               : title;
}


/*
 * What the page marks as one beside the heading: a p in its hgroup (HTML,
 * section 4.3.7), or role=doc-subtitle (DPUB-ARIA) next to it.
 */
static reader_string_t
shown_subtitle(reader_facts_t *facts, reader_node_id_t heading)
{
    reader_tree_t *tree = facts->tree;
    reader_node_id_t around = tree->nodes[heading].parent;
    reader_node_id_t end;
    bool group;

    if (around == READER_NONE) {
        return READER_EMPTY;
    }

    group = tree->nodes[around].tag == GUMBO_TAG_HGROUP;
    end = tree->nodes[around].end;

    for (reader_node_id_t i = around + 1;
         i < end && i < heading + SUBTITLE_NODES; i++) {
        reader_string_t role;

        if ((tree->nodes[i].flags & READER_NODE_TEXT) || i == heading
            || reader_facts_is_hidden(facts, i)) {
            continue;
        }

        if ((group && tree->nodes[i].tag == GUMBO_TAG_P)
            || (reader_tree_value(tree, i, READER_NAME_ROLE, &role)
                && reader_ascii_is(role, "doc-subtitle"))) {
            return reader_facts_text(facts, i, SUBTITLE_MAX, true);
        }
    }

    return READER_EMPTY;
}


static void
choose_subtitle(reader_facts_t *facts, reader_metadata_t *metadata)
{
    metadata->subtitle_from = "JSON-LD alternativeHeadline";
    metadata->subtitle =
        reader_jsonld_string(facts, facts->article, "alternativeHeadline");

    if (metadata->subtitle.length == 0
        && metadata->title_node != READER_NONE) {
        metadata->subtitle_from = "what stands beside the heading";
        metadata->subtitle = shown_subtitle(facts, metadata->title_node);
    }

    if (metadata->subtitle.length == 0) {
        metadata->subtitle_from = NULL;
    }
}


void
reader_describe_title(reader_facts_t *facts, const reader_site_names_t *names,
                      reader_metadata_t *metadata)
{
    static const char *const og[] = { "og:title", NULL };
    static const char *const twitter[] = { "twitter:title", NULL };
    /* libraries' and publishers': the title of the work and nothing else */
    static const char *const works[] = { "citation_title", "dc.title",
                                         "dcterms.title", "dc:title",
                                         NULL };
    reader_arena_t *arena = facts->arena;
    reader_string_t og_title = head_title(facts, names, og);
    reader_string_t work = head_title(facts, names, works);
    supports_t supports;

    supports.count = 0;
    add_support(&supports, arena, names, "JSON-LD",
                reader_jsonld_string(facts, facts->article, "headline"));
    add_support(&supports, arena, names, "og:title", og_title);
    add_support(&supports, arena, names, "twitter:title",
                head_title(facts, names, twitter));
    add_support(&supports, arena, names, "dc.title", work);
    add_support(&supports, arena, names, "the title element",
                less_site(arena, names, facts->title));

    metadata->page_title = facts->title;
    metadata->title_node = READER_NONE;
    choose(facts, names, &supports, og_title, work, metadata);

    choose_subtitle(facts, metadata);
}


const reader_heading_t *
reader_title_heading(const reader_facts_t *facts,
                     const reader_metadata_t *metadata)
{
    for (size_t i = 0; i < facts->heading_count; i++) {
        if (facts->headings[i].node == metadata->title_node) {
            return &facts->headings[i];
        }
    }

    return NULL;
}
