/* The generated table of named character references. */

#ifndef READER_CHARREF_TABLE_H
#define READER_CHARREF_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *name;  /* without & and ; */
    uint32_t first;
    uint16_t second;   /* 0: there is none */
    bool bare;         /* counts without a semicolon as well */
} reader_charref_t;

extern const reader_charref_t reader_charrefs[];
extern const size_t reader_charref_count;

#endif
