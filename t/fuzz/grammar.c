#include "grammar.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    uint64_t state;
    char *out;
    size_t length;
    size_t size;
} writer_t;

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* Each document takes a few of these, so that they meet often. */
static const char *const names[] = {
    "html",     "head",       "body",     "title",    "base",     "link",
    "meta",     "style",      "script",   "noscript", "template", "article",
    "h1",       "h2",         "header",   "address",  "p",        "hr",
    "pre",      "blockquote", "ol",       "ul",       "li",       "dl",
    "dt",       "dd",         "figure",   "main",     "div",      "a",
    "em",       "strong",     "small",    "s",        "cite",     "code",
    "i",        "b",          "u",        "mark",     "ruby",     "rt",
    "rp",       "rb",         "rtc",      "span",     "br",       "wbr",
    "image",    "img",        "iframe",   "embed",    "object",   "param",
    "video",    "source",     "track",    "area",     "table",    "caption",
    "colgroup", "col",        "tbody",    "thead",    "tfoot",    "tr",
    "td",       "th",         "form",     "fieldset", "label",    "input",
    "button",   "select",     "optgroup", "option",   "textarea", "keygen",
    "output",   "summary",    "menu",     "menuitem", "applet",   "bgsound",
    "dir",      "frame",      "noframes", "listing",  "xmp",      "noembed",
    "strike",   "basefont",   "big",      "center",   "font",     "marquee",
    "nobr",     "tt",         "foo",      "x-y",      "g",        "path",
    "desc",     "mi",         "acronym",  "section",  "nav",      "aside",
    "footer",   "figcaption", "abbr",     "time",     "sub",      "sup",
    "del",      "ins",        "q",        "kbd",      "samp",     "var",
    "audio",    "canvas",     "map",      "bdo",      "dfn",      "data",
    "h3",       "h6",         "bdi",
};

static const char *const rare_names[] = {
    "frameset",       "plaintext",     "isindex", "svg",   "math",
    "annotation-xml", "foreignobject", "mglyph",  "b\x01", "p\x0b",
    "di\xc3\xa9",     "a=b",           "svg",     "math",  "table",
    "select",         "template",      "p",       "b",     "a",
};

/* That say what the insertion mode is, and where they may be no HTML. */
static const char *const mode_names[] = {
    "table",    "tbody", "tr",     "td",     "th",            "caption",
    "colgroup", "col",   "select", "option", "template",      "svg",
    "math",     "svg",   "math",   "desc",   "mi",            "div",
    "b",        "p",     "head",   "title",  "foreignobject", "annotation-xml",
    "frameset",
};

static const char *const svg_names[] = {
    "g",
    "path",
    "svg",
    "title",
    "desc",
    "style",
    "a",
    "use",
    "text",
    "linearGradient",
    "image",
    "script",
    "circle",
    "p",
    "div",
    "b",
    "font",
    "math",
    "foreignObject",
    "mi",
    "span",
    "button",
    "li",
    "foo",
};

static const char *const math_names[] = {
    "mrow",           "mi",     "mo",        "mn",   "msup",
    "mtext",          "ms",     "mfrac",     "svg",  "annotation",
    "annotation-xml", "mglyph", "semantics", "span", "a",
};

static const char *const texts[] = {
    "x",
    "y ",
    " z",
    "ab cd",
    "\n",
    " ",
    "  ",
    "\t",
    "\r\n",
    "\r",
    "\f",
    "\n\n",
    "\nq",
    " \n",
    "&amp;",
    "&lt",
    "&#32;",
    "&#10;",
    "&#xA;",
    "&#xa",
    "&#9",
    "&#010;x",
    "&#13;",
    "&#x20;y",
    "&Tab;",
    "&NewLine;",
    "&NewLine",
    "&nbsp;",
    "&#",
    "&",
    "&#x",
    "&;",
    "&notit;",
    "&#12; ",
    "&#11;",
    "&#26;",
    "&#x1a;",
    "<",
    "< ",
    "<<",
    "<3",
    "</>",
    "</> ",
    "&am",
    "p;",
    "\xc3\xa9",
    "\xe2\x82\xac",
    "\xc2\xa0",
    "\x01",
    "\x0b",
    "\xc2\x85",
    "]]>",
    "-->",
    "--",
    "=",
    "\"",
    "'",
    ">",
    "/",
    "/>",
    "a>b",
};

static const char *const attributes[] = {
    " id=1",
    " id=2",
    " class=\"a b\"",
    " class='a b'",
    " class=a",
    " x",
    " y",
    " x=1",
    " href='?a=1&amp;b=2'",
    " href=?a=1&copy=2",
    " ID=1",
    " a=\">\"",
    " a='<b>'",
    " =x",
    " a = b",
    " b\n=\n'c'",
    " /",
    "/",
    " / ",
    " a=/",
    " a=b/",
    " color=red",
    " type=hidden",
    " type=HIDDEN",
    " type=text",
    " type=\"hi&#100;den\"",
    " type=hidden type=text",
    " type=text type=hidden",
    " lang=en",
    " lang=de",
    " style=''",
    " e=&lt",
    " e=\"&lt\"",
    " q=\"'\"",
    " q='\"'",
    " q=a\"b'c",
    " n=\r\n1",
    " t=\"a\r\nb\"",
    " c\x01=\x02",
    " encoding=text/html",
    " d=",
    " d=''",
    " <",
    " \"",
    "\t\n",
    " \xc3\xa9=\xc3\xa9",
};

static const char *const comments[] = {
    "<!---->",       "<!-- a -->", "<!-- <b> -->", "<!>",
    "<!-->",         "<!--->",     "<?x?>",        "</ x>",
    "</3>",          "<!x>",       "<!-- a --!>",  "<!-- -- >-->",
    "<!--x>",        "<!---x-->",  "<!--a--!b-->", "<![CDATA[x]]>",
    "<![CDATA[ ]]>", "<!-- ",      "<!-a->",       "<?>",
};

static const char *const doctypes[] = {
    "<!DOCTYPE html>",
    "<!doctype html>",
    "<!DOCTYPE>",
    "<!DOCTYPE HTML PUBLIC "
    "\"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">",
    "<!DOCTYPE html PUBLIC \"a>b\">",
    "<!doctypehtml>",
    "<!DOCTYPE html SYSTEM "
    "'about:legacy-compat'>",
    "<!DOCTYPE x",
};

static const char *const raws[] = {
    "<script>a<b</script>",
    "<script><!--<script></script>--></script>",
    "<script><!-- </script>",
    "<script><!--><b></script>",
    "<script>",
    "<script type=application/ld+json>{}</script>",
    "<style>p{}</style>",
    "<style><b></style >",
    "<title> t &amp; </title>",
    "<title>\n</title>",
    "<title><b></titl></title>",
    "<textarea>\n\na</textarea>",
    "<textarea> &lt;</textarea>",
    "<textarea>\r\n</textarea>",
    "<textarea>&#10;</textarea>",
    "<xmp>\r\n&amp;<b></xmp>",
    "<iframe> &amp;\r </iframe>",
    "<noembed><p></noembed>",
    "<noframes> </noframes>",
    "<title></title",
    "<title>a</title x",
    "<pre>\n\n</pre>",
    "<pre>\n",
    "<pre><!---->\n",
    "<pre></>\n",
    "<listing>\r\n",
    "<pre>&#10;",
    "<pre>&#xA;x",
    "<pre>&NewLine;",
    "<pre>&Tab;",
    "<pre></b>\n",
    "<script><!--<script </script>x</script>",
    "<script><!--<scrip></script>",
    "<script><!--<script>--></script>",
};


static uint64_t
next(writer_t *w)
{
    uint64_t z = (w->state += 0x9E3779B97F4A7C15u); /* splitmix64 */

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;

    return z ^ (z >> 31);
}


static unsigned
below(writer_t *w, size_t bound)
{
    return (unsigned) ((next(w) >> 16) % bound);
}


static bool
chance(writer_t *w, unsigned percent)
{
    return below(w, 100) < percent;
}


static void
put(writer_t *w, const char *text)
{
    size_t length = strlen(text);

    if (length < w->size - w->length) {
        memcpy(w->out + w->length, text, length);
        w->length += length;
    }
}

#define PICK(w, list) (list)[below(w, COUNT(list))]


static void
put_name(writer_t *w, const char *name)
{
    bool upper = chance(w, 4);
    char text[2] = { 0, 0 };

    for (; *name != '\0'; name++) {
        text[0] = *name;

        if (upper && *name >= 'a' && *name <= 'z') {
            text[0] = (char) (*name - 'a' + 'A');
        }

        put(w, text);
    }
}


static void
put_tag(writer_t *w, const char *name, bool closing)
{
    put(w, closing ? "</" : "<");
    put_name(w, name);

    while (chance(w, closing ? 2 : 22)) {
        put(w, PICK(w, attributes));
    }

    put(w, chance(w, 3) ? "/>" : ">");
}


static void
put_foreign(writer_t *w)
{
    bool svg = chance(w, 60), tidy = chance(w, 75);
    const char *open[8];
    unsigned depth = 0, steps = below(w, 12);

    open[depth++] = svg ? "svg" : "math";

    if (chance(w, 30)) {
        put_tag(w, PICK(w, svg_names), false);
    }

    put_tag(w, open[0], false);

    while (depth != 0 && steps-- != 0) {
        unsigned kind = below(w, 10);

        if (kind < 3 && depth < COUNT(open)) {
            const char *name = svg ? PICK(w, svg_names) : PICK(w, math_names);

            put_tag(w, name, false);

            if (w->out[w->length - 2] != '/') {
                open[depth++] = name;
            }

        } else if (kind < 6) {
            put(w, "</");
            put_name(w, tidy ? open[--depth] : (depth--, PICK(w, svg_names)));
            put(w, ">");

        } else if (kind < 9) {
            put(w, PICK(w, texts));

        } else {
            put(w, PICK(w, comments));
        }
    }

    while (tidy && depth != 0) {
        put(w, "</");
        put_name(w, open[--depth]);
        put(w, ">");
    }
}


size_t
grammar_write(uint64_t seed, char *out, size_t size)
{
    writer_t w = { seed * 0xD1342543DE82EF95u + 1, out, 0, size };
    const char *chosen[10];
    unsigned kinds = 2 + below(&w, COUNT(chosen) - 1);
    unsigned tokens = 2 + below(&w, chance(&w, 20) ? 60 : 16);
    unsigned plain = below(&w, 40); /* percent of text */
    bool modes = chance(&w, 2);

    for (unsigned i = 0; i < kinds; i++) {
        chosen[i] = modes           ? PICK(&w, mode_names)
                    : chance(&w, 2) ? PICK(&w, rare_names)
                                    : PICK(&w, names);
    }

    if (chance(&w, 40)) {
        put(&w, PICK(&w, doctypes));
    }

    if (chance(&w, 30)) {
        put(&w, "<body>");
    }

    if (chance(&w, 12)) {
        put(&w, "<table>");
    }

    while (tokens-- != 0) {
        unsigned kind = below(&w, 100);

        if (kind < plain) {
            put(&w, PICK(&w, texts));
        } else if (kind < 80) {
            put_tag(&w, chosen[below(&w, kinds)], chance(&w, 38));
        } else if (kind < 86) {
            put(&w, PICK(&w, texts));
        } else if (kind < 90) {
            put_tag(&w, PICK(&w, names), chance(&w, 40));
        } else if (kind < 94) {
            put(&w, PICK(&w, comments));
        } else if (kind < 96) {
            put(&w, PICK(&w, raws));
        } else if (kind < 97) {
            put_foreign(&w);
        } else if (kind < 98) {
            put(&w, PICK(&w, doctypes));
        } else {
            put(&w, "<b id=1>");
        }
    }

    if (chance(&w, 3)) {
        put(&w, "<p a=\"");
    }

    return w.length;
}


/* What may stand in an element on a page that nests as it should. */
typedef struct {
    const char *in; /* NULL: in any other */
    const char *names[26];
} children_t;

static const children_t children[] = {
    { "table", { "tbody", "thead", "tbody", "tfoot", "caption", "colgroup",
                 "tr" } },
    { "tbody", { "tr" } },
    { "thead", { "tr" } },
    { "tfoot", { "tr" } },
    { "tr", { "td", "td", "th" } },
    { "colgroup", { "col" } },
    { "select", { "option", "option", "optgroup" } },
    { "optgroup", { "option" } },
    { "option", { "" } },
    { "template", { "div", "p", "b", "ul", "table", "select", "tr", "td",
                    "template" } },
    { "ul", { "li" } },
    { "ol", { "li" } },
    { "dl", { "dt", "dd" } },
    { "p", { "a", "b", "em", "span", "img", "br", "label", "input", "button",
             "font", "select", "x-y" } },
    { NULL, { "div", "div", "p", "p", "span", "a", "b", "form", "fieldset",
              "legend", "table", "table", "select", "pre", "main", "section",
              "h2", "button", "label", "ul", "dl", "details", "noscript",
              "template", "x-y" } },
};

static const char *const lone[] = {
    "<img>", "<br>", "<hr>", "<input>", "<input type=hidden>", "<wbr>",
    "<script>a</script>", "<textarea>\na</textarea>", "<iframe></iframe>",
    "<svg><g><path/></g></svg>", "<style>b</style>", "<textarea></textarea>",
};

static const char *const blanks[] = { " ", "\n", "\r\n  ", "\t" };


static const children_t *
children_of(const char *name)
{
    const children_t *found = children;

    while (found->in != NULL && strcmp(found->in, name) != 0) {
        found++;
    }

    return found;
}


static bool
holds_any(const char *name)
{
    return children_of(name)->in == NULL;
}


static const char *
child_of(writer_t *w, const char *name)
{
    const children_t *found = children_of(name);
    size_t count = 0;

    while (count < COUNT(found->names) && found->names[count] != NULL) {
        count++;
    }

    return found->names[below(w, count)];
}


/* Left open, ended twice, or ended around one another. */
static const char *const tangles[] = {
    "<a>", "<a id=1>", "<b>", "<i>", "</a>", "</b>", "</i>", "<a><div>",
    "<b><p>", "<b><i></b>", "</i></b>", "<nobr>", "</nobr>", "<p>", "</p>",
    "<button>", "</button>", "<object>", "</object>", "</template>",
    "<form>", "</form>", "<select>", "</select>", "</div>", "</td>",
    "<b><div><div><div><div><div><div><div><div></b>",
};


/* Something that is out of place. */
static void
put_mistake(writer_t *w)
{
    const children_t *any = &children[below(w, COUNT(children))];
    const char *name = any->names[0];

    switch (below(w, 8)) {
    case 6:
    case 7:
        put(w, PICK(w, tangles));
        break;

    case 0:
        put(w, PICK(w, raws));
        break;

    case 1:
        put(w, PICK(w, texts));
        break;

    case 2:
        put_tag(w, PICK(w, names), chance(w, 50));
        break;

    default:
        put_tag(w, any->in != NULL && chance(w, 50) ? any->in : name,
                chance(w, 60));
    }
}


size_t
grammar_write_tidy(uint64_t seed, char *out, size_t size)
{
    writer_t w = { seed * 0x9FB21C651E98DF25u + 1, out, 0, size };
    const char *open[16];
    unsigned depth = 0, steps = 8 + below(&w, 80), mistakes = below(&w, 4);

    if (chance(&w, 70)) {
        put(&w, "<!DOCTYPE html>");
    }

    put(&w, "<body>");
    open[depth++] = "div";
    put(&w, "<div>");

    while (steps-- != 0 && depth != 0) {
        const char *name = open[depth - 1];
        unsigned kind = below(&w, 100);

        if (kind < mistakes * 2) {
            put_mistake(&w);

        } else if (kind < 20) {
            put(&w, PICK(&w, blanks));

        } else if (kind < 23) {
            put(&w, PICK(&w, comments));

        } else if (kind < 62 && depth < COUNT(open)) {
            open[depth] = child_of(&w, name);

            if (*open[depth] == '\0') {
                put(&w, "x");
            } else if (strcmp(open[depth], "col") == 0
                       || strcmp(open[depth], "img") == 0
                       || strcmp(open[depth], "br") == 0
                       || strcmp(open[depth], "input") == 0) {
                put_tag(&w, open[depth], false);
            } else {
                put_tag(&w, open[depth++], false);
            }

        } else if (kind < 75 && holds_any(name)) {
            put(&w, PICK(&w, lone));

        } else if (kind < 80) {
            put(&w, chance(&w, 50) || !holds_any(name) ? PICK(&w, blanks)
                                                       : "x");

        } else {
            depth--;

            if (!chance(&w, mistakes)) {
                put_tag(&w, name, true);
            }
        }
    }

    while (depth != 0 && mistakes != 3) {
        put_tag(&w, open[--depth], true);
    }

    return w.length;
}
