/* The HTML view around its content: head, header, contents list, footer. */

#include "profile.h"
#include "view_fixture.h"
#include "view_style.h"

#include "tap.h"

#define FIXED_MAX 2400 /* bytes of a view without anything of a page */
#define STYLE_MAX 1600
#define HEAD_MAX 3072

static const char prose[] = "<p>Some text that is here.";


static reader_profile_t *profile;


static reader_string_t
view_of(const char *html)
{
    return fixture_view(reader_view_html,
                        (reader_string_t) { html, strlen(html) });
}


static bool
has(reader_string_t view, const char *part)
{
    return view.length != 0
           && memmem(view.data, view.length, part, strlen(part)) != NULL;
}


static reader_string_t
string(const char *text)
{
    return (reader_string_t) { text, strlen(text) };
}


static void
test_plain(void)
{
    reader_string_t view;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    view = view_of(prose);
    ok(has(view, "<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
                 "<title></title>"),
       "a page that says nothing of itself");
    ok(has(view, "<main><article id=\"r-a\"><p class=\"m\">1&nbsp;min</p>"),
       "landmarks, and no heading that is empty");
    ok(has(view, "<a class=\"k\" href=\"#r-a\">Skip to article</a>"),
       "a link to the article");
    ok(!has(view, "<header>"), "no header without a site name");
    ok(has(view, "<footer><p>Reader view of <a rel=\"bookmark\" "
                 "href=\"/a/page\"><bdi dir=\"ltr\">site.example/a/page"
                 "</bdi></a></p></footer>"),
       "the footer leads to the page");
    ok(view.length - strlen(prose) <= FIXED_MAX,
       "it weighs little, even before it is compressed");
    ok(reader_view_style.length <= STYLE_MAX, "the style is small");
    ok(memchr(reader_view_style.data, '<', reader_view_style.length) == NULL,
       "and cannot end its element");
}


static void
test_escapes(void)
{
    static const char bad[] = "\"><script>alert(1)</script>&amp;";
    reader_string_t view;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.title = string(bad);
    fixture_metadata.page_title = string(bad);
    fixture_metadata.byline = string(bad);
    fixture_metadata.site_name = string(bad);
    fixture_metadata.description = string(bad);
    fixture_metadata.robots = string(bad);
    fixture_metadata.published = string(bad);
    fixture_metadata.language = string("en\"><script>");
    fixture_metadata.direction = string("rtl");
    fixture_metadata.json_ld_count = 1; /* there is some */
    view = view_of(prose);
    ok(!has(view, "<script>"), "no value of the page's is markup");
    ok(has(view, "<html dir=\"rtl\">"), "a language that is none is left out");
    ok(has(view, "\"headline\":\"\\\"\\u003e\\u003cscript\\u003e"),
       "nor in JSON-LD");
}


static void
test_head(void)
{
    reader_meta_t metas[] = {
        { string("og:title"), string("T") },
        { string("og:image"), string("/i.jpg") },
        { string("og:url"), string("javascript:alert(1)") },
        { string("twitter:card"), string("summary") },
        { string("refresh"), string("0;url=x") },
        { string("og:description"), string("D") },
    };
    reader_link_t links[] = {
        { string("https://site.example/cy"), string("cy"), READER_EMPTY,
          READER_EMPTY },
        { string("https://site.example/feed"), READER_EMPTY,
          string("application/rss+xml"), string("News") },
        { string("https://site.example/app"), READER_EMPTY,
          string("application/json+oembed"), READER_EMPTY },
    };
    reader_string_t view;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.language = string("en_US");
    fixture_metadata.title = string("T");
    fixture_metadata.page_title = string("T | Site");
    fixture_metadata.byline = string("Ada");
    fixture_metadata.published = string("2026-03-04T12:30:00Z");
    fixture_metadata.canonical = string("https://site.example/c");
    fixture_metadata.robots = string("noindex");
    fixture_metadata.metas = metas;
    fixture_metadata.meta_count = 6;
    fixture_metadata.description = string("D");
    fixture_metadata.alternates = links;
    fixture_metadata.alternate_count = 3;
    fixture_metadata.next = string("https://site.example/c?page=2");
    view = view_of(prose);

    ok(has(view, "<html lang=\"en-US\">"), "a locale becomes a language");
    ok(has(view, "<title>T | Site</title>"), "the title element as it was");
    ok(has(view, "<link rel=\"canonical\" href=\"https://site.example/c\">"),
       "canonical");
    ok(has(view, "<meta name=\"robots\" content=\"noindex\">"), "robots");
    ok(has(view, "<meta property=\"og:image\" "
                 "content=\"https://site.example/i.jpg\">"),
       "addresses are made absolute");
    ok(!has(view, "og:url") && !has(view, "javascript"), "and looked at");
    ok(has(view, "<meta name=\"twitter:card\" content=\"summary\">"),
       "Twitter's");
    ok(!has(view, "refresh"), "no others");
    ok(has(view, "<link rel=\"alternate\" hreflang=\"cy\" "
                 "href=\"https://site.example/cy\">"),
       "languages");
    ok(has(view, "<link rel=\"alternate\" type=\"application/rss+xml\" "
                 "href=\"https://site.example/feed\" title=\"News\">"),
       "feeds");
    ok(!has(view, "oembed"), "nothing for programs");
    ok(has(view, "<meta name=\"description\" property=\"og:description\" "
                 "content=\"D\">")
           && !has(view, "<meta property=\"og:description\""),
       "one text for two descriptions is written once");
    ok(has(view, "<p class=\"m\">By Ada · "
                 "<time datetime=\"2026-03-04T12:30:00Z\">4 March 2026</time>"
                 " · 1&nbsp;min</p>"),
       "the byline");
    ok(has(view, "<nav aria-label=\"Pages\"><a rel=\"next\" "
                 "href=\"/c?page=2\">Next page</a></nav>"),
       "the next page");

    fixture_metadata.language = string("de");
    fixture_metadata.description = string("E");
    view = view_of(prose);
    ok(has(view, "<meta name=\"description\" content=\"E\">")
           && has(view, "<meta property=\"og:description\" content=\"D\">"),
       "two texts twice");
    ok(has(view, "<p class=\"m\">Von Ada · <time "
                 "datetime=\"2026-03-04T12:30:00Z\">4. März 2026</time>"
                 " · 1&nbsp;Min.</p>")
           && has(view, ">Zum Artikel</a>")
           && has(view, ">Nächste Seite</a>") && has(view, "Leseansicht von "),
       "no English in other languages");
}


static void
test_budget(void)
{
    static char value[600];
    static reader_meta_t metas[30];
    reader_string_t view;
    const char *style, *viewport;

    memset(value, 'v', sizeof(value));
    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.title = string("T");
    fixture_metadata.robots = string("noarchive");
    fixture_metadata.json_ld_count = 1;

    for (unsigned i = 0; i < 30; i++) {
        metas[i].name = string(i < 15 ? "twitter:site" : "article:tag");
        metas[i].value = (reader_string_t) { value, 100 };
    }

    fixture_metadata.metas = metas;
    fixture_metadata.meta_count = 30;
    view = view_of(prose);
    ok(has(view, "article:tag") && !has(view, "twitter:site")
           && !has(view, "ld+json"),
       "what does not fit goes by its rank");

    for (unsigned i = 0; i < 30; i++) {
        metas[i].value.length = sizeof(value);
    }

    view = view_of(prose);
    ok(has(view, "noarchive") && !has(view, "article:tag"),
       "robots stays whatever else there is");
    viewport = memmem(view.data, view.length, "viewport", 8);
    style = memmem(view.data, view.length, "<style>", 7);
    ok(viewport != NULL && style != NULL && style - viewport < HEAD_MAX + 100,
       "the head is bounded");
}


/* The fixture says 42 words; a list takes 800. */
static void
long_page(const reader_document_t *document, reader_buffer_t *out)
{
    reader_document_t copy = *document;
    reader_selection_t selection = *document->selection;

    selection.words = 1000;
    copy.selection = &selection;
    reader_view_html(&copy, out);
}


static void
test_contents(void)
{
    static const char html[] =
        "<h2>A &amp; <i>b</i></h2><p>x<h2 id=t>C</h2><p><a href=#t>x</a>"
        "<h3>D</h3><p>x";
    reader_string_t view;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    view = fixture_view(long_page, string(html));
    ok(has(view, "<nav aria-label=\"Contents\"><details><summary>Contents"
                 "</summary><ol><li><a href=\"#r-s-1\">A &amp; b</a></li>"
                 "<li><a href=\"#r-1\">C</a></li>"
                 "<li><a href=\"#r-s-3\">D</a></li></ol></details></nav>"),
       "a long page has a list of contents");
    ok(has(view, "<h2 id=\"r-s-1\">") && has(view, "<h2 id=\"r-1\">")
           && has(view, "<h3 id=\"r-s-3\">"),
       "which leads somewhere");
    ok(has(view, " · 5&nbsp;min</p>") || has(view, ">5&nbsp;min</p>"),
       "and takes its time");
    ok(!has(view_of(html), "Contents"), "a short one has none");
}


static void
test_images(void)
{
    static const char lead[] =
        "<img src=/lead.jpg width=1200 height=800><img src=/b.jpg>";
    reader_string_t view;

    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.image.url = string("https://site.example/lead.jpg");
    view = view_of(lead);
    ok(has(view, "<img src=\"/lead.jpg\" width=\"1200\" height=\"800\" "
                 "alt=\"\">"),
       "the lead image is loaded at once");
    ok(has(view, "<img src=\"/b.jpg\" alt=\"\" loading=\"lazy\">"),
       "others when they are needed");
}


int
main(void)
{
    reader_error_t error;

    profile = reader_profile_new(NULL, &error);
    fixture_document.template = profile->template;
    test_plain();
    test_escapes();
    test_head();
    test_budget();
    test_contents();
    test_images();
    reader_profile_free(profile);

    return done_testing();
}
