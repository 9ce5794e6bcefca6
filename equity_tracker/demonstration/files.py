"""The files that check-ins of the demonstration name as evidence, made while it is loaded."""

from datetime import UTC, datetime, time
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from flask import current_app
from PIL import Image, ImageDraw, ImageFont

from equity_tracker.adapters import pdf
from equity_tracker.adapters.file_check import CheckedFile, check_file
from equity_tracker.demonstration.content import DATA, Row, read_table
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.files.actions import put_away
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.people import User
from equity_tracker.model.stored_file import Place

SIZE = (1000, 560)
INK, LINE, THEN, NOW = "#0b0c0c", "#b1b4b6", "#8eb8dc", "#1d70b8"
LETTER = b"""
@font-face { font-family: "Sans"; src: url("asset:fonts/source-sans-3-400.woff2") }
@page { size: A4; margin: 30mm 25mm }
body { font: 11pt/1.5 "Sans" }
h1 { font-size: 15pt; font-weight: normal }
"""
LEFT, TOP, STEP, BAR, SCALE = 190, 130, 76, 24, 7.2


def with_evidence(row: Row, commitment: Commitment, moment: Moment, *, by: User) -> Row:
    """Return the answers with the address of each file that its evidence names; links stay as they are."""
    if "evidence" not in row:
        return row
    evidence = [_filed(each, commitment, moment, by) if "file" in each else each for each in row["evidence"]]
    return row | {"evidence": evidence}


def _filed(row: Row, commitment: Commitment, moment: Moment, by: User) -> Row:
    storage_url = current_app.config["SETTINGS"].storage_url
    made = make_files()[row["file"]]
    file = put_away(storage_url, Place.of(commitment), made, by_id=by.id, now=moment.now)
    db.session.flush()
    given = {key: value for key, value in row.items() if key != "file"}
    return given | {"url": file.address, "file_id": file.id}


@cache
def make_files() -> dict[str, CheckedFile]:
    """Make every file, once. It takes seconds, so no transaction should be open the first time."""
    told = read_table(DATA / "evidence_files.toml").items()
    return {
        name: check_file(name, _letter(said) if name.endswith(".pdf") else _chart(said))
        for name, said in told
    }


def _letter(said: dict[str, Any]) -> bytes:
    body = "".join(f"<p>{escape(text)}</p>" for text in said["paragraphs"])
    html = (
        f'<!doctype html><html lang="en-GB"><head><title>{escape(said["subject"])}</title>'
        '<link rel="stylesheet" href="asset:letter.css"></head><body>'
        f"<h1>{escape(said['subject'])}</h1><p>From: {escape(said['from'])}<br>To: {escape(said['to'])}<br>"
        f"{long_date(said['dated'])}</p>{body}</body></html>"
    )
    return pdf.render(
        html, assets=pdf.Assets({"letter.css": LETTER}), made_at=datetime.combine(said["dated"], time(9), UTC)
    )


def _chart(said: dict[str, Any]) -> bytes:
    picture = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    large, small = ImageFont.load_default(24), ImageFont.load_default(18)
    draw.text((40, 30), said["heading"], INK, large)
    for place, (colour, words) in zip((40, 160), ((THEN, said["before"]), (NOW, said["after"])), strict=True):
        draw.rectangle((place, 80, place + 18, 98), colour)
        draw.text((place + 28, 78), words, INK, small)
    draw.line((LEFT, TOP, LEFT, TOP + STEP * len(said["bars"])), LINE, 2)
    for number, bar in enumerate(said["bars"]):
        top = TOP + 10 + STEP * number
        draw.text((40, top + 14), bar["place"], INK, small)
        for below, (colour, share) in enumerate(((THEN, bar["before"]), (NOW, bar["after"]))):
            y = top + below * (BAR + 2)
            draw.rectangle((LEFT, y, LEFT + share * SCALE, y + BAR), colour)
            draw.text((LEFT + share * SCALE + 10, y + 2), f"{share}%", INK, small)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
