"""What may be said beyond the seven answers: themes, help, asks, power, and reports elsewhere."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.check_ins.forms import CorrectCheckInForm, RecordCheckInForm
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.reported_elsewhere import ReportedElsewhere
from equity_tracker.web.email_pages import render_email
from tests.check_ins.conftest import Report
from tests.support.client import CheckingClient
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
SEND = "Sign and send"
ALL: dict[str, Any] = {
    "themes__0__theme": "funding",
    "themes__0__direction": "both",
    "themes__0__note": "Late at first, then paid in full.",
    "themes__1__theme": "reorganisation",
    "themes__1__direction": "hindering",
    "themes__1__note": "SECRET: both leads left.",
    "themes__1__is_private": "yes",
    "asks__0__addressee": "national_government",
    "asks__0__what": "Let every tender name the real living wage.",
    "asks__1__addressee": "funder",
    "asks__1__what": "SECRET: pay for two years at a time.",
    "asks__1__is_private": "yes",
    "help__0__way": "wanted",
    "help__0__theme": "evidence",
    "help__0__note": "Somebody who can read pay data.",
    "help__1__way": "offered",
    "help__1__theme": "community",
    "help__1__note": "SECRET: our list of tenants' groups.",
    "help__1__is_private": "yes",
    "elsewhere_title": "Annual report, page 12",
    "elsewhere_url": "https://alder.example.org/annual",
}
SAID: dict[str, Any] = {
    "themes": (
        ThemeNote("funding", "both", "Late at first, then paid in full."),
        ThemeNote("reorganisation", "hindering", "SECRET: both leads left.", is_private=True),
    ),
    "asks": (
        Ask("national_government", "Let every tender name the real living wage."),
        Ask("funder", "SECRET: pay for two years at a time.", is_private=True),
    ),
    "help": (
        HelpNote("wanted", "evidence", "Somebody who can read pay data."),
        HelpNote("offered", "community", "SECRET: our list of tenants' groups.", is_private=True),
    ),
    "reported_elsewhere": ReportedElsewhere("Annual report, page 12", "https://alder.example.org/annual"),
}


def open_form(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=commitment.public_id
    )


@pytest.fixture
def grown(as_: As, cora: User, promise: Commitment, typed: dict[str, str]) -> FilledForm:
    """The form with a second row of each kind, filled with the seven answers; no script was needed."""
    page = open_form(as_(cora), promise)
    for button in ("Add another theme", "Add another change", "Add another kind of help"):
        page = page.form(button).submit()
    return page.form(SEND).fill(**typed)


def test_all_of_it_is_kept_and_what_is_private_stays_between_organisation_and_coordinators(
    grown: FilledForm, as_: As, paula: User, promise: Commitment, world: World
) -> None:
    page = grown.fill(**ALL).submit()
    assert page.fact("What helped") == "Funding: Late at first, then paid in full."
    assert page.fact("What hindered") == (
        "Funding: Late at first, then paid in full. Reorganisation: SECRET: both leads left. Private"
    )
    assert page.fact("Help wanted") == "Research evidence: Somebody who can read pay data."
    assert page.fact("What must change above us").endswith(
        "A funder: SECRET: pay for two years at a time. Private"
    )
    assert page.link("Annual report, page 12").url == "https://alder.example.org/annual"
    db.session.refresh(promise)
    (check_in,) = promise.check_ins
    assert {name: getattr(check_in.current.answers, name) for name in SAID} == SAID
    theirs = as_(paula).get(
        "programmes.review_check_in", programme="fairer-shore", check_in=check_in.public_id
    )
    assert (
        theirs.fact("Help offered") == "Community involvement: SECRET: our list of tenants' groups. Private"
    )
    public = as_(None).get_url(f"/commitments/{promise.public_id}/{promise.register_entry.slug}")  # type: ignore[union-attr]
    assert "Hindered by: funding (“Late at first, then paid in full”); reorganisation." in public.main
    assert "Let every tender name the real living wage" in public.main
    assert "SECRET" not in public.text


def test_the_author_s_copy_counts_what_is_private_and_does_not_carry_it(grown: FilledForm) -> None:
    grown.fill(**ALL).submit()
    mail = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "check_in_copy")).one()
    for body in render_email(mail.name, mail.context)[1:]:
        assert "Somebody who can read pay data." in body
        assert "3 private notes not copied here." in body
        assert "SECRET" not in body


def test_a_correction_finds_every_row_as_it_was_and_the_log_says_what_differs(
    as_: As, cora: User, report: Report, promise: Commitment
) -> None:
    check_in = report(**SAID)
    page = as_(cora).get(
        "check_ins.correct_check_in", organisation="alder-trust", check_in=check_in.public_id
    )
    form = page.form("Sign and send the correction")
    assert form.values["themes-1-note"] == ["SECRET: both leads left."]
    assert form.values["help-1-is_private"] == ["yes"]
    form.fill(themes__0__direction="helping", reason="It only helped.").submit()
    db.session.refresh(check_in)
    assert check_in.current.answers.themes[0] == ThemeNote("funding", "helping", SAID["themes"][0].note)
    assert check_in.current.answers.asks == SAID["asks"]
    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.CHECK_IN_CORRECTED)).one()
    assert line.before is not None
    assert (set(line.before), line.before["themes"][0]["direction"]) == ({"themes"}, "both")


def test_the_previous_rows_count_again_when_nothing_has_changed(
    as_: As, cora: User, report: Report, promise: Commitment
) -> None:
    report(**SAID)
    page = as_(cora).get(
        "check_ins.confirm_nothing_changed", organisation="alder-trust", commitment=promise.public_id
    )
    page.form("Nothing has changed: sign and send").submit()
    db.session.refresh(promise)
    assert promise.check_ins[-1].current.answers.help == SAID["help"]


def test_what_a_colleague_sent_stands_beside_what_was_typed(grown: FilledForm, report: Report) -> None:
    report(themes=(ThemeNote("training", "helping", "Two days were paid."),))
    page = grown.fill(**ALL).submit(expected=409)
    rows = {row[0]: row[1:] for row in page.table("What each of you wrote")}
    assert rows["What helped or hindered"][0] == "Training and support, Helping, Two days were paid."
    assert rows["What helped or hindered"][1].startswith("Funding, Both, Late at first")
    assert page.form("Send mine as well").values["help-0-note"] == ["Somebody who can read pay data."]


ROW = {"themes-0-theme": "funding", "themes-0-direction": "helping"}
HELP = {"help-0-way": "wanted", "help-0-theme": "evidence", "help-0-note": "Pay data."}
ASK = {"asks-0-addressee": "funder", "asks-0-what": "Pay for two years."}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (ROW | {"themes-0-theme": ""}, "themes-0-theme", "Choose the theme"),
        (ROW | {"themes-0-theme": "goodwill"}, "themes-0-theme", "Choose a theme from the list"),
        (
            ROW | {"themes-0-direction": ""},
            "themes-0-direction",
            "Choose whether it helped, hindered or did both",
        ),
        (
            ROW | {"themes-0-direction": "both"},
            "themes-0-note",
            "Enter a sentence that says when it helped and when it hindered",
        ),
        (HELP | {"help-0-note": ""}, "help-0-note", "Enter a sentence that says what help"),
        (HELP | {"help-0-way": "sold"}, "help-0-way", "Choose an answer from the list"),
        (ASK | {"asks-0-what": ""}, "asks-0-what", "Enter what must change"),
        (ASK | {"asks-0-addressee": "god"}, "asks-0-addressee", "Choose an answer from the list"),
        (
            {"elsewhere_url": "https://alder.example.org/annual"},
            "elsewhere_title",
            "Enter the title of the other report",
        ),
        ({"elsewhere_title": "Annual report"}, "elsewhere_url", "Enter the web address of the other report"),
        (
            {"elsewhere_title": "Report", "elsewhere_url": "javascript:alert(1)"},
            "elsewhere_url",
            "Enter a web address that starts with https://",
        ),
    ],
)
def test_a_row_that_is_half_filled_is_refused_at_its_field(
    grown: FilledForm, changes: dict[str, str], field: str, message: str
) -> None:
    grown.values.update({name: [value] for name, value in changes.items()})
    page = grown.submit(expected=422)
    assert page.errors == {field: message}
    assert all(tag.has_attr("open") for tag in page.soup.select("details.fold:has([id$=-error])"))


def test_one_theme_named_twice_the_same_way_is_refused(grown: FilledForm) -> None:
    twice = ALL | {"themes__1__theme": "funding", "themes__1__direction": "both"}
    page = grown.fill(**twice).submit(expected=422)
    assert page.error_list == ["Funding is there twice. Put both sentences into one row"]


def test_it_is_told_beside_what_else_is_wrong_and_not_of_a_theme_that_was_not_chosen(
    grown: FilledForm,
) -> None:
    twice = ALL | {"themes__1__theme": "funding", "themes__1__direction": "both", "why": ""}
    page = grown.fill(**twice).submit(expected=422)
    assert page.error_list == [
        "Enter a sentence that says why",
        "Funding is there twice. Put both sentences into one row",
    ]
    page = grown.fill(themes__1__theme="", themes__1__note="In spring.").submit(expected=422)
    assert not any("is there twice" in message for message in page.error_list)


def test_a_private_tick_without_a_sentence_keeps_nothing_private(
    grown: FilledForm, promise: Commitment
) -> None:
    grown.fill(
        themes__0__theme="funding", themes__0__direction="helping", themes__0__is_private="yes"
    ).submit()
    db.session.refresh(promise)
    assert promise.check_ins[0].current.answers.themes == (ThemeNote("funding", "helping"),)


def test_the_groups_are_closed_until_they_hold_something(as_: As, cora: User, promise: Commitment) -> None:
    page = open_form(as_(cora), promise)
    assert page.soup.select("details.fold[open]") == []
    grown = page.form("Add another theme").submit()
    (opened,) = grown.soup.select("details.fold[open]")
    assert opened.select_one("[name=themes-1-theme][autofocus]") is not None


def test_power_is_asked_about_only_where_it_is_claimed_and_may_be_lower(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> None:
    assert "Who decided" not in open_form(as_(cora), promise).main
    promise.decision_power, promise.decision_body = "shared", "Residents' panel"
    db.session.commit()
    page = open_form(as_(cora), promise)
    assert "You claim: shared." in page.main
    page = page.form(SEND).fill(**typed, decision_power="consulted").submit()
    shown = page.fact("Who decided, as far as can be shown")
    assert shown == "Consulted (claimed, not evidenced: shared)"
    of_commitment = as_(cora).get(
        "commitments.show_commitment", organisation="alder-trust", commitment=promise.public_id
    )
    assert of_commitment.fact("Who decides") == (
        "Shared (claimed, not evidenced: the last check-in shows “consulted”)"
    )


def test_an_answer_about_power_survives_a_correction_after_the_claim_is_gone(
    as_: As, cora: User, report: Report, promise: Commitment
) -> None:
    check_in = report(decision_power="consulted")
    page = as_(cora).get(
        "check_ins.correct_check_in", organisation="alder-trust", check_in=check_in.public_id
    )
    page.form("Sign and send the correction").fill(why="Said again.", reason="A slip.").submit()
    db.session.refresh(check_in)
    assert check_in.current.answers.decision_power == "consulted"


@pytest.mark.parametrize("form", [RecordCheckInForm, CorrectCheckInForm])
def test_nothing_of_it_is_required(form: type[RecordCheckInForm]) -> None:
    optional = {name for names in form.folded.values() for name in names}
    assert {"themes", "help", "asks", "decision_power", "elsewhere_title"} <= optional
    assert not any(form()[name].required for name in optional)


def test_a_second_check_in_still_takes_seven_answers(
    as_: As, cora: User, promise: Commitment, report: Report, typed: dict[str, str]
) -> None:
    report(**SAID, decision_power="consulted")
    page = open_form(as_(cora), promise)
    empty = page.form(SEND)
    empty.values.pop("level")
    empty.values.pop("distribution")
    # Level and distribution are confirmed as one.
    assert len(empty.submit(expected=422).errors) - 1 == 7
    page.form(SEND).fill(**typed).submit()
    db.session.refresh(promise)
    published = [row for row in promise.publications if row.kind is PublicationKind.CHECK_IN]
    assert published[-1].payload["themes"] == []
    assert published[-1].happened_on == date(2026, 4, 6)
