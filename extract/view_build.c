#include "view_build.h"

#include "ascii.h"
#include "plain.h"
#include "space.h"
#include "view_items.h"

#include <string.h>

/* Deeper ones are unwrapped.  With MathML, what is implied, and the page
   around it: 64 + 16 + 24 + ... < READER_DEPTH_MAX */
#define BLOCKS_MAX 64
#define IMPLIED_MAX 4
#define INLINES_MAX 16
#define MATH_MAX 24

/* How often an element may stand inside itself. */
#define REPEATS_MAX 3

/* Where a block may stand, and what it may hold. */
typedef enum {
    FLOW,    /* blocks only; text gets a p: blockquote, details, the root */
    TIGHT,   /* text, and blocks after it: li, dd, figcaption */
    CELL,    /* the same, but no p: td, th */
    LINE,    /* text and br: dt, caption */
    TEXT,    /* text, br as a space: h2...h6, summary */
    PRE,
    P,
    FIGURE,  /* blocks and media */
    LIST,    /* li */
    TERMS,   /* dt, dd */
    TABLE,   /* caption thead tbody tfoot */
    ROWS,    /* tr */
    ROW      /* th, td */
} content_t;

static const uint8_t contents[READER_EL_COUNT] = {
    [READER_EL_NONE] = FLOW,       [READER_EL_BLOCKQUOTE] = FLOW,
    [READER_EL_UL] = LIST,         [READER_EL_OL] = LIST,
    [READER_EL_LI] = TIGHT,        [READER_EL_DL] = TERMS,
    [READER_EL_DT] = LINE,         [READER_EL_DD] = TIGHT,
    [READER_EL_FIGURE] = FIGURE,   [READER_EL_FIGCAPTION] = TIGHT,
    [READER_EL_DETAILS] = FLOW,    [READER_EL_TABLE] = TABLE,
    [READER_EL_CAPTION] = LINE,    [READER_EL_THEAD] = ROWS,
    [READER_EL_TBODY] = ROWS,      [READER_EL_TFOOT] = ROWS,
    [READER_EL_TR] = ROW,          [READER_EL_TH] = CELL,
    [READER_EL_TD] = CELL,         [READER_EL_P] = P,
    [READER_EL_H2] = TEXT,         [READER_EL_H3] = TEXT,
    [READER_EL_H4] = TEXT,         [READER_EL_H5] = TEXT,
    [READER_EL_H6] = TEXT,         [READER_EL_PRE] = PRE,
    [READER_EL_SUMMARY] = TEXT,
};

typedef struct {
    uint8_t element;
    bool implied;         /* block: not of the page, made for its content */
    bool opened;
    bool written;         /* inline: was opened before */
    bool skipped;         /* inline: without effect */
    bool text;            /* block: something is in it */
    bool interrupted;     /* block: the next text does not flow on */
    uint16_t flags;
    uint32_t item;
    unsigned note;
    const reader_attributes_t *attributes;
    reader_locale_t locale; /* of the page's element */
    reader_locale_t shown;  /* of what was written */
} frame_t;

struct reader_build {
    reader_arena_t *arena;
    reader_items_t items;

    frame_t blocks[BLOCKS_MAX + IMPLIED_MAX]; /* [0] is the root */
    unsigned block_count;
    unsigned opened_blocks;         /* a prefix of blocks */
    frame_t *inlines;               /* grows with the depth of the page */
    unsigned inline_count;
    unsigned inline_capacity;
    unsigned opened_inlines;        /* a prefix of inlines, with skipped */
    unsigned live_inlines;          /* not skipped */
    uint32_t math[MATH_MAX];
    unsigned math_count, math_skipped;

    bool flowing;         /* there is text before in this run */
    unsigned breaks;      /* br to be written before the next text */
    const char *space;    /* white space to be written before it, or NULL */
    unsigned lines;       /* in a pre: line ends, likewise */
    reader_string_t indent; /* in a pre: white space, likewise */
    unsigned rule;        /* hr, to be written in this many blocks; 0: none */
    unsigned note;
    reader_locale_t locale;
};


static bool
same(reader_string_t a, reader_string_t b)
{
    return a.length == b.length
           && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}


static frame_t *
top(reader_build_t *build)
{
    return &build->blocks[build->block_count - 1];
}


static content_t
content_of(const frame_t *frame)
{
    return (content_t) contents[frame->element];
}


/* The frame whose element will be the parent of what is opened next. */
static const frame_t *
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


/*
 * An inline element says its language only if it is that of the text to
 * come: one that goes on inside of a block in another language does not.
 */
static bool
is_said(reader_string_t own, reader_string_t parent, reader_string_t text,
        bool inline_element)
{
    return !same(own, parent) && (!inline_element || same(own, text));
}


static void
open_frame(reader_build_t *build, frame_t *frame, bool inline_element)
{
    const frame_t *parent = parent_of(build, inline_element);
    reader_attributes_t *copy = NULL;
    reader_element_t element = (reader_element_t) frame->element;
    bool language = is_said(frame->locale.language, parent->shown.language,
                            build->locale.language, inline_element);
    bool direction =
        is_said(frame->locale.direction, parent->shown.direction,
                build->locale.direction, inline_element);

    frame->shown = parent->shown;

    if (language || direction || frame->note != 0) {
        copy = reader_items_attributes(&build->items, frame->attributes);
        copy->note = frame->note != 0 ? frame->note : copy->note;
    }

    if (language) {
        frame->shown.language = copy->language = frame->locale.language;
    }

    if (direction) {
        frame->shown.direction = copy->direction = frame->locale.direction;
    }

    frame->item = reader_items_open(
        &build->items, element, copy != NULL ? copy : frame->attributes,
        (uint16_t) (frame->flags | (frame->note != 0 ? READER_ITEM_NOTE : 0)
                    | (frame->written ? READER_ITEM_AGAIN : 0)));
    frame->opened = true;
    frame->written = true;
}


static void
close_inlines(reader_build_t *build, unsigned down_to)
{
    while (build->opened_inlines > down_to) {
        frame_t *frame = &build->inlines[--build->opened_inlines];

        if (frame->opened) {
            reader_items_close(&build->items, frame->item);
            frame->opened = false;
        }
    }
}


static void
open_blocks(reader_build_t *build)
{
    while (build->opened_blocks < build->block_count) {
        if (build->rule == build->opened_blocks) {
            build->rule = 0;
            reader_items_void(&build->items, READER_EL_HR, NULL, 0);
        }

        build->blocks[build->opened_blocks - 1].text = true;
        open_frame(build, &build->blocks[build->opened_blocks], false);
        build->opened_blocks++;
    }
}


/* A run of text is over. */
static void
end_run(reader_build_t *build)
{
    close_inlines(build, 0);
    build->flowing = false;
    build->breaks = 0;
    build->space = NULL;

    if (top(build)->text) {
        top(build)->interrupted = true;
    }
}


static void
push_block(reader_build_t *build, reader_element_t element,
           const reader_attributes_t *attributes, uint16_t flags,
           bool implied)
{
    frame_t *frame;

    end_run(build);
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
    frame_t *frame = top(build);

    end_run(build);
    build->lines = 0;

    if (frame->opened) {
        reader_items_close(&build->items, frame->item);
        build->opened_blocks--;
    }

    build->block_count--;

    if (build->rule > build->block_count) {
        build->rule = 0;
    }

    if (top(build)->text) {
        top(build)->interrupted = true;
    }
}


static void
pop_implied(reader_build_t *build, reader_element_t element)
{
    if (top(build)->implied && top(build)->element == element) {
        pop_block(build);
    }
}


void
reader_build_boundary(reader_build_t *build)
{
    switch (content_of(top(build))) {
    case TEXT:
    case LINE:
    case CELL:
        if (build->flowing && content_of(top(build)) != TEXT) {
            build->breaks = 1;
        } else if (build->flowing) {
            build->space = " ";
        }
        break;

    case PRE:
        if (build->flowing && build->lines == 0) {
            build->lines = 1;
        }
        break;

    default:
        pop_implied(build, READER_EL_P);
        end_run(build);
    }
}


/* Whether element may stand in this block, or in one implied there. */
static bool
is_allowed(const reader_build_t *build, const frame_t *frame,
           reader_element_t element)
{
    content_t content = content_of(frame);

    switch (element) {
    case READER_EL_LI:
        return content == LIST;

    case READER_EL_DT:
    case READER_EL_DD:
        return content == TERMS;

    case READER_EL_FIGCAPTION:
        return content == FIGURE;

    case READER_EL_CAPTION: /* first, once */
        return content == TABLE && !frame->text;

    case READER_EL_THEAD:
    case READER_EL_TBODY:
    case READER_EL_TFOOT:
        return content == TABLE;

    case READER_EL_TR:
        return content == ROWS;

    case READER_EL_TH:
    case READER_EL_TD:
        return content == ROW;

    case READER_EL_SUMMARY: /* first, once */
        return frame->element == READER_EL_DETAILS && !frame->text;

    default:
        break;
    }

    switch (content) {
    case FLOW:
    case LIST:  /* in an implied li */
    case TERMS: /* in an implied dd */
        break;

    case FIGURE:
        return element != READER_EL_FIGURE;

    case TIGHT:
        if (frame->element == READER_EL_FIGCAPTION) {
            return element == READER_EL_UL || element == READER_EL_OL
                   || element == READER_EL_BLOCKQUOTE
                   || element == READER_EL_PRE;
        }
        break;

    case CELL:
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
    frame_t *list = top(build);
    const reader_item_t *last =
        &build->items.items[build->items.count - 1];
    frame_t *frame;

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

    if (build->block_count >= BLOCKS_MAX
        || !is_allowed(build, top(build), element)) {
        reader_build_boundary(build);
        return false;
    }

    if (content_of(top(build)) == LIST && element != READER_EL_LI
        && !reopen_item(build)) {
        push_block(build, READER_EL_LI, NULL, 0, true);
    }

    if (content_of(top(build)) == TERMS && element != READER_EL_DT
        && element != READER_EL_DD) {
        push_block(build, READER_EL_DD, NULL, 0, true);
    }

    push_block(build, element, attributes, flags, false);

    return true;
}


void
reader_build_end_block(reader_build_t *build)
{
    while (top(build)->implied) {
        pop_block(build);
    }

    pop_block(build);
}


/* Gets the blocks into a state where text may follow; false: it may not. */
static bool
prepare(reader_build_t *build, bool media, uint16_t flags)
{
    frame_t *frame = top(build);

    if (frame->implied && frame->element == READER_EL_FIGCAPTION
        && !(flags & READER_ITEM_CAPTION)) {
        pop_block(build);
        frame = top(build);
    }

    switch (content_of(frame)) {
    case LIST:
        push_block(build, READER_EL_LI, NULL, 0, true);
        break;

    case TERMS:
        push_block(build, READER_EL_DD, NULL, 0, true);
        break;

    case TABLE:
    case ROWS:
    case ROW:
        return false;

    case FIGURE:
        if (media) {
            break;
        }

        push_block(build,
                   flags & READER_ITEM_CAPTION ? READER_EL_FIGCAPTION
                                               : READER_EL_P,
                   NULL, 0, true);
        break;

    case FLOW:
        push_block(build, READER_EL_P, NULL, 0, true);
        break;

    case TIGHT:
        if (frame->interrupted && !build->flowing) {
            push_block(build, READER_EL_P, NULL, 0, true);
        }
        break;

    case CELL:
    case LINE:
        if (frame->interrupted && !build->flowing) {
            build->breaks = 1;
        }
        break;

    case P:
        /* two br in a row are a new paragraph */
        if (build->breaks >= 2) {
            pop_block(build);
            return prepare(build, media, flags);
        }
        break;

    default:
        break;
    }

    return true;
}


static void
open_inlines(reader_build_t *build)
{
    while (build->opened_inlines < build->inline_count) {
        frame_t *frame = &build->inlines[build->opened_inlines];

        if (!frame->skipped) {
            open_frame(build, frame, true);
        }

        build->opened_inlines++;
    }
}


static void
add_words(reader_build_t *build, const char *text, size_t length,
          uint16_t flags)
{
    reader_items_words(&build->items, (reader_string_t) { text, length },
                       flags);
}


static void
add_lines(reader_build_t *build, uint16_t flags)
{
    static const char lines[] = "\n\n\n\n\n\n\n\n";
    size_t most = sizeof(lines) - 1;

    add_words(build, lines, build->lines < most ? build->lines : most, flags);
    build->lines = 0;
}


/* Writes what was put off: blocks, br, white space, inline elements. */
static bool
open_all(reader_build_t *build, bool media, bool inlines, uint16_t flags)
{
    uint32_t from = build->items.count;

    if (!prepare(build, media, flags)) {
        return false;
    }

    open_blocks(build);

    if (build->lines != 0) {
        add_lines(build, flags);

    } else if (build->breaks != 0 && content_of(top(build)) != TEXT) {
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

    top(build)->text = true;
    top(build)->interrupted = false;
    build->flowing = true;
    reader_items_place_targets(&build->items, from, top(build)->item);

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


static void
add_pre_text(reader_build_t *build, reader_string_t text, uint16_t flags)
{
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
        && content_of(top(build)) != FIGURE
        && (build->space == NULL || space[0] == ' ')) {
        build->space = space;
    }
}


void
reader_build_text(reader_build_t *build, reader_string_t text, uint16_t flags)
{
    const char *after;

    text = reader_plain(build->arena, text);

    if (content_of(top(build)) == PRE) {
        add_pre_text(build, text, flags);
        return;
    }

    add_space(build, reader_space_before(&text));

    if (text.length == 0) {
        return;
    }

    after = reader_space_after(&text);

    if (open_all(build, false, true, flags)) {
        text = reader_space_collapsed(build->arena, text);
        reader_items_words(&build->items, text, flags);
        add_space(build, after);
    }
}


static void
add_break(reader_build_t *build)
{
    content_t content = content_of(top(build));

    if (!build->flowing) {
        return;
    }

    if (content == PRE) {
        build->lines++;
        return;
    }

    build->space = NULL;
    build->breaks++;

    if (content == TIGHT && build->breaks == 2) {
        end_run(build); /* what follows gets a p */
    }
}


static void
add_rule(reader_build_t *build)
{
    reader_build_boundary(build);

    if (content_of(top(build)) == FLOW && top(build)->text) {
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

    if (content_of(top(build)) == PRE
        || (wbr && (!build->flowing || build->space != NULL
                    || build->breaks != 0))) {
        return;
    }

    if (link) { /* it holds or is a link: not inside of another */
        close_inlines(build, 0);
    }

    if (open_all(build, !wbr, !link, flags)) {
        reader_items_void(&build->items, element, attributes, flags);
    }
}


void
reader_build_force(reader_build_t *build)
{
    open_blocks(build);
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

    if (build->live_inlines == INLINES_MAX) {
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
    frame_t *frame;
    bool effect = has_effect(build, element);

    if (build->inline_count == build->inline_capacity) {
        build->inlines = reader_arena_grow(
            build->arena, build->inlines,
            build->inline_capacity * sizeof(frame_t),
            2 * build->inline_capacity * sizeof(frame_t));
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
    frame_t *frame = &build->inlines[build->inline_count - 1];

    if (build->opened_inlines == build->inline_count) {
        close_inlines(build, build->inline_count - 1);
    }

    build->live_inlines -= !frame->skipped;
    build->inline_count--;
}


void
reader_build_math(reader_build_t *build, reader_element_t element,
                  const reader_attributes_t *attributes, uint16_t flags)
{
    if (build->math_skipped != 0 || build->math_count == MATH_MAX
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


void
reader_build_target(reader_build_t *build, unsigned id)
{
    reader_items_target(&build->items, id);
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
reader_build_new(const reader_document_t *document, size_t limit)
{
    reader_build_t *build =
        reader_arena_array(document->arena, 1, sizeof(*build));

    build->arena = document->arena;
    reader_items_init(&build->items, document->arena, limit);
    build->inline_capacity = INLINES_MAX;
    build->inlines = reader_arena_array(document->arena, INLINES_MAX,
                                        sizeof(frame_t));
    build->locale.language = document->metadata->language;
    build->locale.direction = document->metadata->direction;
    build->blocks[0].opened = true;
    build->blocks[0].locale = build->blocks[0].shown = build->locale;
    build->block_count = build->opened_blocks = 1;

    return build;
}
