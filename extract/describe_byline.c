/* Who wrote the article. */

#include "byline.h"
#include "describe_jsonld.h"
#include "describe_parts.h"
#include "ascii.h"
#include "buffer.h"
#include "plain.h"
#include "words.h"

#include <string.h>

#define AUTHORS_MAX 16
#define CLUE_TEXT_MAX 200

/* "By ..." counts near the title: bytes of text before and after it. */
#define BEFORE_TITLE 400
#define AFTER_TITLE 1000

static const char *const creator_metas[] = {
    "dc.creator", "dcterms.creator", "dc:creator", "dcterm:creator",
    "sailthru.author", "parsely-author", "citation_author", "article:author_name",
    "byl", "rbauthors", "dc.contributor", NULL,
};

static const char *const author_metas[] = { "author", "article:author",
                                            "og:author", "twitter:creator",
                                            NULL };


static bool
add_author(reader_facts_t *facts, const reader_site_names_t *names,
           reader_metadata_t *metadata, reader_string_t name,
           reader_string_t url)
{
    reader_author_t *author;

    name = reader_byline_clean(facts->arena, name);

    if (name.length == 0 || metadata->author_count == AUTHORS_MAX
        || reader_is_site_name(facts->arena, names, name)) {
        return false;
    }

    for (size_t i = 0; i < metadata->author_count; i++) {
        reader_string_t other = metadata->authors[i].name;

        if (other.length == name.length
            && memcmp(other.data, name.data, name.length) == 0) {
            return true;
        }
    }

    author = &metadata->authors[metadata->author_count++];
    author->name = name;
    author->url = reader_url_resolve(facts->arena, &metadata->base, url,
                                     READER_URL_LINK, false);

    return true;
}


/* A string, an object, or an array of either. */
static void
from_json_ld(reader_facts_t *facts, const reader_site_names_t *names,
             reader_metadata_t *metadata, const json_t *value)
{
    size_t count = json_is_array(value) ? json_array_size(value) : 1;

    for (size_t i = 0; i < count && i < AUTHORS_MAX; i++) {
        const json_t *item =
            json_is_array(value) ? json_array_get(value, i) : value;
        reader_string_t url = READER_EMPTY;

        item = reader_jsonld_follow(facts, item);

        if (json_is_object(item)) {
            url = reader_jsonld_url(facts, item);
        }

        add_author(facts, names, metadata, reader_jsonld_name(facts, item),
                   url);
    }
}


static bool
is_near(const reader_heading_t *title, const reader_clue_t *clue)
{
    if (title == NULL) {
        return clue->offset < AFTER_TITLE;
    }

    return clue->offset + BEFORE_TITLE >= title->offset
           && clue->offset <= title->end_offset + AFTER_TITLE;
}


/* "By" and what follows it up to the end of its line. */
static reader_string_t
text_of_line(reader_facts_t *facts, reader_node_id_t node)
{
    reader_tree_t *tree = facts->tree;
    reader_string_t text =
        reader_plain_line(facts->arena, reader_tree_text(tree, node));

    if (reader_words_count(text) <= 2) {
        reader_string_t whole = reader_facts_text(
            tree, tree->nodes[node].parent, CLUE_TEXT_MAX);

        if (whole.length > text.length) {
            return whole;
        }

        whole = reader_facts_text(
            tree, tree->nodes[tree->nodes[node].parent].parent, CLUE_TEXT_MAX);

        return whole.length > text.length ? whole : text;
    }

    return text;
}


static bool
from_clues(reader_facts_t *facts, const reader_site_names_t *names,
           reader_metadata_t *metadata, reader_clue_kind_t kind,
           bool near_only, bool aside)
{
    const reader_heading_t *title = reader_title_heading(facts, metadata);

    for (size_t i = 0; i < facts->clue_count; i++) {
        const reader_clue_t *clue = &facts->clues[i];
        reader_string_t text = clue->value;
        reader_string_t url = READER_EMPTY;

        if (clue->kind != kind || (near_only && !is_near(title, clue))
            || (!aside && (clue->flags & READER_CLUE_ASIDE))) {
            continue;
        }

        if (kind == READER_CLUE_AUTHOR_TEXT) {
            text = text_of_line(facts, clue->node);
        } else if (text.length == 0) {
            text =
                reader_facts_text(facts->tree, clue->node, CLUE_TEXT_MAX);
        }

        if (kind == READER_CLUE_AUTHOR_LINK) {
            reader_tree_attribute(facts->tree, clue->node, "href", &url);
        }

        if (add_author(facts, names, metadata,
                       reader_facts_line(facts->arena, text), url)) {
            metadata->byline_node = clue->node;
            return true;
        }
    }

    return false;
}


static void
from_metas(reader_facts_t *facts, const reader_site_names_t *names,
           reader_metadata_t *metadata, const char *const *wanted)
{
    for (; *wanted != NULL && metadata->author_count == 0; wanted++) {
        const char *const one[] = { *wanted, NULL };
        reader_string_t value = reader_facts_meta(facts, one);

        for (size_t i = 0; value.length != 0 && i < facts->meta_count; i++) {
            const reader_meta_t *meta = &facts->metas[i];

            if (meta->name.length == strlen(*wanted)
                && memcmp(meta->name.data, *wanted, meta->name.length) == 0) {
                add_author(facts, names, metadata,
                           reader_facts_line(facts->arena, meta->value),
                           READER_EMPTY);
            }
        }
    }
}


static const char *
choose(reader_facts_t *facts, const reader_site_names_t *names,
       reader_metadata_t *metadata)
{
    from_json_ld(facts, names, metadata,
                 json_object_get(facts->article, "author"));

    if (metadata->author_count != 0) {
        return "JSON-LD author";
    }

    from_metas(facts, names, metadata, creator_metas);

    if (metadata->author_count != 0) {
        return "meta dc.creator and the like";
    }

    if (from_clues(facts, names, metadata, READER_CLUE_AUTHOR_LINK, false,
                   false)) {
        return "link to an author";
    }

    if (from_clues(facts, names, metadata, READER_CLUE_AUTHOR_TEXT, true,
                   false)) {
        return "\"By ...\" near the title";
    }

    if (from_clues(facts, names, metadata, READER_CLUE_AUTHOR_ITEM, false,
                   false)) {
        return "itemprop author";
    }

    from_metas(facts, names, metadata, author_metas);

    if (metadata->author_count != 0) {
        return "meta author";
    }

    if (from_clues(facts, names, metadata, READER_CLUE_AUTHOR_CLASS, false,
                   false)) {
        return "class that names an author";
    }

    return NULL;
}


void
reader_describe_byline(reader_facts_t *facts, const reader_site_names_t *names,
                       reader_metadata_t *metadata)
{
    reader_buffer_t out;

    metadata->byline_node = READER_NONE;
    metadata->authors = reader_arena_array(facts->arena, AUTHORS_MAX,
                                           sizeof(*metadata->authors));
    metadata->byline_from = choose(facts, names, metadata);

    reader_buffer_init(&out, facts->arena, 64);

    for (size_t i = 0; i < metadata->author_count; i++) {
        reader_buffer_text(&out, i == 0 ? "" : ", ");
        reader_buffer_string(&out, metadata->authors[i].name);
    }

    metadata->byline = reader_buffer_value(&out);
}
