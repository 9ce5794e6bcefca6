"""Correcting a check-in: said again with a reason; what was said before stays on record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import Publication, PublicationKind
from tests.check_ins.conftest import Ask, Report, Return
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "check_ins.correct_check_in"
SEND = "Sign and send the correction"
PRIVATE = EvidenceLink("Pay data", "https://example.org/pay", "data", "measured", is_public=False)


def open_form(browser: CheckingClient, check_in: CheckIn) -> Page:
    return browser.get(PAGE, organisation="alder-trust", check_in=check_in.public_id)


def published(check_in: CheckIn) -> list[Publication]:
    db.session.refresh(check_in.commitment)
    return [row for row in check_in.commitment.publications if row.kind is PublicationKind.CHECK_IN]


def test_everything_is_filled_in_as_it_was_given(as_: As, cora: User, report: Report) -> None:
    check_in = report(
        who_has_not_benefited="Agency staff.",
        themes=(ThemeNote("funding", "helping"), ThemeNote("too_big", "hindering")),
        evidence=(PRIVATE,),
    )
    before = check_in.current.answers
    open_form(as_(cora), check_in).form(SEND).fill(outlook="off_track", reason="The tender failed.").submit()
    db.session.refresh(check_in)
    assert check_in.current.answers == replace(before, outlook="off_track")
    assert check_in.versions[0].answers == before


def test_only_the_latest_version_is_public_and_says_why(as_: As, cora: User, report: Report) -> None:
    check_in = report()
    page = (
        open_form(as_(cora), check_in)
        .form(SEND)
        .fill(outlook="off_track", reason="The tender failed.")
        .submit()
    )
    assert "Check-in 1 has been corrected. It is public now." in page.flash
    assert page.fact("Why it was corrected") == "The tender failed."
    assert "Version 1, 6 April 2026 at 10:00" in page.main
    first, second = published(check_in)
    assert (first.is_current, second.is_current) == (False, True)
    assert (second.number, second.note) == (2, "The tender failed.")
    assert second.payload["outlook"] == "off_track"
    entry = check_in.commitment.register_entry
    assert entry is not None
    assert entry.outlook == "off_track"


def test_a_correction_needs_a_reason_and_a_difference(as_: As, cora: User, report: Report) -> None:
    check_in = report()
    page = open_form(as_(cora), check_in)
    refused = page.form(SEND).fill(outlook="off_track").submit(expected=422)
    assert refused.errors == {"reason": "Enter what you corrected, and why"}
    refused = page.form(SEND).fill(reason="Just so.").submit(expected=422)
    assert refused.error_list == ["Your answers are the same as before. Change what was wrong, or cancel."]
    assert len(check_in.versions) == len(published(check_in)) == 1


def test_where_it_is_approved_first_the_old_words_stay_public_until_then(
    as_: As, cora: User, world: World, report: Report
) -> None:
    check_in = report()
    world.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()
    page = (
        open_form(as_(cora), check_in)
        .form(SEND)
        .fill(outlook="off_track", reason="The tender failed.")
        .submit()
    )
    assert "Until then, version 1 stays public." in page.flash
    db.session.refresh(check_in)
    assert (check_in.published_version, check_in.current.number) == (1, 2)
    assert check_in.current.reason == "The tender failed."
    assert [row.payload["outlook"] for row in published(check_in)] == ["on_track"]


def test_one_that_came_back_opens_with_the_reason_and_counts_again_once_sent(
    as_: As, cora: User, ask: Ask, report: Report, give_back: Return
) -> None:
    ask(date(2026, 4, 30)).programme.review_mode = ReviewMode.APPROVE
    check_in = report()
    give_back(check_in, "Please name the contract.")
    assert check_in.commitment.next_due_on == date(2026, 4, 30)
    page = open_form(as_(cora), check_in)
    assert "Please name the contract." in page.main
    page.form(SEND).fill(why="The cleaning contract is signed.", reason="The contract is named.").submit()
    db.session.refresh(check_in)
    assert (check_in.is_returned, check_in.is_waiting) == (False, True)
    assert check_in.expected is not None
    assert check_in.expected.reported_on == NOW.date()
    assert check_in.commitment.next_due_on is None


def test_the_log_keeps_before_and_after_and_people_are_told(
    as_: As, cora: User, paula: User, report: Report
) -> None:
    check_in = report(evidence=(PRIVATE,))
    form = open_form(as_(cora), check_in).form(SEND)
    form.fill(next_step_on__day="2", reason="The date was wrong.").submit()
    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.CHECK_IN_CORRECTED)).one()
    assert line.before == {"next_step_on": "2026-09-01"}
    assert line.after == {"next_step_on": "2026-09-02", "reason": "The date was wrong."}
    mails = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.key.contains(":2:"))).all()
    assert {(mail.name, mail.recipient) for mail in mails} == {
        ("check_in_submitted", paula.email),
        ("check_in_copy", cora.email),
    }


def test_nothing_is_corrected_in_a_closed_programme(
    as_: As, cora: User, world: World, report: Report
) -> None:
    check_in = report()
    form = open_form(as_(cora), check_in).form(SEND).fill(outlook="off_track", reason="The tender failed.")
    world.programme.closed_on = NOW.date()
    db.session.commit()
    assert form.submit(expected=422).error_list[0].startswith("This programme is closed.")
    as_(cora).get(PAGE, expected=303, organisation="alder-trust", check_in=check_in.public_id)
    assert len(check_in.versions) == 1
