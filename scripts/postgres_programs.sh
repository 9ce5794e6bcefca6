#!/usr/bin/env bash
# Prints the folder that holds initdb, pg_ctl and psql, the newest if there are several.
set -euo pipefail
shopt -s nullglob

for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse) \
    "$(pg_config --bindir 2>/dev/null || true)" "$(dirname "$(command -v initdb || true)")"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/psql" ]; then
        echo "$folder"
        exit
    fi
done
exit 1
