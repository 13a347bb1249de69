/* Scripts, pixels, frames and hints that lead to trackers. */

#include "clutter.h"

#include "ascii.h"

#include <string.h>
#include <strings.h>

/* A script that is longer does more than to load another one. */
#define SNIPPET_BYTES_MAX 3000


/* Without scheme and "www."; empty if it has no host of its own. */
static reader_string_t
host_onward(reader_string_t url)
{
    size_t skip = 0;

    url = reader_ascii_trim(url);

    if (reader_ascii_starts(url, "https://")) {
        skip = 8;

    } else if (reader_ascii_starts(url, "http://")) {
        skip = 7;

    } else if (reader_ascii_starts(url, "//")) {
        skip = 2;
    }

    url.data += skip;
    url.length -= skip;

    if (skip == 0) {
        url.length = 0;
    }

    return url;
}


bool
reader_clutter_is_tracker(reader_string_t url)
{
    reader_string_t rest = host_onward(url);
    size_t host = 0;

    while (host < rest.length && rest.data[host] != '/'
           && rest.data[host] != '?' && rest.data[host] != '#') {
        host++;
    }

    for (const char *const *entry = reader_clutter_trackers; *entry != NULL;
         entry++) {
        const char *slash = strchr(*entry, '/');
        size_t length = (size_t) (slash - *entry);
        reader_string_t tail;

        if (length > host) {
            continue;
        }

        tail = (reader_string_t) { rest.data + host - length,
                                  rest.length - host + length };

        if ((length == host || tail.data[-1] == '.')
            && strncasecmp(tail.data, *entry, length) == 0
            && (slash[1] == '\0' || reader_ascii_starts(tail, *entry))) {
            return true;
        }
    }

    return false;
}


static bool
has_tracker(const reader_tree_t *tree, reader_node_id_t id, const char *name)
{
    reader_string_t url;

    return reader_tree_attribute(tree, id, name, &url)
           && reader_clutter_is_tracker(url);
}


static bool
is_pixel_size(const reader_tree_t *tree, reader_node_id_t id,
              const char *name)
{
    reader_string_t value;

    if (!reader_tree_attribute(tree, id, name, &value)) {
        return false;
    }

    value = reader_ascii_trim(value);

    return reader_ascii_is(value, "0") || reader_ascii_is(value, "1")
           || reader_ascii_is(value, "0px") || reader_ascii_is(value, "1px");
}


/* Of another host, with something to say: spacers are files without. */
static bool
is_pixel(const reader_tree_t *tree, reader_node_id_t id)
{
    reader_string_t url;

    return has_tracker(tree, id, "src")
           || (is_pixel_size(tree, id, "width")
               && is_pixel_size(tree, id, "height")
               && reader_tree_attribute(tree, id, "src", &url)
               && memchr(url.length == 0 ? "" : url.data, '?', url.length)
                      != NULL
               && host_onward(url).length != 0);
}


/* <noscript> with pixels or frames of trackers, and nothing else. */
static bool
is_pixel_holder(const reader_tree_t *tree, reader_node_id_t id)
{
    bool found = false;

    for (reader_node_id_t in = id + 1; in < tree->nodes[id].end; in++) {
        const reader_node_t *node = &tree->nodes[in];

        if (node->flags & READER_NODE_TEXT) {
            if (!(node->flags & READER_NODE_SPACE)
                && tree->nodes[node->parent].tag != GUMBO_TAG_IFRAME) {
                return false;
            }

        } else if (node->tag == GUMBO_TAG_IMG
                       ? is_pixel(tree, in)
                       : node->tag == GUMBO_TAG_IFRAME
                             && has_tracker(tree, in, "src")) {
            found = true;

        } else if (node->tag != GUMBO_TAG_DIV && node->tag != GUMBO_TAG_P) {
            return false;
        }
    }

    return found;
}


/* Of a resource hint (HTML standard, 4.6.7), which shows nothing itself. */
static bool
is_hint(const reader_tree_t *tree, reader_node_id_t id)
{
    reader_string_t rel;

    return reader_tree_attribute(tree, id, "rel", &rel)
           && (reader_ascii_is(rel, "preconnect")
               || reader_ascii_is(rel, "dns-prefetch")
               || reader_ascii_is(rel, "preload"))
           && has_tracker(tree, id, "href");
}


static reader_string_t
contents(const reader_clutter_page_t *page, reader_node_id_t id)
{
    const reader_span_t *span = &page->spans[id];

    return (reader_string_t) { page->sift->page.data + span->inner,
                              span->outer - span->inner };
}


static bool
holds(reader_string_t text, const char *part)
{
    return text.length != 0
           && memmem(text.data, text.length, part, strlen(part)) != NULL;
}


static bool
is_name_byte(char c)
{
    return reader_ascii_letter(c) || reader_ascii_digit(c) || c == '_'
           || c == '$' || c == '-';
}


/* The next place in [at, end) that calls or reads this name; NULL: none. */
static const char *
find_use(const char *at, const char *end, const char *name)
{
    size_t length = strlen(name);

    while ((at = memmem(at, (size_t) (end - at), name, length)) != NULL) {
        char before = at[-1]; /* a page does not begin with a name */
        char after = at + length < end ? at[length] : ' ';

        if (!is_name_byte(before) && (after == '(' || after == '.')) {
            return at;
        }

        at += length;
    }

    return NULL;
}


/* Whether a script makes the name itself before it is used. */
static bool
defines(reader_string_t script, const char *name)
{
    const char *at = script.data, *end = at + script.length;
    size_t length = strlen(name);

    while (script.length != 0
           && (at = memmem(at, (size_t) (end - at), name, length)) != NULL) {
        const char *next = at + length;

        while (next < end && reader_ascii_space(*next)) {
            next++;
        }

        if (next + 1 < end
            && ((*next == '=' && next[1] != '=')
                || (at - script.data >= 9
                    && memcmp(at - 9, "function ", 9) == 0))) {
            return true;
        }

        at = next;
    }

    return false;
}


/* Whether something other than these scripts uses the name. */
static bool
is_needed(const reader_clutter_page_t *page, const uint8_t *chosen,
          const char *name)
{
    const reader_tree_t *tree = page->tree;
    const char *start = page->sift->page.data;
    const char *end = start + page->sift->page.length;
    const char *at = find_use(start + 1, end, name);
    reader_node_id_t id = 0;

    reader_arena_spend(tree->arena, page->sift->page.length / 4);

    while (at != NULL) {
        uint32_t offset = (uint32_t) (at - start);

        /* the script that it is in, if any */
        while (id < tree->count
               && (tree->nodes[id].tag != GUMBO_TAG_SCRIPT
                   || page->spans[id].end <= offset)) {
            id++;
        }

        if (id == tree->count || page->spans[id].start > offset
            || !(chosen[id] || defines(contents(page, id), name))) {
            return true;
        }

        at = find_use(start + page->spans[id].end, end, name);
    }

    return false;
}


static bool
loads_tracker(const reader_clutter_page_t *page, reader_node_id_t id,
              const reader_clutter_snippet_t *snippet)
{
    reader_string_t script = contents(page, id), ignored;

    if (page->spans[id].end == 0 || script.length > SNIPPET_BYTES_MAX
        || reader_tree_attribute(page->tree, id, "src", &ignored)) {
        return false;
    }

    for (size_t i = 0; i < 6 && snippet->loads[i] != NULL; i++) {
        if (holds(script, snippet->loads[i])) {
            return true;
        }
    }

    return false;
}


/* Scripts in the page that load one tracker: all of them, or none. */
static void
find_snippets(reader_clutter_page_t *page,
              const reader_clutter_snippet_t *snippet, uint8_t *chosen)
{
    const reader_tree_t *tree = page->tree;
    bool any = false;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        chosen[id] = tree->nodes[id].tag == GUMBO_TAG_SCRIPT
                     && (page->kinds[id] != READER_CLUTTER_NONE
                         || loads_tracker(page, id, snippet));
        any |= chosen[id] && page->kinds[id] == READER_CLUTTER_NONE;
    }

    for (size_t i = 0; any && i < 5 && snippet->names[i] != NULL; i++) {
        if (is_needed(page, chosen, snippet->names[i])) {
            return;
        }
    }

    for (reader_node_id_t id = 0; any && id < tree->count; id++) {
        if (chosen[id] && page->kinds[id] == READER_CLUTTER_NONE) {
            page->kinds[id] = READER_CLUTTER_TRACKER;
        }
    }
}


static bool
is_tracker_element(const reader_tree_t *tree, reader_node_id_t id)
{
    switch (tree->nodes[id].tag) {

    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_IFRAME:
        return has_tracker(tree, id, "src");

    case GUMBO_TAG_IMG:
        return is_pixel(tree, id);

    case GUMBO_TAG_NOSCRIPT:
        return is_pixel_holder(tree, id);

    case GUMBO_TAG_LINK:
        return is_hint(tree, id);

    default:
        return false;
    }
}


void
reader_clutter_trackers_find(reader_clutter_page_t *page)
{
    const reader_tree_t *tree = page->tree;
    uint8_t *chosen = reader_arena_alloc(tree->arena, tree->count + 1);

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        if (page->kinds[id] != READER_CLUTTER_NONE) {
            id = tree->nodes[id].end - 1;

        } else if (page->spans[id].end != 0
                   && !(tree->nodes[id].flags
                        & (READER_NODE_TEXT | READER_NODE_FOREIGN))
                   && !reader_ruling_keeps(&page->blocks->ruling, id)
                   && is_tracker_element(tree, id)) {
            page->kinds[id] = READER_CLUTTER_TRACKER;
            id = tree->nodes[id].end - 1;
        }
    }

    for (size_t i = 0; i < reader_clutter_snippet_count; i++) {
        find_snippets(page, &reader_clutter_snippets[i], chosen);
    }
}
