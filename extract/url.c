#include "url.h"

#include "ascii.h"
#include "buffer.h"
#include "url_host.h"

#include <string.h>

#define DATA_URL_MAX 2048

/* Of a character, as bits: in which parts of a URL it has to be encoded, ... */
enum {
    PATH = 1,
    QUERY = 2,
    FRAGMENT = 4,
    OPAQUE = 8,
    ALL = 15,
    HOST_END = 16, /* it ends the host, or what may stand before that */
    SEGMENT = 32   /* it may make a segment of a path a special one */
};

/*
 * URL standard, 1.3, and what every part has encoded here.  Controls, space
 * and all that is not ASCII are in all.
 */
static const uint8_t classes[128] = {
    ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL,
    ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL,
    ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL,
    ['"'] = ALL,      ['<'] = ALL,
    ['>'] = ALL,      [0x7F] = ALL,
    ['^'] = PATH,     ['`'] = PATH | FRAGMENT | OPAQUE,
    ['{'] = PATH,     ['}'] = PATH,
    ['\''] = QUERY,   ['#'] = PATH | QUERY | HOST_END,
    ['/'] = HOST_END, ['?'] = PATH | HOST_END,
    ['@'] = HOST_END, ['\\'] = HOST_END | SEGMENT,
    ['.'] = SEGMENT,  ['%'] = SEGMENT,
};

typedef enum { HTTP, HTTPS, MAILTO, TEL, DATA, OTHER, RELATIVE } scheme_t;

static const struct {
    const char *name;
    size_t length;
    scheme_t scheme;
} schemes[] = {
    { "https:", 6, HTTPS },
    { "http:", 5, HTTP },
    { "mailto:", 7, MAILTO },
    { "tel:", 4, TEL },
    { "data:", 5, DATA },
};

static const char *const data_images[] = {
    "data:image/png;base64,",  "data:image/gif;base64,",
    "data:image/jpeg;base64,", "data:image/webp;base64,",
    "data:image/avif;base64,",
};


static reader_string_t
behind(reader_string_t text, size_t count)
{
    return (reader_string_t) { text.data + count, text.length - count };
}


static unsigned
class_of(char c)
{
    return (unsigned char) c < 0x80 ? classes[(unsigned char) c] : ALL;
}


static bool
is_dropped(char c)
{
    return (unsigned char) c <= '\r' && (c == '\t' || c == '\n' || c == '\r');
}


/* Whether it is certain that nothing has to be dropped. */
static bool
is_clean(reader_string_t text)
{
    const uint64_t ones = 0x0101010101010101u, high = ones << 7;
    const char *at = text.data, *end = at + text.length;
    uint64_t bytes;

    for (; end - at >= (ptrdiff_t) sizeof(bytes); at += sizeof(bytes)) {
        memcpy(&bytes, at, sizeof(bytes));

        if ((bytes - ones * ' ') & ~bytes & high) {
            return false;
        }
    }

    while (at < end && !is_dropped(*at)) {
        at++;
    }

    return at == end;
}


/* URL standard, 4.4: C0 and space at the ends, TAB LF CR everywhere */
static reader_string_t
cleaned(reader_arena_t *arena, reader_string_t text)
{
    char *copy;
    size_t length = 0;

    while (text.length != 0 && (unsigned char) text.data[0] <= ' ') {
        text = behind(text, 1);
    }

    while (text.length != 0
           && (unsigned char) text.data[text.length - 1] <= ' ') {
        text.length--;
    }

    if (text.length > READER_URL_MAX) {
        return READER_EMPTY;
    }

    if (is_clean(text)) {
        return text;
    }

    for (size_t i = 0; i < text.length; i++) {
        length += !is_dropped(text.data[i]);
    }

    if (length == text.length) {
        return text;
    }

    copy = reader_arena_alloc(arena, length + 1);
    length = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (!is_dropped(text.data[i])) {
            copy[length++] = text.data[i];
        }
    }

    return (reader_string_t) { copy, length };
}


static scheme_t
scheme_of(reader_string_t text, size_t *length)
{
    size_t i = 0;

    *length = 0;

    if (text.length == 0 || !reader_ascii_letter(text.data[0])) {
        return RELATIVE;
    }

    for (size_t s = 0; s < sizeof(schemes) / sizeof(schemes[0]); s++) {
        size_t count = schemes[s].length;

        if (text.length >= count
            && memcmp(text.data, schemes[s].name, count) == 0) {
            *length = count;
            return schemes[s].scheme;
        }
    }

    while (i < text.length
           && (reader_ascii_letter(text.data[i])
               || reader_ascii_digit(text.data[i]) || text.data[i] == '+'
               || text.data[i] == '-' || text.data[i] == '.')) {
        i++;
    }

    if (i == text.length || text.data[i] != ':') {
        return RELATIVE;
    }

    *length = i + 1;

    for (size_t s = 0; s < sizeof(schemes) / sizeof(schemes[0]); s++) {
        if (schemes[s].length == *length
            && reader_ascii_starts(text, schemes[s].name)) {
            return schemes[s].scheme;
        }
    }

    return OTHER;
}


/* Appends text, encoding what must be in this part; % stays as it is. */
static void
add_encoded(reader_buffer_t *out, reader_string_t text, unsigned part)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t from = 0;

    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char) text.data[i];

        if (!(class_of(text.data[i]) & part)) {
            continue;
        }

        reader_buffer_add(out, text.data + from, i - from);
        reader_buffer_byte(out, '%');
        reader_buffer_byte(out, digits[c >> 4]);
        reader_buffer_byte(out, digits[c & 15]);
        from = i + 1;
    }

    reader_buffer_add(out, text.data + from, text.length - from);
}


static bool
is_slash(char c)
{
    return c == '/' || c == '\\';
}


/* 1 for ".", 2 for "..", also with %2e, else 0 */
static unsigned
dots(reader_string_t segment)
{
    unsigned count = 0;

    while (segment.length != 0 && count < 3) {
        if (segment.data[0] == '.') {
            segment = behind(segment, 1);
        } else if (reader_ascii_starts(segment, "%2e")) {
            segment = behind(segment, 3);
        } else {
            return 0;
        }

        count++;
    }

    return count == 3 ? 0 : count;
}


static void
drop_segment(reader_buffer_t *out, size_t start)
{
    while (out->length > start && out->data[--out->length] != '/') {
    }
}


/* Whether a path stays as it is: nothing to encode, and no dots. */
static bool
is_plain(reader_string_t path)
{
    for (size_t i = 0; i < path.length; i++) {
        unsigned class = class_of(path.data[i]);

        if ((class & (PATH | SEGMENT))
            && (class != SEGMENT || i == 0 || path.data[i - 1] == '/')) {
            return false;
        }
    }

    return true;
}


/*
 * URL standard, path state: appends the segments of text to the path that
 * begins at start and is empty or a "/..." without its last slash.
 */
static void
add_path(reader_buffer_t *out, size_t start, reader_string_t text)
{
    if (is_plain(text)) {
        reader_buffer_byte(out, '/');
        reader_buffer_string(out, text);
        return;
    }

    for (;;) {
        size_t end = 0;
        reader_string_t segment;
        unsigned dot;

        while (end < text.length && !is_slash(text.data[end])) {
            end++;
        }

        segment = (reader_string_t) { text.data, end };
        dot = dots(segment);

        if (dot == 2) {
            drop_segment(out, start);
        }

        if (dot == 0) {
            reader_buffer_byte(out, '/');
            add_encoded(out, segment, PATH);
        }

        if (end == text.length) {
            if (dot != 0) {
                reader_buffer_byte(out, '/');
            }

            return;
        }

        text = behind(text, end + 1);
    }
}


/* Splits text at the first # and the first ? before it; both stay with what
   follows them. */
static void
split(reader_string_t text, reader_string_t *path, reader_string_t *query,
      reader_string_t *fragment)
{
    const char *hash =
        text.length == 0 ? NULL : memchr(text.data, '#', text.length);
    size_t end = hash == NULL ? text.length : (size_t) (hash - text.data);
    const char *mark = end == 0 ? NULL : memchr(text.data, '?', end);
    size_t middle = mark == NULL ? end : (size_t) (mark - text.data);

    *path = (reader_string_t) { text.data, middle };
    *query = (reader_string_t) { text.data + middle, end - middle };
    *fragment = (reader_string_t) { text.data + end, text.length - end };
}


static void
add_tail(reader_buffer_t *out, reader_string_t query, reader_string_t fragment)
{
    if (query.length != 0) {
        reader_buffer_byte(out, '?');
        add_encoded(out, behind(query, 1), QUERY);
    }

    if (fragment.length != 0) {
        reader_buffer_byte(out, '#');
        add_encoded(out, behind(fragment, 1), FRAGMENT);
    }
}


static bool
add_port(reader_buffer_t *out, reader_string_t port, scheme_t scheme)
{
    unsigned long number = 0;

    for (size_t i = 0; i < port.length; i++) {
        if (!reader_ascii_digit(port.data[i])) {
            return false;
        }

        number = number * 10 + (unsigned long) (port.data[i] - '0');

        if (number > 65535) {
            return false;
        }
    }

    if (port.length != 0 && number != (scheme == HTTP ? 80 : 443)) {
        reader_buffer_byte(out, ':');
        reader_buffer_number(out, number);
    }

    return true;
}


/* Up to the colon before a port, which is in no brackets. */
static size_t
host_length(reader_string_t authority)
{
    bool bracket = false;
    size_t length = 0;

    if (memchr(authority.data, ':', authority.length) == NULL) {
        return authority.length;
    }

    for (; length < authority.length; length++) {
        char c = authority.data[length];

        if (c == ':' && !bracket) {
            break;
        }

        bracket = (bracket || c == '[') && c != ']';
    }

    return length;
}


/* text stands behind the slashes of the scheme */
static bool
add_absolute(reader_buffer_t *out, scheme_t scheme, reader_string_t text)
{
    size_t end = 0, port;
    reader_string_t path, query, fragment;

    while (end < text.length && !(class_of(text.data[end]) & HOST_END)) {
        end++;
    }

    if (end < text.length && text.data[end] == '@') {
        return false; /* user info: never written */
    }

    port = host_length((reader_string_t) { text.data, end });

    reader_buffer_text(out, scheme == HTTP ? "http://" : "https://");

    if (!reader_url_host((reader_string_t) { text.data, port }, out)
        || (port < end
            && !add_port(out,
                         (reader_string_t) { text.data + port + 1,
                                             end - port - 1 },
                         scheme))) {
        return false;
    }

    split(behind(text, end), &path, &query, &fragment);

    if (path.length != 0) {
        path = behind(path, 1);
    }

    add_path(out, out->length, path);
    add_tail(out, query, fragment);

    return true;
}


static reader_string_t
without_slashes(reader_string_t text)
{
    while (text.length != 0 && is_slash(text.data[0])) {
        text = behind(text, 1);
    }

    return text;
}


/* URL standard, relative state; base is an http(s) URL */
static bool
add_relative(reader_buffer_t *out, const reader_url_t *base,
             reader_string_t text)
{
    reader_string_t path, query, fragment, base_path, base_query, unused;
    size_t start;

    if (text.length >= 2 && is_slash(text.data[0]) && is_slash(text.data[1])) {
        return add_absolute(out, base->scheme.length == 4 ? HTTP : HTTPS,
                            without_slashes(text));
    }

    split(text, &path, &query, &fragment);
    split(base->path, &base_path, &base_query, &unused);
    reader_buffer_string(out, base->origin);
    start = out->length;

    if (path.length == 0) {
        reader_buffer_string(out, base_path);
        add_tail(out, query.length != 0 ? query : base_query, fragment);
        return true;
    }

    if (is_slash(path.data[0])) {
        path = behind(path, 1);
    } else {
        reader_buffer_string(out, base_path);
        drop_segment(out, start);
    }

    add_path(out, start, path);
    add_tail(out, query, fragment);

    return true;
}


/* mailto and tel; strictly printable, which goes beyond the standard */
static bool
add_opaque(reader_buffer_t *out, scheme_t scheme, reader_string_t text)
{
    if (text.length == 0) {
        return false;
    }

    reader_buffer_text(out, scheme == MAILTO ? "mailto:" : "tel:");
    add_encoded(out, text, OPAQUE);

    return true;
}


static bool
add_data_image(reader_buffer_t *out, reader_string_t text)
{
    size_t at = 0;

    if (text.length > DATA_URL_MAX) {
        return false;
    }

    for (size_t i = 0; i < sizeof(data_images) / sizeof(data_images[0]); i++) {
        if (reader_ascii_starts(text, data_images[i])) {
            at = strlen(data_images[i]);
            reader_buffer_text(out, data_images[i]);
        }
    }

    if (at == 0 || at == text.length) {
        return false;
    }

    for (size_t i = at; i < text.length; i++) {
        char c = text.data[i];

        if (!reader_ascii_letter(c) && !reader_ascii_digit(c) && c != '+'
            && c != '/' && c != '=') {
            return false;
        }
    }

    reader_buffer_string(out, behind(text, at));

    return true;
}


static bool
add_url(reader_buffer_t *out, const reader_url_t *base, reader_string_t text,
        reader_url_use_t use)
{
    size_t skip;
    scheme_t scheme = scheme_of(text, &skip);
    bool based = base != NULL && base->href.length != 0;

    switch (scheme) {
    case HTTP:
    case HTTPS:
        /* "https:path" is relative where the base has the same scheme */
        if (based && base->scheme.length == (scheme == HTTP ? 4 : 5)
            && !(text.length >= skip + 2 && is_slash(text.data[skip])
                 && is_slash(text.data[skip + 1]))) {
            return add_relative(out, base, behind(text, skip));
        }

        return add_absolute(out, scheme, without_slashes(behind(text, skip)));

    case MAILTO:
    case TEL:
        return use == READER_URL_LINK
               && add_opaque(out, scheme, behind(text, skip));

    case DATA:
        return use == READER_URL_IMAGE && add_data_image(out, text);

    case RELATIVE:
        return based && add_relative(out, base, text);

    case OTHER:
        break;
    }

    return false;
}


static void
take_apart(reader_string_t href, reader_url_t *url)
{
    size_t scheme = (size_t) ((char *) memchr(href.data, ':', href.length)
                              - href.data);
    size_t host = scheme + 3;
    size_t path =
        (size_t) ((char *) memchr(href.data + host, '/', href.length - host)
                  - href.data);
    size_t port = path;

    while (reader_ascii_digit(href.data[port - 1])) {
        port--;
    }

    /* digits behind a colon, unless it is one of an IPv6 address */
    port = port < path && href.data[port - 1] == ':' ? port - 1 : path;
    url->href = href;
    url->scheme = (reader_string_t) { href.data, scheme };
    url->origin = (reader_string_t) { href.data, path };
    url->host = (reader_string_t) { href.data + host, port - host };
    url->path = behind(href, path);
}


bool
reader_url_parse(reader_arena_t *arena, reader_string_t text,
                 reader_url_t *url)
{
    reader_buffer_t out;

    memset(url, 0, sizeof(*url));
    text = cleaned(arena, text);
    reader_buffer_init(&out, arena, text.length + 16);

    if (!add_url(&out, NULL, text, READER_URL_MEDIA)
        || out.length > READER_URL_MAX) {
        return false;
    }

    take_apart(reader_buffer_value(&out), url);

    return true;
}


reader_string_t
reader_url_resolve(reader_arena_t *arena, const reader_url_t *base,
                   reader_string_t reference, reader_url_use_t use,
                   bool relative)
{
    reader_buffer_t out;
    reader_string_t text = cleaned(arena, reference);

    if (text.length == 0 && reference.length != 0) {
        /* too long; or only white space, which says nothing of use */
        return READER_EMPTY;
    }

    reader_buffer_init(&out, arena, text.length + 16);

    if (!add_url(&out, base, text, use) || out.length > READER_URL_MAX) {
        return READER_EMPTY;
    }

    return relative ? reader_url_local(base, reader_buffer_value(&out))
                    : reader_buffer_value(&out);
}


reader_string_t
reader_url_local(const reader_url_t *base, reader_string_t url)
{
    size_t origin = base->origin.length;

    /* a path that begins with two slashes would name a host */
    if (origin == 0 || url.length <= origin
        || memcmp(url.data, base->origin.data, origin) != 0
        || url.data[origin] != '/'
        || (url.length > origin + 1 && url.data[origin + 1] == '/')) {
        return url;
    }

    return behind(url, origin);
}
