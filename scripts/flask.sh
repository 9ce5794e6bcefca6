#!/usr/bin/env bash
# Any flask command with the settings of `make run`: scripts/flask.sh db upgrade
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/settings.sh
. scripts/settings.sh
exec .venv/bin/flask --app app "$@"
