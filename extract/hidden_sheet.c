#include "hidden_sheet.h"

#include "ascii.h"
#include "css.h"
#include "css_rule.h"
#include "css_scan.h"
#include "hidden_style.h"

#include <string.h>

#define NAME_MAX 64
#define PAIR_MAX 2 /* classes of a compound selector that are looked at */

/* One compound selector of simple ones: the first two, and the last. */
typedef struct {
    uint32_t hashes[PAIR_MAX];
    unsigned count;
    bool plain;  /* classes and ids only, no combinator */
    bool has_id;
    char kind;
    char name[NAME_MAX];
    size_t length;
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
put(reader_hidden_sheet_t *sheet, uint32_t hash, uint32_t value)
{
    size_t at;

    if (sheet->count == 0) {
        reader_table_init(&sheet->names, sheet->arena, READER_SHEET_NAMES);
    }

    at = reader_table_find(&sheet->names, hash);

    if (reader_table_is_far(&sheet->names, at)) {
        return;
    }

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


/* Up to a comma or the end; a string may hold one. */
static void
skip_selector(reader_string_t *css)
{
    while (css->length != 0 && *css->data != ',') {
        char c = *css->data;

        if ((c != '"' && c != '\'' && c != '/') || !reader_css_skip(css)) {
            reader_css_step(css);
        }
    }
}


/* Up to a comma or the end; white space and comments around it are skipped. */
static void
take_selector(reader_string_t *css, selector_t *selector)
{
    bool ended = false;

    selector->count = 0;
    selector->plain = true;
    selector->has_id = false;

    while (css->length != 0 && css->data[0] != ',') {
        char kind = css->data[0];

        if (reader_ascii_space(kind)) {
            ended |= selector->count != 0;
            skip(css, 1);
            continue;
        }

        if (kind == '/' && reader_css_skip(css)) {
            continue;
        }

        if (ended) {
            selector->plain = false;
            skip_selector(css);
            break;
        }

        if (kind != '.' && kind != '#') {
            selector->plain = false;

            if ((kind != '"' && kind != '\'') || !reader_css_skip(css)) {
                reader_css_step(css);
            }

            continue;
        }

        skip(css, 1);
        selector->kind = kind;
        selector->length = reader_css_identifier(css, selector->name,
                                                 sizeof(selector->name));

        if (selector->length == 0) {
            selector->plain = false;
            continue;
        }

        if (selector->count < PAIR_MAX) {
            selector->hashes[selector->count] = reader_hidden_sheet_hash(
                kind, selector->name, selector->length);
        }

        selector->has_id |= kind == '#';
        selector->count++;
    }

    if (css->length != 0) {
        skip(css, 1); /* the comma */
    }
}


/* conditional: in a media query or the like, which may show but not hide. */
static void
apply(reader_hidden_sheet_t *sheet, const selector_t *selector,
      const reader_hidden_style_t *style, bool conditional)
{
    uint32_t hash = selector->hashes[0];
    uint32_t old = reader_hidden_sheet_find(sheet, hash), value = old;

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
        put(sheet, hash, value);
        reader_sieve_add(selector->kind == '#' ? &sheet->ids
                                               : &sheet->classes,
                         (reader_string_t) { selector->name,
                                             selector->length });
    }
}


/* Whether one of them is an element's own. */
static bool
may_apply(reader_string_t selectors)
{
    selector_t selector;

    while (selectors.length != 0) {
        take_selector(&selectors, &selector);

        if (selector.plain && selector.count != 0
            && selector.count <= PAIR_MAX) {
            return true;
        }
    }

    return false;
}


static void
read_rule(reader_hidden_sheet_t *sheet, const reader_css_rule_t *rule)
{
    reader_string_t left = rule->selectors;
    reader_hidden_style_t style;
    selector_t selector;
    bool hides, shows;

    /* what can only show is of no interest until something hides */
    if ((sheet->count == 0 && rule->conditional)
        || !may_apply(rule->selectors)) {
        return;
    }

    reader_hidden_style(rule->body, READER_PROPERTIES_BOX, &style);
    hides = style.display == READER_DISPLAY_NONE
            || (style.hides & READER_HIDES_VISIBILITY);
    shows = style.display == READER_DISPLAY_SHOWN
            || (style.shows & READER_HIDES_VISIBILITY);

    if (!hides && (!shows || sheet->count == 0)) {
        return;
    }

    while (left.length != 0) {
        take_selector(&left, &selector);

        if (!selector.plain) {
            continue;
        }

        if (selector.count == 1) {
            apply(sheet, &selector, &style, rule->conditional);

        } else if (selector.count == PAIR_MAX && shows && sheet->count != 0) {
            put(sheet, pair(selector.hashes[0], selector.hashes[1]),
                READER_SHEET_SHOWN);
            sheet->has_pairs = true;
        } else {
            continue;
        }

        sheet->has_ids |= selector.has_id;
    }
}


/* Most rules say nothing of what may hide, and are not looked into. */
static void
read_style(reader_hidden_sheet_t *sheet, reader_string_t css)
{
    const char *word = css.data, *end = word + css.length;
    const char *last_escape = memrchr(css.data, '\\', css.length);
    reader_css_sheet_t rules;
    reader_css_rule_t rule;

    reader_css_sheet_init(&rules, css);

    while (reader_css_rule(&rules, &rule)) {
        const char *body = rule.body.data;

        if (word < body) {
            word = reader_css_word(body, end);
        }

        if (word < body + rule.body.length || rule.escapes) {
            read_rule(sheet, &rule);

        } else if (word == end
                   && (last_escape == NULL || last_escape < body)) {
            return;
        }
    }
}


bool
reader_hidden_sheet_has_background(const reader_hidden_sheet_t *sheet)
{
    for (size_t i = 0; i < sheet->style_count; i++) {
        reader_css_sheet_t rules;
        reader_css_rule_t rule;

        reader_css_sheet_init(&rules, sheet->styles[i]);
        reader_arena_spend(sheet->arena, sheet->styles[i].length);

        while (reader_css_rule(&rules, &rule)) {
            reader_hidden_style_t style;

            reader_hidden_style(rule.body, READER_PROPERTIES_BACKGROUND,
                                &style);

            if (style.background) {
                return true;
            }
        }
    }

    return false;
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


/* The contents of the style elements that apply, as far as they are read. */
static void
find_styles(const reader_tree_t *tree, const reader_sift_t *sift,
            reader_hidden_sheet_t *sheet)
{
    size_t left = READER_SHEET_BYTES;

    sheet->styles = reader_arena_alloc(
        tree->arena, sift->style_count * sizeof(*sheet->styles));

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        reader_string_t css;

        if (node->tag != GUMBO_TAG_STYLE || node->source.length == 0) {
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
        sheet->styles[sheet->style_count++] = css;

        if (left == 0 || sheet->style_count == sift->style_count) {
            return;
        }
    }
}


void
reader_hidden_sheet_read(const reader_tree_t *tree, const reader_sift_t *sift,
                         reader_hidden_sheet_t *sheet)
{
    memset(sheet, 0, sizeof(*sheet));
    sheet->arena = tree->arena;

    if (sift->style_count == 0) {
        return;
    }

    find_styles(tree, sift, sheet);

    for (size_t i = 0; i < sheet->style_count; i++) {
        reader_arena_spend(sheet->arena, sheet->styles[i].length);
        read_style(sheet, sheet->styles[i]);
    }
}
