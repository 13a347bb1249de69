/*
 * SVG and MathML (HTML standard, 13.2.6.5), for the simple case that nearly
 * all pages keep to: no tag leads back to HTML, and each end tag closes an
 * element of it.  Then tags keep their names, for Gumbo compares these as
 * they are written, and their slashes.
 */

#include "sift_parts.h"

#include "ascii.h"

#define NAME_MAX_LENGTH 32


/* Names that Gumbo cannot cut out of their tags in another way. */
static bool
is_plain_name(reader_string_t name)
{
    if (name.length > NAME_MAX_LENGTH) {
        return false;
    }

    for (size_t i = 0; i < name.length; i++) {
        char c = name.data[i];

        if (!reader_ascii_letter(c) && !reader_ascii_digit(c) && c != '-'
            && c != ':' && c != '_' && c != '.') {
            return false;
        }
    }

    return true;
}


bool
reader_foreign_start(reader_sifter_t *s, const reader_tag_t *tag, GumboTag name)
{
    unsigned class = reader_classes[name];

    if ((class & READER_CLASS_TANGLED) || s->foreign_text || s->empty
        || !is_plain_name(tag->name)) {
        return false;
    }

    if (class & READER_CLASS_BREAKOUT) {
        s->foreign_depth = 0; /* for nothing that is open may hold HTML */
        return true;
    }

    reader_skeleton_foreign(s, tag);
    s->newline = false;
    s->pending = false;
    s->comment = false;
    reader_fold_foreign(s, name, tag->self_closing);

    if (!tag->self_closing) {
        s->foreign[s->foreign_depth++] = tag->name;
        s->foreign_text = (class & READER_CLASS_TEXT_ONLY) != 0;
    }

    return true;
}


/* </p> and </br> lead back to HTML, as Gumbo does not know yet. */
static void
close_all(reader_sifter_t *s)
{
    while (s->foreign_depth != 0) {
        reader_fold_foreign_end(s, 1);
        reader_skeleton_foreign_end(s, s->foreign[--s->foreign_depth]);
    }

    s->repaired = true;
}


/*
 * Closes the innermost of its name, and what is open in it.  Gumbo takes all
 * behind the name for part of it, so "</g >" closes no <g>.  What closes none
 * is an end tag in HTML: that of the element around, or ignored if there can
 * be no such element there.
 */
bool
reader_foreign_end(reader_sifter_t *s, const reader_tag_t *tag, GumboTag name,
                   bool *shown)
{
    bool bare = tag->end == tag->name.data + tag->name.length + 1;
    unsigned open = bare ? s->foreign_depth : 0;

    *shown = true;

    if (s->empty) {
        return false;
    }

    while (open != 0 && !reader_ascii_same(s->foreign[open - 1], tag->name)) {
        open--;
    }

    if (open != 0) {
        reader_fold_foreign_end(s, s->foreign_depth - open + 1);
        reader_skeleton_foreign_end(s, tag->name);
        s->foreign_depth = open - 1;
        s->foreign_text = false;

        return true;
    }

    if (bare && name == s->around && !s->foreign_text
        && (reader_classes[name] & READER_CLASS_AROUND)) {
        s->foreign_depth = 0;
        *shown = false;

        return true;
    }

    if ((name == GUMBO_TAG_P || name == GUMBO_TAG_BR) && !s->foreign_text) {
        close_all(s);
        *shown = false;

        return true;
    }

    reader_skeleton_add(s, "</x >", 5);

    return name == GUMBO_TAG_UNKNOWN && !s->unknown;
}
