#include "view_locale.h"


static const reader_string_t *
kept(const reader_view_page_t *page, reader_string_t value)
{
    reader_string_t *copy = reader_arena_alloc(page->arena, sizeof(*copy));

    *copy = value;

    return copy;
}


/* What an element's lang says, if it says what can be written; or NULL. */
static const reader_string_t *
language_of(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_string_t value;

    return reader_tree_value(page->tree, node, READER_NAME_LANG, &value)
                   && reader_policy_language(value)
               ? kept(page, value)
               : NULL;
}


/* The same of its dir. */
static const reader_string_t *
direction_of(const reader_view_page_t *page, reader_node_id_t node)
{
    reader_string_t value;

    if (!reader_tree_value(page->tree, node, READER_NAME_DIR, &value)) {
        return NULL;
    }

    value = reader_policy_direction(value);

    return value.length != 0 ? kept(page, value) : NULL;
}


/* Most elements have neither. */
static bool
has_any(const reader_view_page_t *page, reader_node_id_t node)
{
    const reader_attribute_t *attributes =
        reader_tree_attributes(page->tree, node);

    for (uint32_t i = 0; i < page->tree->nodes[node].attribute_count; i++) {
        if (attributes[i].known == READER_NAME_LANG
            || attributes[i].known == READER_NAME_DIR) {
            return true;
        }
    }

    return false;
}


bool
reader_view_take_locale(const reader_view_page_t *page, reader_node_id_t node,
                        reader_locale_t *locale)
{
    const reader_string_t *language, *direction;

    if (!has_any(page, node)) {
        return false;
    }

    language = language_of(page, node);
    direction = direction_of(page, node);
    locale->language = language != NULL ? language : locale->language;
    locale->direction = direction != NULL ? direction : locale->direction;

    return language != NULL || direction != NULL;
}


reader_locale_t
reader_view_locale_around(const reader_view_page_t *page)
{
    const reader_metadata_t *metadata = page->document->metadata;
    reader_locale_t locale = { NULL, NULL };

    /* what the html element says is in the metadata */
    for (reader_node_id_t node = page->from; node != READER_NONE && node != 0;
         node = page->tree->nodes[node].parent) {
        if (locale.language == NULL) {
            locale.language = language_of(page, node);
        }

        if (locale.direction == NULL) {
            locale.direction = direction_of(page, node);
        }
    }

    if (locale.language == NULL) {
        locale.language = &metadata->language;
    }

    if (locale.direction == NULL) {
        locale.direction = &metadata->direction;
    }

    return locale;
}
