/* Words and runs of words that blocks share with others and with titles. */

#include "characters.h"
#include "overlap.h"
#include "tap.h"

#include <stdlib.h>

#define BLOCKS_MAX 64

static reader_block_t items[BLOCKS_MAX];
static reader_string_t texts[BLOCKS_MAX];
static reader_block_figures_t of[BLOCKS_MAX];
static reader_blocks_t blocks = { .items = items, .texts = texts };
static reader_figures_t figures = { .blocks = &blocks, .of = of };


static reader_string_t
string(const char *text)
{
    return (reader_string_t) { text, strlen(text) };
}


static void
take(reader_arena_t *arena, const char *const *lines, uint32_t count,
     const reader_metadata_t *metadata)
{
    reader_texts_t room;

    reader_texts_init(&room, arena);
    memset(of, 0, sizeof(of));
    blocks.count = count;

    for (uint32_t i = 0; i < count; i++) {
        reader_texts_begin(&room);

        if (*lines[i] != '\0') {
            reader_texts_add(&room, string(lines[i]), false);
        }

        texts[i] = reader_texts_last(&room);
    }

    reader_overlap_take(&figures, arena, metadata);
}


static bool
near(float got, float want)
{
    return got > want - 0.0001f && got < want + 0.0001f;
}


static void
test_words(reader_arena_t *arena)
{
    static const char *const lines[] = {
        "The Old Town", "old TOWN news", "", "\xC3\x89t\xC3\xA9 town",
        "\xE6\x9D\xB1\xE4\xBA\xAC",
    };
    reader_metadata_t metadata = { .title = { NULL, 0 } };

    metadata.title = string("the old town: \xE6\x9D\xB1");
    metadata.description = string("News of \xC3\xA9t\xC3\xA9.");
    take(arena, lines, 5, &metadata);
    ok(near(of[0].in_title, 1) && near(of[0].in_description, 0), "a title");
    ok(near(of[1].in_title, 2.f / 3) && near(of[1].in_description, 1.f / 3),
       "words of both");
    ok(near(of[2].in_title, 0), "none at all");
    ok(near(of[3].in_title, .5f) && near(of[3].in_description, .5f),
       "letters that are not ASCII in either case");
    ok(near(of[4].in_title, .5f), "a CJK character is a word");
}


static void
test_repeats(reader_arena_t *arena)
{
    static const char *const lines[] = {
        "one two three four five six",     /* three 4-grams */
        "short line here",
        "zero one two three four nine",    /* the first of them */
        "a b c d a b c d a b c d",         /* a b c d three times */
        "x a b c d y",
        "la la la la la la",
    };
    reader_metadata_t metadata = { .title = { NULL, 0 } };

    memset(items, 0, sizeof(items));
    take(arena, lines, 6, &metadata);
    ok(near(of[0].repeated, 1.f / 3) && near(of[0].said, 0), "said first");
    ok(near(of[1].repeated, 0), "too short");
    ok(near(of[2].repeated, 1.f / 3) && near(of[2].said, 1.f / 3)
           && of[2].said_by == 0,
       "said again");
    ok(near(of[3].repeated, 3.f / 9), "said first, three times");
    ok(near(of[4].said, 1.f / 3) && of[4].said_by == 3, "and again");
    ok(near(of[5].repeated, 0), "within one block it does not count");

    items[0].strip = READER_STRIP_CAPTION;
    take(arena, lines, 6, &metadata);
    ok(near(of[2].repeated, 1.f / 3) && near(of[2].said, 0),
       "what is stripped says nothing");
}


static void
test_body(reader_arena_t *arena)
{
    static const char *const lines[] = { "Menu", "it was a dark and stormy",
                                         "it was a bright day" };
    reader_metadata_t metadata = { .title = { NULL, 0 } };

    metadata.article_body = string("It was a dark and stormy night.");
    take(arena, lines, 3, &metadata);
    ok(near(of[1].in_body, 1), "articleBody");
    ok(near(of[2].in_body, 0) && near(of[0].in_body, 0), "what is not in it");
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);

    test_words(arena);
    test_repeats(arena);
    test_body(arena);
    reader_arena_free(arena);

    return done_testing();
}
