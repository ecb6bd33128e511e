#!/bin/sh
# Fuzzes the API by its own OpenAPI document against the real program with a fresh database.
# Every answer has to keep to the document's types of content, and none may be a 5xx.
#
#   e2e/fuzz/run.sh [EXAMPLES]     examples for each operation, 30 when absent
#
# SHUKE_PROGRAM: the program; target/debug/shuke when absent.   SEED: another run, repeatable.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=${SHUKE_PROGRAM:-${CARGO_TARGET_DIR:-$root/target}/debug/shuke}
examples=${1:-30}
seed=${SEED:-20260301}
[ -x "$program" ] || { echo "fuzz: build the program first (cargo build -p shuke)" >&2; exit 2; }

tools=${CARGO_TARGET_DIR:-$root/target}/fuzz-tools
if ! "$tools/bin/st" --version >/dev/null 2>&1; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install -q --disable-pip-version-check --require-hashes --only-binary :all: -r "$here/requirements.txt"
fi

data=$(mktemp -d)
server=
end() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true; rm -rf "$data"; }
trap end EXIT INT TERM

echo 'correct horse battery' | "$program" --data "$data" init --admin-login admin --password-stdin >"$data/init.log"
"$program" --data "$data" serve --listen 127.0.0.1:0 --rate-limit 0 >"$data/out.log" 2>"$data/err.log" &
server=$!
url=
for _ in $(seq 100); do
  url=$(grep -o 'http://[0-9.:]*' "$data/out.log" | head -1 || true)
  [ -n "$url" ] && break
  sleep 0.1
done
[ -n "$url" ] || { cat "$data/err.log" >&2; exit 1; }
token=$("$program" --data "$data" token create --user admin --name fuzz)

# A record of its own for the addresses that name one, so that the fuzz gets behind the first 404.
lead=$(curl -fsS -X POST "$url/api/v1/records/lead" -H "Authorization: Bearer $token" \
  -H 'Content-Type: application/json' -d '{"name":"fuzz"}' | sed 's/.*"id":"\([^"]*\)".*/\1/')
cat >"$data/schemathesis.toml" <<TOML
[parameters]
"path.object" = "lead"

[[operations]]
include-path-regex = "^/api/v1/records/[{]object[}]/[{]id[}]"
parameters = { "path.object" = "lead", "path.id" = "$lead" }

[[operations]]
include-path-regex = "^/api/v1/records/lead/[{]id[}]"
parameters = { "path.id" = "$lead" }
TOML

# Streams never end, and whoever signs out or takes the token away can't go on. Backups write files.
ended=0
cd "$data"
"$tools/bin/st" --config-file schemathesis.toml run "$url/api/v1/openapi.json" \
  --header "Authorization: Bearer $token" \
  --checks not_a_server_error,content_type_conformance \
  --exclude-path /api/v1/events --exclude-path '/api/v1/session' --exclude-path '/api/v1/tokens/{id}' \
  --exclude-path /api/v1/backups \
  --phases examples,coverage,fuzzing --max-examples "$examples" --seed "$seed" --generation-database none \
  --request-timeout 20 --continue-on-failure --no-color || ended=$?
kill -0 "$server" 2>/dev/null || { echo "fuzz: the program has ended" >&2; cat "$data/err.log" >&2; exit 1; }
if grep -E 'ERROR|panicked' "$data/err.log" >&2; then ended=1; fi
exit $ended
