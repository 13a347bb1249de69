#include "row.h"

#include <math.h>


void
reader_row_put(reader_row_t *row, double value)
{
    *row->at++ = (float) value;
}


void
reader_row_ratio(reader_row_t *row, double part, double whole)
{
    reader_row_put(row, whole == 0 ? 0 : part / whole);
}


void
reader_row_log(reader_row_t *row, double value)
{
    reader_row_put(row, log1p(value));
}
