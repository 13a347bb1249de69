/* The host of an http(s) URL (URL standard, 3.5 "Host parsing"). */

#ifndef READER_URL_HOST_H
#define READER_URL_HOST_H

#include "buffer.h"

/*
 * Appends the host in its one serialisation: a domain in lower case and
 * Punycode, an IPv4 address as four numbers, an IPv6 address in brackets.
 * False if there is none.
 *
 * Of UTS 46 it does what matters to a link: ASCII, Latin, Greek and Cyrillic
 * capitals are lowered, ideographic full stops are dots, soft hyphens and
 * joiners go.  Compatibility characters, which UTS 46 would map to others
 * (a full-width solidus to "/"), make it fail instead.
 */
bool reader_url_host(reader_string_t text, reader_buffer_t *out);

#endif
