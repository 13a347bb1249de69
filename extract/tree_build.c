/* From Gumbo's tree to the flat one, led back to the page. */

#include "tree.h"

#include "ascii.h"
#include "buffer.h"
#include "tree_links.h"

#include <string.h>

#define GUMBO_NS_PER_BYTE 64

typedef struct {
    reader_arena_t *arena;
    const reader_sift_t *sift;
    reader_node_t *nodes;
    size_t count;
    size_t capacity;
    reader_node_id_t parent;
    size_t tag_hint;
    size_t text_hint;
    reader_attribute_list_t attributes;
    const reader_shown_t *record; /* of the last element, if it has one */
    reader_link_tags_t links;
} flattener_t;


static void *
gumbo_allocate(void *arena, size_t size)
{
    return reader_arena_alloc(arena, size);
}


static void
gumbo_release(void *arena, void *block)
{
    (void) arena;
    (void) block;
}


static bool
is_element(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT
           || node->type == GUMBO_NODE_TEMPLATE;
}


static void
widen(flattener_t *f)
{
    size_t wider = f->capacity * 2;

    f->nodes = reader_arena_grow(f->arena, f->nodes,
                                 f->capacity * sizeof(*f->nodes),
                                 wider * sizeof(*f->nodes));
    f->capacity = wider;
}


static reader_node_t *
add_node(flattener_t *f)
{
    reader_node_t *node;

    if (f->count == f->capacity) {
        widen(f);
    }

    node = &f->nodes[f->count++];
    node->parent = f->parent;
    node->next = READER_NONE;
    node->end = (reader_node_id_t) f->count;
    node->tag = 0;
    node->flags = 0;
    node->attributes = 0;
    node->attribute_count = 0;
    node->source = (reader_string_t) { NULL, 0 };

    return node;
}


/* What Gumbo points to is what it was shown; else nothing can be trusted. */
static const reader_shown_t *
checked(const flattener_t *f, const reader_shown_t *record)
{
    if (record == NULL) {
        reader_arena_fail(f->arena, READER_ERROR);
    }

    return record;
}


static reader_string_t
span_of(const flattener_t *f, const reader_shown_t *record)
{
    return (reader_string_t) { f->sift->page.data + checked(f, record)->start,
                              record->length };
}


/* Those of a tag that the sifter did not list. */
static void
list_attributes(flattener_t *f, reader_node_t *node)
{
    reader_tag_t tag;

    node->attributes = f->attributes.count;
    reader_tag_read(node->source.data,
                    node->source.data + node->source.length, &tag,
                    &f->attributes);
    node->attribute_count = f->attributes.count - node->attributes;
}


/* The start tag of the page that Gumbo's span stands for. */
static void
set_source(flattener_t *f, reader_node_t *node, GumboStringPiece tag)
{
    const reader_sift_t *sift = f->sift;

    if (tag.length == 0) {
        return; /* implied */
    }

    if (!sift->whole) {
        const reader_shown_t *record =
            reader_sift_find(sift->tags, sift->tag_count,
                             (size_t) (tag.data - sift->shown.data),
                             &f->tag_hint);

        node->source = span_of(f, record);
        node->attributes = record->attributes;
        node->attribute_count = record->attribute_count;
        f->record = record;
        return;
    }

    /* "</>" is no token, but Gumbo takes it for the start of the next one */
    while (tag.length > 3 && tag.data[1] == '/') {
        tag.data += 3;
        tag.length -= 3;
    }

    node->source =
        (reader_string_t) { sift->page.data + (tag.data - sift->shown.data),
                            tag.length };
    list_attributes(f, node);
}


static void
add_attribute(reader_buffer_t *out, const reader_attribute_t *attribute)
{
    reader_string_t value = attribute->value;
    char quote = '"';

    reader_buffer_byte(out, ' ');
    reader_buffer_add(out, attribute->name.data, attribute->name.length);
    reader_buffer_byte(out, '=');

    if (value.length != 0 && memchr(value.data, '"', value.length) != NULL) {
        quote = memchr(value.data, '\'', value.length) != NULL ? '\0' : '\'';
    }

    if (quote != '\0') { /* one that holds both was written without */
        reader_buffer_byte(out, quote);
    }

    reader_buffer_add(out, value.data, value.length);

    if (quote != '\0') {
        reader_buffer_byte(out, quote);
    }
}


static void
add_attributes(reader_buffer_t *out, reader_string_t tag)
{
    const char *end = tag.data + tag.length, *at = tag.data + 1;
    reader_attribute_t attribute;

    at += reader_tag_name_length(at, end);

    while (reader_tag_attribute(&at, end, &attribute)) {
        add_attribute(out, &attribute);
    }
}


/*
 * Attributes of further html and body tags are added to the element (HTML
 * standard, 13.2.6.4.7): the source is a tag that has them all.
 */
static reader_string_t
merge_attributes(flattener_t *f, const GumboElement *element,
                 reader_string_t source)
{
    const reader_sift_t *sift = f->sift;
    const GumboVector *attributes = &element->attributes;
    const char *first = element->original_tag.data;
    const char *last = first + element->original_tag.length;
    bool merged = false;
    reader_buffer_t out;

    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *given = attributes->data[i];
        const char *name = given->original_name.data;
        reader_attribute_t attribute;
        size_t hint = SIZE_MAX;

        if (first != NULL && name >= first && name < last) {
            continue;
        }

        if (!merged) {
            merged = true;
            reader_buffer_init(&out, f->arena, source.length + 256);
            reader_buffer_byte(&out, '<');
            reader_buffer_text(&out, gumbo_normalized_tagname(element->tag));

            if (source.length != 0) {
                add_attributes(&out, source);
            }
        }

        if (sift->whole) {
            if (reader_tag_attribute(
                    &name, sift->shown.data + sift->shown.length, &attribute)) {
                add_attribute(&out, &attribute);
            }

        } else {
            add_attributes(
                &out,
                span_of(f, reader_sift_find(sift->tags, sift->tag_count,
                                            (size_t) (name - sift->shown.data),
                                            &hint)));
        }
    }

    if (!merged) {
        return source;
    }

    reader_buffer_byte(&out, '>');

    return reader_buffer_value(&out);
}


/* Line ends of text that holds no references. */
static reader_string_t
normalise(reader_arena_t *arena, reader_string_t raw)
{
    reader_buffer_t out;

    if (memchr(raw.data, '\r', raw.length) == NULL) {
        return raw;
    }

    reader_buffer_init(&out, arena, raw.length);

    for (size_t i = 0; i < raw.length; i++) {
        if (raw.data[i] != '\r') {
            reader_buffer_byte(&out, raw.data[i]);

        } else if (i + 1 == raw.length || raw.data[i + 1] != '\n') {
            reader_buffer_byte(&out, '\n');
        }
    }

    return reader_buffer_value(&out);
}


/*
 * A link whose end tag was forgotten goes on to the end of the page; where
 * one of its ancestors ends, the parser opens it again, with the same tag.
 */
static void
mark_open_link(flattener_t *f, reader_node_t *node)
{
    node->flags |= (uint16_t) reader_link_flags(&f->links, f->arena,
                                                f->sift->page, node->source);
}


/* What of a folded node cannot be copied. */
static void
finish(flattener_t *f, reader_node_t *node)
{
    if (node->flags & READER_NODE_TEXT) {
        node->source = normalise(f->arena, node->source);
    } else {
        node->flags = 0;
        mark_open_link(f, node);
    }
}


/* The contents of an element, and what is beside it, that Gumbo did not see. */
static void
add_folded(flattener_t *f, const reader_shown_t *record)
{
    reader_node_id_t element = (reader_node_id_t) f->count - 1;
    uint32_t first = record->folded, count = record->folded_count;
    const reader_node_t *from = &f->sift->folded[first];
    uint32_t contents = from[-1].end, base = element + 1 - first;
    reader_node_t *to;

    while (f->capacity - f->count < count) {
        widen(f);
    }

    to = &f->nodes[f->count];
    f->count += count;
    memcpy(to, from, count * sizeof(*to));

    for (uint32_t i = 0; i < count; i++) {
        to[i].end += base;

        if (to[i].parent >= first) {
            to[i].parent += base;
        } else {
            to[i].parent = first + i < contents ? element : f->parent;
        }

        if (to[i].flags & (READER_NODE_DECODED | READER_NODE_OPEN)) {
            finish(f, &to[i]);
        }
    }

    f->nodes[element].end = contents + base;
    reader_arena_spend(f->arena, count);
}


static void
add_element(flattener_t *f, const GumboElement *element)
{
    reader_node_t *node = add_node(f);

    node->tag = (uint16_t) element->tag;
    f->record = NULL;
    set_source(f, node, element->original_tag);

    if (element->tag_namespace != GUMBO_NAMESPACE_HTML) {
        node->flags |= READER_NODE_FOREIGN;

    } else if (element->tag == GUMBO_TAG_A && node->source.length != 0) {
        mark_open_link(f, node);

    } else if (element->attributes.length != 0
               && (element->tag == GUMBO_TAG_HTML
                   || element->tag == GUMBO_TAG_BODY)) {
        reader_string_t merged = merge_attributes(f, element, node->source);

        if (merged.data != node->source.data) {
            node->source = merged;
            list_attributes(f, node);
        }
    }

    if (f->record != NULL && f->record->folded_count != 0) {
        add_folded(f, f->record);
    }
}


/*
 * One text node of Gumbo's is as many runs of the page's text as it has
 * bytes; those that touch become one node again.
 */
static void
add_runs(flattener_t *f, const GumboText *text)
{
    const reader_sift_t *sift = f->sift;
    size_t count = strlen(text->text);
    size_t shown = (size_t) (text->original_text.data - sift->shown.data);
    const reader_shown_t *run =
        checked(f, reader_sift_find(sift->texts, sift->text_count, shown,
                                    &f->text_hint));
    const reader_shown_t *end;

    if (count > sift->text_count - (size_t) (run - sift->texts)) {
        reader_arena_fail(f->arena, READER_ERROR);
    }

    end = run + count;

    f->text_hint = (size_t) (end - sift->texts);

    while (run < end) {
        const reader_shown_t *first = run++;
        reader_node_t *node = add_node(f);
        bool space = first->space;

        node->flags = READER_NODE_TEXT;
        node->source = span_of(f, first);

        while (run < end && run->start == run[-1].start + run[-1].length) {
            node->source.length += run->length;
            space = space && run->space;
            run++;
        }

        if (space) {
            node->flags |= READER_NODE_SPACE;
        }

        if (first->raw) {
            node->source = normalise(f->arena, node->source);
            node->flags |= READER_NODE_DECODED;
        }
    }

    reader_arena_spend(f->arena, count);
}


/* Of a page parsed whole: Gumbo's own text, references resolved. */
static void
add_text(flattener_t *f, const GumboText *text)
{
    reader_node_t *node = add_node(f);
    const char *at = text->text;

    while (reader_ascii_space(*at)) {
        at++;
    }

    node->flags = READER_NODE_TEXT | READER_NODE_DECODED;
    node->source = (reader_string_t) { text->text, strlen(text->text) };

    if (*at == '\0') {
        node->flags |= READER_NODE_SPACE;
    }

    reader_arena_spend(f->arena, node->source.length);
}


static void
add_leaf(flattener_t *f, const GumboNode *node)
{
    const GumboElement *parent = &node->parent->v.element;

    if (node->type == GUMBO_NODE_COMMENT || parent->tag == GUMBO_TAG_SCRIPT
        || parent->tag == GUMBO_TAG_STYLE) {
        return; /* no text of the page; the sifter has the contents */
    }

    if (f->sift->whole) {
        add_text(f, &node->v.text);
    } else {
        add_runs(f, &node->v.text);
    }
}


static void
flatten(flattener_t *f, const GumboNode *root)
{
    const GumboNode *node = root;

    while (true) {
        reader_arena_spend(f->arena, 8);

        if (is_element(node)) {
            reader_node_id_t added = (reader_node_id_t) f->count;

            add_element(f, &node->v.element);

            if (node->v.element.children.length != 0) {
                f->parent = added;
                node = node->v.element.children.data[0];
                continue;
            }

        } else {
            add_leaf(f, node);
        }

        /* up to the first ancestor with a child left, closing on the way */
        while (true) {
            const GumboVector *siblings;
            unsigned next = (unsigned) node->index_within_parent + 1;

            if (node == root) {
                return;
            }

            siblings = &node->parent->v.element.children;

            if (next < siblings->length) {
                node = siblings->data[next];
                break;
            }

            node = node->parent;
            f->nodes[f->parent].end = (reader_node_id_t) f->count;
            f->parent = f->nodes[f->parent].parent;
        }
    }
}


/* next: a node that ends where the subtree before it ends is its sibling */
static void
link_siblings(flattener_t *f)
{
    for (size_t i = 1; i < f->count; i++) {
        reader_node_t *node = &f->nodes[i];

        if (node->end < f->nodes[node->parent].end) {
            node->next = node->end;
        }
    }

    reader_arena_spend(f->arena, f->count);
}


void
reader_tree_build(reader_arena_t *arena, const reader_sift_t *sift,
                  reader_tree_t *tree)
{
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *output;
    flattener_t f = { .arena = arena, .sift = sift };

    options.allocator = gumbo_allocate;
    options.deallocator = gumbo_release;
    options.userdata = arena;
    options.max_errors = 0;

    if (sift->whole) { /* of long text it allocates too little to be stopped */
        reader_arena_foresee(arena, sift->shown.length * GUMBO_NS_PER_BYTE);
    }

    /* never destroyed: that recurses, and all of it is in the arena */
    output = gumbo_parse_with_options(&options, sift->shown.data,
                                      sift->shown.length);

    f.attributes = sift->attributes;
    f.parent = READER_NONE;
    f.capacity =
        sift->tag_count + sift->text_count + sift->folded_count + 64;
    f.nodes = reader_arena_alloc(arena, f.capacity * sizeof(*f.nodes));

    flatten(&f, output->root);
    link_siblings(&f);

    tree->arena = arena;
    tree->nodes = f.nodes;
    tree->count = (uint32_t) f.count;
    tree->attributes = f.attributes.items;
    tree->value_count = f.attributes.value_count;
    tree->quirks = output->document->v.document.doc_type_quirks_mode
                   == GUMBO_DOCTYPE_QUIRKS;
}
