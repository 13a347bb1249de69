#!/usr/bin/env bash
# build | run [URL] | test | clean   (no word: build)
set -euo pipefail
cd "$(dirname "$0")"

build() {
    make -s -C extract OUT="$PWD/build"
}

"${1:-build}"
