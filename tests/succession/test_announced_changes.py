"""Who accepts a commitment with changes is reminded of them until the first one is sent in."""

from datetime import timedelta
from typing import Any

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.amending import amend, send_amendment, version_of
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.handover import HandoverDecision
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publishing import publish_commitment
from tests.conftest import NOW
from tests.succession.conftest import As
from tests.support.factories.commitment import make_published
from tests.support.factories.handover import make_handover
from tests.support.factories.organisation import make_organisation
from tests.support.people import World

TASK = "Make the change you announced"
LATE = "Alder Trust accepted this with changes, and has not sent any yet."
LATER = NOW + timedelta(days=61)


@pytest.fixture
def announced(world: World, prue: User) -> Commitment:
    """A promise that came to Alder from Cedar Trust, and was accepted with changes."""
    commitment = make_published(world.alder, world.programme, now=NOW, title="Warm homes", held_by=world.cora)
    handover = make_handover(
        commitment, make_organisation("Cedar Trust", now=NOW), handed_on=NOW.date() - timedelta(days=9)
    )
    handover.decide(HandoverDecision.AMENDED, reason="Six towns.", by=prue, today=NOW.date())
    publish_commitment(commitment, now=NOW, today=NOW.date())
    db.session.commit()
    return commitment


def tasks(as_: As, person: User) -> str:
    return as_(person).get("organisations.show_home", organisation="alder-trust").main


def orphans(as_: As, person: User) -> str:
    with clock.fixed(LATER):
        return as_(person).get("monday.list_orphans", programme="fairer-shore").main


def changed(commitment: Commitment, by: User, *, sends: bool = True, **answers: Any) -> None:
    seen = version_of(commitment, tuple(answers))
    amend(commitment, answers, seen=seen, by=by, now=NOW)
    if sends:
        send_amendment(
            commitment,
            reason="As we said.",
            as_statement_of_intent=False,
            seen=version_of(commitment),
            by=by,
            now=NOW,
            today=NOW.date(),
        )
    db.session.commit()


def test_the_new_holder_has_it_on_its_list_at_once(as_: As, prue: User, announced: Commitment) -> None:
    page = as_(prue).get("organisations.show_home", organisation="alder-trust")

    assert TASK in page.main
    assert "You accepted it with changes; it still says what Cedar Trust promised." in page.main


def test_it_leads_to_where_the_text_is_changed(as_: As, prue: User, announced: Commitment) -> None:
    page = as_(prue).get("organisations.show_home", organisation="alder-trust")

    links = [str(link["href"]) for link in page.soup.select("main .worklist a")]
    assert f"/o/alder-trust/commitments/{announced.public_id}/change" in links


def test_after_sixty_days_the_coordinators_see_it(as_: As, paula: User, announced: Commitment) -> None:
    for days, is_listed in ((60, False), (61, True)):
        with clock.fixed(NOW + timedelta(days=days)):
            page = as_(paula).get("monday.list_orphans", programme="fairer-shore")
            assert (LATE in page.main) is is_listed
            home = as_(paula).get("programmes.show_home", programme="fairer-shore")
            assert ("accepted with changes, none sent yet (1)" in home.main) is is_listed


def test_a_change_of_the_text_ends_it(
    as_: As, prue: User, paula: User, cora: User, announced: Commitment
) -> None:
    changed(announced, cora, statement="We will warm the homes of six towns.")

    assert TASK not in tasks(as_, prue)
    assert LATE not in orphans(as_, paula)


def test_a_change_that_waits_for_approval_ends_it(
    as_: As, prue: User, paula: User, announced: Commitment
) -> None:
    announced.programme.review_mode = ReviewMode.APPROVE
    changed(announced, prue, statement="We will warm the homes of six towns.")

    assert TASK not in tasks(as_, prue)
    assert LATE not in orphans(as_, paula)


def test_another_target_ends_it(as_: As, prue: User, paula: User, cora: User, announced: Commitment) -> None:
    measure = Measure(kind=MeasureKind.TEXT, name="Towns", commitment=announced)
    db.session.add(measure)
    measure.revise_target(None, "Six towns", None, reason="Two have one.", who=cora, today=NOW.date())
    db.session.flush()
    publish_commitment(announced, now=NOW, today=NOW.date())
    db.session.commit()

    assert TASK not in tasks(as_, prue)
    assert LATE not in orphans(as_, paula)


def test_naming_who_answers_for_it_does_not_end_it(
    as_: As, prue: User, paula: User, cora: User, announced: Commitment
) -> None:
    changed(announced, cora, owner="Director of estates")

    assert TASK in tasks(as_, prue)
    assert LATE in orphans(as_, paula)


def test_a_change_that_is_begun_stands_there_once(
    as_: As, prue: User, paula: User, cora: User, announced: Commitment
) -> None:
    changed(announced, cora, sends=False, statement="We will warm the homes of six towns.")

    said = tasks(as_, prue)
    assert "Finish the change" in said
    assert TASK not in said
    assert LATE in orphans(as_, paula)


def test_what_the_one_before_changed_does_not_end_it(
    as_: As, prue: User, cora: User, announced: Commitment
) -> None:
    changed(announced, cora, statement="We will warm the homes of nine towns.")
    announced.amendments[0].sent_at = NOW - timedelta(days=10)
    db.session.commit()

    assert TASK in tasks(as_, prue)


def test_nothing_is_asked_of_what_has_closed(as_: As, prue: User, paula: User, announced: Commitment) -> None:
    announced.close("not_met", "It was not done.", today=NOW.date(), by=prue)
    db.session.commit()

    assert TASK not in tasks(as_, prue)
    assert LATE not in orphans(as_, paula)
