/* Charsets: which one it is, and what the bytes mean. */

#include "tap.h"

#include "decode.h"
#include "encoding.h"
#include "utf8.h"

#include <stdlib.h>

#define S(literal) { literal, sizeof(literal) - 1 }

static reader_decoder_t *decoder;
static reader_arena_t *arena;

/* Which encoding: the label of the HTTP header, the page, the answer. */
static const struct {
    const char *charset;
    reader_string_t html;
    const char *name; /* NULL: READER_CHARSET */
} choices[] = {
    { "", S("plain"), "utf-8" },
    { "", S("caf\xC3\xA9"), "utf-8" },
    { "", S("caf\xE9"), "windows-1252" },
    { "koi8-r", S("plain"), "koi8-r" },
    { "nonsense", S("caf\xE9"), "windows-1252" },
    { "utf-7", S("+ADw-"), "utf-8" },
    { " UTF8 ", S("caf\xE9"), "utf-8" },
    { "utf-8 utf8", S("caf\xE9"), "windows-1252" },
    /* a byte order mark beats all */
    { "koi8-r", S("\xEF\xBB\xBFx"), "utf-8" },
    { "utf-8", S("\xFE\xFF\0x"), "utf-16be" },
    { "utf-8", S("\xFF\xFEx\0"), "utf-16le" },
    /* the header beats the page */
    { "windows-1251", S("<meta charset=utf-8>"), "windows-1251" },
    /* meta */
    { "", S("<meta charset=windows-1251>\xE0"), "windows-1251" },
    { "", S("<META CHARSET = 'Shift_JIS' >"), "shift_jis" },
    { "", S("<meta/charset=\"gb2312\"/>"), "gbk" },
    { "", S("<meta charset=utf-16>"), "utf-8" },
    { "", S("<meta charset=x-user-defined>"), "windows-1252" },
    { "", S("<meta charset=iso-2022-kr>"), NULL },
    { "", S("<meta charset=bogus><meta charset=big5>"), "big5" },
    { "", S("<meta charset=big5 charset=euc-kr>"), "big5" },
    { "", S("<meta charset=bogus charset=euc-kr>\xE0"), "windows-1252" },
    { "", S("<meta http-equiv=content-type content='text/html; "
            "charset=iso-8859-2'>"), "iso-8859-2" },
    { "", S("<meta content='text/html; charset = \"iso-8859-5\"' "
            "http-equiv=Content-Type>"), "iso-8859-5" },
    { "", S("<meta content='text/html; charset=iso-8859-5'>\xE0"),
      "windows-1252" },
    { "", S("<meta http-equiv=refresh content='charset=iso-8859-5'>\xE0"),
      "windows-1252" },
    { "", S("<meta http-equiv=content-type "
            "content='charset charset=euc-jp;x'>"), "euc-jp" },
    { "", S("<meta http-equiv=content-type content='charset=\"euc-jp'>\xE0"),
      "windows-1252" },
    /* where a tag is none */
    { "", S("<!-- <meta charset=big5> --><meta charset=euc-kr>"), "euc-kr" },
    { "", S("<!--><meta charset=big5>-->"), "big5" },
    { "", S("<p title='<meta charset=big5>'><meta charset=euc-kr>"),
      "euc-kr" },
    { "", S("</p title='<meta charset=big5>'><meta charset=euc-kr>"),
      "euc-kr" },
    { "", S("<!x <meta charset=big5>"), "utf-8" },
    { "", S("<?x ?><metadata charset=big5>"), "utf-8" },
    { "", S("< meta charset=big5>"), "utf-8" },
    { "", S("<meta charset=big5"), "utf-8" },
    { "", S("<meta charset=big5 x='"), "utf-8" },
    { "", S("<meta charset=\"big5"), "utf-8" },
    /* XML */
    { "", S("<?xml version='1.0' encoding='windows-1251'?>"),
      "windows-1251" },
    { "", S("<?xml version='1.0' encoding='utf-16'?>"), "utf-8" },
    { "", S("<?xml encoding=koi8-r?><meta charset=euc-kr>"), "euc-kr" },
    { "", S("<\0?\0x\0m\0"), "utf-16le" },
    { "", S("\0<\0?\0x\0m"), "utf-16be" },
    /* not to be decoded */
    { "hz-gb-2312", S("x"), NULL },
    { "replacement", S("x"), NULL },
    { "x-user-defined", S("x"), NULL },
};

/* Each encoding by one of its labels; what standards say bytes mean. */
static const struct {
    const char *label;
    const char *name;
    reader_string_t bytes;
    const char *text;
} samples[] = {
    { "unicode-1-1-utf-8", "utf-8", S("\xE2\x82\xAC"), "€" },
    { "cp866", "ibm866", S("\x8F\xE0\xA8"), "При" },
    { "latin2", "iso-8859-2", S("\xB1\xE6"), "ąć" },
    { "l3", "iso-8859-3", S("\xA1\xA5"), "Ħ\uFFFD" },
    { "iso8859-4", "iso-8859-4", S("\xA2"), "ĸ" },
    { "cyrillic", "iso-8859-5", S("\xB0"), "А" },
    { "arabic", "iso-8859-6", S("\xC7\xA1"), "ا\uFFFD" },
    { "greek", "iso-8859-7", S("\xC1\xA4\xFF"), "Α€\uFFFD" },
    { "visual", "iso-8859-8", S("\xE0\xFD"), "א\u200E" },
    { "logical", "iso-8859-8-i", S("\xE0"), "א" },
    { "latin6", "iso-8859-10", S("\xA1"), "Ą" },
    { "iso885913", "iso-8859-13", S("\xA1"), "”" },
    { "iso8859-14", "iso-8859-14", S("\xA1"), "Ḃ" },
    { "l9", "iso-8859-15", S("\xA4"), "€" },
    { "iso-8859-16", "iso-8859-16", S("\xAA"), "Ș" },
    { "koi", "koi8-r", S("\xF0\xD2"), "Пр" },
    { "koi8-ru", "koi8-u", S("\xA4\xAE\xBE"), "єўЎ" },
    { "mac", "macintosh", S("\x8E\xDB\xBD"), "é€Ω" },
    { "tis-620", "windows-874", S("\xA1\x80\x81\xDB"), "ก€\302\201\uFFFD" },
    { "x-cp1250", "windows-1250", S("\x9C\x81"), "ś\302\201" },
    { "cp1251", "windows-1251", S("\xCF\x98"), "П\302\230" },
    { "iso-8859-1", "windows-1252", S("\x93\x81\x8D\x8F\x90\x9D\xE9"),
      "“\302\201\302\215\302\217\302\220\302\235é" },
    { "us-ascii", "windows-1252", S("\x80"), "€" },
    { "cp1253", "windows-1253", S("\xC1\xAA\x81"), "Α\uFFFD\302\201" },
    { "latin5", "windows-1254", S("\xFD\x8E"), "ı\302\216" },
    { "cp1255", "windows-1255", S("\xE0\xCA\xD9"), "א\u05BA\uFFFD" },
    { "cp1256", "windows-1256", S("\xC7\x81"), "اپ" },
    { "cp1257", "windows-1257", S("\xE0\xA1\x81"), "ą\uFFFD\302\201" },
    { "cp1258", "windows-1258", S("\xF0\xCC"), "đ\u0300" },
    { "x-mac-ukrainian", "x-mac-cyrillic", S("\x80\xFF\xA2"), "А€Ґ" },
    { "chinese", "gbk", S("\xD6\xD0\x80\xCE\xC4"), "中€文" },
    { "gb18030", "gb18030", S("\x81\x30\x86\x30\xD6\xD0"), "\u00B8中" },
    { "big5-hkscs", "big5", S("\xA4\xA4\xA4\xE5\xA1\x45\xC7\x4F\x88\x62"),
      "中文‧と\u00CA\u0304" },
    { "x-euc-jp", "euc-jp",
      S("\xC6\xFC\xCB\xDC\x8E\xB1\x8F\xB0\xA1\xA1\xC1\xFC\xE2"),
      "日本ｱ丂～髙" },
    { "csiso2022jp", "iso-2022-jp",
      S("\x1B$BF|K\\\x1B(Bx\x1B(J\\~\x1B(I1\x1B(B"), "日本x¥‾ｱ" },
    { "sjis", "shift_jis", S("\x93\xFA\x96\x7B\x81\x60\x5C\x80\xB1\xFB\xFC"),
      "日本～\\\302\200ｱ髙" },
    { "ks_c_5601-1987", "euc-kr", S("\xC7\xD1\xB1\xDB\x8C\x63"), "한글똠" },
    { "utf-16", "utf-16le", S("\x2D\x4E\x3D\xD8\x00\xDE"), "中😀" },
    { "unicodefffe", "utf-16be", S("\x4E\x2D\xD8\x3D\xDE\x00"), "中😀" },
};

/* Ill-formed bytes: a quote or a tag behind them is never lost. */
static const struct {
    const char *label;
    reader_string_t bytes;
    const char *text;
} errors[] = {
    { "utf-8", S("\x80\xBF"), "\uFFFD\uFFFD" },
    { "utf-8", S("a\xC3\"b"), "a\uFFFD\"b" },
    { "utf-8", S("\xE2\x82\"\xF0\x9F\x98<"), "\uFFFD\"\uFFFD<" },
    { "utf-8", S("\xC0\x80\xE0\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD" },
    { "utf-8", S("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD" },
    { "utf-8", S("\xF4\x90\x80\x80\xF5"),
      "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD" },
    { "utf-8", S("\xF0\x9F\x98"), "\uFFFD" },
    { "gbk", S("\x81\"\xFF<\xD6"), "\uFFFD\"\uFFFD<\uFFFD" },
    { "gb18030", S("\x81\x30\"\xD6\xD0\x81\x30\x81"),
      "\uFFFD0\"中\uFFFD" },
    { "big5", S("\x81\"\x80<\xA4\xA4\xA3\xFF>"),
      "\uFFFD\"\uFFFD<中\uFFFD>" },
    { "shift_jis", S("\x81\"\xA0<\xFD\x93\xFA\x81"),
      "\uFFFD\"\uFFFD<\uFFFD日\uFFFD" },
    { "euc-jp", S("\xA1\"\x8F\xA1<\x8E\"\x80\xC6\xFC\xC6"),
      "\uFFFD\"\uFFFD<\uFFFD\"\uFFFD日\uFFFD" },
    { "euc-kr", S("\x81\"\xA2\xFE<\xC7\xD1\xFE\xFE\xC7"),
      "\uFFFD\"\uFFFD<한\uFFFD\uFFFD" },
    { "iso-2022-jp", S("\x1B$B\x1B(B<\x1B$Bx\n\x1B(B>\x0E\x80\x1B[m"),
      "\uFFFD<\uFFFD>\uFFFD\uFFFD\uFFFD[m" },
    { "iso-2022-jp", S("\x1B$BF"), "\uFFFD" },
    { "utf-16le", S("\x3D\xD8<\0\x00\xDE>"), "\uFFFD<\uFFFD\uFFFD" },
    { "utf-16be", S("\xD8\x3D"), "\uFFFD" },
};


static reader_result_t
decode(const char *charset, reader_string_t html, reader_string_t *text,
       const char **name)
{
    return reader_decode(decoder, arena, html,
                         (reader_string_t) { charset, strlen(charset) }, text,
                         name);
}


static void
check_choices(void)
{
    for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
        reader_string_t text;
        const char *name;
        char label[80];
        reader_result_t result =
            decode(choices[i].charset, choices[i].html, &text, &name);

        snprintf(label, sizeof(label), "choice %zu: %.50s", i,
                 choices[i].html.data);

        if (choices[i].name == NULL) {
            is_int(result, READER_CHARSET, label);
        } else {
            is_bytes(name, strlen(name), choices[i].name,
                     strlen(choices[i].name), label);
        }
    }
}


static void
check_samples(void)
{
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        reader_string_t text;
        const char *name;

        if (decode(samples[i].label, samples[i].bytes, &text, &name)
            != READER_OK) {
            ok(false, samples[i].label);
            continue;
        }

        ok(strcmp(name, samples[i].name) == 0, samples[i].name);
        is_str(text, samples[i].text, samples[i].label);
    }

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        reader_string_t text;
        const char *name;
        char label[80];

        snprintf(label, sizeof(label), "errors in %s, row %zu",
                 errors[i].label, i);
        decode(errors[i].label, errors[i].bytes, &text, &name);
        is_str(text, errors[i].text, label);
    }
}


/* Every label of the standard leads somewhere; a few by eye. */
static void
check_labels(void)
{
    static const char *const labels[][2] = {
        { "ansi_x3.4-1968", "windows-1252" }, { "l1", "windows-1252" },
        { "iso_8859-9:1989", "windows-1254" }, { "csisolatin9", "iso-8859-15" },
        { "dos-874", "windows-874" }, { "sun_eu_greek", "iso-8859-7" },
        { "iso-ir-58", "gbk" }, { "ms_kanji", "shift_jis" },
        { "windows-949", "euc-kr" }, { "x-x-big5", "big5" },
        { "iso-10646-ucs-2", "utf-16le" }, { "ISO-2022-CN-EXT", "replacement" },
        { "\tUtf-8\n", "utf-8" },
    };
    static const char *const none[] = { "", " ", "utf", "utf-8;", "utf-7",
                                        "utf-32", "iso-8859-12", "tf-8" };

    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        const reader_encoding_t *encoding = reader_encoding_find(
            (reader_string_t) { labels[i][0], strlen(labels[i][0]) });

        ok(encoding != NULL && strcmp(encoding->name, labels[i][1]) == 0,
           labels[i][0]);
    }

    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        ok(reader_encoding_find(
               (reader_string_t) { none[i], strlen(none[i]) })
               == NULL,
           "no label");
    }
}


/* A declaration behind 1024 bytes counts only for what is not UTF-8. */
static void
check_late_declaration(void)
{
    static char page[2048];
    size_t length;
    reader_string_t text;
    const char *name;

    memset(page, ' ', 1010);
    length = 1010
             + (size_t) snprintf(page + 1010, sizeof(page) - 1010,
                                 "<meta charset=windows-1251>\xD0\x9F");
    decode("", (reader_string_t) { page, length }, &text, &name);
    ok(strcmp(name, "utf-8") == 0, "late declaration, UTF-8");

    page[length++] = '\xCF';
    decode("", (reader_string_t) { page, length }, &text, &name);
    ok(strcmp(name, "windows-1251") == 0, "late declaration, not UTF-8");
}


/* Valid UTF-8 in, or random bytes: what comes out is valid. */
static void
check_output_is_valid(void)
{
    static const char *const names[] = { "utf-8", "gb18030", "big5", "euc-jp",
                                         "shift_jis", "euc-kr",
                                         "iso-2022-jp", "utf-16le",
                                         "windows-1255" };
    /* what decoders trip over, more often than chance would have it */
    static const unsigned char odd[] = { 0x1B, '$', 'B', '(', '"', '<', 0x80,
                                         0x81, 0x8E, 0x8F, 0xA1, 0xD8, 0xED,
                                         0xFE, 0xFF, 0x30 };
    static char bytes[65536];
    uint32_t seed = 1;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        reader_string_t text;
        const char *name;

        for (size_t j = 0; j < sizeof(bytes); j++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[j] = (char) ((seed >> 30) != 0
                                   ? odd[(seed >> 20) % sizeof(odd)]
                                   : seed >> 16);
        }

        bytes[0] = 'x'; /* no byte order mark */
        decode(names[i], (reader_string_t) { bytes, sizeof(bytes) }, &text,
               &name);
        ok(reader_utf8_valid(text) == text.length && text.length > 20000,
           names[i]);
    }
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_error_t error;
    reader_string_t html = S("caf\xC3\xA9");
    reader_string_t text;
    const char *name;

    limits.cpu_ms = 0;
    decoder = reader_decoder_new(&error);
    arena = reader_arena_new(&limits);

    if (decoder == NULL || arena == NULL
        || setjmp(*reader_arena_trap(arena)) != 0) {
        return 1;
    }

    check_labels();
    check_choices();
    check_samples();
    check_late_declaration();
    check_output_is_valid();

    decode("utf-8", html, &text, &name);
    ok(text.data == html.data, "valid UTF-8 is not copied");
    decode("", (reader_string_t) S("\xEF\xBB\xBFx"), &text, &name);
    is_str(text, "x", "no byte order mark in the text");
    decode("", (reader_string_t) { NULL, 0 }, &text, &name);
    is_int((long) text.length, 0, "nothing");

    reader_arena_free(arena);
    reader_decoder_free(decoder);

    return done_testing();
}
