#include "copies.h"

#define COPY_CHARACTERS 800
#define COPY_SHARE 0.8f
#define SAID_SHARE 0.7f
#define SAID_PERCENT 60 /* of what is kept, at most */


void
reader_copies_drop_bodies(reader_blocks_t *blocks,
                          const reader_figures_t *figures)
{
    reader_block_t *items = blocks->items;
    uint32_t pieces = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        pieces += items[i].characters <= COPY_CHARACTERS && items[i].kept
                  && figures->of[i].repeated > COPY_SHARE;
    }

    if (pieces < 2) {
        return;
    }

    for (uint32_t i = 0; i < blocks->count; i++) {
        if (items[i].characters > COPY_CHARACTERS
            && figures->of[i].repeated > COPY_SHARE) {
            items[i].kept = 0;
        }
    }
}


void
reader_copies_drop_said(reader_blocks_t *blocks,
                        const reader_figures_t *figures)
{
    reader_block_t *items = blocks->items;
    const reader_block_figures_t *of = figures->of;
    uint64_t said = 0, kept = 0;

    for (uint32_t i = 0; i < blocks->count; i++) {
        if (items[i].kept) {
            kept += items[i].characters;
            said += of[i].said > SAID_SHARE ? items[i].characters : 0;
        }
    }

    if (said * 100 > kept * SAID_PERCENT) {
        return; /* refrains, not copies */
    }

    for (uint32_t i = 0; i < blocks->count; i++) {
        if (items[i].kept && of[i].said > SAID_SHARE
            && items[of[i].said_by].kept) {
            items[i].kept = 0;
            items[i].strip = READER_STRIP_SAID;
        }
    }
}
