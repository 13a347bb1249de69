#!/usr/bin/perl

# How the upstream may send a page that is to be converted: compressed, in
# pieces, slowly, with or without its length, from a file or from a cache.

use strict;
use warnings;

use Compress::Zlib qw(compress memGzip);
use FindBin;
use lib "$FindBin::Bin/lib";
use IO::Compress::RawDeflate qw(rawdeflate);

use Reader::HTTP qw(article no_article response chunked same_text through);
use Reader::Test;
use Test::More;

my $page = article('The river', 120_000);
my $half = int(length($page) / 2);
my @halves = (substr($page, 0, $half), substr($page, $half));
my $members = memGzip($halves[0]) . memGzip('') . memGzip($halves[1]);
rawdeflate(\$page => \my $raw);
rawdeflate(\$page => \my $stored, -Level => 0);
my $brotli = through('brotli -c', $page);
my @zstd = map { through('zstd -cq', $_) } @halves;
# RFC 8878, 3.1.2: a frame to be skipped, of four bytes
my $skipped = pack 'VV a4', 0x184d2a50, 4, 'skip';

# of exactly the limit, and one byte over it
my $limit = 128 * 1024;
my $full = $page . ' ' x ($limit - length $page);

my %bodies = (
    plain => [$page],
    gzip => [memGzip($page), 'Content-Encoding: gzip'],
    'x-gzip' => [memGzip($page), 'Content-Encoding: X-GZip'],
    members => [$members, 'Content-Encoding: gzip'],
    padded => [memGzip($page) . "\0" x 512, 'Content-Encoding: gzip'],
    zlib => [compress($page), 'Content-Encoding: deflate'],
    raw => [$raw, 'Content-Encoding: deflate'],
    stored => [$stored, 'Content-Encoding: deflate'],
    br => [$brotli, 'Content-Encoding: br'],
    'br-window' => [through('brotli -c -w 24', $page), 'Content-Encoding: BR'],
    'br-tail' => ["$brotli, and more", 'Content-Encoding: br'],
    zstd => [through('zstd -cq', $page), 'Content-Encoding: zstd'],
    'zstd-window' => [through('zstd -cq -19', $page),
        'Content-Encoding: zstd'],
    frames => [join($skipped, '', @zstd, ''), 'Content-Encoding: zstd'],
    identity => [$page, 'Content-Encoding: identity'],
    none => [$page, 'Content-Encoding: none'],
    'no-coding' => [$page, 'Content-Encoding:'],
    full => [$full],
    'full-gzip' => [memGzip($full), 'Content-Encoding: gzip'],
    'full-br' => [through('brotli -c', $full), 'Content-Encoding: br'],
    'full-zstd' => [through('zstd -cq', $full), 'Content-Encoding: zstd'],
    over => ["$full "],
    'over-gzip' => [memGzip("$full "), 'Content-Encoding: gzip'],
    'over-br' => [through('brotli -c', "$full "), 'Content-Encoding: br'],
    'over-zstd' => [through('zstd -cq', "$full "), 'Content-Encoding: zstd'],
    crumbs => [$page],
);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($name, $way) = $request =~ m{^\w+ /([^ ?]*)\??(\w*)};
    my ($body, @headers) = @{$bodies{$name}};
    my $step = $name eq 'crumbs' ? 1000 : 30_000;
    my $answer = $way eq 'length' ? response($body, @headers)
        : $way eq 'chunks' ? response(chunked($body =~ /(.{1,$step})/gs),
            @headers, 'Transfer-Encoding: chunked')
        : response($body, @headers, 'Connection: close');
    for my $piece ($answer =~ /(.{1,$step})/gs) {
        syswrite $socket, $piece;
        select undef, undef, undef, 0.001;
    }
});

$t->write_file('page.html', $page);
$t->write_file('large.html', "$full ");
$t->write_file('list.html', no_article(50_000));

$t->run(<<'END', <<'HTTP');
    reader on;
    reader_format text;
    reader_buffer_size 128k;
    proxy_http_version 1.1;
    location /buffered/ { proxy_pass http://%%UPSTREAM%%/; }
    location /small-buffers/ {
        proxy_buffers 2 4k; proxy_buffer_size 4k; proxy_busy_buffers_size 4k;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /unbuffered/ {
        proxy_buffering off;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /cached/ {
        proxy_cache pages;
        proxy_cache_valid 1m;
        add_header X-Cache $upstream_cache_status;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /files/ { alias %%DIR%%/; }
    location /direct/ { alias %%DIR%%/; sendfile on; directio 512; }
    location /mapped/ { alias %%DIR%%/; sendfile on; output_buffers 1 512; }
END
    proxy_cache_path cache keys_zone=pages:1m;
HTTP

my $view = $t->get('/buffered/plain?length');
is($view->{log}{status}, 'converted', 'a view to compare with');
is($view->{log}{bytes_in}, length $page, 'of a page of that length');

for my $how (qw(buffered small-buffers unbuffered)) {
    for my $way (qw(length chunks close)) {
        for my $name (qw(plain gzip members raw br frames)) {
            my $r = $t->get("/$how/$name?$way");
            is($r->{log}{status}, 'converted', "$how, $name, $way: converted");
            ok(same_text($r->{body}, $view->{body}), "$how, $name, $way: the view");
        }
    }
}

for my $name (qw(x-gzip padded zlib stored br-window br-tail zstd zstd-window
    identity none no-coding crumbs))
{
    my $r = $t->get("/buffered/$name?length");
    is($r->{log}{status}, 'converted', "$name: converted");
    ok(same_text($r->{body}, $view->{body}), "$name: the view");
    is($t->header($r, 'Content-Encoding'), '', "$name: no coding any more");
    is($r->{log}{bytes_in}, length $page, "$name: bytes_in are inflated");
}

for my $name (qw(full full-gzip full-br full-zstd)) {
    is($t->get("/buffered/$name?$_")->{log}{status}, 'converted',
        "$name, $_: a page of the limit") for qw(length chunks close);
}

for my $how (qw(buffered small-buffers unbuffered)) {
    $t->same("$how, over, $_", 'too_large', "/$how/over?$_")
        for qw(length chunks close);
    $t->same("$how, over-$_", 'too_large', "/$how/over-$_?length")
        for qw(gzip br zstd);
}

# a cache keeps the page, not the view

for my $expected (qw(MISS HIT)) {
    my $r = $t->get('/cached/gzip?length');
    is($t->header($r, 'X-Cache'), $expected, "cache: $expected");
    ok(same_text($r->{body}, $view->{body}), "cache: $expected: the view");
}
$t->get('/cached/over?length');
$t->request('bare', 'GET', '/cached/over?length');
$t->same('cached, over', 'too_large', '/cached/over?length');

# files

for my $how (qw(files direct mapped)) {
    my $r = $t->get("/$how/page.html");
    is($r->{log}{status}, 'converted', "$how: converted");
    ok(same_text($r->{body}, $view->{body}), "$how: the view");
    is($t->header($r, 'Accept-Ranges'), '', "$how: no ranges");
    like($t->header($r, 'ETag'), qr{^W/"[0-9a-f]+-[0-9a-f]+-t[0-9a-f]{8}"$},
        "$how: not the ETag of the file");
    $t->same("$how, over", 'too_large', "/$how/large.html");
    $r = $t->same("$how, no article", 'not_article', "/$how/list.html");
    is($t->header($r, 'Accept-Ranges'), 'bytes', "$how: ranges as ever");
}

$t->done;
