#!/usr/bin/perl

# What of a request reaches the upstream: a view must not be validated by, nor
# cut from, the page that it was made of.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article response);
use Reader::Test;
use Test::More;

my $page = article('The river', 20_000);
my @foreign = ('If-None-Match: "page"', 'Range: bytes=0-99', 'If-Range: "page"',
    'If-Modified-Since: Tue, 15 Nov 1994 12:45:26 GMT');

my $t = Reader::Test->new;

# an origin that honours validators and ranges
$t->upstream(sub {
    my ($socket, $request) = @_;
    my $answer = response($page, 'ETag: "page"', 'Accept-Ranges: bytes');
    if ($request =~ m{^GET /accel(/\S+)}) {
        $answer = response('', "X-Accel-Redirect: $1");
    } elsif ($request =~ m{^GET /missing}) {
        $answer = response('') =~ s/200 OK/404 Not Found/r;
    } elsif ($request =~ /^If-(?:None-Match|Modified-Since):/m) {
        $answer = "HTTP/1.1 304 Not Modified\r\nETag: \"page\"\r\n\r\n";
    } elsif ($request =~ /^Range:/m) {
        $answer = response(substr($page, 0, 100),
            'Content-Range: bytes 0-99/' . length $page);
        $answer =~ s/200 OK/206 Partial Content/;
    }
    print $socket $answer;
});

$t->write_file('file.html', $page);
$t->write_file('file.txt', $page);
mkdir $t->dir . '/index';
$t->write_file('index/index.html', $page);

$t->run(<<'END', <<'HTTP');
    location / { reader $arg_reader; proxy_pass http://%%UPSTREAM%%; }
    location /cached {
        reader $arg_reader;
        proxy_cache pages;
        proxy_cache_valid 1m;
        proxy_cache_key $uri;
        proxy_pass http://%%UPSTREAM%%;
    }
    location /any { reader on; reader_types *; proxy_pass http://%%UPSTREAM%%; }
    location /file { reader $arg_reader; }
    location /index { reader $arg_reader; }
    location /accel/ { reader on; proxy_pass http://%%UPSTREAM%%; }
    location /files/ { alias %%DIR%%/; }
    location /origin/ { proxy_pass http://%%UPSTREAM%%; }
    location /view/ { reader on; proxy_pass http://%%UPSTREAM%%; }
    location /missing {
        reader on;
        proxy_intercept_errors on;
        error_page 404 =200 /files/file.html;
        proxy_pass http://%%UPSTREAM%%;
    }
    location /untried { reader on; try_files /none /files/file.html; }
    location /jump { error_page 418 = @jump; return 418; }
    location @jump { reader on; proxy_pass http://%%UPSTREAM%%; }
END
    proxy_cache_path cache keys_zone=pages:1m;
HTTP

sub sent_on {
    my ($r) = @_;
    return join ' ', sort $t->upstream_request($r)
        =~ /^(If-None-Match|If-Modified-Since|Range|If-Range):/mg;
}

my $view = $t->get('/page?reader=1');
is($view->{log}{status}, 'converted', 'a view');

# alone, all together, and in any place among other headers

for my $header (@foreign) {
    my ($name) = split /:/, $header;
    my $r = $t->get('/page?reader=1', $header);
    is($r->{log}{status}, 'converted', "$name: converted");
    ok($r->{body} eq $view->{body}, "$name: the whole view");
    is(sent_on($r), '', "$name: not sent on");
}

my @others = map "X-Other-$_: value-$_", 1 .. 50;
for my $at (0, 1, 20, 50) {
    my @headers = @others;
    splice @headers, $at, 0, @foreign;
    my $r = $t->get('/page?reader=1', @headers);
    is($r->{log}{status}, 'converted', "after $at others: converted");
    is(sent_on($r), '', "after $at others: not sent on");
    is(join("\n", $t->upstream_request($r) =~ /^(X-Other-.*?)\r/mg),
        join("\n", @others), "after $at others: the others are, in order");
    like($t->upstream_request($r), qr/^Host: /m, "after $at others: Host is");
}

my @mixed = map { ($others[$_], $foreign[$_]) } 0 .. 3;
my $mixed = $t->get('/page?reader=1', @mixed);
is(sent_on($mixed), '', 'between others: not sent on');
is(join("\n", $t->upstream_request($mixed) =~ /^(X-Other-.*?)\r/mg),
    join("\n", @others[0 .. 3]), 'between others: the others are');

my $lower = $t->get('/page?reader=1', map { s/^([^:]*)/\L$1/r } @foreign);
is(sent_on($lower), '', 'in lower case: not sent on');
is($lower->{log}{status}, 'converted', 'in lower case: converted');

my $alone = $t->raw('reader',
    "GET /page?reader=1 HTTP/1.0\r\nRange: bytes=0-9\r\n\r\n");
is($alone->{status}, 200, 'the only header of a request: removed');

is($t->head('/page?reader=1', @foreign)->{log}{status}, 'head',
    'HEAD with validators');

# who gets no view keeps them all

my $off = $t->get('/page', @foreign);
is($off->{status}, 304, 'off: 304');
is(sent_on($off), 'If-Modified-Since If-None-Match If-Range Range',
    'off: all sent on');
is($t->get('/page', $foreign[1])->{status}, 206, 'off: 206');

for my $uri ('/picture.png?reader=1', '/picture.PNG?reader=1') {
    is($t->get($uri, $foreign[0])->{status}, 304, "$uri: 304");
    $t->same("$uri, range", 'bypass', $uri, $foreign[1]);
}
is($t->get('/a.html?reader=1', $foreign[0])->{status}, 200, '.html: no 304');
is($t->get('/a.php?reader=1', $foreign[0])->{status}, 200,
    'an unknown extension: no 304');
is($t->get('/any.png', $foreign[0])->{status}, 200, 'reader_types *: no 304');

for my $case (['image', 304], ['script', 304], ['video', 304],
    ['document', 200], ['iframe', 200], ['empty', 200], ['', 200])
{
    my ($destination, $status) = @$case;
    is($t->get('/page?reader=1', "Sec-Fetch-Dest: $destination", $foreign[0])
        ->{status}, $status, "Sec-Fetch-Dest: '$destination': $status");
}

# Range, left in the request, with nginx itself to answer it
for my $uri ('/file.txt?reader=1', '/cached.png?reader=1') {
    $t->get($uri);
    $t->request('bare', 'GET', $uri);
    my $r = $t->same($uri, 'bypass', $uri, 'Range: bytes=5-14');
    is($r->{status}, 206, "$uri: 206");
}

# nginx's cache and files compare validators themselves

for my $uri ('/cached/a', '/file.html', '/index/') {
    my $first = $t->get($uri);
    my $tag = $t->header($first, 'ETag');
    is($t->get($uri, "If-None-Match: $tag")->{status}, 304, "$uri: 304");
    my $r = $t->get("$uri?reader=1", "If-None-Match: $tag", $foreign[1]);
    is($r->{status}, 200, "$uri: no 304 for the page's ETag");
    is($r->{log}{status}, 'converted', "$uri: but a view");
    isnt($t->header($r, 'ETag'), $tag, "$uri: with a tag of its own");
    is($t->get($uri, 'Range: bytes=5-14')->{body}, substr($page, 5, 10),
        "$uri: 206 without reader");
}

my $jump = $t->get('/jump', @foreign);
is($jump->{log}{status}, 'converted', 'after a redirect to a named location');
is(sent_on($jump), '', 'after a redirect: not sent on');

# a redirect to where there is no view finds the request as it came

for my $uri ('/accel/files/file.html', '/accel/accel/files/file.txt', '/missing',
    '/untried')
{
    my $r = $t->same("$uri, range", 'off', $uri, 'Range: bytes=5-14');
    is($r->{status}, 206, "$uri: 206");
    is($r->{body}, substr($page, 5, 10), "$uri: ten bytes");
    my $tag = $t->header($r, 'ETag');
    $r = $t->same("$uri, validator", 'off', $uri, "If-None-Match: $tag");
    is($r->{status}, 304, "$uri: 304");
    $r = $t->same("$uri, If-Range", 'off', $uri, 'Range: bytes=5-14',
        'If-Range: "other"');
    is($r->{status}, 200, "$uri: If-Range");
}

$alone = $t->raw('reader',
    "GET /accel/files/file.html HTTP/1.0\r\nRange: bytes=5-14\r\n\r\n");
is($alone->{status}, 206, 'the only header of a request: restored');

for my $at (0, 1, 20, 50) {
    my @headers = @others;
    splice @headers, $at, 0, @foreign;
    my $r = $t->get('/accel/origin/page', @headers);
    my ($first, $second) = split /(?<=\r\n\r\n)/, join '',
        grep /^X-Test-Id: $r->{id}\r/m,
        split /(?<=\r\n\r\n)/, $t->read_file('requests.log');
    unlike($first, qr/^(?:If-|Range:)/m, "after $at others: dropped");
    is(join("\n", sort grep !/^(?:Host|Connection|X-Test-Id): /,
        $second =~ /^([^:\r\n]+: .*?)\r/mg),
        join("\n", sort @headers), "after $at others: restored");
}

my $again = $t->get('/accel/view/page', @foreign);
is($again->{log}{status}, 'converted', 'from view to view: converted');
unlike($t->read_file('requests.log'),
    qr/^X-Test-Id: $again->{id}\r\n(?:.+\r\n)*(?:If-|Range:)/m,
    'from view to view: not sent on');

$t->done;
