#!/bin/sh
# Every test there is. Goes on after a failure, so that one run tells of all of them, and ends with a list of what
# failed. A part that can't run is a failure. scripts/test.sh PART… runs some parts alone: page rust browser.
set -u
cd "$(dirname "$0")/.." || exit 69

failed=
logs=$(mktemp -d) || exit 69
trap 'rm -rf "$logs"' EXIT
# In CI a test that failed is tried once more and told of as unsteady: a machine's hiccup stops nobody.
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never NEXTEST_RETRIES=1
parts=${*:-page rust browser}

part() {
    title=$1
    shift
    echo
    echo "== $title"
    started=$(date +%s)
    # A part that was cut off says nothing, and that is a failure, too.
    echo 1 >"$logs/code"
    { "$@"; echo $? >"$logs/code"; } 2>&1 | tee "$logs/part"
    if [ "$(cat "$logs/code")" = 0 ]; then
        echo "== $title: fine ($(($(date +%s) - started)) s)"
    else
        echo "== $title: FAILED"
        # What failed is named again at the end, where a log that was cut still shows it.
        failed="$failed
  $title
$(grep -aE '^ *((TRY [0-9] )?FAIL|FLAKY|FAILED|UNSTEADY|error|not ok)[] :(\[]' "$logs/part" | sort -u | cut -c1-200 | tail -n 20 | sed 's/^ */    /')"
        return 1
    fi
}

rust_tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        scripts/with-postgres.sh cargo nextest run --locked --workspace --no-fail-fast
    else
        scripts/with-postgres.sh cargo test --locked --workspace --no-fail-fast
    fi
}

# The program that the tests were built with, when they were: `-p shuke` alone has other features and is compiled anew.
program() {
    case " $parts " in
    *" rust "*) cargo test --locked --workspace --no-run ;;
    *) cargo build --locked -p shuke ;;
    esac
}

browser_tests() {
    browser=$(scripts/ensure-chromium.sh) || return 1
    scripts/web-packages.sh e2e || return 1
    export SHUKE_CHROMIUM="$browser" SHUKE_PROGRAM="$PWD/target/debug/shuke"
    npm --prefix e2e test
}

for name in $parts; do
    case $name in
    page)
        if part "page: packages" scripts/web-packages.sh web; then
            part "page: types and texts" npm --prefix web run check
            part "page: tests" npm --prefix web test
            part "page: build" make web
        fi
        ;;
    rust)
        if part "rust: toolchain" scripts/ensure-rust.sh; then
            part "rust: format" cargo fmt --all --check
            part "rust: clippy" cargo clippy --locked --workspace --all-targets -- -D warnings
            part "rust: tests on SQLite and PostgreSQL" rust_tests
        fi
        ;;
    browser)
        # The page first: the program serves what was built before it.
        part "browser: page" make web &&
            part "browser: program" program &&
            part "browser: tests in Chromium" browser_tests
        ;;
    *)
        echo "test.sh: there is no part $name; there are page, rust, browser" >&2
        exit 2
        ;;
    esac
done

echo
if [ -n "$failed" ]; then
    echo "FAILED:$failed"
    exit 1
fi
echo "All tests passed."
