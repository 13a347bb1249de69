package Reader::Gate;

# Holds conversions in threads where a test wants them, without a look at the
# clock: see t/lib/gate.c.
#
#   my $gate = Reader::Gate->new($t);     # before $t->run
#   $gate->close;
#   ...
#   $gate->await(1);                      # one conversion more has come to it
#   $gate->open;

use strict;
use warnings;

use FindBin;
use Time::HiRes qw(sleep);


sub new {
    my ($class, $t) = @_;

    my $dir = $t->dir;
    my $library = "$dir/gate.so";
    system('cc', '-O', '-Wall', '-fPIC', '-shared', '-o', $library,
        "$FindBin::Bin/lib/gate.c") == 0 or die "no $library\n";
    # ASan wants to come first, but need not
    $t->{environment} = {
        READER_GATE => "$dir",
        LD_PRELOAD => join(':', $library, $ENV{LD_PRELOAD} || ()),
        ASAN_OPTIONS => "$ENV{ASAN_OPTIONS}:verify_asan_link_order=0",
    };
    return bless { t => $t, seen => 0 }, $class;
}


sub close {
    my ($self) = @_;

    $self->{t}->write_file('gate', '');
    $self->{seen} = $self->count;
}


sub open {
    my ($self) = @_;
    unlink $self->{t}->dir . '/gate';
}


# Returns whether so many have come since close() or the last await().
sub await {
    my ($self, $count) = @_;

    $self->{seen} += $count;
    for (1 .. 500 * $self->{t}->factor) {
        return 1 if $self->count >= $self->{seen};
        sleep 0.02;
    }
    return 0;
}


sub count {
    my ($self) = @_;
    return length $self->{t}->read_file('reached');
}


1;
