#!/usr/bin/perl

# Headers of a view that are made of those of the page: policies, the canonical
# address, and what forbids a view.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article no_article response);
use Reader::Test;
use Test::More;

my $page = article('The river', 20_000);

# name => [what to put into the head of the page, headers]
my %pages = (plain => ['']);

my $t = Reader::Test->new;

# policies of the origin => what stays of them
my @policies = (
    ["default-src 'self'", "img-src 'self'; media-src 'self'; "
        . "font-src 'self'; frame-src 'self'"],
    ["default-src 'none'; img-src https:; script-src 'nonce-x'",
        "img-src https:; media-src 'none'; font-src 'none'; frame-src 'none'"],
    ["script-src 'self'; style-src 'unsafe-inline'; connect-src *; "
        . 'worker-src x; object-src y; manifest-src z; script-src-elem a; '
        . 'style-src-attr b; report-uri /r; report-to g; trusted-types *; '
        . "require-trusted-types-for 'script'; child-src c; navigate-to d", ''],
    ['IMG-SRC  a.example   b.example;Media-Src;;font-src f;frame-src g',
        "img-src a.example b.example; media-src 'none'; font-src f; "
            . 'frame-src g'],
    ["frame-ancestors 'none'; base-uri; form-action 'self' x; "
        . 'upgrade-insecure-requests; block-all-mixed-content',
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self' x; "
            . 'upgrade-insecure-requests; block-all-mixed-content'],
    ['sandbox', 'sandbox'],
    ['sandbox allow-scripts', 'sandbox allow-scripts'],
    ['img-src first; img-src second', 'img-src first'],
    ["default-src 'self'; img-src a, img-src b, script-src c,, "
        . 'media-src d', "img-src a; media-src 'self'; font-src 'self'; "
            . "frame-src 'self', img-src b, media-src d"],
    ["img-src ok.example b\xc3\xa9 \x01 also", 'img-src ok.example also'],
    ["img-src \xff", "img-src 'none'"],
    ["img-src-x a; ximg-src b; img-sr c", ''],
    [',;, ;', ''],
    ['', ''],
    [join(',', ('default-src') x 300), join ', ', ("img-src 'none'; media-src "
        . "'none'; font-src 'none'; frame-src 'none'") x 300],
);
$pages{"policy-$_"} = ['', "Content-Security-Policy: $policies[$_][0]"]
    for 0 .. $#policies;

my @metas = (
    ["default-src 'self'", "img-src 'self'; media-src 'self'; "
        . "font-src 'self'; frame-src 'self'"],
    ['img-src a, b&#10;c', 'img-src b c'],
    ["img-src a&#13;&#10;Set-Cookie:&#32;x=y", 'img-src a Set-Cookie: x=y'],
    ["frame-ancestors 'none'; sandbox; report-uri /x; base-uri 'self'",
        "base-uri 'self'"],
    ["img-src &quot;a&quot; \x{e9}", 'img-src "a"'],
    ['script-src x', ''],
);
$pages{"meta-$_"} = ["<meta http-equiv=\"Content-Security-Policy\" "
    . "content=\"$metas[$_][0]\">"] for 0 .. $#metas;
$pages{metas} = [join('', map "<meta content='img-src $_' "
    . 'HTTP-EQUIV=content-security-policy>', qw(a b c)),
    'Content-Security-Policy: img-src d', 'content-security-policy: img-src e'];
$pages{'late-meta'} = ['<title>x</title><body><meta content="img-src a" '
    . 'http-equiv=content-security-policy>'];
$pages{'long-meta'} = ['<meta http-equiv=content-security-policy content="'
    . 'img-src a ' . 'x' x 5000 . '">'];

my @canonicals = (
    ['http://localhost/a', '<http://localhost/a>'],
    ['/b?x=1&amp;y=2', '<http://localhost/b?x=1&y=2>'],
    ['https://other.example/c d>&quot;e', '<https://other.example/c%20d%3E%22e>'],
    ["/x\r\nSet-Cookie: a=b", '<http://localhost/xSet-Cookie:%20a=b>'],
    ['/&#13;&#10;&#10;x: y', '<http://localhost/x:%20y>'],
    ['javascript:alert(1)', ''],
    ['https://user:secret@other.example/', ''],
    ["/\xc3\xa9", '<http://localhost/%C3%A9>'],
    ['/' . 'a' x 1100, ''],
);
$pages{"canonical-$_"} = ["<link rel=canonical href=\"$canonicals[$_][0]\">"]
    for 0 .. $#canonicals;
my $canonical = '<link rel=canonical href=/of-the-page>';
$pages{'canonical-before'} = [$canonical, 'Link: </of-the-header>; rel=canonical'];
$pages{'canonical-beside'} = [$canonical,
    'Link: </n>; rel=next, </c>; rel=preload'];

# what a page or a client says against a view
my $http_equiv = '<meta http-equiv=cache-control content=';
my %forbidding = (
    'equiv' => ["${http_equiv}no-transform>"],
    'equiv-2' => ["${http_equiv}'max-age=1, No-Transform'>"],
    'header' => ['', 'Cache-Control: public,no-transform'],
);
%pages = (%pages, %forbidding);

my @robots = (['noindex', 'noindex'], ['index, follow', ''],
    ['NoFollow ,none,NOINDEX', 'noindex, nofollow, none'],
    ['noindex&#13;&#10;X: y, noarchive', 'noarchive'], ['noindexed', '']);
$pages{"robots-$_"} = ["<meta name=robots content='$robots[$_][0]'>"]
    for 0 .. $#robots;

$pages{private} = ['', 'Cache-Control: max-age=1, Private'];
$pages{'no-store'} = ['', 'Cache-Control: no-store'];
$pages{public} = ['', 'Cache-Control: public, max-age=86400',
    'Expires: Thu, 01 Jan 2099 00:00:00 GMT', 'Age: 5', 'Pragma: x'];
$pages{'private-corp'} = ['', 'Cache-Control: private',
    'Cross-Origin-Resource-Policy: cross-origin'];
my @kept = ('Set-Cookie: a=b', 'Set-Cookie: c=d',
    'Strict-Transport-Security: max-age=9', 'X-Frame-Options: DENY',
    'Referrer-Policy: no-referrer', 'Permissions-Policy: camera=()',
    'Cross-Origin-Opener-Policy: same-origin',
    'Cross-Origin-Embedder-Policy: require-corp',
    'Cross-Origin-Resource-Policy: same-site', 'Content-Language: en',
    'Expires: Thu, 01 Jan 2099 00:00:00 GMT', 'Age: 7',
    'Server-Timing: db;dur=5', 'Link: <http://x.example/>; rel=canonical',
    'Link: </fr>; rel=alternate; hreflang=fr', 'Link: </l>; rel=license',
    'X-Robots-Tag: noindex', 'X-Of-Site: y', 'Warning: 199 - "x"');
$pages{kept} = ['', @kept];
$pages{nosy} = ['<title>a&#13;&#10;Set-Cookie: x=y&#0;&#133;&#x2028;b</title>'];

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($name) = $request =~ m{^\w+ /([\w-]*)};
    my ($head, @headers) = @{$pages{$name}};
    my $html = $page;
    $name eq 'nosy' ? $html =~ s{<title>.*?</title>}{$head}
        : $html =~ s{<title>}{$head<title>};
    utf8::encode($html) if utf8::is_utf8($html);
    print $socket response($html, @headers,
        'Content-Type: text/html; charset=utf-8');
});

$t->run(<<'END');
    proxy_buffers 16 16k;
    proxy_buffer_size 16k;
    proxy_busy_buffers_size 64k;
    location / { reader on; proxy_pass http://%%UPSTREAM%%; }
    location /markdown/ {
        reader on;
        reader_format markdown;
        add_header X-Title "$reader_title";
        add_header X-Sent $sent_http_link;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /open/ { reader on; reader_csp off; proxy_pass http://%%UPSTREAM%%/; }
    location /off/ { reader off; proxy_pass http://%%UPSTREAM%%/; }
END

sub policies {
    my ($r) = @_;
    return $r->{head} =~ /^Content-Security-Policy: (.*?)\r?$/mgi;
}

my ($ours, @more) = policies($t->get('/plain'));
is(@more, 0, 'one policy');
like($ours, qr/^default-src 'none'; style-src 'sha256-[^';]+'; /, 'of ours');
my ($sandbox) = $ours =~ /; sandbox ([^;]*)$/;
is(join(' ', sort split / /, $sandbox), 'allow-downloads allow-popups '
    . 'allow-popups-to-escape-sandbox allow-same-origin',
    'no scripts, but downloads');

for my $n (0 .. $#policies) {
    my ($policy, $expected) = @{$policies[$n]};
    my $r = $t->get("/policy-$n");
    is($r->{log}{status}, 'converted', "policy $n: converted");
    is_deeply([policies($r)], [length $expected ? $expected : (), $ours],
        'policy ' . substr($policy, 0, 70));
    $r = $t->get("/markdown/policy-$n");
    is_deeply([policies($r)], [policies($t->get("/off/policy-$n"))],
        "policy $n: Markdown has that of the origin");
}
is_deeply([policies($t->head('/policy-0'))], [$policies[0][1], $ours],
    'HEAD: policies of the view');
is_deeply([policies($t->get('/open/policy-0'))], [$policies[0][0]],
    'reader_csp off: that of the origin');
is_deeply([policies($t->get('/open/meta-0'))], [],
    'reader_csp off: none of a meta');

for my $n (0 .. $#metas) {
    my ($policy, $expected) = @{$metas[$n]};
    my $r = $t->get("/meta-$n");
    is($r->{log}{status}, 'converted', "meta policy $n: converted");
    is_deeply([policies($r)], [length $expected ? $expected : (), $ours],
        "meta policy $policy");
    is($t->header($r, 'Set-Cookie'), '', "meta policy $n: no header in it");
}
is_deeply([policies($t->get('/metas'))], ['img-src d', 'img-src e',
    'img-src a, img-src b, img-src c', $ours], 'policies of both kinds');
is_deeply([policies($t->get('/late-meta'))], [$ours],
    'a meta of the body has no policy');
$t->same('a meta policy that is too long to keep', 'bypass', '/long-meta');

for my $n (0 .. $#canonicals) {
    my ($href, $expected) = @{$canonicals[$n]};
    my $name = 'canonical ' . substr $href, 0, 70;
    my $r = $t->get("/markdown/canonical-$n");
    is($r->{log}{status}, 'converted', "$name: converted");
    is($t->header($r, 'Link'), $expected && "$expected; rel=\"canonical\"",
        $name);
    is($t->header($r, $_), '', "$name: no $_") for qw(Set-Cookie x);
    is($t->header($t->get("/canonical-$n"), 'Link'), '',
        "$name: no header in HTML");
}
is($t->header($t->get('/markdown/canonical-before'), 'Link'),
    '</of-the-header>; rel=canonical', 'the origin has one');
my $beside = $t->get('/markdown/canonical-beside');
is($t->header($beside, 'Link'),
    '</n>; rel=next, <http://localhost/of-the-page>; rel="canonical"',
    'beside other links');
is($t->header($beside, 'X-Sent'), $t->header($beside, 'Link'),
    '$sent_http_link knows of it');

for my $n (0 .. $#robots) {
    my ($content, $expected) = @{$robots[$n]};
    my $r = $t->get("/markdown/robots-$n");
    is($r->{log}{status}, 'converted', "robots $content: converted");
    is($t->header($r, 'X-Robots-Tag'), $expected, "robots $content");
    is($t->header($r, 'X'), '', "robots $content: no other header");
    is($t->header($t->get("/robots-$n"), 'X-Robots-Tag'), '',
        "robots $content: no header in HTML");
}
like($t->get('/robots-0')->{body}, qr/<meta name="?robots"? content="?noindex/,
    'robots: in HTML a meta');

for my $name (sort keys %forbidding) {
    $t->same("no-transform, $name", 'bypass', "/$name");
}
$t->same('no-transform of the client', 'bypass', '/plain',
    'Cache-Control: max-age=0, NO-transform', 'If-None-Match: "x"');
is(join(' ', $t->upstream_request($t->get('/plain',
    'Cache-Control: no-transform', 'Range: bytes=1-2')) =~ /^(Range):/mg),
    'Range', 'no-transform of the client: its range is sent on');
is($t->get('/plain', 'Cache-Control: no-cache', 'Pragma: no-cache')
    ->{log}{status}, 'converted', 'a reload is converted');

# Cache-Control stays as it came

for my $name (qw(plain private no-store public)) {
    for my $prefix ('', '/markdown') {
        my ($view, $bare) = map $t->get("$_/$name"), $prefix, '/off';
        is($t->header($view, $_), $t->header($bare, $_),
            "$prefix/$name: $_ as it came")
            for qw(Cache-Control Expires Age Pragma);
    }
}

for my $case (['private', 'same-origin'], ['no-store', 'same-origin'],
    ['public', ''], ['plain', ''], ['private-corp', 'cross-origin'],
    ['plain', 'same-origin', 'Authorization: Basic eDp5'])
{
    my ($name, $policy, @headers) = @$case;
    my $field = 'Cross-Origin-Resource-Policy';
    is($t->header($t->get("/markdown/$name", @headers), $field), $policy,
        "$name @headers: $field of Markdown");
    is($t->header($t->get("/$name", @headers), $field),
        $policy eq 'cross-origin' ? $policy : '', "$name @headers: of HTML");
}

my $kept = join '|', map { /^([^:]*)/ } @kept;
for my $prefix ('', '/markdown') {
    my $r = $t->get("$prefix/kept");
    is($r->{status}, 200, "kept$prefix: 200, not 203");
    is($r->{log}{status}, 'converted', "kept$prefix: a view");
    is(join("\n", $r->{head} =~ /^((?:$kept): .*?)\r?$/mg),
        join("\n", @kept), "kept$prefix: what holds for a view as well stays");
}

my $nosy = $t->get('/markdown/nosy');
is($nosy->{log}{status}, 'converted', 'a title with line breaks');
like($nosy->{head}, qr/^X-Title: a +Set-Cookie: x=y[^\r\n]*b\r?$/m,
    'is one line');
is($t->header($nosy, 'Set-Cookie'), '', 'and no other header');

$t->done;
