#!/usr/bin/env bash
# build | run [URL] | test | fuzz [SECONDS] | bench | deb | clean
# (no word: build)
#
#   build      the nginx module and the command line `reader`, in build/
#   run [URL]  nginx on 127.0.0.1:8080 with the module, in front of URL (or of
#              the sample site in t/site/), until Ctrl-C
#   test       builds, then runs every test in t/
#   fuzz [SECONDS]
#              runs each fuzz target of t/fuzz/ for so long (60), with
#              sanitizers; what they find is in build/fuzz/found/
#   bench      what a conversion costs beside what others do with the same
#              pages: see the head of t/bench/bench.pl; writes build/bench/
#   deb        a Debian package of the module, switched on once it is installed,
#              and of `reader`, for the installed nginx: build/*.deb
#   clean      removes build/
#
# Environment:
#   NGINX_SRC=DIR  build against (and test with) the nginx whose source is in
#                  DIR, instead of the installed one; it is built as well
#   SANITIZE=1     with AddressSanitizer and UndefinedBehaviorSanitizer, in
#                  build/sanitize/; together with NGINX_SRC, nginx too
#   PORT=N         the port of run
#
# Everything that is written is under build/.

set -euo pipefail
cd "$(dirname "$0")"

root=$PWD
out=$root/build
port=${PORT:-8080}
cflags="-O2 -g"
lto="-flto=auto -ffat-lto-objects" # a twentieth of the time
ldflags=
libraries=(libgumbo-dev libpcre2-dev libjansson-dev zlib1g-dev libbrotli-dev
    libzstd-dev)

if [ "${SANITIZE:-0}" != 0 ]; then
    out=$root/build/sanitize
    ldflags="-fsanitize=address,undefined"
    cflags="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=undefined"
    cflags="$cflags $ldflags"
    lto=
fi
without_threads=$out/without-threads.so

if [ -n "${NGINX_SRC:-}" ]; then
    NGINX_SRC=$(cd "$NGINX_SRC" && pwd)
    version=$(sed -n 's/^#define NGINX_VERSION *"\(.*\)"/\1/p' \
        "$NGINX_SRC/src/core/nginx.h")
    objs=$out/nginx-$version
    nginx=$objs/nginx
    module=$objs/ngx_http_reader_filter_module.so
else
    objs=$out/nginx
    nginx=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nginx || true)
    module=$out/ngx_http_reader_filter_module.so
fi


build() {
    need_packages "$@"
    make_library all
    if [ -n "${NGINX_SRC:-}" ]; then
        build_nginx
    else
        build_module
    fi
}


make_library() {
    make -s -C extract OUT="$out" CFLAGS="$cflags" LTO="$lto" \
        LDFLAGS="$ldflags" "$@"
}


# Installs what is missing if that is possible, else says what to install.
# need_packages [WHAT ELSE...]
need_packages() {
    local wanted=(gcc libc6-dev make "${libraries[@]}" "$@") missing=() package

    command -v dpkg-query > /dev/null || return 0
    if [ -n "${NGINX_SRC:-}" ]; then
        wanted+=(libssl-dev)
    else
        wanted+=(nginx nginx-dev)
    fi
    for package in "${wanted[@]}"; do
        dpkg-query -W -f '${Status}' "$package" 2> /dev/null |
            grep -q '^install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} != 0 ] || return 0

    if [ "$(id -u)" = 0 ]; then
        apt-get update
        DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends "${missing[@]}"
        nginx=${nginx:-/usr/sbin/nginx}
    else
        echo "Missing packages. As root, run:" >&2
        echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
}


# Against the headers of Debian's nginx-dev, with the flags of its nginx.
build_module() {
    local src=/usr/share/nginx/src cc=$cflags ld=$ldflags
    local -x DEB_BUILD_MAINT_OPTIONS=optimize=+lto

    [ -e $src/conf_flags ] || {
        echo "No nginx-dev here; set NGINX_SRC to a source tree of nginx." >&2
        exit 1
    }
    if [ "${SANITIZE:-0}" = 0 ]; then
        cc="$(dpkg-buildflags --get CFLAGS) $(dpkg-buildflags --get CPPFLAGS)"
        ld="$(dpkg-buildflags --get LDFLAGS)"
    fi
    # conf_flags is an array in bash
    . $src/conf_flags
    configure $src "${NGX_CONF_FLAGS[@]}" \
        --with-cc-opt="$cc -fPIC" --with-ld-opt="$ld -fPIC"
    make -s -C $src -f "$objs/Makefile" modules
    install_if_new "$objs/ngx_http_reader_filter_module.so" "$module"

    if [ "${SANITIZE:-0}" != 0 ]; then
        # an nginx without sanitizers needs their runtime to come first
        printf '#!/bin/sh\nLD_PRELOAD="%s:$LD_PRELOAD" exec "%s" "$@"\n' \
            "$(gcc -print-file-name=libasan.so)" "$nginx" > "$out/nginx.sh"
        chmod +x "$out/nginx.sh"
        nginx=$out/nginx.sh
    fi
}


# A whole nginx from source, and the module for it.  configure writes a
# Makefile where it runs, so that it runs among links to the source.
build_nginx() {
    local src=$objs/src entry cc="$cflags"

    if [ "${SANITIZE:-0}" != 0 ]; then
        # each allocation from a pool is one of malloc; nginx itself copies
        # nothing from NULL here and there
        cc="$cc -DNGX_DEBUG_PALLOC=1 -fno-sanitize=nonnull-attribute"
        cc="$cc,pointer-overflow,alignment"
    fi
    mkdir -p "$src"
    for entry in "$NGINX_SRC"/*; do
        case ${entry##*/} in
            Makefile | objs) ;;
            *) ln -sfn "$entry" "$src/${entry##*/}" ;;
        esac
    done
    configure "$src" --with-compat --with-debug --with-threads \
        --with-http_ssl_module --with-http_v2_module \
        --with-http_addition_module --with-http_auth_request_module \
        --with-http_gunzip_module --with-http_gzip_static_module \
        --with-http_slice_module --with-http_sub_module \
        --with-cc-opt="$cc" --with-ld-opt="$ldflags"
    make -s -C "$src" -f "$objs/Makefile" binary modules
}


# configure SOURCE FLAG...: only if something that it depends on changed.
configure() {
    local src=$1 script=./configure
    shift
    [ -e "$src/configure" ] || script=./auto/configure

    mkdir -p "$objs"
    {
        printf '%s\n' "$src" "$@" {ngx_module,extract}/*.[ch]
        cksum config "$src/src/core/nginx.h"
    } > "$objs/wanted"
    cmp -s "$objs/wanted" "$objs/configured" && return

    (cd "$src" && $script "$@" --builddir="$objs" \
        --add-dynamic-module="$root") > "$objs/configure.log" || {
        tail -n 20 "$objs/configure.log" >&2
        exit 1
    }
    cp "$objs/wanted" "$objs/configured"
}


# The module as an nginx without threads would have it, for a test of what it
# says then: ngx_module/ is compiled once more, the library is the same.
build_without_threads() {
    local src=$objs/src makefile=$objs/without-threads/Makefile

    [ -n "${NGINX_SRC:-}" ] || src=/usr/share/nginx/src
    mkdir -p "$objs/without-threads"
    sed -e "s|$objs/addon/ngx_module/|$objs/without-threads/|g" \
        -e "s|$objs/ngx_http_reader_filter_module\.so|$without_threads|g" \
        -e 's/^CFLAGS = /&-DNGX_THREADS=0 /' "$objs/Makefile" > "$makefile.wanted"
    install_if_new "$makefile.wanted" "$makefile"
    make -s -C "$src" -f "$makefile" modules
}


install_if_new() {
    cmp -s "$1" "$2" || { cp "$1" "$2.new" && mv "$2.new" "$2"; }
}


run() {
    local dir=$out/run-$port url=${1:-} path=/news-framework.html

    build
    rm -rf "$dir"
    mkdir -p "$dir"
    if [ -n "$url" ]; then
        origin_of_url "$url" > "$dir/origin.conf"
        path=$(sed -E 's|^[a-z]+://[^/?#]*||; s|#.*||; s|^$|/|' <<< "$url")
    else
        origin_of_site "$dir" > "$dir/origin.conf"
    fi
    nginx_conf > "$dir/nginx.conf"

    # socket and temporary files have short names, relative to this folder
    cd "$dir"
    "$nginx" -e stderr -p "$dir/" -c "$dir/nginx.conf" -t -q
    show "${url:-the sample site}" "http://127.0.0.1:$port" "$path" "$dir"
    exec "$nginx" -e stderr -p "$dir/" -c "$dir/nginx.conf"
}


show() {
    local title=$1 base=$2 path=$3 dir=$4 form joint='?'

    [[ $path != *'?'* ]] || joint='&'
    echo "nginx with the reader module, in front of $title. Ctrl-C ends it."
    echo
    printf '  %-9s %s\n' original "$base$path"
    for form in html text markdown json; do
        printf '  %-9s %s\n' $form "$base$path${joint}reader=$form"
    done
    if [ "$title" = "the sample site" ]; then
        echo
        printf '  %-9s %s\n' 'all pages' "$base/" \
            'no page' "$base/?reader=html   (not an article: as it came)"
    fi
    echo
    echo "What became of each request: $dir/access.log"
    echo
}


# An upstream "origin", and what proxying to it needs.
origin_of_url() {
    local scheme host port

    [[ $1 =~ ^(https?)://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:([0-9]+))?([/?#]|$) ]] || {
        echo "Not an http(s) URL: $1" >&2
        exit 2
    }
    scheme=${BASH_REMATCH[1]}
    host=${BASH_REMATCH[2]}
    port=${BASH_REMATCH[4]}
    [ -n "$port" ] || { [ $scheme = http ] && port=80 || port=443; }
    cat << END
    upstream origin {
        server $host:$port;
    }
    map "" \$origin_scheme { default $scheme; }
    map "" \$origin_host { default "$host${BASH_REMATCH[3]}"; }
    proxy_ssl_server_name on;
    proxy_ssl_name "$host";
    proxy_redirect ~^https?://$host(:[0-9]+)?(/.*)?\$ \$2;
END
}


# The sample site, as a server of its own.  A page that says in a <meta> only
# that it is windows-1251 is sent compressed, whatever the client accepts.
origin_of_site() {
    local page name

    mkdir "$1/site"
    cat << END
    upstream origin {
        server unix:site.sock;
    }
    map "" \$origin_scheme { default http; }
    map "" \$origin_host { default \$http_host; }
    server {
        listen unix:site.sock;
        access_log off;
        root "$root/t/site";
END
    for page in t/site/*-1251.html; do
        name=${page##*/}
        gzip -9nc "$page" > "$1/site/$name.gz"
        echo "        location = /$name { root site; gzip_static always; }"
    done
    echo "    }"
}


nginx_conf() {
    # a master that runs as root would give the files here to another user
    [ "$(id -u)" != 0 ] || echo "user root;"
    cat << END
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
load_module "$module";

events {}

http {
    types {
        text/html html htm; text/css css; text/javascript js;
        image/svg+xml svg; image/png png; image/jpeg jpg jpeg;
        image/webp webp; image/gif gif;
    }
    log_format reader '\$status \$reader_status \$reader_format '
                      '\$reader_bytes_in -> \$reader_bytes_out '
                      '\$reader_time "\$request"';
    access_log access.log reader;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;

    include origin.conf;

    map \$arg_reader \$view {
        default  "";
        1        html;
        html     html;
        text     text;
        markdown markdown;
        json     json;
    }

    # the address without our argument, in the origin's own spelling
    map \$request_uri \$origin_uri {
        "~^(?<head>[^?]*)\?reader=[^&]*\$"        \$head;
        "~^(?<head>[^?]*\?)reader=[^&]*&(?<tail>.*)\$" \$head\$tail;
        "~^(?<head>[^?]*\?.*)&reader=[^&]*(?<tail>.*)\$" \$head\$tail;
        default                                  \$request_uri;
    }

    server {
        listen 127.0.0.1:$port;

        location / {
            reader \$view;
            reader_format \$view;

            proxy_pass \$origin_scheme://origin\$origin_uri;
            proxy_http_version 1.1;
            proxy_set_header Host \$origin_host;
            proxy_set_header Connection "";
            # the module reads gzip, and gunzip serves who does not
            proxy_set_header Accept-Encoding gzip;
            gunzip on;
        }
    }
}
END
}


test() {
    build perl brotli zstd
    make_library unit fuzz
    build_without_threads
    READER=$out/reader TEST_NGINX_BINARY=$nginx TEST_READER_MODULE=$module \
        TEST_READER_WITHOUT_THREADS=$without_threads \
        prove "$@" t/*.t "$out"/unit/*_test
}


# With libFuzzer where there is a clang that has it, else with t/fuzz/driver.c.
fuzz() {
    local seconds=${1:-60} dir=$root/build/fuzz target found
    local flags="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined"
    flags="$flags -fno-sanitize-recover=undefined"
    # NULL + 0, which gcc lets pass, is defined from C2y on (WG14 N3322)
    local null=-fno-sanitize=pointer-overflow

    [[ $seconds =~ ^[0-9]+$ ]] || { echo "Not seconds: $seconds" >&2; exit 2; }
    need_packages
    mkdir -p "$dir"
    if clang -fsanitize=fuzzer -x c - -o "$dir/has-libfuzzer" 2> /dev/null \
        <<< 'int LLVMFuzzerTestOneInput(void) { return 0; }'; then
        make -s -C extract OUT="$dir" CC=clang STRICT= DRIVER= \
            CFLAGS="$flags -fsanitize=fuzzer-no-link $null" \
            LDFLAGS=-fsanitize=fuzzer fuzz
    else
        make -s -C extract OUT="$dir" \
            CFLAGS="$flags -fsanitize-coverage=trace-pc" fuzz
    fi
    for target in convert skeleton; do
        found=$dir/found/$target
        mkdir -p "$found"
        if [ -e "$dir/has-libfuzzer" ]; then
            "$dir/fuzz/$target" -max_total_time="$seconds" -max_len=32768 \
                -timeout=30 -artifact_prefix="$found/" -print_final_stats=1 \
                "$found" t/pages t/site
        else
            "$dir/fuzz/$target" -s "$seconds" "$found" t/pages t/site
        fi
    done
}


# Link-time optimisation takes functions apart, so that stages are counted
# without it.
bench() {
    build perl
    build_engines "$out/engines" $lto
    build_engines "$out/engines-by-stage" -fno-lto
    perl t/bench/bench.pl "$out/engines" "$nginx" "$module" "$out/bench"
}


# build_engines PROGRAM FLAG...
build_engines() {
    local program=$1 xml=
    shift

    if pkg-config --exists libxml-2.0 2> /dev/null; then
        xml="-DWITH_LIBXML2 $(pkg-config --cflags --libs libxml-2.0)"
    fi
    gcc $cflags "$@" -D_GNU_SOURCE -Iextract -o "$program" \
        t/bench/engines.c "$out/extract/libreader.a" $xml \
        -lgumbo -lpcre2-8 -ljansson -lz -lm
}


# With debhelper, as Debian packages its own modules: nginx-dev brings dh_nginx,
# which registers the module, by the name of the package, and ties the package
# to the ABI of this nginx.
deb() {
    local dir=$out/deb name=libnginx-mod-http-reader-filter version

    if [ -n "${NGINX_SRC:-}" ] || [ "${SANITIZE:-0}" != 0 ]; then
        echo "deb packages for the installed nginx: unset NGINX_SRC, SANITIZE" >&2
        exit 2
    fi
    build debhelper dpkg-dev
    version=$(sed -n 's/^#define READER_VERSION *"\(.*\)"/\1/p' extract/reader.h)
    rm -rf "$dir"
    mkdir -p "$dir/debian/source"
    cp "$module" "$out/reader" README.md "$dir/"
    cp LICENSE "$dir/debian/copyright"
    echo "3.0 (native)" > "$dir/debian/source/format"
    printf '%s\n' "reader usr/bin" "${module##*/} usr/lib/nginx/modules" \
        > "$dir/debian/$name.install"
    echo "README.md" > "$dir/debian/$name.docs"
    printf '#!/usr/bin/make -f\n%%:\n\tdh $@ --with nginx --buildsystem=none\n' \
        > "$dir/debian/rules"
    chmod +x "$dir/debian/rules"
    cat > "$dir/debian/changelog" << END
$name ($version) unstable; urgency=medium

  * Built from source.

 -- Local build <root@localhost>  $(date -R)
END
    cat > "$dir/debian/control" << END
Source: $name
Section: httpd
Priority: optional
Maintainer: Local build <root@localhost>
Build-Depends: debhelper-compat (= 13)
Standards-Version: 4.6.2
Rules-Requires-Root: no

Package: $name
Architecture: any
Depends: \${misc:Depends}, \${shlibs:Depends}
Description: reader mode for sites that nginx proxies
 An nginx output filter that finds the main content of a proxied HTML page and
 serves it as a light page, as plain text, Markdown or JSON.
 .
 The command line "reader" does the same to files.
END
    (cd "$dir" && dpkg-buildpackage -b -us -uc -tc) > "$dir.log" 2>&1 || {
        tail -n 20 "$dir.log" >&2
        exit 1
    }
    ls "$out"/${name}_"$version"_*.deb
}


clean() {
    rm -rf "$root/build"
}


case ${1:-build} in
    build | run | test | fuzz | bench | deb | clean) "${@:-build}" ;;
    *) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
