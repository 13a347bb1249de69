#include "panel.h"

#include "ascii.h"
#include "blocks.h"
#include "table.h"

#include <string.h>

/* What a closed part does without: a box, or being read aloud. */
#define CLOSED                                                              \
    (READER_HIDES_BOX | READER_HIDES_WORDS | READER_HIDES_VISIBILITY)

typedef struct {
    const reader_tree_t *tree;
    reader_hidden_t *hidden;
    reader_table_t targets; /* ids that something shown opens */
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

/* What an attribute that names the part which opens begins with. */
static const struct {
    reader_name_t attribute;
    char sign;
} pointers[] = {
    { READER_NAME_ARIA_CONTROLS, '\0' },
    { READER_NAME_DATA_TARGET, '#' },
    { READER_NAME_DATA_BS_TARGET, '#' },
    { READER_NAME_HREF, '#' },
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


/* Menus open at a click, too; this looks for parts of the text. */
static bool
is_text(const finder_t *f, reader_node_id_t id)
{
    reader_string_t role, class, name, modal;
    bool tab;

    if (!reader_tree_value(f->tree, id, READER_NAME_ROLE, &role)) {
        role.length = 0;
    }

    if (!reader_tree_value(f->tree, id, READER_NAME_CLASS, &class)) {
        class.length = 0;
    }

    if (!reader_tree_value(f->tree, id, READER_NAME_ID, &name)) {
        name.length = 0;
    }

    tab = reader_ascii_is(role, "tabpanel");

    if (reader_ascii_is_one_of(role, other_roles, COUNT(other_roles))
        || reader_tree_attribute(f->tree, id, "aria-modal", &modal)
        || (!tab
            && (reader_ascii_contains_one_of(class, other_words,
                                             COUNT(other_words))
                || reader_ascii_contains_one_of(name, other_words,
                                                COUNT(other_words))))) {
        return false;
    }

    for (; id != READER_NONE; id = f->tree->nodes[id].parent) {
        if (is_apart(f->tree->nodes[id].tag)) {
            return false;
        }
    }

    return true;
}


static void
add_targets(finder_t *f, reader_node_id_t id)
{
    for (size_t i = 0; i < COUNT(pointers); i++) {
        reader_string_t value;

        if (!reader_tree_value(f->tree, id, pointers[i].attribute, &value)) {
            continue;
        }

        value = reader_ascii_trim(value);

        if (pointers[i].sign != '\0') {
            if (value.length == 0 || value.data[0] != pointers[i].sign) {
                continue;
            }

            value.data++;
            value.length--;
        }

        if (value.length != 0) {
            reader_table_put(&f->targets, reader_table_hash(value), 1);
        }
    }
}


static bool
may_point(const reader_tree_t *tree, reader_node_id_t id)
{
    const reader_node_t *node = &tree->nodes[id];
    const reader_attribute_t *attribute = reader_tree_attributes(tree, id);
    const reader_attribute_t *end = attribute + node->attribute_count;
    reader_string_t value;

    if (!(node->tag == GUMBO_TAG_A || node->tag == GUMBO_TAG_BUTTON
          || node->tag == GUMBO_TAG_DIV || node->tag == GUMBO_TAG_LI
          || node->tag == GUMBO_TAG_SPAN || node->tag == GUMBO_TAG_DT
          || (node->tag >= GUMBO_TAG_H1 && node->tag <= GUMBO_TAG_H6))) {
        return false;
    }

    for (; attribute < end; attribute++) {
        switch (attribute->known) {
        case READER_NAME_HREF:
            value = reader_ascii_trim(attribute->value);

            /* a reference may stand for the sign */
            if (value.length != 0
                && (value.data[0] == '#' || value.data[0] == '&')) {
                return true;
            }
            break;

        case READER_NAME_ARIA_CONTROLS:
        case READER_NAME_DATA_TARGET:
        case READER_NAME_DATA_BS_TARGET:
            return true;

        default:
            break;
        }
    }

    return false;
}


static void
find_targets(finder_t *f)
{
    const reader_tree_t *tree = f->tree;
    reader_node_id_t *ids = NULL;
    size_t count = 0, capacity = 0;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        if ((tree->nodes[id].flags & READER_NODE_TEXT)
            || tree->nodes[id].attribute_count == 0 || f->hidden->in[id] != 0
            || !may_point(tree, id)) {
            continue;
        }

        if (count == capacity) {
            ids = reader_arena_grow(tree->arena, ids,
                                    capacity * sizeof(*ids),
                                    (2 * capacity + 64) * sizeof(*ids));
            capacity = 2 * capacity + 64;
        }

        ids[count++] = id;
    }

    reader_table_init(&f->targets, tree->arena, count * COUNT(pointers));

    for (size_t i = 0; i < count; i++) {
        add_targets(f, ids[i]);
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


static bool
is_folded(const finder_t *f, reader_node_id_t id)
{
    reader_string_t role, class, name, label;

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

    if (reader_tree_value(f->tree, id, READER_NAME_ID, &name)
        && name.length != 0
        && reader_table_has(&f->targets, reader_table_hash(name))) {
        return true;
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


void
reader_panel_unfold(const reader_tree_t *tree, reader_hidden_t *hidden)
{
    finder_t f = { .tree = tree, .hidden = hidden };
    bool known = false, found = false;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        if (!(hidden->hides[id] & CLOSED)
            || reader_is_phrasing(&tree->nodes[id])) {
            continue;
        }

        if (!known) {
            find_targets(&f);
            known = true;
        }

        if (is_folded(&f, id) && is_text(&f, id)) {
            hidden->hides[id] &= (uint8_t) ~CLOSED;
            found = true;
        }
    }

    if (found) {
        reader_hidden_spread(tree, hidden);
    }
}
