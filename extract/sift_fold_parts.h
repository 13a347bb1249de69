/* What the files that keep track of open elements share. */

#ifndef READER_SIFT_FOLD_PARTS_H
#define READER_SIFT_FOLD_PARTS_H

#include "sift_parts.h"
#include "sift_rules.h"

#include <limits.h>

/* sift_fold.c: what is open now is not known any more. */
void reader_fold_forget(reader_fold_t *fold);

/* The innermost elements end, so many of them. */
void reader_fold_pop(reader_sifter_t *s, unsigned count);

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
 * How many of the innermost elements an end tag closes: none, or one that is
 * not a tag of the innermost element, or READER_FOLD_UNKNOWN.
 */
#define READER_FOLD_UNKNOWN UINT_MAX
#define READER_FOLD_IMPLIES (UINT_MAX - 1) /* it makes a paragraph */

unsigned reader_fold_closes(const reader_fold_t *fold, GumboTag tag);

/*
 * sift_lost.c: a tag that is not tracked; formatting elements are open, and
 * about to be forgotten.
 */
void reader_fold_lost_start(reader_sifter_t *s, GumboTag tag);
void reader_fold_lost_end(reader_sifter_t *s, GumboTag tag);
void reader_fold_lose(reader_fold_t *fold);

#endif
