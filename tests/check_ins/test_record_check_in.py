"""Reporting on a commitment: seven answers, what is shown beside them, and what becomes of them."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode, Visibility
from equity_tracker.model.publication import PublicationKind
from tests.check_ins.conftest import Ask, Report, Return
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "check_ins.record_check_in"
SEND = "Sign and send"


def open_form(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(PAGE, organisation="alder-trust", commitment=commitment.public_id)


@pytest.fixture
def filled(as_: As, cora: User, promise: Commitment, typed: dict[str, str]) -> FilledForm:
    """The form as Cora has filled it, not sent yet."""
    return open_form(as_(cora), promise).form(SEND).fill(**typed)


def texts_of(commitment: Commitment) -> list[str]:
    """Return the public texts about the commitment's check-ins."""
    db.session.refresh(commitment)
    rows = [row for row in commitment.publications if row.kind is PublicationKind.CHECK_IN]
    return [row.payload["what_changed"] for row in rows]


def test_seven_answers_make_a_check_in_that_is_public_at_once(
    as_: As, cora: User, promise: Commitment, ask: Ask, typed: dict[str, str]
) -> None:
    round_ = ask(date(2026, 4, 30))
    page = open_form(as_(cora), promise)
    assert "For Round 1, due 30 April 2026" in page.main
    page = page.form(SEND).fill(**typed).submit()
    assert page.heading == "Check-in 1"
    assert page.flash.endswith(
        "Check-in 1 has been sent. It is public now. A copy is on its way to cora.editor@example.org."
    )
    assert page.fact("Next step") == "Reopen the tender, by 1 September 2026"
    db.session.refresh(promise)
    (check_in,) = promise.check_ins
    assert (check_in.round, check_in.submitted_on, check_in.was_late) == (round_, NOW.date(), False)
    assert (check_in.current.level, check_in.current.distribution) == ("conditions", "universal")
    assert check_in.current.submitted_by == cora
    assert texts_of(promise) == ["Eight of eleven contracts carry the clause."]
    assert promise.register_entry is not None
    assert (promise.register_entry.outlook, promise.next_due_on) == ("at_risk", None)


def test_there_are_exactly_seven_required_answers() -> None:
    required = [field.name for field in RecordCheckInForm() if field.required]
    confirmed_as_one = {"level", "distribution"}
    assert confirmed_as_one <= set(required)
    assert len(set(required) - confirmed_as_one) + 1 == 7


def test_nothing_is_answered_beforehand_but_what_is_confirmed(
    as_: As, cora: User, promise: Commitment, report: Report
) -> None:
    report(level="structural", distribution="proportionate", who_has_not_benefited="Agency staff.")
    page = open_form(as_(cora), promise)
    filled = {name: values for name, values in page.form(SEND).values.items() if any(values)}
    assert set(filled) == {"csrf_token", "form_key", "version", "level", "distribution"}
    assert (filled["level"], filled["distribution"]) == (["structural"], ["proportionate"])
    assert page.soup.select("input[checked]") == []


def test_the_first_form_confirms_what_was_registered(as_: As, cora: User, promise: Commitment) -> None:
    values = open_form(as_(cora), promise).form(SEND).values
    assert (values["level"], values["distribution"]) == (["conditions"], ["universal"])


def test_what_is_known_is_shown_and_not_asked(
    as_: As, cora: User, promise: Commitment, report: Report, give_back: Return
) -> None:
    check_in = report()
    give_back(check_in, "Please name the contract.")
    page = open_form(as_(cora), promise)
    assert str(promise.statement) in page.main
    assert "Last time: check-in 1, 6 April 2026" in page.main
    assert page.fact("What has changed") == check_in.current.what_changed
    assert page.fact("Outlook") == "On track"
    assert "Please name the contract." in page.main


def test_definitions_stand_beside_the_choices(as_: As, cora: User, promise: Commitment) -> None:
    page = open_form(as_(cora), promise)
    assert "Some steps have been taken, and most remain." in page.main
    assert "May miss its end date or its aim unless something named changes." in page.main


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("delivery", "Choose how much has been done"),
        ("outlook", "Choose what you expect"),
        ("why", "Enter a sentence that says why"),
        ("what_changed", "Enter what has changed since last time"),
        ("level", "Choose the level"),
        ("distribution", "Choose who it reaches"),
        ("next_step", "Enter the next step"),
    ],
)
def test_each_of_the_seven_is_asked_for_by_name(
    filled: FilledForm, promise: Commitment, field: str, message: str
) -> None:
    filled.values.pop(field)
    page = filled.submit(expected=422)
    assert page.errors == {field: message}
    assert page.error_list == [message]
    assert texts_of(promise) == []


def test_a_next_step_needs_a_date_and_one_that_is_not_past(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> None:
    page = open_form(as_(cora), promise)
    none = page.form(SEND).fill(**typed | {"next_step_on__day": ""} | {"next_step_on__month": ""})
    none.fill(next_step_on__year="")
    assert none.submit(expected=422).errors == {"next_step_on": "Enter the date of the next step"}
    past = page.form(SEND).fill(**typed | {"next_step_on__month": "3"})
    refused = past.submit(expected=422)
    assert refused.errors == {"next_step_on": "The date of the next step must be 6 April 2026 or later"}
    assert refused.form(SEND).values["what_changed"] == [typed["what_changed"]]
    assert promise.check_ins == []


def test_evidence_is_kept_and_private_links_stay_private(
    as_: As, cora: User, vic: User, promise: Commitment, typed: dict[str, str]
) -> None:
    page = open_form(as_(cora), promise).form("Add another link").submit()
    page = (
        page.form(SEND)
        .fill(
            **typed,
            who_has_not_benefited="Agency staff.",
            evidence__0__title="The clause",
            evidence__0__url="https://example.org/clause",
            evidence__0__kind="contract_clause",
            evidence__0__strength="document",
            evidence__1__title="Pay data",
            evidence__1__url="https://example.org/SECRET",
            evidence__1__kind="data",
            evidence__1__strength="measured",
            evidence__1__is_private="yes",
        )
        .submit()
    )
    assert page.fact("Evidence") == (
        "The clause (contract clause, document) Pay data (data, measured) Private"
    )
    db.session.refresh(promise)
    (publication,) = [row for row in promise.publications if row.kind is PublicationKind.CHECK_IN]
    assert [row["title"] for row in publication.payload["evidence"]] == ["The clause"]
    assert "SECRET" not in str([mail.context for mail in db.session.scalars(select(OutgoingEmail))])


def test_late_is_allowed_and_said_before_it_is_sent(
    as_: As, cora: User, promise: Commitment, ask: Ask, typed: dict[str, str]
) -> None:
    ask(date(2026, 4, 1))
    page = open_form(as_(cora), promise)
    assert "It will be marked as late." in page.main
    assert "for Round 1, late" in page.form(SEND).fill(**typed).submit().main


def test_where_it_is_approved_first_it_counts_as_reported_and_nothing_is_public(
    filled: FilledForm, promise: Commitment, ask: Ask, world: World
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    ask(date(2026, 4, 30))
    page = filled.submit()
    assert "becomes public when a coordinator approves it" in page.flash
    assert texts_of(promise) == []
    assert promise.check_ins[0].is_waiting
    entry = promise.register_entry
    assert entry is not None
    assert (entry.last_reported_on, entry.next_due_on, entry.outlook) == (NOW.date(), None, None)


def test_where_it_is_approved_first_the_form_says_so(
    as_: As, cora: User, promise: Commitment, world: World
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()
    assert "They become public when a coordinator approves them." in open_form(as_(cora), promise).main


def test_in_an_internal_programme_the_form_says_who_reads_it(
    as_: As, cora: User, promise: Commitment, world: World
) -> None:
    world.programme.visibility = Visibility.INTERNAL
    db.session.commit()
    assert "Fairer Shore is not public." in open_form(as_(cora), promise).main


def test_before_the_launch_the_form_says_when_it_becomes_public(
    as_: As, cora: User, promise: Commitment, world: World
) -> None:
    world.programme.launches_on = date(2026, 7, 1)
    db.session.commit()
    assert "but not before the programme is launched on 1 July 2026" in open_form(as_(cora), promise).main


def test_the_coordinator_is_told_the_author_gets_a_copy_and_the_log_a_line(
    as_: As, cora: User, paula: User, promise: Commitment, typed: dict[str, str]
) -> None:
    open_form(as_(cora), promise).form(SEND).fill(**typed).submit()
    mails = {mail.name: mail for mail in db.session.scalars(select(OutgoingEmail))}
    assert {name: mail.recipient for name, mail in mails.items()} == {
        "check_in_submitted": paula.email,
        "check_in_copy": cora.email,
    }
    assert ["What has changed", typed["what_changed"]] in mails["check_in_copy"].context["answers"]
    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.CHECK_IN_RECORDED)).one()
    assert (line.actor, line.after) == (
        cora,
        {"number": 1, "delivery": "substantial", "outlook": "at_risk"},
    )


def test_a_form_sent_twice_makes_one_check_in(filled: FilledForm, promise: Commitment) -> None:
    first, second = filled.submit(), filled.submit()
    assert (first.url, first.heading) == (second.url, second.heading)
    assert len(texts_of(promise)) == 1


def test_a_closed_commitment_takes_no_more_reports(
    as_: As, cora: User, promise: Commitment, filled: FilledForm, typed: dict[str, str]
) -> None:
    promise.close("met_on_time", "Every contract carries it.", today=NOW.date())
    db.session.commit()
    refused = filled.submit(expected=422)
    assert refused.error_list == ["This commitment is closed. Nothing more can be reported on it."]
    assert refused.form(SEND).values["why"] == [typed["why"]]
    as_(cora).get(PAGE, expected=303, organisation="alder-trust", commitment=promise.public_id)
    assert texts_of(promise) == []


def test_a_statement_of_intent_may_be_reported_on_between_rounds(
    as_: As, cora: User, promise: Commitment, ask: Ask, typed: dict[str, str]
) -> None:
    promise.is_statement_of_intent = True
    ask(date(2026, 4, 30))
    assert promise.lifecycle is Lifecycle.PUBLISHED
    page = open_form(as_(cora), promise)
    assert "Between rounds." in page.main
    assert "between rounds" in page.form(SEND).fill(**typed).submit().main


def test_one_that_came_back_is_corrected_and_not_written_again(
    as_: As, cora: User, ask: Ask, report: Report, give_back: Return
) -> None:
    programme = ask(date(2026, 4, 30)).programme
    programme.review_mode = ReviewMode.APPROVE
    check_in = report()
    give_back(check_in, "Please name the contract.")
    promise = check_in.commitment
    browser = as_(cora)
    browser.get(PAGE, expected=303, organisation="alder-trust", commitment=promise.public_id)
    page = browser.get("check_ins.list_due", organisation="alder-trust")
    assert "The coordinator returned check-in 1" in page.text
    page = page.link(promise.display_title).follow()
    assert page.heading == "Correct check-in 1"
    assert "Please name the contract." in page.main
