#!/usr/bin/env bash
# Migrates, loads the demonstration and starts web, worker and clock under one parent.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/settings.sh
. scripts/settings.sh

answers() {
    (: <"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null
}

say_when_it_answers() {
    for _ in $(seq 300); do
        if answers; then
            echo "Equity Tracker is at $PUBLIC_BASE_URL (Ctrl+C stops it)"
            return
        fi
        sleep 0.2
    done
}

if answers; then
    echo "Something already answers on port $PORT. Stop it, or choose another: make run PORT=8001" >&2
    exit 1
fi

.venv/bin/flask --app app db upgrade
.venv/bin/flask --app app demonstration load
say_when_it_answers &
exec .venv/bin/flask --app app all
