#include "lexicon.h"

#include "ascii.h"
#include "starts.h"
#include "stems.h"
#include "unicode.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_BYTES_MAX 512 /* bytes of a class value that are looked at */
#define TITLE_BYTES_MAX 120 /* bytes of a title that may say it all */
#define LINE_BYTES_MAX 64   /* bytes of a line */

/* What may come before the words of a line. */
#define MARKS "[^\\pL\\pN©(]*+"

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

static const group_t lines[READER_LINE_COUNT] = {
    [READER_LINE_PLAIN] = { "plain", NULL },
    [READER_LINE_MORE] = { "more",
        "read (?:more|also|next|on|the full|full|our|:)|see (?:also|more)|"
        "also (?:read|on|see|in)|related|more (?:from|on|in|about|stor|news|"
        "to|articles)|you (?:may|might) (?:also|like)|recommended|don.t miss|"
        "must read|trending|most (?:read|popular|viewed)|latest|popular|"
        "up next|next(?: article| post| story|:)|prev(?:ious)?|click here|"
        "continue reading|show more|load more|view (?:all|more)|learn more|"
        "find out more|back to|click to|watch(?: also|:| now| the)|listen|similar|"
        "lire (?:aussi|la suite|plus|l.article|:)|. lire|voir (?:aussi|plus)|"
        "sur le m.me sujet|lesen sie|lies|mehr (?:zum|zu|dazu|.ber|von|aus|"
        "lesen)|weiter(?:lesen|e)|auch interessant|das k.nnte|zum thema|"
        "leggi (?:anche|tutto|di)|potrebbe|lea tambi|leer m|te puede|"
        "ver (?:tamb|m.s)|m.s (?:informaci|noticias)|leia (?:mais|tamb)|"
        "veja (?:mais|tamb)|saiba mais|lees (?:ook|meer|verder)|meer|"
        "l.s (?:mer|ocks|ogs)|les (?:ogs|mer)|mest l.st|czytaj|zobacz|"
        "przeczytaj|wi.cej|.t.te|.ti tak|p.e.t.te|olvass|kapcsol|devam|"
        "ilgili|baca juga|selengkapnya|xem th.m|"
        "читайте|читать|подробнее|смотрите|ещ. по теме|по теме|похожие|"
        "関連|あわせて|続きを|おすすめ|もっと|次の|前の|相关|相關|延伸|推荐|推薦|"
        "阅读|更多|上一|下一|관련|더보기|추천|اقرأ|المزيد|شاهد|ذات صلة|"
        "המשך|עוד ב|קראו|อ่าน|ข่าวที่เกี่ยวข้อง|เรื่องที่เกี่ยวข้อง|"
        "ข่าวล่าสุด|บทความที่เกี่ยวข้อง" },
    [READER_LINE_SHARE] = { "share",
        "shar(?:e|ing)|tweet|follow (?:us|me|on|@)|follow$|subscribe|"
        "sign (?:up|in)|newsletter|like us|join (?:our|us|the)|get (?:the|our|"
        "daily|more|updates)|download (?:the|our)|e-?mail|print|copy link|"
        "facebook|twitter|whatsapp|pin it|pinterest|linkedin|telegram|"
        "teilen|folgen|abonni|jetzt|partag|suivez|abonnez|inscri|condivid|"
        "segui|iscriv|compart|s.gu|suscr|siga|assine|deel|volg|udost|"
        "obserwuj|подел|подпис|поддерж|シェア|ツイート|フォロー|分享|订阅|訂閱|"
        "关注|공유|구독|payla|bagikan|dela|abone|شارك|تابع|שתפו|registe|"
        "enter your|your email|donate|support (?:us|our)|สมัครรับ|แชร์|"
        "ติดตาม" },
    [READER_LINE_CREDIT] = { "credit",
        "(?:photo|image|picture|video|illustration|graphic|file)(?:s|graph)?"
        "(?: ?:| by| credit| courtesy| source|/| ?\\()|credits?(?::| )|"
        "(?:foto|bild|grafik|image|quelle|fuente|fonte|source|zdroj|kilde|"
        "kuva|bron|fot|photo)s?\\.? ?[:/]|getty|(?:©|\\(c\\))|copyright|"
        "all rights|alle rechte|tous droits|todos los|tutti i diritti|"
        "wszelkie prawa|cr.dits?|via |picture alliance|(?:ap|afp|reuters|dpa|"
        "epa|imago)(?:$|[ /])|фото|写真|画像|撮影|図|图|来源|來源|사진|출처|"
        "สงวนลิขสิทธิ์|ภาพ(?:จาก|โดย|:)|版权|版權|著作権|저작권" },
    [READER_LINE_AD] = { "ad",
        "adv(?:ertis(?:ement|ing)|ertorial)|anzeigen?(?:$|[: ])|werbung|publicit|pubblicit|publicidad|"
        "advertentie|reklam|annons(?:$|[: ])|annonce|sponsored|promoted|広告|广告|廣告|광고|"
        "реклама|إعلان|(?:pr|ＰＲ)(?:[:：】\\]]|$)|(?:story|article) continues|artikel geht|scroll (?:down|to)|"
        "ad feedback|paid (?:content|post|partner|for by)" },
    [READER_LINE_COMMENTS] = { "comments",
        "(?:\\d+ )?comment|leave a|kommentar|(?:post|add|write) (?:a|your)|"
        "(?:no|view|show|see|all|join|hide) (?:comment|repl|discuss|the conv)|"
        "reply|repl(?:ies)|antwort|respon|commenta|comenta|reacties|"
        "komentar|комментар|ответить|обсуд|コメント|评论|評論|댓글|التعليق|"
        "log ?in|please (?:log|sign|enable)|you must be|have your say|"
        "what do you think|report|flag|like$|upvote|permalink|quote$" },
    [READER_LINE_META] = { "meta",
        "by:? |(?:last )?(?:posted|published|updated|modified|edited)|"
        "written by|author|von |par |por |di |door |av |af |ver.ffentlicht|"
        "publi|aktualis|pubblicat|gepubliceerd|opublik|tags?(?::|$| )|"
        "filed (?:under|in)|categor|tagged|schlag|topics?(?::|$)|mots-cl|"
        "etiquetas|stand:|\\d+ (?:min|hour|day|week|month|year|views|read)|"
        "теги|автор|опублик|просмотр|дата|公開|投稿|更新|タグ|カテゴリ|发布|"
        "發布|作者|时间|標籤|标签|입력|기자|등록|reading time|posted in|"
        "published in|date:|source$|views?:" },
    [READER_LINE_AUTHOR] = { "author",
        "about (?:the )?author|about (?:us|me)|.ber den autor|zur person|"
        ". propos|sobre (?:el|o|a) autor|chi siamo|contact|contributed|"
        "reporting by|editing by|view (?:author|profile)|об автор|"
        "この記事を|著者|作者介绍|profile|follow the author" },
    [READER_LINE_LEGAL] = { "legal",
        "(?:we|this (?:site|website)|our (?:site|website)).{0,24}(?:use|cook)|"
        "cookie|by (?:using|continu|clicking|sub|sign)|privacy|terms (?:of|"
        "and|&)|impressum|datenschutz|javascript|enable|your browser|"
        "accept|skip to|menu|search|close$|toggle|loading|home$|"
        "mentions l|politique|pol.tica|disclaimer|affiliate|we may earn|"
        "wir verwenden|nous util|utilizamos|политика|cookies" },
};

/* How calls to action end, after whatever praise. */
static const char call_to_action[] =
    "(?:sign up|subscribe|register|read more|learn more|find out more|click "
    "here|download|order|shop|buy|try it|get started|join)(?: (?:now|here|"
    "free|for free|today|now for free))?[^\\pL\\pN]*$|(?:jetzt|hier) \\pL+[!>"
    " ]*$|en savoir plus[^\\pL]*$|詳しくはこちら[^\\pL]*$|点击[^\\pL]*查看$";

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
    pcre2_code *lines;
    pcre2_code *call_to_action;
    reader_starts_t line_starts;
    reader_starts_t call_starts;
    pcre2_code *urls[sizeof(urls) / sizeof(*urls)];
    pcre2_code *service_titles;
};

struct reader_lookup {
    const reader_lexicon_t *lexicon;
    reader_arena_t *arena;
    pcre2_match_data *match;
};


static pcre2_code *
compile(const char *pattern, uint32_t options, reader_error_t *error)
{
    char message[128];
    PCRE2_SIZE offset;
    pcre2_code *code;
    int number;

    code = pcre2_compile((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
                         PCRE2_CASELESS | PCRE2_UTF | PCRE2_NO_UTF_CHECK
                             | options,
                         &number, &offset, NULL);

    if (code == NULL) {
        pcre2_get_error_message(number, (PCRE2_UCHAR *) message,
                                sizeof(message));
        snprintf(error->text, sizeof(error->text),
                 "lexicon: %s at offset %zu", message, (size_t) offset);
        return NULL;
    }

    /* where there is no JIT the interpreter gives the same matches */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);

    return code;
}


/* (stems)|(stems)|...: the number of the group that matched is the line. */
static char *
join_lines(void)
{
    size_t length = sizeof(MARKS) + 8;
    char *pattern, *at;

    for (int i = READER_LINE_PLAIN + 1; i < READER_LINE_COUNT; i++) {
        length += strlen(lines[i].stems) + 3;
    }

    pattern = malloc(length);

    if (pattern == NULL) {
        return NULL;
    }

    at = pattern + sprintf(pattern, MARKS "(?:");

    for (int i = READER_LINE_PLAIN + 1; i < READER_LINE_COUNT; i++) {
        at += sprintf(at, "(%s)|", lines[i].stems);
    }

    strcpy(at - 1, ")");

    return pattern;
}


static bool
compile_lines(reader_lexicon_t *lexicon, reader_error_t *error)
{
    char *pattern = join_lines();

    if (pattern == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        return false;
    }

    lexicon->lines = compile(pattern, PCRE2_ANCHORED, error);
    reader_starts_learn(&lexicon->line_starts, pattern + strlen(MARKS));
    free(pattern);

    if (lexicon->lines == NULL) {
        return false;
    }

    lexicon->call_to_action = compile(call_to_action, 0, error);
    reader_starts_learn(&lexicon->call_starts, call_to_action);

    return lexicon->call_to_action != NULL;
}


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
    good = lexicon->tokens != NULL && compile_lines(lexicon, error);

    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls) && good; i++) {
        lexicon->urls[i] = compile(urls[i].stems, 0, error);
        good = lexicon->urls[i] != NULL;
    }

    if (good) {
        lexicon->service_titles = compile(service_titles, 0, error);
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
    pcre2_code_free(lexicon->lines);
    pcre2_code_free(lexicon->call_to_action);
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


/* The last bytes, from the start of a character on. */
static reader_string_t
end_of(reader_string_t text, size_t max)
{
    if (text.length > max) {
        text.data += text.length - max;
        text.length = max;

        while (text.length != 0
               && ((unsigned char) *text.data & 0xC0) == 0x80) {
            text.data++;
            text.length--;
        }
    }

    return text;
}


/* From the first letter, digit, copyright sign or parenthesis on. */
static reader_string_t
skip_marks(reader_string_t text)
{
    const char *at = text.data, *end = at + text.length;

    while (at < end) {
        const char *next = at;
        uint32_t code = reader_unicode_next(&next, end);

        if (code >= 0x80 || code == '(' || reader_ascii_letter((char) code)
            || reader_ascii_digit((char) code)) {
            break;
        }

        at = next;
    }

    return (reader_string_t) { at, (size_t) (end - at) };
}


static bool
calls_to_action(reader_lookup_t *lookup, reader_string_t end)
{
    const reader_lexicon_t *lexicon = lookup->lexicon;
    const char *at = end.data, *to = at + end.length;

    while (at < to && !reader_starts_may(&lexicon->call_starts, at, to)) {
        at++;
    }

    return at < to
           && pcre2_match(lexicon->call_to_action, (PCRE2_SPTR) end.data,
                          end.length, (size_t) (at - end.data),
                          PCRE2_NO_UTF_CHECK, lookup->match, NULL)
                  > 0;
}


reader_line_t
reader_lexicon_line(reader_lookup_t *lookup, reader_string_t text)
{
    const reader_lexicon_t *lexicon = lookup->lexicon;
    reader_string_t start = shortened(text, LINE_BYTES_MAX);
    reader_string_t end = end_of(text, LINE_BYTES_MAX);

    if (text.length == 0) {
        return READER_LINE_PLAIN;
    }

    reader_arena_spend(lookup->arena, 1024);
    start = skip_marks(start);

    if (start.length != 0
        && reader_starts_may(&lexicon->line_starts, start.data,
                             start.data + start.length)) {
        int rc = pcre2_match(lexicon->lines, (PCRE2_SPTR) start.data,
                             start.length, 0, PCRE2_NO_UTF_CHECK,
                             lookup->match, NULL);

        if (rc >= 2) {
            return (reader_line_t) (rc - 1);
        }
    }

    return calls_to_action(lookup, end) ? READER_LINE_SHARE
                                        : READER_LINE_PLAIN;
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


const char *
reader_lexicon_line_name(reader_line_t line)
{
    return lines[line].name;
}
