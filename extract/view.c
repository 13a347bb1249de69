#include "view.h"

#include "ascii.h"
#include "special.h"

#include <string.h>

/* Pages are read at so many words, or characters of CJK, a minute. */
#define WORDS_A_MINUTE 230
#define CHARACTERS_A_MINUTE 500


static bool
is_cell(uint8_t element)
{
    return element == READER_EL_TD || element == READER_EL_TH;
}


void
reader_view_running_text(const reader_body_t *body, reader_buffer_t *out)
{
    size_t start = out->length;
    char separator = '\0';

    for (uint32_t i = 0; i < body->count; i++) {
        const reader_item_t *item = &body->items[i];

        if (item->kind == READER_WORDS) {
            if (item->flags & READER_ITEM_CAPTION) {
                continue;
            }

            if (separator != '\0' && out->length != start) {
                reader_buffer_byte(out, separator);
            }

            separator = '\0';
            reader_buffer_string(out, item->text);

        } else if (item->element == READER_EL_BR
                   || item->element == READER_EL_HR) {
            separator = '\n';

        } else if (is_cell(item->element)) {
            separator = separator == '\n' ? '\n' : '\t';

        } else if (reader_element_is_block((reader_element_t)
                                               item->element)) {
            separator = '\n';
        }
    }
}


/* Line ends and tabs as spaces. */
static void
add_line(reader_buffer_t *out, reader_string_t text)
{
    size_t at = reader_special(text, 0, READER_SPECIAL_SPACE);
    char *line;

    reader_buffer_string(out, text);
    line = out->data + out->length - text.length;

    while (at < text.length) {
        if (line[at] == '\n' || line[at] == '\t') {
            line[at] = ' ';
        }

        at = reader_special(text, at + 1, READER_SPECIAL_SPACE);
    }
}


reader_string_t
reader_view_text_of(const reader_document_t *document,
                    const reader_body_t *body, uint32_t from, uint32_t to)
{
    reader_buffer_t out;
    bool space = false;

    reader_buffer_init(&out, document->arena, 0);

    for (uint32_t i = from; i < to; i++) {
        const reader_item_t *item = &body->items[i];

        if (item->kind != READER_WORDS) {
            space = space || item->element == READER_EL_BR
                    || reader_element_is_block((reader_element_t)
                                                   item->element);
            continue;
        }

        if (space && out.length != 0
            && !reader_ascii_space(out.data[out.length - 1])) {
            reader_buffer_byte(&out, ' ');
        }

        space = false;
        add_line(&out, item->text);
    }

    return reader_ascii_trim(reader_buffer_value(&out));
}


static bool
is_cjk(reader_string_t language)
{
    static const char *const languages[] = { "ja", "zh", "ko" };

    for (unsigned i = 0; i < 3; i++) {
        if (reader_ascii_starts(language, languages[i])
            && (language.length == 2 || language.data[2] == '-')) {
            return true;
        }
    }

    return false;
}


unsigned
reader_view_minutes(const reader_document_t *document)
{
    const reader_selection_t *selection = document->selection;
    size_t minutes;

    if (is_cjk(document->metadata->language)) {
        /* characters count twice there */
        minutes = (selection->characters / 2 + CHARACTERS_A_MINUTE - 1)
                  / CHARACTERS_A_MINUTE;
    } else {
        minutes = (selection->words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE;
    }

    return minutes == 0 ? 1 : (unsigned) minutes;
}


reader_string_t
reader_view_local(const reader_metadata_t *metadata, reader_string_t url)
{
    return reader_url_local(&metadata->address, url);
}
