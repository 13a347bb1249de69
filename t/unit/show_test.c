/* What is shown of a page, given which of its blocks are kept. */

#include "buffer.h"
#include "show.h"
#include "strip.h"
#include "tap.h"

typedef struct {
    const char *name;
    const char *html;  /* blocks that begin with K are kept */
    const char *shown; /* texts, images, breaks; captions in brackets */
} show_test_t;

#define TEN " nine more" " words that" " it takes" " to be long" " enough now"
#define FIFTY TEN TEN TEN TEN TEN
#define LONG FIFTY FIFTY FIFTY /* more than 600 characters */

static const show_test_t shows[] = {
    { "kept text only", "<h1>T</h1><p>K one<p>no<p>K two", "K one|K two" },
    { "an image between kept blocks", "<p>K one<p><img src=a><p>K two",
      "K one|img|K two" },
    { "an image beside what was dropped",
      "<p>K one<p>no<div><img src=a></div><p>no<p>K two", "K one|K two" },
    { "an image within a kept line", "<p>K one <img src=a> more<p>no",
      "K one |img| more" },
    { "a lead image behind the title",
      "<h1>T</h1><div><img src=a></div><p>K one", "img|K one" },
    { "no image before the title", "<img src=a><h1>T</h1><p>K one",
      "K one" },
    { "no portrait before the text",
      "<h1>T</h1><div class=author-bio><img src=a></div><p>K one", "K one" },
    { "an image behind the text, in the same element",
      "<div><p>K one<figure><img src=a></figure></div><p>no", "K one|img" },
    { "none elsewhere behind it",
      "<div><p>K one</div><div><img src=a></div><p>no", "K one" },
    { "a caption goes with its image",
      "<p>K one<figure><img src=a><figcaption>map</figcaption></figure>"
      "<p>K two", "K one|img|[map]|K two" },
    { "a caption by its class",
      "<p>K one<div><img src=a><p class=wp-caption-text>map</div><p>K two",
      "K one|img|[map]|K two" },
    { "no caption that holds the rest of the page",
      "<p>K one<figure><img src=a><figcaption><p>K" LONG "<p>K two",
      "K one|img|K" LONG "|K two" },
    { "hidden text within a kept line", "<p>K one <b hidden>x</b>two",
      "K one |two" },
    { "a hidden image", "<p>K one<p><img src=a hidden><p>K two",
      "K one|K two" },
    { "a rule between kept blocks", "<p>K one<hr><p>K two",
      "K one|hr|K two" },
    { "places to break within a kept line", "<p>K o<wbr>n<br>e<p>no",
      "K o|wbr|n|br|e" },
    { "what is inside goes with it",
      "<p>K one<p><svg><text>a</text></svg><p>K two", "K one|a|K two" },
    { "a note that the text refers to",
      "<p>K one<a href=#n1>1</a><p>no<p id=n1>note<p id=n2>other",
      "K one|1|[note]" },
    { "no note that nothing kept refers to",
      "<p>K one<p>no <a href=#n1>1</a><p id=n1>note", "K one" },
    { "a long link is no reference",
      "<p>K one <a href=#n1>contents</a><p id=n1>note", "K one |contents" },
};


static void
add_item(reader_buffer_t *out, reader_string_t text, bool caption)
{
    if (out->length != 0) {
        reader_buffer_byte(out, '|');
    }

    reader_buffer_text(out, caption ? "[" : "");
    reader_buffer_string(out, text);
    reader_buffer_text(out, caption ? "]" : "");
}


static reader_string_t
shown(reader_arena_t *arena, const reader_lexicon_t *lexicon,
      const char *html)
{
    reader_metadata_t metadata = { .title_node = READER_NONE,
                                   .byline_node = READER_NONE,
                                   .date_node = READER_NONE };
    reader_selection_t selection = { .words = 0 };
    reader_figures_t figures;
    reader_blocks_t blocks;
    reader_buffer_t out;
    reader_sift_t sift;
    reader_hidden_t hidden;
    reader_tree_t tree;

    reader_sift(arena, (reader_string_t) { html, strlen(html) }, &sift);
    reader_tree_build(arena, &sift, &tree);

    for (reader_node_id_t id = 0; id < tree.count; id++) {
        if (tree.nodes[id].tag == GUMBO_TAG_H1) {
            metadata.title_node = id;
            break;
        }
    }

    reader_hidden_find(&tree, &sift, &hidden);
    reader_blocks_cut(&tree, &hidden, &(reader_ruling_t) { NULL, NULL },
                      &blocks);
    reader_strip(&tree, &metadata, &blocks);
    reader_figures_take(&tree, reader_lexicon_lookup(lexicon, arena),
                        &metadata, &blocks, &figures);

    for (uint32_t i = 0; i < blocks.count; i++) {
        blocks.items[i].kept = blocks.texts[i].data[0] == 'K';
    }

    selection.marks = reader_arena_array(arena, tree.count, 1);
    reader_show(&tree, &blocks, &figures, &selection);
    reader_buffer_init(&out, arena, 0);

    for (reader_node_id_t id = 0; id < tree.count; id++) {
        const reader_node_t *node = &tree.nodes[id];
        bool caption = selection.marks[id] & READER_MARK_CAPTION;

        if (!(selection.marks[id] & READER_MARK_SHOWN)) {
            continue;
        }

        if (node->flags & READER_NODE_TEXT) {
            add_item(&out, reader_tree_text(&tree, id), caption);

        } else if (node->tag == GUMBO_TAG_IMG || node->tag == GUMBO_TAG_HR
                   || node->tag == GUMBO_TAG_BR
                   || node->tag == GUMBO_TAG_WBR) {
            add_item(&out, reader_tree_name(&tree, id), caption);
        }
    }

    return reader_buffer_value(&out);
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_error_t error;
    reader_lexicon_t *lexicon = reader_lexicon_new(&error);

    for (size_t i = 0; i < sizeof(shows) / sizeof(*shows); i++) {
        reader_arena_t *arena = reader_arena_new(&limits);

        is_str(shown(arena, lexicon, shows[i].html), shows[i].shown,
               shows[i].name);
        reader_arena_free(arena);
    }

    reader_lexicon_free(lexicon);

    return done_testing();
}
