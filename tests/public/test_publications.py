"""The change log, and every publication at an address of its own for ever."""

from datetime import date
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.public.change_log import change_log
from tests.conftest import NOW
from tests.public.records import moment
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import Page
from tests.support.people import World

FIRST, SECOND, THIRD = date(2025, 5, 1), date(2025, 9, 1), date(2026, 2, 1)


@pytest.fixture
def promise(public_world: World) -> Commitment:
    """Return a commitment that has been published three times."""
    commitment = make_published(public_world.alder, public_world.programme, now=moment(FIRST))
    commitment.ends_on = date(2029, 3, 31)
    publish_commitment(commitment, now=moment(SECOND), today=SECOND, note="Contracts run longer.")
    commitment.title, commitment.level = "Half of the contracts pay it", "circumstances"
    publish_commitment(commitment, now=moment(THIRD), today=THIRD, note="Two sites closed.")
    db.session.commit()
    return commitment


def address(promise: Commitment, number: int | None = None) -> str:
    assert promise.register_entry is not None
    log = f"/commitments/{promise.public_id}/{promise.register_entry.slug}/publications"
    return f"{log}/{number}" if number else log


def show(reader: CheckingClient, promise: Commitment, number: int | None = None, expected: int = 200) -> Page:
    return reader.get_url(address(promise, number), expected=expected)


def test_the_change_log_is_reached_from_the_commitment_and_tells_what_and_why(
    reader: CheckingClient, promise: Commitment
) -> None:
    page = reader.get_url(address(promise).removesuffix("/publications"))
    log = page.link("Change log").follow()
    assert log.heading == "Change log"
    order = [
        log.main.index(words)
        for words in (
            "1 February 2026 Changed: title, level of action",
            "Reason given: Two sites closed.",
            "1 September 2025 Changed: to be done by",
            "was 31 March 2028 → , now 31 March 2029",
            "Reason given: Contracts run longer.",
            "1 May 2025 Published as a commitment",
        )
    ]
    assert order == sorted(order)
    assert (
        log.link("Publication 2 in full").follow().heading
        == "Every cleaning contract pays the real living wage"
    )


def test_a_replaced_publication_stands_as_it_was_and_says_when_it_was_replaced(
    reader: CheckingClient, promise: Commitment
) -> None:
    page = show(reader, promise, 2)
    assert page.heading == "Every cleaning contract pays the real living wage"
    assert "Replaced on 1 February 2026" in page.main
    assert "To be done by 31 March 2029" in page.main
    assert page.fact("Level of action") == "Conditions"
    assert page.link("Previous: publication 1").follow().main.count("To be done by 31 March 2028") == 1
    assert page.link("Next: publication 3").follow().heading == "Half of the contracts pay it"
    assert page.link("Current text").follow().heading == "Half of the contracts pay it"


def test_the_first_has_none_before_it_and_the_current_none_after(
    reader: CheckingClient, promise: Commitment
) -> None:
    assert not show(reader, promise, 1).has_link("Previous")
    current = show(reader, promise, 3)
    assert "The current text" in current.main
    assert not current.has_link("Next")


def test_search_engines_are_told_that_the_current_page_is_the_one(
    reader: CheckingClient, promise: Commitment
) -> None:
    link = show(reader, promise, 1).soup.select_one("link[rel=canonical]")
    assert link is not None
    assert str(link["href"]).endswith(address(promise).removesuffix("/publications"))


@pytest.mark.parametrize("number", [None, 1, 3])
def test_they_may_be_kept_like_other_public_pages(
    reader: CheckingClient, promise: Commitment, number: int | None
) -> None:
    response = show(reader, promise, number).response
    assert response.headers["Cache-Control"] == "public, max-age=20"
    assert "Set-Cookie" not in response.headers


def test_an_address_with_an_earlier_title_leads_to_the_same_publication(
    reader: CheckingClient, promise: Commitment
) -> None:
    for rest in ("", "/1"):
        old = f"/commitments/{promise.public_id}/an-earlier-title/publications{rest}"
        page = reader.get_url(old, expected=301)
        assert page.response.location == address(promise) + rest


@pytest.mark.parametrize("number", ["0", "4", "01", "-1", "1.0", "x", "99999999999", "%31%20"])
def test_a_number_that_names_no_publication_is_not_found(
    reader: CheckingClient, promise: Commitment, number: str
) -> None:
    reader.get_url(f"{address(promise)}/{number}", expected=404)


def test_what_was_taken_back_shows_the_stone_alone_at_every_address(
    reader: CheckingClient, promise: Commitment
) -> None:
    for row in promise.publications:
        row.retracted_on, row.retraction_reason = NOW.date(), "Published by mistake."
    db.session.commit()
    for number in (None, 1, 2, 3):
        page = show(reader, promise, number, expected=410)
        assert "Published by mistake." in page.main
        assert "contract" not in page.text


def test_one_that_was_taken_back_and_published_anew_gives_nothing_of_it_away(
    reader: CheckingClient, promise: Commitment
) -> None:
    second = next(row for row in promise.publications if row.number == 2)
    second.retracted_on, second.retraction_reason = NOW.date(), "It named a patient."
    db.session.commit()
    assert "It named a patient." in show(reader, promise, 2, expected=410).main
    log = show(reader, promise)
    assert "Publication 2 was taken back on 6 April 2026. Reason given: It named a patient." in log.main
    for page in (log, show(reader, promise, 3), show(reader, promise, 1)):
        assert "31 March 2029" not in page.main.replace("To be done by 31 March 2029", "")
        assert "Contracts run longer" not in page.main


def test_a_publication_of_an_earlier_shape_stays_readable(
    reader: CheckingClient, promise: Commitment
) -> None:
    """The first version of the register had fewer questions; what it froze cannot be filled in later."""
    oldest = {
        "title": "An older promise",
        "statement": "We will.",
        "reference": "FS-0099",
        "made_by_name": "Alder Trust",
        "programme_name": "Fairer Shore",
    }
    db.session.add(_replacing(promise, oldest))
    db.session.commit()
    page = show(reader, promise, 4)
    assert page.heading == "An older promise"
    assert page.fact("Level of action") == "Not stated"
    assert "No date was given by which it is to be done" in page.main
    show(reader, promise)


def _replacing(promise: Commitment, payload: dict[str, Any]) -> Publication:
    for row in promise.publications:
        row.is_current = False
    return Publication(
        kind=PublicationKind.COMMITMENT,
        subject_id=promise.public_id,
        about_id=promise.public_id,
        number=4,
        payload=payload,
        happened_on=NOW.date(),
        published_at=NOW,
        public_from=FIRST,
    )


def test_nothing_is_shown_before_the_programme_is_launched(
    reader: CheckingClient, promise: Commitment
) -> None:
    assert promise.register_entry is not None
    tomorrow = date(2026, 4, 7)
    promise.register_entry.public_from = tomorrow
    for row in promise.publications:
        row.public_from = tomorrow
    db.session.commit()
    for number in (None, 1):
        show(reader, promise, number, expected=404)


def test_an_acronym_keeps_its_capitals_in_the_log(promise: Commitment) -> None:
    promise.core20plus5, promise.milestones[0].actual_on = ["maternity"], NOW.date()
    publish_commitment(promise, now=NOW, today=NOW.date())
    rows = sorted(promise.publications, key=lambda row: row.number)
    assert change_log(rows)[-1].what == (
        "Milestone met: Clause agreed with both unions (met about 2 months before the planned date)."
        " Changed: Core20PLUS5"
    )
