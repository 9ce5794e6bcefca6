#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL naming a new, empty PostgreSQL database, and drops it after.
# The server is the one at 127.0.0.1:${PGPORT:-5432} if it lets us make databases without a password,
# otherwise a private one in a folder of its own, stopped when the command ends.
# Databases that the command makes beside its own, named <name>_..., are dropped as well.
set -euo pipefail

if [ $# -eq 0 ]; then
    echo "usage: $0 command [argument ...]" >&2
    exit 2
fi

programs=$("$(dirname "$0")/postgres_programs.sh") || {
    echo "No PostgreSQL server programs were found. Install postgresql, or run: make test" >&2
    exit 1
}
readonly programs
readonly user=postgres
readonly database=equity_tracker_test_$$_$RANDOM
port=${PGPORT:-5432}
private_folder=

# A password in the environment or ~/.pgpass must not make the private and the shared server differ.
unset PGDATABASE PGHOST PGPASSWORD PGPORT PGSERVICE PGUSER
export PGCONNECT_TIMEOUT=5

sql() {
    "$programs/psql" --no-psqlrc --no-password --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
        --host 127.0.0.1 --port "$port" --username "$user" --dbname postgres --command "$1"
}

# PostgreSQL refuses to run as root.
unprivileged() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && runuser -u nobody -- "$@")
    fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_private_server() {
    private_folder=$(unprivileged mktemp -d /tmp/equity-tracker-postgres.XXXXXX)
    unprivileged "$programs/initdb" --pgdata "$private_folder/data" --auth trust --username "$user" \
        --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null
    # Another program may take the port between our asking and our using it.
    for _ in 1 2 3; do
        port=$(free_port)
        # The data is thrown away at the end, so durability would only cost time.
        if unprivileged "$programs/pg_ctl" --pgdata "$private_folder/data" --log "$private_folder/log" \
            --options "-p $port -h 127.0.0.1 -k $private_folder -c fsync=off -c full_page_writes=off -c synchronous_commit=off" \
            --wait --silent start; then
            return
        fi
    done
    cat "$private_folder/log" >&2
    exit 1
}

# shellcheck disable=SC2317  # called by the trap
clean_up() {
    local outcome=$?
    trap - EXIT INT TERM
    if [ -n "$private_folder" ]; then
        unprivileged "$programs/pg_ctl" --pgdata "$private_folder/data" --mode immediate --silent stop || true
        unprivileged rm -rf "$private_folder"
    else
        for name in $(sql "SELECT datname FROM pg_database WHERE starts_with(datname, '$database')"); do
            sql "DROP DATABASE IF EXISTS \"$name\" WITH (FORCE)" || true
        done
    fi
    exit "$outcome"
}

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if ! sql "CREATE DATABASE $database" 2>/dev/null; then
    start_private_server
    sql "CREATE DATABASE $database"
fi

export TEST_DATABASE_URL="postgresql+psycopg://$user@127.0.0.1:$port/$database"
"$@"
