#!/usr/bin/perl

# The front matter of the Markdown view; and what the view says to two parsers
# of CommonMark (browser/markdown.mjs, with Node and the modules of
# browser/package.json).

use strict;
use warnings;
use utf8;

use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/lib";
use JSON::PP;

use Reader::Pages qw(reader);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $url = 'https://news.example/2026/river';
my $prose = '<p>' . 'The river had been rising since dawn, and by noon the '
    . 'lower meadow lay under a hand of water, so nobody went there. ' x 8;

my @KEYS = qw(title author site url published modified language dir
    description image section tags word_count);


# Returns the keys in order and the values by key, read as what YAML 1.2 makes
# of them: each is on its line, and is JSON.
sub front_matter {
    my ($head, $name) = @_;

    my $file = "$dir/page.html";
    open my $out, '>:encoding(UTF-8)', $file or die "$file: $!\n";
    print $out "<!doctype html><html lang=en>$head"
        . "<body><article><h1>River rises</h1>$prose$prose$prose</article>";
    close $out or die "$file: $!\n";

    my ($status, $bytes) = reader('markdown', $url, $file);
    is($status, 0, "$name: converted");
    my ($matter) = $bytes =~ /\A---\n(.*?)^---\n\n# /ms;
    ok(defined $matter, "$name: there is front matter") or return;

    my (@keys, %value);
    for my $line (split /\n/, $matter) {
        my ($key, $json) = $line =~ /^([a-z_]+): (.*)$/
            or fail("$name: not a field: $line");
        push @keys, $key;
        $value{$key} = JSON::PP->new->utf8->allow_nonref->decode($json);
    }
    return (\@keys, \%value);
}


my ($keys, $value) = front_matter('<title>River rises</title>', 'little');
is_deeply($keys, [qw(title url language word_count)],
    'little: absent keys are left out');
is($value->{title}, 'River rises', 'little: title');
is($value->{url}, $url, 'little: the address');
cmp_ok($value->{word_count}, '>', 300, 'little: words are counted');

($keys, $value) = front_matter(<<'END', 'much');
<title>River rises</title>
<link rel=canonical href="https://news.example/river">
<meta property=og:title content='River "rises"'>
<meta name=author content="Ada&#10;---&#10;x: y">
<meta property=og:site_name content="Valley &lt;b&gt;News&lt;/b&gt; \ &quot;">
<meta property=article:published_time content="2026-03-04T12:30:00Z">
<meta property=article:modified_time content="2026-03-05T12:30:00Z">
<meta name=description content="a: b # c &#x85;&#x2028; [x](javascript:y) é">
<meta property=og:image content="/i.png">
<meta property=article:section content="yes">
<meta property=article:tag content="1.0, 2">
<meta property=article:tag content="null">
END

my %place = map { $KEYS[$_] => $_ } 0 .. $#KEYS;
my @sorted = sort { $place{$a} <=> $place{$b} } @$keys;
is_deeply($keys, \@sorted, 'much: keys in their order');
is(scalar(grep { !exists $place{$_} } @$keys), 0, 'much: no other keys');
is($value->{url}, 'https://news.example/river', 'much: canonical address');
is($value->{published}, '2026-03-04T12:30:00Z', 'much: published');
is($value->{modified}, '2026-03-05T12:30:00Z', 'much: modified');
is($value->{image}, 'https://news.example/i.png', 'much: image');
is($value->{section}, 'yes', 'much: a string, no boolean');
like($value->{description}, qr/^a: b # c .*\[x\]\(javascript:y\) é$/,
    'much: description');
ok(!grep({ /[\x00-\x1f\x7f-\x9f]/ } map { ref ? @$_ : $_ } values %$value),
    'much: no control character in a value');
ok((grep { $_ eq 'null' } @{$value->{tags}}), 'much: tags are strings');


# The rest is up to Node.
SKIP: {
    my $browser = "$FindBin::Bin/browser";
    my $version = `node --version 2> /dev/null` // '';
    my ($major) = $version =~ /^v(\d+)/;

    skip 'no Node 20 or later', 1 if ($major // 0) < 20;
    skip 'no modules: run npm ci in t/browser', 1
        if grep { !-d "$browser/node_modules/$_" }
        qw(commonmark markdown-it parse5);

    my ($count, $failing) = (0, 0);
    local $ENV{READER} = $ENV{READER} // "$FindBin::Bin/../build/reader";
    open my $tap, '-|:encoding(UTF-8)', 'node', "$browser/markdown.mjs"
        or die "node: $!\n";
    while (my $line = <$tap>) {
        chomp $line;
        if ($line =~ /^(not )?ok \d+ - (.*)/) {
            $count++;
            $failing = defined $1;
            fail("CommonMark: $2") if $failing;
        } elsif ($line =~ /^# (.*)/) {
            $failing ? diag($1) : note($1);
        }
    }
    close $tap;
    is($? >> 8, 0, "CommonMark: all of $count checks hold");
}

done_testing;
