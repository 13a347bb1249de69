#!/usr/bin/perl

# Headers full of noise, from clients and from upstreams: whatever is in them,
# there is a view or the page, and a worker lives; with sanitizers, without a
# word from them.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article response);
use Reader::Test;
use Test::More;

my $page = article('The river', 8_000);

# what the parsers of these headers look at, and some of what they do not
my @bits = ('"', '"', ',', ', ', ';', '; ', '=', '/', '*', 'W/', 'w/', '\\', ' ',
    "\t", '<', '>', 'q=', 'q=0.5', 'Q=1.000', ';q=0', '.', '0', '1', '-', '-h',
    'text', 'text/html', 'text/markdown', 'application', 'xhtml+xml', '*/*',
    'charset', 'utf-8', 'variant=GFM', 'abc', '"abc"', 'W/"abc"', "\xe9", "'",
    'rel', 'rel=', 'preload', 'canonical', '<a>; rel=next', 'default-src',
    "'self'", 'img-src', "'none'", 'sandbox', 'no-transform', 'private',
    'Accept', 'Cookie', 'noindex', 'Tue, 15 Nov 1994 12:45:26 GMT', '-hd', 'x');
my @of_client = qw(Accept If-None-Match If-Modified-Since If-Range
    Cache-Control Sec-Fetch-Dest Save-Data);
my @of_upstream = qw(ETag Last-Modified Vary Link Content-Security-Policy
    Cache-Control Content-Disposition Refresh);

# the same noise each time
my $state = 1;

sub any { # of so many
    $state = ($state * 1103515245 + 12345) % 2**31;
    return int($state / 65536) % $_[0];
}

sub noise {
    my $value = join '', map $bits[any(scalar @bits)], 0 .. any(24);
    return $value =~ s/^\s+|\s+$//gr;
}

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    ($state) = $request =~ m{^\w+ /(\d+)};
    print $socket response($page, map { "$_: " . noise() } grep { any(2) }
        @of_upstream, qw(Vary Link Content-Security-Policy));
});

$t->run(<<'END', <<'HTTP');
    location / {
        reader on;
        reader_format $format;
        reader_accept markdown json;
        reader_vary Save-Data;
        proxy_pass http://%%UPSTREAM%%;
    }
END
    map $arg_format $format { default $arg_format; "" auto; }
HTTP

my %seen;
for my $n (1 .. 400) {
    $state = 1000 + $n;
    my $uri = "/$n" . ('', '?format=html', '?format=markdown')[any(3)];
    my $r = $t->get($uri, map { "$_: " . noise() } grep { any(2) } @of_client);
    my $status = $r->{log}{status};
    $seen{$status}++;
    my $good = $status eq 'converted' ? $r->{body} =~ /week of the survey/
            && $r->{body} !~ /of_the_page/
        : $status eq 'bypass' ? $r->{status} == 304 || $r->{body} eq $page
        : $status eq 'not_modified' ? $r->{status} == 304 && $r->{body} eq ''
        : 0;
    ok($good, "$uri: $status") or diag($r->{head});
}
cmp_ok($seen{$_} // 0, '>', 20, "some are $_") for qw(converted bypass);

$t->done;
