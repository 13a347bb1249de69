/*
 * Whether a page without some spans is parsed into the tree of the page
 * without these elements.  Both are written out, and what is written is
 * compared: elements in order and nesting, their start tags byte for byte,
 * text with its references resolved.  Not compared: where one text node ends
 * and the next begins, contents of scripts and styles, comments.
 */

#ifndef SAME_REST_H
#define SAME_REST_H

#include "buffer.h"
#include "same_tree.h"
#include "spans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>


/*
 * Gumbo puts text in front of </form> behind the form: which text nodes are
 * such.  Of a page that it was shown whole this is not known, and forms are
 * not cut.  Before any text is decoded.
 */
static inline uint8_t *
rest_moved(const reader_tree_t *tree, const reader_sift_t *sift,
           reader_span_t *spans)
{
    uint8_t *moved = reader_arena_array(tree->arena, tree->count + 1, 1);

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        reader_node_id_t end = tree->nodes[id].end;

        if (tree->nodes[id].tag != GUMBO_TAG_FORM || spans[id].end == 0
            || (tree->nodes[id].flags & READER_NODE_TEXT)) {
            continue;
        }

        if (sift->whole) {
            spans[id].end = 0;

        } else if (end < tree->count
                   && (tree->nodes[end].flags & READER_NODE_TEXT)
                   && tree->nodes[end].source.data >= sift->page.data
                   && tree->nodes[end].source.data
                          < sift->page.data + spans[id].end) {
            moved[end] = 1;
        }
    }

    return moved;
}


/* The tree without nodes for which gone is set. */
static inline reader_string_t
rest_write(reader_tree_t *tree, const uint8_t *gone, const uint8_t *moved)
{
    reader_buffer_t out;
    reader_node_id_t open = READER_NONE;
    bool text = false;

    reader_buffer_init(&out, tree->arena, 4096);

    for (reader_node_id_t id = 0; id <= tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];

        while (open != READER_NONE && tree->nodes[open].end == id) {
            reader_buffer_text(&out, "</>");
            open = tree->nodes[open].parent;
            text = false;
        }

        if (id == tree->count) {
            break;
        }

        if (gone != NULL && gone[id]) {
            id = node->end - 1;
            id += moved[node->end];
            continue;
        }

        if (node->flags & READER_NODE_TEXT) {
            if (!text) {
                reader_buffer_text(&out, "\n#");
            }

            text = true;
            tree_put_text(&out, reader_tree_text(tree, id), false);
            continue;
        }

        text = false;
        reader_buffer_text(&out, node->flags & READER_NODE_FOREIGN ? "\n<f:"
                                                                   : "\n<");
        reader_buffer_number(&out, node->tag);
        reader_buffer_byte(&out, ' ');

        /* a second body tag adds attributes, written in one way or another */
        if (node->tag != GUMBO_TAG_HTML && node->tag != GUMBO_TAG_BODY) {
            reader_buffer_string(&out, node->source);
        }

        open = id;
    }

    return reader_buffer_value(&out);
}


/* False if there is no tree. */
static inline bool
rest_tree(reader_arena_t *arena, reader_string_t page, reader_tree_t *tree,
          reader_sift_t *sift)
{
    if (reader_sift(arena, page, sift) != READER_OK) {
        return false;
    }

    reader_tree_build(arena, sift, tree);

    return true;
}


/* The page without the spans of nodes for which gone is set. */
static inline reader_string_t
rest_page(reader_tree_t *tree, reader_string_t page,
          const reader_span_t *spans, const uint8_t *gone)
{
    reader_buffer_t out;
    uint8_t *cut = reader_arena_array(tree->arena, page.length + 1, 1);

    reader_buffer_init(&out, tree->arena, page.length + 1);

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        if (gone[id]) {
            memset(cut + spans[id].start, 1, spans[id].end - spans[id].start);
        }
    }

    for (size_t i = 0; i < page.length; i++) {
        if (!cut[i]) {
            reader_buffer_byte(&out, page.data[i]);
        }
    }

    return reader_buffer_value(&out);
}


static inline bool
rest_same(reader_tree_t *tree, reader_string_t page,
          const reader_span_t *spans, const uint8_t *gone,
          const uint8_t *moved)
{
    reader_string_t rest = rest_page(tree, page, spans, gone), got, want;
    reader_sift_t sift;
    reader_tree_t other;
    bool same;

    if (!rest_tree(tree->arena, rest, &other, &sift)) {
        return false;
    }

    want = rest_write(tree, gone, moved);
    got = rest_write(&other, NULL, NULL);
    same = got.length == want.length
           && memcmp(got.data, want.data, got.length) == 0;

    if (!same && getenv("SHOW") != NULL) {
        fprintf(stderr, "--- page\n%.*s\n--- rest\n%.*s\n--- want%.*s\n"
                        "--- got%.*s\n",
                (int) page.length, page.data, (int) rest.length, rest.data,
                (int) want.length, want.data, (int) got.length, got.data);
    }

    return same;
}

#endif
