#!/usr/bin/perl

# reader_status: what it counts is what the access log says.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";
use JSON::PP;

use Reader::HTTP qw(article no_article response);
use Reader::Test;
use Test::More;
use Time::HiRes qw(sleep);

my $page = article('The river', 20_000);
my $list = no_article(5000);
my $large = no_article(200_000);

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($name) = $request =~ m{^\w+ /(\w*)};
    print $socket $name eq 'cut' ? substr response($page), 0, 9000
        : response({ list => $list, large => $large }->{$name} // $page,
            $name eq 'image' ? 'Content-Type: image/png' : ());
});

$t->run(<<'END', 'reader_zone counters 64k;');
    reader_buffer_size 100k;
    location / {
        reader $arg_reader;
        reader_format $arg_reader;
        proxy_pass http://%%UPSTREAM%%;
    }
    location /never/ { proxy_pass http://%%UPSTREAM%%; }
    location = /json { reader_status; }
    location = /prometheus { reader_status prometheus; }
END

sub json {
    my $r = $t->get('/json');
    is($t->header($r, 'Content-Type'), 'application/json', 'JSON by its type');
    return JSON::PP->new->utf8->decode($r->{body});
}

sub flat {
    my ($json) = @_;

    my %flat = (off => $json->{off});
    for my $format (keys %{$json->{formats}}) {
        my $responses = $json->{formats}{$format}{responses};
        $flat{"$format $_"} = $responses->{$_} for keys %$responses;
    }
    return { map { $flat{$_} ? ($_ => $flat{$_}) : () } keys %flat };
}

my $json = json();
is_deeply([sort keys %{$json->{formats}}], [sort qw(html text markdown json
    declutter)],
    'all formats');
is_deeply([sort keys %{$json->{formats}{text}{responses}}], [sort qw(bypass
    converted head not_modified not_article clean too_large too_deep timeout memory
    encoding charset truncated overload error)], 'all statuses');
is_deeply(flat($json), {}, 'nothing yet');

my %wanted;
my (%in, %out);
my ($conversions, $seconds) = (0, 0);

for my $case (qw(/page?reader=html /page?reader=text /page?reader=text
    /page?reader=json /list?reader=markdown /large?reader=html
    /cut?reader=text /image?reader=json /page?reader=0 /page /other?reader=off
    /page?reader=pdf /never/page HEAD))
{
    my $r = $case eq 'HEAD' ? $t->head('/page?reader=markdown')
        : $t->get($case);
    my $log = $r->{log};
    next if $case =~ /never/;
    $wanted{$log->{status} eq 'off' ? 'off' : "$log->{format} $log->{status}"}++;
    if ($log->{status} eq 'converted') {
        $in{$log->{format}} += $log->{bytes_in};
        $out{$log->{format}} += $log->{bytes_out};
    }
    if ($log->{time} ne '-') {
        $conversions++;
        $seconds += $log->{time};
    }
}
is_deeply(\%wanted, { 'html converted' => 1, 'text converted' => 2,
    'json converted' => 1, 'markdown not_article' => 1, 'html too_large' => 1,
    'text truncated' => 1, 'json bypass' => 1, 'markdown head' => 1,
    'html bypass' => 1, off => 3 }, 'the log is as expected');

$json = json();
is_deeply(flat($json), \%wanted, 'the counts are those of the log');
for my $format (qw(html text markdown json)) {
    my $counts = $json->{formats}{$format};
    is($counts->{bytes_in}, $in{$format} // 0, "$format: bytes_in");
    is($counts->{bytes_out}, $out{$format} // 0, "$format: bytes_out");
}
my $time = $json->{seconds};
is($time->{count}, $conversions, 'conversions');
ok($time->{sum} >= $seconds && $time->{sum} < $seconds + 0.001 * $conversions,
    'their time') or diag("$time->{sum}, not $seconds");
my $before = 0;
my $rising = 1;
for (@{$time->{buckets}}) {
    $rising = 0 if $_->{count} < $before || $_->{count} > $conversions;
    $before = $_->{count};
}
ok($rising, 'each bucket holds those before it');
ok($before == $conversions || $t->factor > 1, 'the last one holds all');
is($time->{buckets}[-1]{le}, 2.5, 'of 2.5 seconds');

# the same, for Prometheus

my $r = $t->get('/prometheus');
is($t->header($r, 'Content-Type'), 'text/plain; version=0.0.4',
    'the type of Prometheus');
my %samples = $r->{body} =~ /^([^# ]\S*) (\S+)$/mg;
my @lines = grep { !/^#/ } split /\n/, $r->{body};
is(@lines, keys %samples, 'each line is a sample, and none is there twice');
my %flat;
for (keys %samples) {
    my ($status, $format) = /^reader_responses_total\{status="(\w+)",format="(\w*)"\}$/ or next;
    $flat{$status eq 'off' ? 'off' : "$format $status"} = $samples{$_}
        if $samples{$_};
}
is_deeply(\%flat, \%wanted, 'Prometheus: responses');
is($samples{'reader_bytes_in_total{format="text"}'}, $in{text},
    'Prometheus: bytes in');
is($samples{'reader_bytes_out_total{format="text"}'}, $out{text},
    'Prometheus: bytes out');
is($samples{'reader_conversion_seconds_bucket{le="+Inf"}'}, $conversions,
    'Prometheus: the last bucket');
is($samples{reader_conversion_seconds_count}, $conversions, 'Prometheus: count');
cmp_ok($samples{reader_conversion_seconds_sum}, '==', $time->{sum},
    'Prometheus: sum');
for (qw(reader_responses_total reader_bytes_in_total reader_bytes_out_total
    reader_conversion_seconds))
{
    like($r->{body}, qr/^# HELP $_ \S.*\n# TYPE $_ \w+$/m, "Prometheus: $_");
}

# requests

my $head = $t->head('/json');
is($head->{status}, 200, 'HEAD');
is($head->{body}, '', 'HEAD: no body');
is($t->request('reader', 'POST', '/json', 'Content-Length: 0')->{status}, 405,
    'POST is not allowed');

# many at once, and a reload

my @pids = map {
    $t->spawn("client$_", sub {
        $t->raw('reader', "GET /page?reader=text HTTP/1.0\r\n\r\n") for 1 .. 10;
    });
} 1 .. 4;
waitpid $_, 0 for @pids;
delete $t->{pids}{"client$_"} for 1 .. 4;
$wanted{'text converted'} += 40;
is_deeply(flat(json()), \%wanted, 'none is lost');

kill 'HUP', $t->{pids}{reader};
for (1 .. 200 * $t->factor) {
    last if $t->read_file('reader.log') =~ /exited with code 0/;
    sleep 0.05;
}
like($t->read_file('reader.log'), qr/exited with code 0/, 'a reload');
is_deeply(flat(json()), \%wanted, 'the counts outlive it');
$t->get('/page?reader=json');
$wanted{'json converted'}++;
is_deeply(flat(json()), \%wanted, 'and go on');

$t->done;
