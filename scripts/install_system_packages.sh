#!/usr/bin/env bash
# Installs the system packages that are missing, and only those. Arguments: run, test or both.
set -euo pipefail

readonly PDF_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-liberation)
readonly TEST_PACKAGES=(chromium chromium-sandbox poppler-utils qpdf)

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

wanted_packages() {
    local python
    for purpose in "$@"; do
        case "$purpose" in
            run)
                python=$(scripts/find_python.sh) || exit 1
                "$python" -c 'import ensurepip' 2>/dev/null || echo python3-venv
                printf '%s\n' "${PDF_PACKAGES[@]}"
                ;;
            test)
                printf '%s\n' "${TEST_PACKAGES[@]}"
                # Any PostgreSQL will do, the machine's own or one of another maker.
                scripts/postgres_programs.sh >/dev/null || echo postgresql
                ;;
            *)
                echo "usage: $0 run|test ..." >&2
                exit 2
                ;;
        esac
    done
}

tell_about_other_systems() {
    cat >&2 <<'MESSAGE'
This system has no apt, so nothing was installed for you. Equity Tracker needs, by whatever name your
system gives them:
  to run    Python 3.11 or newer with venv, Pango 1.44 or newer, HarfBuzz with its subset library,
            fontconfig, and the Noto and Liberation fonts
  to test   Chromium, poppler-utils, qpdf, and the PostgreSQL 15 or newer server programs
Carrying on in the hope that they are there.
MESSAGE
}

main() {
    cd "$(dirname "$0")/.."
    local wanted missing=()
    wanted=$(wanted_packages "$@")

    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        tell_about_other_systems
        return
    fi
    for package in $wanted; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return
    fi

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These system packages are missing, and there is no sudo here. As root, run:" >&2
            echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    echo "Installing system packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
}

main "$@"
