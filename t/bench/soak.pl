#!/usr/bin/perl

# Many mixed requests: what does a worker look like afterwards?
#
#   t/bench/soak.pl [REQUESTS] [SEED]       default 20000
#
# Formats, gzip, HEAD, clients that leave at a random byte, upstreams that
# break off or are slow, inline and in a thread pool: first with reloads in
# between, then as many without.  No worker may die, no answer may be a 5xx,
# the file descriptors of a worker have to be those of before, and in the
# second half its resident memory may grow by 2 MB after the first quarter.

use strict;
use warnings;

use Compress::Zlib qw(memGzip);
use FindBin;
use lib "$FindBin::Bin/../lib";
use IO::Socket::INET;
use Time::HiRes qw(sleep);

use Reader::HTTP qw(article no_article chunked response);
use Reader::Test;

use constant { CLIENTS => 8, ALLOWED => 2048 };    # the latter in kB

my $requests = $ARGV[0] || 20_000;
my $seed = $ARGV[1] // 1;
my $page = article('The river', 60_000);
my @answers = (
    response($page),
    response(article('The brook', 3000)),
    response(article('The sea', 400_000)),
    response(memGzip($page), 'Content-Encoding: gzip'),
    response(substr(memGzip($page), 0, -50), 'Content-Encoding: gzip'),
    response(no_article(20_000)),
    response(no_article(3_000_000)),
    response(chunked($page =~ /(.{1,5000})/gs), 'Transfer-Encoding: chunked'),
    substr(response($page), 0, 30_000),
    response($page, 'Content-Type: image/png'),
    response($page, 'ETag: "a"', 'Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT'),
);

my $t = Reader::Test->new(connections => 512,
    main => 'thread_pool reader threads=2 max_queue=16;');
$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($n, $slow) = $request =~ m{^\w+ /(\d+)(slow)?};
    my $answer = $answers[$n];
    return print $socket $answer if !$slow;
    for my $piece ($answer =~ /(.{1,40000})/gs) {
        syswrite $socket, $piece;
        sleep 0.01;
    }
});
$t->run(<<'END', 'access_log off;');
    reader on;
    reader_format $arg_format;
    location / { proxy_pass http://%%UPSTREAM%%; }
    location /pool/ {
        reader_thread_pool reader min=0;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /unbuffered/ {
        reader_thread_pool reader;
        proxy_buffering off;
        proxy_pass http://%%UPSTREAM%%/;
    }
END

my $bad = 0;
round(200, 0);    # what is allocated once
my $before = descriptors();
round($requests, 5);
settle();
fail('file descriptors: ' . descriptors() . ", not $before")
    if descriptors() != $before;
round($requests / 4, 0);
settle();
my $memory = memory();
round($requests - $requests / 4, 0);
settle();
my $grown = memory() - $memory;
fail("memory grew by $grown kB") if $grown > ALLOWED;
fail('file descriptors: ' . descriptors() . ", not $before")
    if descriptors() != $before;
$t->stop;
my @log = grep { /\[(?:alert|emerg|crit)\]|exited on signal|Sanitizer|exited with (?:fatal )?code [1-9]/ }
    split /\n/, $t->read_file('reader.log');
fail($_) for @log;
printf "%d requests with reloads, %d without: %s; descriptors %d, memory %d kB, %+d kB after the first quarter\n",
    $requests, $requests, $bad ? 'FAILED' : 'well', $before, $memory, $grown;
exit $bad ? 1 : 0;


sub fail {
    print "$_[0]\n";
    $bad++;
}


sub round {
    my ($count, $reloads) = @_;

    my @clients = map {
        my $n = $_;
        $t->spawn("client$n", sub { client($n, $count / CLIENTS) });
    } 1 .. CLIENTS;
    for (1 .. $reloads) {
        sleep 0.5 + $count / 20_000;
        kill 'HUP', $t->{pids}{reader};
    }
    waitpid $_, 0 for @clients;
    delete $t->{pids}{"client$_"} for 1 .. CLIENTS;
    fail($_) for split /\n/, $t->read_file('faults');
    unlink $t->dir . '/faults';
}


sub client {
    my ($n, $count) = @_;

    srand $seed * 1000 + $n;
    for (1 .. $count) {
        my $uri = join '', qw(/ /pool/ /unbuffered/)[rand 3],
            int(rand @answers), rand() < 0.02 ? 'slow' : '', '?format=',
            qw(html text markdown json)[rand 4];
        my $method = rand() < 0.1 ? 'HEAD' : 'GET';
        my $leave = rand() < 0.1 ? int rand 30_000 : undef;
        my $socket = IO::Socket::INET->new("127.0.0.1:$t->{reader}") or next;
        print $socket "$method $uri HTTP/1.1\r\nHost: localhost\r\n",
            'Connection: close', "\r\n",
            rand() < 0.2 ? "Accept-Encoding: gzip\r\n" : '',
            rand() < 0.1 ? "If-None-Match: \"a\"\r\n" : '',
            rand() < 0.1 ? "Range: bytes=0-99\r\n" : '', "\r\n";
        my $answer = '';
        while (!defined $leave || length $answer < $leave) {
            sysread($socket, $answer, 16384, length $answer) or last;
        }
        close $socket;
        note("$method $uri: $1") if $answer =~ m{^HTTP/1\.1 (5\d\d)};
        note("$method $uri: no answer") if $answer eq '' && !defined $leave;
    }
}


sub note {
    open my $out, '>>', $t->dir . '/faults' or die;
    syswrite $out, "$_[0]\n";
}


# Until requests that were left have ended, and old workers are gone.
sub settle {
    for (1 .. 600) {
        last if (my @workers = workers()) == 1 && $_ > 10;
        sleep 0.1;
    }
}


sub workers {
    my $pid = $t->{pids}{reader};
    open my $in, '<', "/proc/$pid/task/$pid/children" or die "$!\n";
    return split ' ', <$in> // '';
}


sub descriptors {
    my ($worker) = workers();
    return scalar(my @files = glob "/proc/$worker/fd/*");
}


sub memory {
    my ($worker) = workers();
    open my $in, '<', "/proc/$worker/status" or die "$!\n";
    my ($rss) = join('', <$in>) =~ /^VmRSS:\s+(\d+)/m;
    return $rss;
}
