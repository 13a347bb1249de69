#!/usr/bin/perl

# What the module costs where it is off: instructions of a worker for a
# request, counted by callgrind, with the module loaded and without.
#
#   t/bench/off.pl [REQUESTS]        default 400 of each kind
#
# Responses have to be identical, and the instructions within 2 %.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Time::HiRes qw(sleep);

use Reader::HTTP qw(article exchange response);
use Reader::Test;

my $requests = $ARGV[0] || 400;
my $page = article('The river', 20_000);
my $valgrind = `valgrind --version 2>/dev/null` or die "no valgrind\n";

my %conf = (
    without => '',
    loaded => 'reader off;',
);
my (%count, %bodies);
for my $kind ('file', 'page') {
    for my $name (sort keys %conf) {
        # the difference of two runs is that of the requests alone
        my ($few, $body) = instructions($name, $kind, 50);
        my ($many) = instructions($name, $kind, 50 + $requests);
        $count{$kind}{$name} = ($many - $few) / $requests;
        $bodies{$kind}{$name} = $body;
    }
}

my $bad = 0;
for my $kind ('file', 'page') {
    my ($without, $loaded) = @{$count{$kind}}{qw(without loaded)};
    my $more = 100 * ($loaded / $without - 1);
    my $same = $bodies{$kind}{without} eq $bodies{$kind}{loaded};
    printf "%s: %.0f instructions a request without the module, %.0f with it "
        . "and reader off: %+.2f %%; responses are %s\n",
        $kind eq 'file' ? 'a file' : 'a proxied page', $without, $loaded,
        $more, $same ? 'identical' : 'NOT identical';
    $bad++ if abs $more > 2 || !$same;
}
exit $bad ? 1 : 0;


sub instructions {
    my ($name, $kind, $times) = @_;

    my $t = Reader::Test->new;
    my $dir = $t->dir;
    $t->upstream(sub { print { $_[0] } response($page) });
    $t->write_file('page.html', $page);
    utime 1e9, 1e9, "$dir/page.html";
    my $which = $name eq 'without' ? 'bare' : 'reader';
    $t->{$which} = Reader::Test::free_port();
    my $conf = $t->conf($which, <<"END", '');
        $conf{$name}
        location /file { alias %%DIR%%/page.html; }
        location /page { proxy_pass http://%%UPSTREAM%%; }
END
    # no variables of the module in the log
    $conf =~ s/\|\$reader_[^']*'/|'/;
    # one process, so that there is one count
    $conf =~ s/^daemon off;/daemon off; master_process off;/m;
    $t->write_file("$which.conf", $conf);
    $t->{wrapper} = "valgrind --tool=callgrind --callgrind-out-file=$dir/count";
    $t->start($which) or die "nginx did not start\n", $t->read_file("$which.log");
    my $body = '';
    for (1 .. $times) {
        my $r = exchange($t->{$which}, "GET /$kind HTTP/1.0\r\n\r\n", 60);
        die "no answer\n" if $r->{body} ne $page;
        $body = $r->{head} =~ s/^Date: .*?\r\n//mr =~ s/:\d+$//mr . $r->{body};
    }
    die "$which does not stop\n" if $t->stop;
    my ($total) = $t->read_file('count') =~ /^(?:summary|totals): (\d+)/m;
    return ($total, $body);
}
