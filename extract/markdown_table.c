#include "markdown_table.h"

#include "markdown_escape.h"
#include "markdown_inline.h"

typedef struct {
    reader_flow_t *flow;
    reader_runs_t *runs;
    const reader_item_t *items;
    uint32_t open; /* index of the table */
    uint32_t close;
    unsigned flags;
    unsigned columns;
} table_t;


static bool
is_cell(const reader_item_t *item)
{
    return item->element == READER_EL_TH || item->element == READER_EL_TD;
}


bool
reader_markdown_table_fits(const reader_body_t *body, uint32_t table)
{
    const reader_item_t *items = body->items;
    bool in_cell = false;
    bool in_head = false;
    unsigned head_rows = 0;

    for (uint32_t i = table + 1; i < items[table].match; i++) {
        const reader_item_t *item = &items[i];
        bool opens = item->kind == READER_OPEN;

        if (item->element == READER_EL_CAPTION) {
            i = item->match;

        } else if (item->element == READER_EL_THEAD) {
            in_head = opens;

        } else if (item->element == READER_EL_TR) {
            head_rows += in_head && opens;

        } else if (is_cell(item)) {
            in_cell = opens;

            if (item->attributes->colspan > 1
                || item->attributes->rowspan > 1) {
                return false;
            }

        } else if (in_cell && reader_element_is_block(item->element)) {
            return false;
        }
    }

    return items[table].attributes->columns != 0 && head_rows <= 1;
}


/* The first row, if all of its cells are headers; else the table. */
static uint32_t
find_header(const table_t *table)
{
    const reader_item_t *items = table->items;
    bool in_head = false;

    for (uint32_t i = table->open + 1; i < table->close; i++) {
        if (items[i].element == READER_EL_CAPTION) {
            i = items[i].match;

        } else if (items[i].element == READER_EL_THEAD) {
            in_head = true;

        } else if (items[i].element == READER_EL_TR) {
            for (uint32_t j = i + 1; j < items[i].match && !in_head;
                 j = items[j].match + 1) {
                if (items[j].element != READER_EL_TH) {
                    return table->open;
                }
            }

            return i;
        }
    }

    return table->open;
}


static void
write_cell(const table_t *table, uint32_t cell)
{
    reader_buffer_t *out = table->flow->out;

    table->runs->breaks = false;
    reader_runs_collect(table->runs, cell + 1, table->items[cell].match);

    if (table->items[cell].element == READER_EL_TH) {
        /* it is bold anyway */
        reader_runs_drop(table->runs, READER_MARK_STRONG);
    }

    reader_buffer_text(out, "| ");
    reader_markdown_inline(table->runs, table->flags | READER_MARKDOWN_CELL,
                           out);
    reader_buffer_byte(out, ' ');
}


/* With so many cells at least. */
static void
write_row(const table_t *table, uint32_t row, unsigned cells)
{
    reader_buffer_t *out = table->flow->out;

    if (row != table->open) {
        for (uint32_t i = row + 1; i < table->items[row].match;
             i = table->items[i].match + 1) {
            write_cell(table, i);
            cells -= cells > 0;
        }
    }

    while (cells-- > 0) {
        reader_buffer_text(out, "|   ");
    }

    reader_buffer_byte(out, '|');
}


/* Of a column, by the first of its cells that says so. */
static void
find_aligns(const table_t *table, reader_align_t *aligns)
{
    unsigned column = 0;

    for (uint32_t i = table->open + 1; i < table->close; i++) {
        const reader_item_t *item = &table->items[i];

        if (item->element == READER_EL_TR) {
            column = 0;

        } else if (is_cell(item)) {
            if (column < table->columns
                && aligns[column] == READER_ALIGN_NONE) {
                aligns[column] = item->attributes->align;
            }

            column++;
            i = item->match;
        }
    }
}


static void
write_delimiters(const table_t *table)
{
    static const char *const delimiters[] = {
        [READER_ALIGN_NONE] = "| --- ",
        [READER_ALIGN_LEFT] = "| :-- ",
        [READER_ALIGN_CENTER] = "| :-: ",
        [READER_ALIGN_RIGHT] = "| --: ",
    };
    reader_align_t *aligns =
        reader_arena_array(table->flow->arena, table->columns, sizeof(*aligns));

    find_aligns(table, aligns);

    for (unsigned i = 0; i < table->columns; i++) {
        reader_buffer_text(table->flow->out, delimiters[aligns[i]]);
    }

    reader_buffer_byte(table->flow->out, '|');
}


void
reader_markdown_table(reader_flow_t *flow, reader_runs_t *runs, unsigned flags,
                      uint32_t open)
{
    const reader_item_t *items = flow->body->items;
    table_t table = { .flow = flow,
                      .runs = runs,
                      .items = items,
                      .open = open,
                      .close = items[open].match,
                      .flags = flags,
                      .columns = items[open].attributes->columns };
    uint32_t header = find_header(&table);

    reader_flow_begin(flow, 1);
    write_row(&table, header, table.columns);
    reader_flow_line(flow, false);
    write_delimiters(&table);

    for (uint32_t i = open + 1; i < table.close; i++) {
        if (items[i].element == READER_EL_CAPTION) {
            i = items[i].match;

        } else if (items[i].element == READER_EL_TR
                   && items[i].kind == READER_OPEN && i != header) {
            reader_flow_line(flow, false);
            write_row(&table, i, 0);
            i = items[i].match;
        }
    }
}
