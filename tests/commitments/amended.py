"""A published commitment that is being changed, as the tests of its pages need it."""

from collections.abc import Callable
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model import amending
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page

As = Callable[[User | None], CheckingClient]
REASON = "The contracts run a year longer than we knew."


def write(commitment: Commitment, by: User, **answers: Any) -> None:
    """Write a change, as a section's page does."""
    db.session.commit()
    db.session.expire_all()
    seen = amending.version_of(commitment, tuple(answers))
    amending.amend(commitment, answers, seen=seen, by=by, now=NOW)
    db.session.commit()


def send(commitment: Commitment, by: User, reason: str = REASON, **answers: Any) -> Amendment:
    """Write a change and send it."""
    write(commitment, by, **answers)
    sent = amending.send_amendment(
        commitment,
        reason=reason,
        as_statement_of_intent=commitment.is_statement_of_intent,
        seen=amending.version_of(commitment),
        by=by,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()
    return sent


def promises(commitment: Commitment) -> list[Publication]:
    """Return the publications of its text, the first first, as they are stored."""
    db.session.expire(commitment, ["publications"])
    rows = [row for row in commitment.publications if row.kind is PublicationKind.COMMITMENT]
    return sorted(rows, key=lambda row: row.number)


def open_section(browser: CheckingClient, commitment: Commitment, section: str) -> Page:
    return browser.get(
        "commitments.amend_section",
        organisation="alder-trust",
        commitment=commitment.public_id,
        section=section,
    )


def open_change(browser: CheckingClient, commitment: Commitment, *, expected: int = 200) -> Page:
    return browser.get(
        "commitments.amend_commitment",
        organisation="alder-trust",
        commitment=commitment.public_id,
        expected=expected,
    )


def public_page(browser: CheckingClient, commitment: Commitment) -> Page:
    assert commitment.register_entry is not None
    slug = commitment.register_entry.slug
    return browser.get("public.show_commitment", public_id=commitment.public_id, slug=slug)
