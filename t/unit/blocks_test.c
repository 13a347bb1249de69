/* Blocks: where they begin and end, and what is counted. */

#include "blocks.h"
#include "buffer.h"
#include "tap.h"

#include <stdlib.h>

typedef struct {
    const char *name;
    const char *html;
    const char *blocks; /* their texts, with | between them */
} cut_test_t;

static const cut_test_t cuts[] = {
    { "paragraphs", "<p>one</p><p>two <b>bold</b> words</p>",
      "one|two bold words" },
    { "text around a block", "before<p>inside</p>after",
      "before|inside|after" },
    { "inline elements do not cut", "a<a href=x>b</a><span>c</span>", "abc" },
    { "one br is a space", "first<br>second", "first second" },
    { "two br cut", "first<br> <br>second", "first|second" },
    { "three br cut once", "first<br><br><br>second", "first|second" },
    { "hr cuts", "first<hr>second", "first|second" },
    { "table cells", "<table><tr><td>a<td>b</table>", "a|b" },
    { "white space is collapsed", "<p>  a \n\t b&nbsp;c  </p>", "a b c" },
    { "scripts and styles are no text",
      "<p>a<script>x</script>b<style>y</style>c</p>", "abc" },
    { "controls are no text",
      "<p>a</p><select><option>x</select><textarea>y</textarea>"
      "<button>z</button><p>b</p>", "a|b" },
    { "noscript is text", "<noscript><p>a</p></noscript>", "a" },
    { "the title element is not", "<title>x</title><p>a</p>", "a" },
    { "an unknown element is inline", "<p>a<x-y>b</x-y>c</p>", "abc" },
    { "a link around blocks", "<a href=x><div>a</div><div>b</div></a>",
      "a|b" },
    { "references are text", "<p>a &amp; b</p>", "a & b" },
    { "a hidden part of a line is in no block", "<p>a <b hidden>x</b>b</p>",
      "a b" },
    { "hidden text at the start of a line is a block",
      "<p><b hidden>x</b>b</p>", "x|b" },
    { "hidden text at its end is in no block", "<p>a<b hidden>x</b></p>c",
      "a|c" },
    { "references beside text without any", "<p>a&lt;b <i>c</i> d&nbsp;e</p>",
      "a<b c d e" },
    { "an apostrophe and other characters", "<p>don\xE2\x80\x99t \xC3\xA9</p>",
      "don\xE2\x80\x99t \xC3\xA9" },
    { "a line break in a button", "<p>a<button>x<br>y</button>b</p>", "a b" },
    { "hidden white space", "<p>a<b hidden> </b>b</p>", "ab" },
    { "nothing at all", "", "" },
    { "white space only", "<p> </p><div>\n</div>", "" },
};


static reader_arena_t *
parse(const char *html, reader_tree_t *tree, reader_blocks_t *blocks)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_sift_t sift;
    reader_hidden_t hidden;

    reader_sift(arena, (reader_string_t) { html, strlen(html) }, &sift);
    reader_tree_build(arena, &sift, tree);
    reader_hidden_find(tree, &sift, &hidden);
    reader_blocks_cut(tree, &hidden, &(reader_ruling_t) { NULL, NULL }, blocks);

    return arena;
}


static void
test_cuts(void)
{
    for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
        reader_tree_t tree;
        reader_blocks_t blocks;
        reader_arena_t *arena = parse(cuts[i].html, &tree, &blocks);
        reader_buffer_t all;

        reader_buffer_init(&all, arena, 0);

        for (uint32_t b = 0; b < blocks.count; b++) {
            if (b != 0) {
                reader_buffer_byte(&all, '|');
            }

            reader_buffer_string(&all, blocks.texts[b]);
        }

        is_str(reader_buffer_value(&all), cuts[i].blocks, cuts[i].name);
        reader_arena_free(arena);
    }
}


static void
test_figures(void)
{
    static const char html[] =
        "<body><p>Well, it is 3.5 km to <a href=x>Old Town</a>. Is it? "
        "<b>Yes</b>.</p><p hidden>Gone.</p><p>\xE6\x9D\xB1\xE4\xBA\xAC"
        "\xE3\x80\x82</p><figure><figcaption>Map</figcaption></figure>";
    reader_tree_t tree;
    reader_blocks_t blocks;
    reader_arena_t *arena = parse(html, &tree, &blocks);
    const reader_block_t *first = &blocks.items[0];

    is_int(blocks.count, 4, "four blocks");
    is_int(first->characters, 43, "characters, a run of space as one");
    is_int(first->words, 12, "words");
    is_int(first->links, 1, "a link");
    is_int(first->link_characters, 9, "characters of links");
    is_int(first->commas, 1, "a comma");
    is_int(first->sentence_ends, 3, "the point in a number ends nothing");
    is_int(first->digits, 2, "digits");
    ok(first->flags & READER_BLOCK_ENDS_SENTENCE, "it ends a sentence");
    ok(blocks.items[1].flags & READER_BLOCK_HIDDEN, "hidden is noted");
    is_int(blocks.items[2].characters, 6, "a CJK character is two");
    is_int(blocks.items[2].words, 3, "and a word");
    ok(blocks.items[3].flags & READER_BLOCK_CAPTION, "a caption is noted");
    is_int(blocks.before[tree.count], 4, "blocks before the end");
    reader_arena_free(arena);
}


/* What is counted between elements is what is counted without them. */
static void
test_parts(void)
{
    static const struct {
        const char *name, *html;
        unsigned words, sentences, characters;
    } tests[] = {
        { "a word of parts", "<p>wo<b>rd</b>s</p>", 1, 0, 5 },
        { "one that ends with white space", "<p>one <b>two</b></p>", 2, 0, 7 },
        { "an apostrophe at the end", "<p>don'<b>t</b></p>", 1, 0, 5 },
        { "and behind a word", "<p>say 'no'</p>", 1, 0, 8 },
        { "a letter that is not ASCII", "<p>caf<b>\xC3\xA9</b>s</p>", 1, 0, 5 },
        { "a sentence", "<p>One. <b>Two.</b> Three.</p>", 3, 3, 16 },
        { "a point within a word", "<p>a.<b>b</b></p>", 2, 0, 3 },
        { "hidden white space", "<p>a.<b hidden> </b>b</p>", 2, 1, 4 },
        { "a line break in a button", "<p>a<button><br></button>b</p>", 1, 0,
          2 },
        { "a full stop of CJK", "<p>\xE6\x9D\xB1\xE3\x80\x82<b>x</b></p>", 3,
          1, 5 },
    };

    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        reader_tree_t tree;
        reader_blocks_t blocks;
        reader_arena_t *arena = parse(tests[i].html, &tree, &blocks);
        const reader_block_t *block = &blocks.items[0];

        if (!ok(blocks.count == 1 && block->words == tests[i].words
                    && block->sentence_ends == tests[i].sentences
                    && block->characters == tests[i].characters,
                tests[i].name)) {
            printf("# %u words, %u sentences, %u characters\n", block->words,
                   block->sentence_ends, block->characters);
        }

        reader_arena_free(arena);
    }
}


/* Text nodes that are added piece by piece. */
static void
test_long(void)
{
    enum { WORDS = 40000 };
    static const char word[] = "l\xC3\xA4nge, ";
    char *html = malloc(WORDS * strlen(word) + 16);
    size_t length = 0;
    reader_tree_t tree;
    reader_blocks_t blocks;
    reader_arena_t *arena;

    memcpy(html, "<p>", 3);
    length = 3;

    for (int i = 0; i < WORDS; i++) {
        memcpy(html + length, word, strlen(word));
        length += strlen(word);
    }

    html[length] = '\0';
    arena = parse(html, &tree, &blocks);
    is_int(blocks.items[0].words, WORDS, "words of a long text");
    is_int(blocks.items[0].commas, WORDS, "its commas");
    is_int(blocks.items[0].characters, WORDS * 7 - 1, "its characters");
    is_int((long) blocks.texts[0].length, WORDS * 8 - 1, "its bytes");
    reader_arena_free(arena);
    free(html);
}


static void
test_open_links(void)
{
    static const struct {
        const char *name, *html;
        unsigned links[2]; /* characters in links, of two blocks */
    } tests[] = {
        { "a link around blocks", "<a href=x><p>one</p><p>two</p></a>",
          { 3, 3 } },
        { "one that is opened again", "<p><a href=x>one<p>two</a>", { 3, 3 } },
        { "one that is never closed", "<p><a href=x>one<p>two</p>", { 3, 0 } },
        { "whose end tag is none", "<p><a href=x>one</a</i><p>two</abbr>",
          { 3, 0 } },
        { "one that another ends", "<p><a href=x>one<p>t<a href=y>wo</a>",
          { 3, 2 } },
        { "one never closed, around blocks",
          "<div><a href=x>one<p>two</p></div>", { 3, 0 } },
    };

    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        reader_tree_t tree;
        reader_blocks_t blocks;
        reader_arena_t *arena = parse(tests[i].html, &tree, &blocks);

        ok(blocks.count == 2
               && blocks.items[0].link_characters == tests[i].links[0]
               && blocks.items[1].link_characters == tests[i].links[1],
           tests[i].name);
        reader_arena_free(arena);
    }
}


int
main(void)
{
    test_open_links();
    test_cuts();
    test_figures();
    test_parts();
    test_long();

    return done_testing();
}
