package Reader::Test;

# Drives a real nginx on loopback, with an upstream of raw sockets that a test
# scripts.  In the manner of nginx-tests; needs nothing but core Perl.
#
#   my $t = Reader::Test->new;
#   $t->upstream(sub { my ($socket, $request) = @_; print $socket "HTTP/..." });
#   $t->run('location / { reader on; proxy_pass http://%%UPSTREAM%%; }');
#   my $r = $t->get('/page', 'Header: value');    # head, body, log, ...
#   $t->done;                       # the checks of every file, done_testing
#
# run() starts two: one with the module, and `bare`, which never loads it and
# has the same configuration without the directives of the module; same()
# compares what the two answer.
#
# Environment: TEST_NGINX_BINARY, TEST_READER_MODULE, and the module as it is
# for an nginx without threads, TEST_READER_WITHOUT_THREADS; TEST_NGINX_VALGRIND=1
# runs nginx under valgrind; TEST_NGINX_FACTOR multiplies all time limits.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp;
use IO::Socket::INET;
use POSIX qw(_exit :sys_wait_h);
use Reader::HTTP qw(exchange);
use Test::More;
use Time::HiRes qw(sleep);

my $ROOT = abs_path(dirname(__FILE__) . "/../../..");
my $NGINX = $ENV{TEST_NGINX_BINARY}
    || (grep { -x } '/usr/sbin/nginx', '/usr/local/sbin/nginx')[0] || 'nginx';
my $MODULE = $ENV{TEST_READER_MODULE}
    || "$ROOT/build/ngx_http_reader_filter_module.so";
my $FACTOR = $ENV{TEST_NGINX_FACTOR}
    || ($ENV{TEST_NGINX_VALGRIND} ? 50 : 1);
my $VALGRIND = 'valgrind -q --leak-check=full --show-leak-kinds=definite '
    . '--num-callers=40 --trace-children=no --log-file=%s/valgrind.%%p.log';
my $FIELDS = join '|', map { "\$reader_$_" }
    qw(status format bytes_in bytes_out time ratio words score title);

$SIG{PIPE} = 'IGNORE';

# nginx leaves some memory to exit(), and all modules share symbols
$ENV{ASAN_OPTIONS} //= 'detect_leaks=0:detect_odr_violation=0';


sub new {
    my ($class, %option) = @_;

    die "no module at $MODULE: run ./build.sh\n" unless -e $MODULE;
    return bless {
        # goes before the http block
        main => $option{main},
        connections => $option{connections} // 64,
        # of the nginx with the module
        environment => {},
        dir => File::Temp->newdir('reader-test-XXXXXX', TMPDIR => 1),
        owner => $$,
        pids => {},
        requests => 0,
    }, $class;
}


sub dir { return "$_[0]{dir}" }


sub factor { return $FACTOR }


sub write_file {
    my ($self, $name, $content) = @_;

    open my $out, '>:raw', "$self->{dir}/$name" or die "$name: $!\n";
    print $out $content;
    close $out or die "$name: $!\n";
}


sub read_file {
    my ($self, $name) = @_;

    open my $in, '<:raw', "$self->{dir}/$name" or return '';
    local $/;
    return scalar(<$in>) // '';
}


# Each connection is one request: $script gets the socket and the request's
# head, in a process of its own, and the connection ends with it.
sub upstream {
    my ($self, $script) = @_;

    my $listener = listen_somewhere();
    $self->{upstream} = '127.0.0.1:' . $listener->sockport;

    $self->spawn('upstream', sub {
        $SIG{CHLD} = 'IGNORE';
        while (1) {
            my $socket = $listener->accept or next;
            next if fork // die "fork: $!\n";
            my $request = '';
            while ($request !~ /\r\n\r\n/) {
                sysread($socket, $request, 4096, length $request) or last;
            }
            open my $log, '>>', "$self->{dir}/requests.log";
            syswrite $log, $request;
            $socket->autoflush(1);
            $script->($socket, $request);
            close $socket;
            _exit(0);
        }
    });
    close $listener;
}


# What the upstream was sent for the request with this id.
sub upstream_request {
    my ($self, $r) = @_;

    for (split /(?<=\r\n\r\n)/, $self->read_file('requests.log')) {
        return $_ if /^X-Test-Id: $r->{id}\r/m;
    }
    return '';
}


# $locations is the inside of a server block, $http goes before the block.
# Without $locations, $http has the servers, one on %%PORT%%; no `bare` then.
sub run {
    my ($self, $locations, $http) = @_;

    $http = 'reader_timeout ' . 1000 * $FACTOR . 'ms;' . ($http // '');
    for my $name ('reader', defined $locations ? 'bare' : ()) {
        for my $attempt (1 .. 5) {
            $self->{$name} = free_port();
            $self->write_file("$name.conf",
                $self->conf($name, $locations, $http));
            unlink "$self->{dir}/$name.log";
            last if $self->start($name);
            die "$name did not start\n", $self->read_file("$name.log")
                if $attempt == 5;
        }
    }
    return $self;
}


# The messages of `nginx -t` for a configuration of the http block.
sub check_conf {
    my ($self, $http, $module) = @_;

    $self->{reader} = free_port();
    my $conf = $self->conf('reader', '', $http);
    $conf =~ s/^daemon.*load_module \K.*?;/$module;/m if $module;
    $self->write_file('check.conf', $conf);
    my $dir = $self->{dir};
    my $messages = `$NGINX -t -e $dir/check.log -p $dir/ -c $dir/check.conf 2>&1`;
    return ($? >> 8, $messages);
}


sub conf {
    my ($self, $name, $locations, $http) = @_;

    my $bare = $name eq 'bare';
    my $load = $bare ? '' : "load_module $MODULE;";
    my $user = $> ? '' : 'user root;';
    my $fields = $bare ? '' : $FIELDS;
    my $main = $self->{main} // '';
    my $server = !defined $locations ? '' : <<"END";
    server {
        listen 127.0.0.1:$self->{$name};
        server_name localhost;
$locations
    }
END
    my $conf = <<"END";
daemon off; $user $load
worker_processes 1;
pid $name.pid;
error_log $name.log info;
$main
events { worker_connections $self->{connections}; }
http {
    log_format test '\$http_x_test_id|$fields';
    access_log $name.access test;
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    types { text/html html; text/plain txt; image/png png; }
    root .;
$http
$server
}
END
    $conf =~ s/(^|(?<=[;{}]))(\s*)reader(?:_[a-z_]+)?(?:\s[^;]*)?;/$1$2/gm if $bare;
    $conf =~ s/^.*\$reader_.*\n//mg if $bare;
    $conf =~ s/%%UPSTREAM%%/$self->{upstream}/g;
    $conf =~ s/%%DIR%%/$self->{dir}/g;
    $conf =~ s/%%PORT%%/$self->{$name}/g;
    $conf =~ s/%%NAME%%/$name/g;
    return $conf;
}


sub start {
    my ($self, $name) = @_;

    my $dir = $self->{dir};
    my @command = ($NGINX, '-e', "$dir/$name.log", '-p', "$dir/",
        '-c', "$dir/$name.conf");
    unshift @command, split ' ', sprintf $VALGRIND, $dir
        if $ENV{TEST_NGINX_VALGRIND} && $name eq 'reader';
    unshift @command, split ' ', $self->{wrapper} // '';

    my $pid = $self->spawn($name, sub {
        open STDERR, '>>', "$dir/$name.log";
        %ENV = (%ENV, %{$self->{environment}}) if $name eq 'reader';
        exec @command or _exit(127);
    });
    for (1 .. 400 * $FACTOR) {
        return 1 if IO::Socket::INET->new("127.0.0.1:$self->{$name}");
        return 0 if waitpid($pid, WNOHANG) == $pid;
        sleep 0.05;
    }
    return 0;
}


sub spawn {
    my ($self, $name, $code) = @_;

    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        $code->();
        _exit(0);
    }
    $self->{pids}{$name} = $pid;
    return $pid;
}


sub get {
    my ($self, $uri, @headers) = @_;
    return $self->request('reader', 'GET', $uri, @headers);
}


sub head {
    my ($self, $uri, @headers) = @_;
    return $self->request('reader', 'HEAD', $uri, @headers);
}


sub request {
    my ($self, $to, $method, $uri, @headers) = @_;

    my $id = ++$self->{requests};
    my $r = $self->raw($to, join("\r\n", "$method $uri HTTP/1.1",
        (grep(/^Host:/, @headers) ? () : 'Host: localhost'),
        "X-Test-Id: $id", 'Connection: close', @headers, '', ''));
    $r->{id} = $id;
    $r->{log} = $self->log_of($id) if $to eq 'reader';
    return $r;
}


sub raw {
    my ($self, $to, $bytes) = @_;
    return exchange($self->{$to}, $bytes, 20 * $FACTOR);
}


sub header {
    my ($self, $r, $name) = @_;
    return join ', ', $r->{head} =~ /^\Q$name\E: (.*?)\r?$/mgi;
}


# The access log's line is written after the answer has been read.
sub log_of {
    my ($self, $id) = @_;

    for (1 .. 500 * $FACTOR) {
        if ($self->read_file('reader.access') =~ /^$id\|(.*)$/m) {
            my %fields;
            @fields{map { /reader_(\w+)/ } split /\|/, $FIELDS}
                = split /\|/, $1, -1;
            return \%fields;
        }
        sleep 0.02;
    }
    return { status => 'nothing logged' };
}


# The client gets what it would get without the module, and the log says why.
sub same {
    my ($self, $name, $status, $uri, @headers) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $method = $uri =~ s/^(HEAD|POST) // ? $1 : 'GET';
    my $r = $self->request('reader', $method, $uri, @headers);
    my $bare = $self->request('bare', $method, $uri, @headers);
    s/^Date: .*?\r\n//m for $r->{head}, $bare->{head};
    is($r->{head}, $bare->{head}, "$name: headers as without the module");
    ok($r->{body} eq $bare->{body}, "$name: body as without the module")
        or diag(length $r->{body}, ' bytes, not ', length $bare->{body});
    is($r->{cut}, $bare->{cut}, "$name: ends as without the module");
    is($r->{log}{status}, $status, "$name: $status");
    return $r;
}


# The last line of a test file.
sub done {
    my ($self) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    $self->finish;
    done_testing();
}


# The checks at the end of an nginx, of which a test file may have several.
sub finish {
    my ($self) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    ok(IO::Socket::INET->new("127.0.0.1:$self->{reader}"), 'nginx lives')
        if $self->{pids}{reader};
    is(join(' ', $self->stop), '', 'nginx exits when it is told to');
    my $log = $self->read_file('reader.log');
    my @bad = grep {
        /\[(?:alert|emerg|crit)\]|exited on signal|exited with (?:fatal )?code [1-9]/
            || /(?:Address|Leak)Sanitizer|runtime error:/
    } split /\n/, $log;
    is("@bad", '', 'no alert, no sanitizer report, no worker died');
    is($self->valgrind_reports, '', 'nothing from valgrind')
        if $ENV{TEST_NGINX_VALGRIND};
    diag("error.log:\n$log") unless Test::More->builder->is_passing;
}


# Errors, and blocks that are definitely lost with our code on the stack.  The
# loader of glibc compares names word by word, beyond their ends, and so does
# code that PCRE2's JIT has made: it has no name, nor has what called it.
sub valgrind_reports {
    my ($self) = @_;

    my $reports = '';
    for my $file (glob "$self->{dir}/valgrind.*.log") {
        my ($name) = $file =~ m{([^/]+)$};
        for (split /^==\d+== \n/m, $self->read_file($name)) {
            next if /definitely lost/ && !/\b(?:ngx_http_)?reader_/;
            next if /: strncmp .*\n.*: is_dst \(dl-load\.c/;
            next if /\bat 0x[0-9A-F]+: \?\?\?$/m && !/: [^?\s]/;
            $reports .= $_ if /^==\d+==/m;
        }
    }
    return $reports;
}


# Returns the names of those that did not exit at once or after their requests.
# TERM is for the workers of such a master: it kills them a second later.
sub stop {
    my ($self) = @_;

    my @stuck;
    for my $name (keys %{$self->{pids}}) {
        my $pid = delete $self->{pids}{$name};
        next if ends($pid, $name eq 'upstream' ? 'KILL' : 'QUIT', 10 * $FACTOR);
        push @stuck, $name;
        ends($pid, 'TERM', 5) or ends($pid, 'KILL', 5);
    }
    return @stuck;
}


sub ends {
    my ($pid, $signal, $seconds) = @_;

    kill $signal, $pid;
    for (1 .. 20 * $seconds) {
        return 1 if waitpid($pid, WNOHANG) != 0;
        sleep 0.05;
    }
    return 0;
}


sub DESTROY {
    my ($self) = @_;
    $self->stop if $self->{owner} == $$;
}


sub listen_somewhere {
    for (1 .. 50) {
        # below the range that the kernel gives to outgoing connections
        my $listener = IO::Socket::INET->new(Listen => 64,
            LocalAddr => '127.0.0.1', ReuseAddr => 1,
            LocalPort => 12000 + int rand 18000);
        return $listener if $listener;
    }
    die "no free port: $!\n";
}


sub free_port {
    return listen_somewhere()->sockport;
}


1;
