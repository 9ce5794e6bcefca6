"""Submitting: what becomes public, when, and in which form."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import Form
from equity_tracker.model.readiness import Section
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_draft
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "commitments.submit_commitment"
PUBLISH = "Submit and publish"


def submit_page(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(PAGE, organisation="alder-trust", commitment=commitment.public_id)


def edit(browser: CheckingClient, commitment: Commitment, section: Section, **answers: str) -> None:
    page = browser.get(
        "commitments.edit_section",
        organisation="alder-trust",
        commitment=commitment.public_id,
        section=section.value,
    )
    page.form("Save and continue").fill(**answers).submit()


def test_where_it_is_only_acknowledged_it_is_public_at_once(as_: As, cora: User, world: World) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    page = submit_page(as_(cora), commitment)
    assert "public as soon as you submit" in page.main
    page = page.form(PUBLISH).submit()
    assert "It is public now" in page.text
    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.PUBLISHED
    assert commitment.reference == "FS-0001"
    assert commitment.register_entry is not None
    assert commitment.register_entry.form is Form.COMMITMENT


def test_where_it_is_approved_first_nothing_is_public_yet(as_: As, cora: User, world: World) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    page = submit_page(as_(cora), commitment)
    assert "They become public when they are approved" in page.main
    page.form("Submit").submit()
    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.SUBMITTED
    assert commitment.publications == []


def test_the_coordinators_are_told(as_: As, cora: User, world: World, paula: User) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    submit_page(as_(cora), commitment).form(PUBLISH).submit()
    mail = db.session.scalars(select(OutgoingEmail)).one()
    assert (mail.recipient, mail.name) == (paula.email, "commitment_submitted")


def test_with_something_missing_it_can_only_be_a_statement_of_intent(
    as_: As, cora: User, world: World
) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW, level=None)
    db.session.commit()
    page = submit_page(as_(cora), commitment)
    assert page.has_link("The level of action")
    refused = page.form(PUBLISH).fill(publish_as="commitment").submit(expected=422)
    assert refused.errors["publish_as"].startswith("Some answers that a commitment needs are missing")
    page.form(PUBLISH).fill(publish_as="statement_of_intent").submit()
    db.session.refresh(commitment)
    assert commitment.register_entry is not None
    assert commitment.register_entry.form is Form.STATEMENT_OF_INTENT


def test_without_a_statement_nothing_can_be_submitted(as_: As, cora: User, world: World) -> None:
    commitment = make_draft(world.alder, world.programme, now=NOW, title="A title only")
    db.session.commit()
    page = submit_page(as_(cora), commitment)
    refused = page.form(PUBLISH).fill(publish_as="statement_of_intent").submit(expected=422)
    assert refused.error_list == ["Write the title and the full statement before you submit."]
    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.DRAFT


def test_submitting_twice_publishes_once(as_: As, cora: User, world: World) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    form = submit_page(as_(cora), commitment).form(PUBLISH)
    form.submit()
    form.submit()
    db.session.refresh(commitment)
    assert len(commitment.publications) == 1
    lines = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.COMMITMENT_SUBMITTED))
    assert len(lines.all()) == 1


def test_what_a_colleague_changed_since_it_was_read_is_not_submitted_unread(
    as_: As, cora: User, ada: User, world: World
) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    read = submit_page(as_(cora), commitment).form(PUBLISH).fill(publish_as="statement_of_intent")
    edit(as_(ada), commitment, Section.TIMING, deliverable="Ninety signed clauses")

    page = read.submit(expected=409)

    assert page.error_list == ["A colleague changed this since you opened it."]
    assert page.fact("Deliverable") == "Ninety signed clauses"
    db.session.refresh(commitment)
    assert commitment.submitted_at is None
    again = page.form("Submit what stands now")
    assert again.values["publish_as"] == ["statement_of_intent"]
    again.submit()
    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.PUBLISHED
    assert commitment.publications[0].payload["deliverable"] == "Ninety signed clauses"


def test_what_was_changed_again_has_to_be_read_again(as_: As, cora: User, ada: User, world: World) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    page = submit_page(as_(cora), commitment)
    edit(as_(ada), commitment, Section.TIMING, deliverable="Ninety signed clauses")
    page = page.form(PUBLISH).submit(expected=409)
    edit(as_(ada), commitment, Section.TIMING, deliverable="Ten signed clauses")

    page = page.form("Submit what stands now").submit(expected=409)

    assert page.fact("Deliverable") == "Ten signed clauses"
    page = as_(cora).get(
        "commitments.show_commitment", organisation="alder-trust", commitment=commitment.public_id
    )
    assert page.has_link("Check and submit")


def test_an_answer_taken_back_meanwhile_leaves_only_a_statement_of_intent(
    as_: As, cora: User, ada: User, world: World
) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    read = submit_page(as_(cora), commitment).form(PUBLISH)
    edit(as_(ada), commitment, Section.OWNERSHIP, owner="", owner_name="")

    page = read.submit(expected=409)

    assert page.has_link("The post-holder who answers for it")
    refused = page.form("Submit what stands now").submit(expected=422)
    assert refused.errors["publish_as"].startswith("Some answers that a commitment needs are missing")


def test_a_closed_programme_takes_nothing_new(as_: As, cora: User, world: World) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    world.programme.closed_on = NOW.date()
    db.session.commit()
    refused = submit_page(as_(cora), commitment).form(PUBLISH).submit(expected=422)
    assert refused.error_list == ["This programme is closed. Its pages stay, but nothing new can be added."]


def test_a_viewer_may_not_and_an_outsider_sees_nothing(as_: As, vic: User, eve: User, world: World) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    where: dict[str, Any] = {"organisation": "alder-trust", "commitment": commitment.public_id}
    as_(vic).get(PAGE, **where, expected=403)
    as_(vic).post(PAGE, {"publish_as": "commitment"}, **where, expected=403)
    as_(eve).get(PAGE, **where, expected=404)
    db.session.refresh(commitment)
    assert commitment.lifecycle is Lifecycle.DRAFT
