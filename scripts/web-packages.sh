#!/bin/sh
# Installs the npm packages of a folder as its lock file names them, unless they are there already.
#
# Usage: scripts/web-packages.sh FOLDER
set -eu

folder=$1
fail() {
    echo "shuke: $*" >&2
    exit 69
}

cd "$(dirname "$0")/../$folder" || fail "there is no folder $folder"
command -v node >/dev/null || fail "Node.js is not installed; version 20.19 or later is needed to build the page"
command -v npm >/dev/null || fail "npm is not installed; it comes with Node.js"
node -e '
const [major, minor] = process.versions.node.split(".").map(Number);
process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);
' || fail "Node.js $(node --version) is too old; version 20.19 or later is needed to build the page"

# npm ci removes node_modules first, so its stamp goes with it.
stamp=node_modules/.shuke-lock
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
    exit 0
fi
echo "== packages of $folder"
npm ci --no-audit --no-fund
cp package-lock.json "$stamp"
