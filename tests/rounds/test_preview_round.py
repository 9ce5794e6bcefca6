"""The preview of a round says whom it asks and what it sends; what then happens is the same."""

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from equity_tracker.extensions import db
from equity_tracker.model.base import new_public_id
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.notices.job import queue_due_notices
from equity_tracker.programmes.actions.rounds import open_round
from tests.conftest import NOW
from tests.notices.rounds import at
from tests.rounds.conftest import DUE_ON, As, address
from tests.support.factories.commitment import make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation
from tests.support.people import World, make_member


def empty_organisation(world: World, name: str, *, mailbox: str | None = None) -> Organisation:
    organisation = make_organisation(name, now=NOW)
    organisation.mailbox = mailbox
    make_participation(organisation, world.programme, now=NOW)
    db.session.flush()
    return organisation


def test_nobody_to_ask_says_what_is_missing(as_: As, paula: User, planned: Round) -> None:
    page = as_(paula).get("rounds.preview_round", **address(planned))

    assert "Nobody would be asked" in page.main


def test_each_commitment_names_who_gets_its_reminders(
    as_: As, paula: User, planned: Round, world: World
) -> None:
    owned = make_published(world.alder, world.programme, now=NOW, title="Held by a post-holder")
    owner = owned.owner(OwnerRole.OWNER)
    assert owner is not None
    owner.user_id = world.prue.id
    left = make_published(world.alder, world.programme, now=NOW, title="Held by a deputy", held_by=world.ada)
    left.name_owner(OwnerRole.DEPUTY, "Deputy", world.cora.name, person=world.cora, today=NOW.date())
    left.owner(OwnerRole.OWNER).leave(NOW.date())  # type: ignore[union-attr]
    make_published(world.alder, world.programme, now=NOW, title="Held by nobody here")
    make_published(world.birch, world.programme, now=NOW, title="Of the admin")
    boxed = empty_organisation(world, "Cedar Trust", mailbox="office@example.org")
    make_published(boxed, world.programme, now=NOW, title="Of a mailbox")
    silent = empty_organisation(world, "Dogwood Trust")
    make_published(silent, world.programme, now=NOW, title="Of nobody")
    db.session.commit()

    page = as_(paula).get("rounds.preview_round", **address(planned))

    assert list(page.table("Commitments asked about")) == [
        ["Held by a deputy Alder Trust", "Cora Editor (deputy, in the post-holder’s place)"],
        ["Held by a post-holder Alder Trust", "Prue Approver (post-holder)"],
        ["Held by nobody here Alder Trust", "Ada Admin (the admins)"],
        ["Of the admin Birch College", "Eve Elsewhere (the admins)"],
        ["Of a mailbox Cedar Trust", "Cedar Trust (the organisation’s mailbox)"],
        ["Of nobody Dogwood Trust", "Nobody"],
    ]
    assert "Dogwood Trust: 1 check-in" in page.main
    assert "office@example.org" not in page.main


def test_what_is_not_asked_says_why(as_: As, paula: User, planned: Round, world: World) -> None:
    make_published(world.alder, world.programme, now=NOW, title="Intent", additionality=None)
    closed = make_published(world.alder, world.programme, now=NOW, title="Over")
    closed.close("withdrawn", "It was not ours to make.", today=NOW.date())
    gone = empty_organisation(world, "Gone Trust")
    make_published(gone, world.programme, now=NOW, title="Of one that left")
    gone_place = next(row for row in world.programme.participations if row.organisation is gone)
    gone_place.leave(NOW.date())
    db.session.commit()

    main = as_(paula).get("rounds.preview_round", **address(planned)).main

    for words in ("Closed: 1", "The organisation has left: 1", "Statements of intent: 1"):
        assert words in main
    assert "Over , Alder Trust" in main


def foreseen_mails(main: list[list[str]]) -> dict[str, int]:
    return {row[0]: int(row[2]) for row in main if row[2].isdigit()}


def test_the_mails_foreseen_are_the_mails_that_go_out(
    app: Flask, as_: As, paula: User, planned: Round, world: World
) -> None:
    for number in range(3):
        make_published(world.alder, world.programme, now=NOW, title=f"Ours {number}")
    make_published(world.birch, world.programme, now=NOW, title="Theirs")
    make_member("Ned Admin", world.alder, OrganisationRole.ADMIN, NOW)
    db.session.commit()
    page = as_(paula).get("rounds.preview_round", **address(planned))
    foreseen = foreseen_mails(page.table("Mails, if nobody checks in"))

    open_round(planned, by=paula, now=NOW, today=NOW.date())
    db.session.commit()
    sent: Counter[date] = Counter()
    for offset in range(1, 60):
        day = NOW.date() + timedelta(days=offset)
        before = db.session.scalar(select(func.count()).select_from(OutgoingEmail)) or 0
        queue_due_notices(at(day, 9))
        sent[day] += (db.session.scalar(select(func.count()).select_from(OutgoingEmail)) or 0) - before

    assert foreseen == {"23 April 2026": 3, "29 April 2026": 3, "1 May 2026": 3, "7 May 2026": 4}
    assert {f"{day.day} {day:%B %Y}": number for day, number in sent.items() if number} == foreseen


@pytest.mark.parametrize("number", [1, 60])
def test_the_commitments_foreseen_are_those_then_asked(
    *, as_: As, paula: User, planned: Round, world: World, number: int
) -> None:
    for which in range(number):
        make_published(world.alder, world.programme, now=NOW, title=f"Promise {which:03}")
    make_published(world.alder, world.programme, now=NOW, title="Intent", additionality=None)
    db.session.commit()

    page = as_(paula).get("rounds.preview_round", **address(planned))
    titles = [row[0] for row in page.table("Commitments asked about")]
    while page.has_link("Next page"):
        page = page.link("Next page").follow()
        titles += [row[0] for row in page.table("Commitments asked about")]

    open_round(planned, by=paula, now=NOW, today=NOW.date())
    asked = db.session.scalars(
        select(ExpectedCheckIn).where(ExpectedCheckIn.programme_id == world.programme.id)
    ).all()
    assert len(titles) == len(asked) == number
    assert titles == sorted(f"{row.commitment.title} Alder Trust" for row in asked)
    assert {row.due_on for row in asked} == {DUE_ON}


def test_an_outsider_finds_no_preview(as_: As, cora: User, planned: Round) -> None:
    as_(cora).get("rounds.preview_round", expected=404, **address(planned))


def test_a_thousand_are_foreseen_page_by_page(as_: As, paula: User, planned: Round, world: World) -> None:
    """In as many statements as one: the client counts them."""
    first = make_published(world.alder, world.programme, now=NOW, title="Promise 0000")
    db.session.flush()
    table = Commitment.__table__
    copied = dict(db.session.execute(select(table).where(table.c.id == first.id)).mappings().one())
    del copied["id"]
    db.session.execute(
        insert(Commitment),
        [
            copied | {"title": f"Promise {n:04}", "public_id": new_public_id(), "reference": f"X-{n}"}
            for n in range(1, 1000)
        ],
    )
    db.session.commit()

    page = as_(paula).get("rounds.preview_round", **address(planned))

    assert "1,000 check-ins are asked for" in page.main
    assert len(page.table("Commitments asked about")) == 25
    following = page.link("Next page").follow()
    assert following.table("Commitments asked about")[0][0] == "Promise 0025 Alder Trust"
