"""What coordinators make of a suggestion, whom they tell, and what is kept of whoever made it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.suggestion import Suggestion
from equity_tracker.suggesting.job import forget_senders
from equity_tracker.web.email_pages import render_email
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.suggestion import make_suggestion
from tests.support.page import Page
from tests.support.people import World

EVERY = {"every_organisation": True}
As = Callable[[User | None], CheckingClient]


def made(promise: Commitment, **given: str) -> Suggestion:
    row = make_suggestion(promise, now=NOW, **given)
    db.session.commit()
    return row


def decide(
    client: CheckingClient, row: Suggestion, state: str, words: str = "", status: int | None = None
) -> Page:
    page = client.get("suggesting.decide", programme="fairer-shore", suggestion=row.public_id)
    filled = {"state": state} | ({"words": words} if words else {})
    return page.form("Save the decision").fill(**filled).submit(expected=status)


def mails(name: str) -> list[OutgoingEmail]:
    return list(db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == name)))


def logged() -> list[tuple[str, int | None]]:
    rows = db.session.scalars(select(Activity).where(Activity.subject_kind == "suggestion"))
    return [(row.kind, row.organisation_id) for row in rows]


def test_passed_on_the_organisation_reads_it_by_mail_and_in_its_workspace(
    as_: As, promise: Commitment, world: World
) -> None:
    row = made(promise)
    before = as_(world.vic).get("suggesting.list_passed_on", organisation="alder-trust")
    assert "Nothing has been passed on" in before.main
    page = decide(as_(world.paula), row, "passed_on", "Is this yours?")
    assert "Passed to the organisation." in page.flash

    after = as_(world.vic).get("suggesting.list_passed_on", organisation="alder-trust")
    assert row.what in after.main
    assert row.url in after.main
    (mail,) = mails("suggestion_passed_on")
    assert mail.recipient == world.ada.email
    said = "".join(render_email(mail.name, mail.context))
    assert row.what in said
    assert "Is this yours?" in said
    assert "Nia" not in said + after.main
    assert "nia@example.org" not in said + after.main
    assert row.url not in said, "no stranger's link is mailed in our name"
    assert logged() == [(ActivityKind.SUGGESTION_PASSED_ON, world.alder.id)]


def test_used_its_sender_is_told_and_forgotten(as_: As, promise: Commitment, world: World) -> None:
    row = made(promise)
    decide(as_(world.paula), row, "passed_on")
    decide(as_(world.paula), row, "used", "It is in check-in 4 now.")
    db.session.expire_all()
    (mail,) = mails("suggestion_outcome")
    assert mail.recipient == "nia@example.org"
    assert "It was used." in render_email(mail.name, mail.context)[1]
    assert (row.name, row.email) == (None, None)


def test_set_aside_needs_a_reason_and_is_no_business_of_the_organisations(
    as_: As, promise: Commitment, world: World
) -> None:
    row = made(promise)
    page = decide(as_(world.paula), row, "set_aside", status=422)
    assert page.error_list == ["Say why it is set aside"]
    assert not mails("suggestion_outcome")
    decide(as_(world.paula), row, "set_aside", "The minutes name another contract.")
    (mail,) = mails("suggestion_outcome")
    assert "The minutes name another contract." in render_email(mail.name, mail.context)[1]
    assert logged() == [(ActivityKind.SUGGESTION_SET_ASIDE, None)]


def test_two_coordinators_decide_once(as_: As, promise: Commitment, world: World) -> None:
    row = made(promise)
    client = as_(world.paula)
    page = client.get("suggesting.decide", programme="fairer-shore", suggestion=row.public_id)
    first, second = page.form("Save the decision"), page.form("Save the decision")
    first.fill(state="used").submit()
    answer = second.fill(state="set_aside", words="No.").submit(expected=422)
    assert answer.error_list
    db.session.expire_all()
    assert len(mails("suggestion_outcome")) == 1


def test_a_closed_programme_decides_nothing_more(as_: As, promise: Commitment, world: World) -> None:
    row = made(promise)
    world.programme.close("It is done.", today=NOW.date())
    db.session.commit()
    page = as_(world.paula).get("suggesting.decide", programme="fairer-shore", suggestion=row.public_id)
    assert "Save the decision" not in page.main
    as_(world.paula).post(
        "suggesting.decide",
        programme="fairer-shore",
        suggestion=row.public_id,
        data={"state": "passed_on"},
        expected=422,
    )
    assert not mails("suggestion_passed_on")


def test_the_list_can_be_narrowed_and_taken_away_without_names(
    as_: As, promise: Commitment, world: World
) -> None:
    made(promise)
    other = made(promise, what="=HYPERLINK(1) A ward has closed.")
    decide(as_(world.paula), other, "set_aside", "Not about this.")
    page = as_(world.otto).get("suggesting.list_suggestions", programme="fairer-shore", state="set_aside")
    assert [row[0] for row in page.table("Suggestions from readers")] == [
        "=HYPERLINK(1) A ward has closed. 1 February 2026"
    ]
    file = as_(world.otto).browser.get("/p/fairer-shore/suggestions.csv").get_data(as_text=True)
    assert "'=HYPERLINK(1)" in file
    assert "Set aside" in file
    assert "Nia" not in file
    assert "nia@" not in file


def test_the_monday_page_counts_what_is_new(as_: As, promise: Commitment, world: World) -> None:
    made(promise)
    page = as_(world.paula).get("programmes.show_home", programme="fairer-shore", most_queries=30)
    assert page.link("1 suggestion from a reader").follow().heading == "Suggestions from readers"


def test_only_coordinators_decide_and_others_find_nothing(as_: As, promise: Commitment, world: World) -> None:
    row = made(promise)
    place: dict[str, Any] = {"programme": "fairer-shore", "suggestion": row.public_id}
    as_(world.otto).post("suggesting.decide", data={"state": "used"}, expected=403, **place)
    for person in (world.cora, world.other_paula, world.eve):
        as_(person).get("suggesting.decide", expected=404, **place)
    page = as_(world.eve).get("suggesting.list_passed_on", organisation=world.birch.slug)
    assert "Nothing has been passed on" in page.main


def test_after_ninety_days_nobody_knows_who_suggested_it(promise: Commitment) -> None:
    row = made(promise)
    forget_senders(NOW + timedelta(days=89))
    db.session.expire_all()
    assert row.email is not None
    forget_senders(NOW + timedelta(days=90))
    db.session.expire_all()
    columns = select(Suggestion.name, Suggestion.email, Suggestion.what)
    (kept,) = db.session.execute(columns, execution_options=EVERY)
    assert tuple(kept) == (None, None, "The contract was let again, and pays the living wage.")
