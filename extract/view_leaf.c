#include "view_leaf.h"

#include "ascii.h"

#include <string.h>


static bool
is_recent(const reader_leaves_t *leaves, reader_string_t src)
{
    for (unsigned i = 0; i < READER_RECENT_IMAGES; i++) {
        if (leaves->recent[i].length == src.length && src.length != 0
            && memcmp(leaves->recent[i].data, src.data, src.length) == 0) {
            return true;
        }
    }

    return false;
}


/* Whether it shows the same as the MathML before it, in TeX both. */
static bool
is_formula(reader_string_t formula, reader_string_t alt)
{
    static const char display[] = "{\\displaystyle ";
    size_t length = sizeof(display) - 1;

    if (formula.length > length && reader_ascii_starts(formula, display)
        && !reader_string_equal(formula, alt)) {
        formula.data += length;
        formula.length -= length + 1; /* and the brace that ends it */
    }

    return formula.length != 0 && reader_string_equal(formula, alt);
}


void
reader_view_add_image(reader_leaves_t *leaves, reader_node_id_t node,
                      bool noscript, uint16_t flags)
{
    bool emoji;
    reader_attributes_t *last = leaves->image;
    reader_attributes_t *image = reader_view_image(leaves->page, node, &emoji);
    reader_string_t formula = leaves->formula;

    leaves->formula = READER_EMPTY;

    if (image == NULL || is_formula(formula, image->alt)) {
        return; /* that one is for browsers that know no MathML */
    }

    if (emoji) {
        reader_build_text(leaves->build, image->alt, flags);
        return;
    }

    if (noscript && last != NULL && reader_build_is_last(leaves->build, last)) {
        last->src = image->src;
        last->large = image->large;
        last->candidates = image->candidates;
        last->candidate_count = image->candidate_count;
        return;
    }

    if (is_recent(leaves, image->src)
        && (noscript || reader_build_is_last(leaves->build, last))) {
        return;
    }

    leaves->recent[leaves->recent_count++ % READER_RECENT_IMAGES] = image->src;
    leaves->image = image;
    reader_build_void(leaves->build, READER_EL_IMG, image, flags);
}


void
reader_view_add_media(reader_leaves_t *leaves, reader_node_id_t node,
                      reader_element_t element, uint16_t flags)
{
    reader_attributes_t *attributes =
        reader_view_media(leaves->page, node, element);

    if (attributes != NULL) {
        reader_build_void(leaves->build, element, attributes, flags);
    }
}


void
reader_view_add_svg(reader_leaves_t *leaves, reader_node_id_t svg,
                    uint16_t flags)
{
    reader_tree_t *tree = leaves->page->tree;
    const reader_node_t *nodes = tree->nodes;
    reader_node_id_t end = nodes[svg].end, i = svg + 1;

    while (i < end && (nodes[i].flags & READER_NODE_SPACE)) {
        i++;
    }

    if (i + 1 < end && !(nodes[i].flags & READER_NODE_TEXT)
        && i + 1 < nodes[i].end && (nodes[i + 1].flags & READER_NODE_TEXT)
        && reader_ascii_is(reader_tree_name(tree, i), "title")) {
        reader_build_text(leaves->build, reader_tree_text(tree, i + 1), flags);
    }
}
