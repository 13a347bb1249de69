#include "sift_sets.h"

#include "ascii.h"
#include "charref.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024

typedef struct set {
    struct set *next;
    uint32_t hash;
    uint32_t number;
    reader_string_t key; /* names and values, each with a NUL behind it */
} set_t;

struct reader_sets {
    reader_arena_t *arena;
    uint32_t count;
    set_t **buckets; /* NULL while there are none */
};


reader_sets_t *
reader_sets_new(reader_arena_t *arena)
{
    reader_sets_t *sets = reader_arena_array(arena, 1, sizeof(*sets));

    sets->arena = arena;

    return sets;
}


/* By name; the first of a name stays the first. */
static int
compare(const void *first, const void *second)
{
    const reader_attribute_t *a = first, *b = second;
    size_t length =
        a->name.length < b->name.length ? a->name.length : b->name.length;

    for (size_t i = 0; i < length; i++) {
        int order = (unsigned char) reader_ascii_lower(a->name.data[i])
                    - (unsigned char) reader_ascii_lower(b->name.data[i]);

        if (order != 0) {
            return order;
        }
    }

    if (a->name.length != b->name.length) {
        return a->name.length < b->name.length ? -1 : 1;
    }

    return a->name.data < b->name.data ? -1 : 1;
}


static reader_string_t
make_key(reader_arena_t *arena, const reader_tag_t *tag)
{
    reader_attribute_t attributes[READER_ATTRIBUTES_MAX];
    const char *at = tag->name.data + tag->name.length;
    size_t count = 0, size = 0, length = 0;
    char *key;

    while (count < READER_ATTRIBUTES_MAX
           && reader_tag_attribute(&at, tag->end, &attributes[count])) {
        reader_attribute_t *attribute = &attributes[count++];

        attribute->value = reader_charref_decode(arena, attribute->value, true);
        size += attribute->name.length + attribute->value.length + 2;
    }

    qsort(attributes, count, sizeof(*attributes), compare);
    key = reader_arena_alloc(arena, size);

    for (size_t i = 0; i < count; i++) {
        reader_string_t name = attributes[i].name;
        reader_string_t value = attributes[i].value;

        if (i != 0 && reader_ascii_same(attributes[i - 1].name, name)) {
            continue; /* HTML takes the first */
        }

        for (size_t j = 0; j < name.length; j++) {
            key[length++] = reader_ascii_lower(name.data[j]);
        }

        key[length++] = '\0';

        if (value.length != 0) {
            memcpy(key + length, value.data, value.length);
            length += value.length;
        }

        key[length++] = '\0';
    }

    return (reader_string_t) { key, length };
}


uint32_t
reader_sets_number(reader_sets_t *sets, const reader_tag_t *tag)
{
    reader_string_t key = make_key(sets->arena, tag);
    uint32_t value = reader_table_mix(READER_TABLE_HASH_START, key);
    set_t **bucket, *set;

    if (sets->buckets == NULL) {
        sets->buckets =
            reader_arena_array(sets->arena, BUCKETS, sizeof(*sets->buckets));
    }

    bucket = &sets->buckets[value % BUCKETS];

    for (set = *bucket; set != NULL; set = set->next) {
        if (set->hash == value && set->key.length == key.length
            && memcmp(set->key.data, key.data, key.length) == 0) {
            return set->number;
        }
    }

    set = reader_arena_alloc(sets->arena, sizeof(*set));
    set->next = *bucket;
    set->hash = value;
    set->number = ++sets->count;
    set->key = key;
    *bucket = set;

    return set->number;
}
