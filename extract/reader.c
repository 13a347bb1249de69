/* The pipeline: the stages in order, and nothing else. */

#include "declutter.h"
#include "explain.h"
#include "panel.h"
#include "signals.h"
#include "strip.h"
#include "view.h"

#include <stdlib.h>
#include <string.h>

/* What lives across the trap: a jump must find it as it was. */
typedef struct {
    const reader_profile_t *profile;
    const reader_page_t *page;
    reader_view_t *view;
    reader_arena_t *arena;
} conversion_t;

typedef struct {
    reader_arena_t *arena;
    reader_string_t url;
} question_t;

typedef void (*view_writer_t)(const reader_document_t *document,
                              reader_buffer_t *out);

static const view_writer_t view_writers[] = {
    [READER_HTML] = reader_view_html,
    [READER_TEXT] = reader_view_text,
    [READER_MARKDOWN] = reader_view_markdown,
    [READER_JSON] = reader_view_json,
};

static const char *const result_names[] = {
    [READER_OK] = "ok",
    [READER_NOT_ARTICLE] = "not_article",
    [READER_CLEAN] = "clean",
    [READER_TOO_LARGE] = "too_large",
    [READER_TOO_DEEP] = "too_deep",
    [READER_TIMEOUT] = "timeout",
    [READER_MEMORY] = "memory",
    [READER_CHARSET] = "charset",
    [READER_CANCELLED] = "cancelled",
    [READER_ERROR] = "error",
};


const char *
reader_result_name(reader_result_t result)
{
    return result_names[result];
}


static reader_result_t
declutter(const conversion_t *conversion, reader_clutter_page_t *clutter,
          const char *encoding)
{
    reader_view_t *view = conversion->view;
    reader_buffer_t out, explanation;
    bool cut;

    reader_buffer_init(&out, conversion->arena,
                       conversion->page->html.length + 1);
    reader_buffer_init(&explanation, conversion->arena, 1024);
    clutter->spans = reader_spans_find(clutter->tree, clutter->sift);
    reader_clutter_find(clutter);
    cut = reader_declutter(clutter, conversion->page->html, encoding, &out,
                           &explanation);

    if (conversion->profile->options.explain == READER_EXPLAIN_TEXT) {
        view->explanation = reader_buffer_value(&explanation);
    }

    if (!cut) {
        return READER_CLEAN;
    }

    view->bytes = reader_buffer_value(&out);

    return READER_OK;
}


static reader_result_t
run(void *data)
{
    conversion_t *conversion = data;
    const reader_profile_t *profile = conversion->profile;
    const reader_page_t *page = conversion->page;
    reader_arena_t *arena = conversion->arena;
    reader_view_t *view = conversion->view;
    reader_string_t text;
    reader_result_t result;
    reader_sift_t sift;
    reader_tree_t tree;
    reader_metadata_t metadata;
    reader_hidden_t hidden;
    reader_ruling_t ruling;
    reader_blocks_t blocks;
    reader_figures_t figures;
    reader_lookup_t *lookup;
    float *rows;
    reader_selection_t selection;
    reader_document_t document;
    reader_buffer_t out;
    const char *encoding;

    result = reader_decode(profile->decoder, arena, page->html, page->charset,
                           &text, &encoding);

    if (result != READER_OK) {
        return result;
    }

    result = reader_sift(arena, text, &sift);

    if (result != READER_OK) {
        return result;
    }

    reader_tree_build(arena, &sift, &tree);
    reader_hidden_find(&tree, &sift, &hidden);
    reader_panel_unfold(&tree, &hidden);
    reader_rules_apply(profile->rules, &tree, &ruling);
    reader_rules_hide(&ruling, &tree, &hidden);
    reader_blocks_cut(&tree, &hidden, &ruling, &blocks);
    reader_describe(&tree, &sift, hidden.in, page->url,
                    page->format == READER_JSON, &metadata);
    reader_strip(&tree, &metadata, &blocks);

    lookup = reader_lexicon_lookup(profile->lexicon, arena);
    reader_figures_take(&tree, lookup, &metadata, &blocks, &figures);
    rows = reader_signals_take(&figures, &metadata, profile->logarithms,
                               arena);
    reader_select(profile, &tree, &metadata, &blocks, &figures, rows,
                  &selection);

    /* these may be spans of the page, which is the caller's */
    view->title = reader_arena_copy(arena, metadata.title);
    view->robots = reader_arena_copy(arena, metadata.robots);
    view->canonical = metadata.canonical;
    view->policies = metadata.policies;
    view->no_transform = metadata.no_transform;
    view->words = selection.words;
    view->characters = selection.characters;
    view->score = selection.score;
    view->readerable = selection.readerable;

    if (page->format == READER_DECLUTTER) {
        reader_clutter_page_t clutter = {
            &tree, &sift, &blocks, &figures, &selection, NULL, NULL,
        };

        return declutter(conversion, &clutter, encoding);
    }

    if (profile->options.explain == READER_EXPLAIN_TEXT) {
        view->explanation =
            reader_explain(profile, &tree, &metadata, &blocks, rows,
                           &selection);

    } else if (profile->options.explain == READER_EXPLAIN_NUMBERS) {
        view->explanation =
            reader_explain_numbers(&tree, &blocks, rows, &selection);
    }

    if (!selection.readerable && page->format != READER_JSON) {
        return READER_NOT_ARTICLE;
    }

    document.arena = arena;
    document.tree = &tree;
    document.metadata = &metadata;
    document.selection = &selection;
    document.removed =
        reader_blocks_removed(&blocks, &document.removed_hidden);
    document.phrases = reader_phrases(metadata.language);
    document.template = profile->template;
    document.images = profile->options.images;
    document.wrap = profile->options.wrap;
    reader_view_links(page, &metadata, arena, document.links);

    if (page->save_data && page->format == READER_HTML
        && document.images == READER_IMAGES_LAZY) {
        document.images = READER_IMAGES_PLACEHOLDER;
    }

    reader_buffer_init(&out, arena, 0);
    view_writers[page->format](&document, &out);
    view->bytes = reader_buffer_value(&out);

    return selection.readerable ? READER_OK : READER_NOT_ARTICLE;
}


/* Does work with a trap set: the one place where a used-up budget ends. */
static reader_result_t
attempt(reader_arena_t *arena, reader_result_t (*work)(void *), void *data)
{
    int trapped = setjmp(*reader_arena_trap(arena));

    return trapped == 0 ? work(data) : (reader_result_t) trapped;
}


static reader_result_t
look_at_link(void *data)
{
    question_t *question = data;

    return reader_view_link_is_good(question->arena, question->url)
               ? READER_OK
               : READER_ERROR;
}


bool
reader_link_is_allowed(reader_string_t url)
{
    static const reader_limits_t limits = READER_LIMITS_DEFAULT;
    question_t question = { reader_arena_new(&limits), url };
    bool allowed = false;

    if (question.arena != NULL) {
        allowed = attempt(question.arena, look_at_link, &question)
                  == READER_OK;
        reader_arena_free(question.arena);
    }

    return allowed;
}


reader_result_t
reader_convert(const reader_profile_t *profile, const reader_page_t *page,
               const reader_limits_t *limits, reader_view_t *view)
{
    static const reader_limits_t defaults = READER_LIMITS_DEFAULT;
    conversion_t conversion = { profile, page, view, NULL };
    reader_result_t result;

    memset(view, 0, sizeof(*view));

    if (limits == NULL) {
        limits = &defaults;
    }

    if (page->html.length > limits->input) {
        return READER_TOO_LARGE;
    }

    conversion.arena = reader_arena_new(limits);

    if (conversion.arena == NULL) {
        return READER_MEMORY;
    }

    view->arena = conversion.arena;

    result = attempt(conversion.arena, run, &conversion);
    view->cpu_ns = reader_arena_cpu_ns(view->arena);

    return result;
}


void
reader_view_free(reader_view_t *view)
{
    reader_arena_free(view->arena);
    memset(view, 0, sizeof(*view));
}
