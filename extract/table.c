#include "table.h"

/* Keys can be made to clash: what takes more steps is given up. */
#define STEPS_MAX 256


void
reader_table_init(reader_table_t *table, reader_arena_t *arena, size_t count)
{
    size_t size = 64;

    while (size < count * 2) {
        size *= 2;
    }

    /* and the slot that is far */
    table->keys = reader_arena_array(arena, size + 1, sizeof(uint32_t));
    table->values = reader_arena_alloc(arena, (size + 1) * sizeof(uint32_t));
    table->mask = size - 1;
}


size_t
reader_table_find(const reader_table_t *table, uint32_t key)
{
    size_t at = (key * 2654435769u) & table->mask;

    for (unsigned step = 0; step < STEPS_MAX; step++) {
        if (table->keys[at] == 0 || table->keys[at] == key) {
            return at;
        }

        at = (at + 1) & table->mask;
    }

    return table->mask + 1;
}


bool
reader_table_is_far(const reader_table_t *table, size_t slot)
{
    return slot > table->mask;
}


void
reader_table_put(reader_table_t *table, uint32_t key, uint32_t value)
{
    size_t at = reader_table_find(table, key);

    if (!reader_table_is_far(table, at)) {
        table->keys[at] = key;
        table->values[at] = value;
    }
}


bool
reader_table_has(const reader_table_t *table, uint32_t key)
{
    return table->keys[reader_table_find(table, key)] != 0;
}


uint32_t
reader_table_hash(reader_string_t text)
{
    return reader_table_mix(READER_TABLE_HASH_START, text) | 1;
}


uint32_t
reader_table_mix(uint32_t hash, reader_string_t text)
{
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char) text.data[i]) * 16777619u;
    }

    return hash;
}
