#!/usr/bin/perl

# Responses and requests that are not eligible pass untouched, as `bypass`.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article response);
use Reader::Test;
use Test::More;

my $page = article('The river', 20_000);

# name => [status line, headers]
my %answers = (
    page => ['200 OK'],
    'no-content' => ['204 No Content'],
    created => ['201 Created'],
    partial => ['206 Partial Content', 'Content-Range: bytes 0-19/40'],
    range => ['200 OK', 'Content-Range: bytes 0-19/40'],
    redirect => ['302 Found', 'Location: /page'],
    'not-modified' => ['304 Not Modified', 'ETag: "a"'],
    'not-found' => ['404 Not Found'],
    unavailable => ['503 Service Unavailable', 'Retry-After: 60'],
    image => ['200 OK', 'Content-Type: image/png'],
    text => ['200 OK', 'Content-Type: text/plain'],
    typeless => ['200 OK', 'Content-Type:'],
    similar => ['200 OK', 'Content-Type: text/html5'],
    'no-transform' => ['200 OK', 'Cache-Control: no-transform'],
    'no-transform-2' => ['200 OK', 'Cache-Control: max-age=1 ,No-Transform, x'],
    'no-transform-3' => ['200 OK', 'Cache-Control: max-age=1',
        'Cache-Control: private', "Cache-Control:\tno-transform"],
    attachment => ['200 OK', 'Content-Disposition: attachment'],
    'attachment-2' => ['200 OK',
        'Content-Disposition: Attachment ; filename="a.html"'],
    unbuffered => ['200 OK', 'X-Accel-Buffering: no'],
    refresh => ['200 OK', 'Refresh: 0; URL=/elsewhere'],
);

# these look alike and do not forbid a view
my %harmless = (
    'like-no-transform' => ['200 OK',
        'Cache-Control: x-no-transform, no-transform-x, no-store'],
    inline => ['200 OK', 'Content-Disposition: inline; filename=attachment'],
    buffered => ['200 OK', 'X-Accel-Buffering: yes'],
    reload => ['200 OK', 'Refresh: 60'],
);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($method, $name) = $request =~ m{^(\w+) /([^ ?]*)};
    return print $socket slice($request) if $name eq 'sliced';
    my ($status, @headers) = @{$answers{$name} || $harmless{$name}};
    my $body = $status =~ /^(?:204|304)/ ? '' : $page;
    my $answer = response($body, @headers);
    $answer =~ s/^(HTTP\S+) .*?\r/$1 $status\r/;
    $answer =~ s/^Content-Length: 0\r\n//m;
    $answer =~ s/\r\n\r\n.*/\r\n\r\n/s if $method eq 'HEAD';
    print $socket $answer;
});

sub slice {
    my ($request) = @_;

    my ($from, $to) = $request =~ /^Range: bytes=(\d+)-(\d+)\r/m;
    $to = length($page) - 1 if $to >= length $page;
    my $answer = response(substr($page, $from, $to - $from + 1),
        "Content-Range: bytes $from-$to/" . length $page);
    return $answer =~ s/200 OK/206 Partial Content/r;
}

$t->write_file("a.$_", $page) for qw(jpg mp4 json);

$t->run(<<'END');
    location / { reader on; proxy_pass http://%%UPSTREAM%%; }
    location /ignore/ {
        reader on;
        proxy_ignore_headers X-Accel-Buffering;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /passed/ {
        reader on;
        proxy_pass_header X-Accel-Buffering;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /intercept/ {
        reader on;
        proxy_intercept_errors on;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /slices/ {
        reader on;
        slice 5k;
        proxy_set_header Range $slice_range;
        proxy_http_version 1.1;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /media/ {
        reader on;
        reader_format auto;
        reader_accept html;
        types { image/jpeg jpg; video/mp4 mp4; application/json json; }
        alias %%DIR%%/;
    }
    location /dead { reader on; proxy_pass http://127.0.0.1:1; }
    location /denied { reader on; deny all; }
    location /returned { reader on; return 200 "<html>a page</html>"; }
    location /moved { reader on; return 301 http://other.example/; }
END

is($t->get('/page')->{log}{status}, 'converted', 'a page');

for my $name (sort grep { $_ ne 'page' } keys %answers) {
    $t->same($name, 'bypass', "/$name");
    next if $name =~ /^(?:not-modified|no-content)$/;
    $t->same("HEAD $name", 'bypass', "HEAD /$name");
}

is($t->get("/$_")->{log}{status}, 'converted', $_) for sort keys %harmless;
is($t->header($t->get('/reload'), 'Refresh'), '', 'a view is not reloaded');

$t->same('POST', 'bypass', 'POST /page', 'Content-Length: 0');
$t->same('X-Accel-Buffering that is passed on', 'bypass', '/passed/unbuffered');
is($t->get('/ignore/unbuffered')->{log}{status}, 'converted',
    'X-Accel-Buffering that nginx is told to ignore');

my $sliced = $t->same('slices', 'bypass', '/slices/sliced');
ok($sliced->{body} eq $page, 'slices: all of them');

# what is no page keeps its validators and ranges

for my $uri (map "/media/a.$_", qw(jpg mp4 json)) {
    my $whole = $t->same($uri, 'bypass', $uri);
    my $tag = $t->header($whole, 'ETag');
    my $date = $t->header($whole, 'Last-Modified');
    for my $case ([200], [304, "If-None-Match: $tag"],
        [304, "If-Modified-Since: $date"], [206, 'Range: bytes=5-14'],
        [206, 'Range: bytes=-5', "If-Range: $tag"], [200, 'Range: bytes=-5', 'If-Range: "x"'],
        [416, 'Range: bytes=99999-'], [412, 'If-Match: "x"'])
    {
        my ($status, @headers) = @$case;
        # nginx forgets what modules knew of a request when it ends in 412
        my $known = $status == 412 ? 'off' : 'bypass';
        my $r = $t->same("$uri @headers", $known, $uri, @headers);
        is($r->{status}, $status, "$uri @headers: $status");
        $t->same("HEAD $uri @headers", $known, "HEAD $uri", @headers);
    }
    # the boundary of parts is a number of its own
    is($t->get($uri, 'Range: bytes=0-9,20-29')->{status}, 206,
        "$uri: two ranges");
}

$t->same('intercepted error', 'bypass', '/intercept/not-found');
$t->same('no upstream', 'bypass', '/dead');
$t->same('denied', 'bypass', '/denied');

# before there is a predicate
$t->same('return', 'off', '/returned');
$t->same('return 301', 'off', '/moved');

$t->done;
