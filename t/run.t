#!/usr/bin/perl

# `./build.sh run`: the sample site through nginx is what the command line
# makes of it, and any other site is asked for as a browser would ask.

use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::Bin/lib";
use IO::Socket::INET;
use POSIX qw(:sys_wait_h);
use Time::HiRes qw(sleep);

use Reader::HTTP qw(article exchange response);
use Reader::Test;
use Test::More;

my $root = abs_path("$FindBin::Bin/..");
my $reader = $ENV{READER} || "$root/build/reader";
my %types = (html => 'text/html', text => 'text/plain',
    markdown => 'text/markdown', json => 'application/json');
my $t = Reader::Test->new;
my $pid;

END { kill 'KILL', $pid if $pid }

# Runs it until `stop`; what it prints is in $output.
my ($port, $output);

sub start {
    my (@arguments) = @_;

    $port = Reader::Test::free_port();
    $pid = fork // die "fork: $!\n";
    if (!$pid) {
        $ENV{PORT} = $port;
        open STDOUT, '>', $t->dir . '/output';
        open STDERR, '>&', \*STDOUT;
        exec "$root/build.sh", 'run', @arguments or POSIX::_exit(127);
    }
    for (1 .. 1200) {
        last if IO::Socket::INET->new("127.0.0.1:$port");
        last if waitpid($pid, WNOHANG) == $pid;
        sleep 0.1;
    }
    $output = $t->read_file('output');
}

sub stop {
    kill 'INT', $pid;
    for (1 .. 100) {
        last if waitpid($pid, WNOHANG) != 0;
        sleep 0.1;
    }
    my $status = $?;
    undef $pid;
    return $status;
}

sub get {
    my ($uri, $host) = @_;

    return exchange($port, "GET $uri HTTP/1.1\r\nHost: $host\r\n"
        . "Connection: close\r\n\r\n", 20);
}

sub slurp {
    my ($file) = @_;
    open my $in, '<:raw', $file or die "$file: $!\n";
    local $/;
    return scalar <$in>;
}

# the sample site

start();
like($output, qr{^  \Q$_->[0]\E +http://127\.0\.0\.1:$port/\S*\Q$_->[1]\E$}m,
    "says what to open: $_->[0]") for ['original', '.html'],
    map [$_, "?reader=$_"], keys %types;

my @pages = sort glob "$root/t/site/*.html";
cmp_ok(scalar @pages, '>=', 8, 'there are pages');

for my $file (@pages) {
    my ($name) = $file =~ m{([^/]+)$};
    my $page = slurp($file);
    ok(get("/$name", 'site.example')->{body} eq $page, "$name: the page");

    for my $format (sort keys %types) {
        my $address = "/$name?reader=$format";
        my $r = get($address, 'site.example');
        my $view = `$reader --format=$format --url http://site.example$address $file 2>/dev/null`;
        if ($? >> 8 == 3 || $name eq 'index.html') {
            ok($r->{body} eq $page, "$name, $format: as it came");
            next;
        }
        # JSON is an object a line there
        chomp($view, $r->{body}) if $format eq 'json';
        like($r->{head}, qr{^Content-Type: $types{$format};}m,
            "$name, $format: type");
        ok($r->{body} eq $view, "$name, $format: as on the command line");
    }
}
ok(get('/', 'site.example')->{body} eq slurp("$root/t/site/index.html"),
    'the front page');
ok(get('/?reader=html', 'site.example')->{body}
    eq slurp("$root/t/site/index.html"), 'the front page is no article');
is(stop(), 0, 'Ctrl-C ends it');
is(exchange($port, "\r\n", 1)->{status}, 0, 'and it is gone');

# another site

my $page = article('The river', 20_000);
$t->upstream(sub {
    my ($socket, $request) = @_;
    print $socket $request =~ m{^GET /moved}
        ? "HTTP/1.1 302 Found\r\nLocation: http://$t->{upstream}/a%2Fb\r\n"
            . "Content-Length: 0\r\n\r\n"
        : response($page);
});

start("http://$t->{upstream}/a%2Fb?x=1");
like($output, qr{^  text +http://127\.0\.0\.1:$port/a%2Fb\?x=1&reader=text$}m,
    'a site: says what to open');
for my $case (
    ['/a%2Fb?x=1', '/a%2Fb?x=1'],
    ['/a%2Fb?x=1&reader=text', '/a%2Fb?x=1'],
    ['/a%2Fb?reader=text', '/a%2Fb'],
    ['/a%2Fb?reader=text&x=%20', '/a%2Fb?x=%20'],
    ['/a?x=1&reader=text&y=2', '/a?x=1&y=2'],
    ['/a?xreader=text', '/a?xreader=text'])
{
    my ($uri, $sent) = @$case;
    my $r = get($uri, "127.0.0.1:$port");
    my ($last) = reverse split /(?<=\r\n\r\n)/, $t->read_file('requests.log');
    like($last, qr{^GET \Q$sent\E HTTP/1\.1\r}, "$uri: asks for $sent");
    like($last, qr{^Host: \Q$t->{upstream}\E\r}m, "$uri: of that host");
    my $view = $uri =~ /[?&]reader=/;
    is($r->{body} eq $page, !$view, "$uri: " . ($view ? 'a view' : 'the page'));
}
like(get('/moved', 'x')->{head}, qr{^Location: http://x(?::\d+)?/a%2Fb\r?$}m,
    'redirects stay here');
is(stop(), 0, 'Ctrl-C ends it');

# over TLS, with the name of the host

SKIP: {
    my $dir = $t->dir;
    system("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        . "-keyout $dir/key.pem -out $dir/cert.pem > /dev/null 2>&1") == 0
        or skip 'no openssl', 3;
    $t->write_file('page.html', $page);
    my $tls = Reader::Test::free_port();
    $t->run(<<'END', <<"HTTP");
END
    server {
        listen 127.0.0.1:$tls ssl;
        ssl_certificate cert.pem;
        ssl_certificate_key key.pem;
        add_header X-Name \$ssl_server_name;
        add_header X-Host \$http_host;
    }
HTTP
    start("https://localhost:$tls/page.html");
    my $r = get('/page.html?reader=text', 'x');
    like($r->{head}, qr{^X-Name: localhost\r?$}m, 'TLS: server name');
    like($r->{head}, qr{^X-Host: localhost:$tls\r?$}m, 'TLS: host');
    like($r->{head}, qr{^Content-Type: text/plain}m, 'TLS: a view');
    stop();
}

isnt(system("$root/build.sh run ftp://a.example/ > /dev/null 2>&1"), 0,
    'not an http(s) address');

$t->done;
