#include "lexicon.h"

#include "lines.h"
#include "stems.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_BYTES_MAX 512 /* bytes of a class value that are looked at */
#define TITLE_BYTES_MAX 120 /* bytes of a title that may say it all */

typedef struct {
    const char *name;
    const char *stems; /* alternatives of a regular expression */
} group_t;

/*
 * Patterns as stems.h describes them: (?<![a-z]) and (?![a-z]) stand where a
 * stem would match inside other words; matching ignores case.
 */
static const group_t tokens[READER_TOKEN_COUNT] = {
    [READER_TOKEN_COMMENT] = { "comment",
        "comment|komment|coment|discus|disqus|respond|responses?(?![a-z])|repl(?:y|ies)|livefyre|"
        "reactions|feedback|guestbook|kommentit|yorum" },
    [READER_TOKEN_NAV] = { "nav",
        "nav|menu|crumb|pagin|pager|tool-?bar|top-?bar|sitemap|skip-?(?:to|li)|"
        "(?<![a-z])tabs?(?![a-z])|hamburger|(?<![a-z])prev|(?<![a-z])next|"
        "jump|backto|directory" },
    [READER_TOKEN_FOOTER] = { "footer",
        "foot|colophon|copyright|legal|impressum|bottom|imprint|disclaimer" },
    [READER_TOKEN_HEADER] = { "header",
        "header|masthead|(?<![a-z])top(?![a-z])|logo|branding|hero" },
    [READER_TOKEN_SIDEBAR] = { "sidebar",
        "side-?_?bar|aside|(?<![a-z])rail|right-?_?(?:col|rail|side|bar)|"
        "left-?_?(?:col|rail|side|bar)|col-?_?right|secondary|complement|"
        "(?<![a-z])side(?![a-z])|gutter|marginal" },
    [READER_TOKEN_RELATED] = { "related",
        "related|recommend|more-?_?(?:stor|from|news|on|art|post)|read-?_?"
        "(?:more|next|also|on)|also-?_?(?:like|read)|similar|popular|trend|"
        "most-?_?(?:read|view|pop|rec)|latest|recent|further|outbrain|taboola|"
        "suggest|see-?_?also|up-?_?next|recirc|zergnet|revcontent|mgid|"
        "onward|discover|weiterles|mehr-?zum|zum-?thema|verwandt" },
    [READER_TOKEN_SHARE] = { "share",
        "shar(?:e|ing)|social|follow|facebook|twitter|whatsapp|pinterest|"
        "linkedin|addthis|addtoany|instagram|telegram|teilen|partage|"
        "(?<![a-z])fb(?![a-z])|tweet|print(?!able)|e-?mail-?(?:this|art|link)|"
        "bookmark" },
    [READER_TOKEN_META] = { "meta",
        "by-?_?line|author|autor|date|time|meta|posted|publish|dateline|"
        "credit|writer|info(?![a-z])|kicker|eyebrow" },
    [READER_TOKEN_AD] = { "ad",
        "advert|sponsor|promo|banner|dfp|(?<![a-z])gpt|ad-?_?(?:slot|unit|"
        "wrap|box|cont|block|place|zone|space)|(?<![a-z])ads?(?![a-z])|adsby|"
        "affiliate|commercial|anzeige|werbung|publicit|pubblicit|marketing|"
        "doubleclick|paid|partner" },
    [READER_TOKEN_SUBSCRIBE] = { "subscribe",
        "subscri|newsletter|sign-?_?up|regist|paywall|premium|member|donat|"
        "log-?_?in|sign-?_?in|opt-?in|mailchimp|inscri|abonn|account|regwall|"
        "(?<![a-z])cta(?![a-z])|call-?to-?action" },
    [READER_TOKEN_CAPTION] = { "caption",
        "caption|credit|legend|bildunter|bu-?text|imgtxt|photo-?_?(?:desc|"
        "text|info)|image-?_?(?:desc|text|info)|media-?_?(?:desc|info)" },
    [READER_TOKEN_TAGS] = { "tags",
        "(?<![a-z])tags?(?![a-z])|tag-?_?(?:list|cloud|link)|keyword|topics?"
        "(?![a-z])|categor|labels?(?![a-z])|taxonom|rubri|hashtag" },
    [READER_TOKEN_POPUP] = { "popup",
        "pop-?_?(?:up|over)|modal|overlay|dialog|cookie|consent|gdpr|lightbox|"
        "toast|drawer|off-?_?canvas|onetrust|notice|alert|notification|"
        "interstitial|tooltip|dropdown" },
    [READER_TOKEN_FORM] = { "form",
        "(?<![a-z])forms?(?![a-z])|search|input|field(?![a-z])|captcha|poll|survey|vote|"
        "quiz|rating" },
    [READER_TOKEN_BODY] = { "body",
        "article-?_*(?:body|content|text|main|copy)|(?:post|entry|story|news|"
        "blog|page|main|detail)-?_*(?:body|content|text|copy)|body-?_*(?:text|"
        "content|copy)|articlebody|mw-parser|markdown|prose|rich-?_?text|"
        "wysiwyg|(?<![a-z])rte(?![a-z])|field-?_*name-?_*body|content-?_*"
        "(?:body|text|inner)|text-?_*(?:body|content|block)|fulltext|"
        "paragraph" },
    [READER_TOKEN_CONTENT] = { "content",
        "content|main|article|(?<![a-z])post|entry|story|hentry|text|page|"
        "document|artikel|inhalt|contenu|contenido|conteudo|noticia" },
    [READER_TOKEN_TITLE] = { "title", "title|head(?:line|ing)|titre|titel|titulo" },
    [READER_TOKEN_LEAD] = { "lead",
        "(?<![a-z])lead(?!er)|(?<![a-z])lede|intro|teaser-?text|chapo|standfirst|"
        "(?<![a-z])de[ck]k?(?![a-z])|summary|vorspann|sub-?_?(?:title|head|"
        "line)|excerpt|abstract|synopsis|description" },
    [READER_TOKEN_WIDGET] = { "widget",
        "widget|plugin|carousel|slide|swiper|accordion|block-|module|embed|"
        "ticker|sticky|fixed" },
    [READER_TOKEN_CARD] = { "card",
        "card|(?<![a-z])grid|tile|teaser|list-?_?item|thumb|summary-?item|"
        "(?<![a-z])items?(?![a-z])|feed|archive|listing|loop|stream|"
        "collection|results?(?![a-z])" },
    [READER_TOKEN_MEDIA] = { "media",
        "image|photo|picture|video|galler|figure|player|media|audio|podcast|"
        "(?<![a-z])img" },
    [READER_TOKEN_BIO] = { "bio",
        "author-?_*(?:bio|box|info|desc|card|profile)|about-?_*(?:the-?)?_*"
        "author|(?<![a-z])bio(?![a-z])|biograph|contributor|profile|vcard|"
        "avatar" },
    [READER_TOKEN_FORUM] = { "forum",
        "forum|thread|topic|message|question|answer|(?<![a-z])bbs|post-?_*"
        "(?:body|text|message)|(?<![a-z])qa(?![a-z])|phpbb|vbulletin|xenforo|"
        "discourse|(?<![a-z])post\\d" },
    [READER_TOKEN_PRODUCT] = { "product",
        "product|price|cart|basket|review|(?<![a-z])shop|(?<![a-z])buy|"
        "(?<![a-z])sku|variant|checkout|wishlist|spec(?:s|if)" },
    [READER_TOKEN_QUOTE] = { "quote", "quote|pull-?_?out|callout|highlight|zitat" },
    [READER_TOKEN_HIDDEN] = { "hidden",
        "hidden|(?<![a-z])sr-|visually|screen-?_?reader|d-none|invisible|"
        "collaps|no-?print|print-?(?:hide|none)|hide" },
    [READER_TOKEN_TOC] = { "toc",
        "(?<![a-z])toc(?![a-z])|table-?_?of|contents(?![a-z])|outline|"
        "on-this-page|in-this" },
};

/* In the order of READER_URL_*. */
static const group_t urls[] = {
    { "forum",
      "forum|thread|(?:view|show)topic|/topics?[/-]|/t/|discussion|/board|"
      "/bbs|question|community|/r/\\w+/comments|stackexchange|stackoverflow|"
      "/answers?/|/comments/" },
    { "listing",
      "/(?:categor(?:y|ies|ia)|collections?|tags?|topics?|shop|store|"
      "products?|search|archives?|browse|catalog(?:ue)?|list(?:ings?)?|"
      "directory|departments?|brands?|rubrik|kategorie|categorie|"
      "c|cat|s|all|events?|jobs?|careers|sitemap|authors?|sections?)"
      "(?:[/?.]|$)|/(?:blog|news|articles|resources|press|insights|stories|"
      "videos|podcasts?)/?(?:$|\\?)|[?&](?:q|s|query|search|cat|page|sort)=|"
      "/page/\\d+" },
    { "docs",
      "docs?[./]|documentation|/wiki|/guides?|/help|/manual|/reference|/api[/-]|"
      "/tutorials?|/learn|/support|/kb|/faq|developer|readthedocs|/man/" },
    { "dated",
      "/(?:19|20)\\d\\d[/-](?:0?[1-9]|1[012])(?:[/-]|$)|/20\\d{6}" },
};

/*
 * Titles of pages that are a site's own workings, with nothing behind them.
 * Such words also start headlines ("Police widen search", "Entrar: guia", "500
 * jobs lost"), so they must be all of a title, but for a count in brackets and
 * the site's name behind a bar or dash; a colon starts a headline.
 */
static const char service_titles[] =
    "^[\\s\\pP]*(?:"
    /* errors */
    "(?:(?:error|http|code|fehler|erreur|fout|chyba|fel)[ :]+)?[45]\\d\\d"
    "(?:[ :|·–—-]+(?:error|(?:page |file )?not found|forbidden|gone|"
    "unauthori[sz]ed|bad (?:request|gateway)|(?:internal )?server error|"
    "service (?:temporarily )?unavailable|gateway time-?out|"
    "too many requests))?|"
    "(?:error|http|fehler|erreur|fout|chyba|fel) ?[45]\\d\\d[ :].{0,24}|"
    "(?:sorry[,! ]+)?(?:the |this )?page (?:could |can)?not (?:be )?found"
    "(?: \\(404\\))?|"
    "page (?:un|not )available|something went wrong|access denied|error|"
    "seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouv.e)|"
    "p.gina no encontrada|pagina non trovata|p.gina n.o encontrada|"
    "pagina niet gevonden|er ging iets mis|nie znaleziono strony|"
    "strona nie istnieje|str.nka nenalezena|sidan hittades inte|"
    "sivua ei l.ydy|страница не найдена|ошибка|sayfa bulunamad.|"
    "ページが見つかりません|お探しのページ.{0,48}|页面不存在|找不到页面|"
    "الصفحة غير موجودة|הדף לא נמצא|"
    /* accounts */
    "(?:sign|log) ?in(?: to [^ ]{0,24})?|sign ?up|register|"
    "create (?:an |your )?account|"
    "(?:forgot(?:ten)?|reset) (?:your |my )?password|"
    "anmelden|anmeldung|registrier(?:en|ung)|konto erstellen|"
    "(?:se )?conne(?:xion|cter)|inscription|cr.er un compte|"
    "iniciar sesi.n|acceder|registrarse|crear cuenta|accedi|registrati|"
    "entrar|criar conta|cadastr(?:o|e-se|ar)|"
    "inloggen|registreren|account aanmaken|zaloguj(?: si.)?|logowanie|"
    "rejestracja|za... konto|p.ihl..en.|registrace|logga in|skapa konto|"
    "logg inn|log ind|kirjaudu(?: sis..n)?|вход|войти|регистрация|"
    "giri. yap|.ye ol|ログイン|会員登録|新規登録|登[录錄入]|注册|註冊|"
    "로그인|회원가입|تسجيل الدخول|התחברות|"
    /* baskets */
    "(?:your )?(?:shopping )?(?:basket|cart|bag)|checkout|"
    "(?:ihr )?warenkorb|(?:votre |mon )?panier|"
    "(?:tu |su )?(?:cesta|carrito)(?: de (?:la )?compras?)?|"
    "(?:il tuo )?carrello|winkel(?:wagen|mand)(?:etje|je)?|koszyk|ko..k|"
    "varukorg(?:en)?|handlekurv|ostoskori|корзина|sepet(?:im)?|カート|"
    "购物车|購物車|장바구니|"
    /* searches */
    "search|suche|.{1,80} - [^ ]{1,24} search|"
    "(?:search results?(?: for)?|suchergebnisse? f.r|"
    "r.sultats de (?:la |votre )?recherche|resultados de (?:la )?b.squeda|"
    "resultados da (?:busca|pesquisa)|risultati (?:della |di )?ricerca|"
    "zoekresultaten (?:voor|van)|wyniki wyszukiwania|"
    "v.sledky (?:hled.n.|vyhled.v.n.)|s.kresultat|hakutulokset|"
    "результаты поиска|arama sonu.lar.|検索結果|搜[索尋][结結]果|검색 ?결과|"
    "نتائج البحث|תוצאות חיפוש)(?:[ :「：\"“].{0,80})?|"
    /* maps of the site */
    "(?:site ?map|index page|plan du site|mapa del sitio|mapa web|"
    "mapa do site|mappa del sito|mapa (?:strony|str.nek|serveru)|"
    "карта сайта|サイトマップ|(?:网站|網站)地[图圖]|사이트맵)(?::.{0,40})?|"
    ".* forums? - index page|"
    /* lists, with what they list behind a colon; MediaWiki's have no space */
    "(?:categor(?:y|ia|ie)|cat.gorie|kategorie|kategoria|categor.a|tags?|"
    "schlagw\\w+|.tiquette|etiqueta|rubrik|рубрика|категория|метка)"
    " ?:.{1,80}|portal:[^ ].{0,80}|архив за .{0,20}\\d{4}|#\\w+"
    ")(?:\\s*\\(\\d+\\))?[\\s\\pP]*(?:[|·–—-].{0,60})?$";

struct reader_lexicon {
    reader_stems_t *tokens;
    reader_lines_t *lines;
    pcre2_code *urls[sizeof(urls) / sizeof(*urls)];
    pcre2_code *service_titles;
};

struct reader_lookup {
    const reader_lexicon_t *lexicon;
    reader_arena_t *arena;
    pcre2_match_data *match;
};


static reader_stems_t *
compile_tokens(reader_error_t *error)
{
    const char *stems[READER_TOKEN_COUNT];

    for (int i = 0; i < READER_TOKEN_COUNT; i++) {
        stems[i] = tokens[i].stems;
    }

    return reader_stems_new(stems, READER_TOKEN_COUNT, error);
}


reader_lexicon_t *
reader_lexicon_new(reader_error_t *error)
{
    reader_lexicon_t *lexicon = calloc(1, sizeof(*lexicon));
    bool good;

    if (lexicon == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        return NULL;
    }

    lexicon->tokens = compile_tokens(error);
    good = lexicon->tokens != NULL;

    if (good) {
        lexicon->lines = reader_lines_new(error);
        good = lexicon->lines != NULL;
    }

    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls) && good; i++) {
        lexicon->urls[i] = reader_pattern_new(urls[i].stems, 0, error);
        good = lexicon->urls[i] != NULL;
    }

    if (good) {
        lexicon->service_titles = reader_pattern_new(service_titles, 0, error);
        good = lexicon->service_titles != NULL;
    }

    if (!good) {
        reader_lexicon_free(lexicon);
        return NULL;
    }

    return lexicon;
}


void
reader_lexicon_free(reader_lexicon_t *lexicon)
{
    if (lexicon == NULL) {
        return;
    }

    reader_stems_free(lexicon->tokens);
    reader_lines_free(lexicon->lines);
    pcre2_code_free(lexicon->service_titles);

    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
        pcre2_code_free(lexicon->urls[i]);
    }

    free(lexicon);
}


static void *
match_allocate(size_t size, void *arena)
{
    return reader_arena_alloc(arena, size);
}


static void
match_release(void *block, void *arena)
{
    (void) block;
    (void) arena;
}


reader_lookup_t *
reader_lexicon_lookup(const reader_lexicon_t *lexicon, reader_arena_t *arena)
{
    reader_lookup_t *lookup = reader_arena_alloc(arena, sizeof(*lookup));
    pcre2_general_context *context =
        pcre2_general_context_create(match_allocate, match_release, arena);

    lookup->lexicon = lexicon;
    lookup->arena = arena;
    lookup->match = pcre2_match_data_create(READER_LINE_COUNT + 1, context);

    return lookup;
}


/* Cut to at most max bytes, at the end of a character. */
static reader_string_t
shortened(reader_string_t text, size_t max)
{
    if (text.length > max) {
        text.length = max;

        while (text.length != 0
               && ((unsigned char) text.data[text.length] & 0xC0) == 0x80) {
            text.length--;
        }
    }

    return text;
}


uint32_t
reader_lexicon_tokens(reader_lookup_t *lookup, reader_string_t value)
{
    value = shortened(value, VALUE_BYTES_MAX);
    reader_arena_spend(lookup->arena, value.length * 4);

    return reader_stems_find(lookup->lexicon->tokens, value);
}


reader_line_t
reader_lexicon_line(reader_lookup_t *lookup, reader_string_t text)
{
    reader_arena_spend(lookup->arena, 1024);

    return reader_lines_find(lookup->lexicon->lines, text, lookup->match);
}


unsigned
reader_lexicon_url(reader_lookup_t *lookup, reader_string_t url)
{
    unsigned set = 0;

    url = shortened(url, VALUE_BYTES_MAX);

    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls) && url.length != 0;
         i++) {
        if (pcre2_match(lookup->lexicon->urls[i], (PCRE2_SPTR) url.data,
                        url.length, 0, PCRE2_NO_UTF_CHECK, lookup->match,
                        NULL)
            > 0) {
            set |= 1u << i;
        }
    }

    return set;
}


bool
reader_lexicon_is_service(reader_lookup_t *lookup, reader_string_t title)
{
    return title.length != 0 && title.length <= TITLE_BYTES_MAX
           && pcre2_match(lookup->lexicon->service_titles,
                          (PCRE2_SPTR) title.data, title.length, 0,
                          PCRE2_NO_UTF_CHECK, lookup->match, NULL)
                  > 0;
}


const char *
reader_lexicon_token_name(reader_token_t token)
{
    return tokens[token].name;
}
