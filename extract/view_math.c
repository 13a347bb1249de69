#include "view_build.h"
#include "view_page.h"

#include "ascii.h"
#include "plain.h"

#include <string.h>

#define TEX_MAX 2048
#define DEPTH_MAX 24

/* What the value of an attribute may be. */
typedef enum { BOOLEAN, LENGTH, NUMBER, FORM } kind_t;

/* MathML Core; the attributes that policy.h's elements may have. */
static const struct {
    reader_element_t element;
    const char *name;
    kind_t kind;
} attributes_of[] = {
    { READER_EL_MO, "stretchy", BOOLEAN },
    { READER_EL_MO, "fence", BOOLEAN },
    { READER_EL_MO, "separator", BOOLEAN },
    { READER_EL_MO, "form", FORM },
    { READER_EL_MSPACE, "width", LENGTH },
    { READER_EL_MFRAC, "linethickness", LENGTH },
    { READER_EL_MSTYLE, "displaystyle", BOOLEAN },
    { READER_EL_MSTYLE, "scriptlevel", NUMBER },
    { READER_EL_MUNDER, "accentunder", BOOLEAN },
    { READER_EL_MOVER, "accent", BOOLEAN },
    { READER_EL_MUNDEROVER, "accent", BOOLEAN },
    { READER_EL_MUNDEROVER, "accentunder", BOOLEAN },
    { READER_EL_MTD, "columnspan", NUMBER },
    { READER_EL_MTD, "rowspan", NUMBER },
};


static bool
is_fit(reader_string_t value, kind_t kind)
{
    static const char *const booleans[] = { "true", "false" };
    static const char *const forms[] = { "prefix", "infix", "postfix" };

    switch (kind) {
    case BOOLEAN:
        return reader_ascii_is_one_of(value, booleans, 2);

    case FORM:
        return reader_ascii_is_one_of(value, forms, 3);

    case LENGTH:
    case NUMBER:
        break;
    }

    if (value.length == 0 || value.length > 12) {
        return false;
    }

    for (size_t i = 0; i < value.length; i++) {
        char c = value.data[i];

        if (!reader_ascii_digit(c) && !(i == 0 && (c == '-' || c == '+'))
            && (kind == NUMBER
                || (!reader_ascii_letter(c) && c != '.' && c != '%'))) {
            return false;
        }
    }

    return true;
}


/* The TeX source: an annotation, else the alternative text */
static reader_string_t
find_tex(const reader_view_page_t *page, reader_node_id_t math)
{
    const reader_node_t *nodes = page->tree->nodes;
    reader_string_t value;
    reader_buffer_t tex;

    for (reader_node_id_t i = math + 1; i < nodes[math].end; i++) {
        if ((nodes[i].flags & READER_NODE_TEXT)
            || !reader_ascii_is(reader_tree_name(page->tree, i), "annotation")
            || !reader_tree_attribute(page->tree, i, "encoding", &value)
            || !reader_ascii_contains(value, "tex")) {
            continue;
        }

        reader_buffer_init(&tex, page->arena, 64);

        for (reader_node_id_t t = i + 1; t < nodes[i].end; t++) {
            if (nodes[t].flags & READER_NODE_TEXT) {
                reader_buffer_string(&tex, reader_tree_text(page->tree, t));
            }
        }

        return reader_buffer_value(&tex);
    }

    reader_tree_attribute(page->tree, math, "alttext", &value);

    return value;
}


static void
describe_math(const reader_view_page_t *page, reader_node_id_t math,
              reader_attributes_t *attributes)
{
    reader_string_t value = find_tex(page, math);
    reader_string_t plain = reader_plain(page->arena, value);

    /* whoever hides something in it does not get it written as source */
    if (value.length <= TEX_MAX && plain.length == value.length) {
        attributes->tex = reader_plain_line(page->arena, value);
    }

    attributes->alt = reader_view_label(page, math, "alttext");
    attributes->block =
        reader_tree_attribute(page->tree, math, "display", &value)
        && reader_ascii_is(value, "block");
}


static reader_attributes_t *
attributes_of_math(const reader_view_page_t *page, reader_node_id_t node,
                   reader_element_t element)
{
    reader_attributes_t *attributes =
        reader_arena_array(page->arena, 1, sizeof(*attributes));
    reader_buffer_t out;
    reader_string_t value;

    if (element == READER_EL_MATH) {
        describe_math(page, node, attributes);
        return attributes;
    }

    reader_buffer_init(&out, page->arena, 0);

    for (size_t i = 0; i < sizeof(attributes_of) / sizeof(attributes_of[0]);
         i++) {
        if (attributes_of[i].element == element
            && reader_tree_attribute(page->tree, node, attributes_of[i].name,
                                     &value)
            && is_fit(value, attributes_of[i].kind)) {
            reader_buffer_byte(&out, ' ');
            reader_buffer_text(&out, attributes_of[i].name);
            reader_buffer_text(&out, "=\"");
            reader_buffer_string(&out, value);
            reader_buffer_byte(&out, '"');
        }
    }

    if (out.length == 0) {
        return NULL;
    }

    reader_buffer_byte(&out, '\0');
    attributes->math = out.data;

    return attributes;
}


/* Text of a page stands in the token elements only. */
static bool
is_token(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_element_t element;

    return (page->tree->nodes[node].flags & READER_NODE_FOREIGN)
           && reader_policy_math(reader_tree_name(page->tree, node), &element)
                  == READER_KEEP
           && element >= READER_EL_MI && element <= READER_EL_MTEXT;
}


void
reader_view_add_math(const reader_view_page_t *page, reader_build_t *build,
                     reader_node_id_t math, uint16_t flags)
{
    const reader_node_t *nodes = page->tree->nodes;
    reader_node_id_t ends[DEPTH_MAX];
    unsigned depth = 1;

    reader_build_math(build, READER_EL_MATH,
                      attributes_of_math(page, math, READER_EL_MATH), flags);
    ends[0] = nodes[math].end;

    for (reader_node_id_t i = math + 1; i < nodes[math].end;) {
        reader_element_t element = READER_EL_NONE;
        reader_fate_t fate = READER_DROP;

        reader_arena_spend(page->arena, 4);

        for (; ends[depth - 1] <= i; depth--) {
            reader_build_end_math(build);
        }

        if (nodes[i].flags & READER_NODE_TEXT) {
            if (is_token(page, nodes[i].parent)) {
                reader_build_math_text(build, reader_tree_text(page->tree, i));
            }

            i++;
            continue;
        }

        if (nodes[i].flags & READER_NODE_FOREIGN) {
            fate =
                reader_policy_math(reader_tree_name(page->tree, i), &element);
        }

        if (fate == READER_DROP
            || (fate == READER_KEEP && depth == DEPTH_MAX)) {
            i = nodes[i].end;
            continue;
        }

        if (fate == READER_KEEP) {
            reader_build_math(build, element,
                              attributes_of_math(page, i, element), 0);
            ends[depth++] = nodes[i].end;
        }

        i++;
    }

    for (; depth > 0; depth--) {
        reader_build_end_math(build);
    }
}
