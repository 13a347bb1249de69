/* The style sheet of the HTML view: the same bytes for every page. */

#ifndef READER_VIEW_STYLE_H
#define READER_VIEW_STYLE_H

#include "reader.h"

/* Without the style element; holds no "<". */
extern const reader_string_t reader_view_style;

#endif
