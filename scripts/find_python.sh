#!/usr/bin/env bash
# Prints the Python to make the virtual environment with: $PYTHON if set, else the first that is new enough.
set -euo pipefail

for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$candidate"
        exit
    fi
done
echo "Equity Tracker needs Python 3.11 or newer. Install it, or say where it is: PYTHON=/path/to/python3.11" >&2
exit 1
