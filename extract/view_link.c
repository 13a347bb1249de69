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
    reader_string_t href;
    char text[8];
    size_t length;
    bool fragment;

    if (!reader_tree_value(page->tree, link, READER_NAME_HREF, &href)
        || reader_view_sums(page, link)->images != 0
        || !reader_view_short_text(page, link, text, sizeof(text), &length)) {
        return false;
    }

    reader_view_target(page, href, &fragment);

    for (size_t i = 0; i < sizeof(permalinks) / sizeof(permalinks[0]); i++) {
        if (length == strlen(permalinks[i])
            && memcmp(text, permalinks[i], length) == 0) {
            return fragment;
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


reader_attributes_t *
reader_view_link(const reader_view_page_t *page, reader_node_id_t link,
                 reader_node_id_t note, uint16_t *flags)
{
    reader_attributes_t *attributes;
    reader_string_t href;
    uint32_t target;
    bool fragment;

    *flags = 0;

    if (!reader_tree_value(page->tree, link, READER_NAME_HREF, &href)) {
        return NULL;
    }

    target = reader_view_target(page, href, &fragment);

    if (fragment && target == 0) {
        return NULL; /* to a part that is not here: plain text */
    }

    attributes = reader_arena_array(page->arena, 1, sizeof(*attributes));

    if (!fragment) {
        attributes->href =
            reader_url_resolve(page->arena, &page->document->metadata->base,
                               href, READER_URL_LINK, false);
        attributes->rel = reader_view_rel(page, link);

        return attributes->href.length == 0 ? NULL : attributes;
    }

    attributes->target = page->targets[target - 1].id;

    if (page->targets[target - 1].note != 0
        && reader_view_is_note_reference(page, link, target)) {
        attributes->note = page->targets[target - 1].note;
        *flags = READER_ITEM_NOTE_REFERENCE;

    } else if (is_back(page, link, &page->targets[target - 1], note)) {
        *flags = READER_ITEM_NOTE_BACK;
    }

    return attributes;
}
