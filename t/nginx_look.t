#!/usr/bin/perl

# What views look like: reader_images and Save-Data, reader_link,
# reader_text_wrap, reader_template; how they are inherited, and what is said
# of the ones that are wrong.

use strict;
use warnings;

use Digest::SHA qw(sha256_base64);
use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::HTTP qw(response);
use Reader::Test;
use Test::More;

my $text = join '', map { "<p>The harbour was rebuilt in year $_ by the town, "
    . 'for a price that nobody knew, and with stones from far away. Ships came '
    . 'again, at first a few and then many, and stayed the winter.</p>' } 1 .. 4;
my $page = '<!DOCTYPE html><html lang=en><title>The harbour of Marrow</title>'
    . '<main><h1>The harbour of Marrow</h1><img src=/a.jpg width=640 '
    . "height=480 alt=Stones>$text</main></html>";
my $t = Reader::Test->new;

my $css = "p > b { color: red }\n";
my $layout = <<"END";
<!DOCTYPE html>
<html lang="{{lang}}"><head>{{head}}{{style}}<style>$css</style></head>
<body><!-- ours --><p class="ours">{{title}}</p>{{content}}</body></html>
END
$t->write_file('layout.html', $layout);
$t->write_file('plain.html', '<!doctype html><html><head>{{head}}</head>'
    . '<body>{{content}}</body></html>');
my $dir = $t->dir;

$t->upstream(sub {
    my ($socket) = @_;
    print $socket response($page, 'ETag: "a"');
});

$t->run(<<"END", 'reader on;');
    reader_link original \$uri?reader=off;
    location /lazy { proxy_pass http://%%UPSTREAM%%; }
    location /on { reader_images on; proxy_pass http://%%UPSTREAM%%; }
    location /off { reader_images off; proxy_pass http://%%UPSTREAM%%; }
    location /box {
        reader_images placeholder;
        proxy_pass http://%%UPSTREAM%%;
        location /box/lazy {
            reader_images lazy;
            proxy_pass http://%%UPSTREAM%%;
        }
    }
    location /markdown {
        reader_format markdown;
        proxy_pass http://%%UPSTREAM%%;
    }
    location /links {
        reader_link markdown \$uri.md;
        reader_link text https://text.example/a?b&c;
        reader_link json \$arg_json;
        proxy_pass http://%%UPSTREAM%%;
    }
    location /text {
        reader_format text;
        reader_text_wrap 40;
        proxy_pass http://%%UPSTREAM%%;
        location /text/whole {
            reader_text_wrap off;
            proxy_pass http://%%UPSTREAM%%;
        }
    }
    location /layout {
        reader_template layout.html;
        proxy_pass http://%%UPSTREAM%%;
        location /layout/plain {
            reader_template $dir/plain.html;
            proxy_pass http://%%UPSTREAM%%;
        }
        location /layout/off {
            reader_template off;
            proxy_pass http://%%UPSTREAM%%;
        }
    }
END


# images

my $less = 'Save-Data: on';
like($t->get('/lazy')->{body}, qr/<img src="\/a\.jpg"[^>]* loading="lazy"/,
    'lazy');
unlike($t->get('/on')->{body}, qr/loading=/, 'on');
like($t->get('/off')->{body},
    qr{<a href="/a\.jpg">\[Image: Stones\]</a>}, 'off');
unlike($t->get('/off')->{body}, qr/<img/, 'off: none is loaded');
like($t->get('/box')->{body}, qr{
        <a\ class="i"\ href="/a\.jpg"><img\ src="data:image/gif;base64,[^"]+"
        \ width="640"\ height="480"\ alt="">
        <small>\[Image:\ Stones\]</small></a>
    }x, 'placeholder');
like($t->get('/box/lazy')->{body}, qr/loading="lazy"/, 'lazy again');
is($t->get('/lazy', $less)->{body},
    $t->get('/box')->{body} =~ s{/box}{/lazy}gr, 'lazy and Save-Data: placeholder');
for my $value ('on;a=b', 'ON', 'on ; x') {
    like($t->get('/lazy', "Save-Data: $value")->{body}, qr/data:image/,
        "Save-Data: $value");
}
for my $value ('off', '', 'only', '"on"') {
    unlike($t->get('/lazy', "Save-Data: $value")->{body}, qr/data:image/,
        "Save-Data: $value is not on");
}
unlike($t->get('/on', $less)->{body}, qr/data:image/,
    'on is what the operator wants');
my %vary = (lazy => 'Save-Data', on => '', off => '', box => '',
    markdown => '');
for my $name (sort keys %vary) {
    is($t->header($t->get("/$name"), 'Vary'), $vary{$name}, "$name: Vary");
    is($t->header($t->head("/$name"), 'Vary'), $vary{$name},
        "$name: Vary of HEAD");
}
my $etag = $t->header($t->get('/lazy'), 'ETag');
isnt($t->header($t->get('/lazy', $less), 'ETag'), $etag,
    'a tag of its own with Save-Data');
is($t->get('/lazy', "If-None-Match: $etag")->{status}, 304, 'which is known');
is($t->get('/lazy', $less, "If-None-Match: $etag")->{status}, 200,
    'but not with Save-Data');


# links to other forms

my $links = $t->get('/links?json=/a.json')->{body};
unlike($links, qr/reader=off/, 'links of a location replace the others');
for my $link ('/links.md', 'https://text.example/a?b&amp;c', '/a.json') {
    like($links, qr/<footer>.*<a rel="nofollow" href="\Q$link\E">/,
        "$link in the footer");
    like($links, qr/<head>.*<link rel="alternate" type="[a-z\/]+" href="\Q$link\E">/,
        "$link as an alternate");
}
for my $value ('javascript:alert(1)', 'mailto:a@b.example', '',
    'https://user@a.example/', 'x:"><script>')
{
    my $body = $t->get('/links?json=' . $value =~ s/"/%22/gr)->{body};
    unlike($body, qr/>JSON<|"application\/json"|<script>/,
        "link to '$value': none");
    like($body, qr/Markdown/, "link to '$value': the others");
}
like($t->get('/lazy/x')->{body},
    qr{<a rel="nofollow" href="/lazy/x\?reader=off">Full page</a></p>.*<footer>}s,
    'the full page above the text');
isnt($t->header($t->get('/links?json=/a'), 'ETag'),
    $t->header($t->get('/links?json=/b'), 'ETag'), 'tags tell links apart');


# text

my $wrapped = $t->get('/text');
is($t->header($wrapped, 'Content-Type'),
    'text/plain; charset=utf-8; format=flowed; delsp=no', 'flowed');
is((grep { length > 41 && !/^http/ } split /\n/, $wrapped->{body}), 0,
    'no line is longer than it may be');
my $whole = $t->get('/text/whole');
is($t->header($whole, 'Content-Type'), 'text/plain; charset=utf-8', 'not flowed');
is($wrapped->{body} =~ s/ \n/ /gr =~ s{/text\n}{/text/whole\n}r, $whole->{body},
    'and joined again it is the same');


# templates

my $own = $t->get('/layout');
like($own->{body}, qr{<p class="ours">The harbour of Marrow</p><p><img}, 'layout');
unlike($own->{body}, qr/<!--|ours --|<main/, 'and nothing else');
my ($policy) = $own->{head} =~ /^Content-Security-Policy: (.*?)\r?$/m;
my @styles = map { "'sha256-" . sha256_base64($_) . "='" }
    $own->{body} =~ m{<style>(.*?)</style>}gs;
is(scalar @styles, 2, 'two styles');
like($policy, qr/style-src \Q@styles\E;/, 'the policy has their hashes');
$own = $t->get('/layout/plain');
like($own->{head}, qr/style-src 'none';/, 'no styles, none allowed');
unlike($own->{body}, qr/ours/, 'another layout inside');
is($t->get('/layout/off')->{body} =~ s{/layout/off}{/lazy}gr,
    $t->get('/lazy')->{body}, 'the one built in inside');
isnt($t->header($t->get('/layout'), 'ETag'),
    $t->header($t->get('/layout/plain'), 'ETag'), 'tags tell templates apart');


# faults

my $other = Reader::Test->new;
$dir = $other->dir;
$other->write_file('bad.html', "<!DOCTYPE html>\n<html><head>{{head}}</head>\n"
    . "<body>\n<p>{{contnet}}</p></body></html>\n");
$other->write_file('large.html', '<!DOCTYPE html>' . ' ' x (256 * 1024));

sub fails {
    my ($conf, $message) = @_;
    my ($status, $messages) = $other->check_conf("server { $conf }");

    isnt($status, 0, "$conf fails");
    like($messages, $message, "$conf: says why");
}

my $url = 'it must be an http or https URL without user and password, or be '
    . 'relative to the page\'s, or contain variables';
for my $value ('javascript:alert(1)', 'mailto:a@b', '//user:pass@a.example/',
    'ftp://a.example/', '"http://"', '""', '$')
{
    my $shown = $value =~ s/"//gr;
    fails("reader_link json $value;",
        qr/\Qinvalid value "$shown" in "reader_link" directive, $url\E/);
}
fails('reader_link pdf /x;', qr{invalid\ value\ "pdf"\ in\ "reader_link"\ directive,
    \ it\ must\ be\ "original",\ "text",\ "markdown"\ or\ "json",\ and\ an\ address,
    \ or\ "off"}x);
fails('reader_link text;', qr/invalid value "text" in "reader_link" directive, it must/);
fails('reader_link off /x;', qr/invalid value "off" in "reader_link" directive, it must/);
fails("$_;", qr/"reader_link" directive cannot be both "off" and links/)
    for 'reader_link off; reader_link json /a', 'reader_link json /a; reader_link off';
fails('reader_link off; reader_link off;', qr/"reader_link" directive is duplicate/);
fails('reader_vary off X;', qr/invalid value "off" in "reader_vary" directive, it must/);
fails('reader_vary X; reader_vary off;', qr/"reader_vary" directive is duplicate/);
fails('reader_vary off; reader_vary X;', qr/"reader_vary" directive is duplicate/);
fails('reader_link json /a; reader_link json /b;',
    qr/"reader_link" directive is duplicate/);
fails('reader_link json $nothing;', qr/unknown "nothing" variable/);
for my $case (['none.html', 'open', '2: No such file'],
    ['/', 'pread', '21: Is a directory'])
{
    my ($file, $call, $why) = @$case;
    my $shown = $file eq '/' ? $file : "$dir/$file";
    fails("reader_template $file;", qr/\Qinvalid file "$shown" in \E
        \Q"reader_template" directive, it must be a file that can be read: \E
        \Q$call() failed ($why\E/x);
}
fails('reader_template bad.html;', qr{invalid\ file\ "\Q$dir\E/bad\.html"\ in
    \ "reader_template"\ directive,\ line\ 4:\ unknown\ slot\ "contnet",
    \ it\ must\ be\ one\ of\ title,\ byline,\ .*\ in\ }x);
fails('reader_template large.html;', qr{invalid\ file\ ".*large\.html"\ in
    \ "reader_template"\ directive,\ it\ must\ be\ of\ at\ most\ 256k}x);

$t->done;
