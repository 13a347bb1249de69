#include "show.h"

#include "notes.h"

#define LEAD_LEVELS 4 /* of elements around a lead image that are looked at */
#define QUOTE_LEVELS 4
#define CAPTION_LEVELS 2 /* from a caption's text up to the class that says so */

typedef struct {
    reader_tree_t *tree;
    const reader_blocks_t *blocks;
    const reader_figures_t *figures;
    reader_selection_t *selection;
} shower_t;


/* Text and everything else, from the html element down, that is shown. */
static void
show(const shower_t *s, reader_node_id_t node, uint8_t mark)
{
    uint8_t *marks = s->selection->marks;

    marks[node] |= mark;

    for (node = s->tree->nodes[node].parent;
         node != READER_NONE && !(marks[node] & READER_MARK_SHOWN);
         node = s->tree->nodes[node].parent) {
        marks[node] |= READER_MARK_SHOWN;
    }
}


static void
show_block(const shower_t *s, uint32_t index, uint8_t mark)
{
    const reader_block_t *block = &s->blocks->items[index];

    for (reader_node_id_t id = block->first; id < block->end; id++) {
        if (s->blocks->owner[id] == index) {
            show(s, id, mark);
        }
    }
}


/* A caption or credit that the page marks by class or wording only. */
static bool
is_caption(const shower_t *s, uint32_t index)
{
    const reader_block_t *block = &s->blocks->items[index];
    const reader_block_figures_t *of = &s->figures->of[index];

    return block->strip == READER_STRIP_CAPTION
           || (block->strip == READER_STRIP_NONE && !block->kept
               && (of->levels[READER_TOKEN_CAPTION] <= CAPTION_LEVELS
                   || of->line == READER_LINE_CREDIT));
}


/* What a reply quotes is shown with it, but is no text of its own. */
static bool
is_quotation(const shower_t *s, uint32_t index)
{
    return s->blocks->items[index].strip == READER_STRIP_SAID
           && s->figures->of[index].levels[READER_TOKEN_QUOTE]
                  <= QUOTE_LEVELS;
}


/* Whether what lies beside this block belongs to it, kept or dropped. */
static bool
is_text(const shower_t *s, uint32_t index)
{
    return s->blocks->items[index].strip == READER_STRIP_NONE
           && !is_caption(s, index);
}


/* Elements that are content without holding text. */
static bool
is_embedded(const reader_node_t *node)
{
    switch (node->tag) {

    case GUMBO_TAG_IMG:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_WBR:
        return true;
    }

    return false;
}


/* The smallest element around all that is shown. */
static reader_node_id_t
find_root(const shower_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    const uint8_t *marks = s->selection->marks;
    reader_node_id_t first = READER_NONE, last = 0, root;

    for (reader_node_id_t id = 0; id < s->tree->count; id++) {
        if ((marks[id] & READER_MARK_SHOWN)
            && ((nodes[id].flags & READER_NODE_TEXT)
                || is_embedded(&nodes[id]))) {
            first = first == READER_NONE ? id : first;
            last = id;
        }
    }

    if (first == READER_NONE) {
        return 0;
    }

    for (root = nodes[first].parent;
         nodes[root].end <= last && root != 0; root = nodes[root].parent) {
        /* up */
    }

    return root;
}


/* Whether the element, or one a few levels up, has one of these stems. */
static bool
is_near(const shower_t *s, reader_node_id_t node, uint32_t tokens)
{
    for (int level = 0; level < LEAD_LEVELS && node != READER_NONE;
         level++) {
        if (s->figures->tokens[node] & tokens) {
            return true;
        }

        node = s->tree->nodes[node].parent;
    }

    return false;
}


/*
 * Whether what lies between two blocks belongs to the main content: what has
 * kept text on both sides; a lead image between the title and the text; what
 * follows the last text in the same element.
 */
static bool
belongs(const shower_t *s, uint32_t before, uint32_t after,
        reader_node_id_t node)
{
    const reader_block_t *items = s->blocks->items;
    bool kept_before = before != READER_NONE && items[before].kept;
    bool kept_after = after != READER_NONE && items[after].kept;
    uint32_t title = s->figures->title_block;
    reader_node_id_t parent;

    if (kept_before && kept_after) {
        return true;
    }

    if (kept_after) {
        return title != READER_NONE && items[title].first < node
               && !is_near(s, node,
                           1u << READER_TOKEN_BIO | 1u << READER_TOKEN_AD
                               | 1u << READER_TOKEN_SHARE
                               | 1u << READER_TOKEN_RELATED);
    }

    if (kept_before) {
        parent = s->tree->nodes[items[before].element].parent;

        return parent != READER_NONE && node < s->tree->nodes[parent].end
               && s->tree->nodes[parent].tag != GUMBO_TAG_BODY;
    }

    return false;
}


/* The first block of text from this one on, or how many blocks there are. */
static uint32_t
next_text(const shower_t *s, uint32_t index)
{
    while (index < s->blocks->count && !is_text(s, index)) {
        index++;
    }

    return index;
}


static void
show_between(const shower_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    const reader_block_t *items = s->blocks->items;
    uint32_t count = s->blocks->count, before = READER_NONE, next = 0;
    uint32_t after = next_text(s, 0);

    for (reader_node_id_t id = 0; id < s->tree->count; id++) {
        /* blocks that begin before this node are behind it */
        while (next < count && items[next].first <= id) {
            if (is_text(s, next)) {
                before = next;
            }

            next++;
        }

        if (after < next) {
            after = next_text(s, next);
        }

        if (nodes[id].flags & READER_NODE_TEXT) {
            uint32_t owner = s->blocks->owner[id];

            if (owner != READER_NONE && is_caption(s, owner)
                && belongs(s, before, after < count ? after : READER_NONE,
                           id)) {
                show(s, id, READER_MARK_SHOWN | READER_MARK_CAPTION);
            }

            continue;
        }

        if (!is_embedded(&nodes[id])
            || (s->blocks->hidden[id] & READER_HIDES_IMAGES)) {
            continue;
        }

        if (before != READER_NONE && id < items[before].end) {
            if (items[before].kept) { /* within a line of text */
                show(s, id, READER_MARK_SHOWN);
            }

        } else if (reader_ruling_keeps(&s->blocks->ruling, id)
                   || belongs(s, before, after < count ? after : READER_NONE,
                              id)) {
            show(s, id, READER_MARK_SHOWN);
        }
    }
}


/* What is inside an embedded element goes with it. */
static void
show_insides(const shower_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    uint8_t *marks = s->selection->marks;

    for (reader_node_id_t id = 0; id < s->tree->count; id++) {
        if (!(nodes[id].flags & READER_NODE_TEXT) && is_embedded(&nodes[id])
            && (marks[id] & READER_MARK_SHOWN)) {
            for (reader_node_id_t in = id + 1; in < nodes[id].end; in++) {
                if (!(s->blocks->hidden[in] & READER_HIDES_IMAGES)) {
                    marks[in] |= READER_MARK_SHOWN;
                }
            }

            id = nodes[id].end - 1;
        }
    }
}


static void
show_notes(const shower_t *s)
{
    uint8_t *notes =
        reader_arena_array(s->tree->arena, s->blocks->count + 1, 1);

    reader_notes_find(s->tree, s->blocks, notes);

    for (uint32_t i = 0; i < s->blocks->count; i++) {
        const reader_block_t *block = &s->blocks->items[i];

        if ((notes[i] && !block->kept && block->strip == READER_STRIP_NONE)
            || is_quotation(s, i)) {
            show_block(s, i, READER_MARK_SHOWN | READER_MARK_CAPTION);
        }
    }
}


void
reader_show(reader_tree_t *tree, const reader_blocks_t *blocks,
            const reader_figures_t *figures, reader_selection_t *selection)
{
    shower_t shower = { tree, blocks, figures, selection }, *s = &shower;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        if (block->kept) {
            show_block(s, i, READER_MARK_SHOWN);
            selection->words += block->words;
            selection->characters += block->characters;
        }
    }

    show_notes(s);
    show_between(s);
    show_insides(s);
    selection->root = find_root(s);
}
