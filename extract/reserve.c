#include "reserve.h"

#include <pthread.h>
#include <stdlib.h>

/*
 * Chunks looked at for one that fits.  They come back last taken first, so
 * that a page like the one before takes what is on top.
 */
#define LOOKED_AT 8

struct reader_reserve {
    pthread_mutex_t lock;
    reader_chunk_t *chunks; /* the last one given is the first */
    size_t left;            /* bytes that there is room for */
};


reader_reserve_t *
reader_reserve_new(size_t bytes)
{
    reader_reserve_t *reserve = calloc(1, sizeof(*reserve));

    if (reserve != NULL && pthread_mutex_init(&reserve->lock, NULL) != 0) {
        free(reserve);
        reserve = NULL;
    }

    if (reserve != NULL) {
        reserve->left = bytes;
    }

    return reserve;
}


static void
free_all(reader_chunk_t *chunks)
{
    while (chunks != NULL) {
        reader_chunk_t *next = chunks->next;

        free(chunks);
        chunks = next;
    }
}


void
reader_reserve_free(reader_reserve_t *reserve)
{
    if (reserve != NULL) {
        free_all(reserve->chunks);
        pthread_mutex_destroy(&reserve->lock);
        free(reserve);
    }
}


reader_chunk_t *
reader_reserve_take(reader_reserve_t *reserve, size_t least, size_t most)
{
    reader_chunk_t **place = &reserve->chunks, *chunk = NULL;

    pthread_mutex_lock(&reserve->lock);

    for (int i = 0; i < LOOKED_AT && *place != NULL; i++) {
        if ((*place)->size >= least && (*place)->size <= most) {
            chunk = *place;
            *place = chunk->next;
            reserve->left += chunk->size;
            break;
        }

        place = &(*place)->next;
    }

    pthread_mutex_unlock(&reserve->lock);

    return chunk;
}


void
reader_reserve_give(reader_reserve_t *reserve, reader_chunk_t *chunks)
{
    reader_chunk_t *rest = NULL, *next;

    pthread_mutex_lock(&reserve->lock);

    for (; chunks != NULL; chunks = next) {
        reader_chunk_t **list = &rest;

        next = chunks->next;

        if (chunks->size <= reserve->left) {
            reserve->left -= chunks->size;
            list = &reserve->chunks;
        }

        chunks->next = *list;
        *list = chunks;
    }

    pthread_mutex_unlock(&reserve->lock);
    free_all(rest);
}
