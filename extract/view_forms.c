/* The addresses of a page's other forms, which the operator gives. */

#include "view.h"

/* Any address of a page does to see whether another one is an address. */
#define SOME_PAGE "http://localhost/"


static reader_string_t
vetted(reader_arena_t *arena, const reader_url_t *page, reader_string_t url)
{
    reader_url_t parsed;

    if (url.length == 0) {
        return READER_EMPTY;
    }

    url = reader_url_resolve(arena, page, url, READER_URL_LINK, false);

    /* no mailto or tel */
    return reader_url_parse(arena, url, &parsed) ? url : READER_EMPTY;
}


void
reader_view_links(const reader_page_t *page, const reader_metadata_t *metadata,
                  reader_arena_t *arena, reader_string_t links[READER_LINKS])
{
    for (unsigned i = 0; i < READER_LINKS; i++) {
        links[i] = reader_url_local(
            &metadata->address,
            vetted(arena, &metadata->address, page->links[i]));
    }
}


bool
reader_view_link_is_good(reader_arena_t *arena, reader_string_t url)
{
    reader_url_t page;

    return reader_url_parse(arena, READER_STRING(SOME_PAGE), &page)
           && vetted(arena, &page, url).length != 0;
}
