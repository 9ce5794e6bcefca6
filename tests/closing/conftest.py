"""A promise that is published, one that has closed, and what people type at the end of one."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.closing.actions.close_outs import Account, close_commitment
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.close_out import Details
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import FOUR_ANSWERS, make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Close = Callable[..., Commitment]
Mails = Callable[[], Sequence[OutgoingEmail]]
HOW = "The contract decides the wage, so the wage rises when the contract does."


@pytest.fixture
def promise(world: World) -> Commitment:
    """A published commitment of Alder that says how it is to work."""
    commitment = make_published(world.alder, world.programme, now=NOW, how_it_works=HOW)
    db.session.commit()
    return commitment


@pytest.fixture
def close(world: World) -> Close:
    """Close a commitment as Ada, on any day."""

    def closed(
        commitment: Commitment, reason: str = "partly_met", *, at: datetime = NOW, **details: Any
    ) -> Commitment:
        close_commitment(
            commitment,
            Account(reason, "Half of it was done.", Details(**({"four": FOUR_ANSWERS} | details))),
            version=commitment.version,
            by=world.ada,
            now=at,
            today=at.date(),
        )
        db.session.commit()
        return commitment

    return closed


@pytest.fixture
def typed() -> dict[str, str]:
    """What a person types to close it."""
    words = {
        "reason": "partly_met",
        "what_happened": "Eight of eleven contracts carry the clause.",
        "lessons": "Begin with the largest contract.",
        "worked_as_described": "partly",
        "how_it_worked": "The wage rose where the contract did.",
        "evidence-0-title": "The contracts",
        "evidence-0-url": "https://alder.example.org/contracts",
        "evidence-0-kind": "contract_clause",
        "evidence-0-strength": "document",
    }
    for name in ("met", "funded", "effect", "appropriate"):
        words |= {name: "partly", f"{name}_because": f"So far as {name} goes."}
    return words


@pytest.fixture
def mails(isolated: None) -> Mails:
    """Return what reads the outbox, the first written first."""
    return lambda: db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()


@pytest.fixture
def log(world: World) -> Callable[[], list[str]]:
    """Return what reads the kinds of the lines in the programme's log, the first written first."""
    return lambda: list(
        db.session.scalars(
            select(Activity.kind).where(Activity.programme_id == world.programme.id).order_by(Activity.id)
        )
    )


def at(commitment: Commitment, *, programme: bool = False) -> dict[str, Any]:
    """Return what the addresses of a commitment name, in either workspace."""
    place = {"programme": commitment.programme.slug}
    if not programme:
        place = {"organisation": commitment.organisation.slug}
    return place | {"commitment": commitment.public_id}


def public_page(reader: CheckingClient, commitment: Commitment, *, expected: int = 200) -> Page:
    assert commitment.register_entry is not None
    slug = commitment.register_entry.slug
    return reader.get_url(f"/commitments/{commitment.public_id}/{slug}", expected=expected, most_queries=8)


def published(commitment: Commitment, kind: PublicationKind) -> list[Publication]:
    """Return the publications of a kind about it, the first number first."""
    return list(
        db.session.scalars(
            select(Publication)
            .where(Publication.about_id == commitment.public_id, Publication.kind == kind)
            .order_by(Publication.number)
        )
    )


def day(text: str) -> date:
    return date.fromisoformat(text)
