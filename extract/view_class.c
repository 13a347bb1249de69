/* Classes that say what an element is, and whose values are on many of them. */

#include "view_page.h"

#include "ascii.h"

/* Beside bits of reader_view_class_t: this value has been looked at. */
#define KNOWN 128

static const struct {
    const char *word;
    reader_view_class_t kind;
} words[] = {
    { "gutter", READER_VIEW_GUTTER },
    { "lineno", READER_VIEW_GUTTER },
    { "linenos", READER_VIEW_GUTTER },
    { "line-number", READER_VIEW_GUTTER },
    { "linenumber", READER_VIEW_GUTTER },
    { "line-numbers", READER_VIEW_GUTTER },
    { "hljs-ln-numbers", READER_VIEW_GUTTER },
    { "rouge-gutter", READER_VIEW_GUTTER },
    { "blob-num", READER_VIEW_GUTTER },
    { "mw-editsection", READER_VIEW_EDIT }, /* MediaWiki runs most wikis */
    { "emoji", READER_VIEW_EMOJI },
    { "wp-smiley", READER_VIEW_EMOJI },
    { "smiley", READER_VIEW_EMOJI },
    { "smilies", READER_VIEW_EMOJI },
    { "emojione", READER_VIEW_EMOJI },
    { "twemoji", READER_VIEW_EMOJI },
};


static unsigned
kinds_of(reader_string_t word)
{
    char first = word.length == 0 ? '\0' : reader_ascii_lower(*word.data);

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (*words[i].word == first && reader_ascii_is(word, words[i].word)) {
            return words[i].kind;
        }
    }

    return 0;
}


static unsigned
kinds_in(reader_string_t value)
{
    unsigned kinds = 0;

    for (size_t i = 0, start = 0; i <= value.length; i++) {
        if (i == value.length || reader_ascii_space(value.data[i])) {
            kinds |= kinds_of(
                (reader_string_t) { value.data + start, i - start });
            start = i + 1;
        }
    }

    return kinds;
}


bool
reader_view_has_class(const reader_view_page_t *page, reader_node_id_t node,
                      reader_view_class_t kind)
{
    const reader_attribute_t *attribute =
        reader_tree_find(page->tree, node, READER_NAME_CLASS);
    uint8_t *known;

    if (attribute == NULL || attribute->number == 0) {
        return false; /* it has no value */
    }

    known = &page->classes[attribute->number];

    if (*known == 0) {
        *known = (uint8_t) (KNOWN
                            | kinds_in(reader_view_value(page, attribute)));
    }

    return (*known & kind) != 0;
}
