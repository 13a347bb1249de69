#include "facts_parts.h"
#include "ascii.h"
#include "hidden_style.h"

#include <string.h>

#define SIGN_MAX 4 /* bytes of a character that a link is drawn as */
#define PIECE 512 /* nodes */

#define NAME(name) ((uint64_t) 1 << READER_NAME_##name)

/* The names, beside class and id, that may say something, and of links. */
static const uint64_t telling = NAME(DIR) | NAME(TITLE) | NAME(CONTENT)
                                | NAME(DATETIME) | NAME(PUBDATE)
                                | NAME(ITEMPROP) | NAME(PROPERTY);
static const uint64_t telling_of_links = NAME(REL) | NAME(HREF);

_Static_assert(READER_NAME_COUNT <= 64, "names are bits");

#define SAYS_KNOWN 128 /* else a value is still to be looked at */
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


bool
reader_facts_is_hidden(const reader_facts_t *facts, reader_node_id_t node)
{
    return (facts->hidden[node] & READER_HIDES_PAGE) != 0;
}


/* What a class or id value says. */
static unsigned
words_in(reader_gatherer_t *gatherer, const reader_attribute_t *attribute)
{
    uint8_t *says = &gatherer->says[attribute->number];

    if (*says == 0 && attribute->number != 0) {
        *says = (uint8_t) (
            reader_clue_words(&gatherer->clues, attribute->value) | SAYS_KNOWN);
    }

    return *says & ~(unsigned) SAYS_KNOWN;
}


/* What an element says by its class, besides what its name does. */
static unsigned
read_attributes(reader_gatherer_t *gatherer, const reader_node_t *node,
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
        reader_gather_clues(gatherer, id, says);
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
read_heading(reader_gatherer_t *gatherer, reader_node_id_t id, int level)
{
    reader_facts_t *facts = gatherer->facts;
    reader_heading_t *heading;

    if (facts->heading_count == READER_HEADINGS_MAX) {
        return;
    }

    heading = &facts->headings[facts->heading_count];
    heading->node = id;
    heading->level = level;
    heading->aside = reader_gather_aside(gatherer, id);
    heading->offset = gatherer->offset;
    heading->text = without_permalink(
        facts, id, reader_facts_text(facts, id, READER_HEADING_MAX, true));
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
init(reader_gatherer_t *gatherer, reader_facts_t *facts)
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
        facts->title = reader_facts_text(facts, id, READER_HEADING_MAX, false);
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
read_special(reader_gatherer_t *gatherer, reader_node_id_t *last)
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
        reader_gather_meta(facts, id);
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
begin_aside(reader_gatherer_t *gatherer, reader_node_id_t id)
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
    reader_gatherer_t gatherer;

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
            reader_gather_text(&gatherer, i);
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
