/* What start and end tags close, of what sift_fold.c has open. */

#include "sift_fold_parts.h"

/* Their end tags are implied by those of what they are in. */
#define IMPLIED (READER_RULE_PARAGRAPH | READER_RULE_ITEM | READER_RULE_TERM)

/*
 * What is not over when it is closed by anything else than its end tag: what
 * is formatting is opened again, and further forms are ignored.
 */
#define LASTING (READER_RULE_FORMATTING | READER_RULE_FORM)

/* What a paragraph around is not closed in. */
#define BUTTON_SCOPE (READER_RULE_SCOPE | READER_RULE_BUTTON)


static inline uint32_t
top_rule(const reader_fold_t *fold)
{
    return reader_rules[fold->open[fold->depth - 1].tag];
}


bool
reader_fold_is_frame(const reader_fold_t *fold)
{
    return fold->depth != 0 && (top_rule(fold) & READER_RULE_FRAME);
}


void
reader_fold_enter_scope(reader_fold_t *fold)
{
    if (fold->paragraphs != 0 || fold->maybe_paragraph) {
        fold->maybe_paragraph = true;
        fold->sticky = true;
    }
}


/*
 * How many elements end with the innermost one of a name or kind; none if
 * what stops the search is around it first.
 */
static unsigned
count_to(const reader_fold_t *fold, GumboTag tag, uint32_t kind, uint32_t stop)
{
    for (unsigned i = fold->depth; i-- != 0;) {
        uint32_t rule = reader_rules[fold->open[i].tag];

        if (fold->open[i].tag == tag || (rule & kind)) {
            return fold->depth - i;
        }

        if (rule & stop) {
            return 0;
        }
    }

    return READER_FOLD_UNKNOWN;
}


static bool
any_of(const reader_fold_t *fold, unsigned count, uint32_t kind)
{
    for (unsigned i = fold->depth - count; i < fold->depth; i++) {
        if (reader_rules[fold->open[i].tag] & kind) {
            return true;
        }
    }

    return false;
}


static void
close_all(reader_sifter_t *s, unsigned count)
{
    if (any_of(&s->fold, count, LASTING)) {
        reader_fold_forget(&s->fold);
    } else {
        reader_fold_pop(s, count);
    }
}


/*
 * Tag construction closes a paragraph that is open in button scope; a table
 * only does if the page is not in quirks mode.
 */
static void
close_paragraph(reader_sifter_t *s, uint32_t rule)
{
    reader_fold_t *fold = &s->fold;
    bool certain = !(rule & READER_RULE_PART);
    bool item = rule & (READER_RULE_ITEM | READER_RULE_TERM);

    if (fold->paragraphs != 0) {
        unsigned count = count_to(fold, GUMBO_TAG_P, 0, BUTTON_SCOPE);

        if (count != 0 && count <= fold->depth) {
            /* the search for an item is to see what stops it */
            if (certain && !(item && any_of(fold, count, READER_RULE_STOP))) {
                close_all(s, count);
            } else {
                reader_fold_forget(fold);
            }
        }
    }

    /* one that is open around all that is known: what is inline goes too */
    if (fold->maybe_paragraph) {
        if (!any_of(fold, fold->depth, READER_RULE_CLOSES | BUTTON_SCOPE)) {
            reader_fold_forget(fold);
        }

        fold->maybe_paragraph = fold->sticky || !certain;
    }
}


/* An item closes the one before it, unless a list is between. */
static void
close_item(reader_sifter_t *s, uint32_t kind)
{
    reader_fold_t *fold = &s->fold;

    for (unsigned i = fold->depth; i != 0; i--) {
        uint32_t rule = reader_rules[fold->open[i - 1].tag];

        if (rule & kind) {
            close_all(s, fold->depth - i + 1);
            return;
        }

        if (rule & READER_RULE_STOP) {
            return;
        }
    }

    reader_fold_forget(fold);
}


/*
 * Of tables that are open, templates apart, no end tag goes uncounted; what
 * is counted too much only makes it seem that one is not known.
 */
bool
reader_fold_knows_tables(const reader_sifter_t *s)
{
    return !s->fold.marked
           && s->depth.open[GUMBO_TAG_TABLE] == s->fold.tables;
}


/*
 * A form's start tag is ignored in another form, and leaves nothing open
 * right in a table; a table closes one that it is right in.
 */
static bool
takes(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    if (tag == GUMBO_TAG_FORM) {
        return !fold->form && fold->inside == 0 && reader_fold_knows_tables(s);
    }

    return tag != GUMBO_TAG_TABLE
           || (reader_fold_knows_tables(s) && !reader_fold_is_frame(fold));
}


/* Closes what a part of a table closes; false: it is not where it should be */
static bool
enter_part(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned level = reader_rule_level((uint16_t) tag), i = fold->depth;
    uint16_t top = 0;

    if (tag == GUMBO_TAG_COL) {
        return i != 0 && fold->open[i - 1].tag == GUMBO_TAG_COLGROUP;
    }

    /* a cell ends with all that is in it */
    while (i != 0
           && !(reader_rules[fold->open[i - 1].tag]
                & (READER_RULE_PART | READER_RULE_TEMPLATE))) {
        i--;
    }

    if (i == 0 || !(reader_rules[fold->open[i - 1].tag] & READER_RULE_PART)
        || any_of(fold, fold->depth - i, READER_RULE_FORM)) {
        return false;
    }

    while (fold->depth != 0) {
        top = fold->open[fold->depth - 1].tag;

        if (fold->depth <= i && reader_rule_level(top) < level
            && top != GUMBO_TAG_CAPTION && top != GUMBO_TAG_COLGROUP) {
            break;
        }

        reader_fold_pop(s, 1);
    }

    if (fold->depth == 0) {
        return false;
    }

    if (tag == GUMBO_TAG_TR && top == GUMBO_TAG_TABLE
        && fold->depth < READER_FOLD_DEPTH_MAX) {
        reader_fold_push_implied(s, GUMBO_TAG_TBODY);
        top = GUMBO_TAG_TBODY;
    }

    return reader_rule_level(top) + 1 == level;
}


/* In a select nothing else is tracked; elsewhere they are not. */
static bool
enter_option(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    if (!(reader_rules[tag] & READER_RULE_OPTION)) {
        return false;
    }

    if (fold->open[fold->depth - 1].tag == GUMBO_TAG_OPTION) {
        reader_fold_pop(s, 1);
    }

    if (tag == GUMBO_TAG_OPTGROUP
        && fold->open[fold->depth - 1].tag == GUMBO_TAG_OPTGROUP) {
        reader_fold_pop(s, 1);
    }

    return true;
}


/* What is not tracked does something that is not known. */
static bool
refuse(reader_sifter_t *s)
{
    reader_fold_enter_scope(&s->fold);
    reader_fold_forget(&s->fold);

    return false;
}


static bool
enter_formatting(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR) {
        unsigned count = fold->formatting[tag];

        if (count != 0) { /* it closes the one that is open */
            count = count_to(fold, tag, 0, READER_RULE_SPECIAL);

            if (count == 0 || count > fold->depth
                || any_of(fold, count - 1, LASTING)) {
                reader_fold_forget(fold);
                return false;
            }

            reader_fold_pop(s, count);
        }

    } else if (fold->formatting[tag] >= READER_EQUAL_MAX) {
        reader_fold_forget(fold);
        return false;
    }

    return true;
}


bool
reader_fold_prepare(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    uint32_t rule = reader_rules[tag];

    if (reader_fold_is_frame(fold) && !(rule & READER_RULE_PART)) {
        reader_fold_forget(fold); /* it goes elsewhere */
    }

    if (fold->select) {
        return enter_option(s, tag) || refuse(s);
    }

    if ((rule & READER_RULE_PART) && tag != GUMBO_TAG_TABLE
            ? !enter_part(s, tag)
            : rule == READER_RULE_UNTOLD || (rule & READER_RULE_OPTION)
                  || !takes(s, tag)) {
        return refuse(s);
    }

    if (rule & READER_RULE_FORMATTING) {
        return enter_formatting(s, tag);
    }

    if (rule & (READER_RULE_ITEM | READER_RULE_TERM)) {
        close_item(s, rule & (READER_RULE_ITEM | READER_RULE_TERM));
    }

    if (rule & READER_RULE_CLOSES) {
        close_paragraph(s, rule);
    }

    if ((rule & READER_RULE_HEADING) && fold->depth != 0
        && (top_rule(fold) & READER_RULE_HEADING)) {
        reader_fold_pop(s, 1);
    }

    if ((rule & READER_RULE_BUTTON) && fold->buttons != 0) {
        unsigned count = count_to(fold, tag, 0, READER_RULE_SCOPE);

        if (count != 0 && count <= fold->depth) {
            close_all(s, count);
        }

        if (fold->buttons != 0) {
            reader_fold_forget(fold);
        }
    }

    if (rule & BUTTON_SCOPE) {
        fold->sticky |= fold->maybe_paragraph;
    }

    return true;
}


/* Where an end tag's search ends, and what it finds beside its own name. */
typedef struct {
    uint32_t rules;
    uint32_t kind;
    uint32_t stop;
} closing_t;

static const closing_t closings[] = {
    { READER_RULE_VOID, 0, READER_RULE_SPECIAL },
    { READER_RULE_PART, 0, READER_RULE_TABLE_SCOPE },
    { READER_RULE_PARAGRAPH, 0, BUTTON_SCOPE },
    { READER_RULE_ITEM, 0, READER_RULE_SCOPE | READER_RULE_LIST },
    { READER_RULE_HEADING, READER_RULE_HEADING, READER_RULE_SCOPE },
    { READER_RULE_CLOSES | READER_RULE_BUTTON, 0, READER_RULE_SCOPE },
    { READER_RULE_INLINE | READER_RULE_FORMATTING, 0, READER_RULE_SPECIAL },
    { READER_RULE_TEMPLATE, 0, 0 },
};


static unsigned
count_closed(const reader_fold_t *fold, GumboTag tag)
{
    for (size_t i = 0; i < sizeof(closings) / sizeof(*closings); i++) {
        const closing_t *closing = &closings[i];

        if (reader_rules[tag] & closing->rules) {
            return count_to(fold, tag, closing->kind, closing->stop);
        }
    }

    return READER_FOLD_UNKNOWN;
}


/* In a select. */
static unsigned
count_options(const reader_fold_t *fold, GumboTag tag)
{
    const reader_fold_open_t *top = &fold->open[fold->depth - 1];

    if (tag == GUMBO_TAG_SELECT) {
        return count_to(fold, tag, 0, 0);
    }

    if (tag == GUMBO_TAG_OPTGROUP) {
        return top->tag == GUMBO_TAG_OPTION && top[-1].tag == tag ? 2 : 0;
    }

    /* what is of a table around may end the select */
    return reader_rules[tag] & (READER_RULE_PART | READER_RULE_TEMPLATE)
               ? READER_FOLD_UNKNOWN
               : 0;
}


/* Elements of which the end, or that there is none, is not told by a count. */
static bool
is_told(const reader_fold_t *fold, GumboTag tag, unsigned count)
{
    uint32_t rule = reader_rules[tag];
    bool formatting = rule & READER_RULE_FORMATTING;

    if (count == READER_FOLD_UNKNOWN || tag == GUMBO_TAG_BR || fold->head) {
        return false;
    }

    if (count == 0) {
        return (!(rule & READER_RULE_PART) || (rule & READER_RULE_VOID))
               && tag != GUMBO_TAG_P && tag != GUMBO_TAG_FORM
               && !(formatting && fold->formatting[tag] != 0);
    }

    if (tag == GUMBO_TAG_FORM) { /* only itself is closed */
        for (unsigned i = 1; i < count; i++) {
            if (!(reader_rules[fold->open[fold->depth - i].tag] & IMPLIED)) {
                return false;
            }
        }
    }

    /* a cell takes formatting ones along; a template, up to the last marker */
    return !any_of(fold, count - 1,
                   rule & READER_RULE_PART ? READER_RULE_FORM
                   : rule & READER_RULE_TEMPLATE
                       ? READER_RULE_FORM | READER_RULE_SCOPE
                       : LASTING);
}


unsigned
reader_fold_closes(const reader_fold_t *fold, GumboTag tag)
{
    uint32_t top = top_rule(fold), rule = reader_rules[tag];
    unsigned count;

    if (fold->select) {
        return count_options(fold, tag);
    }

    /* in a table they go elsewhere, or end a group of columns */
    if ((top & READER_RULE_FRAME)
        && (tag == GUMBO_TAG_P
            || (fold->open[fold->depth - 1].tag == GUMBO_TAG_COLGROUP
                && !(rule & READER_RULE_PART)))) {
        return READER_FOLD_UNKNOWN;
    }

    count = count_closed(fold, tag);

    if (tag == GUMBO_TAG_P && fold->inside == 0 && !fold->head
        && (count == 0
            || (count == READER_FOLD_UNKNOWN && !fold->maybe_paragraph))) {
        return READER_FOLD_IMPLIES;
    }

    return is_told(fold, tag, count) ? count : READER_FOLD_UNKNOWN;
}
