#include "view_state.h"

#include "ascii.h"

#include <string.h>

static const uint8_t contents[READER_EL_COUNT] = {
    [READER_EL_NONE] = READER_HOLDS_FLOW,
    [READER_EL_BLOCKQUOTE] = READER_HOLDS_FLOW,
    [READER_EL_UL] = READER_HOLDS_LIST,
    [READER_EL_OL] = READER_HOLDS_LIST,
    [READER_EL_LI] = READER_HOLDS_TIGHT,
    [READER_EL_DL] = READER_HOLDS_TERMS,
    [READER_EL_DT] = READER_HOLDS_LINE,
    [READER_EL_DD] = READER_HOLDS_TIGHT,
    [READER_EL_FIGURE] = READER_HOLDS_FIGURE,
    [READER_EL_FIGCAPTION] = READER_HOLDS_TIGHT,
    [READER_EL_DETAILS] = READER_HOLDS_FLOW,
    [READER_EL_TABLE] = READER_HOLDS_TABLE,
    [READER_EL_CAPTION] = READER_HOLDS_LINE,
    [READER_EL_THEAD] = READER_HOLDS_ROWS,
    [READER_EL_TBODY] = READER_HOLDS_ROWS,
    [READER_EL_TFOOT] = READER_HOLDS_ROWS,
    [READER_EL_TR] = READER_HOLDS_ROW,
    [READER_EL_TH] = READER_HOLDS_CELL,
    [READER_EL_TD] = READER_HOLDS_CELL,
    [READER_EL_P] = READER_HOLDS_P,
    [READER_EL_H2] = READER_HOLDS_TEXT,
    [READER_EL_H3] = READER_HOLDS_TEXT,
    [READER_EL_H4] = READER_HOLDS_TEXT,
    [READER_EL_H5] = READER_HOLDS_TEXT,
    [READER_EL_H6] = READER_HOLDS_TEXT,
    [READER_EL_PRE] = READER_HOLDS_PRE,
    [READER_EL_SUMMARY] = READER_HOLDS_TEXT,
};


reader_frame_t *
reader_build_top(reader_build_t *build)
{
    return &build->blocks[build->block_count - 1];
}


reader_content_t
reader_build_content(const reader_frame_t *frame)
{
    return (reader_content_t) contents[frame->element];
}


reader_content_t
reader_build_here(reader_build_t *build)
{
    return reader_build_content(reader_build_top(build));
}


/* The frame whose element will be the parent of what is opened next. */
static const reader_frame_t *
parent_of(const reader_build_t *build, bool inline_element)
{
    if (inline_element) {
        for (unsigned i = build->opened_inlines; i > 0; i--) {
            if (!build->inlines[i - 1].skipped) {
                return &build->inlines[i - 1];
            }
        }
    }

    return &build->blocks[build->opened_blocks - 1];
}


static bool
is_same(const reader_string_t *a, const reader_string_t *b)
{
    return a == b || reader_string_equal(*a, *b);
}


/*
 * An inline element says its language only if it is that of the text to
 * come: one that goes on inside of a block in another language does not.
 */
static bool
is_said(const reader_string_t *own, const reader_string_t *parent,
        const reader_string_t *text, bool inline_element)
{
    return !is_same(own, parent) && (!inline_element || is_same(own, text));
}


void
reader_build_open_frame(reader_build_t *build, reader_frame_t *frame,
                        bool inline_element)
{
    const reader_frame_t *parent = parent_of(build, inline_element);
    reader_attributes_t *copy = NULL;
    reader_element_t element = (reader_element_t) frame->element;
    bool language = is_said(frame->locale.language, parent->shown.language,
                            build->locale.language, inline_element);
    bool direction = is_said(frame->locale.direction, parent->shown.direction,
                             build->locale.direction, inline_element)
                     /* which has to say it, whatever its paragraph says */
                     || element == READER_EL_BDO;

    frame->shown = parent->shown;

    if (language || direction || frame->note != 0) {
        copy = reader_items_attributes(&build->items, frame->attributes);
        copy->note = frame->note != 0 ? frame->note : copy->note;
    }

    if (language) {
        frame->shown.language = frame->locale.language;
        copy->language = *frame->locale.language;
    }

    if (direction) {
        frame->shown.direction = frame->locale.direction;
        copy->direction = *frame->locale.direction;
    }

    frame->item = reader_items_open(
        &build->items, element, copy != NULL ? copy : frame->attributes,
        (uint16_t) (frame->flags | (frame->note != 0 ? READER_ITEM_NOTE : 0)
                    | (frame->written ? READER_ITEM_AGAIN : 0)));
    frame->opened = true;
    frame->written = true;
}


void
reader_build_close_inlines(reader_build_t *build, unsigned down_to)
{
    while (build->opened_inlines > down_to) {
        reader_frame_t *frame = &build->inlines[--build->opened_inlines];

        if (frame->opened) {
            reader_items_close(&build->items, frame->item);
            frame->opened = false;
        }
    }
}


void
reader_build_open_blocks(reader_build_t *build)
{
    while (build->opened_blocks < build->block_count) {
        if (build->rule == build->opened_blocks) {
            build->rule = 0;
            reader_items_void(&build->items, READER_EL_HR, NULL, 0);
        }

        build->blocks[build->opened_blocks - 1].text = true;
        reader_build_open_frame(build, &build->blocks[build->opened_blocks],
                                false);
        build->opened_blocks++;
    }
}


/* A run of text is over. */
void
reader_build_end_run(reader_build_t *build)
{
    reader_build_close_inlines(build, 0);
    build->flowing = false;
    build->breaks = 0;
    build->space = NULL;

    if (reader_build_top(build)->text) {
        reader_build_top(build)->interrupted = true;
    }
}


static void
push_block(reader_build_t *build, reader_element_t element,
           const reader_attributes_t *attributes, uint16_t flags, bool implied)
{
    reader_frame_t *frame;

    reader_build_end_run(build);
    build->lines = 0;
    frame = &build->blocks[build->block_count++];
    memset(frame, 0, sizeof(*frame));
    frame->element = (uint8_t) element;
    frame->implied = implied;
    frame->attributes = attributes;
    frame->flags = flags;
    frame->locale = build->locale;

    if (element == READER_EL_P || element == READER_EL_LI
        || element == READER_EL_DD || element == READER_EL_DT) {
        frame->note = build->note;
        build->note = 0;
    }
}


static void
pop_block(reader_build_t *build)
{
    reader_frame_t *frame = reader_build_top(build);

    reader_build_end_run(build);
    build->lines = 0;

    if (frame->opened) {
        reader_items_close(&build->items, frame->item);
        build->opened_blocks--;
    }

    build->block_count--;

    if (build->rule > build->block_count) {
        build->rule = 0;
    }

    if (reader_build_top(build)->text) {
        reader_build_top(build)->interrupted = true;
    }
}


static void
pop_implied(reader_build_t *build, reader_element_t element)
{
    if (reader_build_top(build)->implied
        && reader_build_top(build)->element == element) {
        pop_block(build);
    }
}


void
reader_build_boundary(reader_build_t *build)
{
    switch (reader_build_here(build)) {
    case READER_HOLDS_TEXT:
    case READER_HOLDS_LINE:
    case READER_HOLDS_CELL:
        if (build->flowing && reader_build_here(build) != READER_HOLDS_TEXT) {
            build->breaks = 1;
        } else if (build->flowing) {
            build->space = " ";
        }
        break;

    case READER_HOLDS_PRE:
        if (build->flowing && build->lines == 0) {
            build->lines = 1;
        }
        break;

    default:
        pop_implied(build, READER_EL_P);
        reader_build_end_run(build);
    }
}


/* Whether element may stand in this block, or in one implied there. */
static bool
is_allowed(const reader_build_t *build, const reader_frame_t *frame,
           reader_element_t element)
{
    reader_content_t content = reader_build_content(frame);

    switch (element) {
    case READER_EL_LI:
        return content == READER_HOLDS_LIST;

    case READER_EL_DT:
    case READER_EL_DD:
        return content == READER_HOLDS_TERMS;

    case READER_EL_FIGCAPTION:
        return content == READER_HOLDS_FIGURE;

    case READER_EL_CAPTION: /* first, once */
        return content == READER_HOLDS_TABLE && !frame->text;

    case READER_EL_THEAD:
    case READER_EL_TBODY:
    case READER_EL_TFOOT:
        return content == READER_HOLDS_TABLE;

    case READER_EL_TR:
        return content == READER_HOLDS_ROWS;

    case READER_EL_TH:
    case READER_EL_TD:
        return content == READER_HOLDS_ROW;

    case READER_EL_SUMMARY: /* first, once */
        return frame->element == READER_EL_DETAILS && !frame->text;

    default:
        break;
    }

    switch (content) {
    case READER_HOLDS_FLOW:
    case READER_HOLDS_LIST:  /* in an implied li */
    case READER_HOLDS_TERMS: /* in an implied dd */
        break;

    case READER_HOLDS_FIGURE:
        return element != READER_EL_FIGURE;

    case READER_HOLDS_TIGHT:
        if (frame->element == READER_EL_FIGCAPTION) {
            return element == READER_EL_UL || element == READER_EL_OL
                   || element == READER_EL_BLOCKQUOTE
                   || element == READER_EL_PRE;
        }
        break;

    case READER_HOLDS_CELL:
        return element == READER_EL_UL || element == READER_EL_OL
               || element == READER_EL_BLOCKQUOTE || element == READER_EL_PRE;

    default:
        return false;
    }

    return element != READER_EL_TABLE
           || !reader_build_inside(build, READER_EL_TABLE);
}


/* An li that was closed as the last thing goes on: "<ul><li>..<ul>" */
static bool
reopen_item(reader_build_t *build)
{
    reader_frame_t *list = reader_build_top(build);
    const reader_item_t *last = &build->items.items[build->items.count - 1];
    reader_frame_t *frame;

    if (!list->opened || last->kind != READER_CLOSE
        || last->element != READER_EL_LI || last->match < list->item) {
        return false;
    }

    frame = &build->blocks[build->block_count++];
    memset(frame, 0, sizeof(*frame));
    frame->element = READER_EL_LI;
    frame->implied = true;
    frame->opened = true;
    frame->text = true;
    frame->interrupted = true;
    frame->locale = build->locale;
    frame->shown = list->shown;
    frame->item = reader_items_reopen(&build->items);
    build->opened_blocks++;

    return true;
}


bool
reader_build_block(reader_build_t *build, reader_element_t element,
                   const reader_attributes_t *attributes, uint16_t flags)
{
    pop_implied(build, READER_EL_P);

    if (element == READER_EL_LI) {
        pop_implied(build, READER_EL_LI);
    } else if (element == READER_EL_DT || element == READER_EL_DD) {
        pop_implied(build, READER_EL_DD);
    } else {
        pop_implied(build, READER_EL_FIGCAPTION);
    }

    if (build->block_count >= READER_BLOCKS_MAX
        || !is_allowed(build, reader_build_top(build), element)) {
        reader_build_boundary(build);
        return false;
    }

    if (reader_build_here(build) == READER_HOLDS_LIST && element != READER_EL_LI
        && !reopen_item(build)) {
        push_block(build, READER_EL_LI, NULL, 0, true);
    }

    if (reader_build_here(build) == READER_HOLDS_TERMS
        && element != READER_EL_DT && element != READER_EL_DD) {
        push_block(build, READER_EL_DD, NULL, 0, true);
    }

    push_block(build, element, attributes, flags, false);

    return true;
}


void
reader_build_end_block(reader_build_t *build)
{
    while (reader_build_top(build)->implied) {
        pop_block(build);
    }

    pop_block(build);
}


/* Gets the blocks into a state where text may follow; false: it may not. */
bool
reader_build_prepare(reader_build_t *build, bool media, uint16_t flags)
{
    reader_frame_t *frame = reader_build_top(build);

    if (frame->implied && frame->element == READER_EL_FIGCAPTION
        && !(flags & READER_ITEM_CAPTION)) {
        pop_block(build);
        frame = reader_build_top(build);
    }

    switch (reader_build_content(frame)) {
    case READER_HOLDS_LIST:
        push_block(build, READER_EL_LI, NULL, 0, true);
        break;

    case READER_HOLDS_TERMS:
        push_block(build, READER_EL_DD, NULL, 0, true);
        break;

    case READER_HOLDS_TABLE:
    case READER_HOLDS_ROWS:
    case READER_HOLDS_ROW:
        return false;

    case READER_HOLDS_FIGURE:
        if (media) {
            break;
        }

        push_block(build,
                   flags & READER_ITEM_CAPTION ? READER_EL_FIGCAPTION
                                               : READER_EL_P,
                   NULL, 0, true);
        break;

    case READER_HOLDS_FLOW:
        push_block(build, READER_EL_P, NULL, 0, true);
        break;

    case READER_HOLDS_TIGHT:
        if (frame->interrupted && !build->flowing) {
            push_block(build, READER_EL_P, NULL, 0, true);
        }
        break;

    case READER_HOLDS_CELL:
    case READER_HOLDS_LINE:
        if (frame->interrupted && !build->flowing) {
            build->breaks = 1;
        }
        break;

    case READER_HOLDS_P:
        /* two br in a row are a new paragraph */
        if (build->breaks >= 2) {
            pop_block(build);
            return reader_build_prepare(build, media, flags);
        }
        break;

    default:
        break;
    }

    return true;
}


void
reader_build_force(reader_build_t *build)
{
    reader_build_open_blocks(build);
}


void
reader_build_target(reader_build_t *build, unsigned id, bool opened)
{
    if (build->waiting_count == build->waiting_capacity) {
        unsigned capacity = 2 * build->waiting_capacity + 16;

        build->waiting = reader_arena_grow(
            build->arena, build->waiting,
            build->waiting_capacity * sizeof(reader_waiting_t),
            capacity * sizeof(reader_waiting_t));
        build->waiting_capacity = capacity;
    }

    build->waiting[build->waiting_count++] =
        (reader_waiting_t) { id, build->block_count - opened };
}


void
reader_build_note(reader_build_t *build, unsigned note)
{
    build->note = note;
}


void
reader_build_locale(reader_build_t *build, reader_locale_t locale)
{
    build->locale = locale;
}


bool
reader_build_inside(const reader_build_t *build, reader_element_t element)
{
    for (unsigned i = build->block_count; i > 0; i--) {
        if (build->blocks[i - 1].element == element) {
            return true;
        }
    }

    return false;
}


bool
reader_build_is_last(const reader_build_t *build,
                     const reader_attributes_t *attributes)
{
    for (uint32_t i = build->items.count; i > 0; i--) {
        const reader_item_t *item = &build->items.items[i - 1];

        if (item->kind != READER_CLOSE) {
            return item->attributes == attributes;
        }
    }

    return false;
}


void
reader_build_finish(reader_build_t *build, reader_body_t *body)
{
    while (build->block_count > 1) {
        pop_block(build);
    }

    reader_items_finish(&build->items, body);
}


reader_build_t *
reader_build_new(const reader_document_t *document, uint32_t expected,
                 size_t limit)
{
    reader_build_t *build =
        reader_arena_alloc(document->arena, sizeof(*build));

    memset(build, 0, offsetof(reader_build_t, blocks));
    build->arena = document->arena;
    reader_items_init(&build->items, document->arena, expected, limit);
    build->inline_capacity = READER_INLINES_MAX;
    build->inlines = reader_arena_alloc(
        document->arena, READER_INLINES_MAX * sizeof(reader_frame_t));
    build->locale.language = &document->metadata->language;
    build->locale.direction = &document->metadata->direction;
    build->blocks[0] = (reader_frame_t) {
        .element = READER_EL_NONE,
        .opened = true,
        .locale = build->locale,
        .shown = build->locale
    };
    build->block_count = build->opened_blocks = 1;

    return build;
}
