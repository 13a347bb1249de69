#include "hidden.h"

#include "ascii.h"
#include "charref.h"
#include "hidden_names.h"

#include <string.h>

#define WRAPPER_LEVELS 3 /* of elements around a formula alone */

/* The attributes that matter: the first of a name counts. */
enum {
    OTHER,
    STYLE,
    CLASS,
    ID,
    HIDDEN,
    ARIA_HIDDEN,
    POPOVER,
    OPEN,
    BACKGROUND,
    ENTRANCE,
    KINDS
};

typedef struct {
    const reader_attribute_t *first[KINDS]; /* or NULL */
} attributes_t;

#define HAS(attributes, kind) ((attributes)->first[kind] != NULL)

typedef enum {
    CANVAS_UNKNOWN,
    CANVAS_PLAIN, /* nothing but white can be behind the text */
    CANVAS_OTHER
} canvas_t;

typedef struct {
    const reader_tree_t *tree;
    reader_hidden_t *hidden;
    reader_hidden_names_t names;
    bool tells[READER_NAME_COUNT]; /* attributes that may hide or show */
    reader_hidden_style_t *styles; /* by number of a style value */
    canvas_t canvas;
    uint8_t *background;   /* per element, if it is plain: some is stated here
                            * or around it */
    bool streams;          /* parts of the page come late */
    reader_node_id_t seen; /* stands beside text for screen readers */
} finder_t;

static const uint8_t kinds[READER_NAME_COUNT] = {
    [READER_NAME_STYLE] = STYLE,
    [READER_NAME_CLASS] = CLASS,
    [READER_NAME_ID] = ID,
    [READER_NAME_HIDDEN] = HIDDEN,
    [READER_NAME_ARIA_HIDDEN] = ARIA_HIDDEN,
    [READER_NAME_POPOVER] = POPOVER,
    [READER_NAME_OPEN] = OPEN,
    [READER_NAME_BGCOLOR] = BACKGROUND,
    [READER_NAME_BACKGROUND] = BACKGROUND,
    [READER_NAME_DATA_W_ID] = ENTRANCE, /* Webflow */
    [READER_NAME_DATA_FRAMER_NAME] = ENTRANCE,
    [READER_NAME_DATA_FRAMER_APPEAR_ID] = ENTRANCE,
    [READER_NAME_DATA_AOS] = ENTRANCE,
};

/* Elements that may be hidden, or change what is, by their name alone. */
static const bool tells_by_name[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_UNKNOWN] = true, /* a dialog */
    [GUMBO_TAG_TEMPLATE] = true,
    [GUMBO_TAG_MATH] = true,
};


static void
read_attributes(const reader_tree_t *tree, const reader_node_t *node,
                attributes_t *all)
{
    const reader_attribute_t *start = &tree->attributes[node->attributes];
    const reader_attribute_t *attribute = start + node->attribute_count;

    memset(all, 0, sizeof(*all));

    while (attribute > start) {
        attribute--;
        all->first[kinds[attribute->known]] = attribute;
    }
}


static inline unsigned
classes_of(const finder_t *f, const reader_attribute_t *classes)
{
    unsigned found = f->names.found[classes->number];

    return found != 0 ? found : reader_hidden_classes(&f->names, classes);
}


static reader_hidden_style_t
style_of(const finder_t *f, const reader_attribute_t *attribute)
{
    reader_hidden_style_t *style = &f->styles[attribute->number];

    if (!style->known) {
        reader_arena_spend(f->tree->arena, attribute->value.length);
        reader_hidden_style(
            reader_charref_decode(f->tree->arena, attribute->value, true),
            READER_PROPERTIES_ALL, style);
        style->known = true;
    }

    return *style;
}


static bool
is_dialog(const reader_tree_t *tree, reader_node_id_t id)
{
    const reader_node_t *node = &tree->nodes[id];

    return node->tag == GUMBO_TAG_UNKNOWN && node->source.length != 0
           && (node->source.data[1] | 0x20) == 'd'
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
    return style->enters || node->tag == GUMBO_TAG_IMG
           || node->tag == GUMBO_TAG_VIDEO || node->tag == GUMBO_TAG_IFRAME
           || HAS(attributes, ENTRANCE);
}


/*
 * React sends parts of a page late, as <div hidden id="S:1">, for a script to
 * put where it left <template id="B:1"> before.
 */
static bool
has_id_of(const attributes_t *attributes, const char *start)
{
    reader_string_t id;

    if (!HAS(attributes, ID)) {
        return false;
    }

    id = attributes->first[ID]->value;

    return id.length > 2 && memcmp(id.data, start, 2) == 0;
}


static bool
is_late_part(const finder_t *f, const attributes_t *attributes)
{
    return f->streams && has_id_of(attributes, "S:");
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
    const reader_attribute_t *class;

    if (f->seen == id) {
        return true;
    }

    if (next == READER_NONE) {
        return false;
    }

    class = reader_tree_find(f->tree, next, READER_NAME_CLASS);

    return class != NULL && (classes_of(f, class) & READER_NAMES_UNSEEN);
}


/*
 * Whether white text is on white for sure: no sheet of another file, and no
 * rule of the page that states a background.
 */
static bool
has_plain_canvas(const finder_t *f)
{
    const reader_tree_t *tree = f->tree;
    reader_string_t rel;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];

        if (node->tag == GUMBO_TAG_LINK && !(node->flags & READER_NODE_TEXT)
            && reader_tree_value(tree, id, READER_NAME_REL, &rel)
            && reader_ascii_contains(rel, "stylesheet")) {
            return false;
        }
    }

    return !reader_hidden_sheet_has_background(&f->names.sheet);
}


static bool
has_background(const finder_t *f, reader_node_id_t id)
{
    reader_node_id_t parent = f->tree->nodes[id].parent;

    return parent != READER_NONE && f->background[parent];
}


static void
find_backgrounds(finder_t *f)
{
    const reader_tree_t *tree = f->tree;

    f->background = reader_arena_array(tree->arena, tree->count, 1);

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        attributes_t attributes;

        reader_arena_spend(tree->arena, tree->nodes[id].source.length);
        read_attributes(tree, &tree->nodes[id], &attributes);
        f->background[id] =
            has_background(f, id) || HAS(&attributes, BACKGROUND)
            || (HAS(&attributes, STYLE)
                && style_of(f, attributes.first[STYLE]).background);
    }
}


/* White letters are few: what is behind them is found once there are some. */
static bool
is_on_white(finder_t *f, reader_node_id_t id, const attributes_t *attributes)
{
    if (f->canvas == CANVAS_UNKNOWN) {
        f->canvas = has_plain_canvas(f) ? CANVAS_PLAIN : CANVAS_OTHER;

        if (f->canvas == CANVAS_PLAIN) {
            find_backgrounds(f);
        }
    }

    return f->canvas == CANVAS_PLAIN && !HAS(attributes, BACKGROUND)
           && !has_background(f, id);
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


static void
judge(finder_t *f, const reader_node_t *node)
{
    reader_node_id_t id = (reader_node_id_t) (node - f->tree->nodes);
    reader_hidden_style_t style = { 0 };
    attributes_t attributes;
    unsigned names;
    bool unseen, without_box;
    uint8_t hides;

    read_attributes(f->tree, node, &attributes);
    names = reader_hidden_names(&f->names, attributes.first[CLASS],
                                attributes.first[ID]);
    unseen = (names & READER_NAMES_UNSEEN) != 0;

    if (node->tag == GUMBO_TAG_TEMPLATE) {
        f->streams |= has_id_of(&attributes, "B:");
    }

    if (HAS(&attributes, STYLE)) {
        style = style_of(f, attributes.first[STYLE]);
    }

    hides = style.hides;

    if (style.fades && will_appear(node, &attributes, &style)) {
        hides &= (uint8_t) ~READER_HIDES_BOX;
    }

    /* what browsers' own sheet says (HTML standard, 15.3.1), or the page's;
     * a style attribute overrides both */
    without_box = ((HAS(&attributes, HIDDEN) || HAS(&attributes, POPOVER))
                   && !is_late_part(f, &attributes))
                  || (!HAS(&attributes, OPEN) && is_dialog(f->tree, id))
                  || (names & READER_SHEET_DISPLAY);

    if (without_box
        && (style.display != READER_DISPLAY_SHOWN
            || ((names & READER_SHEET_IMPORTANT) && !style.important))) {
        hides |= READER_HIDES_BOX;
    }

    if ((names & READER_SHEET_VISIBILITY)
        && !(style.shows & READER_HIDES_VISIBILITY)) {
        hides |= READER_HIDES_VISIBILITY;
    }

    if (unseen) {
        f->seen = next_element(f->tree, id);
    }

    if (unseen && style.display != READER_DISPLAY_SHOWN) {
        hides |= READER_HIDES_BOX;
    }

    if (HAS(&attributes, ARIA_HIDDEN)
        && reader_ascii_is(
            reader_ascii_trim(attributes.first[ARIA_HIDDEN]->value), "true")
        && !has_twin(f, id)) {
        hides |= READER_HIDES_WORDS;
    }

    if (style.white && is_on_white(f, id, &attributes)) {
        hides |= READER_HIDES_COLOUR;
        style.shows &= (uint8_t) ~READER_HIDES_COLOUR;
    }

    f->hidden->hides[id] = hides;
    f->hidden->shows[id] = style.shows;

    if (node->tag == GUMBO_TAG_MATH) {
        pardon_formula(f, id);
    }
}


void
reader_hidden_pardon(reader_hidden_t *hidden, reader_node_id_t node)
{
    hidden->hides[node] &= READER_HIDES_RULE;
}


reader_node_id_t
reader_hidden_next(const reader_tree_t *tree, const reader_hidden_t *hidden,
                   reader_node_id_t from)
{
    uint64_t hides, shows;

    for (; tree->count - from >= sizeof(hides); from += sizeof(hides)) {
        memcpy(&hides, hidden->hides + from, sizeof(hides));
        memcpy(&shows, hidden->shows + from, sizeof(shows));

        if ((hides | shows) != 0) {
            break;
        }
    }

    while (from < tree->count
           && (hidden->hides[from] | hidden->shows[from]) == 0) {
        from++;
    }

    return from;
}


void
reader_hidden_spread(const reader_tree_t *tree, reader_hidden_t *hidden)
{
    memset(hidden->in, 0, tree->count);

    for (reader_node_id_t id = reader_hidden_next(tree, hidden, 0);
         id < tree->count; id = reader_hidden_next(tree, hidden, id + 1)) {
        unsigned around = hidden->in[id];
        unsigned in = (around & ~(unsigned) hidden->shows[id])
                      | hidden->hides[id];

        if (in != around) {
            size_t size = tree->nodes[id].end - id;

            memset(hidden->in + id, (int) in, size);
            reader_arena_spend(tree->arena, size / 32);
        }
    }
}


/* Whether it may be hidden or shown: most elements have a class at most. */
static inline bool
may_matter(const finder_t *f, const reader_node_t *node)
{
    const reader_attribute_t *start = &f->tree->attributes[node->attributes];
    const reader_attribute_t *attribute = start + node->attribute_count;
    const reader_attribute_t *classes = NULL;
    bool tells = tells_by_name[node->tag];

    while (attribute > start) {
        attribute--;
        tells |= f->tells[attribute->known];
        classes = attribute->known == READER_NAME_CLASS ? attribute : classes;
    }

    return tells
           || (classes != NULL
               && classes_of(f, classes) != READER_NAMES_READ);
}


static void
look_at(finder_t *f)
{
    const reader_node_t *nodes = f->tree->nodes;
    const reader_node_t *end = nodes + f->tree->count;
    size_t work = 0;

    f->tells[READER_NAME_STYLE] = true;
    f->tells[READER_NAME_HIDDEN] = true;
    f->tells[READER_NAME_POPOVER] = true;
    f->tells[READER_NAME_ARIA_HIDDEN] = true;
    f->tells[READER_NAME_ID] = f->names.sheet.has_ids;

    for (const reader_node_t *node = nodes; node < end; node++) {
        if (node->attribute_count == 0 && !tells_by_name[node->tag]) {
            continue;
        }

        if (may_matter(f, node)) {
            judge(f, node);
        }

        work += node->attribute_count;

        if (work >= READER_ARENA_PIECE) {
            reader_arena_spend(f->tree->arena, work);
            work = 0;
        }
    }
}


void
reader_hidden_find(const reader_tree_t *tree, const reader_sift_t *sift,
                   reader_hidden_t *hidden)
{
    finder_t f = { .tree = tree, .hidden = hidden, .seen = READER_NONE };

    hidden->in = reader_arena_alloc(tree->arena, tree->count);
    hidden->hides = reader_arena_array(tree->arena, tree->count, 2);
    hidden->shows = hidden->hides + tree->count;

    f.styles = reader_arena_array(tree->arena, tree->value_count,
                                  sizeof(*f.styles));
    reader_hidden_names_init(&f.names, tree, sift);
    look_at(&f);
    reader_hidden_spread(tree, hidden);
}
