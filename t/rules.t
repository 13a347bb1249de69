#!/usr/bin/perl

# Site rules on the command line: selectors, which of two rules wins, and what
# --explain says of them.

use strict;
use warnings;

use FindBin;
use File::Temp qw(tempdir);
use Test::More;

my $reader = $ENV{READER} // "$FindBin::Bin/../build/reader";
my $dir = tempdir(CLEANUP => 1);

die "$reader is missing: run ./build.sh first\n" if !-x $reader;

sub sentences {
    my ($name) = @_;

    return join ' ', map {
        "The $name part, in sentence $_, tells how the harbour was rebuilt, "
            . 'by whom, and at what price for the town.'
    } 1 .. 3;
}

open my $out, '>:raw', "$dir/page.html" or die;
print $out <<"END";
<!DOCTYPE html><html><head><title>The harbour of Marrow</title></head><body>
<nav id="top"><a href="/">Home</a> <a href="/a">All</a></nav>
<main class="Page wide"><h1>The harbour of Marrow</h1>
<p class="lead">@{[sentences('first')]}</p>
<p class="promo-box big" data-kind="box one" id="p2">@{[sentences('second')]}</p>
<p>@{[sentences('third')]} <span class="x md:note">A remark inside.</span></p>
<div class="box"><p class="inner">@{[sentences('fourth')]}</p>
<p>@{[sentences('fifth')]}</p>
<p><img src="https://a.example/plan.png" width="600" height="400" alt="Plan"></p></div>
<p>@{[sentences('sixth')]}</p>
</main>
<footer id="foot"><p>Marrow Gazette, <a href="/imprint">imprint</a>.</p>
<img src="https://a.example/seal.png" width="300" height="200" alt="Seal">
<p hidden>Hidden words.</p></footer>
</body></html>
END
close $out;

sub run {
    my (@arguments) = @_;

    open my $in, '-|', 'sh', '-c', 'exec "$@" 2>"$0"', "$dir/err", $reader,
        @arguments, "$dir/page.html" or die "$reader: $!\n";
    my $text = do { local $/; <$in> } // '';
    close $in;
    my $status = $? >> 8;
    open my $error, '<', "$dir/err" or die;
    return ($text, $status, do { local $/; <$error> } // '');
}


# The parts that the text view has, by their first words.
sub parts {
    my ($text) = run('--format=text', '--min-score=0',
        '--min-length=0', @_);

    $text =~ s/\s+/ /g;
    my @parts = $text =~ /The (\w+) part, in sentence 1/g;
    push @parts, 'remark' if $text =~ /A remark inside/;
    push @parts, 'foot' if $text =~ /Marrow Gazette/;
    push @parts, 'hidden' if $text =~ /Hidden words/;
    return "@parts";
}


my $all = 'first second third fourth fifth sixth remark';
is(parts(), $all, 'without rules');

# each of these strips the second paragraph and nothing else
for my $selector ('.promo-box', '#p2', 'p.big', 'P#p2', '.big.promo-box',
    '[data-kind]', '[data-kind="box one"]', "[data-kind='box one']",
    '[data-kind=box one]', '[data-kind^=box]', '[data-kind$=one]',
    '[data-kind*="x o"]', '[data-kind~=one]', '[DATA-KIND]', '~^promo-',
    'p~promo', '~*PROMO', '~(^| )big$', '~^p[0-9]$', '*.big', '#\p2',
    '.promo-box[id=p2]~big')
{
    is(parts("--strip=$selector"), $all =~ s/second //r,
        "$selector strips the second paragraph");
}

for my $selector ('.promo', '.Big', '#P2', 'div.big', '[data-kin]',
    '[data-kind=box]', '[data-kind^=one]', '[data-kind~="box one"]',
    '~PROMO', '~^big', 'div~promo', '.nothing', 'q')
{
    is(parts("--strip=$selector"), $all, "$selector strips nothing");
}

is(parts('--strip=.md\:note'), $all =~ s/ remark//r,
    'a part of a line, an escaped name');
is(parts('--strip=.lead', '--strip=#p2'), $all =~ s/first second //r,
    'several');
is(parts('--keep=#foot'), "$all foot", 'kept, but not what is hidden');
is(parts('--strip=.box'), $all =~ s/fourth fifth //r, 'a subtree');
is(parts('--strip=.box', '--keep=.inner'), $all =~ s/fifth //r,
    'keep inside of strip');
is(parts('--keep=.box', '--strip=.inner'), $all =~ s/fourth //r,
    'strip inside of keep');
is(parts('--strip=#p2', '--keep=.big'), $all =~ s/second //r,
    'an id counts more than a class');
is(parts('--strip=.big', '--keep=p.promo-box'), $all,
    'a class and a tag more than a class');
is(parts('--strip=p', '--keep=.lead'), 'first', 'a class more than a tag');
is(parts('--strip=~promo', '--keep=p'), "$all foot", 'a tag more than a pattern');
is(parts('--strip=.big', '--keep=.promo-box'), $all =~ s/second //r,
    'of equal weight, strip');

my ($html) = run('--keep=#foot');
like($html, qr/seal\.png/, 'a kept image');
($html) = run();
unlike($html, qr/seal\.png/, 'it is dropped without the rule');
like($html, qr/plan\.png/, 'an image of the article');
($html) = run('--strip=.box');
unlike($html, qr/plan\.png/, 'is stripped with what is around it');

my ($text) = run('--explain', '--strip=p.big', '--keep=~^foot');
like($text, qr/drop.*The second part.*\n.*site rule: strip p\.big\n/,
    '--explain names what strips');
like($text, qr/KEEP.*Marrow Gazette.*\n.*site rule: keep ~\^foot\n/,
    '--explain names what keeps');

# a pattern that backtracks without end is given up on, quickly
my $start = time;
is(parts('--strip=~^(([a-z]+)*-?)*$x'), $all, 'a runaway pattern');
cmp_ok(time - $start, '<', 10, 'costs no time');

for (
    ['div > p', qr/"div > p": cannot be read at " > p"/],
    ['a:hover', qr/cannot be read at ":hover"/],
    ['.a,.b', qr/cannot be read at ",\.b"/],
    ['', qr/"": it has 1 to 512 characters/],
    ['x' x 513, qr/it has 1 to 512 characters/],
    ['.', qr/a name is missing at its end/],
    ['#.x', qr/a name is missing at "\.x"/],
    ['[', qr/an attribute's name is missing/],
    ['[a', qr/"\]" is missing/], ['[a=]', qr/a value or its end is missing/],
    ['[a="b]', qr/a value or its end is missing/],
    ['[a=b', qr/a value or its end is missing/],
    ['[a|=b]', qr/"\]" is missing at "\|=b\]"/],
    ['.x*', qr/"\*" stands at the start only/],
    ['*p', qr/cannot be read at "p"/],
    ['~', qr/a pattern is missing/], ['~*', qr/a pattern is missing/],
    ['~(', qr/closing parenthesis/], ['~\C', qr/\\C/],
    ['.a' x 17, qr/too many parts/],
) {
    my ($selector, $message) = @$_;
    for my $option (qw(strip keep)) {
        my ($text, $status, $error) = run("--$option=$selector");
        is($status, 2, "--$option=" . substr($selector, 0, 20) . ' is refused');
        like($error, qr/^reader: --$option: "/, 'by name');
        like($error, $message, 'with the reason');
    }
}

my (undef, $status, $error) = run(map { "--strip=.c$_" } 1 .. 257);
is($status, 2, 'too many selectors are refused');
like($error, qr/more than 256/, 'with the limit');
is(parts(map { "--strip=.c$_" } 1 .. 256), $all, 'as many as allowed');

done_testing();
