/*
 * reader: finds the main content of an HTML page and writes it anew as light
 * HTML, plain text, Markdown or JSON.
 *
 * This is the only public header.  The library does no I/O, keeps no global
 * state, ignores the locale and reads no clock but the thread's CPU clock
 * for the deadline: the same input gives the same bytes.
 */

#ifndef READER_H
#define READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READER_VERSION "0.1.0"

#define READER_POLICIES_MAX 4096 /* bytes of reader_view_t.policies */

/* Bytes, not NUL-terminated; data may be NULL if length is 0. */
typedef struct {
    const char *data;
    size_t length;
} reader_string_t;

typedef enum {
    READER_HTML,
    READER_TEXT,
    READER_MARKDOWN,
    READER_JSON,
    READER_DECLUTTER /* no view: the page itself, its clutter cut out */
} reader_format_t;

/* What happened to a page.  Everything but READER_OK means: serve the page. */
typedef enum {
    READER_OK,
    READER_NOT_ARTICLE, /* a front page, a listing, an error, too little text */
    READER_CLEAN,       /* READER_DECLUTTER: nothing to cut was found */
    READER_TOO_LARGE,   /* more bytes than limits.input */
    /* more or deeper nested tags than a page has, or tangled with SVG */
    READER_TOO_DEEP,
    READER_TIMEOUT,     /* limits.cpu_ms were used up */
    READER_MEMORY,      /* limits.memory was used up, or malloc failed */
    READER_CHARSET,     /* a charset that must not be decoded */
    READER_CANCELLED,   /* *limits.cancelled became nonzero */
    READER_ERROR        /* a fault of this library; never expected */
} reader_result_t;

/* Compiled once, immutable, shared by all threads. */
typedef struct reader_profile reader_profile_t;

typedef enum {
    READER_EXPLAIN_NOTHING,
    READER_EXPLAIN_TEXT,   /* for people: what was kept, and why */
    READER_EXPLAIN_NUMBERS /* for training; see explain.h */
} reader_explain_t;

/* What becomes of the images of a page. */
typedef enum {
    READER_IMAGES_LAZY,        /* loaded when they are scrolled to */
    READER_IMAGES_ON,
    READER_IMAGES_PLACEHOLDER, /* a box of the same size, and a link */
    READER_IMAGES_OFF          /* a link */
} reader_images_t;

/* Other forms of a page, that its HTML view links to. */
typedef enum {
    READER_LINK_ORIGINAL, /* the page as it came */
    READER_LINK_TEXT,
    READER_LINK_MARKDOWN,
    READER_LINK_JSON,
    READER_LINKS
} reader_link_kind_t;

#define READER_WRAP_MIN 20
#define READER_WRAP_MAX 1000

typedef struct {
    unsigned min_length; /* characters of main content; CJK count twice */
    unsigned min_score;  /* page score, 0 to 100 */
    reader_explain_t explain; /* what reader_view_t.explanation is to be */
    reader_string_t model; /* a model to use instead of the one built in: the
                            * text that extract/model/train.py writes */

    /* Site rules: selectors of what is never main content, and of what always
     * is; see selector.h for how they are written. */
    const reader_string_t *strip;
    size_t strip_count;
    const reader_string_t *keep;
    size_t keep_count;

    reader_images_t images;
    unsigned wrap;          /* columns of the text view, READER_WRAP_MIN to
                             * READER_WRAP_MAX; 0: lines are not broken */
    reader_string_t template; /* of the HTML view, see README.md; empty: the
                               * one built in */
} reader_options_t;

/* As many selectors to strip, and as many to keep. */
#define READER_RULES_MAX 256

#define READER_OPTIONS_DEFAULT                                                \
    ((reader_options_t) { .min_length = 250, .min_score = 50 })

typedef struct {
    char text[512]; /* one line without a final newline, NUL-terminated */
} reader_error_t;

/* The bytes are the caller's and must live until reader_convert returns. */
typedef struct {
    reader_string_t html;    /* as served, without any content coding */
    reader_string_t charset; /* of the Content-Type header, or empty */
    reader_string_t url;     /* absolute http(s) address, or empty */
    reader_format_t format;  /* the view that is wanted */
    reader_string_t links[READER_LINKS]; /* addresses, absolute or not, or
                                          * empty: no such link */
    bool save_data;          /* lazy images become placeholders in HTML */
} reader_page_t;

/*
 * Memory that ended conversions leave to later ones, for which it need not be
 * taken from the system and cleared again.  Any number of threads may share
 * one.
 */
typedef struct reader_reserve reader_reserve_t;

/* bytes: how many are kept at most.  NULL if malloc fails. */
reader_reserve_t *reader_reserve_new(size_t bytes);

/* Not before the views of all conversions that used it are freed. */
void reader_reserve_free(reader_reserve_t *reserve);

typedef struct {
    size_t input;            /* bytes of html */
    size_t memory;           /* bytes taken for one conversion */
    unsigned cpu_ms;         /* CPU time of the calling thread; 0: no limit */
    const volatile int *cancelled; /* polled if not NULL */
    reader_reserve_t *reserve; /* where memory comes from and goes to first;
                                * NULL: malloc and free */
} reader_limits_t;

#define READER_LIMITS_DEFAULT                                                 \
    ((reader_limits_t) { 2u << 20, 64u << 20, 500, NULL, NULL })

/* Everything here lives in one arena, which reader_view_free() drops. */
typedef struct {
    reader_string_t bytes;   /* the view in the wanted format, UTF-8 */
    reader_string_t title;   /* plain text, no control characters */
    reader_string_t explanation; /* of options.explain */
    reader_string_t canonical; /* of the page: absolute, vetted, in ASCII */
    reader_string_t policies; /* its <meta http-equiv=Content-Security-Policy>,
                               * each as written, with a newline behind it */
    reader_string_t robots;  /* its <meta name=robots>, as written */
    size_t words;            /* of the main content */
    size_t characters;
    unsigned score;          /* page score, 0 to 100 */
    bool readerable;
    bool no_transform;       /* the page asks intermediaries to leave it as it
                              * is, or its policies are too long to keep */
    uint64_t cpu_ns;         /* thread CPU time that the conversion took */
    void *arena;             /* private */
} reader_view_t;

/*
 * Compiles options; NULL stands for READER_OPTIONS_DEFAULT.  Returns NULL and
 * fills *error if they cannot be compiled.  Loads whatever conversions need
 * later (iconv's converters, jansson's seed), so that these open no file.
 */
reader_profile_t *reader_profile_new(const reader_options_t *options,
                                     reader_error_t *error);
void reader_profile_free(reader_profile_t *profile);

/* Whether a template compiles; if not, *error says "line N: ...". */
bool reader_template_check(reader_string_t text, reader_error_t *error);

/*
 * A hash of all that decides which bytes a page is converted to, other than
 * what is in reader_page_t.  The same in all processes.
 */
uint32_t reader_profile_fingerprint(const reader_profile_t *profile);

/*
 * The style sheets of HTML views as what stands behind style-src in a Content-
 * Security-Policy: "'sha256-...' ..." or "'none'"; lives as long as the
 * profile.
 */
const char *reader_profile_style_source(const reader_profile_t *profile);

/*
 * Whether an address, relative ones included, may be given as a link of a
 * page: an http or https one of at most 4 KB, without user and password.
 */
bool reader_link_is_allowed(reader_string_t url);

/*
 * Converts one page.  limits NULL stands for READER_LIMITS_DEFAULT.  *view is
 * always left in a state that reader_view_free() takes.  view->bytes is set
 * for READER_OK, and in the JSON format for READER_NOT_ARTICLE as well: JSON
 * always carries the best there is.
 */
reader_result_t reader_convert(const reader_profile_t *profile,
                               const reader_page_t *page,
                               const reader_limits_t *limits,
                               reader_view_t *view);
void reader_view_free(reader_view_t *view);

/* "ok", "not_article", ...: static, lower case. */
const char *reader_result_name(reader_result_t result);

/* Whether it can be read; else error says what is wrong, on one line. */
bool reader_selector_check(reader_string_t selector, reader_error_t *error);

#endif
