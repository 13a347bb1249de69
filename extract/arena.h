/*
 * All transient memory of one conversion, with a budget of bytes, CPU time
 * and patience.  Allocation never returns NULL: when a budget is used up it
 * jumps to the trap that reader.c has set, which is the only setjmp.
 */

#ifndef READER_ARENA_H
#define READER_ARENA_H

#include "reader.h"

#include <setjmp.h>
#include <stdnoreturn.h>

typedef struct reader_arena reader_arena_t;

/* NULL if malloc fails.  limits are copied; the CPU clock starts now. */
reader_arena_t *reader_arena_new(const reader_limits_t *limits);

/* Runs what was deferred, last first, then gives every byte back. */
void reader_arena_free(reader_arena_t *arena);

/* Where a used-up budget jumps to; the value of setjmp is a reader_result_t */
jmp_buf *reader_arena_trap(reader_arena_t *arena);

/* 16-byte aligned, not zeroed. */
void *reader_arena_alloc(reader_arena_t *arena, size_t size);

/* count * size bytes, zeroed; an overflow counts as a used-up budget. */
void *reader_arena_array(reader_arena_t *arena, size_t count, size_t size);

/*
 * Makes block, of size bytes, larger: in place if it was the last one handed
 * out, else as a copy.  The new part is not zeroed.
 */
void *reader_arena_grow(reader_arena_t *arena, void *block, size_t size,
                        size_t new_size);

/* A copy with a NUL byte behind it. */
reader_string_t reader_arena_copy(reader_arena_t *arena, reader_string_t text);

/*
 * For handles of other libraries, which a jump would leak: returns a slot to
 * store the handle in.  If the slot is not NULL when the arena is freed,
 * however that comes about, release is called with it.
 */
void **reader_arena_defer(reader_arena_t *arena, void (*release)(void *));

/*
 * For loops that do not allocate: accounts for work (about a byte read or a
 * node visited) and now and then looks at the clock and the cancel flag.
 */
void reader_arena_spend(reader_arena_t *arena, size_t work);

/* A loop over more bytes or words than this spends them in such pieces. */
#define READER_ARENA_PIECE ((size_t) 32 << 10)

/*
 * Gives up if less CPU time than this is left: for what cannot be stopped once
 * it is begun.
 */
void reader_arena_foresee(reader_arena_t *arena, uint64_t ns);

/* Gives up with this result. */
noreturn void reader_arena_fail(reader_arena_t *arena, reader_result_t result);

size_t reader_arena_used(const reader_arena_t *arena); /* bytes of chunks */
uint64_t reader_arena_cpu_ns(const reader_arena_t *arena); /* since _new */

#endif
