#include "flow.h"

#include <stdio.h>
#include <string.h>

/*
 * Lists and quotes in one another beyond this are written without a mark of
 * their own: a line's marks must not outgrow the page.
 */
#define MARKS_MAX 16

/* CommonMark, 5.2: at most nine digits */
#define NUMBER_MAX 999999999

#define FRAMES_MAX (READER_DEPTH_MAX + 1)

/* What marks may come to: so much, and twice what stands behind them. */
#define MARKS_SIZE_MIN 65536

typedef enum {
    FRAME_PLAIN, /* nothing in front of the lines */
    FRAME_QUOTE,
    FRAME_ITEM
} frame_kind_t;

struct reader_flow_frame {
    uint32_t open; /* index of the item that opened it */
    uint8_t kind;
    uint8_t role;  /* of the text in it */
    bool used;     /* a line with its mark has been written */
    char mark[14]; /* of an item: "- ", "10. " */

    /* for the items of a list */
    bool tight; /* no blank lines between them */
    bool any;   /* one has been written */
    bool ordered;
    char bullet;    /* or what follows the number */
    int64_t number; /* of the next item */
    int step;
};


void
reader_flow_init(reader_flow_t *flow, const reader_flow_writer_t *writer,
                 const reader_document_t *document, const reader_body_t *body,
                 reader_buffer_t *out)
{
    memset(flow, 0, sizeof(*flow));
    flow->writer = writer;
    flow->arena = document->arena;
    flow->body = body;
    flow->out = out;
    flow->quote = '>';
    flow->frames =
        reader_arena_array(document->arena, FRAMES_MAX, sizeof(*flow->frames));
    flow->depth = 1; /* so that there is a frame around everything */
}


static reader_flow_frame_t *
top(reader_flow_t *flow)
{
    return &flow->frames[flow->depth - 1];
}


/* Without the first line's marks, and without spaces at the end if empty. */
static void
add_marks(reader_flow_t *flow, bool empty)
{
    size_t start = flow->out->length;
    size_t keep = start;

    for (unsigned i = 0; i < flow->depth; i++) {
        reader_flow_frame_t *frame = &flow->frames[i];

        if (!frame->used) {
            continue;
        }

        if (frame->kind == FRAME_QUOTE) {
            reader_buffer_byte(flow->out, flow->quote);
            reader_buffer_byte(flow->out, ' ');
            keep = flow->out->length - 1;

        } else if (frame->kind == FRAME_ITEM) {
            for (size_t j = strlen(frame->mark); j > 0; j--) {
                reader_buffer_byte(flow->out, ' ');
            }
        }
    }

    if (empty) {
        flow->out->length = keep;
    }

    flow->marks_size += flow->out->length - start;

    if (flow->marks_size
        > MARKS_SIZE_MIN + 2 * (flow->out->length - flow->marks_size)) {
        reader_arena_fail(flow->arena, READER_TOO_LARGE);
    }
}


void
reader_flow_line(reader_flow_t *flow, bool empty)
{
    reader_buffer_byte(flow->out, '\n');
    add_marks(flow, empty);
}


void
reader_flow_lines(reader_flow_t *flow, reader_string_t text, const char *indent)
{
    const char *at = text.data;
    const char *end = at + text.length;

    for (;;) {
        const char *line_end = memchr(at, '\n', (size_t) (end - at));
        size_t length = (size_t) ((line_end == NULL ? end : line_end) - at);

        reader_buffer_add(flow->out, at, length);

        if (line_end == NULL) {
            return;
        }

        at = line_end + 1;

        if (at == end || *at == '\n') {
            reader_flow_line(flow, true);
        } else {
            reader_flow_line(flow, false);
            reader_buffer_text(flow->out, indent);
        }
    }
}


unsigned
reader_flow_indent(const reader_flow_t *flow, bool *quotes)
{
    unsigned width = 0;
    bool only_quotes = true;

    for (unsigned i = 0; i < flow->depth; i++) {
        const reader_flow_frame_t *frame = &flow->frames[i];

        if (frame->kind == FRAME_QUOTE) {
            width += 2;

        } else if (frame->kind == FRAME_ITEM) {
            width += (unsigned) strlen(frame->mark);
            only_quotes = false;
        }
    }

    if (quotes != NULL) {
        *quotes = only_quotes;
    }

    return width;
}


/* Blank lines before the first line of items of the list at this depth. */
static unsigned
gap_of_item(const reader_flow_t *flow, unsigned list, unsigned asked)
{
    const reader_flow_frame_t *frame = &flow->frames[list];

    if (frame->any) {
        return !frame->tight;
    }

    if (flow->body->items[frame->open].element == READER_EL_DL) {
        return flow->writer->definition_gap;
    }

    /* A list right behind the text of an item.  CommonMark, 5.2: one that
     * does not begin with 1 cannot interrupt a paragraph. */
    if (list >= 2 && flow->frames[list - 1].kind == FRAME_ITEM
        && flow->frames[list - 2].tight
        && (flow->writer->interrupts || !frame->ordered
            || frame->number == 1 + frame->step)) {
        return 0;
    }

    return asked;
}


void
reader_flow_begin(reader_flow_t *flow, unsigned blank_lines)
{
    reader_flow_frame_t *frames = flow->frames;

    for (unsigned i = 0; i < flow->depth; i++) {
        if (frames[i].kind != FRAME_PLAIN && !frames[i].used) {
            if (frames[i].kind == FRAME_ITEM) {
                blank_lines = gap_of_item(flow, i - 1, blank_lines);
            }
            break;
        }
    }

    if (flow->started) {
        while (blank_lines-- > 0) {
            reader_flow_line(flow, true);
        }
        reader_flow_line(flow, false);
    }

    flow->started = true;
    flow->closed_mark = 0;

    for (unsigned i = 0; i < flow->depth; i++) {
        if (frames[i].kind == FRAME_PLAIN || frames[i].used) {
            continue;
        }

        frames[i].used = true;

        if (frames[i].kind == FRAME_QUOTE) {
            reader_buffer_byte(flow->out, flow->quote);
            reader_buffer_byte(flow->out, ' ');

        } else {
            reader_buffer_text(flow->out, frames[i].mark);
            frames[i - 1].any = true;
        }
    }
}


static bool
is_list(uint8_t element)
{
    return element == READER_EL_UL || element == READER_EL_OL;
}


static bool
is_block(const reader_item_t *item)
{
    return item->element == READER_EL_HR
           || reader_element_is_block(item->element);
}


/* Where the text that begins at this item ends. */
static uint32_t
text_end(const reader_body_t *body, uint32_t at)
{
    while (at < body->count && !is_block(&body->items[at])
           && body->items[at].kind != READER_CLOSE) {
        at = body->items[at].kind == READER_OPEN ? body->items[at].match + 1
                                                 : at + 1;
    }

    return at;
}


/* Whether an item is one run of text at most, and lists behind it. */
static bool
is_simple(const reader_body_t *body, uint32_t item)
{
    const reader_item_t *items = body->items;
    uint32_t end = items[item].match;
    uint32_t at = text_end(body, item + 1);

    if (at == item + 1 && items[at].element == READER_EL_P
        && items[at].kind == READER_OPEN) {
        at = items[at].match + 1;
    }

    while (at < end && items[at].kind == READER_OPEN
           && is_list(items[at].element)) {
        at = items[at].match + 1;
    }

    return at == end;
}


/* Whether all items of a list (dl: its dd; tr: its cells) are. */
static bool
is_tight(reader_flow_t *flow, uint32_t list)
{
    const reader_item_t *items = flow->body->items;

    for (uint32_t i = list + 1; i < items[list].match; i = items[i].match + 1) {
        reader_arena_spend(flow->arena, 1);

        if (items[i].element != READER_EL_DT && !is_simple(flow->body, i)) {
            return false;
        }
    }

    return true;
}


static reader_flow_frame_t *
push(reader_flow_t *flow, uint32_t open, frame_kind_t kind)
{
    uint8_t role = top(flow)->role;
    reader_flow_frame_t *frame;

    if (flow->depth == FRAMES_MAX) {
        reader_arena_fail(flow->arena, READER_TOO_DEEP);
    }

    frame = &flow->frames[flow->depth++];
    memset(frame, 0, sizeof(*frame));
    frame->open = open;
    frame->role = role;
    frame->kind = (uint8_t) (flow->marks < MARKS_MAX ? kind : FRAME_PLAIN);
    flow->marks += frame->kind != FRAME_PLAIN;

    return frame;
}


static void
pop(reader_flow_t *flow)
{
    const reader_flow_frame_t *frame = top(flow);

    flow->marks -= frame->kind != FRAME_PLAIN;

    if (frame->any) {
        flow->closed_mark = frame->bullet;
        flow->closed_marks = flow->marks;
    }

    flow->depth--;
}


static void
push_list(reader_flow_t *flow, uint32_t open)
{
    const reader_item_t *item = &flow->body->items[open];
    bool ordered = item->element == READER_EL_OL;
    const char *bullets =
        ordered ? flow->writer->delimiters : flow->writer->bullets;
    reader_flow_frame_t *frame = push(flow, open, FRAME_PLAIN);
    bool again =
        flow->closed_mark == bullets[0] && flow->closed_marks == flow->marks;

    /* two lists with the same mark would become one */
    frame->bullet = bullets[again];
    frame->ordered = ordered;
    frame->tight = is_tight(flow, open);
    frame->number = item->attributes->numbered ? item->attributes->number : 1;
    frame->step = 1;

    if (item->attributes->reversed) {
        frame->step = -1;

        if (!item->attributes->numbered) {
            frame->number = 0;

            for (uint32_t i = open + 1; i < item->match;
                 i = flow->body->items[i].match + 1) {
                frame->number++;
            }
        }
    }
}


/* An li, a dd or a cell; its list is the frame around it. */
static void
push_item(reader_flow_t *flow, uint32_t open)
{
    const reader_item_t *item = &flow->body->items[open];
    reader_flow_frame_t *list = top(flow);
    reader_flow_frame_t *frame = push(flow, open, FRAME_ITEM);

    if (item->element == READER_EL_DD) {
        snprintf(frame->mark, sizeof(frame->mark), "%s",
                 flow->writer->definition);

    } else if (list->ordered) {
        int64_t number = item->attributes->numbered ? item->attributes->number
                                                    : list->number;

        list->number = number + list->step;

        if (number < 0 || number > NUMBER_MAX) {
            number = number < 0 ? 0 : NUMBER_MAX;
        }

        snprintf(frame->mark, sizeof(frame->mark), "%d%c ", (int) number,
                 list->bullet);

    } else {
        frame->mark[0] = list->bullet;
        frame->mark[1] = ' ';
    }
}


/* A note, in lines of its own.  Returns the item to go on with. */
static uint32_t
write_note(reader_flow_t *flow, uint32_t open)
{
    const reader_item_t *items = flow->body->items;
    bool item = items[open].element == READER_EL_LI
                || items[open].element == READER_EL_DD;
    bool marked = item && !(items[top(flow)->open].flags & READER_ITEM_NOTES);

    if (marked) {
        push_item(flow, open);
    }

    flow->writer->text(flow, READER_FLOW_NOTE, open + 1, items[open].match);

    if (marked) {
        pop(flow);
    }

    return items[open].match + 1;
}


/* Returns the item to go on with. */
static uint32_t
open_block(reader_flow_t *flow, uint32_t open)
{
    const reader_item_t *item = &flow->body->items[open];

    if (item->flags & READER_ITEM_NOTE) {
        return write_note(flow, open);
    }

    switch (item->element) {

    case READER_EL_P:
        flow->writer->text(flow, top(flow)->role, open + 1, item->match);
        return item->match + 1;

    case READER_EL_H2:
    case READER_EL_H3:
    case READER_EL_H4:
    case READER_EL_H5:
    case READER_EL_H6:
        flow->writer->text(flow, READER_FLOW_HEADING, open + 1, item->match);
        return item->match + 1;

    case READER_EL_PRE:
        flow->writer->code(flow, open);
        return item->match + 1;

    case READER_EL_TABLE:
        if (flow->writer->table(flow, open)) {
            return item->match + 1;
        }
        push(flow, open, FRAME_PLAIN);
        break;

    case READER_EL_BLOCKQUOTE:
        push(flow, open, FRAME_QUOTE);
        break;

    case READER_EL_UL:
    case READER_EL_OL:
    case READER_EL_TR:
        push_list(flow, open);
        break;

    case READER_EL_DL:
        push(flow, open, FRAME_PLAIN);
        top(flow)->tight = is_tight(flow, open);
        top(flow)->bullet = *flow->writer->definition;
        break;

    case READER_EL_LI:
    case READER_EL_DD:
    case READER_EL_TH:
    case READER_EL_TD:
        push_item(flow, open);
        break;

    case READER_EL_DT:
        top(flow)->any = false;
        push(flow, open, FRAME_PLAIN)->role = READER_FLOW_LABEL;
        break;

    case READER_EL_SUMMARY:
    case READER_EL_CAPTION:
        push(flow, open, FRAME_PLAIN)->role = READER_FLOW_LABEL;
        break;

    case READER_EL_FIGCAPTION:
        push(flow, open, FRAME_PLAIN)->role = READER_FLOW_CAPTION;
        break;

    default:
        push(flow, open, FRAME_PLAIN);
        break;
    }

    return open + 1;
}


void
reader_flow_run(reader_flow_t *flow)
{
    const reader_body_t *body = flow->body;
    uint32_t at = 0;

    while (at < body->count) {
        const reader_item_t *item = &body->items[at];

        reader_arena_spend(flow->arena, 1);

        if (item->kind == READER_CLOSE) {
            pop(flow);
            at++;

        } else if (item->element == READER_EL_HR) {
            flow->writer->rule(flow);
            at++;

        } else if (item->kind == READER_OPEN && is_block(item)) {
            at = open_block(flow, at);

        } else {
            uint32_t end = text_end(body, at);

            flow->writer->text(flow, top(flow)->role, at, end);
            at = end;
        }
    }
}
