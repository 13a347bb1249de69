#include "panel.h"

#include "ascii.h"
#include "blocks.h"
#include "charref.h"
#include "table.h"

#include <string.h>

/* What a closed part does without: a box, or being read aloud. */
#define CLOSED                                                              \
    (READER_HIDES_BOX | READER_HIDES_WORDS | READER_HIDES_VISIBILITY)

/* What is spent for a name that is looked up, beside its bytes. */
#define PROBES_COST 64

typedef struct {
    const reader_tree_t *tree;
    reader_hidden_t *hidden;
    bool searched;
    reader_table_t targets; /* ids that something shown opens, then */
    uint32_t *hashes;       /* of all of them */
    size_t count, capacity;
} finder_t;

/*
 * Words of classes for the body of an accordion, as frameworks call it; what
 * opens it stands right before it.
 */
static const char *const accordion_words[] = {
    "accordion", "accordian", "collaps", "expand", "toggle", "faq",
    "answer", "read-more", "readmore", "more-text",
};

static const char *const slide_words[] = {
    "swiper-slide", "slick-slide", "splide__slide", "glide__slide",
    "carousel-item", "carousel__slide", "carousel-cell", "owl-item",
};

/* A carousel that goes round repeats its ends. */
static const char *const clone_words[] = { "clone", "duplicate" };

/* Parts that stand before the page or aside of it when they open. */
static const char *const other_words[] = {
    "modal", "popup",  "popover", "dropdown", "drop-down", "tooltip",
    "menu",  "dialog", "overlay", "offcanvas", "cookie",   "consent",
    "nav",   "drawer", "sidebar", "lightbox", "toast",
};

static const char *const other_roles[] = {
    "dialog", "alertdialog", "menu",    "menubar", "listbox", "navigation",
    "alert",  "status",      "tooltip", "search",  "tree",    "combobox",
};

/* Attributes that name the part which opens, and what its name is behind. */
static const struct {
    bool names;
    char sign;
} pointers[READER_NAME_COUNT] = {
    [READER_NAME_ARIA_CONTROLS] = { true, '\0' },
    [READER_NAME_DATA_TARGET] = { true, '#' },
    [READER_NAME_DATA_BS_TARGET] = { true, '#' },
    [READER_NAME_HREF] = { true, '#' },
};

/* Elements that open others. */
static const bool openers[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_A] = true,    [GUMBO_TAG_BUTTON] = true,
    [GUMBO_TAG_DIV] = true,  [GUMBO_TAG_LI] = true,
    [GUMBO_TAG_SPAN] = true, [GUMBO_TAG_DT] = true,
    [GUMBO_TAG_H1] = true,   [GUMBO_TAG_H2] = true,
    [GUMBO_TAG_H3] = true,   [GUMBO_TAG_H4] = true,
    [GUMBO_TAG_H5] = true,   [GUMBO_TAG_H6] = true,
};

#define LOOK_BACK 32 /* nodes that may lie between a part and its opener */

#define COUNT(array) (sizeof(array) / sizeof(*(array)))


static bool
is_apart(uint16_t tag)
{
    return tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_FORM
           || tag == GUMBO_TAG_HEADER || tag == GUMBO_TAG_FOOTER
           || tag == GUMBO_TAG_ASIDE;
}


static bool
stands_apart(const reader_tree_t *tree, reader_node_id_t id)
{
    while (id != READER_NONE && !is_apart(tree->nodes[id].tag)) {
        id = tree->nodes[id].parent;
    }

    return id != READER_NONE;
}


/* Menus open at a click, too; this looks for parts of the text. */
static bool
is_text(const reader_tree_t *tree, reader_node_id_t id)
{
    reader_string_t role, class, name, modal;

    reader_tree_value(tree, id, READER_NAME_ROLE, &role);

    if (reader_ascii_is_one_of(role, other_roles, COUNT(other_roles))
        || reader_tree_attribute(tree, id, "aria-modal", &modal)) {
        return false;
    }

    if (reader_ascii_is(role, "tabpanel")) {
        return true;
    }

    reader_tree_value(tree, id, READER_NAME_CLASS, &class);
    reader_tree_value(tree, id, READER_NAME_ID, &name);

    return !reader_ascii_contains_one_of(class, other_words,
                                         COUNT(other_words))
           && !reader_ascii_contains_one_of(name, other_words,
                                            COUNT(other_words));
}


/* The name in the value of such an attribute; empty if there is none. */
static reader_string_t
target_of(const finder_t *f, const reader_attribute_t *attribute)
{
    char sign = pointers[attribute->known].sign;
    reader_string_t value = reader_ascii_trim(attribute->value);

    /* a reference may stand for the sign */
    if (value.length == 0
        || (sign != '\0' && *value.data != sign && *value.data != '&')) {
        return (reader_string_t) { "", 0 };
    }

    value = reader_ascii_trim(
        reader_charref_decode(f->tree->arena, attribute->value, true));

    if (sign != '\0') {
        if (value.length == 0 || *value.data != sign) {
            return (reader_string_t) { "", 0 };
        }

        value.data++;
        value.length--;
    }

    return value;
}


static void
add_target(finder_t *f, reader_string_t name)
{
    if (f->count == f->capacity) {
        f->hashes = reader_arena_grow(
            f->tree->arena, f->hashes, f->capacity * sizeof(*f->hashes),
            (2 * f->capacity + 64) * sizeof(*f->hashes));
        f->capacity = 2 * f->capacity + 64;
    }

    f->hashes[f->count++] = reader_table_hash(name);
}


static void
find_targets(finder_t *f)
{
    const reader_tree_t *tree = f->tree;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        const reader_attribute_t *attribute, *end;

        if (!openers[node->tag] || f->hidden->in[id] != 0) {
            continue;
        }

        attribute = &tree->attributes[node->attributes];
        end = attribute + node->attribute_count;

        for (; attribute < end; attribute++) {
            reader_name_t known = attribute->known;
            reader_string_t name;

            if (pointers[known].names
                && reader_tree_find(tree, id, known) == attribute
                && (name = target_of(f, attribute)).length != 0) {
                reader_arena_spend(tree->arena, name.length + PROBES_COST);
                add_target(f, name);
            }
        }
    }

    reader_table_init(&f->targets, tree->arena, f->count);

    for (size_t i = 0; i < f->count; i++) {
        reader_table_put(&f->targets, f->hashes[i], 1);
    }
}


/* Whether an element that is shown and says something stands before it. */
static bool
follows_opener(const finder_t *f, reader_node_id_t id)
{
    const reader_node_t *nodes = f->tree->nodes;
    reader_node_id_t parent = nodes[id].parent;

    for (reader_node_id_t at = id; at > parent + 1 && at + LOOK_BACK > id;) {
        at--;

        if ((nodes[at].flags & READER_NODE_TEXT)
            && !(nodes[at].flags & READER_NODE_SPACE)) {
            return f->hidden->in[at] == 0;
        }
    }

    return false;
}


/* What it says of itself. */
static bool
is_part(const finder_t *f, reader_node_id_t id)
{
    reader_string_t role, class, label;

    if (reader_tree_value(f->tree, id, READER_NAME_ROLE, &role)) {
        if (reader_ascii_is(role, "tabpanel")) {
            return true;
        }

        if (reader_ascii_is(role, "region")
            && reader_tree_attribute(f->tree, id, "aria-labelledby",
                                     &label)) {
            return true;
        }
    }

    if (!reader_tree_value(f->tree, id, READER_NAME_CLASS, &class)) {
        return false;
    }

    if (reader_ascii_contains_one_of(class, slide_words, COUNT(slide_words))) {
        return !reader_ascii_contains_one_of(class, clone_words,
                                             COUNT(clone_words));
    }

    return reader_ascii_contains_one_of(class, accordion_words,
                                        COUNT(accordion_words))
           && follows_opener(f, id);
}


/* What opens parts is looked for once one might be named by it. */
static bool
is_target(finder_t *f, reader_string_t name)
{
    if (!f->searched) {
        find_targets(f);
        f->searched = true;
    }

    return reader_table_has(&f->targets, reader_table_hash(name));
}


static bool
is_folded(finder_t *f, reader_node_id_t id)
{
    reader_string_t name;
    bool part;

    if (stands_apart(f->tree, id)) {
        return false;
    }

    part = is_part(f, id);
    reader_tree_value(f->tree, id, READER_NAME_ID, &name);

    return (part || name.length != 0) && is_text(f->tree, id)
           && (part || is_target(f, name));
}


void
reader_panel_unfold(const reader_tree_t *tree, reader_hidden_t *hidden)
{
    finder_t f = { .tree = tree, .hidden = hidden };
    bool found = false;

    for (reader_node_id_t id = reader_hidden_next(tree, hidden, 0);
         id < tree->count; id = reader_hidden_next(tree, hidden, id + 1)) {
        if ((hidden->hides[id] & CLOSED)
            && !reader_is_phrasing(&tree->nodes[id]) && is_folded(&f, id)) {
            hidden->hides[id] &= (uint8_t) ~CLOSED;
            found = true;
        }
    }

    if (found) {
        reader_hidden_spread(tree, hidden);
    }
}
