"""Reading a check-in, and acknowledging, approving or returning it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.check_ins.actions import correct_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.review import Decision, Review
from tests.conftest import NOW
from tests.programmes.conftest import As, Mails, Open, Report, entry_of
from tests.support.factories.commitment import answers, make_published
from tests.support.page import Page
from tests.support.people import World, make_colleague


@pytest.fixture
def page(as_: As, world: World, paula: User) -> Open:
    """Open the page of a check-in as Paula, or as somebody else."""

    def opened(check_in: CheckIn, person: User = paula, **expected: Any) -> Page:
        return as_(person).get(
            "programmes.review_check_in",
            programme=world.programme.slug,
            check_in=check_in.public_id,
            **expected,
        )

    return opened


@pytest.fixture
def promise(world: World) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


def reviews_of(check_in: CheckIn) -> list[Review]:
    return list(
        db.session.scalars(
            select(Review)
            .where(Review.organisation_id == check_in.organisation_id, Review.check_in_id == check_in.id)
            .order_by(Review.id)
        )
    )


def numbers_published(check_in: CheckIn) -> list[int]:
    return list(
        db.session.scalars(
            select(Publication.number)
            .where(Publication.kind == PublicationKind.CHECK_IN, Publication.subject_id == check_in.public_id)
            .order_by(Publication.number)
        )
    )


def test_a_coordinator_reads_all_of_it_private_evidence_too(
    page: Open, report: Report, promise: Commitment
) -> None:
    private = EvidenceLink("Minutes", "https://alder.example/minutes", is_public=False)
    shown = page(report(promise, evidence=(private,)))

    assert shown.heading == f"Check-in 1: {promise.title}"
    assert shown.fact("Why") == "The clause is agreed with procurement."
    assert "Minutes" in shown.fact("Evidence")
    assert "not public" in shown.fact("Evidence")
    assert "Cora Editor" in shown.main


def test_what_is_worth_another_look_stands_before_the_decision(
    page: Open, report: Report, promise: Commitment
) -> None:
    shown = page(report(promise, level="treatment", delivery="complete", evidence=()))

    assert "Reported as complete, with no evidence given yet." in shown.main
    assert "4 levels lower" in shown.main
    assert shown.main.index("Worth another look") < shown.main.index("Your decision")


def test_acknowledging_puts_a_decision_on_record(
    page: Open, report: Report, promise: Commitment, mails: Mails
) -> None:
    check_in = report(promise)

    page(check_in).form("Send your decision").fill(decision="accepted").submit()

    [review] = reviews_of(check_in)
    assert (review.decision, review.check_in_version) == (Decision.ACKNOWLEDGED, 1)
    assert numbers_published(check_in) == [1]
    told = [mail.recipient for mail in mails() if mail.name == "check_in_acknowledged"]
    assert sorted(told) == ["ada.admin@example.org", "cora.editor@example.org"]


def test_approving_publishes(page: Open, report: Report, promise: Commitment, approving: Programme) -> None:
    check_in = report(promise)
    assert numbers_published(check_in) == []

    page(check_in).form("Send your decision").fill(decision="accepted").submit()

    db.session.refresh(check_in)
    assert check_in.published_version == 1
    assert numbers_published(check_in) == [1]
    assert entry_of(promise).outlook == "on_track"


def test_returning_what_is_not_public_makes_it_count_as_none(
    page: Open, report: Report, promise: Commitment, approving: Programme, mails: Mails
) -> None:
    check_in = report(promise)

    page(check_in).form("Send your decision").fill(decision="returned", reason="Which contract?").submit()

    db.session.refresh(check_in)
    db.session.refresh(promise)
    assert check_in.is_returned
    assert promise.last_reported_on is None
    assert numbers_published(check_in) == []
    assert {mail.context["reason"] for mail in mails() if mail.name == "check_in_returned"} == {
        "Which contract?"
    }


def test_returning_what_is_public_leaves_it_public_and_counted(
    page: Open, report: Report, promise: Commitment
) -> None:
    check_in = report(promise)

    page(check_in).form("Send your decision").fill(decision="returned", reason="Which contract?").submit()

    db.session.refresh(check_in)
    db.session.refresh(promise)
    assert not check_in.is_returned
    assert promise.last_reported_on == NOW.date()
    assert entry_of(promise).outlook == "on_track"
    assert reviews_of(check_in)[0].reason == "Which contract?"


def test_a_correction_waits_anew_and_its_predecessor_is_shown_below(
    *, page: Open, report: Report, promise: Commitment, as_: As, world: World, cora: User
) -> None:
    check_in = report(promise)
    page(check_in).form("Send your decision").fill(decision="accepted").submit()
    correct_check_in(
        check_in,
        answers(what_changed="Two contracts were signed."),
        reason="One was missing.",
        seen=1,
        by=cora,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()

    shown = page(check_in)
    assert shown.fact("What changed since last time") == "Two contracts were signed."
    assert "Version 1, sent" in shown.main
    shown.form("Send your decision").fill(decision="accepted").submit()
    assert [row.check_in_version for row in reviews_of(check_in)] == [1, 2]


def test_a_correction_that_came_in_meanwhile_has_to_be_read_first(
    page: Open, report: Report, promise: Commitment, cora: User
) -> None:
    check_in = report(promise)
    opened = page(check_in).form("Send your decision").fill(decision="returned", reason="Which contract?")
    correct_check_in(
        check_in,
        answers(why="Another reason."),
        reason="It was wrong.",
        seen=1,
        by=cora,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()

    refused = opened.submit(expected=409)

    assert refused.error_list == [
        "A corrected version came in since you opened this page. Read it before you decide."
    ]
    assert refused.fact("Why") == "Another reason."
    assert reviews_of(check_in) == []
    again = refused.form("Send your decision")
    assert (again.values["decision"], again.values["reason"]) == (["returned"], ["Which contract?"])
    again.submit()
    [review] = reviews_of(check_in)
    assert (review.check_in_version, review.reason) == (2, "Which contract?")


def test_the_second_of_two_coordinators_is_told(
    page: Open, report: Report, promise: Commitment, world: World, approving: Programme
) -> None:
    second = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    check_in = report(promise)
    late = page(check_in, second).form("Send your decision")
    late.fill(decision="returned", reason="Name the contract.")
    page(check_in).form("Send your decision").fill(decision="accepted").submit()

    refused = late.submit(expected=409)

    assert refused.error_list == [
        "Paula Coordinator approved this on 6 April 2026. There is nothing left to decide."
    ]
    assert "Your reason was not sent" in refused.main
    assert "Name the contract." in refused.main
    assert len(reviews_of(check_in)) == 1


def test_nobody_reviews_their_own_check_in(
    page: Open, report: Report, promise: Commitment, world: World, cora: User
) -> None:
    check_in = report(promise)
    db.session.add(
        ProgrammeMembership(
            user=cora, programme=world.programme, role=ProgrammeRole.COORDINATOR, created_at=NOW
        )
    )
    db.session.commit()

    shown = page(check_in, cora)

    assert "another coordinator has to review it" in shown.main
    assert "Send your decision" not in shown.main


def test_an_unknown_decision_is_refused_and_nothing_is_stored(
    *, page: Open, report: Report, promise: Commitment, world: World, paula: User, as_: As
) -> None:
    check_in = report(promise)

    refused = as_(paula).post(
        "programmes.review_check_in",
        {"decision": "sell", "version": "1"},
        programme=world.programme.slug,
        check_in=check_in.public_id,
        expected=422,
    )

    assert "decision" in refused.errors
    assert reviews_of(check_in) == []


def test_a_check_in_of_another_programme_is_not_there(
    page: Open, report: Report, promise: Commitment, world: World, as_: As
) -> None:
    check_in = report(promise, next_step_on=date(2026, 9, 1))

    page(check_in, world.other_paula, expected=404)
    as_(world.other_paula).get(
        "programmes.review_check_in",
        programme=world.other_programme.slug,
        check_in=check_in.public_id,
        expected=404,
    )
