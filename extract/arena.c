#include "arena.h"

#include "reserve.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * Chunks grow with the page, so that a small page costs little and a large
 * one makes few calls of malloc.
 */
#define CHUNK_MIN ((size_t) 32 << 10)
#define CHUNK_MAX ((size_t) 1 << 20)
#define ALIGNMENT ((size_t) 16)

/* The clock is a system call: look at it once per so much work. */
#define WORK_BETWEEN_CHECKS ((size_t) 32 << 10)
#define WORK_PER_ALLOCATION ((size_t) 512)
#define CLEARED_AT_ONCE ((size_t) 1 << 20)

typedef struct deferred {
    struct deferred *next;
    void (*release)(void *);
    void *object;
} deferred_t;

struct reader_arena {
    char *free;
    char *end;
    size_t work;
    size_t used;
    size_t chunk_size;
    reader_chunk_t *chunks;
    deferred_t *deferred;
    reader_limits_t limits;
    uint64_t started;
    uint64_t deadline;
    jmp_buf trap;
};


static uint64_t
thread_cpu_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);

    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}


reader_arena_t *
reader_arena_new(const reader_limits_t *limits)
{
    reader_arena_t *arena = calloc(1, sizeof(*arena));

    if (arena == NULL) {
        return NULL;
    }

    arena->limits = *limits;
    arena->chunk_size = CHUNK_MIN;
    arena->started = thread_cpu_ns();

    if (limits->cpu_ms != 0) {
        arena->deadline =
            arena->started + (uint64_t) limits->cpu_ms * 1000000u;
    }

    return arena;
}


void
reader_arena_free(reader_arena_t *arena)
{
    if (arena == NULL) {
        return;
    }

    for (deferred_t *d = arena->deferred; d != NULL; d = d->next) {
        if (d->object != NULL) {
            d->release(d->object);
        }
    }

    if (arena->limits.reserve != NULL) {
        reader_reserve_give(arena->limits.reserve, arena->chunks);
        arena->chunks = NULL;
    }

    for (reader_chunk_t *chunk = arena->chunks, *next; chunk != NULL;
         chunk = next) {
        next = chunk->next;
        free(chunk);
    }

    free(arena);
}


jmp_buf *
reader_arena_trap(reader_arena_t *arena)
{
    return &arena->trap;
}


noreturn void
reader_arena_fail(reader_arena_t *arena, reader_result_t result)
{
    longjmp(arena->trap, (int) result);
}


static void
check(reader_arena_t *arena)
{
    arena->work = 0;

    if (arena->limits.cancelled != NULL && *arena->limits.cancelled) {
        reader_arena_fail(arena, READER_CANCELLED);
    }

    if (arena->deadline != 0 && thread_cpu_ns() > arena->deadline) {
        reader_arena_fail(arena, READER_TIMEOUT);
    }
}


void
reader_arena_foresee(reader_arena_t *arena, uint64_t ns)
{
    if (arena->deadline != 0 && thread_cpu_ns() + ns > arena->deadline) {
        reader_arena_fail(arena, READER_TIMEOUT);
    }
}


void
reader_arena_spend(reader_arena_t *arena, size_t work)
{
    arena->work += work;

    if (arena->work >= WORK_BETWEEN_CHECKS) {
        check(arena);
    }
}


static size_t
aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}


/* A chunk of at least so many bytes; from the reserve, of twice at most. */
static reader_chunk_t *
take_chunk(reader_arena_t *arena, size_t wanted)
{
    reader_chunk_t *chunk = NULL;

    if (arena->limits.reserve != NULL) {
        chunk = reader_reserve_take(arena->limits.reserve, wanted,
                                    wanted > SIZE_MAX / 2 ? wanted
                                                          : wanted * 2);
    }

    if (chunk == NULL) {
        chunk = malloc(wanted);

        if (chunk != NULL) {
            chunk->size = wanted;
        }
    }

    return chunk;
}


/* Room for size more bytes at arena->free. */
static void
add_chunk(reader_arena_t *arena, size_t size)
{
    size_t header = aligned(sizeof(reader_chunk_t));
    size_t left = arena->limits.memory - arena->used;
    size_t wanted = arena->chunk_size;
    reader_chunk_t *chunk;

    if (arena->used > arena->limits.memory || size > left
        || header > left - size) {
        reader_arena_fail(arena, READER_MEMORY);
    }

    if (wanted < header + size) {
        wanted = header + size;
    }

    if (wanted > left) {
        wanted = header + size;
    }

    chunk = take_chunk(arena, wanted);

    if (chunk == NULL) {
        reader_arena_fail(arena, READER_MEMORY);
    }

    chunk->next = arena->chunks;
    arena->chunks = chunk;
    /* not all of a larger one: what a page needs must not depend on others */
    arena->used += wanted;
    arena->free = (char *) chunk + header;
    arena->end = (char *) chunk + wanted;

    if (arena->chunk_size < CHUNK_MAX) {
        arena->chunk_size *= 2;
    }
}


void *
reader_arena_alloc(reader_arena_t *arena, size_t size)
{
    void *block;

    if (size > SIZE_MAX - ALIGNMENT) {
        reader_arena_fail(arena, READER_MEMORY);
    }

    size = aligned(size);
    reader_arena_spend(arena, WORK_PER_ALLOCATION);

    if (size > (size_t) (arena->end - arena->free)) {
        add_chunk(arena, size);
    }

    block = arena->free;
    arena->free += size;

    return block;
}


void *
reader_arena_array(reader_arena_t *arena, size_t count, size_t size)
{
    void *block;

    if (size != 0 && count > SIZE_MAX / size) {
        reader_arena_fail(arena, READER_MEMORY);
    }

    size *= count;
    block = reader_arena_alloc(arena, size);

    for (size_t at = 0, piece; at < size; at += piece) {
        piece = size - at < CLEARED_AT_ONCE ? size - at : CLEARED_AT_ONCE;
        memset((char *) block + at, 0, piece);
        reader_arena_spend(arena, piece / 32);
    }

    return block;
}


void *
reader_arena_grow(reader_arena_t *arena, void *block, size_t size,
                  size_t new_size)
{
    void *copy;

    if (block != NULL && (char *) block + aligned(size) == arena->free
        && new_size <= (size_t) (arena->end - (char *) block)) {
        arena->free = (char *) block + aligned(new_size);

        if (arena->free > arena->end) {
            arena->free = arena->end;
        }

        return block;
    }

    copy = reader_arena_alloc(arena, new_size);

    if (size != 0) {
        memcpy(copy, block, size < new_size ? size : new_size);
    }

    return copy;
}


reader_string_t
reader_arena_copy(reader_arena_t *arena, reader_string_t text)
{
    char *copy = reader_arena_alloc(arena, text.length + 1);

    if (text.length != 0) {
        memcpy(copy, text.data, text.length);
    }

    copy[text.length] = '\0';

    return (reader_string_t) { copy, text.length };
}


void **
reader_arena_defer(reader_arena_t *arena, void (*release)(void *))
{
    deferred_t *deferred = reader_arena_array(arena, 1, sizeof(*deferred));

    deferred->next = arena->deferred;
    deferred->release = release;
    arena->deferred = deferred;

    return &deferred->object;
}


size_t
reader_arena_used(const reader_arena_t *arena)
{
    return arena->used;
}


uint64_t
reader_arena_cpu_ns(const reader_arena_t *arena)
{
    return thread_cpu_ns() - arena->started;
}
