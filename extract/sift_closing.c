/* What start and end tags close, of what sift_fold.c has open. */

#include "sift_fold_parts.h"

/* Their end tags are implied by those of what they are in. */
#define IMPLIED (READER_RULE_PARAGRAPH | READER_RULE_ITEM | READER_RULE_TERM)


static inline reader_fold_open_t *
top_of(reader_fold_t *fold)
{
    return &fold->open[fold->depth - 1];
}


bool
reader_fold_is_frame(const reader_fold_t *fold)
{
    return fold->depth != 0
           && (reader_rules[fold->open[fold->depth - 1].tag]
               & READER_RULE_FRAME);
}


/* Tag construction closes a paragraph that is open in button scope. */
static void
close_paragraph(reader_sifter_t *s)
{
    reader_fold_t *fold = &s->fold;

    if (fold->paragraphs != 0) {
        if (top_of(fold)->tag == GUMBO_TAG_P) {
            reader_fold_pop(s);
        } else {
            reader_fold_forget(fold);
        }
    }

    /* one that is open around all that is known: what is inline goes too */
    if (fold->maybe_paragraph) {
        unsigned i = 0;

        while (i < fold->depth
               && !(reader_rules[fold->open[i].tag] & READER_RULE_CLOSES)) {
            i++;
        }

        if (i == fold->depth) {
            reader_fold_forget(fold);
        }

        fold->maybe_paragraph = fold->sticky;
    }
}


void
reader_fold_enter_scope(reader_fold_t *fold)
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
        unsigned rule = reader_rules[fold->open[i - 1].tag];

        if (rule & kind) {
            while (fold->depth > i && top_of(fold)->tag == GUMBO_TAG_P) {
                reader_fold_pop(s); /* its end is implied */
            }

            if (fold->depth == i) {
                reader_fold_pop(s);
            } else {
                reader_fold_forget(fold);
            }

            return;
        }

        if (!(rule & READER_RULE_NO_STOP)) {
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
    return !s->template && s->depth.open[GUMBO_TAG_TABLE] == s->fold.tables;
}


/*
 * A form's start tag is ignored in another form, and leaves nothing open
 * right in a table; a table closes one that it is right in, and a paragraph,
 * if the page is not in quirks mode.
 */
static bool
takes(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    if (tag == GUMBO_TAG_FORM) {
        return !fold->form && reader_fold_knows_tables(s);
    }

    return tag != GUMBO_TAG_TABLE
           || (reader_fold_knows_tables(s) && fold->paragraphs == 0
               && !fold->maybe_paragraph && !fold->sticky
               && !reader_fold_is_frame(fold));
}


/* Closes what a part of a table closes; false: it is not where it should be */
static bool
enter_part(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned level = reader_rule_level((uint16_t) tag), i = fold->depth;
    uint16_t top = 0;

    if (tag == GUMBO_TAG_COL) {
        return i != 0 && top_of(fold)->tag == GUMBO_TAG_COLGROUP;
    }

    while (i != 0 && (reader_rules[fold->open[i - 1].tag] & IMPLIED)) {
        i--;
    }

    if (i == 0 || !(reader_rules[fold->open[i - 1].tag] & READER_RULE_PART)) {
        return false;
    }

    while (fold->depth != 0) {
        top = top_of(fold)->tag;

        if ((reader_rules[top] & READER_RULE_PART)
            && reader_rule_level(top) < level && top != GUMBO_TAG_CAPTION
            && top != GUMBO_TAG_COLGROUP) {
            break;
        }

        reader_fold_pop(s);
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


bool
reader_fold_prepare(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned rule = reader_rules[tag];

    if (reader_fold_is_frame(fold) && !(rule & READER_RULE_PART)) {
        reader_fold_forget(fold); /* it goes elsewhere */
    }

    if (rule == (READER_RULE_INLINE | READER_RULE_NO_STOP)) {
        return true;
    }

    if ((rule & READER_RULE_PART) && tag != GUMBO_TAG_TABLE
            ? !enter_part(s, tag)
            : rule == READER_RULE_UNTOLD || !takes(s, tag)) {
        reader_fold_enter_scope(fold);
        reader_fold_forget(fold);
        return false;
    }

    if (rule & (READER_RULE_ITEM | READER_RULE_TERM)) {
        close_item(s, rule & (READER_RULE_ITEM | READER_RULE_TERM));
    }

    if (rule & READER_RULE_CLOSES) {
        close_paragraph(s);
    }

    if ((rule & READER_RULE_HEADING) && fold->depth != 0
        && (reader_rules[top_of(fold)->tag] & READER_RULE_HEADING)) {
        reader_fold_forget(fold);
    }

    if ((rule & READER_RULE_FORMATTING)
        && fold->formatting[tag]
               >= (tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR ? 1 : 2)) {
        reader_fold_forget(fold); /* which taints: it is open */
        return false;
    }

    if (rule & READER_RULE_BUTTON) {
        if (fold->buttons != 0) {
            reader_fold_forget(fold);
        }

        fold->sticky |= fold->maybe_paragraph;
    }

    return true;
}


/* Gumbo 0.10.1 does not count main among them. */
static bool
is_special(uint16_t tag)
{
    return ((reader_rules[tag] & READER_RULE_CLOSES)
            || !(reader_rules[tag] & READER_RULE_NO_STOP))
           && tag != GUMBO_TAG_MAIN;
}


bool
reader_fold_is_ignored(const reader_fold_t *fold, GumboTag tag)
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


bool
reader_fold_is_implied(const reader_fold_t *fold, GumboTag tag)
{
    unsigned i = fold->depth;
    uint16_t top;

    if (!(reader_rules[tag]
          & (READER_RULE_CLOSES | READER_RULE_BUTTON | READER_RULE_PART))
        || tag == GUMBO_TAG_P) {
        return false;
    }

    for (; i != 0 && (top = fold->open[i - 1].tag) != tag; i--) {
        if (!(reader_rules[top] & IMPLIED)
            && !((reader_rules[top] & READER_RULE_PART)
                 && (reader_rules[tag] & READER_RULE_PART)
                 && reader_rule_level(top)
                        > reader_rule_level((uint16_t) tag))) {
            break;
        }
    }

    return i != 0 && fold->open[i - 1].tag == tag;
}
