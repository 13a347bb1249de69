#include "places.h"

#include <string.h>

#define FAR READER_PLACE_FAR
#define NONE (FAR + 1)

/* 1 + the place in reader_place_t.levels; 0: none. */
static const uint8_t kinds[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_ARTICLE] = 1, [GUMBO_TAG_MAIN] = 2,   [GUMBO_TAG_ASIDE] = 3,
    [GUMBO_TAG_NAV] = 4,     [GUMBO_TAG_FOOTER] = 5, [GUMBO_TAG_FORM] = 6,
    [GUMBO_TAG_SECTION] = 7, [GUMBO_TAG_TABLE] = 8,  [GUMBO_TAG_DL] = 9,
    [GUMBO_TAG_LI] = 10,
};


static uint32_t
depth_of(const reader_tree_t *tree, reader_node_id_t node)
{
    uint32_t depth = 0;

    for (; node != READER_NONE; node = tree->nodes[node].parent) {
        depth++;
    }

    return depth;
}


reader_place_t *
reader_places_find(const reader_figures_t *figures, reader_arena_t *arena)
{
    const reader_elements_t *elements = &figures->elements;
    const reader_node_t *nodes = figures->tree->nodes;
    uint32_t top_depth = depth_of(figures->tree, figures->top);
    reader_place_t outside = { .depth = 0 };
    reader_place_t *places = reader_arena_alloc(
        arena, (elements->holder_count + 1) * sizeof(reader_place_t));

    memset(&outside.levels, NONE, sizeof(outside.levels));

    for (uint32_t i = 0; i < elements->holder_count; i++) {
        const reader_holder_t *holder = &elements->holders[i];
        const reader_node_t *node = &nodes[holder->node];
        reader_place_t place = holder->around == READER_NONE
                                   ? outside
                                   : places[holder->around];
        uint8_t kind = kinds[node->tag];

        place.levels -= place.levels < FAR; /* true is -1 */
        place.depth++;

        if (kind != 0) {
            place.levels[kind - 1] = 0;
        }

        if (holder->node <= figures->top && figures->top < node->end) {
            uint32_t above = top_depth - place.depth;

            place.above = (uint8_t) (above < FAR ? above : FAR);
        } else {
            place.below += place.below < FAR;
        }

        places[i] = place;
    }

    return places;
}
