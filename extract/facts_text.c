#include "facts.h"

#include "blocks.h"
#include "buffer.h"
#include "charref.h"
#include "plain.h"


reader_string_t
reader_facts_line(reader_arena_t *arena, reader_string_t text)
{
    return reader_plain_line(arena,
                             reader_charref_decode(arena, text, false));
}


/* From the second part on, texts are copied. */
static void
go_on(reader_buffer_t *out, reader_arena_t *arena, reader_string_t first)
{
    if (out->arena == NULL) {
        reader_buffer_init(out, arena, 256);
        reader_buffer_string(out, first);
    }
}


reader_string_t
reader_facts_text(const reader_facts_t *facts, reader_node_id_t node,
                  size_t max, bool seen)
{
    reader_tree_t *tree = facts->tree;
    reader_node_id_t end = tree->nodes[node].end;
    reader_node_id_t line_end = READER_NONE;
    reader_string_t only = READER_EMPTY;
    size_t parts = 0;
    reader_buffer_t out;

    out.arena = NULL;

    for (reader_node_id_t i = node; i < end; i++) {
        const reader_node_t *at = &tree->nodes[i];
        reader_string_t text;

        if (i == line_end && parts != 0) {
            go_on(&out, tree->arena, only);
            reader_buffer_byte(&out, ' ');
            line_end = READER_NONE;
        }

        if (!(at->flags & READER_NODE_TEXT)) {
            bool hidden = at->tag == GUMBO_TAG_SCRIPT
                          || at->tag == GUMBO_TAG_STYLE
                          || at->tag == GUMBO_TAG_SVG
                          || at->tag == GUMBO_TAG_TEMPLATE;

            if (hidden && i != node) {
                i = at->end - 1;
            } else if (at->tag == GUMBO_TAG_BR || !reader_is_phrasing(at)) {
                line_end = at->end;

                if (parts != 0 && i != node) {
                    go_on(&out, tree->arena, only);
                    reader_buffer_byte(&out, ' ');
                }
            }

            continue;
        }

        if (seen && reader_facts_is_hidden(facts, i)) {
            continue;
        }

        text = reader_tree_text(tree, i);

        if (parts++ == 0) {
            only = text;
        } else {
            go_on(&out, tree->arena, only);
            reader_buffer_string(&out, text);
        }

        if ((out.arena == NULL ? only.length : out.length) > 4 * max) {
            return READER_EMPTY;
        }
    }

    if (out.arena != NULL) {
        only = reader_buffer_value(&out);
    }

    only = reader_plain_line(tree->arena, only);

    return only.length > max ? READER_EMPTY : only;
}
