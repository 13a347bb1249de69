#include "hidden_sheet.h"

#include "ascii.h"
#include "css.h"
#include "hidden_style.h"

#include <string.h>

#define NAME_MAX 64
#define PAIR_MAX 2 /* classes of a compound selector that are looked at */

typedef struct {
    reader_hidden_sheet_t *sheet;
    reader_arena_t *arena;
} reader_t;

/* One compound selector: how many simple ones, and the first two. */
typedef struct {
    uint32_t hashes[PAIR_MAX];
    unsigned count;
    bool plain; /* classes and ids only, no combinator */
} selector_t;


uint32_t
reader_hidden_sheet_hash(char kind, const char *name, size_t length)
{
    uint32_t hash = (2166136261u ^ (unsigned char) kind) * 16777619u;

    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char) name[i]) * 16777619u;
    }

    return hash | 1; /* 0 is a free slot */
}


static uint32_t
pair(uint32_t a, uint32_t b)
{
    return ((a < b ? a * 31 + b : b * 31 + a) * 2654435769u) | 1;
}


uint32_t
reader_hidden_sheet_find(const reader_hidden_sheet_t *sheet, uint32_t hash)
{
    size_t at;

    if (sheet->count == 0) {
        return 0;
    }

    at = reader_table_find(&sheet->names, hash);

    return sheet->names.keys[at] == 0 ? 0 : sheet->names.values[at];
}


bool
reader_hidden_sheet_shows(const reader_hidden_sheet_t *sheet, uint32_t hash,
                          uint32_t other)
{
    return (reader_hidden_sheet_find(sheet, pair(hash, other))
            & READER_SHEET_SHOWN) != 0;
}


static void
put(const reader_t *r, uint32_t hash, uint32_t value)
{
    reader_hidden_sheet_t *sheet = r->sheet;
    size_t at;

    if (sheet->count == 0) {
        reader_table_init(&sheet->names, r->arena, READER_SHEET_NAMES);
    }

    at = reader_table_find(&sheet->names, hash);

    if (sheet->names.keys[at] == 0) {
        if (sheet->count == READER_SHEET_NAMES) {
            return;
        }

        sheet->count++;
    }

    sheet->names.keys[at] = hash;
    sheet->names.values[at] = value;
}


static void
skip(reader_string_t *css, size_t count)
{
    css->data += count;
    css->length -= count;
}


/* Up to a comma or the end; white space and comments around it are skipped. */
static selector_t
take_selector(reader_string_t *css)
{
    selector_t selector = { .plain = true };
    bool ended = false;

    while (css->length != 0 && css->data[0] != ',') {
        char kind = css->data[0];
        char name[NAME_MAX];
        size_t length;

        if (reader_ascii_space(kind)) {
            ended |= selector.count != 0;
            skip(css, 1);
            continue;
        }

        if (kind == '/' && reader_css_skip(css)) {
            continue;
        }

        if (ended || (kind != '.' && kind != '#')) {
            selector.plain = false;

            if (!reader_css_skip(css)) { /* a string may hold a comma */
                skip(css, 1);
            }

            continue;
        }

        skip(css, 1);
        length = reader_css_identifier(css, name, sizeof(name));

        if (length == 0) {
            selector.plain = false;
            continue;
        }

        if (selector.count < PAIR_MAX) {
            selector.hashes[selector.count] =
                reader_hidden_sheet_hash(kind, name, length);
        }

        selector.count++;
    }

    if (css->length != 0) {
        skip(css, 1); /* the comma */
    }

    return selector;
}


static void
apply(const reader_t *r, uint32_t hash, const reader_hidden_style_t *style,
      bool conditional)
{
    uint32_t old = reader_hidden_sheet_find(r->sheet, hash), value = old;

    if ((old & READER_SHEET_IMPORTANT) && !style->important) {
        return;
    }

    if (style->display == READER_DISPLAY_SHOWN) {
        value &= ~(uint32_t) READER_SHEET_DISPLAY;

    } else if (style->display == READER_DISPLAY_NONE && !conditional) {
        value |= READER_SHEET_DISPLAY;
    }

    if (style->shows & READER_HIDES_VISIBILITY) {
        value &= ~(uint32_t) READER_SHEET_VISIBILITY;

    } else if ((style->hides & READER_HIDES_VISIBILITY) && !conditional) {
        value |= READER_SHEET_VISIBILITY;
    }

    if (style->important && value != 0) {
        value |= READER_SHEET_IMPORTANT;
    }

    if (value != old) {
        put(r, hash, value);
    }
}


/* conditional: in a media query or the like, which may show but not hide. */
static void
read_rule(const reader_t *r, reader_string_t prelude, reader_string_t body,
          bool conditional)
{
    reader_hidden_style_t style;
    bool shows;

    reader_hidden_style(body,
                        READER_PROPERTIES_BOX | READER_PROPERTIES_BACKGROUND,
                        &style);
    r->sheet->has_background |= style.background;
    shows = style.display == READER_DISPLAY_SHOWN
            || (style.shows & READER_HIDES_VISIBILITY);

    if (!shows && style.display == READER_DISPLAY_UNSET
        && !(style.hides & READER_HIDES_VISIBILITY)) {
        return;
    }

    while (prelude.length != 0) {
        selector_t selector = take_selector(&prelude);

        if (!selector.plain) {
            continue;
        }

        if (selector.count == 1) {
            apply(r, selector.hashes[0], &style, conditional);

        } else if (selector.count == PAIR_MAX && shows
                   && r->sheet->count != 0) {
            put(r, pair(selector.hashes[0], selector.hashes[1]),
                READER_SHEET_SHOWN);
        }
    }
}


/* The next byte that means something to a block, or the end. */
static void
skip_plain(reader_string_t *css)
{
    /* what parts a block; the first letters of what a rule may hide by */
    static const bool marked[256] = {
        ['{'] = true, ['}'] = true, ['"'] = true, ['\''] = true,
        ['/'] = true, ['\\'] = true, ['d'] = true, ['D'] = true,
        ['v'] = true, ['V'] = true, ['b'] = true, ['B'] = true,
    };
    const char *at = css->data, *end = at + css->length;

    while (at < end && !marked[(unsigned char) *at]) {
        at++;
    }

    skip(css, (size_t) (at - css->data));
}


/*
 * Up to and with the brace that closes, or the end.  *matters: it may say
 * something of display, visibility or a background.
 */
static reader_string_t
take_block(reader_string_t *css, bool *matters)
{
    reader_string_t block = { css->data, 0 };
    unsigned depth = 1;

    *matters = false;

    while (skip_plain(css), css->length != 0) {
        char c = css->data[0];

        if (reader_css_skip(css)) {
            continue;
        }

        *matters |= c == '\\'
                    || (reader_ascii_letter(c)
                        && (reader_ascii_starts(*css, "display")
                            || reader_ascii_starts(*css, "visibility")
                            || reader_ascii_starts(*css, "background")));

        depth += c == '{';
        depth -= c == '}';
        block.length = (size_t) (css->data - block.data);
        skip(css, c == '\\' && css->length > 1 ? 2 : 1);

        if (depth == 0) {
            return block;
        }
    }

    block.length = (size_t) (css->data - block.data);

    return block;
}


/*
 * What comes before a block; an at-rule without one ends with a semicolon.
 * Groups that end on the way are counted off.
 */
static reader_string_t
take_prelude(reader_string_t *css, unsigned *groups)
{
    reader_string_t prelude;

    while (css->length != 0) {
        if (css->data[0] == '/' && reader_css_skip(css)) {
            continue;
        }

        if (!reader_ascii_space(css->data[0]) && css->data[0] != '}') {
            break;
        }

        *groups -= css->data[0] == '}' && *groups != 0;
        skip(css, 1);
    }

    prelude = (reader_string_t) { css->data, 0 };

    while (css->length != 0 && css->data[0] != '{'
           && !(css->data[0] == ';' && prelude.data[0] == '@')) {
        char c = css->data[0];

        if ((c != '/' && c != '"' && c != '\'') || !reader_css_skip(css)) {
            skip(css, 1);
        }
    }

    prelude.length = (size_t) (css->data - prelude.data);

    return prelude;
}


/* A style element is often wrapped in what was to hide it from old browsers. */
static reader_string_t
without_comment_marks(reader_string_t css)
{
    css = reader_ascii_trim(css);

    if (reader_ascii_starts(css, "<!--")) {
        skip(&css, 4);
    }

    return css;
}


/*
 * Rules in @media and the like apply under a condition, as far as the HTML
 * tells; those for print, and what is in @keyframes and so on, not at all.
 */
static bool
is_group(reader_string_t prelude)
{
    return (reader_ascii_starts(prelude, "@media")
            && !reader_ascii_contains(prelude, "print"))
           || reader_ascii_starts(prelude, "@supports")
           || reader_ascii_starts(prelude, "@layer")
           || reader_ascii_starts(prelude, "@container");
}


static void
read_sheet(const reader_t *r, reader_string_t css)
{
    unsigned groups = 0; /* that are open */

    css = without_comment_marks(css);

    while (css.length != 0) {
        reader_string_t prelude = take_prelude(&css, &groups);
        bool at_rule = prelude.length != 0 && prelude.data[0] == '@';
        bool block = css.length != 0 && css.data[0] == '{';

        if (css.length == 0) {
            return;
        }

        skip(&css, 1); /* the brace or the semicolon */
        reader_arena_spend(r->arena, prelude.length);

        if (at_rule && block && is_group(prelude)) {
            groups++;

        } else if (block) {
            bool matters;
            reader_string_t body = take_block(&css, &matters);

            reader_arena_spend(r->arena, body.length);

            if (matters && !at_rule) {
                read_rule(r, prelude, body, groups != 0);
            }
        }
    }
}


/* Whether the style element applies: not print only, not without script. */
static bool
applies(const reader_tree_t *tree, reader_node_id_t id)
{
    reader_string_t media;

    if (reader_tree_attribute(tree, id, "media", &media)) {
        media = reader_ascii_trim(media);

        if (media.length != 0 && !reader_ascii_is(media, "all")
            && !reader_ascii_starts(media, "screen")) {
            return false;
        }
    }

    for (id = tree->nodes[id].parent; id != READER_NONE;
         id = tree->nodes[id].parent) {
        if (tree->nodes[id].tag == GUMBO_TAG_NOSCRIPT
            || tree->nodes[id].tag == GUMBO_TAG_TEMPLATE) {
            return false;
        }
    }

    return true;
}


/* The contents of the style element whose start tag this is. */
static reader_string_t
contents_of(const reader_sift_t *sift, reader_string_t tag)
{
    const char *start = tag.data + tag.length;
    size_t low = 0, high = sift->style_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (sift->styles[middle].data < start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }

    return low < sift->style_count && sift->styles[low].data == start
               ? sift->styles[low]
               : (reader_string_t) { NULL, 0 };
}


void
reader_hidden_sheet_read(const reader_tree_t *tree,
                         const reader_sift_t *sift,
                         reader_hidden_sheet_t *sheet)
{
    reader_t r = { sheet, tree->arena };
    size_t left = READER_SHEET_BYTES;

    memset(sheet, 0, sizeof(*sheet));

    if (sift->style_count == 0) {
        return;
    }

    for (reader_node_id_t id = 0; id < tree->count && left != 0; id++) {
        const reader_node_t *node = &tree->nodes[id];
        reader_string_t css;

        if (node->tag != GUMBO_TAG_STYLE || (node->flags & READER_NODE_TEXT)
            || node->source.length == 0) {
            continue;
        }

        css = contents_of(sift, node->source);

        if (css.length == 0 || !applies(tree, id)) {
            continue;
        }

        if (css.length > left) {
            css.length = left;
        }

        left -= css.length;
        read_sheet(&r, css);
    }
}
