/* Text that a page says twice. */

#ifndef READER_COPIES_H
#define READER_COPIES_H

#include "figures.h"

/* Drops a body that was written twice, once for machines. */
void reader_copies_drop_bodies(reader_blocks_t *blocks,
                               const reader_figures_t *figures);

/*
 * For pages where many texts stand side by side: one says again what another
 * has said, a reply what it answers, a card for small screens that for wide
 * ones.  Drops the second, unless most of what is kept repeats: a text with
 * refrains does so on purpose.
 */
void reader_copies_drop_said(reader_blocks_t *blocks,
                             const reader_figures_t *figures);

#endif
