#include "facts.h"

#include "ascii.h"
#include "buffer.h"
#include "plain.h"

#include <string.h>

#define META_VALUE_MAX 2048 /* bytes; of longer ones the start */
#define META_NAME_MAX 64


bool
reader_facts_is_named(const reader_meta_t *meta, const char *name)
{
    return meta->name.length != 0 && meta->name.data[0] == name[0]
           && meta->name.length == strlen(name)
           && memcmp(meta->name.data, name, meta->name.length) == 0;
}


reader_string_t
reader_facts_meta(const reader_facts_t *facts, const char *const *names)
{
    for (; *names != NULL; names++) {
        for (size_t i = 0; i < facts->meta_count; i++) {
            if (reader_facts_is_named(&facts->metas[i], *names)) {
                return facts->metas[i].value;
            }
        }
    }

    return READER_EMPTY;
}


/* In lower case, "dcterms.title" and "DC:title" alike with a dot. */
static reader_string_t
meta_name(reader_arena_t *arena, reader_string_t name)
{
    reader_string_t lower = reader_arena_copy(arena, reader_ascii_trim(name));
    char *to = memcpy(reader_arena_alloc(arena, lower.length + 1), lower.data,
                      lower.length);

    for (size_t i = 0; i < lower.length; i++) {
        to[i] = reader_ascii_lower(lower.data[i]);
    }

    return (reader_string_t) { to, lower.length };
}


static void
add_meta(reader_facts_t *facts, reader_string_t name, reader_string_t value)
{
    reader_meta_t *meta;

    if (facts->meta_count == READER_FACT_METAS_MAX || name.length == 0
        || name.length > META_NAME_MAX) {
        return;
    }

    value = reader_plain_line(facts->arena, value);

    if (value.length > META_VALUE_MAX) {
        value.length = META_VALUE_MAX;

        while (((unsigned char) value.data[value.length] & 0xC0) == 0x80) {
            value.length--;
        }
    }

    if (value.length == 0) {
        return;
    }

    meta = &facts->metas[facts->meta_count++];
    meta->name = meta_name(facts->arena, name);
    meta->value = value;
}


/*
 * The HTML standard, 4.2.5.3: a policy counts in the head only.  One that is
 * too long to be carried over keeps the page from being converted, as a view
 * without it could load what the page could not.
 */
static void
read_policy(reader_facts_t *facts, reader_node_id_t node,
            reader_string_t content)
{
    const reader_tree_t *tree = facts->tree;
    reader_node_id_t parent = tree->nodes[node].parent;
    char *to;

    if (parent == READER_NONE || tree->nodes[parent].tag != GUMBO_TAG_HEAD) {
        return;
    }

    if (content.length >= READER_POLICIES_MAX - facts->policies_length) {
        facts->no_transform = true;
        return;
    }

    if (facts->policies == NULL) {
        facts->policies = reader_arena_alloc(facts->arena,
                                             READER_POLICIES_MAX);
    }

    to = facts->policies + facts->policies_length;

    for (size_t i = 0; i < content.length; i++) {
        to[i] = content.data[i] == '\n' ? ' ' : content.data[i];
    }

    to[content.length] = '\n';
    facts->policies_length += content.length + 1;
}


static void
read_http_equiv(reader_facts_t *facts, reader_node_id_t node,
                reader_string_t name, reader_string_t content)
{
    if (reader_ascii_is(name, "content-language")
        && facts->content_language.length == 0) {
        facts->content_language = content;
    }

    if (reader_ascii_is(name, "cache-control")
        && reader_ascii_contains(content, "no-transform")) {
        facts->no_transform = true;
    }

    if (reader_ascii_is(name, "content-security-policy")) {
        read_policy(facts, node, content);
    }
}


void
reader_facts_read_meta(reader_facts_t *facts, reader_node_id_t node)
{
    reader_tree_t *tree = facts->tree;
    reader_string_t content, name;

    if (!reader_tree_value(tree, node, READER_NAME_CONTENT, &content)) {
        return;
    }

    if (reader_tree_attribute(tree, node, "http-equiv", &name)) {
        read_http_equiv(facts, node, name, content);
    }

    if (reader_tree_value(tree, node, READER_NAME_PROPERTY, &name)) {
        add_meta(facts, name, content);
    }

    if (reader_tree_value(tree, node, READER_NAME_NAME, &name)) {
        add_meta(facts, name, content);
    }

    if (reader_tree_value(tree, node, READER_NAME_ITEMPROP, &name)) {
        add_meta(facts, name, content);
    }
}
