/* Metadata: where each value comes from, and what stands up to bad input. */

#include "tap.h"

#include "byline.h"
#include "describe.h"
#include "hidden.h"

#include <stdio.h>
#include <stdlib.h>

#define S(literal) ((reader_string_t) { literal, strlen(literal) })

static reader_arena_t *arena;
static reader_tree_t tree;
static reader_metadata_t m;


static void
describe_at(const char *url, const char *html)
{
    reader_sift_t *sift;
    reader_hidden_t hidden;

    reader_arena_free(arena);
    arena = reader_arena_new(&(reader_limits_t) {
        .input = 1u << 20, .memory = 64u << 20 });

    if (setjmp(*reader_arena_trap(arena)) != 0) {
        ok(false, "ran out of something");
        exit(1);
    }

    sift = reader_arena_array(arena, 1, sizeof(*sift));

    if (reader_sift(arena, S(html), sift) != READER_OK) {
        ok(false, "sifted");
        exit(1);
    }

    reader_tree_build(arena, sift, &tree);
    reader_hidden_find(&tree, sift, &hidden);
    reader_describe(&tree, sift, hidden.in, S(url), false, &m);
}


static void
describe(const char *html)
{
    describe_at("https://www.example.com/news/rivers?x=1#y", html);
}


/* What nobody sees is no title and no byline, whatever it is marked as. */
static void
check_hidden(void)
{
    static const char *const bylines[] = {
        "<p hidden>By Anna Beier</p>",
        "<p>By <span style='display:none'>Anna Beier</span></p>",
        "<p class=byline style='font-size:0'>Anna Beier</p>",
        "<p><a rel=author href=/a hidden>Anna Beier</a></p>",
        "<p itemprop=author class=sr-only>Anna Beier</p>",
        "<style>.x{display:none}</style><p class='author x'>Anna Beier</p>",
    };

    describe("<title>River rises</title><h1 hidden>River rises and falls</h1>"
             "<p>x");
    is_str(m.title, "River rises", "a hidden heading is no title");
    is_int(m.title_node, READER_NONE, "nor a node that shows it");

    describe("<title>River rises</title><h1>River <b style='display:none'>"
             "in our minds</b>rises</h1><p>x");
    is_str(m.title, "River rises", "nor is a hidden part of a heading");

    for (size_t i = 0; i < sizeof(bylines) / sizeof(*bylines); i++) {
        char page[512];

        snprintf(page, sizeof(page), "<h1>River rises</h1>%s<p>x", bylines[i]);
        describe(page);
        is_str(m.byline, "", bylines[i]);
    }

    describe("<h1>River rises</h1><span itemprop=author content='Anna Beier' "
             "hidden></span><p>x");
    is_str(m.byline, "Anna Beier", "what is said to machines stays");
}


static void
check_title(void)
{
    describe("<title>River rises | Example</title><body><h1>River rises</h1>");
    is_str(m.title, "River rises", "an h1 that the title element supports");
    is_str(m.page_title, "River rises | Example", "the title element");
    is_str(S(m.title_from), "the h1", "where the title comes from");

    describe("<title>Rivers | Example</title><body><h1>Rivers"
             "<a href=#rivers title=Permalink>\xC2\xB6</a> </h1>");
    is_str(m.title, "Rivers", "without a link to itself");
    describe("<title>C# | Example</title><body><h1>C#</h1>");
    is_str(m.title, "C#", "but with its own sign");
    is_str(S(m.title_support), "the title element", "what supports it");
    ok(m.title_node != READER_NONE
           && tree.nodes[m.title_node].tag == GUMBO_TAG_H1,
       "the node that shows it");

    describe("<title>River rises | Example</title><body>"
             "<h1>Example</h1><h2>River rises</h2>");
    is_str(m.title, "River rises", "the h1 is the name of the site");

    describe("<title>Example - River rises again</title><body><p>x");
    is_str(m.title, "River rises again", "no heading: without the site");
    ok(m.title_node == READER_NONE, "no node shows it");

    describe("<meta property=og:title content='A river rises &amp;amp; falls'>"
             "<title>x</title><body><p>x");
    is_str(m.title, "A river rises & falls", "og:title, escaped twice");

    describe("<meta property=og:title content='The river rises again'>"
             "<body><h1><span>Weather</span> The river rises again</h1>");
    is_str(m.title, "The river rises again", "a kicker inside the h1");

    describe("<meta property=og:title content='The river rises'>"
             "<body><h1>The river rises again and again</h1>");
    is_str(m.title, "The river rises again and again",
           "a title in the head that was cut short");

    describe("<title>River Rises Again</title><body>"
             "<h1>RIVER RISES AGAIN</h1>");
    is_str(m.title, "River Rises Again", "capitals");

    describe("<title>The river rises</title><body><h1>Archive</h1>");
    is_str(m.title, "The river rises", "an h1 the head does not know");

    describe("<title>T</title><body><svg><title>Icon</title></svg><p>x");
    is_str(m.page_title, "T", "a title inside SVG is none");

    describe("<meta property=og:title content='The river rises'>"
             "<title>News - Example</title><body><h1>News</h1>"
             "<h1>The river rises</h1>");
    is_str(m.title, "The river rises",
           "two headings that the head has: the one that says more");

    describe("<meta property=og:title content=Example>"
             "<title>Who may swim here? | Example</title><body>"
             "<h1>Who may swim here?</h1>");
    is_str(m.title, "Who may swim here?", "og:title is the site's name");

    describe("<meta property=og:site_name content=Example>"
             "<meta name=application-name content='The river rises'>"
             "<meta property=og:title content='The river rises'>"
             "<title>The river rises - Example</title><body>"
             "<h1>Good Morning</h1><h1>The river rises</h1>");
    is_str(m.title, "The river rises",
           "the title given for the application's name");

    describe("<meta property=og:title content=\"The river's 'new' bed\">"
             "<body><h1>The river\xE2\x80\x99s "
             "\xE2\x80\x98new\xE2\x80\x99 bed</h1>");
    is_str(m.title, "The river's 'new' bed",
           "quotes as typed, not as the software curls them");

    describe("<meta property=og:title content='The river is new'>"
             "<body><h1>The river is \xE2\x80\x9Cnew\xE2\x80\x9D</h1>");
    is_str(m.title, "The river is \xE2\x80\x9Cnew\xE2\x80\x9D",
           "quotes that the head has not at all");

    describe("<meta name=DC.title content='Remote storage'>"
             "<title>draft-04 - Remote storage</title><body><p>x");
    is_str(m.title, "Remote storage", "Dublin Core, where nothing shows it");

    describe_at("https://archive.example.org/web/2016/http://rivers.example/p",
                "<title>Rivers - The river rises again</title><body>"
                "<h1>Rivers</h1><p>x");
    is_str(m.title, "The river rises again",
           "the name of a site that an archive has a copy of");

    describe("<p>x");
    is_str(m.title, "", "no title at all");
}


static void
check_subtitle(void)
{
    describe("<body><hgroup><p>Weather</p><h1>River rises</h1></hgroup><p>x");
    is_str(m.subtitle, "Weather", "a p in the hgroup of the title");

    describe("<body><header><h1>River rises</h1><div role=doc-subtitle>Third "
             "<b>flood</b> this year</div></header><p>x");
    is_str(m.subtitle, "Third flood this year", "role=doc-subtitle");
    is_str(S(m.subtitle_from), "what stands beside the heading", "and whence");

    describe("<body><hgroup><h1>River rises</h1><p hidden>x</hgroup><p>x");
    is_str(m.subtitle, "", "hidden");

    describe("<body><h1>River rises</h1><p>x");
    is_str(m.subtitle, "", "a paragraph is no subtitle");
    ok(m.subtitle_from == NULL, "nor comes one from anywhere");

    describe("<script type=application/ld+json>{\"@type\":\"NewsArticle\","
             "\"alternativeHeadline\":\"A flood\"}</script><body>"
             "<hgroup><h1>River rises</h1><p>Weather</hgroup><p>x");
    is_str(m.subtitle, "A flood", "JSON-LD comes first");
}


static void
check_byline(void)
{
    static const struct {
        const char *text;
        const char *name;
    } lines[] = {
        { "By Jane Doe", "Jane Doe" },
        { "ByJane Doe", "Jane Doe" },
        { "Von Hans Müller, dpa", "Hans Müller" },
        { "Jane Doe | 4 March 2026", "Jane Doe" },
        { "4 March 2026 by Jane Doe", "Jane Doe" },
        { "Jane Doe on 4 March 2026", "Jane Doe" },
        { "Text: Jane Doe", "Jane Doe" },
        { "\"Jane Doe\"", "Jane Doe" },
        { "作者：李明", "李明" },
        { "By\xC2\xA0Jane Doe\xC2\xA0", "Jane Doe" },
        { "admin", "" },
        { "https://example.com/", "" },
        { "By", "" },
        { "@jane", "" },
        { "", "" },
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        is_str(reader_byline_clean(S(lines[i].text)), lines[i].name,
               lines[i].text);
    }

    describe("<body><h1>River rises</h1><p>By <a href=/author/jane>Jane Doe"
             "</a> and <a href=/author/joe>Joe Roe</a></p><p>x");
    ok(m.byline.length >= 8 && memcmp(m.byline.data, "Jane Doe", 8) == 0,
       "a link to an author");
    ok(m.byline_node != READER_NONE, "the node that shows the byline");
    is_str(m.authors[0].url, "https://www.example.com/author/jane",
           "the address of the author");

    describe("<body><h1>River rises</h1><div class=byline><span>Jane Doe"
             "</span> and <span>Joe Roe</span><span>Staff writers</span>"
             "</div>");
    is_str(m.byline, "Jane Doe and Joe Roe", "two names, and a role");

    describe("<meta name=author content='Jane Doe'><body><p>x");
    is_str(m.byline, "Jane Doe", "meta author");

    describe("<script type=application/ld+json>{\"@type\":\"NewsArticle\","
             "\"author\":[{\"name\":\"Jane Doe\",\"url\":\"javascript:x()\"},"
             "{\"name\":\"Joe Roe\"}]}</script><meta name=author content=X>"
             "<body><p>x");
    is_str(m.byline, "Jane Doe, Joe Roe", "JSON-LD comes first");
    is_int((long) m.author_count, 2, "two authors");
    is_int((long) m.authors[0].url.length, 0, "no address of another scheme");

    describe("<script type=application/ld+json>{\"@type\":\"NewsArticle\","
             "\"author\":{\"name\":\"Example\"}}</script><body>"
             "<h1>River rises</h1><p>By Jane Doe</p><p>x");
    is_str(m.byline, "Jane Doe", "JSON-LD names the site, the page a person");

    describe("<script type=application/ld+json>{\"@type\":\"NewsArticle\","
             "\"author\":{\"name\":\"Example\"}}</script><body>"
             "<h1>River rises</h1><p>x");
    is_str(m.byline, "Example", "JSON-LD names the site, the page nobody");

    describe("<script type=application/ld+json>{\"@type\":\"NewsArticle\","
             "\"author\":\"Jane Doe @jane\"}</script><body><p>x");
    is_str(m.byline, "Jane Doe", "an account behind the name");

    describe("<body><h1>River rises</h1><div>By <span>Jane Doe,&nbsp;</span>"
             "<span>Joe Roe</span> and <span>Ann Poe</span></div><p>x");
    is_str(m.byline, "Jane Doe, Joe Roe and Ann Poe",
           "names that a comma in an element joins");

    describe("<body><h1>River rises</h1><p>x <a "
             "href=https://creativecommons.org/licenses/by/4.0/>CC BY</a>");
    is_str(m.byline, "", "a licence is no author");

    describe("<body><div class=author-box>Exclusive Stories</div><p>"
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "1234567890 1234567890 1234567890 1234567890 1234567890 "
             "<h1>River rises</h1><p class=author>Jane Doe</p><p>x");
    is_str(m.byline, "Jane Doe", "what is near the title comes first");

    describe("<body><h1>River rises</h1><p>Text.<div class=comments>"
             "<a rel=author href=/u/troll>Troll Face</a></div>"
             "<p>1<p>2<p>3<p>4<p>5<p>6<p>7<p>8");
    is_str(m.byline, "", "nobody of the comments");
}


static void
check_dates(void)
{
    describe("<meta property=article:published_time "
             "content=2026-03-04T05:06:07+0100><body><p>x");
    is_str(m.published, "2026-03-04T05:06:07+01:00", "meta");
    is_str(m.published_as_found, "2026-03-04T05:06:07+0100", "as found");

    describe("<body><h1>River rises</h1><p>4 March 2026</p><p>Text.");
    is_str(m.published, "2026-03-04", "text near the title");
    is_str(m.published_as_found, "", "no ISO date on the page");
    ok(m.date_node != READER_NONE, "the node that shows the date");

    describe("<html lang=en-US><body><h1>River rises</h1><p>03/04/2026");
    is_str(m.published, "2026-03-04", "months first in the United States");

    describe("<html lang=en-GB><body><h1>River rises</h1><p>04/03/2026");
    is_str(m.published, "2026-03-04", "days first elsewhere");

    describe("<meta property=article:published_time content=2020-01-02>"
             "<meta property=article:modified_time content=2026-03-04>"
             "<body><h1>River rises</h1><time datetime=2026-03-04>"
             "4 March 2026</time>");
    is_str(m.published, "2020-01-02", "what is shown is the day of a change");
    is_str(m.modified, "2026-03-04", "and that is the other field");

    describe("<body><h1>River rises</h1><p>Updated 4 March 2026</p>"
             "<p>Published 3 March 2026</p>");
    is_str(m.published, "2026-03-03", "updated, published");

    describe("<body><p>No date here, 12345.");
    is_str(m.published, "", "no date");
}


static void
check_long_policy(void)
{
    char page[READER_POLICIES_MAX + 200];
    int start = snprintf(page, sizeof(page), "<meta http-equiv="
                         "content-security-policy content='");

    memset(page + start, 'x', READER_POLICIES_MAX);
    strcpy(page + start + READER_POLICIES_MAX - 1, "'><p>y");
    describe(page);
    is_int((long) m.policies.length, READER_POLICIES_MAX,
           "a policy of the limit");
    ok(!m.no_transform, "is kept");

    memset(page + start, 'x', READER_POLICIES_MAX);
    strcpy(page + start + READER_POLICIES_MAX, "'><p>y");
    describe(page);
    is_str(m.policies, "", "one that is too long is not");
    ok(m.no_transform, "so that its page is not converted");
}


static void
check_head(void)
{
    describe("<html lang=de-AT dir=rtl><base href=/b/><meta name=description "
             "content='  A\n river  '><meta property=og:site_name content=Ex>"
             "<link rel=canonical href=c><link rel='shortcut icon' href=i.png>"
             "<link rel=license href=https://creativecommons.org/licenses/by/>"
             "<link rel=alternate hreflang=fr href=/fr>"
             "<link rel=alternate type=application/rss+xml title=F href=/f>"
             "<link rel='alternate stylesheet' href=/s>"
             "<link rel=next href=javascript:x()><link rel=amphtml href=/amp>"
             "<meta name=robots content=noindex>"
             "<meta property=og:image content=/i.jpg>"
             "<meta property=og:image:width content=600>"
             "<meta http-equiv=Cache-Control content='max-age=1, No-Transform'>"
             "<meta name=keywords content='a, b,a,'>"
             "<meta property=article:section content=Weather><body><p>x");
    is_str(m.language, "de-AT", "language");
    is_str(m.direction, "rtl", "direction");
    is_str(m.description, "A river", "description");
    is_str(m.site_name, "Ex", "site name");
    is_str(m.base.href, "https://www.example.com/b/", "base");
    is_str(m.canonical, "https://www.example.com/b/c", "canonical");
    is_str(m.favicon, "https://www.example.com/b/i.png", "icon");
    is_str(m.license, "https://creativecommons.org/licenses/by/", "licence");
    is_int((long) m.alternate_count, 2, "a translation and a feed");
    is_str(m.alternates[0].hreflang, "fr", "language of a translation");
    is_str(m.alternates[1].title, "F", "title of a feed");
    is_str(m.next, "", "no address of another scheme");
    is_str(m.amp, "https://www.example.com/amp", "amp");
    is_str(m.robots, "noindex", "robots");
    is_str(m.image.url, "https://www.example.com/i.jpg", "image");
    is_int(m.image.width, 600, "its width");
    ok(m.no_transform, "no-transform");
    is_int((long) m.keyword_count, 2, "keywords, each once");
    is_str(m.section, "Weather", "section");
    is_int(m.accessible_for_free, -1, "whether it is free is not said");

    is_str(m.policies, "", "no policy");

    describe("<meta http-equiv=Content-Security-Policy content=\"img-src a\n"
             "b;&#x20;x\"><title>x</title>"
             "<META HTTP-EQUIV='content-security-policy' content=sandbox>"
             "<body><meta http-equiv=content-security-policy content=late>");
    is_str(m.policies, "img-src a b; x\nsandbox\n", "policies of the head");
    ok(!m.no_transform, "which can be kept");

    check_long_policy();

    describe("<base href=ftp://example.org/><html lang=en_US><body><p>x");
    is_str(m.base.href, "https://www.example.com/news/rivers?x=1#y",
           "a base of another scheme is none");

    describe("<html lang='en\"><script>'><body><p>x");
    is_str(m.language, "", "no language tag");

    describe("<html lang=en><body><p>"
             "Река поднимается с самого утра, и к полудню нижний луг скрылся "
             "под водой. Крестьяне, видавшие и худшее, перегнали скот на "
             "верхнее поле, пересчитали ягнят и стали ждать. Река поднимается "
             "с самого утра, и к полудню нижний луг скрылся под водой.");
    is_str(m.language, "", "not English in these letters");

    describe("<meta name=viewport content=x><meta content=y><meta name=a>"
             "<body><p>x");
    is_int((long) m.meta_count, 1, "metas with a name and a value");
}


/* What is wrong with JSON-LD on the web, and what attacks look like. */
static void
check_json_ld(void)
{
    static const char *const headlines[] = {
        "{\"@type\":\"Article\",\"headline\":\"River rises\"}",
        "[{\"@type\":\"Article\",\"headline\":\"River rises\"}]",
        "{\"@graph\":[{\"@type\":\"WebSite\"},{\"@type\":[\"Thing\",\"http://"
        "schema.org/Article\"],\"headline\":\"River rises\"}]}",
        "<!-- {\"@type\":\"Article\",\"headline\":\"River rises\"} -->",
        "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"River rises\"}\n"
        "//]]>",
        "{\"@type\":\"Article\",\"headline\":\"River rises\",}",
        "{\"@type\":\"Article\",\"x\":[1,2,],\"headline\":\"River rises\"};",
        "{\"@type\":\"Article\",\"headline\":\"River\n rises\"}",
        "{\"@type\":\"Article\",\"headline\":\"River\\' rises\"}",
        "{\"@type\":\"Article\",\"headline\":\"River rises\","
        "\"x\":\"\\ud800\"}",
        "/* x */{\"@type\":\"Article\",\"headline\":\"River &#32;rises\"}",
    };
    static char deep[4096];
    char page[1024];

    for (size_t i = 0; i < sizeof(headlines) / sizeof(headlines[0]); i++) {
        char name[40];

        snprintf(page, sizeof(page),
                 "<script type=application/ld+json>%s</script>"
                 "<body><h1>River rises</h1>",
                 headlines[i]);
        describe(page);
        snprintf(name, sizeof(name), "JSON-LD, row %zu", i);
        ok(m.json_ld_count == 1 && m.type.length != 0, name);
    }

    describe("<script type=application/ld+json>{\"@type\":\"NewsArticle\","
             "\"isAccessibleForFree\":\"False\",\"publisher\":{\"@id\":\"#p\"},"
             "\"author\":{\"@id\":\"#a\"},\"datePublished\":\"2026-03-04\","
             "\"description\":\"A river\"}</script>"
             "<script type=application/ld+json>[{\"@id\":\"#p\",\"name\":"
             "\"Paper\"},{\"@id\":\"#a\",\"name\":\"Jane Doe\"}]</script>"
             "<body><p>x");
    is_int(m.accessible_for_free, 0, "not for free");
    is_str(m.site_name, "Paper", "publisher by reference");
    is_str(m.byline, "Jane Doe", "author by reference");
    is_str(m.published, "2026-03-04", "datePublished");
    is_str(m.description, "A river", "description");

    describe("<script type=application/ld+json>{\"@type\":\"Article\","
             "\"@id\":\"#x\",\"author\":{\"@id\":\"#x\"},"
             "\"publisher\":[[[]]],\"image\":17,\"keywords\":{},"
             "\"datePublished\":null,\"headline\":[]}</script><body><p>x");
    is_str(m.byline, "", "members of the wrong kind, and a circle");

    memset(deep, '[', sizeof(deep) - 1);
    memcpy(deep, "<script type=application/ld+json>", 33);
    describe(deep);
    is_int((long) m.json_ld_count, 0, "nested too deep");

    describe("<script type=application/ld+json>{\"a\":</script>"
             "<script type=application/ld+json></script>"
             "<script type=application/ld+json>}]</script><body><p>x");
    is_int((long) m.json_ld_count, 0, "no JSON");
}


/* Licence, paywall, and which metas are given of many. */
static void
check_more(void)
{
    char page[16384];
    size_t length = 0;

    describe("<body><p>x <a rel='license noopener' href=/by-sa>CC BY-SA</a>");
    is_str(m.license, "https://www.example.com/by-sa",
           "the licence that a link of the body names");

    describe("<link rel=license href=/head><body><p>x <a rel=license "
             "href=/by-sa>CC BY-SA</a>");
    is_str(m.license, "https://www.example.com/head", "the head comes first");

    describe("<meta property=article:content_tier content=locked><p>x");
    is_int(m.accessible_for_free, 0, "content tier: locked");
    describe("<meta property=article:content_tier content=free><p>x");
    is_int(m.accessible_for_free, 1, "free");
    describe("<meta property=article:content_tier content=metered><p>x");
    is_int(m.accessible_for_free, -1, "metered is neither");

    for (int i = 0; i < 100; i++) {
        length += (size_t) snprintf(page + length, sizeof(page) - length,
                                    "<meta name=x-%d content=y>", i);
    }

    snprintf(page + length, sizeof(page) - length,
             "<meta property=og:type content=article>"
             "<meta name=DC.creator content='Jane Doe'><p>x");
    describe(page);
    is_int((long) m.meta_count, 64, "so many metas are given");
    is_str(m.metas[0].name, "og:type", "Open Graph before all others");
    is_str(m.metas[1].name, "dc.creator", "Dublin Core");
    is_str(m.metas[2].name, "x-0", "and the first others");
}


int
main(void)
{
    json_object_seed(1);
    check_title();
    check_subtitle();
    check_more();
    check_hidden();
    check_byline();
    check_dates();
    check_head();
    check_json_ld();
    reader_arena_free(arena);

    return done_testing();
}
