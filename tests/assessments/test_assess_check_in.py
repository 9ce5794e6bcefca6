"""The coordinators' view of a check-in beside the organisation's own."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.check_ins.actions import correct_check_in
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import ProgrammeMembership
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import publish_check_in
from equity_tracker.model.retracting import retract_check_in
from tests.assessments.conftest import REASON, As, Mails, assess, payloads, public_page
from tests.conftest import NOW
from tests.support.factories.commitment import answers
from tests.support.page import FilledForm
from tests.support.people import World

TODAY = NOW.date()
SEND = "Send your assessment"


def place(world: World, check_in: CheckIn) -> dict[str, Any]:
    return {"programme": world.programme.slug, "check_in": check_in.public_id}


def form(as_: As, world: World, check_in: CheckIn) -> FilledForm:
    page = as_(world.paula).get("programmes.review_check_in", **place(world, check_in))
    return page.link("Assess it").follow().form(SEND)


def typed(**changes: str) -> dict[str, Any]:
    return {"delivery": "limited", "outlook": "at_risk", "reason": REASON} | changes


def test_both_stand_side_by_side_in_public_and_say_who_judged(
    as_: As, world: World, check_in: CheckIn, promise: Commitment
) -> None:
    page = form(as_, world, check_in).fill(**typed()).submit()

    assert "Your assessment stands beside theirs" in page.flash
    assert "Assessed by the coordinators of Fairer Shore" in page.main
    shown = public_page(as_(None), promise)
    assert "Self-assessed by Alder Trust on 6 April 2026: On track" in shown.main
    assert "Assessed by the coordinators of Fairer Shore on 6 April 2026: At risk" in shown.main
    assert REASON in shown.main
    assert "Assessed by the coordinators of Fairer Shore: check-in 1" in shown.main
    assert "Paula" not in shown.text


def test_the_organisations_own_outlook_stays_the_light(
    as_: As, world: World, check_in: CheckIn, promise: Commitment
) -> None:
    before = payloads(check_in, PublicationKind.CHECK_IN)

    form(as_, world, check_in).fill(**typed()).submit()

    assert payloads(check_in, PublicationKind.CHECK_IN) == before
    assert promise.register_entry is not None
    assert promise.register_entry.outlook == "on_track"
    assert "Delivery On track" in public_page(as_(None), promise).main


def test_its_admins_and_who_signed_it_are_told_by_mail(world: World, assessed: CheckIn, mails: Mails) -> None:
    told = [mail for mail in mails() if mail.name == "check_in_assessed"]

    assert sorted(mail.recipient for mail in told) == [world.ada.email, world.cora.email]
    assert told[0].context["reason"] == REASON
    kinds = list(db.session.scalars(select(Activity.kind).where(Activity.actor_id == world.paula.id)))
    assert kinds == ["check_in_assessed"]


def test_a_sentence_and_both_answers_are_needed(as_: As, world: World, check_in: CheckIn) -> None:
    refused = as_(world.paula).post("assessments.assess_check_in", expected=422, **place(world, check_in))

    assert list(refused.errors) == ["delivery", "outlook", "reason"]
    assert payloads(check_in) == []


@pytest.mark.usefixtures("assessed")
def test_assessing_again_is_a_further_version_and_the_first_stays_told(
    as_: As, world: World, check_in: CheckIn, promise: Commitment
) -> None:
    form(as_, world, check_in).fill(outlook="on_track", reason="All three are signed.").submit()

    assert [row["number"] for row in payloads(check_in)] == [1, 2]
    shown = public_page(as_(None), promise).main
    assert "Assessed again by the coordinators of Fairer Shore: check-in 1" in shown
    assert REASON in shown


@pytest.mark.usefixtures("assessed")
def test_saying_the_same_again_is_refused(as_: As, world: World, check_in: CheckIn) -> None:
    assert form(as_, world, check_in).submit(expected=422).errors == {
        "reason": "This is what the assessment says already."
    }


def test_whoever_recorded_it_does_not_assess_it(as_: As, world: World, check_in: CheckIn) -> None:
    db.session.add(
        ProgrammeMembership(
            user=world.cora, programme=world.programme, role=ProgrammeRole.COORDINATOR, created_at=NOW
        )
    )
    db.session.commit()

    page = as_(world.cora).post("assessments.assess_check_in", typed(), **place(world, check_in))

    assert "You recorded or signed this check-in, so another" in page.flash
    assert payloads(check_in) == []


def test_what_is_not_published_cannot_be_assessed(as_: As, world: World, promise: Commitment) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    waiting = CheckIn(commitment=promise, number=1, submitted_on=TODAY, is_returned=False)
    db.session.add(waiting)
    waiting.add_version(answers(), by=world.cora, now=NOW)
    db.session.commit()

    page = as_(world.paula).post("assessments.assess_check_in", typed(), **place(world, waiting))

    assert "Only a published check-in can be assessed." in page.flash
    assert not page.has_link("Assess it")


def test_a_correction_that_came_in_meanwhile_has_to_be_read_first(
    as_: As, world: World, check_in: CheckIn
) -> None:
    opened = form(as_, world, check_in).fill(**typed())
    correct(check_in, world)

    refused = opened.submit(expected=409)

    assert "The clause waits." in refused.main
    assert refused.form(SEND).values["reason"] == [REASON]
    refused.form(SEND).submit()
    assert [row["of_version"] for row in payloads(check_in)] == [2]


@pytest.mark.usefixtures("assessed")
def test_the_public_reads_that_it_was_corrected_after_that(
    as_: As, world: World, check_in: CheckIn, promise: Commitment
) -> None:
    correct(check_in, world)

    assert "The check-in was corrected after that." in public_page(as_(None), promise).main


@pytest.mark.usefixtures("assessed")
def test_what_was_said_of_a_check_in_goes_when_it_is_taken_back(
    as_: As, world: World, check_in: CheckIn, promise: Commitment
) -> None:
    retract_check_in(check_in, "Not theirs.", now=NOW, today=TODAY)
    db.session.commit()

    shown = public_page(as_(None), promise).text
    assert REASON not in shown
    assert "Assessed by" not in shown


@pytest.mark.usefixtures("assessed")
def test_an_older_check_ins_assessment_is_history_and_not_how_it_stands(
    as_: As, world: World, promise: Commitment
) -> None:
    later = CheckIn(commitment=promise, number=2, submitted_on=TODAY + timedelta(days=1), is_returned=False)
    db.session.add(later)
    later.add_version(answers(), by=world.cora, now=NOW)
    db.session.flush()
    publish_check_in(later, now=NOW, today=TODAY)
    db.session.commit()

    shown = public_page(as_(None), promise).main
    assert "Who judged" not in shown
    assert REASON in shown


def test_an_observer_and_an_outsider_cannot(as_: As, world: World, check_in: CheckIn) -> None:
    as_(world.otto).get("assessments.assess_check_in", expected=403, **place(world, check_in))
    as_(world.other_paula).get("assessments.assess_check_in", expected=404, **place(world, check_in))
    as_(world.other_paula).get(
        "assessments.assess_check_in",
        expected=404,
        programme=world.other_programme.slug,
        check_in=check_in.public_id,
    )


def test_a_closed_programme_assesses_nothing_more(as_: As, world: World, check_in: CheckIn) -> None:
    world.programme.close("Done.", today=TODAY)
    db.session.commit()

    as_(world.paula).post("assessments.assess_check_in", typed(), expected=303, **place(world, check_in))

    assert payloads(check_in) == []


def test_a_second_coordinator_at_the_same_moment_reads_the_first(
    as_: As, world: World, check_in: CheckIn
) -> None:
    late = form(as_, world, check_in).fill(**typed(outlook="off_track"))
    assess(check_in, world)

    late.submit(expected=409)

    assert [row["outlook"] for row in payloads(check_in)] == ["at_risk"]


def correct(check_in: CheckIn, world: World) -> None:
    correct_check_in(
        check_in,
        answers(why="The clause waits."),
        reason="It was wrong.",
        seen=1,
        by=world.cora,
        now=NOW,
        today=TODAY,
    )
    db.session.commit()
