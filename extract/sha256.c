#include "sha256.h"

#include <string.h>

#define BLOCK 64

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
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};


static uint32_t
rotate(uint32_t word, unsigned bits)
{
    return word >> bits | word << (32 - bits);
}


/* FIPS 180-4, 6.2.2 */
static void
compress(uint32_t hash[8], const unsigned char *block)
{
    uint32_t w[64], v[8];

    for (unsigned i = 0; i < 16; i++, block += 4) {
        w[i] = (uint32_t) block[0] << 24 | (uint32_t) block[1] << 16
               | (uint32_t) block[2] << 8 | block[3];
    }

    for (unsigned i = 16; i < 64; i++) {
        uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18)
                      ^ w[i - 15] >> 3;
        uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19)
                      ^ w[i - 2] >> 10;

        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }

    memcpy(v, hash, sizeof(v));

    for (unsigned i = 0; i < 64; i++) {
        uint32_t t1 = v[7] + constants[i] + w[i]
                      + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25))
                      + ((v[4] & v[5]) ^ (~v[4] & v[6]));
        uint32_t t2 = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22))
                      + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

        memmove(v + 1, v, 7 * sizeof(v[0]));
        v[4] += t1;
        v[0] = t1 + t2;
    }

    for (unsigned i = 0; i < 8; i++) {
        hash[i] += v[i];
    }
}


void
reader_sha256(reader_string_t data, unsigned char digest[32])
{
    uint32_t hash[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    unsigned char tail[2 * BLOCK] = { 0 };
    size_t whole = data.length / BLOCK * BLOCK;
    size_t rest = data.length - whole;
    size_t end = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    uint64_t bits = (uint64_t) data.length * 8;

    for (size_t at = 0; at < whole; at += BLOCK) {
        compress(hash, (const unsigned char *) data.data + at);
    }

    /* 5.1.1: a bit of 1, zeros, and the length in bits */
    if (rest != 0) {
        memcpy(tail, data.data + whole, rest);
    }
    tail[rest] = 0x80;
    for (unsigned i = 1; i <= 8; i++, bits >>= 8) {
        tail[end - i] = (unsigned char) bits;
    }

    for (size_t at = 0; at < end; at += BLOCK) {
        compress(hash, tail + at);
    }

    for (unsigned i = 0; i < 32; i++) {
        digest[i] = (unsigned char) (hash[i / 4] >> (24 - i % 4 * 8));
    }
}


void
reader_sha256_source(reader_string_t data,
                     char source[READER_SHA256_SOURCE_SIZE])
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char digest[33] = { 0 };
    char *to = source;

    reader_sha256(data, digest);

    memcpy(to, "sha256-", 7);
    to += 7;

    for (unsigned i = 0; i < 33; i += 3) {
        uint32_t three = (uint32_t) digest[i] << 16
                         | (uint32_t) digest[i + 1] << 8 | digest[i + 2];

        for (unsigned shift = 24; shift != 0; shift -= 6) {
            *to++ = base64[three >> (shift - 6) & 63];
        }
    }

    /* 32 bytes are 43 characters and one of padding */
    to[-1] = '=';
    *to = '\0';
}
