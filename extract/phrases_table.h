/* The phrases themselves: data for phrases.c. */

#ifndef READER_PHRASES_TABLE_H
#define READER_PHRASES_TABLE_H

#include "phrases.h"

extern const reader_phrases_t reader_phrases_table[];
extern const size_t reader_phrases_count;

#endif
