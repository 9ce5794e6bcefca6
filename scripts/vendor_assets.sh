#!/bin/sh
# Rebuilds the vendored browser files under equity_tracker/static from their npm packages.
# Needs npm and a Python with fonttools and brotli. Run by hand when a version below changes; the results are committed.
set -eu

GOVUK_FRONTEND=6.3.0
SOURCE_SANS=3.52.0   # both type families come from Adobe's own release packages
SOURCE_SERIF=4.5.1

root=$(cd "$(dirname "$0")/.." && pwd)
static="$root/equity_tracker/static"
python=${PYTHON:-"$root/.venv/bin/python"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unpack() {
    archive=$(cd "$work" && npm pack --silent --ignore-scripts "$1@$2")
    mkdir -p "$work/$1"
    tar -xzf "$work/$archive" -C "$work/$1" --strip-components=1
}

unpack govuk-frontend "$GOVUK_FRONTEND"
unpack source-sans "$SOURCE_SANS"
unpack source-serif "$SOURCE_SERIF"

# GOV.UK Frontend: GDS Transport and the crest are for GOV.UK services only, so both go.
vendor="$static/vendor/govuk-frontend-$GOVUK_FRONTEND"
rm -rf "$static"/vendor/govuk-frontend-*
mkdir -p "$vendor" "$static/fonts"
dist="$work/govuk-frontend/dist/govuk"
sed -E \
    -e 's/@font-face\{font-family:GDS Transport;[^}]*\}//g' \
    -e 's/GDS Transport,arial,sans-serif/"Source Sans 3",arial,sans-serif/g' \
    -e 's/url\([^)]*govuk-crest\.svg\)/none/g' \
    -e 's/\/\*# sourceMappingURL=.*\*\///' \
    "$dist/govuk-frontend.min.css" > "$vendor/govuk-frontend.min.css"
sed -E -e 's/\/\/# sourceMappingURL=.*//' "$dist/govuk-frontend.min.js" > "$vendor/govuk-frontend.min.js"
if grep -q -E 'GDS Transport|url\(|sourceMappingURL' "$vendor"/*.css "$vendor"/*.js; then
    echo "GOV.UK Frontend still refers to a font, an image or a source map" >&2
    exit 1
fi

# The subset is a modified version, which may not carry Adobe's reserved name "Source" as its own: it is renamed inside.
# The stylesheet's family name only says which design the page asks for.
"$python" - "$work" "$static/fonts" <<'PYTHON'
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

work, fonts = (Path(argument) for argument in sys.argv[1:])
CHARACTERS = ",".join(
    [
        "20-7E,A0-FF",  # Latin-1: English, French, German and Spanish names
        "174-178,1E80-1E85,1EF2,1EF3",  # Welsh: ŵ ŷ and their accents
        "100,101,112,113,12A,12B,14C,14D,16A,16B",  # Māori macrons
        "131,152,153,2C6,2DC",  # Œ œ and spacing accents
        "2010-2015,2018-201E,2020-2022,2026,202F,2032,2033,2039,203A",  # punctuation
        "2082,20AC,2122,2190-2193,2212,2248,2260,2264,2265,2713",  # ₂ € ™ arrows, mathematics, ✓
    ]
)
FACES = [
    ("source-sans/TTF/SourceSans3-Regular.ttf", "source-sans-3-400", "Equity Tracker Sans", "Regular"),
    ("source-sans/TTF/SourceSans3-Semibold.ttf", "source-sans-3-600", "Equity Tracker Sans", "Semibold"),
    ("source-sans/TTF/SourceSans3-Bold.ttf", "source-sans-3-700", "Equity Tracker Sans", "Bold"),
    ("source-serif/TTF/SourceSerif4-Regular.ttf", "source-serif-4-400", "Equity Tracker Serif", "Regular"),
]
for source, target, family, style in FACES:
    font = TTFont(work / source, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=["kern", "locl", "tnum"])
    options.name_IDs = [0, 13, 14]  # copyright and licence stay
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    subsetter.subset(font)
    full_name = f"{family} {style}"
    names = {1: family, 2: style, 3: full_name, 4: full_name, 6: full_name.replace(" ", "")}
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(fonts / f"{target}.woff2")
PYTHON
cp "$work/source-sans/LICENSE.md" "$static/fonts/LICENSE-source-sans-3.md"
cp "$work/source-serif/LICENSE.md" "$static/fonts/LICENSE-source-serif-4.md"
wc -c "$static"/fonts/*.woff2 "$vendor"/*
