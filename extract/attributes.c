#include "attributes.h"

#include "ascii.h"

#include <string.h>

#define VALUES_MIN 128 /* a power of two */
#define LENGTH_MAX 21  /* of a name that is known */

/*
 * Slots that are looked at for a value.  A page can be made so that all of its
 * values fall into the same ones: then one that is repeated gets another
 * number each time, which costs what it always did and changes nothing else.
 */
#define PROBES_MAX 48

static const char names[READER_NAME_COUNT][LENGTH_MAX + 1] = {
    [READER_NAME_CLASS] = "class",
    [READER_NAME_ID] = "id",
    [READER_NAME_STYLE] = "style",
    [READER_NAME_ITEMPROP] = "itemprop",
    [READER_NAME_ROLE] = "role",
    [READER_NAME_DATA_COMPONENT] = "data-component",
    [READER_NAME_DATA_TESTID] = "data-testid",
    [READER_NAME_HREF] = "href",
    [READER_NAME_SRC] = "src",
    [READER_NAME_ALT] = "alt",
    [READER_NAME_REL] = "rel",
    [READER_NAME_DIR] = "dir",
    [READER_NAME_NAME] = "name",
    [READER_NAME_TYPE] = "type",
    [READER_NAME_LANG] = "lang",
    [READER_NAME_OPEN] = "open",
    [READER_NAME_WIDTH] = "width",
    [READER_NAME_TITLE] = "title",
    [READER_NAME_ALIGN] = "align",
    [READER_NAME_HIDDEN] = "hidden",
    [READER_NAME_HEIGHT] = "height",
    [READER_NAME_SRCSET] = "srcset",
    [READER_NAME_CONTENT] = "content",
    [READER_NAME_PUBDATE] = "pubdate",
    [READER_NAME_POPOVER] = "popover",
    [READER_NAME_BGCOLOR] = "bgcolor",
    [READER_NAME_DATETIME] = "datetime",
    [READER_NAME_PROPERTY] = "property",
    [READER_NAME_DATA_AOS] = "data-aos",
    [READER_NAME_DATA_W_ID] = "data-w-id",
    [READER_NAME_BACKGROUND] = "background",
    [READER_NAME_ARIA_HIDDEN] = "aria-hidden",
    [READER_NAME_DATA_TARGET] = "data-target",
    [READER_NAME_ARIA_CONTROLS] = "aria-controls",
    [READER_NAME_DATA_BS_TARGET] = "data-bs-target",
    [READER_NAME_DATA_FRAMER_NAME] = "data-framer-name",
    [READER_NAME_DATA_FRAMER_APPEAR_ID] = "data-framer-appear-id",
};

/* The known names of each length, most frequent first; 0 ends a list. */
static const uint8_t by_length[LENGTH_MAX + 1][8] = {
    [2] = { READER_NAME_ID },
    [3] = { READER_NAME_SRC, READER_NAME_ALT, READER_NAME_REL,
            READER_NAME_DIR },
    [4] = { READER_NAME_HREF, READER_NAME_TYPE, READER_NAME_NAME,
            READER_NAME_ROLE, READER_NAME_LANG, READER_NAME_OPEN },
    [5] = { READER_NAME_CLASS, READER_NAME_STYLE, READER_NAME_TITLE,
            READER_NAME_WIDTH, READER_NAME_ALIGN },
    [6] = { READER_NAME_HEIGHT, READER_NAME_SRCSET, READER_NAME_HIDDEN },
    [7] = { READER_NAME_CONTENT, READER_NAME_BGCOLOR, READER_NAME_PUBDATE,
            READER_NAME_POPOVER },
    [8] = { READER_NAME_ITEMPROP, READER_NAME_PROPERTY, READER_NAME_DATETIME,
            READER_NAME_DATA_AOS },
    [9] = { READER_NAME_DATA_W_ID },
    [10] = { READER_NAME_BACKGROUND },
    [11] = { READER_NAME_ARIA_HIDDEN, READER_NAME_DATA_TESTID,
             READER_NAME_DATA_TARGET },
    [13] = { READER_NAME_ARIA_CONTROLS },
    [14] = { READER_NAME_DATA_COMPONENT, READER_NAME_DATA_BS_TARGET },
    [16] = { READER_NAME_DATA_FRAMER_NAME },
    [21] = { READER_NAME_DATA_FRAMER_APPEAR_ID },
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


static inline reader_name_t
name_of(reader_string_t name)
{
    const uint8_t *known;
    size_t length = name.length < 8 ? name.length : 8;
    uint64_t start;

    if (name.length > LENGTH_MAX || *by_length[name.length] == 0) {
        return READER_NAME_OTHER;
    }

    /* up to case, for no name holds a CR, which would pass for a hyphen */
    start = load(name.data, length) | 0x2020202020202020u;

    for (known = by_length[name.length]; *known != 0; known++) {
        const char *text = names[*known];

        if (start == (load(text, length) | 0x2020202020202020u)
            && (name.length == length || reader_ascii_starts(name, text))) {
            break;
        }
    }

    return (reader_name_t) *known;
}


reader_name_t
reader_attribute_name(reader_string_t name)
{
    return name_of(name);
}


static uint32_t
hash_of(reader_string_t value)
{
    const char *at = value.data;
    size_t left = value.length;
    uint64_t hash = left;

    for (; left >= sizeof(hash); left -= sizeof(hash), at += sizeof(hash)) {
        hash = (hash ^ load_8(at)) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }

    hash = (hash ^ load(at, left)) * 0x9E3779B97F4A7C15u;

    return (uint32_t) (hash >> 32);
}


static void
widen(reader_attribute_list_t *list)
{
    uint32_t wider = list->value_capacity * 2, mask = wider * 2 - 1;

    list->hashes = reader_arena_grow(
        list->arena, list->hashes, list->value_capacity * sizeof(uint32_t),
        wider * sizeof(uint32_t));
    list->values = reader_arena_grow(
        list->arena, list->values,
        list->value_capacity * sizeof(*list->values),
        wider * sizeof(*list->values));
    list->slots =
        reader_arena_array(list->arena, (size_t) wider * 2, sizeof(uint32_t));
    list->value_capacity = wider;

    for (uint32_t i = 1; i < list->value_count; i++) {
        for (uint32_t probe = 0; probe < PROBES_MAX; probe++) {
            uint32_t at = (list->hashes[i] + probe) & mask;

            if (list->slots[at] == 0) {
                list->slots[at] = i;
                break;
            }
        }
    }

    reader_arena_spend(list->arena, wider);
}


static uint32_t
number_of(reader_attribute_list_t *list, reader_string_t value)
{
    uint32_t hash = hash_of(value), mask;

    if (list->value_count == list->value_capacity) {
        widen(list);
    }

    mask = list->value_capacity * 2 - 1;

    for (uint32_t probe = 0; probe < PROBES_MAX; probe++) {
        uint32_t *slot = &list->slots[(hash + probe) & mask];
        uint32_t number = *slot;

        if (number == 0) {
            *slot = list->value_count;
            break;
        }

        if (list->hashes[number] == hash
            && list->values[number].length == value.length
            && memcmp(list->values[number].data, value.data, value.length)
                   == 0) {
            return number;
        }
    }

    list->hashes[list->value_count] = hash;
    list->values[list->value_count] = value;

    return list->value_count++;
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
    list->slots = reader_arena_array(arena, VALUES_MIN * 2, sizeof(uint32_t));
    list->hashes = reader_arena_alloc(arena, VALUES_MIN * sizeof(uint32_t));
    list->values =
        reader_arena_alloc(arena, VALUES_MIN * sizeof(*list->values));
}


static void
widen_items(reader_attribute_list_t *list)
{
    list->items = reader_arena_grow(
        list->arena, list->items, list->capacity * sizeof(*list->items),
        (size_t) list->capacity * 2 * sizeof(*list->items));
    list->capacity *= 2;
}


void
reader_attribute_list_add(reader_attribute_list_t *list,
                          reader_string_t name, reader_string_t value)
{
    reader_name_t known = name_of(name);
    bool numbered = known != READER_NAME_OTHER
                    && known <= READER_NAME_LAST_NUMBERED && value.length != 0;

    if (list->count == list->capacity) {
        widen_items(list);
    }

    list->items[list->count++] = (reader_attribute_t) {
        name, value, known, numbered ? number_of(list, value) : 0
    };
}
