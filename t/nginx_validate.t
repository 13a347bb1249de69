#!/usr/bin/perl

# Validators: the tag of a view, 304 before anything is converted, and what of
# it reaches the upstream.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article no_article response);
use Reader::Test;
use Test::More;

my $page = article('The river', 20_000);
my $list = no_article(5000);
my $date = 'Tue, 15 Nov 1994 12:45:26 GMT';
my $hex = sprintf '%x', 784903526;

# name => [validators]; what a name begins with decides on body and manners
my %pages = (
    strong => ['ETag: "abc"'],
    weak => ['ETag: W/"abc"'],
    odd => ['ETag: "a,b;\'W/-h12345678"'],
    both => ['ETag: "abc"', "Last-Modified: $date"],
    dated => ["Last-Modified: $date"],
    bare => [],
    malformed => ['ETag: abc', "Last-Modified: $date"],
    broken => ['ETag: "abc', 'Last-Modified: yesterday'],
    two => ['ETag: "abc", "def"'],
    empty => ['ETag: ""'],
    # answers 304, but not with the tag of the page
    mute => ['ETag: "abc"'],
    # ignores validators
    deaf => ['ETag: "abc"', "Last-Modified: $date"],
    'deaf-dated' => ["Last-Modified: $date"],
    'deaf-list' => ['ETag: "list"', "Last-Modified: $date"],
    'deaf-list-dated' => ["Last-Modified: $date"],
    'deaf-json' => ['ETag: "json"', 'Content-Type: application/json'],
    rich => ['ETag: "abc"', 'Cache-Control: private, max-age=9', 'Vary: Cookie',
        "Content-Security-Policy: default-src 'self'", 'Link: </n>; rel=next',
        'Content-Language: en', 'Set-Cookie: a=b', 'Content-MD5: x'],
    'no-transform' => ['ETag: "abc"', 'Cache-Control: no-transform'],
);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($method, $name) = $request =~ m{^(\w+) /([\w-]*)};
    my @headers = @{$pages{$name} || $pages{both}};
    my ($etag) = map /^ETag: (.*)/, @headers;
    my ($tags) = $request =~ /^If-None-Match: (.*?)\r/m;
    my ($since) = $request =~ /^If-Modified-Since: (.*?)\r/m;
    my $same = defined $tags ? $etag && index($tags, $etag) >= 0
        : $since && $since eq $date && grep /^Last-Modified/, @headers;
    my $answer = response($name =~ /list/ ? $list : $page, @headers);
    if ($same && $name !~ /^deaf/) {
        @headers = () if $name eq 'mute';
        $answer = join "\r\n", 'HTTP/1.1 304 Not Modified', @headers,
            'Content-Type: text/html; charset=latin1', '', '';
    }
    $answer =~ s/\r\n\r\n.*/\r\n\r\n/s if $method eq 'HEAD';
    print $socket $answer;
});

$t->write_file('file.html', $page);
$t->write_file('list.html', $list);

$t->run(<<'END', <<'HTTP');
    reader $arg_format;
    reader_format $arg_format;
    location / { proxy_pass http://%%UPSTREAM%%; }
    location /cached/ {
        proxy_cache pages;
        proxy_cache_valid 1m;
        add_header X-Cache $upstream_cache_status;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /stale/ {
        proxy_cache pages;
        proxy_cache_key stale$uri;
        proxy_cache_valid 1s;
        proxy_cache_revalidate on;
        proxy_ignore_headers Cache-Control;
        add_header X-Cache $upstream_cache_status;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /other/ { reader_min_length 251; proxy_pass http://%%UPSTREAM%%/; }
    location /rules/ { reader_strip .x; proxy_pass http://%%UPSTREAM%%/; }
    location /memory/ { reader_memory 63m; proxy_pass http://%%UPSTREAM%%/; }
    location /untagged/ { reader_etag off; proxy_pass http://%%UPSTREAM%%/; }
    location /file { }
    location /list { }
    location /gzipped/ {
        gzip on;
        gzip_types text/markdown;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /subbed/ {
        sub_filter river stream;
        proxy_pass http://%%UPSTREAM%%/;
    }
END
    proxy_cache_path cache keys_zone=pages:1m;
    server {
        listen unix:%%DIR%%/%%NAME%%-2.sock http2;
        reader on;
        location / { proxy_pass http://%%UPSTREAM%%; }
    }
HTTP

sub tag_of {
    my ($uri, @headers) = @_;
    return $t->header($t->get($uri, @headers), 'ETag');
}

sub sent_on {
    my ($r) = @_;
    return join '; ', $t->upstream_request($r)
        =~ /^((?:If-None-Match|If-Modified-Since|Range): .*?)\r/mg;
}

# the tag

my ($fp) = tag_of('/strong?format=html') =~ m{^W/"abc-h([0-9a-f]{8})"$};
ok($fp, 'a tag with format and fingerprint') or $fp = '';

for my $case (['strong', 'text', qq(W/"abc-t$fp")],
    ['strong', 'markdown', qq(W/"abc-m$fp")],
    ['strong', 'json', qq(W/"abc-j$fp")],
    ['weak', 'html', qq(W/"abc-hw$fp")],
    ['both', 'html', qq(W/"abc-h$fp")],
    ['odd', 'html', qq(W/"a,b;'W/-h12345678-h$fp")],
    ['dated', 'html', qq(W/"$hex-hd$fp")],
    ['malformed', 'html', qq(W/"$hex-hd$fp")],
    ['empty', 'html', qq(W/"-h$fp")],
    ['bare', 'html', ''], ['broken', 'html', ''], ['two', 'html', ''],
    ['untagged/both', 'html', ''])
{
    my ($name, $format, $tag) = @$case;
    my $r = $t->get("/$name?format=$format");
    is($r->{log}{status}, 'converted', "$name, $format: converted");
    is($t->header($r, 'ETag'), $tag, "$name, $format: tag");
    is(tag_of("/$name?format=$format"), $tag, "$name, $format: again");
    my $head = $t->head("/$name?format=$format");
    is($t->header($head, 'ETag'), $tag, "$name, $format: tag of HEAD");
}
isnt(tag_of('/other/strong?format=html'), qq(W/"abc-h$fp"),
    'another option, another tag');
isnt(tag_of('/rules/strong?format=html'), qq(W/"abc-h$fp"),
    'another rule, another tag');
is(tag_of('/memory/strong?format=html'), qq(W/"abc-h$fp"),
    'a limit changes no view');

is($t->header($t->get('/both?format=html'), 'Last-Modified'), $date,
    'Last-Modified beside a tag');
for my $name (qw(bare broken two untagged/both)) {
    my $r = $t->get("/$name?format=html");
    is($t->header($r, 'Last-Modified'), '', "$name: no Last-Modified without");
}

# 304, with an upstream that validates, with one that does not, and from a cache

sub not_modified {
    my ($name, $uri, $etag, @headers) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    for my $method ('GET', 'HEAD') {
        my $r = $t->request('reader', $method, $uri, @headers);
        is($r->{status}, 304, "$name, $method: 304");
        is($r->{body}, '', "$name, $method: no body");
        is($t->header($r, 'ETag'), $etag, "$name, $method: the tag");
        is($t->header($r, 'Content-Type'), '', "$name, $method: no type");
        is($t->header($r, 'Content-Length'), '', "$name, $method: no length");
        is($r->{log}{status}, 'not_modified', "$name, $method: not_modified");
        is($r->{log}{time}, '-', "$name, $method: nothing converted");
        ok(!$r->{late}, "$name, $method: at once");
    }
}

for my $name (qw(strong weak odd both dated mute deaf deaf-dated cached/deaf
    cached/deaf-dated cached/strong rich gzipped/deaf))
{
    for my $format (qw(html markdown)) {
        my $uri = "/$name?format=$format";
        my $tag = tag_of($uri);
        not_modified("$name, $format", $uri, $tag, "If-None-Match: $tag");
    }
}

my ($html, $text) = (qq(W/"abc-h$fp"), qq(W/"abc-t$fp"));
for my $list (qq("x", $html), qq($html,"x"), qq(,, $html ,), qq("x,y",$html),
    qq("abc-h$fp"), qq(junk, $html), qq("abc", $html), qq($text, $html), '*',
    qq(W/"", "", $html))
{
    not_modified($list, '/deaf?format=html', $html, "If-None-Match: $list");
}
not_modified('If-Modified-Since does not count beside a tag',
    '/deaf?format=html', $html, "If-None-Match: $html",
    'If-Modified-Since: Tue, 15 Nov 1999 12:45:26 GMT');
not_modified('a range does not count', '/deaf?format=html', $html,
    "If-None-Match: $html", 'Range: bytes=0-9');

for my $list ('"abc"', $text, qq("abc-h00000000"), qq(W/"abd-h$fp"), "abc-h$fp",
    qq(W/"abc-h$fp), qq(w/"abc-h$fp"), qq("$html"), qq(W/"abc-hw$fp"),
    qq(W/"abc-h$fp" x), qq(x W/"abc-h$fp"), '"*"', '', ',', "W/", '"',
    qq("abc -h$fp"))
{
    my $r = $t->get('/deaf?format=html', "If-None-Match: $list");
    is($r->{status}, 200, "'$list' is another tag");
    is($r->{log}{status}, 'converted', "'$list': a view");
}
for my $name (qw(bare untagged/deaf)) {
    is($t->get("/$name?format=html", "If-None-Match: $html")->{status}, 200,
        "$name: no tag, no 304");
}
is($t->get('/deaf?format=html', "If-Modified-Since: $date")->{log}{status},
    'converted', 'a date alone is not enough for a view');
is($t->get('/cached/deaf?format=html', "If-Modified-Since: $date")
    ->{log}{status}, 'converted', 'nor from a cache');

my $forbidden = $t->get('/no-transform?format=html', "If-None-Match: *");
isnt($forbidden->{log}{status}, 'not_modified', 'no view, no 304 for it');

# what the upstream is asked

for my $case (['strong', $html, 'If-None-Match: "abc"'],
    ['weak', qq(W/"abc-hw$fp"), 'If-None-Match: W/"abc"'],
    ['dated', qq(W/"$hex-hd$fp"), "If-Modified-Since: $date"],
    ['odd', qq(W/"a,b;'W/-h12345678-h$fp"),
        q(If-None-Match: "a,b;'W/-h12345678")],
    ['strong', qq("x", $html , "y",W/"def-hw$fp", $text, W/"$hex-hd$fp"),
        'If-None-Match: "abc", W/"def"'],
    ['strong', qq("abc", $text, "x-h$fp-t$fp"), ''],
    ['strong', '*', ''],
    ['strong', qq(W/"nohex-hd$fp"), ''],
    ['strong', qq(W/"ffffffffffffffffffffffff-hd$fp"), ''],
    ['dated', qq(W/"3afff4417f-hd$fp"),
        'If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT'],
    ['dated', qq(W/"3afff44180-hd$fp"), ''],
    ['dated', qq(W/"7fffffffffffffff-hd$fp"), ''],
    ['dated', qq(W/"$hex-hd$fp", W/"1-hd$fp"), "If-Modified-Since: $date"],
    ['untagged/strong', $html, ''])
{
    my ($name, $list, $sent) = @$case;
    my $r = $t->get("/$name?format=html", "If-None-Match: $list",
        "If-Modified-Since: $date", 'Range: bytes=0-9');
    is(sent_on($r), $sent, "$name: $list: asked with " . ($sent || 'nothing'));
    like($t->upstream_request($r), qr/^Host: /m, "$name: $list: with the rest");
}

# a 304 of the upstream comes without what would spoil a stored view

my $rich = $t->get('/rich?format=html', "If-None-Match: $html");
is($t->header($rich, $_), '', "304: no $_") for qw(Content-Security-Policy
    Link Content-MD5 X-Content-Type-Options Content-Type);
is($t->header($rich, $_->[0]), $_->[1], "304: $_->[0]") for
    ['Cache-Control', 'private, max-age=9'], ['Vary', 'Cookie, Save-Data'],
    ['Set-Cookie', 'a=b'], ['ETag', $html];

# nginx's own cache asks for itself, and files are compared by nginx

$t->get('/stale/strong?format=html');
select undef, undef, undef, 2.1;
my $stale = $t->get('/stale/strong?format=html', "If-None-Match: $html");
is($t->header($stale, 'X-Cache'), 'REVALIDATED', 'a cache that revalidates');
is($stale->{log}{status}, 'not_modified', 'and the client has the view');
is(sent_on($stale), 'If-None-Match: "abc"', 'with the tag of the page');

my $file = tag_of('/file.html?format=html');
like($file, qr{^W/"[0-9a-f]+-[0-9a-f]+-h$fp"$}, 'tag of a file');
not_modified('a file', '/file.html?format=html', $file, "If-None-Match: $file");
is($t->get('/file.html', "If-None-Match: $file")->{status}, 200,
    'the tag of a view is none of the page');

# filters behind this one

is($t->header($t->get('/gzipped/strong?format=markdown',
    'Accept-Encoding: gzip'), 'ETag'), qq(W/"abc-m$fp"), 'gzip keeps a tag');
is(tag_of('/subbed/strong?format=html'), '', 'sub_filter takes it away');

# the page itself, when it is sent as it came

for my $case (['deaf-list', 'If-None-Match: "list"', 'not_article'],
    ['deaf-list', 'If-None-Match: W/"x", W/"list"', 'not_article'],
    ['deaf-list', 'If-None-Match: *', 'not_article', 'not_modified'],
    ['deaf-list-dated', "If-Modified-Since: $date", 'not_article'],
    ['deaf-json', 'If-None-Match: "json"', 'bypass'],
    ['deaf-json', 'If-None-Match: *', 'bypass'],
    ['no-transform', 'If-None-Match: "abc"', 'bypass'],
    ['cached/deaf-list', 'If-None-Match: "list"', 'not_article'],
    ['list.html', 'If-None-Match: ' . tag_of('/list.html'), 'not_article'])
{
    my ($name, $header, $status, $instead) = @$case;
    my $r = $t->get("/$name?format=text", $header);
    is($r->{status}, 304, "$name, $header: 304 for the page");
    is($r->{body}, '', "$name, $header: no body");
    is($r->{log}{status}, $instead // $status, "$name, $header: status");
    is($t->header($r, 'Content-Type'), '', "$name, $header: no type");
    is($t->header($r, 'Content-Length'), '', "$name, $header: no length");
}
for my $case (['deaf-list', 'If-None-Match: "other"'],
    ['deaf-list', qq(If-None-Match: W/"list-h$fp")],
    ['deaf-list', qq(If-None-Match: "other"\r\nIf-Modified-Since: $date)],
    ['deaf-list-dated', 'If-None-Match: "x"'],
    ['deaf-list-dated',
        'If-Modified-Since: Tue, 15 Nov 1999 12:45:26 GMT'])
{
    my ($name, $header) = @$case;
    my $r = $t->get("/$name?format=text", $header);
    is($r->{status}, 200, "$name, $header: 200");
    ok($r->{body} eq $list, "$name, $header: the page");
}

# HTTP/2

SKIP: {
    my $curl = `curl --version 2>/dev/null` =~ /HTTP2/;
    skip 'no curl with HTTP/2', 6 unless $curl;

    my $dir = $t->dir;
    for my $name (qw(deaf strong)) {
        my ($tag) = `curl -si --http2-prior-knowledge --unix-socket $dir/reader-2.sock http://localhost/$name`
            =~ m{^etag: (.*?)\r?$}mi;
        is($tag, $html, "HTTP/2, $name: tag");
        my $got = `curl -si --http2-prior-knowledge --unix-socket $dir/reader-2.sock -H 'If-None-Match: $tag' http://localhost/$name`;
        like($got, qr{^HTTP/2 304}, "HTTP/2, $name: 304");
        like($got, qr{\r\n\r\n\z}, "HTTP/2, $name: no body");
    }
}

# and nothing is held up on a connection that goes on

my $requests = join '', map "GET $_ HTTP/1.1\r\nHost: localhost\r\n"
    . "If-None-Match: $html, \"list\"\r\n\r\n",
    qw(/deaf?format=html /deaf-list?format=html /strong?format=html);
my $answers = $t->raw('reader', $requests . "GET /bare?format=html HTTP/1.1\r\n"
    . "Host: localhost\r\nConnection: close\r\n\r\n");
my @status = "$answers->{head}\r\n\r\n$answers->{body}"
    =~ m{HTTP/1\.1 (\d+) }g;
is("@status", '304 304 304 200', 'four requests on one connection');

$t->done;
