"""A partner's own reading: beside the claim, every version kept, and no agreement by silence."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner import Partner
from equity_tracker.model.partner_reading import PartnerReading
from equity_tracker.model.people import User
from tests.support.client import CheckingClient
from tests.support.page import Page

As = Callable[[User | None], CheckingClient]
PAGE = "partnerships.give_reading"


def opened(browser: CheckingClient, partnership: Partner) -> Page:
    return browser.get(PAGE, organisation="birch-college", partnership=partnership.public_id)


def give(page: Page, *, expected: int | None = None, **answers: Any) -> Page:
    return page.form("Put it on record").fill(**answers).submit(expected=expected)


def readings(partnership: Partner) -> list[PartnerReading]:
    db.session.expire_all()
    return partnership.readings


def published(partnership: Partner) -> dict[str, Any]:
    db.session.expire_all()
    told: dict[str, Any] = partnership.commitment.publications[-1].payload["partners"][0]
    return told


def test_both_readings_stand_side_by_side(
    as_: As, ben: User, partnership: Partner, mails: Callable[[], Sequence[OutgoingEmail]]
) -> None:
    page = give(
        opened(as_(ben), partnership),
        agrees_on_aim="yes",
        decision_power="consulted",
        note="We were asked once, in June.",
    )
    assert "Your reading is on record" in page.text
    assert page.table("How Alder Trust and Birch College read it") == [
        ["The aim", "As stated", "Agrees"],
        ["Who decides", "Community-led", "Consulted"],
    ]
    assert page.fact("Your answer") == "Not yet confirmed", "to read is not to agree"
    told = published(partnership)
    assert told["state"] == "proposed"
    assert told["reading"]["differs_on"] == ["decision_power"]
    assert (told["reading"]["given_on"], told["reading"]["publication"]) == ("2026-04-06", 1)
    assert {mail.context["what"] for mail in mails()} == {"reading"}


def test_every_version_is_kept_and_cannot_be_rewritten(as_: As, eve: User, partnership: Partner) -> None:
    give(opened(as_(eve), partnership), level="community")
    page = opened(as_(eve), partnership)
    assert page.form("Put it on record").values["level"] == ["community"], (
        "the last reading is there to change"
    )
    page = give(page, level="circumstances")
    assert "Your reading of 6 April 2026, version 1" in page.main
    assert [(row.number, row.level) for row in readings(partnership)] == [
        (1, "community"),
        (2, "circumstances"),
    ]
    for statement in ("UPDATE partner_readings SET level = 'x'", "DELETE FROM partner_readings"):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_the_same_reading_twice_is_one(as_: As, eve: User, partnership: Partner) -> None:
    page = opened(as_(eve), partnership)
    give(page, level="community")
    assert "on record already" in give(page, level="community").text
    assert len(readings(partnership)) == 1


def test_two_at_once_read_each_other(as_: As, eve: User, ben: User, partnership: Partner) -> None:
    first, second = opened(as_(eve), partnership), opened(as_(ben), partnership)
    give(first, level="community")
    page = give(second, expected=409, level="treatment", note="As Ben sees it")
    assert "The reading on record now" in page.main
    assert "As Ben sees it" in page.response.text
    assert len(readings(partnership)) == 1
    page.form("Put it on record").submit()
    assert [row.level for row in readings(partnership)] == ["community", "treatment"]


def test_a_reading_says_something_and_its_own_aim_has_words(as_: As, eve: User, partnership: Partner) -> None:
    page = opened(as_(eve), partnership)
    assert give(page, expected=422).error_list == ["Choose or enter an answer to at least one question"]
    assert give(page, expected=422, agrees_on_aim="no").errors == {"aim": "Enter the aim in your words"}
    assert readings(partnership) == []


def test_one_who_declines_has_no_public_reading(as_: As, eve: User, partnership: Partner) -> None:
    give(opened(as_(eve), partnership), level="community")
    page = as_(eve).get(
        "partnerships.answer_partnership",
        organisation="birch-college",
        partnership=partnership.public_id,
    )
    page.form("Send your answer").fill(answer="declined", reason="No.").submit()
    assert published(partnership)["reading"] is None
    assert len(readings(partnership)) == 1
