/* A view of a piece of HTML, all of which counts as main content. */

#ifndef VIEW_FIXTURE_H
#define VIEW_FIXTURE_H

#include "view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (*fixture_writer_t)(const reader_document_t *document,
                                 reader_buffer_t *out);

/* What a test may change before it calls fixture_view(); all zero: nothing. */
static reader_metadata_t fixture_metadata;
static reader_document_t fixture_document; /* template, images, wrap, links */


static inline void
fixture_convert(reader_arena_t *arena, fixture_writer_t writer,
                reader_string_t html, reader_buffer_t *out)
{
    static const char address[] = "https://site.example/a/page";
    reader_metadata_t metadata = fixture_metadata;
    reader_selection_t selection = { .words = 42, .characters = 230,
                                     .score = 90, .confidence = 1,
                                     .readerable = true };
    reader_document_t document = fixture_document;
    reader_sift_t sift;
    reader_tree_t tree;

    if (reader_sift(arena, html, &sift) != READER_OK) {
        reader_arena_fail(arena, READER_TOO_DEEP);
    }

    reader_tree_build(arena, &sift, &tree);

    reader_url_parse(
        arena, (reader_string_t) { address, sizeof(address) - 1 },
        &metadata.address);
    metadata.base = metadata.address;
    metadata.title_node = READER_NONE;
    metadata.byline_node = READER_NONE;
    metadata.date_node = READER_NONE;
    metadata.accessible_for_free = -1;

    selection.marks = reader_arena_array(arena, tree.count, 1);

    for (reader_node_id_t i = 0; i < tree.count; i++) {
        if (!(tree.nodes[i].flags & READER_NODE_TEXT)
            && tree.nodes[i].tag == GUMBO_TAG_BODY) {
            selection.root = i;
            memset(selection.marks + i, READER_MARK_SHOWN, tree.count - i);
        }
    }

    document.arena = arena;
    document.tree = &tree;
    document.metadata = &metadata;
    document.selection = &selection;
    document.phrases = reader_phrases(metadata.language);
    reader_buffer_init(out, arena, 0);
    writer(&document, out);
}


/*
 * Until the next call.  The page's address is https://site.example/a/page;
 * "result N" if the conversion fails.
 */
static inline reader_string_t
fixture_view(fixture_writer_t writer, reader_string_t html)
{
    static const reader_limits_t limits = READER_LIMITS_DEFAULT;
    static reader_arena_t *arena;
    static reader_buffer_t out;
    static char failure[32];
    int trapped;

    reader_arena_free(arena);
    arena = reader_arena_new(&limits);
    trapped = setjmp(*reader_arena_trap(arena));

    if (trapped == 0) {
        fixture_convert(arena, writer, html, &out);
        return reader_buffer_value(&out);
    }

    snprintf(failure, sizeof(failure), "result %s",
             reader_result_name((reader_result_t) trapped));

    return (reader_string_t) { failure, strlen(failure) };
}

#endif
