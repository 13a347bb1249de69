#!/usr/bin/perl

# Cutting clutter out of pages, on the command line: what is cut and what is
# not, and that every other byte is the page's, in any charset.

use strict;
use warnings;

use Encode qw(encode);
use FindBin;
use File::Temp qw(tempdir);
use Test::More;

my $reader = $ENV{READER} // "$FindBin::Bin/../build/reader";
my $dir = tempdir(CLEANUP => 1);

die "$reader is missing: run ./build.sh first\n" if !-x $reader;


sub output {
    my (@command) = @_;

    open my $in, '-|', @command or die "$command[0]: $!\n";
    binmode $in;
    return do { local $/; <$in> } // '';
}


sub slurp {
    open my $in, '<:raw', $_[0] or die "$_[0]: $!\n";
    return do { local $/; <$in> };
}


# The page without its cuts, as --explain tells them, must be what comes out.
sub cuts {
    my ($file, $name, @options) = @_;

    my $page = slurp($file);
    my $out = output($reader, '--declutter', @options, $file);
    my $explanation = output($reader, '--declutter', '--explain', @options,
        $file);
    my ($rest, $at, @cuts) = ('', 0);

    while ($explanation =~ /^cut (\d+) bytes at (\d+): (.*)$/mg) {
        my $bytes = substr $page, $2, $1;
        $rest .= substr $page, $at, $2 - $at;
        $at = $2 + $1;
        push @cuts, [$3, $bytes];
        like($bytes, qr/^<[a-z].*>\z/is, "$name: a cut is whole elements");
    }

    $rest .= substr $page, $at;
    ok($rest eq $out, "$name: the rest is the page's, byte for byte");
    return @cuts;
}


my $prose = join '', map { "<p>In the year $_ the harbour was rebuilt by the "
    . 'town, at a price that nobody had thought of before, and that its '
    . "people paid for a long time, as the records of the council say.</p>\n"
    } 1901 .. 1908;

# What stands in a page as the one thing that may be clutter.
sub page {
    my ($part, $head, $body) = @_;

    return "<!DOCTYPE html><html><head><meta charset=utf-8><title>The "
        . 'harbour</title>' . ($head // '') . '</head><body class=locked>'
        . '<nav class=menu><a href=/>Home</a> <a href=/a>A</a></nav>'
        . '<form class=search><input type=search name=q></form>'
        . '<div class="wrap"><main><article><h1>The harbour of Marrow</h1>'
        . ($body // $prose) . "</article></main>$part</div>"
        . '<footer class=site-footer><a href=/imprint>Imprint</a></footer>'
        . '</body></html>';
}


sub check {
    my ($part, $kind, $name, %more) = @_;

    open my $out, '>:raw', "$dir/page.html" or die;
    print $out page($part, $more{head}, $more{body});
    close $out;
    my @cuts = cuts("$dir/page.html", $name, @{ $more{options} // [] });
    is(join(',', map { $_->[0] } @cuts), $kind, "$name: is cut as it should");
    is($cuts[0][1], $more{cut} // $part, "$name: all of it")
        if $kind ne '' && $kind !~ /,/;
}


my $email = '<input type=email name=e><button>OK</button>';
my $list = join '', map { "<li><a href=/$_>Some other story number $_</a>" }
    1 .. 4;
my $shares = '<a href="https://www.facebook.com/sharer.php?u=x">F</a>'
    . '<a href="https://twitter.com/intent/tweet?url=x">T</a>';

check('', '', 'a page without clutter');
check('<div id="onetrust-consent-sdk"><p>We use cookies.</p></div>',
    'cookie banner', 'OneTrust');
check('<div id=CybotCookiebotDialogBody>We use cookies.</div>',
    'cookie banner', 'Cookiebot');
check('<div class="x cookie-banner-2"><button>Accept</button></div>',
    'cookie banner', 'a class');
check('<div class="cookie-banner"><h1>Cookies</h1></div>', '', 'a heading');
check('<div class="cookie-recipes">All cookies.</div>', '',
    'another kind of cookie');
check("<section class=newsletter><h2>News</h2>$email</section>",
    'newsletter box', 'a newsletter box');
check('<section class=newsletter><a href=/n>Our letters</a></section>', '',
    'no field, no newsletter box');
check("<div class=newsletter>$email<input type=password></div>", '',
    'a login is none');
check("<div class=x>$shares</div>", 'share links', 'share links');
check("<ul class=x><li>$shares</ul>", 'share links', 'in a list');
check('<div class=share><a href="https://facebook.com/marrow">F</a>'
    . '<a href="https://twitter.com/marrow">T</a></div>', '',
    'links to the profiles of a site are not');
check("<section class=related-posts><h2>Related</h2><ul>$list</ul></section>",
    'links to other pages', 'related posts');
check("<section class=x><h2>Read more</h2><ul>$list</ul></section>",
    'links to other pages', 'by the heading');
check("<section class=related-posts><h2>Related</h2><ul>$list</ul></section>",
    '', 'not of a page that is no article', body => '<p>Short.</p>');
check("<nav class=related-posts><h2>Related</h2><ul>$list</ul></nav>", '',
    'navigation stays');
check('<ins class="adsbygoogle" data-ad-slot=1></ins>', 'advertisement',
    'an ad slot');
check('<div id="div-gpt-ad-1234-0"><script>x()</script></div>',
    'advertisement', 'with its script');
check('<div class="x ads-label"><span>Advertisement</span><ins class=y></ins>'
    . '</div>', 'advertisement', 'what an advertisement is labelled with');
check('<div class="ad-slot"><a href=//ad><img src=a.png></a></div>',
    'advertisement', 'by class');
check('<div class="add-on">x</div>', '', 'not by a part of a word');
check('<div class=roads>x</div>', '', 'nor this');
check('<script async src="https://www.googletagmanager.com/gtag/js"></script>',
    'tracker', 'a script');
check('<script src="//stats.g.doubleclick.net/dc.js"></script>', 'tracker',
    'of a host below');
check('<script src="https://notdoubleclick.net/dc.js"></script>', '',
    'of another host');
check('<script src="/js/google-analytics.com/x.js"></script>', '',
    'a path of the site');
check('<img src="https://p.example/x?y=1" width=1 height="1">', 'tracker',
    'a pixel');
check('<img src="/spacer.gif" width=1 height=1>', '', 'a spacer is none');
check('<noscript><img src="https://www.facebook.com/tr?id=1"></noscript>',
    'tracker', 'a pixel for those without scripts');
check('<noscript>Please turn on scripts.</noscript>', '', 'no pixel');

my $ga = '<script>var a="https://www.google-analytics.com/analytics.js";'
    . 'ga("send")</script>';

check($ga, 'tracker', 'a snippet');
check("$ga<script>ga('x')</script>", '', 'that another script needs');
check("$ga<a onclick=\"ga('x')\">x</a>", '', 'that a handler needs');
check("$ga<script>saga('x')</script>", 'tracker', 'other names do not count',
    cut => $ga);
check('', 'tracker', 'a hint',
    head => '<link rel=preconnect href=//www.google-analytics.com>',
    cut => '<link rel=preconnect href=//www.google-analytics.com>');
check('<script type="application/ld+json">{"a":"gtm.js"}</script>', '',
    'data is no script');

# what cannot be cut for sure stays
check("<p>Text<div class=ad-slot></div>more", '', 'it closed a paragraph');
check('<div class=ad-slot><b></div>more</b>', '', 'unclosed inside');

check('<div class=mine>x</div>', 'site rule: strip .mine', 'a site rule',
    options => ['--strip=.mine'], cut => '<div class=mine>x</div>');
check("<div class=x>$shares</div>", '', 'what a rule keeps',
    options => ['--keep=.x']);
check("<div class=x><p id=y>$shares</p></div>", '', 'or keeps inside',
    options => ['--keep=#y']);
check('<div class=mine>x<p id=y>y</p></div>', '', 'keep inside of strip',
    options => ['--strip=.mine', '--keep=#y']);

# other charsets: offsets are of the bytes as they were served
for my $charset (qw(windows-1251 shift_jis gb18030 euc-kr big5 utf-8)) {
    my %text = ('windows-1251' => "\x{41f}\x{440}\x{438}",
        shift_jis => "\x{8868}\x{30bd}\x{80fd}", gb18030 => "\x{4f60}\x{597d}",
        'euc-kr' => "\x{c548}\x{b155}", big5 => "\x{529f}\x{8a31}",
        'utf-8' => "\x{e9}\x{20ac}");
    my $label = $charset eq 'gb18030' ? 'gbk' : $charset;
    my $html = page("<div class=ad-slot>$text{$charset}</div>", undef,
        $prose . "<p>$text{$charset}</p>") =~ s/charset=utf-8/charset=$charset/r;
    open my $out, '>:raw', "$dir/other.html" or die;
    print $out encode($label, $html);
    close $out;
    my @cuts = cuts("$dir/other.html", $charset);
    is(scalar @cuts, 1, "$charset: one cut");
    is($cuts[0][1], encode($label, "<div class=ad-slot>$text{$charset}</div>"),
        "$charset: of the right bytes");
}

for my $charset (qw(utf-16le iso-2022-jp)) {
    open my $out, '>:raw', "$dir/wide.html" or die;
    print $out ($charset eq 'utf-16le' ? "\xff\xfe" : ''),
        encode($charset, page('<div class=ad-slot></div>')
            =~ s/charset=utf-8/charset=$charset/r);
    close $out;
    is(scalar(cuts("$dir/wide.html", $charset)), 0, "$charset is not cut");
}

open my $bom, '>:raw', "$dir/bom.html" or die;
print $bom "\xef\xbb\xbf", page('<div class=ad-slot></div>');
close $bom;
is(scalar(cuts("$dir/bom.html", 'a BOM')), 1, 'behind a BOM');

# the sample site
my %want = (
    'wordpress-magazine' => 6, recipe => 3, 'news-framework' => 1,
    'rtl-arabic' => 0, index => 0,
);

for my $file (glob "$FindBin::Bin/site/*.html") {
    my ($name) = $file =~ m{([^/]+)\.html$};
    my @cuts = cuts($file, $name);
    is(scalar @cuts, $want{$name}, "$name: cuts") if defined $want{$name};
}

cuts($_, $_ =~ s{.*/}{}r) for glob "$FindBin::Bin/pages/*.html";

done_testing();
