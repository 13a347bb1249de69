#include "view_state.h"

#include "ascii.h"
#include "plain.h"
#include "special.h"
#include "space.h"

#include <string.h>

/* How often an element may stand inside itself. */
#define REPEATS_MAX 3


static void
open_inlines(reader_build_t *build)
{
    while (build->opened_inlines < build->inline_count) {
        reader_frame_t *frame = &build->inlines[build->opened_inlines];

        if (!frame->skipped) {
            reader_build_open_frame(build, frame, true);
        }

        build->opened_inlines++;
    }
}


static void
add_words(reader_build_t *build, const char *text, size_t length,
          uint16_t flags)
{
    reader_items_words(&build->items, (reader_string_t){ text, length }, flags);
}


static void
add_lines(reader_build_t *build, uint16_t flags)
{
    static const char lines[] = "\n\n\n\n\n\n\n\n";
    size_t most = sizeof(lines) - 1;

    add_words(build, lines, build->lines < most ? build->lines : most, flags);
    build->lines = 0;
}


/* The items from on have just been laid down. */
static void
place_targets(reader_build_t *build, uint32_t from)
{
    const reader_item_t *items = build->items.items;
    uint32_t next = from, at;

    if (build->waiting_count == 0) {
        return;
    }

    while (next < build->items.count
           && (items[next].kind != READER_OPEN
               || reader_element_is_block(
                   (reader_element_t) items[next].element))) {
        next++;
    }

    for (unsigned i = 0; i < build->waiting_count; i++) {
        const reader_waiting_t *waiting = &build->waiting[i];
        const reader_frame_t *frame = &build->blocks[waiting->block];

        if (waiting->block < build->block_count && frame->item >= from) {
            at = frame->item;
        } else if (next < build->items.count) {
            at = next;
        } else {
            at = reader_build_top(build)->item;
        }

        reader_items_name(&build->items, at, waiting->id);
    }

    build->waiting_count = 0;
}


/* Writes what was put off: blocks, br, white space, inline elements. */
static bool
open_all(reader_build_t *build, bool media, bool inlines, uint16_t flags)
{
    uint32_t from = build->items.count;

    if (!reader_build_prepare(build, media, flags)) {
        return false;
    }

    reader_build_open_blocks(build);

    if (build->lines != 0) {
        add_lines(build, flags);

    } else if (build->breaks != 0
               && reader_build_here(build) != READER_HOLDS_TEXT) {
        reader_items_void(&build->items, READER_EL_BR, NULL, flags);

    } else if (build->breaks != 0) {
        add_words(build, " ", 1, flags);

    } else if (build->space != NULL) {
        add_words(build, build->space, strlen(build->space), flags);
    }

    build->breaks = 0;
    build->space = NULL;
    build->note = 0;

    if (inlines) {
        open_inlines(build);
    }

    reader_build_top(build)->text = true;
    reader_build_top(build)->interrupted = false;
    build->flowing = true;
    place_targets(build, from);

    return true;
}


/* Line ends at the start or the end of *text are put off. */
static void
put_off_lines(reader_build_t *build, reader_string_t *text, bool end)
{
    while (text->length != 0
           && text->data[end ? text->length - 1 : 0] == '\n') {
        text->data += !end;
        text->length--;
        build->lines += build->flowing;
    }
}


/* References may name what the parser takes out of the page's own text. */
static reader_string_t
without_returns(reader_build_t *build, reader_string_t text)
{
    char *copy;
    size_t length = 0;

    if (text.length == 0
        || (memchr(text.data, '\r', text.length) == NULL
            && memchr(text.data, '\f', text.length) == NULL)) {
        return text;
    }

    copy = reader_arena_alloc(build->arena, text.length);

    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != '\r' && text.data[i] != '\f') {
            copy[length++] = text.data[i];
        }
    }

    return (reader_string_t){ copy, length };
}


static void
add_pre_text(reader_build_t *build, reader_string_t text, uint16_t flags)
{
    text = without_returns(build, text);
    put_off_lines(build, &text, false);

    /* nothing but white space so far: it may be the first line's indent */
    if (!build->flowing && reader_ascii_trim(text).length == 0) {
        if (text.length != 0 && text.data[text.length - 1] != '\n') {
            build->indent = text;
        }
        return;
    }

    if (text.length == 0 || !open_all(build, false, true, flags)) {
        return;
    }

    if (build->indent.length != 0) {
        reader_items_words(&build->items, build->indent, flags);
        build->indent.length = 0;
    }

    put_off_lines(build, &text, true);
    reader_items_words(&build->items, text, flags);
}


static void
add_space(reader_build_t *build, const char *space)
{
    if (space != NULL && build->flowing && build->breaks == 0
        && reader_build_here(build) != READER_HOLDS_FIGURE
        && (build->space == NULL || space[0] == ' ')) {
        build->space = space;
    }
}


void
reader_build_space(reader_build_t *build)
{
    if (reader_build_here(build) == READER_HOLDS_PRE) {
        add_pre_text(build, READER_STRING(" "), 0);
    } else {
        add_space(build, " ");
    }
}


/* Takes white space off both ends; returns what is in what is left. */
static unsigned
trim(reader_string_t *text, const char **before, const char **after)
{
    *before = reader_space_before(text);
    *after = reader_space_after(text);

    return reader_special_kinds(*text);
}


void
reader_build_text(reader_build_t *build, reader_string_t text, uint16_t flags)
{
    reader_string_t inner = text;
    const char *before, *after;
    unsigned kinds;

    if (reader_build_here(build) == READER_HOLDS_PRE) {
        add_pre_text(build, reader_plain(build->arena, text), flags);
        return;
    }

    reader_arena_spend(build->arena, text.length);
    kinds = trim(&inner, &before, &after);

    if (kinds & READER_SPECIAL_SUSPECT) {
        reader_string_t plain = reader_plain(build->arena, text);

        if (plain.data != text.data) {
            inner = plain;
            kinds = trim(&inner, &before, &after);
        }
    }

    add_space(build, before);

    if (inner.length == 0 || !open_all(build, false, true, flags)) {
        return;
    }

    if (kinds & READER_SPECIAL_SPACE) {
        inner = reader_space_collapsed(build->arena, inner);
    }

    if (!(kinds & READER_SPECIAL_MARKUP)) {
        flags |= READER_ITEM_NO_MARKUP;
    }

    reader_items_words(&build->items, inner, flags);
    add_space(build, after);
}


static void
add_break(reader_build_t *build)
{
    reader_content_t content = reader_build_here(build);

    if (!build->flowing) {
        return;
    }

    if (content == READER_HOLDS_PRE) {
        build->lines++;
        return;
    }

    build->space = NULL;
    build->breaks++;

    if (content == READER_HOLDS_TIGHT && build->breaks == 2) {
        reader_build_end_run(build); /* what follows gets a p */
    }
}


static void
add_rule(reader_build_t *build)
{
    reader_build_boundary(build);

    if (reader_build_here(build) == READER_HOLDS_FLOW
        && reader_build_top(build)->text) {
        build->rule = build->block_count;
    }
}


void
reader_build_void(reader_build_t *build, reader_element_t element,
                  const reader_attributes_t *attributes, uint16_t flags)
{
    bool link = element == READER_EL_EMBED || element == READER_EL_AUDIO
                || element == READER_EL_VIDEO;
    bool wbr = element == READER_EL_WBR;

    if (element == READER_EL_BR) {
        add_break(build);
        return;
    }

    if (element == READER_EL_HR) {
        add_rule(build);
        return;
    }

    if (reader_build_here(build) == READER_HOLDS_PRE
        || (wbr
            && (!build->flowing || build->space != NULL
                || build->breaks != 0))) {
        return;
    }

    if (link) { /* it holds or is a link: not inside of another */
        reader_build_close_inlines(build, 0);
    }

    if (open_all(build, !wbr, !link, flags)) {
        reader_items_void(&build->items, element, attributes, flags);
    }
}


static bool
is_repeatable(reader_element_t element)
{
    return element == READER_EL_SPAN || element == READER_EL_Q
           || element == READER_EL_SUB || element == READER_EL_SUP
           || element == READER_EL_BDI || element == READER_EL_BDO;
}


/* Whether an inline element has an effect inside of the ones around it. */
static bool
has_effect(const reader_build_t *build, reader_element_t element)
{
    reader_element_t parent = READER_EL_NONE;
    unsigned repeats = 0;

    if (build->live_inlines == READER_INLINES_MAX) {
        return false;
    }

    for (unsigned i = 0; i < build->inline_count; i++) {
        if (!build->inlines[i].skipped) {
            parent = (reader_element_t) build->inlines[i].element;
            repeats += parent == element;
        }
    }

    if (element == READER_EL_RT || element == READER_EL_RP) {
        return parent == READER_EL_RUBY;
    }

    return repeats < (is_repeatable(element) ? REPEATS_MAX : 1);
}


void
reader_build_inline(reader_build_t *build, reader_element_t element,
                    const reader_attributes_t *attributes, uint16_t flags)
{
    reader_frame_t *frame;
    bool effect = has_effect(build, element);

    if (build->inline_count == build->inline_capacity) {
        build->inlines = reader_arena_grow(
            build->arena, build->inlines,
            build->inline_capacity * sizeof(reader_frame_t),
            2 * build->inline_capacity * sizeof(reader_frame_t));
        build->inline_capacity *= 2;
    }

    frame = &build->inlines[build->inline_count++];
    memset(frame, 0, sizeof(*frame));
    frame->element = (uint8_t) element;
    frame->attributes = attributes;
    frame->flags = flags;
    frame->locale = build->locale;
    frame->skipped = !effect;
    build->live_inlines += effect;
}


void
reader_build_end_inline(reader_build_t *build)
{
    reader_frame_t *frame = &build->inlines[build->inline_count - 1];

    if (build->opened_inlines == build->inline_count) {
        reader_build_close_inlines(build, build->inline_count - 1);
    }

    build->live_inlines -= !frame->skipped;
    build->inline_count--;
}


void
reader_build_math(reader_build_t *build, reader_element_t element,
                  const reader_attributes_t *attributes, uint16_t flags)
{
    if (build->math_skipped != 0 || build->math_count == READER_MATH_MAX
        || (build->math_count == 0 && !open_all(build, false, true, flags))) {
        build->math_skipped++;
        return;
    }

    build->math[build->math_count++] =
        reader_items_open(&build->items, element, attributes, flags);
}


void
reader_build_end_math(reader_build_t *build)
{
    if (build->math_skipped != 0) {
        build->math_skipped--;
    } else {
        reader_items_close(&build->items, build->math[--build->math_count]);
    }
}


void
reader_build_math_text(reader_build_t *build, reader_string_t text)
{
    text = reader_plain_line(build->arena, text);

    if (build->math_skipped == 0 && text.length != 0) {
        reader_items_words(&build->items, text, 0);
    }
}
