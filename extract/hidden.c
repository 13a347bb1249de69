#include "hidden.h"

#include "ascii.h"
#include "charref.h"
#include "hidden_sheet.h"

#include <string.h>

#define CLASSES_MAX 64   /* of one element that are looked at */
#define WRAPPER_LEVELS 3 /* of elements around a formula alone */

/* The attributes that matter, as bits of a set: the first of a name counts. */
enum {
    HAS_STYLE = 1,
    HAS_CLASS = 2,
    HAS_ID = 4,
    HAS_HIDDEN = 8,
    HAS_ARIA_HIDDEN = 16,
    HAS_POPOVER = 32,
    HAS_OPEN = 64,
    HAS_BACKGROUND = 128,
    HAS_ENTRANCE = 256
};

typedef struct {
    const reader_tree_t *tree;
    reader_hidden_t *hidden;
    reader_hidden_sheet_t sheet;
    bool plain_canvas;   /* nothing but white can be behind the text */
    uint8_t *background; /* per element, if so: some is stated around it */
    bool streams;        /* parts of the page come late */
    reader_hidden_style_t **styles; /* by number of a style value, or NULL */
    uint8_t *classes;    /* CLASS_*, by number of a class value */
    reader_node_id_t seen; /* stands beside text for screen readers */
} finder_t;

/* What classes alone say: the rules are in the bits below. */
enum {
    CLASS_RULES = 15,
    CLASS_UNSEEN = 16,
    CLASS_KNOWN = 32
};

typedef struct {
    unsigned has;
    const reader_attribute_t *style, *class, *id, *aria_hidden;
} attributes_t;

#define UNSEEN_MIN 7 /* bytes of the shortest of these */

/* Text for screen readers, in the frameworks that are used most. */
static const char *const unseen_classes[] = {
    "sr-only",            "visually-hidden",   "visuallyhidden",
    "screen-reader-text", "screen-reader-only", "screenreader-only",
    "sr-text",            "show-for-sr",       "a11y-hidden",
    "u-visually-hidden",  "element-invisible", "hidden-visually",
    "assistive-text",     "is-visually-hidden", "screen-reader",
    "usa-sr-only",        "govuk-visually-hidden", "cdk-visually-hidden",
    "visually-hidden-focusable", "sr-only-focusable",
};

static const uint16_t wanted[READER_NAME_COUNT] = {
    [READER_NAME_STYLE] = HAS_STYLE,
    [READER_NAME_CLASS] = HAS_CLASS,
    [READER_NAME_ID] = HAS_ID,
    [READER_NAME_HIDDEN] = HAS_HIDDEN,
    [READER_NAME_ARIA_HIDDEN] = HAS_ARIA_HIDDEN,
    [READER_NAME_POPOVER] = HAS_POPOVER,
    [READER_NAME_OPEN] = HAS_OPEN,
    [READER_NAME_BGCOLOR] = HAS_BACKGROUND,
    [READER_NAME_BACKGROUND] = HAS_BACKGROUND,
    [READER_NAME_DATA_W_ID] = HAS_ENTRANCE, /* Webflow */
    [READER_NAME_DATA_FRAMER_NAME] = HAS_ENTRANCE,
    [READER_NAME_DATA_FRAMER_APPEAR_ID] = HAS_ENTRANCE,
    [READER_NAME_DATA_AOS] = HAS_ENTRANCE,
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))


static void
read_attributes(const reader_tree_t *tree, reader_node_id_t node,
                attributes_t *all)
{
    const reader_attribute_t *attribute = reader_tree_attributes(tree, node);
    const reader_attribute_t *end =
        attribute + tree->nodes[node].attribute_count;

    all->has = 0;

    for (; attribute < end; attribute++) {
        unsigned kind = wanted[attribute->known] & ~all->has;

        all->has |= kind;

        switch (kind) {

        case HAS_STYLE:
            all->style = attribute;
            break;

        case HAS_CLASS:
            all->class = attribute;
            break;

        case HAS_ID:
            all->id = attribute;
            break;

        case HAS_ARIA_HIDDEN:
            all->aria_hidden = attribute;
            break;
        }
    }
}


static bool
is_unseen_class(const char *name, size_t length)
{
    if (length < UNSEEN_MIN) {
        return false;
    }

    for (size_t i = 0; i < COUNT(unseen_classes); i++) {
        if (unseen_classes[i][0] == name[0]
            && strncmp(unseen_classes[i], name, length) == 0
            && unseen_classes[i][length] == '\0') {
            return true;
        }
    }

    return false;
}


/* ASCII white space, without a call for each byte. */
static inline bool
is_blank(char c)
{
    return c == ' ' || ((unsigned char) c < ' ' && reader_ascii_space(c));
}


/* The next word of a list, of length 0 if there is none. */
static reader_string_t
take_word(reader_string_t *list)
{
    const char *at = list->data, *end = at + list->length, *from;

    while (at < end && is_blank(*at)) {
        at++;
    }

    for (from = at; at < end && !is_blank(*at);) {
        at++;
    }

    *list = (reader_string_t) { at, (size_t) (end - at) };

    return (reader_string_t) { from, (size_t) (at - from) };
}


/* What rules say of this class or id, less what two classes undo. */
static uint32_t
rules_of(const finder_t *f, uint32_t hash, const uint32_t *all, size_t count)
{
    uint32_t rules = reader_hidden_sheet_find(&f->sheet, hash);

    if (!(rules & (READER_SHEET_DISPLAY | READER_SHEET_VISIBILITY))) {
        return 0;
    }

    for (size_t i = 0; i < count; i++) {
        if (all[i] != hash
            && reader_hidden_sheet_shows(&f->sheet, hash, all[i])) {
            return 0;
        }
    }

    return rules;
}


static uint32_t
read_names(const finder_t *f, const attributes_t *attributes, bool *unseen)
{
    reader_string_t list = { "", 0 }, word;
    uint32_t hashes[CLASSES_MAX + 1], rules = 0;
    size_t count = 0;

    if (attributes->has & HAS_ID) {
        reader_string_t id = reader_charref_decode(
            f->tree->arena, attributes->id->value, true);

        hashes[count++] = reader_hidden_sheet_hash('#', id.data, id.length);
    }

    if (attributes->has & HAS_CLASS) {
        list = reader_charref_decode(f->tree->arena,
                                     attributes->class->value, true);
    }

    while (count < CLASSES_MAX
           && (word = take_word(&list)).length != 0) {
        *unseen |= is_unseen_class(word.data, word.length);
        hashes[count++] =
            reader_hidden_sheet_hash('.', word.data, word.length);
    }

    for (size_t i = 0; i < count && f->sheet.count != 0; i++) {
        rules |= rules_of(f, hashes[i], hashes, count);
    }

    return rules;
}


/* The same for classes where no id makes a difference: once per value. */
static uint32_t
read_classes(const finder_t *f, const attributes_t *attributes, bool *unseen)
{
    uint8_t *known = &f->classes[attributes->class->number];

    if (*known == 0) {
        attributes_t classes = { HAS_CLASS, NULL, attributes->class, NULL,
                                 NULL };
        uint32_t rules = read_names(f, &classes, unseen);

        *known = (uint8_t) (CLASS_KNOWN | rules
                            | (*unseen ? CLASS_UNSEEN : 0u));
    }

    *unseen = (*known & CLASS_UNSEEN) != 0;

    return *known & CLASS_RULES;
}


static const reader_hidden_style_t *
style_of(const finder_t *f, const reader_attribute_t *attribute)
{
    reader_hidden_style_t **style = &f->styles[attribute->number];

    if (*style == NULL) {
        *style = reader_arena_alloc(f->tree->arena, sizeof(**style));
        reader_hidden_style(
            reader_charref_decode(f->tree->arena, attribute->value, true),
            READER_PROPERTIES_ALL, *style);
    }

    return *style;
}


static bool
is_dialog(const reader_tree_t *tree, reader_node_id_t id)
{
    return tree->nodes[id].tag == GUMBO_TAG_UNKNOWN
           && reader_ascii_is(reader_tree_name(tree, id), "dialog");
}


/*
 * An image that a script fades in once it is there; a part of the page that
 * one fades in once it is scrolled to.
 */
static bool
will_appear(const reader_node_t *node, const attributes_t *attributes,
            const reader_hidden_style_t *style)
{
    return style->enters || node->tag == GUMBO_TAG_IMG || node->tag == GUMBO_TAG_VIDEO
           || node->tag == GUMBO_TAG_IFRAME
           || (attributes->has & HAS_ENTRANCE);
}


/*
 * React sends parts of a page late, as <div hidden id="S:1">, for a script to
 * put where it left <template id="B:1"> before.
 */
static bool
is_late_part(const finder_t *f, const attributes_t *attributes)
{
    return f->streams && (attributes->has & HAS_ID)
           && attributes->id->value.length > 2
           && memcmp(attributes->id->value.data, "S:", 2) == 0;
}


static bool
is_place_of_part(const reader_node_t *node, const attributes_t *attributes)
{
    return node->tag == GUMBO_TAG_TEMPLATE && (attributes->has & HAS_ID)
           && attributes->id->value.length > 2
           && memcmp(attributes->id->value.data, "B:", 2) == 0;
}


static reader_node_id_t
next_element(const reader_tree_t *tree, reader_node_id_t id)
{
    do {
        id = tree->nodes[id].next;
    } while (id != READER_NONE && (tree->nodes[id].flags & READER_NODE_SPACE));

    return id == READER_NONE || (tree->nodes[id].flags & READER_NODE_TEXT)
               ? READER_NONE
               : id;
}


/*
 * The same said twice, "$ 30" for the eye and "Price: 30 dollars" for the ear:
 * what is for the eye is aria-hidden, but not hidden.
 */
static bool
has_twin(const finder_t *f, reader_node_id_t id)
{
    reader_node_id_t next = next_element(f->tree, id);
    reader_string_t list, word;
    size_t count = 0;

    if (f->seen == id) {
        return true;
    }

    if (next == READER_NONE
        || !reader_tree_attribute(f->tree, next, "class", &list)) {
        return false;
    }

    while (count++ < CLASSES_MAX && (word = take_word(&list)).length != 0) {
        if (is_unseen_class(word.data, word.length)) {
            return true;
        }
    }

    return false;
}


static bool
has_background(const finder_t *f, reader_node_id_t id)
{
    reader_node_id_t parent = f->tree->nodes[id].parent;

    return parent != READER_NONE && f->background[parent];
}


static void
judge(finder_t *f, reader_node_id_t id, const attributes_t *attributes)
{
    const reader_node_t *node = &f->tree->nodes[id];
    reader_hidden_style_t style = { 0 };
    uint8_t hides;
    uint32_t rules = 0;
    bool unseen = false, without_box;

    if (attributes->has & HAS_STYLE) {
        style = *style_of(f, attributes->style);
    }

    if (f->sheet.count != 0 && (attributes->has & HAS_ID)) {
        rules = read_names(f, attributes, &unseen);

    } else if (attributes->has & HAS_CLASS) {
        rules = read_classes(f, attributes, &unseen);
    }

    hides = style.hides;

    if (style.fades && will_appear(node, attributes, &style)) {
        hides &= (uint8_t) ~READER_HIDES_BOX;
    }

    /* what browsers' own sheet says (HTML standard, 15.3.1), or the page's;
     * a style attribute overrides both */
    without_box = ((attributes->has & (HAS_HIDDEN | HAS_POPOVER))
                   && !is_late_part(f, attributes))
                  || (!(attributes->has & HAS_OPEN) && is_dialog(f->tree, id))
                  || (rules & READER_SHEET_DISPLAY);

    if (without_box
        && (style.display != READER_DISPLAY_SHOWN
            || ((rules & READER_SHEET_IMPORTANT) && !style.important))) {
        hides |= READER_HIDES_BOX;
    }

    if ((rules & READER_SHEET_VISIBILITY)
        && !(style.shows & READER_HIDES_VISIBILITY)) {
        hides |= READER_HIDES_VISIBILITY;
    }

    if (unseen) {
        f->seen = next_element(f->tree, id);
    }

    if (unseen && style.display != READER_DISPLAY_SHOWN) {
        hides |= READER_HIDES_BOX;
    }

    if ((attributes->has & HAS_ARIA_HIDDEN)
        && reader_ascii_is(reader_ascii_trim(attributes->aria_hidden->value),
                           "true")
        && !has_twin(f, id)) {
        hides |= READER_HIDES_WORDS;
    }

    if (f->plain_canvas) {
        if (style.white && !(attributes->has & HAS_BACKGROUND)
            && !has_background(f, id)) {
            hides |= READER_HIDES_COLOUR;
            style.shows &= (uint8_t) ~READER_HIDES_COLOUR;
        }

        f->background[id] |= style.background
                             || (attributes->has & HAS_BACKGROUND);
    }

    f->hidden->hides[id] = hides;
    f->hidden->shows[id] = style.shows;
}


/*
 * Whether white text is on white for sure: no sheet of another file, and no
 * rule of the page that states a background.
 */
static bool
has_plain_canvas(const reader_tree_t *tree,
                 const reader_hidden_sheet_t *sheet)
{
    reader_string_t rel;

    if (sheet->has_background) {
        return false;
    }

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];

        if (node->tag == GUMBO_TAG_LINK && !(node->flags & READER_NODE_TEXT)
            && reader_tree_attribute(tree, id, "rel", &rel)
            && reader_ascii_contains(rel, "stylesheet")) {
            return false;
        }
    }

    return true;
}


/*
 * A formula that is hidden by what is around it alone: a script or an image
 * shows it to those who look (Wikipedia, KaTeX, MathJax).
 */
static void
pardon_formula(const finder_t *f, reader_node_id_t id)
{
    const reader_node_t *nodes = f->tree->nodes;

    for (int level = 0; level < WRAPPER_LEVELS; level++) {
        reader_node_id_t parent = nodes[id].parent;

        if (parent == READER_NONE || parent + 1 != id
            || nodes[parent].end != nodes[id].end) {
            return;
        }

        reader_hidden_pardon(f->hidden, parent);
        id = parent;
    }
}


void
reader_hidden_pardon(reader_hidden_t *hidden, reader_node_id_t node)
{
    hidden->hides[node] &= READER_HIDES_RULE;
}


void
reader_hidden_spread(const reader_tree_t *tree, reader_hidden_t *hidden)
{
    for (reader_node_id_t id = 0; id < tree->count; id++) {
        reader_node_id_t parent = tree->nodes[id].parent;
        unsigned in = parent == READER_NONE ? 0 : hidden->in[parent];

        hidden->in[id] =
            (uint8_t) ((in & ~(unsigned) hidden->shows[id])
                       | hidden->hides[id]);
    }
}


void
reader_hidden_find(const reader_tree_t *tree, const reader_sift_t *sift,
                   reader_hidden_t *hidden)
{
    finder_t f = { .tree = tree, .hidden = hidden, .seen = READER_NONE };

    hidden->in = reader_arena_array(tree->arena, tree->count, 3);
    hidden->hides = hidden->in + tree->count;
    hidden->shows = hidden->hides + tree->count;

    f.styles = reader_arena_array(tree->arena, tree->value_count,
                                  sizeof(*f.styles));
    f.classes = reader_arena_array(tree->arena, tree->value_count, 1);

    reader_hidden_sheet_read(tree, sift, &f.sheet);
    f.plain_canvas = has_plain_canvas(tree, &f.sheet);

    if (f.plain_canvas) {
        f.background = reader_arena_array(tree->arena, tree->count, 1);
    }

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        attributes_t attributes;

        if (node->flags & READER_NODE_TEXT) {
            continue;
        }

        if (f.plain_canvas) {
            f.background[id] = has_background(&f, id);
        }

        read_attributes(tree, id, &attributes);
        reader_arena_spend(tree->arena, node->source.length);

        if (attributes.has != 0 || is_dialog(tree, id)) {
            f.streams |= is_place_of_part(node, &attributes);
            judge(&f, id, &attributes);
        }

        if (node->tag == GUMBO_TAG_MATH) {
            pardon_formula(&f, id);
        }
    }

    reader_hidden_spread(tree, hidden);
}
