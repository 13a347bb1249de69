/*
 * CommonMark 0.31.2, 6.2.  A row of delimiters may open emphasis if it is
 * left-flanking and close it if it is right-flanking; of two rows that might
 * belong together, nested ones of a kind and rows that both close and open
 * could be read in more than one way, so they are not written at all.  With
 * these gone and all other asterisks escaped, each closing row meets its own
 * opening one: the "multiple of 3" rule keeps * and ** apart.
 */

#include "markdown_emphasis.h"

#include "glyph.h"

/* Marks that go make others impossible; so many rounds of that. */
#define ROUNDS 8


static bool
is_mark(const reader_run_t *run)
{
    return run->kind == READER_RUN_OPEN || run->kind == READER_RUN_CLOSE;
}


static bool
has_marks(const reader_runs_t *runs)
{
    for (uint32_t i = 0; i < runs->count; i++) {
        if (is_mark(&runs->items[i])) {
            return true;
        }
    }

    return false;
}


/* The character that a run that is no mark begins or ends with. */
static uint32_t
edge(const reader_runs_t *runs, const reader_run_t *run, bool end)
{
    switch (run->kind) {
    case READER_RUN_TEXT:
        return end ? reader_glyph_last(reader_run_text(runs, run))
                   : reader_glyph_first(reader_run_text(runs, run));
    case READER_RUN_BREAK:
        return '\n';
    default:
        return '['; /* some character of ASCII's punctuation */
    }
}


static reader_glyph_t
neighbour(const reader_runs_t *runs, uint32_t at, bool end)
{
    if (at >= runs->count) { /* also what is before the first */
        return READER_GLYPH_SPACE;
    }

    return is_mark(&runs->items[at])
               ? READER_GLYPH_PUNCTUATION
               : reader_glyph_class(edge(runs, &runs->items[at], end));
}


/*
 * inside, outside: what the row stands between.  Symbols count as either
 * since versions of CommonMark differ.
 */
static bool
is_flanking(reader_glyph_t inside, reader_glyph_t outside)
{
    return inside != READER_GLYPH_SPACE
           && (inside == READER_GLYPH_OTHER || outside == READER_GLYPH_SPACE
               || outside == READER_GLYPH_PUNCTUATION);
}


static void
drop(reader_runs_t *runs, uint32_t at)
{
    runs->items[at].dropped = true;
    runs->items[runs->items[at].partner].dropped = true;
}


/* Where the row of delimiters that begins at this run ends. */
static uint32_t
row_end(const reader_runs_t *runs, uint32_t at)
{
    int delimiter = READER_MARKDOWN_DELIMITER(runs->items[at].mark);

    while (at < runs->count && is_mark(&runs->items[at])
           && READER_MARKDOWN_DELIMITER(runs->items[at].mark) == delimiter) {
        at++;
    }

    return at;
}


/* Whether some version would let what stands between these close emphasis. */
static bool
may_close(reader_glyph_t before, reader_glyph_t after)
{
    return before != READER_GLYPH_SPACE
           && !(before == READER_GLYPH_PUNCTUATION
                && after == READER_GLYPH_OTHER);
}


/*
 * Returns whether all of it can stay.  within: inside a mark that was opened
 * in one row with another; the "multiple of 3" rule goes by the row's length
 * and does not keep * from closing ** there.
 */
static bool
check_row(reader_runs_t *runs, uint32_t from, uint32_t to, bool within)
{
    reader_glyph_t before = neighbour(runs, from - 1, true);
    reader_glyph_t after = neighbour(runs, to, false);
    bool opens = runs->items[from].kind == READER_RUN_OPEN;
    bool good = opens ? is_flanking(after, before)
                            && !(within && may_close(before, after))
                      : is_flanking(before, after);
    bool all = true;

    for (uint32_t i = from; i < to; i++) {
        if (!good || (runs->items[i].kind == READER_RUN_OPEN) != opens) {
            drop(runs, i);
            all = false;
        }
    }

    return all;
}


/* Bold behind bold is one bold. */
static void
join(reader_runs_t *runs)
{
    reader_run_t *items = runs->items;

    for (uint32_t i = 0; i + 1 < runs->count; i++) {
        if (items[i].kind == READER_RUN_CLOSE
            && items[i + 1].kind == READER_RUN_OPEN
            && items[i].mark == items[i + 1].mark) {
            uint32_t open = items[i].partner;
            uint32_t close = items[i + 1].partner;

            items[open].partner = close;
            items[close].partner = open;
            items[i].dropped = true;
            items[i + 1].dropped = true;
            items[i].partner = i + 1;
            items[i + 1].partner = i;
        }
    }

    reader_runs_compact(runs);
}


void
reader_markdown_emphasis(reader_runs_t *runs)
{
    bool all = false;

    if (!has_marks(runs)) {
        return;
    }

    join(runs);

    for (unsigned round = 0; round < ROUNDS && !all; round++) {
        uint32_t within = 0; /* up to this run */

        all = true;

        for (uint32_t i = 0; i < runs->count; i++) {
            if (is_mark(&runs->items[i])) {
                uint32_t end = row_end(runs, i);

                all &= check_row(runs, i, end, i < within);

                if (end - i > 1 && runs->items[i].kind == READER_RUN_OPEN
                    && runs->items[i].partner > within) {
                    within = runs->items[i].partner;
                }

                i = end - 1;
            }
        }

        reader_runs_compact(runs);
    }

    if (!all) {
        for (uint32_t i = 0; i < runs->count; i++) {
            runs->items[i].dropped = is_mark(&runs->items[i]);
        }

        reader_runs_compact(runs);
    }
}
