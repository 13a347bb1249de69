#!/usr/bin/perl

# Whatever goes wrong, the client gets what it would get without the module,
# byte for byte, and $reader_status says why.

use strict;
use warnings;

use Compress::Zlib qw(compress memGzip);
use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article no_article response chunked through);
use Reader::Test;
use Test::More;
use Time::HiRes qw(sleep);

my $page = article('The river', 200_000);
my $gzip = memGzip($page);
my $broken = $gzip;
substr $broken, 2000, 16, "\xff" x 16;
my $brotli = through('brotli -c', $page);
my $zstd = through('zstd -cq', $page);
my $bomb = article('Zeros', 200_000) . "\0" x 5_000_000;

my %answers = (
    '/article' => response($page),
    '/large' => response($page),
    '/large-chunked' => response(chunked($page =~ /(.{1,10000})/gs),
        'Transfer-Encoding: chunked'),
    '/large-to-the-end' => response($page, 'Connection: close'),
    '/bomb' => response(memGzip($bomb), 'Content-Encoding: gzip'),
    '/bomb-deflate' => response(compress($bomb), 'Content-Encoding: deflate'),
    '/bomb-br' => response(through('brotli -c', $bomb),
        'Content-Encoding: br'),
    '/bomb-zstd' => response(through('zstd -cq', $bomb),
        'Content-Encoding: zstd'),
    '/bomb-members' => response(memGzip($page) x 30,
        'Content-Encoding: gzip'),
    '/deep' => response('<p>x' . '<div>' x 100_000),
    '/front' => response(no_article(5000)),
    '/truncated' => substr(response($page), 0, 90_000),
    '/truncated-at-once' => substr(response($page), 0, -length $page),
    '/truncated-chunked' => substr(response(chunked($page =~ /(.{1,10000})/gs),
        'Transfer-Encoding: chunked'), 0, 90_000),
    '/empty-chunked' => response(chunked(), 'Transfer-Encoding: chunked'),
    '/empty' => response(''),
    '/empty-to-the-end' => response('', 'Connection: close'),
    '/empty-gzip' => response(chunked(), 'Transfer-Encoding: chunked',
        'Content-Encoding: gzip'),
    '/broken-gzip' => response($broken, 'Content-Encoding: gzip'),
    '/cut-gzip' => response(substr($gzip, 0, -2000),
        'Content-Encoding: gzip'),
    '/no-gzip' => response($page, 'Content-Encoding: gzip'),
    '/broken-deflate' => response("\x78\x9c" . 'no such thing' x 100,
        'Content-Encoding: deflate'),
    '/cut-deflate' => response(substr(compress($page), 0, -2000),
        'Content-Encoding: deflate'),
    '/cut-member' => response(substr(memGzip($page) . memGzip('more'), 0, -20),
        'Content-Encoding: gzip'),
    '/cut-br' => response(substr($brotli, 0, -20), 'Content-Encoding: br'),
    '/no-br' => response($page, 'Content-Encoding: br'),
    '/cut-zstd' => response(substr($zstd, 0, -20), 'Content-Encoding: zstd'),
    '/cut-frame' => response($zstd . substr($zstd, 0, 4),
        'Content-Encoding: zstd'),
    '/zstd-tail' => response("$zstd, and more", 'Content-Encoding: zstd'),
    '/no-zstd' => response($page, 'Content-Encoding: zstd'),
    # it may need a window of 128 MB
    '/wide-zstd' => response(through('zstd -cq --ultra -22', $page),
        'Content-Encoding: zstd'),
    '/empty-br' => response(chunked(), 'Transfer-Encoding: chunked',
        'Content-Encoding: br'),
    '/empty-zstd' => response(chunked(), 'Transfer-Encoding: chunked',
        'Content-Encoding: zstd'),
    '/compress' => response($gzip, 'Content-Encoding: compress'),
    '/twice' => response(memGzip($gzip), 'Content-Encoding: gzip, gzip'),
    '/twice-in-two' => response(memGzip($gzip), 'Content-Encoding: gzip',
        'Content-Encoding: gzip'),
    '/korean' => response($page, 'Content-Type: text/html; charset=iso-2022-kr'),
    '/hz' => response($page, 'Content-Type: text/html; charset=hz-gb-2312'),
    '/rich' => response(no_article(5000),
        'ETag: "abc"', 'Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT',
        'Accept-Ranges: bytes', 'Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==',
        'Set-Cookie: a=b', 'Set-Cookie: c=d', 'Refresh: 30',
        "Content-Security-Policy: default-src 'self'", 'X-Odd:  spaced ',
        'Content-Type: text/html; charset="UTF-8"', 'Cache-Control: private'),
);

# what is no chunk comes when the chunks before it have been read
my $good = substr $page, 0, 60_000;
my @bad_chunk = (response(chunked($good =~ /(.{1,10000})/gs),
    'Transfer-Encoding: chunked') =~ s/0\r\n\r\n\z//r, "no chunk\r\n");

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($path) = $request =~ m{^\w+ (/[^ ?]*)};
    return print $socket $answers{$path} if $path ne '/bad-chunk';
    for my $piece (@bad_chunk) {
        print $socket $piece;
        sleep 0.3;
    }
});

my %limits = (
    'large' => 'reader_buffer_size 100k;',
    'small' => 'reader_memory 64k;',
    'quick' => 'reader_timeout 1ms;',
    'slow' => 'proxy_buffering off;',
    'plain' => '',
);

$t->run(join '', map {
    "location /$_/ { reader on; $limits{$_} proxy_pass http://%%UPSTREAM%%/; "
        . "proxy_http_version 1.1; }\n"
    } keys %limits);

# the controls: without the faults, there is a view
is($t->get('/plain/article')->{log}{status}, 'converted', 'an article');

my @cases = (
    ['over reader_buffer_size', 'too_large', '/large/large'],
    ['over it, in chunks', 'too_large', '/large/large-chunked'],
    ['over it, to the end', 'too_large', '/large/large-to-the-end'],
    ['over it when inflated', 'too_large', '/plain/bomb'],
    ['over it when inflated, deflate', 'too_large', '/plain/bomb-deflate'],
    ['over it when inflated, brotli', 'too_large', '/plain/bomb-br'],
    ['over it when inflated, zstd', 'too_large', '/plain/bomb-zstd'],
    ['over it in many members', 'too_large', '/plain/bomb-members'],
    ['over reader_memory', 'memory', '/small/article'],
    ['100,000 open elements', 'too_deep', '/plain/deep'],
    ['under reader_timeout 1ms', 'timeout', '/quick/article'],
    ['no article', 'not_article', '/plain/front'],
    ['truncated', 'truncated', '/plain/truncated'],
    ['truncated before the body', 'truncated', '/plain/truncated-at-once'],
    ['truncated in a chunk', 'truncated', '/plain/truncated-chunked'],
    ['truncated, unbuffered', 'truncated', '/slow/truncated'],
    ['invalid chunk, unbuffered', 'truncated', '/slow/bad-chunk'],
    ['empty, in chunks', 'not_article', '/plain/empty-chunked'],
    ['empty, to the end', 'not_article', '/plain/empty-to-the-end'],
    ['empty, yet gzip', 'encoding', '/plain/empty-gzip'],
    ['broken gzip', 'encoding', '/plain/broken-gzip'],
    ['gzip that ends too early', 'encoding', '/plain/cut-gzip'],
    ['gzip that is none', 'encoding', '/plain/no-gzip'],
    ['deflate that is none', 'encoding', '/plain/broken-deflate'],
    ['deflate that ends too early', 'encoding', '/plain/cut-deflate'],
    ['second member that ends too early', 'encoding', '/plain/cut-member'],
    ['brotli that ends too early', 'encoding', '/plain/cut-br'],
    ['brotli that is none', 'encoding', '/plain/no-br'],
    ['zstd that ends too early', 'encoding', '/plain/cut-zstd'],
    ['second frame that ends too early', 'encoding', '/plain/cut-frame'],
    ['zstd with something behind it', 'encoding', '/plain/zstd-tail'],
    ['zstd that is none', 'encoding', '/plain/no-zstd'],
    ['zstd with too large a window', 'encoding', '/plain/wide-zstd'],
    ['empty, yet brotli', 'encoding', '/plain/empty-br'],
    ['empty, yet zstd', 'encoding', '/plain/empty-zstd'],
    ['unknown coding', 'encoding', '/plain/compress'],
    ['two codings', 'encoding', '/plain/twice'],
    ['two codings in two headers', 'encoding', '/plain/twice-in-two'],
    ['charset of the replacement kind', 'charset', '/plain/korean'],
    ['another such charset', 'charset', '/plain/hz'],
    ['many headers', 'not_article', '/plain/rich'],
);

for my $case (@cases) {
    my $r = $t->same(@$case);
    ok(!$r->{late}, "$case->[0]: at once");
    my ($name, $status, $uri) = @$case;
    my @lines = grep m{"GET \Q$uri\E HTTP}, split /\n/,
        $t->read_file('reader.log');
    is(scalar(grep /\[info\].* reader left the page as it is \($status\)/,
        @lines), 1, "$name: one line in the log says why");
}

# nothing to convert is no fault
$t->same('empty, with its length', 'bypass', '/plain/empty');

# how much of it nginx itself has sent by then depends on its buffers
my $bad = $t->get('/plain/bad-chunk');
is($bad->{log}{status}, 'truncated', 'invalid chunk: truncated');
is($bad->{status}, 200, 'invalid chunk: with a header');
ok(length $bad->{body} && $bad->{body} eq substr($good, 0, length $bad->{body}),
    'invalid chunk: what came before it');
ok($bad->{cut}, 'invalid chunk: and no end');

# a header that was sent in time did not know that keepalive would end
for my $version ('1.1', '1.0') {
    my @r = map {
        $t->raw($_, "GET /plain/truncated HTTP/$version\r\nHost: localhost\r\n"
            . "Connection: keep-alive\r\n\r\n")
    } 'reader', 'bare';
    s/^Date: .*?\r\n//m for map $_->{head}, @r;
    is($r[0]{head}, $r[1]{head}, "truncated, keepalive, HTTP/$version: headers");
    ok($r[0]{body} eq $r[1]{body}, "truncated, keepalive, HTTP/$version: body");
    ok(!$r[0]{late}, "truncated, keepalive, HTTP/$version: ends");
}

# what is known of them is logged
my $log = $t->get('/plain/front')->{log};
is($log->{bytes_in}, length($answers{'/front'} =~ s/.*?\r\n\r\n//sr),
    'bytes_in of a page that is none');
is($log->{bytes_out}, '-', 'no bytes_out');
like($log->{time}, qr/^\d+\.\d{3}$/, 'time');
is($t->get('/plain/compress')->{log}{time}, '-', 'no time without a conversion');

# HTTP/1.0, and a client that takes gzip itself
$t->same('accepting gzip', 'encoding', '/plain/broken-gzip',
    'Accept-Encoding: gzip');
for my $to ('reader', 'bare') {
    my $r = $t->raw($to, "GET /large/large-chunked HTTP/1.0\r\n\r\n");
    ok($r->{body} eq $page, "HTTP/1.0, $to");
}

$t->done;
