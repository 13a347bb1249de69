#include "text_table.h"

#include "glyph.h"

#include <string.h>

#define WIDTH_MAX 100 /* cells of the terminal */
#define GAP 2         /* between columns */

/* A column is one cell at least, so more do not fit; nor do spans matter
   beyond it. */
#define COLUMNS_MAX ((WIDTH_MAX + GAP) / (1 + GAP))

typedef struct {
    uint32_t row;
    unsigned column;
    unsigned span;
    size_t from; /* its text, in text */
    size_t to;
    size_t width;
    uint8_t align;
    bool header;
} cell_t;

typedef struct {
    reader_flow_t *flow;
    reader_buffer_t text;
    cell_t *cells;
    uint32_t count;
    uint32_t capacity;
    uint32_t header_end; /* cells of the header rows come first */
    unsigned columns;
    unsigned width; /* that all columns may have */
    size_t widths[COLUMNS_MAX];
    uint32_t taken[COLUMNS_MAX]; /* rows that cells above reach into */
    reader_align_t aligns[COLUMNS_MAX];
    uint32_t labels[COLUMNS_MAX]; /* cell of the header, or NO_LABEL */
} table_t;

#define NO_LABEL UINT32_MAX


static cell_t *
add_cell(table_t *table)
{
    if (table->count == table->capacity) {
        uint32_t capacity = table->capacity == 0 ? 64 : table->capacity * 2;

        table->cells =
            reader_arena_grow(table->text.arena, table->cells,
                              table->capacity * sizeof(*table->cells),
                              capacity * sizeof(*table->cells));
        table->capacity = capacity;
    }

    memset(&table->cells[table->count], 0, sizeof(*table->cells));

    return &table->cells[table->count++];
}


static reader_string_t
cell_text(const table_t *table, const cell_t *cell)
{
    return (reader_string_t) { table->text.data + cell->from,
                               cell->to - cell->from };
}


/* Puts the cell into the first column from *column on that is free. */
static void
place(table_t *table, cell_t *cell, const reader_attributes_t *attributes,
      unsigned *column)
{
    unsigned span = attributes->colspan > 1 ? attributes->colspan : 1;
    unsigned rows = attributes->rowspan > 1 ? attributes->rowspan : 1;

    while (*column < COLUMNS_MAX && table->taken[*column] > cell->row) {
        ++*column;
    }

    cell->column = *column;

    while (span-- > 0 && *column < COLUMNS_MAX) {
        table->taken[*column] = cell->row + rows;
        ++*column;
        cell->span++;
    }

    if (cell->column == COLUMNS_MAX) {
        table->columns = COLUMNS_MAX + 1; /* too many */
        return;
    }

    if (*column > table->columns && table->columns <= COLUMNS_MAX) {
        table->columns = *column;
    }

    if (cell->width > table->widths[cell->column]) {
        table->widths[cell->column] = cell->width;
    }

    if (table->aligns[cell->column] == READER_ALIGN_NONE) {
        table->aligns[cell->column] = attributes->align;
    }
}


static void
collect(table_t *table, reader_runs_t *runs, reader_text_links_t *links,
        uint32_t open)
{
    const reader_item_t *items = table->flow->body->items;
    uint32_t row = 0;
    unsigned column = 0;
    bool in_head = false;
    bool only_headers = true; /* in this row, and in those before */

    for (uint32_t i = open + 1; i < items[open].match; i++) {
        const reader_item_t *item = &items[i];
        cell_t *cell;

        switch (item->element) {

        case READER_EL_CAPTION:
            i = item->match;
            break;

        case READER_EL_THEAD:
            in_head = item->kind == READER_OPEN;
            break;

        case READER_EL_TR:
            column = 0;

            if (item->kind == READER_CLOSE) {
                row++;

                if (in_head || (row == 1 && only_headers)) {
                    table->header_end = table->count;
                }
            }
            break;

        case READER_EL_TH:
        case READER_EL_TD:
            cell = add_cell(table);
            cell->row = row;
            cell->from = table->text.length;
            only_headers &= item->element == READER_EL_TH;
            runs->breaks = false;
            reader_runs_collect(runs, i + 1, item->match);
            reader_text_inline(runs, links, &table->text);
            cell->to = table->text.length;
            cell->width = reader_glyph_text_width(cell_text(table, cell));
            place(table, cell, item->attributes, &column);
            i = item->match;
            break;

        default:
            break;
        }
    }
}


static bool
fits(const table_t *table)
{
    unsigned indent = reader_flow_indent(table->flow, NULL);
    size_t width = 0;

    if (table->columns > COLUMNS_MAX) {
        return false;
    }

    for (unsigned i = 0; i < table->columns; i++) {
        width += table->widths[i] == 0 ? 0 : table->widths[i] + GAP;
    }

    return width + indent <= table->width + GAP;
}


static void
add_many(reader_buffer_t *out, char c, size_t count)
{
    while (count-- > 0) {
        reader_buffer_byte(out, c);
    }
}


/* *left: spaces that are due before whatever comes next in the line. */
static void
write_cell(const table_t *table, const cell_t *cell, unsigned column,
           size_t *left)
{
    reader_buffer_t *out = table->flow->out;
    size_t width = table->widths[column];
    size_t before = 0;

    if (width == 0) {
        return;
    }

    if (cell != NULL && cell->width != 0) {
        reader_align_t align = table->aligns[column];

        before = align == READER_ALIGN_RIGHT    ? width - cell->width
                 : align == READER_ALIGN_CENTER ? (width - cell->width) / 2
                                                : 0;
        add_many(out, ' ', *left + before);
        reader_buffer_string(out, cell_text(table, cell));
        *left = width - before - cell->width + GAP;

    } else {
        *left += width + GAP;
    }
}


static void
write_dashes(const table_t *table)
{
    reader_buffer_t *out = table->flow->out;
    bool first = true;

    reader_flow_line(table->flow, false);

    for (unsigned i = 0; i < table->columns; i++) {
        if (table->widths[i] != 0) {
            add_many(out, ' ', first ? 0 : GAP);
            add_many(out, '-', table->widths[i]);
            first = false;
        }
    }
}


static void
write_columns(const table_t *table)
{
    uint32_t i = 0;
    bool first = true;

    while (i < table->count) {
        uint32_t row = table->cells[i].row;
        size_t left = 0;

        if (first) {
            reader_flow_begin(table->flow, 1);
            first = false;
        } else {
            reader_flow_line(table->flow, false);
        }

        for (unsigned column = 0; column < table->columns; column++) {
            bool here = i < table->count && table->cells[i].row == row
                        && table->cells[i].column == column;

            write_cell(table, here ? &table->cells[i] : NULL, column, &left);
            i += here;
        }

        if (i == table->header_end) {
            write_dashes(table);
        }
    }
}


static void
find_labels(table_t *table)
{
    for (unsigned i = 0; i < COLUMNS_MAX; i++) {
        table->labels[i] = NO_LABEL;
    }

    for (uint32_t i = 0; i < table->header_end; i++) {
        const cell_t *cell = &table->cells[i];

        for (unsigned j = 0; j < cell->span && cell->width != 0; j++) {
            table->labels[cell->column + j] = i;
        }
    }
}


/* "Header: value", a line each, rows a blank line apart. */
static void
write_records(table_t *table)
{
    reader_buffer_t *out = table->flow->out;
    uint32_t row = UINT32_MAX;

    find_labels(table);

    for (uint32_t i = table->header_end; i < table->count; i++) {
        const cell_t *cell = &table->cells[i];
        uint32_t label =
            cell->column < COLUMNS_MAX ? table->labels[cell->column] : NO_LABEL;

        if (cell->width == 0) {
            continue;
        }

        if (cell->row != row) {
            reader_flow_begin(table->flow, 1);
            row = cell->row;
        } else {
            reader_flow_line(table->flow, false);
        }

        if (label != NO_LABEL) {
            reader_buffer_string(out, cell_text(table, &table->cells[label]));
            reader_buffer_text(out, ": ");
        }

        reader_buffer_string(out, cell_text(table, cell));
    }
}


void
reader_text_table(reader_flow_t *flow, reader_runs_t *runs,
                  reader_text_links_t *links, uint32_t open)
{
    table_t *table = reader_arena_array(flow->arena, 1, sizeof(*table));

    table->flow = flow;
    table->width = runs->document->wrap != 0
                           && runs->document->wrap < WIDTH_MAX
                       ? runs->document->wrap
                       : WIDTH_MAX;
    reader_buffer_init(&table->text, flow->arena, 256);
    collect(table, runs, links, open);

    if (table->header_end == table->count) {
        table->header_end = 0; /* then it heads nothing */
    }

    if (table->text.length == 0) {
        return;
    }

    if (fits(table)) {
        write_columns(table);
    } else {
        write_records(table);
    }
}
