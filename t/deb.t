#!/usr/bin/perl

# `./build.sh deb`: what is in the package, and that its module and its
# command line work from where they are unpacked.

use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::Bin/lib";

use Reader::Test;
use Test::More;

my $root = abs_path("$FindBin::Bin/..");
my $name = 'libnginx-mod-http-reader-filter';

plan skip_all => 'not the installed nginx, or sanitizers'
    if $ENV{NGINX_SRC} || $ENV{SANITIZE};
for (qw(dpkg-buildpackage dh_nginx)) {
    my $program = $_;
    plan skip_all => "no $program"
        if !grep { -x "$_/$program" } split /:/, $ENV{PATH};
}

my $t = Reader::Test->new;
my $dir = $t->dir;
my $file = `'$root/build.sh' deb`;
chomp $file;
is $?, 0, 'it is built';
like $file, qr{/build/\Q$name\E_[\d.]+_\w+\.deb\z}, 'and says where it is';

my $about = `dpkg-deb -f '$file'`;
like $about, qr/^Depends: .*\bnginx-abi-/m, 'it needs this ABI of nginx';
like $about, qr/^Depends: .*\b$_\b/m, "it needs $_"
    for qw(libgumbo1 libpcre2-8-0 libjansson4 zlib1g libbrotli1 libzstd1);

is system('dpkg-deb', '-x', $file, "$dir/unpacked"), 0, 'it unpacks';
is system('dpkg-deb', '-e', $file, "$dir/control"), 0, 'with its scripts';
like $t->read_file('unpacked/usr/share/nginx/modules-available/'
    . 'mod-http-reader-filter.conf'),
    qr/^load_module modules\/ngx_http_reader_filter_module\.so;$/m,
    'the module is registered';
like $t->read_file('control/postinst'), qr/mod-http-reader-filter\.conf/,
    'and switched on';
ok -s "$dir/unpacked/usr/share/doc/$name/copyright", 'there is a licence';

my $version = `'$dir/unpacked/usr/bin/reader' --version`;
my ($packaged) = $about =~ /^Version: (\S+)$/m;
like $version, qr/\Q$packaged\E/, 'the command line is of that version';

my $nginx = $ENV{TEST_NGINX_BINARY} || 'nginx';
mkdir "$dir/$_" for qw(logs temp);
open my $conf, '>', "$dir/deb.conf" or die "$!\n";
print $conf "load_module $dir/unpacked/usr/lib/nginx/modules/"
    . "ngx_http_reader_filter_module.so;\nevents {}\npid $dir/nginx.pid;\n"
    . "http {\n"
    . join('', map { "${_}_temp_path $dir/temp/$_;\n" }
        qw(client_body proxy fastcgi uwsgi scgi))
    . "reader on;\n}\n";
close $conf;
my $said = `'$nginx' -t -e '$dir/error.log' -p '$dir' -c '$dir/deb.conf' 2>&1`;
is $?, 0, 'nginx takes the module' or diag $said;

done_testing;
