#include "decode.h"
#include "buffer.h"
#include "decode_multibyte.h"
#include "encoding.h"
#include "utf8.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* HTML standard, 13.2.3.2: where a declaration has to be */
#define PRESCAN_BYTES 1024

/*
 * A later one makes browsers start again ("change the encoding", 13.2.3.4);
 * so it counts too, where the bytes are not UTF-8 anyway.
 */
#define LATE_DECLARATION_BYTES ((size_t) 64 << 10)

#define REPLACEMENT 0xFFFD
#define NO_CONVERTER ((iconv_t) -1)

/*
 * The converters are never used: being open keeps glibc's modules loaded, so
 * that opening one for a conversion reads no file.
 */
struct reader_decoder {
    iconv_t loaded[READER_ICONV_COUNT];
};

reader_decoder_t *
reader_decoder_new(reader_error_t *error)
{
    reader_decoder_t *decoder = malloc(sizeof(*decoder));

    if (decoder == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        return NULL;
    }

    for (size_t i = 0; i < READER_ICONV_COUNT; i++) {
        decoder->loaded[i] = iconv_open("UTF-8", reader_iconv_names[i]);
    }

    for (size_t i = 0; i < READER_ICONV_COUNT; i++) {
        if (decoder->loaded[i] == NO_CONVERTER) {
            snprintf(error->text, sizeof(error->text),
                     "iconv has no converter from %s", reader_iconv_names[i]);
            reader_decoder_free(decoder);
            return NULL;
        }
    }

    return decoder;
}


void
reader_decoder_free(reader_decoder_t *decoder)
{
    if (decoder == NULL) {
        return;
    }

    for (size_t i = 0; i < READER_ICONV_COUNT; i++) {
        if (decoder->loaded[i] != NO_CONVERTER) {
            iconv_close(decoder->loaded[i]);
        }
    }

    free(decoder);
}


static void
decode_utf16(reader_buffer_t *out, reader_string_t html, bool big_endian)
{
    const unsigned char *p = (const unsigned char *) html.data;
    const unsigned char *end = p + html.length;
    int high = big_endian ? 0 : 1;
    uint32_t lead = 0;

    for (; end - p >= 2; p += 2) {
        uint32_t unit = (uint32_t) p[high] << 8 | p[1 - high];

        if (lead != 0) {
            if (unit >= 0xDC00 && unit <= 0xDFFF) {
                reader_buffer_code_point(
                    out, 0x10000 + ((lead - 0xD800) << 10) + (unit - 0xDC00));
                lead = 0;
                continue;
            }

            reader_buffer_code_point(out, REPLACEMENT);
            lead = 0;
        }

        if (unit >= 0xD800 && unit <= 0xDBFF) {
            lead = unit;
        } else {
            reader_buffer_code_point(out, unit); /* U+FFFD for a lone trail */
        }
    }

    if (lead != 0 || p < end) {
        reader_buffer_code_point(out, REPLACEMENT);
    }
}


static void
decode_single(reader_buffer_t *out, reader_string_t html,
              const uint16_t *code_points)
{
    const char *p = html.data;
    const char *end = p + html.length;

    while (p < end) {
        const char *start = p;

        while (p < end && (unsigned char) *p < 0x80) {
            p++;
        }

        reader_buffer_add(out, start, (size_t) (p - start));

        while (p < end && (unsigned char) *p >= 0x80) {
            reader_buffer_code_point(out,
                                     code_points[(unsigned char) *p - 0x80]);
            p++;
        }
    }
}


static bool
starts_with(reader_string_t html, const char *bytes, size_t length)
{
    return html.length >= length && memcmp(html.data, bytes, length) == 0;
}


/*
 * By the byte order mark (which goes), the HTTP header, or the page itself;
 * *valid: it is known to be valid UTF-8.
 */
static const reader_encoding_t *
choose(reader_string_t *html, reader_string_t charset, bool *valid)
{
    static const struct {
        char bytes[4];
        size_t length;
        const reader_encoding_t *encoding;
    } marks[] = {
        { "\xEF\xBB\xBF", 3, &reader_encoding_utf8 },
        { "\xFE\xFF", 2, &reader_encoding_utf16be },
        { "\xFF\xFE", 2, &reader_encoding_utf16le },
    };
    const reader_encoding_t *encoding;

    *valid = false;

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (starts_with(*html, marks[i].bytes, marks[i].length)) {
            html->data += marks[i].length;
            html->length -= marks[i].length;
            return marks[i].encoding;
        }
    }

    encoding = reader_encoding_find(charset);

    if (encoding == NULL) {
        encoding = reader_encoding_prescan(*html, PRESCAN_BYTES);
    }

    if (encoding == NULL && reader_utf8_valid(*html) == html->length) {
        encoding = &reader_encoding_utf8;
        *valid = true;
    }

    if (encoding == NULL) {
        encoding = reader_encoding_prescan(*html, LATE_DECLARATION_BYTES);
    }

    return encoding != NULL ? encoding : &reader_encoding_windows_1252;
}


reader_result_t
reader_decode(const reader_decoder_t *decoder, reader_arena_t *arena,
              reader_string_t html, reader_string_t charset,
              reader_string_t *text, const char **name)
{
    bool valid;
    const reader_encoding_t *encoding = choose(&html, charset, &valid);
    reader_buffer_t out;

    (void) decoder; /* see above: it only has to exist */

    *name = encoding->name;
    *text = html;
    reader_arena_spend(arena, html.length);

    if (encoding->kind == READER_ENCODING_REPLACEMENT
        || encoding->kind == READER_ENCODING_USER_DEFINED) {
        return READER_CHARSET;
    }

    if (encoding->kind == READER_ENCODING_UTF8
        && (valid || reader_utf8_valid(html) == html.length)) {
        return READER_OK;
    }

    reader_buffer_init(&out, arena, html.length + html.length / 2 + 16);

    switch (encoding->kind) {
    case READER_ENCODING_UTF8:
        reader_utf8_repair(&out, html);
        break;

    case READER_ENCODING_UTF16LE:
    case READER_ENCODING_UTF16BE:
        decode_utf16(&out, html, encoding->kind == READER_ENCODING_UTF16BE);
        break;

    case READER_ENCODING_SINGLE:
        decode_single(&out, html, reader_single_byte[encoding->index]);
        break;

    case READER_ENCODING_DOUBLE:
        reader_decode_double(&out, html, encoding->index);
        break;

    case READER_ENCODING_EUC_JP:
        reader_decode_euc_jp(&out, html);
        break;

    default:
        reader_decode_iso_2022_jp(&out, html);
    }

    *text = reader_buffer_value(&out);

    return READER_OK;
}
