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
#define NODES_MAX 40      /* that a byline spans */
#define NAME_MAX_BYTES 80

/* "By ..." counts near the title: bytes of text before and after it. */
#define BEFORE_TITLE 400
#define AFTER_TITLE 1000

static const char *const creator_metas[] = {
    "dc.creator", "dcterms.creator", "dc:creator", "dcterm:creator",
    "sailthru.author", "parsely-author", "citation_author",
    "article:author_name", "rbauthors", "dc.contributor", NULL,
};

static const char *const author_metas[] = { "author", "article:author",
                                            "og:author", "twitter:creator",
                                            NULL };


static bool
add_author(reader_facts_t *facts, reader_metadata_t *metadata,
           reader_string_t name, reader_string_t url)
{
    reader_author_t *author;

    if (name.length == 0 || metadata->author_count == AUTHORS_MAX) {
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
from_json_ld(reader_facts_t *facts, reader_metadata_t *metadata,
             const json_t *value)
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

        add_author(facts, metadata,
                   reader_byline_strip(reader_jsonld_name(facts, item)), url);
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


/* Other people's sites, whose addresses of people are not of authors. */
static bool
is_elsewhere(reader_string_t href)
{
    static const char *const hosts[] = {
        "facebook.", "twitter.", "//x.com", "linkedin.", "xing.", "youtube.",
        "instagram.", "bsky.", "pinterest.", "flickr.", "tiktok.",
        "soundcloud.", "//t.me", "amazon.", "//creativecommons.org",
    };

    return reader_ascii_contains_one_of(href, hosts,
                                        sizeof(hosts) / sizeof(hosts[0]));
}


/*
 * The names in an element: its first text that is one, and those that are
 * joined to it.  What follows is a role, a button, a biography.
 */
static reader_string_t
names_in(reader_facts_t *facts, reader_node_id_t first, reader_node_id_t end)
{
    reader_tree_t *tree = facts->tree;
    reader_buffer_t out;
    reader_string_t joint = READER_EMPTY;
    bool joined = false;

    reader_buffer_init(&out, facts->arena, 64);

    for (reader_node_id_t i = first; i < end && i < first + NODES_MAX; i++) {
        reader_string_t text, name, ends_joint;

        if (!(tree->nodes[i].flags & READER_NODE_TEXT)
            || (tree->nodes[i].flags & READER_NODE_SPACE)
            || reader_facts_is_hidden(facts, i)) {
            continue;
        }

        text = reader_plain_line(facts->arena, reader_tree_text(tree, i));

        if (text.length == 0) {
            continue;
        }

        if (out.length != 0 && reader_byline_is_joint(text)) {
            joint = text;
            joined = true;
            continue;
        }

        name = reader_byline_clean(text);
        ends_joint = reader_byline_joint_at_end(text);

        if (out.length != 0) {
            if (!joined || !reader_byline_looks_like_name(name)) {
                break;
            }

            if (joint.data[0] != ',' && joint.data[0] != ';') {
                reader_buffer_byte(&out, ' ');
            }

            reader_buffer_string(&out, joint);
            reader_buffer_byte(&out, ' ');
            joined = false;
        }

        if (name.length > NAME_MAX_BYTES) {
            break;
        }

        reader_buffer_string(&out, name);

        if (name.length != 0 && ends_joint.length != 0) {
            joint = ends_joint;
            joined = true;
        }
    }

    return reader_buffer_value(&out);
}


/* "By" and what follows it, in the same or the next elements. */
static reader_string_t
names_behind(reader_facts_t *facts, reader_node_id_t node)
{
    reader_tree_t *tree = facts->tree;
    reader_node_id_t around = tree->nodes[node].parent;

    if (tree->nodes[around].parent != READER_NONE) {
        around = tree->nodes[around].parent;
    }

    return names_in(facts, node, tree->nodes[around].end);
}


static bool
from_clues(reader_facts_t *facts, const reader_site_names_t *names,
           reader_metadata_t *metadata, reader_clue_kind_t kind,
           bool near_only)
{
    const reader_heading_t *title = reader_title_heading(facts, metadata);

    for (size_t i = 0; i < facts->clue_count; i++) {
        const reader_clue_t *clue = &facts->clues[i];
        reader_string_t url = READER_EMPTY;
        reader_string_t name;

        if (clue->kind != kind || (near_only && !is_near(title, clue))
            || reader_facts_is_aside(clue->aside, title)) {
            continue;
        }

        if (kind == READER_CLUE_AUTHOR_TEXT) {
            name = names_behind(facts, clue->node);
        } else if (clue->value.length != 0) {
            name = reader_byline_clean(
                reader_facts_line(facts->arena, clue->value));
        } else {
            name = names_in(facts, clue->node,
                            facts->tree->nodes[clue->node].end);
        }

        if (kind == READER_CLUE_AUTHOR_LINK) {
            reader_tree_value(facts->tree, clue->node, READER_NAME_HREF, &url);

            if (is_elsewhere(url)) {
                continue;
            }
        }

        if (reader_words_count(name) > 1 || kind == READER_CLUE_AUTHOR_TEXT) {
            if (!reader_byline_looks_like_name(name)) {
                continue;
            }
        }

        if (kind == READER_CLUE_AUTHOR_CLASS
            && reader_is_exact_site_name(facts->arena, names, name)) {
            continue;
        }

        if (add_author(facts, metadata, name, url)) {
            metadata->byline_node = clue->node;
            return true;
        }
    }

    return false;
}


static void
from_metas(reader_facts_t *facts, reader_metadata_t *metadata,
           const char *const *wanted)
{
    for (; *wanted != NULL && metadata->author_count == 0; wanted++) {
        const char *const one[] = { *wanted, NULL };
        reader_string_t value = reader_facts_meta(facts, one);

        for (size_t i = 0; value.length != 0 && i < facts->meta_count; i++) {
            const reader_meta_t *meta = &facts->metas[i];

            if (meta->name.length == strlen(*wanted)
                && memcmp(meta->name.data, *wanted, meta->name.length) == 0) {
                add_author(facts, metadata,
                           reader_byline_strip(reader_facts_line(
                               facts->arena, meta->value)),
                           READER_EMPTY);
            }
        }
    }
}


/* A site that signs its articles itself: whom it names elsewhere counts. */
static bool
is_site(reader_facts_t *facts, const reader_site_names_t *names,
        const reader_metadata_t *metadata)
{
    return metadata->author_count == 1
           && reader_is_exact_site_name(facts->arena, names,
                                        metadata->authors[0].name);
}


static const char *
choose(reader_facts_t *facts, const reader_site_names_t *names,
       reader_metadata_t *metadata)
{
    static const struct {
        reader_clue_kind_t kind;
        bool near_only;
        const char *from;
    } clues[] = {
        { READER_CLUE_AUTHOR_LINK, false, "a link to an author" },
        { READER_CLUE_AUTHOR_TEXT, true, "\"By ...\" near the title" },
        { READER_CLUE_AUTHOR_ITEM, false, "itemprop author" },
        { READER_CLUE_AUTHOR_CLASS, true, "a class that names an author" },
    };

    reader_author_t site = { READER_EMPTY, READER_EMPTY };

    from_json_ld(facts, metadata,
                 json_object_get(facts->article, "author"));

    if (is_site(facts, names, metadata)) {
        site = metadata->authors[0];
        metadata->author_count = 0;
    }

    if (metadata->author_count != 0) {
        return "JSON-LD author";
    }

    from_metas(facts, metadata, creator_metas);

    if (metadata->author_count != 0) {
        return "a meta element like dc.creator";
    }

    for (size_t i = 0; i < sizeof(clues) / sizeof(clues[0]); i++) {
        if (clues[i].kind == READER_CLUE_AUTHOR_CLASS && site.name.length == 0) {
            break;
        }

        if (from_clues(facts, names, metadata, clues[i].kind,
                       clues[i].near_only)) {
            return clues[i].from;
        }
    }

    if (site.name.length != 0) {
        metadata->authors[metadata->author_count++] = site;
        return "JSON-LD author";
    }

    from_metas(facts, metadata, author_metas);

    if (metadata->author_count != 0) {
        return "the meta element author";
    }

    if (from_clues(facts, names, metadata, READER_CLUE_AUTHOR_CLASS, true)
        || from_clues(facts, names, metadata, READER_CLUE_AUTHOR_CLASS,
                      false)) {
        return "a class that names an author";
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
