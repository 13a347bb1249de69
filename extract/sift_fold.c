#include "sift_fold_parts.h"


static inline reader_fold_open_t *
top_of(reader_fold_t *fold)
{
    return &fold->open[fold->depth - 1];
}


/* What is open now is not known any more. */
void
reader_fold_forget(reader_fold_t *fold)
{
    fold->run.tag_count = 0;
    fold->head = false;

    if (fold->depth == 0) {
        return;
    }

    if (fold->known != 0) {
        reader_fold_lose(fold);
        fold->known = 0;
    }

    if (fold->paragraphs != 0) {
        fold->maybe_paragraph = true;
        fold->sticky |= fold->buttons != 0 || fold->inside != 0
                        || fold->tables != 0;
        fold->paragraphs = 0;
    }

    if (fold->inside != 0) {
        fold->templates += fold->inside;
        fold->marked = true;
        fold->inside = 0;
    }

    fold->select = false;
    fold->tables = 0;
    fold->depth = 0;
}


static reader_fold_run_t *
run_of(reader_fold_t *fold)
{
    return fold->depth == 0 ? &fold->run : &top_of(fold)->run;
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


static inline uint32_t
parent_of(reader_fold_t *fold)
{
    return fold->depth == 0 ? 0 : top_of(fold)->node;
}


static inline reader_node_t *
add_node(reader_fold_t *fold, uint32_t parent)
{
    reader_node_t *node;

    if (fold->count == fold->capacity) {
        widen(fold);
    }

    node = &fold->nodes[fold->count++];
    node->parent = parent;
    node->next = READER_NONE;
    node->end = fold->count;

    return node;
}


static inline void
add_element(reader_sifter_t *s, const reader_shown_t *record, GumboTag tag,
            unsigned flags)
{
    reader_node_t *node = add_node(&s->fold, parent_of(&s->fold));

    node->tag = (uint16_t) tag;
    node->flags = (uint16_t) flags;
    node->attributes = record->attributes;
    node->attribute_count = record->attribute_count;
    node->source =
        (reader_string_t) { s->start + record->start, record->length };
}


/* The start tag that was just shown, and is the last node. */
static inline reader_fold_open_t *
push(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    reader_fold_open_t *open = &fold->open[fold->depth++];

    open->tag = (uint16_t) tag;
    open->foreign = false;
    open->implied = false;
    open->node = fold->count - 1;
    open->shown = (uint32_t) s->shown;
    open->tag_count = (uint32_t) s->tag_count;
    open->text_count = (uint32_t) s->text_count;
    open->run.tag_count = 0;

    return open;
}


/* An element without a tag. */
void
reader_fold_push_implied(reader_sifter_t *s, GumboTag tag)
{
    reader_node_t *node = add_node(&s->fold, parent_of(&s->fold));

    node->tag = (uint16_t) tag;
    node->flags = 0;
    node->attributes = 0;
    node->attribute_count = 0;
    node->source = (reader_string_t) { NULL, 0 };
    push(s, tag)->implied = true;
}


/* Takes back what was shown since. */
static void
hide(reader_sifter_t *s, uint32_t shown, uint32_t tag_count,
     uint32_t text_count)
{
    s->shown = shown;
    s->tag_count = tag_count;
    s->text_count = text_count;
    s->pending = false;
    s->comment = false;
}


/* Shows the element that is about to end without its contents, if it may. */
static inline void
fold_contents(reader_sifter_t *s, const reader_fold_open_t *open)
{
    reader_fold_t *fold = &s->fold;
    reader_shown_t *record;

    if (open->implied) {
        return;
    }

    record = &s->tags[open->tag_count - 1];
    record->folded = open->node + 1;
    record->folded_count = fold->count - record->folded;
    hide(s, open->shown, open->tag_count, open->text_count);
}


/* What is counted of those that are open. */
#define COUNTED                                                               \
    (READER_RULE_PARAGRAPH | READER_RULE_PART | READER_RULE_BUTTON            \
     | READER_RULE_TEMPLATE | READER_RULE_SELECT | READER_RULE_FORMATTING)


static void
count(reader_fold_t *fold, uint16_t tag, unsigned one)
{
    unsigned rule = reader_rules[tag];

    fold->paragraphs += rule & READER_RULE_PARAGRAPH ? one : 0;
    fold->tables += tag == GUMBO_TAG_TABLE ? one : 0;
    fold->buttons += rule & READER_RULE_BUTTON ? one : 0;
    fold->inside += rule & READER_RULE_TEMPLATE ? one : 0;
    fold->select ^= (rule & READER_RULE_SELECT) != 0;

    if (rule & READER_RULE_FORMATTING) {
        fold->formatting[tag] = (uint16_t) (fold->formatting[tag] + one);
        fold->formatted += one;
        fold->known += one;
    }
}


static inline void
pop(reader_sifter_t *s)
{
    reader_fold_t *fold = &s->fold;
    const reader_fold_open_t *open = top_of(fold);
    reader_node_t *node = &fold->nodes[open->node];

    node->end = fold->count;
    fold_contents(s, open);
    fold->depth--;

    if ((reader_rules[open->tag] & COUNTED) && !open->foreign) {
        count(fold, open->tag, -1u);

        if (open->tag == GUMBO_TAG_A) {
            node->flags |= READER_NODE_OPEN;
        }
    }
}


/* The innermost elements end, by an end tag or by what comes next. */
void
reader_fold_pop(reader_sifter_t *s, unsigned number)
{
    for (; number != 0; number--) {
        pop(s);
    }
}


/* Nothing is left open that what comes next depends on. */
static inline bool
is_plain(const reader_fold_t *fold)
{
    return fold->formatted == fold->known && fold->templates == 0;
}


static bool
is_tracked(const reader_sifter_t *s)
{
    const reader_fold_t *fold = &s->fold;

    return (s->body || fold->head) && !fold->early && is_plain(fold)
           && (!fold->selecting || fold->select);
}


/* SVG and MathML end where HTML goes on. */
static void
leave_foreign(reader_sifter_t *s)
{
    while (s->fold.depth != 0 && top_of(&s->fold)->foreign) {
        reader_fold_pop(s, 1);
    }
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
                         ? READER_RULE_IN_NOSCRIPT
                         : READER_RULE_IN_HEAD;

    return !s->body && (reader_rules[tag] & where);
}


/* A start tag of any other depends on nothing, and closes nothing. */
#define ASKING                                                                \
    (READER_RULE_CLOSES | READER_RULE_FORMATTING | READER_RULE_BUTTON         \
     | READER_RULE_PART | READER_RULE_OPTION | READER_RULE_SCOPE)

#define PLAIN_BLOCK (READER_RULE_BLOCK | READER_RULE_SPECIAL)
#define ASIDE (READER_RULE_STOP | READER_RULE_LIST) /* of no matter here */


/* Most start tags: there is nothing that they could close. */
static inline bool
is_simple(reader_fold_t *fold, uint32_t rule)
{
    if (fold->select
        || (fold->depth != 0
            && (reader_rules[top_of(fold)->tag] & READER_RULE_FRAME))) {
        return false;
    }

    return rule & ASKING ? (rule & ~ASIDE) == PLAIN_BLOCK
                               && fold->paragraphs == 0
                               && !fold->maybe_paragraph
                         : rule != READER_RULE_UNTOLD;
}


void
reader_fold_before(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    leave_foreign(s);

    if (fold->phase != FOLD_MORE && starts_head(s, tag)) {
        fold->head = true;
        fold->prepared = true;
        return;
    }

    if (fold->head && !may_be_in_head(s, tag)) {
        reader_fold_forget(fold); /* it ends the head, or is ignored */
    }

    if (fold->templates == 0 && !(reader_classes[tag] & READER_CLASS_HEAD)) {
        fold->early = false;
    }

    if (fold->depth == READER_FOLD_DEPTH_MAX) {
        reader_fold_forget(fold); /* before anything is told from it */
    }

    fold->prepared =
        is_tracked(s)
        && (is_simple(fold, reader_rules[tag])
            || (reader_fold_prepare(s, tag) && is_plain(fold)));

    if (!fold->prepared) {
        reader_fold_lost_start(s, tag);
    }

    fold->form |= tag == GUMBO_TAG_FORM;
    fold->selecting = s->select;
}


/*
 * Whether an element behind another goes where that went, and does nothing to
 * what is open around that it has not done.
 */
static bool
may_follow(const reader_sifter_t *s, uint16_t first, uint16_t tag)
{
    const reader_fold_t *fold = &s->fold;
    unsigned before = reader_rules[first], rule = reader_rules[tag];

    if ((rule & READER_RULE_CLOSES) && !(before & READER_RULE_CLOSES)) {
        return false;
    }

    if (fold->depth != 0) { /* what is open around is known for certain */
        /* the first that is of no head decides how a template goes on */
        return fold->open[fold->depth - 1].tag != GUMBO_TAG_TEMPLATE
               || first == tag
               || !(before & (READER_RULE_IN_HEAD | READER_RULE_TEMPLATE));
    }

    /*
     * In a table, what may not stand there is put in front of it.  Around a
     * heading that the first has closed there may be another, where formatting
     * elements between them are gone; around an item, where a form is.
     */
    if (fold->parted) {
        before &= ~(unsigned) (READER_RULE_ITEM | READER_RULE_TERM);
    }

    return !fold->marked && s->depth.open[GUMBO_TAG_TABLE] == 0
           && !(rule & READER_RULE_HEADING)
           && !((rule & ~before)
                & (READER_RULE_ITEM | READER_RULE_TERM | READER_RULE_BUTTON));
}


/* Joins the last element, closed and without contents to show, to a run. */
static bool
join_run(reader_sifter_t *s, const reader_fold_open_t *closed)
{
    reader_fold_t *fold = &s->fold;
    reader_fold_run_t *run = run_of(fold);
    reader_shown_t *first;

    /* only text is between, each run of it one byte */
    if (run->tag_count == 0 || closed->tag_count - 1 != run->tag_count
        || s->tags[run->tag_count].shown - run->shown
               != closed->text_count - run->text_count
        || !may_follow(s, fold->nodes[run->node].tag, closed->tag)) {
        return false;
    }

    first = &s->tags[run->tag_count - 1];
    first->folded = run->node + 1;
    first->folded_count = fold->count - first->folded;
    hide(s, run->shown, run->tag_count, run->text_count);

    return true;
}


/* The last element was shown to its end. */
static void
start_run(reader_sifter_t *s, const reader_fold_open_t *closed)
{
    *run_of(&s->fold) =
        (reader_fold_run_t){ closed->node, (uint32_t) s->shown,
                             closed->tag_count, closed->text_count };
}


void
reader_fold_start(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned rule = reader_rules[tag];

    if (!fold->prepared) {
        return;
    }

    if ((rule & READER_RULE_VOID) && fold->depth == 0) {
        return;
    }

    if (fold->depth == READER_FOLD_DEPTH_MAX) {
        reader_fold_forget(fold);

        if (!is_plain(fold)) {
            reader_fold_lost_start(s, tag);
            return;
        }
    }

    add_element(s, &s->tags[s->tag_count - 1], tag, 0);

    if (rule & READER_RULE_VOID) {
        const reader_fold_open_t *closed = push(s, tag);

        fold->depth--;

        if (!fold->head && !join_run(s, closed)) {
            start_run(s, closed);
        }

        return;
    }

    push(s, tag);

    if (rule & COUNTED) {
        count(fold, (uint16_t) tag, 1);
    }
}


/* Text joins what it touches. */
static inline void
add_text(reader_sifter_t *s, const reader_shown_t *record, uint32_t parent)
{
    reader_node_t *node = &s->fold.nodes[s->fold.count - 1];
    const char *start = s->start + record->start;

    if ((node->flags & READER_NODE_TEXT) && node->parent == parent
        && node->source.data + node->source.length == start) {
        node->source.length += record->length;

        if (!record->space) {
            node->flags &= (uint16_t) ~READER_NODE_SPACE;
        }

        return;
    }

    node = add_node(&s->fold, parent);
    node->tag = 0;
    node->flags = (uint16_t) (READER_NODE_TEXT
                              | record->space * READER_NODE_SPACE
                              | record->raw * READER_NODE_DECODED);
    node->attributes = 0;
    node->attribute_count = 0;
    node->source = (reader_string_t) { start, record->length };
}


void
reader_fold_text(reader_sifter_t *s, const reader_shown_t *record)
{
    reader_fold_t *fold = &s->fold;
    const reader_fold_open_t *open;

    if (fold->depth == 0) {
        if (fold->run.tag_count != 0) {
            add_text(s, record, 0);
        }

        return;
    }

    open = top_of(fold);

    if (!record->space
        && ((reader_rules[open->tag] & READER_RULE_FRAME)
            || (fold->head && open->tag != GUMBO_TAG_TITLE))) {
        reader_fold_forget(fold);

    } else if (open->tag != GUMBO_TAG_STYLE
               && open->tag != GUMBO_TAG_SCRIPT) {
        add_text(s, record, open->node);
    }
}


void
reader_fold_foreign(reader_sifter_t *s, GumboTag tag, bool closed)
{
    reader_fold_t *fold = &s->fold;

    if (fold->head || fold->depth == READER_FOLD_DEPTH_MAX
        || reader_fold_is_frame(fold)) {
        reader_fold_forget(fold);
    }

    fold->phase = FOLD_MORE;

    if (!is_tracked(s) || (closed && fold->depth == 0)) {
        return;
    }

    add_element(s, &s->tags[s->tag_count - 1], tag, READER_NODE_FOREIGN);

    if (!closed) {
        push(s, tag)->foreign = true;
    }
}


void
reader_fold_foreign_end(reader_sifter_t *s, unsigned count)
{
    reader_fold_t *fold = &s->fold;

    for (; count != 0 && fold->depth != 0 && top_of(fold)->foreign; count--) {
        reader_fold_pop(s, 1);
    }
}


/*
 * Text right in front of a form's end tag: Gumbo has not put it into the tree
 * when the form is closed, so that it comes to stand behind it.  nth: from
 * the last node.
 */
static bool
ends_in_text(const reader_fold_t *fold, const reader_fold_open_t *form,
             unsigned nth)
{
    const reader_node_t *last = &fold->nodes[fold->count - nth];

    return (last->flags & READER_NODE_TEXT) && last->parent == form->node;
}


/* The innermost element, a form, ends by its end tag; false: not known how. */
static bool
close_form(reader_sifter_t *s)
{
    reader_fold_t *fold = &s->fold;
    const reader_fold_open_t *form = top_of(fold);
    reader_node_t text;

    if (!ends_in_text(fold, form, 1)) {
        reader_fold_pop(s, 1);
        return true;
    }

    if (ends_in_text(fold, form, 2)) { /* there is no telling which of them */
        reader_fold_forget(fold);
        return false;
    }

    if (!s->pending) {
        reader_fold_pop(s, 1);
        return true;
    }

    text = fold->nodes[--fold->count];
    text.parent = fold->nodes[form->node].parent;
    fold->nodes[form->node].end = fold->count;
    fold->depth--;
    text.end = fold->count + 1;
    fold->nodes[fold->count++] = text;

    return true;
}


/* What an end tag closes by itself; NULL: nothing that is known so. */
static const reader_fold_open_t *
close_elements(reader_sifter_t *s, GumboTag tag, bool *shown)
{
    reader_fold_t *fold = &s->fold;
    bool head = fold->head;
    unsigned number = READER_FOLD_UNKNOWN;

    if (is_tracked(s) && fold->depth != 0) {
        number = top_of(fold)->tag == tag ? 1 : reader_fold_closes(fold, tag);
    }

    if (number == READER_FOLD_UNKNOWN) {
        reader_fold_forget(fold);
        fold->parted |= tag == GUMBO_TAG_FORM;
        reader_fold_lost_end(s, tag);
        return NULL;
    }

    if (number == READER_FOLD_IMPLIES
        && fold->depth == READER_FOLD_DEPTH_MAX) {
        reader_fold_forget(fold);
        return NULL;
    }

    if (number == READER_FOLD_IMPLIES) {
        reader_fold_push_implied(s, tag);
        count(fold, (uint16_t) tag, 1);
        reader_fold_pop(s, 1);
        return NULL;
    }

    if (number == 0) {
        /* it is ignored, but in a table it parts text */
        *shown = reader_fold_is_frame(fold);
        return NULL;
    }

    for (; number != 1; number--) {
        pop(s);
    }

    if (tag == GUMBO_TAG_FORM) {
        if (!close_form(s)) {
            return NULL;
        }

    } else {
        pop(s);

        if (tag == GUMBO_TAG_A) {
            fold->nodes[fold->open[fold->depth].node].flags = 0;
        }
    }

    fold->head = head && fold->depth != 0;

    return head || fold->open[fold->depth].implied ? NULL
                                                   : &fold->open[fold->depth];
}


void
reader_fold_end(reader_sifter_t *s, const reader_sift_name_t *name)
{
    reader_fold_t *fold = &s->fold;
    GumboTag tag = name->tag;
    const reader_fold_open_t *closed;
    bool shown = true;

    leave_foreign(s);
    fold->phase = FOLD_MORE;

    if (tag == GUMBO_TAG_FORM && !s->select && fold->templates == 0
        && fold->inside == 0 && !fold->marked) {
        fold->form = false;
    }

    closed = close_elements(s, tag, &shown);
    fold->selecting = s->select;

    if (closed != NULL && s->shown != closed->shown) {
        closed = NULL; /* its contents are shown */
    }

    if (shown && (closed == NULL || !join_run(s, closed))) {
        reader_skeleton_end(s, name);

        if (closed != NULL) {
            start_run(s, closed);
        }
    }
}
