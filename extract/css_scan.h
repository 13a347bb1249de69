/*
 * Where the few bytes of a sheet are that may mean something: most of a page's
 * style elements is not looked at any closer.
 */

#ifndef READER_CSS_SCAN_H
#define READER_CSS_SCAN_H

/* The first that parts something, one of {}"'/\, or end. */
const char *reader_css_mark(const char *at, const char *end);

/*
 * The second letter of the first "display" or "visibility", in any case, or of
 * what begins nearly like one of these; or end.
 */
const char *reader_css_word(const char *at, const char *end);

#endif
