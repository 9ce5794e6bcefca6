#!/usr/bin/env bash
# Makes .venv hold what a lock file says. Does nothing when that lock was the last one installed.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly lock=$1
readonly stamp=.venv/.installed-$lock

if ! .venv/bin/python -c '' 2>/dev/null; then
    python=$(scripts/find_python.sh)
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

# The interpreter is part of the stamp, since another one needs other wheels.
wanted=$(.venv/bin/python --version; cat "$lock")
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit
fi

echo "Installing $lock"
# Wheels only: no compiler is needed, and nothing in a package runs while it is installed.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: --requirement "$lock"
printf '%s\n' "$wanted" >"$stamp"
