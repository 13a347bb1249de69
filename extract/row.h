/* A row of signals that is filled from left to right. */

#ifndef READER_ROW_H
#define READER_ROW_H

typedef struct {
    float *at; /* where the next one goes */
} reader_row_t;

void reader_row_put(reader_row_t *row, double value);

/* part / whole, or 0 of nothing. */
void reader_row_ratio(reader_row_t *row, double part, double whole);

/* log(1 + value): what is twice as much is one step more. */
void reader_row_log(reader_row_t *row, double value);

#endif
