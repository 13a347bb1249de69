#include "pattern.h"

#include <stdio.h>


pcre2_code *
reader_pattern_new(const char *pattern, uint32_t options,
                   reader_error_t *error)
{
    char message[128];
    PCRE2_SIZE offset;
    pcre2_code *code;
    int number;

    code = pcre2_compile((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
                         PCRE2_CASELESS | PCRE2_UTF | PCRE2_NO_UTF_CHECK
                             | options,
                         &number, &offset, NULL);

    if (code == NULL) {
        pcre2_get_error_message(number, (PCRE2_UCHAR *) message,
                                sizeof(message));
        snprintf(error->text, sizeof(error->text),
                 "lexicon: %s at offset %zu", message, (size_t) offset);
        return NULL;
    }

    /* where there is no JIT the interpreter gives the same matches */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);

    return code;
}
