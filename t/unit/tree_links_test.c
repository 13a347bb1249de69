/* Links that are left open, and those that are opened again. */

#include "node.h"
#include "tree_links.h"
#include "tap.h"


int
main(void)
{
    static const char html[] = "<A 1>x<b><a t='<a>' 2>y</a><!-- <abbr> --><a>z";
    /* start tags in the order in which nodes are made of them */
    static const struct {
        const char *tag;
        unsigned flags;
        const char *name;
    } asked[] = {
        { "<A 1>", READER_NODE_OPEN, "a start tag follows" },
        { "<a t='<a>' 2>", 0, "an end tag follows" },
        { "<A 1>", READER_NODE_AGAIN, "the first, behind another" },
        { "<a>z", READER_NODE_OPEN, "nothing follows" },
        { "<a t='<a>' 2>", 0, "one that is closed, again" },
        { "<A 1>", READER_NODE_AGAIN, "the first, a third time" },
        { "<a>z", READER_NODE_AGAIN, "the last one" },
    };
    reader_arena_t *arena = reader_arena_new(&READER_LIMITS_DEFAULT);
    reader_string_t page = { html, sizeof(html) - 1 };
    reader_link_tags_t tags = { .hint = 0 };

    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        const char *at = strstr(html, asked[i].tag);
        size_t length = strcspn(asked[i].tag, "z");

        is_int((long) reader_link_flags(&tags, arena, page,
                                        (reader_string_t) { at, length }),
               asked[i].flags, asked[i].name);
    }

    reader_arena_free(arena);

    return done_testing();
}
