#include "view_page.h"

#include "ascii.h"
#include "plain.h"

#include <limits.h>
#include <string.h>

#define CANDIDATES_READ_MAX 16
#define CANDIDATES_MAX 3
#define WIDTH_MAX 1600 /* a phone's width at a density of 3, and some */
#define WIDTH_WANTED 800 /* where the page says nothing: the measure */
#define TINY 2 /* pixels: a tracking pixel */
#define ICON 32 /* pixels: an image of this size may be a letter */

/* Where lazy-loading scripts find the real sources: lists of them, then one. */
static const reader_string_t lazy[] = {
    { "data-srcset", 11 },    { "data-lazy-srcset", 16 },
    { "data-src", 8 },        { "data-lazy-src", 13 },
    { "data-original", 13 },  { "data-lazyload", 13 },
    { "data-lazy", 9 },       { "data-echo", 9 },
    { "data-actualsrc", 14 }, { "data-hi-res-src", 15 },
    { "data-full-src", 13 },  { "data-img-src", 12 },
    { "data-image-src", 14 }, { "data-src-medium", 15 },
    { "data-default-src", 16 },
};

#define LAZY (sizeof(lazy) / sizeof(lazy[0]))
#define LAZY_LISTS 2 /* the first of them */

/* In the name of a file that stands for an image until it is loaded. */
static const char *const placeholders[] = {
    "placeholder", "/blank.",    "spacer.",    "1x1.",      "/pixel.",
    "transparent.", "lazy-load", "lazyload",   "/loading.", "grey.gif",
    "gray.gif",    "trans.gif",  "loader.gif",
};

/* One of a list by width: most are not chosen, so few are resolved. */
typedef struct {
    reader_string_t url; /* as in the page, or resolved */
    unsigned width;
    bool resolved;
} source_t;

typedef struct {
    source_t items[CANDIDATES_READ_MAX];
    unsigned count;
    reader_string_t dense; /* of a list by density: the best up to 2x */
} sources_t;


static reader_string_t
resolved(const reader_view_page_t *page, reader_string_t reference,
         reader_url_use_t use)
{
    reference = reader_ascii_trim(reference);

    if (reference.length == 0) {
        return READER_EMPTY;
    }

    return reader_url_resolve(page->arena, &page->document->metadata->base,
                              reference, use, false);
}


static bool
is_placeholder(reader_string_t src)
{
    if (src.length == 0 || reader_ascii_starts(src, "data:")
        || reader_ascii_starts(src, "about:")) {
        return true;
    }

    if (src.length > 512) {
        src.length = 512;
    }

    return reader_ascii_contains_one_of(
        src, placeholders, sizeof(placeholders) / sizeof(char *));
}


/* Shop systems leave the width to their script: "shirt_{width}x.jpg" */
static reader_string_t
filled_in(const reader_view_page_t *page, reader_string_t src)
{
    reader_buffer_t out;

    for (size_t i = 0; i + 7 <= src.length; i++) {
        if (memcmp(src.data + i, "{width}", 7) == 0) {
            reader_buffer_init(&out, page->arena, src.length);
            reader_buffer_add(&out, src.data, i);
            reader_buffer_number(&out, WIDTH_WANTED);
            reader_buffer_add(&out, src.data + i + 7, src.length - i - 7);
            return reader_buffer_value(&out);
        }
    }

    return src;
}


/* Digits at the start of text; 0 for none or too many. */
static unsigned
number_of(reader_string_t text)
{
    unsigned number = 0;

    for (size_t i = 0; i < text.length && reader_ascii_digit(text.data[i]);
         i++) {
        number = number * 10 + (unsigned) (text.data[i] - '0');

        if (number > 100000) {
            return 0;
        }
    }

    return number;
}


static void
add_candidate(const reader_view_page_t *page, reader_string_t url,
              reader_string_t descriptor, sources_t *sources)
{
    unsigned number = number_of(descriptor);
    char unit = descriptor.length == 0 ? 'x'
                                       : descriptor.data[descriptor.length - 1];

    if (unit == 'x') {
        if (number == 2 || (number < 2 && sources->dense.length == 0)) {
            url = resolved(page, url, READER_URL_MEDIA);

            if (url.length != 0) {
                sources->dense = url;
            }
        }

    } else if (unit == 'w' && number > TINY
               && sources->count < CANDIDATES_READ_MAX) {
        sources->items[sources->count++] = (source_t) { url, number, false };
    }
}


/* HTML standard, 4.8.4.2.1 "parse a srcset attribute" */
static void
parse_srcset(const reader_view_page_t *page, reader_string_t text,
             sources_t *sources)
{
    size_t at = 0;

    for (unsigned n = 0; n < CANDIDATES_READ_MAX; n++) {
        reader_string_t url, descriptor = READER_EMPTY;
        size_t start;

        while (at < text.length
               && (reader_ascii_space(text.data[at])
                   || text.data[at] == ',')) {
            at++;
        }

        if (at == text.length) {
            return;
        }

        start = at;

        while (at < text.length && !reader_ascii_space(text.data[at])) {
            at++;
        }

        url = (reader_string_t) { text.data + start, at - start };

        if (url.data[url.length - 1] == ',') {
            while (url.length != 0 && url.data[url.length - 1] == ',') {
                url.length--;
            }

        } else {
            start = at;

            while (at < text.length && text.data[at] != ',') {
                at++;
            }

            descriptor = reader_ascii_trim(
                (reader_string_t) { text.data + start, at - start });
        }

        add_candidate(page, url, descriptor, sources);
    }
}


/* Resolves one of them; false: that is no URL, and it is taken out. */
static bool
settle(const reader_view_page_t *page, sources_t *sources, unsigned at)
{
    source_t *item = &sources->items[at];

    if (!item->resolved) {
        item->url = resolved(page, item->url, READER_URL_MEDIA);
        item->resolved = true;
    }

    if (item->url.length == 0) {
        sources->count--;
        memmove(item, item + 1, (sources->count - at) * sizeof(*item));
        return false;
    }

    return true;
}


static unsigned
distance(unsigned a, unsigned b)
{
    return a > b ? a - b : b - a;
}


/* The place of the source whose width is nearest, of those up to max pixels;
   or of none. */
static unsigned
place_of_nearest(const sources_t *sources, unsigned width, unsigned max)
{
    unsigned best = sources->count;

    for (unsigned i = 0; i < sources->count; i++) {
        unsigned own = sources->items[i].width;

        if (own <= max
            && (best == sources->count
                || distance(own, width)
                       < distance(sources->items[best].width, width))) {
            best = i;
        }
    }

    return best;
}


/* That source; without a URL if there is none. */
static reader_candidate_t
nearest(const reader_view_page_t *page, sources_t *sources, unsigned width,
        unsigned max)
{
    unsigned at;

    while ((at = place_of_nearest(sources, width, max)) < sources->count) {
        if (settle(page, sources, at)) {
            return (reader_candidate_t) { sources->items[at].url,
                                          sources->items[at].width };
        }
    }

    return (reader_candidate_t) { READER_EMPTY, 0 };
}


static bool
has_any(const reader_view_page_t *page, sources_t *sources)
{
    /* those that are asked for are those that will be chosen */
    return sources->dense.length != 0
           || nearest(page, sources, WIDTH_MAX, WIDTH_MAX).url.length != 0
           || nearest(page, sources, WIDTH_MAX, UINT_MAX).url.length != 0;
}


/* The lists of an element, by the order of preference. */
static const reader_attribute_t *
list_of(const reader_view_page_t *page, reader_node_id_t node,
        const reader_attribute_t *const *found, unsigned at)
{
    return at < LAZY_LISTS
               ? found[at]
               : reader_tree_find(page->tree, node, READER_NAME_SRCSET);
}


/* The sources of a picture element, if the image in it has no own list. */
static void
parse_picture(const reader_view_page_t *page, reader_node_id_t image,
              sources_t *sources)
{
    const reader_node_t *nodes = page->tree->nodes;
    const reader_attribute_t *found[LAZY_LISTS], *list;
    reader_node_id_t picture = nodes[image].parent;

    if (!reader_ascii_is(reader_tree_name(page->tree, picture), "picture")) {
        return;
    }

    for (reader_node_id_t i = picture + 1; i < image; i = nodes[i].end) {
        if (nodes[i].tag != GUMBO_TAG_SOURCE) {
            continue;
        }

        reader_view_find(page, i, lazy, LAZY_LISTS, found);
        list = NULL;

        for (unsigned l = 0; l <= LAZY_LISTS && list == NULL; l++) {
            list = list_of(page, i, found, l);
        }

        parse_srcset(page, reader_view_value(page, list), sources);

        if (has_any(page, sources)) {
            return;
        }
    }
}


/*
 * The list that is written: one source each for these widths, no double.
 * They are what a column of 360 pixels takes at densities of 1, 2 and 3.
 */
static void
choose(const reader_view_page_t *page, sources_t *sources,
       reader_attributes_t *attributes)
{
    static const unsigned widths[CANDIDATES_MAX] = { 400, 800, 1200 };
    reader_candidate_t chosen[CANDIDATES_MAX], *copy;
    unsigned count = 0;

    attributes->large = nearest(page, sources, WIDTH_MAX, WIDTH_MAX).url;

    if (attributes->large.length == 0) {
        attributes->large = nearest(page, sources, WIDTH_MAX, UINT_MAX).url;
        return;
    }

    for (unsigned i = 0; i < CANDIDATES_MAX; i++) {
        reader_candidate_t candidate =
            nearest(page, sources, widths[i], WIDTH_MAX);

        if (count == 0 || candidate.width > chosen[count - 1].width) {
            chosen[count++] = candidate;
        }
    }

    if (count > 1) {
        copy = reader_arena_alloc(page->arena, count * sizeof(*copy));
        memcpy(copy, chosen, count * sizeof(*copy));
        attributes->candidates = copy;
        attributes->candidate_count = count;
    }
}


/* The source that a script would put in the place of the image's own. */
static reader_string_t
lazy_source(const reader_view_page_t *page,
            const reader_attribute_t *const *found)
{
    reader_string_t value, url = READER_EMPTY;

    for (unsigned i = LAZY_LISTS; i < LAZY && url.length == 0; i++) {
        if (found[i] == NULL) {
            continue;
        }

        value = reader_view_value(page, found[i]);

        if (!is_placeholder(reader_ascii_trim(value))) {
            url = resolved(page, filled_in(page, value), READER_URL_MEDIA);
        }
    }

    return url;
}


static void
find_sources(const reader_view_page_t *page, reader_node_id_t image,
             reader_attributes_t *attributes)
{
    const reader_attribute_t *found[LAZY], *list;
    sources_t sources;
    reader_string_t src;
    bool any = false;

    sources.count = 0;
    sources.dense = READER_EMPTY;
    reader_tree_value(page->tree, image, READER_NAME_SRC, &src);
    reader_view_find(page, image, lazy, LAZY, found);
    attributes->src = lazy_source(page, found);

    for (unsigned i = 0; i <= LAZY_LISTS && !any; i++) {
        list = list_of(page, image, found, i);

        if (list != NULL) {
            parse_srcset(page, reader_view_value(page, list), &sources);
            any = has_any(page, &sources);
        }
    }

    if (attributes->src.length == 0 && !is_placeholder(src)) {
        attributes->src = resolved(page, src, READER_URL_IMAGE);
    }

    if (!any && attributes->src.length == 0) {
        parse_picture(page, image, &sources);
    }

    if (sources.count != 0) {
        choose(page, &sources, attributes);

        if (attributes->src.length == 0) {
            attributes->src =
                nearest(page, &sources, WIDTH_WANTED, UINT_MAX).url;
        }
    }

    if (attributes->src.length == 0) {
        attributes->src = sources.dense;
    }

    if (attributes->src.length == 0) {
        /* a small data: image is an image */
        attributes->src = resolved(page, src, READER_URL_IMAGE);
    }

    if (attributes->large.length == 0) {
        attributes->large = sources.dense.length != 0 ? sources.dense
                                                      : attributes->src;
    }
}


/* No ASCII letter or digit in it, and short. */
static bool
is_symbol(reader_string_t alt)
{
    if (alt.length == 0 || alt.length > 32
        || (unsigned char) alt.data[0] < 0xE2) {
        return false;
    }

    for (size_t i = 0; i < alt.length; i++) {
        if ((unsigned char) alt.data[i] < 0x80) {
            return false;
        }
    }

    return true;
}


static bool
is_emoji(const reader_view_page_t *page, reader_node_id_t image,
         const reader_attributes_t *attributes)
{
    bool small = attributes->width != 0 && attributes->width <= ICON;

    if (reader_view_has_class(page, image, READER_VIEW_EMOJI)) {
        return attributes->alt.length != 0;
    }

    return small && is_symbol(attributes->alt);
}


reader_attributes_t *
reader_view_image(const reader_view_page_t *page, reader_node_id_t image,
                  bool *emoji)
{
    reader_attributes_t *attributes =
        reader_arena_array(page->arena, 1, sizeof(*attributes));

    attributes->alt = reader_view_label(page, image, "alt");
    attributes->width = reader_view_size(page, image, READER_NAME_WIDTH);
    attributes->height = reader_view_size(page, image, READER_NAME_HEIGHT);
    *emoji = is_emoji(page, image, attributes);

    if (*emoji) {
        return attributes;
    }

    if ((attributes->width != 0 && attributes->width <= TINY)
        || (attributes->height != 0 && attributes->height <= TINY)) {
        return NULL;
    }

    find_sources(page, image, attributes);

    /* a box with one side only would be of the wrong shape */
    if (attributes->width == 0 || attributes->height == 0) {
        attributes->width = attributes->height = 0;
    }

    return attributes->src.length == 0 ? NULL : attributes;
}
