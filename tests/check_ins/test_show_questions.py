"""The questions of the next check-in, to read and print: those of the form, and no others."""

from collections.abc import Callable
from datetime import date

from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.check_ins.conftest import Ask, Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.measure import make_measure
from tests.support.page import Page

As = Callable[[User | None], CheckingClient]


def questions(browser: CheckingClient, commitment: Commitment, *, expected: int = 200) -> Page:
    return browser.get(
        "check_ins.show_questions",
        expected=expected,
        organisation="alder-trust",
        commitment=commitment.public_id,
    )


def test_a_viewer_reads_every_question_of_the_form_with_what_was_said_last_time(
    as_: As, vic: User, promise: Commitment, ask: Ask, report: Report
) -> None:
    promise.decision_power = "shared"
    promise.measures.append(make_measure(readings=[2]))
    check_in = report()
    ask(date(2026, 4, 30))
    page = questions(as_(vic), promise)
    assert "For Round 1, due 30 April 2026." in page.main
    for field in RecordCheckInForm():
        if not field.name.startswith("elsewhere"):
            assert field.label.text in page.main, field.name
    assert "You claim: shared." in page.main
    assert "Last: 2 contracts, 30 March 2026." in page.main
    assert check_in.current.what_changed in page.main
    assert page.soup.select("main form") == []


def test_who_decided_and_figures_are_not_there_where_they_are_not_asked(
    as_: As, cora: User, promise: Commitment
) -> None:
    form = as_(cora).get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=promise.public_id
    )
    page = form.link("read or print all questions").follow()
    assert page.heading == "The questions of the next check-in"
    assert "Who decided" not in page.main
    assert "On which day was it so?" not in page.main


def test_nothing_is_asked_about_a_closed_commitment(as_: As, vic: User, promise: Commitment) -> None:
    promise.close("met_on_time", "Every contract carries it.", today=NOW.date())
    db.session.commit()
    page = questions(as_(vic), promise, expected=303)
    assert page.response.location.endswith(f"/commitments/{promise.public_id}")
