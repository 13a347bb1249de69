/* Test Anything Protocol for the unit tests: each is a program that prove runs. */

#ifndef TAP_H
#define TAP_H

#include "reader.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static unsigned tap_run;
static unsigned tap_failed;


static inline bool
ok(bool passed, const char *name)
{
    printf("%sok %u - %s\n", passed ? "" : "not ", ++tap_run, name);
    tap_failed += !passed;
    fflush(stdout);

    return passed;
}


/* Bytes, printed as they are if they differ; data may be NULL if length is 0 */
static inline bool
is_bytes(const char *got, size_t got_length, const char *want,
         size_t want_length, const char *name)
{
    bool same = got_length == want_length
                && (want_length == 0 || memcmp(got, want, want_length) == 0);

    if (!ok(same, name)) {
        printf("# got  '%.*s'\n# want '%.*s'\n", (int) got_length,
               got_length != 0 ? got : "", (int) want_length,
               want_length != 0 ? want : "");
    }

    return same;
}


static inline bool
is_str(reader_string_t got, const char *want, const char *name)
{
    return is_bytes(got.data, got.length, want, strlen(want), name);
}


static inline bool
is_int(long got, long want, const char *name)
{
    if (!ok(got == want, name)) {
        printf("# got  %ld\n# want %ld\n", got, want);
    }

    return got == want;
}


/* The last line of main: return done_testing(); */
static inline int
done_testing(void)
{
    printf("1..%u\n", tap_run);

    return tap_failed != 0;
}

#endif
