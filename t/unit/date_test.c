/* Dates in text and in addresses. */

#include "tap.h"

#include "date.h"

#define NONE ""

static const struct {
    const char *text;
    const char *date;        /* NONE: there is none */
    const char *month_first; /* the same if months come first; NULL: as date */
} texts[] = {
    /* ISO 8601 */
    { "2026-03-04", "2026-03-04", NULL },
    { "2026-03-04T05:06:07+01:00", "2026-03-04T05:06:07+01:00", NULL },
    { "2026-03-04T05:06:07.123Z", "2026-03-04T05:06:07Z", NULL },
    { "2026-03-04 05:06:07 -0530", "2026-03-04T05:06:07-05:30", NULL },
    { "2026-03-04T05:06", "2026-03-04T05:06:00", NULL },
    { "2026-03-04T23:00:00+09", "2026-03-04T23:00:00+09:00", NULL },
    { "20260304", "2026-03-04", NULL },
    { "2026/3/4", "2026-03-04", NULL },
    { "2026.03.04", "2026-03-04", NULL },
    { "Wed, 04 Mar 2026 05:06:07 GMT", "2026-03-04T05:06:07Z", NULL },
    /* numbers */
    { "4.3.2026", "2026-03-04", NULL },
    { "04.03.26, 17:05 Uhr", "2026-03-04T17:05:00", NULL },
    { "04/03/2026", "2026-03-04", "2026-04-03" },
    { "13/03/2026", "2026-03-13", NULL },
    { "03/13/2026", "2026-03-13", NULL },
    { "04-03-2026", "2026-03-04", "2026-04-03" },
    /* names of months */
    { "March 4, 2026", "2026-03-04", NULL },
    { "Published on Mar. 4th, 2026 at 5:06 pm", "2026-03-04T17:06:00", NULL },
    { "12:30 am", NONE, NULL },
    { "4th of March 2026", "2026-03-04", NULL },
    { "4. März 2026 um 17:05", "2026-03-04T17:05:00", NULL },
    { "Mittwoch, 04. Maerz 2026", "2026-03-04", NULL },
    { "1er février 2026", "2026-02-01", NULL },
    { "4 de marzo de 2026", "2026-03-04", NULL },
    { "4 marzo 2026", "2026-03-04", NULL },
    { "04 out. 2026", "2026-10-04", NULL },
    { "4 maart 2026", "2026-03-04", NULL },
    { "4. marts 2026", "2026-03-04", NULL },
    { "4 mars 2026", "2026-03-04", NULL },
    { "4. maaliskuuta 2026", "2026-03-04", NULL },
    { "4 marca 2026", "2026-03-04", NULL },
    { "4. března 2026", "2026-03-04", NULL },
    { "2026. március 4.", "2026-03-04", NULL },
    { "4 МАРТА 2026", "2026-03-04", NULL },
    { "4 березня 2026", "2026-03-04", NULL },
    { "4 Μαρτίου 2026", "2026-03-04", NULL },
    { "4 Mart 2026", "2026-03-04", NULL },
    { "4 martie 2026", "2026-03-04", NULL },
    { "4 مارس 2026", "2026-03-04", NULL },
    { "2026年3月4日", "2026-03-04", NULL },
    { "2026 年 03 月 04 日 17:05", "2026-03-04T17:05:00", NULL },
    { "2026년 3월 4일", "2026-03-04", NULL },
    { "ngày 4 tháng 3 năm 2026", "2026-03-04", NULL },
    /* none */
    { "", NONE, NULL },
    { "March 2026", NONE, NULL },
    { "31 February 2026", NONE, NULL },
    { "32.01.2026", NONE, NULL },
    { "4 March 1848", NONE, NULL },
    { "Call 0171 2026 34", NONE, NULL },
    { "version 1.2.3", NONE, NULL },
    { "192.168.20.26", NONE, NULL },
    { "123456789012", NONE, NULL },
    /* the first one, and what is no date before it */
    { "3 comments | 4 March 2026 | 5 March 2026", "2026-03-04", NULL },
};

static const struct {
    const char *path;
    const char *date;
} paths[] = {
    { "/2026/03/04/title", "2026-03-04" },
    { "/2026/3/4/title", "2026-03-04" },
    { "/news/2026/mar/04/title", "2026-03-04" },
    { "/news/2026-03-04-title", "2026-03-04" },
    { "/news/20260304/title", "2026-03-04" },
    { "/news/title-20260304.html", "2026-03-04" },
    { "/2026/0304/title", "2026-03-04" },
    { "/news/04-03-2026", "2026-03-04" },
    { "/2026/03/title", NONE },
    { "/2026/title-03-04", NONE },
    { "/id/202603041/", NONE },
    { "/id/20261341/", NONE },
    { "/?date=2026-03-04", NONE },
    { "", NONE },
    { "/2026", NONE },
};


static void
check(const reader_date_t *date, bool found, const char *want,
      const char *name)
{
    char text[READER_DATE_SIZE] = "";
    size_t length = found ? reader_date_format(date, text) : 0;

    is_bytes(text, length, want, strlen(want), name);
}


int
main(void)
{
    reader_date_t date;
    size_t start, end;
    reader_string_t text;
    bool found;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *first = texts[i].month_first;

        text = (reader_string_t) { texts[i].text, strlen(texts[i].text) };
        found = reader_date_find(text, false, &date, NULL, NULL);
        check(&date, found, texts[i].date, texts[i].text);
        found = reader_date_find(text, true, &date, NULL, NULL);
        check(&date, found, first != NULL ? first : texts[i].date,
              "the same, months first");
    }

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        text = (reader_string_t) { paths[i].path, strlen(paths[i].path) };
        found = reader_date_in_url(text, &date);
        check(&date, found, paths[i].date, paths[i].path);
    }

    text = (reader_string_t) { "By X on 4 March 2026, 5:06", 26 };
    ok(reader_date_find(text, false, &date, &start, &end) && start == 8
           && end == 20,
       "where it is");

    ok(reader_date_is_iso((reader_string_t) { "2026-03-04T05:06", 16 }),
       "begins like ISO 8601");
    ok(!reader_date_is_iso((reader_string_t) { "2026-13-04T05:06", 16 }),
       "a month that is none");
    ok(!reader_date_is_iso((reader_string_t) { "4 March 2026", 12 }),
       "another notation");

    text = (reader_string_t) { "\xE6\x9C", 2 };
    ok(!reader_date_find(text, false, &date, NULL, NULL),
       "cut in the middle of a character");

    return done_testing();
}
