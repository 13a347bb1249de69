#include "tap.h"

#include "sha256.h"

#include <stdlib.h>

/* FIPS 180-4 and its examples; the lengths are those around a block's end */
static const struct {
    const char *name, *unit;
    size_t count;
    const char *want;
} cases[] = {
    { "nothing", "", 0,
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "abc", 1,
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      1, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    { "a million a", "a", 1000000,
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
    { "55 bytes", "a", 55,
      "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
    { "56 bytes", "a", 56,
      "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
    { "63 bytes", "a", 63,
      "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34" },
    { "64 bytes", "a", 64,
      "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
};


int
main(void)
{
    char source[READER_SHA256_SOURCE_SIZE];
    const reader_string_t css = { "a{b:c}", 6 };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t length = strlen(cases[i].unit);
        char *data = malloc(length * cases[i].count + 1);
        unsigned char digest[32];
        char hex[65];

        for (size_t n = 0; n < cases[i].count; n++) {
            memcpy(data + n * length, cases[i].unit, length);
        }
        reader_sha256((reader_string_t) { data, length * cases[i].count },
                      digest);
        for (unsigned n = 0; n < 32; n++) {
            snprintf(hex + 2 * n, 3, "%02x", digest[n]);
        }
        is_bytes(hex, 64, cases[i].want, 64, cases[i].name);
        free(data);
    }

    reader_sha256_source(css, source);
    ok(strcmp(source, "sha256-0cRUVYRKwNwnl1hkfkPGjkht16b039TjFdJzmXfFK2o=")
           == 0, "as a source of a policy");

    return done_testing();
}
