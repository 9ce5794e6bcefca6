"""Entering a check-in for an organisation that cannot do it itself, marked so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import Publication, PublicationKind
from tests.check_ins.conftest import Ask, Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.draft import make_draft_of_check_in, make_link
from tests.support.factories.round_question import ask as question
from tests.support.page import FilledForm, Page
from tests.support.people import World, make_colleague

As = Callable[[User | None], CheckingClient]
BUTTON = "Enter on their behalf"
SOURCE = "By telephone with the policy lead, 3 May"
REASON = "The post that reports is empty."
MARK = "Entered by the coordinators of Fairer Shore on behalf of"


@pytest.fixture
def entered(typed: dict[str, str]) -> dict[str, str]:
    """What Paula types."""
    return typed | {"source": SOURCE, "on_behalf_reason": REASON}


@pytest.fixture
def form(as_: As, world: World, promise: Commitment) -> Callable[[], FilledForm]:
    """Go from the commitment's page to the form, as Paula."""

    def opened() -> FilledForm:
        page = as_(world.paula).get(
            "programmes.review_commitment", programme=world.programme.slug, commitment=promise.public_id
        )
        return page.link("Check in on its behalf").follow().form(BUTTON)

    return opened


def fill(form: FilledForm, entered: dict[str, str]) -> FilledForm:
    return form.fill(**{name.replace("-", "__"): value for name, value in entered.items()})


def check_ins(promise: Commitment) -> list[CheckIn]:
    return list(
        db.session.scalars(
            select(CheckIn)
            .where(CheckIn.organisation_id == promise.organisation_id)
            .order_by(CheckIn.number)
            .execution_options(populate_existing=True)
        )
    )


def mails(name: str) -> list[OutgoingEmail]:
    return list(
        db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == name).order_by(OutgoingEmail.id))
    )


def public_page(as_: As, promise: Commitment) -> Page:
    assert promise.register_entry is not None
    return as_(None).get_url(
        f"/commitments/{promise.public_id}/{promise.register_entry.slug}", most_queries=8
    )


def test_it_is_marked_on_every_page_public_ones_too(
    *, form: Callable[[], FilledForm], entered: dict[str, str], as_: As, world: World, promise: Commitment
) -> None:
    page = fill(form(), entered).submit()

    assert page.flash.endswith("Check-in 1 is entered on behalf of Alder Trust.")
    assert f"{MARK} Alder Trust. Source: {SOURCE}" in page.main
    assert REASON in page.main
    [check_in] = check_ins(promise)
    theirs = as_(world.cora).get(
        "check_ins.show_check_in", organisation=world.alder.slug, check_in=check_in.public_id
    )
    assert MARK in theirs.main
    assert REASON in theirs.main
    shown = public_page(as_, promise)
    assert f"{MARK} the organisation. Source: {SOURCE}" in shown.main
    assert "own view" not in shown.main
    assert REASON not in shown.text
    assert "Paula" not in shown.text


def test_the_admins_and_the_owner_are_told_and_the_log_says_so(
    *, form: Callable[[], FilledForm], entered: dict[str, str], world: World, promise: Commitment
) -> None:
    owner = promise.owner(role=promise.ownerships[0].role)
    assert owner is not None
    owner.user_id = world.cora.id
    db.session.commit()

    fill(form(), entered).submit()

    told = mails("check_in_on_behalf")
    assert sorted(mail.recipient for mail in told) == [world.ada.email, world.cora.email]
    assert (told[0].context["source"], told[0].context["reason"]) == (SOURCE, REASON)
    line = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert line is not None
    assert (line.kind, line.organisation_id) == ("check_in_entered_on_behalf", world.alder.id)


def test_where_nobody_has_an_account_the_mailbox_is_told(
    *, form: Callable[[], FilledForm], entered: dict[str, str], world: World
) -> None:
    for member in db.session.scalars(select(Membership).where(Membership.organisation_id == world.alder.id)):
        member.ended_at = NOW
    world.alder.mailbox = "office@alder.example.org"
    db.session.commit()

    fill(form(), entered).submit()

    assert [mail.recipient for mail in mails("check_in_on_behalf")] == ["office@alder.example.org"]


def test_it_answers_the_round_like_any_other(
    *, form: Callable[[], FilledForm], entered: dict[str, str], ask: Ask, promise: Commitment
) -> None:
    ask(NOW.date() + timedelta(days=10))

    fill(form(), entered).submit()

    assert [row.reported_on for row in promise.expected_check_ins] == [NOW.date()]


def test_what_its_own_people_had_begun_stays_theirs(
    *, form: Callable[[], FilledForm], entered: dict[str, str], world: World, promise: Commitment
) -> None:
    make_draft_of_check_in(promise, by=world.cora, now=NOW)
    link = make_link(promise, "a-link", by=world.cora, now=NOW)
    db.session.commit()

    fill(form(), entered).submit()

    db.session.expire_all()
    assert promise.check_in_draft is not None
    assert promise.check_in_draft.has_text
    assert link.done_at is None


def test_the_round_asks_them_too_and_takes_no_files(
    *, form: Callable[[], FilledForm], entered: dict[str, str], ask: Ask, promise: Commitment
) -> None:
    round_ = ask(NOW.date() + timedelta(days=10))
    round_.questions = [question("What would help?", programme_id=promise.programme_id)]
    db.session.commit()

    opened = form()
    assert not [name for name in opened.values if name.endswith("-file")]
    fill(opened, entered).fill(round_question_1="Time.").submit()

    [check_in] = check_ins(promise)
    assert [row.value for row in check_in.current.answers.to_round] == ["Time."]


def test_how_they_know_and_why_are_needed(
    form: Callable[[], FilledForm], typed: dict[str, str], promise: Commitment
) -> None:
    refused = fill(form(), typed).submit(expected=422)

    assert list(refused.errors) == ["source", "on_behalf_reason"]
    assert check_ins(promise) == []


def test_the_organisation_corrects_it_and_the_mark_goes(
    *, form: Callable[[], FilledForm], entered: dict[str, str], as_: As, world: World, promise: Commitment
) -> None:
    fill(form(), entered).submit()
    [check_in] = check_ins(promise)
    page = as_(world.cora).get(
        "check_ins.correct_check_in", organisation=world.alder.slug, check_in=check_in.public_id
    )

    page.form("Sign and send the correction").fill(outlook="off_track", reason="It stands worse.").submit()

    payloads = list(
        db.session.scalars(
            select(Publication.payload)
            .where(Publication.kind == PublicationKind.CHECK_IN, Publication.subject_id == check_in.public_id)
            .order_by(Publication.number)
        )
    )
    assert [bool(row["on_behalf"]) for row in payloads] == [True, False]
    assert MARK not in public_page(as_, promise).main


def test_who_entered_it_neither_reviews_nor_assesses_it(
    *, form: Callable[[], FilledForm], entered: dict[str, str], as_: As, world: World, promise: Commitment
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    promise.submitted_at = None
    pia = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    db.session.commit()

    fill(form(), entered).submit()

    own = as_(world.paula).get("programmes.list_reviews", programme=world.programme.slug)
    assert "1 check-in that you entered on behalf of an organisation: a colleague reviews it." in own.main
    assert not own.has_link(str(promise.title))
    assert (
        as_(pia).get("programmes.list_reviews", programme=world.programme.slug).has_link(str(promise.title))
    )
    assert [mail.recipient for mail in mails("check_in_submitted")] == [pia.email]
    [check_in] = check_ins(promise)
    assert check_in.published_version is None


def test_a_report_that_came_meanwhile_is_read_first(
    *, form: Callable[[], FilledForm], entered: dict[str, str], report: Report, promise: Commitment
) -> None:
    opened = fill(form(), entered)
    report()

    refused = opened.submit(expected=409)

    assert "Check-in 1 was sent since you opened this page" in refused.error_list[0]
    assert len(check_ins(promise)) == 1


@pytest.mark.parametrize("how", ["closed programme", "draft"])
def test_what_cannot_be_reported_on_is_refused(
    *, as_: As, world: World, promise: Commitment, entered: dict[str, str], how: str
) -> None:
    arguments: dict[str, Any] = {"programme": world.programme.slug, "commitment": promise.public_id}
    if how == "draft":
        promise.lifecycle = type(promise.lifecycle).DRAFT
        db.session.commit()
        as_(world.paula).get("on_behalf.record_check_in", expected=404, **arguments)
        return
    world.programme.close("Done.", today=NOW.date())
    db.session.commit()
    as_(world.paula).get("on_behalf.record_check_in", expected=303, **arguments)
    as_(world.paula).post("on_behalf.record_check_in", entered, expected=422, **arguments)
    assert check_ins(promise) == []


def test_who_may_not(as_: As, world: World, promise: Commitment) -> None:
    arguments: dict[str, Any] = {"programme": world.programme.slug, "commitment": promise.public_id}
    as_(world.otto).get("on_behalf.record_check_in", expected=403, **arguments)
    as_(world.cora).get("on_behalf.record_check_in", expected=404, **arguments)
    arguments["programme"] = world.other_programme.slug
    as_(world.other_paula).get("on_behalf.record_check_in", expected=404, **arguments)


def test_the_mark_can_neither_be_changed_nor_removed(
    form: Callable[[], FilledForm], entered: dict[str, str]
) -> None:
    fill(form(), entered).submit()

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text("DELETE FROM check_ins_on_behalf"))
    db.session.rollback()
