#!/usr/bin/perl

# Pages that are no articles and must pass through, none-*.html, and short or
# odd articles, article-*.html, which must be taken whole and clean.  With
# words as arguments only the pages with one of them in their names are tried.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::Pages qw(slurp truth check_article check_untouched
    not_yet);
use Test::More;

my $pages = "$FindBin::Bin/pages";

for my $file (sort glob "$pages/*.html") {
    my ($name) = $file =~ m{([^/]+)\.html$};
    # What the file is called must not be a hint.
    (my $slug = $name) =~ s/^(?:none|article)-//;
    my $url = "http://pages.example/$slug";

    next if @ARGV && !grep { index($name, $_) >= 0 } @ARGV;
    if ($name =~ /^none-/) {
        # A page with few links would pass for lack of anything to take.
        my $links = () = slurp($file) =~ /<a\s[^>]*\bhref/gi;
        cmp_ok($links, '>=', 40, "$name: it has links");
        not_yet("$pages/not-yet", $name,
            sub { check_untouched($name, $url, $file) });
    } else {
        not_yet("$pages/not-yet", $name, sub {
            check_article($name, $url, $file, truth("$pages/$name.json"));
        });
    }
}

done_testing;
