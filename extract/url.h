/*
 * URLs by the WHATWG steps, for http, https, mailto and tel: resolved,
 * vetted, written anew.
 */

#ifndef READER_URL_H
#define READER_URL_H

#include "arena.h"

#define READER_URL_MAX 4096 /* bytes of a URL, as read and as written */
#define READER_BASE_MAX 2048 /* bytes of a base URL */

typedef enum {
    READER_URL_LINK,  /* http, https, mailto, tel */
    READER_URL_MEDIA, /* http, https */
    READER_URL_IMAGE  /* http, https, small data: images */
} reader_url_use_t;

/* A parsed http(s) URL; parts are spans of href. */
typedef struct {
    reader_string_t href;   /* the whole, serialised */
    reader_string_t scheme; /* "https" */
    reader_string_t origin; /* "https://host:port" */
    reader_string_t host;   /* "host" */
    reader_string_t path;   /* from the first slash: path, query, fragment */
} reader_url_t;

/*
 * False if text is no absolute http(s) URL, has user info or is too long;
 * for a <base>, look at READER_BASE_MAX as well.
 */
bool reader_url_parse(reader_arena_t *arena, reader_string_t text,
                      reader_url_t *url);

/*
 * Resolves reference against base (whose href may be empty) and vets it for
 * this use.  Empty if there is no such URL or it is not to be written.  With
 * relative, a URL of the base's origin is written from its path on.
 * A path is never written where it could be read as a host ("//host").
 */
reader_string_t reader_url_resolve(reader_arena_t *arena,
                                   const reader_url_t *base,
                                   reader_string_t reference,
                                   reader_url_use_t use, bool relative);

/*
 * url as it is written in a page at base: from its path on if it is of the
 * same origin, else the whole.  Both are serialised URLs.
 */
reader_string_t reader_url_local(const reader_url_t *base,
                                 reader_string_t url);

#endif
