"""What needs doing now, and what waits to be reviewed: counts that lead to what they count."""

from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.round import RoundState
from equity_tracker.programmes.log_words import SHOWN, line_of
from tests.conftest import NOW
from tests.programmes.conftest import As, Open, Report, Submit, entry_of
from tests.support.factories.commitment import make_draft, make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_round
from tests.support.people import World

TODAY = NOW.date()


@pytest.fixture
def home(as_: As, paula: User, world: World) -> Open:
    return lambda person=paula: as_(person).get("programmes.show_home", programme=world.programme.slug)


def owed(commitment: Commitment, due_on: date, grace_until: date, last: date | None = None) -> None:
    entry = entry_of(commitment)
    entry.next_due_on, entry.grace_until, entry.last_reported_on = due_on, grace_until, last


def test_a_new_programme_says_that_nothing_is_waiting(home: Open) -> None:
    page = home()

    assert "Nothing is waiting" in page.main
    assert "No round is open." in page.main


def test_each_count_leads_to_what_it_counts(
    home: Open, world: World, submit: Submit, approving: Programme
) -> None:
    states = {
        "Due": (TODAY + timedelta(days=10), TODAY + timedelta(days=20), None),
        "Far": (TODAY + timedelta(days=60), TODAY + timedelta(days=70), None),
        "Overdue": (TODAY - timedelta(days=3), TODAY + timedelta(days=5), None),
        "Silent": (TODAY - timedelta(days=30), TODAY - timedelta(days=10), TODAY - timedelta(days=200)),
        "Never": (TODAY - timedelta(days=30), TODAY - timedelta(days=10), None),
    }
    for title, dates in states.items():
        commitment = make_published(world.birch, world.programme, now=NOW, title=title)
        commitment.submitted_at = None  # As an import leaves it: nothing to review.
        owed(commitment, *dates)
    cedar = make_organisation("Cedar Council", now=NOW)
    db.session.add(Participation(organisation=cedar, programme=world.programme, invited_on=TODAY))
    db.session.commit()
    submit(title="Waiting")

    page = home()

    assert "1 submission to acknowledge or approve" in page.main
    assert "1 commitment overdue for a check-in" in page.main
    assert "1 commitment not reported, after the days of grace" in page.main
    assert "1 commitment never reported on" in page.main
    assert "1 check-in due in the next 30 days" in page.main
    assert "1 organisation invited and not joined yet" in page.main
    assert page.link("1 submission").follow().table("What waits")[0][0] == "Waiting Alder Trust"
    assert page.link("1 organisation").follow().table("Organisations that were invited")


def test_the_open_round_says_n_of_m(home: Open, world: World, report: Report) -> None:
    round_ = make_round(world.programme, due_on=date(2026, 4, 30))
    commitments = [
        make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
        for number in range(3)
    ]
    db.session.flush()
    db.session.add_all(round_.open(commitments, now=NOW))
    db.session.commit()
    report(commitments[0])

    page = home()

    assert "1 of 3 reported in Round 1, due 30 April 2026" in page.main
    assert page.link("Who has reported in Round 1").follow().heading == "Round 1"


def test_a_closed_round_is_not_current(home: Open, world: World) -> None:
    make_round(world.programme, due_on=date(2025, 9, 30), state=RoundState.CLOSED)
    db.session.commit()

    assert "No round is open." in home().main


def test_the_log_shows_what_was_done_and_nothing_of_drafts(
    home: Open, world: World, submit: Submit, cora: User
) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A secret draft")
    db.session.flush()
    for kind in (ActivityKind.COMMITMENT_REGISTERED, ActivityKind.COMMITMENT_EDITED):
        db.session.add(
            Activity(
                kind=kind,
                at=NOW,
                actor=cora,
                organisation_id=world.alder.id,
                programme_id=world.programme.id,
                subject_kind="commitment",
                subject_id=draft.public_id,
                subject_name=draft.title,
            )
        )
    commitment = submit()

    page = home()

    assert "A secret draft" not in page.text
    assert f"Cora Editor submitted “{commitment.title}”" in page.main
    assert page.link("Cora Editor submitted").follow().heading == commitment.title


@pytest.mark.parametrize("kind", SHOWN)
def test_every_kind_that_is_shown_has_words(kind: ActivityKind) -> None:
    line = line_of(Activity(kind=kind.value, at=NOW, subject_name="The name"))

    assert line.words.startswith("The service ")
    assert "{" not in line.words


def test_an_observer_sees_the_same_counts(
    home: Open, otto: User, submit: Submit, approving: Programme
) -> None:
    submit()

    assert "1 submission to acknowledge or approve" in home(otto).main


def test_of_two_things_that_wait_the_older_stands_first(
    home: Open, world: World, report: Report, submit: Submit
) -> None:
    older = NOW - timedelta(days=2)
    commitment = submit(at=older)
    report(commitment, at=NOW - timedelta(days=1))
    submit(title="The newest")

    page = home().link("3 submissions").follow()

    assert [row[1:3] for row in page.table("What waits")] == [
        ["Commitment", "To acknowledge"],
        ["Check-in 1", "To acknowledge"],
        ["Commitment", "To acknowledge"],
    ]


@pytest.mark.thorough
def test_the_page_costs_the_same_however_much_is_registered(
    home: Open, world: World, submit: Submit, report: Report
) -> None:
    for number in range(30):
        report(submit(title=f"Promise {number}"))

    home()
    page = home().link("60 submissions").follow()

    assert "60 submissions wait. These 50 have waited longest" in page.main
