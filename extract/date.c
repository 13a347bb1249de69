#include "date.h"
#include "ascii.h"
#include "unicode.h"

#include <string.h>

/* A date is a line of its own or near the start of one. */
#define TEXT_MAX 300
#define TOKENS_MAX 96
#define PADDING 8 /* the longest look ahead */

/* Before the web there are no pages; later ones are typing errors. */
#define YEAR_MIN 1980
#define YEAR_MAX 2039

typedef enum {
    NONE, /* behind the last token */
    NUMBER,
    FILLER,     /* "de", "of", "th", ... between the parts */
    YEAR_MARK,  /* CJK: behind the number */
    MONTH_MARK, /* and Vietnamese "thang", before it */
    DAY_MARK,
    MARK,       /* punctuation: value is the byte */
    WORD        /* maybe a month: see month_of */
} kind_t;

typedef struct {
    kind_t kind;
    int value;
    int digits;
    size_t start, end;
} token_t;

typedef struct {
    token_t items[TOKENS_MAX + PADDING]; /* NONE behind the last */
    size_t count;
    reader_string_t text;
} tokens_t;

#define FILLER_MAX 4 /* bytes */

/* By their length in bytes. */
static const char *const fillers[FILLER_MAX + 1][9] = {
    [1] = { "d" },
    [2] = { "de", "of", "st", "nd", "rd", "th", "er", "º" },
    [3] = { "del", "the", "den", "der", "dne" },
    [4] = { "năm" },
};


static bool
is_filler(reader_string_t word)
{
    const char *const *filler = fillers[0];

    if (word.length <= FILLER_MAX) {
        filler = fillers[word.length];
    }

    while (*filler != NULL && !reader_ascii_is(word, *filler)) {
        filler++;
    }

    return *filler != NULL;
}


static bool
is_letter(uint32_t code)
{
    switch (reader_unicode_class(code)) {
    case READER_UNICODE_LETTER:
    case READER_UNICODE_LOWER:
    case READER_UNICODE_UPPER:
        return true;
    default:
        return false;
    }
}


static const char *
behind_letters(const char *p, const char *end)
{
    while (p < end) {
        const char *next = p;

        if ((unsigned char) (*p | 0x20) >= 'a'
            && (unsigned char) (*p | 0x20) <= 'z') {
            p++;
            continue;
        }

        if ((unsigned char) *p < 0x80
            || !is_letter(reader_unicode_next(&next, end))) {
            break;
        }

        p = next;
    }

    return p;
}


static kind_t
kind_of_ideograph(uint32_t code)
{
    switch (code) {
    case 0x5E74: /* nian, nen */
    case 0xB144: /* nyeon */
        return YEAR_MARK;
    case 0x6708:
    case 0xC6D4:
        return MONTH_MARK;
    case 0x65E5:
    case 0xC77C:
        return DAY_MARK;
    default:
        return WORD;
    }
}


static void
read_word(tokens_t *tokens, token_t *token)
{
    reader_string_t word = { tokens->text.data + token->start,
                             token->end - token->start };

    if (word.length == 6 && memcmp(word.data, "th\xC3\xA1ng", 6) == 0) {
        token->kind = MONTH_MARK; /* Vietnamese, before the number */
    } else {
        token->kind = is_filler(word) ? FILLER : WORD;
    }
}


/* As much as is looked at; not up to the middle of a character. */
static reader_string_t
first_part(reader_string_t text)
{
    if (text.length > TEXT_MAX) {
        text.length = TEXT_MAX;

        while (text.length > 0
               && ((unsigned char) text.data[text.length] & 0xC0) == 0x80) {
            text.length--;
        }
    }

    return text;
}


static const char *
read_number(token_t *token, const char *p, const char *end)
{
    token->kind = NUMBER;

    for (; p < end && reader_ascii_digit(*p); p++) {
        if (token->digits < 8) {
            token->value = token->value * 10 + (*p - '0');
        }

        token->digits++;
    }

    return p;
}


/* Behind white space at p, if there is some. */
static const char *
behind_space(const char *p, const char *end)
{
    const char *next = p;

    if ((unsigned char) *p < 0x80) {
        return p + (*p == ' ' || (*p >= '\t' && *p <= '\r'));
    }

    return reader_unicode_space(reader_unicode_next(&next, end)) ? next : p;
}


static void
read_tokens(reader_string_t text, tokens_t *tokens)
{
    const char *p = text.data, *end = p + text.length;

    tokens->text = text;
    tokens->count = 0;

    while (p < end && tokens->count < TOKENS_MAX) {
        token_t *token = &tokens->items[tokens->count];
        const char *start = p;

        p = behind_space(p, end);

        if (p != start) {
            continue;
        }

        token->start = (size_t) (start - text.data);
        token->value = 0;
        token->digits = 0;

        if (reader_ascii_digit(*p)) {
            p = read_number(token, p, end);
            token->end = (size_t) (p - text.data);

        } else if ((p = behind_letters(p, end)) != start) {
            token->end = (size_t) (p - text.data);
            read_word(tokens, token);

        } else {
            uint32_t code = reader_unicode_next(&p, end);

            token->end = (size_t) (p - text.data);
            token->kind = code < 0x80 ? MARK : kind_of_ideograph(code);
            token->value = code < 0x80 ? (int) code : 0;
        }

        tokens->count++;
    }

    memset(&tokens->items[tokens->count], 0, PADDING * sizeof(token_t));
}


static bool
is_mark(const token_t *token, char mark)
{
    return token->kind == MARK && token->value == mark;
}


static const token_t *
skip_mark(const token_t *token, char mark)
{
    return is_mark(token, mark) ? token + 1 : token;
}


bool
reader_date_set(reader_date_t *date, int year, int month, int day)
{
    static const int8_t days[12] = { 31, 29, 31, 30, 31, 30,
                                     31, 31, 30, 31, 30, 31 };

    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12
        || day < 1 || day > days[month - 1]) {
        return false;
    }

    date->year = (int16_t) year;
    date->month = (int8_t) month;
    date->day = (int8_t) day;
    date->hour = -1;
    date->minute = 0;
    date->second = 0;
    date->zone = READER_DATE_NO_ZONE;
    date->ambiguous = false;

    return true;
}


static bool
is_number(const token_t *token, int digits_min, int digits_max)
{
    return token->kind == NUMBER && token->digits >= digits_min
           && token->digits <= digits_max;
}


/* 2026-03-04, 2026/3/4, 2026. 3. 4., 20260304 */
static const token_t *
match_year_first(const token_t *t, reader_date_t *date)
{
    if (is_number(t, 8, 8)) {
        return reader_date_set(date, t->value / 10000, t->value / 100 % 100,
                        t->value % 100)
                   ? t + 1
                   : NULL;
    }

    if (!is_number(t, 4, 4)) {
        return NULL;
    }

    if (t[1].kind == MARK && strchr("-/.", t[1].value) != NULL
        && is_number(&t[2], 1, 2) && is_mark(&t[3], (char) t[1].value)
        && is_number(&t[4], 1, 2)) {
        return reader_date_set(date, t->value, t[2].value, t[4].value) ? t + 5
                                                                : NULL;
    }

    return NULL;
}


/* 4.3.2026, 04/03/2026, 4-3-26 */
static const token_t *
match_year_last(const token_t *t, bool month_first, reader_date_t *date)
{
    int first = t[0].value, second = t[2].value, year = t[4].value;
    char mark = (char) t[1].value;

    if (!is_number(t, 1, 2) || t[1].kind != MARK
        || strchr("./-", mark) == NULL || !is_number(&t[2], 1, 2)
        || !is_mark(&t[3], mark)
        || !(is_number(&t[4], 4, 4)
             || (is_number(&t[4], 2, 2) && mark != '-'))) {
        return NULL;
    }

    if (t[4].digits == 2) {
        year += 2000;
    }

    if (mark == '.' || second > 12 || first > 12) {
        month_first = second > 12 && mark != '.';
    }

    if (!reader_date_set(date, year, month_first ? first : second,
                  month_first ? second : first)) {
        return NULL;
    }

    date->ambiguous = mark != '.' && first <= 12 && second <= 12
                      && first != second;

    return t + 5;
}


/*
 * 1 to 12, or 0 for what is none.  To be asked last: of most words what is
 * around them tells that they are not part of a date.
 */
static int
month_of(const tokens_t *tokens, const token_t *token)
{
    reader_string_t word = { tokens->text.data + token->start,
                             token->end - token->start };

    return token->kind == WORD ? reader_date_month(word) : 0;
}


/* 4 March 2026, 4. Maerz 2026, 4 de marzo de 2026, 1er mars 2026 */
static const token_t *
match_day_first(const tokens_t *tokens, const token_t *t, reader_date_t *date)
{
    const token_t *word;
    int day = t->value, month;

    if (!is_number(t, 1, 2)) {
        return NULL;
    }

    t++;

    while (t->kind == FILLER || is_mark(t, '.') || is_mark(t, '-')
           || is_mark(t, '/') || is_mark(t, '\'')) {
        t++;
    }

    word = t++;

    if (word->kind == MONTH_MARK && is_number(t, 1, 2)) {
        t++;
    } else if (word->kind != WORD) {
        return NULL;
    }

    while (t->kind == FILLER || is_mark(t, '.') || is_mark(t, ',')
           || is_mark(t, '-') || is_mark(t, '/')) {
        t++;
    }

    if (!is_number(t, 4, 4)) {
        return NULL;
    }

    month = word->kind == MONTH_MARK ? word[1].value : month_of(tokens, word);

    return reader_date_set(date, t->value, month, day) ? t + 1 : NULL;
}


/* March 4, 2026; Mar. 4th 2026 */
static const token_t *
match_month_first(const tokens_t *tokens, const token_t *t,
                  reader_date_t *date)
{
    const token_t *word = t;
    int day;

    t = skip_mark(t + 1, '.');
    t = skip_mark(t, '-');

    while (t->kind == FILLER) {
        t++;
    }

    day = t->value;

    if (!is_number(t, 1, 2)) {
        return NULL;
    }

    t++;

    while (t->kind == FILLER || is_mark(t, ',') || is_mark(t, '.')
           || is_mark(t, '-')) {
        t++;
    }

    return is_number(t, 4, 4)
                   && reader_date_set(date, t->value, month_of(tokens, word),
                                      day)
               ? t + 1
               : NULL;
}


/* 2026 mar 4, 2026. marcius 4., and with the signs of CJK */
static const token_t *
match_year_month(const tokens_t *tokens, const token_t *t, reader_date_t *date)
{
    const token_t *word;
    int year = t->value;

    if (!is_number(t, 4, 4)) {
        return NULL;
    }

    if (t[1].kind == YEAR_MARK && is_number(&t[2], 1, 2)
        && t[3].kind == MONTH_MARK && is_number(&t[4], 1, 2)
        && t[5].kind == DAY_MARK) {
        return reader_date_set(date, year, t[2].value, t[4].value) ? t + 6
                                                                   : NULL;
    }

    t++;

    while (is_mark(t, '.') || is_mark(t, ',') || is_mark(t, '-')
           || is_mark(t, '/')) {
        t++;
    }

    word = t++;

    while (is_mark(t, '.') || is_mark(t, '-') || is_mark(t, '/')) {
        t++;
    }

    return is_number(t, 1, 2)
                   && reader_date_set(date, year, month_of(tokens, word),
                                      t->value)
               ? t + 1
               : NULL;
}


static bool
is_word(const tokens_t *tokens, const token_t *token, const char *word)
{
    reader_string_t text = { tokens->text.data + token->start,
                             token->end - token->start };

    return (token->kind == WORD || token->kind == FILLER)
           && reader_ascii_is(text, word);
}


/* +01:00, +0100, Z, GMT; t is behind the time */
static void
read_zone(const tokens_t *tokens, const token_t *t, reader_date_t *date)
{
    int minutes;

    if (is_word(tokens, t, "z") || is_word(tokens, t, "utc")
        || is_word(tokens, t, "gmt")) {
        date->zone = 0;
        return;
    }

    if (!is_mark(t, '+') && !is_mark(t, '-')) {
        return;
    }

    if (is_number(&t[1], 4, 4)) {
        minutes = t[1].value / 100 * 60 + t[1].value % 100;
    } else if (is_number(&t[1], 2, 2) && is_mark(&t[2], ':')
               && is_number(&t[3], 2, 2)) {
        minutes = t[1].value * 60 + t[3].value;
    } else if (is_number(&t[1], 2, 2) && t[2].kind == NONE) {
        minutes = t[1].value * 60;
    } else {
        return;
    }

    if (minutes <= 14 * 60) {
        date->zone = (int16_t) (is_mark(t, '-') ? -minutes : minutes);
    }
}


/* What follows a date: T05:06:07, "um 5:06 Uhr", ", 5:06 pm" */
static void
read_time(const tokens_t *tokens, const token_t *t, reader_date_t *date)
{
    static const char *const words[] = { "t", "um", "at", "à", "a", "ore",
                                         "kl", "klo", "alle", "as" };
    int hour, minute, second = 0;

    for (int skipped = 0; skipped < 3 && t->kind != NUMBER; skipped++) {
        bool known = is_mark(t, ',') || is_mark(t, '-') || is_mark(t, '|')
                     || is_mark(t, '@') || is_mark(t, '.')
                     || is_mark(t, '/') || is_mark(t, '(');

        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
            known = known || is_word(tokens, t, words[i]);
        }

        if (!known) {
            return;
        }

        t++;
    }

    if (!is_number(t, 1, 2) || !(is_mark(&t[1], ':') || is_mark(&t[1], '.')
                                 || is_word(tokens, &t[1], "h"))
        || !is_number(&t[2], 2, 2)) {
        return;
    }

    hour = t->value;
    minute = t[2].value;
    t += 3;

    if (is_mark(t, ':') && is_number(&t[1], 2, 2)) {
        second = t[1].value;
        t += 2;

        if (is_mark(t, '.') && t[1].kind == NUMBER) {
            t += 2; /* fractions */
        }
    }

    if (is_word(tokens, t, "pm") || is_word(tokens, t, "am")) {
        if (hour < 1 || hour > 12) {
            return;
        }

        hour = hour % 12 + (is_word(tokens, t, "pm") ? 12 : 0);
        t++;
    }

    if (hour > 23 || minute > 59 || second > 60) {
        return;
    }

    date->hour = (int8_t) hour;
    date->minute = (int8_t) minute;
    date->second = (int8_t) second;
    read_zone(tokens, t, date);
}


/*
 * Whether there is a year of four digits, a day of eight, or three numbers that
 * may be a day, a month and a short year.
 */
static bool
has_numbers(reader_string_t text)
{
    size_t digits = 0, small = 0;

    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char) (text.data[i] - '0') < 10) {
            digits++;
            continue;
        }

        if (digits == 4 || digits == 8) {
            return true;
        }

        small += digits != 0 && digits <= 2;
        digits = 0;
    }

    small += digits != 0 && digits <= 2;

    return digits == 4 || digits == 8 || small >= 3;
}


bool
reader_date_find(reader_string_t text, bool month_first, reader_date_t *date,
                 size_t *start, size_t *end)
{
    tokens_t tokens;

    text = first_part(text);

    if (!has_numbers(text)) {
        return false;
    }

    read_tokens(text, &tokens);

    for (size_t i = 0; i < tokens.count; i++) {
        const token_t *t = &tokens.items[i];
        const token_t *next = NULL;

        if (t->kind == NUMBER) {
            next = match_year_first(t, date);

            if (next == NULL) {
                next = match_year_last(t, month_first, date);
            }

            if (next == NULL) {
                next = match_day_first(&tokens, t, date);
            }

            if (next == NULL) {
                next = match_year_month(&tokens, t, date);
            }

        } else if (t->kind == WORD) {
            next = match_month_first(&tokens, t, date);
        }

        if (next != NULL) {
            if (start != NULL) {
                *start = t->start;
            }

            if (end != NULL) {
                *end = next[-1].end;
            }

            read_time(&tokens, next, date);
            return true;
        }
    }

    return false;
}


bool
reader_date_is_iso(reader_string_t text)
{
    reader_date_t date;
    size_t start;

    if (text.length < 10 || text.data[4] != '-' || text.data[7] != '-') {
        return false;
    }

    return reader_date_find(text, false, &date, &start, NULL) && start == 0;
}
