/* Links: out of the page, to another part of it, to notes and back. */

#include "view_page.h"

#include "ascii.h"

#include <string.h>

#define BACK_MAX 8 /* bytes of what a link back from a note says */

/* Signs that lead from a heading to itself. */
static const char *const permalinks[] = { "#", "\xC2\xB6", "\xC2\xA7",
                                          "\xF0\x9F\x94\x97", "" };


bool
reader_view_is_permalink(const reader_view_page_t *page, reader_node_id_t link)
{
    const reader_view_part_t *part = reader_view_part(page, link);
    char text[8];
    size_t length;

    if (part == NULL || !part->inside
        || (reader_view_sums(page, link)->holds & READER_VIEW_IMAGE)
        || !reader_view_short_text(page, link, text, sizeof(text), &length)) {
        return false;
    }

    for (size_t i = 0; i < sizeof(permalinks) / sizeof(permalinks[0]); i++) {
        if (length == strlen(permalinks[i])
            && memcmp(text, permalinks[i], length) == 0) {
            return true;
        }
    }

    return false;
}


static bool
is_back(const reader_view_page_t *page, reader_node_id_t link,
        const reader_target_t *target, reader_node_id_t note)
{
    return note != READER_NONE && target->node < note
           && reader_view_sums(page, link)->text <= BACK_MAX;
}


/* A link to another page. */
static reader_attributes_t *
link_out(const reader_view_page_t *page, reader_node_id_t link,
         reader_string_t url)
{
    reader_attributes_t *attributes;

    if (url.length == 0) {
        return NULL;
    }

    attributes = reader_arena_array(page->arena, 1, sizeof(*attributes));
    attributes->href = url;
    attributes->rel = reader_view_rel(page, link);

    return attributes;
}


reader_attributes_t *
reader_view_link(const reader_view_page_t *page, reader_node_id_t link,
                 reader_node_id_t note, uint16_t *flags)
{
    const reader_view_part_t *part = reader_view_part(page, link);
    const reader_target_t *target;
    reader_attributes_t *attributes;
    reader_string_t href;

    *flags = 0;

    if (part == NULL) {
        return reader_tree_value(page->tree, link, READER_NAME_HREF, &href)
                   ? link_out(page, link,
                              reader_url_resolve(
                                  page->arena,
                                  &page->document->metadata->base, href,
                                  READER_URL_LINK, false))
                   : NULL;
    }

    if (!part->inside) {
        return link_out(page, link, part->url);
    }

    if (part->target == 0) {
        return NULL; /* to a part that is not here: plain text */
    }

    target = &page->targets[part->target - 1];
    attributes = reader_arena_array(page->arena, 1, sizeof(*attributes));
    attributes->target = target->id;

    if (target->note != 0
        && reader_view_is_note_reference(page, link, part->target)) {
        attributes->note = target->note;
        *flags = READER_ITEM_NOTE_REFERENCE;

    } else if (is_back(page, link, target, note)) {
        *flags = READER_ITEM_NOTE_BACK;
    }

    return attributes;
}
