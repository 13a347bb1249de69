/* What sift_fold.c, which keeps the open elements, shares with sift_closing.c */

#ifndef READER_SIFT_FOLD_PARTS_H
#define READER_SIFT_FOLD_PARTS_H

#include "sift_parts.h"
#include "sift_rules.h"

/* sift_fold.c: what is open now is not known any more. */
void reader_fold_forget(reader_fold_t *fold);

/* The innermost element ends, by its end tag or by what comes next. */
void reader_fold_pop(reader_sifter_t *s);

/* An element without a tag starts. */
void reader_fold_push_implied(reader_sifter_t *s, GumboTag tag);

/* sift_closing.c: closes what a start tag closes; false: not tracked. */
bool reader_fold_prepare(reader_sifter_t *s, GumboTag tag);

/* What may hold a paragraph that is none of those around it is open. */
void reader_fold_enter_scope(reader_fold_t *fold);

/* The innermost element holds nothing but parts of a table. */
bool reader_fold_is_frame(const reader_fold_t *fold);

/* Whether all tables that may be open are known. */
bool reader_fold_knows_tables(const reader_sifter_t *s);

/*
 * Whether an end tag, other than the innermost element's, implies that one's;
 * whether one of an element that no rule names is ignored.
 */
bool reader_fold_is_implied(const reader_fold_t *fold, GumboTag tag);
bool reader_fold_is_ignored(const reader_fold_t *fold, GumboTag tag);

#endif
