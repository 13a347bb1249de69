#include "blocks.h"

#include "characters.h"

#include <string.h>

/*
 * A block that looks like prose: long enough, mostly not links, and at least
 * one sentence end or comma.
 */
#define GOOD_CHARACTERS 80
#define GOOD_LINK_PERCENT 35

/* How text nodes lie in the tree: inherited from parent to child. */
enum {
    IN_SKIPPED = 1,
    IN_LINK = 2,
    IN_ITALIC = 4,
    IN_HIDDEN = 8,
    IN_CAPTION = 16,
    IN_BODY = 32
};

/* HTML standard, 3.2.5.2.5, without what is replaced or never rendered. */
static const bool phrasing_tags[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_A] = true, [GUMBO_TAG_ABBR] = true,
    [GUMBO_TAG_ACRONYM] = true, [GUMBO_TAG_B] = true,
    [GUMBO_TAG_BDI] = true, [GUMBO_TAG_BDO] = true,
    [GUMBO_TAG_BIG] = true, [GUMBO_TAG_CITE] = true,
    [GUMBO_TAG_CODE] = true, [GUMBO_TAG_DATA] = true,
    [GUMBO_TAG_DEL] = true, [GUMBO_TAG_DFN] = true,
    [GUMBO_TAG_EM] = true, [GUMBO_TAG_FONT] = true,
    [GUMBO_TAG_I] = true, [GUMBO_TAG_INS] = true,
    [GUMBO_TAG_KBD] = true, [GUMBO_TAG_LABEL] = true,
    [GUMBO_TAG_MARK] = true, [GUMBO_TAG_NOBR] = true,
    [GUMBO_TAG_Q] = true, [GUMBO_TAG_RB] = true,
    [GUMBO_TAG_RP] = true, [GUMBO_TAG_RT] = true,
    [GUMBO_TAG_RUBY] = true, [GUMBO_TAG_S] = true,
    [GUMBO_TAG_SAMP] = true, [GUMBO_TAG_SMALL] = true,
    [GUMBO_TAG_SPAN] = true, [GUMBO_TAG_STRIKE] = true,
    [GUMBO_TAG_STRONG] = true, [GUMBO_TAG_SUB] = true,
    [GUMBO_TAG_SUP] = true, [GUMBO_TAG_TIME] = true,
    [GUMBO_TAG_TT] = true, [GUMBO_TAG_U] = true,
    [GUMBO_TAG_VAR] = true, [GUMBO_TAG_WBR] = true,
    [GUMBO_TAG_IMG] = true, [GUMBO_TAG_BR] = true,
    [GUMBO_TAG_UNKNOWN] = true,
};

/*
 * What an element says of the text in it, beside links: above all whether that
 * is no text of the page.
 */
static const uint8_t contexts[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HEAD] = IN_SKIPPED, [GUMBO_TAG_SCRIPT] = IN_SKIPPED,
    [GUMBO_TAG_STYLE] = IN_SKIPPED, [GUMBO_TAG_TEMPLATE] = IN_SKIPPED,
    [GUMBO_TAG_SVG] = IN_SKIPPED, [GUMBO_TAG_MATH] = IN_SKIPPED,
    [GUMBO_TAG_IFRAME] = IN_SKIPPED, [GUMBO_TAG_OBJECT] = IN_SKIPPED,
    [GUMBO_TAG_SELECT] = IN_SKIPPED, [GUMBO_TAG_OPTION] = IN_SKIPPED,
    [GUMBO_TAG_TEXTAREA] = IN_SKIPPED, [GUMBO_TAG_INPUT] = IN_SKIPPED,
    [GUMBO_TAG_TITLE] = IN_SKIPPED, [GUMBO_TAG_BUTTON] = IN_SKIPPED,
    [GUMBO_TAG_CANVAS] = IN_SKIPPED, [GUMBO_TAG_VIDEO] = IN_SKIPPED,
    [GUMBO_TAG_AUDIO] = IN_SKIPPED, [GUMBO_TAG_NOFRAMES] = IN_SKIPPED,
    [GUMBO_TAG_NOEMBED] = IN_SKIPPED, [GUMBO_TAG_DATALIST] = IN_SKIPPED,
    [GUMBO_TAG_APPLET] = IN_SKIPPED, [GUMBO_TAG_METER] = IN_SKIPPED,
    [GUMBO_TAG_PROGRESS] = IN_SKIPPED,
    [GUMBO_TAG_I] = IN_ITALIC, [GUMBO_TAG_EM] = IN_ITALIC,
    [GUMBO_TAG_FIGCAPTION] = IN_CAPTION, [GUMBO_TAG_CAPTION] = IN_CAPTION,
    [GUMBO_TAG_BODY] = IN_BODY,
};

typedef struct {
    reader_tree_t *tree;
    reader_blocks_t *blocks;
    uint32_t capacity;
    uint8_t *context;        /* of what is in each element: IN_* */
    reader_block_t *block;   /* the open one or NULL */
    reader_node_id_t inner;  /* the innermost open non-phrasing element, */
    reader_node_id_t end;    /* and where it ends */
    reader_node_id_t link;   /* the link that the last text was in */
    bool open_link;          /* the last one was never closed */
    bool space;              /* white space is pending in the block's text */
    unsigned breaks;         /* br in a row */
    reader_texts_t texts;
    reader_counts_t counts;  /* of the open block */
} cutter_t;


bool
reader_is_phrasing(const reader_node_t *node)
{
    return phrasing_tags[node->tag] || (node->flags & READER_NODE_FOREIGN);
}


bool
reader_is_heading(const reader_node_t *node)
{
    return node->tag >= GUMBO_TAG_H1 && node->tag <= GUMBO_TAG_H6;
}


/* What is in an element that is itself in this. */
static uint8_t
context_of(cutter_t *c, reader_node_id_t id, const reader_node_t *node,
           uint8_t in)
{
    in &= (uint8_t) ~IN_HIDDEN;
    in |= contexts[node->tag];

    if (c->blocks->hidden[id] & READER_HIDES) {
        in |= IN_HIDDEN;
    }

    if (c->open_link && !phrasing_tags[node->tag]) {
        in &= (uint8_t) ~IN_LINK; /* it was meant for some words */
    }

    if (node->tag == GUMBO_TAG_A) {
        c->open_link = (node->flags & READER_NODE_OPEN) != 0;

        if (!(node->flags & READER_NODE_AGAIN)
            && reader_tree_find(c->tree, id, READER_NAME_HREF) != NULL) {
            in |= IN_LINK;
        }
    }

    return in;
}


/* How the block's text ends. */
static uint16_t
ending_of(const reader_block_t *block, reader_string_t text)
{
    const char *end = text.data + text.length;
    uint32_t last = text.length == 0 ? 0 : reader_unicode_last(text);
    uint16_t flags = 0;

    if (reader_unicode_ends_sentence(last)
        || (reader_unicode_is_quote(last) && block->sentence_ends != 0)) {
        flags |= READER_BLOCK_ENDS_SENTENCE;
    }

    /* one character for it, "..." or ". . ." */
    if (last == 0x2026
        || (last == '.' && text.length > 2
            && (end[-2] == '.' || (end[-2] == ' ' && end[-3] == '.')))) {
        flags |= READER_BLOCK_ENDS_ELLIPSIS;
    }

    return flags;
}


static bool
looks_good(const reader_block_t *block)
{
    return block->characters >= GOOD_CHARACTERS
           && (uint64_t) block->link_characters * 100
                  < (uint64_t) block->characters * GOOD_LINK_PERCENT
           && block->sentence_ends + block->commas != 0;
}


static void
finish_block(cutter_t *c)
{
    reader_block_t *block = c->block;
    const reader_counts_t *counts = &c->counts;
    reader_string_t text = reader_texts_last(&c->texts);

    c->blocks->texts[block - c->blocks->items] = text;
    block->characters = counts->characters;
    block->words = counts->words;
    block->sentence_ends = counts->sentence_ends;
    block->commas = counts->of[READER_UNICODE_COMMA];
    block->capitals = counts->capitals;
    block->upper = counts->of[READER_UNICODE_UPPER];
    block->digits = counts->of[READER_UNICODE_DIGIT];
    block->separators = counts->of[READER_UNICODE_SEPARATOR];
    block->questions = counts->questions;
    block->symbols = counts->of[READER_UNICODE_SYMBOL];
    block->prices = counts->of[READER_UNICODE_CURRENCY];

    if (looks_good(block)) {
        block->flags |= READER_BLOCK_GOOD;
    }

    block->flags |= ending_of(block, text);
    /* the last sentence has no white space behind it */
    block->sentence_ends += (block->flags & READER_BLOCK_ENDS_SENTENCE) != 0;
    c->block = NULL;
}


static void
close_block(cutter_t *c)
{
    c->breaks = 0;

    if (c->block != NULL) {
        finish_block(c);
    }
}


static void *
widened(cutter_t *c, void *items, size_t size)
{
    return reader_arena_grow(c->tree->arena, items, c->capacity * size,
                             c->capacity * 2 * size);
}


/* One that begins with this text node. */
static void
open_block(cutter_t *c, reader_node_id_t node, uint8_t in)
{
    reader_blocks_t *blocks = c->blocks;
    reader_block_t *block;

    if (blocks->count == c->capacity) {
        blocks->items = widened(c, blocks->items, sizeof(*blocks->items));
        blocks->texts = widened(c, blocks->texts, sizeof(*blocks->texts));
        c->capacity *= 2;
    }

    block = &blocks->items[blocks->count++];
    memset(block, 0, sizeof(*block));
    memset(&c->counts, 0, sizeof(c->counts));
    reader_texts_begin(&c->texts);
    block->first = node;
    block->element = c->inner;
    c->block = block;
    c->space = false;
    c->link = READER_NONE;

    if (in & IN_HIDDEN) {
        block->flags |= READER_BLOCK_HIDDEN;
    }

    if (in & IN_CAPTION) {
        block->flags |= READER_BLOCK_CAPTION;
    }

    if (in & IN_LINK) {
        block->flags |= READER_BLOCK_STARTS_LINK;
    }
}


/* The first bytes, to the end of a character. */
static reader_string_t
piece_of(reader_string_t text)
{
    if (text.length > READER_ARENA_PIECE) {
        text.length = READER_ARENA_PIECE;

        while (((unsigned char) text.data[text.length] & 0xC0) == 0x80) {
            text.length--;
        }
    }

    return text;
}


/* What was added to the block's text. */
static void
count_added(cutter_t *c, reader_added_t added, size_t bytes)
{
    c->counts.space |= added.before;
    reader_characters_count(&c->counts, added.first, c->texts.end);
    c->counts.space = c->space = added.behind;
    reader_arena_spend(c->tree->arena, bytes);
}


static void
add_text(cutter_t *c, reader_node_id_t id)
{
    const reader_node_t *node = &c->tree->nodes[id];
    reader_string_t text = node->source, piece;
    reader_added_t added;

    if (!(node->flags & READER_NODE_DECODED) && text.length != 0
        && text.length <= READER_ARENA_PIECE
        && reader_texts_add_raw(&c->texts, text, c->space, &added)) {
        count_added(c, added, text.length);
        return;
    }

    text = reader_tree_text(c->tree, id);
    reader_texts_expect(&c->texts, text.length);

    for (; text.length != 0; text.length -= piece.length) {
        piece = piece_of(text);
        count_added(c, reader_texts_add(&c->texts, piece, c->space),
                    piece.length);
        text.data += piece.length;
    }
}


static void
count_text(cutter_t *c, reader_node_id_t id, uint8_t in)
{
    reader_node_id_t parent = c->tree->nodes[id].parent;
    uint32_t before;
    reader_block_t *block;

    if (c->block == NULL) {
        open_block(c, id, in);
    }

    block = c->block;
    before = c->counts.characters;
    add_text(c, id);

    if (in & IN_LINK) {
        block->link_characters += c->counts.characters - before;
        block->links += c->link != parent;
        c->link = parent;
    }

    if (in & IN_ITALIC) {
        block->italic_characters += c->counts.characters - before;
    }

    block->end = id + 1;
    c->breaks = 0;
    c->blocks->owner[id] = c->blocks->count - 1;
}


/*
 * Hidden text is in blocks of its own, but within a line that is seen it is in
 * none: the line is one block, whatever icons and notes for machines it holds.
 */
static void
visit_text(cutter_t *c, reader_node_id_t id, uint8_t in)
{
    bool hidden = in & IN_HIDDEN;

    if (c->block != NULL
        && hidden != ((c->block->flags & READER_BLOCK_HIDDEN) != 0)) {
        if (hidden) {
            return;
        }

        close_block(c);
    }

    count_text(c, id, in);
}


/* White space opens no block, and ends none. */
static void
visit_space(cutter_t *c, reader_node_id_t id, uint8_t in)
{
    if (c->block != NULL) {
        c->counts.space = true;

        if (!(in & IN_HIDDEN) || (c->block->flags & READER_BLOCK_HIDDEN)) {
            c->space = true;
            c->blocks->owner[id] = c->blocks->count - 1;
        }
    }
}


static void
enter(cutter_t *c, reader_node_id_t element)
{
    close_block(c);
    c->inner = element;
    c->end = c->tree->nodes[element].end;
}


/* A non-phrasing element also ends a block where it ends itself. */
static void
leave(cutter_t *c)
{
    const reader_tree_t *tree = c->tree;
    reader_node_id_t id = c->inner;

    do {
        id = tree->nodes[id].parent;
    } while (id != 0 && reader_is_phrasing(&tree->nodes[id]));

    enter(c, id);
}


static void
visit_element(cutter_t *c, reader_node_id_t id, const reader_node_t *node)
{
    if (!reader_is_phrasing(node)) {
        enter(c, id);

    } else if (node->tag == GUMBO_TAG_BR) {
        c->counts.space = c->space = true;

        if (++c->breaks >= 2) {
            close_block(c);
            c->breaks = 1;
        }

    } else if (node->tag == GUMBO_TAG_TIME && c->block != NULL) {
        c->block->flags |= READER_BLOCK_TIME;
    }
}


static void
visit(cutter_t *c, reader_node_id_t id, const reader_node_t *node)
{
    /* the root has no parent: READER_NONE + 1 is 0 */
    uint8_t in = c->context[node->parent + 1];

    if (node->flags & READER_NODE_TEXT) {
        if ((in & (IN_BODY | IN_SKIPPED)) == IN_BODY) {
            if (node->flags & READER_NODE_SPACE) {
                visit_space(c, id, in);
            } else {
                visit_text(c, id, in);
            }
        }

        return;
    }

    in = c->context[id + 1] = context_of(c, id, node, in);

    if (!(in & IN_SKIPPED)) {
        visit_element(c, id, node);

    } else if (node->tag == GUMBO_TAG_BR) {
        c->space = true;
    }
}


/* One walk. */
static void
cut(cutter_t *c)
{
    reader_blocks_t *blocks = c->blocks;
    const reader_node_t *nodes = c->tree->nodes;
    uint32_t count = c->tree->count, *before = blocks->before;

    blocks->count = 0;
    memset(blocks->owner, 0xFF, count * sizeof(uint32_t)); /* READER_NONE */
    enter(c, 0);

    for (reader_node_id_t id = 0; id < count; id++) {
        while (id >= c->end) {
            leave(c);
        }

        before[id] = blocks->count;
        visit(c, id, &nodes[id]);
    }

    close_block(c);
    before[count] = blocks->count;
}


/*
 * Behind a screen that a script takes away once the page is loaded, hiding
 * says nothing.  Takes back what is hidden, but for parts of lines, if most
 * of the prose is, and says whether it did.
 */
static bool
pardon(const reader_tree_t *tree, reader_hidden_t *hidden,
       const reader_blocks_t *blocks)
{
    uint64_t unseen = 0, all = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        if ((block->flags & READER_BLOCK_GOOD)
            && !(blocks->hidden[block->first] & READER_HIDES_RULE)) {
            all += block->characters;

            if (block->flags & READER_BLOCK_HIDDEN) {
                unseen += block->characters;
            }
        }
    }

    if (unseen * 2 <= all) {
        return false;
    }

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        if ((hidden->hides[id] & READER_HIDES_PAGE)
            && !reader_is_phrasing(&tree->nodes[id])) {
            reader_hidden_pardon(hidden, id);
        }
    }

    return true;
}


void
reader_blocks_cut(reader_tree_t *tree, reader_hidden_t *hidden,
                  const reader_ruling_t *ruling, reader_blocks_t *blocks)
{
    cutter_t c = { .tree = tree, .blocks = blocks };

    c.capacity = 64 + tree->count / 8; /* mostly enough */
    c.context = reader_arena_alloc(tree->arena, tree->count + 1);
    c.context[0] = 0;
    blocks->hidden = hidden->in;
    blocks->ruling = *ruling;
    blocks->items =
        reader_arena_alloc(tree->arena, c.capacity * sizeof(reader_block_t));
    blocks->texts =
        reader_arena_alloc(tree->arena, c.capacity * sizeof(reader_string_t));
    blocks->before =
        reader_arena_alloc(tree->arena, (tree->count + 1) * sizeof(uint32_t));
    blocks->owner =
        reader_arena_alloc(tree->arena, (tree->count + 1) * sizeof(uint32_t));
    reader_texts_init(&c.texts, tree->arena);
    cut(&c);

    if (pardon(tree, hidden, blocks)) {
        reader_hidden_spread(tree, hidden);
        cut(&c);
    }
}


uint32_t
reader_blocks_removed(const reader_blocks_t *blocks, uint32_t *hidden)
{
    uint32_t removed = 0;

    *hidden = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        if (!blocks->items[i].kept) {
            removed++;
            *hidden += blocks->items[i].strip == READER_STRIP_HIDDEN;
        }
    }

    return removed;
}
