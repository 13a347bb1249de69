#include "attributes.h"

#include "ascii.h"

#include <byteswap.h>
#include <endian.h>
#include <string.h>

#define VALUES_MIN 256 /* a power of two */
#define LENGTH_MAX 21  /* of a name that is known */

/* Odd, and without a pattern. */
#define FACTOR_0 0x9E3779B97F4A7C15u
#define FACTOR_1 0xBF58476D1CE4E5B9u
#define FACTOR_2 0x94D049BB133111EBu
#define FACTOR_3 0xD6E8FEB86659FD93u

/*
 * Slots that are looked at for a value.  A page can be made so that all of its
 * values fall into the same ones: then one that is repeated gets another
 * number each time, which costs what it always did and changes nothing else.
 */
#define PROBES_MAX 48

typedef struct {
    char text[LENGTH_MAX + 1]; /* NULs to the end */
    uint8_t length;
    uint8_t known;
} known_name_t;

/*
 * Where a name is looked for, by its length and its first, third and seventh
 * byte up to case.  The factor is one with which no two names share a slot; if
 * one that is added did, the compiler would say so.
 */
#define SLOTS 128
#define SLOT_BYTES 0x00DF000000DF00DFu
#define SLOT(length, bytes)                                                   \
    ((((bytes) & SLOT_BYTES) + (length)) * 0x363068020996F1B3u >> 57)
#define NAME(known, text, first, third, seventh)                              \
    [SLOT(sizeof(text) - 1, (uint64_t) (first) | (uint64_t) (third) << 16     \
                                | (uint64_t) (seventh) << 48)] = {            \
        text, sizeof(text) - 1, READER_NAME_##known                           \
    }

static const known_name_t names[SLOTS] = {
    NAME(CLASS, "class", 'c', 'a', 0),
    NAME(ID, "id", 'i', 0, 0),
    NAME(STYLE, "style", 's', 'y', 0),
    NAME(ITEMPROP, "itemprop", 'i', 'e', 'o'),
    NAME(ROLE, "role", 'r', 'l', 0),
    NAME(DATA_COMPONENT, "data-component", 'd', 't', 'o'),
    NAME(DATA_TESTID, "data-testid", 'd', 't', 'e'),
    NAME(HREF, "href", 'h', 'e', 0),
    NAME(SRC, "src", 's', 'c', 0),
    NAME(ALT, "alt", 'a', 't', 0),
    NAME(REL, "rel", 'r', 'l', 0),
    NAME(DIR, "dir", 'd', 'r', 0),
    NAME(NAME, "name", 'n', 'm', 0),
    NAME(TYPE, "type", 't', 'p', 0),
    NAME(LANG, "lang", 'l', 'n', 0),
    NAME(OPEN, "open", 'o', 'e', 0),
    NAME(WIDTH, "width", 'w', 'd', 0),
    NAME(TITLE, "title", 't', 't', 0),
    NAME(ALIGN, "align", 'a', 'i', 0),
    NAME(HIDDEN, "hidden", 'h', 'd', 0),
    NAME(HEIGHT, "height", 'h', 'i', 0),
    NAME(SRCSET, "srcset", 's', 'c', 0),
    NAME(CONTENT, "content", 'c', 'n', 't'),
    NAME(PUBDATE, "pubdate", 'p', 'b', 'e'),
    NAME(POPOVER, "popover", 'p', 'p', 'r'),
    NAME(BGCOLOR, "bgcolor", 'b', 'c', 'r'),
    NAME(DATETIME, "datetime", 'd', 't', 'm'),
    NAME(PROPERTY, "property", 'p', 'o', 't'),
    NAME(DATA_AOS, "data-aos", 'd', 't', 'o'),
    NAME(DATA_W_ID, "data-w-id", 'd', 't', '-'),
    NAME(BACKGROUND, "background", 'b', 'c', 'o'),
    NAME(ARIA_HIDDEN, "aria-hidden", 'a', 'i', 'i'),
    NAME(DATA_TARGET, "data-target", 'd', 't', 'a'),
    NAME(ARIA_CONTROLS, "aria-controls", 'a', 'i', 'o'),
    NAME(DATA_BS_TARGET, "data-bs-target", 'd', 't', 's'),
    NAME(DATA_FRAMER_NAME, "data-framer-name", 'd', 't', 'r'),
    NAME(DATA_FRAMER_APPEAR_ID, "data-framer-appear-id", 'd', 't', 'r'),
};


static inline uint64_t
load_8(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof(word));

    return word;
}


static inline uint64_t
load_4(const char *at)
{
    uint32_t word;

    memcpy(&word, at, sizeof(word));

    return word;
}


/* All of up to 8 bytes, and nothing that is behind them. */
static inline uint64_t
load(const char *at, size_t length)
{
    if (length >= 4) {
        return load_4(at) << 32 | load_4(at + length - 4);
    }

    if (length == 0) {
        return 0;
    }

    return (uint64_t) (unsigned char) at[0] << 16
           | (uint64_t) (unsigned char) at[length / 2] << 8
           | (unsigned char) at[length - 1];
}


/*
 * bytes: the first 8 of the name, the first one lowest.  Whether it is known
 * is not foreseen well: so it is no branch.
 */
static inline reader_name_t
name_of(reader_string_t name, uint64_t bytes)
{
    const known_name_t *known = &names[SLOT(name.length, bytes)];
    uint64_t difference = bytes ^ le64toh(load_8(known->text));
    bool same = known->length == name.length;

    if (name.length > 8 && same) {
        const char *last = name.data + name.length - 8;

        difference |= load_8(last) ^ load_8(known->text + name.length - 8);

        if (name.length > 16) {
            difference |= load_8(name.data + 8) ^ load_8(known->text + 8);
        }
    }

    /* up to case, for no name holds a CR, which would pass for a hyphen */
    same &= (difference & ~(uint64_t) 0x2020202020202020u) == 0;

    return (reader_name_t) (known->known * same);
}


reader_name_t
reader_attribute_name(reader_string_t name)
{
    uint64_t bytes = 0;

    memcpy(&bytes, name.data,
           name.length < sizeof(bytes) ? name.length : sizeof(bytes));

    return name_of(name, le64toh(bytes));
}


/* The same of up to 32 bytes, in as many words for nearly all values. */
static inline void
load_words(const char *at, size_t length, uint64_t words[4])
{
    const char *end = at + length;

    if (length > 16) {
        words[0] = load_8(at);
        words[1] = load_8(at + 8);
        words[2] = load_8(end - 16);
        words[3] = load_8(end - 8);

    } else {
        words[0] = length < 8 ? load(at, length) : load_8(at);
        words[1] = length < 8 ? 0 : load_8(end - 8);
        words[2] = words[3] = 0;
    }
}


static inline bool
is_same(reader_string_t a, reader_string_t b)
{
    uint64_t first[4], second[4];

    if (a.length != b.length || a.length > 32) {
        return reader_string_equal(a, b);
    }

    load_words(a.data, a.length, first);
    load_words(b.data, b.length, second);

    return ((first[0] ^ second[0]) | (first[1] ^ second[1])
            | (first[2] ^ second[2]) | (first[3] ^ second[3]))
           == 0;
}


static inline uint64_t
mix(uint64_t hash, const uint64_t words[4])
{
    return (hash ^ words[0]) * FACTOR_0 + words[1] * FACTOR_1
           + words[2] * FACTOR_2 + words[3] * FACTOR_3;
}


static inline uint32_t
hash_of(reader_string_t value)
{
    const char *at = value.data;
    size_t left = value.length;
    uint64_t hash = left, words[4];

    for (; left > 32; left -= 32, at += 32) {
        load_words(at, 32, words);
        hash = mix(hash, words);
        hash ^= hash >> 32;
    }

    load_words(at, left, words);

    /* the high bits of a product depend on all of its word */
    return bswap_32((uint32_t) (mix(hash, words) >> 32));
}


static void
widen_values(reader_attribute_list_t *list)
{
    uint32_t wider = list->value_capacity * 2, mask = wider * 2 - 1;
    reader_value_slot_t *slots =
        reader_arena_array(list->arena, (size_t) wider * 2, sizeof(*slots));

    for (uint32_t i = 0; i < wider; i++) {
        const reader_value_slot_t *old = &list->slots[i];

        for (uint32_t probe = 0; probe < PROBES_MAX; probe++) {
            reader_value_slot_t *slot = &slots[(old->hash + probe) & mask];

            if (slot->number == 0) {
                *slot = *old;
                break;
            }
        }
    }

    list->slots = slots;
    list->values = reader_arena_grow(
        list->arena, list->values,
        list->value_capacity * sizeof(*list->values),
        wider * sizeof(*list->values));
    list->value_capacity = wider;
    reader_arena_spend(list->arena, wider);
}


/* There is room for one more at all times. */
static uint32_t
number_of(reader_attribute_list_t *list, reader_string_t value)
{
    uint32_t hash = hash_of(value), mask = list->value_capacity * 2 - 1;

    for (uint32_t probe = 0; probe < PROBES_MAX; probe++) {
        reader_value_slot_t *slot = &list->slots[(hash + probe) & mask];

        if (slot->number == 0) {
            *slot = (reader_value_slot_t) { hash, list->value_count };
            break;
        }

        if (slot->hash == hash
            && is_same(list->values[slot->number], value)) {
            return slot->number;
        }
    }

    list->values[list->value_count] = value;

    if (++list->value_count == list->value_capacity) {
        widen_values(list);
    }

    return list->value_count - 1;
}


void
reader_attribute_list_init(reader_attribute_list_t *list,
                           reader_arena_t *arena, uint32_t expected)
{
    memset(list, 0, sizeof(*list));
    list->arena = arena;
    list->capacity = expected;
    list->items =
        reader_arena_alloc(arena, (size_t) expected * sizeof(*list->items));
    list->value_capacity = VALUES_MIN;
    list->value_count = 1;
    list->slots =
        reader_arena_array(arena, VALUES_MIN * 2, sizeof(*list->slots));
    list->values =
        reader_arena_alloc(arena, VALUES_MIN * sizeof(*list->values));
}


void
reader_attribute_list_widen(reader_attribute_list_t *list)
{
    list->items = reader_arena_grow(
        list->arena, list->items, list->capacity * sizeof(*list->items),
        (size_t) list->capacity * 2 * sizeof(*list->items));
    list->capacity *= 2;
}


void
reader_attribute_list_add(reader_attribute_list_t *list, uint32_t count)
{
    reader_attribute_t *item = &list->items[list->count];

    list->count += count;

    for (; count != 0; count--, item++) {
        item->known = name_of(item->name, item->bytes);
        item->number = 0;

        if (item->known != READER_NAME_OTHER
            && item->known <= READER_NAME_LAST_NUMBERED
            && item->value.length != 0) {
            item->number = number_of(list, item->value);
        }
    }
}
