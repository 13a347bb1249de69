/*
 * Dates as pages write them: ISO 8601, numbers in the order of a country,
 * month names of three dozen languages, years and days of CJK.
 */

#ifndef READER_DATE_H
#define READER_DATE_H

#include "arena.h"

#define READER_DATE_NO_ZONE INT16_MIN

typedef struct {
    int16_t year;   /* 0: no date */
    int8_t month;
    int8_t day;
    int8_t hour;    /* -1: no time */
    int8_t minute;
    int8_t second;
    int16_t zone;   /* minutes east of UTC, or READER_DATE_NO_ZONE */
    bool ambiguous; /* day and month could be the other way round */
} reader_date_t;

/* Room for "2026-03-04T05:06:07+01:00" and a NUL byte. */
#define READER_DATE_SIZE 32

/*
 * The first date in text (valid UTF-8; the first 300 bytes count).  Where
 * only the order of a country tells day from month, month_first decides.
 * *end, if not NULL, is where the date (without its time) ends in text;
 * *start where it begins.
 */
bool reader_date_find(reader_string_t text, bool month_first,
                      reader_date_t *date, size_t *start, size_t *end);

/* A date in the path of a URL: /2026/03/04/, /2026/mar/04/, -20260304. */
bool reader_date_in_url(reader_string_t path, reader_date_t *date);

/* A day without a time; false if there is none such in the web's years. */
bool reader_date_set(reader_date_t *date, int year, int month, int day);

/* Whether text begins with YYYY-MM-DD and a plausible date at that. */
bool reader_date_is_iso(reader_string_t text);

/* ISO 8601; the length. */
size_t reader_date_format(const reader_date_t *date,
                          char out[READER_DATE_SIZE]);

/* 1 to 12 for the name of a month or a usual abbreviation of it, else 0. */
int reader_date_month(reader_string_t word);

#endif
