#!/usr/bin/perl

# A worker lives through clients that leave, upstreams that stall, a reload,
# and many requests at once; HTTP/2 is no different.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";
use IO::Socket::INET;
use Time::HiRes qw(sleep);

use Reader::HTTP qw(article no_article response same_text);
use Reader::Test;
use Test::More;

my $page = article('The river', 300_000);
my $list = no_article(500_000);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($name) = $request =~ m{^\w+ /(\w*)};
    my $answer = response($name eq 'list' ? $list : $page);
    if ($name eq 'cut') {
        print $socket substr $answer, 0, 100_000;
    } elsif ($name eq 'stalled') {
        syswrite $socket, substr $answer, 0, 100_000;
        sleep 3 * $t->factor;
    } elsif ($name eq 'slow') {
        for my $piece ($answer =~ /(.{1,60000})/gs) {
            syswrite $socket, $piece;
            sleep 0.05;
        }
    } else {
        print $socket $answer;
    }
});

my $stall = $t->factor . 's';
$t->run(<<"END", <<'HTTP');
    reader_format text;
    location / {
        reader on;
        proxy_read_timeout $stall;
        proxy_pass http://%%UPSTREAM%%;
    }
    location /drip/ {
        reader on;
        limit_rate 500k;
        sendfile_max_chunk 8k;
        proxy_pass http://%%UPSTREAM%%/;
    }
END
    server {
        listen unix:%%DIR%%/%%NAME%%-2.sock http2;
        reader on;
        reader_format text;
        location / { proxy_pass http://%%UPSTREAM%%; }
    }
HTTP

my $view = $t->get('/page');
is($view->{log}{status}, 'converted', 'a view');

# upstreams

ok(same_text($t->get('/slow')->{body}, $view->{body}), 'a slow upstream');
my $stalled = $t->same('a stalled upstream', 'truncated', '/stalled');
ok(!$stalled->{late}, 'a stalled upstream: ends with proxy_read_timeout');

# clients

sub leave {
    my ($uri, $read) = @_;

    my $socket = IO::Socket::INET->new("127.0.0.1:$t->{reader}");
    print $socket "GET $uri HTTP/1.1\r\nHost: localhost\r\n\r\n";
    sleep 0.05;
    sysread $socket, my $answer, $read if $read;
    close $socket;
}

for my $uri (qw(/page /slow /list /drip/page /drip/list)) {
    leave($uri, 0);
    leave($uri, 1000);
}
ok(same_text($t->get('/page')->{body}, $view->{body}), 'after clients that left');

my @sockets;
for (1 .. 20) {
    my $socket = IO::Socket::INET->new("127.0.0.1:$t->{reader}");
    my $uri = $_ % 3 ? '/page' : '/list';
    print $socket "GET $uri HTTP/1.0\r\nHost: localhost\r\n\r\n";
    push @sockets, [$socket, $_ % 3 ? $view->{body} : $list];
}
my $right = 0;
for (@sockets) {
    my ($socket, $body) = @$_;
    local $/;
    $right++ if same_text((split /\r\n\r\n/, <$socket>, 2)[1], $body);
}
is($right, 20, 'twenty at once');

ok(same_text($t->get('/drip/page')->{body}, $view->{body}), 'a slow client: a view');
$t->same('a slow client: a page', 'not_article', '/drip/list');

# HTTP/0.9 has no header

for my $case (['page', $view->{body}], ['list', $list]) {
    my ($name, $body) = @$case;
    my $r = $t->raw('reader', "GET /$name\r\n");
    ok(same_text($r->{head}, $body), "HTTP/0.9: $name");
}

# a reload

# nginx itself now and then exits with a proxied request that it had accepted
# just before it was told to quit: the old worker has to be gone
kill 'HUP', $t->{pids}{reader};
for (1 .. 200 * $t->factor) {
    last if $t->read_file('reader.log') =~ /exited with code 0/;
    sleep 0.05;
}
ok(same_text($t->get('/page')->{body}, $view->{body}), 'after a reload');

# HTTP/2

SKIP: {
    my $curl = `curl --version 2>/dev/null` =~ /HTTP2/;
    skip 'no curl with HTTP/2', 8 unless $curl;

    my $dir = $t->dir;
    for my $case (['page', $view->{body}], ['list', $list]) {
        my ($name, $body) = @$case;
        my $got = `curl -s --http2-prior-knowledge --unix-socket $dir/reader-2.sock -D $dir/head http://localhost/$name`;
        ok(same_text($got, $body), "HTTP/2: $name");
        my $head = $t->read_file('head');
        is(($head =~ /^content-length: (\d+)/mi)[0], length $got,
            "HTTP/2: $name: length");
    }

    my ($cut, $bare) = map {
        my $body = `curl -s --http2-prior-knowledge --unix-socket $dir/$_-2.sock -D $dir/$_.head http://localhost/cut`;
        { body => $body, code => $?,
            head => $t->read_file("$_.head") =~ s/^date: .*\n//mr }
    } 'reader', 'bare';
    is($cut->{head}, $bare->{head}, 'HTTP/2: truncated: headers');
    # the end of the stream overtakes some of it, in nginx itself as well
    for my $body ($cut->{body}, $bare->{body}) {
        ok(length $body > 20_000 && $body eq substr($page, 0, length $body),
            'HTTP/2: truncated: what came') or diag(length $body, ' bytes');
    }
    is($cut->{code}, $bare->{code}, 'HTTP/2: truncated: ends alike');
}

$t->done;
