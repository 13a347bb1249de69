/* SHA-256 against the examples of FIPS 180-4 and lengths around a block. */

#include "sha256.h"

#include "tap.h"

#include <stdio.h>
#include <string.h>


static void
is_digest(reader_string_t text, const char *want, const char *name)
{
    uint8_t digest[READER_SHA256_SIZE];
    char hex[2 * READER_SHA256_SIZE + 1];

    reader_sha256(text, digest);

    for (unsigned i = 0; i < READER_SHA256_SIZE; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }

    is_str(((reader_string_t) { hex, strlen(hex) }), want, name);
}


int
main(void)
{
    static const struct {
        size_t length;
        const char *digest;
    } cases[] = {
        { 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f73431"
              "8" },
        { 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738"
              "a" },
        { 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668e"
              "b" },
    };
    static char text[64];
    char source[READER_SHA256_SOURCE_SIZE];

    memset(text, 'a', sizeof(text));
    is_digest((reader_string_t) { NULL, 0 },
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85"
              "5",
              "nothing");
    is_digest((reader_string_t) { "abc", 3 },
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a"
              "d",
              "abc");

    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[32];

        snprintf(name, sizeof(name), "%zu times a", cases[i].length);
        is_digest((reader_string_t) { text, cases[i].length }, cases[i].digest,
                  name);
    }

    reader_sha256_source((reader_string_t) { "abc", 3 }, source);
    is_str(((reader_string_t) { source, strlen(source) }),
           "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
           "as a source of a policy");

    return done_testing();
}
