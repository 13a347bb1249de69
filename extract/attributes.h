/*
 * The attributes of a page's start tags, each read once: what later stages
 * look for often is told by a number instead of a comparison of names, and
 * values that pages repeat are numbered, so that what follows from one is
 * found once.
 */

#ifndef READER_ATTRIBUTES_H
#define READER_ATTRIBUTES_H

#include "arena.h"

/* Names that are looked for; of the first few, values are numbered. */
typedef enum {
    READER_NAME_OTHER,
    READER_NAME_CLASS,
    READER_NAME_ID,
    READER_NAME_STYLE,
    READER_NAME_ITEMPROP,
    READER_NAME_ROLE,
    READER_NAME_DATA_COMPONENT,
    READER_NAME_DATA_TESTID,
    READER_NAME_LAST_NUMBERED = READER_NAME_DATA_TESTID,
    READER_NAME_HREF,
    READER_NAME_SRC,
    READER_NAME_ALT,
    READER_NAME_REL,
    READER_NAME_DIR,
    READER_NAME_NAME,
    READER_NAME_TYPE,
    READER_NAME_LANG,
    READER_NAME_OPEN,
    READER_NAME_WIDTH,
    READER_NAME_TITLE,
    READER_NAME_ALIGN,
    READER_NAME_HIDDEN,
    READER_NAME_HEIGHT,
    READER_NAME_SRCSET,
    READER_NAME_CONTENT,
    READER_NAME_PUBDATE,
    READER_NAME_POPOVER,
    READER_NAME_BGCOLOR,
    READER_NAME_DATETIME,
    READER_NAME_PROPERTY,
    READER_NAME_DATA_AOS,
    READER_NAME_DATA_W_ID,
    READER_NAME_BACKGROUND,
    READER_NAME_ARIA_HIDDEN,
    READER_NAME_DATA_TARGET,
    READER_NAME_ARIA_CONTROLS,
    READER_NAME_DATA_BS_TARGET,
    READER_NAME_DATA_FRAMER_NAME,
    READER_NAME_DATA_FRAMER_APPEAR_ID,
    READER_NAME_COUNT
} reader_name_t;

typedef struct {
    reader_string_t name;  /* as written in the page */
    reader_string_t value; /* as written, references not resolved */
    union {
        struct {
            uint32_t known;  /* reader_name_t */
            uint32_t number; /* of the value, up to READER_NAME_LAST_NUMBERED:
                              * the same bytes, the same number; 0: none */
        };
        uint64_t bytes; /* until it is added: up to 8 of the name, the first
                         * one lowest */
    };
} reader_attribute_t;

typedef struct {
    uint32_t hash;
    uint32_t number; /* 0: free */
} reader_value_slot_t;

typedef struct {
    reader_arena_t *arena;
    reader_attribute_t *items;
    uint32_t count;
    uint32_t capacity;
    reader_value_slot_t *slots; /* of the values, by hash */
    reader_string_t *values;    /* by number */
    uint32_t value_count;       /* one more than the largest number */
    uint32_t value_capacity;
} reader_attribute_list_t;

/* expected: what there is room for at first; not 0. */
void reader_attribute_list_init(reader_attribute_list_t *list,
                                reader_arena_t *arena, uint32_t expected);

/*
 * So many have been written behind the last one; the strings are spans of the
 * page, or live as long as the arena.
 */
void reader_attribute_list_add(reader_attribute_list_t *list, uint32_t count);

/* Makes room for more than are written. */
void reader_attribute_list_widen(reader_attribute_list_t *list);

/* READER_NAME_OTHER if it is none of the above; its case does not matter. */
reader_name_t reader_attribute_name(reader_string_t name);

#endif
