/* Runs of text as plain text, and the addresses its links lead to. */

#ifndef READER_TEXT_INLINE_H
#define READER_TEXT_INLINE_H

#include "runs.h"

/* Numbers of addresses, from 1 on in the order in which they are asked for. */
typedef struct {
    reader_arena_t *arena;
    reader_string_t *urls;
    unsigned count;
    unsigned capacity;
    unsigned *slots;      /* a hash table of numbers, 0: free */
    unsigned slot_count;
} reader_text_links_t;

void reader_text_links_init(reader_text_links_t *links,
                            reader_arena_t *arena);

/*
 * Adds the runs.  Links get the number of their address behind them if it is
 * http, https or mailto, and is not what the link says anyway.  A break is LF;
 * there is no other LF.
 */
void reader_text_inline(const reader_runs_t *runs, reader_text_links_t *links,
                        reader_buffer_t *out);

#endif
