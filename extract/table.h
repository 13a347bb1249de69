/* A hash table from 32-bit keys to 32-bit values, in an arena. */

#ifndef READER_TABLE_H
#define READER_TABLE_H

#include "arena.h"

/* Open addressing; a key of 0 is a free slot, whose value means nothing. */
typedef struct {
    uint32_t *keys;
    uint32_t *values;
    size_t mask;
} reader_table_t;

/* For at most count keys: it does not grow. */
void reader_table_init(reader_table_t *table, reader_arena_t *arena,
                       size_t count);

/* A key for this text: FNV-1a, never 0. */
uint32_t reader_table_hash(reader_string_t text);

/* The hash of what was hashed so far and then of text; see the start. */
#define READER_TABLE_HASH_START 2166136261u
uint32_t reader_table_mix(uint32_t hash, reader_string_t text);

/*
 * The slot of this key, which is not 0, or the free one where it belongs.  For
 * a key that too many others clash with that is one that has to stay free.
 */
size_t reader_table_find(const reader_table_t *table, uint32_t key);
bool reader_table_is_far(const reader_table_t *table, size_t slot);

/* Without effect for such a key. */
void reader_table_put(reader_table_t *table, uint32_t key, uint32_t value);
bool reader_table_has(const reader_table_t *table, uint32_t key);

#endif
