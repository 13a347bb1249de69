#include "decode_multibyte.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#define REPLACEMENT 0xFFFD

/* Shift_JIS bytes collected before iconv is called. */
#define PENDING_MAX 4096

const char *const reader_iconv_names[READER_ICONV_COUNT] = {
    [READER_ICONV_GB18030] = "GB18030",
    [READER_ICONV_BIG5] = "BIG5",
    [READER_ICONV_BIG5_HKSCS] = "BIG5-HKSCS",
    [READER_ICONV_SHIFT_JIS] = "CP932",
    [READER_ICONV_EUC_KR] = "EUC-KR",
    [READER_ICONV_UHC] = "UHC",
    [READER_ICONV_JIS_X_0212] = "EUC-JP",
};

/* How much at p, where iconv found no character, is one error. */
typedef size_t (*bad_length_t)(const unsigned char *p, size_t left);

/*
 * Index jis0208 of the standard is what windows-31j has, so EUC-JP and
 * ISO-2022-JP are turned into Shift_JIS, a run of characters at a time.
 */
typedef struct {
    reader_buffer_t *out;
    iconv_t shift_jis;
    iconv_t jis_x_0212; /* opened when needed */
    bool jis_x_0212_open;
    size_t length;
    char pending[PENDING_MAX];
} japanese_t;


static void
close_converter(void *converter)
{
    iconv_close(converter);
}


static iconv_t
open_converter(reader_arena_t *arena, unsigned index)
{
    void **slot = reader_arena_defer(arena, close_converter);
    iconv_t converter = iconv_open("UTF-8", reader_iconv_names[index]);

    if (converter == (iconv_t) -1) {
        reader_arena_fail(arena,
                          errno == ENOMEM ? READER_MEMORY : READER_ERROR);
    }

    *slot = converter;

    return converter;
}


/* A lead byte takes a byte along that is not ASCII. */
static size_t
bad_pair(const unsigned char *p, size_t left)
{
    return p[0] > 0x80 && p[0] != 0xFF && left >= 2 && p[1] >= 0x80 ? 2 : 1;
}


static size_t
bad_gb18030(const unsigned char *p, size_t left)
{
    /* four bytes; at the end, the part that is there */
    if (p[0] > 0x80 && p[0] != 0xFF && left >= 2 && p[1] >= '0'
        && p[1] <= '9') {
        if (left == 2) {
            return 2;
        }

        if (p[2] > 0x80 && p[2] != 0xFF
            && (left == 3 || (p[3] >= '0' && p[3] <= '9'))) {
            return left == 3 ? 3 : 4;
        }

        return 1;
    }

    return bad_pair(p, left);
}


static size_t
bad_shift_jis(const unsigned char *p, size_t left)
{
    return p[0] == 0xA0 || p[0] > 0xFC ? 1 : bad_pair(p, left);
}


/* Made here of whole characters: what comes second belongs to the first. */
static size_t
bad_jis(const unsigned char *p, size_t left)
{
    (void) p;

    return left < 2 ? left : 2;
}


static size_t
bad_jis_x_0212(const unsigned char *p, size_t left)
{
    (void) p;

    return left;
}


/*
 * The standard's index of Big5 is BIG5 with the characters of Hong Kong around
 * it, where glibc's BIG5 has private ones; BIG5-HKSCS differs in punctuation.
 */
static bool
is_hong_kong(unsigned char lead, unsigned char trail)
{
    return lead < 0xA1 || lead > 0xF9 || lead == 0xC7 || lead == 0xC8
           || (lead == 0xC6 && trail > 0xA0);
}


/*
 * What windows-949 has besides KS X 1001.  glibc's UHC skips what follows an
 * unknown pair of KS X 1001, and its EUC-KR takes the other leads for C1.
 */
static bool
is_extended_hangul(unsigned char lead, unsigned char trail)
{
    return lead < 0xA1 || trail < 0xA1;
}


typedef struct {
    bad_length_t bad_length;
    uint16_t at_0x80; /* the euro sign in windows-936 (10.2.1) */
    bool (*is_other)(unsigned char lead, unsigned char trail);
    unsigned other;   /* the converter for what is_other holds for */
} rule_t;

static const rule_t rules[READER_ICONV_COUNT] = {
    [READER_ICONV_GB18030] = { bad_gb18030, 0x20AC, NULL, 0 },
    [READER_ICONV_BIG5] = { bad_pair, REPLACEMENT, is_hong_kong,
                            READER_ICONV_BIG5_HKSCS },
    [READER_ICONV_SHIFT_JIS] = { bad_shift_jis, 0x80, NULL, 0 },
    [READER_ICONV_EUC_KR] = { bad_pair, REPLACEMENT, is_extended_hangul,
                              READER_ICONV_UHC },
};


static void
convert(reader_buffer_t *out, iconv_t converter, reader_string_t bytes,
        bad_length_t bad_length, uint32_t at_0x80)
{
    /* iconv's argument is not const, but it does not write there */
    union {
        const char *in;
        char *p;
    } at = { bytes.data };
    size_t left = bytes.length;

    for (;;) {
        size_t room, bad;
        char *to;
        size_t result;
        int problem;

        reader_buffer_reserve(out, left + left / 2 + 16);
        room = out->capacity - out->length;
        to = out->data + out->length;

        /* with nothing left: what the converter still holds back */
        result = left != 0 ? iconv(converter, &at.p, &left, &to, &room)
                           : iconv(converter, NULL, NULL, &to, &room);
        problem = errno;
        out->length = (size_t) (to - out->data);
        reader_arena_spend(out->arena, 16);

        if (result != (size_t) -1) {
            if (left == 0) {
                break;
            }

        } else if (problem != E2BIG) {
            bad = bad_length((const unsigned char *) at.in, left);
            reader_buffer_code_point(
                out, (unsigned char) *at.in == 0x80 ? at_0x80 : REPLACEMENT);
            at.in += bad;
            left -= bad;
        }
    }

    iconv(converter, NULL, NULL, NULL, NULL);
}


/* Runs of characters, each for one of two converters. */
static void
convert_runs(reader_buffer_t *out, reader_string_t bytes, unsigned index)
{
    const rule_t *rule = &rules[index];
    iconv_t converters[2] = { open_converter(out->arena, index),
                              open_converter(out->arena, rule->other) };
    const unsigned char *start = (const unsigned char *) bytes.data;
    const unsigned char *p = start;
    const unsigned char *end = p + bytes.length;
    bool other = false;

    while (p < end) {
        bool no_lead = *p == 0x80 || *p == 0xFF;
        bool pair = *p > 0x80 && !no_lead;
        bool now = pair ? rule->is_other(p[0], end - p > 1 ? p[1] : 0) : other;

        if (now != other || no_lead) {
            convert(out, converters[other],
                    (reader_string_t) { (const char *) start,
                                        (size_t) (p - start) },
                    rule->bad_length, rule->at_0x80);
            start = p;
            other = now;
        }

        if (no_lead) {
            reader_buffer_code_point(out, rule->at_0x80);
            start = p + 1;
        }

        p += pair && end - p > 1 && p[1] >= 0x40 ? 2 : 1;
    }

    convert(out, converters[other],
            (reader_string_t) { (const char *) start, (size_t) (end - start) },
            rule->bad_length, rule->at_0x80);
}


void
reader_decode_double(reader_buffer_t *out, reader_string_t bytes,
                     unsigned index)
{
    if (rules[index].is_other != NULL) {
        convert_runs(out, bytes, index);
        return;
    }

    convert(out, open_converter(out->arena, index), bytes,
            rules[index].bad_length, rules[index].at_0x80);
}


static japanese_t *
japanese_new(reader_buffer_t *out)
{
    japanese_t *japanese =
        reader_arena_array(out->arena, 1, sizeof(*japanese));

    japanese->out = out;
    japanese->shift_jis = open_converter(out->arena, READER_ICONV_SHIFT_JIS);

    return japanese;
}


static void
flush(japanese_t *japanese)
{
    reader_string_t bytes = { japanese->pending, japanese->length };

    if (bytes.length != 0) {
        japanese->length = 0;
        convert(japanese->out, japanese->shift_jis, bytes, bad_jis,
                REPLACEMENT);
    }
}


static void
add_code_point(japanese_t *japanese, uint32_t code_point)
{
    flush(japanese);
    reader_buffer_code_point(japanese->out, code_point);
}


static void
add_byte(japanese_t *japanese, unsigned char byte)
{
    if (japanese->length == PENDING_MAX) {
        flush(japanese);
    }

    japanese->pending[japanese->length++] = (char) byte;
}


/* A character of JIS X 0208: row and cell from 0 to 93. */
static void
add_jis(japanese_t *japanese, unsigned row, unsigned cell)
{
    unsigned lead = 0x81 + row / 2;
    unsigned trail = 0x40 + row % 2 * 94 + cell;

    if (lead > 0x9F) {
        lead += 0x40;
    }

    if (trail >= 0x7F) {
        trail++;
    }

    if (japanese->length + 2 > PENDING_MAX) {
        flush(japanese);
    }

    japanese->pending[japanese->length++] = (char) lead;
    japanese->pending[japanese->length++] = (char) trail;
}


static bool
is_jis_byte(unsigned char byte)
{
    return byte >= 0xA1 && byte <= 0xFE;
}


/* Encoding standard, 12.1.1 */
void
reader_decode_euc_jp(reader_buffer_t *out, reader_string_t bytes)
{
    japanese_t *japanese = japanese_new(out);
    const unsigned char *p = (const unsigned char *) bytes.data;
    const unsigned char *end = p + bytes.length;

    while (p < end) {
        unsigned char lead = *p++;
        unsigned char next = p < end ? *p : 0;

        if (lead < 0x80) {
            add_byte(japanese, lead);
            continue;
        }

        if (lead == 0x8E && next >= 0xA1 && next <= 0xDF) {
            add_code_point(japanese, 0xFF61u - 0xA1 + next);
            p++;
            continue;
        }

        if (lead == 0x8F && is_jis_byte(next)) {
            if (end - p >= 2 && is_jis_byte(p[1])) {
                char triple[3] = { (char) lead, (char) next, (char) p[1] };

                if (!japanese->jis_x_0212_open) {
                    japanese->jis_x_0212 =
                        open_converter(out->arena, READER_ICONV_JIS_X_0212);
                    japanese->jis_x_0212_open = true;
                }

                flush(japanese);
                convert(out, japanese->jis_x_0212,
                        (reader_string_t) { triple, 3 }, bad_jis_x_0212,
                        REPLACEMENT);
                p += 2;
                continue;
            }

            p++;
            next = p < end ? *p : 0;

        } else if (is_jis_byte(lead) && is_jis_byte(next)) {
            add_jis(japanese, lead - 0xA1u, next - 0xA1u);
            p++;
            continue;

        } else if (lead < 0x8E || (lead > 0x8F && lead < 0xA1)
                   || lead == 0xFF) {
            next = 0; /* no lead byte: takes nothing along */
        }

        add_code_point(japanese, REPLACEMENT);
        p += next >= 0x80;
    }

    flush(japanese);
}


/* Encoding standard, 12.2.1; its states but for those inside an escape. */
void
reader_decode_iso_2022_jp(reader_buffer_t *out, reader_string_t bytes)
{
    enum { ASCII, ROMAN, KATAKANA, JIS } state = ASCII;
    static const struct {
        char sequence[3];
        unsigned char state;
    } escapes[] = {
        { "(B", ASCII }, { "(J", ROMAN }, { "(I", KATAKANA },
        { "$@", JIS },   { "$B", JIS },
    };
    japanese_t *japanese = japanese_new(out);
    const unsigned char *p = (const unsigned char *) bytes.data;
    const unsigned char *end = p + bytes.length;
    bool shown = true; /* something since the last escape, or no escape yet */

    while (p < end) {
        unsigned char c = *p++;
        uint32_t code_point = REPLACEMENT;

        if (c == 0x1B) {
            size_t i = 0;

            while (i < sizeof(escapes) / sizeof(escapes[0])
                   && (end - p < 2
                       || memcmp(p, escapes[i].sequence, 2) != 0)) {
                i++;
            }

            if (i < sizeof(escapes) / sizeof(escapes[0])) {
                p += 2;
                state = escapes[i].state;

                /* two in a row can hide a difference from other decoders */
                if (!shown) {
                    add_code_point(japanese, REPLACEMENT);
                }

                shown = false;
                continue;
            }

        } else if (state == KATAKANA) {
            if (c >= 0x21 && c <= 0x5F) {
                code_point = 0xFF61u - 0x21 + c;
            }

        } else if (state == JIS) {
            if (c >= 0x21 && c <= 0x7E && p < end && *p != 0x1B) {
                unsigned char trail = *p++;

                if (trail >= 0x21 && trail <= 0x7E) {
                    add_jis(japanese, c - 0x21u, trail - 0x21u);
                    shown = true;
                    continue;
                }
            }

        } else if (c < 0x80 && c != 0x0E && c != 0x0F) {
            code_point = state != ROMAN ? c
                         : c == 0x5C    ? 0xA5
                         : c == 0x7E    ? 0x203E
                                        : c;
        }

        shown = true;
        add_code_point(japanese, code_point);
    }
    flush(japanese);
}
