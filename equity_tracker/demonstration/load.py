"""Loading the demonstration, part by part. A part that is there already is left alone."""

from collections.abc import Iterator
from datetime import date, datetime

from equity_tracker.demonstration.accounts import account_lines
from equity_tracker.demonstration.content import FIRST_PROGRAMME, Content, read_content
from equity_tracker.demonstration.files import make_files
from equity_tracker.demonstration.registers import PARTS, Part
from equity_tracker.demonstration.story import play_story
from equity_tracker.extensions import db
from equity_tracker.imports.queries import find_programme
from equity_tracker.open_data.commands import publish_now
from equity_tracker.open_data.queries.releases import find_last


def load(*, now: datetime, today: date) -> Iterator[str]:
    """Load what is missing, each part in a transaction of its own; yield lines to print."""
    content = read_content()
    for part in (_story(content), *PARTS, OPEN_DATA):
        if part.is_loaded():
            yield f"{part.name}: loaded already."
        else:
            said = part.load(now, today)
            db.session.commit()
            yield f"{part.name}: {said}."
    yield from account_lines(content)


def _make_release(_now: datetime, _today: date) -> str:
    return ", ".join(publish_now()).removesuffix(".")


OPEN_DATA = Part("Open data", lambda: find_last() is not None, _make_release)


def _story(content: Content) -> Part:
    def play(now: datetime, today: date) -> str:
        db.session.rollback()  # Nothing is written yet, and no transaction waits for a printer.
        make_files()
        cast = play_story(content, now=now, today=today)
        return (
            f"{len(cast.organisations)} organisations, {len(cast.commitments)} commitments,"
            f" {len(cast.check_ins)} check-ins"
        )

    return Part("The invented programmes", lambda: find_programme(FIRST_PROGRAMME) is not None, play)
