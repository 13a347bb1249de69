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

#define CALL_END                                                              \
    "(?: (?:now|here|free|for free|today|now for free))?[^\\pL\\pN]*$|"

/* How calls to action end, after whatever praise. */
static const char call_to_action[] =
    "sign up" CALL_END "subscribe" CALL_END "register" CALL_END
    "read more" CALL_END "learn more" CALL_END "find out more" CALL_END
    "click here" CALL_END "download" CALL_END "order" CALL_END
    "shop" CALL_END "buy" CALL_END "try it" CALL_END
    "get started" CALL_END "join" CALL_END
    "(?:jetzt|hier) \\pL+[!> ]*$|en savoir plus[^\\pL]*$|"
    "詳しくはこちら[^\\pL]*$|点击[^\\pL]*查看$";

/* Lines that begin with one of these have patterns of their own. */
static const char *const firsts[] = {
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
    "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "0123456789(",
};

enum { PARTS = sizeof(firsts) / sizeof(*firsts), OTHERS = PARTS - 1 };

/* Of alternatives that begin alike those of one kind. */
typedef struct {
    pcre2_code *code; /* NULL: there are none */
    uint64_t set;     /* of starts */
} part_t;

/*
 * Alternatives are tried one by one, and there are hundreds, so that a line
 * that begins with ASCII is matched with those only that may begin like it.
 */
struct reader_lines {
    pcre2_code *all;
    part_t parts[PARTS][READER_LINE_COUNT];
    pcre2_code *call_to_action;
    reader_starts_t starts[PARTS];
    reader_starts_t call_starts;
};

/* One of the alternatives of a kind of line. */
typedef struct {
    char *text;
    int kind;
} alternative_t;

typedef struct {
    alternative_t *items;
    size_t count;
    bool good; /* there was memory for all */
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


static void
add_alternative(alternatives_t *all, int kind, const char *data,
                size_t length)
{
    alternative_t *items =
        realloc(all->items, (all->count + 1) * sizeof(*items));
    char *text = strndup(data, length);

    if (items != NULL) {
        all->items = items;
    }

    if (items == NULL || text == NULL) {
        free(text);
        all->good = false;
        return;
    }

    items[all->count++] = (alternative_t) { text, kind };
}


static void
split(alternatives_t *all, int kind, const char *pattern)
{
    const char *end;

    do {
        end = alternative_end(pattern);
        add_alternative(all, kind, pattern, (size_t) (end - pattern));
        pattern = end + 1;
    } while (*end != '\0');
}


static void
free_alternatives(alternatives_t *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free(all->items[i].text);
    }

    free(all->items);
}


/*
 * (alternatives)|(alternatives)|...: the number of the group that matched is
 * the line; or those of one kind only that may begin as a part does.
 */
static char *
join(const alternatives_t *all, const char *marks, int only,
     const reader_start_t *starts)
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
        if (only != READER_LINE_PLAIN && kind != only) {
            continue;
        }

        fputc('(', out);

        for (size_t i = 0; i < all->count; i++) {
            if (all->items[i].kind == kind
                && (starts == NULL || reader_start_is_any(&starts[i]))) {
                fprintf(out, "%s|", all->items[i].text);
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
compile(const alternatives_t *all, const char *marks, int only,
        const reader_start_t *starts, reader_error_t *error)
{
    char *pattern = join(all, marks, only, starts);
    pcre2_code *code = NULL;

    if (pattern == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
    } else {
        code = reader_pattern_new(pattern, PCRE2_ANCHORED, error);
    }

    free(pattern);

    return code;
}


/* Of one part each kind that has an alternative. */
static bool
compile_part(const alternatives_t *all, const reader_start_t *starts,
             const uint64_t *bits, part_t *kinds_of_part,
             reader_error_t *error)
{
    for (size_t i = 0; i < all->count; i++) {
        kinds_of_part[all->items[i].kind].set |= bits[i];
    }

    for (int kind = READER_LINE_PLAIN + 1; kind < READER_LINE_COUNT; kind++) {
        part_t *part = &kinds_of_part[kind];

        if (part->set != 0) {
            part->code = compile(all, "", kind, starts, error);

            if (part->code == NULL) {
                return false;
            }
        }
    }

    return true;
}


/* starts[part * all->count + alternative] */
static void
learn(const alternatives_t *all, reader_start_t *starts)
{
    for (size_t i = 0; i < all->count; i++) {
        reader_start_t learnt[PARTS];

        reader_start_learn(learnt, all->items[i].text, firsts, PARTS);

        for (size_t part = 0; part < PARTS; part++) {
            starts[part * all->count + i] = learnt[part];
        }
    }
}


static bool
compile_kinds(reader_lines_t *lines, reader_error_t *error)
{
    alternatives_t all = { NULL, 0, true };
    reader_start_t *starts = NULL;
    uint64_t *bits = NULL;
    bool good;

    for (int kind = READER_LINE_PLAIN + 1; kind < READER_LINE_COUNT; kind++) {
        split(&all, kind, kinds[kind]);
    }

    if (all.good) {
        starts = calloc(PARTS * all.count, sizeof(*starts));
        bits = calloc(all.count, sizeof(*bits));
    }

    if (starts == NULL || bits == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        good = false;
    } else {
        learn(&all, starts);
        lines->all = compile(&all, MARKS, READER_LINE_PLAIN, NULL, error);
        good = lines->all != NULL;
    }

    for (size_t part = 0; part < PARTS && good; part++) {
        const reader_start_t *own = &starts[part * all.count];

        reader_starts_build(&lines->starts[part], own, all.count, bits);
        good = compile_part(&all, own, bits, lines->parts[part], error);
    }

    free(bits);
    free(starts);
    free_alternatives(&all);

    return good;
}


static bool
compile_call(reader_lines_t *lines, reader_error_t *error)
{
    static const char *const any[] = { NULL };
    alternatives_t all = { NULL, 0, true };
    reader_start_t *starts = NULL;
    bool good;

    split(&all, READER_LINE_SHARE, call_to_action);

    if (all.good) {
        starts = calloc(all.count, sizeof(*starts));
    }

    if (starts == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        good = false;
    } else {
        for (size_t i = 0; i < all.count; i++) {
            reader_start_learn(&starts[i], all.items[i].text, any, 1);
        }

        reader_starts_build(&lines->call_starts, starts, all.count, NULL);
        lines->call_to_action =
            reader_pattern_new(call_to_action, PCRE2_ANCHORED, error);
        good = lines->call_to_action != NULL;
    }

    free(starts);
    free_alternatives(&all);

    return good;
}


reader_lines_t *
reader_lines_new(reader_error_t *error)
{
    reader_lines_t *lines = calloc(1, sizeof(*lines));

    if (lines == NULL) {
        snprintf(error->text, sizeof(error->text), "out of memory");
        return NULL;
    }

    if (!compile_kinds(lines, error) || !compile_call(lines, error)) {
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
        for (int kind = 0; kind < READER_LINE_COUNT; kind++) {
            pcre2_code_free(lines->parts[i][kind].code);
        }
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
        if (pcre2_match(lines->call_to_action, (PCRE2_SPTR) end.data,
                        end.length, (size_t) (at - end.data),
                        PCRE2_NO_UTF_CHECK, match, NULL)
            > 0) {
            return true;
        }

        at++;
    }

    return false;
}


/* Which of the parts a line belongs to that begins with ASCII. */
static size_t
part_of(char first)
{
    return reader_ascii_letter(first)
               ? (size_t) (reader_ascii_lower(first) - 'a')
               : OTHERS;
}


static int
match_at_start(const pcre2_code *code, reader_string_t start,
               pcre2_match_data *match)
{
    return pcre2_match(code, (PCRE2_SPTR) start.data, start.length, 0,
                       PCRE2_NO_UTF_CHECK, match, NULL);
}


/* What kind of line begins so; there are no marks before it. */
static reader_line_t
begins(const reader_lines_t *lines, reader_string_t start,
       pcre2_match_data *match)
{
    const part_t *parts;
    uint64_t set;
    size_t part;

    if (start.length == 0) {
        return READER_LINE_PLAIN;
    }

    if ((unsigned char) *start.data >= 0x80) {
        int rc = match_at_start(lines->all, start, match);

        return rc >= 2 ? (reader_line_t) (rc - 1) : READER_LINE_PLAIN;
    }

    part = part_of(*start.data);
    parts = lines->parts[part];
    set = reader_starts_may(&lines->starts[part], start.data,
                            start.data + start.length);

    for (int kind = READER_LINE_PLAIN + 1;
         kind < READER_LINE_COUNT && set != 0; kind++) {
        if ((parts[kind].set & set)
            && match_at_start(parts[kind].code, start, match) > 0) {
            return (reader_line_t) kind;
        }
    }

    return READER_LINE_PLAIN;
}


reader_line_t
reader_lines_find(const reader_lines_t *lines, reader_string_t text,
                  pcre2_match_data *match)
{
    reader_line_t line =
        begins(lines, skip_marks(start_of(text, LINE_BYTES_MAX)), match);

    if (line == READER_LINE_PLAIN
        && calls_to_action(lines, end_of(text, LINE_BYTES_MAX), match)) {
        line = READER_LINE_SHARE;
    }

    return line;
}
