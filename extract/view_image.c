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

/* Where lazy-loading scripts find the real source. */
static const char *const lazy_sources[] = {
    "data-src",        "data-lazy-src", "data-original", "data-lazyload",
    "data-lazy",       "data-echo",     "data-actualsrc", "data-hi-res-src",
    "data-full-src",   "data-img-src",  "data-image-src", "data-src-medium",
    "data-default-src",
};

static const char *const srcsets[] = { "data-srcset", "data-lazy-srcset",
                                       "srcset" };

/* In the name of a file that stands for an image until it is loaded. */
static const char *const placeholders[] = {
    "placeholder", "/blank.",    "spacer.",    "1x1.",      "/pixel.",
    "transparent.", "lazy-load", "lazyload",   "/loading.", "grey.gif",
    "gray.gif",    "trans.gif",  "loader.gif",
};

static const char *const emoji_classes[] = { "emoji", "wp-smiley", "smiley",
                                             "smilies", "emojione",
                                             "twemoji" };

typedef struct {
    reader_candidate_t items[CANDIDATES_READ_MAX];
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
        if (number <= 2) {
            url = resolved(page, url, READER_URL_MEDIA);

            if (url.length != 0
                && (sources->dense.length == 0 || number == 2)) {
                sources->dense = url;
            }
        }

    } else if (unit == 'w' && number > TINY
               && sources->count < CANDIDATES_READ_MAX) {
        url = resolved(page, url, READER_URL_MEDIA);

        if (url.length != 0) {
            sources->items[sources->count].url = url;
            sources->items[sources->count++].width = number;
        }
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


/* The sources of a picture element, if the image in it has no own list. */
static void
parse_picture(const reader_view_page_t *page, reader_node_id_t image,
              sources_t *sources)
{
    const reader_node_t *nodes = page->tree->nodes;
    reader_node_id_t picture = nodes[image].parent;
    reader_string_t value;

    if (!reader_ascii_is(reader_tree_name(page->tree, picture), "picture")) {
        return;
    }

    for (reader_node_id_t i = picture + 1; i < image; i = nodes[i].end) {
        if (nodes[i].tag != GUMBO_TAG_SOURCE) {
            continue;
        }

        for (unsigned s = 0; s < 3; s++) {
            if (reader_tree_attribute(page->tree, i, srcsets[s], &value)) {
                parse_srcset(page, value, sources);
                break;
            }
        }

        if (sources->count != 0 || sources->dense.length != 0) {
            return;
        }
    }
}


static unsigned
distance(unsigned a, unsigned b)
{
    return a > b ? a - b : b - a;
}


/* The source whose width is nearest, of those up to max pixels; or NULL. */
static const reader_candidate_t *
nearest(const sources_t *sources, unsigned width, unsigned max)
{
    const reader_candidate_t *best = NULL;

    for (unsigned i = 0; i < sources->count; i++) {
        const reader_candidate_t *item = &sources->items[i];

        if (item->width <= max
            && (best == NULL
                || distance(item->width, width)
                       < distance(best->width, width))) {
            best = item;
        }
    }

    return best;
}


/*
 * The list that is written: one source each for these widths, no double.
 * They are what a column of 360 pixels takes at densities of 1, 2 and 3.
 */
static void
choose(const reader_view_page_t *page, const sources_t *sources,
       reader_attributes_t *attributes)
{
    static const unsigned widths[CANDIDATES_MAX] = { 400, 800, 1200 };
    const reader_candidate_t *large = nearest(sources, WIDTH_MAX, WIDTH_MAX);
    reader_candidate_t *chosen;
    unsigned count = 0;

    if (large == NULL) {
        attributes->large = nearest(sources, WIDTH_MAX, UINT_MAX)->url;
        return;
    }

    attributes->large = large->url;
    chosen = reader_arena_array(page->arena, CANDIDATES_MAX,
                                sizeof(reader_candidate_t));

    for (unsigned i = 0; i < CANDIDATES_MAX; i++) {
        const reader_candidate_t *candidate =
            nearest(sources, widths[i], WIDTH_MAX);

        if (count == 0 || candidate->width > chosen[count - 1].width) {
            chosen[count++] = *candidate;
        }
    }

    if (count > 1) {
        attributes->candidates = chosen;
        attributes->candidate_count = count;
    }
}


static void
find_sources(const reader_view_page_t *page, reader_node_id_t image,
             reader_attributes_t *attributes)
{
    sources_t sources;
    reader_string_t src, value, own;

    memset(&sources, 0, sizeof(sources));
    reader_tree_value(page->tree, image, READER_NAME_SRC, &src);
    own = resolved(page, src, READER_URL_IMAGE);

    for (unsigned i = 0; i < sizeof(lazy_sources) / sizeof(char *); i++) {
        if (reader_tree_attribute(page->tree, image, lazy_sources[i], &value)
            && !is_placeholder(reader_ascii_trim(value))) {
            attributes->src = resolved(page, filled_in(page, value),
                                       READER_URL_MEDIA);

            if (attributes->src.length != 0) {
                break;
            }
        }
    }

    for (unsigned i = 0; i < 3 && sources.count == 0
                         && sources.dense.length == 0;
         i++) {
        if (reader_tree_attribute(page->tree, image, srcsets[i], &value)) {
            parse_srcset(page, value, &sources);
        }
    }

    if (attributes->src.length == 0 && !is_placeholder(src)) {
        attributes->src = own;
    }

    if (sources.count == 0 && sources.dense.length == 0
        && attributes->src.length == 0) {
        parse_picture(page, image, &sources);
    }

    if (sources.count != 0) {
        choose(page, &sources, attributes);

        if (attributes->src.length == 0) {
            attributes->src =
                nearest(&sources, WIDTH_WANTED, UINT_MAX)->url;
        }
    }

    if (attributes->src.length == 0) {
        attributes->src = sources.dense;
    }

    if (attributes->src.length == 0) {
        attributes->src = own; /* a small data: image is an image */
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

    if (reader_view_has_class(page, image, emoji_classes,
                              sizeof(emoji_classes) / sizeof(char *))) {
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
    attributes->width = reader_view_number(page, image, "width");
    attributes->height = reader_view_number(page, image, "height");
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
