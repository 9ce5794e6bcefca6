# shellcheck shell=bash
# Settings for a machine of one's own, sourced by the scripts beside it. What the environment already
# says wins; what neither says has its default in equity_tracker/config.py, which keeps all files in var/.

mkdir -p var
chmod 700 var

if [ -z "${SECRET_KEY:-}" ]; then
    if [ ! -s var/secret-key ]; then
        (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(48))' >var/secret-key)
    fi
    SECRET_KEY=$(cat var/secret-key)
fi

export SECRET_KEY
export PORT="${PORT:-8000}"
export PUBLIC_BASE_URL="${PUBLIC_BASE_URL:-http://127.0.0.1:$PORT}"
