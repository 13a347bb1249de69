/*
 * Whether the flat tree of a page is the one that Gumbo builds of the page
 * itself: elements, their namespaces and order, their start tags in the page,
 * decoded attributes, decoded text, quirks mode.  Both are written out, and
 * what is written is compared.
 *
 * Not compared: comments; where one text node ends and the next begins; the
 * contents of scripts and styles, which the flat tree does not hold; control
 * characters and noncharacters, for which Gumbo puts U+FFFD; pages with a
 * reference to a number that Gumbo has no room for; attributes of a
 * tag that names one without value twice, which Gumbo gets wrong.
 */

#ifndef SAME_TREE_H
#define SAME_TREE_H

#include "ascii.h"
#include "buffer.h"
#include "charref.h"
#include "tree.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

typedef enum {
    TREE_SAME,
    TREE_DIFFERENT,
    TREE_LIMIT /* past a limit, or repaired: there is nothing to compare */
} tree_verdict_t;

typedef struct {
    tree_verdict_t verdict;
    bool whole;
    reader_arena_t *arena; /* the caller frees it */
    reader_string_t got;
    reader_string_t want;
} tree_check_t;


static inline void
tree_put_text(reader_buffer_t *out, reader_string_t text, bool lower)
{
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char *p = (const unsigned char *) text.data + i;
        size_t left = text.length - i;
        bool gone = (*p < ' ' && !reader_ascii_space((char) *p)) || *p == 0x7F;
        size_t length = 1;

        if (left > 1 && p[0] == 0xC2 && p[1] < 0xA0) {
            gone = true;
            length = 2;

        } else if (left > 2 && p[0] == 0xEF
                   && ((p[1] == 0xB7 && p[2] >= 0x90 && p[2] <= 0xAF)
                       || (p[1] == 0xBF && p[2] >= 0xBE))) {
            gone = true;
            length = 3;

        } else if (left > 3 && p[0] >= 0xF0 && (p[1] & 0x0F) == 0x0F
                   && p[2] == 0xBF && p[3] >= 0xBE) {
            gone = true;
            length = 4;
        }

        if (gone) {
            reader_buffer_code_point(out, 0xFFFD);
            i += length - 1;

        } else {
            reader_buffer_byte(out, lower ? reader_ascii_lower((char) *p)
                                          : (char) *p);
        }
    }
}


/* Names are the same to Gumbo: it puts U+FFFD for each control character. */
static inline bool
tree_same_name(reader_string_t a, reader_string_t b)
{
    if (a.length != b.length) {
        return false;
    }

    for (size_t i = 0; i < a.length; i++) {
        unsigned char c = (unsigned char) a.data[i];
        unsigned char d = (unsigned char) b.data[i];

        if (reader_ascii_lower((char) c) != reader_ascii_lower((char) d)
            && !((c < ' ' || c == 0x7F) && (d < ' ' || d == 0x7F))) {
            return false;
        }
    }

    return true;
}


static inline void
tree_put_attribute(reader_buffer_t *out, reader_string_t name,
                   reader_string_t value)
{
    reader_buffer_byte(out, ' ');
    tree_put_text(out, name, true);
    reader_buffer_text(out, "=\"");
    tree_put_text(out, value, false);
    reader_buffer_byte(out, '"');
}


/* True if the tag names an attribute twice, once of them without value. */
static inline bool
tree_has_glued(reader_string_t tag)
{
    const char *at = tag.data + 1, *end = tag.data + tag.length;
    const char *start;
    reader_attribute_t a, b;

    if (tag.length == 0) {
        return false;
    }

    at += reader_tag_name_length(at, end);
    start = at;

    while (reader_tag_attribute(&at, end, &a)) {
        const char *other = at;

        while (a.value.data == NULL && start < at
               && reader_tag_attribute(&other, end, &b)) {
            if (reader_ascii_same(a.name, b.name)) {
                return true;
            }
        }

        other = start;

        while (a.value.data == NULL && reader_tag_attribute(&other, end, &b)
               && b.name.data != a.name.data) {
            if (reader_ascii_same(a.name, b.name)) {
                return true;
            }
        }
    }

    return false;
}


static inline void
tree_put_name(reader_buffer_t *out, unsigned tag, bool foreign,
              reader_string_t source, const char *page)
{
    reader_buffer_byte(out, '\n');
    reader_buffer_text(out, foreign ? "<f:" : "<");
    reader_buffer_text(out, gumbo_normalized_tagname((GumboTag) tag));

    if (tag == GUMBO_TAG_UNKNOWN) {
        tree_put_text(out,
                      (reader_string_t){
                          source.data + 1,
                          reader_tag_name_length(source.data + 1,
                                                 source.data + source.length),
                      },
                      true);
    }

    if (source.length != 0 && tag != GUMBO_TAG_HTML && tag != GUMBO_TAG_BODY) {
        reader_buffer_byte(out, '@');
        reader_buffer_number(out, (unsigned long) (source.data - page));
        reader_buffer_byte(out, '+');
        reader_buffer_number(out, source.length);
    }
}


static inline reader_string_t
tree_piece(GumboStringPiece piece)
{
    return (reader_string_t) { piece.data, piece.length };
}


/* Of html and body: one of the tags that gave attributes was glued. */
static inline bool
tree_is_glued(const GumboElement *element)
{
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        reader_string_t name = tree_piece(attribute->original_name);

        for (size_t c = 0; c < name.length; c++) {
            if (reader_ascii_space(name.data[c]) || name.data[c] == '/') {
                return true;
            }
        }
    }

    return tree_has_glued(tree_piece(element->original_tag));
}


static inline void
tree_put_gumbo_element(reader_buffer_t *out, const GumboElement *element,
                       const char *page)
{
    bool foreign = element->tag_namespace != GUMBO_NAMESPACE_HTML;
    reader_string_t source = tree_piece(element->original_tag);

    while (source.length > 3 && source.data[1] == '/') { /* "</>" */
        source.data += 3;
        source.length -= 3;
    }

    tree_put_name(out, element->tag, foreign, source, page);

    if (tree_has_glued(source)
        || ((element->tag == GUMBO_TAG_HTML || element->tag == GUMBO_TAG_BODY)
            && tree_is_glued(element))
        || (source.length == 0 && element->tag != GUMBO_TAG_HTML
            && element->tag != GUMBO_TAG_BODY)) {
        reader_buffer_byte(out, '>'); /* or an attribute made up by isindex */
        return;
    }

    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];

        tree_put_attribute(
            out, tree_piece(attribute->original_name),
            (reader_string_t) { attribute->value, strlen(attribute->value) });
    }

    reader_buffer_byte(out, '>');
}


static inline void
tree_put_gumbo(reader_buffer_t *out, const GumboNode *root, const char *page)
{
    const GumboNode *node = root;
    bool text = false;

    while (true) {
        bool element = node->type == GUMBO_NODE_ELEMENT
                       || node->type == GUMBO_NODE_TEMPLATE;

        if (element) {
            text = false;
            tree_put_gumbo_element(out, &node->v.element, page);

            if (node->v.element.children.length != 0) {
                node = node->v.element.children.data[0];
                continue;
            }

            reader_buffer_text(out, "</>");

        } else if (node->type != GUMBO_NODE_COMMENT
                   && node->parent->v.element.tag != GUMBO_TAG_SCRIPT
                   && node->parent->v.element.tag != GUMBO_TAG_STYLE) {
            reader_string_t got = { node->v.text.text,
                                    strlen(node->v.text.text) };

            if (!text) {
                reader_buffer_text(out, "\n#");
            }

            text = true;
            tree_put_text(out, got, false);
        }

        while (node != root) {
            const GumboVector *children = &node->parent->v.element.children;
            unsigned next = (unsigned) node->index_within_parent + 1;

            if (next < children->length) {
                node = children->data[next];
                break;
            }

            node = node->parent;
            text = false;
            reader_buffer_text(out, "</>");
        }

        if (node == root) {
            return;
        }
    }
}


static inline void
tree_put_flat_element(reader_buffer_t *out, reader_tree_t *tree,
                      reader_node_id_t id, const char *page,
                      const bool glued[GUMBO_TAG_LAST])
{
    const reader_node_t *node = &tree->nodes[id];
    const reader_attribute_t *first = reader_tree_attributes(tree, id);
    bool foreign = node->flags & READER_NODE_FOREIGN;
    uint32_t count = tree_has_glued(node->source)
                             || (glued[node->tag] && !foreign)
                         ? 0
                         : node->attribute_count;

    tree_put_name(out, node->tag, node->flags & READER_NODE_FOREIGN,
                  node->source, page);

    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = 0;

        while (before < i
               && !tree_same_name(first[before].name, first[i].name)) {
            before++;
        }

        if (before == i) { /* the first of a name counts */
            tree_put_attribute(
                out, first[i].name,
                reader_charref_decode(tree->arena, first[i].value, true));
        }
    }

    reader_buffer_byte(out, '>');
}


/* Also that parent, next, end and READER_NODE_SPACE are right. */
static inline void
tree_put_flat(reader_buffer_t *out, reader_tree_t *tree, const char *page,
              const GumboElement *root)
{
    bool glued[GUMBO_TAG_LAST] = { false };
    reader_node_id_t open = READER_NONE;
    bool text = false;

    glued[GUMBO_TAG_HTML] = tree_is_glued(root);

    for (unsigned i = 0; i < root->children.length; i++) {
        const GumboNode *child = root->children.data[i];

        if (child->type == GUMBO_NODE_ELEMENT
            && child->v.element.tag == GUMBO_TAG_BODY) {
            glued[GUMBO_TAG_BODY] = tree_is_glued(&child->v.element);
        }
    }

    for (reader_node_id_t i = 0; i <= tree->count; i++) {
        const reader_node_t *node = &tree->nodes[i];
        bool space = true;
        reader_string_t got;

        while (open != READER_NONE && tree->nodes[open].end == i) {
            reader_buffer_text(out, "</>");
            open = tree->nodes[open].parent;
            text = false;
        }

        if (i == tree->count) {
            return;
        }

        if (node->parent != open
            || node->next
                   != (open != READER_NONE && node->end < tree->nodes[open].end
                           ? node->end
                           : READER_NONE)) {
            reader_buffer_text(out, "[links]");
        }

        if (!(node->flags & READER_NODE_TEXT)) {
            tree_put_flat_element(out, tree, i, page, glued);
            open = i;
            text = false;
            continue;
        }

        if (!text) {
            reader_buffer_text(out, "\n#");
        }

        text = true;
        got = reader_tree_text(tree, i);
        tree_put_text(out, got, false);

        for (size_t c = 0; c < got.length; c++) {
            space = space && reader_ascii_space(got.data[c]);
        }

        if (space != ((node->flags & READER_NODE_SPACE) != 0)
            || node->end != i + 1 || got.length == 0) {
            reader_buffer_text(out, "[space]");
        }
    }
}


static void *
tree_allocate(void *arena, size_t size)
{
    return reader_arena_alloc(arena, size);
}


static void
tree_release(void *arena, void *block)
{
    (void) arena;
    (void) block;
}


static inline void
tree_compare(tree_check_t *check, reader_string_t page, bool force_whole)
{
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *output;
    reader_string_t padded;
    reader_sift_t sift;
    reader_tree_t tree;
    reader_buffer_t got, want;
    char *copy;

    check->verdict = TREE_LIMIT;

    if (reader_sift(check->arena, page, &sift) != READER_OK) {
        return;
    }

    check->whole = sift.whole;

    if (force_whole && reader_sift_whole(check->arena, &sift) != READER_OK) {
        return;
    }

    if (sift.repaired) {
        return;
    }

    reader_tree_build(check->arena, &sift, &tree);

    copy = reader_arena_array(check->arena, page.length + 8, 1);

    if (page.length != 0) {
        memcpy(copy, page.data, page.length);
    }

    padded = (reader_string_t) { copy, page.length };
    options.allocator = tree_allocate;
    options.deallocator = tree_release;
    options.userdata = check->arena;
    options.max_errors = 0;
    output = gumbo_parse_with_options(&options, padded.data, padded.length);

    reader_buffer_init(&got, check->arena, page.length + 256);
    reader_buffer_text(&got, tree.quirks ? "quirks" : "standards");
    tree_put_flat(&got, &tree, page.data, &output->root->v.element);

    reader_buffer_init(&want, check->arena, page.length + 256);
    reader_buffer_text(&want, output->document->v.document.doc_type_quirks_mode
                                      == GUMBO_DOCTYPE_QUIRKS
                                  ? "quirks"
                                  : "standards");
    tree_put_gumbo(&want, output->root, padded.data);

    check->got = reader_buffer_value(&got);
    check->want = reader_buffer_value(&want);
    check->verdict =
        check->got.length == check->want.length
                && memcmp(check->got.data, check->want.data, check->got.length)
                       == 0
            ? TREE_SAME
            : TREE_DIFFERENT;
}


/*
 * Gumbo reads the number of a reference into an int: what does not fit becomes
 * another character, or none, instead of U+FFFD (13.2.5.80).
 */
static inline bool
tree_has_overflow(reader_string_t page)
{
    const char *at = page.data, *end = at + page.length;

    while ((at = memmem(at, (size_t) (end - at), "&#", 2)) != NULL) {
        bool hex = end - at > 2 && (at[2] | 0x20) == 'x';
        int64_t number = 0;

        at += hex ? 3 : 2;

        for (; at < end && (hex ? isxdigit((unsigned char) *at)
                                : isdigit((unsigned char) *at)); at++) {
            int digit = reader_ascii_digit(*at) ? *at - '0'
                                                : (*at | 0x20) - 'a' + 10;

            number = number * (hex ? 16 : 10) + digit;

            if (number > INT_MAX) {
                return true;
            }
        }
    }

    return false;
}


/* The page is valid UTF-8.  Free check->arena. */
static inline void
tree_check(tree_check_t *check, reader_string_t page, bool force_whole)
{
    reader_limits_t limits = { SIZE_MAX, (size_t) 4 << 30, 0, NULL, NULL };

    memset(check, 0, sizeof(*check));
    check->verdict = TREE_LIMIT;
    check->arena = reader_arena_new(&limits);

    if (check->arena != NULL && setjmp(*reader_arena_trap(check->arena)) == 0) {
        tree_compare(check, page, force_whole);
    }

    if (check->verdict == TREE_DIFFERENT && tree_has_overflow(page)) {
        check->verdict = TREE_LIMIT;
    }
}

#endif
