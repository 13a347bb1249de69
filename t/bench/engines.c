/*
 * What a conversion costs, beside what others do with the same pages, in one
 * process.  Engine after engine goes over all of the pages, as a server's
 * worker does, and all of that is done again in each round, so that all of
 * them see the same machine.
 *
 *   engines ROUNDS FILE...
 *
 * Prints a line for each engine, parted by tabs: its name, nanoseconds of CPU
 * time (of each page the least of all rounds), bytes of the pages, bytes of
 * memory that it holds at its end.  The functions engine_* are what a
 * profiler is to count.
 */

#include "arena.h"
#include "reader.h"

#include <gumbo.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#ifdef WITH_LIBXML2
#include <libxml/HTMLparser.h>
#endif

#define PAGE_MAX ((size_t) 16 << 20)
#define RESERVE ((size_t) 8 << 20) /* as a worker has it */
#define NOINLINE __attribute__((noinline))

typedef struct {
    const reader_profile_t *profile;
    reader_reserve_t *reserve;
    reader_string_t page;
    unsigned char *room; /* for what an engine writes */
    size_t room_length;
} job_t;

typedef struct {
    const char *name;
    size_t (*run)(const job_t *job); /* returns the memory that it took */
    uint64_t memory;
} engine_t;


static uint64_t
cpu_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);

    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}


static size_t
allocated(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}


/* Parses and frees, with malloc, as it comes. */
static NOINLINE size_t
engine_gumbo(const job_t *job)
{
    size_t before = allocated(), held;
    GumboOutput *output = gumbo_parse_with_options(
        &kGumboDefaultOptions, job->page.data, job->page.length);

    held = allocated() - before;
    gumbo_destroy_output(&kGumboDefaultOptions, output);

    return held;
}


static void
deflate_page(const job_t *job, int level)
{
    z_stream stream = { 0 };

    /* 16: with the header of gzip; nginx's and gzip's own settings */
    if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8,
                     Z_DEFAULT_STRATEGY)
        != Z_OK) {
        abort();
    }

    stream.next_in = (Bytef *) (uintptr_t) job->page.data;
    stream.avail_in = (uInt) job->page.length;
    stream.next_out = job->room;
    stream.avail_out = (uInt) job->room_length;

    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
        abort();
    }

    deflateEnd(&stream);
}


static NOINLINE size_t
engine_gzip_1(const job_t *job)
{
    deflate_page(job, 1);

    return 0;
}


static NOINLINE size_t
engine_gzip_6(const job_t *job)
{
    deflate_page(job, 6);

    return 0;
}

#ifdef WITH_LIBXML2

static NOINLINE size_t
engine_libxml2(const job_t *job)
{
    size_t before = allocated(), held;
    htmlDocPtr document = htmlReadMemory(
        job->page.data, (int) job->page.length, NULL, "utf-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
            | HTML_PARSE_NONET);

    held = allocated() - before;
    xmlFreeDoc(document);

    return held;
}

#endif

static NOINLINE size_t
engine_reader(const job_t *job)
{
    reader_page_t page = { .html = job->page,
                           .url = { "https://example.com/a/b", 23 },
                           .format = READER_HTML };
    reader_limits_t limits = { .input = PAGE_MAX,
                               .memory = (size_t) 1 << 30,
                               .cpu_ms = 60000,
                               .reserve = job->reserve };
    reader_view_t view;
    size_t used;

    reader_convert(job->profile, &page, &limits, &view);
    used = view.arena == NULL ? 0 : reader_arena_used(view.arena);
    reader_view_free(&view);

    return used;
}


static engine_t engines[] = {
    { "gumbo", engine_gumbo, 0 },
    { "gzip -1", engine_gzip_1, 0 },
    { "gzip -6", engine_gzip_6, 0 },
#ifdef WITH_LIBXML2
    { "libxml2", engine_libxml2, 0 },
#endif
    { "reader", engine_reader, 0 },
};

#define COUNT (sizeof(engines) / sizeof(*engines))


static bool
read_page(const char *name, char *room, reader_string_t *page)
{
    FILE *file = fopen(name, "rb");

    if (file == NULL) {
        perror(name);
        return false;
    }

    *page = (reader_string_t) { room, fread(room, 1, PAGE_MAX, file) };
    fclose(file);

    return true;
}


/* One engine, over all pages; false if a page cannot be read. */
static bool
measure(engine_t *engine, job_t *job, char *room, char **names, size_t count,
        uint64_t *least)
{
    engine->memory = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t started, spent;

        if (!read_page(names[i], room, &job->page)) {
            return false;
        }

        started = cpu_ns();
        engine->memory += engine->run(job);
        spent = cpu_ns() - started;

        if (least[i] == 0 || spent < least[i]) {
            least[i] = spent;
        }
    }

    return true;
}


static uint64_t
sum_of(const uint64_t *numbers, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += numbers[i];
    }

    return sum;
}


static uint64_t
bytes_of(char **names, size_t count, char *room)
{
    uint64_t bytes = 0;
    reader_string_t page;

    for (size_t i = 0; i < count && read_page(names[i], room, &page); i++) {
        bytes += page.length;
    }

    return bytes;
}


int
main(int argc, char **argv)
{
    reader_error_t error;
    unsigned rounds = argc > 2 ? (unsigned) atoi(argv[1]) : 0;
    size_t count = argc > 2 ? (size_t) argc - 2 : 0;
    char *room = malloc(PAGE_MAX), **names = argv + 2;
    uint64_t *least = calloc(COUNT * (count + 1), sizeof(*least)), bytes;
    job_t job;

    if (rounds == 0) {
        fprintf(stderr, "usage: engines ROUNDS FILE...\n");
        return 2;
    }

    job.profile = reader_profile_new(NULL, &error);
    job.reserve = reader_reserve_new(RESERVE);
    job.room_length = compressBound(PAGE_MAX) + 64;
    job.room = malloc(job.room_length);

    if (job.profile == NULL || job.reserve == NULL || job.room == NULL
        || room == NULL || least == NULL) {
        fprintf(stderr, "engines: cannot begin\n");
        return 1;
    }

    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < COUNT; i++) {
            if (!measure(&engines[i], &job, room, names, count,
                         least + i * count)) {
                return 1;
            }
        }
    }

    bytes = bytes_of(names, count, room);

    for (size_t i = 0; i < COUNT; i++) {
        printf("%s\t%llu\t%llu\t%llu\n", engines[i].name,
               (unsigned long long) sum_of(least + i * count, count),
               (unsigned long long) bytes,
               (unsigned long long) engines[i].memory);
    }

    return 0;
}
