/* Which source of an image is taken. */

#include "markup.h"
#include "view_fixture.h"

#include "tap.h"


/* Each image or medium as a line: src, large, candidates, size, alt. */
static void
sources(const reader_document_t *document, reader_buffer_t *out)
{
    reader_body_t body;

    reader_view_body(document, &body);

    for (uint32_t i = 0; i < body.count; i++) {
        const reader_item_t *item = &body.items[i];
        const reader_attributes_t *image = item->attributes;

        if (item->kind == READER_WORDS) {
            reader_buffer_string(out, item->text);
            continue;
        }

        if (item->kind != READER_VOID || item->element == READER_EL_BR) {
            continue;
        }

        if (image->href.length != 0) {
            reader_buffer_text(out, image->video ? "(video " : "(embed ");
            reader_buffer_string(out, image->href);
            reader_buffer_byte(out, ' ');
            reader_buffer_string(out, image->title);
            reader_buffer_byte(out, ')');
            continue;
        }

        reader_buffer_byte(out, '[');
        reader_buffer_string(out, reader_view_local(document->metadata,
                                                    image->src));

        if (image->large.length != 0
            && image->large.data != image->src.data) {
            reader_buffer_text(out, " large ");
            reader_buffer_string(
                out, reader_view_local(document->metadata, image->large));
        }

        for (unsigned c = 0; c < image->candidate_count; c++) {
            reader_buffer_byte(out, ' ');
            reader_buffer_number(out, image->candidates[c].width);
        }

        reader_buffer_byte(out, ']');
    }
}


static void
is(const char *html, const char *want, const char *name)
{
    is_str(fixture_view(sources, (reader_string_t) { html, strlen(html) }),
           want, name);
}


static void
test_sources(void)
{
    is("<img src=/a.jpg>", "[/a.jpg]", "src");
    is("<img src=javascript:x><img src='data:image/svg+xml;base64,AA=='>"
       "<img src='data:text/html,x'><img src=''><img>",
       "", "no address, no image");
    is("<img src='data:image/gif;base64,R0lGODlhAQ=='>",
       "[data:image/gif;base64,R0lGODlhAQ==]", "a small image in the page");
    is("<img src='data:image/gif;base64,R0lGODlhAQ==' data-src=/a.jpg>",
       "[/a.jpg]", "lazy");
    is("<img src=/img/placeholder.png data-original=/a.jpg>", "[/a.jpg]",
       "lazy in another way");
    is("<img src=/a.jpg data-src=javascript:x>", "[/a.jpg]",
       "lazy with a script");
    is("<img data-src='/a_{width}x.jpg'>", "[/a_800x.jpg]",
       "a template of a width");
    is("<img src=/a.gif width=1 height=1><img src=/b.gif width=2>"
       "<img src=/c.gif height=0><img src=/d.gif height=60>",
       "[/c.gif][/d.gif]", "tracking pixels go");
}


static void
test_srcset(void)
{
    is("<img src=/a.jpg srcset='/a4.jpg 400w, /a8.jpg 800w,/a20.jpg 2000w'>",
       "[/a.jpg large /a8.jpg 400 800]", "what a phone needs");
    is("<img srcset='/a1.jpg 100w, /a2.jpg 200w, /a4.jpg 400w, /a5.jpg 500w,"
       "/a7.jpg 760w, /a9.jpg 900w, /a12.jpg 1200w, /a14.jpg 1400w,"
       "/a16.jpg 1600w, /a30.jpg 3000w'>",
       "[/a7.jpg large /a16.jpg 400 760 1200]", "three at most");
    is("<img srcset='/a8.jpg 800w, /a17.jpg 1700w'>", "[/a8.jpg]",
       "one that is too large is none, however near");
    is("<img src=/a.jpg srcset='/b.jpg 2x, /c.jpg 3x'>",
       "[/a.jpg large /b.jpg]", "by density");
    is("<img src=/a.jpg srcset='javascript:x 400w, data:text/html,y 800w'>",
       "[/a.jpg]", "each is looked at");
    is("<img srcset='/a,b.jpg 400w,/c.jpg, , ,/d.jpg 800w'>",
       "[/d.jpg 400 800]", "commas in addresses");
    is("<img src=/s.gif data-srcset='/a4.jpg 400w, /a8.jpg 800w'>",
       "[/s.gif large /a8.jpg 400 800]", "lazy");
    is("<img src=/a.jpg srcset='/huge.jpg 5000w'>",
       "[/a.jpg large /huge.jpg]", "none that is small enough");
    is("<picture><source srcset='/a4.webp 400w, /a8.webp 800w'>"
       "<img alt=x></picture>",
       "[/a8.webp 400 800]", "from a picture's sources");
    is("<picture><source srcset=/x.webp><img src=/a.jpg></picture>",
       "[/a.jpg]", "but the image comes first");
}


static void
test_doubles(void)
{
    is("<img src=/blank.gif data-src=/a.jpg><noscript><img src=/a.jpg>"
       "</noscript>",
       "[/a.jpg]", "an image for clients without scripts is the same");
    is("<img src=/a-small.jpg><noscript><img src=/a.jpg></noscript>",
       "[/a.jpg]", "or a better one");
    is("<p>x<noscript><img src=/a.jpg></noscript>", "x[/a.jpg]",
       "or the only one");
    is("<img src=/a.jpg><img src=/a.jpg>", "[/a.jpg]", "once is enough");
    is("<p>a<img class='wp-smiley' src=/s.png alt=':)'>b", "a:)b",
       "an emoji as its text");
    is("<p>a<img src=/s.png width=16 alt='\xF0\x9F\x98\x80'>b",
       "a\xF0\x9F\x98\x80" "b", "or an icon");
}


static void
test_media(void)
{
    is("<iframe src='//www.youtube.com/embed/AbC-_1?rel=0' title=T></iframe>",
       "(video https://www.youtube.com/watch?v=AbC-_1 T)",
       "a player leads to its page");
    is("<iframe src='https://evil.example/?//www.youtube.com/embed/x'>"
       "</iframe>",
       "(embed https://evil.example/?//www.youtube.com/embed/x )",
       "by its host");
    is("<iframe src='https://www.youtube.com.evil.example/embed/x'></iframe>",
       "(embed https://www.youtube.com.evil.example/embed/x )",
       "all of its host");
    is("<iframe src=javascript:x></iframe><iframe srcdoc='<p>x'></iframe>"
       "<iframe src='https://ad.doubleclick.net/x'></iframe>"
       "<iframe src=/t width=0 height=0></iframe>",
       "", "no others");
    is("<iframe data-src=/map></iframe>",
       "(embed https://site.example/map )", "lazy");
    is("<iframe src='/p#0123456789012345678901234567890123456789012345678901"
       "2345678901234567890'></iframe><iframe src='/p#t=5'></iframe>",
       "(embed https://site.example/p )(embed https://site.example/p#t=5 )",
       "a player's state is no address");
    is("<video poster=/p.jpg><source src=/a.mp4><p>no video</video>",
       "[/a.mp4]", "a video");
    is("<audio src=javascript:x></audio><audio src=/a.mp3></audio>",
       "[/a.mp3]", "sound");
}


int
main(void)
{
    test_sources();
    test_srcset();
    test_doubles();
    test_media();

    return done_testing();
}
