#!/usr/bin/perl

# All of the bench: runs every engine on the same pages, and nginx with them,
# prints the table as Markdown and writes it, with a chart, to a folder.
#
#   bench.pl ENGINES NGINX MODULE OUT     (build.sh bench calls it)
#
# There are ENGINES and ENGINES-by-stage, which is for counting.
#
# The pages are those of ../shared/corpora, if that is there, else the project's
# own, which are small and nearly all text; then these have a table to
# themselves. BENCH_PAGES: how many of the corpora's (100, spread evenly; "all"
# takes half an hour); BENCH_SECONDS: of each load test (5). Instructions are
# those of 100 pages at most.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Copy qw(copy);
use File::Path qw(make_path remove_tree);
use IO::Socket::INET;
use POSIX qw(strftime);

my ($engines, $nginx, $module, $out) = @ARGV;
my $here = dirname(abs_path($0));
my $root = dirname(dirname($here));
my $wanted = $ENV{BENCH_PAGES} // 100;
my $seconds = $ENV{BENCH_SECONDS} // 5;
my $rounds = 3;
my $counted = 100;
my @skipped;

# What a stage is called, and the functions that it consists of.
my @parts = (
    ['decode', 'reader_decode'],
    ['sift', 'reader_sift'],
    ['tree', 'reader_tree_build'],
    ['hidden', 'reader_hidden_find'],
    ['describe', 'reader_describe'],
    ['blocks', 'reader_blocks_cut', 'reader_rules_apply', 'reader_strip'],
    ['figures', 'reader_figures_take', 'reader_signals_take'],
    ['select', 'reader_select'],
    ['view', 'reader_view_html'],
);


sub note {
    print STDERR "bench: @_\n";
}


sub has {
    my ($program) = @_;
    return grep { -x "$_/$program" } split /:/, $ENV{PATH};
}


# The output of a command without a shell, or undef with the reason noted.
sub output_of {
    my ($what, @command) = @_;

    my $pid = open my $pipe, '-|';
    die "fork: $!\n" if !defined $pid;
    if ($pid == 0) {
        open STDERR, '>', "$out/stderr.log";
        exec @command or exit 127;
    }
    local $/;
    my $text = <$pipe>;
    close $pipe;
    if ($? != 0) {
        push @skipped, "$what (it failed: see stderr.log)";
        return;
    }
    return $text;
}


# ---- the pages

sub own_pages {
    return grep { -s $_ } glob("$root/t/site/*.html $root/t/pages/*.html");
}


sub corpora_pages {
    my @packed = grep { !m{/expected/} }
        sort glob("$root/../shared/corpora/*/*/*.html.gz");

    if (!@packed || !$wanted) {
        push @skipped, 'the corpora (not there)' if $wanted;
        return;
    }

    my $count = $wanted eq 'all' || $wanted > @packed ? @packed : $wanted;
    make_path("$out/pages");
    my @pages;
    for my $i (0 .. $count - 1) {
        my $from = $packed[int($i * @packed / $count)];
        my $to = sprintf '%s/pages/%04d.html', $out, $i;

        system("gzip -dc '$from' > '$to'") == 0 or die "cannot unpack $from\n";
        push @pages, $to if -s $to;
    }
    return @pages;
}


# ---- CPU time and instructions

sub engines_of {
    my ($text) = @_;
    my %of;

    for (split /\n/, $text) {
        my ($name, $ns, $bytes, $memory) = split /\t/;
        $of{$name} = {
            ns => $ns / $bytes,
            $memory ? (memory => $memory / $bytes) : (),
        };
    }
    return \%of;
}


# Instructions of a page's byte, by callgrind's inclusive counts, of a program
# in which every stage still is a function.
sub count_instructions {
    my ($of, $stages, @pages) = @_;

    @pages = map { $pages[int($_ * @pages / $counted)] } 0 .. $counted - 1
        if @pages > $counted;
    my $bytes = sum_of_sizes(@pages);

    if (!has('valgrind')) {
        push @skipped, 'instructions (valgrind is not installed)';
        return;
    }
    note('counting instructions of ', scalar @pages, ' pages');
    my $file = "$out/callgrind.out";
    unlink $file;
    defined output_of('instructions', 'valgrind', '--tool=callgrind',
        "--callgrind-out-file=$file", "$engines-by-stage", 1, @pages) or return;
    my $text = output_of('instructions', 'callgrind_annotate',
        '--inclusive=yes', '--threshold=100', $file) // return;
    my %count;
    for (split /\n/, $text) {
        my ($number, $name) = /^\s*([\d,]+) \([ \d.]+%\)\s+\S*?:(\w+)/
            or next;
        $number =~ tr/,//d;
        $count{$name} = $number if $number > ($count{$name} // 0);
    }
    for my $name (keys %$of) {
        (my $function = "engine_$name") =~ s/[ -]+/_/g;
        $of->{$name}{instructions} = $count{$function} / $bytes
            if $count{$function};
    }
    for my $stage (@parts) {
        my ($name, @functions) = @$stage;
        my $sum = 0;
        $sum += $count{$_} // 0 for @functions;
        push @$stages, [$name, $sum / $bytes];
    }
}


sub sum_of_sizes {
    my $sum = 0;
    $sum += -s $_ for @_;
    return $sum;
}


# Those that are programs of their own, each with its warm-up inside.
sub run_peers {
    my ($of, @pages) = @_;

    for my $kind ('jsdom', 'linkedom') {
        my $name = "Readability.js + $kind";
        if (!has('node') || !-d "$here/node_modules/$kind") {
            push @skipped,
                "$name (run npm ci in t/bench, with Node.js installed)";
            next;
        }
        note($name);
        my $text = output_of($name, 'node', '--max-old-space-size=4096',
            "$here/peers.mjs", $kind, @pages) // next;
        my ($micros, $bytes) = split ' ', $text;
        $of->{$name} = { ns => $micros * 1000 / $bytes };
    }

    my $python = (grep { -x $_ && system("$_ -c 'import readability' 2> "
        . '/dev/null') == 0 } '/usr/bin/python3', has('python3'))[0];
    if ($python) {
        note('readability-lxml');
        my $text = output_of('readability-lxml', $python, "$here/peers.py",
            @pages);
        if (defined $text) {
            my ($micros, $bytes) = split ' ', $text;
            $of->{'readability-lxml'} = { ns => $micros * 1000 / $bytes };
        }
    } else {
        push @skipped, 'readability-lxml (python3-readability)';
    }

    my %dump = (
        lynx => [qw(lynx -dump -force_html)],
        w3m => [qw(w3m -dump -T text/html)],
    );
    for my $name (sort keys %dump) {
        if (!has($name)) {
            push @skipped, "$name (not installed)";
            next;
        }
        note($name);
        open my $empty, '>', "$out/empty.html" or die "$!\n";
        close $empty;
        my $start = children_time();
        silently(@{$dump{$name}}, "$out/empty.html") for 1 .. 10;
        my $idle = (children_time() - $start) / 10;
        $start = children_time();
        silently(@{$dump{$name}}, $_) for @pages;
        my $spent = children_time() - $start - $idle * @pages;
        $of->{$name} = { ns => $spent * 1e9 / sum_of_sizes(@pages) };
    }
}


sub children_time {
    my (undef, undef, $user, $system) = times;
    return $user + $system;
}


sub silently {
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDIN, '<', '/dev/null';
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null';
        exec @_ or POSIX::_exit(127);
    }
    waitpid $pid, 0;
}


# ---- under load

sub free_port {
    my $socket = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')
        or die "no port: $!\n";
    return $socket->sockport;
}


sub write_file {
    my ($name, $text) = @_;
    open my $file, '>', $name or die "$name: $!\n";
    print $file $text;
    close $file;
}


sub server {
    my ($dir, $text) = @_;

    make_path("$dir/logs", map { "$dir/temp/$_" } 1 .. 5);
    write_file("$dir/nginx.conf", ($> == 0 ? "user root;\n" : '') . <<"END");
daemon off;
worker_processes 1;
pid $dir/nginx.pid;
error_log $dir/error.log warn;
$text
END
    $text = '';
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDERR, '>', "$dir/stderr.log";
        exec $nginx, '-p', $dir, '-c', "$dir/nginx.conf",
            '-e', "$dir/error.log" or POSIX::_exit(127);
    }
    return $pid;
}


sub http {
    my ($text) = @_;
    my $temp = join '', map { "    ${_}_temp_path temp/$_;\n" }
        qw(client_body proxy fastcgi uwsgi scgi);
    return "events { worker_connections 512; }\nhttp {\n$temp"
        . "    types { text/html html; }\n    access_log off;\n"
        . "    keepalive_requests 1000000;\n$text}\n";
}


# Seconds of CPU that the worker of this master has used.
sub worker_time {
    my ($master) = @_;
    open my $file, '<', "/proc/$master/task/$master/children" or return 0;
    my ($worker) = split ' ', <$file> // '';
    open $file, '<', "/proc/$worker/stat" or return 0;
    my @fields = split ' ', <$file> =~ s/.*\)//r; # state comes first
    return ($fields[11] + $fields[12]) / POSIX::sysconf(POSIX::_SC_CLK_TCK());
}


# Requests a second, bytes of a response and milliseconds of the worker's CPU
# time for one, for each way of serving.
sub serve {
    my (@pages) = @_;

    if (!has('wrk')) {
        push @skipped, 'nginx under load (wrk is not installed)';
        return;
    }

    # what is served as a view at all: the same pages for every row
    make_path("$out/origin/pages");
    my @names;
    for my $i (0 .. $#pages) {
        silently("$root/build/reader", '--url=https://example.com/a/b',
            $pages[$i]);
        next if $? != 0;
        copy($pages[$i], "$out/origin/pages/$i.html") or die "$!\n";
        push @names, "/$i.html\n";
    }
    write_file("$out/list", join '', @names);
    note('serving ', scalar @names, ' articles');

    my ($from, $to) = (free_port(), free_port());
    my @pids;
    push @pids, server("$out/origin", http(<<"END"));
    server {
        listen 127.0.0.1:$from;
        root $out/origin/pages;
        open_file_cache max=1000;
    }
END
    my $gzip = "gzip on;\n            gzip_comp_level 1;\n"
        . "            gzip_proxied any;";
    my $proxy = "proxy_pass http://origin/;\n"
        . "            proxy_http_version 1.1;\n"
        . "            proxy_set_header Connection \"\";\n"
        . "            proxy_set_header Accept-Encoding \"\";\n"
        . "            proxy_buffers 64 64k;\n"
        . "            proxy_buffer_size 64k;\n"
        . "            proxy_busy_buffers_size 512k;";
    push @pids, server("$out/proxy", "load_module $module;\n" . http(<<"END"));
    upstream origin {
        server 127.0.0.1:$from;
        keepalive 32;
    }
    server {
        listen 127.0.0.1:$to;
        reader_buffer_size 16m;
        location /proxy/ {
            $proxy
        }
        location /proxy-gzip/ {
            $proxy
            $gzip
        }
        location /reader/ {
            reader on;
            $proxy
        }
        location /reader-gzip/ {
            reader on;
            $proxy
            $gzip
        }
    }
END
    sleep 1;

    my @rows;
    for my $way (['proxy', 'proxy', ''],
        ['proxy + gzip -1', 'proxy-gzip', 'gzip'],
        ['reader', 'reader', ''],
        ['reader + gzip -1', 'reader-gzip', 'gzip'])
    {
        my ($name, $prefix, $coding) = @$way;
        my $rate;
        for my $time (1, $seconds) { # the first to warm up
            my $spent = worker_time($pids[-1]);
            my $text = output_of($name, 'wrk', '-t1', '-c8', "-d${time}s",
                '-s', "$here/cycle.lua", "http://127.0.0.1:$to/", '--',
                "/$prefix", "$out/list", $coding) // last;
            my ($requests, $read, $unit) =
                $text =~ /(\d+) requests in [^,]+, ([\d.]+)([KMG]?)B read/;
            my ($second) = $text =~ m{Requests/sec:\s+([\d.]+)};
            my %factor = ('' => 1, K => 1 << 10, M => 1 << 20, G => 1 << 30);
            push @skipped, "answers under $name that are no success"
                if $text =~ /Non-2xx/;
            $spent = worker_time($pids[-1]) - $spent;
            $rate = [$name, $second, $read * $factor{$unit} / $requests,
                $spent * 1000 / $requests];
        }
        push @rows, $rate if $rate;
    }
    kill QUIT => @pids;
    waitpid $_, 0 for @pids;
    return @rows;
}


# ---- the report

sub number {
    my ($value) = @_;
    return '' if !defined $value;
    return $value >= 100 ? sprintf('%.0f', $value)
        : $value >= 10 ? sprintf('%.1f', $value)
        : sprintf('%.2f', $value);
}


sub share {
    my ($value) = @_;
    return $value < 1 ? sprintf('%.3f', $value) : number($value);
}


sub machine {
    open my $file, '<', '/proc/cpuinfo' or return 'unknown';
    my ($model) = grep { /^model name/ } <$file>;
    $model = defined $model ? $model =~ s/.*?:\s*//r : 'unknown';
    chomp $model;
    return $model;
}


sub engines_table {
    my ($of) = @_;
    my $ours = $of->{reader};

    my $text = "| | ns a byte | reader's share | instructions a byte "
        . "| memory a byte |\n|---|--:|--:|--:|--:|\n";
    for my $name (sort { $of->{$a}{ns} <=> $of->{$b}{ns} } keys %$of) {
        my $row = $of->{$name};
        $text .= sprintf "| %s | %s | %s | %s | %s |\n",
            $name eq 'reader' ? '**reader, to HTML**' : $name,
            number($row->{ns}),
            $name eq 'reader' ? '' : share($ours->{ns} / $row->{ns}) . ' x',
            number($row->{instructions}), number($row->{memory});
    }
    return $text;
}


sub pages_line {
    my ($whose, @pages) = @_;
    return sprintf "%d pages %s, %.1f MB:\n\n", scalar @pages, $whose,
        sum_of_sizes(@pages) / 1e6;
}


sub report {
    my ($of, $stages, $load, $pages, $own_of, $own) = @_;

    my $text = sprintf "On %s, one core of %s.\n\n",
        strftime('%Y-%m-%d', gmtime), machine();
    $text .= pages_line($own_of ? 'of the corpora' : 'of the project', @$pages)
        . engines_table($of);
    if (@$stages) {
        $text .= "\n| stage of reader | instructions a byte |\n|---|--:|\n";
        $text .= sprintf "| %s | %s |\n", $_->[0], number($_->[1])
            for @$stages;
        $text .= "\nInstructions are counted in a build without link-time "
            . "optimisation, in which\nevery stage is a function.\n";
    }
    if (@$load) {
        $text .= "\n| nginx, one worker | requests a second "
            . "| bytes a response | CPU ms a request |\n"
            . "|---|--:|--:|--:|\n";
        $text .= sprintf "| %s | %.0f | %.0f | %.2f |\n", @$_ for @$load;
    }
    if ($own_of) {
        $text .= "\n" . pages_line('of the project', @$own)
            . engines_table($own_of);
    }
    $text .= "\nSkipped: " . join('; ', @skipped) . ".\n" if @skipped;
    return $text;
}


sub escaped {
    my ($text) = @_;
    $text =~ s/&/&amp;/g;
    $text =~ s/</&lt;/g;
    return $text;
}


# Bars on a logarithmic scale: they span five powers of ten.
sub chart {
    my ($of) = @_;
    my @names = sort { $of->{$a}{ns} <=> $of->{$b}{ns} } keys %$of;
    my $least = $of->{$names[0]}{ns};
    my $most = $of->{$names[-1]}{ns};
    my ($y, $bars) = (52, '');

    for my $name (@names) {
        my $ns = $of->{$name}{ns};
        my $width = 8 + 380 * log($ns / $least) / (log($most / $least) || 1);
        my $fill = $name eq 'reader' ? '#1f6feb' : '#8b949e';
        $bars .= sprintf
            qq{  <text x="190" y="%d" text-anchor="end">%s</text>\n}
            . qq{  <rect x="200" y="%d" width="%.1f" height="16" fill="%s"/>\n}
            . qq{  <text x="%.1f" y="%d">%s</text>\n},
            $y + 13, escaped($name), $y, $width, $fill, 206 + $width, $y + 13,
            number($ns);
        $y += 24;
    }
    return <<"END";
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 $y" width="680"
     height="$y" font-family="sans-serif" font-size="13">
  <rect width="680" height="$y" fill="#ffffff"/>
  <text x="200" y="22" font-weight="bold">Nanoseconds of CPU for a byte of
    page</text>
  <text x="200" y="40" font-size="11">logarithmic scale; less is better</text>
$bars</svg>
END
}


sub measure {
    my (@pages) = @_;
    note('measuring ', scalar @pages, ' pages');
    return engines_of(output_of('engines', $engines, $rounds, @pages)
        // die "the engines failed\n");
}


remove_tree($out);
make_path($out);
$out = abs_path($out);
my @own = own_pages();
my @corpora = corpora_pages();
my @pages = @corpora ? @corpora : @own;
my @stages;

my $of = measure(@pages);
my $own_of = @corpora ? measure(@own) : undef;
count_instructions($of, \@stages, @pages);
run_peers($of, @pages);
my @load = serve(@pages);

my $report = report($of, \@stages, \@load, \@pages, $own_of, \@own);
write_file("$out/table.md", $report);
write_file("$out/chart.svg", chart($of));
remove_tree("$out/pages", "$out/origin", "$out/proxy");
print $report;
