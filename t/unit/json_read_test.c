/* JSON as pages write it, shown by what is written of it again. */

#include "json.h"
#include "tap.h"

#include <stdlib.h>

static reader_arena_t *arena;

static const struct {
    const char *name, *text, *want; /* want NULL: no JSON */
} cases[] = {
    { "values", "{\"a\":[1,-2,true,false,null,\"b\"],\"c\":{}}",
      "{\"a\":[1,-2,true,false,null,\"b\"],\"c\":{}}" },
    { "white space", " [ 1 ,\t2\r\n] ", "[1,2]" },
    { "what follows the first value", "{} {", "{}" },
    { "comments", "/*x*/{/**/\"a\"/*,*/:1}", "{\"a\":1}" },
    { "a comment that does not end", "[1/*]", NULL },
    { "a comma before the end", "{\"a\":[1,],}", "{\"a\":[1]}" },
    { "two commas", "[1,,]", NULL },
    { "no comma", "[1 2]", NULL },
    { "the wrong bracket", "[1}", NULL },
    { "no bracket", "{\"a\":[1]", NULL },
    { "no colon", "{\"a\" 1}", NULL },
    { "no value", "{\"a\":}", NULL },
    { "a key that is no string", "{a:1}", NULL },
    { "a key with NUL", "{\"a\\u0000\":1}", NULL },
    { "nothing", "", NULL },
    { "an unknown word", "[nul]", NULL },
    { "escapes", "\"\\\"\\\\\\/\\n\\t\\u0041\\u00e9\"",
      "\"\\\"\\\\/\\n\\tA\xC3\xA9\"" },
    { "escapes that JSON has not", "\"a\\'b\\xc\\u12g4\"", "\"a'bxcu12g4\"" },
    { "a pair of surrogates", "\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\"" },
    { "lone surrogates", "\"\\ud83d\\u0041\\ude00\"",
      "\"\xEF\xBF\xBD" "A\xEF\xBF\xBD\"" },
    { "a surrogate at the end", "\"\\ud83d\\u\"", "\"\xEF\xBF\xBDu\"" },
    { "line ends in a string", "\"a\nb\"", "\"a b\"" },
    { "a string that does not end", "[\"a", NULL },
    { "a backslash at the end", "[\"a\\", NULL },
    { "an escape at the end", "[\"a\\u00", NULL },
    { "zero", "[0,-0,0.0,0e1]", "[0,0,0,0]" },
    { "a leading zero", "[01]", NULL },
    { "a bare sign", "[-]", NULL },
    { "a bare point", "[1.]", NULL },
    { "a bare exponent", "[1e+]", NULL },
    { "a leading point", "[.5]", NULL },
    { "reals", "[1.5,-2.5E-1,1e2]", "[1.5,-0.25,100]" },
    { "the largest integers", "[9223372036854775807,-9223372036854775808]",
      "[9223372036854775807,-9223372036854775808]" },
    { "too large an integer", "[9223372036854775808]", NULL },
    { "a very long integer", "[100000000000000000000000000000000]", NULL },
    { "too large a real", "[1e999]", NULL },
    { "too small a real", "[1e-999]", "[0]" },
    { "a key again, next to it", "{\"a\":1,\"a\":{\"b\":2}}",
      "{\"a\":{\"b\":2}}" },
    { "a key again", "{\"a\":1,\"b\":2,\"a\":3,\"c\":4,\"a\":5}",
      "{\"a\":5,\"b\":2,\"c\":4}" },
    { "an empty key", "{\"\":1,\"\":2}", "{\"\":2}" },
    { "a key again, of many",
      "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,"
      "\"i\":9,\"a\":10,\"i\":11,\"j\":12,\"j\":13}",
      "{\"a\":10,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,"
      "\"i\":11,\"j\":13}" },
};


static reader_value_t *
read_it(const char *text)
{
    return reader_json_read(arena, (reader_string_t) { text, strlen(text) });
}


static void
check(const char *text, const char *want, const char *name)
{
    const reader_value_t *value = read_it(text);
    reader_buffer_t out;
    reader_json_t json;

    if (want == NULL) {
        ok(value == NULL, name);
        return;
    }

    if (value == NULL) {
        ok(false, name);
        return;
    }

    reader_buffer_init(&out, arena, 0);
    reader_json_begin(&json, &out);
    reader_json_value(&json, value, 1000);
    is_str(reader_buffer_value(&out), want, name);
}


static void
check_depth(void)
{
    char text[100] = "";

    memset(text, '[', 32);
    memset(text + 32, ']', 32);
    ok(read_it(text) != NULL, "32 deep");
    memset(text, '[', 33);
    memset(text + 33, ']', 33);
    ok(read_it(text) == NULL, "deeper");
}


static void
check_members(void)
{
    const reader_value_t *value = read_it("{\"a\":[7,8],\"b\":[]}");
    const reader_value_t *member = reader_value_member(value, "a");

    ok(reader_value_is(member, READER_VALUE_ARRAY), "a member");
    is_int((long) reader_value_single(member)->integer, 7, "its first item");
    ok(reader_value_member(value, "ab") == NULL, "no member");
    ok(reader_value_member(member, "a") == NULL, "an array has none");
    ok(reader_value_member(NULL, "a") == NULL, "nothing has none");
    ok(reader_value_single(reader_value_member(value, "b")) == NULL,
       "an empty array");
    ok(reader_value_single(value) == value, "what is no array");
    ok(!reader_value_is(NULL, READER_VALUE_NULL), "nothing is not null");
}


/* A thousand keys, each twice: the work is not their number squared. */
static void
check_many(void)
{
    char *text = malloc(1000 * 2 * 16 + 16);
    size_t length = 1, count = 0;
    long long sum = 0;
    const reader_value_t *value;

    text[0] = '{';

    for (int i = 0; i < 2000; i++) {
        length += (size_t) sprintf(text + length, "\"k%d\":%d,", i % 1000, i);
    }

    strcpy(text + length, "}");
    value = read_it(text);

    for (value = value->first; value != NULL; value = value->next) {
        sum += value->integer;
        count++;
    }

    is_int((long) count, 1000, "many keys, each once");
    is_int((long) sum, 1499500, "with the last value");
    free(text);
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;

    arena = reader_arena_new(&limits);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check(cases[i].text, cases[i].want, cases[i].name);
    }

    check_depth();
    check_members();
    check_many();
    reader_arena_free(arena);

    return done_testing();
}
