#!/usr/bin/perl

# The pages of the sample site, through the command line, in all formats.
# `perl t/site.t --update` writes the views in t/site/expected/ anew.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::Pages qw(truth check_article check_untouched check_golden
    not_yet);
use Test::More;

my $update = @ARGV && $ARGV[0] eq '--update';
my $site = "$FindBin::Bin/site";

for my $file (sort glob "$site/*.html") {
    my ($name) = $file =~ m{([^/]+)\.html$};
    my $url = "http://valley-news.example/$name.html";
    my $truth = truth("$site/expected/$name.truth.json");

    if (exists $truth->{readerable} && !$truth->{readerable}) {
        check_untouched($name, $url, $file);
        next;
    }
    my $views = not_yet("$site/expected/not-yet", $name,
        sub { check_article($name, $url, $file, $truth) });
    check_golden($name, "$site/expected/$name", $views, $update);
}

done_testing;
