/* The walker: the slice of the page that was selected, node by node. */

#include "ascii.h"
#include "plain.h"
#include "view_build.h"
#include "view_leaf.h"
#include "view_locale.h"

#include <string.h>

#define HEADING_MAX 300

/* A view may be so many times as large as the tags and text it is made of,
   and some more: no base address or link is repeated beyond that. */
#define GROWTH 4
#define GROWTH_FREE 65536

#define ITEMS_MIN 64 /* there is room for, and half as many again as nodes */

#define LEVELS_MIN 64

#define BYLINE_MAX 300 /* bytes; more is no byline */

/* What has to be undone where an element ends. */
typedef struct {
    reader_node_id_t end;
    reader_locale_t locale;
    bool block;      /* reader_build_end_block */
    bool boundary;   /* reader_build_boundary */
    uint8_t inlines; /* reader_build_end_inline, so often */
    reader_node_id_t pre, heading, figure, table, noscript, note;
} level_t;

typedef struct {
    reader_view_page_t page;
    reader_build_t *build;
    reader_tree_t *tree;
    level_t *levels;
    size_t capacity;
    level_t *now; /* the innermost of them */
    reader_leaves_t leaves;
} walk_t;


/* A level for a node's subtree; it inherits all states. */
static void
enter(walk_t *walk, reader_node_id_t node)
{
    level_t *level = walk->now + 1;

    if (level == walk->levels + walk->capacity) {
        level = reader_arena_grow(walk->page.arena, walk->levels,
                                  walk->capacity * sizeof(level_t),
                                  2 * walk->capacity * sizeof(level_t));
        walk->levels = level;
        level += walk->capacity;
        walk->capacity *= 2;
    }

    *level = level[-1];
    level->end = walk->tree->nodes[node].end;
    level->block = level->boundary = false;
    level->inlines = 0;
    walk->now = level;
}


static void
leave(walk_t *walk)
{
    level_t *level = walk->now;

    while (level->inlines > 0) {
        reader_build_end_inline(walk->build);
        level->inlines--;
    }

    if (level->block) {
        reader_build_end_block(walk->build);
    } else if (level->boundary) {
        reader_build_boundary(walk->build);
    }

    walk->now--;
    reader_build_locale(walk->build, walk->now->locale);
}


static void
open_block(walk_t *walk, reader_element_t element,
           const reader_attributes_t *attributes)
{
    if (reader_build_block(walk->build, element, attributes, 0)) {
        walk->now->block = true;
    } else {
        walk->now->boundary = true;
    }
}


static void
open_inline(walk_t *walk, reader_element_t element,
            const reader_attributes_t *attributes, uint16_t flags)
{
    reader_build_inline(walk->build, element, attributes, flags);
    walk->now->inlines++;
}


static void
boundary(walk_t *walk)
{
    reader_build_boundary(walk->build);
    walk->now->boundary = true;
}


/* lang and dir count from here on, whatever becomes of the element. */
static bool
take_locale(walk_t *walk, reader_node_id_t node)
{
    if (!reader_view_take_locale(&walk->page, node, &walk->now->locale)) {
        return false;
    }

    reader_build_locale(walk->build, walk->now->locale);

    return true;
}


/* False: the link is not to be seen. */
static bool
open_link(walk_t *walk, reader_node_id_t node)
{
    reader_attributes_t *attributes;
    uint16_t flags;

    if (walk->now->heading != READER_NONE
        && reader_view_is_permalink(&walk->page, node)) {
        return false;
    }

    attributes = reader_view_link(&walk->page, node, walk->now->note, &flags);

    if (attributes != NULL) {
        open_inline(walk, READER_EL_A, attributes, flags);
    }

    return true;
}


/* A pre, with the code element in it where it is code. */
static void
open_pre(walk_t *walk, reader_node_id_t node)
{
    const reader_node_t *nodes = walk->tree->nodes;
    reader_attributes_t *attributes =
        reader_arena_array(walk->page.arena, 1, sizeof(*attributes));
    reader_node_id_t around = node;
    bool code = false;

    for (unsigned i = 0;
         i < 3 && around != READER_NONE && attributes->code.length == 0; i++) {
        attributes->code = reader_view_code(&walk->page, around);
        around = nodes[around].parent;
    }

    for (reader_node_id_t i = node + 1; i < nodes[node].end && i < node + 4;
         i++) {
        if (!(nodes[i].flags & READER_NODE_TEXT)
            && (nodes[i].tag == GUMBO_TAG_CODE || nodes[i].tag == GUMBO_TAG_SAMP
                || nodes[i].tag == GUMBO_TAG_KBD)) {
            code = true;

            if (attributes->code.length == 0) {
                attributes->code = reader_view_code(&walk->page, i);
            }
        }
    }

    open_block(walk, READER_EL_PRE, attributes);

    if (walk->now->block) {
        walk->now->pre = node;

        if (code || attributes->code.length != 0) {
            open_inline(walk, READER_EL_CODE, attributes, 0);
        }
    }
}


static void
open_heading(walk_t *walk, reader_node_id_t node)
{
    const reader_view_sums_t *sums = reader_view_sums(&walk->page, node);
    unsigned level = walk->tree->nodes[node].tag - GUMBO_TAG_H1 + 1u;

    if (sums->text > HEADING_MAX || (sums->holds & READER_VIEW_TABLE)) {
        boundary(walk);
        return;
    }

    open_block(walk, walk->page.headings[level], NULL);
    walk->now->heading = node;
}


static void
open_table(walk_t *walk, reader_node_id_t node)
{
    if (reader_view_is_data_table(&walk->page, node)) {
        open_block(walk, READER_EL_TABLE, NULL);
        walk->now->table = walk->now->block ? node : READER_NONE;
    } else {
        boundary(walk);
        walk->now->table = READER_NONE;
    }
}


/* Parts of a table; false: nothing of it is to be seen. */
static bool
open_table_part(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    bool cell = element == READER_EL_TH || element == READER_EL_TD;

    if (walk->now->table == READER_NONE) {
        if (reader_view_has_class(&walk->page, node, READER_VIEW_GUTTER)) {
            return false;
        }

        boundary(walk);
        return true;
    }

    open_block(walk, element,
               cell ? reader_view_cell(&walk->page, node) : NULL);

    if (cell && walk->now->block) {
        reader_build_force(walk->build);
    }

    return true;
}


/* An element all of whose text is a caption, with the picture it is of. */
static bool
is_figure(walk_t *walk, reader_node_id_t node)
{
    return walk->now->figure == READER_NONE
           && (reader_view_sums(&walk->page, node)->holds & ~READER_VIEW_TABLE)
                  == (READER_VIEW_IMAGE | READER_VIEW_CAPTION);
}


static bool
holds_figure(walk_t *walk, reader_node_id_t node)
{
    for (reader_node_id_t i = node + 1; i < walk->tree->nodes[node].end; i++) {
        reader_arena_spend(walk->page.arena, 1);

        if (walk->tree->nodes[i].tag == GUMBO_TAG_FIGURE
            && !(walk->tree->nodes[i].flags & READER_NODE_TEXT)) {
            return true;
        }
    }

    return false;
}


static void
open_kept(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    const reader_attributes_t *attributes;
    reader_string_t value;

    switch (element) {
    case READER_EL_PRE:
        open_pre(walk, node);
        return;

    case READER_EL_P:
        boundary(walk);
        return;

    case READER_EL_FIGURE:
        if (holds_figure(walk, node)) {
            boundary(walk); /* a gallery: its pictures have captions */
        } else {
            open_block(walk, element, NULL);
            walk->now->figure = node;
        }
        return;

    case READER_EL_BDO:
        /* says nothing without a dir of its own */
        reader_tree_value(walk->tree, node, READER_NAME_DIR, &value);
        value = reader_policy_direction(value);

        if (value.length == 0 || reader_ascii_is(value, "auto")) {
            return;
        }
        break;

    case READER_EL_SPAN:
        return;

    default:
        break;
    }

    attributes = reader_view_attributes(&walk->page, node, element);

    if (reader_element_is_block(element)) {
        open_block(walk, element, attributes);
    } else {
        open_inline(walk, element, attributes, 0);
    }
}


static uint16_t
caption_flag(walk_t *walk, reader_node_id_t node)
{
    return walk->page.marks[node] & READER_MARK_CAPTION ? READER_ITEM_CAPTION
                                                        : 0;
}


/* An element without children to walk; false: it has some. */
static bool
add_leaf(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    uint16_t flags = caption_flag(walk, node);

    switch (element) {
    case READER_EL_BR:
    case READER_EL_HR:
    case READER_EL_WBR:
        reader_build_void(walk->build, element, NULL, flags);
        return true;

    case READER_EL_IMG:
        if (walk->now->figure != READER_NONE) {
            flags = READER_ITEM_CAPTION;
        }

        reader_view_add_image(&walk->leaves, node,
                              walk->now->noscript != READER_NONE, flags);
        return true;

    case READER_EL_AUDIO:
    case READER_EL_VIDEO:
    case READER_EL_EMBED:
        reader_view_add_media(&walk->leaves, node, element, flags);
        return true;

    default:
        return false;
    }
}


/* Its block says nothing else. */
static bool
is_alone(const walk_t *walk, reader_node_id_t node)
{
    uint32_t text = reader_view_sums(&walk->page, node)->text;
    reader_element_t element;
    reader_fate_t fate;

    for (;;) {
        fate = reader_policy_html(walk->tree->nodes[node].tag, &element);

        if (node == walk->page.from || fate == READER_UNWRAP_BLOCK
            || reader_element_is_block(element)) {
            break;
        }

        node = walk->tree->nodes[node].parent;
    }

    return reader_view_sums(&walk->page, node)->text == text;
}


/* What the header of the view says already; in a sentence it stays. */
static bool
is_in_header(const walk_t *walk, reader_node_id_t node)
{
    const reader_metadata_t *metadata = walk->page.document->metadata;

    return ((node == metadata->byline_node && metadata->byline.length != 0)
            || (node == metadata->date_node && metadata->published.length != 0))
           && reader_view_sums(&walk->page, node)->text <= BYLINE_MAX
           && is_alone(walk, node);
}


/* False: its subtree is to be left out. */
static bool
open_element(walk_t *walk, reader_node_id_t node)
{
    const reader_node_t *nodes = walk->tree->nodes;
    uint16_t tag = nodes[node].tag;
    reader_element_t element;
    reader_fate_t fate;
    unsigned note;
    bool locale;

    if (nodes[node].flags & READER_NODE_FOREIGN) {
        if (tag == GUMBO_TAG_MATH) {
            reader_view_add_math(&walk->page, walk->build, node,
                                 caption_flag(walk, node));
            walk->leaves.formula =
                reader_view_label(&walk->page, node, "alttext");
        } else if (tag == GUMBO_TAG_SVG) {
            reader_view_add_svg(&walk->leaves, node, caption_flag(walk, node));
        }

        return false;
    }

    fate = reader_policy_html(tag, &element);

    if (tag == GUMBO_TAG_BUTTON && walk->now->heading != READER_NONE) {
        fate = READER_UNWRAP; /* an accordion: the heading is in a button */
    } else if (tag == GUMBO_TAG_UNKNOWN
               && reader_policy_is_dropped(
                   reader_tree_name(walk->tree, node))) {
        fate = READER_DROP;
    }

    if (fate == READER_DROP || is_in_header(walk, node)
        || (tag == GUMBO_TAG_SPAN
            && reader_view_has_class(&walk->page, node, READER_VIEW_EDIT))
        || (fate == READER_KEEP && add_leaf(walk, node, element))
        || (walk->now->pre != READER_NONE
            && reader_view_has_class(&walk->page, node,
                                     READER_VIEW_GUTTER))) {
        return false;
    }

    enter(walk, node);
    locale = take_locale(walk, node);
    note = walk->page.note_of == NULL
               ? 0
               : walk->page.note_of[node - walk->page.from];

    if (note != 0) {
        reader_build_boundary(walk->build);
        reader_build_note(walk->build, note);
        walk->now->note = node;
    }

    if (tag == GUMBO_TAG_NOSCRIPT) {
        walk->now->noscript = node;
    }

    if (fate != READER_KEEP || element == READER_EL_P
        || element == READER_EL_SPAN) {
        if (is_figure(walk, node)) {
            open_block(walk, READER_EL_FIGURE, NULL);
            walk->now->figure = node;
        } else if (fate == READER_UNWRAP_BLOCK || element == READER_EL_P) {
            boundary(walk);
        } else if (locale) {
            open_inline(walk, READER_EL_SPAN, NULL, 0);
        }

        return true;
    }

    if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) {
        open_heading(walk, node);
        return true;
    }

    switch (element) {
    case READER_EL_A:
        return open_link(walk, node);

    case READER_EL_TABLE:
        open_table(walk, node);
        return true;

    case READER_EL_CAPTION:
    case READER_EL_THEAD:
    case READER_EL_TBODY:
    case READER_EL_TFOOT:
    case READER_EL_TR:
    case READER_EL_TH:
    case READER_EL_TD:
        return open_table_part(walk, node, element);

    default:
        open_kept(walk, node, element);
        return true;
    }
}


/* The same for an element that links may lead to. */
static bool
start_element(walk_t *walk, reader_node_id_t node)
{
    ptrdiff_t depth = walk->now - walk->levels;
    bool opened = open_element(walk, node);
    uint32_t target = walk->page.target_of == NULL
                          ? 0
                          : walk->page.target_of[node - walk->page.from];

    if (target != 0) {
        reader_build_target(walk->build, walk->page.targets[target - 1].id,
                            walk->now - walk->levels > depth
                                && walk->now->block);
    }

    return opened;
}


/* A node that is not shown may still be one that words do not flow across */
static void
pass_over(walk_t *walk, reader_node_id_t node)
{
    const reader_node_t *at = &walk->tree->nodes[node];
    reader_element_t element;
    reader_fate_t fate;

    if (at->flags & READER_NODE_SPACE) {
        reader_build_space(walk->build);
        return;
    }

    if (at->flags & (READER_NODE_TEXT | READER_NODE_FOREIGN)) {
        return;
    }

    fate = reader_policy_html(at->tag, &element);

    if (element == READER_EL_BR) {
        reader_build_void(walk->build, element, NULL, 0);

    } else if ((element == READER_EL_TD || element == READER_EL_TH)
               && walk->now->table != READER_NONE) {
        /* an empty cell keeps the others in their columns */
        enter(walk, node);
        open_table_part(walk, node, element);
        leave(walk);

    } else if (fate == READER_UNWRAP_BLOCK
               || reader_element_is_block(element)) {
        reader_build_boundary(walk->build);
    }
}


static void
walk_all(walk_t *walk)
{
    const reader_node_t *nodes = walk->tree->nodes;
    reader_node_id_t node = walk->page.from, end = walk->page.end;

    while (node < end) {
        const reader_node_t *at = &nodes[node];

        reader_arena_spend(walk->page.arena, 8);

        while (walk->now->end <= node) {
            leave(walk);
        }

        if (!reader_view_is_shown(&walk->page, node)
            || (at->flags & READER_NODE_SPACE
                && walk->now->pre == READER_NONE)) {
            pass_over(walk, node);
            node = at->end;

        } else if (at->flags & READER_NODE_TEXT) {
            reader_build_text(walk->build, reader_tree_text(walk->tree, node),
                              caption_flag(walk, node));
            node++;

        } else if (start_element(walk, node)) {
            node++;

        } else {
            node = at->end;
        }
    }

    while (walk->now > walk->levels) {
        leave(walk);
    }
}


void
reader_view_body(const reader_document_t *document, reader_body_t *body)
{
    walk_t walk;

    memset(&walk, 0, sizeof(walk));
    reader_view_page(document, &walk.page);
    walk.tree = document->tree;
    walk.build =
        reader_build_new(document,
                         walk.page.shown + walk.page.shown / 2 + ITEMS_MIN,
                         GROWTH * walk.page.size + GROWTH_FREE);
    walk.leaves.page = &walk.page;
    walk.leaves.build = walk.build;
    walk.capacity = LEVELS_MIN;
    walk.levels =
        reader_arena_alloc(document->arena, LEVELS_MIN * sizeof(level_t));
    walk.now = walk.levels;
    *walk.now = (level_t) {
        .end = walk.page.end,
        .locale = reader_view_locale_around(&walk.page),
        .pre = READER_NONE,
        .heading = READER_NONE,
        .figure = READER_NONE,
        .table = READER_NONE,
        .noscript = READER_NONE,
        .note = READER_NONE,
    };
    reader_build_locale(walk.build, walk.now->locale);
    walk_all(&walk);
    reader_build_finish(walk.build, body);
}
