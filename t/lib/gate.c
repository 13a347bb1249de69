/*
 * For LD_PRELOAD: holds every conversion that runs in a thread for as long as
 * the file "gate" exists, and adds a byte to "reached" for each that comes to
 * it, both in the folder that READER_GATE names.  Conversions in the event
 * loop pass.
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <fcntl.h>
#include <gumbo.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef GumboOutput *parse_t(const GumboOptions *options, const char *text,
                             size_t length);

static char gate[PATH_MAX];
static char reached[PATH_MAX];

/* nginx does not hand its environment down to workers */
__attribute__((constructor)) static void find_gate(void)
{
    const char *folder = getenv("READER_GATE");

    snprintf(gate, sizeof(gate), "%s/gate", folder ? folder : ".");
    snprintf(reached, sizeof(reached), "%s/reached", folder ? folder : ".");
}

GumboOutput *gumbo_parse_with_options(const GumboOptions *options,
                                      const char *text, size_t length)
{
    parse_t *parse = (parse_t *) dlsym(RTLD_NEXT, "gumbo_parse_with_options");

    if (gettid() != getpid()) {
        int fd = open(reached, O_WRONLY | O_CREAT | O_APPEND, 0600);

        if (fd != -1) {
            (void) !write(fd, ".", 1);
            close(fd);
        }
        while (access(gate, F_OK) == 0) {
            usleep(5000);
        }
    }
    return parse(options, text, length);
}
