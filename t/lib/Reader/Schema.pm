package Reader::Schema;

# Checks a value against a JSON Schema, as far as ours use it: type, const,
# enum, pattern, minimum, maximum, required, properties, additionalProperties
# and items.  A keyword that is not known is a fault of the schema.

use strict;
use warnings;

use B ();
use Exporter qw(import);
use JSON::PP ();

our @EXPORT_OK = qw(schema_faults);

my %KNOWN = map { $_ => 1 } qw($schema $id title description type const enum
    pattern minimum maximum required properties additionalProperties items);

my %TYPE = (
    object => sub { ref $_[0] eq 'HASH' },
    array => sub { ref $_[0] eq 'ARRAY' },
    boolean => sub { JSON::PP::is_bool($_[0]) },
    null => sub { !defined $_[0] },
    number => sub { is_number($_[0]) },
    integer => sub { is_number($_[0]) && $_[0] == int $_[0] },
    string => sub { defined $_[0] && !ref $_[0] && !is_number($_[0]) },
);


# A scalar that JSON::PP has read as a number.
sub is_number {
    my ($value) = @_;

    return 0 if !defined $value || ref $value;
    my $flags = B::svref_2object(\$value)->FLAGS;
    return $flags & (B::SVp_IOK | B::SVp_NOK) && !($flags & B::SVp_POK);
}


sub same {
    my ($one, $other) = @_;

    return !defined $one && !defined $other
        if !defined $one || !defined $other;
    return "$one" eq "$other";
}


# A list of "path: what is wrong".
sub schema_faults {
    my ($schema, $value, $path) = @_;
    my @faults;

    $path //= '$';
    push @faults, map { "$path: unknown keyword $_" }
        grep { !$KNOWN{$_} } sort keys %$schema;

    if (defined(my $types = $schema->{type})) {
        my @types = ref $types ? @$types : $types;
        return (@faults, "$path: not " . join ' or ', @types)
            if !grep { $TYPE{$_}->($value) } @types;
    }
    push @faults, "$path: not $schema->{const}"
        if exists $schema->{const} && !same($value, $schema->{const});
    push @faults, "$path: none of the enum"
        if $schema->{enum} && !grep { same($value, $_) } @{$schema->{enum}};
    push @faults, "$path: does not match"
        if defined $schema->{pattern} && $TYPE{string}->($value)
        && $value !~ /$schema->{pattern}/;
    push @faults, "$path: too small"
        if defined $schema->{minimum} && is_number($value)
        && $value < $schema->{minimum};
    push @faults, "$path: too large"
        if defined $schema->{maximum} && is_number($value)
        && $value > $schema->{maximum};

    if (ref $value eq 'ARRAY' && $schema->{items}) {
        push @faults, map {
            schema_faults($schema->{items}, $value->[$_], "$path\[$_]")
        } 0 .. $#$value;
    }
    push @faults, object_faults($schema, $value, $path)
        if ref $value eq 'HASH';
    return @faults;
}


sub object_faults {
    my ($schema, $value, $path) = @_;
    my $properties = $schema->{properties} || {};
    my $others = $schema->{additionalProperties};
    my @faults = map { "$path.$_: missing" }
        grep { !exists $value->{$_} } @{$schema->{required} || []};

    for my $key (sort keys %$value) {
        my $rule = $properties->{$key} // $others // {};
        push @faults, ref $rule eq 'HASH'
            ? schema_faults($rule, $value->{$key}, "$path.$key")
            : $rule ? () : "$path.$key: not allowed";
    }
    return @faults;
}


1;
