#include "stems_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS_MAX UINT16_MAX /* of states, of stems, of what lists hold */
#define PIECE 512              /* bytes of a value that are looked at */
#define ROW 31 /* symbols, so that a state fills a line of cache */

_Static_assert(READER_SYMBOL_COUNT <= ROW, "a row has room for all symbols");

typedef struct {
    reader_stem_t stem;
    uint8_t group;
    bool run;       /* of underscores in it */
    uint16_t other; /* number of a stem with the same symbols; 0: none */
} entry_t;

typedef struct {
    uint16_t next[ROW]; /* by symbol; 0 is the root */
    uint16_t stems;     /* in lists: those that begin here; 0: none */
} state_t;

/*
 * The automaton of Aho and Corasick ("Efficient string matching", 1975) for
 * the stems read backwards: when a value is read from its end, the state tells
 * which stems begin at the byte that was read last.
 */
struct reader_stems {
    uint8_t symbols[256];
    state_t *states;
    size_t state_count, state_capacity;
    entry_t *entries; /* 0 is none; the lower one wins */
    size_t entry_count, entry_capacity;
    uint16_t *lists; /* numbers of entries, rising, each list ended by 0 */
    size_t list_count, list_capacity;
};

/* What is known of a state while the automaton is made. */
typedef struct {
    uint16_t shorter;    /* the state of the longest other suffix */
    uint16_t first;      /* stem that ends here; 0: none */
    uint8_t underscores; /* that its last symbols are */
} node_t;

typedef struct {
    reader_stems_t *stems;
    node_t *nodes; /* of each state */
    size_t node_capacity;
    uint8_t group; /* whose stems are being added */
} maker_t;

/* A stem in a value. */
typedef struct {
    uint16_t start;
    uint16_t end;
    uint8_t group;
} found_t;


/* Room for one more, zeroed; false if there is none. */
static bool
room_for_one(void **items, size_t size, size_t count, size_t *capacity)
{
    size_t wider = *capacity == 0 ? 1024 : *capacity * 2;
    void *copy;

    if (count < *capacity) {
        return true;
    }

    copy = realloc(*items, wider * size);

    if (copy == NULL) {
        return false;
    }

    memset((char *) copy + count * size, 0, (wider - count) * size);
    *items = copy;
    *capacity = wider;

    return true;
}


/* Adds a state, which is not for reading on yet; 0 if there is no room. */
static uint16_t
add_state(maker_t *maker)
{
    reader_stems_t *stems = maker->stems;
    size_t count = stems->state_count;

    if (count == NUMBERS_MAX
        || !room_for_one((void **) &stems->states, sizeof(state_t), count,
                         &stems->state_capacity)
        || !room_for_one((void **) &maker->nodes, sizeof(node_t), count,
                         &maker->node_capacity)) {
        return 0;
    }

    stems->state_count++;

    return (uint16_t) count;
}


/* Adds a number to the lists; false if there is no room. */
static bool
add_to_list(reader_stems_t *stems, uint16_t number)
{
    if (stems->list_count == NUMBERS_MAX
        || !room_for_one((void **) &stems->lists, sizeof(uint16_t),
                         stems->list_count, &stems->list_capacity)) {
        return false;
    }

    stems->lists[stems->list_count++] = number;

    return true;
}


/* NULL, or why not. */
static const char *
add_stem(void *data, const reader_stem_t *stem)
{
    maker_t *maker = data;
    reader_stems_t *stems = maker->stems;
    uint16_t at = 0, *link;
    bool run = false;

    for (size_t i = stem->length; i-- > 0;) {
        uint8_t symbol = stem->symbols[i];
        bool underscore = symbol == READER_SYMBOL_UNDERSCORE;
        uint16_t next = stems->states[at].next[symbol];

        if (underscore
            && maker->nodes[at].underscores == READER_STEM_UNDERSCORES_MAX) {
            return NULL; /* such a run never comes */
        }

        if (next == 0) {
            next = add_state(maker);
            maker->nodes[next].underscores =
                underscore ? maker->nodes[at].underscores + 1 : 0;
            stems->states[at].next[symbol] = next;
        }

        if (next == 0) {
            return "too many stems";
        }

        at = next;
        run |= maker->nodes[at].underscores == READER_STEM_UNDERSCORES_MAX;
    }

    if (stems->entry_count == NUMBERS_MAX
        || !room_for_one((void **) &stems->entries, sizeof(entry_t),
                         stems->entry_count, &stems->entry_capacity)) {
        return "too many stems";
    }

    link = &maker->nodes[at].first;

    while (*link != 0) {
        link = &stems->entries[*link].other;
    }

    *link = (uint16_t) stems->entry_count++;
    stems->entries[*link] = (entry_t){ *stem, maker->group, run, 0 };

    return NULL;
}


static bool
is_free(const reader_stem_t *stem)
{
    return !stem->before && !stem->behind && stem->word_length == 0;
}


/*
 * The list of a state: the stems that are all of it, and those of its shorter
 * suffix, in order, up to one that always fits.  False if there is no room.
 */
static bool
list_stems(maker_t *maker, uint16_t state)
{
    reader_stems_t *stems = maker->stems;
    size_t start = stems->list_count;
    size_t rest = stems->states[maker->nodes[state].shorter].stems;
    uint16_t own = maker->nodes[state].first, number;

    do {
        uint16_t other = rest == 0 ? 0 : stems->lists[rest];

        if (own != 0 && (other == 0 || own < other)) {
            number = own;
            own = stems->entries[own].other;
        } else {
            number = other;
            rest += other != 0;
        }

        if (number == 0 && stems->list_count == start) {
            return true;
        }

        if (!add_to_list(stems, number)) {
            return false;
        }
    } while (number != 0 && !is_free(&stems->entries[number].stem));

    stems->states[state].stems = (uint16_t) start;

    return number == 0 || add_to_list(stems, 0);
}


/* From a tree of the stems to an automaton: the shorter states come first. */
static const char *
finish(maker_t *maker)
{
    reader_stems_t *stems = maker->stems;
    state_t *states = stems->states;
    node_t *nodes = maker->nodes;
    uint16_t *queue = malloc(stems->state_count * sizeof(uint16_t));
    size_t count = 0, done = 0;
    bool good = queue != NULL;

    if (good) {
        queue[count++] = 0;
    }

    while (good && done < count) {
        uint16_t state = queue[done++];
        uint16_t shorter = nodes[state].shorter;

        for (uint8_t symbol = 1; symbol < READER_SYMBOL_COUNT; symbol++) {
            uint16_t next = states[state].next[symbol];
            uint16_t other = state == 0 ? 0 : states[shorter].next[symbol];

            if (next != 0) {
                nodes[next].shorter = other;
                queue[count++] = next;
            } else {
                states[state].next[symbol] = other;
            }
        }

        /* longer runs of underscores are as the longest that stems have */
        if (nodes[state].underscores == READER_STEM_UNDERSCORES_MAX) {
            states[state].next[READER_SYMBOL_UNDERSCORE] = state;
        }

        good = list_stems(maker, state);
    }

    free(queue);

    return good ? NULL : "too many stems";
}


/* Puts each state into a line of cache of its own. */
static const char *
align(reader_stems_t *stems)
{
    size_t size = stems->state_count * sizeof(state_t);
    state_t *aligned = aligned_alloc(sizeof(state_t), size);

    if (aligned == NULL) {
        return "out of memory";
    }

    memcpy(aligned, stems->states, size);
    free(stems->states);
    stems->states = aligned;

    return NULL;
}


reader_stems_t *
reader_stems_new(const char *const *patterns, size_t count,
                 reader_error_t *error)
{
    reader_stems_t *stems = calloc(1, sizeof(*stems));
    maker_t maker = { .stems = stems };
    const char *wrong = NULL;
    size_t group = 0;

    if (stems == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        return NULL;
    }

    for (int c = 0; c < 256; c++) {
        stems->symbols[c] = reader_stem_symbol((char) c);
    }

    add_state(&maker);
    stems->entry_count = 1;

    if (stems->state_count == 0 || !add_to_list(stems, 0)) {
        wrong = "out of memory";
    }

    for (; group < count && wrong == NULL; group++) {
        maker.group = (uint8_t) group;
        wrong = group == READER_STEMS_GROUPS_MAX
                    ? "too many groups"
                    : reader_stems_enumerate(patterns[group], add_stem, &maker);
    }

    if (wrong == NULL) {
        wrong = finish(&maker);
    }

    if (wrong == NULL) {
        wrong = align(stems);
    }

    free(maker.nodes);

    if (wrong != NULL) {
        snprintf(error->text, sizeof(error->text), "stems of group %zu: %s",
                 group == 0 ? 0 : group - 1, wrong);
        reader_stems_free(stems);
        return NULL;
    }

    return stems;
}


void
reader_stems_free(reader_stems_t *stems)
{
    if (stems != NULL) {
        free(stems->states);
        free(stems->entries);
        free(stems->lists);
        free(stems);
    }
}


static uint8_t
symbol_at(const reader_stems_t *stems, reader_string_t value, size_t at)
{
    return at < value.length ? stems->symbols[(unsigned char) value.data[at]]
                             : READER_SYMBOL_OTHER;
}


/* Where the stem that begins here ends: runs of underscores may be longer. */
static size_t
end_of(const entry_t *entry, reader_string_t value, size_t start)
{
    size_t end = start, run = 0;

    if (!entry->run) {
        return start + entry->stem.length;
    }

    for (size_t i = 0; i < entry->stem.length; i++) {
        run = entry->stem.symbols[i] == READER_SYMBOL_UNDERSCORE ? run + 1 : 0;
        end++;

        while (run == READER_STEM_UNDERSCORES_MAX && end < value.length
               && value.data[end] == '_') {
            end++;
        }
    }

    return end;
}


/* Whether what is around a stem lets it stand there. */
static bool
fits(const reader_stems_t *stems, const reader_stem_t *stem,
     reader_string_t value, size_t start, size_t end)
{
    size_t i = 0;

    if (stem->before && start > 0
        && reader_stem_is_letter(symbol_at(stems, value, start - 1))) {
        return false;
    }

    if (stem->behind && reader_stem_is_letter(symbol_at(stems, value, end))) {
        return false;
    }

    while (i < stem->word_length
           && symbol_at(stems, value, end + i) == stem->word[i]) {
        i++;
    }

    return i == 0 || i < stem->word_length;
}


/* The best of the stems that begin here; false if none fits. */
static bool
choose(const reader_stems_t *stems, const uint16_t *list, reader_string_t value,
       size_t start, found_t *found)
{
    for (; *list != 0; list++) {
        const entry_t *entry = &stems->entries[*list];
        size_t end = end_of(entry, value, start);

        if (fits(stems, &entry->stem, value, start, end)) {
            *found =
                (found_t){ (uint16_t) start, (uint16_t) end, entry->group };
            return true;
        }
    }

    return false;
}


uint32_t
reader_stems_find(const reader_stems_t *stems, reader_string_t value)
{
    const state_t *states = stems->states, *state = states;
    found_t found[PIECE];
    size_t count = 0, end = 0, at;
    uint32_t set = 0;

    if (value.length > PIECE) {
        value.length = PIECE;
    }

    at = value.length;

    while (at > 0) {
        do {
            uint8_t symbol = stems->symbols[(unsigned char) value.data[--at]];

            state = &states[state->next[symbol]];
        } while (state->stems == 0 && at > 0);

        if (choose(stems, &stems->lists[state->stems], value, at,
                   &found[count])) {
            count++;
        }
    }

    /* from left to right: a stem takes its bytes from those behind it */
    while (count-- != 0) {
        if (found[count].start >= end) {
            end = found[count].end;
            set |= 1u << found[count].group;
        }
    }

    return set;
}
