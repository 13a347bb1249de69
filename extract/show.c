#include "show.h"

#include "notes.h"

#define LEAD_LEVELS 4 /* of elements around a lead image that are looked at */
#define QUOTE_LEVELS 4
#define CAPTION_LEVELS 2 /* from a caption's text up to the class that says so */

/* What lies beside a block belongs to it if it is text, kept or dropped. */
typedef enum {
    ROLE_OTHER,
    ROLE_TEXT,
    ROLE_CAPTION
} role_t;

typedef struct {
    reader_tree_t *tree;
    const reader_blocks_t *blocks;
    const reader_figures_t *figures;
    reader_selection_t *selection;
    uint8_t *roles;         /* role_t of each block */
    reader_node_id_t first; /* of the texts and the like that are shown */
    reader_node_id_t last;
} shower_t;

/* Where in the page something lies that is none of its blocks of text. */
typedef struct {
    uint32_t next;   /* block that begins behind it */
    uint32_t before; /* last block of text that begins before it */
    uint32_t after;  /* first one behind it; READER_NONE: there is none */
} gap_t;


/* Text, or an element that is content without holding text. */
static void
mark(shower_t *s, reader_node_id_t node, uint8_t mark)
{
    s->selection->marks[node] |= mark;
    s->first = node < s->first ? node : s->first;
    s->last = node > s->last ? node : s->last;
}


/* The same, and everything around it, from the html element down. */
static void
show(shower_t *s, reader_node_id_t node, uint8_t as)
{
    uint8_t *marks = s->selection->marks;

    mark(s, node, as);

    for (node = s->tree->nodes[node].parent;
         node != READER_NONE && !(marks[node] & READER_MARK_SHOWN);
         node = s->tree->nodes[node].parent) {
        marks[node] |= READER_MARK_SHOWN;
    }
}


static void
show_block(shower_t *s, uint32_t index, uint8_t as)
{
    const reader_block_t *block = &s->blocks->items[index];

    for (reader_node_id_t id = block->first; id < block->end; id++) {
        if (s->blocks->owner[id] == index) {
            show(s, id, as);
        }
    }
}


static role_t
role_of(const shower_t *s, uint32_t index)
{
    const reader_block_t *block = &s->blocks->items[index];
    const reader_block_figures_t *of = &s->figures->of[index];

    if (block->strip != READER_STRIP_NONE) {
        return block->strip == READER_STRIP_CAPTION ? ROLE_CAPTION
                                                    : ROLE_OTHER;
    }

    /* a caption or credit that the page marks by class or wording only */
    return !block->kept
                   && (of->levels[READER_TOKEN_CAPTION] <= CAPTION_LEVELS
                       || of->line == READER_LINE_CREDIT)
               ? ROLE_CAPTION
               : ROLE_TEXT;
}


/* What a reply quotes is shown with it, but is no text of its own. */
static bool
is_quotation(const shower_t *s, uint32_t index)
{
    return s->blocks->items[index].strip == READER_STRIP_SAID
           && s->figures->of[index].levels[READER_TOKEN_QUOTE]
                  <= QUOTE_LEVELS;
}


/* The smallest element around all that is shown. */
static reader_node_id_t
find_root(const shower_t *s)
{
    const reader_node_t *nodes = s->tree->nodes;
    reader_node_id_t root;

    if (s->first == READER_NONE) {
        return 0;
    }

    for (root = nodes[s->first].parent;
         nodes[root].end <= s->last && root != 0; root = nodes[root].parent) {
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
        if (reader_figures_tokens(s->figures, node) & tokens) {
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
belongs(const shower_t *s, const gap_t *gap, reader_node_id_t node)
{
    const reader_block_t *items = s->blocks->items;
    uint32_t before = gap->before, after = gap->after;
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


/* Moves a gap on to where this block comes next. */
static void
move(const shower_t *s, gap_t *gap, uint32_t next)
{
    uint32_t count = s->blocks->count;

    for (; gap->next < next; gap->next++) {
        if (s->roles[gap->next] == ROLE_TEXT) {
            gap->before = gap->next;
        }
    }

    while (gap->after < count
           && (gap->after < next || s->roles[gap->after] != ROLE_TEXT)) {
        gap->after++;
    }

    if (gap->after == count) {
        gap->after = READER_NONE;
    }
}


static void
show_captions(shower_t *s)
{
    const reader_blocks_t *blocks = s->blocks;
    gap_t gap = { 0, READER_NONE, 0 };

    for (uint32_t i = 0; i < blocks->count; i++) {
        reader_node_id_t end = i + 1 < blocks->count
                                   ? blocks->items[i + 1].first
                                   : s->tree->count;

        if (s->roles[i] != ROLE_CAPTION) {
            continue;
        }

        move(s, &gap, i + 1);

        /* white space behind the block's last text may be of it, too */
        for (reader_node_id_t id = blocks->items[i].first; id < end; id++) {
            if (blocks->owner[id] == i && belongs(s, &gap, id)) {
                show(s, id, READER_MARK_SHOWN | READER_MARK_CAPTION);
            }
        }
    }
}


static void
show_embedded(shower_t *s)
{
    const reader_elements_t *elements = &s->figures->elements;
    const reader_block_t *items = s->blocks->items;
    gap_t gap = { 0, READER_NONE, 0 };

    for (uint32_t i = 0; i < elements->embedded_count; i++) {
        reader_node_id_t id = elements->embedded[i];

        if (s->blocks->hidden[id] & READER_HIDES_IMAGES) {
            continue;
        }

        move(s, &gap, s->blocks->before[id + 1]);

        if (gap.before != READER_NONE && id < items[gap.before].end) {
            if (items[gap.before].kept) { /* within a line of text */
                show(s, id, READER_MARK_SHOWN);
            }

        } else if (reader_ruling_keeps(&s->blocks->ruling, id)
                   || belongs(s, &gap, id)) {
            show(s, id, READER_MARK_SHOWN);
        }
    }
}


/* What is inside an embedded element goes with it. */
static void
show_insides(shower_t *s)
{
    const reader_elements_t *elements = &s->figures->elements;
    const reader_node_t *nodes = s->tree->nodes;
    reader_node_id_t done = 0;

    for (uint32_t i = 0; i < elements->embedded_count; i++) {
        reader_node_id_t id = elements->embedded[i];

        if (id < done || !(s->selection->marks[id] & READER_MARK_SHOWN)) {
            continue;
        }

        done = nodes[id].end;

        for (reader_node_id_t in = id + 1; in < done; in++) {
            if (!(s->blocks->hidden[in] & READER_HIDES_IMAGES)) {
                mark(s, in, READER_MARK_SHOWN);
            }
        }
    }
}


static void
show_notes(shower_t *s)
{
    uint8_t *notes =
        reader_arena_array(s->tree->arena, s->blocks->count + 1, 1);

    reader_notes_find(s->tree, s->blocks, &s->figures->elements, notes);

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
    shower_t shower = { tree, blocks, figures, selection,
                        reader_arena_alloc(tree->arena, blocks->count + 1),
                        READER_NONE, 0 };
    shower_t *s = &shower;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        s->roles[i] = (uint8_t) role_of(s, i);

        if (block->kept) {
            show_block(s, i, READER_MARK_SHOWN);
            selection->words += block->words;
            selection->characters += block->characters;
        }
    }

    show_notes(s);
    show_captions(s);
    show_embedded(s);
    show_insides(s);
    selection->root = find_root(s);
}
