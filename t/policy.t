#!/usr/bin/perl

# Whether the HTML view and ../shared/hostile/policy.json, where that is there,
# agree on what may be written: elements, attributes, schemes, values.  What
# they differ in is listed here with the reason, and has to differ.

use strict;
use warnings;
use utf8;

use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp qw(tempdir);
use JSON::PP;

use Reader::Pages qw(reader slurp);
use Test::More;

my $file = "$FindBin::Bin/../../shared/hostile/policy.json";
plan skip_all => 'no ../shared/hostile/policy.json' if !-e $file;

my $policy = JSON::PP->new->utf8->decode(slurp($file));
my $dir = tempdir(CLEANUP => 1);
my $prose = '<p>' . 'The mill had stood empty since the flood. ' x 9 . '</p>';

# The policy may allow it; the view has no use for it.
my %UNUSED = (
    h1 => 'the title of the view is its only one',
    source => 'a player has one source',
    track => 'a player has one source',
    'a hreflang' => 'no browser does anything with it',
    'img decoding' => 'only browsers that are told nothing choose well',
);

# The view has it; the policy does not say so.
my %OURS = (
    'a aria-label' => 'a link back from a note is an arrow only',
    'section aria-label' => 'notes are a landmark (reference, section 2.4)',
    'p id' => 'a link may lead to any part (reference, section 1.2)',
);

# What "aria-*", "on*" and the rest stand for.
my @NEVER = map { s/ \(.*//r =~ s/\*$/x/r } map { split m{/} }
    @{$policy->{html}{attributes_never}};
push @NEVER, qw(onclick onerror data-x aria-label role tabindex xlink:href
    formaction itemprop);

my %GOOD = (href => '/x', hreflang => 'de', rel => 'nofollow', title => 'x',
    datetime => '2026-01-02', start => 3, reversed => '', type => 'a',
    value => 7, src => '/i.png', srcset => '/i4.png 400w, /i8.png 800w',
    alt => 'x', width => 300, height => 200, poster => '/p.png', scope => 'row',
    colspan => 2, rowspan => 2, columnspan => 2, align => 'center',
    display => 'block', alttext => 'x', form => 'infix', linethickness => '1px',
    scriptlevel => 1, class => 'language-c', dir => 'rtl', id => 'part',
    map { $_ => 'true' } qw(stretchy fence separator displaystyle accent
        accentunder));

my %WRAP = (
    li => '<ol>%s</ol>',
    (map { my $n = $_; "h$n" => join('', map { "<h$_>a</h$_>" } 2 .. $n - 1)
        . '%s' } 3 .. 6),
    (map { $_ => '<p>a%sb</p>' } qw(br wbr bdo span time sup)),
    hr => '<p>a</p>%s',
    (map { $_ => '<dl><dt>a</dt>%s</dl>' } qw(dt dd)),
    (map { $_ => '<ruby>a%s</ruby>' } qw(rt rp)),
    figcaption => '<figure><img src=/a.png>%s</figure>',
    summary => '<details>%s<p>a</p></details>',
    (map { $_ => '<video src=/v.mp4>%s</video>' } qw(source track)),
    (map { $_ => "<table>%s<tr><td>a<td>$prose<tr><td>b<td>c</table>" }
        qw(caption thead tbody tfoot tr)),
    (map { $_ => "<table><tr>%s<td>$prose<tr><th>b<td>c<td>d</table>" }
        qw(th td)),
);
my %INSIDE = (
    (map { $_ => '<li>a<li>b' } qw(ul ol)), dl => '<dt>a<dd>b',
    ruby => 'a<rt>b</rt>', figure => '<img src=/a.png><figcaption>x',
    details => "<summary>a</summary>$prose",
    table => "<tr><th>a<th>b<tr><td>$prose<td>c",
    (map { $_ => '<tr><td>a<td>b' } qw(thead tbody tfoot)),
    tr => '<td>a<td>b', math => '<mi>x</mi>',
);


# [element, {attribute => value}] of what a fragment has become, and its text.
sub view_of {
    my ($fragment, %more) = @_;
    my $page = "$dir/page.html";

    open my $out, '>:encoding(UTF-8)', $page or die "$page: $!\n";
    print $out '<!doctype html><title>t</title>' . ($more{head} // '')
        . "<article>$prose<hr>$fragment<p>end$prose</article>";
    close $out;
    my ($status, $view) = reader('html', 'https://site.example/a/b', $page,
        '--keep=article', '--min-score=0', '--min-length=0');
    my ($part) = $view =~ m{<hr>(.*)</article>}s or return ([], '', $view);
    my @elements;
    while ($part =~ m{<([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>}g) {
        my ($name, $attributes) = ($1, $2);
        push @elements, [$name, { $attributes =~ m{ ([a-z-]+)="([^"]*)"}g }];
    }
    return (\@elements, $part =~ s/<[^>]*>//gr, $view);
}


# The attributes that the policy allows each element.
sub names {
    return map { $_ eq 'rel-subset' ? 'rel' : /^([a-z]+)[=*!]*/ }
        grep { !/ /} @_;
}

my %allowed = map { my $e = $_;
    ($e => { map { $_ => 1 } names(@{$policy->{html}{elements}{$e}}), 'lang',
        'dir' }) } keys %{$policy->{html}{elements}};
$allowed{div} = { map { $_ => 1 } qw(class role aria-label tabindex) };

sub not_allowed {
    my ($elements) = @_;
    my @faults;

    for my $element (@$elements) {
        my ($name, $attributes) = @$element;
        push @faults, $name if !$allowed{$name} && $name ne 'section';
        push @faults, grep { !$OURS{$_} } map { "$name $_" }
            grep { !$allowed{$name}{$_} } keys %$attributes;
        push @faults, map { "$name $_=$attributes->{$_}" }
            grep { $attributes->{$_} =~ /evil/ } keys %$attributes;
    }
    return join ', ', @faults;
}


# --- elements and attributes

my $math = join '|', grep { /^m/ && !/^ma(?:th|rk)$/ || $_ eq 'none'
    || $_ eq 'semantics' } keys %allowed;

for my $name (sort keys %{$policy->{html}{elements}}) {
    next if $name eq 'div';
    my @wanted = names(@{$policy->{html}{elements}{$name}});
    push @wanted, 'dir' if $name eq 'span';
    my $attributes = join ' ', (map { qq($_="$GOOD{$_}") }
        grep { exists $GOOD{$_} } @wanted),
        map { qq($_="evil") } grep { my $n = $_; !grep { $_ eq $n } @wanted }
            @NEVER;
    my $empty = $name =~ /^(?:br|hr|wbr|img|source|track)$/;
    my $fragment = "<$name $attributes>" . ($empty ? ''
        : ($INSIDE{$name} // ($name =~ /^(?:$math)$/ ? '<mi>x</mi>' : 'inside'))
            . "</$name>");
    $fragment = "<math>$fragment</math>" if $name =~ /^(?:$math)$/;
    $fragment = sprintf $WRAP{$name}, $fragment if $WRAP{$name};
    # what leads there, since an id is written where something does
    $fragment .= '<p>See <a href="#part">there</a>.</p>';

    my ($elements, $text) = view_of($fragment);
    is(not_allowed($elements), '', "$name: nothing but what is allowed");
    my ($own) = sort { keys %{$b->[1]} <=> keys %{$a->[1]} }
        grep { $_->[0] eq $name } @$elements;
    if ($UNUSED{$name}) {
        ok(!$own, "$name is not written: $UNUSED{$name}");
        next;
    }
    ok($own, "$name is written") or next;
    for my $attribute (@wanted) {
        my $what = "$name $attribute";
        if ($UNUSED{$what}) {
            ok(!exists $own->[1]{$attribute},
                "$what is not written: $UNUSED{$what}");
        } else {
            ok(exists $own->[1]{$attribute}, "$what is written");
        }
    }
}

my ($notes) = view_of('<p>Text<sup><a href="#fn1" id=r1>1</a></sup>.</p>'
    . '<ol><li id=fn1>Note. <a href="#r1">x</a></li></ol>');
my %ours = map { my $e = $_; map { ("$e->[0] $_" => 1) } keys %{$e->[1]} }
    @{(view_of('<p id=b>a<p><a href=#b>c</a>'))[0]}, @$notes;
is(join(' ', grep { !$ours{$_} } sort keys %OURS), '',
    'what is only ours is written');


# --- unwrapped, and dropped with all that is in them

for my $entry (@{$policy->{html}{unwrap}}) {
    my ($names, $to) = $entry =~ /^([a-z\/]+)(?:->([a-z]+))?/;
    $names = 'x-element' if $entry eq 'custom-elements';
    for my $name (split m{/}, $names) {
        my $inside = $name eq 'picture' ? '<img src=/i.png alt=inside>'
            : $name eq 'noscript' ? '<img src=/i.png alt=inside>' : 'inside';
        $inside = '<li>inside' if ($to // '') eq 'ul';
        my ($elements, $text, $view) = view_of("<$name>$inside</$name>");
        is(not_allowed($elements), '', "$name is unwrapped");
        like($view, qr/inside/, "$name: what is in it stays");
        ok(scalar(grep { $_->[0] eq $to } @$elements), "$name becomes $to")
            if $to;
    }
}

my %void = map { $_ => 1 } qw(link meta base frame frameset param input keygen
    area bgsound embed);
# what a browser does not show either has its text elsewhere
my %seen = (marquee => 'its text stays', listing => 'it becomes a pre',
    plaintext => 'it has no end', selectedcontent => 'it is in no select');
for my $name (map { /^form controls: (.*)/ ? split ' ', $1 : s/ \(.*//r }
    @{$policy->{html}{drop_with_children}})
{
    next if $name =~ /[^a-z-]|^(?:comments|doctype)$/;
    my $math = $name =~ /^(?:annotation|maction|mglyph|malignmark)/;
    my $fragment = "<$name src=/gone href=/gone>gone</$name>";
    my ($elements, $text) = view_of($math
        ? "<math><mi>x</mi><semantics>$fragment</semantics></math>"
        : $fragment);
    is(not_allowed($elements), '', "$name is not written");
    unlike($text, qr/gone/, "$name: what is in it neither")
        if !$void{$name} && !$seen{$name} && $name ne 'iframe'
            && $name ne 'mglyph' && $name ne 'malignmark';
}
my ($elements, $text) = view_of('<!--gone--><?gone?><![CDATA[gone]]><!gone>');
unlike($text, qr/gone/, 'comments, instructions and sections');


# --- values

my $ok = qr/$policy->{html}{global}{lang}/;
for my $value (qw(en de-CH zh-Hant-TW x en_US 1a abcdefghi a-b en- sr-Latn-RS
    de-1996 en-abcdefghij aa-b-c-d-e-f-g aa-b-c-d-e-f-g-h), 'en x', 'en"><b')
{
    my ($elements) = view_of(qq(<p lang='$value'>inside</p>));
    is($elements->[0][1]{lang} // '', $value =~ $ok ? $value : '',
        "lang=$value");
}
for my $value (qw(ltr rtl auto left RTL)) {
    my ($elements) = view_of("<p dir=$value>inside</p>");
    my $dir = lc $value;
    is($elements->[0][1]{dir} // '', $dir eq 'left' ? '' : $dir, "dir=$value");
}

my $rels = join ' ', @{$policy->{html}{rel_subset}};
($elements) = view_of("<p><a href=/x rel='noopener $rels opener'>x</a>");
is(join(' ', sort split / /, $elements->[1][1]{rel}),
    join(' ', sort @{$policy->{html}{rel_subset}}), 'rel');


# --- addresses

my %scheme = map { $_ => 1 } @{$policy->{html}{url}{a}};
for my $scheme (sort(keys %scheme), qw(javascript vbscript data blob file ftp
    sms about view-source filesystem ws urn intent))
{
    my $url = "$scheme:" . ($scheme =~ /^http|ws|ftp/ ? '//e.example/' : 'a');
    my ($elements, $text) = view_of("<p><a href='$url'>inside</a></p>");
    is(scalar(grep { $_->[0] eq 'a' } @$elements), $scheme{$scheme} ? 1 : 0,
        "a $scheme");
    like($text, qr/inside/, "$scheme: its text stays");

    my $media = grep { $_ eq $scheme } @{$policy->{html}{url}{media}};
    ($elements) = view_of("<p>x <img src='$url' alt=x width=60 height=60></p>");
    is(scalar(grep { $_->[0] eq 'img' } @$elements), $media ? 1 : 0,
        "img $scheme");
}
for my $type (qw(png gif jpeg webp avif svg+xml bmp x-icon)) {
    my $url = "data:image/$type;base64,iVBORw0KGgo=";
    my ($elements) = view_of("<p>x <img src='$url' alt=x width=60 height=60>");
    is(scalar(grep { $_->[0] eq 'img' } @$elements),
        $policy->{html}{url}{img_data} =~ /\b\Q$type\E[|)]/ ? 1 : 0,
        "data:image/$type");
}
my ($bytes) = $policy->{html}{url}{img_data} =~ /<= (\d+) bytes/;
my ($most) = $policy->{html}{url}{parse} =~ /max (\d+) bytes/;
for my $more (0, 1) {
    my $url = 'data:image/png;base64,';
    $url .= 'A' x ($bytes - length($url) + 4 * $more);
    my ($elements) = view_of("<p>x <img src='$url' alt=x width=60 height=60>");
    is(scalar(grep { $_->[0] eq 'img' } @$elements), 1 - $more,
        'data: of ' . length($url) . ' bytes');

    $url = 'https://e.example/';
    $url .= 'a' x ($most - length($url) + $more);
    ($elements) = view_of("<p><a href='$url'>x</a>");
    is(scalar(grep { $_->[0] eq 'a' } @$elements), 1 - $more,
        'an address of ' . length($url) . ' bytes');
}
for my $case (['https://user@e.example/', undef],
    ['https://u:p@e.example/', undef], ["  https://e.example/ \t", 'same'],
    ["ht\ntps://e.ex\tample/", 'same'], ['https:\\\\e.example\\', 'same'],
    ['HTTPS://E.example', 'same'])
{
    my ($url, $to) = @$case;
    my ($elements) = view_of("<p><a href='$url'>x</a>");
    my ($link) = grep { $_->[0] eq 'a' } @$elements;
    is($link ? $link->[1]{href} : undef, $to && 'https://e.example/',
        'an address like ' . $url =~ s/[^!-~]/?/gr);
}
for my $case (['https://cdn.example/c/', 'https://cdn.example/c/x'],
    ['ftp://cdn.example/', '/a/x'], ['javascript:', '/a/x'],
    ['https://cdn.example/' . 'a' x 2048 . '/', '/a/x'])
{
    my ($base, $to) = @$case;
    my ($elements) = view_of('<p><a href=x>x</a>', head => "<base href='$base'>");
    is($elements->[1][1]{href}, $to, 'a base like ' . substr $base, 0, 40);
}


# --- frames and depth

($elements, $text) = view_of(
    '<iframe src="https://www.youtube.com/embed/abc" title=Film></iframe>');
ok(!grep({ $_->[0] eq 'iframe' } @$elements)
    && $text =~ /Video: Film \(www\.youtube/, 'a frame is a link');

my ($depth) = "@{$policy->{html}{serializer}}" =~ /max depth (\d+)/;
my (undef, undef, $deep) = view_of('<blockquote>' x 200 . 'inside');
my ($open, $deepest) = (0, 0);
while ($deep =~ m{<(/?)([a-z0-9]+)[^>]*>}g) {
    next if $2 =~ /^(?:meta|link|br|hr|img|wbr)$/;
    $open += $1 ? -1 : 1;
    $deepest = $open if $open > $deepest;
}
cmp_ok($deepest, '<=', $depth, 'no deeper than that');
like($deep, qr/inside/, 'and nothing is lost');

done_testing;
