#!/usr/bin/perl

# Breaks the module in one place at a time, and shows that the tests see it.
#
#   t/mutants/run.pl [WORD...]      all of t/mutants/list, or those whose rule
#                                   has one of the words
#
# Works in a copy under build/mutants/.  Each test file has to be green without
# a break, and red with it; a break that does not fit the source any more, or
# does not compile, is an error.  Takes some ten seconds for each.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Path qw(make_path);
use FindBin;

my $ROOT = abs_path("$FindBin::Bin/../..");
my $COPY = "$ROOT/build/mutants";
my $LIMIT = 120;    # seconds for a test that a break has made to hang

my @wanted = @ARGV;
my @mutants = grep { wanted($_) } list("$FindBin::Bin/list");
my %green;
my $bad = 0;

$| = 1;
make_path($COPY);
chdir $ROOT or die;
system("tar cf - --exclude=./build --exclude=./.git --exclude=node_modules . | tar xf - -C '$COPY'") == 0
    or die "no copy of the source\n";
# the copies are as old as the originals: not newer than what a break left
utime undef, undef, map "$COPY/$_->{file}", list("$FindBin::Bin/list");
build() or die "the source itself does not compile\n";

print '1..', scalar @mutants, "\n";
for my $n (1 .. @mutants) {
    my $mutant = $mutants[$n - 1];
    my $fault = $mutant->{rule} eq '' ? 'it has no rule' : check($mutant);
    print $fault ? 'not ok' : 'ok', " $n - $mutant->{rule}: $mutant->{test}",
        $fault ? ": $fault" : '', "\n";
    $bad++ if $fault;
}
exit $bad ? 1 : 0;


sub wanted {
    my ($mutant) = @_;
    return !@wanted || grep { $mutant->{rule} =~ /\Q$_\E/i } @wanted;
}


# Paragraphs of "rule:", "test:", "file:", and lines with "-" and "+".
sub list {
    my ($file) = @_;

    my @list;
    for (split /\n\n+/, slurp($file) =~ s/^#.*\n//mgr) {
        my %mutant = (rule => '', test => '', file => '', old => '',
            new => '');
        for (split /\n/) {
            if (/^(rule|test|file): (.+)$/) { $mutant{$1} = $2 }
            elsif (/^-(.*)$/) { $mutant{old} .= "$1\n" }
            elsif (/^\+(.*)$/) { $mutant{new} .= "$1\n" }
            elsif (/\S/) { die "$file: what is \"$_\"?\n" }
        }
        push @list, \%mutant if $mutant{file};
    }
    return @list;
}


# Returns what is wrong, or nothing.
sub check {
    my ($mutant) = @_;

    my $source = slurp("$COPY/$mutant->{file}");
    my $count = () = $source =~ /^\Q$mutant->{old}\E/mg;
    return "fits in $count places" if !$mutant->{old} || $count != 1;
    $green{$mutant->{test}} //= build() && prove($mutant->{test});
    return 'the test is red without it' if !$green{$mutant->{test}};

    (my $broken = $source) =~ s/^\Q$mutant->{old}\E/$mutant->{new}/m;
    spew("$COPY/$mutant->{file}", $broken);
    my $fault = !build() ? 'does not compile'
        : prove($mutant->{test}) ? 'the test is green with it' : '';
    spew("$COPY/$mutant->{file}", $source);
    return $fault;
}


sub build {
    return system("cd '$COPY' && ./build.sh build > build.log 2>&1") == 0;
}


sub prove {
    my ($test) = @_;

    local $ENV{TEST_READER_MODULE} = "$COPY/build/ngx_http_reader_filter_module.so";
    local $ENV{READER} = "$COPY/build/reader";
    return system("cd '$COPY' && timeout -k 5 $LIMIT prove -Q 't/$test' > prove.log 2>&1") == 0;
}


sub slurp {
    my ($file) = @_;

    open my $in, '<:raw', $file or die "$file: $!\n";
    local $/;
    return scalar <$in>;
}


sub spew {
    my ($file, $content) = @_;

    open my $out, '>:raw', $file or die "$file: $!\n";
    print $out $content;
    close $out or die "$file: $!\n";
}
