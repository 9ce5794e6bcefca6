"""The coordinators' own answers beside the organisation's, and the organisation's right of reply."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.closing.actions.assessments import assess_close_out
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.coordinator_assessment import AssessmentReply, CoordinatorAssessment
from equity_tracker.model.four_answers import OneAnswer
from equity_tracker.model.people import ProgrammeMembership
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.publication import PublicationKind
from tests.closing.conftest import As, Close, Mails, at, public_page, published
from tests.conftest import NOW
from tests.support.factories.commitment import FOUR_ANSWERS
from tests.support.people import World

TODAY = NOW.date()
BODY = "Institute of Fairness"
THEIRS = dict.fromkeys(("met", "funded", "effect", "appropriate"), "no") | {
    f"{name}_because": f"We see it otherwise as to {name}."
    for name in ("met", "funded", "effect", "appropriate")
}


@pytest.fixture
def closed(promise: Commitment, close: Close) -> Commitment:
    return close(promise)


@pytest.fixture
def assessed(world: World, closed: Commitment) -> Commitment:
    assess_close_out(closed, FOUR_ANSWERS, "We read them.", seen=0, by=world.paula, now=NOW, today=TODAY)
    db.session.commit()
    return closed


def assess_form(as_: As, world: World, closed: Commitment) -> Any:
    page = as_(world.paula).get("closing.assess_close_out", **at(closed, programme=True))
    return page.form("Send your answers")


def reply_form(as_: As, world: World, closed: Commitment) -> Any:
    return as_(world.prue).get("closing.reply_to_assessment", **at(closed)).form("Send the reply")


def assessments(closed: Commitment) -> list[CoordinatorAssessment]:
    return list(
        db.session.scalars(
            select(CoordinatorAssessment)
            .where(CoordinatorAssessment.organisation_id == closed.organisation_id)
            .order_by(CoordinatorAssessment.number)
        )
    )


def replies(closed: Commitment) -> list[str]:
    return list(
        db.session.scalars(
            select(AssessmentReply.words)
            .where(AssessmentReply.organisation_id == closed.organisation_id)
            .order_by(AssessmentReply.id)
        )
    )


def test_both_answers_stand_side_by_side_in_public(as_: As, world: World, closed: Commitment) -> None:
    page = assess_form(as_, world, closed).fill(**THEIRS, reason="We spoke with both unions.").submit()

    assert "Your answers stand beside theirs" in page.flash
    shown = public_page(as_(None), closed)
    assert shown.facts("Alder Trust")[0] == "Partly. Half of it, as to met."
    assert shown.facts(BODY)[0] == "No. We see it otherwise as to met."
    assert "We spoke with both unions. Institute of Fairness, 6 April 2026." in shown.main
    assert "The coordinators answered the four questions" in shown.main
    assert "Paula" not in shown.text
    assert "Ada Admin" not in shown.text


def test_the_organisations_own_words_stay_as_they_were(as_: As, world: World, closed: Commitment) -> None:
    before = [row.payload for row in published(closed, PublicationKind.COMMITMENT)]

    assess_form(as_, world, closed).fill(**THEIRS, reason="We asked.").submit()

    assert [row.payload for row in published(closed, PublicationKind.COMMITMENT)] == before


def test_it_is_found_on_the_list_of_what_to_review(as_: As, world: World, closed: Commitment) -> None:
    reviews = as_(world.paula).get("programmes.list_reviews", programme=world.programme.slug)

    reviews.link(str(closed.title)).follow().form("Send your answers").fill(
        **THEIRS, reason="We asked."
    ).submit()

    again = as_(world.paula).get("programmes.list_reviews", programme=world.programme.slug)
    assert "Closed, without your own answers" not in again.main


def test_the_organisation_is_told_by_mail_and_so_is_who_closed_it(
    world: World, assessed: Commitment, mails: Mails
) -> None:
    told = [(mail.name, mail.recipient) for mail in mails()]

    assert told == [("commitment_closed", world.paula.email), ("close_out_assessed", world.ada.email)]


def test_a_sentence_and_a_reason_are_needed(as_: As, world: World, closed: Commitment) -> None:
    form = assess_form(as_, world, closed).fill(**THEIRS | {"met_because": ""}, reason="We asked.")

    assert form.submit(expected=422).errors == {"met_because": "Enter a sentence that says why"}
    assert list(form.fill(**THEIRS, reason="").submit(expected=422).errors) == ["reason"]
    assert assessments(closed) == []


def test_nobody_looks_back_on_what_they_closed_themselves(as_: As, world: World, closed: Commitment) -> None:
    db.session.add(
        ProgrammeMembership(
            user=world.ada, programme=world.programme, role=ProgrammeRole.COORDINATOR, created_at=NOW
        )
    )
    db.session.commit()
    page = as_(world.ada).get("closing.assess_close_out", **at(closed, programme=True))

    refused = page.form("Send your answers").fill(**THEIRS, reason="Well done.").submit(expected=422)

    assert refused.error_list == [
        "You closed this commitment yourself, so another coordinator has to answer."
    ]


def test_answering_again_is_a_further_version(as_: As, world: World, assessed: Commitment) -> None:
    assess_form(as_, world, assessed).fill(met="yes", met_because="We counted again.").submit()

    assert [row.number for row in assessments(assessed)] == [1, 2]
    shown = public_page(as_(None), assessed).main
    assert "The coordinators answered again" in shown
    assert "Partly. Half of it, as to met." in shown


def test_two_coordinators_at_once_do_not_overwrite_each_other(
    as_: As, world: World, closed: Commitment
) -> None:
    mine, theirs = (assess_form(as_, world, closed).fill(**THEIRS, reason="We asked.") for _ in range(2))
    theirs.submit()

    page = mine.submit(expected=409)

    assert "A colleague answered these questions since you opened this page." in page.main
    assert "We see it otherwise as to met." in page.form("Send your answers").values["met_because"]
    assert len(assessments(closed)) == 1


def test_only_what_is_closed_in_an_open_programme_is_looked_back_on(
    as_: As, world: World, promise: Commitment, close: Close
) -> None:
    as_(world.paula).get("closing.assess_close_out", **at(promise, programme=True), expected=303)
    close(promise)
    form = assess_form(as_, world, promise).fill(**THEIRS, reason="We asked.")
    world.programme.closed_on = TODAY
    db.session.commit()

    assert "This programme is closed." in form.submit(expected=422).main
    assert assessments(promise) == []


def test_an_observer_reads_and_answers_nothing(as_: As, world: World, closed: Commitment) -> None:
    for person, expected in ((world.otto, 403), (world.other_paula, 404), (world.prue, 404)):
        as_(person).get("closing.assess_close_out", **at(closed, programme=True), expected=expected)
    shown = as_(world.otto).get("programmes.review_commitment", **at(closed, programme=True))
    assert "Closed on 6 April 2026" in shown.main
    assert not shown.has_link("Answer the four questions")


def test_the_reply_stands_in_public_with_its_date(
    as_: As, world: World, assessed: Commitment, mails: Mails
) -> None:
    page = reply_form(as_, world, assessed).fill(words="Two contracts end in May.").submit()

    assert "Your reply stands beside" in page.flash
    shown = public_page(as_(None), assessed)
    assert "The organisation’s reply Two contracts end in May. Alder Trust, 6 April 2026." in shown.main
    assert "Prue" not in shown.text
    assert [(mail.name, mail.recipient) for mail in mails()][-1] == (
        "assessment_replied",
        world.paula.email,
    )


def test_a_correction_of_the_reply_is_a_new_version(as_: As, world: World, assessed: Commitment) -> None:
    reply_form(as_, world, assessed).fill(words="Two contracts.").submit()

    reply_form(as_, world, assessed).fill(words="Three contracts.").submit()
    same = reply_form(as_, world, assessed).submit(expected=422)

    assert same.errors == {"words": "This is what your reply says already."}
    assert replies(assessed) == ["Two contracts.", "Three contracts."]
    shown = public_page(as_(None), assessed).main
    assert "The organisation corrected its reply" in shown


def test_new_answers_leave_the_reply_standing_and_may_be_replied_to(
    as_: As, world: World, assessed: Commitment
) -> None:
    reply_form(as_, world, assessed).fill(words="Two contracts.").submit()
    db.session.expire_all()
    later = NOW + timedelta(days=3)
    assess_close_out(
        assessed,
        FOUR_ANSWERS | {"met": OneAnswer("yes", "We counted again.")},
        "We read them again.",
        seen=1,
        by=world.paula,
        now=later,
        today=later.date(),
    )
    db.session.commit()

    shown = public_page(as_(None), assessed).main
    assert "Two contracts. Alder Trust, 6 April 2026, to the answers of 6 April 2026." in shown
    reply_form(as_, world, assessed).fill(words="Thank you.").submit()
    assert "Thank you. Alder Trust, 6 April 2026." in public_page(as_(None), assessed).main


def test_two_who_reply_at_once_do_not_overwrite_each_other(
    as_: As, world: World, assessed: Commitment
) -> None:
    mine, theirs = (reply_form(as_, world, assessed) for _ in range(2))
    theirs.fill(words="Theirs.").submit()

    page = mine.fill(words="Mine.").submit(expected=409)

    assert page.form("Send the reply").values["words"] == ["Mine."]
    assert replies(assessed) == ["Theirs."]


def test_the_right_of_reply_outlasts_the_programme_and_nothing_is_sent(
    as_: As, world: World, assessed: Commitment, mails: Mails
) -> None:
    sent = len(mails())
    world.programme.closed_on = TODAY
    db.session.commit()

    reply_form(as_, world, assessed).fill(words="We still see it otherwise.").submit()

    assert replies(assessed) == ["We still see it otherwise."]
    assert "We still see it otherwise." in public_page(as_(None), assessed).main
    assert len(mails()) == sent


def test_there_is_nothing_to_reply_to_before_they_answer(as_: As, world: World, closed: Commitment) -> None:
    as_(world.prue).get("closing.reply_to_assessment", **at(closed), expected=303)
    for person, expected in ((world.cora, 403), (world.eve, 404)):
        as_(person).get("closing.reply_to_assessment", **at(closed), expected=expected)
