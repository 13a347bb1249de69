/* Documents from a seed: the parts of HTML that trip tree construction. */

#ifndef GRAMMAR_H
#define GRAMMAR_H

#include <stddef.h>
#include <stdint.h>

/* Writes a document of fewer than size bytes; returns its length. */
size_t grammar_write(uint64_t seed, char *out, size_t size);

/* The same, of elements that nest as on most pages, with few mistakes. */
size_t grammar_write_tidy(uint64_t seed, char *out, size_t size);

#endif
