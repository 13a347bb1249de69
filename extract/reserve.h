/* Chunks of memory that ended conversions leave to later ones. */

#ifndef READER_RESERVE_H
#define READER_RESERVE_H

#include "reader.h"

/* At the start of each chunk, which is from malloc. */
typedef struct reader_chunk {
    struct reader_chunk *next;
    size_t size; /* with this */
} reader_chunk_t;

/* A chunk of `least` to `most` bytes; NULL: there is none. */
reader_chunk_t *reader_reserve_take(reader_reserve_t *reserve, size_t least,
                                    size_t most);

/* These chunks, linked by next; frees those that there is no room for. */
void reader_reserve_give(reader_reserve_t *reserve, reader_chunk_t *chunks);

#endif
