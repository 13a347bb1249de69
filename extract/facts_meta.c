#include "facts_parts.h"

#include "ascii.h"
#include "buffer.h"
#include "charref.h"
#include "plain.h"

#include <string.h>

#define META_VALUE_MAX 2048 /* bytes; of longer ones the start */
#define META_NAME_MAX 64


bool
reader_facts_may_have(const reader_facts_t *facts, const char *name)
{
    return facts->meta_lengths[name[0] & 31] >> (strlen(name) & 63) & 1;
}


bool
reader_facts_is_named(const reader_meta_t *meta, const char *name)
{
    size_t length = strlen(name);

    return meta->name.length == length
           && memcmp(meta->name.data, name, length) == 0;
}


reader_string_t
reader_facts_meta(const reader_facts_t *facts, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (!reader_facts_may_have(facts, *names)) {
            continue;
        }

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
    char *to;

    name = reader_ascii_trim(name);
    to = reader_arena_alloc(arena, name.length);

    for (size_t i = 0; i < name.length; i++) {
        to[i] = reader_ascii_lower(name.data[i]);
    }

    return (reader_string_t) { to, name.length };
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

    if (meta->name.length != 0) {
        facts->meta_lengths[meta->name.data[0] & 31] |=
            (uint64_t) 1 << (meta->name.length & 63);
    }
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


static reader_string_t
decoded(const reader_facts_t *facts, const reader_attribute_t *attribute)
{
    return reader_charref_decode(facts->arena, attribute->value, true);
}


/* HTML ignores an attribute of the same name as one before it. */
static void
set_first(const reader_attribute_t **found,
          const reader_attribute_t *attribute)
{
    *found = *found == NULL ? attribute : *found;
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
reader_gather_meta(reader_facts_t *facts, reader_node_id_t node)
{
    const reader_attribute_t *attribute =
        reader_tree_attributes(facts->tree, node);
    const reader_attribute_t *end =
        attribute + facts->tree->nodes[node].attribute_count;
    const reader_attribute_t *content = NULL, *equiv = NULL;
    const reader_attribute_t *names[] = { NULL, NULL, NULL };
    reader_string_t value;

    for (; attribute < end; attribute++) {
        switch (attribute->known) {
        case READER_NAME_CONTENT:
            set_first(&content, attribute);
            break;
        case READER_NAME_PROPERTY:
            set_first(&names[0], attribute);
            break;
        case READER_NAME_NAME:
            set_first(&names[1], attribute);
            break;
        case READER_NAME_ITEMPROP:
            set_first(&names[2], attribute);
            break;
        case READER_NAME_OTHER:
            if (reader_ascii_is(attribute->name, "http-equiv")) {
                set_first(&equiv, attribute);
            }
            break;
        default:
            break;
        }
    }

    if (content == NULL) {
        return;
    }

    value = decoded(facts, content);

    if (equiv != NULL) {
        read_http_equiv(facts, node, decoded(facts, equiv), value);
    }

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i] != NULL) {
            add_meta(facts, decoded(facts, names[i]), value);
        }
    }
}
