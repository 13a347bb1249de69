/* Images, media and the like: elements without children to walk. */

#ifndef READER_VIEW_LEAF_H
#define READER_VIEW_LEAF_H

#include "view_build.h"
#include "view_page.h"

#define READER_RECENT_IMAGES 8

typedef struct {
    const reader_view_page_t *page;
    reader_build_t *build;
    reader_attributes_t *image; /* the last one */
    reader_string_t formula;    /* the text of a MathML before the next one */
    reader_string_t recent[READER_RECENT_IMAGES];
    unsigned recent_count;
} reader_leaves_t;

/* noscript: scripts would have put this in the place of the one before. */
void reader_view_add_image(reader_leaves_t *leaves, reader_node_id_t node,
                           bool noscript, uint16_t flags);
void reader_view_add_media(reader_leaves_t *leaves, reader_node_id_t node,
                           reader_element_t element, uint16_t flags);

/* An svg with a title is that title. */
void reader_view_add_svg(reader_leaves_t *leaves, reader_node_id_t svg,
                         uint16_t flags);

#endif
