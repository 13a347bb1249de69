#include "sift_parts.h"

#include <string.h>

/* How tree construction takes a name (HTML standard, 13.2.6.4.7). */
enum {
    UNTOLD = 0,           /* tracking starts anew */
    INLINE = 1,           /* no rule of its own */
    BLOCK = 2,            /* closes a paragraph */
    HEADING = 4,
    ITEM = 8,             /* li */
    TERM = 16,            /* dt, dd */
    PARAGRAPH = 32,
    VOID = 64,            /* has no contents */
    FORMATTING = 128,
    RAW = 256,            /* contents are text, or none */
    BUTTON = 512,
    NO_STOP = 1024,       /* does not end the search for an open item */
    IN_HEAD = 2048,       /* may stand in the head */
    IN_NOSCRIPT = 4096    /* and in a noscript there */
};

#define CLOSES_PARAGRAPH (BLOCK | PARAGRAPH | ITEM | TERM | HEADING)

static const uint16_t rules[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_ADDRESS] = BLOCK | NO_STOP,
    [GUMBO_TAG_ARTICLE] = BLOCK,
    [GUMBO_TAG_ASIDE] = BLOCK,
    [GUMBO_TAG_BLOCKQUOTE] = BLOCK,
    [GUMBO_TAG_CENTER] = BLOCK,
    [GUMBO_TAG_DIV] = BLOCK | NO_STOP,
    [GUMBO_TAG_DL] = BLOCK,
    [GUMBO_TAG_FIELDSET] = BLOCK,
    [GUMBO_TAG_FIGCAPTION] = BLOCK,
    [GUMBO_TAG_FIGURE] = BLOCK,
    [GUMBO_TAG_FOOTER] = BLOCK,
    [GUMBO_TAG_HEADER] = BLOCK,
    [GUMBO_TAG_NAV] = BLOCK,
    [GUMBO_TAG_OL] = BLOCK,
    [GUMBO_TAG_SECTION] = BLOCK,
    [GUMBO_TAG_UL] = BLOCK,
    [GUMBO_TAG_H1] = HEADING,
    [GUMBO_TAG_H2] = HEADING,
    [GUMBO_TAG_H3] = HEADING,
    [GUMBO_TAG_H4] = HEADING,
    [GUMBO_TAG_H5] = HEADING,
    [GUMBO_TAG_H6] = HEADING,
    [GUMBO_TAG_P] = PARAGRAPH | NO_STOP,
    [GUMBO_TAG_LI] = ITEM,
    [GUMBO_TAG_DT] = TERM,
    [GUMBO_TAG_DD] = TERM,
    [GUMBO_TAG_HR] = BLOCK | VOID,

    [GUMBO_TAG_IMG] = VOID,
    [GUMBO_TAG_BR] = VOID,
    [GUMBO_TAG_WBR] = VOID,
    [GUMBO_TAG_EMBED] = VOID,
    [GUMBO_TAG_INPUT] = VOID,
    [GUMBO_TAG_SOURCE] = VOID,
    [GUMBO_TAG_TRACK] = VOID,
    [GUMBO_TAG_LINK] = VOID | IN_HEAD | IN_NOSCRIPT,
    [GUMBO_TAG_META] = VOID | IN_HEAD | IN_NOSCRIPT,
    [GUMBO_TAG_BASE] = VOID | IN_HEAD,

    [GUMBO_TAG_A] = FORMATTING | NO_STOP,
    [GUMBO_TAG_B] = FORMATTING | NO_STOP,
    [GUMBO_TAG_BIG] = FORMATTING | NO_STOP,
    [GUMBO_TAG_CODE] = FORMATTING | NO_STOP,
    [GUMBO_TAG_EM] = FORMATTING | NO_STOP,
    [GUMBO_TAG_FONT] = FORMATTING | NO_STOP,
    [GUMBO_TAG_I] = FORMATTING | NO_STOP,
    [GUMBO_TAG_NOBR] = FORMATTING | NO_STOP,
    [GUMBO_TAG_S] = FORMATTING | NO_STOP,
    [GUMBO_TAG_SMALL] = FORMATTING | NO_STOP,
    [GUMBO_TAG_STRIKE] = FORMATTING | NO_STOP,
    [GUMBO_TAG_STRONG] = FORMATTING | NO_STOP,
    [GUMBO_TAG_TT] = FORMATTING | NO_STOP,
    [GUMBO_TAG_U] = FORMATTING | NO_STOP,

    [GUMBO_TAG_UNKNOWN] = INLINE | NO_STOP,
    [GUMBO_TAG_ABBR] = INLINE | NO_STOP,
    [GUMBO_TAG_AUDIO] = INLINE | NO_STOP,
    [GUMBO_TAG_BDI] = INLINE | NO_STOP,
    [GUMBO_TAG_BDO] = INLINE | NO_STOP,
    [GUMBO_TAG_CANVAS] = INLINE | NO_STOP,
    [GUMBO_TAG_CITE] = INLINE | NO_STOP,
    [GUMBO_TAG_DATA] = INLINE | NO_STOP,
    [GUMBO_TAG_DEL] = INLINE | NO_STOP,
    [GUMBO_TAG_DFN] = INLINE | NO_STOP,
    [GUMBO_TAG_INS] = INLINE | NO_STOP,
    [GUMBO_TAG_KBD] = INLINE | NO_STOP,
    [GUMBO_TAG_LABEL] = INLINE | NO_STOP,
    [GUMBO_TAG_MAP] = INLINE | NO_STOP,
    [GUMBO_TAG_MARK] = INLINE | NO_STOP,
    [GUMBO_TAG_Q] = INLINE | NO_STOP,
    [GUMBO_TAG_SAMP] = INLINE | NO_STOP,
    [GUMBO_TAG_SPAN] = INLINE | NO_STOP,
    [GUMBO_TAG_SUB] = INLINE | NO_STOP,
    [GUMBO_TAG_SUP] = INLINE | NO_STOP,
    [GUMBO_TAG_TIME] = INLINE | NO_STOP,
    [GUMBO_TAG_VAR] = INLINE | NO_STOP,
    [GUMBO_TAG_VIDEO] = INLINE | NO_STOP,

    [GUMBO_TAG_SCRIPT] = RAW | IN_HEAD,
    [GUMBO_TAG_STYLE] = RAW | IN_HEAD | IN_NOSCRIPT,
    [GUMBO_TAG_TITLE] = RAW | IN_HEAD,
    [GUMBO_TAG_BUTTON] = BUTTON,
    [GUMBO_TAG_NOSCRIPT] = INLINE | IN_HEAD,
    [GUMBO_TAG_IFRAME] = RAW,
};


static reader_fold_open_t *
top_of(reader_fold_t *fold)
{
    return &fold->open[fold->depth - 1];
}


static bool
is_special(uint16_t tag)
{
    return (rules[tag] & CLOSES_PARAGRAPH) || !(rules[tag] & NO_STOP);
}


/* What is open now is not known any more. */
static void
forget(reader_fold_t *fold)
{
    fold->maybe_paragraph |= fold->paragraphs != 0;
    fold->sticky |= fold->paragraphs != 0 && fold->buttons != 0;
    fold->paragraphs = 0;
    fold->depth = 0;
    fold->head = false;
    fold->tainted |= fold->formatted != 0;
}


/* Shows the element that is about to end without its contents, if it may. */
static void
fold_contents(reader_sifter_t *s, const reader_fold_open_t *open)
{
    reader_fold_t *fold = &s->fold;
    reader_shown_t *record;

    if ((open->blocks && !(rules[open->tag] & (CLOSES_PARAGRAPH | BUTTON)))
        || open->node + 1 == fold->count) {
        return;
    }

    record = &s->tags[open->tag_count - 1];
    record->folded = open->node + 1;
    record->folded_count = fold->count - record->folded;
    s->shown = open->shown;
    s->tag_count = open->tag_count;
    s->text_count = open->text_count;
    s->pending = false;
    s->comment = false;
}


/* The innermost element ends, by its end tag or by what comes next. */
static void
pop(reader_sifter_t *s)
{
    reader_fold_t *fold = &s->fold;
    const reader_fold_open_t *open = top_of(fold);
    uint16_t tag = open->tag;

    fold->nodes[open->node].end = fold->count;
    fold_contents(s, open);
    fold->depth--;

    if (!open->foreign) {
        fold->paragraphs -= tag == GUMBO_TAG_P;
        fold->buttons -= tag == GUMBO_TAG_BUTTON;

        if (rules[tag] & FORMATTING) {
            fold->formatting[tag]--;
            fold->formatted--;
        }
    }

    if (fold->depth != 0) {
        reader_fold_open_t *around = top_of(fold);

        around->blocks |= open->blocks;
    }
}


/* Tag construction closes a paragraph that is open in button scope. */
static void
close_paragraph(reader_sifter_t *s)
{
    reader_fold_t *fold = &s->fold;

    if (fold->paragraphs != 0) {
        if (top_of(fold)->tag == GUMBO_TAG_P) {
            pop(s);
        } else {
            forget(fold);
        }
    }

    /* one that is open around all that is known: what is inline goes too */
    if (fold->maybe_paragraph) {
        unsigned i = 0;

        while (i < fold->depth
               && !(rules[fold->open[i].tag] & CLOSES_PARAGRAPH)) {
            i++;
        }

        if (i == fold->depth) {
            forget(fold);
        }

        fold->maybe_paragraph = fold->sticky;
    }
}


/* What may hold a paragraph that is none of those around it. */
static void
enter_scope(reader_fold_t *fold)
{
    if (fold->paragraphs != 0 || fold->maybe_paragraph) {
        fold->maybe_paragraph = true;
        fold->sticky = true;
    }
}


/* An item closes the one before it, unless a list is between. */
static void
close_item(reader_sifter_t *s, unsigned kind)
{
    reader_fold_t *fold = &s->fold;

    for (unsigned i = fold->depth; i != 0; i--) {
        unsigned rule = rules[fold->open[i - 1].tag];

        if (rule & kind) {
            while (fold->depth > i
                   && top_of(fold)->tag == GUMBO_TAG_P) {
                pop(s); /* its end is implied */
            }

            if (fold->depth == i) {
                pop(s);
            } else {
                forget(fold);
            }

            return;
        }

        if (!(rule & NO_STOP)) {
            return;
        }
    }

    forget(fold);
}


static bool
is_tracked(const reader_sifter_t *s)
{
    return (s->body || s->fold.head) && !s->fold.tainted
           && s->fold.templates == 0 && !s->select;
}


/* SVG and MathML end where HTML goes on. */
static void
leave_foreign(reader_sifter_t *s)
{
    while (s->fold.depth != 0 && top_of(&s->fold)->foreign) {
        pop(s);
    }
}


/* False: not tracked. */
static bool
prepare(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned rule = rules[tag];

    if (rule == UNTOLD) {
        enter_scope(fold);
        forget(fold);
        return false;
    }

    if (rule & (ITEM | TERM)) {
        close_item(s, rule & (ITEM | TERM));
    }

    if (rule & CLOSES_PARAGRAPH) {
        close_paragraph(s);
    }

    if ((rule & HEADING) && fold->depth != 0
        && (rules[top_of(fold)->tag] & HEADING)) {
        forget(fold);
    }

    if ((rule & FORMATTING)
        && fold->formatting[tag]
               >= (tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR ? 1 : 2)) {
        forget(fold); /* which taints: it is open */
        return false;
    }

    if (rule & BUTTON) {
        if (fold->buttons != 0) {
            forget(fold);
        }

        fold->sticky |= fold->maybe_paragraph;
    }

    return true;
}


static void
widen(reader_fold_t *fold)
{
    uint32_t wider = fold->capacity * 2 + 256;

    fold->nodes = reader_arena_grow(fold->arena, fold->nodes,
                                    fold->capacity * sizeof(*fold->nodes),
                                    (size_t) wider * sizeof(*fold->nodes));
    fold->capacity = wider;
}


static inline reader_folded_t *
add_node(reader_fold_t *fold, const reader_shown_t *record, GumboTag tag)
{
    reader_folded_t *node;

    if (fold->count == fold->capacity) {
        widen(fold);
    }

    node = &fold->nodes[fold->count++];
    *node = (reader_folded_t) {
        .start = record->start,
        .length = record->length,
        .space = record->space,
        .raw = record->raw,
        .attributes = record->attributes,
        .attribute_count = record->attribute_count,
        .parent = fold->depth == 0 ? 0 : top_of(fold)->node,
        .end = fold->count,
        .tag = (uint16_t) tag
    };

    return node;
}


/* Only what is sure to be the element's own tag, among the first ones. */
static bool
starts_head(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    bool first = fold->phase == FOLD_NOTHING || tag != GUMBO_TAG_HTML;

    fold->phase = fold->phase == FOLD_NOTHING && tag == GUMBO_TAG_HTML
                      ? FOLD_HTML
                      : FOLD_MORE;

    return first && tag == GUMBO_TAG_HEAD && !s->body;
}


static bool
may_be_in_head(const reader_sifter_t *s, GumboTag tag)
{
    unsigned where = s->fold.open[s->fold.depth - 1].tag == GUMBO_TAG_NOSCRIPT
                         ? IN_NOSCRIPT
                         : IN_HEAD;

    return !s->body && (rules[tag] & where);
}


void
reader_fold_before(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    if (tag == GUMBO_TAG_TEMPLATE || tag == GUMBO_TAG_SELECT) {
        /* their contents have rules of their own */
        enter_scope(fold);
        forget(fold);
        fold->templates += tag == GUMBO_TAG_TEMPLATE;

    } else if (s->select && tag != GUMBO_TAG_OPTION
               && tag != GUMBO_TAG_OPTGROUP) {
        fold->tainted = true; /* it may end the select */
    }

    leave_foreign(s);

    if (fold->phase != FOLD_MORE && starts_head(s, tag)) {
        fold->head = true;
        fold->prepared = true;
        return;
    }

    if (fold->head && !may_be_in_head(s, tag)) {
        forget(fold); /* it ends the head, or is ignored */
    }

    fold->prepared = is_tracked(s) && prepare(s, tag);
}


/* The start tag that was just shown, and is the last node. */
static inline reader_fold_open_t *
push(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    reader_fold_open_t *open = &fold->open[fold->depth++];

    *open = (reader_fold_open_t) { .tag = (uint16_t) tag,
                                   .node = fold->count - 1,
                                   .shown = (uint32_t) s->shown,
                                   .tag_count = (uint32_t) s->tag_count,
                                   .text_count = (uint32_t) s->text_count };

    return open;
}


void
reader_fold_start(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned rule = rules[tag];

    if (!fold->prepared) {
        return;
    }

    if ((rule & VOID) && fold->depth == 0) {
        return;
    }

    if (fold->depth == READER_FOLD_DEPTH_MAX) {
        forget(fold);
    }

    if (fold->depth != 0) {
        top_of(fold)->blocks |= (rule & CLOSES_PARAGRAPH) != 0;
    }

    add_node(fold, &s->tags[s->tag_count - 1], tag);

    if (rule & VOID) {
        return;
    }

    push(s, tag);
    fold->paragraphs += tag == GUMBO_TAG_P;
    fold->buttons += tag == GUMBO_TAG_BUTTON;

    if (rule & FORMATTING) {
        fold->formatting[tag]++;
        fold->formatted++;
    }
}


void
reader_fold_text(reader_sifter_t *s, const reader_shown_t *record)
{
    reader_fold_t *fold = &s->fold;

    if (fold->head && top_of(fold)->tag != GUMBO_TAG_TITLE
        && !record->space) {
        forget(fold);
    }

    if (fold->depth != 0 && top_of(fold)->tag != GUMBO_TAG_STYLE
        && top_of(fold)->tag != GUMBO_TAG_SCRIPT) { /* even those of SVG */
        reader_folded_t *last = &fold->nodes[fold->count - 1];

        if (last->text && last->start + last->length == record->start
            && last->parent == top_of(fold)->node) {
            last->length += record->length;
            last->space &= record->space;

        } else {
            add_node(fold, record, 0)->text = true;
        }
    }
}


/* An end tag of an element that no rule names is ignored behind these. */
static bool
is_ignored(const reader_fold_t *fold, GumboTag tag)
{
    for (unsigned i = fold->depth; i != 0; i--) {
        if (fold->open[i - 1].tag == tag) {
            return false;
        }

        if (is_special(fold->open[i - 1].tag)) {
            return true;
        }
    }

    return false;
}


void
reader_fold_foreign(reader_sifter_t *s, GumboTag tag, bool closed)
{
    reader_fold_t *fold = &s->fold;
    reader_folded_t *node;

    if (fold->head || fold->depth == READER_FOLD_DEPTH_MAX) {
        forget(fold);
    }

    fold->phase = FOLD_MORE;

    if (!is_tracked(s) || (closed && fold->depth == 0)) {
        return;
    }

    node = add_node(fold, &s->tags[s->tag_count - 1], tag);
    node->foreign = true;

    if (!closed) {
        push(s, tag)->foreign = true;
    }
}


void
reader_fold_foreign_end(reader_sifter_t *s, unsigned count)
{
    reader_fold_t *fold = &s->fold;

    for (; count != 0 && fold->depth != 0 && top_of(fold)->foreign; count--) {
        pop(s);
    }
}


/* Whether this end tag implies one of the innermost element. */
static bool
is_implied(const reader_fold_t *fold, GumboTag tag)
{
    unsigned i = fold->depth;

    if (!(rules[tag] & (CLOSES_PARAGRAPH | BUTTON)) || tag == GUMBO_TAG_P
        || fold->open[i - 1].tag == tag) {
        return false;
    }

    while (i != 0 && fold->open[i - 1].tag != tag
           && (rules[fold->open[i - 1].tag] & (PARAGRAPH | ITEM | TERM))) {
        i--;
    }

    return i != 0 && fold->open[i - 1].tag == tag;
}


void
reader_fold_end(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned rule = rules[tag];

    leave_foreign(s);
    fold->phase = FOLD_MORE;

    if (tag == GUMBO_TAG_TEMPLATE && fold->templates != 0) {
        fold->templates--;
        return;
    }

    if (!is_tracked(s) || fold->depth == 0) {
        if (is_tracked(s)) {
            forget(fold);
        }

        return;
    }

    while (is_implied(fold, tag)) {
        pop(s);
    }

    if (top_of(fold)->tag == tag) {
        pop(s);
        fold->head = fold->head && fold->depth != 0;

    } else if (!((rule & (INLINE | VOID))
                 || ((rule & FORMATTING) && fold->formatting[tag] == 0))
               || tag == GUMBO_TAG_BR || !is_ignored(fold, tag)) {
        forget(fold);
    }
}
