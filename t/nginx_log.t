#!/usr/bin/perl

# What the debug log says: a line for each decision, so that what became of a
# request can be read there.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article no_article response);
use Reader::Test;
use Test::More;

my $binary = $ENV{TEST_NGINX_BINARY} || '/usr/sbin/nginx';
plan skip_all => 'an nginx without --with-debug'
    unless `$binary -V 2>&1` =~ /--with-debug/;

my $page = article('The river', 20_000);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($name) = $request =~ m{^\w+ /([\w-]*)};
    print $socket $name eq 'list'
        ? response(no_article(5000), 'ETag: "list"')
        : $name eq 'image' ? response($page, 'Content-Type: image/png')
        : $name eq 'forbidden'
        ? response($page, 'Cache-Control: no-transform')
        : response($page, 'ETag: "abc"');
});

$t->run(<<'END');
    error_log %%DIR%%/debug-%%NAME%%.log debug;
    location / {
        reader $arg_reader;
        reader_format $arg_format;
        proxy_pass http://%%UPSTREAM%%;
    }
END

# the lines of this module that a request adds
sub lines {
    my ($method, $uri, @headers) = @_;

    my $before = length $t->read_file('debug-reader.log');
    my $r = $t->request('reader', $method, $uri, @headers);
    my $log = substr $t->read_file('debug-reader.log'), $before;
    return join "\n", $log =~ /\[debug\].*? (http reader .*)/g;
}

my $view = '/a?reader=1&format=markdown';
my $tag = $t->header($t->get($view), 'ETag');

my @cases = (
    ['off', 'GET', '/a', [], 'http reader "": off'],
    ['on', 'GET', $view, [], 'http reader "1": on', 'format: markdown',
        'reads the page, length:\d+', 'conversion: converted, score:\d+, \d+ us',
        'sends a view, \d+ bytes of \d+'],
    ['method', 'POST', $view, ['Content-Length: 0'], 'bypass: method'],
    ['no-transform', 'GET', $view, ['Cache-Control: no-transform'],
        'bypass: no-transform of the client'],
    ['accept', 'GET', '/a?reader=1&format=auto',
        ['Accept: text/markdown, text/html;q=0.5'],
        'accept html: q:500 fit:4', 'accept markdown: q:1000 fit:4',
        'format: markdown', 'vary: Accept'],
    ['the page wins', 'GET', '/a?reader=1&format=auto', [],
        'bypass: the client prefers the page'],
    ['an image', 'GET', '/x.png?reader=1&format=text', [],
        'expects no page, validators stay'],
    ['validators', 'GET', $view, ['Range: bytes=0-9'],
        'keeps validators and range back, sends: "" for ""'],
    ['the tag of a view', 'GET', $view, ["If-None-Match: $tag"],
        'keeps validators and range back, sends: ""abc"" for "' . quotemeta($tag)
            . '"', 'not modified: ' . quotemeta $tag],
    ['a type', 'GET', '/image?reader=1&format=text', [], 'bypass: type'],
    ['a header', 'GET', '/forbidden?reader=1&format=text', [],
        'bypass: Cache-Control'],
    ['no article', 'GET', '/list?reader=1&format=text',
        ['If-None-Match: "list"'], 'conversion: not_article, score:\d+, \d+ us',
        'page not modified'],
);

for my $case (@cases) {
    my ($name, $method, $uri, $headers, @expected) = @$case;
    my $lines = lines($method, $uri, @$headers);
    like($lines, qr/^(?:http reader )?$_$/m, "$name: $_")
        for @expected;
}

$t->done;
