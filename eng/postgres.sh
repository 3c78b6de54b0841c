#!/usr/bin/env bash
# A private PostgreSQL server for tests and benchmarks: on the loopback only, on a free port, in a folder of its own, with flushes that reach the disk.
# Works as root and as a plain user. Where the server is missing, Debian's package is installed (as root, or with sudo that asks nothing), and that is said.
#
#   eng/postgres.sh start [folder] [--owner PID]   starts it (again) and prints the connection string; when that process is gone, however it ended, the server is stopped and its folder deleted
#   eng/postgres.sh dsn   [folder]                 prints the connection string of one that runs
#   eng/postgres.sh crash [folder]                 stops it as a power cut would (-m immediate); its files stay, and start goes on with them on the same port
#   eng/postgres.sh stop  [folder]                 stops it and deletes the folder
#
# Without a folder: one of the user's in the temporary folder. Exit code 3: there is no server, and it cannot be installed.
set -euo pipefail

command=${1:-}
shift || true
folder=${TMPDIR:-/tmp}/workflowgen-postgres-$(id -u) owner=
while [ $# -gt 0 ]; do
  case $1 in
    --owner) owner=$2; shift 2 ;;
    *) folder=$1; shift ;;
  esac
done
case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
self=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/$(basename "${BASH_SOURCE[0]}")

programs() { # the folder of the newest server's programs
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -n 1) || true
  if [ -n "$found" ] && [ -x "$found/initdb" ]; then echo "$found"
  elif found=$(command -v initdb); then dirname "$(readlink -f "$found")"
  else return 1
  fi
}

install_server() {
  local root=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || { echo "PostgreSQL is not installed, and it cannot be without root: apt-get install postgresql" >&2; exit 3; }
    root=(sudo -n)
  fi
  command -v apt-get >/dev/null || { echo "PostgreSQL is not installed (no initdb); install it with this system's package manager." >&2; exit 3; }
  echo "PostgreSQL is missing: installing Debian's package postgresql." >&2
  # Without this the package would start a server of its own on port 5432.
  "${root[@]}" mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' | "${root[@]}" tee /etc/postgresql-common/createcluster.d/workflowgen.conf >/dev/null
  { "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >&2 ||
    { echo "Debian's package postgresql could not be installed." >&2; exit 3; }
}

as_server=() # the server refuses to run as root
if [ "$(id -u)" = 0 ]; then as_server=(setpriv --reuid postgres --regid postgres --init-groups env -u HOME); fi

run() { (cd / && ${as_server[@]+"${as_server[@]}"} "$@"); }

dsn() { echo "Host=127.0.0.1;Port=$(cat "$folder/port");Username=workflowgen;Database=postgres"; }

is_running() { [ -f "$folder/data/postmaster.pid" ] && run "$(programs)/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; }

free_port() {
  local port
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 30000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

start_server() { # may find its port taken by somebody who was faster
  local options="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c synchronous_commit=on -c max_connections=200 -c shared_buffers=128MB -c max_wal_size=2GB -c log_lock_waits=on"
  run "$(programs)/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 60 -s -o "-p $(cat "$folder/port") $options" start >/dev/null 2>&1
}

case $command in
  start)
    programs >/dev/null || install_server
    if [ ! -f "$folder/data/PG_VERSION" ]; then
      mkdir -p "$folder"
      chmod 711 "$folder"
      [ "$(id -u)" != 0 ] || chown postgres: "$folder"
      run "$(programs)/initdb" -D "$folder/data" -U workflowgen --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
      # For tests of what a wrong password leads to.
      run sed -i '1i host all with_password 127.0.0.1/32 scram-sha-256' "$folder/data/pg_hba.conf"
      fresh=yes
    fi
    [ -f "$folder/port" ] || free_port >"$folder/port"
    if ! is_running; then
      for try in 1 2 3 4 5 6 7 8 9 10; do
        start_server && break
        if [ "$try" = 10 ]; then tail -n 20 "$folder/data/server.log" >&2; exit 1; fi
        # A new server may move; one that was crashed must be where its clients look for it, and its port may be free in a moment.
        if [ -n "${fresh:-}" ]; then free_port >"$folder/port"; else sleep 0.5; fi
      done
    fi
    if [ -n "$owner" ]; then
      # In a session of its own, so that what ends the owner does not end the watch.
      setsid bash -c 'while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done; [ ! -d "$2" ] || "$3" stop "$2"' watch "$owner" "$folder" "$self" </dev/null >/dev/null 2>&1 &
    fi
    dsn
    ;;
  dsn)
    is_running || { echo "There is no server in $folder; start it: eng/postgres.sh start" >&2; exit 1; }
    dsn
    ;;
  crash)
    run "$(programs)/pg_ctl" -D "$folder/data" -s -m immediate -w stop >/dev/null
    ;;
  stop)
    [ -d "$folder" ] || exit 0
    ! is_running || run "$(programs)/pg_ctl" -D "$folder/data" -s -m immediate -w stop >/dev/null 2>&1 || true
    # Only what start has made; a folder of something else stays.
    rm -rf "$folder/data" "$folder/port" "$folder/initdb.log"
    rmdir "$folder" 2>/dev/null || true
    ;;
  *)
    sed -n '2,11p' "$self" >&2
    exit 2
    ;;
esac
