"""Reading what was submitted, and acknowledging, approving or returning it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.commitments.actions.drafts import submit_commitment
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Programme, ReviewMode
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.review import Decision, Review, review_version
from tests.conftest import NOW
from tests.programmes.conftest import As, Log, Mails, Open, Submit
from tests.support.factories.commitment import make_draft
from tests.support.page import Page
from tests.support.people import World, make_colleague

TITLE = "Every cleaning contract pays the real living wage"


@pytest.fixture
def page(as_: As, world: World, paula: User) -> Open:
    """Open the page of a commitment as Paula, or as somebody else."""

    def opened(commitment: Commitment, person: User = paula, **expected: Any) -> Page:
        return as_(person).get(
            "programmes.review_commitment",
            programme=world.programme.slug,
            commitment=commitment.public_id,
            **expected,
        )

    return opened


def reviews_of(commitment: Commitment) -> list[Review]:
    return list(
        db.session.scalars(
            select(Review)
            .where(
                Review.organisation_id == commitment.organisation_id, Review.commitment_id == commitment.id
            )
            .order_by(Review.id)
        )
    )


def publications_of(commitment: Commitment) -> int:
    found = db.session.scalars(
        select(Publication.id).where(
            Publication.kind == PublicationKind.COMMITMENT, Publication.subject_id == commitment.public_id
        )
    )
    return len(found.all())


def test_a_coordinator_reads_everything_that_was_submitted(
    page: Open, submit: Submit, approving: Programme
) -> None:
    shown = page(submit())

    assert shown.heading == TITLE
    assert "Submitted 6 April 2026 at 10:00 by Cora Editor" in shown.main
    assert shown.fact("Post-holder") == "Director of finance (Frances Private; the name is not public)"
    assert shown.table("Milestones of this promise")[0][0] == "Clause agreed with both unions"


def test_approving_publishes(
    page: Open, submit: Submit, approving: Programme, mails: Mails, log: Log
) -> None:
    commitment = submit()
    assert publications_of(commitment) == 0

    done = page(commitment).form("Send your decision").fill(decision="accepted").submit()

    assert "Approved. It is published." in done.flash
    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.PUBLISHED
    assert commitment.register_entry is not None
    assert publications_of(commitment) == 1
    [review] = reviews_of(commitment)
    assert (review.decision, review.reviewed_by.name) == (Decision.APPROVED, "Paula Coordinator")
    assert log()[-2:] == ["commitment_published", "commitment_approved"]
    told = [mail.recipient for mail in mails() if mail.name == "commitment_approved"]
    assert sorted(told) == ["ada.admin@example.org", "cora.editor@example.org"]


def test_acknowledging_leaves_what_is_public_as_it_is(page: Open, submit: Submit, mails: Mails) -> None:
    commitment = submit()
    assert publications_of(commitment) == 1

    done = page(commitment).form("Send your decision").fill(decision="accepted").submit()

    assert "Acknowledged." in done.flash
    assert done.heading == "To review"
    assert "Nothing to review" in done.main
    assert publications_of(commitment) == 1
    assert [row.decision for row in reviews_of(commitment)] == [Decision.ACKNOWLEDGED]
    assert "commitment_acknowledged" in {mail.name for mail in mails()}


def test_the_form_says_whether_it_publishes(page: Open, submit: Submit, world: World) -> None:
    public = page(submit()).main
    world.programme.review_mode = ReviewMode.APPROVE
    private = page(submit(title="Another")).main

    assert "Acknowledge You have read it; it is public already." in public
    assert "Approve It is published at once." in private


def test_returning_gives_the_text_back_with_the_reason(
    page: Open, submit: Submit, approving: Programme, mails: Mails, log: Log
) -> None:
    commitment = submit()

    page(commitment).form("Send your decision").fill(
        decision="returned", reason="Name the contracts."
    ).submit()

    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.RETURNED
    assert publications_of(commitment) == 0
    assert reviews_of(commitment)[0].reason == "Name the contracts."
    [*_, last] = [mail for mail in mails() if mail.name == "commitment_returned"]
    assert last.context["reason"] == "Name the contracts."
    assert last.context["is_public"] is False
    assert log()[-1] == "commitment_returned"


def test_a_public_commitment_that_is_returned_stays_public(page: Open, submit: Submit, mails: Mails) -> None:
    commitment = submit()

    page(commitment).form("Send your decision").fill(decision="returned", reason="The date is past.").submit()

    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.PUBLISHED
    assert publications_of(commitment) == 1
    assert [row.reason for row in reviews_of(commitment)] == ["The date is past."]
    assert {mail.context["is_public"] for mail in mails() if mail.name == "commitment_returned"} == {True}


def test_a_public_commitment_that_was_returned_may_be_acknowledged_after_all(
    page: Open, submit: Submit
) -> None:
    commitment = submit()
    page(commitment).form("Send your decision").fill(decision="returned", reason="Why?").submit()

    page(commitment).form("Send your decision").fill(decision="accepted").submit()

    assert [row.decision for row in reviews_of(commitment)] == [Decision.RETURNED, Decision.ACKNOWLEDGED]


def test_while_a_returned_text_is_being_rewritten_it_is_not_shown(
    page: Open, submit: Submit, approving: Programme
) -> None:
    commitment = submit()
    page(commitment).form("Send your decision").fill(decision="returned", reason="Name them.").submit()
    db.session.refresh(commitment)
    commitment.statement = "A half-written sentence"
    db.session.commit()

    shown = page(commitment)

    assert "A half-written sentence" not in shown.text
    assert "is changing this text" in shown.main
    assert "Returned by Paula Coordinator" in shown.main


def test_a_return_needs_a_reason(page: Open, submit: Submit) -> None:
    commitment = submit()

    again = page(commitment).form("Send your decision").fill(decision="returned").submit(expected=422)

    assert again.errors["reason"] == "Enter the reason"
    assert reviews_of(commitment) == []


def test_a_decision_is_needed(page: Open, submit: Submit) -> None:
    again = page(submit()).form("Send your decision").submit(expected=422)

    assert again.errors["decision"] == "Choose what you decide"


def test_the_second_of_two_coordinators_is_told_and_nothing_is_done_twice(
    page: Open, submit: Submit, world: World, approving: Programme
) -> None:
    second = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    commitment = submit()
    form_of_the_second = page(commitment, second).form("Send your decision").fill(decision="accepted")
    page(commitment).form("Send your decision").fill(decision="accepted").submit()

    late = form_of_the_second.submit(expected=409)

    assert late.error_list == [
        "Paula Coordinator approved this on 6 April 2026. There is nothing left to decide."
    ]
    assert "Your reason was not sent" not in late.main, "none was typed"
    assert len(reviews_of(commitment)) == 1
    assert publications_of(commitment) == 1


def test_the_second_of_two_who_return_a_text_reads_why_and_keeps_their_own_reason(
    page: Open, submit: Submit, world: World, approving: Programme
) -> None:
    second = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    commitment = submit()
    late = page(commitment, second).form("Send your decision")
    late.fill(decision="returned", reason="Say which year.")
    page(commitment).form("Send your decision").fill(decision="returned", reason="Name them.").submit()

    refused = late.submit(expected=409)

    assert refused.error_list == [
        "Paula Coordinator returned this on 6 April 2026. There is nothing left to decide."
    ]
    assert "Name them." in refused.main
    assert "Say which year." in refused.main
    assert [row.reason for row in reviews_of(commitment)] == ["Name them."]


def test_a_text_that_was_submitted_again_since_the_page_was_opened_has_to_be_read_first(
    page: Open, submit: Submit, world: World, cora: User, approving: Programme
) -> None:
    second = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    commitment = submit()
    opened_before = page(commitment, second).form("Send your decision").fill(decision="accepted")
    page(commitment).form("Send your decision").fill(decision="returned", reason="Name them.").submit()
    db.session.refresh(commitment)
    later = NOW + timedelta(minutes=10)
    submit_commitment(
        commitment,
        as_statement_of_intent=False,
        version=commitment.version,
        by=cora,
        now=later,
        today=later.date(),
    )
    db.session.commit()

    with clock.fixed(later):
        refused = opened_before.submit(expected=409)
        assert "Read it again before you decide" in refused.error_list[0]
        refused.form("Send your decision").fill(decision="accepted").submit()

    assert [row.decision for row in reviews_of(commitment)] == [Decision.RETURNED, Decision.APPROVED]


def test_nobody_reviews_what_they_submitted_themselves(
    page: Open, submit: Submit, world: World, paula: User, cora: User
) -> None:
    db.session.add(
        ProgrammeMembership(
            user=cora, programme=world.programme, role=ProgrammeRole.COORDINATOR, created_at=NOW
        )
    )
    commitment = submit()

    shown = page(commitment, cora)

    assert "another coordinator has to review it" in shown.main
    assert "Send your decision" in page(commitment, paula).main
    refused = shown.client.post(
        "programmes.review_commitment",
        {"decision": "accepted", "version": str(review_version(commitment))},
        programme=world.programme.slug,
        commitment=commitment.public_id,
        expected=422,
    )
    assert "another coordinator has to review it" in refused.error_list[0]
    assert reviews_of(commitment) == []


def test_an_observer_reads_and_has_no_form(page: Open, submit: Submit, otto: User) -> None:
    shown = page(submit(), otto)

    assert shown.heading == TITLE
    assert "Send your decision" not in shown.main


def test_in_a_closed_programme_nothing_is_decided_any_more(page: Open, submit: Submit, world: World) -> None:
    commitment = submit()
    form = page(commitment).form("Send your decision").fill(decision="accepted")
    world.programme.close("It is done.", today=NOW.date())
    db.session.commit()

    assert "Send your decision" not in page(commitment).main
    assert "This programme is closed" in form.submit(expected=422).error_list[0]


def test_a_draft_is_not_there(page: Open, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="Not yet")
    db.session.commit()

    page(draft, expected=404)


def test_a_commitment_to_another_programme_is_not_there(
    page: Open, world: World, submit: Submit, as_: As
) -> None:
    page(submit(), world.other_paula, expected=404)
    as_(world.other_paula).get(
        "programmes.review_commitment",
        programme=world.other_programme.slug,
        commitment=submit(title="Another").public_id,
        expected=404,
    )
