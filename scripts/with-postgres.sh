#!/bin/sh
# Runs a command beside a PostgreSQL cluster that exists only for it:
#
#     scripts/with-postgres.sh cargo nextest run
#
# The cluster listens on a socket in a folder of its own, knows nothing of durability, and is stopped and removed
# when the command ends, however it ends. The command finds its address in SHUKE_TEST_POSTGRES. When PostgreSQL is
# missing and this is root on a system with apt-get, the package is installed. Exits as the command does, or with 69
# when there can be no cluster.
set -u

fail() {
    echo "with-postgres: $*" >&2
    exit 69
}

[ $# -gt 0 ] || { echo "usage: scripts/with-postgres.sh COMMAND [ARGUMENT…]" >&2; exit 2; }

# A cluster that is there already (a nested call) serves as well.
[ -z "${SHUKE_TEST_POSTGRES:-}" ] || exec "$@"

# The newest installed version, wherever the system keeps it.
find_programs() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null |
        sort -t/ -k5 -V -r); do
        [ -x "$folder/initdb" ] && { echo "$folder"; return; }
    done
    command -v initdb >/dev/null && dirname "$(command -v initdb)"
}

programs=$(find_programs)
if [ -z "$programs" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "with-postgres: installing PostgreSQL with apt-get" >&2
    # RUNLEVEL=1 keeps the package from starting a cluster of its own.
    { apt-get update -qq &&
        RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } \
        >&2 </dev/null || fail "apt-get could not install PostgreSQL"
    programs=$(find_programs)
fi
[ -n "$programs" ] || fail "PostgreSQL's initdb is not installed; install the package postgresql and try again"

# PostgreSQL refuses to run as root, so there it runs as somebody who may do nothing else.
owner=
if [ "$(id -u)" = 0 ]; then
    for name in postgres nobody; do
        id -u "$name" >/dev/null 2>&1 && { owner=$name; break; }
    done
    [ -n "$owner" ] || fail "there is no user postgres or nobody to run the cluster as"
fi
as_owner() {
    if [ -z "$owner" ]; then
        "$@"
    elif command -v setpriv >/dev/null; then
        setpriv --reuid "$(id -u "$owner")" --regid "$(id -g "$owner")" --clear-groups "$@"
    elif command -v runuser >/dev/null; then
        runuser -u "$owner" -- "$@"
    else
        fail "neither setpriv nor runuser is there to leave root with"
    fi
}

# Short, because the path of a socket has little room.
folder=$(mktemp -d /tmp/shuke-pg.XXXXXX) || fail "no temporary folder"
child=
clean() {
    trap - EXIT HUP INT TERM
    [ -z "$child" ] || kill "$child" 2>/dev/null
    [ ! -f "$folder/data/postmaster.pid" ] ||
        as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$folder"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

[ -z "$owner" ] || chown "$owner" "$folder" || fail "the temporary folder can't be given to $owner"
chmod 755 "$folder"
cd "$folder" || fail "the temporary folder is gone"
locale=C.UTF-8
locale -a 2>/dev/null | grep -qix 'c\.utf-\?8' || locale=C
as_owner "$programs/initdb" -D "$folder/data" -U shuke -A trust -E UTF8 --locale="$locale" --no-sync \
    >"$folder/log" 2>&1 || { cat "$folder/log" >&2; fail "initdb did not succeed"; }
as_owner "$programs/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -t 60 start -o "-k $folder \
    -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 \
    -c shared_buffers=64MB -c autovacuum=off -c timezone=UTC" >>"$folder/log" 2>&1 ||
    { cat "$folder/log" "$folder/data/log" >&2; fail "the cluster did not start"; }
cd "$OLDPWD" || fail "the folder that this was called from is gone"

SHUKE_TEST_POSTGRES="postgres://shuke@localhost/postgres?host=$folder"
export SHUKE_TEST_POSTGRES
# In the background, so that a signal ends the wait and the cluster with it.
"$@" <&0 &
child=$!
wait "$child"
status=$?
child=
exit "$status"
