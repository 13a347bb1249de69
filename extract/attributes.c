#include "attributes.h"

#include "ascii.h"

#include <byteswap.h>
#include <endian.h>
#include <string.h>

#define VALUES_MIN 128 /* a power of two */
#define LENGTH_MAX 21  /* of a name that is known */

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
 * Where a name is looked for, by its first, middle and last byte.  The numbers
 * are such that no two names share a slot; if one that is added did, the
 * compiler would say so.
 */
#define SLOTS 128
#define SLOT(length, first, middle, last)                                     \
    (((length) + (first) * 2u + (middle) + (last) * 17u) % SLOTS)
#define NAME(known, text, first, middle, last)                                \
    [SLOT(sizeof(text) - 1, first, middle, last)] = {                         \
        text, sizeof(text) - 1, READER_NAME_##known                           \
    }

static const known_name_t names[SLOTS] = {
    NAME(CLASS, "class", 'c', 'a', 's'),
    NAME(ID, "id", 'i', 'd', 'd'),
    NAME(STYLE, "style", 's', 'y', 'e'),
    NAME(ITEMPROP, "itemprop", 'i', 'p', 'p'),
    NAME(ROLE, "role", 'r', 'l', 'e'),
    NAME(DATA_COMPONENT, "data-component", 'd', 'm', 't'),
    NAME(DATA_TESTID, "data-testid", 'd', 't', 'd'),
    NAME(HREF, "href", 'h', 'e', 'f'),
    NAME(SRC, "src", 's', 'r', 'c'),
    NAME(ALT, "alt", 'a', 'l', 't'),
    NAME(REL, "rel", 'r', 'e', 'l'),
    NAME(DIR, "dir", 'd', 'i', 'r'),
    NAME(NAME, "name", 'n', 'm', 'e'),
    NAME(TYPE, "type", 't', 'p', 'e'),
    NAME(LANG, "lang", 'l', 'n', 'g'),
    NAME(OPEN, "open", 'o', 'e', 'n'),
    NAME(WIDTH, "width", 'w', 'd', 'h'),
    NAME(TITLE, "title", 't', 't', 'e'),
    NAME(ALIGN, "align", 'a', 'i', 'n'),
    NAME(HIDDEN, "hidden", 'h', 'd', 'n'),
    NAME(HEIGHT, "height", 'h', 'g', 't'),
    NAME(SRCSET, "srcset", 's', 's', 't'),
    NAME(CONTENT, "content", 'c', 't', 't'),
    NAME(PUBDATE, "pubdate", 'p', 'd', 'e'),
    NAME(POPOVER, "popover", 'p', 'o', 'r'),
    NAME(BGCOLOR, "bgcolor", 'b', 'o', 'r'),
    NAME(DATETIME, "datetime", 'd', 't', 'e'),
    NAME(PROPERTY, "property", 'p', 'e', 'y'),
    NAME(DATA_AOS, "data-aos", 'd', '-', 's'),
    NAME(DATA_W_ID, "data-w-id", 'd', '-', 'd'),
    NAME(BACKGROUND, "background", 'b', 'r', 'd'),
    NAME(ARIA_HIDDEN, "aria-hidden", 'a', 'h', 'n'),
    NAME(DATA_TARGET, "data-target", 'd', 't', 't'),
    NAME(ARIA_CONTROLS, "aria-controls", 'a', 'o', 's'),
    NAME(DATA_BS_TARGET, "data-bs-target", 'd', '-', 't'),
    NAME(DATA_FRAMER_NAME, "data-framer-name", 'd', 'm', 'e'),
    NAME(DATA_FRAMER_APPEAR_ID, "data-framer-appear-id", 'd', 'r', 'd'),
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


static inline unsigned
lower(char letter)
{
    return (unsigned char) letter | 0x20;
}


/*
 * The same, up to case, if it is as long: no name holds a CR, which would pass
 * for a hyphen.
 */
static inline bool
is_name(reader_string_t name, uint64_t bytes, const char *text)
{
    uint64_t difference = bytes ^ le64toh(load_8(text));
    size_t last = name.length - sizeof(bytes);

    if (name.length > sizeof(bytes)) {
        difference |= load_8(name.data + last) ^ load_8(text + last);
    }

    if (name.length > 2 * sizeof(bytes)) {
        difference |= load_8(name.data + 8) ^ load_8(text + 8);
    }

    return (difference & ~(uint64_t) 0x2020202020202020u) == 0;
}


static inline reader_name_t
name_of(reader_string_t name, uint64_t bytes)
{
    const known_name_t *known;

    if (name.length - 1 >= LENGTH_MAX) {
        return READER_NAME_OTHER;
    }

    known = &names[SLOT((unsigned) name.length, lower(name.data[0]),
                        lower(name.data[name.length / 2]),
                        lower(name.data[name.length - 1]))];

    return known->length == name.length && is_name(name, bytes, known->text)
               ? (reader_name_t) known->known
               : READER_NAME_OTHER;
}


reader_name_t
reader_attribute_name(reader_string_t name)
{
    uint64_t bytes = 0;

    memcpy(&bytes, name.data,
           name.length < sizeof(bytes) ? name.length : sizeof(bytes));

    return name_of(name, le64toh(bytes));
}


static uint32_t
hash_of(reader_string_t value)
{
    const char *at = value.data, *last = at + value.length - sizeof(uint64_t);
    uint64_t hash = value.length;

    if (value.length < sizeof(hash)) {
        hash ^= load(at, value.length);

    } else {
        for (; at < last; at += sizeof(hash)) {
            hash = (hash ^ load_8(at)) * 0x9E3779B97F4A7C15u;
            hash ^= hash >> 29;
        }

        hash ^= load_8(last);
    }

    hash *= 0x9E3779B97F4A7C15u;

    return bswap_32((uint32_t) (hash >> 32)); /* the high bits are good */
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
            && reader_string_equal(list->values[slot->number], value)) {
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


/* There is room for one more at all times. */
static void
widen_items(reader_attribute_list_t *list)
{
    list->items = reader_arena_grow(
        list->arena, list->items, list->capacity * sizeof(*list->items),
        (size_t) list->capacity * 2 * sizeof(*list->items));
    list->capacity *= 2;
}


static inline bool
is_numbered(const reader_attribute_t *item)
{
    return item->known != READER_NAME_OTHER
           && item->known <= READER_NAME_LAST_NUMBERED
           && item->value.length != 0;
}


/* Apart, so that the attributes that need none of it cost no stack frame. */
static __attribute__((noinline)) void
finish(reader_attribute_list_t *list, reader_attribute_t *item)
{
    if (is_numbered(item)) {
        item->number = number_of(list, item->value);
    }

    if (list->count == list->capacity) {
        widen_items(list);
    }
}


void
reader_attribute_list_add(reader_attribute_list_t *list, reader_string_t name,
                          uint64_t bytes, reader_string_t value)
{
    reader_name_t known = name_of(name, bytes);
    reader_attribute_t *item = &list->items[list->count++];

    *item = (reader_attribute_t) { name, value, known, 0 };

    if (is_numbered(item) || list->count == list->capacity) {
        finish(list, item);
    }
}
