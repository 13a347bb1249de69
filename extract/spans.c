#include "spans.h"

#include "ascii.h"
#include "sift_class.h"
#include "sift_raw.h"
#include "table.h"

#include <string.h>

/* Bytes that a reference in front of an element is looked for in. */
#define REFERENCE_MAX 40

/* Equal formatting elements: the fourth drops the first (13.2.4.3). */
#define FORMATTING_EQUAL_MAX 3

enum {
    VOID = 1,      /* no end tag */
    OPTIONAL = 2,  /* the end tag may be left out (13.1.2.4) */
    NO_TEXT = 4,   /* what is no table part in it comes out elsewhere */
    NO_SPAN = 8,   /* tied to its place, or to others beside it */
    NO_PARENT = 16, /* nothing can be cut out of it */
    HOLDS = 32     /* its end tag ends what has left out its own; in others
                    * Gumbo may drop the text behind it */
};

static const uint8_t kinds[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_AREA] = VOID,
    [GUMBO_TAG_BASE] = VOID | NO_SPAN,
    [GUMBO_TAG_BASEFONT] = VOID,
    [GUMBO_TAG_BGSOUND] = VOID,
    [GUMBO_TAG_BR] = VOID,
    [GUMBO_TAG_COL] = VOID | NO_SPAN,
    [GUMBO_TAG_EMBED] = VOID,
    [GUMBO_TAG_FRAME] = VOID | NO_SPAN,
    [GUMBO_TAG_HR] = VOID,
    [GUMBO_TAG_IMG] = VOID,
    [GUMBO_TAG_IMAGE] = VOID,
    [GUMBO_TAG_INPUT] = VOID,
    [GUMBO_TAG_KEYGEN] = VOID,
    [GUMBO_TAG_LINK] = VOID,
    [GUMBO_TAG_MENUITEM] = VOID | NO_SPAN,
    [GUMBO_TAG_META] = VOID,
    [GUMBO_TAG_PARAM] = VOID,
    [GUMBO_TAG_SOURCE] = VOID,
    [GUMBO_TAG_TRACK] = VOID,
    [GUMBO_TAG_WBR] = VOID,

    [GUMBO_TAG_P] = OPTIONAL,
    [GUMBO_TAG_LI] = OPTIONAL | NO_SPAN | HOLDS,
    [GUMBO_TAG_DD] = OPTIONAL | NO_SPAN | HOLDS,
    [GUMBO_TAG_DT] = OPTIONAL | NO_SPAN | HOLDS,
    [GUMBO_TAG_RB] = OPTIONAL | NO_SPAN,
    [GUMBO_TAG_RP] = OPTIONAL | NO_SPAN,
    [GUMBO_TAG_RT] = OPTIONAL | NO_SPAN,
    [GUMBO_TAG_RTC] = OPTIONAL | NO_SPAN,
    [GUMBO_TAG_OPTION] = OPTIONAL | NO_SPAN | NO_PARENT,
    [GUMBO_TAG_OPTGROUP] = OPTIONAL | NO_SPAN | NO_PARENT | HOLDS,
    [GUMBO_TAG_TD] = OPTIONAL | NO_SPAN | HOLDS,
    [GUMBO_TAG_TH] = OPTIONAL | NO_SPAN | HOLDS,
    [GUMBO_TAG_TR] = OPTIONAL | NO_SPAN | NO_TEXT | NO_PARENT | HOLDS,
    [GUMBO_TAG_TBODY] = OPTIONAL | NO_SPAN | NO_TEXT | NO_PARENT | HOLDS,
    [GUMBO_TAG_THEAD] = OPTIONAL | NO_SPAN | NO_TEXT | NO_PARENT | HOLDS,
    [GUMBO_TAG_TFOOT] = OPTIONAL | NO_SPAN | NO_TEXT | NO_PARENT | HOLDS,

    [GUMBO_TAG_TABLE] = NO_TEXT | NO_PARENT | HOLDS,
    [GUMBO_TAG_COLGROUP] = NO_SPAN | NO_TEXT | NO_PARENT,
    [GUMBO_TAG_CAPTION] = NO_SPAN,
    [GUMBO_TAG_SELECT] = NO_PARENT | HOLDS,
    [GUMBO_TAG_TEMPLATE] = NO_PARENT,
    [GUMBO_TAG_HTML] = NO_SPAN | NO_TEXT | NO_PARENT,
    [GUMBO_TAG_HEAD] = NO_SPAN | NO_TEXT,
    [GUMBO_TAG_BODY] = NO_SPAN,
    [GUMBO_TAG_FRAMESET] = NO_SPAN | NO_PARENT,

    [GUMBO_TAG_ADDRESS] = HOLDS,
    [GUMBO_TAG_ARTICLE] = HOLDS,
    [GUMBO_TAG_ASIDE] = HOLDS,
    [GUMBO_TAG_BLOCKQUOTE] = HOLDS,
    [GUMBO_TAG_CENTER] = HOLDS,
    [GUMBO_TAG_DETAILS] = HOLDS,
    [GUMBO_TAG_DIV] = HOLDS,
    [GUMBO_TAG_DL] = HOLDS,
    [GUMBO_TAG_FIELDSET] = HOLDS,
    [GUMBO_TAG_FIGCAPTION] = HOLDS,
    [GUMBO_TAG_FIGURE] = HOLDS,
    [GUMBO_TAG_FOOTER] = HOLDS,
    [GUMBO_TAG_FORM] = HOLDS,
    [GUMBO_TAG_HEADER] = HOLDS,
    [GUMBO_TAG_MAIN] = HOLDS,
    [GUMBO_TAG_NAV] = HOLDS,
    [GUMBO_TAG_OL] = HOLDS,
    [GUMBO_TAG_SECTION] = HOLDS,
    [GUMBO_TAG_UL] = HOLDS,

    /* a newline at their start is dropped */
    [GUMBO_TAG_PRE] = NO_PARENT,
    [GUMBO_TAG_LISTING] = NO_PARENT,
};

/* An open element. */
typedef struct {
    reader_node_id_t node;
    uint32_t start, inner;
    uint32_t strange; /* count when its start tag came */
    uint32_t matched;
    bool bound;       /* its start tag did more than open it */
} open_t;

typedef struct {
    const reader_tree_t *tree;
    const char *page, *at, *end;
    reader_table_t nodes;    /* by 1 + offset of the start tag */
    uint32_t *written;       /* elements with a start tag before each node */
    reader_span_t *spans;
    open_t open[READER_OPEN_DEPTH_MAX + 1];
    unsigned depth;
    unsigned paragraphs;     /* open ones */
    uint32_t matched;        /* start tags that made an element */
    uint32_t strange;        /* things that an element cannot be cut around */
    uint16_t formatting[GUMBO_TAG_LAST + 1]; /* open ones */
    unsigned unclosed;       /* formatting elements that go on elsewhere */
    unsigned unclosed_links; /* a: each is closed by a later one */
    unsigned tables;         /* left without an end tag: what follows may be
                              * in them for all that is known */
    /* what looks like an end tag of noscript: the last one looked for, and the
       one before, or the start of the page */
    const char *noscript, *noscript_before;
    reader_node_id_t last;   /* a span that only text has followed */
    bool lost;               /* there is no telling what the page is */
} spanner_t;


static uint32_t
offset_of(const spanner_t *s, const char *at)
{
    return (uint32_t) (at - s->page);
}


/* Whether its start tag is in the page, and as it is there. */
static bool
is_written(const spanner_t *s, const reader_node_t *node)
{
    return !(node->flags & READER_NODE_TEXT) && node->source.length != 0
           && node->source.data >= s->page && node->source.data < s->end;
}


static void
index_nodes(spanner_t *s)
{
    const reader_tree_t *tree = s->tree;

    reader_table_init(&s->nodes, tree->arena, tree->count);
    s->written = reader_arena_alloc(tree->arena, (tree->count + 1)
                                                     * sizeof(uint32_t));
    s->written[0] = 0;

    for (reader_node_id_t id = 0; id < tree->count; id++) {
        const reader_node_t *node = &tree->nodes[id];
        bool written = is_written(s, node);

        s->written[id + 1] = s->written[id] + written;

        if (written) {
            uint32_t key = 1 + offset_of(s, node->source.data);

            /* an element that was made twice of one tag is none */
            reader_table_put(&s->nodes, key,
                             reader_table_has(&s->nodes, key) ? READER_NONE
                                                              : id);
        }
    }
}


static const reader_node_t *
top(const spanner_t *s)
{
    return s->depth == 0 ? NULL
                         : &s->tree->nodes[s->open[s->depth - 1].node];
}


static unsigned
kind_of(const reader_node_t *node)
{
    return node->flags & READER_NODE_FOREIGN ? NO_PARENT
                                             : kinds[node->tag];
}


static bool
is_formatting(const reader_node_t *node)
{
    return !(node->flags & READER_NODE_FOREIGN)
           && (reader_classes[node->tag] & READER_CLASS_FORMATTING);
}


/* Takes the innermost element off; closed: by its own end tag. */
static void
pop(spanner_t *s, bool closed)
{
    const reader_node_t *node = top(s);

    s->depth--;

    if (is_formatting(node)) {
        s->formatting[node->tag]--;

        if (!closed) {
            s->unclosed++;
            s->unclosed_links += node->tag == GUMBO_TAG_A;
        }
    }

    if (!closed && !(node->flags & READER_NODE_FOREIGN)
        && node->tag == GUMBO_TAG_TABLE) {
        s->tables++;
    }

    if (!(node->flags & READER_NODE_FOREIGN) && node->tag == GUMBO_TAG_P) {
        s->paragraphs--;
    }

    if (!closed && !(kind_of(node) & OPTIONAL)) {
        s->strange++;
    }
}


/*
 * Whether bytes in front of an element could become something else together
 * with those behind it: "&am" and "p;", "<" and "b>", CR and LF.
 */
static bool
is_joint(const spanner_t *s, uint32_t start)
{
    const char *at = s->page + start;

    if (start == 0) {
        return false;
    }

    if (at[-1] == '<' || at[-1] == '\r') {
        return true;
    }

    for (int i = 0; i < REFERENCE_MAX && at > s->page; i++) {
        at--;

        if (*at == '&') {
            return true;
        }

        if (!reader_ascii_letter(*at) && !reader_ascii_digit(*at)
            && *at != '#') {
            return false;
        }
    }

    return at > s->page;
}


static bool
may_be_cut(const spanner_t *s, const open_t *open)
{
    const reader_node_t *nodes = s->tree->nodes, *node = &nodes[open->node];
    const reader_node_t *parent;

    if (open->bound || open->strange != s->strange
        || node->parent == READER_NONE || (kind_of(node) & NO_SPAN)
        || s->matched - open->matched
               != s->written[node->end] - s->written[open->node]
        || is_joint(s, open->start)) {
        return false;
    }

    parent = &nodes[node->parent];

    /* the first in it made it; if it is one of a table, others may follow */
    return !(kind_of(parent) & NO_PARENT)
           && (is_written(s, parent) || node->parent + 1 != open->node);
}


static void
add_span(spanner_t *s, const open_t *open, uint32_t outer, uint32_t end)
{
    if (may_be_cut(s, open)) {
        s->last = open->node;
        s->spans[open->node] =
            (reader_span_t) { open->start, open->inner, outer, end };
    }
}


/* The element that the tree puts this one into, without those implied. */
static reader_node_id_t
written_parent(const spanner_t *s, reader_node_id_t id)
{
    do {
        id = s->tree->nodes[id].parent;
    } while (id != READER_NONE && !is_written(s, &s->tree->nodes[id]));

    return id;
}


/* Closes what the start tag of this element closed; true if it did. */
static bool
close_for(spanner_t *s, reader_node_id_t id)
{
    reader_node_id_t parent = written_parent(s, id);
    unsigned depth = s->depth;

    while (depth != 0 && s->open[depth - 1].node != parent) {
        depth--;
    }

    if (depth == s->depth) {
        return depth == 0 && parent != READER_NONE;
    }

    if (depth == 0 && parent != READER_NONE) {
        s->strange++; /* in an element that is not open any more */
        return true;
    }

    while (s->depth > depth) {
        pop(s, false);
    }

    return true;
}


/* What else the tag does to the list of active formatting elements. */
static bool
disturbs_formatting(spanner_t *s, const reader_node_t *node)
{
    if (!is_formatting(node)) {
        return false;
    }

    if (node->tag == GUMBO_TAG_NOBR) {
        return true;
    }

    if (node->tag == GUMBO_TAG_A && s->unclosed_links != 0) {
        s->unclosed_links--;
        return true;
    }

    if (node->tag == GUMBO_TAG_A && s->formatting[GUMBO_TAG_A] != 0) {
        return true;
    }

    return s->formatting[node->tag] + s->unclosed >= FORMATTING_EQUAL_MAX;
}


/* Behind the contents of an element that holds text only. */
static void
skip_contents(spanner_t *s, const reader_node_t *node)
{
    unsigned class = reader_classes[node->tag];

    if (class & READER_CLASS_SCRIPT) {
        s->at = reader_script_end(s->at, s->end);

    } else if (class & READER_CLASS_RAW) {
        s->at = reader_raw_end(s->at, s->end,
                               gumbo_normalized_tagname(node->tag));
    }
}


static void
read_start(spanner_t *s, const reader_tag_t *tag, uint32_t start)
{
    size_t slot = reader_table_find(&s->nodes, start + 1);
    open_t open = { .start = start, .inner = offset_of(s, tag->end) };
    const reader_node_t *node;
    bool foreign;

    if (s->nodes.keys[slot] == 0 || s->nodes.values[slot] == READER_NONE) {
        GumboTag name = reader_class_tag(tag->name);

        s->lost = name == GUMBO_TAG_FRAMESET || name == GUMBO_TAG_PLAINTEXT;
        s->strange++; /* ignored, or made into several elements */
        s->unclosed += reader_classes[name] & READER_CLASS_FORMATTING ? 1 : 0;
        s->unclosed_links += name == GUMBO_TAG_A;
        return;
    }

    s->last = READER_NONE;
    open.node = s->nodes.values[slot];
    node = &s->tree->nodes[open.node];
    foreign = node->flags & READER_NODE_FOREIGN;
    open.bound = close_for(s, open.node);

    if (node->tag == GUMBO_TAG_FRAMESET || node->tag == GUMBO_TAG_PLAINTEXT
        || s->depth == READER_OPEN_DEPTH_MAX) {
        s->lost = true;
        return;
    }

    /* newer names close a paragraph in browsers and not in Gumbo */
    if (node->tag == GUMBO_TAG_UNKNOWN && s->paragraphs != 0) {
        open.bound = true;
    }

    if (disturbs_formatting(s, node) || s->tables != 0) {
        s->strange++;
        open.bound = true;
    }

    open.strange = s->strange;
    open.matched = s->matched++;

    if (foreign ? tag->self_closing : (kinds[node->tag] & VOID) != 0) {
        add_span(s, &open, open.inner, open.inner);
        return;
    }

    s->open[s->depth++] = open;

    if (!foreign) {
        s->formatting[node->tag] += is_formatting(node);
        s->paragraphs += node->tag == GUMBO_TAG_P;
        skip_contents(s, node);
    }
}


/*
 * With scripts a browser reads noscript as text, up to the first thing that
 * looks like its end tag, were it in a comment.  The page is looked through for
 * these once, as end tags come in its order.
 */
static bool
is_same_with_scripts(spanner_t *s, const open_t *open, const char *end)
{
    if (s->tree->nodes[open->node].tag != GUMBO_TAG_NOSCRIPT) {
        return true;
    }

    while (s->noscript < end) {
        const char *from = s->noscript;

        s->noscript_before = from;
        s->noscript = reader_raw_end(from + 1, s->end, "noscript");
        reader_arena_spend(s->tree->arena, (size_t) (s->noscript - from));
    }

    return s->noscript == end && s->noscript_before < s->page + open->inner;
}


/* All but those of a few that may change the mode (13.2.6.4.16 and 17). */
static bool
is_ignored_in_select(reader_string_t name)
{
    GumboTag tag = reader_class_tag(name);

    return tag != GUMBO_TAG_TABLE && !(reader_classes[tag] & READER_CLASS_MODE);
}


static void
read_end(spanner_t *s, const reader_tag_t *tag, uint32_t start)
{
    unsigned depth = s->depth;
    bool selecting = false;
    open_t open;

    /* they only say that what follows is odd, and close nothing */
    if (reader_ascii_is(tag->name, "body")
        || reader_ascii_is(tag->name, "html")) {
        s->strange++;
        return;
    }

    /* Gumbo puts text in front of the end tag behind the form */
    if (reader_ascii_is(tag->name, "form") && s->last != READER_NONE) {
        s->spans[s->last].end = 0;
    }

    while (depth != 0
           && !reader_ascii_same(
               reader_tree_name(s->tree, s->open[depth - 1].node),
               tag->name)) {
        depth--;
        selecting |= s->tree->nodes[s->open[depth].node].tag
                     == GUMBO_TAG_SELECT;
    }

    if (selecting && is_ignored_in_select(tag->name)) {
        s->strange++;
        return;
    }

    if (depth == 0) {
        s->strange++;
        s->tables -= s->tables != 0 && reader_ascii_is(tag->name, "table");
        return;
    }

    s->last = READER_NONE;

    if (s->depth > depth
        && !(kind_of(&s->tree->nodes[s->open[depth - 1].node]) & HOLDS)) {
        s->strange++;
    }

    while (s->depth > depth) {
        pop(s, false);
    }

    open = s->open[s->depth - 1];

    if (!is_same_with_scripts(s, &open, s->page + start)) {
        s->strange++;
    }

    add_span(s, &open, start, offset_of(s, tag->end));
    pop(s, true);
}


/* Text other than white space where it does not stay, or has an effect. */
static void
read_text(spanner_t *s, const char *from, const char *to)
{
    const reader_node_t *node = top(s);
    unsigned kind = node == NULL ? NO_TEXT : kind_of(node);

    if (node != NULL && node->tag == GUMBO_TAG_NOSCRIPT
        && node->parent != READER_NONE
        && s->tree->nodes[node->parent].tag == GUMBO_TAG_HEAD) {
        kind = NO_TEXT;
    }

    if (!(kind & NO_TEXT)) {
        return;
    }

    while (from < to) {
        if (!reader_ascii_space(*from++)) {
            s->strange++;
            return;
        }
    }
}


static void
read_other(spanner_t *s)
{
    const reader_node_t *node = top(s);
    size_t left = (size_t) (s->end - s->at);

    if (node != NULL && (node->flags & READER_NODE_FOREIGN) && left >= 9
        && memcmp(s->at, "<![CDATA[", 9) == 0) {
        const char *end = memmem(s->at, left, "]]>", 3);

        s->strange++;
        s->at = end == NULL ? s->end : end + 3;
        return;
    }

    if (left >= 3 && memcmp(s->at, "</>", 3) == 0) {
        s->lost = true; /* Gumbo drops text behind it at times */
        return;
    }

    s->at = reader_comment_end(s->at, s->end);

    if (s->at[-1] != '>') {
        s->strange++; /* never closed */
    }
}


static bool
is_tag(const char *at, const char *end)
{
    at++;
    at += at < end && *at == '/';

    return at < end && reader_ascii_letter(*at);
}


static bool
is_markup(const char *at, const char *end)
{
    return is_tag(at, end)
           || (at + 1 < end
               && (at[1] == '!' || at[1] == '?' || at[1] == '/'));
}


reader_span_t *
reader_spans_find(const reader_tree_t *tree, const reader_sift_t *sift)
{
    spanner_t *s = reader_arena_array(tree->arena, 1, sizeof(*s));

    s->tree = tree;
    s->last = READER_NONE;
    s->spans = reader_arena_array(tree->arena, tree->count + 1,
                                  sizeof(*s->spans));

    if (sift->page.length == 0 || sift->repaired
        || memchr(sift->page.data, '\0', sift->page.length) != NULL) {
        return s->spans;
    }

    s->page = s->at = sift->page.data;
    s->end = s->page + sift->page.length;
    s->noscript = s->noscript_before = s->page;
    index_nodes(s);

    while (s->at < s->end && !s->lost) {
        const char *from = s->at;
        reader_tag_t tag;

        while (s->at < s->end
               && (*s->at != '<' || !is_markup(s->at, s->end))) {
            s->at++;
        }

        read_text(s, from, s->at);

        if (s->at == s->end) {
            break;
        }

        if (!is_tag(s->at, s->end)) {
            read_other(s);

        } else if (reader_tag_read(s->at, s->end, &tag, NULL)) {
            uint32_t start = offset_of(s, s->at);

            s->at = tag.end;

            if (tag.closing && tag.self_closing) {
                s->lost = true; /* as with "</>" */

            } else if (tag.closing) {
                read_end(s, &tag, start);
            } else {
                read_start(s, &tag, start);
            }

        } else {
            break;
        }

        reader_arena_spend(tree->arena, (size_t) (s->at - from));
    }

    if (s->lost) { /* a frameset can take back what came before it */
        memset(s->spans, 0, tree->count * sizeof(*s->spans));
    }

    return s->spans;
}
