/* What titles and addresses say of a page, and lines of themselves. */

#include "lexicon.h"
#include "tap.h"

#include <string.h>

typedef struct {
    const char *title;
    bool service;
} title_test_t;

typedef struct {
    const char *url;
    unsigned kinds;
} url_test_t;

static const title_test_t titles[] = {
    { "404", true },
    { "Error 503: try again", true },
    { "Page not found (404) | Museum of Small Machines", true },
    { "Sign in · Ledgerly", true },
    { "Log in to Openpedia", true },
    { "Your basket (3) | Harbottle", true },
    { "hollow way - Seekly search", true },
    { "Seite nicht gefunden", true },
    { "Warenkorb – Laden", true },
    { "Page introuvable", true },
    { "Er ging iets mis - Gemeente Waterlo", true },
    { "Mapa stránek: obec Horní Lhotka", true },
    { "КАРТА САЙТА", true },
    { "ログイン | 谷あい", true },
    { "검색 결과", true },
    { "Category: Rivers", true },
    { "#mar", true },
    { "500 Internal Server Error", true },
    { "Error 404 - Valley News", true },
    { "Resultados de la búsqueda: faro - El Valle", true },
    { "搜索结果：鲸鱼", true },
    { "Portal:Rivers - Openpedia", true },
    { "Архив за сентябрь 2025 — Записки с полустанка", true },

    { "", false },
    { "404 days in the ice of the north", false },
    { "500 jobs lost at the mill", false },
    { "503 boats and a storm", false },
    { "Error: why pilots press the wrong button", false },
    { "Forbidden", false },
    { "Police widen search", false },
    { "Searching for gold - the valley search", false },
    { "Inscription : comment trouver une école", false },
    { "Entrar: guia de uma velha casa", false },
    { "Resultados de las elecciones en el valle", false },
    { "Résultats de la course du dimanche", false },
    { "Risultati della domenica: vince il Borgo", false },
    { "搜索引擎是怎样工作的", false },
    { "Suchergebnisse verraten den Täter", false },
    { "Author: a trade in decline", false },
    { "Archives: what the mill kept", false },
    { "Portal: how a game was made", false },
    { "Архив за семью печатями", false },
    { "Carrito solar cruza el desierto", false },
    { "Errors that made the valley rich", false },
    { "Log in with a key instead of a password", false },
    { "Search for the last ferry begins", false },
    { "The cart that crossed the alps", false },
    { "Registering births in the old parish", false },
    { "Panier de légumes: que faire des navets?", false },
    { "Suche nach dem Wrack dauert an", false },
    { "Категорический отказ", false },
    { "注册会计师的一天是怎么过的", false },
};

static const url_test_t urls[] = {
    { "https://a.example/forum/t/12", READER_URL_FORUM },
    { "https://a.example/category/birds", READER_URL_LISTING },
    { "https://a.example/docs/setup", READER_URL_DOCS },
    { "https://a.example/2026/03/frogs", READER_URL_DATED },
    { "https://a.example/frogs-return", 0 },
};

typedef struct {
    const char *text;
    reader_line_t line;
} line_test_t;

static const line_test_t lines[] = {
    { "Read more about frogs", READER_LINE_MORE },
    { "Às margens", READER_LINE_PLAIN },
    { "Lees ook: de kikkers", READER_LINE_MORE },
    { "L\u00E4s mer", READER_LINE_MORE },
    { "Étäte", READER_LINE_MORE },
    { "Next: the pond", READER_LINE_MORE },
    { "続きを読む", READER_LINE_MORE },
    { "Share", READER_LINE_SHARE },
    { "E-mail this", READER_LINE_SHARE },
    { "Photograph by A. Heron", READER_LINE_CREDIT },
    { "(c) A. Heron", READER_LINE_CREDIT },
    { "\u00A9 A. Heron", READER_LINE_CREDIT },
    { "Advertisement", READER_LINE_AD },
    { "Anzeige", READER_LINE_AD },
    { "Anzeiger der Stadt", READER_LINE_PLAIN },
    { "12 comments", READER_LINE_COMMENTS },
    { "Leave a reply", READER_LINE_COMMENTS },
    { "Quote", READER_LINE_COMMENTS },
    { "Quotes of the day", READER_LINE_PLAIN },
    { "Posted on Monday", READER_LINE_META },
    { "3 min", READER_LINE_META },
    { "Теги: лягушки", READER_LINE_META },
    { "About the author", READER_LINE_AUTHOR },
    { "We and a few others use cookies", READER_LINE_LEGAL },
    { "Subscribe", READER_LINE_SHARE },
    { "Frogs are back", READER_LINE_PLAIN },
    { "2,000 frogs", READER_LINE_PLAIN },
    { "All about frogs, for free: sign up now!", READER_LINE_SHARE },
    { "Das neue Heft \u00FCber Fr\u00F6sche: jetzt bestellen!",
      READER_LINE_SHARE },
    { "Your best workshop", READER_LINE_SHARE },
    { "They sign up at the pond", READER_LINE_PLAIN },
    { "", READER_LINE_PLAIN },
    { "...", READER_LINE_PLAIN },
};


/* What begins with a letter is matched with fewer patterns than other text. */
static void
test_lines(reader_lookup_t *lookup)
{
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        reader_string_t text = { lines[i].text, strlen(lines[i].text) };
        char marked[128];

        is_int(reader_lexicon_line(lookup, text), lines[i].line,
               lines[i].text);

        snprintf(marked, sizeof(marked), "- %s", lines[i].text);
        text = (reader_string_t) { marked, strlen(marked) };
        is_int(reader_lexicon_line(lookup, text), lines[i].line,
               "behind a mark of ASCII");

        snprintf(marked, sizeof(marked), "\u201C%s", lines[i].text);
        text = (reader_string_t) { marked, strlen(marked) };
        is_int(reader_lexicon_line(lookup, text), lines[i].line,
               "and behind another one");
    }
}


int
main(void)
{
    reader_limits_t limits = READER_LIMITS_DEFAULT;
    reader_arena_t *arena = reader_arena_new(&limits);
    reader_error_t error;
    reader_lexicon_t *lexicon = reader_lexicon_new(&error);
    reader_lookup_t *lookup = reader_lexicon_lookup(lexicon, arena);

    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
        reader_string_t title = { titles[i].title, strlen(titles[i].title) };

        ok(reader_lexicon_is_service(lookup, title) == titles[i].service,
           titles[i].title);
    }

    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
        reader_string_t url = { urls[i].url, strlen(urls[i].url) };

        ok(reader_lexicon_url(lookup, url) == urls[i].kinds, urls[i].url);
    }

    test_lines(lookup);
    reader_lexicon_free(lexicon);
    reader_arena_free(arena);

    return done_testing();
}
