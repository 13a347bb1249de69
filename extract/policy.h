/*
 * What may be written at all.  A view is built from these tables: an element
 * that is not in them has no way into a view.
 */

#ifndef READER_POLICY_H
#define READER_POLICY_H

#include "tree.h"

/* No deeper than this; Chromium flattens trees at 512. */
#define READER_DEPTH_MAX 128

/* The elements of the views' body.  Order matters to nobody. */
typedef enum {
    READER_EL_NONE,

    /* blocks that hold blocks */
    READER_EL_BLOCKQUOTE,
    READER_EL_UL,
    READER_EL_OL,
    READER_EL_LI,
    READER_EL_DL,
    READER_EL_DT,
    READER_EL_DD,
    READER_EL_FIGURE,
    READER_EL_FIGCAPTION,
    READER_EL_DETAILS,
    READER_EL_TABLE,
    READER_EL_CAPTION,
    READER_EL_THEAD,
    READER_EL_TBODY,
    READER_EL_TFOOT,
    READER_EL_TR,
    READER_EL_TH,
    READER_EL_TD,

    /* blocks that hold text and inline elements only */
    READER_EL_P,
    READER_EL_H2,
    READER_EL_H3,
    READER_EL_H4,
    READER_EL_H5,
    READER_EL_H6,
    READER_EL_PRE,
    READER_EL_SUMMARY,

    /* inline */
    READER_EL_A,
    READER_EL_ABBR,
    READER_EL_B,
    READER_EL_BDI,
    READER_EL_BDO,
    READER_EL_CITE,
    READER_EL_CODE,
    READER_EL_DEL,
    READER_EL_DFN,
    READER_EL_EM,
    READER_EL_I,
    READER_EL_INS,
    READER_EL_KBD,
    READER_EL_MARK,
    READER_EL_Q,
    READER_EL_RP,
    READER_EL_RT,
    READER_EL_RUBY,
    READER_EL_S,
    READER_EL_SAMP,
    READER_EL_SMALL,
    READER_EL_SPAN,
    READER_EL_STRONG,
    READER_EL_SUB,
    READER_EL_SUP,
    READER_EL_TIME,
    READER_EL_U,
    READER_EL_VAR,

    /* without content */
    READER_EL_BR,
    READER_EL_HR,
    READER_EL_WBR,
    READER_EL_IMG,
    READER_EL_AUDIO,
    READER_EL_VIDEO,
    READER_EL_EMBED, /* a frame of another site: written as a link */

    /* MathML; READER_EL_MATH is inline, the others occur inside it only */
    READER_EL_MATH,
    READER_EL_MI,
    READER_EL_MN,
    READER_EL_MO,
    READER_EL_MS,
    READER_EL_MTEXT,
    READER_EL_MSPACE,
    READER_EL_MROW,
    READER_EL_MFRAC,
    READER_EL_MSQRT,
    READER_EL_MROOT,
    READER_EL_MSTYLE,
    READER_EL_MERROR,
    READER_EL_MPADDED,
    READER_EL_MPHANTOM,
    READER_EL_MSUB,
    READER_EL_MSUP,
    READER_EL_MSUBSUP,
    READER_EL_MUNDER,
    READER_EL_MOVER,
    READER_EL_MUNDEROVER,
    READER_EL_MMULTISCRIPTS,
    READER_EL_MPRESCRIPTS,
    READER_EL_MNONE,
    READER_EL_MTABLE,
    READER_EL_MTR,
    READER_EL_MTD,
    READER_EL_SEMANTICS,

    READER_EL_COUNT
} reader_element_t;

/* "<p>" and "</p>"; those of embed and of no element are never written. */
reader_string_t reader_element_start(reader_element_t element);
reader_string_t reader_element_end(reader_element_t element);

bool reader_element_is_block(reader_element_t element);
bool reader_element_is_heading(reader_element_t element);

/* What becomes of an element of the page. */
typedef enum {
    READER_DROP,         /* it and all that is in it */
    READER_UNWRAP,       /* inline: its children stand in its place */
    READER_UNWRAP_BLOCK, /* the same, and text does not flow across its ends */
    READER_KEEP          /* as *element */
} reader_fate_t;

/* For elements of HTML, by Gumbo's tag. */
reader_fate_t reader_policy_html(uint16_t tag, reader_element_t *element);

/* For elements that Gumbo does not know, by name: dropped, not unwrapped. */
bool reader_policy_is_dropped(reader_string_t name);

/* For elements of MathML inside math, by name. */
reader_fate_t reader_policy_math(reader_string_t name,
                                 reader_element_t *element);

/*
 * Values that are copied from the page after a look at each of their bytes;
 * false if they are not to be written.
 */
bool reader_policy_language(reader_string_t value); /* BCP 47, lang= */
bool reader_policy_datetime(reader_string_t value); /* datetime= */
bool reader_policy_code_language(reader_string_t value); /* class=language- */

/* "ltr", "rtl" or "auto" in lower case; empty for all else. */
reader_string_t reader_policy_direction(reader_string_t value);

#endif
