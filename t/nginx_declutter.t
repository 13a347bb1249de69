#!/usr/bin/perl

# reader_mode declutter: the page with its clutter cut out, under its own
# headers; the untouched page where there is nothing to cut.

use strict;
use warnings;

use FindBin;
use IO::Compress::Gzip qw(gzip);
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(response);
use Reader::Test;
use Test::More;

my $ad = '<div class="ad-slot"><a href="//ad.example/">Buy</a></div>';
my $rest = "<!DOCTYPE html><title>Caf\xe9</title><body class=locked>"
    . "<p>Some caf\xe9 &amp; more.</p>\r\n<a href=/x>x</a></body>";
my $page = $rest =~ s{(?=<a href)}{$ad}r;
my $type = 'Content-Type: text/html; charset=ISO-8859-1';
gzip(\$page, \my $packed) or die;

my %answers = (
    '/page' => response($page, $type, 'ETag: "v1"', 'Accept-Ranges: bytes',
        'Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT', 'Digest: sha-256=x',
        'Link: </a.css>; rel=preload; as=style',
        "Content-Security-Policy: script-src 'sha256-x'",
        'X-Frame-Options: DENY', 'Cache-Control: private, max-age=60',
        'Content-Security-Policy-Report-Only: default-src x'),
    '/gzip' => response($packed, $type, 'Content-Encoding: gzip'),
    '/clean' => response($rest, $type, 'ETag: "v1"', 'Accept-Ranges: bytes'),
    '/rule' => response($rest . '<p id=mine>Mine.</p>', $type),
    '/no-transform' => response($page, $type, 'Cache-Control: no-transform'),
    '/broken' => response('x' x 20, $type, 'Content-Encoding: gzip'),
);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($path) = $request =~ m{^\w+ (/[^ ?]*)};
    my $answer = $answers{$path} // response($page, $type);
    $answer =~ s/\r\n\r\n.*/\r\n\r\n/s if $request =~ /^HEAD/;
    syswrite $socket, $answer;
});

$t->run(<<'END');
    proxy_http_version 1.1;
    location / {
        reader on;
        reader_mode declutter;
        reader_format auto;
        reader_strip "#mine";
        proxy_pass http://%%UPSTREAM%%;
    }
    location /off/ {
        reader off;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /by/ {
        reader on;
        reader_mode $arg_mode;
        reader_format text;
        reader_min_score 0;
        reader_min_length 0;
        proxy_pass http://%%UPSTREAM%%/;
    }
END

my $r = $t->get('/page', 'Accept: text/markdown');
is($r->{body}, $rest, 'every byte but the cut ones');
is($r->{log}{status}, 'converted', 'status');
is($r->{log}{format}, 'declutter', 'format: whatever is accepted');
is($r->{log}{bytes_in}, length $page, 'bytes in');
is($r->{log}{bytes_out}, length $rest, 'bytes out');
like($r->{head}, qr/^Content-Length: @{[length $rest]}\r/m, 'its length');
like($r->{head}, qr/^\Q$type\E\r/m, 'its own type and charset');
like($r->{head}, qr/^ETag: W\/"v1-x/m, 'a tag of its own');
like($r->{head}, qr/^\Q$_\E/m, "$_ stays") for
    "Content-Security-Policy: script-src 'sha256-x'", 'X-Frame-Options: DENY',
    'Link: </a.css>; rel=preload; as=style', 'Cache-Control: private',
    'Content-Security-Policy-Report-Only: default-src x';
unlike($r->{head}, qr/^$_:/mi, "no $_")
    for qw(Accept-Ranges Digest X-Content-Type-Options Content-Encoding);
unlike($r->{head}, qr/^Vary: Accept/m, 'no negotiation');

my ($tag) = $r->{head} =~ /^ETag: (\S+)/m;
my $again = $t->get('/page', "If-None-Match: $tag");
like($again->{head}, qr{^HTTP/1.1 304}, 'a page that the client has');
is($again->{log}{status}, 'not_modified', 'is told so');
like($again->{head}, qr/^Content-Security-Policy: script-src 'sha256-x'/m,
    'with the policy of the page');

my $head = $t->head('/page');
is($head->{log}{status}, 'head', 'HEAD');
unlike($head->{head}, qr/^Content-Length:/m, 'has no length');
like($head->{head}, qr/^\Q$type\E\r/m, 'and the type of the page');

$r = $t->get('/gzip');
is($r->{body}, $rest, 'of a compressed page');
unlike($r->{head}, qr/^Content-Encoding/m, 'not compressed any more');

$r = $t->get('/clean');
is($r->{body}, $rest, 'nothing to cut');
is($r->{log}{status}, 'clean', 'says so');
like($r->{head}, qr/^ETag: "v1"\r/m, 'the tag of the page');

$r = $t->get('/rule');
is($r->{body}, $rest, 'a site rule');
is($r->{log}{status}, 'converted', 'cuts');

for my $case (['/no-transform', 'bypass'], ['/broken', 'encoding']) {
    my ($path, $status) = @$case;
    my $got = $t->get($path);
    my $want = $t->get("/off$path");
    is($got->{body}, $want->{body}, "$path is untouched");
    is($got->{log}{status}, $status, "$path: status");
}

for my $case (['declutter', 'converted', 'declutter'],
    ['article', 'converted', 'text'], ['other', 'bypass', 'html'],
    ['', 'bypass', 'html']) {
    my ($mode, $status, $format) = @$case;
    my $got = $t->get("/by/page?mode=$mode");
    is($got->{log}{status}, $status, "mode '$mode': status");
    is($got->{log}{format}, $format, "mode '$mode': format");
}

$t->done;
