#!/usr/bin/perl

# Among the other filters and phases of nginx: what runs before sees the page,
# what runs after sees the view, and a redirect starts anew.

use strict;
use warnings;

use Compress::Zlib qw(memGunzip memGzip);
use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(article no_article response);
use Reader::Test;
use Test::More;

my $page = article('The river', 20_000);
my $ssi = $page =~ s{</h1>}{</h1><!--# include virtual="/part" -->}r;
my $list = no_article(5000);

# what someone wrote, and the site has escaped
my $command = '&lt;!--# include virtual="/part" --&gt;';
my $written = $page =~ s{</h1>}{ $command</h1><p>$command</p>
    <img src="/plan.png" width="600" height="400" alt='$command'>
    <pre><code>$command</code></pre>}r;

my $t = Reader::Test->new;

$t->upstream(sub {
    my ($socket, $request) = @_;
    my ($path) = $request =~ m{^\w+ (/[^ ?]*)};
    print $socket $path eq '/ssi' ? response($ssi)
        : $path eq '/ssi-list' ? response($list
            . '<!--# include virtual="/part" -->')
        : $path eq '/ssi-written' ? response($written)
        : $path eq '/list' ? response($list)
        : $path eq '/gzip' ? response(memGzip($page), 'Content-Encoding: gzip')
        : $path eq '/gzip-list' ? response(memGzip($list),
            'Content-Encoding: gzip')
        : $path eq '/accel' ? response('', 'X-Accel-Redirect: /protected/page')
        : $path eq '/auth' ? response('')
        : $path eq '/missing'
            ? response('gone') =~ s/200 OK/404 Not Found/r
        : response($page);
});

$t->write_file('here.html', $page);

$t->run(<<'END');
    location /part { default_type text/html; return 200 "[part]"; }
    location /protected/ { internal; reader on; proxy_pass http://%%UPSTREAM%%/; }

    location /ssi { reader on; ssi on; proxy_pass http://%%UPSTREAM%%; }
    location /ssi-any/ {
        reader on;
        reader_format $arg_format;
        ssi on;
        ssi_types *;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /add/ {
        reader on;
        addition_types *;
        add_before_body /part;
        add_after_body /part;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /sub/ {
        reader on;
        sub_filter_types *;
        sub_filter_once off;
        sub_filter survey expedition;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /gzipped/ {
        reader on;
        reader_format $arg_format;
        gzip on;
        gzip_types text/markdown;
        gzip_min_length 0;
        gzip_proxied any;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /gunzipped/ { reader on; gunzip on; proxy_pass http://%%UPSTREAM%%/; }
    location /charset/ { reader on; charset koi8-r; proxy_pass http://%%UPSTREAM%%/; }

    location /error/ {
        reader on;
        proxy_intercept_errors on;
        error_page 404 /other/page;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /error-to-view/ {
        proxy_intercept_errors on;
        error_page 404 =200 /other-view/page;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /dead {
        error_page 502 =200 /here.html;
        proxy_pass http://127.0.0.1:1;
    }
    location /here.html { reader on; }
    location /other/ { proxy_pass http://%%UPSTREAM%%/; }
    location /other-view/ { reader on; proxy_pass http://%%UPSTREAM%%/; }
    location /try { reader on; try_files /none /here.html =404; }
    location /try-named { reader off; try_files /none @named; }
    location @named { reader on; proxy_pass http://%%UPSTREAM%%; }
    location /accel { reader on; proxy_pass http://%%UPSTREAM%%; }
    location /accel-only { proxy_pass http://%%UPSTREAM%%/accel; }
    location /rewrite { rewrite ^ /other-view/page last; }

    location /guarded/ {
        reader on;
        auth_request /auth;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location = /auth { internal; reader on; proxy_pass http://%%UPSTREAM%%; }
    location /mirrored/ {
        reader on;
        mirror /mirror;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location = /mirror { internal; reader on; proxy_pass http://%%UPSTREAM%%/mirror; }
    location /post/ {
        reader on;
        post_action /posted;
        proxy_pass http://%%UPSTREAM%%/;
    }
    location /posted { reader on; proxy_pass http://%%UPSTREAM%%/list; }
    location /slow/ { reader on; limit_rate 40k; proxy_pass http://%%UPSTREAM%%/; }
END

my $view = $t->get('/other-view/page');
is($view->{log}{status}, 'converted', 'a view');

# filters that come later

is($t->get('/ssi')->{log}{status}, 'converted', 'SSI: converted before');
ok($t->get('/ssi')->{body} !~ /\[part\]/, 'SSI: commands are comments');
for my $format (qw(html json)) {
    my $written = $t->get("/ssi-any/ssi-written?format=$format");
    is($written->{log}{status}, 'converted', "SSI in the text, $format: a view");
    ok($written->{body} =~ /include virtual=/ && $written->{body} !~ /\[part\]/,
        "SSI in the text, $format: is no command");
}
my $r = $t->same('SSI in what is no article', 'not_article', '/ssi-list');
like($r->{body}, qr/\[part\]$/, 'is carried out');

$r = $t->get('/add/page');
is($r->{log}{status}, 'converted', 'addition: converted');
like($r->{body}, qr/\A\[part\].*\[part\]\z/s, 'addition: around the view');
$t->same('addition to what is no article', 'not_article', '/add/list');

$r = $t->get('/sub/page');
ok($r->{body} =~ /week of the expedition/, 'sub_filter: in the view');
is($r->{log}{status}, 'converted', 'sub_filter: converted');
$t->same('sub_filter in what is no article', 'not_article', '/sub/list');

for my $format (qw(html markdown)) {
    $r = $t->get("/gzipped/page?format=$format", 'Accept-Encoding: gzip');
    is($t->header($r, 'Content-Encoding'), 'gzip', "gzip: $format");
    my $text = memGunzip($r->{body});
    is(length $text, $r->{log}{bytes_out}, "gzip: $format: the view");
}
$t->same('gzip of what is no article', 'not_article',
    '/gzipped/list?format=html', 'Accept-Encoding: gzip');

for my $accept ('gzip', 'identity') {
    $r = $t->get('/gunzipped/gzip', "Accept-Encoding: $accept");
    is($r->{log}{status}, 'converted', "gunzip, accepting $accept: converted");
    is(length $r->{body}, $r->{log}{bytes_out}, "gunzip, $accept: the view");
    $t->same("gunzip of what is no article, accepting $accept", 'not_article',
        '/gunzipped/gzip-list', "Accept-Encoding: $accept");
}

is($t->header($t->get('/charset/page'), 'Content-Type'),
    'text/html; charset=utf-8', 'charset does not relabel a view');
$t->same('charset of what is no article', 'not_article', '/charset/list');

# redirects

$t->same('error_page elsewhere', 'off', '/error/missing');
$t->same('of what needs none', 'not_article', '/error/list');
$r = $t->get('/error-to-view/missing');
is($r->{log}{status}, 'converted', 'error_page to a view');
for my $uri (qw(/try /try-named /accel /accel-only /rewrite /dead)) {
    $r = $t->get($uri);
    is($r->{log}{status}, 'converted', "$uri: converted");
    ok($r->{body} =~ /week of the survey/, "$uri: the article");
    ok($r->{body} !~ /of_the_page/, "$uri: in a view");
}
is($t->get('/part')->{log}{status}, 'off', 'what is part of others');

# subrequests

$r = $t->get('/guarded/page');
is($r->{log}{status}, 'converted', 'auth_request: converted');
$t->same('auth_request, no article', 'not_article', '/guarded/list');
$r = $t->get('/mirrored/page');
is($r->{log}{status}, 'converted', 'mirror: converted');

$r = $t->get('/post/page');
is($r->{log}{status}, 'converted', 'post_action: what the client got');
is($r->{log}{bytes_out}, length $r->{body}, 'post_action: the view');
$t->same('post_action, no article', 'not_article', '/post/list');

# HTTP/1.1 goes on after a view, and after a page

my $requests = join '', map "GET $_ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    qw(/other-view/page /other-view/list /other-view/page);
my $answers = $t->raw('reader', $requests . "GET /none HTTP/1.1\r\n"
    . "Host: localhost\r\nConnection: close\r\n\r\n");
my @status = "$answers->{head}\r\n\r\n$answers->{body}"
    =~ m{HTTP/1\.1 (\d+) }g;
is("@status", '200 200 200 404', 'four requests on one connection');

$r = $t->get('/slow/page');
is($r->{log}{status}, 'converted', 'limit_rate');

$t->done;
