#include "template_html.h"

#include "ascii.h"

#include <string.h>

#define SCRIPTS "nothing of a view may run scripts"
#define POLICY "the policy of a view forbids it"
#define READ "a parser reads what is in it in another way"

typedef struct {
    const char *name;
    const char *why;
} ban_t;

static const ban_t elements[] = {
    { "script", SCRIPTS },  { "noscript", SCRIPTS }, { "iframe", POLICY },
    { "frame", POLICY },    { "frameset", POLICY },  { "object", POLICY },
    { "embed", POLICY },    { "applet", POLICY },    { "portal", POLICY },
    { "form", POLICY },     { "input", POLICY },     { "button", POLICY },
    { "select", POLICY },   { "textarea", POLICY },  { "base", POLICY },
    { "template", READ },   { "noframes", READ },    { "noembed", READ },
    { "xmp", READ },        { "plaintext", READ },   { "listing", READ },
    { "image", READ },      { "isindex", READ },     { "foreignobject", READ },
    { "annotation-xml", READ },
};

static const ban_t attributes[] = {
    { "style", "the policy of a view allows no style attribute, only style "
               "elements" },
    { "srcdoc", POLICY },
    { "http-equiv", POLICY },
    { "ping", POLICY },
    { "formaction", POLICY },
    { "action", POLICY },
};

static const char *const addresses[] = {
    "href", "src",        "srcset",   "poster",     "cite", "data",
    "background", "longdesc", "xlink:href", "imagesrcset",
};

/* Values of rel that make a browser fetch more than the page and images. */
static const char *const fetching[] = {
    "stylesheet", "preload", "modulepreload", "prefetch", "preconnect",
    "dns-prefetch", "prerender", "manifest",
};

static const char *const voids[] = {
    "area", "br",   "col",  "hr",    "img",
    "link", "meta", "source", "track", "wbr",
};

static const char *const closed[] = {
    "p",     "h1",   "h2",   "h3",   "h4",      "h5",   "h6",   "a",
    "abbr",  "b",    "bdi",  "bdo",  "big",     "cite", "code", "del",
    "dfn",   "em",   "font", "i",    "ins",     "kbd",  "mark", "nobr",
    "pre",   "q",    "rp",   "rt",   "ruby",    "s",    "samp", "small",
    "span",  "strike", "strong", "sub", "summary", "sup", "table", "thead",
    "tbody", "tfoot", "tr",  "caption", "colgroup", "ul", "ol", "dl",
    "dt",    "time", "title", "tt",  "u",       "var",  "figcaption", "label",
    "picture", "audio", "video",
};

#define IS_ONE_OF(text, list)                                                 \
    reader_ascii_is_one_of(text, list, sizeof(list) / sizeof(list[0]))


static const char *
banned(reader_string_t name, const ban_t *bans, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (reader_ascii_is(name, bans[i].name)) {
            return bans[i].why;
        }
    }

    return NULL;
}


const char *
reader_template_bans_element(reader_string_t name)
{
    return banned(name, elements, sizeof(elements) / sizeof(elements[0]));
}


const char *
reader_template_bans_attribute(reader_string_t element, reader_string_t name,
                               reader_string_t value)
{
    if (reader_ascii_starts(name, "on")) {
        return SCRIPTS;
    }

    if (reader_ascii_is(element, "link") && reader_ascii_is(name, "rel")) {
        for (size_t i = 0; i < sizeof(fetching) / sizeof(fetching[0]); i++) {
            if (reader_ascii_contains(value, fetching[i])) {
                return POLICY;
            }
        }
    }

    if (reader_template_is_address(name)
        && reader_ascii_starts(reader_ascii_trim(value), "javascript:")) {
        return SCRIPTS;
    }

    return banned(name, attributes,
                  sizeof(attributes) / sizeof(attributes[0]));
}


bool
reader_template_is_address(reader_string_t attribute)
{
    return IS_ONE_OF(attribute, addresses);
}


bool
reader_template_is_void(reader_string_t element)
{
    return IS_ONE_OF(element, voids);
}


bool
reader_template_is_closed(reader_string_t element)
{
    return IS_ONE_OF(element, closed);
}


bool
reader_template_is_link(reader_string_t element)
{
    return reader_ascii_is(element, "a") || reader_ascii_is(element, "title");
}


bool
reader_template_is_foreign(reader_string_t element)
{
    return reader_ascii_is(element, "svg") || reader_ascii_is(element, "math");
}
