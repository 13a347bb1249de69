#!/usr/bin/env bash
# build | run [URL] | test | clean      (no word: build)
#
#   build      the nginx module and the command line `reader`, in build/
#   run [URL]  nginx on 127.0.0.1:8080 with the module, in front of URL (or of
#              the sample site in t/site/), until Ctrl-C
#   test       builds, then runs every test in t/
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
ldflags=
libraries=(libgumbo-dev libpcre2-dev libjansson-dev zlib1g-dev)

if [ "${SANITIZE:-0}" != 0 ]; then
    out=$root/build/sanitize
    ldflags="-fsanitize=address,undefined"
    cflags="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=undefined"
    cflags="$cflags $ldflags"
fi

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
    need_packages
    make -s -C extract OUT="$out" CFLAGS="$cflags" LDFLAGS="$ldflags"
    if [ -n "${NGINX_SRC:-}" ]; then
        build_nginx
    else
        build_module
    fi
}


# Installs what is missing if that is possible, else says what to install.
need_packages() {
    local wanted=(gcc libc6-dev make "${libraries[@]}") missing=() package

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
        printf '#!/bin/sh\nLD_PRELOAD="%s" exec "%s" "$@"\n' \
            "$(gcc -print-file-name=libasan.so)" "$nginx" > "$out/nginx.sh"
        chmod +x "$out/nginx.sh"
        nginx=$out/nginx.sh
    fi
}


# A whole nginx from source, and the module for it.  configure writes a
# Makefile where it runs, so that it runs among links to the source.
build_nginx() {
    local src=$objs/src entry cc="$cflags"

    [ "${SANITIZE:-0}" = 0 ] || cc="$cc -DNGX_DEBUG_PALLOC=1"
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
        printf '%s\n' "$src" "$@" ngx_module/*.c extract/*.c
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


install_if_new() {
    cmp -s "$1" "$2" || { cp "$1" "$2.new" && mv "$2.new" "$2"; }
}


run() {
    local url=${1:-} dir=$out/run path=/

    build
    rm -rf "$dir"
    mkdir -p "$dir"
    if [ -n "$url" ]; then
        path=$(proxy_conf "$url" > "$dir/origin.conf" && echo "${url#*://*/}")
    fi
}


test() {
    build
    make -s -C extract OUT="$out" CFLAGS="$cflags" LDFLAGS="$ldflags" unit
    READER=$out/reader TEST_NGINX_BINARY=$nginx TEST_READER_MODULE=$module \
        prove "$@" t/*.t "$out"/unit/*_test
}


clean() {
    rm -rf "$root/build"
}


case ${1:-build} in
    build | run | test | clean) "${@:-build}" ;;
    *) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
