#include "tree_links.h"

#include "ascii.h"
#include "node.h"
#include "tag.h"

#include <string.h>


static void
add(reader_link_tags_t *tags, reader_arena_t *arena, uint32_t *capacity,
    reader_link_tag_t tag)
{
    if (tags->count == *capacity) {
        uint32_t wider = *capacity * 2 + 64;

        tags->items = reader_arena_grow(arena, tags->items,
                                        *capacity * sizeof(*tags->items),
                                        wider * sizeof(*tags->items));
        *capacity = wider;
    }

    tags->items[tags->count++] = tag;
}


static void
read_page(reader_link_tags_t *tags, reader_arena_t *arena)
{
    const char *start = tags->page.data, *end = start + tags->page.length;
    const char *at = start, *spent = start;
    uint32_t capacity = 0;

    while ((at = memchr(at, '<', (size_t) (end - at))) != NULL) {
        const char *name = at + 1;
        bool closes = name < end && *name == '/';

        name += closes;

        if (name < end && reader_ascii_lower(*name) == 'a'
            && reader_tag_name_length(name, end) == 1) {
            add(tags, arena, &capacity,
                (reader_link_tag_t) { (uint32_t) (at - start), closes,
                                      false });
        }

        at++;

        if (at - spent >= (ptrdiff_t) READER_ARENA_PIECE) {
            reader_arena_spend(arena, (size_t) (at - spent));
            spent = at;
        }
    }
}


/* The first at this offset or behind it; mostly that is next to the last. */
static uint32_t
find(reader_link_tags_t *tags, size_t offset)
{
    const reader_link_tag_t *items = tags->items;
    uint32_t low = 0, high = tags->count;

    for (uint32_t i = tags->hint; i < tags->hint + 3 && i < high; i++) {
        if (items[i].at >= offset && (i == 0 || items[i - 1].at < offset)) {
            return tags->hint = i;
        }
    }

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (items[middle].at < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }

    return tags->hint = low;
}


unsigned
reader_link_flags(reader_link_tags_t *tags, reader_arena_t *arena,
                  reader_string_t page, reader_string_t tag)
{
    size_t offset = (size_t) (tag.data - page.data);
    uint32_t own, next;
    bool again = false;

    if (tags->page.data == NULL) {
        tags->page = page;
        read_page(tags, arena);
    }

    own = find(tags, offset);

    if (own < tags->count && tags->items[own].at == offset) {
        again = tags->items[own].seen;
        tags->items[own].seen = true;
    }

    next = find(tags, offset + tag.length);

    if (next < tags->count && tags->items[next].closes) {
        return 0;
    }

    return again ? READER_NODE_AGAIN : READER_NODE_OPEN;
}
