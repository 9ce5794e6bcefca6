"""The new holder accepts a commitment, accepts it with changes, or declines it, in public."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.handover import HandoverDecision
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.register import RegisterEntry
from equity_tracker.succession.actions.decisions import decide_handover
from tests.conftest import NOW
from tests.succession.conftest import As, public_text
from tests.support.factories.commitment import make_published
from tests.support.factories.handover import make_handover
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation
from tests.support.page import FilledForm
from tests.support.people import World


@pytest.fixture
def came(world: World) -> Commitment:
    """A promise that came to Alder from Cedar Trust."""
    commitment = make_published(world.alder, world.programme, now=NOW, title="Warm homes")
    commitment.made_by_name = "Cedar Trust"
    make_handover(commitment, make_organisation("Cedar Trust", now=NOW), handed_on=NOW.date())
    publish_commitment(commitment, now=NOW, today=NOW.date())
    db.session.commit()
    return commitment


def at(commitment: Commitment) -> dict[str, Any]:
    return {"organisation": "alder-trust", "commitment": commitment.public_id}


def form(as_: As, person: User, commitment: Commitment) -> FilledForm:
    return as_(person).get("succession.decide_handover", **at(commitment)).form("Send the answer")


def test_accepted_as_it_stands(as_: As, prue: User, came: Commitment) -> None:
    form(as_, prue, came).fill(decision="accepted").submit()

    assert "On 6 April 2026 Alder Trust accepted this promise as it stands." in public_text(as_, came)
    assert "has not said" not in public_text(as_, came)


def test_accepted_with_changes_says_why_and_leads_on_to_the_change(
    as_: As, prue: User, came: Commitment
) -> None:
    page = form(as_, prue, came).fill(decision="amended", reason="Six towns, not eight.").submit()

    assert page.url.endswith("/change")
    said = public_text(as_, came)
    assert "On 6 April 2026 Alder Trust accepted this promise with changes." in said
    assert "Six towns, not eight." in said


def test_declined_says_why_is_closed_and_stays_counted(as_: As, prue: User, came: Commitment) -> None:
    before = len(db.session.scalars(select(RegisterEntry)).all())

    form(as_, prue, came).fill(decision="declined", reason="The sites were sold in March.").submit()

    entries = db.session.scalars(select(RegisterEntry)).all()
    assert len(entries) == before
    said = public_text(as_, came)
    assert "On 6 April 2026 Alder Trust declined this promise, which closed it." in said
    assert "The sites were sold in March." in said
    assert (came.closed_on, came.close_reason) == (NOW.date(), "organisation_ended")


@pytest.mark.parametrize("decision", ["amended", "declined"])
def test_what_changes_a_promise_owes_a_reason(as_: As, prue: User, came: Commitment, decision: str) -> None:
    page = form(as_, prue, came).fill(decision=decision).submit(expected=422)

    assert page.errors == {"reason": "Enter what will be different, and why"}
    assert came.handovers[-1].is_awaited


def test_the_coordinators_are_told(as_: As, prue: User, paula: User, came: Commitment) -> None:
    form(as_, prue, came).fill(decision="accepted").submit()

    mails = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "handover_decided")).all()
    assert [(mail.recipient, mail.context["decision"]) for mail in mails] == [(paula.email, "Accepted")]


def test_it_is_answered_once(as_: As, prue: User, ada: User, came: Commitment) -> None:
    late = form(as_, ada, came).fill(decision="declined", reason="Too late.")
    form(as_, prue, came).fill(decision="accepted").submit()

    page = late.submit()

    assert "nobody asks whether it takes this on" in page.flash
    assert came.handovers[-1].decision is HandoverDecision.ACCEPTED


def test_a_text_that_changed_meanwhile_is_read_again_first(
    as_: As, prue: User, cora: User, came: Commitment
) -> None:
    opened = form(as_, prue, came).fill(decision="accepted")
    came.forum = "The board"
    db.session.commit()

    page = opened.submit(expected=409)

    assert "A colleague changed this since you opened it" in page.main
    assert came.handovers[-1].is_awaited


def test_one_that_has_gone_to_another_holder_is_not_answered_for(
    world: World, prue: User, came: Commitment
) -> None:
    # As on a server where somebody else's move was stored after this commitment was read.
    moved = update(Commitment).where(Commitment.id == came.id, Commitment.programme_id == world.programme.id)
    make_participation(world.institute, world.programme, now=NOW)
    db.session.flush()
    set_committed_value(came, "organisation_id", world.alder.id)
    db.session.execute(
        moved.values(organisation_id=world.institute.id), execution_options={"synchronize_session": False}
    )

    with pytest.raises(ChangedSince, match="gone to another organisation"):
        decide_handover(
            came,
            HandoverDecision.ACCEPTED,
            reason=None,
            version=came.version,
            by=prue,
            now=NOW,
            today=NOW.date(),
        )


def test_a_statement_of_intent_is_not_asked_about(as_: As, prue: User, came: Commitment) -> None:
    came.wants_statement_of_intent = True
    publish_commitment(came, now=NOW, today=NOW.date())
    db.session.commit()

    assert "has not said yet" not in public_text(as_, came)
    as_(prue).get("succession.decide_handover", expected=303, **at(came))


def test_both_sides_read_what_was_answered(as_: As, prue: User, paula: User, came: Commitment) -> None:
    form(as_, prue, came).fill(decision="amended", reason="Six towns, not eight.").submit()

    for page in (
        as_(prue).get("commitments.show_commitment", **at(came)),
        as_(paula).get("programmes.review_commitment", programme="fairer-shore", commitment=came.public_id),
    ):
        assert "Accepted with changes, 6 April 2026: Six towns, not eight." in page.main


def test_it_is_on_the_list_of_what_needs_doing_until_it_is_answered(
    as_: As, prue: User, came: Commitment
) -> None:
    home: dict[str, Any] = {"organisation": "alder-trust"}
    assert "Say whether you take it on" in as_(prue).get("organisations.show_home", **home).main

    form(as_, prue, came).fill(decision="accepted").submit()

    assert "Say whether you take it on" not in as_(prue).get("organisations.show_home", **home).main


def test_an_editor_reads_that_an_approver_answers(as_: As, cora: User, came: Commitment) -> None:
    page = as_(cora).get("commitments.show_commitment", **at(came))

    assert "It came from Cedar Trust to Alder Trust on 6 April 2026" in page.main
    assert "An approver or an admin answers." in page.main


def test_after_sixty_days_without_an_answer_the_coordinators_see_it(
    as_: As, paula: User, came: Commitment
) -> None:
    words = "Alder Trust has not said yet whether it takes this on."
    for days, is_listed in ((60, False), (61, True)):
        with clock.fixed(NOW + timedelta(days=days)):
            page = as_(paula).get("monday.list_orphans", programme="fairer-shore")
            assert (words in page.main) is is_listed
            home = as_(paula).get("programmes.show_home", programme="fairer-shore")
            assert ("not said whether it is taken on (1)" in home.main) is is_listed


def test_one_that_closed_before_is_not_asked_about(as_: As, prue: User, came: Commitment) -> None:
    came.close("not_met", "It was not done.", today=NOW.date(), by=prue)
    db.session.commit()

    page = as_(prue).get("succession.decide_handover", expected=303, **at(came))

    assert page.status == 303
