#!/usr/bin/perl

# What `nginx -t` says of the directives: a fault names the directive, the
# value, and what is allowed.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";

use POSIX qw(sysconf _SC_PAGESIZE);
use Reader::Test;
use Test::More;

my $t = Reader::Test->new(main => 'thread_pool one threads=1;');

open my $out, '>', $t->dir . '/page.html' or die;
print $out '<!doctype html><html><head>{{head}}{{style}}</head><body>',
    '{{content}}</body></html>';
close $out;

my @good = (
    'reader_images on;', 'reader_images lazy;', 'reader_images placeholder;',
    'reader_images off;',
    'reader_link original /a; reader_link text "?reader=text";'
        . 'reader_link markdown $uri.md; reader_link json https://a.example/;',
    'reader_text_wrap off;', 'reader_text_wrap 20;', 'reader_text_wrap 1000;',
    'reader_template ' . $t->dir . '/page.html;', 'reader_template off;',
    'reader on; reader_template ' . $t->dir . '/page.html;',
    'reader on;', 'reader off;', 'reader ON;', 'reader $http_x_reader;',
    'reader $arg_a$arg_b;',
    'reader_format html;', 'reader_format text;', 'reader_format markdown;',
    'reader_format json;', 'reader_format auto;', 'reader_format $arg_format;',
    'reader_accept json;', 'reader_accept markdown text html json;',
    'reader_vary Accept;', 'reader_vary Save-Data X-Mode;', 'reader_vary off;',
    'reader_link off;',
    'reader_etag off;', 'reader_etag on;', 'reader_csp off;', 'reader_csp on;',
    'reader_types text/html;', 'reader_types application/xhtml+xml text/x;',
    'reader_types *;',
    'reader_buffer_size 1k;', 'reader_buffer_size 64m;',
    'reader_memory 64k;', 'reader_memory 1024m;',
    'reader_timeout 1;', 'reader_timeout 20ms;',
    'reader_min_length 0;', 'reader_min_length 1000000;',
    'reader_min_score 0;', 'reader_min_score 100;',
    'reader_mode article;', 'reader_mode declutter;',
    'reader_mode $arg_mode;',
    'reader_strip .a;', 'reader_strip off;', 'reader_keep off;',
    'reader_strip div.a "#b" [c] [d=e] "~^f|g" "h[i=\'j k\']"; '
        . 'reader_strip .l;',
    'reader_keep main ~story;',
    'reader_strip .a; reader_keep .b; server { reader on; reader_strip off; '
        . 'location / { reader_strip .c; } }',
    'reader_thread_pool off;', 'reader_thread_pool default;',
    'reader_thread_pool default min=0;', 'reader_thread_pool one min=64m;',
    'reader_thread_pool one; location / { reader_thread_pool off; }',
    'reader on; server { reader off; location / { reader on; '
        . 'if ($arg_x) { reader $arg_y; } } }',
);

for my $conf (@good) {
    my ($status, $messages)
        = $t->check_conf($conf =~ /server/ ? $conf : "server { $conf }");
    is($status, 0, $conf) or diag($messages);
}

my $switch = 'it must be "on", "off" or contain variables';
my $format = 'it must be "html", "text", "markdown", "json", '
    . '"auto" or contain variables';
my $accept = 'it must be "html", "text", "markdown" or "json"';
my $header = 'it must be the name of a request header, or "off" alone';
my $flag = 'it must be "on" or "off"';
my $buffer = 'it must be a size from 1k to 64m';
my $memory = 'it must be a size from 64k to 1024m';
my $time = 'it must be a time from 1ms to 60s';
my $length = 'it must be a number from 0 to 1000000';
my $score = 'it must be a number from 0 to 100';

my $mode = 'it must be "article", "declutter" or contain variables';
my $rule = 'it must be "off" or selectors made of tag, .class, #id, [attr], '
    . '[attr=value], and ~pattern at their end: ';

my $images = 'it must be "on", "lazy", "placeholder" or "off"';
my $wrap = 'it must be "off" or a number from 20 to 1000';

my $type = 'it must be a type such as "text/html", or "*"';
my $url = 'it must be an http or https URL without user and password, or be '
    . 'relative to the page\'s, or contain variables';

my @bad = (
    [reader => '$', $switch], [reader_format => '"${arg_f"', $format],
    [reader_mode => '$', $mode],
    [reader_types => 'html', $type], [reader_types => '""', $type],
    [reader_types => 'text/', $type], [reader_types => '/html', $type],
    [reader_types => '"text/html; charset=utf-8"', $type],
    [reader_types => '"text/html,text/x"', $type],
    [reader_types => 'text/*', $type],
    [reader_template => '""', 'it must be "off" or the name of a file'],
    [reader_timeout => '""', $time], [reader_memory => '""', $memory],
    [reader_buffer_size => '""', $buffer], [reader_min_score => '""', $score],
    [reader_min_length => '""', $length], [reader_etag => '""', $flag],
    [reader_csp => '""', $flag],
    [reader_mode => 'text', $mode], [reader_mode => '""', $mode],
    [reader_strip => 'a>b', $rule . 'cannot be read at ">b"'],
    [reader_keep => 'a>b', $rule . 'cannot be read at ">b"'],
    [reader_strip => '[x', $rule . '"]" is missing at its end'],
    [reader_keep => '~(', $rule . 'missing closing parenthesis at its end'],
    [reader_strip => '""', $rule . 'it has 1 to 512 characters'],
    [reader => 'maybe', $switch], [reader => '1', $switch],
    [reader => 'onoff', $switch], [reader => '""', $switch],
    [reader_format => 'pdf', $format], [reader_format => '""', $format],
    [reader_format => 'htm', $format], [reader_format => 'auto,', $format],
    [reader_accept => 'auto', $accept], [reader_accept => '""', $accept],
    [reader_accept => 'text/markdown', $accept],
    [reader_vary => '*', $header], [reader_vary => '""', $header],
    [reader_vary => 'Accept,', $header], [reader_vary => '"A B"', $header],
    [reader_etag => 'weak', $flag], [reader_csp => '$csp', $flag],
    [reader_buffer_size => '0', $buffer], [reader_buffer_size => '1', $buffer],
    [reader_buffer_size => '65m', $buffer],
    [reader_buffer_size => 'big', $buffer],
    [reader_buffer_size => '-1', $buffer],
    [reader_buffer_size => '99999999999999999999m', $buffer],
    [reader_min_length => '99999999999999999999', $length],
    [reader_timeout => '99999999999999999999s', $time],
    [reader_memory => '63k', $memory], [reader_memory => '1025m', $memory],
    [reader_memory => '1s', $memory],
    [reader_timeout => '0', $time], [reader_timeout => '0ms', $time],
    [reader_timeout => '61s', $time], [reader_timeout => 'soon', $time],
    [reader_min_length => '-1', $length], [reader_min_length => 'x', $length],
    [reader_min_length => '1000001', $length],
    [reader_min_length => '1k', $length],
    [reader_images => 'none', $images], [reader_images => '""', $images],
    [reader_text_wrap => '19', $wrap], [reader_text_wrap => '1001', $wrap],
    [reader_text_wrap => 'on', $wrap], [reader_text_wrap => '""', $wrap],
    [reader_min_score => '101', $score], [reader_min_score => '5.5', $score],
);

for my $case (@bad) {
    my ($name, $value, $allowed) = @$case;
    my ($status, $messages) = $t->check_conf("server { $name $value; }");
    my $shown = $value =~ s/"//gr;
    isnt($status, 0, "$name $value fails");
    like($messages, qr/\Qinvalid value "$shown" in "$name" directive, $allowed\E/,
        "$name $value: says why");
}

my $zone = 'it must be a size of at least ' . 8 * sysconf(_SC_PAGESIZE) / 1024
    . 'k';

for my $case (['reader_zone "" 64k;', 'value ""', 'it must be the name of a zone'],
    ['reader_zone one 4k;', 'value "4k"', $zone],
    ['limit_req_zone $uri zone=one:1m rate=1r/s; reader_zone one 64k;',
        'value "one" in "reader_zone" directive', 'it must be the name of a zone of its own'],
    ['reader_zone one -1;', 'value "-1"', $zone],
    ['reader_zone one big;', 'value "big"', $zone],
    ['reader_zone one 64k; reader_zone two 64k;',
        '"reader_zone" directive is duplicate', ''],
    ['server { location / { reader_status; } }',
        '"reader_status" needs a "reader_zone" in the "http" block', ''],
    ['reader_zone one 64k; server { location / { reader_status xml; } }',
        'value "xml"', 'it must be "json" or "prometheus"'],
    ['reader_zone one 64k; server { location / { reader_status ""; } }',
        'value ""', 'it must be "json" or "prometheus"'],
    ['reader_zone one 64k; server { location / { reader_status; '
        . 'reader_status json; } }', '"reader_status" directive is duplicate',
        ''])
{
    my ($conf, $what, $allowed) = @$case;
    my ($status, $messages) = $t->check_conf($conf);
    isnt($status, 0, "$conf fails");
    like($messages, qr/\Q$what\E.*\Q$allowed\E/, "$conf: says why");
}

is(($t->check_conf('server { location /a { reader_status; } '
    . 'location /b { reader_status prometheus; } } reader_zone one 32k;'))[0],
    0, 'a zone, and two that show it');

my $pool = 'it must be "off" or the name of a thread pool';
my $min = 'it must be "min=" and a size from 0 to 64m';

for my $case (['""', '', $pool], ['one min', 'min', $min],
    ['one min=', 'min=', $min], ['one min=-1', 'min=-1', $min],
    ['one min=65m', 'min=65m', $min], ['one 32k', '32k', $min],
    ['one max=32k', 'max=32k', $min], ['one off', 'off', $min],
    ['off min=32k', 'min=32k', '"off" must be alone'])
{
    my ($value, $shown, $allowed) = @$case;
    my ($status, $messages)
        = $t->check_conf("server { reader_thread_pool $value; }");
    isnt($status, 0, "reader_thread_pool $value fails");
    like($messages, qr/\Qinvalid value "$shown" in "reader_thread_pool" directive, $allowed\E/,
        "reader_thread_pool $value: says why");
}

{
    my ($status, $messages)
        = $t->check_conf('server { reader_thread_pool two min=8k; }');
    isnt($status, 0, 'an unknown thread pool fails');
    like($messages, qr{unknown thread pool "two" in "reader_thread_pool" directive, it must be "off" or the name of a "thread_pool", in \S+/check\.conf:\d+\n},
        'and is named');
}

SKIP: {
    my $module = $ENV{TEST_READER_WITHOUT_THREADS};
    skip 'no module without threads: run ./build.sh test', 4 unless $module;

    my ($status, $messages)
        = $t->check_conf('server { reader_thread_pool one; }', $module);
    isnt($status, 0, 'a thread pool without threads fails');
    like($messages, qr/"reader_thread_pool one" is unsupported on this platform: the module was built without threads, it must be "off"/,
        'and says why');
    is(($t->check_conf('server { reader on; }', $module))[0], 0,
        'without threads, but without a pool');
    is(($t->check_conf('server { reader_thread_pool off; }', $module))[0], 0,
        'without threads: reader_thread_pool off');
}

# all of them, from the table in the source
open my $source, '<', "$FindBin::Bin/../ngx_module/ngx_http_reader_conf.c"
    or die;
my @directives = join('', <$source>) =~ /^    \{ ngx_string\("(\w+)"\),\n\s+NGX_HTTP_/mg;
cmp_ok(@directives, '>=', 22, 'the directives are found');

my %value = (reader => 'on', reader_format => 'text',
    reader_mode => 'declutter',
    reader_accept => 'text', reader_vary => 'Accept', reader_etag => 'on',
    reader_csp => 'on', reader_thread_pool => 'one',
    reader_images => 'on', reader_link => 'off', reader_text_wrap => '72',
    reader_template => 'off', reader_zone => 'z 64k',
    reader_buffer_size => '1m', reader_memory => '1m', reader_timeout => '1s',
    reader_min_length => '5', reader_min_score => '5',
    reader_status => 'json');

# these add up
my %list = (reader_types => 'text/html', reader_strip => '.a',
    reader_keep => '.a');

for my $name (@directives) {
    my $value = $value{$name} // $list{$name};
    ok(defined $value, "$name has a value here") or next;

    # where it may be, and how to get there
    my ($before, $after) = $name eq 'reader_zone' ? ('', '')
        : $name eq 'reader_status'
        ? ('reader_zone z 64k; server { location / {', '} }')
        : ('server {', '}');
    my ($status, $messages);

    my $conf = "$name $value;";
    ($status, $messages) = $t->check_conf("$before $conf $conf $after");
    if ($list{$name}) {
        is($status, 0, "$name twice is fine");
    } else {
        isnt($status, 0, "$name twice fails");
        like($messages, qr/"$name" directive is duplicate in /,
            "$name twice: says why");
    }

    if ($name ne 'reader_status') {
        ($status, $messages) = $t->check_conf("$before $name; $after");
        isnt($status, 0, "$name without a value fails");
        like($messages, qr/invalid number of arguments in "$name" directive/,
            "$name without a value: says why");
    }

    if ($name !~ /^reader_(?:accept|vary|types|strip|keep)$/) {
        ($status, $messages) = $t->check_conf("$before $name a b c; $after");
        isnt($status, 0, "$name with many values fails");
        like($messages, qr/invalid number of arguments in "$name" directive/,
            "$name with many values: says why");
    }

    # in other blocks than it may be in; "upstream" is like main
    my @blocks = ('upstream u {', '}');
    push @blocks, 'server { location / { if ($arg_x) {', '} } }'
        if $name ne 'reader';
    push @blocks, 'server { location / { limit_except GET {', '} } }';
    push @blocks, 'server { if ($arg_x) {', '} }';
    push @blocks, 'server {', '}' if $name =~ /^reader_(?:zone|status)$/;
    push @blocks, 'server { location / {', '} }' if $name eq 'reader_zone';
    push @blocks, '', '' if $name eq 'reader_status';

    while (my ($open, $close) = splice @blocks, 0, 2) {
        ($status, $messages) = $t->check_conf("$open $name $value; $close");
        isnt($status, 0, "$open $name fails");
        like($messages, qr/"$name" directive is not allowed here/,
            "$open $name: says why");
    }
}

{
    my ($status, $messages)
        = $t->check_conf('server { reader_accept text json text; }');
    isnt($status, 0, 'a type named twice fails');
    like($messages, qr/duplicate value "text" in "reader_accept" directive, each must be named once/,
        'and says why');
}

for my $conf ('reader off; reader on;', 'reader on; reader off;') {
    my ($status, $messages) = $t->check_conf("server { $conf }");
    isnt($status, 0, "$conf fails");
    like($messages, qr/"reader" directive is duplicate/, "$conf: says why");
}

for my $name (qw(reader_strip reader_keep)) {
    for my $conf ("$name off; $name .a;", "$name .a; $name off;") {
        my ($status, $messages) = $t->check_conf("server { $conf }");
        isnt($status, 0, "$conf fails");
        like($messages,
            qr/"$name" directive cannot be both "off" and selectors/,
            "$conf: says why");
    }

    my $many = join ' ', map { ".c$_" } 1 .. 257;
    my ($status, $messages) = $t->check_conf("server { $name $many; }");
    isnt($status, 0, "too many values of $name fail");
    like($messages, qr/invalid value ".c257" in "$name" directive, it must be one of at most 256 selectors/, 'and the first too many is named');
}

my ($status, $messages) = $t->check_conf('reader $no_such_variable;');
isnt($status, 0, 'an unknown variable fails');
like($messages, qr/unknown "no_such_variable" variable/, 'and is named');

$t->done;
