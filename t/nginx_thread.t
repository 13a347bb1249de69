#!/usr/bin/perl

# reader_thread_pool: conversions off the event loop give the same views, and
# whatever happens while one runs, the request comes to an end.

use strict;
use warnings;

use Compress::Zlib qw(memGzip);
use FindBin;
use lib "$FindBin::Bin/lib";
use IO::Socket::INET;
use Time::HiRes qw(sleep);

use Reader::Gate;
use Reader::HTTP qw(article no_article response chunked same_text);
use Reader::Test;
use Test::More;

my $page = article('The river', 100_000);
my $small = article('The brook', 4000);
my $list = no_article(60_000);
my $over = no_article(600_000);

my %bodies = (
    page => [$page],
    small => [$small],
    gzip => [memGzip($page), 'Content-Encoding: gzip'],
    'small-gzip' => [memGzip($small), 'Content-Encoding: gzip'],
    'cut-gzip' => [substr(memGzip($page), 0, -20), 'Content-Encoding: gzip'],
    list => [$list],
    over => [$over],
    'ssi' => [$list . '<!--# include virtual="/part" -->'],
);

my $t = Reader::Test->new(main => <<'END');
thread_pool many threads=4 max_queue=64;
# one at a time, and none that waits
thread_pool one threads=1 max_queue=0;
thread_pool line threads=1 max_queue=64;
END
my $gate = Reader::Gate->new($t);

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($name) = $request =~ m{^\w+ /([^ ?]*)};
    print $socket response(@{$bodies{$name}});
});

$t->write_file('page.html', $page);
$t->write_file('list.html', $list);

my $send_timeout = $t->factor . 's';
$t->run(<<"END", <<'HTTP');
    reader_format text;
    reader_buffer_size 512k;
    location /inline/ { reader on; proxy_pass http://%%UPSTREAM%%/; }
    location /many/ {
        reader on;
        reader_thread_pool many min=0;
        location /many/files/ { alias %%DIR%%/; }
        location /many/unbuffered/ {
            proxy_buffering off;
            proxy_pass http://%%UPSTREAM%%/;
        }
        location /many/read/ {
            aio threads=many;
            directio 512;
            sendfile off;
            output_buffers 1 8k;
            alias %%DIR%%/;
        }
        location /many/ssi/ {
            ssi on;
            proxy_pass http://%%UPSTREAM%%/;
        }
        location /many/added/ {
            addition_types *;
            add_before_body /part;
            add_after_body /part;
            proxy_pass http://%%UPSTREAM%%/;
        }
        location /many/html/ {
            reader_format html;
            proxy_pass http://%%UPSTREAM%%/;
        }
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /one/ {
        reader on;
        reader_thread_pool one;
        location /one/off/ {
            reader_thread_pool off;
            proxy_pass http://%%UPSTREAM%%/;
        }
        location /one/inherited/ {
            reader_format json;
            proxy_pass http://%%UPSTREAM%%/;
        }
        location /one/min/ {
            reader_thread_pool one min=101k;
            proxy_pass http://%%UPSTREAM%%/;
        }
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /line/ {
        reader on;
        reader_thread_pool line min=0;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /short/ {
        reader on;
        send_timeout $send_timeout;
        reader_thread_pool one;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /after/ {
        reader on;
        reader_thread_pool one;
        post_action /logged;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location = /logged {
        proxy_set_header X-After \$reader_status;
        proxy_pass http://%%UPSTREAM%%/list?after;
    }
    location /plain/ { alias %%DIR%%/; }
    location = /part { default_type text/html; return 200 "[part]"; }
END
    server {
        listen unix:%%DIR%%/%%NAME%%-2.sock http2;
        reader on;
        reader_format text;
        reader_thread_pool one min=0;
        location / { proxy_pass http://%%UPSTREAM%%; }
    }
HTTP

my $view = $t->get('/inline/page');
is($view->{log}{status}, 'converted', 'a view, inline');

sub converted {
    my ($name, $r) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    is($r->{log}{status}, 'converted', "$name: converted");
    ok(same_text($r->{body}, $view->{body}), "$name: the view");
    is($t->header($r, 'Content-Length'), length $r->{body}, "$name: length");
}

# without trouble

for my $uri (qw(page gzip unbuffered/page unbuffered/gzip files/page.html
    read/page.html))
{
    converted("many/$uri", $t->get("/many/$uri"));
}
like($t->get('/many/page')->{log}{time}, qr/^\d+\.\d{3}$/, 'time of a thread');
is($t->get('/many/html/page')->{log}{status}, 'converted', 'html');
is($t->head('/many/page')->{log}{status}, 'head', 'HEAD');
$t->same('no article', 'not_article', '/many/list');
$t->same('no article, read in a thread as well', 'not_article',
    '/many/read/list.html');

# what comes later makes subrequests of its own
my $ssi = $t->same('no article, with SSI', 'not_article', '/many/ssi/ssi');
like($ssi->{body}, qr/\[part\]\z/, 'SSI after a thread');
my $added = $t->get('/many/added/page');
is($added->{log}{status}, 'converted', 'addition after a thread: a view');
ok($added->{body} =~ /\A\[part\](.*)\[part\]\z/s
    && same_text($1, $view->{body}), 'addition after a thread: around it');
$t->same('too large', 'too_large', '/many/over');
$t->same('broken gzip', 'encoding', '/many/cut-gzip');

{
    my $request = "GET /many/page HTTP/1.1\r\nHost: localhost\r\n";
    my $r = $t->raw('reader', "$request\r\n" x 3
        . "${request}Connection: close\r\n\r\n");
    my @answers = split m{(?=HTTP/1\.1 200 OK\r\n)}, "$r->{head}\r\n\r\n$r->{body}";
    my @same = grep {
        same_text((split /\r\n\r\n/, $_, 2)[1] // '', $view->{body})
    } @answers;
    is(@same, 4, 'four requests on one connection');
}

sub start {
    my ($uri, @headers) = @_;

    my $socket = IO::Socket::INET->new("127.0.0.1:$t->{reader}");
    my $id = ++$t->{requests};
    print $socket join "\r\n", "GET $uri HTTP/1.1", 'Host: localhost',
        "X-Test-Id: $id", 'Connection: close', @headers, '', '';
    return { socket => $socket, id => $id };
}

sub finish {
    my ($r) = @_;

    my $socket = $r->{socket};
    my $answer = do { local $/; <$socket> } // '';
    @$r{qw(head body)} = (split(/\r\n\r\n/, $answer, 2), '', '');
    $r->{log} = $t->log_of($r->{id});
    return $r;
}

# it is not written before the event loop is back
sub logged {
    my ($pattern) = @_;

    for (1 .. 500 * $t->factor) {
        return 1 if $t->read_file('reader.log') =~ $pattern;
        sleep 0.02;
    }
    return 0;
}

my $right = 0;
for (map { finish($_) } map { start('/many/page') } 1 .. 20) {
    $right++ if same_text($_->{body}, $view->{body});
}
is($right, 20, 'twenty at once, in four threads');

# the pool is busy

$gate->close;
my $held = start('/one/page');
ok($gate->await(1), 'a conversion that is held');

is($t->get('/plain/page.html')->{body}, $page, 'held: the worker is not');
converted('held: inline', $t->get('/inline/page'));
converted('held: pool off', $t->get('/one/off/page'));
converted('held: another pool has threads', do {
    my $r = start('/many/page');
    ok($gate->await(1), 'held: another pool');
    $gate->open;
    finish($r);
});
converted('held', finish($held));

$gate->close;
$held = start('/one/page');
ok($gate->await(1), 'another that is held');
$t->same('queue full', 'overload', '/one/page');
$t->same('queue full, inherited', 'overload', '/one/inherited/page');
is($t->get('/one/small')->{log}{status}, 'converted',
    'queue full: a page under min is converted inline');
is($t->get('/one/inherited/small')->{log}{status}, 'converted',
    'queue full: min is inherited as well');
converted('queue full: min=101k', $t->get('/one/min/page'));
$t->same('queue full, small but compressed', 'overload', '/one/small-gzip');
$gate->open;
converted('it', finish($held));
like($t->read_file('reader.log'), qr/thread pool "one" queue overflow/,
    'queue full: nginx has logged it');

# clients that leave

sub cancelled {
    my $count = () = $t->read_file('reader.log')
        =~ /reader cancelled a conversion, the client has gone/g;
    return $count;
}

sub until_cancelled {
    my ($count) = @_;

    for (1 .. 500 * $t->factor) {
        return cancelled() if cancelled() >= $count;
        sleep 0.02;
    }
    return cancelled();
}

$gate->close;
$held = start('/line/page');
ok($gate->await(1), 'a client that will leave');
my @waiting = map { start('/line/page') } 1 .. 5;
my $last = start('/line/page');
sleep 0.2;
close $_->{socket} for $held, @waiting;
ok(logged(qr/client prematurely closed connection/), 'clients leave');
is(cancelled(), 0, 'but the thread works on');
my $before = $gate->count;
$gate->open;
is(until_cancelled(6), 6, 'clients that left: six conversions are cancelled');
converted('behind clients that left', finish($last));
is($gate->count - $before, 1, 'those in the queue did not begin');
is($t->log_of($held->{id})->{status}, 'truncated', 'a client left: the log');

# post_action takes the request over while the thread still has the page

$gate->close;
$held = start('/after/page');
ok($gate->await(1), 'a client that will leave, with post_action');
close $held->{socket};
ok(logged(qr/client prematurely closed .* "GET \/after/), 'it leaves');
$gate->open;
is(until_cancelled(7), 7, 'post_action: cancelled');
my $after = '';
for (1 .. 500 * $t->factor) {
    last if ($after) = $t->read_file('requests.log')
        =~ /GET \/list\?after.*?\r\nX-After: (\S+)/s;
    sleep 0.02;
}
is($after, 'truncated', 'post_action: runs, and knows');
isnt($t->log_of($held->{id})->{status}, 'nothing logged',
    'post_action: the request ends');
is($t->get('/after/page')->{log}{status}, 'converted',
    'post_action after a view');

# longer than send_timeout, which is for clients that do not read

$gate->close;
$held = start('/short/page');
ok($gate->await(1), 'longer than send_timeout');
sleep 2 * $t->factor;
$gate->open;
converted('longer than send_timeout', finish($held));
unlike($t->read_file('reader.log'), qr/client timed out/,
    'send_timeout: the client is not to blame');
converted('after it', $t->get('/short/page'));

# a reload

my $starts = () = $t->read_file('reader.log') =~ /start worker process \d/g;
$gate->close;
$held = start('/one/page');
ok($gate->await(1), 'a reload while one is held');
kill 'HUP', $t->{pids}{reader};
my $now = 0;
for (1 .. 500 * $t->factor) {
    $now = () = $t->read_file('reader.log') =~ /start worker process \d/g;
    last if $now > $starts;
    sleep 0.02;
}
ok($now > $starts, 'reload: a new worker');
is($t->get('/plain/page.html')->{body}, $page, 'reload: it answers');
unlike($t->read_file('reader.log'), qr/exited with code/,
    'reload: the old one waits');
$gate->open;
converted('reload: from the old one', finish($held));
ok(logged(qr/exited with code 0/), 'reload: then it exits');
converted('reload: from the new one', $t->get('/one/page'));

# HTTP/2

SKIP: {
    my $curl = `curl --version 2>/dev/null` =~ /HTTP2/;
    skip 'no curl with HTTP/2', 5 unless $curl;

    my $dir = $t->dir;
    my $command = "curl -s --http2-prior-knowledge --unix-socket $dir/reader-2.sock http://localhost";
    ok(same_text(scalar `$command/page`, $view->{body}), 'HTTP/2: a view');
    is(scalar `$command/list`, $list, 'HTTP/2: no article');

    $gate->close;
    my $pid = $t->spawn('curl', sub { exec "exec $command/page >/dev/null" });
    ok($gate->await(1), 'HTTP/2: held');
    kill 'KILL', $pid;
    waitpid $pid, 0;
    delete $t->{pids}{curl};
    sleep 0.2;
    $gate->open;
    is(until_cancelled(8), 8, 'HTTP/2: a client that left');
    ok(same_text(scalar `$command/page`, $view->{body}), 'HTTP/2: and on');
}

# the end of all

$gate->close;
$held = start('/line/page');
ok($gate->await(1), 'one is held, and some wait');
@waiting = map { start('/line/page') } 1 .. 20;
sleep 0.3;
$before = $gate->count;
kill 'TERM', $t->{pids}{reader};
sleep 0.2;
$gate->open;
is(join(' ', grep { !Reader::Test::ends($t->{pids}{$_}, 0, 10 * $t->factor) }
    'reader'), '', 'TERM: it ends');
delete $t->{pids}{reader};
is($gate->count, $before, 'TERM: what was in the queue did not begin');

$t->done;
