/*
 * Runs of bytes, sixteen at a time where the machine can: what most of a page
 * is passed with.  Each takes a span and says where in it the run ends.
 */

#ifndef READER_SCAN_H
#define READER_SCAN_H

#include <stddef.h>

/*
 * The first byte of this value behind the next `skip`: memchr for what is
 * mostly near.  It does not wait for `skip` to be known, where that takes time.
 */
const char *reader_scan_byte(const char *at, const char *end, size_t skip,
                             char byte);

/* The first byte that is no ASCII white space. */
const char *reader_scan_space(const char *at, const char *end);

/* The first byte of text that does not stand for itself: &, CR, NUL. */
const char *reader_scan_plain(const char *at, const char *end);

/* The first byte that is not ASCII. */
const char *reader_scan_ascii(const char *at, const char *end);

#endif
