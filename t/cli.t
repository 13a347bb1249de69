#!/usr/bin/perl

# The command line: options, exit codes, standard input, several files.

use strict;
use warnings;

use FindBin;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $reader = $ENV{READER} // "$FindBin::Bin/../build/reader";
my $dir = tempdir(CLEANUP => 1);
my $article = "$FindBin::Bin/site/wordpress-magazine.html";
my $front = "$FindBin::Bin/site/index.html";

die "$reader is missing: run ./build.sh first\n" if !-x $reader;


sub page {
    my ($name, $html) = @_;

    open my $out, '>:raw', "$dir/$name" or die "$name: $!\n";
    print $out $html;
    close $out or die "$name: $!\n";
    return "$dir/$name";
}


# Exit status, standard output, standard error.
sub run {
    my (@arguments) = @_;

    open my $in, '-|', 'sh', '-c', 'exec "$@" 2>"$0"', "$dir/err", $reader,
        @arguments or die "$reader: $!\n";
    binmode $in;
    my $out = do { local $/; <$in> } // '';
    close $in;
    my $status = $? >> 8;
    open my $error, '<', "$dir/err" or die;
    return ($status, $out, do { local $/; <$error> } // '');
}


my ($status, $out, $error) = run('--help');
is($status, 0, 'help');
like($out, qr/^Usage: reader .*--format=.*--explain/s, 'help names options');
($status, $out) = run('--version');
like($out, qr/^reader \d+\.\d+\.\d+\n\z/, 'version');

for (
    [ [], qr/no FILE/ ],
    [ ['--format=pdf', $article], qr/--format is .*not pdf/ ],
    [ ['--min-score=101', $article], qr/--min-score is 0 to 100, not 101/ ],
    [ ['--min-length=-1', $article], qr/--min-length is .*not -1/ ],
    [ ['--frmat=html', $article], qr/frmat/ ],
    [ ['--images=none', $article], qr/--images is .*not none/ ],
    [ ['--wrap=19', $article], qr/--wrap is 20 to 1000 or off, not 19/ ],
    [ ['--wrap=x', $article], qr/--wrap is .*not x/ ],
) {
    my ($arguments, $message) = @$_;
    ($status, $out, $error) = run(@$arguments);
    is($status, 2, 'usage: ' . ($arguments->[0] // 'nothing'));
    is($out, '', 'nothing is written');
    like($error, $message, 'and it is said why');
}

($status, $out, $error) = run('--format=text', "$dir/none.html");
is($status, 1, 'a file that is not there');
like($error, qr/none\.html: No such file/, 'and it is named');

my %pages = (
    4 => page('large.html', '<p>' . 'x' x (16 << 20)),
    5 => page('deep.html', '<p>x' . '<div>' x 100_000),
    8 => page('korean.html', 'x'),
);
for my $code (sort keys %pages) {
    my @charset = $code == 8 ? '--charset=iso-2022-kr' : ();
    ($status, $out) = run(@charset, $pages{$code});
    is($status, $code, "exit status $code");
    is($out, '', "exit status $code: nothing is written");
    ($status) = run('--format=json', @charset, $pages{$code});
    is($status, $code, "exit status $code in JSON as well: no object");
}
($status) = run('--timeout=1', page('slow.html',
    '<p>' . 'word, word. ' x 100_000 . '<p>a, b. <i>c</i>' x 20_000));
is($status, 6, 'exit status 6: out of time');

($status, $out) = run($front);
is($status, 3, 'no article');
is($out, '', 'no article: nothing is written');
($status, $out) = run('--format=json', $front);
is($status, 0, 'no article in JSON: an object was written');
ok(!decode_json($out)->{readerable}, 'and it says so');
($status, $out) = run('--min-score=0', '--format=text', $front);
is($status, 0, 'with a score of 0 any page is one');

($status, $out) = run('--format=json', $article, $front, $article);
is($status, 0, 'several files');
my @lines = split /\n/, $out, -1;
is(scalar @lines, 4, 'one object a line');
is($lines[0], $lines[2], 'the same input gives the same bytes');
($status) = run('--format=text', $article, $front);
is($status, 3, 'of several files the highest status counts');

my $piped = `"$reader" --format=text - < "$article"`;
($status, $out) = run('--format=text', $article);
is($piped, $out, 'standard input');
cmp_ok(length $out, '>', 4000, 'which is not empty');

($status, $out) = run('--images=off', $article);
unlike($out, qr/<img/, '--images');
($status, $out) = run('--format=text', '--wrap=50', $article);
is((grep { length > 60 && !/^http/ } split /\n/, $out), 0, '--wrap');
($status, $out) = run('--template=' . page('own.html', '<!DOCTYPE html><html>'
    . '<head>{{head}}</head><body><h1>OWN</h1>{{content}}</body></html>'),
    $article);
like($out, qr{</head><body><h1>OWN</h1><}, '--template');
my ($example) = do {
    open my $in, '<:raw', "$FindBin::Bin/../README.md" or die;
    local $/;
    <$in> =~ /^```html\n(.*?)^```/ms;
};
($status, $out) = run('--url=http://a.example/',
    '--template=' . page('readme.html', $example), $article);
is($status, 0, 'the template of README.md');
like($out, qr!<header class="brand">.*<p>By [^<]+, \d+ \w+ \d\d\d\d</p>.*<footer>!s,
    'and what it makes');
unlike($out, qr/\{\{/, 'no slot is left');
my $bad = page('bad.html', "<!DOCTYPE html>\n<html>{{nothing}}</html>");
($status, $out, $error) = run("--template=$bad", $article);
is($status, 1, 'a template that is wrong');
like($error, qr/^reader: \Q$bad\E: line 2: unknown slot "nothing"/, 'and where');

($status, $out) = run('--explain', $article);
is($status, 0, 'explanation');
like($out, qr/^article: page score \d+ of 100, \d+ words/, 'the verdict');
like($out, qr/^ *\d+ KEEP +\+\d/m, 'kept blocks');
like($out, qr/^ *\d+ drop .*\n.*repeats the title/m, 'dropped ones, and why');

# Where each value comes from, as a sentence.
my $described = page('described.html', <<'HTML');
<!doctype html><html lang=en dir=ltr>
<title>The river rises again - Example</title>
<meta property=og:title content="The river rises again">
<meta property=og:site_name content=Example>
<meta name=description content="Third flood this year.">
<meta property=article:modified_time content="2026-03-05T10:00:00Z">
<link rel=canonical href=/rivers>
<meta property=og:image content=/flood.jpg>
<body><h1>The river rises again</h1>
<p class=byline>By Jane Doe</p><time datetime=2026-03-04>4 March</time>
<p>Water, water everywhere, and all the boards did shrink.</p>
HTML
($status, $out) = run('--explain', '--url=https://www.example.com/x',
    $described);
is($status, 0, 'an explanation of what is no article');
like($out, qr/^no article: page score \d+/, 'which it says first');
for (
    [ 'title', 'The river rises again', 'the h1, which og:title supports' ],
    [ 'byline', 'Jane Doe', '"By ..." near the title' ],
    [ 'published', '2026-03-04', 'a time element' ],
    [ 'modified', '2026-03-05T10:00:00Z',
        'a meta element like article:modified_time' ],
    [ 'site', 'Example', 'og:site_name' ],
    [ 'language', 'en', 'lang of html' ],
    [ 'direction', 'ltr', 'dir of html' ],
    [ 'about', 'Third flood this year.', 'a meta element like description' ],
    [ 'canonical', 'https://www.example.com/rivers',
        'a link element with rel=canonical' ],
    [ 'image', 'https://www.example.com/flood.jpg', 'og:image' ],
) {
    my ($name, $value, $from) = @$_;
    like($out, qr/^  $name +"\Q$value\E"  from \Q$from\E$/m,
        "where the $name comes from");
}
unlike($out, qr/^  subtitle/m, 'what the page does not say is not listed');

# A ballad's paragraphs repeat each other, as the teasers of a listing do: at
# an address of a listing, too, they are the text.
my $refrain = "The ferry leaves the quay at seven, and the gulls know it before"
    . " the captain does, wheeling over the stern until the ropes are off.";
my $ballad = page('ballad.html', '<!doctype html><html lang=en><title>The'
    . ' ballad of the quay</title><main><h1>The ballad of the quay</h1>'
    . join('', map { "<p>$refrain Verse $_ is sung on the steps.</p>" } 1 .. 12)
    . '</main></html>');
for my $path (qw(/ballad /all /category/songs)) {
    ($status, $out) = run('--format=text', "--url=https://a.example$path",
        $ballad);
    my $verses = () = $out =~ /Verse \d+ is/g;
    is($verses, 12, "a text that repeats itself is whole at $path");
}

done_testing;
