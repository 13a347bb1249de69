#!/usr/bin/perl

# The recipes of README.md, as they stand there: only addresses, ports and
# folders are replaced.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article exchange no_article response);
use Reader::Test;
use Test::More;

my $tracker = '<script async '
    . 'src="https://www.google-analytics.com/analytics.js"></script>';
my $page = article('The river', 20_000) =~ s{(?=</body>)}{$tracker}r;
my $list = no_article(5000);

open my $readme, '<', "$FindBin::Bin/../README.md" or die "README.md: $!\n";
my ($text) = do { local $/; <$readme> } =~ /^## Recipes\n(.*?)^## /ms;

# title => what is in its blocks
my (%nginx, %shell, @titles);
for (split /^### /m, $text) {
    my ($title) = /^(\S.*)\n/ or next;
    my ($nginx) = /^```nginx\n(.*?)^```/ms or next;
    push @titles, $title;
    $nginx{$title} = $nginx;
    ($shell{$title}) = /^```sh\n(.*?)^```/ms;
}

my $t;


# An nginx with the recipe, in front of an origin that has two pages, /list
# and any other, and answers to validators.
sub recipe {
    my ($title) = @_;

    $t = Reader::Test->new;
    $t->upstream(sub {
        my ($socket, $request) = @_;
        my ($path) = $request =~ m{^\w+ (\S+)};
        my $answer = $path =~ /list/ ? response($list)
            : $path =~ /image/ ? response('png', 'Content-Type: image/png')
            : response($page, 'ETag: "abc"', 'Vary: Cookie',
                'Cache-Control: max-age=' . ($path =~ /short/ ? 1 : 60));
        $answer = "HTTP/1.1 304 Not Modified\r\nETag: \"abc\"\r\n\r\n"
            if $request =~ /^If-None-Match: "abc"\r/m;
        print $socket $answer;
    });
    return $t->run(undef, as_written(delete $nginx{$title}));
}


sub as_written {
    my ($text) = @_;

    my $dir = $t->dir;
    $text =~ s/\blisten( +)80;/listen${1}127.0.0.1:%%PORT%%;/g;
    $text =~ s/\borigin\.example\b/%%UPSTREAM%%/g;
    $text =~ s{/var/cache/nginx|/var/log/nginx|/run\b}{$dir}g;
    return $text;
}


sub ask {
    my ($uri, @headers) = @_;

    return exchange($t->{reader}, join("\r\n", "GET $uri HTTP/1.1",
        'Host: www.example', 'Connection: close', @headers, '', ''),
        20 * $t->factor);
}


# page, or the format of the view that it is
sub kind {
    my ($r) = @_;

    my ($type) = $t->header($r, 'Content-Type') =~ m{^\w+/(\w+)};
    return 'page' if $r->{body} eq $page || $r->{body} eq $list;
    return 'page without clutter' if $r->{body} eq $page =~ s/\Q$tracker//r;
    return $type if $r->{body} =~ /week of the survey/
        && $r->{body} !~ /of_the_page/;
    return "$r->{status} of another kind";
}


sub asked_for { return join ' ', $t->read_file('requests.log') =~ /^GET (\S+)/mg }


# by an argument

recipe('Reader mode by an argument');
for my $case (['/a', 'page', '/a'], ['/a?reader=1', 'html', '/a'],
    ['/a?reader=0', 'page', '/a'], ['/a?reader=', 'page', '/a'],
    ['/a?x=1&reader=1', 'html', '/a?x=1'],
    ['/a?reader=1&x=1', 'html', '/a?x=1'],
    ['/a%20b/%3F?x=1&reader=1&y=%26', 'html', '/a%20b/%3F?x=1&y=%26'],
    ['/a?x=1&myreader=1', 'page', '/a?x=1&myreader=1'],
    ['/list?reader=1', 'page', '/list'])
{
    my ($uri, $kind, $sent) = @$case;
    is(kind(ask($uri)), $kind, "argument: $uri: $kind");
    like($t->read_file('requests.log'), qr/^GET \Q$sent\E HTTP.*\z/ms,
        "argument: $uri: the origin is asked for $sent");
    unlink $t->dir . '/requests.log';
}
$t->finish;

# by Save-Data

recipe('Low bandwidth by Save-Data');
for my $case ([[], 'page'], [['Save-Data: on'], 'html'],
    [['Save-Data: On'], 'html'], [['Save-Data: off'], 'page'])
{
    my ($headers, $kind) = @$case;
    my $r = ask('/a', @$headers);
    is(kind($r), $kind, "Save-Data: @$headers: $kind");
    is($t->header($r, 'Vary'), 'Cookie, Save-Data, Accept-Encoding',
        "Save-Data: @$headers: Vary");
}
my $small = ask('/a', 'Save-Data: on', 'Accept-Encoding: gzip');
my $large = ask('/a', 'Accept-Encoding: gzip');
is($t->header($small, 'Content-Encoding'), 'gzip', 'Save-Data: compressed');
is($t->header($small, 'Vary'), 'Cookie, Save-Data, Accept-Encoding',
    'Save-Data: one Vary then as well');
is($t->header($large, 'Content-Encoding'), 'gzip', 'Save-Data: as the page');
is($t->header(ask('/image', 'Save-Data: on'), 'Vary'), '',
    'Save-Data: an image does not vary');
$t->finish;

# by Accept

recipe('Markdown for programs by Accept');
for my $case (['text/html,application/xhtml+xml,*/*;q=0.8', 'page'],
    ['text/markdown, text/html, */*', 'markdown'], ['*/*', 'page'],
    ['text/plain', 'plain'], ['application/json', 'json'],
    ['text/markdown;q=0.1, text/html', 'page'])
{
    my ($accept, $kind) = @$case;
    my $r = ask('/a', "Accept: $accept");
    is(kind($r), $kind, "Accept: $accept: $kind");
    is($t->header($r, 'Vary'), 'Cookie, Accept', "Accept: $accept: Vary");
}
$t->finish;

# by the suffix .md

recipe('Markdown by the suffix .md');
for my $case (['/a.md', 'markdown', '/a'], ['/a', 'page', '/a'],
    ['/a/b%20c.md?x=1&y=%26.md', 'markdown', '/a/b%20c?x=1&y=%26.md'],
    ['/a.html.md', 'markdown', '/a.html'], ['/list.md', 'page', '/list'],
    ['/.md', 'page', '/.md'], ['/a.mdx', 'page', '/a.mdx'],
    ['/a?b=c.md', 'page', '/a?b=c.md'])
{
    my ($uri, $kind, $sent) = @$case;
    is(kind(ask($uri)), $kind, ".md: $uri: $kind");
    is(asked_for(), $sent, ".md: $uri: the origin is asked for $sent");
    unlink $t->dir . '/requests.log';
}
my $md = ask('/a.md', 'If-None-Match: "abc"', 'Range: bytes=0-9');
is(kind($md), 'markdown', '.md: validators of the page do not count');
is(ask('/a.md', 'If-None-Match: ' . $t->header($md, 'ETag'))->{status}, 304,
    '.md: those of the view do');
$t->finish;

# by user agent

recipe('Markdown by user agent');
for my $case (['Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', 'page'],
    ['Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)',
        'markdown'],
    ['Lynx/2.9.0', 'markdown'], ['curl/7.88.1', 'page'])
{
    my ($agent, $kind) = @$case;
    my $r = ask('/a', "User-Agent: $agent");
    is(kind($r), $kind, "user agent $agent: $kind");
    is($t->header($r, 'Vary'), 'Cookie, User-Agent', "user agent $agent: Vary");
}
$t->finish;

# an A/B test

my $ab = 'An A/B test of clutter removal';
recipe($ab);
my %kinds = (page => 'page', clean => 'page without clutter', view => 'html');
my (%arms, %log);
for my $n (1 .. 60) {
    my $r = ask('/a', "User-Agent: visitor $n");
    my ($arm, $rest) = $t->header($r, 'Set-Cookie') =~ /^arm=(\w+); (.*)/;
    is(kind($r), $kinds{$arm}, "A/B: visitor $n: $arm");
    like($rest, qr{^Path=/; Max-Age=\d+; SameSite=Lax$},
        "A/B: visitor $n: a cookie that lasts");
    # the images of a view depend on Save-Data
    is($t->header($r, 'Vary') =~ s/, Save-Data//r, 'Cookie',
        "A/B: visitor $n: Vary");
    is($t->header($r, 'Cache-Control'), 'max-age=60, private',
        "A/B: visitor $n: for no shared cache");
    $arms{$arm}++;
    $log{$arm}{pages}++;
    $log{$arm}{bytes} += length $r->{body};
    $log{$arm}{converted} += $arm ne 'page';
}
cmp_ok($arms{$_} // 0, '>=', 10, "A/B: visitors in the arm $_")
    for sort keys %kinds;
for my $arm (sort keys %kinds) {
    for my $n (1 .. 10) {
        my $r = ask('/a', "User-Agent: visitor $n", "Cookie: x=y; arm=$arm");
        is(kind($r), $kinds{$arm}, "A/B: visitor $n stays in $arm");
        is($t->header($r, 'Set-Cookie'), '', "A/B: visitor $n has a cookie");
        $log{$arm}{pages}++;
        $log{$arm}{bytes} += length $r->{body};
        $log{$arm}{converted} += $arm ne 'page';
    }
    my $r = ask('/list', "Cookie: arm=$arm");
    is(kind($r), 'page', "A/B: no article in the arm $arm");
    $log{$arm}{pages}++;
    $log{$arm}{bytes} += length $list;
    ask('/image', "Cookie: arm=$arm");
}
isnt($t->header(ask('/a', 'Cookie: arm=other'), 'Set-Cookie'), '',
    'A/B: an unknown arm is replaced');
ask('/a', "Cookie: arm=$_") for keys %kinds;

# nginx writes the log when the answer is out
my $lines = 0;
for (1 .. 100) {
    $lines = () = $t->read_file('arms.log') =~ /\n/g;
    last if $lines >= 60 + 30 + 3 + 1 + 3;
    select undef, undef, undef, 0.05;
}
is($lines, 60 + 30 + 3 + 1 + 3, 'A/B: a line for each page, none for images');
$t->write_file('arms.log', join '', (split /^/,
    $t->read_file('arms.log'))[0 .. 92]);
my $awk = as_written($shell{$ab});
my $table = `$awk`;
is($?, 0, 'A/B: awk');
for my $arm (sort keys %kinds) {
    my $of = $log{$arm};
    my $counts = sprintf '%s: %d pages, %.0f bytes, ', $arm, $of->{pages},
        $of->{bytes} / $of->{pages};
    my $share = sprintf '%.0f %% converted',
        100 * $of->{converted} / $of->{pages};
    like($table, qr/^\Q$counts\E\d+\.\d+ s, \Q$share\E$/m,
        "A/B: awk counts for $arm");
}
$t->finish;

# a cache

recipe('A cache of views');
sub conversions {
    my $n = () = $t->read_file('reader.access') =~ /\|converted\|/g;
    return $n;
}
my %variants = (page => 'text/html', markdown => 'text/markdown');
for my $kind (sort keys %variants) {
    my $r = ask('/a', "Accept: $variants{$kind}");
    is(kind($r), $kind, "cache: $kind: first");
    is($t->header($r, 'X-Cache'), 'MISS', "cache: $kind: is asked for");
}
my $converted = conversions();
for my $kind (sort keys %variants) {
    my $r = ask('/a', "Accept: $variants{$kind}");
    is(kind($r), $kind, "cache: $kind: second");
    is($t->header($r, 'X-Cache'), 'HIT', "cache: $kind: is stored");
    is(ask('/a', "Accept: $variants{$kind}", 'If-None-Match: '
        . $t->header($r, 'ETag'))->{status}, 304, "cache: $kind: 304");
}
is(conversions(), $converted, 'cache: nothing is converted again');
is($converted, 1, 'cache: as the log says');
my @accept = ('Accept: text/markdown');
is(kind(ask('/short', @accept)), 'markdown', 'cache: for a second');
select undef, undef, undef, 2.1;
my $fresh = ask('/short', @accept);
is($t->header($fresh, 'X-Cache'), 'REVALIDATED', 'cache: is revalidated');
is(kind($fresh), 'markdown', 'cache: and is still the view');
is(conversions(), 2, 'cache: without another conversion');
like($fresh->{body}, qr{http://www\.example/}, 'cache: links of the public name');
$t->finish;

# a limit

recipe('A limit to what conversions cost');
my %statuses;
$statuses{ask('/a?reader=1')->{status}}++ for 1 .. 20;
cmp_ok($statuses{200} // 0, '>=', 6, 'limit: a burst of views');
cmp_ok($statuses{429} // 0, '>=', 5, 'limit: and no more');
is(kind(ask('/a')), 'page', 'limit: not for the page') for 1 .. 20;
$t->finish;

is(join(', ', grep $nginx{$_}, @titles), '', 'each recipe was run');
done_testing();
