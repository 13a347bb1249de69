#include "url_host.h"

#include "ascii.h"
#include "unicode.h"
#include "utf8.h"

#include <arpa/inet.h>
#include <string.h>

/* RFC 1035: a name has at most 253 characters, a label 63 */
#define NAME_MAX_LENGTH 253
#define LABEL_MAX_LENGTH 63

/* RFC 3492, section 5 */
#define PUNY_BASE 36
#define PUNY_TMIN 1
#define PUNY_TMAX 26
#define PUNY_SKEW 38
#define PUNY_DAMP 700
#define PUNY_BIAS 72
#define PUNY_N 0x80

typedef struct {
    uint32_t first, last;
} range_t;

/* What UTS 46 maps to something else or forbids, as far as it looks like
   a part of a URL or like nothing at all. */
static const range_t refused[] = {
    { 0x80, 0xA0 },       { 0xA8, 0xA8 },       { 0xAA, 0xAA },
    { 0xAF, 0xAF },       { 0xB2, 0xB6 },       { 0xB8, 0xBA },
    { 0x34F, 0x34F },     { 0x61C, 0x61C },     { 0x115F, 0x1160 },
    { 0x1680, 0x1680 },   { 0x180B, 0x180F },   { 0x2000, 0x200A },
    { 0x200E, 0x200F },   { 0x2024, 0x2026 },   { 0x2028, 0x202F },
    { 0x203C, 0x203C },   { 0x2047, 0x2049 },   { 0x205F, 0x206F },
    { 0x2100, 0x214F },   { 0x2260, 0x2260 },   { 0x226E, 0x226F },
    { 0x2460, 0x24FF },   { 0x2FF0, 0x2FFF },   { 0x3000, 0x3001 },
    { 0x3164, 0x3164 },   { 0x3200, 0x33FF },   { 0xD800, 0xF8FF },
    { 0xFB00, 0xFB06 },   { 0xFE00, 0xFE6F },   { 0xFEFF, 0xFEFF },
    { 0xFF00, 0xFFFF },   { 0x1D400, 0x1D7FF }, { 0x1F100, 0x1F1FF },
    { 0xE0000, 0x10FFFF }
};


static bool
is_refused(uint32_t c)
{
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (c >= refused[i].first && c <= refused[i].last) {
            return true;
        }
    }

    return false;
}


static int
hex_value(char c)
{
    if (reader_ascii_digit(c)) {
        return c - '0';
    }

    c = reader_ascii_lower(c);

    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}


/* text as bytes with %XX resolved; 0 if it does not fit */
static size_t
percent_decode(reader_string_t text, char *out, size_t size)
{
    size_t length = 0;

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (c == '%' && i + 2 < text.length && hex_value(text.data[i + 1]) >= 0
            && hex_value(text.data[i + 2]) >= 0) {
            c = (char) (hex_value(text.data[i + 1]) << 4
                        | hex_value(text.data[i + 2]));
            i += 2;
        }

        if (length == size) {
            return 0;
        }

        out[length++] = c;
    }

    return length;
}


static uint32_t
puny_adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;

    delta = first ? delta / PUNY_DAMP : delta / 2;
    delta += delta / points;

    while (delta > (PUNY_BASE - PUNY_TMIN) * PUNY_TMAX / 2) {
        delta /= PUNY_BASE - PUNY_TMIN;
        k += PUNY_BASE;
    }

    return k + (PUNY_BASE - PUNY_TMIN + 1) * delta / (delta + PUNY_SKEW);
}


static void
puny_number(uint32_t number, uint32_t bias, reader_buffer_t *out)
{
    for (uint32_t k = PUNY_BASE;; k += PUNY_BASE) {
        uint32_t t = k <= bias ? PUNY_TMIN
                   : k >= bias + PUNY_TMAX ? PUNY_TMAX : k - bias;
        uint32_t digit = number;

        if (number >= t) {
            digit = t + (number - t) % (PUNY_BASE - t);
        }

        reader_buffer_byte(out, (char) (digit < 26 ? 'a' + digit
                                                   : '0' + digit - 26));

        if (number < t) {
            return;
        }

        number = (number - t) / (PUNY_BASE - t);
    }
}


/* RFC 3492, section 6.3; at most LABEL_MAX_LENGTH code points. */
static bool
add_label(const uint32_t *label, size_t count, reader_buffer_t *out)
{
    size_t start = out->length, handled = 0, basic;
    uint32_t n = PUNY_N, delta = 0, bias = PUNY_BIAS;
    bool ascii = true;

    for (size_t i = 0; i < count; i++) {
        ascii = ascii && label[i] < 0x80;
    }

    if (!ascii) {
        reader_buffer_text(out, "xn--");
    }

    for (size_t i = 0; i < count; i++) {
        if (label[i] < 0x80) {
            reader_buffer_byte(out, (char) label[i]);
            handled++;
        }
    }

    basic = handled;

    if (!ascii && basic != 0) {
        reader_buffer_byte(out, '-');
    }

    while (handled < count) {
        uint32_t next = UINT32_MAX;

        for (size_t i = 0; i < count; i++) {
            if (label[i] >= n && label[i] < next) {
                next = label[i];
            }
        }

        /* no overflow: code points < 2^21, labels of at most 63 */
        delta += (next - n) * (uint32_t) (handled + 1);
        n = next;

        for (size_t i = 0; i < count; i++) {
            if (label[i] < n) {
                delta++;
            }

            if (label[i] == n) {
                puny_number(delta, bias, out);
                bias = puny_adapt(delta, (uint32_t) handled + 1,
                                  handled == basic);
                delta = 0;
                handled++;
            }
        }

        delta++;
        n++;
    }

    return out->length - start <= LABEL_MAX_LENGTH;
}


/* URL standard, "forbidden domain code point" */
static bool
is_forbidden(uint32_t c)
{
    if (c >= 0x80) {
        return is_refused(c);
    }

    return c <= 0x20 || c == 0x7F
           || strchr("#/:<>?@[\\]^|%\"`{}", (int) c) != NULL;
}


/* Whether this is a domain of which all stays as it is: most are. */
static bool
is_plain(reader_string_t text)
{
    size_t length = 0;

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (c == '.') {
            length = 0;
        } else if (!((c >= 'a' && c <= 'z') || reader_ascii_digit(c)
                     || c == '-' || c == '_')
                   || ++length > LABEL_MAX_LENGTH) {
            return false;
        }
    }

    return true;
}


static bool
add_domain(reader_string_t text, reader_buffer_t *out)
{
    uint32_t label[LABEL_MAX_LENGTH];
    size_t count = 0;
    const char *at = text.data;

    if (reader_utf8_valid(text) != text.length) {
        return false;
    }

    while (at < text.data + text.length) {
        uint32_t c = reader_unicode_next(&at, text.data + text.length);

        if (c == 0xAD || c == 0x200B || c == 0x2060 || c == 0x200C
            || c == 0x200D) {
            continue;
        }

        if (c == '.' || c == 0x3002 || c == 0xFF0E || c == 0xFF61) {
            if (!add_label(label, count, out)) {
                return false;
            }

            reader_buffer_byte(out, '.');
            count = 0;
            continue;
        }

        if (is_forbidden(c) || count == LABEL_MAX_LENGTH) {
            return false;
        }

        label[count++] = reader_unicode_lower(c);
    }

    return add_label(label, count, out);
}


/* One number of an IPv4 address: decimal, 0x hexadecimal, 0 octal. */
static bool
ipv4_number(const char *text, size_t length, uint64_t *number)
{
    unsigned base = 10;

    if (length >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
        base = 16;
        text += 2;
        length -= 2;

    } else if (length >= 2 && text[0] == '0') {
        base = 8;
        text++;
        length--;

    } else if (length == 0) {
        return false;
    }

    *number = 0;

    for (size_t i = 0; i < length; i++) {
        int digit = hex_value(text[i]);

        if (digit < 0 || (unsigned) digit >= base) {
            return false;
        }

        if (*number <= UINT32_MAX) {
            *number = *number * base + (unsigned) digit;
        }
    }

    return true;
}


/* URL standard, "ends in a number checker" and the IPv4 parser: turns what
   was added as a domain from start on into an address; false: invalid. */
static bool
fix_ipv4(reader_buffer_t *out, size_t start)
{
    const char *text = out->data + start;
    size_t length = out->length - start;
    uint64_t numbers[4], address = 0;
    size_t count = 0, last;
    bool number;

    if (length != 0 && text[length - 1] == '.') {
        length--;
    }

    for (last = length; last > 0 && text[last - 1] != '.'; last--) {
    }

    number = last < length;

    for (size_t i = last; i < length; i++) {
        number = number && reader_ascii_digit(text[i]);
    }

    if (!number && !(length - last >= 2
                     && ipv4_number(text + last, length - last, numbers))) {
        return true;
    }

    for (size_t at = 0; at <= length;) {
        const char *dot = memchr(text + at, '.', length - at);
        size_t end = dot == NULL ? length : (size_t) (dot - text);

        if (count == 4 || !ipv4_number(text + at, end - at, &numbers[count])) {
            return false;
        }

        count++;
        at = end + 1;
    }

    for (size_t i = 0; i + 1 < count; i++) {
        if (numbers[i] > 255) {
            return false;
        }

        address |= numbers[i] << (24 - 8 * i);
    }

    if (numbers[count - 1] >= (uint64_t) 1 << (8 * (5 - count))) {
        return false;
    }

    address |= numbers[count - 1];
    out->length = start;

    for (int shift = 24; shift >= 0; shift -= 8) {
        reader_buffer_number(out, (unsigned long) (address >> shift & 0xFF));

        if (shift != 0) {
            reader_buffer_byte(out, '.');
        }
    }

    return true;
}


/* URL standard, "IPv6 serializer": the longest run of zeros as "::" */
static bool
add_ipv6(reader_string_t text, reader_buffer_t *out)
{
    static const char digits[] = "0123456789abcdef";
    char copy[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    unsigned piece[8], best = 8, best_length = 1;

    if (text.length >= sizeof(copy)) {
        return false;
    }

    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';

    if (memchr(copy, '\0', text.length) != NULL
        || inet_pton(AF_INET6, copy, bytes) != 1) {
        return false;
    }

    for (unsigned i = 0; i < 8; i++) {
        piece[i] = (unsigned) bytes[2 * i] << 8 | bytes[2 * i + 1];
    }

    for (unsigned i = 0; i < 8; i++) {
        unsigned run = 0;

        while (i + run < 8 && piece[i + run] == 0) {
            run++;
        }

        if (run > best_length) {
            best = i;
            best_length = run;
        }
    }

    reader_buffer_byte(out, '[');

    for (unsigned i = 0; i < 8; i++) {
        if (i == best) {
            reader_buffer_text(out, i == 0 ? "::" : ":");
            i += best_length - 1;
            continue;
        }

        for (int shift = 12; shift >= 0; shift -= 4) {
            if (piece[i] >> shift != 0 || shift == 0) {
                reader_buffer_byte(out, digits[piece[i] >> shift & 15]);
            }
        }

        if (i != 7) {
            reader_buffer_byte(out, ':');
        }
    }

    reader_buffer_byte(out, ']');

    return true;
}


bool
reader_url_host(reader_string_t text, reader_buffer_t *out)
{
    char decoded[4 * NAME_MAX_LENGTH];
    size_t start = out->length;
    size_t length;

    if (text.length != 0 && text.data[0] == '[') {
        if (text.data[text.length - 1] != ']') {
            return false;
        }

        return add_ipv6((reader_string_t) { text.data + 1, text.length - 2 },
                        out);
    }

    if (is_plain(text)) {
        reader_buffer_string(out, text);
    } else {
        length = percent_decode(text, decoded, sizeof(decoded));

        if (length == 0
            || !add_domain((reader_string_t) { decoded, length }, out)) {
            return false;
        }
    }

    if (out->length == start || out->length - start > NAME_MAX_LENGTH + 1) {
        return false;
    }

    return fix_ipv4(out, start);
}
