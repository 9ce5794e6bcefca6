"""A round's record is taken when it closes, and whatever comes later leaves it as it was."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from equity_tracker.check_ins.actions import correct_check_in, record_check_in
from equity_tracker.closing.actions.retractions import retract_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.round import Round
from equity_tracker.model.round_snapshot import RoundSnapshot, SnapshotRow
from equity_tracker.programmes.actions.rounds import close_round, open_round
from tests.conftest import NOW
from tests.rounds.conftest import As, address, commitment_called
from tests.support.factories.commitment import answers, make_published
from tests.support.people import World

TODAY = NOW.date()
CLOSED_AT = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def report(title: str, by: User, at: datetime = NOW, **said: Any) -> CheckIn:
    said = {"next_step_on": date(2027, 1, 1)} | said
    check_in = record_check_in(
        commitment_called(title), answers(**said), seen=None, by=by, now=at, today=at.date()
    )
    db.session.commit()
    return check_in


@pytest.fixture
def closed(planned: Round, world: World) -> Round:
    """Four asked: one reported in time, one late, one not at all, and one that closed first."""
    for title in ("In time", "Late", "Silent", "Ended"):
        make_published(world.alder, world.programme, now=NOW, title=title)
    db.session.commit()
    open_round(planned, by=world.paula, now=NOW, today=TODAY)
    db.session.commit()
    report("In time", world.cora)
    report("Late", world.cora, datetime(2026, 5, 2, 9, 0, tzinfo=UTC))
    commitment_called("Ended").close("withdrawn", "Not ours to make.", today=TODAY)
    db.session.commit()
    db.session.expire_all()
    close_round(planned, by=world.paula, now=CLOSED_AT, today=CLOSED_AT.date())
    db.session.commit()
    return planned


def kept(round_: Round) -> list[dict[str, Any]]:
    """Everything that the record holds, read anew."""
    db.session.expire_all()
    found = [
        db.session.scalars(select(RoundSnapshot).where(RoundSnapshot.round_id == round_.id)).one(),
        *db.session.scalars(
            select(SnapshotRow)
            .join(RoundSnapshot, RoundSnapshot.id == SnapshotRow.snapshot_id)
            .where(RoundSnapshot.round_id == round_.id)
            .order_by(SnapshotRow.id)
        ),
    ]
    return [{name.key: getattr(row, name.key) for name in row.__table__.columns} for row in found]


def test_it_counts_what_was_expected_and_what_came(closed: Round) -> None:
    counts, *rows = kept(closed)

    assert {name: counts[name] for name in ("expected", "reported", "late", "settled")} == {
        "expected": 3,
        "reported": 2,
        "late": 1,
        "settled": 1,
    }
    assert counts["by_kind"] == {"nhs_trust": {"expected": 3, "reported": 2, "late": 1, "settled": 1}}
    assert [(row["title"], row["outcome"].value, row["version"]) for row in rows] == [
        ("In time", "reported", 1),
        ("Late", "late", 1),
        ("Silent", "not_reported", None),
        ("Ended", "settled", None),
    ]
    assert {row["organisation_name"] for row in rows} == {"Alder Trust"}
    assert rows[0]["outlook"] == "on_track"


def test_the_public_result_is_that_of_the_record(closed: Round) -> None:
    counts, *_ = kept(closed)
    published = db.session.scalars(select(Publication).where(Publication.kind == PublicationKind.ROUND)).one()

    assert {name: published.payload[name] for name in ("expected", "reported", "late", "settled")} == {
        name: counts[name] for name in ("expected", "reported", "late", "settled")
    }


def correct(world: World) -> None:
    correct_check_in(
        commitment_called("In time").check_ins[0],
        answers(outlook="off_track", next_step_on=date(2027, 1, 1)),
        reason="It fell through.",
        seen=1,
        by=world.cora,
        now=LATER,
        today=LATER.date(),
    )


def report_after_all(world: World) -> None:
    report("Silent", world.cora, LATER)


def rename(world: World) -> None:
    world.alder.name, world.alder.kind = "Alder and Birch Trust", "council"


def hand_over(world: World) -> None:
    statement = "UPDATE commitments SET organisation_id = :to WHERE title = 'In time'"
    db.session.execute(text(statement), {"to": world.birch.id})


def take_back(world: World) -> None:
    retract_check_in(
        commitment_called("In time").check_ins[0],
        "It named a patient.",
        by=world.ada,
        now=LATER,
        today=LATER.date(),
    )


@pytest.mark.parametrize(
    ("happens", "then", "now"),
    [
        (correct, "Reported, version 1; Limited; On track", "Reported, version 2; Limited; Off track"),
        (report_after_all, "Not reported", "Not reported in the round; a report came on 1 June 2026"),
        (rename, None, None),
        (hand_over, "held by Alder Trust", "held by Birch College"),
        (take_back, "Reported, version 1", "Taken back"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_comes_later_stands_beside_it_and_changes_nothing(
    *,
    as_: As,
    paula: User,
    world: World,
    closed: Round,
    happens: Callable[[World], None],
    then: str | None,
    now: str | None,
) -> None:
    before = kept(closed)

    happens(world)
    db.session.commit()

    assert kept(closed) == before
    page = as_(paula).get("programmes.show_round", **address(closed))
    assert "2 of 3 check-ins had come in, 1 of them late" in page.main
    if then is None or now is None:
        assert "Nothing is told otherwise since" in page.main
    else:
        [row] = page.table("What is told otherwise now")
        assert then in row[1]
        assert now in row[2]


def test_a_report_after_the_close_is_between_rounds(world: World, closed: Round) -> None:
    check_in = report("Silent", world.cora, LATER)

    assert (check_in.round, check_in.expected) == (None, None)
    [expected] = check_in.commitment.expected_check_ins
    assert expected.is_missed
    assert expected.reported_on is None


def test_the_database_refuses_to_rewrite_it(closed: Round) -> None:
    for statement in (
        "UPDATE round_snapshots SET reported = 3",
        "UPDATE round_snapshot_rows SET outcome = 'reported'",
        "DELETE FROM round_snapshot_rows",
    ):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_the_file_holds_it(as_: As, paula: User, closed: Round) -> None:
    sent = as_(paula).browser.get(
        f"/p/{closed.programme.slug}/rounds/{closed.public_id}/as-closed.csv", buffered=True
    )
    rows = list(csv.DictReader(io.StringIO(sent.text.removeprefix("\ufeff"))))

    assert [(row["Commitment"], row["Outcome"]) for row in rows] == [
        ("In time", "Reported"),
        ("Late", "Reported late"),
        ("Silent", "Not reported"),
        ("Ended", "Not counted"),
    ]


def test_there_is_none_before_the_round_closes(as_: As, paula: User, planned: Round) -> None:
    as_(paula).get("rounds.download_record", expected=404, **address(planned))
    assert (
        "As it stood when it closed" not in as_(paula).get("programmes.show_round", **address(planned)).main
    )


def test_each_version_is_that_of_the_day(world: World, planned: Round) -> None:
    make_published(world.alder, world.programme, now=NOW, title="Corrected in time")
    db.session.commit()
    open_round(planned, by=world.paula, now=NOW, today=TODAY)
    report("Corrected in time", world.cora)
    commitment: Commitment = commitment_called("Corrected in time")
    correct_check_in(
        commitment.check_ins[0],
        answers(outlook="at_risk"),
        reason="Said better.",
        seen=1,
        by=world.cora,
        now=NOW,
        today=TODAY,
    )
    close_round(planned, by=world.paula, now=CLOSED_AT, today=CLOSED_AT.date())
    db.session.commit()

    _, row = kept(planned)
    assert (row["version"], row["outlook"], row["check_in_number"]) == (2, "at_risk", 1)
