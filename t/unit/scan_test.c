/* Runs of bytes: each length, at each place, in blocks of just that size. */

#include "scan.h"
#include "tap.h"

#include <stdlib.h>

#define LENGTH_MAX 100

typedef bool (*belongs_t)(unsigned char c);


static bool
is_not_quote(unsigned char c)
{
    return c != '"';
}


static bool
is_space(unsigned char c)
{
    return c != '\0' && strchr(" \t\n\f\r", c) != NULL;
}


static bool
is_ascii(unsigned char c)
{
    return c < 0x80;
}


static bool
is_plain(unsigned char c)
{
    return c != '&' && c != '\r' && c != '\0';
}


static const char *
scan_to_quote(const char *at, const char *end)
{
    return reader_scan_byte(at, end, 0, '"');
}


/* The same behind each byte, which may be one itself. */
static unsigned
count_wrong_skips(void)
{
    unsigned wrong = 0;

    for (size_t length = 0; length <= LENGTH_MAX; length++) {
        char *bytes = malloc(length + 1), *end = bytes + length;

        for (size_t at = 0; at < length; at++) {
            memset(bytes, 'a', length);
            bytes[at] = bytes[at / 2] = '"';

            for (size_t skip = 0; skip <= length; skip++) {
                wrong += reader_scan_byte(bytes, end, skip, '"')
                         != scan_to_quote(bytes + skip, end);
            }
        }

        free(bytes);
    }

    return wrong;
}


static const struct {
    const char *name;
    const char *(*scan)(const char *at, const char *end);
    belongs_t belongs;
} scans[] = {
    { "to a byte", scan_to_quote, is_not_quote },
    { "white space", reader_scan_space, is_space },
    { "plain text", reader_scan_plain, is_plain },
    { "ASCII", reader_scan_ascii, is_ascii },
};


static const char *
scan_slowly(const char *at, const char *end, belongs_t belongs)
{
    while (at < end && belongs((unsigned char) *at)) {
        at++;
    }

    return at;
}


/* All lengths of a run, followed by what ends it and one more of its own. */
static unsigned
count_wrong(size_t i, unsigned char own, unsigned char other)
{
    unsigned wrong = 0;

    for (size_t length = 0; length <= LENGTH_MAX; length++) {
        char *bytes = malloc(length + 1), *end = bytes + length;

        memset(bytes, own, length);
        wrong += scans[i].scan(bytes, end) != end;

        for (size_t at = 0; at < length; at++) {
            bytes[at] = (char) other;
            wrong += scans[i].scan(bytes, end)
                     != scan_slowly(bytes, end, scans[i].belongs);
            bytes[at] = (char) own;
        }

        free(bytes);
    }

    return wrong;
}


int
main(void)
{
    for (size_t i = 0; i < sizeof(scans) / sizeof(*scans); i++) {
        unsigned wrong = 0;

        for (unsigned other = 0; other < 256; other++) {
            unsigned char own = i == 1 ? " \t\n\f\r"[other % 5] : 'a';

            wrong += count_wrong(i, own, (unsigned char) other);
        }

        is_int(wrong, 0, scans[i].name);
    }

    is_int(count_wrong_skips(), 0, "to a byte behind others");

    return done_testing();
}
