#include "view_items.h"

#include <string.h>

const reader_attributes_t reader_no_attributes;


void
reader_items_init(reader_items_t *items, reader_arena_t *arena,
                  uint32_t expected, size_t limit)
{
    memset(items, 0, sizeof(*items));
    items->arena = arena;
    items->limit = limit;
    items->capacity = expected;
    items->items =
        reader_arena_alloc(arena, (size_t) expected * sizeof(reader_item_t));
}


static void
spend(reader_items_t *items, size_t size)
{
    items->size += size;

    if (items->size > items->limit) {
        reader_arena_fail(items->arena, READER_TOO_LARGE);
    }
}


static size_t
size_of(const reader_attributes_t *attributes)
{
    size_t size = attributes->href.length + attributes->title.length
                  + attributes->src.length + attributes->alt.length
                  + attributes->tex.length + attributes->poster.length;

    for (unsigned i = 0; i < attributes->candidate_count; i++) {
        size += attributes->candidates[i].url.length;
    }

    return size;
}


static reader_item_t *
add(reader_items_t *items, reader_kind_t kind, reader_element_t element,
    const reader_attributes_t *attributes, uint16_t flags)
{
    reader_item_t *item;

    if (items->count == items->capacity) {
        items->items = reader_arena_grow(
            items->arena, items->items, items->capacity * sizeof(*item),
            (size_t) items->capacity * 2 * sizeof(*item));
        items->capacity *= 2;
    }

    spend(items, sizeof("<p>"));
    item = &items->items[items->count];
    *item = (reader_item_t) {
        .kind = (uint8_t) kind,
        .element = (uint8_t) element,
        .flags = flags,
        .match = items->count++,
        .attributes = attributes == NULL ? &reader_no_attributes : attributes
    };

    return item;
}


uint32_t
reader_items_open(reader_items_t *items, reader_element_t element,
                  const reader_attributes_t *attributes, uint16_t flags)
{
    if (reader_element_is_heading(element)) {
        reader_attributes_t *copy =
            reader_items_attributes(items, attributes);

        copy->section = ++items->section_count;
        attributes = copy;
    }

    if (attributes != NULL) {
        spend(items, size_of(attributes));
        items->unfinished |= attributes->target != 0 || attributes->note != 0;

        if (attributes->note > items->note_count) {
            items->note_count = attributes->note;
        }
    }

    items->unfinished |= element == READER_EL_TABLE;
    add(items, READER_OPEN, element, attributes, flags);

    return items->count - 1;
}


void
reader_items_close(reader_items_t *items, uint32_t open)
{
    const reader_item_t *opened = &items->items[open];

    add(items, READER_CLOSE, (reader_element_t) opened->element,
        opened->attributes, opened->flags)
        ->match = open;
    items->items[open].match = items->count - 1;
}


uint32_t
reader_items_reopen(reader_items_t *items)
{
    return items->items[--items->count].match;
}


void
reader_items_void(reader_items_t *items, reader_element_t element,
                  const reader_attributes_t *attributes, uint16_t flags)
{
    if (attributes != NULL) {
        spend(items, size_of(attributes));
    }

    add(items, READER_VOID, element, attributes, flags);
}


void
reader_items_words(reader_items_t *items, reader_string_t text,
                   uint16_t flags)
{
    spend(items, text.length);
    add(items, READER_WORDS, READER_EL_NONE, NULL, flags)->text = text;
}


reader_attributes_t *
reader_items_attributes(reader_items_t *items,
                        const reader_attributes_t *attributes)
{
    reader_attributes_t *copy =
        reader_arena_alloc(items->arena, sizeof(*copy));

    *copy = attributes == NULL ? reader_no_attributes : *attributes;

    return copy;
}


void
reader_items_name(reader_items_t *items, uint32_t open, unsigned id)
{
    reader_attributes_t *attributes;

    if (id >= items->resolved_count) {
        unsigned count = 2 * id + 16;

        items->resolved = reader_arena_grow(
            items->arena, items->resolved,
            items->resolved_count * sizeof(unsigned),
            count * sizeof(unsigned));
        memset(items->resolved + items->resolved_count, 0,
               (count - items->resolved_count) * sizeof(unsigned));
        items->resolved_count = count;
    }

    attributes = reader_items_attributes(items, items->items[open].attributes);

    if (attributes->id == 0) {
        attributes->id = id;
    }

    items->items[open].attributes = attributes;
    items->resolved[id] = attributes->id;
}


static void
finish_link(reader_items_t *items, reader_item_t *item, const bool *notes)
{
    const reader_attributes_t *attributes = item->attributes;
    unsigned id = 0;
    bool lost;

    lost = (item->flags & READER_ITEM_NOTE_REFERENCE)
           && !notes[attributes->note];

    if (lost) {
        item->flags &= (uint16_t) ~READER_ITEM_NOTE_REFERENCE;
    }

    if (attributes->target == 0) {
        return;
    }

    if (attributes->target < items->resolved_count) {
        id = items->resolved[attributes->target];
    }

    if (id != attributes->target || lost) {
        reader_attributes_t *copy =
            reader_items_attributes(items, attributes);

        copy->target = id;
        copy->note = lost ? 0 : copy->note;
        item->attributes = copy;
    }
}


typedef struct {
    uint32_t open;
    unsigned columns, widest; /* of a row, of a table */
    bool notes, other;        /* a list's items are notes, are others */
} level_t;


static void
finish_level(reader_items_t *items, const level_t *level, level_t *parent)
{
    reader_item_t *item = &items->items[level->open];

    switch (item->element) {
    case READER_EL_TH:
    case READER_EL_TD:
        parent->columns += item->attributes->colspan == 0
                               ? 1
                               : item->attributes->colspan;
        break;

    case READER_EL_TR:
        if (level->columns > parent->widest) {
            parent->widest = level->columns;
        }
        break;

    case READER_EL_THEAD:
    case READER_EL_TBODY:
    case READER_EL_TFOOT:
        if (level->widest > parent->widest) {
            parent->widest = level->widest;
        }
        break;

    case READER_EL_TABLE: {
        reader_attributes_t *copy =
            reader_items_attributes(items, item->attributes);

        copy->columns = level->widest;
        item->attributes = copy;
        break;
    }

    case READER_EL_LI:
        if (item->flags & READER_ITEM_NOTE) {
            parent->notes = true;
        } else {
            parent->other = true;
        }
        break;

    case READER_EL_OL:
    case READER_EL_UL:
        if (level->notes && !level->other) {
            item->flags |= READER_ITEM_NOTES;
        }
        break;

    default:
        break;
    }
}


static void
finish(reader_items_t *items)
{
    level_t levels[READER_DEPTH_MAX + 1];
    unsigned depth = 0;
    bool *notes = reader_arena_array(items->arena, items->note_count + 1,
                                     sizeof(bool));

    for (uint32_t i = 0; i < items->count; i++) {
        if (items->items[i].flags & READER_ITEM_NOTE) {
            notes[items->items[i].attributes->note] = true;
        }
    }

    memset(levels, 0, sizeof(levels[0]));

    for (uint32_t i = 0; i < items->count; i++) {
        reader_item_t *item = &items->items[i];

        if (item->kind == READER_OPEN) {
            if (item->element == READER_EL_A) {
                finish_link(items, item, notes);
            }

            depth++;
            memset(&levels[depth], 0, sizeof(levels[depth]));
            levels[depth].open = i;

        } else if (item->kind == READER_CLOSE) {
            finish_level(items, &levels[depth], &levels[depth - 1]);
            depth--;
            item->flags = items->items[item->match].flags;
            item->attributes = items->items[item->match].attributes;
        }
    }
}


void
reader_items_finish(reader_items_t *items, reader_body_t *body)
{
    if (items->unfinished) {
        finish(items);
    }

    body->items = items->items;
    body->count = items->count;
    body->size = items->size;
    body->section_count = items->section_count;
}
