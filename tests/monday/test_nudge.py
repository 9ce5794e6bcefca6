"""Writing to an organisation whose check-ins have not come: kindly, once a day, kept, and posted."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.nudge import Nudge
from equity_tracker.model.people import User
from equity_tracker.web.email_pages import choices_page, render_email
from tests.conftest import NOW
from tests.monday.conftest import TODAY, As, Owe, Promise, Report, days, mails
from tests.support.page import FilledForm, Page
from tests.support.people import World

BUTTON = "Send the message"


def opened(as_: As, person: User, *to: str) -> Page:
    query = "&".join(f"to={slug}" for slug in to)
    return as_(person).get_url(f"/p/fairer-shore/not-reported/write?{query}")


@pytest.fixture
def form(as_: As, paula: User, cora: User, promise: Promise, owe: Owe) -> FilledForm:
    """The message about one check-in of Alder, on what Cora holds."""
    owe(promise(held_by=cora), days(-3))
    return opened(as_, paula, "alder-trust").form(BUTTON)


def test_the_message_is_there_to_be_changed_and_says_what_it_asks_for(
    as_: As, paula: User, promise: Promise, owe: Owe
) -> None:
    owe(promise(), days(-3))
    page = as_(paula).get("monday.list_not_reported", programme="fairer-shore")

    page = page.link("Write to Alder Trust").follow()

    sent = page.form(BUTTON).values
    assert sent["organisations"] == ["alder-trust"]
    assert "Fairer Shore" in sent["subject"][0]
    assert "It is not too late" in sent["text"][0]
    assert "Fair pay, due by 3 April 2026" in page.main
    assert "Ask Paula Coordinator" in page.main


def test_it_goes_to_whom_the_reminders_go_and_is_kept_and_logged(
    app: Flask, as_: As, form: FilledForm, ada: User
) -> None:
    page = form.fill(subject="How is it going?", text="Tell us <b>how</b>.\nGladly.\n\nPaula").submit()

    assert page.flash == "Done Your message to Alder Trust is on its way."
    assert "Written to on 6 April 2026" in page.main
    (mail,) = mails()
    assert (mail.name, mail.recipient, mail.is_essential) == ("nudge", "cora.editor@example.org", False)
    subject, text, html = render_email(mail.name, mail.context)
    assert subject == "How is it going?"
    assert "Tell us <b>how</b>." in text
    assert "Tell us &lt;b&gt;how&lt;/b&gt;.<br>Gladly." in html
    assert "Due by 3 April 2026, for Fairer Shore." in text
    assert "/check-in" in text
    assert "paula.coordinator@example.org" in text
    assert choices_page(mail.context).endswith("/account/mail")
    nudge = db.session.scalars(select(Nudge).where(Nudge.programme_id > 0)).one()
    assert (nudge.subject, nudge.sent_on, nudge.asked[0]["title"]) == ("How is it going?", TODAY, "Fair pay")
    home = page.link("Overview").follow()
    assert "Paula Coordinator wrote to Alder Trust about check-ins that have not come" in home.main
    theirs = as_(ada).get("organisations.list_activity", organisation="alder-trust")
    assert (
        "Paula Coordinator wrote for Fairer Shore about check-ins that have not come: “How is it going?”."
        in theirs.main
    )


def test_one_message_a_day_is_enough(as_: As, paula: User, form: FilledForm) -> None:
    form.submit()

    page = as_(paula).get("monday.list_not_reported", programme="fairer-shore")
    assert not page.has_link("Write to Alder Trust")
    again = opened(as_, paula, "alder-trust")
    assert "You can write again tomorrow." in again.main
    assert "Paula Coordinator to Alder Trust" in again.main
    refused = as_(paula).post(
        "monday.nudge_organisations",
        {"organisations": "alder-trust", "subject": "Again", "text": "Again"},
        expected=422,
        programme="fairer-shore",
    )
    assert "was written to today" in " ".join(refused.error_list)
    assert len(mails()) == 1
    with clock.fixed(NOW + timedelta(days=1)):
        assert opened(as_, paula, "alder-trust").form(BUTTON).submit().flash.startswith("Done")
    assert len(mails()) == 2


def test_two_coordinators_at_once_write_one(as_: As, paula: User, form: FilledForm, world: World) -> None:
    kept = Nudge(
        organisation_id=world.alder.id,
        programme_id=world.programme.id,
        sent_on=TODAY,
        sent_at=NOW,
        sent_by=world.otto,
        subject="First",
        text="First",
        asked=[],
    )
    db.session.add(kept)
    db.session.commit()

    page = form.submit(expected=422)

    assert page.error_list
    assert mails() == []


def test_several_organisations_are_written_to_at_once_each_about_its_own(
    as_: As, paula: User, promise: Promise, owe: Owe, world: World
) -> None:
    owe(promise("Of Alder", held_by=world.cora), days(-3))
    owe(promise("Of Birch", of=world.birch), days(-4))
    page = as_(paula).get("monday.list_not_reported", programme="fairer-shore")

    assert "Write to all those ticked" in page.main
    page = opened(as_, paula, "alder-trust", "birch-college")
    page = page.form(BUTTON).submit()

    assert page.flash == "Done Your message to Alder Trust and Birch College is on its way."
    asked = {mail.recipient: [row["title"] for row in mail.context["check_ins"]] for mail in mails()}
    assert asked == {
        "cora.editor@example.org": ["Of Alder"],
        "eve.elsewhere@example.org": ["Of Birch"],
    }


@pytest.mark.parametrize("missing", ["subject", "text"])
def test_an_empty_message_is_refused(form: FilledForm, missing: str) -> None:
    page = form.fill(**{missing: " "}).submit(expected=422)

    assert page.error_list
    assert mails() == []


def test_where_nobody_can_be_written_to_the_page_says_so(
    as_: As, paula: User, promise: Promise, owe: Owe, world: World
) -> None:
    owe(promise(of=world.birch), days(-3))
    world.eve.suspended_at = NOW
    db.session.commit()

    page = as_(paula).get("monday.list_not_reported", programme="fairer-shore")

    assert "Nobody can be written to" in page.main
    assert not page.has_link("Write to Birch College")


def test_where_all_have_stopped_reminders_nothing_is_sent_and_a_sentence_says_why(
    form: FilledForm, world: World
) -> None:
    for person in (world.ada, world.cora, world.prue):
        person.wants_reminders = False
    db.session.commit()

    page = form.submit(expected=422)

    assert "or has nobody who can be written to" in " ".join(page.error_list)
    assert db.session.scalars(select(Nudge).where(Nudge.programme_id > 0)).all() == []


def test_what_came_meanwhile_is_not_asked_for(form: FilledForm, report: Report, world: World) -> None:
    report(db.session.scalars(select(Commitment).where(Commitment.programme_id == world.programme.id)).one())

    page = form.submit(expected=422)

    assert "There is nothing to write about" in page.main
    assert "nudge" not in [mail.name for mail in mails()]


def test_a_closed_programme_writes_to_nobody(form: FilledForm, world: World, as_: As, paula: User) -> None:
    world.programme.close("It is done.", today=TODAY)
    db.session.commit()

    form.submit(expected=422)

    assert mails() == []
    page = as_(paula).get("monday.list_not_reported", programme="fairer-shore")
    assert not page.has_link("Write to Alder Trust")


def test_the_line_of_the_log_holds_the_text(form: FilledForm) -> None:
    form.fill(text="Please ring me.").submit()

    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.ORGANISATION_NUDGED)).one()
    assert line.after is not None
    assert line.after["text"] == "Please ring me."
