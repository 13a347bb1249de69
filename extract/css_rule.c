#include "css_rule.h"

#include "ascii.h"
#include "css.h"
#include "css_scan.h"

#include <string.h>


static void
skip(reader_string_t *css, size_t count)
{
    css->data += count;
    css->length -= count;
}


static void
skip_to(reader_string_t *css, const char *at)
{
    skip(css, (size_t) (at - css->data));
}


/* Up to and with the brace that closes, or the end. */
static reader_string_t
take_block(reader_string_t *css, bool *escapes)
{
    const char *start = css->data, *end = start + css->length;
    unsigned depth = 1;

    *escapes = false;

    while (skip_to(css, reader_css_mark(css->data, end)), css->length != 0) {
        char c = *css->data;

        switch (c) {

        case '{':
            depth++;
            break;

        case '}':
            depth--;

            if (depth == 0) {
                end = css->data;
                skip(css, 1);

                return (reader_string_t) { start, (size_t) (end - start) };
            }
            break;

        case '\\':
            *escapes = true;
            skip(css, css->length > 1);
            break;

        default:
            if (reader_css_skip(css)) {
                continue;
            }
        }

        skip(css, 1);
    }

    return (reader_string_t) { start, (size_t) (end - start) };
}


/* An at-rule without a block ends with a semicolon. */
static void
skip_at_prelude(reader_string_t *css)
{
    while (css->length != 0 && *css->data != '{' && *css->data != ';') {
        char c = *css->data;

        if ((c != '/' && c != '"' && c != '\'') || !reader_css_skip(css)) {
            reader_css_step(css);
        }
    }
}


static void
skip_selectors(reader_string_t *css)
{
    const char *end = css->data + css->length;

    while (skip_to(css, reader_css_mark(css->data, end)),
           css->length != 0 && *css->data != '{') {
        char c = *css->data;

        if (c == '}' || c == '\\' || !reader_css_skip(css)) {
            reader_css_step(css);
        }
    }
}


/*
 * What comes before a block.  Groups that end on the way are counted off.
 */
static reader_string_t
take_prelude(reader_css_sheet_t *sheet)
{
    reader_string_t *css = &sheet->left;
    const char *start;

    while (css->length != 0) {
        char c = *css->data;

        if (c == '/' && reader_css_skip(css)) {
            continue;
        }

        if (!reader_ascii_space(c) && c != '}') {
            break;
        }

        sheet->groups -= c == '}' && sheet->groups != 0;
        skip(css, 1);
    }

    start = css->data;

    if (css->length != 0 && *start == '@') {
        skip_at_prelude(css);
    } else {
        skip_selectors(css);
    }

    return (reader_string_t) { start, (size_t) (css->data - start) };
}


static bool
is_group(reader_string_t prelude)
{
    return (reader_ascii_starts(prelude, "@media")
            && !reader_ascii_contains(prelude, "print"))
           || reader_ascii_starts(prelude, "@supports")
           || reader_ascii_starts(prelude, "@layer")
           || reader_ascii_starts(prelude, "@container");
}


void
reader_css_sheet_init(reader_css_sheet_t *sheet, reader_string_t css)
{
    css = reader_ascii_trim(css);

    /* it is often wrapped in what was to hide it from old browsers */
    if (reader_ascii_starts(css, "<!--")) {
        skip(&css, strlen("<!--"));
    }

    *sheet = (reader_css_sheet_t) { css, 0 };
}


bool
reader_css_rule(reader_css_sheet_t *sheet, reader_css_rule_t *rule)
{
    reader_string_t *css = &sheet->left;

    for (;;) {
        reader_string_t prelude = take_prelude(sheet);
        bool block = css->length != 0 && *css->data == '{';
        bool at_rule = prelude.length != 0 && *prelude.data == '@';

        if (css->length == 0) {
            return false;
        }

        skip(css, 1); /* the brace or the semicolon */

        if (at_rule && block && is_group(prelude)) {
            sheet->groups++;

        } else if (block) {
            rule->selectors = prelude;
            rule->body = take_block(css, &rule->escapes);
            rule->conditional = sheet->groups != 0;

            if (!at_rule) {
                return true;
            }
        }
    }
}
