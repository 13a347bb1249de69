#include "sha256.h"

#include "base64.h"

#include <string.h>

#define BLOCK 64
#define PREFIX "sha256-"

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};


static uint32_t
rotated(uint32_t word, unsigned by)
{
    return word >> by | word << (32 - by);
}


/* FIPS 180-4, 6.2.2 */
static void
add_block(uint32_t state[8], const uint8_t *bytes)
{
    uint32_t w[64], v[8];

    for (unsigned i = 0; i < 16; i++, bytes += 4) {
        w[i] = (uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16
               | (uint32_t) bytes[2] << 8 | bytes[3];
    }

    for (unsigned i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];

        w[i] = w[i - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3)
               + w[i - 7] + (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
    }

    memcpy(v, state, sizeof(v));

    for (unsigned i = 0; i < 64; i++) {
        uint32_t a = v[0], e = v[4];
        uint32_t one = v[7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25))
                       + ((e & v[5]) ^ (~e & v[6])) + constants[i] + w[i];
        uint32_t two = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22))
                       + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));

        memmove(v + 1, v, 7 * sizeof(*v));
        v[4] += one;
        v[0] = one + two;
    }

    for (unsigned i = 0; i < 8; i++) {
        state[i] += v[i];
    }
}


void
reader_sha256(reader_string_t text, uint8_t digest[READER_SHA256_SIZE])
{
    uint32_t state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    uint8_t last[2 * BLOCK] = { 0 };
    size_t whole = text.length - text.length % BLOCK;
    size_t rest = text.length - whole;
    size_t end = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    uint64_t bits = (uint64_t) text.length * 8;

    for (size_t at = 0; at < whole; at += BLOCK) {
        add_block(state, (const uint8_t *) text.data + at);
    }

    /* what is left, a bit that is set, and the length at the end */
    if (rest != 0) {
        memcpy(last, text.data + whole, rest);
    }

    last[rest] = 0x80;

    for (unsigned i = 0; i < 8; i++) {
        last[end - 1 - i] = (uint8_t) (bits >> 8 * i);
    }

    for (size_t at = 0; at < end; at += BLOCK) {
        add_block(state, last + at);
    }

    for (unsigned i = 0; i < READER_SHA256_SIZE; i++) {
        digest[i] = (uint8_t) (state[i / 4] >> (24 - 8 * (i % 4)));
    }
}


void
reader_sha256_source(reader_string_t text,
                     char source[READER_SHA256_SOURCE_SIZE])
{
    uint8_t digest[READER_SHA256_SIZE];

    reader_sha256(text, digest);
    memcpy(source, PREFIX, sizeof(PREFIX) - 1);
    reader_base64(digest, sizeof(digest), source + sizeof(PREFIX) - 1);
    source[READER_SHA256_SOURCE_SIZE - 1] = '\0';
}
