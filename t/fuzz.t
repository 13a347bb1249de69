#!/usr/bin/perl

# A short run of each fuzz target, always the same one: build.sh fuzz is the
# long one.

use strict;
use warnings;

use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $root = "$FindBin::Bin/..";
my $build = dirname($ENV{READER} // "$root/build/reader");
my %runs = (convert => 400, skeleton => 1500);

for my $target (sort keys %runs) {
    my $found = tempdir(CLEANUP => 1);
    my $pages = "$root/t/pages $root/t/site";
    my $said = qx{$build/fuzz/$target -n $runs{$target} -r 1 $found $pages 2>&1};
    is($?, 0, "$target: nothing found") or diag(substr($said, -4000));
    like($said, qr/^$runs{$target} runs/m, "$target: $runs{$target} inputs");
}

# a target that dies says of what, and leaves it behind
my $dir = tempdir(CLEANUP => 1);
open my $out, '>', "$dir/target.c" or die "$dir: $!\n";
print $out <<'END';
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (memmem(data, size, "<select>", 8) != NULL) {
        abort();
    }
    return 0;
}
END
close $out or die "$dir: $!\n";
mkdir "$dir/found" or die "$dir: $!\n";
is(system('cc', '-D_GNU_SOURCE', '-o', "$dir/target", "$dir/target.c",
        map { "$root/t/fuzz/$_.c" } qw(driver grammar)), 0,
    'a target is built');
my $said = qx{$dir/target -n 100000 $dir/found $root/t/pages 2>&1};
is($? >> 8, 3, 'it dies');
like($said, qr{signal 6\nthe input is \Q$dir\E/found/crash}, 'which is said');
open my $in, '<:raw', "$dir/found/crash" or die "$dir/found/crash: $!\n";
like(do { local $/; <$in> }, qr/<select>/, 'and of what');

done_testing;
