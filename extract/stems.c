#include "stems.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOT_IN_WORD "(?<![a-z])"
#define NOT_MORE "(?![a-z])"

#define CODE_MAX 1024     /* instructions of one pattern */
#define STEM_LENGTH_MAX 63
#define UNDERSCORES_MAX 2 /* of a run; matching sees no more either */
#define NODES_MAX UINT16_MAX
#define GUARD_LENGTH_MAX 15
#define PIECE 512         /* bytes that are matched in one go */

/* What a byte is to a trie: 0 is what no stem has. */
enum {
    SYMBOL_OTHER,
    SYMBOL_LETTER, /* and the 25 that follow */
    SYMBOL_DIGIT = SYMBOL_LETTER + 26,
    SYMBOL_MINUS = SYMBOL_DIGIT + 10,
    SYMBOL_UNDERSCORE,
    SYMBOL_COUNT
};

/* What a pattern is compiled to, to enumerate its stems in order. */
typedef enum {
    OP_SYMBOL,     /* argument: a symbol */
    OP_SPLIT,      /* go on behind, then from here + argument */
    OP_JUMP,       /* here + argument */
    OP_BEFORE,     /* no letter may stand before the stem */
    OP_BEHIND,     /* no letter may stand behind it */
    OP_BEHIND_WORD,/* not this word; argument: its place in the pattern */
    OP_END
} op_t;

typedef struct {
    op_t op;
    int argument;
} code_t;

typedef struct {
    const char *pattern;
    const char *at;
    code_t code[CODE_MAX];
    size_t count;
    const char *wrong; /* NULL or what is */
} compiler_t;

/* Where a stem may end. */
typedef struct {
    uint32_t rank;    /* the lower one wins */
    uint16_t next;    /* another one at this node, of a higher rank; 0: none */
    uint8_t group;
    bool before;      /* not behind a letter */
    bool behind;      /* not before a letter */
    uint8_t word_length;
    uint8_t word[GUARD_LENGTH_MAX]; /* not before these symbols */
} end_t;

typedef struct {
    uint16_t child;   /* the first one; 0: none */
    uint16_t sibling;
    uint16_t end;     /* 0: none */
    uint8_t symbol;
} node_t;

struct reader_stems {
    uint8_t symbols[256];
    uint16_t pairs[SYMBOL_COUNT][SYMBOL_COUNT]; /* nodes two symbols deep */
    uint16_t singles[SYMBOL_COUNT];
    bool starts[SYMBOL_COUNT][SYMBOL_COUNT]; /* whether a stem may begin so */
    node_t *nodes;    /* 0 is the root */
    size_t node_count, node_capacity;
    end_t *ends;      /* 0 is none */
    size_t end_count, end_capacity;
    uint32_t rank;    /* of the next stem */
};

/* The stem that is being enumerated. */
typedef struct {
    reader_stems_t *stems;
    const compiler_t *compiled;
    uint8_t symbols[STEM_LENGTH_MAX];
    uint8_t group;
} stem_t;


static uint8_t
symbol_of(char c)
{
    return (uint8_t) (c >= 'a' && c <= 'z'   ? SYMBOL_LETTER + (c - 'a')
                      : c >= 'A' && c <= 'Z' ? SYMBOL_LETTER + (c - 'A')
                      : c >= '0' && c <= '9' ? SYMBOL_DIGIT + (c - '0')
                      : c == '-'             ? SYMBOL_MINUS
                      : c == '_'             ? SYMBOL_UNDERSCORE
                                             : SYMBOL_OTHER);
}


static bool
is_letter(uint8_t symbol)
{
    return symbol >= SYMBOL_LETTER && symbol < SYMBOL_DIGIT;
}


/* Makes room for an instruction at a place. */
static code_t *
insert(compiler_t *compiler, size_t place, op_t op, int argument)
{
    if (compiler->count == CODE_MAX) {
        compiler->wrong = "too long";
        compiler->count = place;
    }

    /* jumps are relative and stay within what is moved */
    memmove(&compiler->code[place + 1], &compiler->code[place],
            (compiler->count - place) * sizeof(code_t));
    compiler->count++;
    compiler->code[place] = (code_t) { op, argument };

    return &compiler->code[place];
}


static void
add(compiler_t *compiler, op_t op, int argument)
{
    insert(compiler, compiler->count, op, argument);
}


static bool
take(compiler_t *compiler, const char *text)
{
    size_t length = strlen(text);

    if (strncmp(compiler->at, text, length) != 0) {
        return false;
    }

    compiler->at += length;

    return true;
}


/* One of these bytes. */
static void
compile_set(compiler_t *compiler, const char *set, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        int left = (int) (length - i) - 1;

        if (left != 0) {
            add(compiler, OP_SPLIT, 3);
        }

        add(compiler, OP_SYMBOL, symbol_of(set[i]));

        if (left != 0) {
            add(compiler, OP_JUMP, left * 3 - 1);
        }
    }
}


static void compile_alternatives(compiler_t *compiler);


static void
compile_atom(compiler_t *compiler)
{
    size_t length;

    if (take(compiler, NOT_IN_WORD)) {
        add(compiler, OP_BEFORE, 0);

    } else if (take(compiler, NOT_MORE)) {
        add(compiler, OP_BEHIND, 0);

    } else if (take(compiler, "(?!")) {
        add(compiler, OP_BEHIND_WORD,
            (int) (compiler->at - compiler->pattern));
        length = strcspn(compiler->at, ")");
        compiler->at += length;

        if (length > GUARD_LENGTH_MAX || !take(compiler, ")")) {
            compiler->wrong = "bad guard";
        }

    } else if (take(compiler, "(?:")) {
        compile_alternatives(compiler);

        if (!take(compiler, ")")) {
            compiler->wrong = "( without )";
        }

    } else if (take(compiler, "\\d")) {
        compile_set(compiler, "0123456789", 10);

    } else if (take(compiler, "[")) {
        length = strcspn(compiler->at, "]");
        compile_set(compiler, compiler->at, length);
        compiler->at += length;

        if (!take(compiler, "]")) {
            compiler->wrong = "[ without ]";
        }

    } else {
        uint8_t symbol = symbol_of(*compiler->at);

        if (symbol == SYMBOL_OTHER) {
            compiler->wrong = "not part of a stem";
            return;
        }

        add(compiler, OP_SYMBOL, symbol);
        compiler->at++;
    }
}


static void
compile_sequence(compiler_t *compiler)
{
    while (*compiler->at != '\0' && *compiler->at != '|'
           && *compiler->at != ')' && compiler->wrong == NULL) {
        size_t start = compiler->count;

        compile_atom(compiler);

        if (take(compiler, "?")) {
            insert(compiler, start, OP_SPLIT,
                   (int) (compiler->count - start) + 1);

        } else if (take(compiler, "*")) {
            /* as many as matching is shown, the more the better */
            if (compiler->count != start + 1
                || compiler->code[start].argument != SYMBOL_UNDERSCORE) {
                compiler->wrong = "* is for underscores only";
                return;
            }

            compiler->count = start;

            for (int left = UNDERSCORES_MAX; left != 0; left--) {
                add(compiler, OP_SPLIT, left * 2);
                add(compiler, OP_SYMBOL, SYMBOL_UNDERSCORE);
            }
        }
    }
}


/* Alternatives nest as the patterns, which are ours, and no page, do. */
static void
compile_alternatives(compiler_t *compiler)
{
    for (;;) {
        size_t start = compiler->count;
        size_t jump;

        compile_sequence(compiler);

        if (compiler->wrong != NULL || !take(compiler, "|")) {
            return;
        }

        insert(compiler, start, OP_SPLIT,
               (int) (compiler->count - start) + 2);
        jump = compiler->count;
        add(compiler, OP_JUMP, 0);
        compile_alternatives(compiler);
        compiler->code[jump].argument = (int) (compiler->count - jump);

        return;
    }
}


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


/* The child with this symbol, or 0. */
static uint16_t
child_of(const reader_stems_t *stems, uint16_t node, uint8_t symbol)
{
    uint16_t child = stems->nodes[node].child;

    while (child != 0 && stems->nodes[child].symbol != symbol) {
        child = stems->nodes[child].sibling;
    }

    return child;
}


/* NULL, or why not. */
static const char *
add_stem(stem_t *stem, size_t length, end_t end)
{
    reader_stems_t *stems = stem->stems;
    uint16_t at = 0, *link;

    for (size_t i = 0; i < length; i++) {
        uint16_t child = child_of(stems, at, stem->symbols[i]);

        if (child == 0) {
            if (stems->node_count == NODES_MAX
                || !room_for_one((void **) &stems->nodes, sizeof(node_t),
                                 stems->node_count, &stems->node_capacity)) {
                return "too many stems";
            }

            child = (uint16_t) stems->node_count++;
            stems->nodes[child].symbol = stem->symbols[i];
            stems->nodes[child].sibling = stems->nodes[at].child;
            stems->nodes[at].child = child;
        }

        at = child;
    }

    if (at == 0 || stems->end_count == UINT16_MAX
        || !room_for_one((void **) &stems->ends, sizeof(end_t),
                         stems->end_count, &stems->end_capacity)) {
        return at == 0 ? "an empty stem" : "too many stems";
    }

    end.rank = stems->rank++;
    end.group = stem->group;
    stems->ends[stems->end_count] = end;

    for (link = &stems->nodes[at].end; *link != 0;
         link = &stems->ends[*link].next) {
        const end_t *other = &stems->ends[*link];

        if (!other->before && !other->behind && other->word_length == 0) {
            return NULL; /* which always comes first */
        }
    }

    *link = (uint16_t) stems->end_count++;

    return NULL;
}


/*
 * All stems from an instruction on, in the order in which a regular
 * expression would try them.  Calls nest as often as a stem has choices.
 */
static const char *
enumerate(stem_t *stem, size_t pc, size_t length, end_t end)
{
    const compiler_t *compiled = stem->compiled;

    for (;;) {
        code_t code = compiled->code[pc];
        const char *wrong, *word;

        switch (code.op) {

        case OP_SYMBOL:
            if (length == STEM_LENGTH_MAX || end.behind
                || end.word_length != 0) {
                return "too long, or letters behind a guard";
            }
            stem->symbols[length++] = (uint8_t) code.argument;
            pc++;
            break;

        case OP_SPLIT:
            wrong = enumerate(stem, pc + 1, length, end);
            if (wrong != NULL) {
                return wrong;
            }
            pc += (size_t) code.argument;
            break;

        case OP_JUMP:
            pc += (size_t) code.argument;
            break;

        case OP_BEFORE:
            if (length != 0) {
                return "a guard within a stem";
            }
            end.before = true;
            pc++;
            break;

        case OP_BEHIND:
            end.behind = true;
            pc++;
            break;

        case OP_BEHIND_WORD:
            word = compiled->pattern + code.argument;
            while (*word != ')') {
                end.word[end.word_length++] = symbol_of(*word++);
            }
            pc++;
            break;

        default:
            return add_stem(stem, length, end);
        }
    }
}


static const char *
add_pattern(reader_stems_t *stems, const char *pattern, size_t group)
{
    compiler_t compiler = { .pattern = pattern, .at = pattern };
    stem_t stem = { stems, &compiler, { 0 }, (uint8_t) group };

    compile_alternatives(&compiler);
    add(&compiler, OP_END, 0);

    if (compiler.wrong == NULL && *compiler.at != '\0') {
        compiler.wrong = ") without (";
    }

    return compiler.wrong != NULL
               ? compiler.wrong
               : enumerate(&stem, 0, 0, (end_t) { 0 });
}


reader_stems_t *
reader_stems_new(const char *const *patterns, size_t count,
                 reader_error_t *error)
{
    reader_stems_t *stems = calloc(1, sizeof(*stems));
    const char *wrong = NULL;
    size_t group = 0;

    if (stems == NULL
        || !room_for_one((void **) &stems->nodes, sizeof(node_t), 0,
                         &stems->node_capacity)
        || !room_for_one((void **) &stems->ends, sizeof(end_t), 0,
                         &stems->end_capacity)) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        reader_stems_free(stems);
        return NULL;
    }

    stems->node_count = 1;
    stems->end_count = 1;

    for (int c = 0; c < 256; c++) {
        stems->symbols[c] = symbol_of((char) c);
    }

    for (; group < count && wrong == NULL; group++) {
        wrong = group == READER_STEMS_GROUPS_MAX
                    ? "too many groups"
                    : add_pattern(stems, patterns[group], group);
    }

    if (wrong != NULL) {
        snprintf(error->text, sizeof(error->text), "stems of group %zu: %s",
                 group - 1, wrong);
        reader_stems_free(stems);
        return NULL;
    }

    for (uint8_t a = 1; a < SYMBOL_COUNT; a++) {
        stems->singles[a] = child_of(stems, 0, a);

        for (uint8_t b = 0; b < SYMBOL_COUNT && stems->singles[a] != 0; b++) {
            stems->pairs[a][b] = child_of(stems, stems->singles[a], b);
            stems->starts[a][b] = stems->pairs[a][b] != 0
                                  || stems->nodes[stems->singles[a]].end != 0;
        }
    }

    return stems;
}


void
reader_stems_free(reader_stems_t *stems)
{
    if (stems != NULL) {
        free(stems->nodes);
        free(stems->ends);
        free(stems);
    }
}


/* Whether a stem may end here; symbols end with SYMBOL_OTHER. */
static bool
fits(const end_t *end, const uint8_t *start, const uint8_t *behind)
{
    size_t i = 0;

    if ((end->before && is_letter(start[-1]))
        || (end->behind && is_letter(*behind))) {
        return false;
    }

    while (i < end->word_length && behind[i] == end->word[i]) {
        i++;
    }

    return i == 0 || i < end->word_length;
}


/* Where the best stem at this place ends, or NULL; its group in *set. */
static const uint8_t *
find_at(const reader_stems_t *stems, const uint8_t *start, uint32_t *set)
{
    const uint8_t *best = NULL, *at = start;
    uint16_t node = stems->singles[*at++];
    uint32_t rank = UINT32_MAX;
    uint8_t group = 0;

    while (node != 0) {
        uint16_t number = stems->nodes[node].end;

        while (number != 0) {
            const end_t *end = &stems->ends[number];

            if (end->rank < rank && fits(end, start, at)) {
                rank = end->rank;
                group = end->group;
                best = at;
                break;
            }

            number = end->next;
        }

        node = *at == SYMBOL_OTHER ? 0
               : at == start + 1   ? stems->pairs[*start][*at]
                                   : child_of(stems, node, *at);
        at++;
    }

    if (best != NULL) {
        *set |= 1u << group;
    }

    return best;
}


/* The symbols of a value that fit, between two of SYMBOL_OTHER. */
static size_t
translate(const reader_stems_t *stems, reader_string_t value,
          uint8_t symbols[PIECE + 2])
{
    size_t count = 1;

    symbols[0] = SYMBOL_OTHER;

    for (size_t i = 0; i < value.length && count <= PIECE; i++) {
        uint8_t symbol = stems->symbols[(unsigned char) value.data[i]];

        /* longer runs of underscores match as the longest that stems have */
        if (symbol == SYMBOL_UNDERSCORE && count > UNDERSCORES_MAX
            && symbols[count - 1] == SYMBOL_UNDERSCORE
            && symbols[count - UNDERSCORES_MAX] == SYMBOL_UNDERSCORE) {
            continue;
        }

        symbols[count++] = symbol;
    }

    symbols[count] = SYMBOL_OTHER;

    return count;
}


uint32_t
reader_stems_find(const reader_stems_t *stems, reader_string_t value)
{
    uint8_t symbols[PIECE + 2];
    size_t count = translate(stems, value, symbols);
    const uint8_t *at = symbols + 1, *end = symbols + count;
    uint32_t set = 0;

    while (at < end) {
        const uint8_t *behind = NULL;

        if (stems->starts[at[0]][at[1]]) {
            behind = find_at(stems, at, &set);
        }

        at = behind != NULL ? behind : at + 1;
    }

    return set;
}
