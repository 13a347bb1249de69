#!/usr/bin/perl

# How the views of the sample site look in Chromium: see browser/layout.mjs.

use strict;
use warnings;

use FindBin;
use Test::More;

my $browser = "$FindBin::Bin/browser";
my ($major) = (`node --version 2> /dev/null` // '') =~ /^v(\d+)/;

plan skip_all => 'no Node 20 or later' if ($major // 0) < 20;
plan skip_all => 'no modules: run npm ci in t/browser'
    if !-d "$browser/node_modules/parse5";

$ENV{READER} //= "$FindBin::Bin/../build/reader";
exec 'node', "$browser/layout.mjs" or die "node: $!\n";
