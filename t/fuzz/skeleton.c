/*
 * Fuzz target: the tree from the skeleton must be the tree of the page itself.
 * A page for which it is not is made small, and both trees are shown.
 */

#include "same_tree.h"

#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static tree_verdict_t
verdict_of(reader_string_t page, bool force_whole)
{
    tree_check_t check;

    tree_check(&check, page, force_whole);
    reader_arena_free(check.arena);

    return check.verdict;
}


/* Leaves out parts as long as the trees differ. */
static reader_string_t
reduce(reader_string_t whole, bool force_whole)
{
    char *page = malloc(whole.length + 1), *trial = malloc(whole.length + 1);
    size_t length = whole.length;

    if (page == NULL || trial == NULL) {
        abort();
    }

    memcpy(page, whole.data, length);

    for (size_t part = length / 2; part != 0; part /= 2) {
        for (size_t at = 0; at + part <= length;) {
            reader_string_t rest = { trial, length - part };

            memcpy(trial, page, at);
            memcpy(trial + at, page + at + part, length - at - part);

            if (reader_utf8_valid(rest) == rest.length
                && verdict_of(rest, force_whole) == TREE_DIFFERENT) {
                length -= part;
                memcpy(page, trial, length);
            } else {
                at += part;
            }
        }
    }

    free(trial);

    return (reader_string_t) { page, length };
}


static void
report(reader_string_t page, bool force_whole)
{
    tree_check_t check;
    reader_string_t small = reduce(page, force_whole);

    tree_check(&check, small, force_whole);
    fprintf(stderr, "trees differ%s\n--- page\n%.*s\n--- got\n%.*s\n"
                    "--- want\n%.*s\n---\n",
            force_whole ? " (whole)" : "", (int) small.length, small.data,
            (int) check.got.length, check.got.data, (int) check.want.length,
            check.want.data);
    abort();
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_string_t page = { (const char *) data, size };

    /* of NUL bytes in tags Gumbo makes what no standard says */
    if (size == 0 || memchr(data, '\0', size) != NULL
        || reader_utf8_valid(page) != size) {
        return 0;
    }

    for (int whole = 0; whole < 2; whole++) {
        if (verdict_of(page, whole) == TREE_DIFFERENT) {
            report(page, whole);
        }
    }

    return 0;
}
