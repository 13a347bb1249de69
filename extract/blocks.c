#include "blocks.h"

#include "ascii.h"
#include "buffer.h"
#include "unicode.h"

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

/* Elements whose text is no text of the page. */
static const bool skipped_tags[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HEAD] = true, [GUMBO_TAG_SCRIPT] = true,
    [GUMBO_TAG_STYLE] = true, [GUMBO_TAG_TEMPLATE] = true,
    [GUMBO_TAG_SVG] = true, [GUMBO_TAG_MATH] = true,
    [GUMBO_TAG_IFRAME] = true, [GUMBO_TAG_OBJECT] = true,
    [GUMBO_TAG_SELECT] = true, [GUMBO_TAG_OPTION] = true,
    [GUMBO_TAG_TEXTAREA] = true, [GUMBO_TAG_INPUT] = true,
    [GUMBO_TAG_TITLE] = true, [GUMBO_TAG_BUTTON] = true,
    [GUMBO_TAG_CANVAS] = true, [GUMBO_TAG_VIDEO] = true,
    [GUMBO_TAG_AUDIO] = true, [GUMBO_TAG_NOFRAMES] = true,
    [GUMBO_TAG_NOEMBED] = true, [GUMBO_TAG_DATALIST] = true,
    [GUMBO_TAG_APPLET] = true, [GUMBO_TAG_METER] = true,
    [GUMBO_TAG_PROGRESS] = true,
};

typedef struct {
    reader_tree_t *tree;
    reader_blocks_t *blocks;
    uint32_t capacity;
    uint8_t *context;      /* per node: IN_* */
    reader_block_t *block; /* the open one or NULL */
    reader_node_id_t link; /* the link that the last text was in */
    bool open_link;        /* the last one was never closed */
    bool space;            /* white space is pending */
    bool word;             /* inside a word */
    unsigned breaks;       /* br in a row */
    uint32_t last;         /* last character that is no white space */
    uint32_t dots;         /* "." in a row at the end */
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


static uint8_t
context_of(cutter_t *c, reader_node_id_t id)
{
    const reader_node_t *node = &c->tree->nodes[id];
    uint8_t in =
        node->parent == READER_NONE ? 0 : c->context[node->parent];

    if (node->flags & READER_NODE_TEXT) {
        return in;
    }

    if (c->open_link && !phrasing_tags[node->tag]) {
        in &= (uint8_t) ~IN_LINK; /* it was meant for some words */
    }

    in &= (uint8_t) ~IN_HIDDEN;
    in |= c->blocks->hidden[id] & READER_HIDES ? IN_HIDDEN : 0;

    if (skipped_tags[node->tag]) {
        return in | IN_SKIPPED;
    }

    switch (node->tag) {

    case GUMBO_TAG_A:
        c->open_link = (node->flags & READER_NODE_OPEN) != 0;

        if (!(node->flags & READER_NODE_AGAIN)
            && reader_tree_find(c->tree, id, READER_NAME_HREF) != NULL) {
            in |= IN_LINK;
        }
        break;

    case GUMBO_TAG_I:
    case GUMBO_TAG_EM:
        in |= IN_ITALIC;
        break;

    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_CAPTION:
        in |= IN_CAPTION;
        break;

    case GUMBO_TAG_BODY:
        in |= IN_BODY;
        break;
    }

    return in;
}


static reader_node_id_t
container_of(const reader_tree_t *tree, reader_node_id_t id)
{
    do {
        id = tree->nodes[id].parent;
    } while (id != 0 && reader_is_phrasing(&tree->nodes[id]));

    return id;
}


static void
close_block(cutter_t *c)
{
    reader_block_t *block = c->block;

    c->breaks = 0;

    if (block == NULL) {
        return;
    }

    if (reader_unicode_ends_sentence(c->last)
        || (reader_unicode_is_quote(c->last) && block->sentence_ends != 0)) {
        block->flags |= READER_BLOCK_ENDS_SENTENCE;
    }

    if (c->dots >= 2 || c->last == 0x2026) {
        block->flags |= READER_BLOCK_ENDS_ELLIPSIS;
    }

    if (block->characters >= GOOD_CHARACTERS
        && (uint64_t) block->link_characters * 100
               < (uint64_t) block->characters * GOOD_LINK_PERCENT
        && block->sentence_ends + block->commas != 0) {
        block->flags |= READER_BLOCK_GOOD;
    }

    c->block = NULL;
}


static void
open_block(cutter_t *c, reader_node_id_t node)
{
    reader_blocks_t *blocks = c->blocks;
    uint8_t in = c->context[node];

    if (blocks->count == c->capacity) {
        uint32_t wider = c->capacity * 2;

        blocks->items = reader_arena_grow(
            c->tree->arena, blocks->items,
            c->capacity * sizeof(reader_block_t),
            wider * sizeof(reader_block_t));
        c->capacity = wider;
    }

    c->block = &blocks->items[blocks->count++];
    memset(c->block, 0, sizeof(*c->block));
    c->block->first = node;
    c->block->element = container_of(c->tree, node);
    c->space = false;
    c->word = false;
    c->last = 0;
    c->dots = 0;
    c->link = READER_NONE;

    if (in & IN_HIDDEN) {
        c->block->flags |= READER_BLOCK_HIDDEN;
    }

    if (in & IN_CAPTION) {
        c->block->flags |= READER_BLOCK_CAPTION;
    }

    if (in & IN_LINK) {
        c->block->flags |= READER_BLOCK_STARTS_LINK;
    }
}


/* Figures of one character that is no white space. */
static void
count_character(cutter_t *c, uint32_t code, uint8_t in)
{
    reader_block_t *block = c->block;
    reader_unicode_t class = reader_unicode_class(code);
    uint32_t width = class == READER_UNICODE_IDEOGRAPH ? 2 : 1;
    bool letter = class == READER_UNICODE_LETTER
                  || class == READER_UNICODE_UPPER
                  || class == READER_UNICODE_DIGIT
                  || class == READER_UNICODE_LOWER;

    if (c->space && block->characters != 0) {
        width++;
    }

    block->characters += width;
    block->link_characters += in & IN_LINK ? width : 0;
    block->italic_characters += in & IN_ITALIC ? width : 0;

    if (class == READER_UNICODE_IDEOGRAPH) {
        block->words++;
        c->word = false;

    } else if (letter) {
        if (!c->word || c->space) {
            block->words++;
            block->capitals += class == READER_UNICODE_UPPER;
        }

        block->upper += class == READER_UNICODE_UPPER;
        block->digits += class == READER_UNICODE_DIGIT;
        c->word = true;

    } else {
        switch (class) {

        case READER_UNICODE_COMMA:
            block->commas++;
            break;

        case READER_UNICODE_SEPARATOR:
            block->separators++;
            break;

        case READER_UNICODE_SYMBOL:
            block->symbols++;
            break;

        case READER_UNICODE_CURRENCY:
            block->prices++;
            break;

        default:
            break;
        }

        if (code == '?' || code == 0xFF1F || code == 0x061F) {
            block->questions++;
        }

        /* an apostrophe or a point inside a word does not end it */
        if (code != '\'' && code != 0x2019) {
            c->word = false;
        }
    }

    /* the point in "3.5" or "example.com" ends no sentence */
    if (c->space && reader_unicode_ends_sentence(c->last)) {
        block->sentence_ends++;
    } else if (class == READER_UNICODE_IDEOGRAPH
               && reader_unicode_ends_sentence(code)) {
        block->sentence_ends++;
    }

    c->dots = code == '.' ? c->dots + 1 : 0;
    c->last = code;
    c->space = false;
}


static bool
is_small(char c)
{
    return c >= 'a' && c <= 'z';
}


/* So many small letters of ASCII within a word. */
static void
count_letters(cutter_t *c, uint32_t count, char last, uint8_t in)
{
    reader_block_t *block = c->block;

    block->characters += count;
    block->link_characters += in & IN_LINK ? count : 0;
    block->italic_characters += in & IN_ITALIC ? count : 0;
    c->last = (unsigned char) last;
    c->dots = 0;
}


static void
count_text(cutter_t *c, reader_node_id_t id)
{
    reader_string_t text = reader_tree_text(c->tree, id);
    uint8_t in = c->context[id];
    const char *at = text.data, *end = at + text.length, *spent = at;
    reader_block_t *block;

    if (c->block == NULL) {
        open_block(c, id);
    }

    block = c->block;

    if ((in & IN_LINK) && c->link != c->tree->nodes[id].parent) {
        c->link = c->tree->nodes[id].parent;
        block->links++;
    }

    while (at < end) {
        uint32_t code;

        if ((size_t) (at - spent) >= READER_ARENA_PIECE) {
            reader_arena_spend(c->tree->arena, (size_t) (at - spent));
            spent = at;
        }

        if (*at == ' ') {
            c->space = true;
            at++;
            continue;
        }

        if (c->word && !c->space && is_small(*at)) {
            const char *from = at;

            while (at < end && is_small(*at)) {
                at++;
            }

            count_letters(c, (uint32_t) (at - from), at[-1], in);
            continue;
        }

        code = reader_unicode_next(&at, end);

        if ((code <= ' ' || code > '~') && reader_unicode_space(code)) {
            c->space = true;
            continue;
        }

        count_character(c, code, in);
    }

    block->end = id + 1;
    c->breaks = 0;
    c->blocks->owner[id] = c->blocks->count - 1;
    reader_arena_spend(c->tree->arena, (size_t) (at - spent));
}


/*
 * Hidden text is in blocks of its own, but within a line that is seen it is in
 * none: the line is one block, whatever icons and notes for machines it holds.
 */
static void
visit_text(cutter_t *c, reader_node_id_t id)
{
    bool hidden = c->context[id] & IN_HIDDEN;

    if (!(c->context[id] & IN_BODY)) {
        return;
    }

    if (c->block != NULL
        && hidden != ((c->block->flags & READER_BLOCK_HIDDEN) != 0)) {
        if (hidden) {
            c->space |= c->tree->nodes[id].flags & READER_NODE_SPACE;
            return;
        }

        if (!(c->tree->nodes[id].flags & READER_NODE_SPACE)) {
            close_block(c);
        }
    }

    if (!(c->tree->nodes[id].flags & READER_NODE_SPACE)) {
        count_text(c, id);

    } else if (c->block != NULL) {
        c->space = true;
        c->blocks->owner[id] = c->blocks->count - 1;
    }
}


static void
visit_element(cutter_t *c, reader_node_id_t id)
{
    const reader_node_t *node = &c->tree->nodes[id];

    if (node->tag == GUMBO_TAG_BR) {
        c->space = true;

        if (++c->breaks >= 2) {
            close_block(c);
            c->breaks = 1;
        }

    } else if (!reader_is_phrasing(node)) {
        close_block(c);

    } else if (node->tag == GUMBO_TAG_TIME && c->block != NULL) {
        c->block->flags |= READER_BLOCK_TIME;
    }
}


/*
 * One walk.  A non-phrasing element also ends a block where it ends itself:
 * `closes` is the nearest such place, kept as the end of the innermost one.
 */
static void
cut(cutter_t *c)
{
    reader_tree_t *tree = c->tree;
    reader_blocks_t *blocks = c->blocks;
    reader_node_id_t inner = 0; /* innermost open non-phrasing element */

    blocks->count = 0;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        reader_node_t *node = &tree->nodes[id];

        while (id >= tree->nodes[inner].end) {
            close_block(c);
            inner = container_of(tree, inner);
        }

        blocks->before[id] = blocks->count;
        blocks->owner[id] = READER_NONE;
        c->context[id] = context_of(c, id);

        if (c->context[id] & IN_SKIPPED) {
            continue;
        }

        if (node->flags & READER_NODE_TEXT) {
            visit_text(c, id);
            continue;
        }

        visit_element(c, id);

        if (!reader_is_phrasing(node)) {
            inner = id;
        }
    }

    close_block(c);
    blocks->before[tree->count] = blocks->count;

    for (uint32_t i = 0; i < blocks->count; i++) {
        reader_block_t *block = &blocks->items[i];

        /* the last sentence has no white space behind it */
        block->sentence_ends +=
            (block->flags & READER_BLOCK_ENDS_SENTENCE) != 0;
    }
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
    cutter_t c = { .tree = tree, .blocks = blocks, .capacity = 128 };

    c.context = reader_arena_array(tree->arena, tree->count, 1);
    blocks->hidden = hidden->in;
    blocks->ruling = *ruling;
    blocks->items =
        reader_arena_alloc(tree->arena, c.capacity * sizeof(reader_block_t));
    blocks->before =
        reader_arena_alloc(tree->arena, (tree->count + 1) * sizeof(uint32_t));
    blocks->owner =
        reader_arena_alloc(tree->arena, (tree->count + 1) * sizeof(uint32_t));
    cut(&c);

    if (pardon(tree, hidden, blocks)) {
        reader_hidden_spread(tree, hidden);
        cut(&c);
    }
}


/* Graphic characters of ASCII. */
static bool
is_graphic(char c)
{
    return c > ' ' && c <= '~';
}


/*
 * Appends a run of text, white space collapsed; *space says whether there was
 * some before it, and then whether it ends with some.
 */
static void
add_collapsed(reader_buffer_t *text, reader_string_t run, bool *space)
{
    const char *at = run.data, *end = at + run.length, *stop = at;
    char *out;

    reader_buffer_reserve(text, run.length + 1);
    out = text->data + text->length;

    while (at < end) {
        const char *character = at;

        if (at >= stop) {
            size_t piece = (size_t) (end - at);

            piece = piece < READER_ARENA_PIECE ? piece : READER_ARENA_PIECE;
            reader_arena_spend(text->arena, piece);
            stop = at + piece;
        }

        if (*at == ' '
            || (!is_graphic(*at)
                && reader_unicode_space(reader_unicode_next(&at, end)))) {
            *space = true;
            at += at == character;
            continue;
        }

        if (*space && out != text->data) {
            *out++ = ' ';
        }

        *space = false;

        while (character < at) {
            *out++ = *character++;
        }

        while (at < stop && is_graphic(*at)) {
            *out++ = *at++;
        }
    }

    text->length = (size_t) (out - text->data);
}


reader_string_t
reader_block_text(reader_tree_t *tree, const reader_blocks_t *blocks,
                  const reader_block_t *block)
{
    uint32_t index = (uint32_t) (block - blocks->items);
    reader_buffer_t text;
    bool space = false;

    reader_buffer_init(&text, tree->arena, block->characters + 16);

    for (reader_node_id_t id = block->first; id < block->end; id++) {
        if (tree->nodes[id].tag == GUMBO_TAG_BR) {
            space = true;
        }

        if (blocks->owner[id] == index) {
            add_collapsed(&text, reader_tree_text(tree, id), &space);
        }
    }

    return reader_buffer_value(&text);
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
