#include "clutter.h"

#include "ascii.h"
#include "strip.h"

#include <string.h>

/* What boxes hold at most, in characters of text. */
#define BOX_CHARACTERS 1500
#define NEWSLETTER_CHARACTERS 700
#define SHARE_CHARACTERS 250
#define AD_CHARACTERS 120
#define RELATED_CHARACTERS 4000
#define PRODUCT_CHARACTERS 20000

#define SHARE_LINKS 2
#define SHARE_PERCENT 60      /* of the links in it */
#define SHARE_OTHER 60        /* characters that are no links */
#define RELATED_LINKS 3
#define RELATED_PERCENT 50    /* of its text is in links */
#define PAGE_PERCENT 40       /* of the page's text: no box is so large */
#define NAME_LENGTH_MAX 64

/* What is counted for every element. */
enum {
    EMAILS,   /* fields for an address */
    FIELDS,   /* fields and buttons that a page needs: password, search, ... */
    PRECIOUS, /* h1, main, nav, video, and what a site rule keeps */
    ARTICLES, /* article elements */
    LINKS,
    SHARES,   /* links that share the page */
    KEPT,     /* blocks of prose that are main content */
    EMBEDDED, /* frames other than of trackers, images */
    COUNTS
};

typedef struct {
    reader_clutter_page_t *page;
    uint32_t (*sums)[COUNTS]; /* before each node */
    uint32_t characters;      /* of the page */
} finder_t;


static bool
is_share(reader_string_t url)
{
    static const char *const starts[] = { "https://", "http://", "//",
                                          "www." };

    url = reader_ascii_trim(url);

    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
        if (reader_ascii_starts(url, starts[i])) {
            url.data += strlen(starts[i]);
            url.length -= strlen(starts[i]);
        }
    }

    for (const char *const *share = reader_clutter_shares; *share != NULL;
         share++) {
        if (reader_ascii_starts(url, *share)) {
            return true;
        }
    }

    return false;
}


static void
count_input(const reader_tree_t *tree, reader_node_id_t id, uint32_t *counts)
{
    reader_string_t type, name;

    (void) reader_tree_attribute(tree, id, "type", &type);
    (void) reader_tree_attribute(tree, id, "name", &name);
    type = reader_ascii_trim(type);

    if (reader_ascii_is(type, "email")
        || (reader_ascii_contains(name, "email")
            && !reader_ascii_is(type, "hidden"))) {
        counts[EMAILS]++;
    }

    if (reader_ascii_is(type, "password") || reader_ascii_is(type, "search")
        || reader_ascii_is(type, "file") || reader_ascii_is(name, "q")
        || reader_ascii_is(name, "s")) {
        counts[FIELDS]++;
    }
}


static void
count_element(const finder_t *f, reader_node_id_t id, uint32_t *counts)
{
    const reader_tree_t *tree = f->page->tree;
    reader_string_t value;

    switch (tree->nodes[id].tag) {

    case GUMBO_TAG_INPUT:
        count_input(tree, id, counts);
        break;

    case GUMBO_TAG_TEXTAREA:
        counts[FIELDS]++;
        break;

    case GUMBO_TAG_A:
        if (reader_tree_attribute(tree, id, "href", &value)) {
            counts[LINKS]++;
            counts[SHARES] += is_share(value);
        }
        break;

    case GUMBO_TAG_H1:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_NAV:
        counts[PRECIOUS]++;
        break;

    case GUMBO_TAG_ARTICLE:
        counts[ARTICLES]++;
        break;

    case GUMBO_TAG_IFRAME:
        counts[EMBEDDED] +=
            reader_tree_attribute(tree, id, "src", &value)
            && value.length != 0 && !reader_clutter_is_tracker(value);
        break;

    case GUMBO_TAG_IMG:
        counts[EMBEDDED]++;
        break;

    default:
        if (reader_tree_attribute(tree, id, "role", &value)
            && (reader_ascii_is(value, "main")
                || reader_ascii_is(value, "navigation")
                || reader_ascii_is(value, "search"))) {
            counts[PRECIOUS]++;
        }
    }
}


static void
count(finder_t *f)
{
    const reader_tree_t *tree = f->page->tree;
    const reader_blocks_t *blocks = f->page->blocks;
    uint32_t block = 0;

    f->sums = reader_arena_array(tree->arena, tree->count + 1,
                                 sizeof(*f->sums));

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        uint32_t *counts = f->sums[id + 1];

        memcpy(counts, f->sums[id], sizeof(*f->sums));

        for (; block < blocks->count && blocks->items[block].first <= id;
             block++) {
            counts[KEPT] += blocks->items[block].kept
                            && (blocks->items[block].flags
                                & READER_BLOCK_GOOD);
        }

        if (!(tree->nodes[id].flags & READER_NODE_TEXT)) {
            count_element(f, id, counts);
            counts[PRECIOUS] +=
                reader_ruling_keeps(&blocks->ruling, id);
        }
    }

    f->characters = reader_figures_in(f->page->figures, 0).characters;
}


static uint32_t
count_in(const finder_t *f, reader_node_id_t id, int what)
{
    return f->sums[f->page->tree->nodes[id].end][what] - f->sums[id][what];
}


/* name: see reader_clutter_name_t; * may also stand at the start. */
static bool
has_name(const char *name, const char *token, size_t length)
{
    size_t want = strlen(name);
    bool open_start = name[0] == '*', open_end = name[want - 1] == '*';

    name += open_start;
    want -= (size_t) open_start + open_end;

    if (length < want) {
        return false;
    }

    if (open_start) {
        return memmem(token, length, name, want) != NULL;
    }

    return (open_end || length == want) && memcmp(name, token, want) == 0;
}


static reader_clutter_t
find_token(const reader_clutter_name_t *names, const char *token,
           size_t length)
{
    for (; names->name != NULL; names++) {
        if ((names->name[0] == '*' || names->name[0] == token[0])
            && has_name(names->name, token, length)) {
            return names->kind;
        }
    }

    return READER_CLUTTER_NONE;
}


/* The first kind that a word of the class or id stands for. */
static reader_clutter_t
find_names(const finder_t *f, const reader_clutter_name_t *names,
           reader_node_id_t id)
{
    static const char *const attributes[] = { "id", "class" };

    for (size_t i = 0; i < 2; i++) {
        reader_string_t value;
        size_t at = 0;

        (void) reader_tree_attribute(f->page->tree, id, attributes[i],
                                     &value);

        while (at < value.length) {
            char token[NAME_LENGTH_MAX];
            size_t length = 0;
            reader_clutter_t kind;

            while (at < value.length && reader_ascii_space(value.data[at])) {
                at++;
            }

            while (at < value.length
                   && !reader_ascii_space(value.data[at])) {
                if (length < sizeof(token)) {
                    token[length++] = reader_ascii_lower(value.data[at]);
                }

                at++;
            }

            reader_arena_spend(f->page->tree->arena, 256);
            kind = length == 0 ? READER_CLUTTER_NONE
                               : find_token(names, token, length);

            if (kind != READER_CLUTTER_NONE) {
                return kind;
            }
        }
    }

    return READER_CLUTTER_NONE;
}


/* What no box of clutter has in it. */
static bool
is_precious(const finder_t *f, reader_node_id_t id,
            const reader_sums_t *sums)
{
    return count_in(f, id, PRECIOUS) != 0 || count_in(f, id, FIELDS) != 0
           || count_in(f, id, KEPT) != 0
           || (f->characters > BOX_CHARACTERS
               && (uint64_t) sums->characters * 100
                      > (uint64_t) f->characters * PAGE_PERCENT);
}


static bool
is_share_box(const finder_t *f, reader_node_id_t id,
             const reader_sums_t *sums)
{
    uint32_t links = count_in(f, id, LINKS);
    uint32_t shares = count_in(f, id, SHARES);

    return shares >= SHARE_LINKS && shares * 100 >= links * SHARE_PERCENT
           && sums->characters <= SHARE_CHARACTERS
           && sums->characters - sums->link_characters <= SHARE_OTHER
           && count_in(f, id, EMAILS) == 0
           && count_in(f, id, ARTICLES) == 0;
}


static bool
is_link_list(const finder_t *f, reader_node_id_t id,
             const reader_sums_t *sums)
{
    return count_in(f, id, LINKS) >= RELATED_LINKS
           && sums->characters <= RELATED_CHARACTERS
           && (uint64_t) sums->link_characters * 100
                  >= (uint64_t) sums->characters * RELATED_PERCENT
           && count_in(f, id, EMAILS) == 0;
}


/* Whether it begins with a line such as "Read also". */
static bool
has_related_heading(const finder_t *f, reader_node_id_t id)
{
    const reader_blocks_t *blocks = f->page->blocks;
    uint32_t first = blocks->before[id];
    uint32_t columns = 1u << READER_TOKEN_SIDEBAR | 1u << READER_TOKEN_CONTENT
                       | 1u << READER_TOKEN_BODY | 1u << READER_TOKEN_FOOTER;

    /* a column with such a list at its top is more than the list */
    return !(reader_figures_tokens(f->page->figures, id) & columns)
           && first < blocks->before[f->page->tree->nodes[id].end]
           && f->page->figures->of[first].line == READER_LINE_MORE
           && blocks->items[first].link_characters * 2
                  < blocks->items[first].characters;
}


/* Inside of a part that leads through the site, lists of links are its own. */
static bool
is_in_frame(const finder_t *f, reader_node_id_t id)
{
    const reader_node_t *nodes = f->page->tree->nodes;

    for (id = nodes[id].parent; id != READER_NONE; id = nodes[id].parent) {
        if (nodes[id].tag == GUMBO_TAG_NAV
            || nodes[id].tag == GUMBO_TAG_HEADER) {
            return true;
        }
    }

    return false;
}


static reader_clutter_t
judge_words(const finder_t *f, reader_node_id_t id,
            const reader_sums_t *sums)
{
    reader_clutter_t kind = find_names(f, reader_clutter_words, id);

    switch (kind) {

    case READER_CLUTTER_CONSENT:
        return sums->characters <= BOX_CHARACTERS ? kind
                                                  : READER_CLUTTER_NONE;

    case READER_CLUTTER_NEWSLETTER:
        return count_in(f, id, EMAILS) != 0
                       && sums->characters <= NEWSLETTER_CHARACTERS
                       && count_in(f, id, ARTICLES) == 0
                   ? kind
                   : READER_CLUTTER_NONE;

    case READER_CLUTTER_AD:
        return sums->characters <= AD_CHARACTERS
                       && count_in(f, id, EMAILS) == 0
                       && count_in(f, id, ARTICLES) == 0
                   ? kind
                   : READER_CLUTTER_NONE;

    case READER_CLUTTER_RELATED:
        return f->page->selection->readerable && is_link_list(f, id, sums)
                       && !is_in_frame(f, id)
                   ? kind
                   : READER_CLUTTER_NONE;

    default:
        return READER_CLUTTER_NONE;
    }
}


static reader_clutter_t
judge(const finder_t *f, reader_node_id_t id)
{
    reader_sums_t sums = reader_figures_in(f->page->figures, id);
    reader_clutter_t kind;

    if (f->page->tree->nodes[id].tag == GUMBO_TAG_SCRIPT) {
        return READER_CLUTTER_NONE;
    }

    kind = find_names(f, reader_clutter_products, id);

    if (kind != READER_CLUTTER_NONE && count_in(f, id, PRECIOUS) == 0
        && count_in(f, id, ARTICLES) == 0
        && sums.characters <= PRODUCT_CHARACTERS
        && (kind == READER_CLUTTER_CONSENT
            || (count_in(f, id, KEPT) == 0 && count_in(f, id, FIELDS) == 0))) {
        return kind;
    }

    if (is_precious(f, id, &sums)) {
        return READER_CLUTTER_NONE;
    }

    if (is_share_box(f, id, &sums)) {
        return READER_CLUTTER_SHARE;
    }

    kind = judge_words(f, id, &sums);

    if (kind != READER_CLUTTER_NONE) {
        return kind;
    }

    return f->page->selection->readerable && has_related_heading(f, id)
                   && is_link_list(f, id, &sums) && !is_in_frame(f, id)
               ? READER_CLUTTER_RELATED
               : READER_CLUTTER_NONE;
}


/* Elements that boxes are made of; the others are parts of something. */
static bool
is_box(const reader_node_t *node)
{
    switch (node->tag) {

    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_UNKNOWN: /* dialog, custom elements */
        return true;

    default:
        return false;
    }
}


void
reader_clutter_find(reader_clutter_page_t *page)
{
    finder_t f = { .page = page };
    const reader_tree_t *tree = page->tree;

    page->kinds = reader_arena_array(tree->arena, tree->count + 1, 1);
    count(&f);

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        reader_clutter_t kind = READER_CLUTTER_NONE;

        if ((node->flags & (READER_NODE_TEXT | READER_NODE_FOREIGN))
            || page->spans[id].end == 0
            || reader_ruling_keeps(&page->blocks->ruling, id)) {
            continue;
        }

        if (reader_ruling_strips(&page->blocks->ruling, id)) {
            bool keeps = false;

            for (reader_node_id_t in = id; in < node->end && !keeps; in++) {
                keeps = reader_ruling_keeps(&page->blocks->ruling, in);
            }

            kind = keeps ? READER_CLUTTER_NONE : READER_CLUTTER_RULE;

        } else if (is_box(node)) {
            kind = judge(&f, id);
        }

        if (kind != READER_CLUTTER_NONE) {
            page->kinds[id] = (uint8_t) kind;
            id = node->end - 1;
        }
    }

    reader_clutter_trackers_find(page);
}
