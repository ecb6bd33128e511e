#!/bin/sh
# Prints the path of Chromium (or Chrome) for the browser tests, after installing it and a Chinese font through
# apt-get when they are missing and this is root. SHUKE_CHROMIUM names another one.
set -u

fail() {
    echo "ensure-chromium: $*" >&2
    exit 69
}

find_browser() {
    if [ -n "${SHUKE_CHROMIUM:-}" ]; then
        [ -x "$SHUKE_CHROMIUM" ] || fail "SHUKE_CHROMIUM is $SHUKE_CHROMIUM, which is no program"
        echo "$SHUKE_CHROMIUM"
        return
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 0 # none: told by the empty answer
}

# Without fc-list nothing can be said about fonts, and the package that brings it is installed with them.
has_chinese() {
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]
}

browser=$(find_browser) || exit $?
missing=
[ -n "$browser" ] || missing="chromium"
has_chinese || missing="$missing fontconfig fonts-noto-cjk"
if [ -n "$missing" ]; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        fail "not installed:$(echo " $missing" | tr -s ' '); install these packages and try again"
    echo "ensure-chromium: installing $missing with apt-get" >&2
    # shellcheck disable=SC2086  # several names
    { apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >&2 </dev/null ||
        fail "apt-get could not install $missing"
    browser=$(find_browser)
    [ -n "$browser" ] || fail "Chromium is still not there"
fi
echo "$browser"
