#!/usr/bin/perl

# Promise 3: no script, form, frame, style or handler of the page is in a view.
# Hostile fragments, ours and (where ../shared is there) others', as two parsers
# of HTML read their views: see browser/audit.mjs, and browser/corpus.mjs for
# pages that mean no harm.  With fewer programs at hand, fewer checks.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";
use JSON::PP;

use File::Temp qw(tempdir);
use Reader::Pages qw(reader slurp);
use Test::More;

my $browser = "$FindBin::Bin/browser";
my $dir = tempdir(CLEANUP => 1);
my $prose = 'The mill had stood empty since the flood, and the children said '
    . 'that the wheel turned at night, although no water was left. ' x 3;


# Without Node: what a pattern finds.
for my $payload (@{JSON::PP->new->utf8->decode(slurp("$browser/payloads.json"))}) {
    open my $out, '>:encoding(UTF-8)', "$dir/page.html" or die "$dir: $!\n";
    print $out '<!doctype html><html lang=en><title>The mill</title><article>'
        . "<h1>The mill</h1><p>$prose</p><p>$prose</p><div>$payload->{html}"
        . "</div><p>$prose</p><p>$prose</p></article>";
    close $out or die "$dir: $!\n";

    my ($status, $view) = reader('html', 'https://site.example/a',
        "$dir/page.html", '--min-score=0', '--min-length=0');
    my ($body) = $view =~ m{</head>(.*)}s;
    my @live = ($body // '') =~ /(
            <(?:script|iframe|object|embed|form|input|button|svg|style|link|meta
                |base|template|select|textarea|portal|fencedframe|marquee)\b
            |<[^>"]*(?:"[^"]*"[^>"]*)*\s(?:on\w+|style|srcdoc|formaction|ping)=
            |<[^>]*\s(?:href|src|poster)="\s*(?:javascript|vbscript|blob
                |filesystem|view-source|data:(?!image\/(?:png|gif|jpeg|webp))):?
            )/gix;
    is("$status @live", '0 ', $payload->{name});
}


SKIP: {
    my $version = `node --version 2> /dev/null` // '';
    my ($major) = $version =~ /^v(\d+)/;

    skip 'no Node 20 or later', 1 if ($major // 0) < 20;
    skip 'no modules: run npm ci in t/browser', 1
        if !-d "$browser/node_modules/parse5";

    local $ENV{READER} = $ENV{READER} // "$FindBin::Bin/../build/reader";
    for my $script (qw(audit.mjs corpus.mjs)) {
        open my $tap, '-|:encoding(UTF-8)', 'node', "$browser/$script"
            or die "node: $!\n";
        my ($count, $failing) = (0, 0);
        while (my $line = <$tap>) {
            chomp $line;
            if ($line =~ /^ok \d+ # SKIP (.*)/) {
                note("skipped: $1");
            } elsif ($line =~ /^(not )?ok \d+ - (.*)/) {
                $failing = defined $1;
                $count++;
                ok(!$failing, $2);
            } elsif ($line =~ /^# (.*)/) {
                $failing ? diag($1) : note($1);
            }
        }
        close $tap;
        is($? >> 8, 0, "browser/$script: all of $count checks hold");
    }
}

done_testing;
