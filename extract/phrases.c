#include "phrases.h"

#include "ascii.h"
#include "phrases_table.h"

#include <string.h>


const reader_phrases_t *
reader_phrases(reader_string_t language)
{
    for (size_t i = 0; i < reader_phrases_count; i++) {
        const reader_phrases_t *phrases = &reader_phrases_table[i];
        size_t length = strlen(phrases->language);

        if (reader_ascii_starts(language, phrases->language)
            && (language.length == length || language.data[length] == '-'
                || language.data[length] == '_')) {
            return phrases;
        }
    }

    return &reader_phrases_table[0];
}


reader_string_t
reader_phrase_before(const char *phrase)
{
    return (reader_string_t){ phrase, strcspn(phrase, "#") };
}


reader_string_t
reader_phrase_after(const char *phrase)
{
    phrase += strcspn(phrase, "#");
    phrase += *phrase == '#';

    return (reader_string_t){ phrase, strlen(phrase) };
}


static unsigned
two_digits(const char *text)
{
    return (unsigned) (text[0] - '0') * 10 + (unsigned) (text[1] - '0');
}


static bool
is_date(reader_string_t date)
{
    static const char pattern[] = "dddd-dd-dd";

    if (date.length < sizeof(pattern) - 1) {
        return false;
    }

    for (size_t i = 0; i < sizeof(pattern) - 1; i++) {
        if (pattern[i] == 'd' ? !reader_ascii_digit(date.data[i])
                              : date.data[i] != '-') {
            return false;
        }
    }

    return true;
}


void
reader_phrases_date(const reader_phrases_t *phrases, reader_string_t date,
                    reader_buffer_t *out)
{
    unsigned month;

    if (!is_date(date)) {
        reader_buffer_string(out, date);
        return;
    }

    month = two_digits(date.data + 5);

    if (month < 1 || month > 12 || *phrases->date == '\0') {
        reader_buffer_add(out, date.data, 10);
        return;
    }

    for (const char *at = phrases->date; *at != '\0'; at++) {
        switch (*at) {
        case 'Y':
            reader_buffer_add(out, date.data, 4);
            break;
        case 'M':
            reader_buffer_text(out, phrases->months[month - 1]);
            break;
        case 'N':
            reader_buffer_number(out, month);
            break;
        case 'D':
            reader_buffer_number(out, two_digits(date.data + 8));
            break;
        default:
            reader_buffer_byte(out, *at);
        }
    }
}
