#include "policy.h"

#include "ascii.h"

#include <string.h>

#define DATETIME_MAX 64
#define CODE_LANGUAGE_MAX 32

enum { BLOCK = 1, HEADING = 2, MATH = 4 };

/* A name in both tags, and its length. */
#define NAMED(name) "<" name "></" name ">", sizeof(name) - 1

static const struct {
    const char *tags;
    uint8_t length;
    uint8_t kind;
} elements[READER_EL_COUNT] = {
    [READER_EL_NONE] = { NAMED(""), 0 },
    [READER_EL_BLOCKQUOTE] = { NAMED("blockquote"), BLOCK },
    [READER_EL_UL] = { NAMED("ul"), BLOCK },
    [READER_EL_OL] = { NAMED("ol"), BLOCK },
    [READER_EL_LI] = { NAMED("li"), BLOCK },
    [READER_EL_DL] = { NAMED("dl"), BLOCK },
    [READER_EL_DT] = { NAMED("dt"), BLOCK },
    [READER_EL_DD] = { NAMED("dd"), BLOCK },
    [READER_EL_FIGURE] = { NAMED("figure"), BLOCK },
    [READER_EL_FIGCAPTION] = { NAMED("figcaption"), BLOCK },
    [READER_EL_DETAILS] = { NAMED("details"), BLOCK },
    [READER_EL_TABLE] = { NAMED("table"), BLOCK },
    [READER_EL_CAPTION] = { NAMED("caption"), BLOCK },
    [READER_EL_THEAD] = { NAMED("thead"), BLOCK },
    [READER_EL_TBODY] = { NAMED("tbody"), BLOCK },
    [READER_EL_TFOOT] = { NAMED("tfoot"), BLOCK },
    [READER_EL_TR] = { NAMED("tr"), BLOCK },
    [READER_EL_TH] = { NAMED("th"), BLOCK },
    [READER_EL_TD] = { NAMED("td"), BLOCK },
    [READER_EL_P] = { NAMED("p"), BLOCK },
    [READER_EL_H2] = { NAMED("h2"), BLOCK | HEADING },
    [READER_EL_H3] = { NAMED("h3"), BLOCK | HEADING },
    [READER_EL_H4] = { NAMED("h4"), BLOCK | HEADING },
    [READER_EL_H5] = { NAMED("h5"), BLOCK | HEADING },
    [READER_EL_H6] = { NAMED("h6"), BLOCK | HEADING },
    [READER_EL_PRE] = { NAMED("pre"), BLOCK },
    [READER_EL_SUMMARY] = { NAMED("summary"), BLOCK },
    [READER_EL_A] = { NAMED("a"), 0 },
    [READER_EL_ABBR] = { NAMED("abbr"), 0 },
    [READER_EL_B] = { NAMED("b"), 0 },
    [READER_EL_BDI] = { NAMED("bdi"), 0 },
    [READER_EL_BDO] = { NAMED("bdo"), 0 },
    [READER_EL_CITE] = { NAMED("cite"), 0 },
    [READER_EL_CODE] = { NAMED("code"), 0 },
    [READER_EL_DEL] = { NAMED("del"), 0 },
    [READER_EL_DFN] = { NAMED("dfn"), 0 },
    [READER_EL_EM] = { NAMED("em"), 0 },
    [READER_EL_I] = { NAMED("i"), 0 },
    [READER_EL_INS] = { NAMED("ins"), 0 },
    [READER_EL_KBD] = { NAMED("kbd"), 0 },
    [READER_EL_MARK] = { NAMED("mark"), 0 },
    [READER_EL_Q] = { NAMED("q"), 0 },
    [READER_EL_RP] = { NAMED("rp"), 0 },
    [READER_EL_RT] = { NAMED("rt"), 0 },
    [READER_EL_RUBY] = { NAMED("ruby"), 0 },
    [READER_EL_S] = { NAMED("s"), 0 },
    [READER_EL_SAMP] = { NAMED("samp"), 0 },
    [READER_EL_SMALL] = { NAMED("small"), 0 },
    [READER_EL_SPAN] = { NAMED("span"), 0 },
    [READER_EL_STRONG] = { NAMED("strong"), 0 },
    [READER_EL_SUB] = { NAMED("sub"), 0 },
    [READER_EL_SUP] = { NAMED("sup"), 0 },
    [READER_EL_TIME] = { NAMED("time"), 0 },
    [READER_EL_U] = { NAMED("u"), 0 },
    [READER_EL_VAR] = { NAMED("var"), 0 },
    [READER_EL_BR] = { NAMED("br"), 0 },
    [READER_EL_HR] = { NAMED("hr"), 0 },
    [READER_EL_WBR] = { NAMED("wbr"), 0 },
    [READER_EL_IMG] = { NAMED("img"), 0 },
    [READER_EL_AUDIO] = { NAMED("audio"), 0 },
    [READER_EL_VIDEO] = { NAMED("video"), 0 },
    [READER_EL_EMBED] = { NAMED("embed"), 0 },
    [READER_EL_MATH] = { NAMED("math"), MATH },
    [READER_EL_MI] = { NAMED("mi"), MATH },
    [READER_EL_MN] = { NAMED("mn"), MATH },
    [READER_EL_MO] = { NAMED("mo"), MATH },
    [READER_EL_MS] = { NAMED("ms"), MATH },
    [READER_EL_MTEXT] = { NAMED("mtext"), MATH },
    [READER_EL_MSPACE] = { NAMED("mspace"), MATH },
    [READER_EL_MROW] = { NAMED("mrow"), MATH },
    [READER_EL_MFRAC] = { NAMED("mfrac"), MATH },
    [READER_EL_MSQRT] = { NAMED("msqrt"), MATH },
    [READER_EL_MROOT] = { NAMED("mroot"), MATH },
    [READER_EL_MSTYLE] = { NAMED("mstyle"), MATH },
    [READER_EL_MERROR] = { NAMED("merror"), MATH },
    [READER_EL_MPADDED] = { NAMED("mpadded"), MATH },
    [READER_EL_MPHANTOM] = { NAMED("mphantom"), MATH },
    [READER_EL_MSUB] = { NAMED("msub"), MATH },
    [READER_EL_MSUP] = { NAMED("msup"), MATH },
    [READER_EL_MSUBSUP] = { NAMED("msubsup"), MATH },
    [READER_EL_MUNDER] = { NAMED("munder"), MATH },
    [READER_EL_MOVER] = { NAMED("mover"), MATH },
    [READER_EL_MUNDEROVER] = { NAMED("munderover"), MATH },
    [READER_EL_MMULTISCRIPTS] = { NAMED("mmultiscripts"), MATH },
    [READER_EL_MPRESCRIPTS] = { NAMED("mprescripts"), MATH },
    [READER_EL_MNONE] = { NAMED("none"), MATH },
    [READER_EL_MTABLE] = { NAMED("mtable"), MATH },
    [READER_EL_MTR] = { NAMED("mtr"), MATH },
    [READER_EL_MTD] = { NAMED("mtd"), MATH },
    [READER_EL_SEMANTICS] = { NAMED("semantics"), MATH },
};

/*
 * The baseline is the safe default list of the WHATWG/WICG Sanitizer API
 * with images and media, without SVG and frames.  What is not here is
 * dropped with all that is in it: scripts, styles, templates, forms'
 * controls, plug-ins, SVG, raw text of any kind.
 */
static const struct {
    uint8_t fate;
    uint8_t element;
} fates[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HTML] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_NOSCRIPT] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_BODY] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_ARTICLE] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_SECTION] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_NAV] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_ASIDE] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_H1] = { READER_KEEP, READER_EL_H2 },
    [GUMBO_TAG_H2] = { READER_KEEP, READER_EL_H2 },
    [GUMBO_TAG_H3] = { READER_KEEP, READER_EL_H3 },
    [GUMBO_TAG_H4] = { READER_KEEP, READER_EL_H4 },
    [GUMBO_TAG_H5] = { READER_KEEP, READER_EL_H5 },
    [GUMBO_TAG_H6] = { READER_KEEP, READER_EL_H6 },
    [GUMBO_TAG_HGROUP] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_HEADER] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_FOOTER] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_ADDRESS] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_P] = { READER_KEEP, READER_EL_P },
    [GUMBO_TAG_HR] = { READER_KEEP, READER_EL_HR },
    [GUMBO_TAG_PRE] = { READER_KEEP, READER_EL_PRE },
    [GUMBO_TAG_BLOCKQUOTE] = { READER_KEEP, READER_EL_BLOCKQUOTE },
    [GUMBO_TAG_OL] = { READER_KEEP, READER_EL_OL },
    [GUMBO_TAG_UL] = { READER_KEEP, READER_EL_UL },
    [GUMBO_TAG_LI] = { READER_KEEP, READER_EL_LI },
    [GUMBO_TAG_DL] = { READER_KEEP, READER_EL_DL },
    [GUMBO_TAG_DT] = { READER_KEEP, READER_EL_DT },
    [GUMBO_TAG_DD] = { READER_KEEP, READER_EL_DD },
    [GUMBO_TAG_FIGURE] = { READER_KEEP, READER_EL_FIGURE },
    [GUMBO_TAG_FIGCAPTION] = { READER_KEEP, READER_EL_FIGCAPTION },
    [GUMBO_TAG_MAIN] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_DIV] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_A] = { READER_KEEP, READER_EL_A },
    [GUMBO_TAG_EM] = { READER_KEEP, READER_EL_EM },
    [GUMBO_TAG_STRONG] = { READER_KEEP, READER_EL_STRONG },
    [GUMBO_TAG_SMALL] = { READER_KEEP, READER_EL_SMALL },
    [GUMBO_TAG_S] = { READER_KEEP, READER_EL_S },
    [GUMBO_TAG_CITE] = { READER_KEEP, READER_EL_CITE },
    [GUMBO_TAG_Q] = { READER_KEEP, READER_EL_Q },
    [GUMBO_TAG_DFN] = { READER_KEEP, READER_EL_DFN },
    [GUMBO_TAG_ABBR] = { READER_KEEP, READER_EL_ABBR },
    [GUMBO_TAG_DATA] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_TIME] = { READER_KEEP, READER_EL_TIME },
    [GUMBO_TAG_CODE] = { READER_KEEP, READER_EL_CODE },
    [GUMBO_TAG_VAR] = { READER_KEEP, READER_EL_VAR },
    [GUMBO_TAG_SAMP] = { READER_KEEP, READER_EL_SAMP },
    [GUMBO_TAG_KBD] = { READER_KEEP, READER_EL_KBD },
    [GUMBO_TAG_SUB] = { READER_KEEP, READER_EL_SUB },
    [GUMBO_TAG_SUP] = { READER_KEEP, READER_EL_SUP },
    [GUMBO_TAG_I] = { READER_KEEP, READER_EL_I },
    [GUMBO_TAG_B] = { READER_KEEP, READER_EL_B },
    [GUMBO_TAG_U] = { READER_KEEP, READER_EL_U },
    [GUMBO_TAG_MARK] = { READER_KEEP, READER_EL_MARK },
    [GUMBO_TAG_RUBY] = { READER_KEEP, READER_EL_RUBY },
    [GUMBO_TAG_RT] = { READER_KEEP, READER_EL_RT },
    [GUMBO_TAG_RP] = { READER_KEEP, READER_EL_RP },
    [GUMBO_TAG_BDI] = { READER_KEEP, READER_EL_BDI },
    [GUMBO_TAG_BDO] = { READER_KEEP, READER_EL_BDO },
    [GUMBO_TAG_SPAN] = { READER_KEEP, READER_EL_SPAN },
    [GUMBO_TAG_BR] = { READER_KEEP, READER_EL_BR },
    [GUMBO_TAG_WBR] = { READER_KEEP, READER_EL_WBR },
    [GUMBO_TAG_INS] = { READER_KEEP, READER_EL_INS },
    [GUMBO_TAG_DEL] = { READER_KEEP, READER_EL_DEL },
    [GUMBO_TAG_IMAGE] = { READER_KEEP, READER_EL_IMG },
    [GUMBO_TAG_IMG] = { READER_KEEP, READER_EL_IMG },
    [GUMBO_TAG_IFRAME] = { READER_KEEP, READER_EL_EMBED },
    [GUMBO_TAG_EMBED] = { READER_KEEP, READER_EL_EMBED },
    [GUMBO_TAG_OBJECT] = { READER_KEEP, READER_EL_EMBED },
    [GUMBO_TAG_VIDEO] = { READER_KEEP, READER_EL_VIDEO },
    [GUMBO_TAG_AUDIO] = { READER_KEEP, READER_EL_AUDIO },
    [GUMBO_TAG_MATH] = { READER_KEEP, READER_EL_MATH },
    [GUMBO_TAG_TABLE] = { READER_KEEP, READER_EL_TABLE },
    [GUMBO_TAG_CAPTION] = { READER_KEEP, READER_EL_CAPTION },
    [GUMBO_TAG_TBODY] = { READER_KEEP, READER_EL_TBODY },
    [GUMBO_TAG_THEAD] = { READER_KEEP, READER_EL_THEAD },
    [GUMBO_TAG_TFOOT] = { READER_KEEP, READER_EL_TFOOT },
    [GUMBO_TAG_TR] = { READER_KEEP, READER_EL_TR },
    [GUMBO_TAG_TD] = { READER_KEEP, READER_EL_TD },
    [GUMBO_TAG_TH] = { READER_KEEP, READER_EL_TH },
    [GUMBO_TAG_FORM] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_FIELDSET] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_LEGEND] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_LABEL] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_DETAILS] = { READER_KEEP, READER_EL_DETAILS },
    [GUMBO_TAG_SUMMARY] = { READER_KEEP, READER_EL_SUMMARY },
    [GUMBO_TAG_MENU] = { READER_KEEP, READER_EL_UL },
    [GUMBO_TAG_ACRONYM] = { READER_KEEP, READER_EL_ABBR },
    [GUMBO_TAG_DIR] = { READER_KEEP, READER_EL_UL },
    [GUMBO_TAG_LISTING] = { READER_KEEP, READER_EL_PRE },
    [GUMBO_TAG_RB] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_STRIKE] = { READER_KEEP, READER_EL_S },
    [GUMBO_TAG_BIG] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_BLINK] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_CENTER] = { READER_UNWRAP_BLOCK, READER_EL_NONE },
    [GUMBO_TAG_FONT] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_MARQUEE] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_MULTICOL] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_NOBR] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_TT] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_RTC] = { READER_UNWRAP, READER_EL_NONE },
    [GUMBO_TAG_UNKNOWN] = { READER_UNWRAP, READER_EL_NONE },
};

/* Names that Gumbo does not know and whose content is not to be seen. */
static const char *const dropped[] = {
    "dialog", "portal", "fencedframe", "slot", "selectedcontent",
};

/* MathML whose children may stand without it. */
static const char *const unwrapped_math[] = { "maligngroup", "mfenced",
                                              "menclose", "mlabeledtr" };


reader_string_t
reader_element_start(reader_element_t element)
{
    return (reader_string_t) { elements[element].tags,
                               elements[element].length + sizeof("<>") - 1 };
}


reader_string_t
reader_element_end(reader_element_t element)
{
    return (reader_string_t) {
        elements[element].tags + elements[element].length + sizeof("<>") - 1,
        elements[element].length + sizeof("</>") - 1
    };
}


bool
reader_element_is_block(reader_element_t element)
{
    return (elements[element].kind & BLOCK) != 0;
}


bool
reader_element_is_heading(reader_element_t element)
{
    return (elements[element].kind & HEADING) != 0;
}


reader_fate_t
reader_policy_html(uint16_t tag, reader_element_t *element)
{
    if (tag > GUMBO_TAG_LAST) {
        *element = READER_EL_NONE;
        return READER_DROP;
    }

    *element = (reader_element_t) fates[tag].element;

    return (reader_fate_t) fates[tag].fate;
}


bool
reader_policy_is_dropped(reader_string_t name)
{
    for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
        if (reader_ascii_is(name, dropped[i])) {
            return true;
        }
    }

    return false;
}


reader_fate_t
reader_policy_math(reader_string_t name, reader_element_t *element)
{
    for (unsigned e = READER_EL_MATH + 1; e < READER_EL_COUNT; e++) {
        reader_string_t own = { elements[e].tags + 1, elements[e].length };

        if (reader_ascii_same(name, own)) {
            *element = (reader_element_t) e;
            return READER_KEEP;
        }
    }

    *element = READER_EL_NONE;

    for (size_t i = 0; i < sizeof(unwrapped_math) / sizeof(char *); i++) {
        if (reader_ascii_is(name, unwrapped_math[i])) {
            return READER_UNWRAP;
        }
    }

    return READER_DROP;
}


static bool
is_alphanumeric(char c)
{
    return reader_ascii_letter(c) || reader_ascii_digit(c);
}


/* ^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}$ (BCP 47) */
bool
reader_policy_language(reader_string_t value)
{
    size_t length = 0, part = 0;

    for (size_t i = 0; i < value.length; i++) {
        char c = value.data[i];

        if (c == '-') {
            if (length < (part == 0 ? 2 : 1) || part == 6) {
                return false;
            }

            part++;
            length = 0;

        } else if ((part == 0 ? reader_ascii_letter(c) : is_alphanumeric(c))
                   && length < 8) {
            length++;

        } else {
            return false;
        }
    }

    return length >= (part == 0 ? 2 : 1);
}


bool
reader_policy_datetime(reader_string_t value)
{
    for (size_t i = 0; i < value.length; i++) {
        if (!is_alphanumeric(value.data[i])
            && (value.data[i] == '\0'
                || strchr(":+-. ", value.data[i]) == NULL)) {
            return false;
        }
    }

    return value.length != 0 && value.length <= DATETIME_MAX
           && reader_ascii_trim(value).length == value.length;
}


bool
reader_policy_code_language(reader_string_t value)
{
    for (size_t i = 0; i < value.length; i++) {
        if (!is_alphanumeric(value.data[i])
            && (value.data[i] == '\0'
                || strchr("+#._-", value.data[i]) == NULL)) {
            return false;
        }
    }

    return value.length != 0 && value.length <= CODE_LANGUAGE_MAX;
}


reader_string_t
reader_policy_direction(reader_string_t value)
{
    static const char *const directions[] = { "ltr", "rtl", "auto" };

    for (size_t i = 0; i < 3; i++) {
        if (reader_ascii_is(value, directions[i])) {
            return (reader_string_t) { directions[i], strlen(directions[i]) };
        }
    }

    return (reader_string_t) { NULL, 0 };
}
