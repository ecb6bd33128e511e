#!/bin/sh
# Says plainly what is missing to build the program: cargo, a C compiler (for SQLite), or a new enough Rust.
set -u

wanted=1.95
fail() {
    echo "shuke: $*" >&2
    exit 69
}

command -v cargo >/dev/null || fail "Rust is not installed; version $wanted or later is needed (rustup is the usual way)"
command -v cc >/dev/null || fail "there is no C compiler, which SQLite is built with; install gcc"
found=$(rustc --version | awk '{ print $2 }')
lowest=$(printf '%s\n%s\n' "$wanted" "${found%%-*}" | sort -V | head -n 1)
[ "$lowest" = "$wanted" ] || fail "Rust $found is too old; version $wanted or later is needed (rustup update)"
