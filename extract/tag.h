/*
 * One tag of the page as the HTML tokenizer sees it: where it ends, its name
 * and its attributes.  HTML standard, 13.2.5.8 and 13.2.5.32 to 40.
 */

#ifndef READER_TAG_H
#define READER_TAG_H

#include "attributes.h"

typedef struct {
    reader_string_t name; /* as written in the page */
    uint64_t bytes;       /* up to 8 of the name, the first one lowest */
    const char *end;      /* behind its ">" */
    unsigned attributes;  /* how many, those of one name counted each */
    bool closing;
    bool self_closing;
} reader_tag_t;

/*
 * Reads the tag whose "<" is at `at`; a letter, or a slash and a letter, is
 * known to follow.  False if the page ends inside it: then it is no tag.  The
 * attributes are added to the list, if that is not NULL.
 */
bool reader_tag_read(const char *at, const char *end, reader_tag_t *tag,
                     reader_attribute_list_t *list);

/*
 * Every attribute in turn: *at starts behind the tag's name and moves on, end
 * is behind the tag.  False when there are no more.  Only its name and value
 * are set.
 */
bool reader_tag_attribute(const char **at, const char *end,
                          reader_attribute_t *attribute);

/* Bytes up to the end of the name that starts at `at`. */
size_t reader_tag_name_length(const char *at, const char *end);

#endif
