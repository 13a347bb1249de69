/* Ranges of code points, in order; see glyph.h. */

#ifndef READER_GLYPH_TABLE_H
#define READER_GLYPH_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t first;
    uint32_t last;
} reader_glyph_range_t;

extern const reader_glyph_range_t reader_glyph_punctuation[];
extern const reader_glyph_range_t reader_glyph_symbols[];
extern const reader_glyph_range_t reader_glyph_zero[];
extern const reader_glyph_range_t reader_glyph_wide[];
extern const size_t reader_glyph_punctuation_count;
extern const size_t reader_glyph_symbols_count;
extern const size_t reader_glyph_zero_count;
extern const size_t reader_glyph_wide_count;

#endif
