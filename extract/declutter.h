/*
 * The page itself, with the bytes of its clutter cut out, and every other byte
 * as it was, in the page's own charset.
 */

#ifndef READER_DECLUTTER_H
#define READER_DECLUTTER_H

#include "buffer.h"
#include "clutter.h"

/*
 * html is the page as it was served, sift->page what it was decoded to, from
 * the encoding of this name.  False if nothing is cut: then there are no
 * bytes.  *explanation says what was cut, for people.
 */
bool reader_declutter(const reader_clutter_page_t *page, reader_string_t html,
                      const char *encoding, reader_buffer_t *out,
                      reader_buffer_t *explanation);

#endif
