"""Who may open which page of checking in: outsiders see nothing there, viewers read, editors report."""

from collections.abc import Callable

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.people import User
from tests.check_ins.conftest import Report
from tests.support.client import CheckingClient
from tests.support.people import PASSWORD, World

As = Callable[[User | None], CheckingClient]
READ = ["check_ins.list_due", "check_ins.show_check_in"]
WRITE = ["check_ins.record_check_in", "check_ins.confirm_nothing_changed", "check_ins.correct_check_in"]


def address(endpoint: str, check_in: CheckIn) -> dict[str, str]:
    """Return the URL arguments of a page about this check-in."""
    arguments = {"organisation": "alder-trust"}
    if endpoint in {"check_ins.record_check_in", "check_ins.confirm_nothing_changed"}:
        arguments["commitment"] = check_in.commitment.public_id
    elif endpoint != "check_ins.list_due":
        arguments["check_in"] = check_in.public_id
    return arguments


@pytest.mark.parametrize("endpoint", READ + WRITE)
def test_the_editor_is_let_in(as_: As, cora: User, report: Report, endpoint: str) -> None:
    as_(cora).get(endpoint, **address(endpoint, report()))  # type: ignore[arg-type]


@pytest.mark.parametrize("endpoint", READ + WRITE)
@pytest.mark.parametrize("outsider", ["eve", "paula", "otto", "olga"])
def test_nobody_outside_the_organisation_can_tell_it_is_there(
    as_: As, world: World, report: Report, endpoint: str, outsider: str
) -> None:
    browser = as_(getattr(world, outsider))
    browser.get(endpoint, expected=404, **address(endpoint, report()))  # type: ignore[arg-type]


@pytest.mark.parametrize("endpoint", READ + WRITE)
def test_a_stranger_is_asked_to_sign_in(as_: As, report: Report, endpoint: str) -> None:
    page = as_(None).get(endpoint, expected=302, **address(endpoint, report()))  # type: ignore[arg-type]
    assert page.response.location.startswith("/sign-in")


@pytest.mark.parametrize("endpoint", WRITE)
def test_a_viewer_reports_nothing(as_: As, vic: User, report: Report, endpoint: str) -> None:
    check_in = report()
    browser = as_(vic)
    browser.get(endpoint, expected=403, **address(endpoint, check_in))  # type: ignore[arg-type]
    browser.post(endpoint, expected=403, **address(endpoint, check_in))  # type: ignore[arg-type]
    db.session.refresh(check_in.commitment)
    assert [len(row.versions) for row in check_in.commitment.check_ins] == [1]


@pytest.mark.parametrize("endpoint", [*WRITE, "check_ins.show_check_in"])
def test_what_is_not_there_and_what_is_another_s_are_the_same(
    as_: As, cora: User, eve: User, report: Report, endpoint: str
) -> None:
    arguments = address(endpoint, report())
    name = "commitment" if "commitment" in arguments else "check_in"
    missing = as_(cora).get(endpoint, expected=404, **arguments | {name: "zzzzzzzzzzzz"})  # type: ignore[arg-type]
    birch = arguments | {"organisation": "birch-college"}
    foreign = as_(eve).get(endpoint, expected=404, **birch)  # type: ignore[arg-type]
    assert missing.heading == foreign.heading == "There is no page here"


def test_the_link_of_a_reminder_leads_through_the_sign_in_to_this_very_form(
    as_: As, cora: User, report: Report
) -> None:
    commitment = report().commitment
    browser = as_(None)
    link = browser._url(
        "check_ins.record_check_in", {"organisation": "alder-trust", "commitment": commitment.public_id}
    )
    page = browser.get_url(browser.get_url(link, expected=302).response.location)
    page = page.form("Sign in").fill(email=cora.email, password=PASSWORD).submit()
    assert (page.url, page.heading) == (link, "Check in")
