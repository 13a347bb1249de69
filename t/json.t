#!/usr/bin/perl

# The JSON view against its schema, t/reader.schema.json: pages of the project,
# and where ../shared is there, pages of the corpora against its schema, too.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";
use JSON::PP;

use Compress::Zlib ();
use File::Temp qw(tempdir);
use Reader::Pages qw(reader slurp);
use Reader::Schema qw(schema_faults);
use Test::More;

my $shared = "$FindBin::Bin/../../shared";
my $json = JSON::PP->new->utf8->allow_nonref;
my $ours = $json->decode(slurp("$FindBin::Bin/reader.schema.json"));
my $dir = tempdir(CLEANUP => 1);
my @schemas = ($ours);


sub check {
    my ($name, $file) = @_;
    my ($status, $bytes) = reader('json', 'https://site.example/a', $file);
    my $object = eval { $json->decode($bytes) };
    my @faults = $object ? map { schema_faults($_, $object) } @schemas : 'no JSON';

    is(join("\n", @faults[0 .. ($#faults > 4 ? 4 : $#faults)]), '', $name);
}


# the checks check

my $good = { type => 'object', required => ['a'], additionalProperties => JSON::PP::false,
    properties => { a => { type => ['integer', 'null'], minimum => 1 },
        b => { enum => ['x', undef] }, c => { type => 'string', pattern => '^a' },
        d => { type => 'array', items => { type => 'boolean' } } } };
for my $case (['{"a":1}', ''], ['{"a":null,"b":null,"c":"ab","d":[true]}', ''],
    ['{}', '$.a: missing'], ['{"a":"1"}', '$.a: not integer or null'],
    ['{"a":1.5}', '$.a: not integer or null'], ['{"a":0}', '$.a: too small'],
    ['{"a":1,"b":"y"}', '$.b: none of the enum'],
    ['{"a":1,"c":1}', '$.c: not string'], ['{"a":1,"c":"b"}', '$.c: does not match'],
    ['{"a":1,"d":[true,0]}', '$.d[1]: not boolean'],
    ['{"a":1,"e":1}', '$.e: not allowed'], ['[]', '$: not object'])
{
    my ($text, $fault) = @$case;
    is(join(' ', schema_faults($good, $json->decode($text))), $fault, $text);
}


if (-e "$shared/views/reader.schema.json") {
    push @schemas, $json->decode(slurp("$shared/views/reader.schema.json"));
}

for my $file (sort glob "$FindBin::Bin/{site,pages}/*.html") {
    check($file =~ m{([^/]+/[^/]+)$}, $file);
}

for my $payload (@{$json->decode(slurp("$FindBin::Bin/browser/payloads.json"))}) {
    my $page = "$dir/payload.html";
    open my $out, '>:encoding(UTF-8)', $page or die "$page: $!\n";
    print $out "<!doctype html><title>$payload->{html}</title><article>",
        "<p>Words before it, and as many as an article has.</p>" x 9,
        "<div>$payload->{html}</div></article>";
    close $out;
    check("payload: $payload->{name}", $page);
}

# lists that are cut

my $many = "$dir/many.html";
open my $out, '>', $many or die "$many: $!\n";
print $out '<title>t</title><article>', map({ "<p>Words that are here, and <a href=/$_>"
    . "link $_</a>, which leads on.</p>" } 1 .. 2100), '</article>';
close $out;
check('a page of many links', $many);
my ($status, $bytes) = reader('json', 'https://site.example/a', $many);
my $object = $json->decode($bytes);
is(scalar @{$object->{links}}, 2000, 'so many are listed');
is(JSON::PP->new->canonical->encode($object->{extraction}),
    '{"removedHidden":0,"removedNodes":0,"truncated":true,'
    . '"warnings":["not all are listed: links"]}', 'and it is said');

# as many pages of the corpora as take some seconds

my @pages = sort glob "$shared/corpora/*/pages/*.html.gz";
my $step = $ENV{READER_ALL_PAGES} ? 1 : int(@pages / 60) + 1;
note('skipped: no ../shared with pages') if !@pages;
for (my $i = 0; $i < @pages; $i += $step) {
    my $gz = Compress::Zlib::gzopen($pages[$i], 'rb') or die "$pages[$i]\n";
    open my $page, '>:raw', "$dir/page.html" or die "$dir: $!\n";
    my $piece;
    print $page $piece while $gz->gzread($piece) > 0;
    close $page;
    check($pages[$i] =~ m{([^/]+/pages/.{8})}, "$dir/page.html");
}

done_testing;
