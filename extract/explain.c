#include "explain.h"

#include "buffer.h"
#include "signals.h"
#include "strip.h"
#include "verdict.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_CHARACTERS 64 /* of a block */
#define VALUE_CHARACTERS 100 /* of metadata */
#define SIGNALS_SHOWN 3
#define SIGNAL_MIN 0.05f   /* contributions below say nothing */


static void
print(reader_buffer_t *out, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);

    reader_buffer_text(out, text);
}


/* The beginning of a text, in whole characters. */
static void
print_start(reader_buffer_t *out, reader_string_t text, size_t characters)
{
    size_t at = 0;

    while (at < text.length && characters != 0) {
        do {
            at++;
        } while (at < text.length
                 && ((unsigned char) text.data[at] & 0xC0) == 0x80);

        characters--;
    }

    reader_buffer_add(out, text.data, at);

    if (at < text.length) {
        reader_buffer_text(out, "...");
    }
}


/* name "value" from what, which support supports */
static void
print_value(reader_buffer_t *out, const char *name, reader_string_t value,
            const char *from, const char *support)
{
    if (value.length == 0) {
        return;
    }

    print(out, "  %-10s \"", name);
    print_start(out, value, VALUE_CHARACTERS);
    reader_buffer_text(out, "\"  from ");
    reader_buffer_text(out, from != NULL ? from : "the page");

    if (support != NULL) {
        print(out, ", which %s supports", support);
    }

    reader_buffer_byte(out, '\n');
}


static void
print_metadata(reader_buffer_t *out, const reader_metadata_t *metadata)
{
    const struct {
        const char *name;
        reader_string_t value;
        const char *from;
    } rows[] = {
        { "subtitle", metadata->subtitle, metadata->subtitle_from },
        { "byline", metadata->byline, metadata->byline_from },
        { "published", metadata->published, metadata->published_from },
        { "modified", metadata->modified, metadata->modified_from },
        { "site", metadata->site_name, metadata->site_name_from },
        { "language", metadata->language, metadata->language_from },
        { "direction", metadata->direction, metadata->direction_from },
        { "about", metadata->description, metadata->description_from },
        { "type", metadata->type, metadata->type_from },
        { "section", metadata->section, metadata->section_from },
        { "canonical", metadata->canonical, metadata->canonical_from },
        { "image", metadata->image.url, metadata->image_from },
        { "license", metadata->license, metadata->license_from },
    };

    print_value(out, "title", metadata->title, metadata->title_from,
                metadata->title_support);

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        print_value(out, rows[i].name, rows[i].value, rows[i].from, NULL);
    }
}


/* The features that moved a score most, as "name=value (+0.8)". */
static void
print_signals(reader_buffer_t *out, const float *contributions,
              const float *features, size_t count,
              const char *(*name)(size_t))
{
    bool shown[256] = { false };

    for (int k = 0; k < SIGNALS_SHOWN; k++) {
        size_t most = count;

        for (size_t i = 0; i < count && i < sizeof(shown); i++) {
            if (!shown[i] && fabsf(contributions[i]) >= SIGNAL_MIN
                && (most == count
                    || fabsf(contributions[i])
                           > fabsf(contributions[most]))) {
                most = i;
            }
        }

        if (most == count) {
            break;
        }

        shown[most] = true;
        print(out, "%s%s=%.4g (%+.1f)", k == 0 ? "" : ", ", name(most),
              (double) features[most], (double) contributions[most]);
    }
}


static void
print_tag(reader_buffer_t *out, const reader_tree_t *tree,
          reader_node_id_t element)
{
    reader_string_t name = reader_tree_name(tree, element);
    reader_string_t class;

    print_start(out, name, 12);

    if (reader_tree_attribute(tree, element, "class", &class)
        && class.length != 0) {
        reader_buffer_byte(out, '.');
        print_start(out, class, 24);
    }
}


static void
print_block(reader_buffer_t *out, const reader_profile_t *profile,
            reader_tree_t *tree, const reader_blocks_t *blocks,
            uint32_t index, const float *row, float *contributions)
{
    const reader_block_t *block = &blocks->items[index];
    size_t width = reader_signal_count();
    const char *rule = reader_ruling_text(&blocks->ruling, block->first);

    print(out, "%4u %-4s %+6.1f  ", index, block->kept ? "KEEP" : "drop",
          (double) block->score);
    print_start(out, blocks->texts[index], TEXT_CHARACTERS);
    reader_buffer_text(out, "\n                 ");
    print_tag(out, tree, block->element);
    reader_buffer_text(out, ": ");

    if (block->strip == READER_STRIP_NONE && rule != NULL) {
        print(out, "site rule: keep %.200s\n", rule);
        return;
    }

    if (block->strip != READER_STRIP_NONE) {
        reader_buffer_text(out,
                           reader_strip_name((reader_strip_t) block->strip));

        if (block->strip == READER_STRIP_RULE) {
            print(out, ": strip %.200s", rule);
        }

        reader_buffer_byte(out, '\n');
        return;
    }

    memset(contributions, 0, width * sizeof(float));
    reader_model_explain(profile->model, READER_MODEL_BLOCK, row,
                         contributions);
    print_signals(out, contributions, row, width, reader_signal_name);
    reader_buffer_byte(out, '\n');
}


reader_string_t
reader_explain(const reader_profile_t *profile, reader_tree_t *tree,
               const reader_metadata_t *metadata,
               const reader_blocks_t *blocks, const float *rows,
               const reader_selection_t *selection)
{
    size_t width = reader_signal_count(), signals = reader_verdict_count();
    float *contributions = reader_arena_array(
        tree->arena, width > signals ? width : signals, sizeof(float));
    float *row = reader_arena_alloc(tree->arena, width * sizeof(float));
    reader_buffer_t out;

    reader_buffer_init(&out, tree->arena, 4096);

    print(&out, "%s: page score %u of 100, %zu words, %zu characters\n",
          selection->readerable ? "article" : "no article",
          selection->score, selection->words, selection->characters);
    reader_model_explain(profile->model, READER_MODEL_PAGE,
                         selection->signals, contributions);
    reader_buffer_text(&out, "  because    ");
    print_signals(&out, contributions, selection->signals, signals,
                  reader_verdict_name);
    reader_buffer_byte(&out, '\n');
    print_metadata(&out, metadata);

    for (uint32_t i = 0; i < blocks->count; i++) {
        reader_model_row(rows, width, i, row);
        print_block(&out, profile, tree, blocks, i, row, contributions);
    }

    return reader_buffer_value(&out);
}


static void
print_numbers(reader_buffer_t *out, const float *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print(out, "%s%.6g", i == 0 ? "\t" : " ", (double) numbers[i]);
    }
}


reader_string_t
reader_explain_numbers(reader_tree_t *tree, const reader_blocks_t *blocks,
                       const float *rows,
                       const reader_selection_t *selection)
{
    size_t width = reader_signal_count(), signals = reader_verdict_count();
    float *row = reader_arena_alloc(tree->arena, width * sizeof(float));
    reader_buffer_t out;

    reader_buffer_init(&out, tree->arena, (size_t) 1 << 16);
    reader_buffer_byte(&out, 'N');

    for (size_t i = 0; i < width; i++) {
        print(&out, "%c%s", i == 0 ? '\t' : ' ', reader_signal_name(i));
    }

    reader_buffer_text(&out, "\nV");

    for (size_t i = 0; i < signals; i++) {
        print(&out, "%c%s", i == 0 ? '\t' : ' ', reader_verdict_name(i));
    }

    for (uint32_t i = 0; i < blocks->count; i++) {
        const reader_block_t *block = &blocks->items[i];

        print(&out, "\nB\t%d\t%.4f\t%d", block->strip, (double) block->score,
              block->kept);
        reader_model_row(rows, width, i, row);
        print_numbers(&out, row, width);
        reader_buffer_byte(&out, '\t');
        reader_buffer_string(&out, blocks->texts[i]);
    }

    print(&out, "\nP\t%u", selection->score);
    print_numbers(&out, selection->signals, signals);
    reader_buffer_byte(&out, '\n');

    return reader_buffer_value(&out);
}
