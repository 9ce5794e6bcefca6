"""A check-in that is published, how Paula assesses it, and what the public reads of it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.assessments.actions import assess_check_in, assessment_seen
from equity_tracker.check_ins.actions import record_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Mails = Callable[[], Sequence[OutgoingEmail]]
REASON = "Two of the three contracts are late."


@pytest.fixture
def promise(world: World) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


@pytest.fixture
def check_in(world: World, promise: Commitment) -> CheckIn:
    """Cora says that it is on track."""
    sent = record_check_in(promise, answers(), seen=None, by=world.cora, now=NOW, today=NOW.date())
    db.session.commit()
    return sent


@pytest.fixture
def assessed(world: World, check_in: CheckIn) -> CheckIn:
    """Paula sees it at risk."""
    assess(check_in, world)
    return check_in


@pytest.fixture
def mails(isolated: None) -> Mails:
    return lambda: db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()


def assess(check_in: CheckIn, world: World, **changes: Any) -> None:
    said = {"delivery": "limited", "outlook": "at_risk", "reason": REASON} | changes
    seen = assessment_seen(check_in)
    assess_check_in(check_in, **said, seen=seen, by=world.paula, now=NOW, today=NOW.date())
    db.session.commit()


def public_page(reader: CheckingClient, commitment: Commitment) -> Page:
    assert commitment.register_entry is not None
    slug = commitment.register_entry.slug
    return reader.get_url(f"/commitments/{commitment.public_id}/{slug}", most_queries=8)


def payloads(check_in: CheckIn, kind: PublicationKind = PublicationKind.CHECK_IN_ASSESSMENT) -> list[Any]:
    """Return what was published of it, the first number first."""
    return list(
        db.session.scalars(
            select(Publication.payload)
            .where(Publication.subject_id == check_in.public_id, Publication.kind == kind)
            .order_by(Publication.number)
        )
    )
