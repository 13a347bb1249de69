/*
 * The tree from the skeleton against the tree of the page itself.
 *
 *   skeleton [-n COUNT] [-s SEED] [FILE...]
 *
 * Checks the files, and COUNT generated documents from SEED on.  Prints what
 * differs, made small, and how many pages were parsed whole.  With
 * -DSKELETON_FUZZER it is a libFuzzer target instead.
 */

#include "same_tree.h"

#include "grammar.h"
#include "utf8.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DOCUMENT_MAX 8192


static tree_verdict_t
verdict_of(reader_string_t page, bool force_whole, bool *whole)
{
    tree_check_t check;

    tree_check(&check, page, force_whole);
    reader_arena_free(check.arena);
    *whole = check.whole;

    return check.verdict;
}

#ifdef SKELETON_FUZZER

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_string_t page = { (const char *) data, size };
    bool whole;

    /* of NUL bytes in tags Gumbo makes what no standard says */
    if (size != 0 && memchr(data, '\0', size) == NULL
        && reader_utf8_valid(page) == size
        && (verdict_of(page, false, &whole) == TREE_DIFFERENT
            || verdict_of(page, true, &whole) == TREE_DIFFERENT)) {
        abort();
    }

    return 0;
}

#else

typedef struct {
    unsigned long pages;
    unsigned long different;
    unsigned long whole;
    unsigned long limited;
} tally_t;


static const char *current_page;
static size_t current_length;


/* Gumbo's own assertions: say what page it was. */
static void
aborted(int number)
{
    (void) number;
    fprintf(stderr, "--- page\n%.*s\n---\n", (int) current_length,
            current_page);
    _exit(3);
}


/* Leaves out parts as long as the trees differ. */
static size_t
reduce(char *page, size_t length, bool force_whole)
{
    char *trial = malloc(length + 1);
    bool whole;

    for (size_t part = length / 2; part != 0 && trial != NULL; part /= 2) {
        for (size_t at = 0; at + part <= length;) {
            reader_string_t rest = { trial, length - part };

            memcpy(trial, page, at);
            memcpy(trial + at, page + at + part, length - at - part);

            if (reader_utf8_valid(rest) == rest.length
                && verdict_of(rest, force_whole, &whole) == TREE_DIFFERENT) {
                length -= part;
                memcpy(page, trial, length);
            } else {
                at += part;
            }
        }
    }

    free(trial);

    return length;
}


static void
report(const char *name, char *page, size_t length, bool force_whole)
{
    tree_check_t check;
    size_t small = length < 100000 ? reduce(page, length, force_whole) : length;

    tree_check(&check, (reader_string_t) { page, small }, force_whole);
    printf("%s: differs%s\n", name, force_whole ? " (whole)" : "");

    if (small < 2000) {
        printf("--- page\n%.*s\n--- got\n%.*s\n--- want\n%.*s\n---\n",
               (int) small, page, (int) check.got.length, check.got.data,
               (int) check.want.length, check.want.data);
    }

    reader_arena_free(check.arena);
}


static void
run(tally_t *tally, const char *name, char *page, size_t length,
    bool force_whole)
{
    bool whole;
    reader_string_t text = { page, length };
    tree_verdict_t verdict;

    current_page = page;
    current_length = length;
    verdict = verdict_of(text, force_whole, &whole);

    tally->pages++;
    tally->whole += whole;
    tally->limited += verdict == TREE_LIMIT;

    if (verdict == TREE_DIFFERENT) {
        tally->different++;
        report(name, page, length, force_whole);
    }
}


static void
run_file(tally_t *tally, const char *name)
{
    FILE *file = fopen(name, "rb");
    long size = -1;
    char *page;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        size = ftell(file);
        rewind(file);
    }

    if (size < 0 || (page = malloc((size_t) size + 1)) == NULL
        || fread(page, 1, (size_t) size, file) != (size_t) size) {
        fprintf(stderr, "skeleton: cannot read %s\n", name);
        exit(2);
    }

    fclose(file);

    /* the sifter's input is UTF-8; what is not is another stage's concern */
    for (size_t at = 0; at < (size_t) size; at++) {
        reader_string_t rest = { page + at, (size_t) size - at };

        at += reader_utf8_valid(rest);

        if (at < (size_t) size) {
            page[at] = '?';
        }
    }

    run(tally, name, page, (size_t) size, false);
    free(page);
}


static void
show(const char *what, const tally_t *tally)
{
    printf("%s: %lu, different %lu, parsed whole %lu (%.2f %%), past a limit "
           "%lu\n",
           what, tally->pages, tally->different, tally->whole,
           tally->pages != 0
               ? 100.0 * (double) tally->whole / (double) tally->pages
               : 0.0,
           tally->limited);
    fflush(stdout);
}


int
main(int argc, char **argv)
{
    tally_t files = { 0 }, documents = { 0 };
    unsigned long count = 0, seed = 1;
    int at = 1;

    signal(SIGABRT, aborted);

    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (strcmp(argv[at], "-n") == 0) {
            count = strtoul(argv[at + 1], NULL, 10);
        } else if (strcmp(argv[at], "-s") == 0) {
            seed = strtoul(argv[at + 1], NULL, 10);
        } else {
            fprintf(stderr, "usage: skeleton [-n COUNT] [-s SEED] [FILE...]"
                            "\n");
            return 2;
        }
    }

    for (; at < argc; at++) {
        run_file(&files, argv[at]);
    }

    for (unsigned long i = 0; i < count && documents.different < 20; i++) {
        char page[DOCUMENT_MAX], name[64];
        size_t length = grammar_write(seed + i, page, sizeof(page));

        snprintf(name, sizeof(name), "document of seed %lu", seed + i);
        run(&documents, name, page, length, i % 16 == 15);
    }

    if (files.pages != 0) {
        show("files", &files);
    }

    if (count != 0) {
        show("documents", &documents);
    }

    return files.different != 0 || documents.different != 0;
}

#endif
