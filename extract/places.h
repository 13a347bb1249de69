/* Where in the page an element that holds blocks stands. */

#ifndef READER_PLACES_H
#define READER_PLACES_H

#include "figures.h"

#define READER_PLACE_KINDS 10
#define READER_PLACE_FAR 12 /* levels beyond which none counts */

typedef int8_t reader_levels_t __attribute__((vector_size(16)));

typedef struct {
    /*
     * Levels from it up to an article, main, aside, nav, footer, form,
     * section, table, dl and li element, itself included; FAR + 1: to none.
     */
    reader_levels_t levels;
    uint16_t depth; /* elements around it, and itself */
    uint8_t above;  /* levels from figures.top up to an element around both, */
    uint8_t below;  /* and from there down to it */
} reader_place_t;

/* Of each holder. */
reader_place_t *reader_places_find(const reader_figures_t *figures,
                                   reader_arena_t *arena);

#endif
