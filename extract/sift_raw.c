#include "sift_raw.h"

#include "ascii.h"

#include <string.h>


static const char *
find(const char *at, const char *end, char c)
{
    const char *found = memchr(at, c, (size_t) (end - at));

    return found != NULL ? found : end;
}


/* The name, and behind it what ends a tag's name. */
static bool
starts_name(const char *at, const char *end, const char *name)
{
    size_t length = strlen(name), left = (size_t) (end - at);

    return left > length
           && reader_ascii_starts((reader_string_t) { at, left }, name)
           && (reader_ascii_space(at[length]) || at[length] == '/'
               || at[length] == '>');
}


static bool
starts_end_tag(const char *at, const char *end, const char *name)
{
    return end - at > 2 && at[1] == '/' && starts_name(at + 2, end, name);
}


const char *
reader_raw_end(const char *at, const char *end, const char *name)
{
    at = find(at, end, '<');

    while (at < end && !starts_end_tag(at, end, name)) {
        at = find(at + 1, end, '<');
    }

    return at;
}


/*
 * Behind the "<!--" whose "<" is at `at`: to the end of the script, which is
 * *found then, or to behind the "-->" that ends the escape.
 */
static const char *
skip_escaped(const char *at, const char *end, bool *found)
{
    bool twice = false; /* "</script" does not end it */

    at += 2; /* "<!-->" closes it at once */

    for (; at < end; at++) {
        if (*at == '-') {
            if (end - at >= 3 && at[1] == '-' && at[2] == '>') {
                return at + 3;
            }

        } else if (*at == '<') {
            if (starts_end_tag(at, end, "script")) {
                if (!twice) {
                    *found = true;
                    return at;
                }

                twice = false;

            } else if (!twice && starts_name(at + 1, end, "script")) {
                twice = true;
            }
        }
    }

    return end;
}


const char *
reader_script_end(const char *at, const char *end)
{
    bool found = false;

    while (!found) {
        at = find(at, end, '<');

        if (at == end || starts_end_tag(at, end, "script")) {
            return at;
        }

        if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
            at = skip_escaped(at, end, &found);
        } else {
            at++;
        }
    }

    return at;
}


const char *
reader_comment_end(const char *at, const char *end)
{
    if (end - at < 4 || memcmp(at, "<!--", 4) != 0) {
        at = find(at + 2, end, '>'); /* "<!", "<?", and "</ " */
        return at == end ? end : at + 1;
    }

    at += 4;

    if (at < end && *at == '>') { /* <!--> */
        return at + 1;
    }

    if (end - at >= 2 && at[0] == '-' && at[1] == '>') { /* <!---> */
        return at + 2;
    }

    for (at = find(at, end, '-'); at < end; at = find(at + 1, end, '-')) {
        if (end - at >= 3 && at[1] == '-' && at[2] == '>') {
            return at + 3;
        }

        if (end - at >= 4 && at[1] == '-' && at[2] == '!' && at[3] == '>') {
            return at + 4;
        }
    }

    return end;
}
