"""The organisation's one reply to each assessment."""

from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_assessment import CheckInAssessment, CheckInAssessmentReply
from equity_tracker.model.commitment import Commitment
from tests.assessments.conftest import As, Mails, assess, payloads, public_page
from tests.conftest import NOW
from tests.support.people import World

WORDS = "The third was signed yesterday."
REPLY = "assessments.reply_to_check_in_assessment"


def place(world: World, check_in: CheckIn) -> dict[str, Any]:
    return {"organisation": world.alder.slug, "check_in": check_in.public_id}


def form(as_: As, world: World, check_in: CheckIn) -> Any:
    page = as_(world.prue).get("check_ins.show_check_in", **place(world, check_in))
    return page.link("Reply in public").follow().form("Send the reply")


def replies(world: World) -> list[str]:
    return list(
        db.session.scalars(
            select(CheckInAssessmentReply.words)
            .where(CheckInAssessmentReply.organisation_id == world.alder.id)
            .order_by(CheckInAssessmentReply.id)
        )
    )


def test_the_reply_is_public_dated_and_nobodys_by_name(
    *, as_: As, world: World, assessed: CheckIn, promise: Commitment, mails: Mails
) -> None:
    page = form(as_, world, assessed).fill(words=WORDS).submit()

    assert WORDS in page.main
    shown = public_page(as_(None), promise)
    assert f"Reply of Alder Trust , 6 April 2026: {WORDS}" in shown.main
    assert "The organisation replied to the assessment of check-in 1" in shown.main
    assert "Prue" not in shown.text
    told = [mail for mail in mails() if mail.name == "check_in_assessment_replied"]
    assert [(mail.recipient, mail.context["words"]) for mail in told] == [(world.paula.email, WORDS)]


def test_there_is_one_reply_to_each_assessment(as_: As, world: World, assessed: CheckIn) -> None:
    form(as_, world, assessed).fill(words=WORDS).submit()

    page = as_(world.prue).post(REPLY, {"words": "And more."}, **place(world, assessed))
    assert "You have replied to this assessment already" in page.flash
    assert not page.has_link("Reply in public")

    assess(assessed, world, outlook="off_track")
    form(as_, world, assessed).fill(words="Still not so.").submit()
    assert replies(world) == [WORDS, "Still not so."]
    assert [bool(row["reply"]) for row in payloads(assessed)] == [False, True, False, True]


def test_an_assessment_that_came_meanwhile_is_read_first(as_: As, world: World, assessed: CheckIn) -> None:
    opened = form(as_, world, assessed).fill(words=WORDS)
    assess(assessed, world, outlook="off_track")

    refused = opened.submit(expected=409)

    assert "Off track" in refused.main
    assert replies(world) == []


def test_there_is_nothing_to_reply_to_before(as_: As, world: World, check_in: CheckIn) -> None:
    page = as_(world.prue).post(REPLY, {"words": WORDS}, **place(world, check_in))

    assert "nothing to reply to" in page.flash
    assert replies(world) == []


def test_a_reply_says_something(as_: As, world: World, assessed: CheckIn) -> None:
    assert list(form(as_, world, assessed).submit(expected=422).errors) == ["words"]


def test_the_right_to_reply_outlasts_the_programme(
    as_: As, world: World, assessed: CheckIn, mails: Mails
) -> None:
    world.programme.close("Done.", today=NOW.date())
    db.session.commit()

    form(as_, world, assessed).fill(words=WORDS).submit()

    assert replies(world) == [WORDS]
    assert "check_in_assessment_replied" not in {mail.name for mail in mails()}


def test_who_may_not(as_: As, world: World, assessed: CheckIn) -> None:
    as_(world.cora).get(REPLY, expected=403, **place(world, assessed))
    as_(world.eve).get(REPLY, expected=404, **place(world, assessed))
    as_(world.eve).get(REPLY, expected=404, organisation=world.birch.slug, check_in=assessed.public_id)
    shown = as_(world.cora).get("check_ins.show_check_in", **place(world, assessed))
    assert "Your approvers and admins can reply in public" in shown.main


@pytest.mark.parametrize("table", ["check_in_assessments", "check_in_assessment_replies"])
def test_the_database_keeps_both_as_they_were(as_: As, world: World, assessed: CheckIn, table: str) -> None:
    form(as_, world, assessed).fill(words=WORDS).submit()

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - one of two words
    db.session.rollback()


def test_an_assessment_is_never_rewritten(world: World, assessed: CheckIn) -> None:
    change = update(CheckInAssessment).where(CheckInAssessment.organisation_id == world.alder.id)

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(change.values(outlook="on_track"))
    db.session.rollback()
