/* Dates in the addresses of pages. */

#include "ascii.h"
#include "date.h"

#include <string.h>


/* Exactly so many digits at p, or -1. */
static int
digits(const char *p, const char *end, int count)
{
    int value = 0;

    if (end - p < count) {
        return -1;
    }

    for (int i = 0; i < count; i++) {
        if (!reader_ascii_digit(p[i])) {
            return -1;
        }

        value = value * 10 + (p[i] - '0');
    }

    return end - p > count && reader_ascii_digit(p[count]) ? -1 : value;
}


/* One or two digits; *p is moved behind them. */
static int
short_number(const char **p, const char *end)
{
    for (int count = 2; count >= 1; count--) {
        int value = digits(*p, end, count);

        if (value >= 0) {
            *p += count;
            return value;
        }
    }

    return -1;
}


bool
reader_date_in_url(reader_string_t path, reader_date_t *date)
{
    const char *end = path.data + path.length;
    const char *query = path.length == 0
                            ? NULL
                            : memchr(path.data, '?', path.length);

    if (query != NULL) {
        end = query;
    }

    for (const char *p = path.data; p < end; p++) {
        const char *q = p;
        char mark;
        int year, month, day;

        if (!reader_ascii_digit(*p)
            || (p > path.data && reader_ascii_digit(p[-1]))) {
            continue;
        }

        year = digits(p, end, 8);

        if (year >= 0
            && reader_date_set(date, year / 10000, year / 100 % 100, year % 100)) {
            return true;
        }

        /* 29-10-2021 */
        day = digits(p, end, 2);

        if (day >= 0 && end - p >= 10 && p[2] == '-' && p[5] == '-') {
            month = digits(p + 3, end, 2);
            year = digits(p + 6, end, 4);

            if (month > 0 && year > 0 && reader_date_set(date, year, month, day)) {
                return true;
            }
        }

        year = digits(p, end, 4);

        if (year < 0 || end - p < 8) {
            continue;
        }

        q += 4;
        mark = *q++;

        if (mark != '/' && mark != '-' && mark != '_') {
            continue;
        }

        /* /2026/0304/ */
        month = digits(q, end, 4);

        if (month >= 0 && mark == '/'
            && reader_date_set(date, year, month / 100, month % 100)) {
            return true;
        }

        month = short_number(&q, end);

        if (month < 0) {
            const char *word = q;

            while (q < end && reader_ascii_letter(*q)) {
                q++;
            }

            month = reader_date_month(
                (reader_string_t) { word, (size_t) (q - word) });
        }

        if (month <= 0 || q == end || (*q != mark && *q != '/')) {
            continue;
        }

        q++;
        day = short_number(&q, end);

        if (day > 0 && reader_date_set(date, year, month, day)) {
            return true;
        }
    }

    return false;
}
