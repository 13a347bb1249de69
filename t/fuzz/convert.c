/*
 * Fuzz target: a page in, whatever its bytes; what comes out in each format
 * must be what a view may be.
 *
 *   - valid UTF-8 without control characters,
 *   - HTML whose tags are closed in their order, of elements and attributes
 *     that are on the list, with addresses of the schemes that are,
 *   - JSON that is JSON, with such HTML in it,
 *   - nothing at all if the page is handed back, and never READER_ERROR,
 *   - the same again when it is converted again.
 */

#include "reader.h"
#include "utf8.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 140
#define NAME_MAX_LENGTH 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char elements[] =
    " a abbr audio b bdi bdo blockquote br caption cite code dd del details dfn"
    " div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark"
    " math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom"
    " mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable"
    " mtd mtext mtr munder munderover none ol p pre q rp rt ruby s samp"
    " semantics small source span strong sub summary sup table tbody td tfoot"
    " th thead time tr track u ul var video wbr ";

static const char page_elements[] =
    " article body footer head header html link main meta nav script section"
    " style title ";

static const char empty_elements[] =
    " br hr img link meta source track wbr ";

static const char attributes[] =
    " accent accentunder align alt alttext aria-label charset class colspan"
    " columnspan content controls datetime dir display displaystyle"
    " fence form height href hreflang id kind label lang linethickness loading"
    " media name poster preload property rel reversed role rowspan scope"
    " scriptlevel separator sizes src srclang srcset start stretchy tabindex"
    " title type value width ";

typedef struct {
    const char *at;
    const char *end;
    bool page;
    struct {
        const char *name;
        size_t length;
    } open[DEPTH_MAX];
    size_t depth;
} checker_t;


static void
fail(const char *what, reader_string_t view)
{
    fprintf(stderr, "%s\n---\n%.*s\n---\n", what, (int) view.length, view.data);
    abort();
}


static bool
is_listed(const char *list, const char *name, size_t length)
{
    char word[NAME_MAX_LENGTH + 3];

    if (length == 0 || length > NAME_MAX_LENGTH) {
        return false;
    }

    word[0] = ' ';
    memcpy(word + 1, name, length);
    word[length + 1] = ' ';
    word[length + 2] = '\0';

    return strstr(list, word) != NULL;
}


static bool
starts(const checker_t *c, const char *text)
{
    size_t length = strlen(text);

    return (size_t) (c->end - c->at) >= length
           && memcmp(c->at, text, length) == 0;
}


static size_t
read_name(checker_t *c)
{
    const char *start = c->at;

    while (c->at < c->end
           && (islower((unsigned char) *c->at)
               || isdigit((unsigned char) *c->at) || *c->at == '-')) {
        c->at++;
    }

    return (size_t) (c->at - start);
}


static bool
is_address(const char *value, size_t length)
{
    static const char *const begin[] = {
        "http://", "https://", "mailto:", "tel:", "#", "data:image/",
    };

    if (length == 0 || (value[0] == '/' && (length == 1 || value[1] != '/'))) {
        return true;
    }

    for (size_t i = 0; i < sizeof(begin) / sizeof(*begin); i++) {
        if (length >= strlen(begin[i])
            && memcmp(value, begin[i], strlen(begin[i])) == 0) {
            return true;
        }
    }

    return length == 6 && memcmp(value, "data:,", 6) == 0; /* the icon */
}


/* What is wrong with the attribute at c->at, which is behind a space. */
static const char *
check_attribute(checker_t *c)
{
    const char *name = c->at, *value;
    size_t length = read_name(c);

    if (!is_listed(attributes, name, length)) {
        return "an attribute that is not on the list";
    }

    if (!starts(c, "=")) {
        return NULL;
    }

    c->at++;

    if (!starts(c, "\"")) {
        return "a value without quotes";
    }

    value = ++c->at;

    while (c->at < c->end && *c->at != '"') {
        if (*c->at == '<' || *c->at == '>') {
            return "a bracket in a value";
        }

        c->at++;
    }

    if (c->at == c->end) {
        return "a value without end";
    }

    if ((is_listed(" href src poster ", name, length)
         && !is_address(value, (size_t) (c->at - value)))) {
        return "an address that is none";
    }

    c->at++;

    return NULL;
}


static const char *
check_start(checker_t *c)
{
    const char *name = c->at, *fault = NULL;
    size_t length = read_name(c);

    if (!is_listed(elements, name, length)
        && !(c->page && is_listed(page_elements, name, length))) {
        return "an element that is not on the list";
    }

    while (fault == NULL && starts(c, " ")) {
        c->at++;
        fault = check_attribute(c);
    }

    if (fault != NULL || !starts(c, ">")) {
        return fault != NULL ? fault : "a tag without end";
    }

    c->at++;

    if (is_listed(empty_elements, name, length)) {
        return NULL;
    }

    if (c->depth == DEPTH_MAX) {
        return "too deep";
    }

    c->open[c->depth].name = name;
    c->open[c->depth++].length = length;

    if (is_listed(" script style ", name, length)) {
        c->at = memchr(c->at, '<', (size_t) (c->end - c->at));
        return c->at == NULL ? "raw text without end" : NULL;
    }

    return NULL;
}


static const char *
check_end(checker_t *c)
{
    const char *name = c->at;
    size_t length = read_name(c);

    if (!starts(c, ">") || c->depth == 0
        || c->open[c->depth - 1].length != length
        || memcmp(c->open[c->depth - 1].name, name, length) != 0) {
        return "an end tag out of order";
    }

    c->at++;
    c->depth--;

    return NULL;
}


static void
check_html(reader_string_t html, bool page)
{
    static const char doctype[] = "<!DOCTYPE html>";
    checker_t c = { .at = html.data, .end = html.data + html.length,
                    .page = page };
    const char *fault = NULL;

    if (page && !starts(&c, doctype)) {
        fail("no doctype", html);
    }

    c.at += page ? strlen(doctype) : 0;

    while (fault == NULL && c.at < c.end) {
        if (*c.at == '>') {
            fault = "a bracket in text";

        } else if (*c.at++ == '<') {
            if (starts(&c, "/")) {
                c.at++;
                fault = check_end(&c);
            } else {
                fault = check_start(&c);
            }
        }
    }

    if (fault != NULL || c.depth != 0) {
        fail(fault != NULL ? fault : "an element without end", html);
    }
}


static void
check_text(reader_string_t text)
{
    if (reader_utf8_valid(text) != text.length) {
        fail("not UTF-8", text);
    }

    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char) text.data[i];

        if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F
            || (c == 0xC2 && (unsigned char) text.data[i + 1] < 0xA0)) {
            fail("a control character", text);
        }
    }
}


static void
check_json(reader_string_t json)
{
    json_t *object = json_loadb(json.data, json.length, JSON_REJECT_DUPLICATES,
                                NULL);
    const json_t *content = json_object_get(object, "content");

    if (object == NULL) {
        fail("no JSON", json);
    }

    if (json_is_string(content)) {
        check_html((reader_string_t) { json_string_value(content),
                                       json_string_length(content) },
                   false);
    }

    json_decref(object);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const reader_limits_t limits = { .input = 1u << 20,
                                            .memory = 64u << 20 };
    static reader_profile_t *profile;
    reader_page_t page = {
        .html = { (const char *) data, size },
        .url = { "https://site.example/a/b?c", 26 },
    };

    if (profile == NULL) {
        reader_options_t options = READER_OPTIONS_DEFAULT;

        options.min_length = 0;
        options.min_score = 0;
        profile = reader_profile_new(&options, &(reader_error_t) { "" });
    }

    for (int format = READER_HTML; format <= READER_JSON; format++) {
        reader_view_t view, again;
        reader_result_t result;

        page.format = (reader_format_t) format;
        result = reader_convert(profile, &page, &limits, &view);

        if (result == READER_ERROR || result == READER_TIMEOUT
            || (result != READER_OK && view.bytes.length != 0
                && !(format == READER_JSON && result == READER_NOT_ARTICLE))) {
            fail(reader_result_name(result), view.bytes);
        }

        if (view.bytes.length != 0) {
            check_text(view.bytes);

            if (format == READER_HTML) {
                check_html(view.bytes, true);
            } else if (format == READER_JSON) {
                check_json(view.bytes);
            }
        }

        if (size % 8 == 0) {
            reader_convert(profile, &page, &limits, &again);

            if (again.bytes.length != view.bytes.length
                || (view.bytes.length != 0
                    && memcmp(again.bytes.data, view.bytes.data,
                              view.bytes.length) != 0)) {
                fail("another view the second time", again.bytes);
            }

            reader_view_free(&again);
        }

        reader_view_free(&view);
    }

    return 0;
}
