/* The table of 32-bit keys, above all with keys that are made to clash. */

#include "table.h"
#include "tap.h"

#define COUNT 20000


int
main(void)
{
    reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);
    reader_table_t table;
    uint32_t found = 0, kept = 0;
    bool far = true;

    reader_table_init(&table, arena, COUNT);

    for (uint32_t key = 1; key <= COUNT; key++) {
        reader_table_put(&table, key, key + 1);
    }

    for (uint32_t key = 1; key <= COUNT; key++) {
        found += reader_table_has(&table, key)
                 && table.values[reader_table_find(&table, key)] == key + 1;
    }

    is_int(found, COUNT, "what was put is found");
    ok(!reader_table_has(&table, COUNT + 1), "and nothing else");

    /* the lower bits, by which a slot is chosen, are the same */
    reader_table_init(&table, arena, 1000);

    for (uint32_t i = 1; i <= 1000; i++) {
        reader_table_put(&table, i << 16, i);
    }

    for (uint32_t i = 1; i <= 1000; i++) {
        size_t slot = reader_table_find(&table, i << 16);

        if (reader_table_has(&table, i << 16)) {
            kept += table.values[slot] == i;
        } else {
            far &= reader_table_is_far(&table, slot);
        }
    }

    ok(kept >= 64 && kept < 1000, "of those that clash some are kept");
    ok(far, "the others are far");
    reader_table_put(&table, 7, 8);
    ok(reader_table_has(&table, 7), "and what does not clash is not");

    reader_arena_free(arena);

    return done_testing();
}
