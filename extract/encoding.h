/*
 * The encodings of the web and their labels (Encoding standard, 4.2).
 */

#ifndef READER_ENCODING_H
#define READER_ENCODING_H

#include "arena.h"

typedef enum {
    READER_ENCODING_UTF8,
    READER_ENCODING_UTF16LE,
    READER_ENCODING_UTF16BE,
    READER_ENCODING_SINGLE,      /* a table of 128 code points */
    READER_ENCODING_DOUBLE,      /* a lead byte and what follows: iconv */
    READER_ENCODING_EUC_JP,
    READER_ENCODING_ISO_2022_JP,
    READER_ENCODING_REPLACEMENT, /* not to be decoded */
    READER_ENCODING_USER_DEFINED
} reader_encoding_kind_t;

/* glibc's converters, which know the characters of the multi-byte ones. */
typedef enum {
    READER_ICONV_GB18030,
    READER_ICONV_BIG5,
    READER_ICONV_BIG5_HKSCS,
    READER_ICONV_SHIFT_JIS,
    READER_ICONV_EUC_KR,
    READER_ICONV_UHC,
    READER_ICONV_JIS_X_0212,
    READER_ICONV_COUNT
} reader_iconv_t;

typedef struct {
    const char *name;            /* of the standard, in lower case */
    reader_encoding_kind_t kind;
    unsigned index;              /* a reader_iconv_t, or a single-byte row */
} reader_encoding_t;

extern const reader_encoding_t reader_encoding_utf8;
extern const reader_encoding_t reader_encoding_utf16le;
extern const reader_encoding_t reader_encoding_utf16be;
extern const reader_encoding_t reader_encoding_windows_1252;

/* The encoding of a label in any case with spaces around it, or NULL. */
const reader_encoding_t *reader_encoding_find(reader_string_t label);

/*
 * What a declaration inside the page says, or NULL: the prescan of the HTML
 * standard, 13.2.3.2, over the first bytes of the page, at most limit.
 */
const reader_encoding_t *reader_encoding_prescan(reader_string_t page,
                                                 size_t limit);

/* Generated: code points of the bytes from 0x80 on. */
extern const uint16_t reader_single_byte[27][128];

#endif
