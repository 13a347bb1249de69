/* What elements say of the language and the direction of their text. */

#ifndef READER_VIEW_LOCALE_H
#define READER_VIEW_LOCALE_H

#include "view_build.h"
#include "view_page.h"

/* Puts what this element says into *locale; false: it says nothing. */
bool reader_view_take_locale(const reader_view_page_t *page,
                             reader_node_id_t node, reader_locale_t *locale);

/* What all that is shown inherits. */
reader_locale_t reader_view_locale_around(const reader_view_page_t *page);

#endif
