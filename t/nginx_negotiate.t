#!/usr/bin/perl

# reader_format auto: what Accept means, and the Vary that says so.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article no_article response);
use Reader::Test;
use Test::More;

my $page = article('The river', 20_000);
my $list = no_article(5000);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($method, $name) = $request =~ m{^(\w+) /([\w.-]*)};
    my %headers = (
        one => ['Vary: Cookie'],
        two => ['Vary: Cookie', 'X-Between: x', 'vary:  Origin,, save-data'],
        same => ['Vary: accept , Accept-Encoding'],
        any => ['Vary: *'],
        'any-late' => ['Vary: Cookie', 'Vary: a, *'],
        gone => ['Vary: Cookie'],
        image => ['Content-Type: image/png'],
        'image.png' => ['Content-Type: image/png'],
        tagged => ['ETag: "a"'],
        'no-transform' => ['Cache-Control: no-transform'],
    );
    my $answer = response($name =~ /list/ ? $list : $page,
        @{$headers{$name} || []});
    $answer =~ s/200 OK/404 Not Found/ if $name eq 'gone';
    $answer = "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"
        if $request =~ /^If-None-Match: "a"/m;
    $answer = response(substr($page, 0, 10), 'Content-Range: bytes 0-9/'
        . length $page) =~ s/200 OK/206 Partial Content/r
        if $request =~ /^Range: bytes=0-9\r/m;
    $answer =~ s/\r\n\r\n.*/\r\n\r\n/s if $method eq 'HEAD';
    print $socket $answer;
});

my %offers = (
    one => '',
    three => 'reader_accept markdown text json;',
    reverse => 'reader_accept json text markdown;',
    html => 'reader_accept html markdown;',
    json => 'reader_accept json;',
);

$t->run(join('', map {
    "location /$_/ { reader on; reader_format auto; $offers{$_}"
        . " proxy_pass http://%%UPSTREAM%%/; }\n"
    } keys %offers) . <<'END', <<'HTTP');
    location /saving/ {
        reader $http_save_data;
        reader_vary Save-Data;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /saving-auto/ {
        reader $http_save_data;
        reader_format auto;
        reader_vary Save-Data accept X-Mode;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /by-map/ {
        reader on;
        reader_format $by_map;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /linked/ {
        reader $arg_reader;
        reader_format auto;
        reader_link original $uri;
        reader_link text $uri.txt?x=$arg_x;
        reader_link markdown $uri.md;
        reader_link json $arg_json;
        add_header X-Sent $sent_http_link;
        reader_vary X-Mode;
        location /linked/none/ {
            reader_link off;
            reader_vary off;
            proxy_pass http://%%UPSTREAM%%/;
        }
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /linked-off/ {
        reader off;
        reader_link markdown $uri.md;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /off/ {
        reader off;
        reader_format auto;
        reader_vary Save-Data;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /none/ { proxy_pass http://%%UPSTREAM%%/; }
END
    map $arg_mode $by_map { default html; auto AUTO; }
HTTP

# $offer, $accept => the view, or page; undef is no Accept at all
sub chosen {
    my ($offer, $accept) = @_;

    my $r = $t->get("/$offer/page", defined $accept ? "Accept: $accept" : ());
    is($r->{status}, 200, 'not 406') if $r->{status} != 200;
    return $r->{log}{status} eq 'converted' ? $r->{log}{format}
        : $r->{log}{status} eq 'bypass' && $r->{body} eq $page ? 'page'
        : $r->{log}{status};
}

my @cases = (
    # what clients send
    ['one', undef, 'page'],
    ['one', '*/*', 'page'],
    ['one', 'text/html,application/xhtml+xml,application/xml;q=0.9,'
        . 'image/avif,image/webp,*/*;q=0.8', 'page'],
    ['one', 'text/markdown, text/html, */*', 'markdown'],
    ['one', 'text/markdown;q=1.0, text/x-markdown;q=0.9, text/plain;q=0.8, '
        . 'text/html;q=0.7, */*;q=0.1', 'markdown'],
    ['one', 'text/html, text/markdown', 'page'],
    ['one', 'text/markdown', 'markdown'],
    ['one', 'TEXT/Markdown', 'markdown'],
    ['one', 'text/plain', 'page'],
    ['one', 'application/json', 'page'],
    ['one', 'image/png', 'page'],
    ['one', '', 'page'],
    ['one', 'text/html, image/gif, *; q=.2, */*; q=.2', 'page'],
    # q
    ['one', 'text/html;q=0.9, text/markdown;q=0.8', 'page'],
    ['one', 'text/html;q=0.8, text/markdown;q=0.9', 'markdown'],
    ['one', 'text/html;q=0.899, text/markdown;q=0.9', 'markdown'],
    ['one', 'text/markdown;q=0.001', 'markdown'],
    ['one', 'text/markdown;q=0', 'page'],
    ['one', 'text/markdown;q=0.000, */*', 'page'],
    ['one', 'text/markdown;q=0, text/html;q=0', 'page'],
    ['one', 'text/markdown;Q=0.5, text/html;q=0.4', 'markdown'],
    ['one', 'text/markdown ; q=0.5 , text/html ; q=0.4', 'markdown'],
    ['one', "text/markdown\t;\tq=0.5,text/html;q=0.4", 'markdown'],
    ['one', 'text/html;q=0, */*', 'markdown'],
    ['one', 'text/html;q=0, text/*;q=0.1', 'markdown'],
    ['one', 'text/html , text/markdown', 'page'],
    ['one', 'text/markdown , text/html', 'markdown'],
    # closer ranges
    ['one', 'text/*, text/markdown;q=0.5', 'page'],
    ['one', 'text/*;q=0.5, text/markdown', 'markdown'],
    ['one', 'text/*, text/html;q=0.5', 'markdown'],
    ['one', '*/*, text/html;q=0.5', 'markdown'],
    ['one', '*/*;q=1, text/*;q=0', 'page'],
    ['three', '*/*;q=1, text/*;q=0', 'json'],
    ['one', 'text/markdown;variant=GFM, text/markdown;q=0, text/html;q=0.9',
        'markdown'],
    ['one', 'text/markdown;variant=gfm;charset=UTF-8', 'markdown'],
    ['one', 'text/markdown;charset="utf-8"', 'markdown'],
    ['one', 'text/markdown;variant=CommonMark', 'page'],
    ['one', 'text/markdown;charset=latin1', 'page'],
    ['one', 'text/html;charset=latin1, text/markdown;q=0.9', 'page'],
    ['one', 'text/html;level=1, text/markdown;q=0.5', 'markdown'],
    ['one', 'application/xhtml+xml, text/markdown;q=0.9', 'page'],
    ['one', 'application/xhtml+xml;q=0.8, text/markdown;q=0.9', 'markdown'],
    ['one', 'text/html;q=0.1, application/xhtml+xml, text/markdown;q=0.5',
        'markdown'],
    # ties
    ['one', 'text/*', 'page'],
    ['one', 'text/markdown;q=0.5, */*;q=0.5', 'markdown'],
    ['one', '*/*;q=0.5, text/markdown;q=0.5', 'markdown'],
    ['one', 'text/html;q=0.5, */*;q=0.5', 'page'],
    ['three', 'text/plain, text/markdown', 'text'],
    ['three', 'text/markdown, text/plain', 'markdown'],
    ['three', 'application/json, text/markdown, text/html', 'json'],
    ['three', 'application/*, text/html;q=0.9', 'json'],
    ['three', 'application/*, text/html', 'page'],
    ['three', 'text/html;q=0, text/*', 'markdown'],
    ['reverse', 'text/html;q=0, text/*', 'text'],
    ['reverse', 'text/html;q=0, */*', 'json'],
    ['json', 'text/html;q=0, */*', 'json'],
    ['json', 'text/markdown, text/plain', 'page'],
    # html may be a view
    ['html', '*/*', 'html'],
    ['html', undef, 'html'],
    ['html', 'text/html, text/markdown', 'html'],
    ['html', 'text/markdown, text/html', 'markdown'],
    ['html', 'image/png', 'html'],
    # malformed ranges do not count
    ['one', 'text/markdown;q=2, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q=1.1, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q=1.0001, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q=-1, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q=.5, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q=0.5x, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q=, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;q = 1, text/html;q=0.1', 'page'],
    ['one', 'text/markdown;x="y, text/html;q=0.1', 'page'],
    ['one', 'text/markdown x, text/html;q=0.1', 'page'],
    ['one', 'text /markdown, text/html;q=0.1', 'page'],
    ['one', 'text/, markdown, /markdown, text/html;q=0.1', 'page'],
    ['one', '*/markdown, text/html;q=0.1', 'page'],
    ['one', 'text/markdown/x, text/html;q=0.1', 'page'],
    ['one', 'text/html;q=x, text/markdown;q=0.1', 'markdown'],
    ['one', 'junk;q="a,b", ,, text/markdown', 'markdown'],
    ['one', 'text/x;y="\", text/html, ";q=0.3, text/markdown;q=0.2',
        'markdown'],
    ['one', 'text/markdown;q=1.000', 'markdown'],
    ['one', 'text/markdown;q=1.', 'markdown'],
    ['one', 'text/markdown;;q=0.4;, text/html;q=0.3', 'markdown'],
    ['one', 'text/markdown;q=0.4;anything at all, text/html;q=0.3',
        'markdown'],
    # the first of two ranges alike
    ['one', 'text/markdown;q=0, text/markdown', 'page'],
);

for my $case (@cases) {
    my ($offer, $accept, $expected) = @$case;
    is(chosen($offer, $accept), $expected,
        "$offer: " . ($accept // '(no header)'));
}

is($t->get('/one/page', 'Accept: text/html;q=0.5', 'X-Other: x',
    'accept: text/markdown')->{log}{format}, 'markdown', 'two Accept headers');
my $long = join ',', map "text/x$_;q=0.1", 1 .. 400;
is(chosen('one', "$long, text/markdown"), 'markdown', 'a long one');
is($t->head('/one/page', 'Accept: text/markdown')->{log}{status}, 'head',
    'HEAD negotiates as well');
is($t->get('/by-map/page?mode=auto', 'Accept: text/markdown')->{log}{format},
    'markdown', 'auto from a variable');

# what is negotiated away is not touched, validators and ranges included

my $range = $t->get('/one/page', 'Accept: text/html', 'Range: bytes=0-9',
    'If-None-Match: "x"');
is(join(' ', sort $t->upstream_request($range) =~ /^(Range|If-None-Match):/mg),
    'If-None-Match Range', 'the page keeps validators and ranges');

# Vary

sub vary {
    my ($uri, @headers) = @_;
    my $r = $t->get($uri, @headers);
    my $lines = () = $r->{head} =~ /^Vary:/mgi;
    return $lines > 1 ? "$lines lines" : $t->header($r, 'Vary');
}

my $markdown = 'Accept: text/markdown';
for my $case (
    ['/one/page', 'Accept'],
    ['/one/list', 'Accept'],
    ['/one/one', 'Cookie, Accept'],
    ['/one/two', 'Cookie, Origin,, save-data, Accept'],
    ['/one/same', 'accept , Accept-Encoding'],
    ['/one/any', '*'],
    ['/one/any-late', '2 lines'],
    ['/one/no-transform', 'Accept'],
    ['/one/gone', 'Cookie'],
    ['/one/image', ''],
    ['/one/image.png', ''],
    ['/saving/page', 'Save-Data'],
    ['/saving/two', 'Cookie, Origin,, save-data'],
    ['/saving/image', ''],
    ['/saving-auto/page', 'Accept, Save-Data, X-Mode'],
    ['/saving-auto/same', 'accept , Accept-Encoding, Save-Data, X-Mode'],
    ['/by-map/page', 'Save-Data'],
    ['/by-map/page?mode=auto', 'Accept'],
    ['/off/page', ''],
    ['/none/one', 'Cookie'])
{
    my ($uri, $expected) = @$case;
    is(vary($uri), $expected, "$uri: Vary of the page");
    is(vary($uri, $markdown, 'Save-Data: on'), $expected,
        "$uri: Vary of the view, if there is one");
    is($t->header($t->head($uri), 'Vary') =~ s/, a, \*//r, $expected
        =~ s/2 lines/Cookie/r, "$uri: Vary of HEAD");
}

for my $headers ([], ['Save-Data: on']) {
    my $r = $t->get('/saving/tagged', 'If-None-Match: "a"', @$headers);
    is($t->header($r, 'Vary'), 'Save-Data', "Vary of a $r->{status}");
}
my ($tag) = $t->header($t->get('/one/tagged', $markdown), 'ETag');
my $known = $t->get('/one/tagged', $markdown, "If-None-Match: $tag");
is($known->{status}, 304, 'a view that is known');
is($t->header($known, 'Vary'), 'Accept', 'Vary of its 304');
my $part = $t->get('/one/page', 'Accept: text/html', 'Range: bytes=0-9');
is($part->{status}, 206, 'a part of the page');
is($t->header($part, 'Vary'), 'Accept', 'Vary of a 206');
is($t->header($t->get('/one/image.png', 'If-None-Match: "a"'), 'Vary'), '',
    'no Vary of a 304 for an image');

# a page that is sent untouched names its views

my ($plain, $md) = (
    '</linked/page.txt?x=>; rel="alternate"; type="text/plain"',
    '</linked/page.md>; rel="alternate"; type="text/markdown"');
for my $case (['/linked/page', "$plain, $md"],
    ['/linked/page?reader=1', "$plain, $md"],
    ['/linked/page?json=https://x.example/a', "$plain, $md, "
        . '<https://x.example/a>; rel="alternate"; type="application/json"'],
    ['/linked/page?json=javascript:x', "$plain, $md"],
    ['/linked/page?json=https://user:pw@x.example/', "$plain, $md"],
    ['/linked/image', ''], ['/linked/gone', ''], ['/linked/no-transform', ''],
    ['/linked-off/page', ''])
{
    my ($uri, $links) = @$case;
    is($t->header($t->get($uri), 'Link'), $links, "$uri: Link");
    is($t->header($t->head($uri), 'Link'), $links, "$uri: Link of HEAD");
    is($t->header($t->head($uri), 'X-Sent'), $uri =~ /off/ ? '' : $links,
        "$uri: \$sent_http_link");
}
is($t->header($t->get('/linked/page'), 'Vary'), 'Accept, X-Mode', 'Vary');
is($t->header($t->get('/linked/none/page'), 'Vary'), 'Accept',
    'reader_vary off: none is inherited');
is($t->header($t->get('/linked/none/page'), 'Link'), '',
    'reader_link off: none is inherited');
my $split = $t->get('/linked/a%0d%0aSet-Cookie:%20b%3Cc%3E%22%C3%A9');
is($t->header($split, 'Set-Cookie'), '', 'an address is not split');
like($t->header($split, 'Link'),
    qr{<\Q/linked/a%0D%0ASet-Cookie:%20b%3Cc%3E%22%C3%A9.md\E>; rel=},
    'but escaped');
unlike($t->header($t->get('/linked/page?reader=1', $markdown), 'Link'),
    qr/alternate/, 'a view has them elsewhere');

$t->same('reader off', 'off', '/off/two');
$t->same('an image', 'bypass', '/one/image', 'Accept: text/markdown');
$t->same('a missing page', 'bypass', '/one/gone', 'Accept: text/markdown');

$t->done;
