#!/usr/bin/perl

# Does a worker answer others while it converts?
#
#   t/bench/latency.pl [SECONDS]        default 10 for each row
#
# On one worker, 32 clients pull pages of 1 MB through a proxy while another
# asks for a small static file over and over.  Printed are the latencies of
# the file: with the reader off, in a thread pool, and in the event loop.  The
# pool has done its work if the 99th percentile is at most three times that of
# the first row.  As the clients get many more pages where none is converted,
# there is a row without the reader at the rate of the pool as well.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use IO::Socket::INET;
use Time::HiRes qw(sleep time);

use Reader::HTTP qw(article exchange);
use Reader::Test;
use Test::More ();

use constant CLIENTS => 32;

my $seconds = $ARGV[0] || 10;
my $page = article('The river', 1_000_000);

my $t = Reader::Test->new(
    main => 'thread_pool reader threads=1 max_queue=64;',
    connections => 256);
$t->write_file('page.html', $page);
$t->write_file('small.txt', 'x' x 1000);
$t->run(<<'END', <<'HTTP');
    location /file/ { alias %%DIR%%/; }
    location /off/ { proxy_pass http://page/; }
    location /pool/ {
        reader on;
        reader_thread_pool reader;
        proxy_pass http://page/;
    }
    location /inline/ { reader on; proxy_pass http://page/; }
END
    # the other nginx, which is without the module
    upstream page { server unix:%%DIR%%/bare.sock; }
    server { listen unix:%%DIR%%/%%NAME%%.sock; }
HTTP

# per second and client; 0: as fast as they can
my $pace = 0;
my %p99;

printf "%-15s %8s %8s %8s %8s %7s %9s\n", 'ms', 'p50', 'p90', 'p99', 'max',
    'files', 'pages/s';
my $rate = row('reader off', 'off');
$rate = row('reader in pool', 'pool');
$pace = $rate / CLIENTS;
row('off, that rate', 'off');
$pace = 0;
row('reader inline', 'inline');

my $ratio = $p99{'reader in pool'} / $p99{'reader off'};
printf "p99 in the pool is %.2f times that with the reader off (at most 3), "
    . "%.2f times that at its own rate of pages; inline %.2f times\n", $ratio,
    $p99{'reader in pool'} / $p99{'off, that rate'},
    $p99{'reader inline'} / $p99{'reader off'};
$t->stop;
exit $ratio <= 3 ? 0 : 1;


# Returns the pages a second.
sub row {
    my ($name, $way) = @_;

    my @clients = map { $t->spawn("client$_", sub { pull($way) }) }
        1 .. CLIENTS;
    sleep 1;
    my $before = pages($way);
    my ($began, @latencies) = (time);
    push @latencies, latency() while time < $began + $seconds;
    my $rate = (pages($way) - $before) / (time - $began);
    kill 'KILL', @clients;
    waitpid $_, 0 for @clients;
    delete $t->{pids}{"client$_"} for 1 .. CLIENTS;
    latency();    # what is in the event loop still has to end
    @latencies = sort { $a <=> $b } @latencies;
    my @shown = map { 1000 * $latencies[$_ * $#latencies] } 0.5, 0.9, 0.99, 1;
    $p99{$name} = $shown[2];
    printf "%-15s %8.2f %8.2f %8.2f %8.2f %7d %9.1f\n", $name, @shown,
        scalar @latencies, $rate;
    return $rate;
}


sub pull {
    my ($way) = @_;

    sleep rand 1 / $pace if $pace;
    while (1) {
        my $next = $pace ? time + 1 / $pace : 0;
        exchange($t->{reader}, "GET /$way/page.html HTTP/1.0\r\n"
            . "X-Test-Id: /$way/page.html\r\n\r\n", 300);
        my $rest = $next - time;
        sleep $rest if $rest > 0;
    }
}


sub latency {
    my $began = time;
    my $r = exchange($t->{reader}, "GET /file/small.txt HTTP/1.0\r\n\r\n",
        300);
    die "no file\n" if length $r->{body} != 1000;
    return time - $began;
}


# How many of them are in the access log, whole.
sub pages {
    my ($way) = @_;

    my $status = $way eq 'off' ? 'off' : 'converted';
    my $count = () = $t->read_file('reader.access') =~ m{^/$way/page\.html\|$status}mg;
    return $count;
}
