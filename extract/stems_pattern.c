/* Patterns of stems: compiled as regular expressions are, then unrolled. */

#include "stems_parts.h"

#include <string.h>

#define NOT_IN_WORD "(?<![a-z])"
#define NOT_MORE "(?![a-z])"

#define CODE_MAX 1024 /* instructions of one pattern */

/* What a pattern is compiled to, to enumerate its stems in order. */
typedef enum {
    OP_SYMBOL,      /* argument: a symbol */
    OP_SPLIT,       /* go on behind, then from here + argument */
    OP_JUMP,        /* here + argument */
    OP_BEFORE,      /* no letter may stand before the stem */
    OP_BEHIND,      /* no letter may stand behind it */
    OP_BEHIND_WORD, /* not this word; argument: its place in the pattern */
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

typedef struct {
    const compiler_t *compiled;
    reader_stem_taker_t take;
    void *data;
} enumerator_t;


uint8_t
reader_stem_symbol(char c)
{
    return (uint8_t) (c >= 'a' && c <= 'z'   ? READER_SYMBOL_LETTER + (c - 'a')
                      : c >= 'A' && c <= 'Z' ? READER_SYMBOL_LETTER + (c - 'A')
                      : c >= '0' && c <= '9' ? READER_SYMBOL_DIGIT
                      : c == '-'             ? READER_SYMBOL_MINUS
                      : c == '_'             ? READER_SYMBOL_UNDERSCORE
                                             : READER_SYMBOL_OTHER);
}


bool
reader_stem_is_letter(uint8_t symbol)
{
    return symbol >= READER_SYMBOL_LETTER && symbol < READER_SYMBOL_DIGIT;
}


/* Makes room for an instruction at a place. */
static void
insert(compiler_t *compiler, size_t place, op_t op, int argument)
{
    if (compiler->count == CODE_MAX) {
        compiler->wrong = "too long";
        return;
    }

    /* jumps are relative and stay within what is moved */
    memmove(&compiler->code[place + 1], &compiler->code[place],
            (compiler->count - place) * sizeof(code_t));
    compiler->count++;
    compiler->code[place] = (code_t){ op, argument };
}


static void
add(compiler_t *compiler, op_t op, int argument)
{
    insert(compiler, compiler->count, op, argument);
}


static bool
accept(compiler_t *compiler, const char *text)
{
    size_t length = strlen(text);

    if (strncmp(compiler->at, text, length) != 0) {
        return false;
    }

    compiler->at += length;

    return true;
}


/* A byte of a pattern that stands for itself. */
static int
literal(compiler_t *compiler, char c)
{
    uint8_t symbol = reader_stem_symbol(c);

    if (symbol == READER_SYMBOL_OTHER || symbol == READER_SYMBOL_DIGIT) {
        compiler->wrong = "not part of a stem";
    }

    return symbol;
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

        add(compiler, OP_SYMBOL, literal(compiler, set[i]));

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

    if (accept(compiler, NOT_IN_WORD)) {
        add(compiler, OP_BEFORE, 0);

    } else if (accept(compiler, NOT_MORE)) {
        add(compiler, OP_BEHIND, 0);

    } else if (accept(compiler, "(?!")) {
        add(compiler, OP_BEHIND_WORD, (int) (compiler->at - compiler->pattern));
        length = strcspn(compiler->at, ")");
        compiler->at += length;

        if (length > READER_STEM_GUARD_MAX || !accept(compiler, ")")) {
            compiler->wrong = "bad guard";
        }

    } else if (accept(compiler, "(?:")) {
        compile_alternatives(compiler);

        if (!accept(compiler, ")")) {
            compiler->wrong = "( without )";
        }

    } else if (accept(compiler, "\\d")) {
        add(compiler, OP_SYMBOL, READER_SYMBOL_DIGIT);

    } else if (accept(compiler, "[")) {
        length = strcspn(compiler->at, "]");
        compile_set(compiler, compiler->at, length);
        compiler->at += length;

        if (!accept(compiler, "]")) {
            compiler->wrong = "[ without ]";
        }

    } else {
        add(compiler, OP_SYMBOL, literal(compiler, *compiler->at));
        compiler->at++;
    }
}


static void
compile_sequence(compiler_t *compiler)
{
    while (*compiler->at != '\0' && *compiler->at != '|' && *compiler->at != ')'
           && compiler->wrong == NULL) {
        size_t start = compiler->count;

        compile_atom(compiler);

        if (accept(compiler, "?")) {
            insert(compiler, start, OP_SPLIT,
                   (int) (compiler->count - start) + 1);

        } else if (accept(compiler, "*")) {
            /* as many as matching is shown, the more the better */
            if (compiler->count != start + 1
                || compiler->code[start].argument != READER_SYMBOL_UNDERSCORE) {
                compiler->wrong = "* is for underscores only";
                return;
            }

            compiler->count = start;

            for (int left = READER_STEM_UNDERSCORES_MAX; left != 0; left--) {
                add(compiler, OP_SPLIT, left * 2);
                add(compiler, OP_SYMBOL, READER_SYMBOL_UNDERSCORE);
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

        if (compiler->wrong != NULL || !accept(compiler, "|")) {
            return;
        }

        insert(compiler, start, OP_SPLIT, (int) (compiler->count - start) + 2);
        jump = compiler->count;
        add(compiler, OP_JUMP, 0);
        compile_alternatives(compiler);

        if (compiler->wrong == NULL) {
            compiler->code[jump].argument = (int) (compiler->count - jump);
        }

        return;
    }
}


/*
 * All stems from an instruction on, in the order in which a regular
 * expression would try them.  Calls nest as often as a stem has choices.
 */
static const char *
enumerate(const enumerator_t *e, size_t pc, reader_stem_t stem)
{
    const compiler_t *compiled = e->compiled;

    for (;;) {
        code_t code = compiled->code[pc];
        const char *wrong, *word;

        switch (code.op) {

        case OP_SYMBOL:
            if (stem.length == READER_STEM_LENGTH_MAX || stem.behind
                || stem.word_length != 0) {
                return "too long, or letters behind a guard";
            }
            stem.symbols[stem.length++] = (uint8_t) code.argument;
            pc++;
            break;

        case OP_SPLIT:
            wrong = enumerate(e, pc + 1, stem);
            if (wrong != NULL) {
                return wrong;
            }
            pc += (size_t) code.argument;
            break;

        case OP_JUMP:
            pc += (size_t) code.argument;
            break;

        case OP_BEFORE:
            if (stem.length != 0) {
                return "a guard within a stem";
            }
            stem.before = true;
            pc++;
            break;

        case OP_BEHIND:
            stem.behind = true;
            pc++;
            break;

        case OP_BEHIND_WORD:
            word = compiled->pattern + code.argument;
            while (*word != ')') {
                stem.word[stem.word_length++] = reader_stem_symbol(*word++);
            }
            pc++;
            break;

        default:
            return stem.length == 0 ? "an empty stem" : e->take(e->data, &stem);
        }
    }
}


const char *
reader_stems_enumerate(const char *pattern, reader_stem_taker_t take,
                       void *data)
{
    compiler_t compiler = { .pattern = pattern, .at = pattern };
    enumerator_t enumerator = { &compiler, take, data };

    compile_alternatives(&compiler);
    add(&compiler, OP_END, 0);

    if (compiler.wrong == NULL && *compiler.at != '\0') {
        compiler.wrong = ") without (";
    }

    return compiler.wrong != NULL
               ? compiler.wrong
               : enumerate(&enumerator, 0, (reader_stem_t){ 0 });
}
