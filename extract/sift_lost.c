/*
 * What may be left open by tags of which sift_fold.c keeps no track: so much
 * at most, so that tracking can start again when there is none of it.
 *
 * Each end tag of a formatting element takes one element of its name away,
 * from the list of active formatting elements or from the open ones, if it is
 * not out of scope and the adoption agency's eight rounds (HTML standard,
 * 13.2.6.4.7) are enough: each leads past one special element.  None is added
 * but by a start tag.
 */

#include "sift_fold_parts.h"

#define ROUNDS 8


/* No marker is on the list, and nothing out of scope. */
static bool
is_clear(const reader_sifter_t *s)
{
    const reader_fold_t *fold = &s->fold;

    return !fold->marked && fold->templates == 0 && fold->inside == 0
           && !fold->selecting && !s->select
           && s->depth.open[GUMBO_TAG_TABLE] == 0;
}


void
reader_fold_lose(reader_fold_t *fold)
{
    unsigned specials = fold->specials;

    for (unsigned i = 0; i < fold->depth; i++) {
        specials +=
            (reader_rules[fold->open[i].tag] & READER_RULE_SPECIAL) != 0;
    }

    fold->specials = specials;

    for (unsigned i = fold->depth; i-- != 0;) { /* the first of a name stays */
        unsigned rule = reader_rules[fold->open[i].tag];

        specials -= (rule & READER_RULE_SPECIAL) != 0;

        if ((rule & READER_RULE_FORMATTING) && !fold->open[i].foreign) {
            fold->since[fold->open[i].tag] = specials;
        }
    }
}


static void
add_formatting(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    if (tag == GUMBO_TAG_A && is_clear(s)) { /* the open one is closed */
        fold->formatted -= fold->formatting[tag];
        fold->formatting[tag] = 0;
    }

    if (fold->formatting[tag] == 0) {
        fold->since[tag] = fold->specials;
    }

    fold->formatting[tag]++;
    fold->formatted++;
}


void
reader_fold_lost_start(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;
    unsigned rule = reader_rules[tag];

    if (rule & READER_RULE_FORMATTING) {
        add_formatting(s, tag);
    }

    if ((rule & READER_RULE_SPECIAL) || rule == READER_RULE_UNTOLD) {
        fold->specials++;
    }

    if ((rule & (READER_RULE_SCOPE | READER_RULE_BUTTON))
        || rule == READER_RULE_UNTOLD) {
        reader_fold_enter_scope(fold);
    }

    fold->maybe_paragraph |= tag == GUMBO_TAG_P;
    fold->buttons += tag == GUMBO_TAG_BUTTON;
    fold->marked |= tag == GUMBO_TAG_TEMPLATE || tag == GUMBO_TAG_OBJECT
                    || tag == GUMBO_TAG_APPLET || tag == GUMBO_TAG_MARQUEE;
    fold->templates += tag == GUMBO_TAG_TEMPLATE;
    fold->early |= tag == GUMBO_TAG_TEMPLATE && !s->body;
}


void
reader_fold_lost_end(reader_sifter_t *s, GumboTag tag)
{
    reader_fold_t *fold = &s->fold;

    if (tag == GUMBO_TAG_TEMPLATE) {
        fold->templates -= fold->templates != 0;
        return;
    }

    if (!is_clear(s)) {
        return;
    }

    if (tag == GUMBO_TAG_BUTTON) {
        fold->buttons -= fold->buttons != 0;
    }

    if ((reader_rules[tag] & READER_RULE_FORMATTING)
        && fold->formatting[tag] != 0
        && (uint64_t) (fold->specials - fold->since[tag])
                   * fold->formatting[tag]
               < ROUNDS) {
        fold->formatting[tag]--;
        fold->formatted--;
    }
}
