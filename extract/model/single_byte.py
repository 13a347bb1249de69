#!/usr/bin/env python3
"""Write extract/encoding_single.c, the single-byte encodings of the web.

    cd extract && python3 model/single_byte.py > encoding_single.c

Python's codecs agree with the indexes of the Encoding standard but for what
PATCHES holds, and for bytes that a codec has no character for: those of
0x80 to 0x9F stand for themselves in the standard, others are errors.
"""

CODECS = {
    "ibm866": "cp866",
    **{f"iso-8859-{n}": f"iso-8859-{n}"
       for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "macintosh": "mac-roman",
    "windows-874": "cp874",
    **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
    "x-mac-cyrillic": "mac-cyrillic",
}

PATCHES = {("koi8-u", 0xAE): 0x45E, ("koi8-u", 0xBE): 0x40E,
           ("windows-1255", 0xCA): 0x5BA}

PER_LINE = 10


def code_point(name: str, byte: int) -> int:
    """What a byte of 0x80 to 0xFF means."""
    if (name, byte) in PATCHES:
        return PATCHES[name, byte]
    try:
        return ord(bytes([byte]).decode(CODECS[name]))
    except UnicodeDecodeError:
        return byte if byte < 0xA0 else 0xFFFD


def main() -> None:
    print("/*\n"
          " * Code points of the bytes 0x80 to 0xFF (Encoding standard, 9).\n"
          " * Generated:"
          " cd extract && python3 model/single_byte.py > encoding_single.c\n"
          " */\n\n"
          '#include "encoding.h"\n\n'
          "/* clang-format off */\n"
          f"const uint16_t reader_single_byte[{len(CODECS)}][128] = {{")
    for name in CODECS:
        cells = [f"0x{code_point(name, byte):04X}," for byte in range(128, 256)]
        print(f"{{ /* {name} */")
        for i in range(0, 128, PER_LINE):
            print(" ".join(cells[i:i + PER_LINE]))
        print("},")
    print("};\n/* clang-format on */")


if __name__ == "__main__":
    main()
