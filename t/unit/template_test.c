/* Templates: what compiles, what is said of what does not, what comes out. */

#include "profile.h"
#include "view_fixture.h"

#include "tap.h"

#include <stdio.h>
#include <string.h>

#define START "<!DOCTYPE html><html><head>{{head}}</head><body>"
#define END "</body></html>"


static reader_string_t
string(const char *text)
{
    return (reader_string_t) { text, strlen(text) };
}


static void
fails(const char *text, const char *want)
{
    reader_error_t error = { "compiled" };
    bool good = reader_template_check(string(text), &error);

    if (!ok(!good && strcmp(error.text, want) == 0, want)) {
        printf("# got %s\n", error.text);
    }
}


/* The body, without the head, of a view of a short text. */
static void
is(const char *body, const char *want, const char *name)
{
    static char text[4096];
    reader_error_t error;
    reader_template_t *template;
    reader_string_t view;
    const char *at;

    snprintf(text, sizeof(text), START "%s" END, body);
    template = reader_template_new(string(text), &error);

    if (template == NULL) {
        ok(false, name);
        printf("# %s\n", error.text);
        return;
    }

    fixture_document.template = template;
    view = fixture_view(reader_view_html, string("<p>x"));
    at = memmem(view.data, view.length, "<body>", 6);

    if (ok(at != NULL, name)) {
        at += 6;
        is_str(((reader_string_t) {
                   at, (size_t) (view.data + view.length - at)
                           - strlen(END) }),
               want, name);
    }

    reader_template_free(template);
}


static void
test_faults(void)
{
    fails("", "line 1: a template must begin with \"<!DOCTYPE html>\"");
    fails("<p>\n</p>",
          "line 1: a template must begin with \"<!DOCTYPE html>\"");
    fails("<!doctype html>\n<html><head></head><body>{{content}}" END,
          "line 2: slot \"head\" is missing, a template must have it");
    fails(START "\n" END "\n",
          "line 3: slot \"content\" is missing, a template must have it");
    fails(START "{{content}}\n{{content}}" END,
          "line 2: slot \"content\" is given twice");
    fails(START "{{content}}\n\n{{contnet}}" END,
          "line 3: unknown slot \"contnet\", it must be one of title, byline, "
          "date, published, modified, site, section, description, minutes, "
          "words, source, lang, dir, url, home, image, original, text, "
          "markdown, json, head, style, skip, header, about, contents, "
          "content, pages, footer");
    fails(START "{{content}}{{}}" END,
          "line 1: malformed slot, it must be \"{{name}}\", \"{{#name}}\" or "
          "\"{{/name}}\"");
    fails(START "{{content}}{{title}" END,
          "line 1: malformed slot, it must be \"{{name}}\", \"{{#name}}\" or "
          "\"{{/name}}\"");
    fails(START "{{#byline}}{{content}}{{/byline}}" END,
          "line 1: slot \"content\" must not be in a section");
    fails(START "{{#content}}{{/content}}" END,
          "line 1: slot \"content\" is never empty, it must not begin a "
          "section");
    fails(START "{{content}}{{#byline}}" END,
          "line 1: </body> where {{#byline}} of line 1 is open");
    fails(START "{{content}}{{/byline}}" END,
          "line 1: \"{{/byline}}\" ends no section that is open here");
    fails(START "<div>{{#byline}}</div>{{/byline}}{{content}}" END,
          "line 1: </div> where {{#byline}} of line 1 is open");
    fails(START "{{content}}\n<div>\n",
          "line 3: <div> of line 2 is not closed");
    fails(START "{{content}}<div>\n</p>" END,
          "line 2: </p> where <div> of line 1 is open");
    fails(START "{{content}}" END "</p>", "line 1: </p> closes no element");
    fails(START "<p>{{content}}</p>" END,
          "line 1: slot \"content\" must not be in the p element of line 1");
    fails(START "{{head}}{{content}}" END,
          "line 1: slot \"head\" must be directly in the head element");
    fails("<!doctype html><html><head>{{head}}{{content}}</head></html>",
          "line 1: slot \"content\" must be in the body element");
    fails(START "{{content}}<script>alert(1)</script>" END,
          "line 1: the script element is not allowed: nothing of a view may "
          "run scripts");
    fails(START "{{content}}<iframe></iframe>" END,
          "line 1: the iframe element is not allowed: the policy of a view "
          "forbids it");
    fails(START "{{content}}<p onclick=\"x\"></p>" END,
          "line 1: attribute onclick=\"x\" is not allowed: nothing of a view "
          "may run scripts");
    fails(START "{{content}}<p STYLE=\"x\"></p>" END,
          "line 1: attribute STYLE=\"x\" is not allowed: the policy of a view "
          "allows no style attribute, only style elements");
    fails(START "{{content}}<a href=\" JavaScript:x\"></a>" END,
          "line 1: attribute href=\" JavaScript:x\" is not allowed: nothing "
          "of a view may run scripts");
    fails(START "{{content}}<link rel=\"stylesheet\" href=\"/a.css\">" END,
          "line 1: attribute rel=\"stylesheet\" is not allowed: the policy of "
          "a view forbids it");
    fails(START "{{content}}<a href=\"{{title}}\"></a>" END,
          "line 1: slot \"title\" must not be in the href attribute, it may "
          "hold url, home, image, original, text, markdown and json");
    fails(START "{{content}}<p title=\"{{footer}}\"></p>" END,
          "line 1: slot \"footer\" must not be in the title attribute, it may "
          "hold slots of text and addresses");
    fails(START "{{content}}<p title=\"{{#byline}}\"></p>" END,
          "line 1: a section must not be in an attribute");
    fails(START "{{content}}<p {{dir}}></p>" END,
          "line 1: a slot in a tag must be in the quoted value of an "
          "attribute");
    fails(START "{{content}}<p title={{title}}></p>" END,
          "line 1: the value of the title attribute must be in quotes");
    fails(START "{{content}}<p title=\"x></p>" END,
          "line 1: the value of the title attribute does not end");
    fails(START "{{content}}<style>{{title}}</style>" END,
          "line 1: a slot must not be in a style element");
    fails(START "{{content}}<style>a{}", "line 1: the style element is not "
                                         "closed");
    fails(START "{{content}}<svg><title>{{title}}</title></svg>" END,
          "line 1: a slot must not be in an svg or math element");
    fails(START "{{content}}<div/>" END,
          "line 1: the div element is not void, it must be closed by a tag of "
          "its own");
    fails(START "{{content}} 1 < 2" END,
          "line 1: a \"<\" that begins no tag must be written as \"&lt;\"");
    fails(START "{{content}}<!-- ", "line 1: the comment does not end");
    fails(START "{{content}}\n\xFF" END,
          "line 2: a template must be in UTF-8, without NUL");
}


static void
test_steps(void)
{
    memset(&fixture_metadata, 0, sizeof(fixture_metadata));
    fixture_metadata.title = string("A <b> & \"c\"");
    fixture_metadata.published = string("2026-03-04");
    fixture_metadata.direction = string("rtl");

    is("{{content}}", "<p>x</p>", "the content");
    is("<p title=\"a {{title}} b\">{{title}}</p>{{content}}",
       "<p title=\"a A &lt;b&gt; &amp; &quot;c&quot; b\">"
       "A &lt;b&gt; &amp; &quot;c&quot;</p><p>x</p>",
       "text is escaped wherever it is");
    is("<p title='{{title}}' lang=\"{{lang}}\" dir=\"{{dir}}\"></p>{{content}}",
       "<p title=\"A &lt;b&gt; &amp; &quot;c&quot;\" dir=\"rtl\"></p><p>x</p>",
       "an attribute that is one slot goes with it");
    is("<p>{{ date }} {{#byline}}by {{byline}}{{/byline}}{{#published}}on "
       "{{published}}{{/published}}</p>{{content}}",
       "<p>4 March 2026 on 2026-03-04</p><p>x</p>", "sections");
    is("{{#footer}}<hr>{{/footer}}{{#contents}}none{{/contents}}{{content}}",
       "<hr><p>x</p>", "sections of markup");
    is("<!-- {{nothing}} <p> -->{{content}}<!---->", "<p>x</p>",
       "comments are left out");
    is("<a href=\"{{home}}\">{{source}}</a>{{content}}"
       "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg><br><P></p>",
       "<a href=\"/\">site.example/a/page</a><p>x</p>"
       "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg><br><P></p>",
       "the rest is as it is");

    fixture_document.links[READER_LINK_ORIGINAL] = string("/a/page?off");
    is("<a href=\"{{original}}\">page</a><a href=\"{{json}}\">none</a>"
       "{{content}}",
       "<a href=\"/a/page?off\">page</a><a>none</a><p>x</p>", "other forms");
    fixture_document.links[READER_LINK_ORIGINAL] = READER_EMPTY;
}


static void
test_sources(void)
{
    static const char styles[] =
        "<!doctype html><html><head>{{head}}<style>a{}</style>"
        "<style media=\"print\">b{}\r\nc{}\r</style></head><body>{{content}}"
        END;
    reader_error_t error;
    reader_template_t *template =
        reader_template_new(string(START "{{content}}" END), &error);

    if (ok(template != NULL, "it compiles")) {
        is_str(string(template->sources), "'none'", "no style, no source");
        reader_template_free(template);
    }

    /* of a{} and of b{} LF c{} LF, by openssl dgst -sha256 */
    template = reader_template_new(string(styles), &error);

    if (ok(template != NULL, "it compiles")) {
        is_str(string(template->sources),
               "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=' "
               "'sha256-jf2NNL7PyBIJ9GSj0+PnE8rKyoF3YXkkEcdQ7447jtg='",
               "a hash for each style");
        reader_template_free(template);
    }
}


int
main(void)
{
    test_faults();
    test_steps();
    test_sources();

    return done_testing();
}
