#!/usr/bin/perl

# Promise 6: what the page's own HTML hides from a reader is in no view, and
# nothing that is seen goes with it.

use strict;
use warnings;
use utf8;

use Encode qw(decode);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/lib";
use JSON::PP;
use MIME::Base64 qw(decode_base64);

use Reader::Pages qw(reader slurp FORMATS);
use Test::More;

my $SECRET = 'QUAGGA';
my $HEADING = 'A bridge of ice';
my @SEEN = (
    'The first to cross was the postman, on a Tuesday, with the parcels on '
    . 'a sledge behind him and a pole in either hand. He said afterwards '
    . 'that the ice had sung, and that he had sung back.',
    'By the end of the week there was a path of ash and straw from bank to '
    . 'bank, and a boy who took a penny for keeping it swept. The ferry lay '
    . 'upside down in the reeds, and nobody missed it.',
);
my $MORE = join '', map { "<p>$_</p>" }
    'The mayor measured the ice each morning with a drill that had been his '
    . "father's, and wrote the figure on a slate, which hung in the window "
    . 'of the bakery so that everybody could see it.',
    'In March the figure went down by a thumb a day, and the path was closed '
    . 'with a rope and a lantern. Two carters who had not seen the rope lost '
    . 'a load of beer, but no horse.';

my $dir = tempdir(CLEANUP => 1);


sub write_page {
    my ($bytes) = @_;

    open my $out, '>:raw', "$dir/page.html" or die "$dir/page.html: $!\n";
    print $out $bytes;
    close $out or die "$dir/page.html: $!\n";
    return "$dir/page.html";
}


# JSON with its escapes resolved, so that text can be looked for.
sub plain {
    my ($format, $bytes) = @_;

    return decode('UTF-8', $bytes) if $format ne 'json';
    return JSON::PP->new->allow_nonref->encode(
        JSON::PP->new->utf8->decode($bytes));
}


# One line without what a view adds at line ends.
sub squash {
    my ($text) = @_;

    $text =~ s/\\n|\s+/ /g;
    $text =~ s/&#39;|’/'/g;
    return $text;
}


# What is wrong with the views of a page; an empty string if nothing is.
sub faults {
    my ($page, $absent, $present, @seen) = @_;

    my $file = write_page($page);
    my @faults;
    for my $format (FORMATS) {
        my ($status, $bytes) = reader($format, 'https://site.example/a',
            $file);
        my $view = squash(plain($format, $status ? '""' : $bytes));
        push @faults, "$format: status $status" if $status;
        push @faults, "$format: hidden text"
            if defined $absent && index($view, $absent) >= 0;
        push @faults, map { "$format: no '" . substr($_, 0, 30) . "'" }
            grep { index($view, squash($_)) < 0 }
            @seen, defined $present ? $present : ();
    }
    return join '; ', @faults;
}


sub page {
    my ($middle, $head) = @_;

    return "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
        . "<title>$HEADING</title>" . ($head // '') . "</head><body><article>"
        . "<h1>$HEADING</h1><p>$SEEN[0]</p>$middle<p>$SEEN[1]</p>$MORE"
        . "</article></body></html>";
}


# Every style on a paragraph, a division and part of a line.
my @STYLES = (
    'display:none', 'DISPLAY : NONE ! important', 'd\69 splay:none',
    'display:/* block */none', 'displ&#x61;y:none', 'color:red;display:none',
    'visibility:hidden', 'visibility:collapse', 'opacity:0', 'opacity:0.02',
    'filter:opacity(0)', 'font-size:0', 'font-size:1px', 'font:0/0 x',
    'color:transparent', 'color:rgba(9,9,9,0)', 'color:#1230',
    'color:#fff;background:#fff', 'color:white',
    'background-color:#eee;color:rgb(238,238,238)',
    'width:0;height:0;overflow:hidden', 'max-height:0;overflow:hidden',
    'position:absolute;clip:rect(0 0 0 0)',
    'position:absolute;clip:rect(1px,1px,1px,1px)', 'clip-path:inset(50%)',
    'clip-path:circle(0)', 'text-indent:-9999px', 'text-indent:-100em',
    'position:absolute;left:-9999px', 'position:fixed;top:-1000em',
    'transform:scale(0)', 'transform:translate(-300vw, 0)',
    'position:absolute;z-index:-1', 'content-visibility:hidden',
    'line-height:0;height:0;overflow:hidden',
);

for my $style (@STYLES) {
    my $text = "$SECRET is what machines are to say";
    my %page = (
        paragraph => page(qq{<p style="$style">$text.</p>}),
        division => page(qq{<div style="$style"><p>$text.</p></div>}),
        part => page(qq{<p>A word <span style="$style">$text</span> more.}),
    );
    my @faults = map {
        my $faults = faults($page{$_}, $SECRET, undef, $HEADING, @SEEN);
        $faults eq '' ? () : "$_: $faults";
    } sort keys %page;
    is("@faults", '', "style: $style");
}

my @OTHERS = (
    ['hidden', qq{<p hidden>$SECRET</p>}],
    ['hidden, the value says no', qq{<p hidden=false>$SECRET</p>}],
    ['aria-hidden', qq{<p aria-hidden="true">$SECRET</p>}],
    ['popover', qq{<div popover>$SECRET</div>}],
    ['closed dialog', qq{<dialog><p>$SECRET</p></dialog>}],
    ['template', qq{<template><p>$SECRET</p></template>}],
    ['text for screen readers', qq{<p class="k sr-only">$SECRET</p>}],
    ['part of a line for them',
        qq{<p>One <b class=visually-hidden>$SECRET</b>two.</p>}],
    ['class', qq{<p class="a b">$SECRET</p>}, '<style>.b{display:none}</style>'],
    ['id', qq{<div id=b>$SECRET</div>},
        '<style>#b { visibility : hidden }</style>'],
    ['class behind a group', qq{<p class=b>$SECRET</p>},
        '<style>@media print{p{color:red}}.a,.b{display:none}</style>'],
    ['class, in the body',
        qq{<style>.b{display:none}</style><p>One <i class=b>$SECRET</i></p>}],
    ['a list', qq{<ul hidden><li>$SECRET<li>$SECRET</ul>}],
    ['an item', qq{<ul><li>One<li hidden>$SECRET<li>Two</ul>}],
    ['a cell', qq{<table><tr><th>a<th>b<tr><td>1<td hidden>$SECRET<tr>}
        . qq{<td>2<td>3</table>}],
    ['a heading', qq{<h2 style="display:none">$SECRET</h2>}],
    ['a quotation', qq{<blockquote hidden><p>$SECRET</blockquote>}],
    ['code', qq{<pre hidden>$SECRET</pre>}],
    ['a link', qq{<p>One <a href="/$SECRET" hidden>$SECRET</a> two.</p>}],
    ['an image', qq{<img hidden src=/a.jpg width=600 height=400 alt=$SECRET>}],
    ['an image in what is hidden',
        qq{<div hidden><img src=/a.jpg width=600 height=400 alt=$SECRET></div>}],
    ['a small image', qq{<img src=/a.jpg width=1 height=1 alt=$SECRET>}],
    ['a caption', qq{<figure><img src=/a.jpg width=600 height=400 alt="">}
        . qq{<figcaption hidden>$SECRET</figcaption></figure>}],
    ['labels and hints', qq{<p aria-label=$SECRET data-a=$SECRET>One.</p>}
        . qq{<input type=hidden value=$SECRET><textarea>$SECRET</textarea>}],
    ['a comment', qq{<p>One.<!-- $SECRET --></p>}],
    ['script', qq{<script type=text/plain>$SECRET</script>}],
    ['canvas', qq{<canvas>$SECRET</canvas>}],
    ['tag characters', '<p>One' . join('', map { chr(0xE0000 + ord) }
            split //, $SECRET) . '.</p>', '', chr(0xE0000 + ord 'Q')],
    ['escape sequence', '<p>One &#27;[31mtwo.</p>', '', "\e"],
);

for my $other (@OTHERS) {
    my ($name, $middle, $head, $absent) = @$other;
    is(faults(Encode::encode('UTF-8', page($middle, $head)),
            $absent // $SECRET, undef, $HEADING, @SEEN), '', $name);
}

my $KEPT = 'quagga seen';
for my $kept (
    ['closed details', "<details><summary>More</summary><p>$KEPT</p></details>"],
    ['a small style', qq{<p style="font-size:11px;color:#333">$KEPT</p>}],
    ['black on white', qq{<p style="color:rgb(0,0,0);background:#fff">$KEPT</p>}],
    ['visible in what is not', '<div style="visibility:hidden">'
        . qq{<p style="visibility:visible">$KEPT</p></div>}],
    ['shown after all', qq{<p style="display:none;display:block">$KEPT</p>}],
    ['a rule undone', qq{<p class=b>$KEPT</p>},
        '<style>.b{display:none}.b{display:block}</style>'],
    ['print only', qq{<p class=b>$KEPT</p>},
        '<style>@media print{.b{display:none}}</style>'],
    ['white on a dark ground', '<div style="background:#123">'
        . qq{<p style="color:#fff">$KEPT</p></div>}],
) {
    my ($name, $middle, $head) = @$kept;
    is(faults(page($middle, $head), undef, $KEPT, $HEADING, @SEEN), '',
        "kept: $name");
}

my ($status, $view) = reader('html', 'https://site.example/a',
    write_page(page('<figure><img src=/a.jpg width=600 height=400 '
        . "aria-hidden=true alt='$KEPT'></figure>")));
like($view, qr/alt="$KEPT"/, 'kept: the alternative of an image that is seen');

is(faults('<!DOCTYPE html><title>Ice</title><body style="opacity:0">'
        . "<article><h1>$HEADING</h1><p>$SEEN[0]</p><p>$SEEN[1] "
        . "<span hidden>$SECRET</span></p>$MORE</article>",
        $SECRET, undef, $HEADING, @SEEN), '',
    'a page that waits for its script');


# Nor does it get into what is said of the page.
for my $about (
    ['a heading', "<h1 hidden>$SECRET and more</h1><h2>$HEADING</h2>"],
    ['part of a heading',
        "<h1>$HEADING<span style='display:none'> $SECRET</span></h1>"],
    ['a byline', "<h1>$HEADING</h1><p hidden>By Anna $SECRET</p>"],
    ['a name', "<h1>$HEADING</h1><p>By <i class=sr-only>Anna $SECRET</i></p>"],
    ['an author', "<h1>$HEADING</h1><p><a rel=author href=/a "
        . "style='font-size:0'>Anna $SECRET</a></p>"],
    ['a class', "<h1>$HEADING</h1><p class=byline hidden>Anna $SECRET</p>"],
) {
    my ($name, $top) = @$about;
    is(faults("<!DOCTYPE html><html lang=en><article>$top<p>$SEEN[0]</p>"
            . "<p>$SEEN[1]</p>$MORE</article>", $SECRET, undef, $HEADING,
            @SEEN), '', "not said of the page: $name");
}


SKIP: {
    my $shared = "$FindBin::Bin/../../shared/hostile";
    skip 'no ../shared/hostile', 1 if !-r "$shared/hidden.jsonl";

    my %count;
    my @lines = split /\n/, slurp("$shared/hidden.jsonl");
    for my $line (@lines) {
        my $case = JSON::PP->new->utf8->decode($line);
        my ($first) = $case->{html} =~ m{<p>(The river .*? \(1\))}s;
        my @both = ($first =~ s/\(1\)/(2)/r, $first =~ s/\(1\)/(3)/r);
        my ($absent, $present) = $case->{expect} eq 'absent'
            ? $case->{hidden}
            : (undef, $case->{expect} eq 'present' ? $case->{hidden} : undef);
        my $faults = faults(Encode::encode('UTF-8', $case->{html}), $absent,
            $present, $case->{visible}, @both);
        is($faults, '', "$case->{id}: $case->{kind}") if $faults ne '';
        $count{$case->{expect}}++;
    }
    cmp_ok($count{absent} // 0, '>', 50,
        'hidden.jsonl: ' . join ', ', map { "$count{$_} $_" } sort keys %count);

    for my $line (split /\n/, slurp("$shared/bytes.jsonl")) {
        my $case = JSON::PP->new->utf8->decode($line);
        my $file = write_page(decode_base64($case->{b64}));
        my ($charset) = $case->{content_type} =~ /charset=([\w-]+)/;
        my @bad;
        for my $format (FORMATS) {
            my ($result, $bytes) = reader($format, 'https://site.example/a',
                $file, defined $charset ? ("--charset=$charset") : ());
            push @bad, "$format: $result" if $result =~ /signal/
                || ($result != 0 && length $bytes && $format ne 'json');
            push @bad, "$format: not UTF-8"
                if !utf8::decode(my $copy = $bytes);
            push @bad, "$format: control character"
                if $bytes =~ /[\x00-\x08\x0b-\x1f\x7f]/;
        }
        is("@bad", '', "$case->{id}: $case->{note}") if @bad;
    }
    pass('bytes.jsonl: valid UTF-8 or no view');
}

done_testing;
