/* Images, players and embedded parts as HTML, by the image policy. */

#include "markup_parts.h"

#include "ascii.h"
#include "base64.h"

#include <string.h>

#define SIZES "min(90vw,38em)" /* the measure of the style */
#define SIDE_MAX 1000 /* of an empty image: its shape is what matters */


static void
add_sources(reader_markup_t *markup, const reader_attributes_t *attributes)
{
    reader_buffer_t *out = markup->out;

    if (attributes->candidate_count == 0) {
        return;
    }

    reader_buffer_text(out, " srcset=\"");

    for (unsigned i = 0; i < attributes->candidate_count; i++) {
        reader_string_t url = attributes->candidates[i].url;

        if (markup->local) {
            url = reader_view_local(markup->document->metadata, url);
        }

        if (i != 0) {
            reader_buffer_text(out, ", ");
        }

        reader_markup_escape(out, url);
        reader_buffer_byte(out, ' ');
        reader_buffer_number(out, attributes->candidates[i].width);
        reader_buffer_byte(out, 'w');
    }

    reader_buffer_text(out, "\" sizes=\"" SIZES "\"");
}


/* The greatest number that divides both. */
static unsigned
divisor(unsigned a, unsigned b)
{
    while (b != 0) {
        unsigned rest = a % b;

        a = b;
        b = rest;
    }

    return a;
}


/*
 * An image of this shape with nothing in it: a GIF of which all but a pixel
 * is left out, and that pixel transparent.  With width and height, a browser
 * gives it the place of the image, whatever the width of the window.
 */
static void
add_blank(reader_markup_t *markup, unsigned width, unsigned height)
{
    /* GIF89a, sections 17 to 27; behind the signature come the two sides */
    uint8_t gif[] = "GIF89a....\x80\0\0\0\0\0\0\0\0"
                    "!\xF9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0"
                    "\x02\x02\x44\x01\0;";
    char text[READER_BASE64_LENGTH(sizeof(gif) - 1)];
    unsigned by = divisor(width, height);
    unsigned sides[] = { width / by, height / by };

    while (sides[0] > SIDE_MAX || sides[1] > SIDE_MAX) {
        sides[0] = sides[0] / 2 + 1;
        sides[1] = sides[1] / 2 + 1;
    }

    for (unsigned i = 0; i < 2; i++) {
        gif[6 + 2 * i] = (uint8_t) (sides[i] & 0xFF);
        gif[7 + 2 * i] = (uint8_t) (sides[i] >> 8);
    }

    reader_base64(gif, sizeof(gif) - 1, text);
    reader_buffer_text(markup->out, "<img src=\"data:image/gif;base64,");
    reader_buffer_add(markup->out, text, sizeof(text));
    reader_buffer_byte(markup->out, '"');
    reader_markup_number(markup->out, "width", width);
    reader_markup_number(markup->out, "height", height);
    reader_buffer_text(markup->out, " alt=\"\">");
}


/*
 * A link to an image: "[Image: alt]", or a box of its size with that in it.
 * Within another link it is text only.
 */
static void
add_image_link(reader_markup_t *markup, const reader_attributes_t *attributes)
{
    reader_buffer_t *out = markup->out;
    bool box = markup->document->images == READER_IMAGES_PLACEHOLDER
               && attributes->width != 0 && attributes->height != 0;
    bool link = markup->links == 0;

    if (link) {
        reader_buffer_text(out, box ? "<a class=\"i\"" : "<a");
        reader_markup_url(markup, "href", attributes->large.length != 0
                                    ? attributes->large
                                    : attributes->src);
        reader_buffer_byte(out, '>');
    }

    if (box) {
        add_blank(markup, attributes->width, attributes->height);
        reader_buffer_text(out, "<small>");
    }

    reader_buffer_byte(out, '[');
    reader_markup_phrase(markup, markup->document->phrases->image);

    if (attributes->alt.length != 0) {
        reader_buffer_text(out, ": ");
        reader_markup_escape(out, attributes->alt);
    }

    reader_buffer_byte(out, ']');
    reader_buffer_text(out, box ? "</small>" : "");
    reader_buffer_text(out, link ? "</a>" : "");
}


static void
add_picture(reader_markup_t *markup, const reader_attributes_t *attributes)
{
    reader_string_t lead = markup->document->metadata->image.url;
    reader_buffer_t *out = markup->out;

    reader_buffer_text(out, "<img");
    reader_markup_url(markup, "src", attributes->src);
    add_sources(markup, attributes);
    reader_markup_number(out, "width", attributes->width);
    reader_markup_number(out, "height", attributes->height);

    if (attributes->alt.length == 0) {
        reader_buffer_text(out, " alt=\"\"");
    }

    reader_markup_attribute(out, "alt", attributes->alt);

    /* the lead image is seen at once */
    if (markup->document->images == READER_IMAGES_LAZY
        && (markup->lead_shown || lead.length == 0
            || (!reader_string_equal(attributes->src, lead)
                && !reader_string_equal(attributes->large, lead)))) {
        reader_buffer_text(out, " loading=\"lazy\"");
    }

    reader_buffer_byte(out, '>');
    markup->lead_shown = true;
}


static bool
is_without_images(const reader_markup_t *markup)
{
    return markup->document->images == READER_IMAGES_PLACEHOLDER
           || markup->document->images == READER_IMAGES_OFF;
}


void
reader_markup_image(reader_markup_t *markup,
                    const reader_attributes_t *attributes)
{
    if (is_without_images(markup)) {
        add_image_link(markup, attributes);
    } else {
        add_picture(markup, attributes);
    }
}


void
reader_markup_media(reader_markup_t *markup, reader_element_t element,
                    const reader_attributes_t *attributes)
{
    reader_string_t start = reader_element_start(element);
    reader_buffer_t *out = markup->out;

    reader_buffer_add(out, start.data, start.length - 1);
    reader_markup_url(markup, "src", attributes->src);

    if (element == READER_EL_VIDEO) {
        if (!is_without_images(markup)) {
            reader_markup_url(markup, "poster", attributes->poster);
        }

        reader_markup_number(out, "width", attributes->width);
        reader_markup_number(out, "height", attributes->height);
    }

    reader_buffer_text(out, " controls=\"\" preload=\"none\">");
    reader_buffer_string(out, reader_element_end(element));
}


/* "Video: Title (www.example)" */
void
reader_markup_embed(reader_markup_t *markup,
                    const reader_attributes_t *attributes)
{
    reader_buffer_t *out = markup->out;

    reader_buffer_text(out, "<a");
    reader_markup_url(markup, "href", attributes->href);
    reader_buffer_byte(out, '>');
    reader_markup_phrase(markup, attributes->video
                           ? markup->document->phrases->video
                           : markup->document->phrases->embedded);
    reader_buffer_text(out, ": ");

    if (attributes->title.length != 0) {
        reader_markup_escape(out, attributes->title);
        reader_buffer_text(out, " (");
        reader_markup_escape(out, attributes->host);
        reader_buffer_text(out, ")");
    } else {
        reader_markup_escape(out, attributes->host);
    }

    reader_buffer_text(out, "</a>");
}
