"""One check-in as its organisation sees it: where it stands, what was said, and what to look at again."""

from collections.abc import Callable

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode, Visibility
from tests.check_ins.conftest import Report, Return
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


def show(browser: CheckingClient, check_in: CheckIn) -> Page:
    return browser.get("check_ins.show_check_in", organisation="alder-trust", check_in=check_in.public_id)


def test_a_viewer_reads_what_was_said_and_by_whom(as_: As, vic: User, report: Report) -> None:
    link = EvidenceLink("Minutes", "https://example.org/minutes", "minuted_decision", "document")
    page = show(as_(vic), report(evidence=(link,), who_has_not_benefited="Agency staff."))
    assert page.fact("Now") == "It is public now."
    assert page.fact("Signed by") == "Cora Editor, 6 April 2026 at 10:00"
    assert page.fact("Who has not benefited so far") == "Agency staff."
    assert page.fact("Evidence") == "Minutes (minuted decision, document)"
    assert page.link("See the public page").url.endswith("every-cleaning-contract-pays-the-real-living-wage")
    assert not page.has_link("Correct this check-in")
    assert "Worth another look" not in page.main


def test_flags_are_shown_without_blame_and_never_published(as_: As, cora: User, report: Report) -> None:
    report()
    second = report(delivery="complete", level="behaviour")
    page = show(as_(cora), second)
    assert [item.get_text() for item in page.soup.select("main section ul:not(.plain) li")] == [
        "This reads almost like check-in 1 of 6 April 2026.",
        "Reported as complete, with no evidence given yet.",
        "First published at level 4 (conditions), confirmed at level 1 (behaviour): 3 levels lower.",
    ]
    payloads = str([row.payload for row in second.commitment.publications])
    assert "reads almost" not in payloads
    assert "levels lower" not in payloads


def test_one_that_waits_says_who_reviews_it(as_: As, cora: User, world: World, report: Report) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    page = show(as_(cora), report())
    assert page.fact("Now") == (
        "The coordinators of Fairer Shore review it. It becomes public when a coordinator approves it."
    )
    assert not page.has_link("See the public page")


def test_one_that_came_back_says_why(as_: As, cora: User, report: Report, give_back: Return) -> None:
    check_in = report()
    give_back(check_in, "Please name the contract.")
    page = show(as_(cora), check_in)
    assert page.fact("Now") == (
        "It came back to you. Correct it and send it again. Until then, version 1 stays public."
    )
    assert "Returned by Paula Coordinator, 6 April 2026 at 10:00." in page.main
    assert "Please name the contract." in page.main
    assert page.link("Correct this check-in").follow().heading == "Correct check-in 1"


def test_in_an_internal_programme_it_is_not_called_public(
    as_: As, cora: User, world: World, report: Report
) -> None:
    check_in = report()
    world.programme.visibility = Visibility.INTERNAL
    db.session.commit()
    page = show(as_(cora), check_in)
    assert page.fact("Now").startswith("Your organisation and the people who run Fairer Shore can read it")
    assert not page.has_link("See the public page")
