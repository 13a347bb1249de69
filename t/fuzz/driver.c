/*
 * Runs a fuzz target without libFuzzer:
 *
 *   TARGET [-s SECONDS | -n RUNS] [-r SEED] FOUND [FILE|FOLDER...]
 *
 * Inputs come from the files, from those in the folder FOUND and from
 * grammar.c; they are changed at random, and what reaches new code is kept in
 * FOUND.  Without -s and -n each file is run once.  An input that the target
 * dies of, or takes too long for, is written to FOUND/crash.
 *
 * Code that is compiled with -fsanitize-coverage=trace-pc tells where it is;
 * this file is not.
 */

#include "grammar.h"

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define INPUT_MAX 32768
#define INPUTS_MAX 20000
#define PLACES (1u << 16)
#define CHANGES_MAX 6
#define HANG 30 /* seconds, with sanitizers */

typedef struct {
    char *data;
    size_t length;
} input_t;

static input_t inputs[INPUTS_MAX];
static size_t input_count;
static const char *found;
static uint64_t state;

/* what is running, for the handlers of what kills it */
static char current[INPUT_MAX];
static size_t current_length;

/* blocks of code that ran, by what ran before */
static unsigned char hits[PLACES], known[PLACES];
static uintptr_t before;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_cov_trace_pc(void);
void __sanitizer_set_death_callback(void (*callback)(void))
    __attribute__((weak));

/* What HTML is made of, where bytes alone would take too long to get there. */
static const char *const tokens[] = {
    "<p>",        "</p>",         "<div>",       "</div>",     "<article>",
    "<h1>",       "<h2 id=a>",    "</h2>",       "<ul><li>",   "</ul>",
    "<ol start=3>", "<table><tr><td>", "</table>", "<th scope=row>",
    "<pre><code class=language-c>", "</code></pre>", "<blockquote>",
    "<a href=\"", "<a href='javascript:", "<a href=#a>", "</a>", "<img src=",
    " srcset=\"a 1x, b 2x\"", " data-src=", " onerror=", " style=\"",
    " class=\"",  " hidden",      " dir=rtl",    " lang=de",   "<svg>",
    "<math><mi>", "</math>",      "<title>",     "</title>",   "<script>",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"",
    "</script>",  "<style>",      "</style>",    "<template>", "<!--",
    "-->",        "<![CDATA[",    "]]>",         "<figure>",   "<figcaption>",
    "<meta property=og:title content=\"", "<base href=", "<iframe src=",
    "<video src=", "<noscript>",  "<details><summary>", "<sup>", "<select>",
    "<frameset>", "<plaintext>",  "<b>",         "</b>",       "<i>",
    "<font color=a>", "&lt;",     "&#0;",        "&#x202e;",   "&notin",
    "&#xd800;",   "\xef\xbb\xbf", "\xe2\x80\xae", "\xf3\xa0\x81\x81",
    "\xe4\xb8\xad\xe6\x96\x87", "\xd7\xa9", "\xcc\x81", "\x1b$B", "\x1b(B",
    "data:image/png;base64,", "https://a.example/b?c=d&e", "//x.example/",
    "**", "_", "`", "```\n", "|", "[a](b)", "\\", "\r\n", "\n\n", "    ",
    "<meta charset=gb18030>", "<meta charset=iso-2022-jp>", "\xff\xfe",
};


void
__sanitizer_cov_trace_pc(void)
{
    uintptr_t at = (uintptr_t) __builtin_return_address(0);
    unsigned char *hit = &hits[(at ^ before) % PLACES];

    if (*hit != 0xFF) {
        (*hit)++;
    }

    before = (at * 0x9E37u) >> 1;
}


static uint64_t
next(void)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15u); /* splitmix64 */

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;

    return z ^ (z >> 31);
}


static size_t
below(size_t bound)
{
    return bound == 0 ? 0 : (size_t) (next() >> 16) % bound;
}


static void
save(const char *name)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", found, name);
    file = fopen(path, "wb");

    if (file == NULL || fwrite(current, 1, current_length, file)
                            != current_length) {
        fprintf(stderr, "cannot write %s\n", path);
    }

    if (file != NULL) {
        fclose(file);
    }
}


static void
died(void)
{
    save("crash");
    fprintf(stderr, "the input is %s/crash\n", found);
}


static void
killed(int number)
{
    fprintf(stderr, number == SIGALRM ? "too slow\n" : "signal %d\n", number);
    died();
    _exit(3);
}


static void
keep(const char *data, size_t length)
{
    input_t *input;

    if (input_count == INPUTS_MAX) {
        return;
    }

    input = &inputs[input_count++];
    input->length = length < INPUT_MAX ? length : INPUT_MAX;
    input->data = malloc(input->length + 1);

    if (input->data == NULL) {
        exit(2);
    }

    memcpy(input->data, data, input->length);
}


static void
load_file(const char *path)
{
    static char data[INPUT_MAX];
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }

    keep(data, fread(data, 1, sizeof(data), file));
    fclose(file);
}


/* A file, or those in a folder. */
static void
load(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);

    if (count < 0) {
        load_file(path);
        return;
    }

    for (int i = 0; i < count; i++) {
        struct stat info;
        char name[4096];

        snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);

        if (stat(name, &info) == 0 && S_ISREG(info.st_mode)) {
            load_file(name);
        }

        free(entries[i]);
    }

    free(entries);
}


/* Puts bytes in at a place of what is current, as far as there is room. */
static void
insert(size_t at, const char *data, size_t length)
{
    if (length > INPUT_MAX - current_length) {
        length = INPUT_MAX - current_length;
    }

    memmove(current + at + length, current + at, current_length - at);
    memmove(current + at, data, length);
    current_length += length;
}


static void
change(void)
{
    static char part[INPUT_MAX];
    size_t at = below(current_length + 1), left = current_length - at;
    size_t length = below(below(left) + 1);
    const input_t *other = &inputs[below(input_count)];
    const char *token = tokens[below(sizeof(tokens) / sizeof(*tokens))];
    size_t from = below(other->length + 1);

    switch (below(8)) {

    case 0: /* another byte */
        if (left != 0) {
            current[at] = (char) next();
        }
        break;

    case 1: /* a bit */
        if (left != 0) {
            current[at] = (char) (current[at] ^ (1 << below(8)));
        }
        break;

    case 2: /* less */
        memmove(current + at, current + at + length, left - length);
        current_length -= length;
        break;

    case 3: /* the same again */
        memcpy(part, current + at, length);
        insert(below(current_length + 1), part, length);
        break;

    case 4: /* some of another one */
        insert(at, other->data + from, below(other->length - from + 1));
        break;

    default:
        insert(at, token, strlen(token));
        break;
    }
}


static void
generate(void)
{
    if (input_count == 0 || below(8) == 0) {
        current_length =
            (below(2) ? grammar_write_tidy
                      : grammar_write)(next(), current, INPUT_MAX / 4);
    } else {
        const input_t *input = &inputs[below(input_count)];

        memcpy(current, input->data, input->length);
        current_length = input->length;
    }

    for (size_t i = below(CHANGES_MAX + 1); i != 0; i--) {
        change();
    }
}


/* Runs what is current; true if it came to code that nothing had come to. */
static bool
run(void)
{
    bool new = false;

    memset(hits, 0, sizeof(hits));
    before = 0;
    alarm(HANG);
    LLVMFuzzerTestOneInput((const uint8_t *) current, current_length);
    alarm(0);

    for (size_t i = 0; i < PLACES; i++) {
        /* how often, roughly: 1, 2 to 3, 4 to 15, more */
        unsigned char often = hits[i] == 0   ? 0
                              : hits[i] == 1 ? 1
                              : hits[i] < 4  ? 2
                              : hits[i] < 16 ? 4
                                             : 8;

        if (often & ~known[i]) {
            known[i] |= often;
            new = true;
        }
    }

    return new;
}


static void
run_all(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memcpy(current, inputs[i].data, inputs[i].length);
        current_length = inputs[i].length;
        run();
    }
}


static void
fuzz(long seconds, unsigned long count)
{
    time_t start = time(NULL), told = start, now;
    unsigned long runs = 0;

    while ((now = time(NULL)) - start < seconds || runs < count) {
        generate();
        runs++;

        if (run()) {
            char name[32];

            keep(current, current_length);
            snprintf(name, sizeof(name), "%016llx",
                     (unsigned long long) next());
            save(name);
        }

        if (now - told >= 10) {
            told = now;
            printf("%ld s: %lu runs, %zu inputs\n", (long) (now - start), runs,
                   input_count);
            fflush(stdout);
        }
    }

    printf("%lu runs, %zu inputs, nothing found\n", runs, input_count);
}


int
main(int argc, char **argv)
{
    static const int signals[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL,
                                   SIGALRM };
    long seconds = 0;
    unsigned long count = 0;
    int option;

    while ((option = getopt(argc, argv, "s:n:r:")) != -1) {
        switch (option) {
        case 's':
            seconds = strtol(optarg, NULL, 10);
            break;
        case 'n':
            count = strtoul(optarg, NULL, 10);
            break;
        case 'r':
            state = strtoull(optarg, NULL, 10);
            break;
        default:
            return 2;
        }
    }

    if (optind == argc) {
        fprintf(stderr, "usage: %s [-s SECONDS | -n RUNS] [-r SEED] FOUND "
                        "[FILE...]\n",
                argv[0]);
        return 2;
    }

    found = argv[optind];

    if (__sanitizer_set_death_callback != NULL) {
        __sanitizer_set_death_callback(died);
        signal(SIGALRM, killed);
        signal(SIGABRT, killed);
    } else {
        for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
            signal(signals[i], killed);
        }
    }

    for (int i = optind; i < argc; i++) {
        load(argv[i]);
    }

    printf("%zu inputs\n", input_count);
    run_all(input_count);
    fuzz(seconds, count);

    return 0;
}
