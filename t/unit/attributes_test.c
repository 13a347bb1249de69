/* Attributes with what later stages tell them by: names, numbers of values */

#include "attributes.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

#define SAME_WORD 40000 /* values made to fall together */
#define LENGTH_MAX 80


static reader_string_t
text(const char *data)
{
    return (reader_string_t) { data, strlen(data) };
}


static void
add(reader_attribute_list_t *list, const char *name, reader_string_t value)
{
    reader_attribute_t item = { .name = text(name), .value = value };

    for (size_t i = 0; i < sizeof(item.bytes) && name[i] != '\0'; i++) {
        item.bytes |= (uint64_t) (unsigned char) name[i] << i * 8;
    }

    if (list->count == list->capacity) {
        reader_attribute_list_widen(list);
    }

    list->items[list->count] = item;
    reader_attribute_list_add(list, 1);
}


static uint32_t
number(reader_attribute_list_t *list, const char *name, const char *value)
{
    add(list, name, text(value));

    return list->items[list->count - 1].number;
}


static void
check_names(void)
{
    static const struct {
        const char *name;
        reader_name_t known;
    } cases[] = {
        { "class", READER_NAME_CLASS },
        { "CLASS", READER_NAME_CLASS },
        { "id", READER_NAME_ID },
        { "aria-hidden", READER_NAME_ARIA_HIDDEN },
        { "Data-Framer-Appear-Id", READER_NAME_DATA_FRAMER_APPEAR_ID },
        { "data-testid", READER_NAME_DATA_TESTID },
        { "data-component", READER_NAME_DATA_COMPONENT },
        { "data-compinent", READER_NAME_OTHER },
        { "data-framer-opped-id", READER_NAME_OTHER },
        { "data-framer-apxear-id", READER_NAME_OTHER },
        { "data-src", READER_NAME_OTHER },
        { "cxaxs", READER_NAME_OTHER },
        { "clas", READER_NAME_OTHER },
        { "id\r", READER_NAME_OTHER },
        { "", READER_NAME_OTHER },
        { "a-name-that-is-longer-than-any", READER_NAME_OTHER },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        is_int(reader_attribute_name(text(cases[i].name)),
               (long) cases[i].known, cases[i].name);
    }
}


static void
check_numbers(reader_arena_t *arena)
{
    reader_attribute_list_t list;
    uint32_t first, wrong = 0;
    char(*values)[16] = malloc(2000 * sizeof(*values));

    reader_attribute_list_init(&list, arena, 1);
    first = number(&list, "class", "a b");
    ok(first != 0, "a class has a number");
    is_int(number(&list, "id", "a b"), first, "the same bytes the same");
    ok(number(&list, "class", "a  b") != first, "others another");
    is_int(number(&list, "class", ""), 0, "no value has none");
    is_int(number(&list, "href", "a b"), 0, "nor what repeats rarely");

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 2000; i++) {
            snprintf(values[i], sizeof(values[i]), "v%d", i);
            wrong += number(&list, "class", values[i])
                     != list.items[5 + i].number;
        }
    }

    is_int(wrong, 0, "2,000 values keep their numbers as the list grows");
    is_int(number(&list, "class", "a b"), first, "so does the first");
    free(values);
}


static bool
all_alike(const reader_attribute_list_t *list)
{
    uint32_t hash = 0;

    for (uint32_t i = 0; i < list->value_capacity * 2; i++) {
        const reader_value_slot_t *slot = &list->slots[i];

        hash = hash == 0 ? slot->hash : hash;

        if (slot->number != 0 && slot->hash != hash) {
            return false;
        }
    }

    return true;
}


/* Values that differ in one byte only, of each length, and the same again. */
static void
check_lengths(reader_arena_t *arena)
{
    static char *kept[LENGTH_MAX * LENGTH_MAX];
    reader_attribute_list_t list;
    uint32_t expected = 0, wrong = 0, count = 0;

    reader_attribute_list_init(&list, arena, 1);

    for (size_t length = 1; length < LENGTH_MAX; length++) {
        for (size_t at = 0; at <= length; at++) {
            char *value = malloc(length), *copy = malloc(length);

            memset(value, 'a', length);

            if (at < length) {
                value[at] = 'b';
            }

            memcpy(copy, value, length);
            add(&list, "class", (reader_string_t) { value, length });
            wrong += list.items[list.count - 1].number != ++expected;
            add(&list, "id", (reader_string_t) { copy, length });
            wrong += list.items[list.count - 1].number != expected;
            free(copy);
            kept[count++] = value;
        }
    }

    is_int(wrong, 0, "each byte counts, at each length");

    while (count != 0) {
        free(kept[--count]);
    }
}


/* What times this is 1, for odd numbers: each step doubles the good bits. */
static uint64_t
inverse(uint64_t factor)
{
    uint64_t found = factor;

    for (int i = 0; i < 6; i++) {
        found *= 2 - factor * found;
    }

    return found;
}


/* hash_of() adds a product for each word: a second one undoes the first. */
static void
check_collisions(reader_arena_t *arena)
{
    const uint64_t first = 0x9E3779B97F4A7C15u, second = 0xBF58476D1CE4E5B9u;
    reader_attribute_list_t list;
    uint64_t *values = malloc(SAME_WORD * 2 * sizeof(*values));
    uint64_t started;

    reader_attribute_list_init(&list, arena, 1);
    started = reader_arena_cpu_ns(arena);

    for (uint64_t i = 0; i < SAME_WORD; i++) {
        values[i * 2] = i + 1;
        values[i * 2 + 1] = -((16 ^ (i + 1)) * first) * inverse(second);
        add(&list, "class",
            (reader_string_t) { (const char *) &values[i * 2], 16 });
    }

    is_int(list.value_count - 1, SAME_WORD, "values that fall together");
    ok(all_alike(&list), "do so indeed");
    ok(reader_arena_cpu_ns(arena) - started < 1000000000u,
       "and take no time that grows faster than they");
    free(values);
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);

    if (setjmp(*reader_arena_trap(arena)) != 0) {
        ok(false, "no limit is passed");
        return done_testing();
    }

    check_names();
    check_numbers(arena);
    check_lengths(arena);
    check_collisions(arena);
    reader_arena_free(arena);

    return done_testing();
}
