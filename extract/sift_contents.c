#include "sift_parts.h"

#include "ascii.h"
#include "scan.h"
#include "sift_raw.h"


static void
push(reader_sifter_t *s, reader_string_t **list, size_t *count,
     size_t *capacity, reader_string_t item)
{
    if (*count == *capacity) {
        size_t wider = *capacity * 2 + 8;

        *list = reader_arena_grow(s->arena, *list, *capacity * sizeof(item),
                                  wider * sizeof(item));
        *capacity = wider;
    }

    (*list)[(*count)++] = item;
}


/* MIME type application/ld+json, maybe with parameters. */
static bool
is_json_ld(const reader_tag_t *tag)
{
    static const char name[] = "application/ld+json";
    const char *at = tag->name.data + tag->name.length;
    size_t length = sizeof(name) - 1;
    reader_attribute_t attribute;

    while (reader_tag_attribute(&at, tag->end, &attribute)) {
        if (reader_ascii_is(attribute.name, "type")) {
            reader_string_t type = reader_ascii_trim(attribute.value);

            return reader_ascii_starts(type, name)
                   && (type.length == length || type.data[length] == ';'
                       || reader_ascii_space(type.data[length]));
        }
    }

    return false;
}


void
reader_sift_contents(reader_sifter_t *s, const reader_tag_t *tag, GumboTag name)
{
    unsigned class = reader_classes[name];
    const char *start = s->at, *end;
    reader_string_t text;

    if (class & READER_CLASS_SCRIPT) {
        end = reader_script_end(start, s->end);
    } else {
        end = reader_raw_end(start, s->end, gumbo_normalized_tagname(name));
    }

    text = (reader_string_t) { start, (size_t) (end - start) };
    s->at = end;

    if (class & READER_CLASS_SCRIPT) {
        if (is_json_ld(tag)) {
            push(s, &s->json_ld, &s->json_ld_count, &s->json_ld_capacity, text);
        }

    } else if (name == GUMBO_TAG_STYLE) {
        push(s, &s->styles, &s->style_count, &s->style_capacity, text);

    } else if (text.length != 0 && !s->whole) {
        bool raw = (class & READER_CLASS_RAWTEXT) != 0;
        const char *space = raw ? reader_scan_space(start, end)
                                : reader_skeleton_space(start, end);

        reader_skeleton_text(s, start, space, end, raw);
        s->pending = false; /* its end tag, or the end, puts it in */
    }
}
