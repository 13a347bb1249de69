#!/usr/bin/env python3
"""Write extract/charref_table.c, the named character references of HTML.

    cd extract && python3 model/charref.py > charref_table.c

The names are those of the HTML standard, section 13.5, which Python carries
as html.entities.html5.
"""

from html.entities import html5

COLUMNS = 79

HEAD = """\
/*
 * The named character references (HTML standard, 13.5), in order of bytes.
 * Generated: cd extract && python3 model/charref.py > charref_table.c
 */

#include "charref_table.h"

/* clang-format off */

/* a name; one that counts without its semicolon too; one of two code points */
#define N(name, code) { name, code, 0, false },
#define B(name, code) { name, code, 0, true },
#define T(name, first, second) { name, first, second, false },

const reader_charref_t reader_charrefs[] = {
"""

TAIL = """\
};

/* clang-format on */

const size_t reader_charref_count =
    sizeof(reader_charrefs) / sizeof(reader_charrefs[0]);
"""


def entry(name: str, text: str, bare: bool) -> str:
    """One row of the table: a call of one of the macros above it."""
    kind = "B" if bare else "T" if len(text) == 2 else "N"
    codes = ",".join(f"{ord(char):#x}" for char in text)
    return f'{kind}("{name}",{codes})'


def main() -> None:
    names = sorted(name[:-1] for name in html5 if name.endswith(";"))
    assert all(name in names for name in html5 if not name.endswith(";"))
    print(HEAD, end="")
    line = ""
    for name in names:
        row = entry(name, html5[name + ";"], name in html5)
        if line and len(line) + len(row) + 1 > COLUMNS:
            print(line)
            line = ""
        line = f"{line} {row}" if line else row
    print(line)
    print(TAIL, end="")


if __name__ == "__main__":
    main()
