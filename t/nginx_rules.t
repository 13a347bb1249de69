#!/usr/bin/perl

# reader_strip and reader_keep: what a location has of its own replaces what
# it would inherit, "off" is an empty list, several lines of a level add up.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(response);
use Reader::Test;
use Test::More;

sub paragraph {
    my ($name) = @_;

    return qq{<p class="$name x-$name">} . join(' ', map {
        "Part $name, sentence $_, says how the harbour was rebuilt, by whom, "
            . 'and at what price for the town.' } 1 .. 4) . '</p>';
}

my $page = '<!DOCTYPE html><title>The harbour of Marrow</title><main>'
    . '<h1>The harbour of Marrow</h1>' . join('', map { paragraph($_) }
    qw(one two three four five)) . '</main><footer>Under the page.</footer>';

my $t = Reader::Test->new;

$t->upstream(sub { my ($socket) = @_; print $socket response($page) });

$t->run(<<'END', 'reader on; reader_format text; reader_strip .one .two;');
    proxy_pass_request_headers on;
    location /inherited { proxy_pass http://%%UPSTREAM%%; }
    location /own { reader_strip .three; proxy_pass http://%%UPSTREAM%%; }
    location /none { reader_strip off; proxy_pass http://%%UPSTREAM%%; }
    location /both {
        reader_strip .three;
        reader_strip "~^four|x-five$";
        reader_keep footer;
        proxy_pass http://%%UPSTREAM%%;
        location /both/inner {
            reader_keep off;
            proxy_pass http://%%UPSTREAM%%;
        }
        location /both/keep {
            reader_keep p.three;
            proxy_pass http://%%UPSTREAM%%;
        }
    }
END

my %parts = (
    '/inherited' => 'three four five',
    '/own' => 'one two four five',
    '/none' => 'one two three four five',
    '/both' => 'one two footer',
    '/both/inner' => 'one two',
    '/both/keep' => 'one two three',
);

for my $path (sort keys %parts) {
    my $r = $t->get($path);
    my @got = $r->{body} =~ /Part (\w+), sentence 1/g;
    push @got, 'footer' if $r->{body} =~ /Under the page/;
    is("@got", $parts{$path}, "$path has its rules");
    is($r->{log}{status}, 'converted', "$path is converted");
}

$t->done;
