#include "base64.h"


void
reader_base64(const uint8_t *bytes, size_t size, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < size; i += 3) {
        unsigned second = i + 1 < size ? bytes[i + 1] : 0;
        unsigned third = i + 2 < size ? bytes[i + 2] : 0;

        *out++ = digits[bytes[i] >> 2];
        *out++ = digits[(bytes[i] & 3u) << 4 | second >> 4];
        *out++ = i + 1 < size ? digits[(second & 15) << 2 | third >> 6] : '=';
        *out++ = i + 2 < size ? digits[third & 63] : '=';
    }
}
