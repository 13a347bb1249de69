#!/usr/bin/perl

# README.md knows every directive, variable and status that the module has, and
# its first configuration is one.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article response);
use Reader::Test;
use Test::More;

my $root = "$FindBin::Bin/..";

sub slurp {
    my ($name) = @_;

    open my $in, '<', $name or die "$name: $!\n";
    local $/;
    return scalar <$in>;
}

my $readme = slurp("$root/README.md");
my $source = join '', map slurp($_), glob "$root/ngx_module/*.c";

my %contexts = (MAIN => 'http', SRV => 'server', LOC => 'location',
    LIF => 'if in location');
my @directives = $source =~ /\{ ngx_string\("(reader\w*)"\),\s+(NGX_\w+_CONF[^,]*),/g;
cmp_ok(@directives / 2, '>', 10, 'directives');

while (my ($name, $flags) = splice @directives, 0, 2) {
    ok($readme =~ /^\| `$name[` ]/m, "$name is in the table");
    my ($block) = $readme =~ /^```\n(Syntax: (?:(?!^```).)*^? +$name\b.*?)^```/ms;
    ok($block, "$name has a syntax");
    like($block // '', qr/^Default:  \S/m, "$name has a default");
    is(($block // '') =~ /^Context:  (.*)$/m ? $1 : '',
        join(', ', map { $flags =~ /NGX_HTTP_${_}_CONF/ ? $contexts{$_} : () }
            qw(MAIN SRV LOC LIF)), "$name has its contexts");
}

my ($variables) = $source =~ /ngx_http_reader_variables\[\] = \{(.*?)\};/s;
my ($statuses) = $source =~ /ngx_http_reader_statuses\[\] = \{(.*?)\};/s;
for my $name ($variables =~ /ngx_string\("(\w+)"\)/g) {
    ok($readme =~ /^\|[^|]*`\$$name`[^|]*\|/m, "\$$name is in a table");
}
for my $name ($statuses =~ /ngx_string\("(\w+)"\)/g) {
    ok($readme =~ /^\|[^|]*`$name`[^|]*\|/m, "status $name is in a table");
}

# the first configuration

my ($conf) = $readme =~ /^## A minimal nginx\.conf\n.*?^```nginx\n(.*?)^```/ms;
my ($http) = $conf =~ /^http \{\n(.*)^\}/ms;

my $t = Reader::Test->new;
$t->upstream(sub { my ($socket) = @_; print $socket response(article('x', 20_000)) });
my $dir = $t->dir;
$http =~ s/\blisten( +)8080;/listen${1}127.0.0.1:%%PORT%%;/;
$http =~ s/\borigin\.example\b/%%UPSTREAM%%/;
$http =~ s{/var/log/nginx/}{$dir/minimal-}g;
$t->run(undef, $http);

my %types = ('' => 'text/html', 'reader=html' => 'text/html; charset=utf-8',
    'reader=json' => 'application/json; charset=utf-8', 'reader=pdf' => 'text/html');
for my $query (sort keys %types) {
    my $r = $t->raw('reader', "GET /a?$query HTTP/1.0\r\n\r\n");
    is($t->header($r, 'Content-Type'), $types{$query}, "minimal: '$query'");
}
for (1 .. 100) {
    last if $t->read_file('minimal-reader.log') =~ /reader=pdf/;
    select undef, undef, undef, 0.05;
}
like($t->read_file('minimal-reader.log'), qr{^200 converted html \d+ -> \d+ "GET /a\?reader=html }m,
    'minimal: its log');

$t->done;
