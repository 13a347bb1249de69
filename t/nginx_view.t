#!/usr/bin/perl

# Views: when there is one, in which format, under which headers, and what
# the variables say of it.

use strict;
use warnings;

use Digest::SHA qw(sha256_base64);
use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article response chunked);
use Reader::Test;
use Test::More;

my $page = article("The river's \"long\" way", 20_000);
my $links = $page =~ s{ Nobody}{ <a href="b?x=1#y">Nobody</a>}r;
my %answers = (
    '/article' => response($page),
    '/dir/links' => response($links),
    '/chunked' => response(chunked($page =~ /(.{1,700})/gs),
        'Transfer-Encoding: chunked'),
    '/to-the-end' => response($page, 'Connection: close'),
    '/xhtml' => response($page, 'Content-Type: application/xhtml+xml'),
    '/upper' => response($page, 'Content-Type: Text/HTML;Charset=UTF-8'),
    '/latin' => response(article("Caf\xe9", 20_000),
        'Content-Type: text/html; charset=iso-8859-1'),
    '/rich' => response($page, 'ETag: "abc"', 'Accept-Ranges: bytes',
        'Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT', 'Content-MD5: x==',
        'Digest: sha-256=x', 'Content-Digest: sha-256=:x:',
        'Repr-Digest: sha-256=:x:', 'Refresh: 30', 'SourceMap: /x.map',
        'X-SourceMap: /x.map', 'Speculation-Rules: "/x.json"',
        "Content-Security-Policy-Report-Only: default-src 'self'",
        'X-Content-Type-Options: other', 'Content-Language: en',
        "Content-Security-Policy: img-src 'self'", 'Set-Cookie: a=b',
        'Set-Cookie: c=d', 'Cache-Control: private, max-age=60',
        'Strict-Transport-Security: max-age=1', 'X-Frame-Options: DENY',
        'Permissions-Policy: camera=()', 'Content-Encoding: identity'),
    '/related' => response($page,
        'Link: </a.css>; rel=preload; as=style, <https://a.example/a,b>; '
            . 'rel="canonical"; title="one; \"two\", three"',
        'Link: </s.css>; rel=stylesheet',
        'link: </n>; title="rel=preload"; REL = "next prefetch-not",,'
            . '</d>; rel="alternate Stylesheet" , </l>;rel=license',
        'Link: </m.js>; rel=modulepreload, <//cdn>; rel=preconnect; '
            . 'crossorigin, <//dns>;rel=dns-prefetch,<p>; rel="next prefetch"',
        'Link: </e>; rel="pre\load", no link; rel=author, </q>; rel="author',
        'Link: </me>; rel=author; rel=preload'),
    '/odd-title' => response($page
        =~ s{<title>.*?</title>}{<title>a&#9;b\nc&#127;d</title>}sr),
    '/empty' => response(''),
);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($path) = $request =~ m{^\w+ (/[^ ?]*)};
    my $answer = $answers{$path} // response($page);
    $answer =~ s/\r\n\r\n.*/\r\n\r\n/s if $request =~ /^HEAD/;
    for my $piece ($answer =~ /(.{1,4000})/gs) {
        syswrite $socket, $piece;
        select undef, undef, undef, 0.01;
    }
});

$t->run(<<'END', <<'HTTP');
    proxy_http_version 1.1;
    location / {
        reader on;
        proxy_pass http://%%UPSTREAM%%;
    }
    location /format {
        reader $arg_reader;
        reader_format $arg_format;
        proxy_pass http://%%UPSTREAM%%/article;
    }
    location /text { reader on; reader_format text; proxy_pass http://%%UPSTREAM%%/article; }
    location /markdown { reader on; reader_format Markdown; proxy_pass http://%%UPSTREAM%%/article; }
    location /json { reader on; reader_format json; proxy_pass http://%%UPSTREAM%%/article; }
    location /links-md { reader on; reader_format markdown; proxy_pass http://%%UPSTREAM%%/dir/links; }
    location /related-page {
        reader on;
        reader_min_length 100000;
        proxy_pass http://%%UPSTREAM%%/related;
    }
    location /rich-text { reader on; reader_format text; proxy_pass http://%%UPSTREAM%%/rich; }
    location /off { reader off; proxy_pass http://%%UPSTREAM%%/article; }
    location /none { proxy_pass http://%%UPSTREAM%%/article; }
    location /if {
        if ($arg_reader) { reader on; }
        proxy_pass http://%%UPSTREAM%%/article$is_args$args;
    }
    location /map {
        reader $wanted;
        proxy_pass http://%%UPSTREAM%%/article;
    }
    location /types/ {
        reader on;
        reader_types application/xhtml+xml;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /header/ {
        reader on;
        add_header X-Reader $reader_status;
        add_header X-Title $reader_title;
        add_header X-Sent $reader_bytes_out;
        proxy_set_header X-Before "$reader_status,$reader_format,$reader_title,$reader_bytes_in,$reader_words";
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /long {
        reader on;
        reader_min_length 100000;
        proxy_pass http://%%UPSTREAM%%/article;
    }
    location /strict {
        reader on;
        reader_min_score 100;
        reader_min_length 1;
        proxy_pass http://%%UPSTREAM%%/article;
    }
END
    map $http_x_mode $wanted { default ""; a 0; b OFF; c 1; d yes; }
HTTP

# the four formats

my %types = (
    html => 'text/html; charset=utf-8',
    text => 'text/plain; charset=utf-8',
    markdown => 'text/markdown; charset=utf-8; variant=GFM',
    json => 'application/json; charset=utf-8',
);

for my $format (sort keys %types) {
    my $r = $t->get("/format?reader=1&format=$format");
    is($r->{status}, 200, "$format: status");
    is($t->header($r, 'Content-Type'), $types{$format}, "$format: type");
    is($t->header($r, 'Content-Length'), length $r->{body},
        "$format: exact length");
    is($t->header($r, 'X-Content-Type-Options'), 'nosniff',
        "$format: nosniff");
    ok($r->{body} =~ qr/week of the survey/, "$format: has the article");
    ok($r->{body} !~ qr/of_the_page/, "$format: has no script");
    is($r->{log}{status}, 'converted', "$format: status");
    is($r->{log}{format}, $format, "$format: format");
    is($r->{log}{bytes_in}, length $page, "$format: bytes_in");
    is($r->{log}{bytes_out}, length $r->{body}, "$format: bytes_out");
    my $hundredths = int(100 * length($page) / length $r->{body});
    is($r->{log}{ratio}, sprintf('%d.%02d', int($hundredths / 100),
        $hundredths % 100), "$format: ratio");
    like($r->{log}{time}, qr/^\d+\.\d{3}$/, "$format: time");
    cmp_ok($r->{log}{words}, '>', 1000, "$format: words");
    cmp_ok($r->{log}{score}, '>=', 50, "$format: score");
    is($r->{log}{title}, q{The river's \x22long\x22 way}, "$format: title");
    my $csp = $t->header($r, 'Content-Security-Policy');
    if ($format eq 'html') {
        my ($style) = $r->{body} =~ m{<style>(.*?)</style>}s;
        my $hash = sha256_base64($style) . '=';
        like($csp, qr/^default-src 'none';.* sandbox /, 'html: a policy');
        like($csp, qr/ style-src 'sha256-\Q$hash\E';/,
            'html: a policy for the style sheet that the view has');
    } else {
        is($csp, '', "$format: no policy");
    }
}

is($t->get("/$_")->{log}{format}, $_, "reader_format $_, not a variable")
    for qw(text markdown json);

# predicates

for my $case (['reader=1', 'converted'], ['reader=on', 'converted'],
    ['reader=0', 'off'], ['reader=off', 'off'], ['reader=', 'off'],
    ['', 'off'], ['reader=false', 'converted'])
{
    my ($args, $status) = @$case;
    is($t->get("/format?$args&format=html")->{log}{status}, $status,
        "reader \$arg_reader, $args: $status");
}

for my $case (['/off', 'off'], ['/none', 'off'], ['/article', 'converted'],
    ['/if?reader=1', 'converted'], ['/if', 'off'])
{
    is($t->get($case->[0])->{log}{status}, $case->[1], "@$case");
}

my %modes = (a => 'off', b => 'off', c => 'converted', d => 'converted');
is($t->get('/map', "X-Mode: $_")->{log}{status}, $modes{$_}, "map, $_")
    for sort keys %modes;

my $off = $t->same('off', 'off', '/off');
is($off->{log}{$_}, '-', "off: no $_") for qw(format bytes_in bytes_out time
    ratio words score title);

$t->same('unknown format', 'bypass', '/format?reader=1&format=pdf');
$t->same('no format', 'bypass', '/format?reader=1');
like($t->read_file('reader.log'), qr/\[info\].*unknown "reader_format" value/,
    'an unknown format is logged');

# what a page may be

for my $path (qw(/chunked /to-the-end /xhtml /upper)) {
    my $r = $t->get($path);
    is($r->{log}{status}, 'converted', $path);
    is($t->header($r, 'Content-Type'), $types{html}, "$path: type");
    is($t->header($r, 'Content-Length'), length $r->{body}, "$path: length");
    is($t->header($r, 'Transfer-Encoding'), '', "$path: no chunks");
}

is($t->get('/types/xhtml')->{log}{status}, 'converted', 'reader_types');
$t->same('not in reader_types', 'bypass', '/types/article');
$t->same('empty', 'bypass', '/empty');
$t->same('reader_min_length', 'not_article', '/long');
$t->same('reader_min_score', 'not_article', '/strict');

my $latin = $t->get('/latin');
ok($latin->{body} =~ qr/Caf\xc3\xa9/, 'charset of the Content-Type');
is($latin->{log}{title}, 'Caf\xC3\xA9', 'title in UTF-8');

# headers

my $rich = $t->get('/rich');
is($rich->{log}{status}, 'converted', 'rich headers');
is($t->header($rich, $_), '', "$_ does not fit a view") for qw(
    Accept-Ranges Content-MD5 Digest Content-Digest Repr-Digest
    Refresh SourceMap X-SourceMap Speculation-Rules Content-Encoding
    Content-Security-Policy-Report-Only);
like($t->header($rich, 'ETag'), qr{^W/"abc-h[0-9a-f]{8}"$}, 'its own ETag');
is($t->header($rich, 'X-Content-Type-Options'), 'nosniff', 'one nosniff');
like($t->header($rich, 'Content-Security-Policy'),
    qr/^img-src 'self', default-src 'none';/, 'a policy beside the origin\'s');
is($t->header($rich, 'Set-Cookie'), 'a=b, c=d', 'cookies stay');
is($t->header($rich, 'Cache-Control'), 'private, max-age=60',
    'Cache-Control stays');
is($t->header($rich, $_->[0]), $_->[1], "$_->[0] stays")
    for ['Content-Language', 'en'], ['X-Frame-Options', 'DENY'],
    ['Strict-Transport-Security', 'max-age=1'],
    ['Permissions-Policy', 'camera=()'],
    ['Last-Modified', 'Tue, 15 Nov 1994 12:45:26 GMT'];
is($t->header($t->get('/rich-text'), 'Content-Security-Policy'),
    "img-src 'self'", 'text: the policy of the origin only');

my @related = (
    '<https://a.example/a,b>; rel="canonical"; '
        . 'title="one; \"two\", three"',
    '</n>; title="rel=preload"; REL = "next prefetch-not",</l>;rel=license',
    '</me>; rel=author; rel=preload');
is($t->header($t->get('/related'), 'Link'), join(', ', @related),
    'links to what only the page needs are dropped');
is($t->header($t->head('/related'), 'Link'), join(', ', @related),
    'from HEAD as well');
$t->same('links of a page', 'not_article', '/related-page');

my $seen = $t->get('/header/article');
is($t->header($seen, 'X-Reader'), 'converted', 'add_header sees the status');
is($t->header($seen, 'X-Title'), "The river's \"long\" way",
    'add_header sees the title');
is($t->header($seen, 'X-Sent'), length $seen->{body},
    'add_header sees the length');
like($t->upstream_request($seen), qr/^X-Before: bypass,html,,,\r$/m,
    'before there is a response, a status that says nothing yet');
my $odd = $t->get('/header/odd-title');
is($odd->{log}{status}, 'converted', 'a title with control characters');
unlike($t->header($odd, 'X-Title'), qr/[\x00-\x1f\x7f]/,
    'has none in a header');

# HEAD

my $head = $t->head('/rich');
is($head->{log}{status}, 'head', 'HEAD: status');
is($head->{body}, '', 'HEAD: no body');
is($t->header($head, 'Content-Length'), '', 'HEAD: no length');
$rich->{head} =~ s/^Content-Length: .*?\r\n//m;
s/^Date: .*?\r\n//m for $rich->{head}, $head->{head};
is($head->{head}, $rich->{head}, 'HEAD: else the headers of a view');
ok(!$head->{late}, 'HEAD: at once');

# the address of the page

ok($t->get('/dir/links')->{body} =~ m{href="?/dir/b\?x=1#y},
    'HTML: links are path-absolute');

for my $case (['localhost', ''], ["localhost:$t->{reader}", ":$t->{reader}"],
    ['localhost:80x', ''], ['localhost:', ''], ['localhost:123456', ''],
    ['LOCALHOST:1234', ':1234'])
{
    my ($host, $port) = @$case;
    my $r = $t->get('/links-md', "Host: $host");
    # newer releases of nginx refuse a port that is none
    ok($r->{status} == 400 || $r->{body} =~ m{http://localhost$port/b\?x=1#y},
        "Markdown: links are absolute, Host: $host");
}

$t->done;
