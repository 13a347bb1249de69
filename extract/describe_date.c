/*
 * When the article was published: every date on the page votes for its day.
 * Weights by how often each kind was right on annotated pages.
 */

#include "date.h"
#include "describe_jsonld.h"
#include "describe_parts.h"
#include "ascii.h"
#include "buffer.h"
#include "plain.h"

#include <string.h>

#define VOTES_MAX 128
#define KIND_MAX 8 /* clues of a kind */

/* A line near the title: bytes of text before and after it. */
#define BEFORE_TITLE 500
#define AFTER_TITLE 1200

#define CLASS_TEXT_MAX 160

/* Of a paragraph only the start is looked at, as in facts.c. */
#define LINE_MAX 200
#define LINE_START 24

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Kinds of source, most precise value of a day first. */
typedef enum {
    JSON_LD,
    META,
    ITEM,
    TIME_PUBLISHED,
    TIME,
    OTHER_META,
    DATE_CLASS,
    NEAR_TITLE,
    PAGE,
    URL,
    TEXT,
    MODIFIED,
    KINDS
} kind_t;

static const struct {
    double weight;
    const char *name;
} kinds[KINDS] = {
    [META] = { 2, "a meta element like article:published_time" },
    [JSON_LD] = { 1.5, "JSON-LD datePublished" },
    [ITEM] = { 1, "itemprop datePublished" },
    [TIME_PUBLISHED] = { 1, "a time element with pubdate" },
    [TIME] = { 0.8, "a time element" },
    [OTHER_META] = { 1.2, "a meta element like date" },
    [DATE_CLASS] = { 1.2, "a class that names a date" },
    [NEAR_TITLE] = { 1.6, "text near the title" },
    [PAGE] = { 0.9, "JSON-LD datePublished of the page" },
    [URL] = { 2.1, "the address of the page" },
    [TEXT] = { 0.9, "the text" },
    [MODIFIED] = { 0.4, "the date of a change" },
};

typedef struct {
    reader_date_t date;
    reader_string_t raw;
    kind_t kind;
    reader_node_id_t node;
} vote_t;

typedef struct {
    vote_t items[VOTES_MAX];
    size_t count;
    unsigned seen[KINDS]; /* votes of each kind */
} ballot_t;

static const char *const published_metas[] = {
    "article:published_time", "og:article:published_time",
    "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "published_time", "date_published", "publish-date", "publishdate",
    "pubdate", "publication_date", "citation_publication_date",
    "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "rnews:datepublished", "ptime", "article_date_original",
    "article.published", "originalpublicationdate", "dc.issued", "published",
    "shareaholic:article_published_time", "article:created", "last-published",
    "og:pubdate", "displaydate", "iso-8601-publish-date", "bt:pubdate",
};

static const char *const other_metas[] = {
    "date", "dc.date", "dcterms.date", "dc:date", "dc:created", "created",
    "datecreated", "article:date", "dcterms.available", "og:date",
    "release_date", "og:release_date", "time", "vr:published_time",
};

static const char *const modified_metas[] = {
    "article:modified_time", "og:updated_time", "datemodified",
    "last-modified", "dcterms.modified", "dc.date.modified", "modified",
    "article:modified", "updated_time", "lastmod", "revised", "moddate",
};


/* The longest of these lists. */
#define NAMES_MAX COUNT(published_metas)

_Static_assert(COUNT(other_metas) <= NAMES_MAX
                   && COUNT(modified_metas) <= NAMES_MAX,
               "it is the longest");


static long
day_of(const reader_date_t *date)
{
    return date->year * 10000L + date->month * 100L + date->day;
}


static bool
add_date(ballot_t *ballot, kind_t kind, const reader_date_t *date,
         reader_string_t raw, reader_node_id_t node)
{
    if (ballot->count == VOTES_MAX) {
        return false;
    }

    ballot->items[ballot->count++] = (vote_t) { *date, raw, kind, node };
    ballot->seen[kind]++;

    return true;
}


/*
 * A vote for what text says; later ones of a kind count less and less, as a
 * page that names many dates has many other articles.
 */
static bool
add_vote(ballot_t *ballot, kind_t kind, reader_string_t text, bool month_first)
{
    reader_date_t date;

    return text.length != 0
           && reader_date_find(text, month_first, &date, NULL, NULL)
           && add_date(ballot, kind, &date, text, READER_NONE);
}


static void
add_metas(ballot_t *ballot, const reader_facts_t *facts, kind_t kind,
          const char *const *names, size_t count, bool month_first)
{
    const char *present[NAMES_MAX];
    size_t present_count = 0;

    for (size_t k = 0; k < count; k++) {
        if (reader_facts_may_have(facts, names[k])) {
            present[present_count++] = names[k];
        }
    }

    for (size_t i = 0; present_count != 0 && i < facts->meta_count; i++) {
        const reader_meta_t *meta = &facts->metas[i];

        for (size_t k = 0; k < present_count; k++) {
            if (reader_facts_is_named(meta, present[k])) {
                add_vote(ballot, kind, meta->value, month_first);
                break;
            }
        }
    }
}


static bool
is_near(const reader_heading_t *title, const reader_clue_t *clue)
{
    if (title == NULL) {
        return clue->offset < BEFORE_TITLE;
    }

    return clue->offset + BEFORE_TITLE >= title->offset
           && clue->offset <= title->end_offset + AFTER_TITLE;
}


/* "Updated 4 March 2026", in the languages of the stems. */
static bool
says_updated(reader_string_t text)
{
    static const char *const stems[] = {
        "updated", "modified", "revised", "aktualisiert", "ge\xC3\xA4ndert",
        "letzte \xC3\xA4nderung", "mis \xC3\xA0 jour", "actualizado",
        "atualizado", "aggiornat", "bijgewerkt", "uppdaterad", "opdateret",
        "oppdatert", "p\xC3\xA4ivitetty", "aktualizacja",
        "\xD0\xBE\xD0\xB1\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xBB",
        "reviewed", "fact checked",
    };

    return reader_ascii_contains_one_of(text, stems, COUNT(stems));
}


/*
 * What kind of date a clue is about, and the text that it is in.  KINDS: it is
 * about none.
 */
static kind_t
kind_of(reader_facts_t *facts, const reader_heading_t *title,
        const reader_clue_t *clue, reader_string_t *text)
{
    *text = clue->value;

    switch (clue->kind) {
    case READER_CLUE_DATE_ITEM:
        return ITEM;

    case READER_CLUE_DATE_TIME:
        return clue->flags & READER_CLUE_PUBLISHED ? TIME_PUBLISHED : TIME;

    case READER_CLUE_DATE_CLASS:
        return DATE_CLASS;

    case READER_CLUE_DATE_TEXT:
        *text = reader_ascii_trim(reader_tree_text(facts->tree, clue->node));

        if (text->length > LINE_MAX) {
            text->length = LINE_START;
        }

        return is_near(title, clue) ? NEAR_TITLE : TEXT;

    default:
        return KINDS;
    }
}


static void
add_clue(ballot_t *ballot, reader_facts_t *facts,
         const reader_heading_t *title, const reader_clue_t *clue,
         bool month_first)
{
    bool modified = clue->flags & READER_CLUE_MODIFIED;
    reader_string_t text;
    kind_t kind = kind_of(facts, title, clue, &text);
    reader_date_t date;

    if (kind == KINDS) {
        return;
    }

    if (text.length == 0) {
        text = reader_facts_text(facts, clue->node, CLASS_TEXT_MAX, false);
    }

    if (text.length == 0
        || (ballot->seen[kind] >= KIND_MAX
            && ballot->seen[MODIFIED] >= KIND_MAX)
        || !reader_date_find(text, month_first, &date, NULL, NULL)) {
        return;
    }

    kind = modified || says_updated(text) ? MODIFIED : kind;

    if (ballot->seen[kind] < KIND_MAX) {
        add_date(ballot, kind, &date, text, clue->node);
    }
}


static void
add_clues(ballot_t *ballot, reader_facts_t *facts,
          const reader_heading_t *title, bool month_first, bool aside)
{
    for (size_t i = 0; i < facts->clue_count; i++) {
        const reader_clue_t *clue = &facts->clues[i];

        if (reader_facts_is_aside(clue->aside, title) == aside) {
            add_clue(ballot, facts, title, clue, month_first);
        }
    }
}


/*
 * Whether the head says that the page was changed on this day and published
 * on another.
 */
static bool
is_day_of_change(const ballot_t *ballot, const vote_t *vote)
{
    bool changed = false, published = false;

    for (size_t i = 0; i < ballot->count; i++) {
        const vote_t *other = &ballot->items[i];

        if (other->kind == META || other->kind == JSON_LD
            || other->kind == PAGE) {
            published = true;

            if (day_of(&other->date) == day_of(&vote->date)) {
                return false;
            }
        }

        if (other->kind == MODIFIED
            && day_of(&other->date) == day_of(&vote->date)) {
            changed = true;
        }
    }

    return changed && published;
}


/* The weight of a vote; only the first few of a kind count in full. */
static double
weight_of(const ballot_t *ballot, size_t index)
{
    const vote_t *vote = &ballot->items[index];
    double weight = kinds[vote->kind].weight;
    size_t before = 0;

    /* what a reader sees is the day of the change, where both are known */
    if (vote->kind > OTHER_META || vote->kind == TIME) {
        if (is_day_of_change(ballot, vote)) {
            return weight * 0.1;
        }
    }

    for (size_t i = 0; i < index; i++) {
        const vote_t *other = &ballot->items[i];

        if (other->kind != vote->kind) {
            continue;
        }

        if (day_of(&other->date) == day_of(&vote->date)) {
            return 0; /* has voted for this day */
        }

        before++;
    }

    return before == 0 ? weight : weight * 0.3 / (double) before;
}


static const vote_t *
elect(const ballot_t *ballot)
{
    double best = 0;
    long day = 0;
    const vote_t *chosen = NULL;
    double weights[VOTES_MAX];

    for (size_t i = 0; i < ballot->count; i++) {
        weights[i] = weight_of(ballot, i);
    }

    for (size_t i = 0; i < ballot->count; i++) {
        double sum = 0;
        long this_day = day_of(&ballot->items[i].date);

        for (size_t k = 0; k < ballot->count; k++) {
            if (day_of(&ballot->items[k].date) == this_day) {
                sum += weights[k];
            }
        }

        if (sum > best + 1e-9) {
            best = sum;
            day = this_day;
        }
    }

    for (size_t i = 0; i < ballot->count; i++) {
        const vote_t *vote = &ballot->items[i];

        if (day_of(&vote->date) != day) {
            continue;
        }

        /* of this day the most precise: with a time and a zone */
        if (chosen == NULL
            || (vote->date.hour >= 0) > (chosen->date.hour >= 0)
            || ((vote->date.hour >= 0) == (chosen->date.hour >= 0)
                && vote->kind < chosen->kind)) {
            chosen = vote;
        }
    }

    return chosen;
}


static const vote_t *
day_before(const ballot_t *ballot, const vote_t *vote)
{
    for (size_t i = 0; i < ballot->count; i++) {
        const vote_t *other = &ballot->items[i];
        long distance = day_of(&vote->date) - day_of(&other->date);

        if (distance == 1
            && (other->kind == NEAR_TITLE || other->kind == DATE_CLASS
                || other->kind == TIME)) {
            return other;
        }
    }

    return NULL;
}


static reader_string_t
written(reader_arena_t *arena, const reader_date_t *date)
{
    char text[READER_DATE_SIZE];
    size_t length = reader_date_format(date, text);

    return reader_arena_copy(arena, (reader_string_t) { text, length });
}


/* Where month comes before day: the United States, mostly. */
static bool
puts_month_first(const reader_metadata_t *metadata)
{
    reader_string_t tag = metadata->language;
    reader_string_t host = metadata->address.host;

    if (tag.length >= 2 && !reader_ascii_starts(tag, "en")) {
        return false;
    }

    if (tag.length > 2) {
        return reader_ascii_contains(tag, "us");
    }

    return !(host.length > 3
             && (memcmp(host.data + host.length - 3, ".uk", 3) == 0
                 || memcmp(host.data + host.length - 3, ".au", 3) == 0
                 || memcmp(host.data + host.length - 3, ".in", 3) == 0
                 || memcmp(host.data + host.length - 3, ".nz", 3) == 0
                 || memcmp(host.data + host.length - 3, ".ie", 3) == 0));
}


static void
choose_modified(reader_facts_t *facts, reader_metadata_t *metadata,
                bool month_first)
{
    reader_string_t text =
        reader_jsonld_string(facts, facts->article, "dateModified");
    const char *from = "JSON-LD dateModified";
    reader_date_t date;

    for (size_t i = 0; text.length == 0 && i < COUNT(modified_metas); i++) {
        const char *const names[] = { modified_metas[i], NULL };

        from = "a meta element like article:modified_time";
        text = reader_facts_meta(facts, names);
    }

    if (text.length == 0) {
        from = "JSON-LD dateModified of the page";
        text = reader_jsonld_string(facts, facts->page, "dateModified");
    }

    if (reader_date_find(text, month_first, &date, NULL, NULL)) {
        metadata->modified = written(facts->arena, &date);
        metadata->modified_from = from;
    }
}


void
reader_describe_dates(reader_facts_t *facts, reader_metadata_t *metadata)
{
    bool month_first = puts_month_first(metadata);
    const reader_heading_t *title = reader_title_heading(facts, metadata);
    ballot_t *ballot = reader_arena_alloc(facts->arena, sizeof(*ballot));
    reader_date_t date;
    const vote_t *winner;

    ballot->count = 0;
    memset(ballot->seen, 0, sizeof(ballot->seen));

    if (reader_date_in_url(metadata->address.path, &date)) {
        add_date(ballot, URL, &date, READER_EMPTY, READER_NONE);
    }

    add_metas(ballot, facts, META, published_metas, COUNT(published_metas),
              month_first);
    add_vote(ballot, JSON_LD,
             reader_jsonld_string(facts, facts->article, "datePublished"),
             month_first);

    if (ballot->seen[JSON_LD] == 0) {
        add_vote(ballot, JSON_LD,
                 reader_jsonld_string(facts, facts->article, "dateCreated"),
                 month_first);
    }

    add_metas(ballot, facts, OTHER_META, other_metas, COUNT(other_metas),
              month_first);
    add_vote(ballot, PAGE,
             reader_jsonld_string(facts, facts->page, "datePublished"),
             month_first);
    add_metas(ballot, facts, MODIFIED, modified_metas, COUNT(modified_metas),
              month_first);
    add_vote(ballot, MODIFIED,
             reader_jsonld_string(facts, facts->article, "dateModified"),
             month_first);
    add_clues(ballot, facts, title, month_first, false);

    if (ballot->count == 0) {
        add_clues(ballot, facts, title, month_first, true);
    }


    metadata->date_node = READER_NONE;
    winner = elect(ballot);

    /* at night in UTC it was still the evening before where readers are */
    if (winner != NULL && winner->date.zone == 0 && winner->date.hour >= 0
        && winner->date.hour < 8) {
        const vote_t *seen = day_before(ballot, winner);

        winner = seen != NULL ? seen : winner;
    }

    if (winner != NULL) {
        metadata->published = written(facts->arena, &winner->date);
        metadata->published_from = kinds[winner->kind].name;

        if (winner->kind <= OTHER_META && reader_date_is_iso(winner->raw)) {
            metadata->published_as_found = winner->raw;
        }

        for (size_t i = 0; i < ballot->count; i++) {
            const vote_t *vote = &ballot->items[i];

            if (vote->node != READER_NONE
                && day_of(&vote->date) == day_of(&winner->date)) {
                metadata->date_node = vote->node;
                break;
            }
        }
    }

    choose_modified(facts, metadata, month_first);
}
