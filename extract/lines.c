#include "lines.h"

#include "ascii.h"
#include "starts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES_MAX 64 /* that are looked at, at either end */

/* What may come before the words of a line. */
#define MARKS "[^\\pL\\pN©(]*+"

#define NEVER "(?!)"

/*
 * Alternatives of regular expressions.  The first kind that matches counts;
 * within a kind their order means nothing.
 */
static const char *const kinds[READER_LINE_COUNT] = {
    [READER_LINE_PLAIN] = NULL,
    [READER_LINE_MORE] =
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
        "ข่าวล่าสุด|บทความที่เกี่ยวข้อง",
    [READER_LINE_SHARE] =
        "shar(?:e|ing)|tweet|follow (?:us|me|on|@)|follow$|subscribe|"
        "sign (?:up|in)|newsletter|like us|join (?:our|us|the)|get (?:the|our|"
        "daily|more|updates)|download (?:the|our)|e-?mail|print|copy link|"
        "facebook|twitter|whatsapp|pin it|pinterest|linkedin|telegram|"
        "teilen|folgen|abonni|jetzt|partag|suivez|abonnez|inscri|condivid|"
        "segui|iscriv|compart|s.gu|suscr|siga|assine|deel|volg|udost|"
        "obserwuj|подел|подпис|поддерж|シェア|ツイート|フォロー|分享|订阅|訂閱|"
        "关注|공유|구독|payla|bagikan|dela|abone|شارك|تابع|שתפו|registe|"
        "enter your|your email|donate|support (?:us|our)|สมัครรับ|แชร์|"
        "ติดตาม",
    [READER_LINE_CREDIT] =
        "(?:photo|image|picture|video|illustration|graphic|file)(?:s|graph)?"
        "(?: ?:| by| credit| courtesy| source|/| ?\\()|credits?(?::| )|"
        "(?:foto|bild|grafik|image|quelle|fuente|fonte|source|zdroj|kilde|"
        "kuva|bron|fot|photo)s?\\.? ?[:/]|getty|(?:©|\\(c\\))|copyright|"
        "all rights|alle rechte|tous droits|todos los|tutti i diritti|"
        "wszelkie prawa|cr.dits?|via |picture alliance|(?:ap|afp|reuters|dpa|"
        "epa|imago)(?:$|[ /])|фото|写真|画像|撮影|図|图|来源|來源|사진|출처|"
        "สงวนลิขสิทธิ์|ภาพ(?:จาก|โดย|:)|版权|版權|著作権|저작권",
    [READER_LINE_AD] =
        "adv(?:ertis(?:ement|ing)|ertorial)|anzeigen?(?:$|[: ])|werbung|publicit|pubblicit|publicidad|"
        "advertentie|reklam|annons(?:$|[: ])|annonce|sponsored|promoted|広告|广告|廣告|광고|"
        "реклама|إعلان|(?:pr|ＰＲ)(?:[:：】\\]]|$)|(?:story|article) continues|artikel geht|scroll (?:down|to)|"
        "ad feedback|paid (?:content|post|partner|for by)",
    [READER_LINE_COMMENTS] =
        "(?:\\d+ )?comment|leave a|kommentar|(?:post|add|write) (?:a|your)|"
        "(?:no|view|show|see|all|join|hide) (?:comment|repl|discuss|the conv)|"
        "reply|repl(?:ies)|antwort|respon|commenta|comenta|reacties|"
        "komentar|комментар|ответить|обсуд|コメント|评论|評論|댓글|التعليق|"
        "log ?in|please (?:log|sign|enable)|you must be|have your say|"
        "what do you think|report|flag|like$|upvote|permalink|quote$",
    [READER_LINE_META] =
        "by:? |(?:last )?(?:posted|published|updated|modified|edited)|"
        "written by|author|von |par |por |di |door |av |af |ver.ffentlicht|"
        "publi|aktualis|pubblicat|gepubliceerd|opublik|tags?(?::|$| )|"
        "filed (?:under|in)|categor|tagged|schlag|topics?(?::|$)|mots-cl|"
        "etiquetas|stand:|\\d+ (?:min|hour|day|week|month|year|views|read)|"
        "теги|автор|опублик|просмотр|дата|公開|投稿|更新|タグ|カテゴリ|发布|"
        "發布|作者|时间|標籤|标签|입력|기자|등록|reading time|posted in|"
        "published in|date:|source$|views?:",
    [READER_LINE_AUTHOR] =
        "about (?:the )?author|about (?:us|me)|.ber den autor|zur person|"
        ". propos|sobre (?:el|o|a) autor|chi siamo|contact|contributed|"
        "reporting by|editing by|view (?:author|profile)|об автор|"
        "この記事を|著者|作者介绍|profile|follow the author",
    [READER_LINE_LEGAL] =
        "(?:we|this (?:site|website)|our (?:site|website)).{0,24}(?:use|cook)|"
        "cookie|by (?:using|continu|clicking|sub|sign)|privacy|terms (?:of|"
        "and|&)|impressum|datenschutz|javascript|enable|your browser|"
        "accept|skip to|menu|search|close$|toggle|loading|home$|"
        "mentions l|politique|pol.tica|disclaimer|affiliate|we may earn|"
        "wir verwenden|nous util|utilizamos|политика|cookies",
};

/* How calls to action end, after whatever praise. */
static const char call_to_action[] =
    "(?:sign up|subscribe|register|read more|learn more|find out more|click "
    "here|download|order|shop|buy|try it|get started|join)(?: (?:now|here|"
    "free|for free|today|now for free))?[^\\pL\\pN]*$|(?:jetzt|hier) \\pL+[!>"
    " ]*$|en savoir plus[^\\pL]*$|詳しくはこちら[^\\pL]*$|点击[^\\pL]*查看$";

/* What a line may begin with behind its marks, but for what is not ASCII. */
static const char firsts[] = "abcdefghijklmnopqrstuvwxyz0123456789(";

/* The bit of all else behind the bits of these. */
#define NOT_ASCII ((uint64_t) 1 << (sizeof(firsts) - 1))

/* Patterns for each letter, and one for the others of firsts. */
enum { LETTERS = 26, PARTS = LETTERS + 1 };

/*
 * Alternatives are tried one by one, and there are hundreds, so that a line
 * that begins with ASCII is matched with those only that may begin like it.
 */
struct reader_lines {
    pcre2_code *all;
    pcre2_code *parts[PARTS];
    pcre2_code *call_to_action;
    reader_starts_t starts;
    reader_starts_t call_starts;
};

/* One of the alternatives of a kind of line. */
typedef struct {
    const char *data;
    size_t length;
    int kind;
    uint64_t firsts; /* those that it may begin with, as bits */
} alternative_t;

typedef struct {
    alternative_t *items;
    size_t count;
} alternatives_t;


/* Where the first of the alternatives ends. */
static const char *
alternative_end(const char *at)
{
    unsigned depth = 0;

    for (; *at != '\0' && (*at != '|' || depth != 0); at++) {
        if (*at == '\\') {
            at++;
        } else if (*at == '(' || *at == '[') {
            depth++;
        } else if (*at == ')' || *at == ']') {
            depth--;
        }
    }

    return at;
}


static bool
add_alternative(alternatives_t *all, int kind, const char *data,
                size_t length)
{
    alternative_t *items =
        realloc(all->items, (all->count + 1) * sizeof(*items));
    char *text = strndup(data, length);

    if (items != NULL) {
        all->items = items;
    }

    if (items != NULL && text != NULL) {
        items[all->count++] = (alternative_t) {
            data, length, kind, reader_starts_of(text, firsts) | NOT_ASCII
        };
    }

    free(text);

    return items != NULL && text != NULL;
}


static bool
split_kinds(alternatives_t *all)
{
    for (int kind = READER_LINE_PLAIN + 1; kind < READER_LINE_COUNT; kind++) {
        const char *at = kinds[kind];

        for (;;) {
            const char *end = alternative_end(at);

            if (!add_alternative(all, kind, at, (size_t) (end - at))) {
                return false;
            }

            if (*end == '\0') {
                break;
            }

            at = end + 1;
        }
    }

    return true;
}


/*
 * (alternatives)|(alternatives)|...: the number of the group that matched is
 * the line.  Those that may begin with one of the bits of firsts.
 */
static char *
join(const alternatives_t *all, const char *marks, uint64_t set)
{
    char *pattern = NULL;
    size_t length;
    FILE *out = open_memstream(&pattern, &length);
    bool good;

    if (out == NULL) {
        return NULL;
    }

    fprintf(out, "%s(?:", marks);

    for (int kind = READER_LINE_PLAIN + 1; kind < READER_LINE_COUNT; kind++) {
        fputc('(', out);

        for (size_t i = 0; i < all->count; i++) {
            const alternative_t *item = &all->items[i];

            if (item->kind == kind && (item->firsts & set)) {
                fprintf(out, "%.*s|", (int) item->length, item->data);
            }
        }

        fputs(NEVER ")|", out);
    }

    fputs(NEVER ")", out);
    good = !ferror(out);
    good = fclose(out) == 0 && good;

    if (!good) {
        free(pattern);
        return NULL;
    }

    return pattern;
}


static pcre2_code *
compile(char *pattern, reader_error_t *error)
{
    pcre2_code *code = NULL;

    if (pattern == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
    } else {
        code = reader_pattern_new(pattern, PCRE2_ANCHORED, error);
    }

    return code;
}


/* Lines that begin with one of these, whose first one is at this place. */
static bool
compile_part(reader_lines_t *lines, const alternatives_t *all, size_t part,
             const char *begin, reader_error_t *error)
{
    uint64_t set = 0;
    char *pattern;

    for (size_t i = 0; begin[i] != '\0'; i++) {
        set |= (uint64_t) 1 << (part + i);
    }

    pattern = join(all, "", set);
    lines->parts[part] = compile(pattern, error);

    if (lines->parts[part] != NULL) {
        reader_starts_learn(&lines->starts, pattern, begin);
    }

    free(pattern);

    return lines->parts[part] != NULL;
}


static bool
compile_all(reader_lines_t *lines, const alternatives_t *all,
            reader_error_t *error)
{
    char *pattern = join(all, MARKS, NOT_ASCII);

    lines->all = compile(pattern, error);
    free(pattern);
    lines->call_to_action =
        reader_pattern_new(call_to_action, PCRE2_ANCHORED, error);
    reader_starts_init(&lines->starts);
    reader_starts_init(&lines->call_starts);
    reader_starts_learn(&lines->call_starts, call_to_action,
                        READER_STARTS_ALL);

    for (size_t i = 0; i < LETTERS; i++) {
        char letter[2] = { firsts[i], '\0' };

        if (!compile_part(lines, all, i, letter, error)) {
            return false;
        }
    }

    return compile_part(lines, all, LETTERS, firsts + LETTERS, error)
           && lines->all != NULL && lines->call_to_action != NULL;
}


reader_lines_t *
reader_lines_new(reader_error_t *error)
{
    reader_lines_t *lines = calloc(1, sizeof(*lines));
    alternatives_t all = { NULL, 0 };
    bool good;

    if (lines == NULL || !split_kinds(&all)) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        good = false;
    } else {
        good = compile_all(lines, &all, error);
    }

    free(all.items);

    if (!good) {
        reader_lines_free(lines);
        return NULL;
    }

    return lines;
}


void
reader_lines_free(reader_lines_t *lines)
{
    if (lines == NULL) {
        return;
    }

    pcre2_code_free(lines->all);
    pcre2_code_free(lines->call_to_action);

    for (size_t i = 0; i < PARTS; i++) {
        pcre2_code_free(lines->parts[i]);
    }

    free(lines);
}


/* The first bytes, to the end of a character. */
static reader_string_t
start_of(reader_string_t text, size_t max)
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

    while (at < end && (unsigned char) *at < 0x80 && *at != '('
           && !reader_ascii_letter(*at) && !reader_ascii_digit(*at)) {
        at++;
    }

    return (reader_string_t) { at, (size_t) (end - at) };
}


static bool
calls_to_action(const reader_lines_t *lines, reader_string_t end,
                pcre2_match_data *match)
{
    const char *at = end.data, *to = at + end.length;

    while ((at = reader_starts_find(&lines->call_starts, at, to)) < to) {
        if (((unsigned char) *at & 0xC0) != 0x80
            && pcre2_match(lines->call_to_action, (PCRE2_SPTR) end.data,
                           end.length, (size_t) (at - end.data),
                           PCRE2_NO_UTF_CHECK, match, NULL)
                   > 0) {
            return true;
        }

        at++;
    }

    return false;
}


/* The pattern for lines that begin with this byte. */
static const pcre2_code *
pattern_for(const reader_lines_t *lines, char first)
{
    if ((unsigned char) first >= 0x80) {
        return lines->all;
    }

    return lines->parts[reader_ascii_letter(first)
                            ? reader_ascii_lower(first) - 'a'
                            : LETTERS];
}


reader_line_t
reader_lines_find(const reader_lines_t *lines, reader_string_t text,
                  pcre2_match_data *match)
{
    reader_string_t start = skip_marks(start_of(text, LINE_BYTES_MAX));

    if (start.length != 0
        && reader_starts_may(&lines->starts, start.data,
                             start.data + start.length)) {
        int rc = pcre2_match(pattern_for(lines, *start.data),
                             (PCRE2_SPTR) start.data, start.length, 0,
                             PCRE2_NO_UTF_CHECK, match, NULL);

        if (rc >= 2) {
            return (reader_line_t) (rc - 1);
        }
    }

    return calls_to_action(lines, end_of(text, LINE_BYTES_MAX), match)
               ? READER_LINE_SHARE
               : READER_LINE_PLAIN;
}
