#include "date.h"


/* count digits of it */
static char *
put_number(char *to, int number, int count)
{
    for (int i = count; i-- > 0; number /= 10) {
        to[i] = (char) ('0' + number % 10);
    }

    return to + count;
}


size_t
reader_date_format(const reader_date_t *date, char out[READER_DATE_SIZE])
{
    char *to = put_number(out, date->year, 4);
    int zone = date->zone < 0 ? -date->zone : date->zone;

    *to++ = '-';
    to = put_number(to, date->month, 2);
    *to++ = '-';
    to = put_number(to, date->day, 2);

    if (date->hour >= 0) {
        *to++ = 'T';
        to = put_number(to, date->hour, 2);
        *to++ = ':';
        to = put_number(to, date->minute, 2);
        *to++ = ':';
        to = put_number(to, date->second, 2);

        if (date->zone == 0) {
            *to++ = 'Z';
        } else if (date->zone != READER_DATE_NO_ZONE) {
            *to++ = date->zone < 0 ? '-' : '+';
            to = put_number(to, zone / 60, 2);
            *to++ = ':';
            to = put_number(to, zone % 60, 2);
        }
    }

    *to = '\0';

    return (size_t) (to - out);
}
