"""What the check-ins of the demonstration say beyond seven answers: enough to match, to count, to hide."""

from collections import Counter, defaultdict

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.check_in_ask import CheckInAsk
from equity_tracker.model.check_in_help import CheckInHelp
from equity_tracker.model.check_in_theme import CheckInTheme
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication, PublicationKind

pytestmark = pytest.mark.usefixtures("loaded")
EVERYWHERE = {"every_organisation": True}


def help_rows() -> list[CheckInHelp]:
    return list(db.session.scalars(select(CheckInHelp).execution_options(**EVERYWHERE)))


def test_at_least_four_wants_meet_an_offer_of_somebody_else_in_the_same_programme() -> None:
    by_theme: defaultdict[tuple[int, str], dict[str, set[int]]] = defaultdict(
        lambda: {"wanted": set(), "offered": set()}
    )
    for row in help_rows():
        by_theme[row.programme_id, row.theme][row.way].add(row.organisation_id)
    met = [
        theme
        for (_, theme), ways in by_theme.items()
        if any(wants != offers for wants in ways["wanted"] for offers in ways["offered"])
    ]
    assert len(met) >= 4, met


def test_at_least_three_check_ins_name_one_addressee() -> None:
    programme = db.session.scalars(select(Programme).where(Programme.slug == "fairer-harbour")).one()
    asks = db.session.scalars(select(CheckInAsk).where(CheckInAsk.programme_id == programme.id)).all()
    named = Counter(addressee for addressee, _ in {(row.addressee, row.check_in_version_id) for row in asks})
    assert named["national_health_service_body"] >= 3
    assert named["national_government"] >= 3


def test_some_notes_are_private_and_none_of_those_is_published() -> None:
    themes = db.session.scalars(
        select(CheckInTheme)
        .where(CheckInTheme.is_private)
        .options(joinedload(CheckInTheme.version))
        .execution_options(**EVERYWHERE)
    ).all()
    asks = db.session.scalars(select(CheckInAsk).where(CheckInAsk.is_private).execution_options(**EVERYWHERE))
    private = [row.note for row in themes] + [row.what for row in asks]
    private += [row.note for row in help_rows() if row.is_private]
    assert len(themes) >= 4
    assert len(private) >= 6
    published = str(
        db.session.scalars(
            select(Publication.payload).where(Publication.kind == PublicationKind.CHECK_IN)
        ).all()
    )
    assert not [note for note in private if note is None or note in published]


def test_some_themes_worked_both_ways_and_say_how() -> None:
    both = db.session.scalars(
        select(CheckInTheme).where(CheckInTheme.direction == "both").execution_options(**EVERYWHERE)
    ).all()
    assert len(both) >= 3
    assert all(row.note for row in both)
