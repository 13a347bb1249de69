#include "facts.h"
#include "ascii.h"
#include "buffer.h"
#include "charref.h"
#include "clues.h"
#include "hidden_style.h"
#include "plain.h"

#include <endian.h>
#include <string.h>

#define HEADING_MAX 1024
#define SIGN_MAX 4 /* bytes of a character that a link is drawn as */
#define DATE_TEXT_MAX 200    /* a line with a date is no paragraph */
#define DATE_START_MAX 24    /* where it is the start of one */
#define DATE_DIGITS 4
#define BYLINE_TEXT_MAX 120

#define PIECE 512 /* nodes */

#define SAYS_KNOWN 128 /* else a value is still to be looked at */

/* The pass, and what it remembers. */
typedef struct {
    reader_facts_t *facts;
    size_t offset;               /* bytes of text so far */
    reader_node_id_t aside;      /* the last one, and where it ends */
    reader_node_id_t aside_end;
    uint8_t *says;               /* by number of a class or id value */
    reader_clues_t clues;
} gatherer_t;

/* What the attributes of an element say. */
typedef struct {
    unsigned says;               /* READER_SAYS_DATE and the like */
    bool author_link;
    reader_string_t item;        /* itemprop or property */
    reader_string_t value;       /* as written */
} told_t;

#define NAME(name) ((uint64_t) 1 << READER_NAME_##name)

/* The names, beside class and id, that may say something, and of links. */
static const uint64_t telling = NAME(DIR) | NAME(TITLE) | NAME(CONTENT)
                                | NAME(DATETIME) | NAME(PUBDATE)
                                | NAME(ITEMPROP) | NAME(PROPERTY);
static const uint64_t telling_of_links = NAME(REL) | NAME(HREF);

#define SPECIAL 128

/* What elements say by their names, and those for read_special(). */
static const uint8_t tags[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_NAV] = READER_SAYS_ASIDE,
    [GUMBO_TAG_FOOTER] = READER_SAYS_ASIDE,
    [GUMBO_TAG_ASIDE] = READER_SAYS_ASIDE,
    [GUMBO_TAG_FORM] = READER_SAYS_ASIDE,
    [GUMBO_TAG_TIME] = READER_SAYS_DATE,
    [GUMBO_TAG_HTML] = SPECIAL,
    [GUMBO_TAG_BODY] = SPECIAL,
    [GUMBO_TAG_TITLE] = SPECIAL,
    [GUMBO_TAG_SCRIPT] = SPECIAL,
    [GUMBO_TAG_STYLE] = SPECIAL,
    [GUMBO_TAG_SVG] = SPECIAL,
    [GUMBO_TAG_TEMPLATE] = SPECIAL,
    [GUMBO_TAG_SELECT] = SPECIAL,
    [GUMBO_TAG_META] = SPECIAL,
    [GUMBO_TAG_BASE] = SPECIAL,
    [GUMBO_TAG_LINK] = SPECIAL,
    [GUMBO_TAG_H1] = SPECIAL,
    [GUMBO_TAG_H2] = SPECIAL,
    [GUMBO_TAG_H3] = SPECIAL,
};

_Static_assert(READER_NAME_COUNT <= 64, "names are bits");


bool
reader_facts_is_hidden(const reader_facts_t *facts, reader_node_id_t node)
{
    return (facts->hidden[node] & READER_HIDES_PAGE) != 0;
}


/* The outermost aside around the node that is being looked at. */
static reader_node_id_t
aside_of(const gatherer_t *gatherer, reader_node_id_t node)
{
    return node < gatherer->aside_end ? gatherer->aside : READER_NONE;
}


static void
add_clue(gatherer_t *gatherer, reader_clue_kind_t kind, unsigned flags,
         reader_node_id_t node, reader_string_t value)
{
    reader_facts_t *facts = gatherer->facts;
    reader_clue_t *clue;

    if (facts->clue_count == READER_CLUES_MAX) {
        return;
    }

    clue = &facts->clues[facts->clue_count++];
    clue->kind = kind;
    clue->flags = flags;
    clue->aside = aside_of(gatherer, node);
    clue->node = node;
    clue->offset = gatherer->offset;
    clue->value = value;
}


/* What a class or id value says. */
static unsigned
words_in(gatherer_t *gatherer, const reader_attribute_t *attribute)
{
    uint8_t *says = &gatherer->says[attribute->number];

    if (*says == 0 && attribute->number != 0) {
        *says = (uint8_t) (
            reader_clue_words(&gatherer->clues, attribute->value) | SAYS_KNOWN);
    }

    return *says & ~(unsigned) SAYS_KNOWN;
}


/* In each of eight bytes 1 for a digit, else 0; those at the start lowest. */
static uint64_t
digits_in(const char *at)
{
    const uint64_t ones = 0x0101010101010101u, most = ones * 0x7F;
    uint64_t bytes;

    memcpy(&bytes, at, sizeof(bytes));
    bytes = le64toh(bytes) ^ ones * '0';

    /* the high bit of each that is 10 or more, and then of each that is not */
    bytes = ((bytes & most) + ones * (0x80 - 10)) | bytes;

    return (~bytes >> 7) & ones;
}


/* For at most DATE_TEXT_MAX bytes. */
static bool
has_date_digits(reader_string_t text)
{
    const char *at = text.data, *end = at + text.length;
    uint64_t ones = 0x0101010101010101u, counts = 0;
    unsigned digits = 0;

    if (text.length < sizeof(counts)) {
        for (; at < end; at++) {
            digits += (unsigned char) (*at - '0') < 10;
        }

        return digits >= DATE_DIGITS;
    }

    for (; end - at > (ptrdiff_t) sizeof(counts); at += sizeof(counts)) {
        counts += digits_in(at);
    }

    /* of the last eight those that are new */
    counts += digits_in(end - sizeof(counts))
              >> 8 * (sizeof(counts) - (size_t) (end - at));

    return counts * ones >> 56 >= DATE_DIGITS;
}


static void
read_text(gatherer_t *gatherer, reader_node_id_t node)
{
    const reader_facts_t *facts = gatherer->facts;
    reader_string_t text = facts->tree->nodes[node].source;

    if ((unsigned char) text.data[0] <= ' ') {
        text = reader_ascii_trim_start(text);
    }

    /* of a short one, white space behind it makes no difference */
    if (text.length >= BYLINE_TEXT_MAX) {
        text = reader_ascii_trim(text);
    }

    /* a paragraph only if it begins with a date */
    if (text.length > DATE_TEXT_MAX) {
        if (!reader_ascii_digit(text.data[0])) {
            return;
        }

        text.length = DATE_START_MAX;
    }

    if (has_date_digits(text)) {
        add_clue(gatherer, READER_CLUE_DATE_TEXT, 0, node, READER_EMPTY);
    }

    if (text.length < BYLINE_TEXT_MAX && reader_clue_starts_byline(text)
        && !reader_facts_is_hidden(facts, node)) {
        add_clue(gatherer, READER_CLUE_AUTHOR_TEXT, 0, node, READER_EMPTY);
    }
}


/* Of a link: an author, or the licence of the page. */
static void
read_rel(reader_facts_t *facts, reader_node_id_t id, reader_string_t rel,
         told_t *told)
{
    told->author_link |= reader_ascii_is(rel, "author");

    if (reader_ascii_contains(rel, "license")
        && facts->link_count < READER_FACT_LINKS_MAX) {
        facts->links[facts->link_count].node = id;
        facts->links[facts->link_count++].rel = READER_STRING("license");
    }
}


static void
read_attribute(reader_facts_t *facts, reader_node_id_t id,
               const reader_attribute_t *attribute, told_t *told)
{
    const reader_node_t *node = &facts->tree->nodes[id];

    switch (attribute->known) {

    case READER_NAME_REL:
        if (node->tag == GUMBO_TAG_A) {
            read_rel(facts, id, attribute->value, told);
        }
        break;

    case READER_NAME_HREF:
        told->author_link |= node->tag == GUMBO_TAG_A
                             && !reader_facts_is_hidden(facts, id)
                             && reader_clue_author_address(attribute->value);
        break;

    case READER_NAME_DIR:
        if (node->end - id > facts->tree->count / 2) {
            facts->inner_direction = attribute->value;
        }
        break;

    case READER_NAME_TITLE:
        if (node->tag == GUMBO_TAG_ABBR) {
            told->value = attribute->value;
        }
        break;

    case READER_NAME_CONTENT:
    case READER_NAME_DATETIME:
        told->value = attribute->value;
        break;

    case READER_NAME_PUBDATE:
        told->says |= READER_SAYS_PUBLISHED;
        break;

    case READER_NAME_ITEMPROP:
    case READER_NAME_PROPERTY:
        told->item = attribute->value;
        break;

    default:
        break;
    }
}


static void
read_item(gatherer_t *gatherer, reader_node_id_t id, reader_string_t item,
          reader_string_t value)
{
    reader_facts_t *facts = gatherer->facts;

    if (reader_ascii_contains(item, "author")
        || reader_ascii_contains(item, "creator")) {
        if (value.length != 0 || !reader_facts_is_hidden(facts, id)) {
            add_clue(gatherer, READER_CLUE_AUTHOR_ITEM, 0, id, value);
        }

    } else if (reader_ascii_contains(item, "datepublished")
               || reader_ascii_contains(item, "datecreated")) {
        add_clue(gatherer, READER_CLUE_DATE_ITEM, 0, id, value);
    } else if (reader_ascii_contains(item, "datemodified")) {
        add_clue(gatherer, READER_CLUE_DATE_ITEM, READER_CLUE_MODIFIED, id,
                 value);
    } else if (reader_ascii_contains(item, "headline")
               && facts->item_headline.length == 0) {
        facts->item_headline =
            value.length != 0
                ? reader_plain_line(facts->arena, value)
                : reader_facts_text(facts, id, HEADING_MAX, true);
    }
}


/* The clues that an element's attributes are. */
static void
add_clues(gatherer_t *gatherer, reader_node_id_t id, const told_t *told)
{
    reader_facts_t *facts = gatherer->facts;
    bool seen = !reader_facts_is_hidden(facts, id);
    bool time = facts->tree->nodes[id].tag == GUMBO_TAG_TIME;
    reader_string_t value = told->value;

    if (value.length != 0) {
        value = reader_charref_decode(facts->arena, value, true);
    }

    if (told->item.length != 0) {
        read_item(gatherer, id, told->item, value);
    }

    if (told->author_link && seen) {
        add_clue(gatherer, READER_CLUE_AUTHOR_LINK, 0, id, READER_EMPTY);
    }

    if (time || (told->says & READER_SAYS_DATE)) {
        add_clue(gatherer,
                 time ? READER_CLUE_DATE_TIME : READER_CLUE_DATE_CLASS,
                 (told->says & READER_SAYS_MODIFIED ? READER_CLUE_MODIFIED : 0u)
                     | (told->says & READER_SAYS_PUBLISHED
                            ? READER_CLUE_PUBLISHED
                            : 0u),
                 id, value);
    }

    if ((told->says & READER_SAYS_AUTHOR) && seen) {
        add_clue(gatherer, READER_CLUE_AUTHOR_CLASS, 0, id, value);
    }
}


/* An element that says more than most; says is what its class does. */
static void
read_telling(gatherer_t *gatherer, reader_node_id_t id, unsigned says)
{
    const reader_attribute_t *attribute =
        reader_tree_attributes(gatherer->facts->tree, id);
    uint32_t count = gatherer->facts->tree->nodes[id].attribute_count;
    told_t told = { .says = says };

    for (uint32_t i = 0; i < count; i++) {
        read_attribute(gatherer->facts, id, &attribute[i], &told);
    }

    add_clues(gatherer, id, &told);
}


/* What an element says by its class, besides what its name does. */
static unsigned
read_attributes(gatherer_t *gatherer, const reader_node_t *node,
                reader_node_id_t id, unsigned says)
{
    const reader_attribute_t *attribute =
        &gatherer->facts->tree->attributes[node->attributes];
    const reader_attribute_t *end = attribute + node->attribute_count;
    uint64_t wanted = node->tag == GUMBO_TAG_A ? telling | telling_of_links
                                               : telling;
    uint64_t names = 0;

    for (; attribute < end; attribute++) {
        if (attribute->known == READER_NAME_CLASS
            || attribute->known == READER_NAME_ID) {
            says |= words_in(gatherer, attribute);
        } else {
            names |= (uint64_t) 1 << attribute->known;
        }
    }

    if ((names & wanted) || (says & ~(unsigned) READER_SAYS_ASIDE)) {
        read_telling(gatherer, id, says);
    }

    return says;
}


/* "Quickstart" of "Quickstart<a href=#quickstart>¶</a>" */
static reader_string_t
without_permalink(const reader_facts_t *facts, reader_node_id_t heading,
                  reader_string_t text)
{
    reader_tree_t *tree = facts->tree;
    reader_node_id_t last = tree->nodes[heading].end - 1, link;
    reader_string_t sign, href;

    while (last > heading && (tree->nodes[last].flags & READER_NODE_SPACE)) {
        last--;
    }

    link = tree->nodes[last].parent;

    if (last == heading || !(tree->nodes[last].flags & READER_NODE_TEXT)
        || tree->nodes[link].tag != GUMBO_TAG_A
        || !reader_tree_attribute(tree, link, "href", &href)
        || !reader_ascii_starts(href, "#")) {
        return text;
    }

    sign = reader_ascii_trim(reader_tree_text(tree, last));

    if (sign.length == 0 || sign.length > SIGN_MAX
        || sign.length >= text.length || reader_ascii_letter(sign.data[0])
        || reader_ascii_digit(sign.data[0])
        || memcmp(text.data + text.length - sign.length, sign.data,
                  sign.length) != 0) {
        return text;
    }

    text.length -= sign.length;

    return reader_ascii_trim(text);
}


static void
read_heading(gatherer_t *gatherer, reader_node_id_t id, int level)
{
    reader_facts_t *facts = gatherer->facts;
    reader_heading_t *heading;

    if (facts->heading_count == READER_HEADINGS_MAX) {
        return;
    }

    heading = &facts->headings[facts->heading_count];
    heading->node = id;
    heading->level = level;
    heading->aside = aside_of(gatherer, id);
    heading->offset = gatherer->offset;
    heading->text = without_permalink(
        facts, id, reader_facts_text(facts, id, HEADING_MAX, true));
    heading->end_offset = gatherer->offset + heading->text.length;

    if (heading->text.length != 0) {
        facts->heading_count++;
    }
}


static void
read_root(reader_facts_t *facts, reader_node_id_t id)
{
    reader_tree_t *tree = facts->tree;
    bool html = tree->nodes[id].tag == GUMBO_TAG_HTML;
    reader_string_t *language =
        html ? &facts->html_language : &facts->body_language;

    if (!reader_tree_value(tree, id, READER_NAME_LANG, language)
        || language->length == 0) {
        reader_tree_attribute(tree, id, "xml:lang", language);
    }

    reader_tree_value(tree, id, READER_NAME_DIR,
                      html ? &facts->html_direction : &facts->body_direction);
}


bool
reader_facts_is_aside(reader_node_id_t aside, const reader_heading_t *title)
{
    return aside != READER_NONE && (title == NULL || title->aside != aside);
}


static void
init(gatherer_t *gatherer, reader_facts_t *facts)
{
    reader_arena_t *arena = facts->arena;

    gatherer->facts = facts;
    gatherer->offset = 0;
    gatherer->aside = READER_NONE;
    gatherer->aside_end = 0;
    gatherer->says = reader_arena_array(arena, facts->tree->value_count, 1);
    reader_clues_init(&gatherer->clues);

    facts->metas = reader_arena_alloc(
        arena, READER_FACT_METAS_MAX * sizeof(*facts->metas));
    facts->links = reader_arena_alloc(
        arena, READER_FACT_LINKS_MAX * sizeof(*facts->links));
    facts->headings = reader_arena_alloc(
        arena, READER_HEADINGS_MAX * sizeof(*facts->headings));
    facts->clues =
        reader_arena_alloc(arena, READER_CLUES_MAX * sizeof(*facts->clues));
}


static void
read_title(reader_facts_t *facts, reader_node_id_t id)
{
    if (facts->title.length == 0
        && !(facts->tree->nodes[id].flags & READER_NODE_FOREIGN)) {
        facts->title = reader_facts_text(facts, id, HEADING_MAX, false);
    }
}


static void
read_link(reader_facts_t *facts, reader_node_id_t id)
{
    reader_string_t rel;

    if (facts->link_count < READER_FACT_LINKS_MAX
        && reader_tree_value(facts->tree, id, READER_NAME_REL, &rel)) {
        facts->links[facts->link_count].node = id;
        facts->links[facts->link_count++].rel = rel;
    }
}


/* Whether this is all about an element; *last is the last node of that. */
static bool
read_special(gatherer_t *gatherer, reader_node_id_t *last)
{
    reader_node_id_t id = *last;
    reader_facts_t *facts = gatherer->facts;
    const reader_node_t *node = &facts->tree->nodes[id];

    switch (node->tag) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
        read_root(facts, id);
        return true;

    case GUMBO_TAG_TITLE:
        read_title(facts, id);
        *last = node->end - 1;
        return true;

    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_SELECT:
        *last = node->end - 1;
        return true;

    case GUMBO_TAG_META:
        reader_facts_read_meta(facts, id);
        return true;

    case GUMBO_TAG_BASE:
        if (facts->base.length == 0) {
            reader_tree_value(facts->tree, id, READER_NAME_HREF, &facts->base);
        }
        return true;

    case GUMBO_TAG_LINK:
        read_link(facts, id);
        return true;

    case GUMBO_TAG_H1:
        read_heading(gatherer, id, 1);
        return false;

    case GUMBO_TAG_H2:
        read_heading(gatherer, id, 2);
        return false;

    case GUMBO_TAG_H3:
        read_heading(gatherer, id, 3);
        return false;

    default:
        return false;
    }
}


/* What holds a third of the page is no aside, whatever its class. */
static void
begin_aside(gatherer_t *gatherer, reader_node_id_t id)
{
    const reader_tree_t *tree = gatherer->facts->tree;
    reader_node_id_t end = tree->nodes[id].end;

    if (id >= gatherer->aside_end && end - id < tree->count / 3) {
        gatherer->aside_end = end;
        gatherer->aside = id;
    }
}


void
reader_facts_gather(reader_tree_t *tree, const uint8_t *hidden,
                    reader_facts_t *facts)
{
    const reader_node_t *node = tree->nodes;
    reader_node_id_t spent = 0, count = tree->count;
    gatherer_t gatherer;

    memset(facts, 0, sizeof(*facts));
    facts->tree = tree;
    facts->arena = tree->arena;
    facts->hidden = hidden;
    init(&gatherer, facts);

    for (reader_node_id_t i = 0; i < count; i++, node++) {
        unsigned says;

        if (node->flags & READER_NODE_SPACE) {
            continue;
        }

        if (i >= spent) {
            reader_arena_spend(tree->arena, PIECE * 16);
            spent = i + PIECE;
        }

        if (node->flags & READER_NODE_TEXT) {
            read_text(&gatherer, i);
            gatherer.offset += node->source.length;
            continue;
        }

        says = tags[node->tag];

        if (says & SPECIAL) {
            if (read_special(&gatherer, &i)) {
                node = &tree->nodes[i];
                continue;
            }

            says = 0;
        }

        if (node->attribute_count != 0 || says != 0) {
            says = read_attributes(&gatherer, node, i, says);
        }

        if (says & READER_SAYS_ASIDE) {
            begin_aside(&gatherer, i);
        }
    }
}
