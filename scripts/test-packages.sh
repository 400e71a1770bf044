#!/bin/sh
# The Debian packages that the tests need: test-packages.sh offer|install NAME...
# "offer" installs what is missing if it may without asking (as root), and else says what is left out.
set -eu
mode=$1
shift

say() {
    printf 'topbms: %s\n' "$*" >&2
}

is_root() {
    [ "$(id -u)" -eq 0 ]
}

as_root() {
    if is_root; then "$@"; else sudo "$@"; fi
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install() {
    say "installing $*"
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Keeps of the names those that are missing.
for name in "$@"; do
    shift
    is_installed "$name" || set -- "$@" "$name"
done
[ $# -gt 0 ] || exit 0

if [ "$mode" = install ]; then
    install "$@"
    exit
fi
if is_root && install "$@"; then
    exit 0
fi
if [ "${CI:-}" = true ]; then
    say "missing for the tests, of which CI=true leaves none out: $*"
    exit 1
fi
say "left out: the tests that need $* (make test-deps adds it)"
