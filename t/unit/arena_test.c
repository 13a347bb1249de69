/* The arena: memory, its budgets, and what is released whatever happens. */

#include "arena.h"
#include "tap.h"

#include <stdint.h>

static int released;


static void
release(void *object)
{
    released = released * 10 + *(int *) object;
}


static void
test_memory(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena;
    char *first, *second, *grown;
    unsigned char *zeroed;
    bool all_zero = true;

    arena = reader_arena_new(&limits);
    first = reader_arena_alloc(arena, 10);
    second = reader_arena_alloc(arena, 1);
    ok((uintptr_t) first % 16 == 0 && (uintptr_t) second % 16 == 0,
       "blocks are aligned");
    ok(second - first == 16, "blocks follow one another");

    memset(second, 'x', 1);
    grown = reader_arena_grow(arena, second, 1, 1000);
    ok(grown == second, "the last block grows in place");

    grown = reader_arena_grow(arena, first, 10, 100);
    ok(grown != first, "any other block is copied");

    zeroed = reader_arena_array(arena, 100, 1000);

    for (size_t i = 0; i < 100000; i++) {
        all_zero = all_zero && zeroed[i] == 0;
    }

    ok(all_zero, "an array is zeroed");
    ok(reader_arena_used(arena) >= 100000
           && reader_arena_used(arena) < 400000,
       "chunks are about as large as what is in them");

    is_str(reader_arena_copy(arena, (reader_string_t) { "copy!", 4 }),
           "copy", "a copy");
    reader_arena_free(arena);
}


/* The result with which what is done to an arena ends. */
static int
outcome(const reader_limits_t *limits, void (*act)(reader_arena_t *))
{
    reader_arena_t *arena = reader_arena_new(limits);
    int result = setjmp(*reader_arena_trap(arena));

    if (result == 0) {
        act(arena);
    }

    reader_arena_free(arena);

    return result;
}


static void
take_one_large_block(reader_arena_t *arena)
{
    reader_arena_alloc(arena, 2u << 20);
}


static void
take_small_blocks(reader_arena_t *arena)
{
    for (;;) {
        reader_arena_alloc(arena, 100);
    }
}


static void
overflow(reader_arena_t *arena)
{
    reader_arena_array(arena, SIZE_MAX / 2, 3);
}


static void
overflow_alignment(reader_arena_t *arena)
{
    reader_arena_alloc(arena, SIZE_MAX);
}


static void
work_forever(reader_arena_t *arena)
{
    for (;;) {
        reader_arena_spend(arena, 1);
    }
}


static void
fit(reader_arena_t *arena)
{
    reader_arena_alloc(arena, 900u << 10);
}


static void
test_budgets(void)
{
    reader_limits_t limits = { 0, 1u << 20, 20, NULL, NULL };
    int cancelled = 1;

    is_int(outcome(&limits, fit), 0, "within the budget");
    is_int(outcome(&limits, take_one_large_block), READER_MEMORY,
           "a block over the budget");
    is_int(outcome(&limits, overflow), READER_MEMORY, "count * size is huge");
    is_int(outcome(&limits, overflow_alignment), READER_MEMORY,
           "a size that alignment would overflow");
    limits.cpu_ms = 0;
    is_int(outcome(&limits, take_small_blocks), READER_MEMORY,
           "small blocks use the budget up");
    limits.cpu_ms = 20;
    is_int(outcome(&limits, work_forever), READER_TIMEOUT,
           "work without allocation runs out of time");
    limits.cancelled = &cancelled;
    is_int(outcome(&limits, work_forever), READER_CANCELLED,
           "the flag cancels");
}


static void
defer_and_fail(reader_arena_t *arena)
{
    static int one = 1, two = 2;

    *reader_arena_defer(arena, release) = &one;
    *reader_arena_defer(arena, release) = &two;
    reader_arena_defer(arena, release); /* no handle yet: nothing to do */
    reader_arena_fail(arena, READER_ERROR);
}


static void
test_defer(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;

    is_int(outcome(&limits, defer_and_fail), READER_ERROR, "it fails");
    is_int(released, 21, "what was deferred is released, last first");
}


static void
test_reserve(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena, *other;
    void *first, *second;

    limits.reserve = reader_reserve_new((size_t) 1 << 20);
    arena = reader_arena_new(&limits);
    first = reader_arena_alloc(arena, 20000);
    other = reader_arena_new(&limits);
    second = reader_arena_alloc(other, 20000);
    ok(first != second, "two at a time have chunks of their own");
    reader_arena_free(other);
    reader_arena_free(arena);

    arena = reader_arena_new(&limits);
    ok(reader_arena_alloc(arena, 20000) == first,
       "the chunk given back last is taken again");
    ok(reader_arena_used(arena) >= 20000, "and counts as taken");
    reader_arena_alloc(arena, 400u << 10);
    reader_arena_free(arena);

    limits.memory = 100u << 10;
    arena = reader_arena_new(&limits);
    reader_arena_alloc(arena, 90u << 10);
    ok(reader_arena_used(arena) <= limits.memory,
       "a chunk over the budget stays where it is");
    reader_arena_free(arena);

    limits.memory = 1u << 20;
    arena = reader_arena_new(&limits);
    reader_arena_alloc(arena, 16);
    ok(setjmp(*reader_arena_trap(arena)) == 0
           && reader_arena_alloc(arena, 720u << 10) != NULL,
       "what a page may take does not depend on what the reserve has");
    reader_arena_free(arena);

    limits.memory = 64u << 20;
    arena = reader_arena_new(&limits);
    first = reader_arena_alloc(arena, 2u << 20);
    ok(reader_arena_used(arena) >= 2u << 20,
       "what it has no room for comes from malloc");
    memset(first, 1, 2u << 20);
    reader_arena_free(arena);
    reader_reserve_free(limits.reserve);
    reader_reserve_free(NULL);
}


int
main(void)
{
    test_memory();
    test_reserve();
    test_budgets();
    test_defer();

    return done_testing();
}
