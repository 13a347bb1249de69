#include "facts_parts.h"
#include "ascii.h"
#include "buffer.h"
#include "charref.h"
#include "plain.h"

#include <endian.h>
#include <string.h>

#define DATE_TEXT_MAX 200 /* a line with a date is no paragraph */
#define DATE_START_MAX 24 /* where it is the start of one */
#define DATE_DIGITS 4
#define BYLINE_TEXT_MAX 120

/* What the attributes of an element say. */
typedef struct {
    unsigned says;               /* READER_SAYS_DATE and the like */
    bool author_link;
    reader_string_t item;        /* itemprop or property */
    reader_string_t value;       /* as written */
} told_t;


reader_node_id_t
reader_gather_aside(const reader_gatherer_t *gatherer, reader_node_id_t node)
{
    return node < gatherer->aside_end ? gatherer->aside : READER_NONE;
}


static void
add_clue(reader_gatherer_t *gatherer, reader_clue_kind_t kind, unsigned flags,
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
    clue->aside = reader_gather_aside(gatherer, node);
    clue->node = node;
    clue->offset = gatherer->offset;
    clue->value = value;
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


void
reader_gather_text(reader_gatherer_t *gatherer, reader_node_id_t node)
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
read_item(reader_gatherer_t *gatherer, reader_node_id_t id,
          reader_string_t item, reader_string_t value)
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
                : reader_facts_text(facts, id, READER_HEADING_MAX, true);
    }
}


/* The clues that an element's attributes are. */
static void
add_clues(reader_gatherer_t *gatherer, reader_node_id_t id, const told_t *told)
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


void
reader_gather_clues(reader_gatherer_t *gatherer, reader_node_id_t id,
                    unsigned says)
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
