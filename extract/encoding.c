#include "encoding.h"

#include "ascii.h"

#include <string.h>

#define LABEL_MAX 32

const reader_encoding_t reader_encoding_utf8 =
    { "utf-8", READER_ENCODING_UTF8, 0 };
const reader_encoding_t reader_encoding_utf16le =
    { "utf-16le", READER_ENCODING_UTF16LE, 0 };
const reader_encoding_t reader_encoding_utf16be =
    { "utf-16be", READER_ENCODING_UTF16BE, 0 };
const reader_encoding_t reader_encoding_windows_1252 =
    { "windows-1252", READER_ENCODING_SINGLE, 19 };

/* A row is the encoding and, from its name on, every label of it. */
typedef struct {
    reader_encoding_t encoding;
    const char *labels; /* between spaces */
} row_t;

static const row_t rows[] = {
    { { "utf-8", READER_ENCODING_UTF8, 0 },
      " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 "
      "x-unicode20utf8 " },
    { { "utf-16le", READER_ENCODING_UTF16LE, 0 },
      " csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 "
      "utf-16le " },
    { { "utf-16be", READER_ENCODING_UTF16BE, 0 },
      " unicodefffe utf-16be " },
    { { "gbk", READER_ENCODING_DOUBLE, READER_ICONV_GB18030 },
      " chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 "
      "gbk iso-ir-58 x-gbk " },
    { { "gb18030", READER_ENCODING_DOUBLE, READER_ICONV_GB18030 },
      " gb18030 " },
    { { "big5", READER_ENCODING_DOUBLE, READER_ICONV_BIG5 },
      " big5 big5-hkscs cn-big5 csbig5 x-x-big5 " },
    { { "euc-jp", READER_ENCODING_EUC_JP, 0 },
      " cseucpkdfmtjapanese euc-jp x-euc-jp " },
    { { "iso-2022-jp", READER_ENCODING_ISO_2022_JP, 0 },
      " csiso2022jp iso-2022-jp " },
    { { "shift_jis", READER_ENCODING_DOUBLE, READER_ICONV_SHIFT_JIS },
      " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis "
      "windows-31j x-sjis " },
    { { "euc-kr", READER_ENCODING_DOUBLE, READER_ICONV_EUC_KR },
      " cseuckr csksc56011987 euc-kr iso-ir-149 korean "
      "ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 " },
    { { "replacement", READER_ENCODING_REPLACEMENT, 0 },
      " csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext "
      "iso-2022-kr replacement " },
    { { "x-user-defined", READER_ENCODING_USER_DEFINED, 0 },
      " x-user-defined " },
    { { "ibm866", READER_ENCODING_SINGLE, 0 },
      " 866 cp866 csibm866 ibm866 " },
    { { "iso-8859-2", READER_ENCODING_SINGLE, 1 },
      " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 "
      "iso_8859-2 iso_8859-2:1987 l2 latin2 " },
    { { "iso-8859-3", READER_ENCODING_SINGLE, 2 },
      " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 "
      "iso_8859-3 iso_8859-3:1988 l3 latin3 " },
    { { "iso-8859-4", READER_ENCODING_SINGLE, 3 },
      " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 "
      "iso_8859-4 iso_8859-4:1988 l4 latin4 " },
    { { "iso-8859-5", READER_ENCODING_SINGLE, 4 },
      " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 "
      "iso88595 iso_8859-5 iso_8859-5:1988 " },
    { { "iso-8859-6", READER_ENCODING_SINGLE, 5 },
      " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic "
      "ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 "
      "iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 " },
    { { "iso-8859-7", READER_ENCODING_SINGLE, 6 },
      " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 "
      "iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
      "sun_eu_greek " },
    { { "iso-8859-8", READER_ENCODING_SINGLE, 7 },
      " csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e "
      "iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 "
      "visual " },
    { { "iso-8859-8-i", READER_ENCODING_SINGLE, 7 },
      " csiso88598i iso-8859-8-i logical " },
    { { "iso-8859-10", READER_ENCODING_SINGLE, 8 },
      " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 "
      "latin6 " },
    { { "iso-8859-13", READER_ENCODING_SINGLE, 9 },
      " iso-8859-13 iso8859-13 iso885913 " },
    { { "iso-8859-14", READER_ENCODING_SINGLE, 10 },
      " iso-8859-14 iso8859-14 iso885914 " },
    { { "iso-8859-15", READER_ENCODING_SINGLE, 11 },
      " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 " },
    { { "iso-8859-16", READER_ENCODING_SINGLE, 12 },
      " iso-8859-16 " },
    { { "koi8-r", READER_ENCODING_SINGLE, 13 },
      " cskoi8r koi koi8 koi8-r koi8_r " },
    { { "koi8-u", READER_ENCODING_SINGLE, 14 },
      " koi8-ru koi8-u " },
    { { "macintosh", READER_ENCODING_SINGLE, 15 },
      " csmacintosh mac macintosh x-mac-roman " },
    { { "windows-874", READER_ENCODING_SINGLE, 16 },
      " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 " },
    { { "windows-1250", READER_ENCODING_SINGLE, 17 },
      " cp1250 windows-1250 x-cp1250 " },
    { { "windows-1251", READER_ENCODING_SINGLE, 18 },
      " cp1251 windows-1251 x-cp1251 " },
    { { "windows-1252", READER_ENCODING_SINGLE, 19 },
      " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 "
      "iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
      "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 " },
    { { "windows-1253", READER_ENCODING_SINGLE, 20 },
      " cp1253 windows-1253 x-cp1253 " },
    { { "windows-1254", READER_ENCODING_SINGLE, 21 },
      " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 "
      "iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254 " },
    { { "windows-1255", READER_ENCODING_SINGLE, 22 },
      " cp1255 windows-1255 x-cp1255 " },
    { { "windows-1256", READER_ENCODING_SINGLE, 23 },
      " cp1256 windows-1256 x-cp1256 " },
    { { "windows-1257", READER_ENCODING_SINGLE, 24 },
      " cp1257 windows-1257 x-cp1257 " },
    { { "windows-1258", READER_ENCODING_SINGLE, 25 },
      " cp1258 windows-1258 x-cp1258 " },
    { { "x-mac-cyrillic", READER_ENCODING_SINGLE, 26 },
      " x-mac-cyrillic x-mac-ukrainian " },
};


const reader_encoding_t *
reader_encoding_find(reader_string_t label)
{
    char key[LABEL_MAX + 3];

    label = reader_ascii_trim(label);

    if (label.length == 0 || label.length > LABEL_MAX) {
        return NULL;
    }

    key[0] = ' ';

    for (size_t i = 0; i < label.length; i++) {
        if (label.data[i] == ' ' || label.data[i] == '\0') {
            return NULL;
        }

        key[i + 1] = reader_ascii_lower(label.data[i]);
    }

    key[label.length + 1] = ' ';
    key[label.length + 2] = '\0';

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strstr(rows[i].labels, key) != NULL) {
            return &rows[i].encoding;
        }
    }

    return NULL;
}
