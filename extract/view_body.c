/* The walker: the slice of the page that was selected, node by node. */

#include "ascii.h"
#include "plain.h"
#include "view_build.h"
#include "view_page.h"

#include <string.h>

#define HEADING_MAX 300
#define BYLINE_MAX 300 /* bytes; more is no byline */
#define RECENT 8

/* Rels that say something of a link; all others are for scripts. */
static const char *const rels[] = {
    "nofollow", "ugc",  "sponsored", "license", "author",
    "bookmark", "tag",  "me",        "next",    "prev",
};

/* Signs that lead from a heading to itself. */
static const char *const permalinks[] = { "#", "\xC2\xB6", "\xC2\xA7",
                                          "\xF0\x9F\x94\x97", "" };

static const char *const gutters[] = { "lineno", "linenos", "line-number",
                                       "line-numbers", "linenumber",
                                       "gutter", "hljs-ln-numbers" };

/* What has to be undone where an element ends. */
typedef struct {
    reader_node_id_t end;
    reader_locale_t locale;
    bool block;           /* reader_build_end_block */
    bool boundary;        /* reader_build_boundary */
    uint8_t inlines;      /* reader_build_end_inline, so often */
    uint8_t math;         /* reader_build_end_math */
    reader_node_id_t pre, heading, figure, table, layout, noscript, note;
} level_t;

typedef struct {
    reader_view_page_t page;
    reader_build_t *build;
    reader_tree_t *tree;
    level_t *levels;
    unsigned depth, capacity;
    reader_attributes_t *image; /* the last one */
    reader_string_t recent[RECENT];
    unsigned recent_count;
} walk_t;


static level_t *
now(walk_t *walk)
{
    return &walk->levels[walk->depth - 1];
}


/* A level for a node's subtree; it inherits all states. */
static level_t *
enter(walk_t *walk, reader_node_id_t node)
{
    level_t *level;

    if (walk->depth == walk->capacity) {
        walk->levels = reader_arena_grow(
            walk->page.arena, walk->levels,
            walk->capacity * sizeof(level_t),
            2 * walk->capacity * sizeof(level_t));
        walk->capacity *= 2;
    }

    level = &walk->levels[walk->depth++];
    *level = walk->levels[walk->depth - 2];
    level->end = walk->tree->nodes[node].end;
    level->block = level->boundary = false;
    level->inlines = level->math = 0;

    return level;
}


static void
leave(walk_t *walk)
{
    level_t *level = now(walk);

    while (level->math > 0) {
        reader_build_end_math(walk->build);
        level->math--;
    }

    while (level->inlines > 0) {
        reader_build_end_inline(walk->build);
        level->inlines--;
    }

    if (level->block) {
        reader_build_end_block(walk->build);
    } else if (level->boundary) {
        reader_build_boundary(walk->build);
    }

    walk->depth--;
    reader_build_locale(walk->build, now(walk)->locale);
}


static void
open_block(walk_t *walk, reader_element_t element,
           const reader_attributes_t *attributes)
{
    if (reader_build_block(walk->build, element, attributes, 0)) {
        now(walk)->block = true;
    } else {
        now(walk)->boundary = true;
    }
}


static void
open_inline(walk_t *walk, reader_element_t element,
            const reader_attributes_t *attributes, uint16_t flags)
{
    reader_build_inline(walk->build, element, attributes, flags);
    now(walk)->inlines++;
}


static void
boundary(walk_t *walk)
{
    reader_build_boundary(walk->build);
    now(walk)->boundary = true;
}


static reader_attributes_t *
new_attributes(walk_t *walk)
{
    return reader_arena_array(walk->page.arena, 1,
                              sizeof(reader_attributes_t));
}


/* lang and dir count from here on, whatever becomes of the element. */
static bool
take_locale(walk_t *walk, reader_node_id_t node)
{
    level_t *level = now(walk);
    reader_string_t value;
    bool changed = false;

    if (reader_tree_attribute(walk->tree, node, "lang", &value)
        && reader_policy_language(value)) {
        level->locale.language = value;
        changed = true;
    }

    if (reader_tree_attribute(walk->tree, node, "dir", &value)) {
        value = reader_policy_direction(value);

        if (value.length != 0) {
            level->locale.direction = value;
            changed = true;
        }
    }

    if (changed) {
        reader_build_locale(walk->build, level->locale);
    }

    return changed;
}


static reader_string_t
rel_of(walk_t *walk, reader_node_id_t node)
{
    reader_string_t value;
    reader_buffer_t out;

    if (!reader_tree_attribute(walk->tree, node, "rel", &value)) {
        return READER_EMPTY;
    }

    reader_buffer_init(&out, walk->page.arena, 0);

    for (size_t i = 0; i < sizeof(rels) / sizeof(rels[0]); i++) {
        size_t length = strlen(rels[i]);

        for (size_t at = 0; at + length <= value.length; at++) {
            reader_string_t rest = { value.data + at, value.length - at };

            if ((at == 0 || reader_ascii_space(value.data[at - 1]))
                && reader_ascii_starts(rest, rels[i])
                && (rest.length == length
                    || reader_ascii_space(rest.data[length]))) {
                if (out.length != 0) {
                    reader_buffer_byte(&out, ' ');
                }

                reader_buffer_text(&out, rels[i]);
                break;
            }
        }
    }

    return reader_buffer_value(&out);
}


static bool
is_permalink(walk_t *walk, reader_node_id_t node)
{
    char text[8];
    size_t length;

    if (now(walk)->heading == READER_NONE
        || reader_view_sums(&walk->page, node)->images != 0
        || !reader_view_short_text(&walk->page, node, text, sizeof(text),
                                   &length)) {
        return false;
    }

    for (size_t i = 0; i < sizeof(permalinks) / sizeof(permalinks[0]); i++) {
        if (length == strlen(permalinks[i])
            && memcmp(text, permalinks[i], length) == 0) {
            return true;
        }
    }

    return false;
}


/* False: the link is not to be seen. */
static bool
open_link(walk_t *walk, reader_node_id_t node)
{
    const reader_metadata_t *metadata = walk->page.document->metadata;
    reader_attributes_t *attributes;
    reader_string_t href;
    uint32_t target;
    uint16_t flags = 0;
    bool fragment;

    if (!reader_tree_attribute(walk->tree, node, "href", &href)) {
        return true;
    }

    target = reader_view_target(&walk->page, href, &fragment);

    if (fragment && is_permalink(walk, node)) {
        return false;
    }

    if (fragment && target == 0) {
        return true; /* to a part that is not here: plain text */
    }

    attributes = new_attributes(walk);

    if (fragment) {
        const reader_target_t *to = &walk->page.targets[target - 1];

        attributes->target = target;

        if (to->note != 0
            && reader_view_is_note_reference(&walk->page, node, target)) {
            attributes->note = to->note;
            flags |= READER_ITEM_NOTE_REFERENCE;

        } else if (now(walk)->note != READER_NONE
                   && to->node < now(walk)->note
                   && reader_view_sums(&walk->page, node)->text <= 8) {
            flags |= READER_ITEM_NOTE_BACK;
        }

    } else {
        attributes->href =
            reader_url_resolve(walk->page.arena, &metadata->base, href,
                               READER_URL_LINK, false);

        if (attributes->href.length == 0) {
            return true;
        }

        attributes->rel = rel_of(walk, node);
    }

    open_inline(walk, READER_EL_A, attributes, flags);

    return true;
}


/* "python" of class="highlight language-python"; empty if there is none */
static reader_string_t
language_in(reader_string_t value)
{
    static const char *const prefixes[] = { "language-", "lang-",
                                            "highlight-source-",
                                            "brush:" };

    for (size_t at = 0; at < value.length; at++) {
        reader_string_t rest = { value.data + at, value.length - at };

        if (at != 0 && !reader_ascii_space(value.data[at - 1])) {
            continue;
        }

        for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
            size_t length = 0;
            reader_string_t name;

            if (!reader_ascii_starts(rest, prefixes[i])) {
                continue;
            }

            name.data = rest.data + strlen(prefixes[i]);
            name.length = rest.length - strlen(prefixes[i]);
            name = reader_ascii_trim(name);

            while (length < name.length && name.data[length] != ';'
                   && !reader_ascii_space(name.data[length])) {
                length++;
            }

            name.length = length;

            if (reader_policy_code_language(name)) {
                return name;
            }
        }
    }

    return READER_EMPTY;
}


static reader_string_t
code_language(walk_t *walk, reader_node_id_t node)
{
    static const char *const names[] = { "data-lang", "data-language",
                                         "class" };
    reader_string_t value;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!reader_tree_attribute(walk->tree, node, names[i], &value)) {
            continue;
        }

        if (i == 2) {
            value = language_in(value);
        }

        value = reader_ascii_trim(value);

        if (reader_policy_code_language(value)) {
            return value;
        }
    }

    return READER_EMPTY;
}


/* A pre, with the code element in it where it is code. */
static void
open_pre(walk_t *walk, reader_node_id_t node)
{
    const reader_node_t *nodes = walk->tree->nodes;
    reader_attributes_t *attributes = new_attributes(walk);
    reader_node_id_t around = node;
    bool code = false;

    for (unsigned i = 0; i < 3 && around != READER_NONE
                         && attributes->code.length == 0;
         i++) {
        attributes->code = code_language(walk, around);
        around = nodes[around].parent;
    }

    for (reader_node_id_t i = node + 1; i < nodes[node].end && i < node + 4;
         i++) {
        if (!(nodes[i].flags & READER_NODE_TEXT)
            && (nodes[i].tag == GUMBO_TAG_CODE
                || nodes[i].tag == GUMBO_TAG_SAMP
                || nodes[i].tag == GUMBO_TAG_KBD)) {
            code = true;

            if (attributes->code.length == 0) {
                attributes->code = code_language(walk, i);
            }
        }
    }

    open_block(walk, READER_EL_PRE, attributes);

    if (now(walk)->block) {
        now(walk)->pre = node;

        if (code || attributes->code.length != 0) {
            open_inline(walk, READER_EL_CODE, attributes, 0);
        }
    }
}


static bool
is_gutter(walk_t *walk, reader_node_id_t node)
{
    for (size_t i = 0; i < sizeof(gutters) / sizeof(gutters[0]); i++) {
        if (reader_view_has_class(&walk->page, node, gutters[i])) {
            return true;
        }
    }

    return false;
}


static void
open_list(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    reader_attributes_t *attributes = NULL;
    reader_string_t value;

    if (element == READER_EL_OL) {
        attributes = new_attributes(walk);
        attributes->reversed =
            reader_tree_attribute(walk->tree, node, "reversed", &value);

        if (reader_tree_attribute(walk->tree, node, "type", &value)
            && value.length == 1
            && memchr("aAiI", value.data[0], 4) != NULL) {
            attributes->list_type = value.data[0];
        }

        if (reader_tree_attribute(walk->tree, node, "start", &value)) {
            attributes->number =
                (int) reader_view_number(&walk->page, node, "start");
            attributes->numbered =
                attributes->number > 1
                || reader_ascii_is(reader_ascii_trim(value), "0");
        }
    }

    open_block(walk, element, attributes);
}


static void
open_item(walk_t *walk, reader_node_id_t node)
{
    unsigned number = reader_view_number(&walk->page, node, "value");
    reader_attributes_t *attributes = NULL;

    if (number != 0
        && walk->tree->nodes[walk->tree->nodes[node].parent].tag
               == GUMBO_TAG_OL) {
        attributes = new_attributes(walk);
        attributes->numbered = true;
        attributes->number = (int) number;
    }

    open_block(walk, READER_EL_LI, attributes);
}


static void
open_heading(walk_t *walk, reader_node_id_t node)
{
    const reader_view_sums_t *sums = reader_view_sums(&walk->page, node);
    unsigned level = walk->tree->nodes[node].tag - GUMBO_TAG_H1 + 1u;

    if (sums->text > HEADING_MAX || sums->tables != 0) {
        boundary(walk);
        return;
    }

    open_block(walk, walk->page.headings[level], NULL);
    now(walk)->heading = node;
}


static void
open_table(walk_t *walk, reader_node_id_t node)
{
    if (reader_view_is_data_table(&walk->page, node)) {
        open_block(walk, READER_EL_TABLE, NULL);
        now(walk)->table = now(walk)->block ? node : READER_NONE;
        now(walk)->layout = now(walk)->block ? READER_NONE : node;
    } else {
        boundary(walk);
        now(walk)->table = READER_NONE;
        now(walk)->layout = node;
    }
}


/* Parts of a table; false: nothing of it is to be seen. */
static bool
open_table_part(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    bool cell = element == READER_EL_TH || element == READER_EL_TD;

    if (now(walk)->table == READER_NONE) {
        if (is_gutter(walk, node)) {
            return false;
        }

        boundary(walk);
        return true;
    }

    open_block(walk, element, cell ? reader_view_cell(&walk->page, node)
                                   : NULL);

    if (cell && now(walk)->block) {
        reader_build_force(walk->build);
    }

    return true;
}


/* An element all of whose text is a caption, with the picture it is of. */
static bool
is_figure(walk_t *walk, reader_node_id_t node)
{
    const reader_view_sums_t *sums = reader_view_sums(&walk->page, node);

    return now(walk)->figure == READER_NONE && sums->images != 0
           && sums->caption != 0 && sums->caption == sums->text;
}


static void
open_kept(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    reader_attributes_t *attributes = NULL;
    reader_string_t value;

    switch (element) {
    case READER_EL_UL:
    case READER_EL_OL:
        open_list(walk, node, element);
        return;

    case READER_EL_LI:
        open_item(walk, node);
        return;

    case READER_EL_PRE:
        open_pre(walk, node);
        return;

    case READER_EL_P:
        boundary(walk);
        return;

    case READER_EL_FIGURE:
        open_block(walk, element, NULL);
        now(walk)->figure = node;
        return;

    case READER_EL_ABBR:
    case READER_EL_DFN:
        attributes = new_attributes(walk);
        attributes->title = reader_view_label(&walk->page, node, "title");
        break;

    case READER_EL_TIME:
    case READER_EL_DEL:
    case READER_EL_INS:
        if (reader_tree_attribute(walk->tree, node, "datetime", &value)
            && reader_policy_datetime(value)) {
            attributes = new_attributes(walk);
            attributes->datetime = value;
        }
        break;

    case READER_EL_CODE:
        attributes = new_attributes(walk);
        attributes->code = code_language(walk, node);
        break;

    case READER_EL_BDO:
        /* says nothing without a dir of its own */
        reader_tree_attribute(walk->tree, node, "dir", &value);
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


static bool
is_recent(walk_t *walk, reader_string_t src)
{
    for (unsigned i = 0; i < RECENT; i++) {
        if (walk->recent[i].length == src.length && src.length != 0
            && memcmp(walk->recent[i].data, src.data, src.length) == 0) {
            return true;
        }
    }

    return false;
}


static void
add_image(walk_t *walk, reader_node_id_t node)
{
    bool emoji, noscript = now(walk)->noscript != READER_NONE;
    reader_attributes_t *image =
        reader_view_image(&walk->page, node, &emoji);

    if (image == NULL) {
        return;
    }

    if (emoji) {
        reader_build_text(walk->build, image->alt, caption_flag(walk, node));
        return;
    }

    /* what scripts would have put in the place of the image before it */
    if (noscript && walk->image != NULL
        && reader_build_is_last(walk->build, walk->image)) {
        walk->image->src = image->src;
        walk->image->large = image->large;
        walk->image->candidates = image->candidates;
        walk->image->candidate_count = image->candidate_count;
        return;
    }

    if (is_recent(walk, image->src)
        && (noscript || reader_build_is_last(walk->build, walk->image))) {
        return;
    }

    walk->recent[walk->recent_count++ % RECENT] = image->src;
    walk->image = image;
    reader_build_void(walk->build, READER_EL_IMG, image,
                      now(walk)->figure != READER_NONE
                          ? READER_ITEM_CAPTION
                          : caption_flag(walk, node));
}


static void
add_media(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    reader_attributes_t *attributes =
        reader_view_media(&walk->page, node, &element);

    if (attributes != NULL) {
        reader_build_void(walk->build, element, attributes,
                          caption_flag(walk, node));
    }
}


/* All of a math element; its leaves hold text only. */
static void
add_math(walk_t *walk, reader_node_id_t math)
{
    const reader_node_t *nodes = walk->tree->nodes;
    unsigned bottom = walk->depth;

    enter(walk, math);
    reader_build_math(walk->build, READER_EL_MATH,
                      reader_view_math(&walk->page, math, READER_EL_MATH),
                      caption_flag(walk, math));
    now(walk)->math = 1;

    for (reader_node_id_t i = math + 1; i < nodes[math].end;) {
        reader_element_t element = READER_EL_NONE;
        reader_fate_t fate = READER_DROP;
        reader_node_id_t parent;

        reader_arena_spend(walk->page.arena, 4);

        while (now(walk)->end <= i) {
            leave(walk);
        }

        if (nodes[i].flags & READER_NODE_TEXT) {
            parent = nodes[i].parent;

            if (nodes[parent].flags & READER_NODE_FOREIGN) {
                reader_policy_math(reader_tree_name(walk->tree, parent),
                                   &element);
            }

            if (element >= READER_EL_MI && element <= READER_EL_MTEXT) {
                reader_build_math_text(walk->build,
                                       reader_tree_text(walk->tree, i));
            }

            i++;
            continue;
        }

        if (nodes[i].flags & READER_NODE_FOREIGN) {
            fate = reader_policy_math(reader_tree_name(walk->tree, i),
                                      &element);
        }

        if (fate == READER_DROP) {
            i = nodes[i].end;
            continue;
        }

        enter(walk, i);

        if (fate == READER_KEEP) {
            reader_build_math(walk->build, element,
                              reader_view_math(&walk->page, i, element), 0);
            now(walk)->math = 1;
        }

        i++;
    }

    while (walk->depth > bottom) {
        leave(walk);
    }
}


/* An svg with a name is an image of that name. */
static void
add_svg(walk_t *walk, reader_node_id_t svg)
{
    const reader_node_t *nodes = walk->tree->nodes;
    reader_node_id_t i = svg + 1;

    while (i < nodes[svg].end && (nodes[i].flags & READER_NODE_SPACE)) {
        i++;
    }

    if (i < nodes[svg].end && !(nodes[i].flags & READER_NODE_TEXT)
        && reader_ascii_is(reader_tree_name(walk->tree, i), "title")
        && i + 1 < nodes[i].end
        && (nodes[i + 1].flags & READER_NODE_TEXT)) {
        reader_build_text(walk->build, reader_tree_text(walk->tree, i + 1),
                          caption_flag(walk, svg));
    }
}


/* An element without children to walk; false: it has some. */
static bool
add_leaf(walk_t *walk, reader_node_id_t node, reader_element_t element)
{
    switch (element) {
    case READER_EL_BR:
    case READER_EL_HR:
    case READER_EL_WBR:
        reader_build_void(walk->build, element, NULL,
                          caption_flag(walk, node));
        return true;

    case READER_EL_IMG:
        add_image(walk, node);
        return true;

    case READER_EL_AUDIO:
    case READER_EL_VIDEO:
    case READER_EL_EMBED:
        add_media(walk, node, element);
        return true;

    default:
        return false;
    }
}


/* What the header of the view says already. */
static bool
is_in_header(walk_t *walk, reader_node_id_t node)
{
    const reader_metadata_t *metadata = walk->page.document->metadata;

    return ((node == metadata->byline_node && metadata->byline.length != 0)
            || (node == metadata->date_node
                && metadata->published.length != 0))
           && reader_view_sums(&walk->page, node)->text <= BYLINE_MAX;
}


static bool
is_inside_button(walk_t *walk, uint16_t tag)
{
    /* the pattern of an accordion: the heading's text is in a button */
    return tag == GUMBO_TAG_BUTTON && now(walk)->heading != READER_NONE;
}


static void
note_targets(walk_t *walk, reader_node_id_t node)
{
    uint32_t index;

    if (walk->page.target_of == NULL) {
        return;
    }

    index = walk->page.target_of[node - walk->page.from];

    if (index != 0) {
        reader_build_target(walk->build, index);
    }
}


/* The element itself; false: its subtree is to be left out. */
static bool
start_element(walk_t *walk, reader_node_id_t node)
{
    const reader_node_t *nodes = walk->tree->nodes;
    uint16_t tag = nodes[node].tag;
    reader_element_t element;
    reader_fate_t fate;
    unsigned note;
    bool locale;

    if (nodes[node].flags & READER_NODE_FOREIGN) {
        if (tag == GUMBO_TAG_MATH) {
            add_math(walk, node);
        } else if (tag == GUMBO_TAG_SVG) {
            add_svg(walk, node);
        }

        return false;
    }

    fate = reader_policy_html(tag, &element);
    note_targets(walk, node);

    if (is_inside_button(walk, tag)) {
        fate = READER_UNWRAP;
    } else if (tag == GUMBO_TAG_UNKNOWN
               && reader_policy_is_dropped(reader_tree_name(walk->tree,
                                                            node))) {
        fate = READER_DROP;
    }

    if (fate == READER_DROP || is_in_header(walk, node)
        || (fate == READER_KEEP && add_leaf(walk, node, element))
        || (now(walk)->pre != READER_NONE && is_gutter(walk, node))) {
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
        now(walk)->note = node;
    }

    if (tag == GUMBO_TAG_NOSCRIPT) {
        now(walk)->noscript = node;
    }

    if (fate != READER_KEEP || element == READER_EL_P
        || element == READER_EL_SPAN) {
        if (is_figure(walk, node)) {
            open_block(walk, READER_EL_FIGURE, NULL);
            now(walk)->figure = node;
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


/* A node that is not shown may still be one that words do not flow across */
static void
pass_over(walk_t *walk, reader_node_id_t node)
{
    const reader_node_t *at = &walk->tree->nodes[node];
    reader_element_t element;
    reader_fate_t fate;

    if (at->flags & READER_NODE_SPACE) {
        reader_build_text(walk->build, READER_STRING(" "), 0);
        return;
    }

    if (at->flags & (READER_NODE_TEXT | READER_NODE_FOREIGN)) {
        return;
    }

    fate = reader_policy_html(at->tag, &element);

    if (element == READER_EL_BR) {
        reader_build_void(walk->build, element, NULL, 0);

    } else if ((element == READER_EL_TD || element == READER_EL_TH)
               && now(walk)->table != READER_NONE) {
        /* an empty cell keeps the others in their columns */
        enter(walk, node);
        open_table_part(walk, node, element);
        leave(walk);

    } else if (fate == READER_UNWRAP_BLOCK
               || reader_element_is_block(element)) {
        reader_build_boundary(walk->build);
    }
}


static reader_locale_t
locale_around(const walk_t *walk)
{
    reader_locale_t locale = { walk->page.document->metadata->language,
                               walk->page.document->metadata->direction };
    reader_node_id_t node = walk->page.from;
    bool language = false, direction = false;
    reader_string_t value;

    for (node = walk->tree->nodes[node].parent; node != READER_NONE;
         node = walk->tree->nodes[node].parent) {
        if (!language
            && reader_tree_attribute(walk->tree, node, "lang", &value)
            && reader_policy_language(value)) {
            locale.language = value;
            language = true;
        }

        if (!direction
            && reader_tree_attribute(walk->tree, node, "dir", &value)
            && reader_policy_direction(value).length != 0) {
            locale.direction = reader_policy_direction(value);
            direction = true;
        }
    }

    return locale;
}


static void
walk_all(walk_t *walk)
{
    reader_node_id_t node = walk->page.from;

    while (node < walk->page.end) {
        const reader_node_t *at = &walk->tree->nodes[node];

        reader_arena_spend(walk->page.arena, 8);

        while (now(walk)->end <= node) {
            leave(walk);
        }

        if (!reader_view_is_shown(&walk->page, node)
            || (at->flags & READER_NODE_SPACE
                && now(walk)->pre == READER_NONE)) {
            pass_over(walk, node);
            node = at->end;

        } else if (at->flags & READER_NODE_TEXT) {
            reader_build_text(walk->build,
                              reader_tree_text(walk->tree, node),
                              caption_flag(walk, node));
            node++;

        } else if (start_element(walk, node)) {
            node++;

        } else {
            node = at->end;
        }
    }

    while (walk->depth > 1) {
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
    walk.build = reader_build_new(document, 2 * walk.page.size + 65536);
    walk.capacity = 64;
    walk.levels = reader_arena_array(document->arena, walk.capacity,
                                     sizeof(level_t));
    walk.depth = 1;
    walk.levels[0].end = walk.page.end;
    walk.levels[0].pre = walk.levels[0].heading = walk.levels[0].figure =
        walk.levels[0].table = walk.levels[0].layout =
            walk.levels[0].noscript = walk.levels[0].note = READER_NONE;

    if (walk.page.from < walk.page.end) {
        walk.levels[0].locale = locale_around(&walk);
        reader_build_locale(walk.build, walk.levels[0].locale);
        walk_all(&walk);
    }

    reader_build_finish(walk.build, body);
}
